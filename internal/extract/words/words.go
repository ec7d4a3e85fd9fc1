// Package words is a report as the grammars of internal/extract see it: folded words
// with their sentence and paragraph ([Doc]), phrase tables ([Lexicon]) and numbers
// in figures and words ([Doc.Number]), in English, Ukrainian and Russian.
//
// It knows nothing of places, dates or casualties. A Doc is read-only once made and
// every function takes time linear in the words it looks at.
package words

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"sitmap/internal/text"
)

// Word is one word, number or mark of a report.
type Word struct {
	Start, End int // byte offsets, half open
	Low        string
	Kind       text.Kind
	Cap        bool // begins with a capital letter
	Sent       int  // index of its sentence in Doc.Sents
}

// Sent is a sentence: word indexes and bytes, both half open.
type Sent struct {
	First, Last int
	Start, End  int
	Para        int // counts the lines of the report
}

// Doc is a cut and folded report.
type Doc struct {
	Text  string
	Words []Word
	Sents []Sent
}

// longest is the number of words after which a sentence is cut, so that text without
// full stops cannot make the grammars slow.
const longest = 400

// New folds the tokens of s: lower case, ё as е, one kind of apostrophe, and words
// joined by hyphens as one word ("north-east"). Line ends are left out; they count paragraphs.
func New(s string, toks []text.Token, sents []text.Sentence) *Doc {
	d := &Doc{Text: s, Words: make([]Word, 0, len(toks)), Sents: make([]Sent, 0, len(sents))}
	para, next := 0, 0
	for _, st := range sents {
		for ; next < st.First; next++ {
			para += newlines(s, toks[next])
		}
		sent := Sent{First: len(d.Words), Start: st.Start, End: st.End, Para: para}
		for i := st.First; i < st.Last; i++ {
			if toks[i].Kind == text.Newline {
				para += newlines(s, toks[i])
				continue
			}
			if len(d.Words)-sent.First >= longest {
				sent.Last, sent.End = len(d.Words), d.Words[len(d.Words)-1].End
				d.Sents = append(d.Sents, sent)
				sent = Sent{First: len(d.Words), Start: toks[i].Start, End: st.End, Para: para}
			}
			j := hyphenated(s, toks, i, st.Last)
			d.add(toks[i].Start, toks[j].End, toks[i].Kind, len(d.Sents))
			i = j
		}
		next = st.Last
		sent.Last = len(d.Words)
		d.Sents = append(d.Sents, sent)
	}
	return d
}

// Of cuts and folds s.
func Of(s string) *Doc {
	toks := text.Tokens(s)
	return New(s, toks, text.Sentences(s, toks))
}

func newlines(s string, t text.Token) int {
	if t.Kind != text.Newline {
		return 0
	}
	return strings.Count(s[t.Start:t.End], "\n")
}

// hyphenated gives the last token of the hyphenated word that begins at token i.
func hyphenated(s string, toks []text.Token, i, last int) int {
	if toks[i].Kind != text.Word {
		return i
	}
	for i+2 < last && toks[i+1].Start == toks[i].End && toks[i+2].Start == toks[i+1].End && toks[i+2].Kind == text.Word && isHyphen(s[toks[i+1].Start:toks[i+1].End]) {
		i += 2
	}
	return i
}

func isHyphen(s string) bool { return s == "-" || s == "‑" || s == "‐" }

func (d *Doc) add(start, end int, kind text.Kind, sent int) {
	raw := d.Text[start:end]
	r, _ := utf8.DecodeRuneInString(raw)
	low := raw
	switch kind {
	case text.Word:
		low = Fold(raw)
	case text.Possessive:
		low = "'s"
	}
	d.Words = append(d.Words, Word{start, end, low, kind, unicode.IsUpper(r), sent})
}

// Fold gives the form in which words are compared.
func Fold(s string) string {
	plain := true
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= utf8.RuneSelf || c >= 'A' && c <= 'Z' {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch r {
		case 'ё', 'Ё':
			return 'е'
		case '’', 'ʼ', '`', '‘', 'ʹ':
			return '\''
		case '‑', '‐':
			return '-'
		case '\u00ad', '\u0301':
			return -1
		}
		return unicode.ToLower(r)
	}, s)
}

// Low gives the folded word at i, "" outside the report.
func (d *Doc) Low(i int) string {
	if i < 0 || i >= len(d.Words) {
		return ""
	}
	return d.Words[i].Low
}

// Is reports whether the word at i is one of the given folded words.
func (d *Doc) Is(i int, any ...string) bool {
	w := d.Low(i)
	if w == "" {
		return false
	}
	for _, a := range any {
		if w == a {
			return true
		}
	}
	return false
}

// HasStem reports whether the word at i begins with one of the given folded stems.
func (d *Doc) HasStem(i int, any ...string) bool {
	w := d.Low(i)
	if w == "" {
		return false
	}
	for _, a := range any {
		if strings.HasPrefix(w, a) {
			return true
		}
	}
	return false
}

// Span gives the text of words first to last (half open).
func (d *Doc) Span(first, last int) string {
	if first < 0 || first >= last || last > len(d.Words) {
		return ""
	}
	return d.Text[d.Words[first].Start:d.Words[last-1].End]
}

// At gives the index of the first word that ends after byte b.
func (d *Doc) At(b int) int {
	lo, hi := 0, len(d.Words)
	for lo < hi {
		m := (lo + hi) / 2
		if d.Words[m].End <= b {
			lo = m + 1
		} else {
			hi = m
		}
	}
	return lo
}

// IsWord reports whether there is a word (no mark, no figure) at i.
func (d *Doc) IsWord(i int) bool {
	return i >= 0 && i < len(d.Words) && d.Words[i].Kind == text.Word
}

// IsMark reports whether there is a punctuation mark at i.
func (d *Doc) IsMark(i int) bool {
	return i >= 0 && i < len(d.Words) && d.Words[i].Kind == text.Punct
}
