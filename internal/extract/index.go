package extract

import (
	"sitmap/internal/extract/casualty"
	"sitmap/internal/extract/claims"
	"sitmap/internal/extract/trigger"
)

// bySentence finds the entries of a sentence in a list that is sorted by sentences, so
// that no step of the work looks through the whole report.
type bySentence []int

// newIndex indexes n entries of a report of so many sentences.
func newIndex(sentences, n int, sentOf func(i int) int) bySentence {
	x := make(bySentence, sentences+1)
	i := 0
	for s := range sentences {
		x[s] = i
		for i < n && sentOf(i) <= s {
			i++
		}
	}
	x[sentences] = n
	return x
}

// of gives the half open range of the entries of sentences first to last, both included.
func (x bySentence) of(first, last int) (lo, hi int) {
	if len(x) == 0 {
		return 0, 0
	}
	first, last = max(0, first), min(len(x)-2, last)
	if first > last {
		return 0, 0
	}
	return x[first], x[last+1]
}

func (a *assembly) sentOf(word int) int {
	return a.d.Words[min(word, len(a.d.Words)-1)].Sent
}

func (a *assembly) saysOf(s int) []claims.Found {
	lo, hi := a.saysAt.of(s, s)
	return a.says[lo:hi]
}

func (a *assembly) countsOf(s int) []casualty.Found {
	lo, hi := a.countsAt.of(s, s)
	return a.counts[lo:hi]
}

func (a *assembly) triggersOf(s int) []trigger.Found {
	lo, hi := a.triggersAt.of(s, s)
	return a.triggers[lo:hi]
}

func (a *assembly) timesOf(s int) []dated {
	lo, hi := a.timesAt.of(s, s)
	return a.times[lo:hi]
}

// timesIn gives the times of sentences first to last, both included.
func (a *assembly) timesIn(first, last int) []dated {
	lo, hi := a.timesAt.of(first, last)
	return a.times[lo:hi]
}

func (a *assembly) namesOf(s int) []name {
	lo, hi := a.namesAt.of(s, s)
	return a.names[lo:hi]
}

// paragraph gives the first and last sentence of the paragraph of s.
func (a *assembly) paragraph(s int) (first, last int) {
	first, last = s, s
	for first > 0 && a.para(first-1) == a.para(s) {
		first--
	}
	for last+1 < len(a.d.Sents) && a.para(last+1) == a.para(s) {
		last++
	}
	return first, last
}

// add appends a happening.
func (a *assembly) add(h *happening) {
	a.out = append(a.out, h)
	a.at[h.sent] = append(a.at[h.sent], h)
}

// window is how many sentences apart two mentions of one happening may stand.
const window = 60
