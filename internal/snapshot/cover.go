package snapshot

import (
	"math"

	"github.com/paulmach/orb"

	"sitmap/geo/geodesic"
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

// inner is the box without its outermost cells, whose points may lie outside; ok
// is false when nothing is left.
func (b box) inner() (box, bool) {
	const rim = 3
	if b.x1-b.x0 < 2*rim || b.y1-b.y0 < 2*rim {
		return box{}, false
	}
	return box{b.x0 + rim, b.y0 + rim, b.x1 - rim, b.y1 - rim}, true
}

func (b box) holds(x, y uint32) bool { return x >= b.x0 && x <= b.x1 && y >= b.y0 && y <= b.y1 }

// quad is a cell of the world: what level halvings give.
type quad struct{ level, x, y uint32 }

// box gives the grid cells of q.
func (q quad) box() box {
	shift := 32 - q.level
	x0, y0 := uint64(q.x)<<shift, uint64(q.y)<<shift
	return box{uint32(x0), uint32(y0), uint32(x0 + 1<<shift - 1), uint32(y0 + 1<<shift - 1)}
}

// keys gives the first and the last key of q.
func (q quad) keys() (first, last uint64) { return tile.ID{Z: q.level, X: q.x, Y: q.y}.KeyRange() }

func (q quad) bound() orb.Bound { return tile.ID{Z: q.level, X: q.x, Y: q.y}.Bound() }

// lie says how a cell lies to what is looked for.
type lie int

const (
	apart lie = iota
	partly
	within
)

func (b box) lie(o box) lie {
	switch {
	case b.x0 > o.x1 || b.x1 < o.x0 || b.y0 > o.y1 || b.y1 < o.y0:
		return apart
	case b.x0 >= o.x0 && b.x1 <= o.x1 && b.y0 >= o.y0 && b.y1 <= o.y1:
		return within
	}
	return partly
}

// few is a run so short that looking at each row is cheaper than cutting it.
const few = 48

// cover calls fn with runs of rows, ascending, that together hold all rows of the cells
// that look does not call apart, and few others; inside says that the run's cell is within.
func (c *columns) cover(look func(quad) lie, fn func(lo, hi int, inside bool)) {
	c.coverQuad(look, quad{}, 0, c.world, fn)
}

func (c *columns) coverQuad(look func(quad) lie, q quad, lo, hi int, fn func(lo, hi int, inside bool)) {
	if lo >= hi {
		return
	}
	how := look(q)
	switch {
	case how == apart:
		return
	case how == within || hi-lo <= few || q.level == 32:
		fn(lo, hi, how == within)
		return
	}
	base := tile.Key(q.x, q.y) << 2
	shift := 2 * (32 - q.level - 1)
	from := lo
	for i := range uint64(4) {
		to := hi
		if i < 3 {
			to = c.lowerBound(from, hi, (base+i+1)<<shift)
		}
		c.coverQuad(look, quad{q.level + 1, q.x<<1 | uint32(i&1), q.y<<1 | uint32(i>>1)}, from, to, fn)
		from = to
	}
}

// coverBox covers the rows of a box of the grid.
func (c *columns) coverBox(b box, fn func(lo, hi int, inside bool)) {
	c.cover(func(q quad) lie { return q.box().lie(b) }, fn)
}

// look tells how a cell lies to the filter's positions, all of them together.
func (f *Filter) look() func(quad) lie {
	var looks []func(quad) lie
	if f.boxes != nil {
		looks = append(looks, lookBoxes(f.boxes))
	}
	if f.area != nil {
		looks = append(looks, f.area.lie)
	}
	if f.near != nil {
		looks = append(looks, func(quad) lie { return partly }) // boxes hold the circle
	}
	if f.cluster {
		looks = append(looks, func(q quad) lie {
			first, last := q.keys()
			switch {
			case first > f.end || last < f.first:
				return apart
			case first >= f.first && last <= f.end:
				return within
			}
			return partly
		})
	}
	return func(q quad) lie {
		how := within
		for _, l := range looks {
			how = min(how, l(q))
			if how == apart {
				break
			}
		}
		return how
	}
}

func lookBoxes(bounds []orb.Bound) func(quad) lie {
	var outer, inner []box
	for _, b := range bounds {
		if g, ok := gridBox(b); ok {
			outer = append(outer, g)
			if g, ok = g.inner(); ok {
				inner = append(inner, g)
			}
		}
	}
	return func(q quad) lie {
		b := q.box()
		for _, o := range inner {
			if b.lie(o) == within {
				return within
			}
		}
		for _, o := range outer {
			if b.lie(o) != apart {
				return partly
			}
		}
		return apart
	}
}

// area is a drawn area with its edges ready for cells.
type area struct {
	shape orb.MultiPolygon
	edges []edge
}

type edge struct{ a, b orb.Point }

func newArea(shape orb.MultiPolygon) *area {
	out := &area{shape: shape}
	for _, line := range geodesic.Rings(shape) {
		for i, a := range line {
			b := line[(i+1)%len(line)]
			if a == b {
				continue
			}
			if d := b[0] - a[0]; d > 180 && d < 360 { // goes the short way round, on both sides of the map
				out.edges = append(out.edges, edge{a, orb.Point{b[0] - 360, b[1]}})
				a[0] += 360
			} else if d < -180 && d > -360 {
				out.edges = append(out.edges, edge{a, orb.Point{b[0] + 360, b[1]}})
				a[0] -= 360
			}
			out.edges = append(out.edges, edge{a, b})
		}
	}
	return out
}

func (a *area) contains(p orb.Point) bool { return geodesic.InPolygon(p, a.shape) }

// lie tells how a cell lies to the area: a cell that no edge meets is all inside
// or all outside.
func (a *area) lie(q quad) lie {
	const rim = 1e-7 // degrees
	b := q.bound().Pad(rim)
	if q.level < 3 {
		return partly
	}
	for i := range a.edges {
		if a.edges[i].meets(b) {
			return partly
		}
	}
	if a.contains(b.Center()) {
		return within
	}
	return apart
}

// meets reports whether an edge may touch the box.
func (e *edge) meets(b orb.Bound) bool {
	if math.Max(e.a[0], e.b[0]) < b.Min[0] || math.Min(e.a[0], e.b[0]) > b.Max[0] ||
		math.Max(e.a[1], e.b[1]) < b.Min[1] || math.Min(e.a[1], e.b[1]) > b.Max[1] {
		return false
	}
	side := func(x, y float64) bool { return (e.b[0]-e.a[0])*(y-e.a[1])-(e.b[1]-e.a[1])*(x-e.a[0]) > 0 }
	s := side(b.Min[0], b.Min[1])
	return side(b.Max[0], b.Min[1]) != s || side(b.Min[0], b.Max[1]) != s || side(b.Max[0], b.Max[1]) != s
}
