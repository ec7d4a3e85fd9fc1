package names

import "unicode"

// Script is the writing system of a name's letters.
type Script uint8

// The scripts the package tells apart.
const (
	ScriptNone     Script = iota // no letters at all
	ScriptLatin                  // Latin letters only
	ScriptCyrillic               // Cyrillic letters only
	ScriptOther                  // another writing system, or several
)

// ScriptOf reports the script of the letters of s; digits and punctuation do
// not count.
func ScriptOf(s string) Script {
	out := ScriptNone
	for _, r := range s {
		var sc Script
		switch {
		case r < 0x80:
			if r|0x20 < 'a' || r|0x20 > 'z' {
				continue
			}
			sc = ScriptLatin
		case r >= 0x400 && r <= 0x52f:
			sc = ScriptCyrillic
		case !unicode.IsLetter(r):
			continue
		case unicode.Is(unicode.Latin, r):
			sc = ScriptLatin
		case unicode.Is(unicode.Lm, r): // modifier letters belong to any script
			continue
		default:
			return ScriptOther
		}
		if out != ScriptNone && out != sc {
			return ScriptOther
		}
		out = sc
	}
	return out
}

// Title writes a folded key as a name: the first letter of every word as a
// capital. It is how an index shows a name whose own spelling folds to that key
// in no other way; see [Fold].
func Title(key string) string {
	b := []byte(key)
	start := true
	for i, c := range b {
		switch {
		case c == ' ':
			start = true
		case start:
			if 'a' <= c && c <= 'z' {
				b[i] = c - ('a' - 'A')
			}
			start = false
		}
	}
	return string(b)
}
