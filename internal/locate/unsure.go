package locate

import (
	"cmp"
	"fmt"
	"slices"

	"sitmap/gazetteer"
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
func (l *Locator) cover(loc *event.Location, r resolve.Resolution) {
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
		if a.P >= faint && !contains(a.Place, r.Chosen.Place) && d <= max(together, loc.Radius*3/2) {
			rivals = append(rivals, rival{d, geodesic.Distance(loc.Region.Centre, a.Place.Point), a.P})
		}
	}
	slices.SortFunc(rivals, func(x, y rival) int { return cmp.Compare(x.d, y.d) })
	held, own := r.P, loc.Radius
	pad := min(own, 10*geo.Kilometre) // what the rival's own region would cover
	for _, a := range r.Alternatives {
		if contains(a.Place, r.Chosen.Place) {
			held += a.P // the area around the place, of the same name: no other spot
		}
	}
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
	if held < doubtful && !r.Inherited {
		note := fmt.Sprintf("it is unsure which place of this name is meant (%.0f in 100); the others are listed", 100*held)
		if area := l.climb(loc, r, held); area != "" {
			note += " and the region is " + area
		}
		loc.Caution = joined(loc.Caution, note)
	}
}

// contains reports an area that the settlement lies in.
func contains(area, p gazetteer.Place) bool {
	if p.Class != gazetteer.ClassSettlement || area.Country != p.Country || area.Admin1 != p.Admin1 || p.Admin1 == "" {
		return false
	}
	return area.Class == gazetteer.ClassAdmin1 || area.Class == gazetteer.ClassAdmin2 && (area.Admin2 == p.Admin2 || p.Admin2Guess)
}

// doubtful is the share of the readings below which a settlement alone says too much.
const doubtful = 2. / 3

// climb draws the first-order area that most readings share in place of one doubtful
// settlement, as ACLED codes an event known only by its province, and gives the area's
// name. The point stays at the likeliest reading.
func (l *Locator) climb(loc *event.Location, r resolve.Resolution, held float64) string {
	p := r.Chosen.Place
	if l.extents == nil || p.Class != gazetteer.ClassSettlement || p.Country == "" || p.Admin1 == "" {
		return ""
	}
	inside := r.P
	for _, a := range r.Alternatives {
		if a.Place.Country == p.Country && a.Place.Admin1 == p.Admin1 {
			inside += a.P
		}
	}
	ref, ok := l.extents.ix.Admin1Ref(p.Country, p.Admin1)
	if !ok || inside < min(doubtful, held+.05) && !agrees(r.Area, p) {
		return ""
	}
	area := l.extents.ix.Place(ref)
	reach, known := l.extents.of(area)
	if !known {
		return ""
	}
	loc.Region.Centre, loc.Region.Outer = area.Point, reach
	loc.Radius = max(loc.Radius, reach+geodesic.Distance(loc.Point, area.Point))
	coarser(loc, 3, 4)
	return area.Name
}

// agrees reports that the area which the resolver is surer of is the place's own first-order area.
func agrees(area *resolve.Candidate, p gazetteer.Place) bool {
	return area != nil && area.Place.Class == gazetteer.ClassAdmin1 && area.Place.Country == p.Country && area.Place.Admin1 == p.Admin1
}
