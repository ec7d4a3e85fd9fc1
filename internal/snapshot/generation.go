package snapshot

import (
	"maps"
	"slices"

	"github.com/paulmach/orb"

	"sitmap/internal/event"
)

// Generation is the events at one version of the store. It never changes.
//
// Most events are in the base, which generations share; events that came or
// changed since the base was built are in a few columns of their own, and what
// they replace is marked dead in the base. So a change costs as much as the
// changes since, not as much as all events.
type Generation struct {
	words

	version uint64
	dicts   *dicts
	base    view
	fresh   view
	edits   map[event.ID]*Row // what fresh was built of
}

// view is columns without what was removed since they were built.
type view struct {
	c           *columns
	dead        bitset
	deadRows    []uint32        // the same rows, ascending
	deadEvents  int             // events that are gone
	deadPlaces  int             // of the rows those with a place
	dirtyBlocks map[*run]bitset // blocks that hold a dead row
}

// newGeneration makes a generation of freshly built columns.
func newGeneration(d *dicts, base *columns, words words, version uint64) *Generation {
	return &Generation{words: words, version: version, dicts: d, base: view{c: base}, fresh: view{c: emptyColumns()}}
}

func (g *Generation) views() [2]*view { return [2]*view{&g.base, &g.fresh} }

// Version is the store's version that the generation shows.
func (g *Generation) Version() uint64 { return g.version }

// Len counts the events.
func (g *Generation) Len() int {
	return g.base.c.events() - g.base.deadEvents + g.fresh.c.events()
}

// Rows counts the places of all events.
func (g *Generation) Rows() int { return g.base.c.placed - g.base.deadPlaces + g.fresh.c.placed }

// Bytes is the memory of the columns with IDs, orders and timelines, without the
// dictionaries' strings.
func (g *Generation) Bytes() int { return g.base.c.bytes() + g.fresh.c.bytes() }

// find gives the rows of an event; none when it is not there.
func (g *Generation) find(id event.ID) (*view, []uint32) {
	for _, v := range g.views() {
		if rows := v.c.find(id); len(rows) > 0 && !v.dead.has(int(rows[0])) {
			return v, rows
		}
	}
	return nil, nil
}

// Points gives the places of an event, lon, lat; none for one that is not there.
func (g *Generation) Points(id event.ID) []orb.Point {
	v, rows := g.find(id)
	var out []orb.Point
	for _, row := range rows {
		if int(row) < v.c.placed {
			out = append(out, v.c.point(int(row)))
		}
	}
	return out
}

// mergeAt is how many events may stand beside the base before it is built anew.
const mergeAt = 4096

// apply makes the next generation: edits name events and their new state, nil
// for one that is gone.
func (g *Generation) apply(edits map[event.ID]*Row, version uint64) *Generation {
	next := &Generation{version: version, dicts: g.dicts, base: g.base, edits: maps.Clone(g.edits)}
	if next.edits == nil {
		next.edits = make(map[event.ID]*Row, len(edits))
	}
	var gone []uint32
	for id, row := range edits {
		if rows := g.base.c.find(id); len(rows) > 0 && !g.base.dead.has(int(rows[0])) {
			gone = append(gone, rows...)
			next.base.deadEvents++
		}
		next.edits[id] = row
		if row == nil {
			delete(next.edits, id)
		}
	}
	rows := make([]Row, 0, len(next.edits))
	for _, id := range slices.Sorted(maps.Keys(next.edits)) {
		rows = append(rows, *next.edits[id])
	}
	chunks := gathered(g.dicts, rows)
	next.words = g.dicts.words()
	next.fresh = view{c: build(chunks, next.words, noTimelines)}
	next.base.bury(gone, next.words)
	return next
}

// bury marks rows dead in a copy of the marks.
func (v *view) bury(gone []uint32, w words) {
	if len(gone) == 0 {
		return
	}
	if v.dead = slices.Clone(v.dead); v.dead == nil {
		v.dead = newBitset(v.c.rows())
	}
	for _, row := range gone {
		v.dead.set(int(row))
		if int(row) < v.c.placed {
			v.deadPlaces++
		}
	}
	v.deadRows = append(slices.Clip(v.deadRows), gone...)
	slices.Sort(v.deadRows)
	old := v.dirtyBlocks
	v.dirtyBlocks = make(map[*run]bitset, 2*len(v.c.lines))
	for _, t := range v.c.lines {
		for _, r := range []*run{t.starts, t.ends} {
			if v.dirtyBlocks[r] != nil { // no event lasts
				continue
			}
			marks := slices.Clone(old[r])
			if marks == nil {
				marks = newBitset(len(r.blocks))
			}
			for _, row := range gone {
				if int(row) < v.c.world {
					marks.set(v.c.standsAt(t, r, w, int(row)) / block)
				}
			}
			v.dirtyBlocks[r] = marks
		}
	}
}

// merged builds one base of everything, with the quotes when they have been read.
func (g *Generation) merged() *columns {
	known := g.base.c.quotes.Load() != nil
	if known {
		_, err := g.freshQuotes()
		known = err == nil // else they are read again
	}
	var chunks []*chunk
	for _, v := range g.views() {
		if v.c.rows() == 0 {
			continue
		}
		c := &chunk{columns: *v.c, dead: v.dead}
		if known {
			c.words = v.c.quotes.Load()
		}
		chunks = append(chunks, c)
	}
	out := build(chunks, g.words, withTimelines)
	out.era = g.base.c.era
	return out
}
