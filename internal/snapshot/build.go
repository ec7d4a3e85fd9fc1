package snapshot

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"
	"sync"

	"github.com/paulmach/orb"

	"sitmap/geo/tile"
	"sitmap/internal/event"
)

// spot is where a place stands among the rows: in Z order, what lies outside
// the tile world behind it, and nowhere at the end.
type spot struct {
	zone uint8 // 0 in the tile world, 1 outside, 2 no place
	key  uint64
}

func compareSpots(a, b spot) int {
	return cmp.Or(cmp.Compare(a.zone, b.zone), cmp.Compare(a.key, b.key))
}

func spotOf(p orb.Point) spot {
	x, y, ok := tile.Position(p)
	if !ok {
		return spot{1, 0}
	}
	return spot{0, tile.Key(x, y)}
}

// first gives the first spot of an entry's places.
func (e *entry) first() spot {
	out := spot{zone: 2}
	for _, p := range e.places {
		if s := spotOf(p.point); compareSpots(s, out) < 0 {
			out = s
		}
	}
	return out
}

// numbered is an entry with what decides its number.
type numbered struct {
	entry
	spot spot
}

// number sorts entries into the order in which events are numbered.
func number(entries []entry) []numbered {
	all := make([]numbered, len(entries))
	order := make([]sortKey, len(entries))
	for i, e := range entries {
		s := e.first()
		all[i] = numbered{e, s}
		order[i] = sortKey{uint64(s.zone), s.key, uint32(i)}
	}
	slices.SortFunc(order, func(a, b sortKey) int {
		if c := a.compare(b); c != 0 {
			return c
		}
		return cmp.Compare(all[a.i].id, all[b.i].id)
	})
	out := make([]numbered, len(entries))
	for i, k := range order {
		out[i] = all[k.i]
	}
	return out
}

// sortKey is what decides nearly all comparisons of a sort, small enough to move quickly.
type sortKey struct {
	high, low uint64
	i         uint32
}

func (a sortKey) compare(b sortKey) int {
	if a.high != b.high {
		return cmp.Compare(a.high, b.high)
	}
	return cmp.Compare(a.low, b.low)
}

// sortRow is a place on its way to a row.
type sortRow struct {
	spot  spot
	event uint32
	place placeEntry
}

func compareRows(a, b sortRow) int {
	return cmp.Or(compareSpots(a.spot, b.spot), cmp.Compare(a.event, b.event), cmp.Compare(a.place.index, b.place.index))
}

// rowsOfEntries gives the places of entries, whose events have the given numbers, in row order.
func rowsOfEntries(entries []numbered, numberOf func(i int) uint32) []sortRow {
	var rows []sortRow
	for i := range entries {
		for _, p := range entries[i].places {
			rows = append(rows, sortRow{spotOf(p.point), numberOf(i), p})
		}
	}
	if !slices.IsSortedFunc(rows, compareRows) { // with one place an event they are
		slices.SortFunc(rows, compareRows)
	}
	return rows
}

// build sorts entries into columns. Of two entries with one ID the later counts.
func build(d *dicts, entries []entry, version uint64) *Generation {
	events := number(lastOfEach(entries))
	g := newGeneration(d, version, len(events))
	for i := range events {
		g.addEvent(&events[i].entry)
	}
	rows := rowsOfEntries(events, func(i int) uint32 { return uint32(i) })
	g.growRows(len(rows))
	for i := range rows {
		g.addRow(&rows[i])
	}
	var both sync.WaitGroup
	both.Go(func() {
		g.byID = g.sorted(func(e uint32) (uint64, uint64) { return prefix(g.idOf(e)), 0 }, g.compareIDs)
	})
	both.Go(func() {
		g.order = g.sorted(func(e uint32) (uint64, uint64) {
			return uint64(math.MaxInt32 - int64(g.start[e])), prefix(g.idOf(e))
		}, g.compareListed)
	})
	both.Wait()
	g.finish()
	return g
}

// sorted gives the event numbers in an order; key gives the beginning of what is compared.
func (g *Generation) sorted(key func(e uint32) (high, low uint64), compare func(a, b uint32) int) []uint32 {
	keys := make([]sortKey, g.Len())
	for e := range keys {
		high, low := key(uint32(e))
		keys[e] = sortKey{high, low, uint32(e)}
	}
	slices.SortFunc(keys, func(a, b sortKey) int {
		if c := a.compare(b); c != 0 {
			return c
		}
		return compare(a.i, b.i)
	})
	out := make([]uint32, len(keys))
	for i, k := range keys {
		out[i] = k.i
	}
	return out
}

// prefix gives the first eight bytes of an ID as a number of the same order.
func prefix(id []byte) uint64 {
	var b [8]byte
	copy(b[:], id)
	return binary.BigEndian.Uint64(b[:])
}

func (g *Generation) compareIDs(a, b uint32) int { return compareBytes(g.idOf(a), g.idOf(b)) }

func (g *Generation) compareListed(a, b uint32) int {
	if c := cmp.Compare(g.start[b], g.start[a]); c != 0 {
		return c
	}
	return compareBytes(g.idOf(a), g.idOf(b))
}

func compareBytes(a, b []byte) int { return cmp.Compare(string(a), string(b)) }

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

func newGeneration(d *dicts, version uint64, events int) *Generation {
	return &Generation{
		version: version, dicts: d,
		idBytes: make([]byte, 0, events*20), idEnd: make([]uint32, 0, events),
		start: make([]int32, 0, events), end: make([]int32, 0, events),
		typ: make([]uint16, 0, events), ver: make([]uint8, 0, events),
		source: make([]uint32, 0, events), actorSet: make([]uint32, 0, events), report: make([]uint32, 0, events),
		killedMin: make([]int32, 0, events), killedMax: make([]int32, 0, events),
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
	g.idEnd = append(g.idEnd, uint32(len(g.idBytes)))
	g.start, g.end = append(g.start, e.start), append(g.end, e.end)
	g.typ, g.ver = append(g.typ, e.typ), append(g.ver, e.ver)
	g.source, g.actorSet, g.report = append(g.source, e.source), append(g.actorSet, e.actors), append(g.report, e.report)
	g.killedMin, g.killedMax = append(g.killedMin, e.killedMin), append(g.killedMax, e.killedMax)
}

func (g *Generation) addRow(r *sortRow) {
	x, y := tile.FromKey(r.spot.key)
	g.x, g.y = append(g.x, x), append(g.y, y)
	g.point, g.event = append(g.point, r.place.point), append(g.event, r.event)
	g.place, g.name = append(g.place, r.place.index), append(g.name, r.place.name)
	g.country, g.radius = append(g.country, r.place.country), append(g.radius, r.place.radius)
	if r.spot.zone == 0 {
		g.world++
	}
}

// finish finds the rows of each event and takes the dictionaries as they are now.
func (g *Generation) finish() {
	n := g.Len()
	ends := make([]uint32, n+1)
	for _, e := range g.event {
		ends[e+1]++
	}
	for e := range n {
		ends[e+1] += ends[e]
	}
	g.rows = make([]uint32, len(g.event))
	next := slices.Clone(ends[:n])
	for row, e := range g.event {
		g.rows[next[e]] = uint32(row)
		next[e]++
	}
	g.rowEnd = ends[1:]
	d := g.dicts
	g.types, g.sources, g.sets, g.actors = d.types.all(), d.sources.all(), d.actorSets.all(), d.actors.all()
	g.names, g.lands, g.reports = d.names.all(), d.countries.all(), d.reports.all()
}
