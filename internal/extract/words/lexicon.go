package words

import (
	"slices"
	"strings"

	"sitmap/internal/text"
)

// Row is one line of a phrase table: patterns with one meaning.
//
// Patterns are separated by ";". Each is a row of elements: a folded word, a stem with
// "*" at its end, words to choose from ("a|an|the"), "#" for a number, "_" for any one
// word (not as the first element). An element that ends in "?" may be missing; one element must stay.
type Row[T any] struct {
	Patterns string
	Value    T
}

type choice struct {
	word string
	stem bool
}

type element struct {
	choices  []choice
	number   bool
	wild     bool
	optional bool
}

type entry[T any] struct {
	rest  []element
	value T
}

// Lexicon is a compiled phrase table. It is read-only and safe for any number of readers.
type Lexicon[T any] struct {
	exact   map[string][]entry[T]
	stems   map[string][]entry[T]
	lengths []int // byte lengths of the stems, ascending
}

// Compile reads a phrase table.
func Compile[T any](rows ...Row[T]) *Lexicon[T] {
	l := &Lexicon[T]{exact: map[string][]entry[T]{}, stems: map[string][]entry[T]{}}
	for _, row := range rows {
		for p := range strings.SplitSeq(row.Patterns, ";") {
			l.add(elements(p), row.Value)
		}
	}
	for w := range l.stems {
		if !slices.Contains(l.lengths, len(w)) {
			l.lengths = append(l.lengths, len(w))
		}
	}
	slices.Sort(l.lengths)
	return l
}

// add files a pattern under its first element, and without it where that may be missing.
func (l *Lexicon[T]) add(els []element, value T) {
	if len(els) == 0 {
		return
	}
	e := entry[T]{els[1:], value}
	if els[0].optional {
		l.add(els[1:], value)
	}
	if els[0].number {
		l.exact["#"] = append(l.exact["#"], e)
	}
	for _, c := range els[0].choices {
		if c.stem {
			l.stems[c.word] = append(l.stems[c.word], e)
		} else {
			l.exact[c.word] = append(l.exact[c.word], e)
		}
	}
}

func elements(pattern string) []element {
	var out []element
	for f := range strings.FieldsSeq(pattern) {
		var e element
		if len(f) > 1 {
			f, e.optional = strings.CutSuffix(f, "?")
		}
		switch f {
		case "#":
			e.number = true
		case "_":
			e.wild = true
		default:
			for w := range strings.SplitSeq(f, "|") {
				w, stem := strings.CutSuffix(w, "*")
				e.choices = append(e.choices, choice{w, stem})
			}
		}
		out = append(out, e)
	}
	return out
}

// At gives the value of the longest phrase that begins at word i and its number of
// words; 0 words when there is none. Phrases do not cross the end of a sentence.
func (l *Lexicon[T]) At(d *Doc, i int) (value T, n int) {
	if i < 0 || i >= len(d.Words) {
		return value, 0
	}
	last := d.Sents[d.Words[i].Sent].Last
	try := func(es []entry[T], first int) {
		for k := range es {
			if m := matchRest(d, i+first, last, es[k].rest); m >= 0 && m+first > n {
				n, value = m+first, es[k].value
			}
		}
	}
	w := d.Words[i].Low
	// stems first and whole words after: a whole word wins only when it is longer, so try it first
	try(l.exact[w], 1)
	if d.Words[i].Kind == text.Word {
		for _, k := range l.lengths {
			if k > len(w) {
				break
			}
			if es, ok := l.stems[w[:k]]; ok {
				try(es, 1)
			}
		}
	}
	if es, ok := l.exact["#"]; ok {
		if num, m := d.Number(i); m > 0 && num.Value >= 0 {
			try(es, m)
		}
	}
	return value, n
}

// matchRest gives the number of words that the elements take from word i on, or -1.
func matchRest(d *Doc, i, last int, els []element) int {
	if len(els) == 0 {
		return 0
	}
	e := els[0]
	if i < last {
		if n := e.match(d, i); n > 0 {
			if m := matchRest(d, i+n, last, els[1:]); m >= 0 {
				return n + m
			}
		}
	}
	if e.optional {
		return matchRest(d, i, last, els[1:])
	}
	return -1
}

func (e element) match(d *Doc, i int) int {
	switch {
	case e.number:
		_, n := d.Number(i)
		return n
	case e.wild:
		if d.IsWord(i) {
			return 1
		}
		return 0
	}
	w := d.Words[i].Low
	for _, c := range e.choices {
		if w == c.word || c.stem && strings.HasPrefix(w, c.word) {
			return 1
		}
	}
	return 0
}

// Hit is a phrase found in a report: its words, half open.
type Hit[T any] struct {
	First, Last int
	Value       T
}

// Find gives the phrases of words first to last from left to right, longest first, without overlaps.
func (l *Lexicon[T]) Find(d *Doc, first, last int) []Hit[T] {
	var out []Hit[T]
	for i := first; i < last; {
		v, n := l.At(d, i)
		if n == 0 || i+n > last {
			i++
			continue
		}
		out = append(out, Hit[T]{i, i + n, v})
		i += n
	}
	return out
}
