package snapshot

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
	"sort"

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
	lo, hi   int // the cell's rows, matching or not
	row      int // the representative: the place nearest to the middle of all
	first    uint64
	last     uint64
	Count    int   // event places
	Events   int   // distinct events
	Killed   Sum   // over distinct events
	Earliest int32 // first day of all dated events; math.MaxInt32 when none is
	Latest   int32 // last day; math.MinInt32 when none
	Types    []TypeCount
}

// expansionZoom gives the zoom at which the cluster falls apart.
func (c *Cluster) expansionZoom(z uint32) uint32 {
	same := uint32(bits.LeadingZeros64(c.first^c.last)) / 2 // cell levels that all places share
	if same < cellBits {
		return z + 1
	}
	return min(max(z+1, same-cellBits+1), BaseZoom)
}

// unfiltered gives all clusters of a zoom, in key order, made at the first call.
func (g *Generation) unfiltered(z uint32) []Cluster {
	l := &g.pyramid[z]
	l.once.Do(func() {
		all := &Filter{g: g}
		l.clusters = g.clusters(all, z, 0, g.world)
	})
	return l.clusters
}

// Clusters gives the clusters of a tile above BaseZoom.
func (g *Generation) Clusters(f *Filter, t tile.ID) []Cluster {
	if f.none || t.Z >= BaseZoom {
		return nil
	}
	lo, hi := g.run(t)
	if !f.all() {
		return g.clusters(f, t.Z, lo, hi)
	}
	all := g.unfiltered(t.Z)
	i := sort.Search(len(all), func(i int) bool { return all[i].lo >= lo })
	j := i + sort.Search(len(all)-i, func(j int) bool { return all[i+j].lo >= hi })
	return all[i:j]
}

// clusters cuts the rows from lo to hi into cells and counts what matches.
func (g *Generation) clusters(f *Filter, z uint32, lo, hi int) []Cluster {
	var out []Cluster
	w := clusterWork{g: g, f: f, plain: f.all(), types: make([]int, len(g.types))}
	shift := 2 * (32 - z - cellBits)
	for lo < hi {
		cell := g.key(lo) >> shift
		end := g.cellEnd(lo, hi, cell, shift)
		if c := w.cluster(lo, end); c.Count > 0 {
			c.cell = cell
			out = append(out, c)
		}
		lo = end
	}
	return out
}

// cellEnd gives the first row behind the cell of row lo: it looks ever farther
// ahead, then halves.
func (g *Generation) cellEnd(lo, hi int, cell uint64, shift uint32) int {
	step := 1
	for lo+step < hi && g.key(lo+step)>>shift == cell {
		lo += step
		step *= 2
	}
	hi = min(lo+step, hi) // row lo is in the cell, row hi is not, or is the end
	for lo++; lo < hi; {
		m := int(uint(lo+hi) >> 1)
		if g.key(m)>>shift == cell {
			lo = m + 1
		} else {
			hi = m
		}
	}
	return lo
}

// clusterWork holds what the cells of one call share.
type clusterWork struct {
	g     *Generation
	f     *Filter
	plain bool  // everything matches
	types []int // counts by type, zero between cells
	used  []uint16
	rows  []int // the cell's matching rows, unless all match
}

// cluster counts the matching rows from lo to hi.
func (w *clusterWork) cluster(lo, hi int) Cluster {
	g := w.g
	c := Cluster{lo: lo, hi: hi, Earliest: math.MaxInt32, Latest: math.MinInt32}
	var sumX, sumY uint64
	first, last := -1, -1
	plain := w.plain
	w.rows = w.rows[:0]
	for row := lo; row < hi; row++ {
		e := g.event[row]
		if !plain {
			if !w.matches(e, row) {
				continue
			}
			w.rows = append(w.rows, row)
		}
		if first < 0 {
			first = row
		}
		last = row
		c.Count++
		sumX += uint64(g.x[row] >> 8) // 2^24 rows of 2^24 units still fit
		sumY += uint64(g.y[row] >> 8)
		t := g.typ[e]
		if w.types[t] == 0 {
			w.used = append(w.used, t)
		}
		w.types[t]++
		if w.firstOfEvent(e, row, lo) {
			c.addEvent(g, e)
		}
	}
	if c.Count == 0 {
		return c
	}
	c.first, c.last = g.key(first), g.key(last)
	c.Types = w.takeTypes()
	n := uint64(c.Count)
	c.row = w.nearest(first, last+1, uint32(sumX/n)<<8, uint32(sumY/n)<<8)
	return c
}

func (w *clusterWork) matches(e uint32, row int) bool {
	return w.f.event(e) && (!w.f.spatial() || w.f.row(row))
}

// firstOfEvent reports whether no earlier row of the cell belongs to the same
// event and matches too, so that an event with several places counts once.
func (w *clusterWork) firstOfEvent(e uint32, row, lo int) bool {
	rows := w.g.rowsOf(e)
	if len(rows) == 1 {
		return true
	}
	for _, r := range rows {
		if int(r) >= row {
			return true
		}
		if int(r) >= lo && (!w.f.spatial() || w.f.row(int(r))) {
			return false
		}
	}
	return true
}

// addEvent adds what belongs to an event as a whole.
func (c *Cluster) addEvent(g *Generation, e uint32) {
	c.Events++
	if s := g.start[e]; s != OpenStart {
		c.Earliest, c.Latest = min(c.Earliest, s), max(c.Latest, s)
	}
	if t := g.end[e]; t != OpenEnd {
		c.Earliest, c.Latest = min(c.Earliest, t), max(c.Latest, t)
	}
	if g.killedMin[e] != Unknown {
		c.Killed.Min += int64(g.killedMin[e])
		c.Killed.Max += int64(g.killedMax[e])
		c.Killed.Known++
	}
}

// takeTypes gives the counts by type, most frequent first, and clears them.
func (w *clusterWork) takeTypes() []TypeCount {
	out := make([]TypeCount, 0, len(w.used))
	for _, t := range w.used {
		out = append(out, TypeCount{w.g.types[t], w.types[t]})
		w.types[t] = 0
	}
	w.used = w.used[:0]
	slices.SortFunc(out, func(a, b TypeCount) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Type, b.Type)) })
	return out
}

// nearest gives the matching row nearest to a grid position; the first of equals.
func (w *clusterWork) nearest(lo, hi int, x, y uint32) int {
	g := w.g
	best, bestD := lo, math.Inf(1)
	look := func(row int) {
		dx, dy := float64(g.x[row])-float64(x), float64(g.y[row])-float64(y)
		if d := dx*dx + dy*dy; d < bestD {
			best, bestD = row, d
		}
	}
	if w.plain {
		for row := lo; row < hi; row++ {
			look(row)
		}
		return best
	}
	for _, row := range w.rows {
		look(row)
	}
	return best
}
