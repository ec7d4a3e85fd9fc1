package names

import "strings"

// Skeleton gives the lossy key under which spellings of one sound meet:
// Plekhovo, Plyokhovo, Pliokhovo, Плёхово and Плехове share one skeleton, and so
// do Martynovka and Martynivka. Cyrillic is written in Latin first; letters of
// other scripts stay as [Fold] leaves them. The empty string means that nothing
// is left to compare.
//
// Many different names share a skeleton too: a match on it is a weak one.
func Skeleton(s string) string { return string(AppendSkeleton(nil, s)) }

// AppendSkeleton appends Skeleton(s) to dst.
func AppendSkeleton(dst []byte, s string) []byte {
	var buf [96]byte
	f := AppendFold(buf[:0], s)
	if hasCyrillic(f) {
		var lat [128]byte
		f = appendGeneric(lat[:0], f)
	}
	return appendSkeletonOfFolded(dst, f)
}

// SkeletonOfFolded is Skeleton for a Latin key that is folded already; it saves
// the work of folding again.
func SkeletonOfFolded(dst, key []byte) []byte {
	if hasCyrillic(key) {
		var lat [128]byte
		key = appendGeneric(lat[:0], key)
	}
	return appendSkeletonOfFolded(dst, key)
}

func hasCyrillic(b []byte) bool {
	for i := 0; i+1 < len(b); i++ {
		if b[i] >= 0xd0 && b[i] <= 0xd4 {
			return true
		}
	}
	return false
}

func appendSkeletonOfFolded(dst, f []byte) []byte {
	for len(f) > 0 {
		var word []byte
		if i := indexSpace(f); i >= 0 {
			word, f = f[:i], f[i+1:]
		} else {
			word, f = f, nil
		}
		if len(word) > 5 && word[0] < 0x80 {
			if k := kinWord(string(word)); k != string(word) {
				word = []byte(k)
			}
		}
		dst = appendSkeletonWord(dst, word)
	}
	return dst
}

func indexSpace(b []byte) int {
	for i, c := range b {
		if c == ' ' {
			return i
		}
	}
	return -1
}

// appendSkeletonWord appends the skeleton of one folded word. Words are joined
// without a space, so that "Novo Ivanovka" and "Novoivanovka" meet.
func appendSkeletonWord(dst, w []byte) []byte {
	start := len(dst)
	for i := 0; i < len(w); {
		out, n := skeletonStep(w[i:])
		i += n
		for k := 0; k < len(out); k++ {
			if len(dst) > start && dst[len(dst)-1] == out[k] {
				continue // doubles single
			}
			dst = append(dst, out[k])
		}
	}
	word := skeletonEnding(dst[start:])
	return dst[:start+len(word)]
}

// skeletonStep reads one sound at the start of w: what it becomes and how many
// bytes it took (at least one).
func skeletonStep(w []byte) (string, int) {
	if len(w) > 3 && string(w[:4]) == "shch" {
		return "w", 4
	}
	if len(w) > 2 && string(w[:3]) == "sch" {
		return "w", 3
	}
	if len(w) > 1 {
		if out := twoLetters(string(w[:2])); out != "" {
			return out, 2
		}
	}
	switch c := w[0]; c {
	case 'h':
		return "g", 1
	case 'x', 'q':
		return "k", 1
	case 'w':
		return "v", 1
	case 'y', 'i', 'j':
		return skeletonVowel(w)
	default:
		if c < 0x80 {
			return asciiString(c), 1
		}
		return string(w[:1]), 1
	}
}

// twoLetters gives the sound that two letters write, "" if they are two sounds.
func twoLetters(s string) string {
	switch s {
	case "sc":
		return "w"
	case "sh":
		return "s"
	case "zh":
		return "z"
	case "kh", "ck":
		return "k"
	case "ch", "ts", "tz":
		return "c"
	case "ph":
		return "f"
	case "gh":
		return "g"
	case "ou", "oo":
		return "u"
	}
	return ""
}

// skeletonVowel reads y, i or j and what hangs together with it.
func skeletonVowel(w []byte) (string, int) {
	if len(w) > 1 {
		switch w[1] {
		case 'e', 'o':
			return "e", 2
		case 'y', 'i', 'j':
			if len(w) > 2 && (w[2] == 'e' || w[2] == 'o') {
				return "e", 3
			}
			return "i", 2
		}
	}
	return "i", 1
}

const asciiTable = "\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f" +
	"\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f" +
	" !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~\x7f"

func asciiString(c byte) string { return asciiTable[c : c+1] }

// skeletonEnding merges the endings in which Russian and Ukrainian forms of one
// name differ: -ivka and -ovka, -iv and -ov, -skoye and -ske, -ove and -ovo.
func skeletonEnding(w []byte) []byte {
	if len(w) < 4 {
		return w
	}
	w = adjectiveEnding(trimFinalVowels(w))
	if i := len(w) - 3; i > 1 && strings.HasSuffix(string(w), "ka") && w[i] == 'v' {
		if v := w[i-1]; v == 'i' || v == 'e' {
			w[i-1] = 'o'
		}
		return w
	}
	if i := len(w) - 1; i > 1 && w[i] == 'v' && (w[i-1] == 'i' || w[i-1] == 'e') {
		w[i-1] = 'o'
	}
	if i := len(w) - 2; i > 2 && w[i] == 'v' && w[i+1] == 'o' && (w[i-1] == 'i' || w[i-1] == 'e') {
		w[i-1] = 'o'
	}
	return w
}

// adjectiveEnding writes the masculine and feminine endings of names in -sk- as
// the neuter one, and the Ukrainian -pillia as the Russian -polye.
func adjectiveEnding(w []byte) []byte {
	for _, end := range [...]string{"skaia", "ski", "ska"} {
		if n := len(w) - len(end); n > 1 && string(w[n:]) == end {
			w = append(w[:n], "sko"...)
			break
		}
	}
	if i := len(w) - len("ivsko"); i > 0 && string(w[i+1:]) == "vsko" && (w[i] == 'i' || w[i] == 'e') {
		w[i] = 'o'
	}
	if n := len(w) - len("pilia"); n > 1 && string(w[n:]) == "pilia" {
		return append(w[:n], "polo"...)
	}
	return w
}

// trimFinalVowels writes the neuter endings -e, -oe, -o and the plural -i as one.
func trimFinalVowels(w []byte) []byte {
	n := len(w)
	if w[n-1] != 'e' && w[n-1] != 'o' {
		return w
	}
	if w[n-2] == 'o' || w[n-2] == 'e' {
		n--
	}
	w[n-1] = 'o'
	return w[:n]
}
