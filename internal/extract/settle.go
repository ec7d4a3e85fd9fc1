package extract

import (
	"slices"
	"strings"

	"sitmap/gazetteer"
	"sitmap/internal/event"
	"sitmap/internal/extract/casualty"
	"sitmap/internal/extract/claims"
	"sitmap/internal/extract/trigger"
)

// coarseOnes settles happenings that name only an area: the same kind of happening at a
// settlement of the report takes their counts, or stands beside them with its own.
func (a *assembly) coarseOnes() {
	for _, h := range a.out {
		if !h.coarse || h.border != nil && h.border.Km != nil {
			continue
		}
		var exact *happening
		for _, o := range a.around(h.sent) {
			if o.coarse || o.dropped || o.group.toward || trigger.ClassOf(o.typ) != trigger.ClassOf(h.typ) {
				continue
			}
			if exact == nil || abs(o.sent-h.sent) < abs(exact.sent-h.sent) {
				exact = o
			}
		}
		switch {
		case exact != nil && (!losses(h) || !losses(exact)):
			if a.para(exact.sent) == a.para(h.sent) {
				exact.counts = append(exact.counts, h.counts...)
				exact.evidence = append(exact.evidence, h.evidence...)
			}
			if h.typ == trigger.Disrupted && exact.typ == trigger.AirStrike && exact.sent > h.sent {
				exact.typ = h.typ
			}
			h.dropped = true
		case exact == nil && !losses(h) && (h.by.Kind == trigger.Verb || h.border == nil && a.wide(h)):
			h.dropped = true
		}
	}
}

// wide reports an area that is too large to say where: a country, a landscape.
func (a *assembly) wide(h *happening) bool {
	for _, k := range h.group.names {
		m := a.names[k].mention
		if m < len(a.in.Classes) && (a.in.Classes[m] == gazetteer.ClassCountry || a.in.Classes[m] == gazetteer.ClassRegion) {
			return true
		}
	}
	return false
}

func losses(h *happening) bool {
	for _, c := range h.counts {
		if !c.Zero {
			return true
		}
	}
	return false
}

// splitAccounts makes a happening of its own of every account that contradicts: other
// counts of the same kind from another claimant or of other victims.
func (a *assembly) splitAccounts() {
	var out []*happening
	for _, h := range a.out {
		out = append(out, h)
		if h.dropped {
			continue
		}
		out = append(out, a.accounts(h)...)
	}
	a.out = out
}

// accounts takes the contradicting counts out of a happening and gives them as happenings.
func (a *assembly) accounts(h *happening) []*happening {
	var more []*happening
	kept := [][]counted{nil}
	for _, c := range settleShares(h.counts) {
		placed := false
		for i := range kept {
			if fits(kept[i], c) {
				kept[i] = append(kept[i], c)
				placed = true
				break
			}
		}
		if !placed && !c.Zero {
			kept = append(kept, []counted{c})
		}
	}
	h.counts = kept[0]
	for i := range kept {
		for j := range i {
			if contradicts(kept[j], kept[i]) {
				h.status = event.Disputed
			}
		}
	}
	for _, counts := range kept[1:] {
		n := *h
		n.counts = counts
		n.bySide = true
		n.evidence = nil
		for _, c := range counts {
			a.addEvidence(&n, a.d.Words[c.Head].Sent)
		}
		a.sourced(&n, counts[0])
		n.status = h.status
		more = append(more, &n)
	}
	if c := a.civilians(h); c != nil {
		more = append(more, c)
	}
	return more
}

// civilians parts the killing of civilians, told in a sentence of its own, from the taking
// of a place: they are different events to a coder.
func (a *assembly) civilians(h *happening) *happening {
	if h.typ != trigger.Overtakes && h.typ != trigger.Regains {
		return nil
	}
	var kept, apart []counted
	for _, c := range h.counts {
		s := a.d.Words[c.Head].Sent
		if c.Kind == casualty.Killed && !c.Zero && s != h.sent && (c.Side == casualty.SideCivilian || a.mentions(s, "civilian", "цивільн", "мирн")) {
			apart = append(apart, c)
		} else {
			kept = append(kept, c)
		}
	}
	if len(apart) == 0 {
		return nil
	}
	n := *h
	h.counts, n.counts = kept, apart
	n.typ, n.bySide, n.evidence = trigger.Attack, true, nil
	a.addEvidence(&n, a.d.Words[apart[0].Head].Sent)
	a.sourced(&n, apart[0])
	return &n
}

// mentions reports a word with one of the stems in a sentence.
func (a *assembly) mentions(s int, stems ...string) bool {
	for k := a.d.Sents[s].First; k < a.d.Sents[s].Last; k++ {
		if a.d.HasStem(k, stems...) {
			return true
		}
	}
	return false
}

// sourced puts the claimant of a count first.
func (a *assembly) sourced(h *happening, c counted) {
	if c.claimant == "" {
		return
	}
	for _, f := range a.saysOf(a.d.Words[c.Head].Sent) {
		if f.Claimant == c.claimant {
			h.says = []claims.Found{f}
			return
		}
	}
}

// settleShares lets the part of one place win over the sum of several.
func settleShares(in []counted) []counted {
	share := map[casualty.Kind]bool{}
	for _, c := range in {
		share[c.Kind] = share[c.Kind] || c.Share
	}
	joint := false
	for _, c := range in {
		joint = joint || c.Kind == casualty.KilledOrWounded && !c.Zero
	}
	var out []counted
	for _, c := range in {
		if share[c.Kind] && !c.Share && !c.Zero || joint && c.Zero {
			continue
		}
		out = append(out, c)
	}
	return out
}

// fits reports that a count can stand in one account with the others.
func fits(with []counted, c counted) bool {
	for _, o := range with {
		switch {
		case o.Kind == c.Kind && o.Zero && c.Zero:
			return true
		case o.Kind == c.Kind:
			return equal(o.Count, c.Count)
		case o.claimant != "" && c.claimant != "" && o.claimant != c.claimant && !c.Zero && !o.Zero:
			return false
		case o.Side != c.Side && own(o.Side, c.Side) && !c.Zero && !o.Zero:
			return false
		}
	}
	return true
}

func own(x, y casualty.Side) bool {
	return x == casualty.SideOwn && y == casualty.SideEnemy || x == casualty.SideEnemy && y == casualty.SideOwn
}

func equal(a, b event.Count) bool {
	same := func(x, y *int) bool { return x == nil && y == nil || x != nil && y != nil && *x == *y }
	return same(a.Min, b.Min) && same(a.Max, b.Max)
}

// contradicts reports that two claimants give different counts of the same people.
func contradicts(x, y []counted) bool {
	for _, a := range x {
		for _, b := range y {
			if comparable(a.Kind, b.Kind) && !a.Zero && !b.Zero && a.claimant != b.claimant && b.claimant != "" && (a.Victims == "" || b.Victims == "" || a.Side == b.Side && strings.EqualFold(a.Victims, b.Victims) || !own(a.Side, b.Side) && a.Regular() && b.Regular()) {
				return true
			}
		}
	}
	return false
}

// comparable reports kinds of losses that measure the same.
func comparable(x, y casualty.Kind) bool {
	return x == y || x == casualty.Killed && y == casualty.KilledOrWounded || x == casualty.KilledOrWounded && y == casualty.Killed
}

// mergeSame joins happenings of one class at the same places and time.
func (a *assembly) mergeSame() {
	for i, h := range a.out {
		if h.dropped || h.bySide {
			continue
		}
		from := i
		for from > 0 && a.out[from-1].sent >= h.sent-window {
			from--
		}
		for _, o := range a.out[from:i] {
			if o.dropped || o.bySide || !a.same(o, h) {
				continue
			}
			a.join(o, h)
			h.dropped = true
			break
		}
	}
}

func (a *assembly) same(o, h *happening) bool {
	if trigger.ClassOf(o.typ) != trigger.ClassOf(h.typ) || !a.samePlaces(o, h) {
		return false
	}
	if h.ownTime && len(o.group.names) != len(h.group.names) && h.sent != o.sent {
		return false // one of several places, told of again with a time of its own
	}
	if o.when.Start != h.when.Start || o.when.End != h.when.End {
		if h.ownTime && o.ownTime {
			return false
		}
		if h.when.Basis != event.BasisAssumed && o.when.Basis != event.BasisAssumed && h.sent != o.sent {
			return false
		}
	}
	for _, c := range h.counts {
		for _, p := range o.counts {
			if c.Kind == p.Kind && !equal(c.Count, p.Count) && !c.Zero && !p.Zero {
				return false
			}
		}
	}
	return true
}

func (a *assembly) join(o, h *happening) {
	for _, c := range h.counts {
		if fits(o.counts, c) {
			o.counts = append(o.counts, c)
		}
	}
	if o.when.Basis == event.BasisAssumed && h.when.Basis != event.BasisAssumed {
		o.when, o.ownTime = h.when, h.ownTime
	}
	o.evidence = append(o.evidence, h.evidence...)
	o.says = append(o.says, h.says...)
	if o.border == nil {
		o.border = h.border
	}
}

// samePlaces reports that one happening's places are among the other's.
func (a *assembly) samePlaces(o, h *happening) bool {
	if len(h.group.names) > len(o.group.names) {
		o, h = h, o
	}
	for _, k := range h.group.names {
		found := false
		for _, j := range o.group.names {
			found = found || a.sameName(a.names[j], a.names[k])
		}
		if !found {
			return false
		}
	}
	return len(h.group.names) > 0
}

// sameName compares two names by their words, with Slavic endings let go.
func (a *assembly) sameName(x, y name) bool {
	s, t := x.key, y.key
	if s == t {
		return true
	}
	n := 0
	for n < len(s) && n < len(t) && s[n] == t[n] {
		n++
	}
	long := max(len(s), len(t))
	return s != "" && s[0] >= 0x80 && n >= 8 && long-n <= 6
}

// giveStatus applies what the report says about checking.
func (a *assembly) giveStatus() {
	a.protests()
	a.contested()
	for _, c := range a.checks {
		switch c.Kind {
		case claims.Unclear:
			a.unclear(c)
		case claims.Verified:
			for _, h := range a.final(c.Sent, c.Sent) {
				if h.status == "" {
					h.status = event.Verified
				}
			}
		case claims.CannotVerify:
			a.doubt(c)
		case claims.Disputed:
			if h := a.concerned(c); h != nil && !c.Other && trigger.ClassOf(h.typ) != trigger.ClassOther {
				h.status = event.Disputed
				a.answer(h, c.Sent, event.Denies)
			}
		}
	}
}

// contested notes another claimant's word, right after the taking of a place, that it holds
// or repelled the attack.
func (a *assembly) contested() {
	for _, h := range a.out {
		if h.dropped || !territory(h.typ) || h.status == event.Disputed || len(h.says) == 0 {
			continue
		}
		_, end := a.paragraph(h.sent)
		for s := h.sent + 1; s <= min(end, h.sent+2); s++ {
			for _, f := range a.saysOf(s) {
				if f.Stance == event.Asserts && !f.Pronoun && f.Claimant != h.says[0].Claimant && a.holdsOut(f.Last, a.d.Sents[s].Last) {
					h.status = event.Disputed
					f.Stance = event.Denies
					h.says = append(slices.Clip(h.says), f)
				}
			}
		}
	}
}

// holdsOut reports words that the other side still fights for or holds the place.
func (a *assembly) holdsOut(first, last int) bool {
	for k := first; k < last; k++ {
		if a.d.HasStem(k, "repel", "repuls", "відби", "отби", "отраз", "тривают", "продолжаются") || a.d.Is(k, "still", "remains", "remained", "тримають", "удерживают", "утримують") || a.d.Is(k, "under") && a.d.Is(k+1, "our", "their", "its") {
			return true
		}
	}
	return false
}

// protests makes a demonstration what the sentences after tell of it: the police came in, or fired.
func (a *assembly) protests() {
	for _, h := range a.out {
		if h.dropped || h.typ != trigger.Protest {
			continue
		}
		_, end := a.paragraph(h.sent)
		for s := h.sent; s <= min(end, h.sent+2); s++ {
			if s > h.sent && a.hasEvent(s) {
				break
			}
			for _, t := range a.triggersOf(s) {
				if t.Type == trigger.Intervention || t.Type == trigger.Violent {
					h.typ = t.Type
				}
			}
			if a.mentions(s, "live", "bullet", "opened", "боев", "бойов") && a.mentions(s, "police", "soldier", "troops", "security", "поліц", "полиц", "силовик") && losses(h) {
				h.typ = trigger.Excessive
				return
			}
		}
	}
}

// answer adds who denies or could not verify to the attributions of a happening.
func (a *assembly) answer(h *happening, s int, stance event.Stance) {
	for _, f := range a.saysOf(s) {
		if f.Stance == stance && !slices.ContainsFunc(h.says, func(o claims.Found) bool { return o.VerbAt == f.VerbAt }) {
			h.says = append(slices.Clip(h.says), f)
		}
	}
}

// final gives the happenings that stand, of sentences first to last, both included.
func (a *assembly) final(first, last int) []*happening {
	lo, _ := slices.BinarySearchFunc(a.out, first, func(h *happening, s int) int { return h.sent - s })
	var out []*happening
	for _, h := range a.out[lo:] {
		if h.sent > last {
			break
		}
		if !h.dropped {
			out = append(out, h)
		}
	}
	return out
}

// doubt marks what could not be verified: the paragraph's events, all before for "none of
// these figures", else the last one told.
func (a *assembly) doubt(c claims.Check) {
	first, last := a.paragraph(c.Sent)
	concerned := a.final(first, last)
	if len(concerned) == 0 && c.All {
		concerned = a.final(max(0, a.doubted), c.Sent)
		a.doubted = c.Sent
	}
	if len(concerned) == 0 && !c.All {
		before := a.final(c.Sent-5, c.Sent)
		for _, h := range before {
			if h.sent == before[len(before)-1].sent {
				concerned = append(concerned, h)
			}
		}
	}
	for _, h := range concerned {
		a.answer(h, c.Sent, event.CannotVerify)
		if h.status != event.Disputed && h.status != event.Verified {
			h.status = event.Unverified
		}
	}
}

// concerned gives the happening that a denial speaks of.
func (a *assembly) concerned(c claims.Check) *happening {
	first, _ := a.paragraph(c.Sent)
	before := a.final(first, c.Sent)
	if len(before) == 0 {
		return nil
	}
	return before[len(before)-1]
}

// unclear notes that it is not known who holds a place.
func (a *assembly) unclear(c claims.Check) {
	for _, n := range a.namesOf(c.Sent) {
		for _, h := range a.final(c.Sent-window, c.Sent+window) {
			for _, k := range h.group.names {
				if a.sameName(a.names[k], n) {
					h.control = "unclear"
				}
			}
		}
	}
}
