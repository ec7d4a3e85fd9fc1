package mention

import (
	_ "embed"
	"slices"
	"sort"
	"strings"

	"sitmap/gazetteer"
	"sitmap/gazetteer/names"
	"sitmap/internal/text"
)

// Options of a Recogniser. The zero value uses the learned model.
type Options struct {
	Rules bool   // hand-set scores only
	Model *Model // instead of the shipped one; for training
}

// Recogniser finds mentions. It is read-only and safe for any number of callers.
type Recogniser struct {
	ix    *gazetteer.Index
	model *Model // nil: rules
}

//go:embed model.bin
var modelBytes []byte

// New makes a recogniser that asks ix for names.
func New(ix *gazetteer.Index, o Options) *Recogniser {
	r := &Recogniser{ix: ix}
	switch {
	case o.Rules:
	case o.Model != nil:
		r.model = o.Model
	default:
		if m, err := ReadModel(modelBytes); err == nil {
			r.model = m
		}
	}
	return r
}

// Find gives the mentions of s in order, not overlapping, each with a role. toks and
// sents are those of s; lang "" is guessed. Nationality words come with RoleDemonym:
// they are no places, but they say which countries a report is about.
func (r *Recogniser) Find(s string, toks []text.Token, sents []text.Sentence, lang string) []gazetteer.Mention {
	if lang == "" {
		lang = text.Lang(s)
	}
	p := newPage(r.ix, s, lang, toks, sents)
	var tags []int8
	if r.model == nil {
		tags, _ = p.ruleSpans()
	} else {
		tags = viterbi(r.model.emissions(p.features()), &r.model.trans, nil)
	}
	p.correct(tags)
	out := p.spans(tags)
	out = p.addNationalities(out, tags)
	p.roles(out, sents)
	ms := make([]gazetteer.Mention, len(out))
	for i, x := range out {
		ms[i] = gazetteer.Mention{Start: x.start, End: x.end, Text: s[x.start:x.end], Role: x.role}
	}
	return ms
}

// span is a found mention by tokens and bytes.
type span struct {
	tok0, tok1 int
	start, end int
	role       gazetteer.Role
}

// spans turns tags into spans and takes marks off their ends.
func (p *page) spans(tags []int8) []span {
	var out []span
	for i := 0; i < len(tags); {
		if tags[i] != 1 {
			i++
			continue
		}
		j := i + 1
		for j < len(tags) && tags[j] == 2 && p.toks[j].Kind != text.Newline {
			j++
		}
		a, b := i, j
		for b > a+1 && (p.toks[b-1].Kind == text.Possessive || p.toks[b-1].Kind == text.Punct && p.word(b-1) != ".") {
			b--
		}
		for a < b-1 && p.toks[a].Kind == text.Punct {
			a++
		}
		if p.toks[a].Kind == text.Word {
			out = append(out, span{tok0: a, tok1: b, start: p.toks[a].Start, end: p.toks[b-1].End})
		}
		i = j
	}
	return out
}

// addNationalities adds nationality words that the tagger left out.
func (p *page) addNationalities(in []span, tags []int8) []span {
	out := in
	for i := 0; i < len(p.toks); i++ {
		if tags[i] != 0 || p.toks[i].Kind != text.Word {
			continue
		}
		if h := p.hits[i]; h.demonym != "" && h.n > 1 && i+h.n <= len(tags) && !slices.ContainsFunc(tags[i:i+h.n], func(t int8) bool { return t != 0 }) {
			out = append(out, span{tok0: i, tok1: i + h.n, start: p.toks[i].Start, end: p.toks[i+h.n-1].End, role: gazetteer.RoleDemonym})
			i += h.n - 1
			continue
		}
		if p.demonymAt(i) {
			out = append(out, span{tok0: i, tok1: i + 1, start: p.toks[i].Start, end: p.toks[i].End, role: gazetteer.RoleDemonym})
		}
	}
	sort.SliceStable(out, func(a, b int) bool { return out[a].start < out[b].start })
	return out
}

func (p *page) demonymAt(i int) bool {
	if h := p.hits[i]; h.n == 1 && h.demonym != "" {
		return true
	}
	return Nationality(p.folded[i]) != ""
}

// roles says what each mention does.
func (p *page) roles(ms []span, sents []text.Sentence) {
	for i := range ms {
		m := &ms[i]
		switch {
		case m.role != "":
		case p.placeLikePeople(ms, i):
			m.role = gazetteer.RoleEvent
		case p.hits[m.tok0].demonym != "" && p.hits[m.tok0].n == m.tok1-m.tok0, m.tok1-m.tok0 <= 2 && p.demonymAt(m.tok0) && p.hits[m.tok0].n <= m.tok1-m.tok0:
			m.role = gazetteer.RoleDemonym
		case p.isDateline(ms, i, sents):
			m.role = gazetteer.RoleDateline
		case p.isMetonym(m):
			m.role = gazetteer.RoleMetonym
		case (p.before(m.tok0)&isLocPrep != 0 || m.tok0 > 0 && p.folded[m.tok0-1] == "on") && !p.isParent(ms, i) || p.kindBefore(m.tok0) != 0:
			m.role = gazetteer.RoleEvent
		default:
			m.role = gazetteer.RoleContext
		}
		if m.role == gazetteer.RoleContext && i > 0 && ms[i-1].role == gazetteer.RoleEvent && p.inList(&ms[i-1], m) {
			m.role = gazetteer.RoleEvent
		}
	}
}

// placeLikePeople reports a place that is named like a people ("біля А та Українська"): Cyrillic
// writes words for peoples small, and as an adjective they need a noun; this one is written large
// inside a sentence, ends its phrase, and a preposition or a list makes it a place.
func (p *page) placeLikePeople(ms []span, i int) bool {
	m := &ms[i]
	if m.tok1-m.tok0 != 1 || p.caps[m.tok0] != shapeTitle || names.ScriptOf(p.folded[m.tok0]) != names.ScriptCyrillic || !p.demonymAt(m.tok0) {
		return false
	}
	if m.tok1 < len(p.toks) && p.toks[m.tok1].Kind == text.Word && classOf(p.folded[m.tok1])&(isConj|isLocPrep) == 0 {
		return false
	}
	return p.before(m.tok0)&isLocPrep != 0 || i > 0 && ms[i-1].tok1 < m.tok0 && ms[i-1].role == gazetteer.RoleEvent && p.inList(&ms[i-1], m)
}

// inList reports that only commas and conjunctions stand between two mentions.
func (p *page) inList(a, b *span) bool {
	for k := a.tok1; k < b.tok0; k++ {
		if p.word(k) != "," && classOf(p.folded[k])&(isConj|isLocPrep) == 0 {
			return false
		}
	}
	return true
}

// isParent reports that mention i is the area that contains the mention before it: "X in Kursk region".
func (p *page) isParent(ms []span, i int) bool {
	c := p.hits[ms[i].tok0].class
	if c != gazetteer.ClassCountry && c != gazetteer.ClassAdmin1 {
		return false
	}
	return i > 0 && ms[i].tok0-ms[i-1].tok1 <= 3
}

// isDateline reports a mention at the very start of the text or of a paragraph's first
// line, set apart by a dash or a bracket: "KYIV, Dec 22 -", "GOMA (Reuters) —".
func (p *page) isDateline(ms []span, i int, sents []text.Sentence) bool {
	m := &ms[i]
	if len(sents) == 0 || m.tok0 > sents[0].First+6 && !p.lineStart(m.tok0) {
		return false
	}
	if m.tok0 != sents[0].First && !p.lineStart(m.tok0) && !(i > 0 && ms[i-1].role == gazetteer.RoleDateline) {
		return false
	}
	for k := m.tok1; k < len(p.toks) && k < m.tok1+9; k++ {
		switch w := p.word(k); {
		case p.toks[k].Kind == text.Newline:
			return false
		case w == "-" || w == "–" || w == "—" || w == "--":
			return k == m.tok1 || p.toks[k].Start > p.toks[k-1].End
		case w == "." && p.caps[m.tok0] == shapeUpper && k > m.tok1+1:
			return true
		case w == "," || w == "(" || w == ")" || w == "." || w == "/" || p.toks[k].Kind == text.Number || classOf(p.folded[k])&isCalendar != 0 || p.isName(k):
		default:
			return false
		}
	}
	return false
}

func (p *page) lineStart(i int) bool {
	return i > 0 && p.toks[i-1].Kind == text.Newline
}

// isMetonym reports a place that stands for a government or an army: it says, it owns forces.
func (p *page) isMetonym(m *span) bool {
	h := p.hits[m.tok0]
	if h.class != gazetteer.ClassCountry && h.prior < 6 {
		return false
	}
	if p.before(m.tok0)&isLocPrep != 0 {
		return false
	}
	k := m.tok1
	if k < len(p.toks) && classOf(p.folded[k])&isSaying != 0 {
		return true
	}
	if k < len(p.toks) && p.folded[k] == "has" && k+1 < len(p.toks) && strings.HasSuffix(p.folded[k+1], "ed") {
		return true
	}
	if k < len(p.toks) && p.toks[k].Kind == text.Possessive {
		for j := k + 1; j < len(p.toks) && j < k+4; j++ {
			if classOf(p.folded[j])&isForces != 0 {
				return true
			}
		}
	}
	return false
}
