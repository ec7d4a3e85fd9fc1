package resolve

import (
	"sort"
	"strings"

	"sitmap/gazetteer"
	"sitmap/gazetteer/names"
	"sitmap/internal/mention"
)

// areaIndex finds first- and second-order areas by the stem of their name, so that
// "Курской области", "Kursk region" and "Kurskaya Oblast'" meet: class words and
// adjective endings are taken off, spelling is reduced to its skeleton.
type areaIndex struct {
	stems []string
	refs  []gazetteer.Ref
}

// newAreaIndex reads every area of the gazetteer once.
func newAreaIndex(ix *gazetteer.Index) areaIndex {
	type row struct {
		stem string
		ref  gazetteer.Ref
	}
	var rows []row
	for i := range ix.Len() {
		ref := gazetteer.Ref(i) //nolint:gosec // an index holds fewer than 2^32 places
		if c := ix.Class(ref); c != gazetteer.ClassAdmin1 && c != gazetteer.ClassAdmin2 {
			continue
		}
		if !isSlavic(ix.CountryCode(ref)) {
			continue
		}
		if s := areaStem(ix.Place(ref).Name); len(s) > 1 {
			rows = append(rows, row{s, ref})
		}
	}
	sort.Slice(rows, func(i, j int) bool {
		if rows[i].stem != rows[j].stem {
			return rows[i].stem < rows[j].stem
		}
		return rows[i].ref < rows[j].ref
	})
	a := areaIndex{make([]string, len(rows)), make([]gazetteer.Ref, len(rows))}
	for i, r := range rows {
		a.stems[i], a.refs[i] = r.stem, r.ref
	}
	return a
}

// isSlavic lists the countries whose areas are named by adjectives in -sk-.
func isSlavic(cc string) bool {
	switch cc {
	case "RU", "UA", "BY", "KZ", "MD", "BG", "MK", "RS", "PL", "CZ", "SK", "KG", "UZ", "TJ", "TM", "AM", "AZ", "GE":
		return true
	}
	return false
}

// areaStem reduces an area's name: "Sudzhanskiy Rayon" gives "sudzan", "Курской области" "kur".
func areaStem(name string) string {
	var sb strings.Builder
	for _, w := range strings.Fields(names.Fold(name)) {
		if k, _, _ := mention.TypeWord(w); k != 0 && len(w) > 2 || isClassWord(w) {
			continue
		}
		sb.WriteString(cutAdjective(names.Skeleton(w)))
	}
	return sb.String()
}

// isClassWord lists Latin class words of area names that reports do not use.
func isClassWord(w string) bool {
	switch w {
	case "raion", "rayon", "raion ", "oblast", "oblastʹ", "kray", "respublika", "urban", "gorodskoy", "munitsipalnyy", "of", "the", "misto", "gorod", "autonomous", "avtonomnyy", "avtonomnaya", "avtonomna":
		return true
	}
	return false
}

// cutAdjective takes the adjective ending (-sk-, -ck-, -zk- and what follows) or the final vowel off a skeleton.
func cutAdjective(s string) string {
	for i := len(s) - 1; i >= 2 && len(s)-i <= 6; i-- {
		if s[i] == 'k' && (s[i-1] == 's' || s[i-1] == 'c' || s[i-1] == 'z') {
			if isVowels(s[i+1:]) {
				if s[i-1] == 'z' {
					return s[:i]
				}
				return s[:i-1]
			}
		}
	}
	for len(s) > 3 && strings.ContainsRune("aeiou", rune(s[len(s)-1])) {
		s = s[:len(s)-1]
	}
	return s
}

// isVowels reports whether s can be a case ending of an adjective: vowels, g, m and v.
func isVowels(s string) bool {
	for i := range len(s) {
		if !strings.ContainsRune("aeioumgv", rune(s[i])) {
			return false
		}
	}
	return true
}

// find appends the areas whose stem equals that of name (quality 1) or differs by up
// to three letters at its end (quality .6), such as "Sudzha district" and Sudzhanskiy Rayon.
func (a areaIndex) find(dst []match, name string, class gazetteer.Class, ix *gazetteer.Index) []match {
	stem := areaStem(name)
	if len(stem) < 2 {
		return dst
	}
	i := sort.SearchStrings(a.stems, stem)
	exact := false
	for j := i; j < len(a.stems) && j-i < 400; j++ {
		if !strings.HasPrefix(a.stems[j], stem) {
			break
		}
		if class != 0 && ix.Class(a.refs[j]) != class {
			continue
		}
		switch extra := len(a.stems[j]) - len(stem); {
		case extra == 0:
			exact = true
			dst = append(dst, match{ref: a.refs[j], quality: .95, how: howStem})
		case extra <= 3 && len(stem) >= 3 && !exact:
			dst = append(dst, match{ref: a.refs[j], quality: .6, how: howStem})
		}
	}
	for cut := 1; cut <= 2 && len(stem)-cut >= 4; cut++ {
		short := stem[:len(stem)-cut]
		for j := sort.SearchStrings(a.stems, short); j < len(a.stems) && a.stems[j] == short; j++ {
			if class == 0 || ix.Class(a.refs[j]) == class {
				dst = append(dst, match{ref: a.refs[j], quality: .6, how: howStem})
			}
		}
	}
	return dst
}

// settlementGuesses undoes the making of an adjective or a landscape name:
// "Покровському" (напрямок) gives Покровськ, "Юнаківської" (громади) Юнаківка,
// "Ічнянщині" Ічня. Most guesses are no names; they are there to be looked up.
func settlementGuesses(word string) []string {
	w := names.Fold(word)
	stem, landscape := "", false
	for _, cut := range []string{"ськ", "цьк", "зьк", "ск", "цк", "щин", "чин"} {
		i := strings.LastIndex(w, cut)
		if i < 4 || len(w)-i-len(cut) > 6 {
			continue
		}
		stem, landscape = w[:i], strings.HasSuffix(cut, "ин")
		if strings.HasPrefix(cut, "ц") {
			stem += "ц"
		}
		break
	}
	if stem == "" {
		return nil
	}
	out := []string{}
	add := func(s ...string) { out = append(out, s...) }
	if !landscape {
		add(stem+"ськ", stem+"ск", stem+"ське", stem+"ское")
	}
	add(stem+"са", stem+"сса", stem+"си", stem+"жжя")
	add(stem, stem+"ь", stem+"и", stem+"ы", stem+"а", stem+"е", stem+"о", stem+"я", stem+"і", stem+"ка", stem+"ки", stem+"не", stem+"ськ")
	for _, v := range []string{"ів", "їв", "ов", "ев", "єв", "ин", "ін", "ян", "ан", "ен", "ін", "ц"} {
		base, ok := strings.CutSuffix(stem, v)
		if !ok {
			continue
		}
		switch v {
		case "ян":
			add(base+"я", base+"ка", base+"яни")
		case "ан":
			add(base+"а", base+"и")
		case "ен":
			add(base+"е", base+"а")
		case "ц":
			add(base+"к", base+"ка", base+"ки", base+"ець", base+"ец", base+"ьк")
		case "ин", "ін":
			add(base+"ине", base+"ино", base+"а", base+"ин", base+"інь")
		default:
			add(base+"ове", base+"еве", base+"ово", base+"ево", base+"ова", base+"івка", base+"овка", base+"евка", base+"ів")
		}
	}
	return out
}

// aliasOf gives the official area behind a traditional name of a landscape. Only
// names whose bounds are those of one first-order area are here.
func aliasOf(folded string) (name, country string) {
	for _, a := range landscapeAliases {
		if strings.HasPrefix(folded, a.stem) && len(folded)-len(a.stem) <= 6 {
			return a.name, a.country
		}
	}
	return "", ""
}

//nolint:gochecknoglobals // table, never written
var landscapeAliases = []struct{ stem, name, country string }{
	{"буковин", "Chernivtsi", "UA"},
	{"bukovyn", "Chernivtsi", "UA"},
	{"волин", "Volyn", "UA"},
	{"волын", "Volyn", "UA"},
	{"volyn", "Volyn", "UA"},
	{"закарпат", "Zakarpattia", "UA"},
	{"прикарпат", "Ivano-Frankivsk", "UA"},
	{"запоріжж", "Zaporizhzhia", "UA"},
	{"запорожь", "Zaporizhzhia", "UA"},
	{"запорожск", "Zaporizhzhia", "UA"},
	{"запоріз", "Zaporizhzhia", "UA"},
	{"слобожанщ", "Kharkiv", "UA"},
	{"якути", "Sakha", "RU"},
	{"якутi", "Sakha", "RU"},
	{"yakutia", "Sakha", "RU"},
	{"кузбас", "Kemerovo", "RU"},
	{"ставропол", "Stavropol", "RU"},
	{"кубан", "Krasnodar", "RU"},
	{"подмосков", "Moscow", "RU"},
	{"підмосков", "Moscow", "RU"},
	{"чечн", "Chechnya", "RU"},
	{"крим", "Crimea", "UA"},
	{"крым", "Crimea", "UA"},
	{"crimea", "Crimea", "UA"},
}
