package mention

import (
	"strings"
	"unicode/utf8"

	"sitmap/gazetteer"
	"sitmap/internal/text"
)

// acceptScore is the rule score from which a span counts as a place.
const acceptScore = 1.0

// ruleSpans finds places by hand-set scores: what the gazetteer knows of the name and
// what stands around it. The answer is a tag for every token: 0 outside, 1 begins a
// place, 2 continues one; score holds the sum at the first token of each tried span.
func (p *page) ruleSpans() (tags []int8, score []float32) {
	tags = make([]int8, len(p.toks))
	score = make([]float32, len(p.toks))
	for i := 0; i < len(p.toks); {
		n := p.hits[i].n
		if n == 0 {
			n = p.unknown(i)
		}
		if n == 0 {
			i++
			continue
		}
		score[i] = float32(p.spanScore(i, n))
		if score[i] >= acceptScore {
			mark(tags, i, n)
		}
		i += n
	}
	p.spread(tags, score)
	return tags, score
}

func mark(tags []int8, i, n int) {
	tags[i] = 1
	for k := i + 1; k < i+n; k++ {
		tags[k] = 2
	}
}

// unknown accepts a capitalised name without an entry behind a type word: "села Невідоме".
func (p *page) unknown(i int) int {
	if !p.isName(i) || p.start[i] || i == 0 || p.kindBefore(i) == 0 {
		return 0
	}
	n := 1
	for i+n < len(p.toks) && p.isName(i+n) && n < 3 {
		n++
	}
	return n
}

// kindBefore is the type word that stands before token i, over "of", "the" and opening quotes.
func (p *page) kindBefore(i int) Kind {
	i--
	dot := false
	for n := 0; n < 3 && i >= 0; n++ {
		w := p.folded[i]
		if w == "of" || w == "the" || w == "named" || w == "called" || p.word(i) == "«" || p.word(i) == "“" || p.word(i) == "\"" {
			i--
			continue
		}
		if p.word(i) == "." && p.toks[i].Kind == text.Punct {
			dot = true
			i--
			continue
		}
		break
	}
	if i < 0 || p.toks[i].Kind != text.Word {
		return 0
	}
	k, before, _ := TypeWord(p.folded[i])
	if !before || p.isName(i) && !p.start[i] && p.caps[i] != shapeNoCase && utf8.RuneCountInString(p.folded[i]) > 2 {
		return 0
	}
	if utf8.RuneCountInString(p.folded[i]) == 1 && !dot {
		return 0
	}
	return k
}

// kindBehind is the type word that stands behind the span that ends before token j.
func (p *page) kindBehind(j int) (k Kind, capital bool) {
	if j >= len(p.toks) || p.toks[j].Kind != text.Word || utf8.RuneCountInString(p.folded[j]) < 3 {
		return 0, false
	}
	k, _, behind := TypeWord(p.folded[j])
	if !behind {
		return 0, false
	}
	return k, p.isName(j)
}

// spanScore sums the cues for the span of n tokens at i.
func (p *page) spanScore(i, n int) float64 {
	h := p.hits[i]
	if h.n != n {
		h = hit{}
	}
	s := p.nameScore(i, n, h)
	s += p.leftScore(i)
	s += p.rightScore(i, i+n)
	return s
}

// nameScore judges the name itself.
func (p *page) nameScore(i, n int, h hit) float64 {
	s := 0.0
	switch {
	case h.places == 0:
		s -= 1.5
	case h.class == gazetteer.ClassCountry:
		s += 2.2
	case h.class == gazetteer.ClassAdmin1:
		s += 1.6
	case h.class == gazetteer.ClassRegion, h.class == gazetteer.ClassSea:
		s += 1.4
	case h.prior >= 5:
		s += 1.3
	case h.prior >= 4:
		s += .7
	case h.prior >= 3:
		s += .1
	default:
		s -= .5
	}
	if n > 1 && h.places > 0 {
		s += .5
	}
	if h.home && h.class != gazetteer.ClassCountry {
		s += .5
	}
	switch {
	case h.how == gazetteer.MatchSkeleton:
		s -= 1.2
	case h.how > gazetteer.MatchScript:
		s -= .2
	}
	w := p.folded[i]
	switch {
	case n == 1 && (p.lower[w] || isCommon(w)):
		s -= 2
		if p.start[i] {
			s -= 1
		}
	case p.start[i]:
		s -= .3
	}
	c := classOf(w)
	if n == 1 && c&isCalendar != 0 {
		s -= 4
	}
	if n == 1 && c&isFirstName != 0 {
		s -= 1.2
	}
	if n == 1 && c&(isTitle|isOrg|isLocPrep) != 0 {
		s -= 2.5
	}
	if utf8.RuneCountInString(p.word(i)) <= 2 && n == 1 {
		s--
	}
	if n == 1 && p.caps[i] == shapeUpper && utf8.RuneCountInString(w) <= 4 && h.class != gazetteer.ClassCountry {
		s -= 1.5
	}
	if p.afterP[w] {
		s += .4
	}
	if p.afterN[w] && n == 1 {
		s -= 1.2
	}
	return s
}

// leftScore judges what stands before the span.
func (p *page) leftScore(i int) float64 {
	s := 0.0
	c := p.before(i)
	if c&isLocPrep != 0 {
		s += 1.1
	}
	if c&isTaking != 0 && p.hits[i].home {
		s += .8
	}
	if k := p.kindBefore(i); k&(KindSettlement|KindAdmin1|KindRiver|KindIsland|KindAdmin2) != 0 {
		s += 2.5
	}
	if c&isTitle != 0 && i > 0 && p.folded[i-1] != "the" {
		s -= 1.5
	}
	if c&isFirstName != 0 && i > 0 && p.isName(i-1) {
		s -= 2.5
	}
	if i > 0 && p.isName(i-1) && c&(isLocPrep|isTitle|isFirstName) == 0 && !p.start[i-1] && p.cover[i-1] == 0 && p.kindBefore(i) == 0 {
		s -= 1 // the end of a longer name
	}
	if i > 0 && (p.word(i-1) == "«" || p.word(i-1) == "“" && p.kindBefore(i) == 0) {
		s -= 1.5
	}
	if i > 1 && p.folded[i-1] == "of" && p.isName(i-2) && classOf(p.folded[i-2])&isOrg != 0 {
		s -= 1
	}
	return s
}

// rightScore judges what stands behind the span [i, j).
func (p *page) rightScore(i, j int) float64 {
	if j >= len(p.toks) {
		return 0
	}
	s := 0.0
	if k, capital := p.kindBehind(j); k != 0 {
		switch {
		case k&(KindAdmin1|KindAdmin2|KindCommune|KindRiver|KindSea|KindIsland|KindMountain|KindFront) != 0:
			s += 1.5
		case k&KindFacility != 0 && capital:
			s -= .3
		}
	}
	c := classOf(p.folded[j])
	if c&isOrg != 0 && p.isName(j) {
		s -= 1.5
	} else if p.isName(j) && p.cover[j] != 1 && p.folded[j] != "" {
		if _, capital := p.kindBehind(j); !capital {
			s--
		}
	}
	if p.toks[j].Kind == text.Possessive && p.hits[i].class == gazetteer.ClassCountry {
		s += .3
	}
	if c&isSaying != 0 {
		if p.hits[i].class == gazetteer.ClassCountry || p.hits[i].prior >= 6 {
			s += .3
		} else {
			s--
		}
	}
	if p.word(j) == "," && j+1 < len(p.toks) && p.hits[j+1].n > 0 {
		if c := p.hits[j+1].class; c == gazetteer.ClassAdmin1 || c == gazetteer.ClassCountry {
			s += 1.2
		}
	}
	if p.word(j) == "»" || p.word(j) == "”" {
		s -= .5
	}
	if j+1 < len(p.toks) && (p.word(j) == "-") && p.toks[j].Start == p.toks[j-1].End && p.toks[j+1].Start == p.toks[j].End {
		switch p.folded[j+1] {
		case "based", "held", "backed", "led", "controlled", "installed", "area", "born", "bound", "occupied":
			s += .5
		default:
			if p.isName(j + 1) {
				s -= .7
			}
		}
	}
	return s
}

// spread lets the members of a list support each other: a span that just failed is
// accepted beside an accepted one.
func (p *page) spread(tags []int8, score []float32) {
	for range 2 {
		for i := range tags {
			if tags[i] != 0 || score[i] == 0 || score[i] < acceptScore-1.4 || p.hits[i].n == 0 {
				continue
			}
			n := p.hits[i].n
			if p.listed(tags, i, -1) || p.listed(tags, i+n-1, 1) {
				mark(tags, i, n)
			}
		}
	}
}

// listed reports whether an accepted place stands beside token i, over commas and conjunctions only.
func (p *page) listed(tags []int8, i, step int) bool {
	sep := false
	for k := i + step; k >= 0 && k < len(tags) && (k-i)*step <= 4; k += step {
		w := p.folded[k]
		switch {
		case tags[k] != 0:
			return sep
		case p.word(k) == "," || classOf(w)&isConj != 0:
			sep = true
		case classOf(w)&isLocPrep != 0 && sep:
		default:
			return false
		}
	}
	return false
}

// isCommon reports words that open sentences or are everyday words although a place has the name.
func isCommon(w string) bool {
	if commonWords[w] {
		return true
	}
	return strings.ContainsAny(w, "0123456789")
}

//nolint:gochecknoglobals // table, never written
var commonWords = makeCommon()

func makeCommon() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields("the a an and but or so if when while as at by for from in into of off on out over to under up with after before since then there here this that these those it he she they we you i his her its their our my your him them us me who what which where why how all any both each few many more most much no none not now of only other own same some such than too very yes is are was were be been being do does did has have had will would can could may might must shall should " +
		"also another around because between during every first just last least less like long made make man men new next old once one people per two three four five six seven eight nine ten well went while women young day days year years week month time today yesterday tomorrow home work right left good best better big small high low open free real true great part hall hill wood park street road church school house center state city town village county police fire court law order union war peace force general major chief private public national federal local " +
		"в на под с у к о по за из от до и а но не что как это он она они мы вы я его ее их все так же то было были был есть нет да уже еще или при для без над об со во после перед между через только также более около " +
		"та і й що як це він вона вони ми ви я його її їх все всі так же те було були був є ні вже ще або при для без над про зі з із після перед між через тільки також більше біля за під від до у на в о по із") {
		m[w] = true
	}
	return m
}
