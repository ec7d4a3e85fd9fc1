package snapshot

import (
	"cmp"
	"math"
	"math/bits"
	"slices"

	"sitmap/geo/tile"
)

const (
	// BaseZoom is the first zoom whose tiles show every event place; below it
	// places that share a cell are one cluster.
	BaseZoom = 9
	// cellBits makes 16 × 16 cells of a tile, 32 pixels of a 512 pixel tile each.
	cellBits = 4
)

// ClusterID names a cell: zoom and position. It says the same in every
// generation and under every filter; which places it holds depends on both. 0 is none.
type ClusterID uint64

func clusterID(z uint32, cell uint64) ClusterID { return ClusterID(cell<<4 | uint64(z+1)) }

// keys gives the range of keys in the cell, both ends included; ok is false for
// what is no cell.
func (id ClusterID) keys() (first, last uint64, ok bool) {
	z := uint32(id&15) - 1
	if z >= BaseZoom {
		return 0, 0, false
	}
	levels := z + cellBits
	cell := uint64(id >> 4)
	if cell>>(2*levels) != 0 {
		return 0, 0, false
	}
	shift := 2 * (32 - levels)
	return cell << shift, cell<<shift | (1<<shift - 1), true
}

// TypeCount is how many event places of a cluster have a type.
type TypeCount struct {
	Type  string
	Count int
}

// Sum adds up a number of people over distinct events. Events that do not say
// are left out: Known tells how many do.
type Sum struct {
	Min, Max int64
	Known    int
}

// Cluster is the matching event places of one cell.
type Cluster struct {
	cell     uint64
	rep      place  // the representative
	low      uint64 // the first and the last key of its places
	high     uint64
	Count    int   // event places
	Events   int   // distinct events
	Killed   Sum   // over distinct events
	Earliest int32 // the earliest start that is known; math.MaxInt32 when none is
	Latest   int32 // the latest end that is known; math.MinInt32 when none is
	Types    []TypeCount
}

// place is a row of some columns.
type place struct {
	c   *columns
	row int
}

// expansionZoom gives the zoom at which the cluster falls apart.
func (c *Cluster) expansionZoom(z uint32) uint32 {
	same := uint32(bits.LeadingZeros64(c.low^c.high)) / 2 // cell levels that all places share
	if same < cellBits {
		return z + 1
	}
	return min(max(z+1, same-cellBits+1), BaseZoom)
}

// Clusters gives the clusters of a tile above [BaseZoom], in Z order.
func (g *Generation) Clusters(f *Filter, t tile.ID) []Cluster {
	var out []Cluster
	var w clusterWork
	w.each(f, t, t.Z+cellBits, func(c *Cluster) {
		out = append(out, *c)
		out[len(out)-1].Types = slices.Clone(c.Types)
	})
	return out
}

// clusterWork makes the clusters of a tile and keeps its memory between tiles.
type clusterWork struct {
	g       *Generation
	f       *Filter
	level   uint32 // of the cells
	windows bool   // the timelines have the answer
	alike   bool   // of an event all places match or none, and there are timelines
	found   [2]found
	types   []int // places by type, zero between cells
	seen    []bool
	used    []uint32 // types that are seen
	c       Cluster
}

// found is the matching rows of a run: bits from row from, which is a multiple of 64, on.
type found struct {
	bits     bitset
	from     int
	row, end int // the part of the run that is left
}

func (f *found) has(row int) bool { return f.bits.has(row - f.from) }

// each calls fn with every cluster of the tile's cells at a level; the cluster is
// good until fn returns.
func (w *clusterWork) each(f *Filter, t tile.ID, level uint32, fn func(*Cluster)) {
	if f.none {
		return
	}
	w.start(f, level)
	views := f.g.views()
	for i, v := range views {
		lo, hi := v.c.run(t)
		w.found[i].row, w.found[i].end = lo, hi
		if i > 0 || !w.windows {
			w.found[i].from = lo &^ 63
			w.found[i].bits = f.bits(v, lo, hi, w.found[i].bits)
		}
	}
	shift := 2 * (32 - level)
	for {
		cell, any := uint64(math.MaxUint64), false
		for i, v := range views {
			if r := &w.found[i]; r.row < r.end {
				cell, any = min(cell, v.c.key(r.row)>>shift), true
			}
		}
		if !any {
			return
		}
		w.cell(views, cell, shift)
		if w.c.Count > 0 {
			w.c.cell = cell
			w.takeTypes()
			fn(&w.c)
		}
		w.forgetTypes()
	}
}

func (w *clusterWork) start(f *Filter, level uint32) {
	w.g, w.f, w.level = f.g, f, level
	lines := level <= BaseZoom-1+cellBits && f.g.base.c.lines != nil
	w.windows, w.alike = lines && f.onlyWindow(), lines && !f.ofPlaces()
	if n := len(f.g.types); len(w.types) < n {
		w.types, w.seen = make([]int, n+8), make([]bool, n+8)
	}
}

// cell counts what matches in one cell.
func (w *clusterWork) cell(views [2]*view, cell uint64, shift uint32) {
	w.c = Cluster{low: math.MaxUint64, Earliest: math.MaxInt32, Latest: math.MinInt32, Types: w.c.Types[:0]}
	for i, v := range views {
		r := &w.found[i]
		if r.row >= r.end || v.c.key(r.row)>>shift != cell {
			continue
		}
		lo := r.row
		r.row = v.c.cellEnd(lo, r.end, cell, shift)
		if i == 0 && w.windows {
			w.window(v, lo, r.row)
			continue
		}
		if i > 0 || !w.alike || !w.summed(v, r, lo, r.row) {
			w.scan(v.c, r, lo, r.row)
		}
	}
}

// scan takes in the matching rows from lo to hi of a cell.
func (w *clusterWork) scan(c *columns, r *found, lo, hi int) {
	first, last, newest := -1, -1, -1
	start := int32(OpenStart)
	for wd := lo >> 6; wd<<6 < hi; wd++ {
		for m := r.bits[wd-r.from>>6] & window(wd, lo, hi); m != 0; m &= m - 1 {
			row := wd<<6 + bits.TrailingZeros64(m)
			if first < 0 {
				first = row
			}
			last = row
			w.count(c, uint32(row), c.multi != nil && c.multi.has(row) && w.isLater(c, r, row, lo), 1)
			d := w.g.whens[c.when.at(row)]
			if d.start >= start { // of one day the last in row order
				newest, start = row, d.start
			}
			w.days(d)
		}
	}
	if first >= 0 {
		w.spread(c, first, last)
		w.propose(c, newest)
	}
}

// isLater reports whether an earlier row of the cell belongs to the same event
// and matches too, so that an event with several places counts once.
func (w *clusterWork) isLater(c *columns, r *found, row, lo int) bool {
	for _, s := range c.siblings(row) {
		if int(s) >= row {
			return false
		}
		if int(s) >= lo && r.has(int(s)) {
			return true
		}
	}
	return false
}

// count adds a row to the sums, or takes it away again.
func (w *clusterWork) count(c *columns, row uint32, later bool, sign int) {
	k := &w.g.kinds[c.kind.at(int(row))]
	w.c.Count += sign
	w.addType(k.typ, sign)
	if later {
		return
	}
	w.c.Events += sign
	if k.killedMin != Unknown {
		w.c.Killed.Min += int64(sign) * int64(k.killedMin)
		w.c.Killed.Max += int64(sign) * int64(k.killedMax)
		w.c.Killed.Known += sign
	}
}

func (w *clusterWork) addType(t uint32, n int) {
	if !w.seen[t] {
		w.seen[t] = true
		w.used = append(w.used, t)
	}
	w.types[t] += n
}

// spread widens the range of keys by rows from low to high.
func (w *clusterWork) spread(c *columns, low, high int) {
	w.c.low = min(w.c.low, c.key(low))
	w.c.high = max(w.c.high, c.key(high))
}

// propose makes a row the representative if it began later than the present one.
// An unknown start is the earliest; of one day the last in row order counts.
func (w *clusterWork) propose(c *columns, row int) {
	r := w.c.rep
	if r.c == nil {
		w.c.rep = place{c, row}
		return
	}
	old, fresh := w.g.whens[r.c.when.at(r.row)].start, w.g.whens[c.when.at(row)].start
	if fresh > old || fresh == old && (r.c == c && row > r.row || r.c != c && compareRows(r.c, r.row, c, row) < 0) {
		w.c.rep = place{c, row}
	}
}

// compareRows compares rows of different columns by row order.
func compareRows(a *columns, i int, b *columns, j int) int {
	return cmp.Or(cmp.Compare(a.key(i), b.key(j)), compareBytes(a.idOf(i), b.idOf(j)), cmp.Compare(a.placeOf(i), b.placeOf(j)))
}

// takeTypes gives the counts by type, most frequent first.
func (w *clusterWork) takeTypes() {
	for _, t := range w.used {
		if n := w.types[t]; n > 0 {
			w.c.Types = append(w.c.Types, TypeCount{w.g.types[t], n})
		}
	}
	slices.SortFunc(w.c.Types, func(a, b TypeCount) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Type, b.Type)) })
}

func (w *clusterWork) forgetTypes() {
	for _, t := range w.used {
		w.types[t], w.seen[t] = 0, false
	}
	w.used = w.used[:0]
}
