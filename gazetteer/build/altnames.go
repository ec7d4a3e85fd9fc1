package build

import (
	"slices"
	"strings"
	"unicode"

	"sitmap/gazetteer"
	"sitmap/gazetteer/names"
)

// Which of a town's alternate names are kept. GeoNames lists them without
// languages or kinds: usual spellings and former names stand beside codes of
// airports, abbreviations and what programs made of other alphabets.
const (
	allNamesFrom  = 50_000 // inhabitants from which a town has its names, in any country
	shortName     = 4      // a Latin word up to so many letters must sound like the main name
	longestCode   = 5      // capitals alone up to so many letters are a code
	longestUseful = 60     // letters; longer ones are descriptions
)

// columnNames reads the comma-separated names of a place's own row that can be
// names in a report; see usableName.
func columnNames(name, list string) []gazetteer.Name {
	if list == "" {
		return nil
	}
	var out []gazetteer.Name
	for n := range strings.SplitSeq(list, ",") {
		if n == "" || n == name {
			continue
		}
		if kind, ok := usableName(name, n); ok {
			out = append(out, gazetteer.Name{Text: n, Kind: kind})
		}
	}
	return slices.Clip(out)
}

// townNames gives the further names of a town: the plain form of its own, and
// the listed ones where conflict is reported (see [Conflict]) or the town is
// large. Elsewhere small towns would bring more chance matches than reports.
func townNames(t *town, ascii, list string) []gazetteer.Name {
	var out []gazetteer.Name
	if ascii != "" && names.Fold(ascii) != names.Fold(t.name) {
		out = append(out, gazetteer.Name{Text: ascii, Kind: gazetteer.NameAlternate})
	}
	conflict := slices.Contains(Conflict(), strings.ToLower(t.country))
	if !conflict && t.population < allNamesFrom && t.feature != "PPLC" && t.feature != "PPLA" {
		return out
	}
	sound := names.Skeleton(t.name)
	for _, n := range columnNames(t.name, list) {
		if !conflict && n.Kind == gazetteer.NameAlternate && names.Skeleton(n.Text) == sound {
			continue // another spelling, which is found by its sound
		}
		out = append(out, n)
	}
	return slices.Clip(out)
}

// usableName says whether an alternate name can stand for a place in a report,
// and what kind of name it is. Kept are names in Latin, Cyrillic and Arabic
// letters that begin as names do; left out are codes in capitals (airports,
// abbreviations), names with digits, addresses, spellings that a program made of
// another alphabet (they begin small), frequent English words, and Latin words so
// short that they would be met by chance, unless they sound like the main name.
func usableName(main, n string) (gazetteer.NameKind, bool) {
	letters, upper := 0, 0
	for i, r := range n {
		switch {
		case unicode.IsDigit(r) || r == '/' || r == ';' || r == '(' || r == ')' || i == 0 && unicode.IsLower(r):
			return 0, false
		case unicode.IsLetter(r):
			letters++
			if unicode.IsUpper(r) {
				upper++
			}
		}
	}
	if letters < 2 || letters > longestUseful {
		return 0, false
	}
	switch names.ScriptOf(n) {
	case names.ScriptCyrillic:
		return gazetteer.NameExonym, letters > 2
	case names.ScriptLatin:
		key := names.Fold(n)
		switch {
		case upper == letters && letters <= longestCode, slices.Contains(frequentWords, key):
			return 0, false
		case letters <= shortName && !strings.Contains(key, " ") && names.Skeleton(n) != names.Skeleton(main):
			return 0, false
		}
		return gazetteer.NameAlternate, true
	}
	for _, r := range n {
		if unicode.IsLetter(r) && !unicode.Is(unicode.Arabic, r) {
			return 0, false
		}
	}
	return gazetteer.NameExonym, letters > 2
}

// frequentWords are frequent English words of five letters and more, and words for
// parts of towns, that no mention should meet as the further name of a place.
// Shorter ones fall under shortName.
//
//nolint:gochecknoglobals // table, never written
var frequentWords = []string{
	"about", "above", "after", "again", "against", "almost", "along", "already", "although", "always", "among", "another", "around", "because", "before",
	"began", "being", "below", "better", "between", "center", "centre", "could", "during", "either", "enough", "every", "first", "found", "great", "heard",
	"house", "later", "liberty", "little", "local", "market", "means", "might", "never", "north", "often", "other", "place", "point", "right", "second",
	"since", "small", "south", "state", "still", "story", "their", "there", "these", "thing", "think", "those", "though", "three", "through", "today",
	"under", "union", "until", "victory", "water", "where", "which", "while", "white", "whole", "within", "without", "world", "would", "young",
	"station", "village", "town center", "city center", "downtown", "airport",
}
