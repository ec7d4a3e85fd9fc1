package snapshot

import (
	"cmp"
	"slices"
	"sync"

	"github.com/paulmach/orb"

	"sitmap/geo/tile"
	"sitmap/internal/event"
)

// Generation is the events at one version of the store. It never changes.
//
// Rows (places of events) are numbered in Z order; the rows that lie outside the
// tile world (beyond ±85.05° of latitude) come last. Events are numbered by
// their first row, so that a run of rows reads a run of events; those without a
// place come last. The list's order and the order by ID are kept beside.
type Generation struct {
	version uint64
	dicts   *dicts
	types   []string
	sources []string
	sets    []string // actor sets
	actors  []string
	names   []string
	lands   []string // countries
	reports []string

	// One value for each event.
	idBytes    []byte
	idEnd      []uint32
	start, end []int32
	typ        []uint16
	ver        []uint8
	source     []uint32
	actorSet   []uint32
	report     []uint32
	killedMin  []int32
	killedMax  []int32
	rowEnd     []uint32 // where the event's rows end in rows
	byID       []uint32 // event numbers in the order of their IDs
	order      []uint32 // event numbers in list order: the latest start first, unknown starts last, then by ID

	// One value for each place of each event.
	rows    []uint32 // row numbers, event by event, ascending within each
	x, y    []uint32 // see tile.Position
	point   []orb.Point
	event   []uint32
	place   []uint16
	name    []uint32
	country []uint16
	radius  []float32
	world   int // rows inside the tile world

	pyramid [BaseZoom]level
}

// Version is the store's version that the generation shows.
func (g *Generation) Version() uint64 { return g.version }

// Len counts the events.
func (g *Generation) Len() int { return len(g.start) }

// Rows counts the places of all events.
func (g *Generation) Rows() int { return len(g.x) }

// Bytes is the memory of the columns with the IDs, without the dictionaries' strings and the clusters.
func (g *Generation) Bytes() int {
	const perEvent = 4 + 4 + 4 + 2 + 1 + 4 + 4 + 4 + 4 + 4 + 4 + 4 + 4
	const perRow = 4 + 8 + 16 + 4 + 2 + 4 + 2 + 4
	return len(g.idBytes) + perEvent*g.Len() + perRow*g.Rows()
}

// id gives the ID of an event.
func (g *Generation) id(e uint32) string { return string(g.idOf(e)) }

func (g *Generation) idOf(e uint32) []byte {
	from := uint32(0)
	if e > 0 {
		from = g.idEnd[e-1]
	}
	return g.idBytes[from:g.idEnd[e]]
}

// rowsOf gives the rows of an event.
func (g *Generation) rowsOf(e uint32) []uint32 {
	from := uint32(0)
	if e > 0 {
		from = g.rowEnd[e-1]
	}
	return g.rows[from:g.rowEnd[e]]
}

// find gives the number of the event with this ID.
func (g *Generation) find(id event.ID) (uint32, bool) {
	i, ok := slices.BinarySearchFunc(g.byID, string(id), func(e uint32, id string) int { return cmp.Compare(string(g.idOf(e)), id) })
	if !ok {
		return 0, false
	}
	return g.byID[i], true
}

// key gives the Z order of a row in the tile world.
func (g *Generation) key(row int) uint64 { return tile.Key(g.x[row], g.y[row]) }

// lowerBound gives the first row from lo to hi whose key is at least k.
func (g *Generation) lowerBound(lo, hi int, k uint64) int {
	for lo < hi {
		m := int(uint(lo+hi) >> 1)
		if g.key(m) < k {
			lo = m + 1
		} else {
			hi = m
		}
	}
	return lo
}

// run gives the rows of a tile: from lo up to, not including, hi.
func (g *Generation) run(t tile.ID) (lo, hi int) {
	first, last := t.KeyRange()
	lo = g.lowerBound(0, g.world, first)
	hi = g.world
	if last != ^uint64(0) {
		hi = g.lowerBound(lo, g.world, last+1)
	}
	return lo, hi
}

// level is the clusters of one zoom without a filter, made when first asked for.
type level struct {
	once     sync.Once
	clusters []Cluster
}

// Points gives the places of an event, lon, lat; none for one that is not there.
func (g *Generation) Points(id event.ID) []orb.Point {
	e, ok := g.find(id)
	if !ok {
		return nil
	}
	var out []orb.Point
	for _, r := range g.rowsOf(e) {
		out = append(out, g.point[r])
	}
	return out
}
