package locate

import (
	"cmp"
	"fmt"
	"slices"

	"sitmap/gazetteer/resolve"
	"sitmap/geo"
	"sitmap/geo/geodesic"
	"sitmap/internal/event"
)

const (
	// sure is the share of the readings that a region should hold.
	sure = .9
	// together is how far apart two readings of a name may lie and still share one region;
	// beyond it a disc over both would say nothing, and the runners-up are listed instead.
	together = 40 * geo.Kilometre
	// faint is the probability below which a runner-up does not widen a region.
	faint = .03
)

// cover widens a disc until it holds the runners-up that lie near, nearest first, so that
// its readings add up to nine in ten; where far ones are likely, the caution says so.
func cover(loc *event.Location, r resolve.Resolution) {
	if loc.Region.Kind != geo.Disc || r.P >= sure {
		return
	}
	type rival struct {
		d, fromCentre geo.Metres
		p             float64
	}
	var rivals []rival
	for _, a := range r.Alternatives {
		d := geodesic.Distance(loc.Point, a.Place.Point)
		if a.P >= faint && d <= max(together, loc.Radius*3/2) {
			rivals = append(rivals, rival{d, geodesic.Distance(loc.Region.Centre, a.Place.Point), a.P})
		}
	}
	slices.SortFunc(rivals, func(x, y rival) int { return cmp.Compare(x.d, y.d) })
	held, own := r.P, loc.Radius
	pad := min(own, 10*geo.Kilometre) // what the rival's own region would cover
	for _, x := range rivals {
		if held >= sure {
			break
		}
		held += x.p
		if x.d > own/2 {
			loc.Radius = max(loc.Radius, x.d+pad)
			loc.Region.Outer = max(loc.Region.Outer, x.fromCentre+pad)
		}
	}
	if loc.Radius > own {
		coarser(loc, 2, 2)
		loc.Caution = joined(loc.Caution, "places of this name lie close together; the radius covers the likely ones")
	}
	if held < 2./3 && !r.Inherited {
		loc.Caution = joined(loc.Caution, fmt.Sprintf("it is unsure which place of this name is meant (%.0f in 100); the others are listed", 100*held))
	}
}
