package extract

import (
	"slices"

	"sitmap/internal/event"
	"sitmap/internal/extract/casualty"
	"sitmap/internal/extract/claims"
	"sitmap/internal/extract/trigger"
	"sitmap/internal/extract/when"
)

// giveCounts gives every count to one happening: of its clause, its sentence, its paragraph.
func (a *assembly) giveCounts() {
	for _, c := range a.counts {
		if c.Earlier {
			continue
		}
		h := a.ownerOf(c)
		if h == nil {
			h = a.nowhere(c)
		}
		if h != nil {
			h.counts = append(h.counts, counted{c, a.sourceOf(c)})
			a.addEvidence(h, a.d.Words[c.Head].Sent)
		}
	}
	slices.SortStableFunc(a.out, func(x, y *happening) int { return x.sent - y.sent })
}

// nowhere makes a happening without a place for losses that belong to no other.
func (a *assembly) nowhere(c casualty.Found) *happening {
	s := a.d.Words[c.Head].Sent
	if c.Zero || c.Share || a.unnamed(c) || a.hasEvent(s) {
		return nil
	}
	st := a.d.Sents[s]
	all := a.triggersIn(st.First, st.Last)
	typ, by, ok := trigger.Decide(all, c.Head, true)
	if last, found := a.typeBefore(s); found && (!ok || guess(by)) {
		typ, ok = last, true
		by = trigger.Found{Type: last, First: c.Head, Last: c.Head + 1}
	}
	for _, t := range all {
		if t.Kind == trigger.Mourn || t.Kind == trigger.Planned {
			return nil
		}
	}
	if !ok {
		return nil
	}
	h := &happening{typ: typ, by: by, group: group{first: c.First, last: c.Last}, sent: s, evidence: []event.Span{{Start: st.Start, End: st.End}}}
	a.add(h)
	return h
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
	for _, h := range a.at[s] {
		n := a.far(h, c)
		if best == nil || n < cost {
			best, cost = h, n
		}
	}
	if c.Share && !a.shareOf(best, c) || a.unnamed(c) {
		return nil
	}
	if best != nil {
		if main := a.mainBefore(s); main != nil && a.beside(best, c) {
			return main
		}
		return best
	}
	if a.elsewhere(s) {
		return nil
	}
	if h := a.mainBefore(s); h != nil {
		return h
	}
	if h := a.sameLosses(c, s); h != nil {
		return h
	}
	for p := s + 1; p < len(a.d.Sents) && a.para(p) == a.para(s); p++ {
		for _, h := range a.at[p] {
			return h
		}
	}
	return nil
}

// mainBefore gives the first happening of the nearest sentence before in the paragraph.
func (a *assembly) mainBefore(s int) *happening {
	for p := s - 1; p >= 0 && a.para(p) == a.para(s); p-- {
		for _, h := range a.at[p] {
			return h
		}
	}
	return nil
}

// around gives the happenings up to a window of sentences before or after.
func (a *assembly) around(s int) []*happening {
	var out []*happening
	for p := max(0, s-window); p <= min(len(a.d.Sents)-1, s+window); p++ {
		out = append(out, a.at[p]...)
	}
	return out
}

// shareOf reports that the part of a sum stands at a place of the happening: "four in A".
func (a *assembly) shareOf(h *happening, c casualty.Found) bool {
	if h == nil {
		return false
	}
	if !a.d.Is(c.Last, "in", "at", "near", "у", "в", "на", "біля", "під", "возле", "под") {
		return true
	}
	for k := c.Last; k < len(a.d.Words) && k < c.Last+10; k++ {
		if a.d.IsMark(k) {
			return false
		}
		for _, x := range h.group.names {
			if a.names[x].first == k {
				return true
			}
		}
	}
	return false
}

// unnamed reports a count at a place of its own without a name: "124 dead in a single village".
func (a *assembly) unnamed(c casualty.Found) bool {
	if !a.d.Is(c.Last, "in", "at") || !a.d.Is(c.Last+1, "a", "an", "another", "one") {
		return false
	}
	for k := c.Last + 2; k < c.Last+5; k++ {
		if a.d.Is(k, "village", "town", "hamlet", "city", "district", "camp") {
			return !a.d.Is(k+1, "near", "outside", "called", "of", "in")
		}
	}
	return false
}

// beside reports that the happening's place stands with a count of its own in another
// clause: "23 were killed, against four near A".
func (a *assembly) beside(h *happening, c casualty.Found) bool {
	cc := a.clause[c.Head]
	for _, k := range h.group.names {
		if a.clause[a.names[k].first] == cc || a.names[k].first < c.First {
			return false
		}
	}
	for _, o := range a.countsOf(h.sent) {
		if o.Head == c.Head {
			continue
		}
		for _, k := range h.group.names {
			if a.clause[o.Head] == a.clause[a.names[k].first] {
				return true
			}
		}
	}
	return false
}

// elsewhere reports that a sentence speaks of another place than the events around it.
func (a *assembly) elsewhere(s int) bool {
	for _, n := range a.namesOf(s) {
		if n.place && (!n.area || n.alias) && !n.toward {
			for _, h := range a.around(s) {
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
	says := a.saysOf(s)
	for i := range says {
		f := &says[i]
		if a.semicolon(c.Head, f.VerbAt) && c.Head < f.VerbAt && a.losses(s, a.clause[f.VerbAt]) {
			continue // "30 died; the army admitted the loss of several"
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

// semicolon reports that a semicolon parts two words.
func (a *assembly) semicolon(i, j int) bool {
	for k := min(i, j); k < max(i, j); k++ {
		if a.d.Is(k, ";") {
			return true
		}
	}
	return false
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
		if h.told != nil {
			h.when, h.ownTime = h.told.Interval, true
			continue
		}
		if iv, ok := a.timeBefore(i, h); ok {
			h.when = iv
			continue
		}
		if iv, ok := a.timeOfCounts(h); ok {
			h.when = iv
			continue
		}
		if iv, ok := a.sinceSequel(h); ok {
			h.when = iv
			continue
		}
		h.when = when.Assumed(a.pub)
		for _, t := range a.timesOf(h.sent) {
			if t.said && !t.End.IsZero() {
				h.when = when.AssumedBefore(t.Interval, a.pub)
			}
		}
	}
}

// longestSequel bounds how many days may lie between what led to an event and publication for
// the event to be dated by it.
const longestSequel = 10

// sinceSequel dates an event that has no time of its own by what led to it: "arrested after
// the police moved in on Saturday" is on that day or later.
func (a *assembly) sinceSequel(h *happening) (event.Interval, bool) {
	times := a.timesOf(h.sent)
	for i := range times {
		t := &times[i]
		if t.said || t.Weak || t.Dateline || t.Start.IsZero() || a.pub.IsZero() || !a.sequel(t.First) || a.clause[t.First] <= a.clause[h.by.First] {
			continue
		}
		if days := a.pub.DayNumber() - t.Start.DayNumber(); days < 0 || days > longestSequel {
			continue
		}
		iv := t.Interval
		iv.End = a.pub
		iv.Precision = event.PrecisionOf(iv.Start, iv.End)
		return iv, true
	}
	return event.Interval{}, false
}

// timeNear finds the time of a happening in its sentence: of the clause of its place or
// trigger first, weak ones last.
func (a *assembly) timeNear(h *happening) *dated {
	var best *dated
	cost := 0
	times := a.timesOf(h.sent)
	for i := range times {
		t := &times[i]
		if t.said || t.Dateline {
			continue
		}
		n := min(gap(t.First, t.Last, h.by.First, h.by.Last), gap(t.First, t.Last, h.group.first, h.group.last))
		if c := a.clause[t.First]; h.inferred || c != a.clause[h.by.First] && c != a.clause[h.group.first] {
			if a.sequel(t.First) {
				continue
			}
			n += 20
		}
		if a.inRelative(t.First, h.by.First) {
			n += 15
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

// sequel reports that a clause tells of something before or after: "after fighting that began on Monday".
func (a *assembly) sequel(i int) bool {
	for k := i; k >= 0 && a.clause[k] == a.clause[i]; k-- {
		if k > 0 && a.clause[k-1] != a.clause[i] || k == 0 {
			return a.d.Is(k, "after", "before", "following", "після", "после", "перед")
		}
	}
	return false
}

// inRelative reports that a time stands in a relative clause before the trigger: "units that
// arrived last month stormed".
func (a *assembly) inRelative(t, by int) bool {
	if t > by {
		return false
	}
	for k := t - 1; k >= max(0, t-8); k-- {
		if a.d.IsMark(k) || a.clause[k] != a.clause[t] && k != t-1 {
			break
		}
		if a.d.Is(k, "that", "who", "which", "який", "яка", "які", "который", "которая", "которые") {
			for _, x := range a.triggersOf(a.sentOf(k)) {
				if x.First > k && x.First < t {
					return false
				}
			}
			return true
		}
	}
	return false
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
	if a.d.Is(a.d.Sents[h.sent].First, "earlier", "previously", "раніше", "ранее") {
		return event.Interval{}, false
	}
	times := a.timesIn(h.sent-3, h.sent-1)
	for k := len(times) - 1; k >= 0; k-- {
		t := &times[k]
		s := a.d.Words[t.First].Sent
		if s >= h.sent || a.para(s) != a.para(h.sent) && !a.continues(h.sent, s) || h.sent-s > 3 || t.said || t.Weak || t.Dateline {
			continue
		}
		a.addEvidence(h, s) // the words of the time are part of what the event rests on
		return t.Interval, true
	}
	return event.Interval{}, false
}

// continues reports that a sentence goes on with what the one before it reports, though
// a line ends between them: "It added that …".
func (a *assembly) continues(s, before int) bool {
	if before != s-1 {
		return false
	}
	first := a.d.Sents[s].First
	return a.d.Is(first, "it", "he", "she", "they", "там", "він", "вона", "вони", "он", "она", "они") || a.d.Is(first, "there") && !a.d.Is(first+1, "is", "are", "was", "were")
}

// timeOfCounts takes the time of the sentences that give the happening's losses, or the
// span that a bulletin covers from the next sentence.
func (a *assembly) timeOfCounts(h *happening) (event.Interval, bool) {
	_, end := a.paragraph(h.sent)
	for _, t := range a.timesIn(h.sent+1, end) {
		s := a.d.Words[t.First].Sent
		if t.said || t.Weak {
			continue
		}
		if t.Period {
			return t.Interval, true
		}
		for _, c := range h.counts {
			if a.d.Words[c.Head].Sent == s && a.clause[c.Head] == a.clause[t.First] && !a.hasEvent(s) {
				return t.Interval, true
			}
		}
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
		for _, c := range h.counts {
			if s := a.d.Words[c.Head].Sent; len(h.says) == 0 && c.claimant != "" && s != h.sent {
				h.says = a.saysIn(h, s)
			}
		}
		if len(h.says) == 0 && h.sent+1 < len(a.d.Sents) && a.para(h.sent+1) == a.para(h.sent) && !a.hasEvent(h.sent+1) {
			h.says = a.saysIn(h, h.sent+1)
		}
		for s := h.sent - 1; len(h.says) == 0 && s >= 0 && a.para(s) == a.para(h.sent); s-- {
			h.says = a.saysIn(h, s)
		}
		_, end := a.paragraph(h.sent)
		for s := h.sent + 1; len(h.says) == 0 && s <= end; s++ {
			if first := a.d.Sents[s].First; a.d.Is(first, "про", "об", "this", "о") && a.d.Is(first+1, "це", "этом", "was", "that") {
				h.says = a.saysIn(h, s) // "Про це повідомила поліція": all that was told before
			}
		}
		if s := h.sent + 1; len(h.says) == 0 && s < len(a.d.Sents) && a.para(s) == a.para(h.sent) {
			for _, f := range a.saysIn(h, s) {
				if !a.hasEvent(s) || f.VerbAt > a.at[s][0].by.First { // not one that opens another event
					h.says = append(h.says, f)
				}
			}
		}
		if len(h.says) > 0 {
			h.firstSource = h.says[0].Claimant
		}
	}
}

func (a *assembly) hasEvent(s int) bool {
	return len(a.at[s]) > 0
}

// saysIn gives the attributions of a sentence, the one of the happening's clause first.
func (a *assembly) saysIn(h *happening, s int) []claims.Found {
	var out []claims.Found
	for _, f := range a.saysOf(s) {
		if f.Stance == event.Denies || f.Stance == event.CannotVerify || h.sent == s && a.governs(f, h.by.First) {
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
