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
	from := 0
	if after.ID != "" {
		from = g.after(after)
	}
	last := uint32(0)
	for e := range f.listed(from) {
		if len(ids) == limit {
			return ids, g.cursor(last)
		}
		ids = append(ids, event.ID(g.id(e)))
		last = e
	}
	return ids, nil
}

func (g *Generation) cursor(e uint32) *Cursor {
	c := &Cursor{ID: event.ID(g.id(e))}
	if g.start[e] != OpenStart {
		c.Start = event.FromDayNumber(int(g.start[e]))
	}
	return c
}

// after gives the place in the list behind the cursor.
func (g *Generation) after(c Cursor) int {
	day := int32(OpenStart)
	if !c.Start.IsZero() {
		day = int32(c.Start.DayNumber())
	}
	return sort.Search(g.Len(), func(i int) bool {
		e := g.order[i]
		if g.start[e] != day {
			return g.start[e] < day
		}
		return string(g.idOf(e)) > string(c.ID)
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

// Count counts what matches.
func (g *Generation) Count(f *Filter) Counts {
	var c Counts
	for e := range f.matchingEvents() {
		c.Events++
		rows := g.rowsOf(e)
		if len(rows) == 0 {
			c.WithoutPlace++
		}
		for _, row := range rows {
			if f.spatial() && !f.row(int(row)) {
				continue
			}
			c.Places++
			if int(row) >= g.world {
				c.OutsideTiles++
			}
		}
		if _, ok := g.day(e); !ok {
			c.Undated++
		}
	}
	return c
}

// day is where an event stands in a histogram: its start, or its end when only that is known.
func (g *Generation) day(e uint32) (int32, bool) {
	switch {
	case g.start[e] != OpenStart:
		return g.start[e], true
	case g.end[e] != OpenEnd:
		return g.end[e], true
	}
	return 0, false
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
	types, sources, sets := make([]int, len(g.types)), make([]int, len(g.sources)), make([]int, len(g.sets))
	var ver [4]int
	for e := range f.matchingEvents() {
		types[g.typ[e]]++
		sources[g.source[e]]++
		sets[g.actorSet[e]]++
		ver[g.ver[e]]++
	}
	out := Facets{Types: facet(types, g.types), Actors: g.actorFacet(sets), Sources: facet(sources, g.sources)}
	for c, n := range ver {
		if n > 0 {
			out.Verification = append(out.Verification, FacetValue{verificationName(uint8(c)), n})
		}
	}
	sortFacet(out.Verification)
	return out
}

func (g *Generation) actorFacet(sets []int) []FacetValue {
	actors := make([]int, len(g.actors))
	for i, n := range sets {
		if n == 0 {
			continue
		}
		seen := make(map[uint32]bool, 4)
		eachActor(g.sets[i], func(codes []uint32) {
			if !seen[codes[0]] {
				seen[codes[0]] = true
				actors[codes[0]] += n
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
