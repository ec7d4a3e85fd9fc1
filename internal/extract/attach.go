package extract

import (
	"sitmap/internal/event"
	"sitmap/internal/extract/casualty"
	"sitmap/internal/extract/claims"
	"sitmap/internal/extract/when"
)

// giveCounts gives every count to one happening: of its clause, its sentence, its paragraph.
func (a *assembly) giveCounts() {
	for _, c := range a.counts {
		if c.Earlier {
			continue
		}
		if h := a.ownerOf(c); h != nil {
			h.counts = append(h.counts, counted{c, a.sourceOf(c)})
			a.addEvidence(h, a.d.Words[c.Head].Sent)
		}
	}
}

func (a *assembly) addEvidence(h *happening, s int) {
	st := a.d.Sents[s]
	span := event.Span{Start: st.Start, End: st.End}
	for _, e := range h.evidence {
		if e == span {
			return
		}
	}
	h.evidence = append(h.evidence, span)
}

// ownerOf finds the happening of a count.
func (a *assembly) ownerOf(c casualty.Found) *happening {
	s := a.d.Words[c.Head].Sent
	var best *happening
	cost := 0
	for _, h := range a.out {
		if h.sent != s {
			continue
		}
		n := a.far(h, c)
		if best == nil || n < cost {
			best, cost = h, n
		}
	}
	if best != nil {
		return best
	}
	for i := len(a.out) - 1; i >= 0; i-- {
		if h := a.out[i]; h.sent < s && a.para(h.sent) == a.para(s) && !a.elsewhere(s) {
			return h
		}
	}
	for _, h := range a.out {
		if h.sent > s && a.para(h.sent) == a.para(s) && !a.elsewhere(s) {
			return h
		}
	}
	return nil
}

// elsewhere reports that a sentence speaks of another place than the events around it.
func (a *assembly) elsewhere(s int) bool {
	for _, n := range a.names {
		if n.sent == s && n.place && !n.area && !n.toward {
			for _, h := range a.out {
				for _, k := range h.group.names {
					if a.sameName(a.names[k], n) {
						return false
					}
				}
			}
			return true
		}
	}
	return false
}

// far measures how far a count stands from a happening in its sentence.
func (a *assembly) far(h *happening, c casualty.Found) int {
	n := 1 << 20
	for _, k := range h.group.names {
		x := a.names[k]
		d := 0
		switch {
		case x.first >= c.Last:
			d = x.first - c.Last
		case c.First >= x.last:
			d = c.First - x.last
			if c.Share {
				d += 30 // "nine in A, four in B": the place follows
			}
		}
		if a.clause[x.first] != a.clause[c.Head] {
			d += 12
		}
		n = min(n, d)
	}
	return n
}

// sourceOf gives the claimant of a count: of its clause, else the only one of its sentence.
func (a *assembly) sourceOf(c casualty.Found) string {
	s := a.d.Words[c.Head].Sent
	var best *claims.Found
	cost := 0
	for i := range a.says {
		f := &a.says[i]
		if f.Sent != s {
			continue
		}
		n := abs(c.Head - f.VerbAt)
		if a.clause[f.VerbAt] != a.clause[c.Head] {
			n += 15
		}
		if best == nil || n < cost {
			best, cost = f, n
		}
	}
	if best == nil {
		return ""
	}
	return best.Claimant
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// giveTimes gives every happening its interval.
func (a *assembly) giveTimes() {
	for i, h := range a.out {
		if h.dropped {
			continue
		}
		if t := a.timeNear(h); t != nil {
			h.when, h.ownTime = t.Interval, true
			continue
		}
		if iv, ok := a.timeBefore(i, h); ok {
			h.when = iv
			continue
		}
		h.when = when.Assumed(a.pub)
		for k := range a.times {
			if t := &a.times[k]; t.said && a.d.Words[t.First].Sent == h.sent && !t.End.IsZero() {
				h.when = when.AssumedBefore(t.Interval, a.pub)
			}
		}
	}
}

// timeNear finds the time of a happening in its sentence: of the clause of its place or
// trigger first, weak ones last.
func (a *assembly) timeNear(h *happening) *dated {
	var best *dated
	cost := 0
	for i := range a.times {
		t := &a.times[i]
		if t.said || t.Dateline || a.d.Words[t.First].Sent != h.sent {
			continue
		}
		n := min(gap(t.First, t.Last, h.by.First, h.by.Last), gap(t.First, t.Last, h.group.first, h.group.last))
		if c := a.clause[t.First]; h.inferred || c != a.clause[h.by.First] && c != a.clause[h.group.first] {
			n += 20
		}
		if t.Weak {
			n += 60
		}
		if best == nil || n < cost {
			best, cost = t, n
		}
	}
	return best
}

func gap(a1, a2, b1, b2 int) int {
	switch {
	case a2 <= b1:
		return b1 - a2
	case b2 <= a1:
		return a1 - b2
	}
	return 0
}

// timeBefore takes the time over from the sentences before in the same paragraph.
func (a *assembly) timeBefore(i int, h *happening) (event.Interval, bool) {
	for k := len(a.times) - 1; k >= 0; k-- {
		t := &a.times[k]
		s := a.d.Words[t.First].Sent
		if s >= h.sent || a.para(s) != a.para(h.sent) || h.sent-s > 3 || t.said || t.Weak || t.Dateline {
			continue
		}
		return t.Interval, true
	}
	return event.Interval{}, false
}

// giveClaims gives every happening the attributions of its sentence, else of the next or
// the ones before in the paragraph.
func (a *assembly) giveClaims() {
	for _, h := range a.out {
		if h.dropped {
			continue
		}
		h.says = a.saysIn(h, h.sent)
		if len(h.says) == 0 && h.sent+1 < len(a.d.Sents) && a.para(h.sent+1) == a.para(h.sent) && !a.hasEvent(h.sent+1) {
			h.says = a.saysIn(h, h.sent+1)
		}
		for s := h.sent - 1; len(h.says) == 0 && s >= 0 && a.para(s) == a.para(h.sent); s-- {
			h.says = a.saysIn(h, s)
		}
		if len(h.says) > 0 {
			h.firstSource = h.says[0].Claimant
		}
	}
}

func (a *assembly) hasEvent(s int) bool {
	for _, h := range a.out {
		if h.sent == s {
			return true
		}
	}
	return false
}

// saysIn gives the attributions of a sentence, the one of the happening's clause first.
func (a *assembly) saysIn(h *happening, s int) []claims.Found {
	var out []claims.Found
	for _, f := range a.says {
		if f.Sent != s || f.Stance == event.Denies {
			continue
		}
		out = append(out, f)
	}
	for i := 1; i < len(out); i++ {
		for j := i; j > 0 && a.nearer(h, out[j], out[j-1]); j-- {
			out[j], out[j-1] = out[j-1], out[j]
		}
	}
	return out
}

func (a *assembly) nearer(h *happening, x, y claims.Found) bool {
	if h.sent != x.Sent {
		return false
	}
	cx, cy := a.clause[x.VerbAt] == a.clause[h.group.first], a.clause[y.VerbAt] == a.clause[h.group.first]
	if cx != cy {
		return cx
	}
	return abs(x.VerbAt-h.group.first) < abs(y.VerbAt-h.group.first)
}
