package snapshot

import (
	"math/bits"
	"slices"
	"sort"
	"sync/atomic"

	"sitmap/geo/tile"
	"sitmap/internal/event"
)

// columns is a set of events, one row for each place of each event and one for
// an event without a place. Rows are in Z order, those with one position by ID;
// what lies outside the tile world (beyond ±85.05° of latitude) comes behind,
// what has no place at the end. Columns never change once they are built.
//
// All rows of an event say the same of it, so that no query has to jump. Nearly
// all events have one row; those with several are marked.
type columns struct {
	idBytes []byte
	idEnd   []uint32
	when    column // the codes of [dicts]
	kind    column
	origin  column
	actors  column
	where   column
	radius  []float32 // metres
	x, y    []uint32  // see tile.Position
	odd     oddPoints // positions that x and y do not give

	world  int // rows in the tile world
	placed int // rows with a place

	byID  packed   // all rows in the order of their IDs
	order packed   // the first row of each event in list order: the latest start first, unknown starts last, then by ID
	multi bitset   // rows whose event has several; nil when none has
	extra bitset   // of these, all but the first of each event
	sets  []uint32 // the rows of the events that have several, ascending within each; by first row
	ends  []uint32 // where each event's rows end in sets
	setOf []uint32 // for each row of multi, ascending, the number of its event in ends
	nth   []uint16 // for each row of multi, ascending, the number of its place in the event; all other rows are place 0
	ranks []uint32 // how many rows of multi stand before every eighth word
	wide  []uint32 // rows with a radius above [wideRadius], ascending
	lines []*timeline
	sums  []whenSum // by code of when
	// With timelines only:
	killed bitset // rows with somebody killed, and
	untold bitset // rows that do not say
	ofType *typeBits
	// quotes are the words of the rows once they have been read; see [Snapshot.PrepareQuotes].
	quotes *atomic.Pointer[quotes]
	era    uint64 // of the loading that these columns go back to
}

func emptyColumns() *columns { return &columns{quotes: new(atomic.Pointer[quotes])} }

// whenSum is what the columns hold of one interval of days.
type whenSum struct{ events, places, outside, bare int32 }

// countWhens adds up the rows by their days.
func (c *columns) countWhens(codes int) {
	c.sums = make([]whenSum, codes)
	for row := range c.rows() {
		c.sums[c.when.at(row)].add(c, row, 1)
	}
}

func (s *whenSum) add(c *columns, row int, n int32) {
	if !c.extra.has(row) {
		s.events += n
	}
	if row >= c.placed {
		s.bare += n
		return
	}
	s.places += n
	if row >= c.world {
		s.outside += n
	}
}

// codes gives the columns of codes.
func (c *columns) codes() [5]*column {
	return [5]*column{&c.when, &c.kind, &c.origin, &c.actors, &c.where}
}

// rows counts the rows.
func (c *columns) rows() int { return len(c.idEnd) }

// events counts the events.
func (c *columns) events() int { return c.order.n }

// idOf gives the ID of a row's event.
func (c *columns) idOf(row int) []byte {
	from := uint32(0)
	if row > 0 {
		from = c.idEnd[row-1]
	}
	return c.idBytes[from:c.idEnd[row]]
}

// find gives the rows of the event with this ID, those of lower numbers first;
// none when it is not there.
func (c *columns) find(id event.ID) []uint32 {
	i := c.firstByID(id)
	j := i
	for j < c.byID.n && string(c.idOf(int(c.byID.at(j)))) == string(id) {
		j++
	}
	if i == j {
		return nil
	}
	out := c.byID.appendTo(nil, i, j)
	slices.Sort(out)
	return out
}

// firstByID gives the place in byID of the first row whose ID is not less.
func (c *columns) firstByID(id event.ID) int {
	return sort.Search(c.byID.n, func(i int) bool { return string(c.idOf(int(c.byID.at(i)))) >= string(id) })
}

// set gives the rows of the i-th event that has several.
func (c *columns) set(i int) []uint32 {
	from := uint32(0)
	if i > 0 {
		from = c.ends[i-1]
	}
	return c.sets[from:c.ends[i]]
}

// siblings gives all rows of an event that has several, ascending.
func (c *columns) siblings(row int) []uint32 {
	return c.set(int(c.setOf[c.rankOf(row)]))
}

// rankOf counts the rows of multi before a row.
func (c *columns) rankOf(row int) int {
	w := row >> 6
	n := int(c.ranks[w>>3])
	for i := w &^ 7; i < w; i++ {
		n += bits.OnesCount64(c.multi[i])
	}
	return n + bits.OnesCount64(c.multi[w]&(1<<(row&63)-1))
}

// placeOf gives the number of a row's place in its event.
func (c *columns) placeOf(row int) uint16 {
	if !c.multi.has(row) {
		return 0
	}
	return c.nth[c.rankOf(row)]
}

// rank prepares siblings and placeOf; place gives what the latter shall.
func (c *columns) rank(place func(row int) uint16) {
	n := uint32(0)
	for w, m := range c.multi {
		if w&7 == 0 {
			c.ranks = append(c.ranks, n)
		}
		n += uint32(bits.OnesCount64(m))
	}
	c.setOf, c.nth = make([]uint32, n), make([]uint16, n)
	keys := make([]sortKey, 0, n)
	for i := range c.ends {
		for _, row := range c.set(i) {
			keys = append(keys, sortKey{uint64(row), uint32(i)})
		}
	}
	keys, _ = radix(keys, nil)
	for i, k := range keys {
		c.setOf[i], c.nth[i] = k.row, place(int(k.key))
	}
}

// key gives the Z order of a row in the tile world.
func (c *columns) key(row int) uint64 { return tile.Key(c.x[row], c.y[row]) }

// lowerBound gives the first row from lo to hi whose key is at least k.
func (c *columns) lowerBound(lo, hi int, k uint64) int {
	for lo < hi {
		m := int(uint(lo+hi) >> 1)
		if c.key(m) < k {
			lo = m + 1
		} else {
			hi = m
		}
	}
	return lo
}

// between gives the rows with keys from first to last: from lo up to, not including, hi.
func (c *columns) between(first, last uint64) (lo, hi int) {
	lo = c.lowerBound(0, c.world, first)
	hi = c.world
	if last != ^uint64(0) {
		hi = c.lowerBound(lo, c.world, last+1)
	}
	return lo, hi
}

// run gives the rows of a tile.
func (c *columns) run(t tile.ID) (lo, hi int) { return c.between(t.KeyRange()) }

// cellEnd gives the first row behind the cell of row lo: it looks ever farther
// ahead, then halves.
func (c *columns) cellEnd(lo, hi int, cell uint64, shift uint32) int {
	step := 1
	for lo+step < hi && c.key(lo+step)>>shift == cell {
		lo += step
		step *= 2
	}
	hi = min(lo+step, hi) // row lo is in the cell, row hi is not, or is the end
	for lo++; lo < hi; {
		m := int(uint(lo+hi) >> 1)
		if c.key(m)>>shift == cell {
			lo = m + 1
		} else {
			hi = m
		}
	}
	return lo
}

// bytes is the memory of the columns.
func (c *columns) bytes() int {
	const perRow = 4 + 4 + 8 // idEnd, radius, x and y
	n := len(c.idBytes) + perRow*c.rows() + 20*len(c.odd.rows) + 2*len(c.nth) + len(c.byID.bytes) + len(c.order.bytes) + 8*(len(c.multi)+len(c.extra)+len(c.killed)+len(c.untold)) + 4*(len(c.wide)+len(c.sets)+len(c.ends)+len(c.setOf)+len(c.ranks)) + 16*len(c.sums)
	for _, codes := range c.codes() {
		n += codes.bytes()
	}
	for _, l := range c.lines {
		n += l.bytes()
	}
	return n
}
