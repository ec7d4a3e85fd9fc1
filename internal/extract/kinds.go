package extract

import (
	"sitmap/gazetteer"
	"sitmap/internal/event"
	"sitmap/internal/extract/relation"
)

// banks lets the place beside a river take the bank that the words name ("on the left bank
// of the B near A"): the event is at the place, not along the whole river.
func (a *assembly) banks() {
	for k := range a.names {
		river := &a.names[k]
		if river.rel.Kind != event.Bank || !river.place && !river.line {
			continue
		}
		taken := false
		for _, j := range []int{k + 1, k - 1} {
			if j < 0 || j >= len(a.names) {
				continue
			}
			if n := &a.names[j]; n.sent == river.sent && n.place && !n.area && !n.toward && (n.rel.Kind == event.Near || n.rel.Kind == event.At && j > k && n.first-river.last <= 2 && !a.conjunction(river.last)) && a.clause[n.first] == a.clause[river.first] && max(n.first-river.last, river.first-n.last) <= 6 {
				n.rel.Relation, n.river = river.rel.Relation, 1+river.mention
				river.place = false
				taken = true
				break
			}
		}
		if !taken && river.line && a.alone(river) {
			river.place = true
		}
	}
}

// alone reports a river's bank in a sentence that names no place beside it.
func (a *assembly) alone(river *name) bool {
	for _, n := range a.namesOf(river.sent) {
		if n.first != river.first && (n.place && !n.toward || !n.line && !n.area && n.rel.Use == relation.UseNone && n.first < river.first) {
			return false
		}
	}
	return true
}

// conjunction reports a comma or an "and": what follows goes on with a list.
func (a *assembly) conjunction(k int) bool {
	return a.d.Is(k, ",", "and", "та", "і", "й", "и", "а", "or", "або", "или")
}

// people reports a name that the words after it make one of people: "the A and B communities".
func (a *assembly) people(n *name) bool {
	k := n.last
	if a.d.Is(k, "and", "та", "і", "и") {
		if j := a.nameAt(k + 1); j > k+1 {
			k = j
		}
	}
	return a.d.Is(k, "communities") || a.d.HasStem(k, "tribe", "tribesm", "clan", "ethnic", "herder", "pastoralist", "nomad")
}

// withArticle reports a bare English name after "the" that no noun follows: rivers and seas have the
// article ("a crossing of the A"), towns have not.
func (a *assembly) withArticle(n name) bool {
	if !a.d.Is(n.first-1, "the") || n.last-n.first != 1 || a.d.Words[n.first].Low[0] >= 0x80 {
		return false
	}
	return n.last >= a.d.Sents[n.sent].Last || a.d.IsMark(n.last) && !a.d.Is(n.last, "-", "'s", "\"", "”") ||
		a.d.Is(n.last, "above", "below", "near", "in", "at", "and", "or", "to", "from", "on", "by", "with", "was", "is", "had", "has", "for", "after", "before", "during", "over", "where", "which", "since", "as", "between", "into")
}

// likeTown reports words of place that people use for towns: "in A", "on A".
func (a *assembly) likeTown(n name) bool {
	return n.rel.Use == relation.UsePlace && n.rel.Last-n.rel.First == 1
}

// small reports a place that the words call a district but the gazetteer has as a part of a
// town: "the A district south of B".
func (a *assembly) small(n *name) bool {
	if n.mention >= len(a.in.Classes) {
		return false
	}
	c := a.in.Classes[n.mention]
	return c == gazetteer.ClassSettlement || c == gazetteer.ClassNeighbourhood
}
