package snapshot

import (
	"math"
	"slices"
	"sort"
	"sync"
)

// The cells for which columns keep timelines, by the number of halvings of the
// world: those of every second zoom. The zooms between put finer cells together.
func timelineLevels() [4]uint32 {
	return [4]uint32{2 + cellBits, 4 + cellBits, 6 + cellBits, 8 + cellBits}
}

const (
	// block is how many rows stand between two sums of a timeline.
	block = 128
	// maxTypes is how many event types timelines count; with more types the rows
	// of a window are looked at one by one.
	maxTypes = 64
	// fewRows is the size below which columns are scanned instead.
	fewRows = 4096
)

// timeline keeps the rows of every cell of one size in the order of their days,
// with running sums, so that what a window of days holds is the difference of
// two sums. Events are intervals: those that a window meets are all that begin
// up to its end, less those that end before its beginning; so there are two
// orders, unless no event lasts.
type timeline struct {
	level  uint32
	starts *run
	ends   *run       // the same as starts when no event lasts
	lasts  bool       // some event ends on another day than it begins
	later  bitset     // rows that are not the first of their event in their cell
	types  int        // how many types have sums; 0 none
	twice  [][]uint32 // by how many levels coarser a cell is, less one: rows that are the first of their event in the finer cell only
}

// run is one order. Rows stand cell by cell where the cell's rows stand in the
// columns, each as its distance from the first row of its cell. Sums are of all rows before a mark, whatever the cell; marks stand at
// every block and around every cell that is not small.
type run struct {
	rows   packed
	marks  []uint32 // places in rows, ascending
	first  []uint32 // for each block the first mark in it
	events []uint32 // rows that are the first of their event in the cell; nil when all are
	killed []Sum
	types  []uint32 // types numbers for each mark
	blocks []bounds
}

// bounds holds what the rows of a block have between them.
type bounds struct {
	low, high      uint32 // rows
	start, end     int32  // earliest and latest day that is known
	minEnd, maxEnd int32  // ends, open ones too
}

func (t *timeline) bytes() int {
	n := t.starts.bytes() + 8*len(t.later)
	if t.lasts {
		n += t.ends.bytes()
	}
	for _, rows := range t.twice {
		n += 4 * len(rows)
	}
	return n
}

func (r *run) bytes() int {
	return len(r.rows.bytes) + 4*(len(r.marks)+len(r.first)+len(r.events)+len(r.types)) + 24*len(r.killed) + 24*len(r.blocks)
}

// makeTimelines makes the timelines of columns that are large enough.
func (b *builder) makeTimelines(w words) {
	c := b.out
	if c.world < fewRows {
		return
	}
	c.markKilled(w)
	c.ofType = newTypeBits(len(w.types))
	byStart := b.byDay(func(row int) int32 { return w.whens[c.when.at(row)].start })
	byEnd, lasts := byStart, false
	for row := range c.world {
		d := w.whens[c.when.at(row)]
		lasts = lasts || d.start != d.end
	}
	if lasts {
		byEnd = b.byDay(func(row int) int32 { return w.whens[c.when.at(row)].end })
	}
	levels := timelineLevels()
	c.lines = make([]*timeline, len(levels))
	var all sync.WaitGroup
	for i, level := range levels {
		down := int(level - cellBits) // the coarser cells that are put together from these
		if i > 0 {
			down = int(level-levels[i-1]) - 1
		}
		all.Go(func() {
			t := &timeline{level: level, lasts: lasts}
			if len(w.types) <= maxTypes {
				t.types = len(w.types)
			}
			t.findLater(c, down)
			cells := c.cellNumbers(level)
			t.starts = t.order(c, w, distribute(byStart, cells), cells)
			t.ends = t.starts
			if lasts {
				t.ends = t.order(c, w, distribute(byEnd, cells), cells)
			}
			c.lines[i] = t
		})
	}
	all.Wait()
}

// markKilled marks the rows by what they say of killed.
func (c *columns) markKilled(w words) {
	c.killed, c.untold = newBitset(c.rows()), newBitset(c.rows())
	for row := range c.rows() {
		switch k := &w.kinds[c.kind.at(row)]; {
		case k.killedMin == Unknown:
			c.untold.set(row)
		case k.killedMax > 0:
			c.killed.set(row)
		}
	}
}

// byDay gives the rows of the tile world in the order of a day.
func (b *builder) byDay(day func(row int) int32) []uint32 {
	keys := b.room(b.out.world)
	for row := range b.out.world {
		keys = append(keys, sortKey{uint64(int64(day(row)) - math.MinInt32), uint32(row)})
	}
	return rowsOf(b.sort(keys))
}

// cellNumbers numbers the cells that have rows and gives each row's.
func (c *columns) cellNumbers(level uint32) []uint32 {
	shift := 2 * (32 - level)
	out := make([]uint32, c.world)
	n, last := uint32(0), uint64(0)
	for row := range out {
		cell := c.key(row) >> shift
		if row > 0 && cell != last {
			n++
		}
		out[row], last = n, cell
	}
	return out
}

// distribute sorts rows by cell and leaves those of one cell in their order.
func distribute(rows, cells []uint32) []uint32 {
	at := make([]uint32, cells[len(cells)-1]+1)
	for row := len(cells) - 1; row >= 0; row-- {
		at[cells[row]] = uint32(row)
	}
	out := make([]uint32, len(rows))
	for _, row := range rows {
		cell := cells[row]
		out[at[cell]] = row
		at[cell]++
	}
	return out
}

// findLater finds the rows whose event has an earlier row in the same cell, and
// those of which that is true in cells up to down levels coarser only.
func (t *timeline) findLater(c *columns, down int) {
	t.twice = make([][]uint32, down)
	if c.multi == nil {
		return
	}
	t.later = newBitset(c.world)
	for i := range c.ends {
		rows := c.set(i)
		for j := 1; j < len(rows) && int(rows[j]) < c.world; j++ {
			a, b := c.key(int(rows[j-1])), c.key(int(rows[j]))
			for d := 0; d <= down; d++ {
				shift := 2 * (32 - t.level + uint32(d))
				if a>>shift != b>>shift {
					continue
				}
				if d == 0 {
					t.later.set(int(rows[j]))
					break
				}
				for ; d <= down; d++ {
					t.twice[d-1] = append(t.twice[d-1], rows[j])
				}
			}
		}
	}
	for _, rows := range t.twice {
		slices.Sort(rows)
	}
}

// order packs rows that are in the given order and makes the sums over them.
func (t *timeline) order(c *columns, w words, rows, cells []uint32) *run {
	r := &run{rows: packCells(rows, cells)}
	r.mark(cells)
	r.killed, r.types = make([]Sum, len(r.marks)), make([]uint32, len(r.marks)*t.types)
	if t.later != nil {
		r.events = make([]uint32, len(r.marks))
	}
	types := make([]uint32, t.types)
	var sum Sum
	events := uint32(0)
	p := 0
	for m, at := range r.marks {
		for ; p < int(at); p++ {
			row := rows[p]
			k := w.kinds[c.kind.at(int(row))]
			if t.types > 0 {
				types[k.typ]++
			}
			if !t.later.has(int(row)) {
				events++
				sum.add(k)
			}
		}
		r.killed[m] = sum
		copy(r.types[m*t.types:], types)
		if r.events != nil {
			r.events[m] = events
		}
	}
	for b := 0; b < len(rows); b += block {
		bb := bounds{low: math.MaxUint32, start: math.MaxInt32, end: math.MinInt32, minEnd: math.MaxInt32, maxEnd: math.MinInt32}
		for _, row := range rows[b:min(b+block, len(rows))] {
			bb.add(row, w.whens[c.when.at(int(row))])
		}
		r.blocks = append(r.blocks, bb)
	}
	r.blocks = slices.Clip(r.blocks)
	return r
}

// packCells packs rows by their distance from the first row of their cell.
func packCells(rows, cells []uint32) packed {
	first := make([]uint32, cells[len(cells)-1]+2)
	for row := len(cells) - 1; row >= 0; row-- {
		first[cells[row]] = uint32(row)
	}
	first[len(first)-1] = uint32(len(cells))
	most := uint32(0)
	for i := range first[1:] {
		most = max(most, first[i+1]-first[i])
	}
	return pack(len(rows), most, func(i int) uint32 { return rows[i] - first[cells[i]] })
}

// mark places the marks; cells are the numbers of the rows' cells.
func (r *run) mark(cells []uint32) {
	n := len(cells)
	add := func(at int) {
		if k := len(r.marks); k == 0 || r.marks[k-1] != uint32(at) {
			r.marks = append(r.marks, uint32(at))
		}
	}
	wasLarge := false
	for lo := 0; lo < n; {
		hi := lo + 1
		for hi < n && cells[hi] == cells[lo] {
			hi++
		}
		large := hi-lo >= block/2
		if large || wasLarge || lo%block == 0 {
			add(lo)
		}
		for at := lo/block*block + block; at < hi; at += block {
			add(at)
		}
		lo, wasLarge = hi, large
	}
	add(n)
	r.marks = slices.Clip(r.marks)
	r.first = make([]uint32, n/block+1)
	m := 0
	for b := range r.first {
		for int(r.marks[m]) < b*block {
			m++
		}
		r.first[b] = uint32(m)
	}
}

// nearest gives the mark nearest to place p.
func (r *run) nearest(p int) int {
	m := int(r.first[p/block])
	for m+1 < len(r.marks) && int(r.marks[m+1]) <= p {
		m++
	}
	if m+1 < len(r.marks) && int(r.marks[m+1])-p < p-int(r.marks[m]) {
		m++
	}
	return m
}

func (b *bounds) add(row uint32, d when) {
	b.low, b.high = min(b.low, row), max(b.high, row)
	if d.start != OpenStart {
		b.start = min(b.start, d.start)
	}
	if d.end != OpenEnd {
		b.end = max(b.end, d.end)
	}
	b.minEnd, b.maxEnd = min(b.minEnd, d.end), max(b.maxEnd, d.end)
}

// add takes in the killed of one event.
func (s *Sum) add(k kind) {
	if k.killedMin != Unknown {
		s.Min += int64(k.killedMin)
		s.Max += int64(k.killedMax)
		s.Known++
	}
}

func (s *Sum) plus(o Sum, sign int64) {
	s.Min += sign * o.Min
	s.Max += sign * o.Max
	s.Known += int(sign) * o.Known
}

// timeline gives the timeline whose cells make up those of a zoom, and how many
// levels finer they are.
func (c *columns) timeline(z uint32) (t *timeline, finer int) {
	for _, t := range c.lines {
		if t.level >= z+cellBits {
			return t, int(t.level - z - cellBits)
		}
	}
	return nil, 0
}

// row gives the row at a place in the order, in a cell whose first row is lo.
func (r *run) row(lo, at int) int { return lo + int(r.rows.at(at)) }

// startedBy gives the place in a cell's piece of the order, from lo to hi, behind
// the rows that begin on day d at the latest.
func (g *Generation) startedBy(c *columns, r *run, lo, hi int, d int32) int {
	return lo + sort.Search(hi-lo, func(i int) bool { return g.whens[c.when.at(r.row(lo, lo+i))].start > d })
}

// endedBefore does the same for rows that end before day d.
func (g *Generation) endedBefore(c *columns, r *run, lo, hi int, d int32) int {
	return lo + sort.Search(hi-lo, func(i int) bool { return g.whens[c.when.at(r.row(lo, lo+i))].end >= d })
}

// standsAt gives the place of a row in an order.
func (c *columns) standsAt(t *timeline, r *run, w words, row int) int {
	shift := 2 * (32 - t.level)
	cell := c.key(row) >> shift
	lo, hi := c.between(cell<<shift, cell<<shift|(1<<shift-1))
	day := func(row int) int32 { return w.whens[c.when.at(row)].start }
	if t.lasts && r == t.ends {
		day = func(row int) int32 { return w.whens[c.when.at(row)].end }
	}
	return lo + sort.Search(hi-lo, func(i int) bool {
		at := r.row(lo, lo+i)
		return day(at) > day(row) || day(at) == day(row) && at >= row
	})
}
