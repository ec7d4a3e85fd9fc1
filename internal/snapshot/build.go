package snapshot

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"

	"sitmap/geo/tile"
	"sitmap/internal/event"
)

// build sorts entries into columns. Of two entries with one ID the later counts.
func build(d *dicts, entries []entry, version uint64) *Generation {
	entries = lastOfEach(entries)
	slices.SortFunc(entries, inListOrder)
	g := newGeneration(d, version, len(entries))
	var rows []sortRow
	for i := range entries {
		g.addEvent(&entries[i])
		for _, p := range entries[i].places {
			rows = append(rows, newSortRow(p, uint32(i)))
		}
	}
	slices.SortFunc(rows, compareRows)
	g.growRows(len(rows))
	for i := range rows {
		g.addRow(&rows[i])
	}
	g.finish()
	return g
}

func inListOrder(a, b entry) int {
	return cmp.Or(cmp.Compare(b.start, a.start), cmp.Compare(a.id, b.id))
}

// lastOfEach drops entries that a later one with the same ID replaces.
func lastOfEach(entries []entry) []entry {
	at := make(map[event.ID]int, len(entries))
	out := entries[:0]
	for _, e := range entries {
		if i, ok := at[e.id]; ok {
			out[i] = e
			continue
		}
		at[e.id] = len(out)
		out = append(out, e)
	}
	return out
}

// sortRow is a place with its position on the curve.
type sortRow struct {
	key     uint64
	outside bool
	event   uint32
	place   placeEntry
}

func newSortRow(p placeEntry, e uint32) sortRow {
	x, y, ok := tile.Position(p.point)
	return sortRow{tile.Key(x, y), !ok, e, p}
}

// compareRows orders by place first; equal places by event, so that every build
// of the same events gives the same columns.
func compareRows(a, b sortRow) int {
	if a.outside != b.outside {
		if a.outside {
			return 1
		}
		return -1
	}
	return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.event, b.event), cmp.Compare(a.place.index, b.place.index))
}

func newGeneration(d *dicts, version uint64, events int) *Generation {
	return &Generation{
		version: version, dicts: d,
		idBytes: make([]byte, 0, events*20), idEnd: make([]uint32, 0, events),
		start: make([]int32, 0, events), end: make([]int32, 0, events),
		typ: make([]uint16, 0, events), ver: make([]uint8, 0, events),
		source: make([]uint32, 0, events), actorSet: make([]uint32, 0, events), report: make([]uint32, 0, events),
		killedMin: make([]int32, 0, events), killedMax: make([]int32, 0, events), rowEnd: make([]uint32, 0, events),
	}
}

func (g *Generation) growRows(n int) {
	g.x, g.y = make([]uint32, 0, n), make([]uint32, 0, n)
	g.point, g.event = make([]orb.Point, 0, n), make([]uint32, 0, n)
	g.place, g.name = make([]uint16, 0, n), make([]uint32, 0, n)
	g.country, g.radius = make([]uint16, 0, n), make([]float32, 0, n)
}

func (g *Generation) addEvent(e *entry) {
	g.idBytes = append(g.idBytes, e.id...)
	g.addEventColumns(e)
}

func (g *Generation) addEventColumns(e *entry) {
	g.idEnd = append(g.idEnd, uint32(len(g.idBytes)))
	g.start, g.end = append(g.start, e.start), append(g.end, e.end)
	g.typ, g.ver = append(g.typ, e.typ), append(g.ver, e.ver)
	g.source, g.actorSet, g.report = append(g.source, e.source), append(g.actorSet, e.actors), append(g.report, e.report)
	g.killedMin, g.killedMax = append(g.killedMin, e.killedMin), append(g.killedMax, e.killedMax)
}

func (g *Generation) addRow(r *sortRow) {
	x, y := tile.FromKey(r.key)
	g.x, g.y = append(g.x, x), append(g.y, y)
	g.point, g.event = append(g.point, r.place.point), append(g.event, r.event)
	g.place, g.name = append(g.place, r.place.index), append(g.name, r.place.name)
	g.country, g.radius = append(g.country, r.place.country), append(g.radius, r.place.radius)
	if !r.outside {
		g.world++
	}
}

// finish makes the indexes and takes the dictionaries as they are now.
func (g *Generation) finish() {
	n := g.Len()
	counts := make([]uint32, n+1)
	for _, e := range g.event {
		counts[e+1]++
	}
	for e := range n {
		counts[e+1] += counts[e]
	}
	g.rows = make([]uint32, len(g.event))
	next := slices.Clone(counts[:n])
	for row, e := range g.event {
		g.rows[next[e]] = uint32(row)
		next[e]++
	}
	g.rowEnd = counts[1:]
	if g.byID == nil {
		g.byID = make([]uint32, n)
		for i := range g.byID {
			g.byID[i] = uint32(i)
		}
		slices.SortFunc(g.byID, func(a, b uint32) int { return cmp.Compare(string(g.idOf(a)), string(g.idOf(b))) })
	}
	d := g.dicts
	g.types, g.sources, g.sets, g.actors = d.types.all(), d.sources.all(), d.actorSets.all(), d.actors.all()
	g.names, g.lands, g.reports = d.names.all(), d.countries.all(), d.reports.all()
}

// apply makes the next generation: edits name events and their new state, nil
// for one that is gone. It copies what stays instead of sorting it again.
func (g *Generation) apply(edits map[event.ID]*entry, version uint64) *Generation {
	added := make([]entry, 0, len(edits))
	gone := make([]bool, g.Len())
	for id, e := range edits {
		if old, ok := g.find(id); ok {
			gone[old] = true
		}
		if e != nil {
			added = append(added, *e)
		}
	}
	slices.SortFunc(added, inListOrder)
	next := newGeneration(g.dicts, version, g.Len()+len(added))
	renumber, numbers := g.mergeEvents(next, added, gone)
	g.mergeIDs(next, gone, renumber, numbers)
	g.mergeRows(next, added, gone, renumber, numbers)
	next.finish()
	return next
}

// mergeEvents copies the events that stay and the added ones in list order; it
// gives the new number of every old event and of every added one.
func (g *Generation) mergeEvents(next *Generation, added []entry, gone []bool) (renumber, numbers []uint32) {
	renumber, numbers = make([]uint32, g.Len()), make([]uint32, 0, len(added))
	a := 0
	insert := func() {
		numbers = append(numbers, uint32(next.Len()))
		next.addEvent(&added[a])
		a++
	}
	for e := range uint32(g.Len()) {
		if gone[e] {
			continue
		}
		for a < len(added) && (added[a].start > g.start[e] || added[a].start == g.start[e] && string(added[a].id) < string(g.idOf(e))) {
			insert()
		}
		renumber[e] = uint32(next.Len())
		next.idBytes = append(next.idBytes, g.idOf(e)...)
		next.addEventColumns(&entry{
			start: g.start[e], end: g.end[e], typ: g.typ[e], ver: g.ver[e], source: g.source[e], actors: g.actorSet[e],
			report: g.report[e], killedMin: g.killedMin[e], killedMax: g.killedMax[e],
		})
	}
	for a < len(added) {
		insert()
	}
	return renumber, numbers
}

// mergeIDs makes next's order by ID.
func (g *Generation) mergeIDs(next *Generation, gone []bool, renumber, numbers []uint32) {
	fresh := slices.Clone(numbers)
	slices.SortFunc(fresh, func(a, b uint32) int { return cmp.Compare(string(next.idOf(a)), string(next.idOf(b))) })
	next.byID = make([]uint32, 0, next.Len())
	a := 0
	for _, old := range g.byID {
		if gone[old] {
			continue
		}
		e := renumber[old]
		for a < len(fresh) && string(next.idOf(fresh[a])) < string(next.idOf(e)) {
			next.byID = append(next.byID, fresh[a])
			a++
		}
		next.byID = append(next.byID, e)
	}
	next.byID = append(next.byID, fresh[a:]...)
}

// mergeRows copies the rows that stay and those of the added events in Z order.
func (g *Generation) mergeRows(next *Generation, added []entry, gone []bool, renumber, numbers []uint32) {
	var fresh []sortRow
	for i := range added {
		for _, p := range added[i].places {
			fresh = append(fresh, newSortRow(p, numbers[i]))
		}
	}
	slices.SortFunc(fresh, compareRows)
	next.growRows(g.Rows() + len(fresh))
	a := 0
	for row, e := range g.event {
		if gone[e] {
			continue
		}
		old := sortRow{
			tile.Key(g.x[row], g.y[row]), row >= g.world, renumber[e],
			placeEntry{g.point[row], g.place[row], g.name[row], g.country[row], g.radius[row]},
		}
		for a < len(fresh) && compareRows(fresh[a], old) < 0 {
			next.addRow(&fresh[a])
			a++
		}
		next.addRow(&old)
	}
	for ; a < len(fresh); a++ {
		next.addRow(&fresh[a])
	}
}
