package snapshot

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"sitmap/internal/event"
)

// Extent is the box and the days that hold what matches.
type Extent struct {
	Bounds   orb.Bound // lon, lat; never across the antimeridian
	Placed   bool      // whether Bounds says anything
	From, To event.Date
	Dated    bool // whether From and To say anything
}

// Extent measures what matches.
func (g *Generation) Extent(f *Filter) Extent {
	var x Extent
	first, last := int32(OpenEnd), int32(OpenStart)
	for code, n := range f.eventsByWhen() {
		w := g.whens[code]
		if n > 0 && w.start != OpenStart {
			first, last = min(first, w.start), max(last, w.start)
		}
		if n > 0 && w.end != OpenEnd {
			first, last = min(first, w.end), max(last, w.end)
		}
	}
	for i, v := range g.views() {
		x.widen(v.c, f.rows()[i])
	}
	if first <= last {
		x.From, x.To, x.Dated = event.FromDayNumber(int(first)), event.FromDayNumber(int(last)), true
	}
	return x
}

// widen takes in the rows that are marked. Those whose cells do not give their
// positions are looked at one by one (longitude 180 is among them, which has the
// westernmost cell), of the others those in the outermost cells.
func (x *Extent) widen(c *columns, rows bitset) {
	add := func(p orb.Point) {
		if !x.Placed {
			x.Bounds, x.Placed = p.Bound(), true
		}
		x.Bounds = x.Bounds.Extend(p)
	}
	rows = slices.Clone(rows)
	for i, row := range c.odd.rows {
		if rows.has(int(row)) {
			add(c.odd.points[i])
			rows.unset(int(row))
		}
	}
	out := box{math.MaxUint32, math.MaxUint32, 0, 0}
	rows.each(0, c.world, func(row int) {
		out.x0, out.x1 = min(out.x0, c.x[row]), max(out.x1, c.x[row])
		out.y0, out.y1 = min(out.y0, c.y[row]), max(out.y1, c.y[row])
	})
	rows.each(0, c.world, func(row int) {
		if h, v := c.x[row], c.y[row]; h == out.x0 || h == out.x1 || v == out.y0 || v == out.y1 {
			add(c.point(row))
		}
	})
}
