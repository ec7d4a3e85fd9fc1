package mention

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"sitmap/gazetteer"
	"sitmap/gazetteer/names"
	"sitmap/internal/text"
)

const maxWords = 6 // of a name

// hit is what the gazetteer knows about the tokens [i, i+n).
type hit struct {
	n       int // tokens; 0 nothing found
	class   gazetteer.Class
	kind    gazetteer.NameKind
	how     gazetteer.MatchKind
	prior   float32 // of the likeliest place
	places  int
	demonym string   // ISO code when the name is a nationality word first of all
	top     string   // country of the likeliest place
	ccs     []string // countries of its places, at most 8
	home    bool     // one of them is a country that the text is about
}

// page is a text prepared for recognition.
type page struct {
	s      string
	lang   string
	toks   []text.Token
	folded []string
	caps   []capShape
	hits   []hit           // longest name beginning at a token
	cover  []int8          // place in the longest name that covers the token: 0 none, 1 first, 2 later
	start  []bool          // first word of a sentence
	lower  map[string]bool // words that also stand in lower case
	afterP map[string]bool // capitalised words that somewhere follow a preposition of place
	afterN map[string]bool // capitalised words that somewhere follow a title or first name
	cache  map[string]hit
	abroad int // 0 nothing known, 1 the text is about an English-speaking country, 2 about another
}

type capShape uint8

const (
	shapeOther capShape = iota
	shapeLower
	shapeTitle
	shapeUpper // two letters and more, all capitals
	shapeMixed
	shapeNoCase // letters of a script without case
	shapeNumber
	shapePunct
)

func shapeOf(s string, t text.Token) capShape {
	switch t.Kind {
	case text.Number:
		return shapeNumber
	case text.Punct, text.Possessive:
		return shapePunct
	case text.Newline:
		return shapeOther
	}
	up, low, n, first := 0, 0, 0, false
	for i, r := range t.Text(s) {
		switch {
		case unicode.IsUpper(r):
			up++
			first = first || i == 0
		case unicode.IsLower(r):
			low++
		}
		if unicode.IsLetter(r) {
			n++
		}
	}
	switch {
	case up == 0 && low == 0:
		return shapeNoCase
	case up == 0:
		return shapeLower
	case low == 0 && n > 1:
		return shapeUpper
	case first && up == 1:
		return shapeTitle
	}
	return shapeMixed
}

func newPage(ix *gazetteer.Index, s, lang string, toks []text.Token, sents []text.Sentence) *page {
	p := &page{
		s: s, lang: lang, toks: toks, folded: make([]string, len(toks)), caps: make([]capShape, len(toks)), hits: make([]hit, len(toks)), cover: make([]int8, len(toks)),
		start: make([]bool, len(toks)), lower: map[string]bool{}, afterP: map[string]bool{}, afterN: map[string]bool{}, cache: map[string]hit{},
	}
	for i, t := range toks {
		p.caps[i] = shapeOf(s, t)
		if t.Kind == text.Word {
			p.folded[i] = names.Fold(t.Text(s))
			if p.caps[i] == shapeLower {
				p.lower[p.folded[i]] = true
			}
		}
	}
	for _, x := range sents {
		for i := x.First; i < x.Last; i++ {
			if toks[i].Kind == text.Word || toks[i].Kind == text.Number {
				p.start[i] = true
				break
			}
		}
	}
	for i := range toks {
		if i == 0 || !p.isName(i) {
			continue
		}
		c := p.before(i)
		if c&isLocPrep != 0 {
			p.afterP[p.folded[i]] = true
		}
		if c&(isTitle|isFirstName) != 0 {
			p.afterN[p.folded[i]] = true
		}
	}
	p.scan(ix)
	return p
}

// isName reports whether the token may be part of a name by its shape.
func (p *page) isName(i int) bool {
	switch p.caps[i] {
	case shapeTitle, shapeUpper, shapeMixed, shapeNoCase:
		return p.toks[i].Kind == text.Word
	}
	return false
}

// before is the class of the word before token i, over an article.
func (p *page) before(i int) wordClass {
	i--
	if i >= 0 && (p.folded[i] == "the" || p.word(i) == "." && i > 0 && classOf(p.folded[i-1])&isTitle != 0) {
		i--
	}
	if i < 0 {
		return 0
	}
	c := classOf(p.folded[i])
	if p.abroad != 2 && c&isTaking != 0 && p.lang != "uk" && p.lang != "ru" {
		c &^= isTaking // at home "left" and "hit" take people and things
	}
	return c
}

func (p *page) word(i int) string {
	if i < 0 || i >= len(p.toks) {
		return ""
	}
	return p.toks[i].Text(p.s)
}

// scan looks up the longest name at every token that can begin one.
func (p *page) scan(ix *gazetteer.Index) {
	for i := range p.toks {
		if p.isName(i) {
			p.hits[i] = p.longest(ix, i)
			if h := p.areaAdjective(i); h.n > 0 && p.hits[i].n <= h.n {
				p.hits[i] = h
			}
		}
	}
	p.homes()
	for i := 0; i < len(p.toks); {
		n := p.hits[i].n
		if n == 0 {
			i++
			continue
		}
		p.cover[i] = 1
		for k := i + 1; k < i+n; k++ {
			p.cover[k] = 2
		}
		i += n
	}
}

// homes finds the countries that the text is about, by its names of countries, peoples
// and first-order areas, and marks the names that have a place there.
func (p *page) homes() {
	votes := map[string]int{}
	for i := range p.hits {
		h := &p.hits[i]
		switch {
		case h.n == 0:
			if cc := Nationality(p.folded[i]); cc != "" {
				votes[cc] += 2
			}
		case h.demonym != "":
			votes[h.demonym] += 2
		case h.class == gazetteer.ClassCountry && len(h.ccs) > 0:
			votes[h.top] += 2
		case h.prior >= 5.5:
			votes[h.top]++
		case len(h.ccs) == 1:
			votes[h.ccs[0]]++
		}
	}
	switch p.lang {
	case "uk":
		votes["UA"] += 2
	case "ru":
		votes["RU"] += 2
		votes["UA"]++
	}
	most, english := 0, 0
	for cc, n := range votes {
		switch cc {
		case "US", "GB", "CA", "AU", "NZ", "IE":
			english += n
		default:
			most = max(most, n)
		}
	}
	switch {
	case most >= 3 && most > english:
		p.abroad = 2
	case english > 0:
		p.abroad = 1
	}
	for i := range p.hits {
		h := &p.hits[i]
		for _, cc := range h.ccs {
			own := 0
			if cc == h.top {
				own = 2
			}
			h.home = h.home || votes[cc] > own
		}
	}
}

// areaAdjective reads a Cyrillic adjective with its type word ("Юнаківської громади",
// "Новооскольского округа") and the landscapes in -щина: their form alone says that they are areas.
func (p *page) areaAdjective(i int) hit {
	w := p.folded[i]
	if len(w) < 8 || names.ScriptOf(w) != names.ScriptCyrillic {
		return hit{}
	}
	for _, cut := range []string{"щин", "чин"} {
		if j := strings.LastIndex(w, cut); j >= 6 && len(w)-j-len(cut) <= 4 && len(w) > j+len(cut) {
			return hit{n: 1, class: gazetteer.ClassAdmin1, prior: 5, places: 1, how: gazetteer.MatchInflected}
		}
	}
	if i+1 >= len(p.toks) || !isAdjective(w) {
		return hit{}
	}
	k, _, behind := TypeWord(p.folded[i+1])
	if !behind || utf8.RuneCountInString(p.folded[i+1]) < 3 {
		return hit{}
	}
	h := hit{n: 2, class: gazetteer.ClassAdmin2, prior: 5, places: 1, how: gazetteer.MatchInflected}
	switch {
	case k&KindAdmin1 != 0:
		h.class = gazetteer.ClassAdmin1
	case k&(KindFront|KindCommune|KindFacility) != 0:
		h.n, h.class = 1, gazetteer.ClassSettlement
	case k&KindAdmin2 == 0:
		return hit{}
	}
	return h
}

// crossLookup looks a Cyrillic name's nominatives up as the other language writes them.
func (p *page) crossLookup(ix *gazetteer.Index, surface string) []gazetteer.Match {
	var ms []gazetteer.Match
	forms := append([]string{surface}, names.Lemmas(surface, p.lang)...)
	if len(forms) > 8 {
		forms = forms[:8]
	}
	for _, f := range forms {
		for _, v := range CrossForms(f) {
			ms = ix.Lookup(ms, v)
		}
	}
	for i := range ms {
		ms[i].How = gazetteer.MatchInflected
	}
	return ms
}

// isAdjective reports a folded Cyrillic word in -ск-, -ськ-, -цк- or -цьк- with an adjective's ending.
func isAdjective(w string) bool {
	for _, cut := range []string{"ськ", "цьк", "зьк", "ск", "цк"} {
		if j := strings.LastIndex(w, cut); j >= 4 && len(w)-j-len(cut) >= 2 && len(w)-j-len(cut) <= 6 {
			return true
		}
	}
	return false
}

// longest finds the longest name that begins at token i.
func (p *page) longest(ix *gazetteer.Index, i int) hit {
	ends := make([]int, 0, maxWords)
	words := 0
	for k := i; k < len(p.toks) && words < maxWords && k-i < 2*maxWords; k++ {
		switch p.toks[k].Kind {
		case text.Word:
			words++
			if p.isName(k) || k > i {
				ends = append(ends, k)
			}
		case text.Punct:
			switch p.word(k) {
			case "-", "–", ".", "'", "’":
				if p.toks[k].Start != p.toks[k-1].End {
					words = maxWords
				}
			default:
				words = maxWords
			}
		default:
			words = maxWords
		}
	}
	var key []byte
	best := hit{}
	latin := true
	for n, k := range ends {
		if n > 0 {
			// does any name go on like this?
			if latin {
				key = append(names.AppendFold(key[:0], p.s[p.toks[i].Start:p.toks[ends[n-1]].End]), ' ')
				if !ix.HasPrefix(string(key)) {
					break
				}
			} else if n > 2 || !p.isName(k) {
				break
			}
		} else {
			latin = names.ScriptOf(p.word(i)) == names.ScriptLatin
		}
		if !p.isName(k) {
			continue // a name does not end in a lower-case word
		}
		if h := p.lookup(ix, p.s[p.toks[i].Start:p.toks[k].End], latin); h.places > 0 {
			h.n = k - i + 1
			best = h
		}
	}
	return best
}

// lookup asks the index for one surface; answers are kept for the report.
func (p *page) lookup(ix *gazetteer.Index, surface string, latin bool) hit {
	if h, ok := p.cache[surface]; ok {
		return h
	}
	var buf [64]gazetteer.Match
	var ms []gazetteer.Match
	if latin {
		ms = ix.Lookup(buf[:0], surface)
		if len(ms) == 0 && len(surface) > 4 && surface[len(surface)-1] == 's' {
			for _, m := range ix.LookupWith(buf[:0], surface, gazetteer.LookupOptions{Inflected: true, Lang: "en"}) {
				if m.Name == gazetteer.NameDemonym {
					ms = append(ms, m)
				}
			}
		}
	} else {
		ms = ix.LookupWith(buf[:0], surface, gazetteer.LookupOptions{Script: true, Inflected: true, Lang: p.lang, Max: 40})
	}
	if len(ms) == 0 && !latin && utf8.RuneCountInString(surface) >= 5 {
		ms = p.crossLookup(ix, surface)
	}
	if n := utf8.RuneCountInString(surface); len(ms) == 0 && n >= 5 && (latin || n >= 6) {
		ms = ix.LookupWith(buf[:0], surface, gazetteer.LookupOptions{Script: true, Inflected: !latin, Lang: p.lang, Skeleton: true, Max: 20})
	}
	h := hit{places: len(ms), prior: -1}
	for _, m := range ms {
		if cc := ix.CountryCode(m.Ref); cc != "" && len(h.ccs) < 8 && !slices.Contains(h.ccs, cc) {
			h.ccs = append(h.ccs, cc)
		}
		pr := ix.Prior(m.Ref)
		if m.Name == gazetteer.NameHistorical || m.Name == gazetteer.NameAbbreviation && utf8.RuneCountInString(surface) < 3 {
			pr -= 2
		}
		if m.How > gazetteer.MatchScript {
			pr -= .5
		}
		if pr > h.prior {
			h.prior, h.class, h.kind, h.how = pr, ix.Class(m.Ref), m.Name, m.How
			h.top = ix.CountryCode(m.Ref)
			h.demonym = ""
			if m.Name == gazetteer.NameDemonym {
				h.demonym = ix.CountryCode(m.Ref)
			}
		}
	}
	p.cache[surface] = h
	return h
}
