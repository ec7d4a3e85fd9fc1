package mention

import (
	_ "embed"
	"strings"
	"unicode/utf8"

	"sitmap/gazetteer"
	"sitmap/gazetteer/names"
	"sitmap/internal/text"
)

// correct applies what form and repetition alone decide, whatever the weights say:
// an area's adjective with its type word is a place, a newspaper's name is none, the
// members of a list and the mentions of one name go together.
func (p *page) correct(tags []int8) {
	for i := 0; i < len(p.toks); i++ {
		switch {
		case tags[i] == 1 && p.isNoName(i, i+spanLen(tags, i)):
			for k, n := i, spanLen(tags, i); k < i+n; k++ {
				tags[k] = 0
			}
		case tags[i] == 1 && p.areaAdjective(i).n > spanLen(tags, i) && p.free(tags, i+spanLen(tags, i), p.areaAdjective(i).n-spanLen(tags, i)):
			mark(tags, i, p.areaAdjective(i).n)
		case tags[i] == 0 && p.hits[i].n == 2 && (p.hits[i].demonym != "" || p.hits[i].class == gazetteer.ClassCountry) && tagAt(tags, i+1) == 1:
			mark(tags, i, 2) // "North Korean", of which only the second word was found
		case tags[i] == 0 && p.hits[i].n > 0 && p.isTypedArea(i) && p.free(tags, i, p.hits[i].n):
			mark(tags, i, p.hits[i].n)
		}
	}
	if p.abroad != 2 && p.lang != "uk" && p.lang != "ru" {
		return
	}
	p.fillLists(tags)
	p.repeat(tags)
}

// isNoName reports what looks like a place's name and is none: a newspaper, a Cyrillic
// abbreviation, a common word at the start of a sentence, a Cyrillic name that no
// gazetteer has and no type word announces.
func (p *page) isNoName(i, j int) bool {
	if p.folded[j-1] == "war" || j < len(p.toks) && p.word(j) == "War" {
		return true // the Korean War
	}
	if p.isAcronym(i) || p.isPaper(j) || j-i == 1 && strings.ContainsAny(p.folded[i], "0123456789") {
		return true
	}
	if p.lang != "uk" && p.lang != "ru" || names.ScriptOf(p.folded[i]) != names.ScriptCyrillic || p.areaAdjective(i).n > 0 {
		return false
	}
	h := p.hits[i]
	if j-i == 1 && p.start[i] && commonSmall[p.folded[i]] && (h.n == 0 || h.how > gazetteer.MatchScript && h.class != gazetteer.ClassCountry || h.prior < 5) {
		return true
	}
	return h.n == 0 && p.kindBefore(i) == 0 && p.before(i)&isLocPrep == 0
}

//go:embed common.txt
var commonText string

//nolint:gochecknoglobals // table, never written
var commonSmall = func() map[string]bool {
	m := map[string]bool{}
	for line := range strings.Lines(commonText) {
		if !strings.HasPrefix(line, "#") {
			m[strings.TrimSpace(line)] = true
		}
	}
	return m
}()

func spanLen(tags []int8, i int) int {
	n := 1
	for i+n < len(tags) && tags[i+n] == 2 {
		n++
	}
	return n
}

// free reports that no place is tagged in [i, i+n).
func (p *page) free(tags []int8, i, n int) bool {
	for k := i; k < i+n && k < len(tags); k++ {
		if tags[k] != 0 {
			return false
		}
	}
	return i+n <= len(tags)
}

// isTypedArea reports "Хотінської громади", "Сумщина", and in texts that are not about English-speaking
// countries "Gezira State", "Kursk region".
func (p *page) isTypedArea(i int) bool {
	if h := p.areaAdjective(i); h.n > 0 {
		return true
	}
	if p.abroad == 1 {
		return false
	}
	j := i + p.hits[i].n
	k, _ := p.kindBehind(j)
	return k&(KindAdmin1|KindAdmin2) != 0 && k&KindFacility == 0 && p.hits[i].class != gazetteer.ClassUnknown && !p.start[i] && p.afterTitle(i) == 0
}

func (p *page) afterTitle(i int) wordClass { return p.before(i) & (isTitle | isFirstName) }

// isAcronym reports Cyrillic abbreviations that are no country's: ППО, КАБами.
func (p *page) isAcronym(i int) bool {
	w := p.word(i)
	if names.ScriptOf(w) != names.ScriptCyrillic || p.hits[i].class == gazetteer.ClassCountry && p.hits[i].n > 0 {
		return false
	}
	rs := []rune(w)
	if p.caps[i] == shapeMixed {
		return len(rs) > 2 && isUpperRune(rs[0]) && isUpperRune(rs[1])
	}
	return p.caps[i] == shapeUpper && (len(rs) <= 3 || len(rs) == 4 && p.hits[i].prior < 4.5)
}

func isUpperRune(r rune) bool {
	s := string(r)
	return names.Fold(s) != s && s != "" && r >= 'А' && r <= 'Я' || r == 'І' || r == 'Ї' || r == 'Є' || r == 'Ґ' || r == 'Ё'
}

// isPaper reports that token j makes the words before it a newspaper's name.
func (p *page) isPaper(j int) bool {
	if j >= len(p.toks) || !p.isName(j) {
		return false
	}
	switch p.folded[j] {
	case "times", "post", "herald", "tribune", "gazette", "telegraph", "independence":
		return true
	}
	return false
}

// fillLists accepts the remaining members of a list of which members are accepted on
// both sides, or on one side when the gazetteer knows the name in the text's country.
func (p *page) fillLists(tags []int8) {
	for range 2 {
		for i := range tags {
			if tags[i] != 0 || !p.isName(i) || p.start[i] {
				continue
			}
			n := p.hits[i].n
			if n == 0 {
				for n = 1; i+n < len(p.toks) && p.isName(i+n) && n < 3; {
					n++
				}
			}
			if i > 0 && p.isName(i-1) || i+n < len(p.toks) && p.isName(i+n) || !p.free(tags, i, n) || p.isAcronym(i) || classOf(p.folded[i])&isCalendar != 0 {
				continue
			}
			left, right := p.listed(tags, i, -1), p.listed(tags, i+n-1, 1)
			known := p.hits[i].n > 0 && p.hits[i].home
			if left && right || known && (left || right) && p.afterTitle(i) == 0 && !p.afterN[p.folded[i]] {
				mark(tags, i, n)
			}
		}
	}
}

// repeat accepts other mentions of a name that is a place most times in the text.
func (p *page) repeat(tags []int8) {
	votes := map[string]int{}
	for i := range tags {
		switch {
		case !p.isName(i) || p.hits[i].demonym != "" || utf8.RuneCountInString(p.folded[i]) < 4:
		case tags[i] == 1 && spanLen(tags, i) == 1:
			votes[p.folded[i]]++
		default:
			votes[p.folded[i]]--
		}
	}
	for i := range tags {
		if tags[i] != 0 || p.hits[i].n != 1 || votes[p.folded[i]] <= 0 || !p.hits[i].home || !p.isName(i) || p.afterTitle(i) != 0 || p.afterN[p.folded[i]] {
			continue
		}
		if i > 0 && p.isName(i-1) || i+1 < len(p.toks) && p.isName(i+1) || i > 0 && p.toks[i-1].Kind == text.Punct && (p.word(i-1) == "«" || p.word(i-1) == "“" || p.word(i-1) == "\"") {
			continue
		}
		tags[i] = 1
	}
}
