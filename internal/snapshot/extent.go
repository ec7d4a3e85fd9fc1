package snapshot

import (
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
		f.rows()[i].each(0, v.c.placed, func(row int) {
			p := v.c.point(row)
			if !x.Placed {
				x.Bounds, x.Placed = p.Bound(), true
			}
			x.Bounds = x.Bounds.Extend(p)
		})
	}
	if first <= last {
		x.From, x.To, x.Dated = event.FromDayNumber(int(first)), event.FromDayNumber(int(last)), true
	}
	return x
}
