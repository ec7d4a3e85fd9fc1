package names

import (
	"slices"
	"unicode/utf8"
)

// scheme is one way to write Cyrillic in Latin letters, as folded keys: marks
// that [Fold] drops are left out here.
type scheme uint8

const (
	bgnRussian   scheme = iota // BGN/PCGN 1947
	bgnUkrainian               // BGN/PCGN 1965
	kmu2010                    // Ukraine's Cabinet of Ministers, resolution 55 of 2010
	iso9                       // ISO 9:1995 with its diacritics dropped
	passport                   // ICAO 9303 as in Russian passports since 2013
	belarus                    // BGN/PCGN 1979 for Belarusian
	numSchemes
)

// Latin gives the folded Latin keys of a Cyrillic name under the usual systems
// (BGN/PCGN Russian, Ukrainian and Belarusian, KMU 2010, ISO 9, passport), each
// once, the likeliest for the letters used first. A name without Cyrillic
// letters gives nil.
func Latin(s string) []string {
	var folded, latin [128]byte
	key := AppendFold(folded[:0], s)
	if !hasCyrillic(key) {
		return nil
	}
	out := make([]string, 0, numSchemes)
	for _, sc := range schemesFor(key) {
		k := appendScheme(latin[:0], key, sc)
		if len(k) > 0 && !slices.ContainsFunc(out, func(o string) bool { return o == string(k) }) {
			out = append(out, string(k))
		}
	}
	return out
}

// LatinUkrainian writes a Ukrainian name in Latin letters as Ukraine does (Cabinet
// of Ministers, resolution 55 of 2010), as a folded key.
func LatinUkrainian(s string) string { return string(appendScheme(nil, AppendFold(nil, s), kmu2010)) }

//nolint:gochecknoglobals // tables, never written
var (
	schemesUkrainian  = []scheme{kmu2010, bgnUkrainian, belarus, iso9, passport, bgnRussian}
	schemesBelarusian = []scheme{belarus, iso9, bgnRussian}
	schemesRussian    = []scheme{bgnRussian, passport, iso9, belarus}
	schemesAll        = []scheme{bgnRussian, kmu2010, bgnUkrainian, passport, iso9, belarus}
)

// schemesFor orders the systems by the letters that only one language has.
func schemesFor(key []byte) []scheme {
	for i := 0; i < len(key); {
		r, n := utf8.DecodeRune(key[i:])
		i += n
		switch r {
		case 'і', 'ї', 'є':
			return schemesUkrainian
		case 'ў':
			return schemesBelarusian
		case 'ы', 'э':
			return schemesRussian
		}
	}
	return schemesAll
}

// appendGeneric writes a folded Cyrillic key in Latin letters such that every
// scheme meets it in the skeleton.
func appendGeneric(dst, key []byte) []byte { return appendScheme(dst, key, bgnRussian) }

func appendScheme(dst, key []byte, sc scheme) []byte {
	prev := rune(' ')
	for i := 0; i < len(key); {
		r, n := utf8.DecodeRune(key[i:])
		if r < 0x400 || r > 0x52f {
			dst = append(dst, key[i:i+n]...)
		} else {
			dst = append(dst, latinOf(r, prev, sc)...)
		}
		prev = r
		i += n
	}
	return dst
}

// latinOf gives the Latin letters of r after prev. Soft and hard signs give
// nothing, as Fold drops their marks.
func latinOf(r, prev rune, sc scheme) string {
	if s := soloLatin(r); s != "" {
		return s
	}
	initial := prev == ' '
	switch r {
	case 'г':
		if sc == kmu2010 && prev == 'з' {
			return "gh"
		}
		return pick(sc, "g", "h", "h", "g", "g", "h")
	case 'е':
		if sc == bgnRussian && (initial || isVowel(prev) || prev == 'ь' || prev == 'ъ') {
			return "ye"
		}
		return pick(sc, "e", "e", "e", "e", "e", "ye")
	case 'є':
		if sc == kmu2010 && !initial {
			return "ie"
		}
		return pick(sc, "ye", "ye", "ye", "e", "ie", "ye")
	case 'ж':
		return pick(sc, "zh", "zh", "zh", "z", "zh", "zh")
	case 'и':
		return pick(sc, "i", "y", "y", "i", "i", "i")
	case 'ї':
		if sc == kmu2010 && !initial {
			return "i"
		}
		return pick(sc, "yi", "yi", "yi", "i", "i", "yi")
	case 'й':
		if sc == kmu2010 && !initial {
			return "i"
		}
		return pick(sc, "y", "y", "y", "j", "i", "y")
	case 'х':
		return pick(sc, "kh", "kh", "kh", "h", "kh", "kh")
	case 'ц':
		return pick(sc, "ts", "ts", "ts", "c", "ts", "ts")
	case 'ч':
		return pick(sc, "ch", "ch", "ch", "c", "ch", "ch")
	case 'ш':
		return pick(sc, "sh", "sh", "sh", "s", "sh", "sh")
	case 'щ':
		return pick(sc, "shch", "shch", "shch", "s", "shch", "shch")
	case 'ъ':
		return pick(sc, "", "", "", "", "ie", "")
	case 'ю':
		if sc == kmu2010 && !initial {
			return "iu"
		}
		return pick(sc, "yu", "yu", "yu", "u", "iu", "yu")
	case 'я':
		if sc == kmu2010 && !initial {
			return "ia"
		}
		return pick(sc, "ya", "ya", "ya", "a", "ia", "ya")
	}
	return ""
}

func pick(sc scheme, of ...string) string { return of[sc] }

func isVowel(r rune) bool {
	switch r {
	case 'а', 'е', 'и', 'о', 'у', 'ы', 'э', 'ю', 'я', 'і', 'ї', 'є', 'й':
		return true
	}
	return false
}

// soloLatin covers the letters on which all systems agree once folded.
func soloLatin(r rune) string {
	switch r {
	case 'а':
		return "a"
	case 'б':
		return "b"
	case 'в':
		return "v"
	case 'д':
		return "d"
	case 'з':
		return "z"
	case 'і':
		return "i"
	case 'к':
		return "k"
	case 'л':
		return "l"
	case 'м':
		return "m"
	case 'н':
		return "n"
	case 'о':
		return "o"
	case 'п':
		return "p"
	case 'р':
		return "r"
	case 'с':
		return "s"
	case 'т':
		return "t"
	case 'у', 'ў':
		return "u"
	case 'ф':
		return "f"
	case 'ы':
		return "y"
	case 'э':
		return "e"
	}
	return ""
}
