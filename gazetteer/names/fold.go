// Package names makes the keys under which a gazetteer finds a name: [Fold] for
// equal names, [Skeleton] for spellings of one sound, [Latin] and [Lemmas] for
// names in another script or in another case.
//
// All functions are pure and take any bytes: invalid UTF-8 is dropped, not
// refused. The rules know Cyrillic (Russian, Ukrainian, Belarusian letters) and
// Latin; other scripts are folded for case and marks only.
package names

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold gives the key of a name: lower case, without accents, apostrophes and
// full stops, every other mark of punctuation as one space. "Pl'okhiv" gives
// "plokhiv", "U.S." gives "us", "Aix-en-Provence" gives "aix en provence",
// "Плёхово" gives "плехово". Fold(Fold(s)) equals Fold(s).
func Fold(s string) string { return string(AppendFold(nil, s)) }

// AppendFold appends Fold(s) to dst; it allocates only when dst must grow, and
// for letters with accents outside Latin and Cyrillic.
func AppendFold(dst []byte, s string) []byte {
	start := len(dst)
	space := false
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			i++
			switch {
			case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
			case 'A' <= c && c <= 'Z':
				c += 'a' - 'A'
			case c == '\'' || c == '.' || c == '`':
				continue
			default:
				space = true
				continue
			}
			if space && len(dst) > start {
				dst = append(dst, ' ')
			}
			space = false
			dst = append(dst, c)
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		if r == utf8.RuneError && n == 1 {
			continue
		}
		before := len(dst)
		if space && len(dst) > start {
			dst = append(dst, ' ')
		}
		after := len(dst)
		var brk bool
		dst, brk = appendFoldRune(dst, r)
		switch {
		case brk:
			dst, space = dst[:before], true
		case len(dst) == after: // the rune left nothing: keep the pending space pending
			dst = dst[:before]
		default:
			space = false
		}
	}
	return dst
}

// appendFoldRune appends the folded form of one rune outside ASCII. It reports
// true when the rune separates words.
func appendFoldRune(dst []byte, r rune) ([]byte, bool) {
	if s, ok := foldSpecial(r); ok {
		return append(dst, s...), false
	}
	switch {
	case r >= 0x300 && r <= 0x36f: // combining marks
		return composeCyrillic(dst, r), false
	case r >= 0x400 && r <= 0x52f: // Cyrillic
		return utf8.AppendRune(dst, foldCyrillic(unicode.ToLower(r))), false
	case isJoiner(r):
		return dst, false
	case unicode.IsLetter(r) || unicode.IsNumber(r):
		return appendFoldLetter(dst, r), false
	case unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r):
		return dst, false
	case unicode.Is(unicode.Mc, r): // vowel signs of Indic scripts belong to the word
		return utf8.AppendRune(dst, r), false
	}
	return dst, true
}

// composeCyrillic joins a breve or diaeresis to the Cyrillic letter before it
// where that makes another letter (й, ў, ї); every other mark is dropped.
func composeCyrillic(dst []byte, mark rune) []byte {
	last, n := utf8.DecodeLastRune(dst)
	to := rune(0)
	switch {
	case mark == 0x306 && last == 'и':
		to = 'й'
	case mark == 0x306 && last == 'у':
		to = 'ў'
	case mark == 0x308 && last == 'і':
		to = 'ї'
	default:
		return dst
	}
	return utf8.AppendRune(dst[:len(dst)-n], to)
}

// isJoiner tells the apostrophes and modifier letters that stand inside a name.
func isJoiner(r rune) bool {
	switch r {
	case '’', '‘', 'ʼ', 'ʻ', 'ʹ', 'ʺ', 'ʾ', 'ʿ', '′', '´', '‛', 'ˈ', '״', '׳', 'ـ':
		return true
	}
	return r >= 0x2b0 && r <= 0x2ff
}

// appendFoldLetter decomposes a letter and appends its base letters.
func appendFoldLetter(dst []byte, r rune) []byte {
	var in, out [utf8.UTFMax * 4]byte
	n := utf8.EncodeRune(in[:], r)
	dec := norm.NFKD.Append(out[:0], in[:n]...)
	for i := 0; i < len(dec); {
		d, n := utf8.DecodeRune(dec[i:])
		i += n
		if unicode.Is(unicode.Mn, d) || unicode.Is(unicode.Cf, d) || isJoiner(d) {
			continue
		}
		if s, ok := foldSpecial(d); ok {
			dst = append(dst, s...)
			continue
		}
		if unicode.IsLetter(d) || unicode.IsNumber(d) {
			l := unicode.ToLower(d)
			if s, ok := foldSpecial(l); ok {
				dst = append(dst, s...)
				continue
			}
			dst = utf8.AppendRune(dst, l)
		}
	}
	return dst
}

// foldCyrillic merges letters that writers exchange: ё and е, ґ and г.
func foldCyrillic(r rune) rune {
	switch r {
	case 'ё', 'ѐ':
		return 'е'
	case 'ґ':
		return 'г'
	case 'ѝ':
		return 'и'
	}
	return r
}

// foldSpecial gives the letters that Unicode does not decompose.
func foldSpecial(r rune) (string, bool) {
	switch r {
	case 'ß', 'ẞ':
		return "ss", true
	case 'æ', 'Æ':
		return "ae", true
	case 'œ', 'Œ':
		return "oe", true
	case 'ø', 'Ø':
		return "o", true
	case 'ł', 'Ł':
		return "l", true
	case 'đ', 'Đ', 'ð', 'Ð':
		return "d", true
	case 'þ', 'Þ':
		return "th", true
	case 'ı', 'İ':
		return "i", true
	case 'ħ', 'Ħ':
		return "h", true
	case 'ŋ', 'Ŋ':
		return "ng", true
	case 'ə', 'Ə':
		return "a", true
	case 'ŧ', 'Ŧ':
		return "t", true
	case 'ƙ', 'Ƙ':
		return "k", true
	case 'ɗ', 'Ɗ':
		return "d", true
	case 'ɓ', 'Ɓ':
		return "b", true
	case 'ς':
		return "σ", true
	case 'أ', 'إ', 'آ', 'ٱ':
		return "ا", true
	case 'ى', 'ی':
		return "ي", true
	case 'ة':
		return "ه", true
	case 'ک':
		return "ك", true
	}
	return "", false
}
