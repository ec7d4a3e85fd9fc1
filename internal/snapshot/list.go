package snapshot

import (
	"cmp"
	"slices"
	"sort"

	"sitmap/internal/event"
)

// Cursor is a place in the list of events: after the event with this start day
// and ID. It stays good when that event is gone. The zero Cursor is the beginning.
type Cursor struct {
	Start event.Date // zero: unknown
	ID    event.ID
}

// List gives the IDs of the next events that match, newest start first, at most
// limit; next is where to go on, nil at the end.
func (g *Generation) List(f *Filter, after Cursor, limit int) (ids []event.ID, next *Cursor) {
	var left [2]int // in the orders of both views, where what is not listed yet begins
	marks := f.events()
	for i, v := range g.views() {
		if after.ID != "" {
			left[i] = g.after(v.c, after)
		}
	}
	var last place
	for {
		at := g.nextListed(marks, &left)
		if at.c == nil {
			return ids, nil
		}
		if len(ids) == limit {
			if last.c == nil { // a limit of nothing
				return ids, &after
			}
			return ids, g.cursor(last)
		}
		ids = append(ids, event.ID(at.c.idOf(at.row)))
		last = at
	}
}

// nextListed takes the next matching event from the orders of both views.
func (g *Generation) nextListed(marks [2]bitset, left *[2]int) place {
	var best place
	from := 0
	for i, v := range g.views() {
		order := &v.c.order
		for left[i] < order.n && !marks[i].has(int(order.at(left[i]))) {
			left[i]++
		}
		if left[i] == order.n {
			continue
		}
		at := place{v.c, int(order.at(left[i]))}
		if best.c == nil || g.listedBefore(at, best) {
			best, from = at, i
		}
	}
	if best.c != nil {
		left[from]++
	}
	return best
}

func (g *Generation) listedBefore(a, b place) bool {
	x, y := g.whens[a.c.when.at(a.row)].start, g.whens[b.c.when.at(b.row)].start
	if x != y {
		return x > y
	}
	return compareBytes(a.c.idOf(a.row), b.c.idOf(b.row)) < 0
}

func (g *Generation) cursor(at place) *Cursor {
	c := &Cursor{ID: event.ID(at.c.idOf(at.row))}
	if start := g.whens[at.c.when.at(at.row)].start; start != OpenStart {
		c.Start = event.FromDayNumber(int(start))
	}
	return c
}

// after gives the place in the order behind the cursor.
func (g *Generation) after(c *columns, at Cursor) int {
	day := int32(OpenStart)
	if !at.Start.IsZero() {
		day = int32(at.Start.DayNumber())
	}
	return sort.Search(c.order.n, func(i int) bool {
		row := int(c.order.at(i))
		if start := g.whens[c.when.at(row)].start; start != day {
			return start < day
		}
		return string(c.idOf(row)) > string(at.ID)
	})
}

// Counts is how much matches.
type Counts struct {
	Events       int // distinct events
	Places       int // event places
	WithoutPlace int // of Events, those that have no place and are on no map
	OutsideTiles int // of Places, those beyond the tile world's latitudes, on no tile
	Undated      int // of Events, those without any date
}

// Count counts what matches. Without a filter, or with none but days, it looks at
// no row.
func (g *Generation) Count(f *Filter) Counts {
	var c Counts
	if f.untimed() {
		for code, s := range f.whenSums() {
			c.add(g, uint32(code), s)
		}
		return c
	}
	t := f.tally()
	for code, n := range t.whens {
		c.add(g, uint32(code), whenSum{events: n})
	}
	for i, v := range g.views() {
		rows := f.rows()[i]
		c.Places += rows.count(0, v.c.placed)
		c.OutsideTiles += rows.count(v.c.world, v.c.placed)
		c.WithoutPlace += rows.count(v.c.placed, v.c.rows())
	}
	return c
}

func (c *Counts) add(g *Generation, code uint32, s whenSum) {
	c.Events += int(s.events)
	c.Places += int(s.places)
	c.OutsideTiles += int(s.outside)
	c.WithoutPlace += int(s.bare)
	if _, ok := g.whens[code].day(); !ok {
		c.Undated += int(s.events)
	}
}

// whenSums gives what matches by its days, for a filter that asks for days at most.
func (f *Filter) whenSums() []whenSum {
	out := make([]whenSum, len(f.g.whens))
	for _, v := range f.g.views() {
		for code, s := range v.c.sums {
			if f.whens == nil || f.whens[code] != 0 {
				o := &out[code]
				o.events, o.places, o.outside, o.bare = o.events+s.events, o.places+s.places, o.outside+s.outside, o.bare+s.bare
			}
		}
		for _, row := range v.deadRows {
			if code := v.c.when.at(int(row)); f.whens == nil || f.whens[code] != 0 {
				out[code].add(v.c, int(row), -1)
			}
		}
	}
	return out
}

// eventsByWhen counts the matching events by the code of their days.
func (f *Filter) eventsByWhen() []int32 {
	if !f.untimed() || f.answers.tally != nil {
		return f.tally().whens
	}
	sums := f.whenSums()
	out := make([]int32, len(sums))
	for code, s := range sums {
		out[code] = s.events
	}
	return out
}

// FacetValue is how many matching events have a value.
type FacetValue struct {
	Value string
	Count int
}

// Facets counts matching events by value, most frequent first. Events without a
// type or a source stand under "".
type Facets struct {
	Types, Actors, Sources, Verification []FacetValue
}

// Facets counts what matches by value; an event with two actors counts for both.
func (g *Generation) Facets(f *Filter) Facets {
	t := f.tally()
	types, sources := make([]int, len(g.types)), make([]int, len(g.sources))
	var ver [4]int
	for code, n := range t.kinds {
		k := g.kinds[code]
		types[k.typ] += int(n)
		ver[k.ver] += int(n)
	}
	for code, n := range t.origins {
		sources[g.origins[code].source] += int(n)
	}
	out := Facets{Types: facet(types, g.types), Actors: g.actorFacet(t.actors), Sources: facet(sources, g.sources)}
	for c, n := range ver {
		if n > 0 {
			out.Verification = append(out.Verification, FacetValue{verificationName(uint8(c)), n})
		}
	}
	sortFacet(out.Verification)
	return out
}

func (g *Generation) actorFacet(sets []int32) []FacetValue {
	actors := make([]int, len(g.actors))
	for i, n := range sets {
		if n == 0 {
			continue
		}
		seen := make(map[uint32]bool, 4)
		eachActor(g.sets[i], func(codes []uint32) {
			if !seen[codes[0]] {
				seen[codes[0]] = true
				actors[codes[0]] += int(n)
			}
		})
	}
	return facet(actors, g.actors)
}

func facet(counts []int, values []string) []FacetValue {
	var out []FacetValue
	for c, n := range counts {
		if n > 0 {
			out = append(out, FacetValue{values[c], n})
		}
	}
	sortFacet(out)
	return out
}

func sortFacet(v []FacetValue) {
	slices.SortFunc(v, func(a, b FacetValue) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value)) })
}
