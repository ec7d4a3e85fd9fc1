package extract

import (
	"slices"

	"sitmap/internal/event"
	"sitmap/internal/extract/casualty"
	"sitmap/internal/extract/relation"
	"sitmap/internal/extract/trigger"
)

// build makes happenings sentence by sentence.
func (a *assembly) build() {
	for s := range a.d.Sents {
		before := len(a.out)
		a.sentence(s)
		if len(a.out) == before {
			a.carryOn(s)
		}
	}
	a.giveCounts()
	a.coarseOnes()
	a.giveTimes()
	a.giveClaims()
	a.splitAccounts()
	a.mergeSame()
	a.giveStatus()
}

// sentence makes the happenings whose place stands in the sentence.
func (a *assembly) sentence(s int) {
	st := a.d.Sents[s]
	groups := a.useful(a.groups(s))
	all := a.triggersIn(st.First, st.Last)
	if a.saysUnclear(s) {
		all = slices.DeleteFunc(all, func(t trigger.Found) bool { return territory(t.Type) })
	}
	aside := a.asides(groups, all, s)
	for i, g := range groups {
		typ, by, ok := a.decide(g, all, s)
		if !ok || aside[i] {
			continue
		}
		if h := a.sameIn(s, by, g, typ); h != nil {
			h.group.names = append(h.group.names, g.names...)
			h.group.last = max(h.group.last, g.last)
			continue
		}
		a.add(&happening{typ: typ, by: by, group: g, sent: s, coarse: g.area, evidence: []event.Span{{Start: st.Start, End: st.End}}})
	}
	if len(a.at[s]) == 0 {
		return
	}
	for _, b := range relation.Borders(a.d, st.First, st.Last) {
		for _, h := range a.at[s] {
			h.border = &b
		}
	}
}

// useful leaves out areas beside settlements, and directions and sectors beside places.
func (a *assembly) useful(groups []group) []group {
	exact, places := false, false
	for _, g := range groups {
		exact = exact || !g.area && !g.toward
		places = places || !g.toward
	}
	var out []group
	for _, g := range groups {
		if g.toward && (places || a.sectorOnly(g) && a.elsewhereIn(g)) && !a.ownClause(g, groups) {
			continue
		}
		if g.area && exact && (!a.ownCounts(g) || a.shared(g, groups)) || a.heads(g, groups) {
			continue
		}
		out = append(out, g)
	}
	return out
}

// elsewhereIn reports that the paragraph names a place beside the front sector.
func (a *assembly) elsewhereIn(g group) bool {
	first, last := a.paragraph(a.sentOf(g.first))
	for s := first; s <= last; s++ {
		for _, n := range a.namesOf(s) {
			if n.place && !n.toward && !n.area {
				return true
			}
		}
	}
	return false
}

// shared reports that a settlement in the clause of an area takes its only count.
func (a *assembly) shared(g group, groups []group) bool {
	n := 0
	for _, c := range a.countsOf(a.sentOf(g.first)) {
		if a.clause[c.Head] == a.clause[g.first] && !c.Zero {
			n++
		}
	}
	for _, o := range groups {
		if !o.area && !o.toward && a.clause[o.first] == a.clause[g.first] && n < 2 {
			return true
		}
	}
	return false
}

// heads reports a bearing before a colon: the places follow ("south of A: near B and C").
func (a *assembly) heads(g group, groups []group) bool {
	return a.names[g.names[0]].rel.Kind == event.Direction && a.d.Is(g.last, ":") && groups[len(groups)-1].first > g.last
}

// sectorOnly reports a front sector, whose places the text may name elsewhere.
func (a *assembly) sectorOnly(g group) bool {
	return a.names[g.names[0]].rel.Kind == event.Axis
}

// ownClause reports a movement in a clause of its own, without another place in it.
func (a *assembly) ownClause(g group, groups []group) bool {
	if a.sectorOnly(g) {
		return false
	}
	for _, o := range groups {
		if o.first != g.first && a.clause[o.first] == a.clause[g.first] {
			return false
		}
	}
	return true
}

// ownCounts reports a count in the clause of the area.
func (a *assembly) ownCounts(g group) bool {
	for _, c := range a.countsOf(a.sentOf(g.first)) {
		if a.clause[c.Head] == a.clause[g.first] && !c.Zero {
			return true
		}
	}
	return false
}

func (a *assembly) triggersIn(first, last int) []trigger.Found {
	var out []trigger.Found
	if first >= last {
		return nil
	}
	for _, t := range a.triggersOf(a.sentOf(first)) {
		if t.First >= first && t.First < last && !a.insideName(t) {
			out = append(out, t)
		}
	}
	return out
}

// insideName reports that a trigger word is part of a place's name.
func (a *assembly) insideName(t trigger.Found) bool {
	for _, n := range a.namesOf(a.sentOf(t.First)) {
		if t.First < n.last && n.first <= t.First {
			return true
		}
	}
	return false
}

// decide gives the type of what happened at a group: by its clause, then its sentence.
func (a *assembly) decide(g group, all []trigger.Found, s int) (string, trigger.Found, bool) {
	var own []trigger.Found
	c := a.clause[g.first]
	for _, t := range all {
		if a.clause[t.First] == c || t.Kind == trigger.Mourn || t.Kind == trigger.Civil {
			own = append(own, t)
		}
	}
	typ, by, ok := trigger.Decide(own, g.first, a.losses(s, c))
	if ok && typ == trigger.Attack && !guess(by) {
		typ, by, ok = a.byLosses(typ, by, ok, s, c)
	}
	if ok && !guess(by) {
		return typ, by, ok
	}
	t, b, found := trigger.Decide(all, g.first, a.losses(s, -1))
	if found && !guess(b) {
		return t, b, found
	}
	if found && by.Kind == trigger.Bodies {
		typ, by = t, b // "the bodies were found after an attack"
	}
	// nothing but "killed" or "hit": what went before says how
	for _, t := range all {
		if t.Kind == trigger.Mourn || t.Kind == trigger.Planned && !ok {
			return "", by, false
		}
	}
	if typ, by, ok = a.byLosses(typ, by, ok, s, c); ok && !guess(by) {
		return typ, by, ok
	}
	if typ, by, ok = a.byLosses(typ, by, ok, s, -1); ok && !guess(by) {
		return typ, by, ok
	}
	if ok && a.bulletin(s) {
		if _, found := a.typeBefore(s); !found {
			return trigger.Shelling, by, true
		}
	}
	verb, hasVerb := firstVerb(all, g.first)
	if next, found := a.typeAfter(s); found && hasVerb && !ok {
		return next, verb, true
	}
	if last, found := a.typeBefore(s); found && (ok || hasVerb || a.losses(s, c)) && !(ok && territory(last) && a.civiliansHurt(s)) {
		if !ok {
			by = verb
		}
		return last, by, by.Last > 0
	}
	if !ok {
		return trigger.Decide(all, g.first, a.losses(s, -1) || a.lossesAfter(s))
	}
	return typ, by, ok
}

// territory reports a type that tells who holds a place.
func territory(typ string) bool {
	return typ == trigger.Overtakes || typ == trigger.Regains || typ == trigger.Transfer
}

// civiliansHurt reports that a sentence counts killed or wounded civilians: the taking of a
// place told before is then another event.
func (a *assembly) civiliansHurt(s int) bool {
	for _, c := range a.countsOf(s) {
		if !c.Zero && (c.Side == casualty.SideCivilian || a.mentions(s, "civilian", "цивільн", "мирн")) {
			return true
		}
	}
	return false
}

// lossesAfter reports counts in the next sentence of the paragraph, if that names no place.
func (a *assembly) lossesAfter(s int) bool {
	if s+1 >= len(a.d.Sents) || a.para(s+1) != a.para(s) || !a.losses(s+1, -1) {
		return false
	}
	for _, n := range a.namesOf(s + 1) {
		if n.place {
			return false
		}
	}
	return true
}

// byLosses decides by the people hurt: soldiers are lost in a clash, and so are prisoners; a
// bulletin's toll of a region is of shelling.
func (a *assembly) byLosses(typ string, by trigger.Found, ok bool, s, clause int) (string, trigger.Found, bool) {
	for _, c := range a.countsOf(s) {
		if clause >= 0 && a.clause[c.Head] != clause || c.Zero {
			continue
		}
		if c.Kind == casualty.Captured || c.Armed() || c.Kind == casualty.KilledOrWounded && a.mentions(s, "losses", "втрат", "потер") {
			return trigger.ArmedClash, trigger.Found{Type: trigger.ArmedClash, Kind: trigger.Act, First: c.Head, Last: c.Head + 1}, true
		}
	}
	return typ, by, ok
}

// bulletin reports that the paragraph tells what a day or night brought: losses without a
// cause are then those of shelling.
func (a *assembly) bulletin(s int) bool {
	first, _ := a.paragraph(s)
	for _, t := range a.timesIn(first, s) {
		if t.Period {
			return true
		}
	}
	return false
}

// guess reports that only an act without a type or what it damaged decided.
func guess(by trigger.Found) bool {
	return by.Kind == trigger.Verb || by.Kind == trigger.Damage || by.Kind == trigger.Bodies
}

func firstVerb(all []trigger.Found, at int) (trigger.Found, bool) {
	for _, t := range all {
		if t.Kind == trigger.Verb {
			return t, true
		}
	}
	return trigger.Found{}, false
}

// typeBefore gives the type of what the two sentences before tell of, with a place or without.
func (a *assembly) typeBefore(s int) (string, bool) {
	for p := s - 1; p >= max(0, s-2); p-- {
		for i := len(a.at[p]) - 1; i >= 0; i-- {
			if h := a.at[p][i]; !guess(h.by) || h.typ != trigger.Attack {
				return h.typ, true
			}
		}
		st := a.d.Sents[p]
		if typ, by, ok := trigger.Decide(a.triggersIn(st.First, st.Last), st.First, a.losses(p, -1)); ok {
			return typ, by.Last > 0
		}
	}
	return "", false
}

// typeAfter gives the type of the next sentence of the paragraph, if that names no place.
func (a *assembly) typeAfter(s int) (string, bool) {
	if s+1 >= len(a.d.Sents) || a.para(s+1) != a.para(s) {
		return "", false
	}
	for _, n := range a.namesOf(s + 1) {
		if n.place && !n.area {
			return "", false
		}
	}
	st := a.d.Sents[s+1]
	typ, by, ok := trigger.Decide(a.triggersIn(st.First, st.Last), st.First, false)
	return typ, ok && !guess(by) && typ != trigger.Disrupted // shot down: the answer to an attack, not the attack
}

// asides marks the groups that stand in clauses without a trigger, as a subject or in
// words about speaking, while others of the sentence stand beside a trigger.
func (a *assembly) asides(groups []group, all []trigger.Found, s int) []bool {
	out := make([]bool, len(groups))
	told := false
	for i, g := range groups {
		var own []trigger.Found
		for _, t := range all {
			if a.clause[t.First] == a.clause[g.first] {
				own = append(own, t)
			}
		}
		if _, _, ok := trigger.Decide(own, g.first, a.losses(s, a.clause[g.first])); ok {
			told = true
		} else {
			use := a.names[g.names[0]].rel.Use
			out[i] = use == relation.UseNone || use == relation.UseOwner || a.speaking(g) || a.sequel(g.first) || a.led(g, all)
		}
	}
	if !told {
		return make([]bool, len(groups))
	}
	return out
}

// led reports a clause without any trigger or loss that a clause of cause follows: "trains
// between A and B stopped after a drone hit …".
func (a *assembly) led(g group, all []trigger.Found) bool {
	c := a.clause[g.first]
	for _, t := range all {
		if a.clause[t.First] <= c || !a.sequel(t.First) {
			return false
		}
	}
	return !a.losses(a.sentOf(g.first), c)
}

// speaking reports a speech verb before the group in its clause.
func (a *assembly) speaking(g group) bool {
	for _, f := range a.saysOf(a.sentOf(g.first)) {
		if f.VerbAt < g.first && a.clause[f.VerbAt] == a.clause[g.first] {
			return true
		}
	}
	return false
}

// losses reports counts of people in a sentence, or in one of its clauses.
func (a *assembly) losses(s, clause int) bool {
	for _, c := range a.countsOf(s) {
		if (clause < 0 || a.clause[c.Head] == clause) && !c.Zero {
			return true
		}
	}
	return false
}

// sameIn finds the happening of the same sentence that a further group belongs to: made
// by the same words, with the same relation.
func (a *assembly) sameIn(s int, by trigger.Found, g group, typ string) *happening {
	for i := len(a.out) - 1; i >= 0 && a.out[i].sent == s; i-- {
		h := a.out[i]
		if h.by.First != by.First || h.typ != typ {
			continue
		}
		x, y := a.names[h.group.names[0]], a.names[g.names[0]]
		if similar(x.rel.Kind, y.rel.Kind) && x.area == y.area && !a.apart(h.group, g) {
			return h
		}
	}
	return nil
}

// apart reports a count that stands between two groups of one sentence.
func (a *assembly) apart(x, y group) bool {
	n := 0
	for _, c := range a.countsOf(a.sentOf(y.first)) {
		if c.First >= x.last && c.Last <= y.first+2 || c.Share && c.First >= x.last && c.First < y.last {
			n++
		}
	}
	for _, t := range a.timesOf(a.sentOf(y.first)) {
		if t.First >= x.last && t.Last <= y.first && !t.said {
			n++
		}
	}
	return n > 0
}

func similar(x, y event.RelationKind) bool {
	if x == y {
		return x != event.Between
	}
	near := func(k event.RelationKind) bool { return k == event.Near || k == event.Direction }
	return near(x) && near(y)
}

// carryOn handles a sentence without a place of its own: it may go on with the event
// before, or tell of another event at the same place.
func (a *assembly) carryOn(s int) {
	st := a.d.Sents[s]
	all := a.triggersIn(st.First, st.Last)
	prev := a.lastBefore(s)
	if a.thereBefore(s, all) || prev == nil {
		return
	}
	typ, by, ok := trigger.Decide(all, st.First, a.losses(s, -1))
	time := a.ownTimeOf(s)
	switch {
	case !ok || time == nil:
		return
	case a.ownTimeOf(prev.sent) == nil && a.para(s) == a.para(prev.sent) && trigger.ClassOf(typ) == trigger.ClassOf(prev.typ) && !prev.inferred:
		prev.told = time // the time of the event before, told later
		a.addEvidence(prev, s)
		return
	case a.anaphor(st.First, st.Last), a.thisPlace(st.First, st.Last), trigger.ClassOf(typ) == trigger.ClassOf(prev.typ) && by.Kind == trigger.Act && (s-prev.sent <= 3 || s-prev.sent <= 6 && typ == prev.typ && a.newAccount(s, prev)):
		if a.sameTime(prev, time) {
			return
		}
	default:
		return
	}
	if !a.anaphor(st.First, st.Last) && !a.thisPlace(st.First, st.Last) && a.para(s) == a.para(prev.sent) && !a.losses(s, -1) && prev.sent != s-1 {
		return
	}
	h := &happening{typ: typ, by: by, group: prev.group, sent: s, coarse: prev.coarse, inferred: true, evidence: []event.Span{{Start: st.Start, End: st.End}}}
	if trigger.ClassOf(typ) != trigger.ClassOf(prev.typ) && by.Kind != trigger.Act {
		h.typ = prev.typ
	}
	h.inferred = !a.thisPlace(st.First, st.Last) || len(prev.group.names) > 1
	a.add(h)
}

// thereBefore makes a happening of "there" when the sentence before names a place at which
// nothing happened yet, or is nothing but a name as a heading.
func (a *assembly) thereBefore(s int, all []trigger.Found) bool {
	st := a.d.Sents[s]
	if s == 0 || a.hasEvent(s-1) {
		return false
	}
	heading := a.heading(s - 1)
	if !heading && (a.para(s-1) != a.para(s) || !a.anaphorIn(st.First, st.Last)) {
		return false
	}
	typ, by, ok := trigger.Decide(all, st.First, a.losses(s, -1))
	if !ok {
		return false
	}
	lo, hi := a.namesAt.of(s-1, s-1)
	for k := hi - 1; k >= lo; k-- {
		if n := a.names[k]; (heading || !n.area) && !n.line && !a.inClaimant(&n) {
			g := group{names: []int{k}, first: by.First, last: by.Last}
			a.add(&happening{typ: typ, by: by, group: g, sent: s, coarse: n.area, evidence: []event.Span{{Start: st.Start, End: st.End}}})
			return true
		}
	}
	return false
}

// anaphorIn reports "there" anywhere in the sentence.
func (a *assembly) anaphorIn(first, last int) bool {
	for k := first; k < last; k++ {
		if a.anaphor(k, min(last, k+1)) {
			return true
		}
	}
	return false
}

// lastBefore gives the happening before a sentence.
func (a *assembly) lastBefore(s int) *happening {
	for i := len(a.out) - 1; i >= 0 && a.out[i].sent >= s-window; i-- {
		if a.out[i].sent < s && !a.out[i].coarse {
			return a.out[i]
		}
	}
	return nil
}

// anaphor reports "there", "там же", "hit the area": the place named before.
func (a *assembly) anaphor(first, last int) bool {
	for k := first; k < min(last, first+8); k++ {
		if a.d.Is(k, "hit", "struck", "shook") && a.d.Is(k+1, "the") && a.d.Is(k+2, "area", "town", "village", "city") {
			return true
		}
		if a.d.Is(k, "there") && !a.d.Is(k+1, "is", "are", "was", "were", "has", "have") || a.d.Is(k, "там", "здесь", "тут") {
			return true
		}
	}
	return false
}

// ownTimeOf gives the first time of a sentence that is no time of speaking.
func (a *assembly) ownTimeOf(s int) *dated {
	times := a.timesOf(s)
	for i := range times {
		if t := &times[i]; !t.said && !t.Weak && !t.Dateline && !t.Start.IsZero() {
			return t
		}
	}
	return nil
}

// sameTime reports that the happening's own sentence gives the same time.
func (a *assembly) sameTime(h *happening, t *dated) bool {
	o := a.ownTimeOf(h.sent)
	return o != nil && o.Start == t.Start && o.End == t.End
}
