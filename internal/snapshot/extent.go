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
	for e := range f.matchingEvents() {
		if s := g.start[e]; s != OpenStart {
			first, last = min(first, s), max(last, s)
		}
		if t := g.end[e]; t != OpenEnd {
			first, last = min(first, t), max(last, t)
		}
		for _, row := range g.rowsOf(e) {
			if f.spatial() && !f.row(int(row)) {
				continue
			}
			if !x.Placed {
				x.Bounds, x.Placed = g.point[row].Bound(), true
			}
			x.Bounds = x.Bounds.Extend(g.point[row])
		}
	}
	if first <= last {
		x.From, x.To, x.Dated = event.FromDayNumber(int(first)), event.FromDayNumber(int(last)), true
	}
	return x
}
