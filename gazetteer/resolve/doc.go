package resolve

import (
	"sort"
	"strings"
	"unicode/utf8"

	"sitmap/gazetteer"
	"sitmap/gazetteer/names"
	"sitmap/internal/mention"
	"sitmap/internal/text"
)

// doc is a report prepared for resolution.
type doc struct {
	text   string
	lang   string
	toks   []text.Token
	sents  []text.Sentence
	ms     []ment
	gs     []group
	hints  []hint
	usual  usual
	input  Input
	inside map[int][]int // by group: the mentions that the words put into it
}

// hint is a country or area that the caller expects.
type hint struct{ country, admin1 string }

// ment is one mention with what stands around it.
type ment struct {
	start, end int // bytes
	tok0, tok1 int // tokens that the span touches, half open
	sent       int // sentence, -1 outside
	input      int // index into Input.Mentions; -1 for context found by the resolver
	role       gazetteer.Role
	surface    string       // the span's text
	core       string       // without type words and possessive
	kindIn     mention.Kind // from type words inside the span
	kindOut    mention.Kind // from type words beside it
	part       bool         // a direction word was taken off: "northern Gaza"
	group      int
	list       int   // coordinated list, -1 none
	parents    []int // mentions that the words name as containing it
	soft       []int // mentions that probably contain it
	rels       []relation
	seat       int    // one more than the mention that is called its centre; 0 none
	country    string // set for a nationality word: ISO code
}

// relation is a stated position relative to another mention of the sentence.
type relation struct {
	other   int
	km      float64 // 0: none given
	bearing float64 // degrees from the other place; -1: none given
	near    bool
}

// newDoc tokenises the report and reads the surroundings of every mention. Spans that
// are empty, reversed or outside the text are kept with an empty surface and match nothing.
func newDoc(in Input) *doc {
	d := &doc{text: in.Text, lang: in.Lang, input: in}
	if d.lang == "" {
		d.lang = text.Lang(in.Text)
	}
	d.toks = text.Tokens(in.Text)
	d.sents = text.Sentences(in.Text, d.toks)
	order := make([]int, len(in.Mentions))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return in.Mentions[order[a]].Start < in.Mentions[order[b]].Start })
	d.ms = make([]ment, 0, len(order))
	for _, i := range order {
		d.ms = append(d.ms, d.mention(in.Mentions[i], i))
	}
	return d
}

func (d *doc) mention(m gazetteer.Mention, i int) ment {
	r := ment{start: m.Start, end: m.End, input: i, role: m.Role, list: -1, sent: -1}
	if m.Start < 0 || m.End > len(d.text) || m.Start >= m.End {
		r.tok0, r.tok1 = len(d.toks), len(d.toks)
		return r
	}
	r.surface = d.text[m.Start:m.End]
	r.tok0 = sort.Search(len(d.toks), func(k int) bool { return d.toks[k].End > m.Start })
	r.tok1 = r.tok0
	for r.tok1 < len(d.toks) && d.toks[r.tok1].Start < m.End {
		r.tok1++
	}
	k := sort.Search(len(d.sents), func(k int) bool { return d.sents[k].Last > r.tok0 })
	if k < len(d.sents) && d.sents[k].First <= r.tok0 {
		r.sent = k
	}
	d.readInside(&r)
	d.readOutside(&r)
	return r
}

func (d *doc) word(i int) string {
	if i < 0 || i >= len(d.toks) || d.toks[i].Kind == text.Newline {
		return ""
	}
	return d.toks[i].Text(d.text)
}

func (d *doc) fold(i int) string { return names.Fold(d.word(i)) }

// readInside takes articles, possessives, direction words and type words off the span.
func (d *doc) readInside(r *ment) {
	a, b := r.tok0, r.tok1
	for b > a && (d.toks[b-1].Kind == text.Possessive || d.toks[b-1].Kind == text.Punct && d.word(b-1) != ".") {
		b--
	}
	for a < b && (d.toks[a].Kind == text.Punct || isArticle(d.fold(a))) {
		a++
	}
	if a >= b {
		a, b = r.tok0, r.tok1
	}
	for b-a > 1 {
		if d.toks[b-1].Kind == text.Punct {
			break
		}
		k, _, behind := mention.TypeWord(d.fold(b - 1))
		if !behind || utf8.RuneCountInString(d.word(b-1)) < 3 && d.word(b-1) != "Co" && d.word(b-1) != "St" {
			break
		}
		r.kindIn |= k
		b--
		for b-a > 1 && d.toks[b-1].Kind == text.Punct {
			b--
		}
	}
	if b-a > 1 {
		if k, before, _ := mention.TypeWord(d.fold(a)); before && (r.kindIn == 0 || k&r.kindIn != 0) && !isNamePart(d.fold(a)) {
			c := a + 1
			for c < b && (d.word(c) == "." || isArticle(d.fold(c)) || d.fold(c) == "of") {
				c++
			}
			if c < b {
				r.kindIn |= k
				a = c
			}
		}
	}
	for b-a > 1 {
		w := d.fold(a)
		if _, ok := mention.Bearing(w); !ok && !isModifier(w) {
			break
		}
		r.part = true
		a++
		for a < b-1 && d.toks[a].Kind == text.Punct {
			a++
		}
	}
	if a < b {
		r.core = d.text[max(d.toks[a].Start, r.start):min(d.toks[b-1].End, r.end)]
	}
}

func isArticle(w string) bool { return w == "the" }

// isNamePart lists type words that as a first word usually belong to the name itself.
func isNamePart(w string) bool {
	switch w {
	case "mount", "mt", "lake", "rio", "port", "village", "city", "capital", "state", "university":
		return true
	}
	return false
}

// isModifier lists words that point at a part of a place.
func isModifier(w string) bool {
	switch w {
	case "upper", "lower", "central", "greater", "downtown", "upstate", "metro", "metropolitan", "mid", "inner", "outer", "rural", "suburban", "occupied":
		return true
	}
	return false
}

// readOutside looks for a type word just before or behind the span.
func (d *doc) readOutside(r *ment) {
	if k, _, behind := mention.TypeWord(d.fold(r.tok1)); behind && utf8.RuneCountInString(d.word(r.tok1)) > 2 {
		if w := d.word(r.tok1); !isCapitalised(w) || r.tok1+1 >= len(d.toks) || !isCapitalised(d.word(r.tok1+1)) || strings.EqualFold(w, "county") || strings.EqualFold(w, "parish") {
			r.kindOut |= k
		}
	}
	i := r.tok0 - 1
	if i >= 0 && d.toks[i].Kind == text.Possessive {
		return
	}
	for n := 0; n < 2 && i >= 0; n++ { // opening quotes, "of", "named", the stop of "с."
		w := d.word(i)
		if w == "" || !(d.toks[i].Kind == text.Punct && strings.ContainsAny(w, ".«“\"") || isLinkWord(names.Fold(w))) {
			break
		}
		i--
	}
	w := d.fold(i)
	k, before, _ := mention.TypeWord(w)
	if !before {
		return
	}
	if n := utf8.RuneCountInString(w); n == 1 && d.word(i+1) != "." {
		return
	}
	if d.fold(i+1) == "of" && k&mention.KindVillage == 0 { // "the region of X" is as good as "X region"
		r.kindIn |= k
		return
	}
	r.kindOut |= k
}

func isLinkWord(w string) bool {
	switch w {
	case "of", "the", "called", "named", "known", "as":
		return true
	}
	return false
}

func isCapitalised(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return r != utf8.RuneError && strings.ToUpper(string(r)) == string(r) && strings.ToLower(string(r)) != string(r)
}
