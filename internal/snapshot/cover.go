package snapshot

import (
	"iter"
	"math/bits"

	"github.com/paulmach/orb"

	"sitmap/geo/tile"
)

// box is a rectangle of the world grid, both corners included.
type box struct{ x0, y0, x1, y1 uint32 }

// gridBox gives the grid cells that hold the points of b inside the tile world;
// ok is false when there are none.
func gridBox(b orb.Bound) (box, bool) {
	if b.Min[1] > tile.MaxLatitude || b.Max[1] < -tile.MaxLatitude {
		return box{}, false
	}
	var out box
	var ok bool
	clamp := func(lat float64) float64 { return max(-tile.MaxLatitude+1e-9, min(tile.MaxLatitude-1e-9, lat)) }
	if out.x0, out.y1, ok = tile.Position(orb.Point{b.Min[0], clamp(b.Min[1])}); !ok {
		return box{}, false
	}
	if out.x1, out.y0, ok = tile.Position(orb.Point{b.Max[0], clamp(b.Max[1])}); !ok {
		return box{}, false
	}
	if b.Max[0] == 180 {
		out.x1 = ^uint32(0)
	}
	// One cell of margin: Position rounds down, and the poles' clamp cuts a hair off.
	out.y0 -= min(out.y0, 1)
	if out.y1 != ^uint32(0) {
		out.y1++
	}
	return out, true
}

// cover calls fn with runs of rows that together hold all rows of the box, and
// few others; inside says that the whole run lies in the box.
func (g *Generation) cover(b box, fn func(lo, hi int, inside bool)) {
	g.coverCell(b, 0, 0, 0, 0, g.world, fn)
}

// few is a run so short that looking at each row is cheaper than cutting it.
const few = 48

func (g *Generation) coverCell(b box, level, cx, cy uint32, lo, hi int, fn func(lo, hi int, inside bool)) {
	if lo >= hi {
		return
	}
	shift := 32 - level
	x0, y0 := uint64(cx)<<shift, uint64(cy)<<shift
	x1, y1 := x0+1<<shift-1, y0+1<<shift-1
	if x0 > uint64(b.x1) || x1 < uint64(b.x0) || y0 > uint64(b.y1) || y1 < uint64(b.y0) {
		return
	}
	if x0 >= uint64(b.x0) && x1 <= uint64(b.x1) && y0 >= uint64(b.y0) && y1 <= uint64(b.y1) {
		fn(lo, hi, true)
		return
	}
	if hi-lo <= few || level == 32 {
		fn(lo, hi, false)
		return
	}
	base := tile.Key(cx, cy) << 2
	from := lo
	for q := range uint64(4) {
		to := hi
		if q < 3 {
			to = g.lowerBound(from, hi, (base+q+1)<<(2*(shift-1)))
		}
		g.coverCell(b, level+1, cx<<1|uint32(q&1), cy<<1|uint32(q>>1), from, to, fn)
		from = to
	}
}

// matchingRows gives every row that matches, in no fixed order.
func (f *Filter) matchingRows() iter.Seq[int] {
	return func(yield func(int) bool) {
		if f.none {
			return
		}
		g := f.g
		more := true
		scan := func(lo, hi int) {
			for row := lo; row < hi && more; row++ {
				if f.event(g.event[row]) && (!f.spatial() || f.row(row)) {
					more = yield(row)
				}
			}
		}
		switch {
		case f.cluster:
			lo := g.lowerBound(0, g.world, f.first)
			hi := g.world
			if f.end != ^uint64(0) {
				hi = g.lowerBound(lo, g.world, f.end+1)
			}
			scan(lo, hi)
		case f.boxes != nil:
			f.scanBoxes(scan)
			scan(g.world, g.Rows())
		default:
			scan(0, g.Rows())
		}
	}
}

// scanBoxes hands over the runs of all boxes, a run of two boxes only once.
func (f *Filter) scanBoxes(scan func(lo, hi int)) {
	for i, b := range f.boxes {
		gb, ok := gridBox(b)
		if !ok {
			continue
		}
		f.g.cover(gb, func(lo, hi int, _ bool) {
			if i == 0 {
				scan(lo, hi)
				return
			}
			for row := lo; row < hi; row++ {
				if !f.boxes[0].Contains(meridian(f.g.point[row])) { // else seen already
					scan(row, row+1)
				}
			}
		})
	}
}

// marked gives the set of matching events as bits by number, made at the first call.
func (f *Filter) marked() []uint64 {
	if f.marks != nil {
		return f.marks
	}
	g := f.g
	marks := make([]uint64, (g.Len()+63)/64+1) // never nil
	f.marks = marks
	if f.none {
		return marks
	}
	if !f.spatial() {
		plain := f.allEvents()
		for e := range uint32(g.Len()) {
			if plain || f.event(e) {
				marks[e/64] |= 1 << (e % 64)
			}
		}
		return marks
	}
	for row := range f.matchingRows() {
		e := g.event[row]
		marks[e/64] |= 1 << (e % 64)
	}
	return marks
}

// matchingEvents gives every event that matches, in the order of their numbers.
func (f *Filter) matchingEvents() iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		for w, m := range f.marked() {
			for ; m != 0; m &= m - 1 {
				if !yield(uint32(w*64 + bits.TrailingZeros64(m))) {
					return
				}
			}
		}
	}
}

// listed gives the matching events that stand in the list at place from and
// after, in list order.
func (f *Filter) listed(from int) iter.Seq[uint32] {
	marks := f.marked()
	return func(yield func(uint32) bool) {
		for _, e := range f.g.order[from:] {
			if marks[e/64]&(1<<(e%64)) != 0 && !yield(e) {
				return
			}
		}
	}
}
