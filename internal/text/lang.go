package text

import (
	"strings"
	"unicode"
)

// Lang guesses the language of s from its letters and small words: "uk", "ru", "en",
// or "" where neither letters nor words tell. At most the first 20,000 bytes are read.
func Lang(s string) string {
	if len(s) > 20000 {
		s = s[:20000]
	}
	var cyr, lat, uk, ru int
	for _, r := range s {
		switch {
		case strings.ContainsRune("іїєґІЇЄҐ", r):
			uk++
			cyr++
		case strings.ContainsRune("ыэъёЫЭЪЁ", r):
			ru++
			cyr++
		case unicode.Is(unicode.Cyrillic, r):
			cyr++
		case unicode.Is(unicode.Latin, r):
			lat++
		}
	}
	if cyr > lat {
		switch {
		case uk > ru:
			return "uk"
		case ru > 0:
			return "ru"
		}
		return cyrillicWords(s)
	}
	if lat == 0 {
		return ""
	}
	return latinWords(s)
}

// cyrillicWords decides between the two by words that only one of them has.
func cyrillicWords(s string) string {
	uk, ru := 0, 0
	for _, w := range strings.Fields(strings.ToLower(s)) {
		switch strings.Trim(w, ".,!?:;«»\"()") {
		case "та", "що", "у", "як", "до", "вже", "було", "про", "й", "від":
			uk++
		case "и", "что", "как", "при", "или", "было", "из", "под", "во", "со":
			ru++
		}
	}
	if uk > ru {
		return "uk"
	}
	return "ru"
}

func latinWords(s string) string {
	hits := 0
	for _, w := range strings.Fields(strings.ToLower(s)) {
		switch strings.Trim(w, ".,!?:;\"()“”") {
		case "the", "of", "and", "to", "was", "is", "were", "said", "with", "that", "for", "by", "at", "from", "near", "between":
			hits++
			if hits > 1 {
				return "en"
			}
		}
	}
	return ""
}
