package locate

import (
	"math"

	"github.com/paulmach/orb"

	"sitmap/gazetteer"
	"sitmap/gazetteer/resolve"
	"sitmap/geo"
	"sitmap/geo/geodesic"
	"sitmap/internal/event"
	"sitmap/internal/extract"
)

// size is how large a place is taken to be.
type size uint8

const (
	village size = iota
	town
	city
	metropolis
	district
	province
	country
	landscape // a named region, river or sea
)

// sizeOf judges a place by class, population and feature code. An unknown population of
// a settlement counts as a village's, unless the feature code says that it is a seat.
func sizeOf(p gazetteer.Place) size {
	switch p.Class {
	case gazetteer.ClassCountry:
		return country
	case gazetteer.ClassAdmin1:
		return province
	case gazetteer.ClassAdmin2:
		return district
	case gazetteer.ClassRegion, gazetteer.ClassSea, gazetteer.ClassRiver, gazetteer.ClassMountain, gazetteer.ClassIsland:
		return landscape
	}
	switch n := p.Population; {
	case n >= 1_000_000:
		return metropolis
	case n >= 100_000 || p.Feature == "PPLC" || n < 0 && p.Feature == "PPLA":
		return city
	case n >= 5_000 || p.Feature == "PPLA" || p.Feature == "PPLA2":
		return town
	}
	return village
}

// radii of a place by size: what "in" covers, and what "near" covers.
func radii(s size) (in, near geo.Metres) {
	const km = geo.Kilometre
	switch s {
	case village:
		return 2 * km, 5 * km
	case town:
		return 4 * km, 10 * km
	case city:
		return 10 * km, 20 * km
	case metropolis:
		return 20 * km, 30 * km
	case district:
		return 30 * km, 40 * km
	case province:
		return 130 * km, 150 * km
	case country:
		return 500 * km, 500 * km
	}
	return 100 * km, 120 * km
}

// precision gives ACLED's geo_precision and UCDP's where_prec of "in" a place.
func precision(s size) (geoPrec, wherePrec int) {
	switch s {
	case village, town, city, metropolis:
		return 1, 1
	case district:
		return 3, 3
	case province:
		return 3, 4
	case country:
		return 3, 6
	}
	return 3, 5
}

// shape draws the region of a location from its relation.
func (l *Locator) shape(loc *event.Location, p gazetteer.Place, other *resolve.Candidate, d *extract.Draft) {
	s := sizeOf(p)
	in, near := l.radii(p)
	loc.GeoPrecision, loc.WherePrec = precision(s)
	disc := func(r geo.Metres) {
		loc.Radius = r
		loc.Region = geo.Region{Kind: geo.Disc, Centre: p.Point, Outer: r}
	}
	switch loc.Relation.Kind {
	case event.Near:
		disc(near)
		coarser(loc, 2, 2)
	case event.Bank:
		disc(near)
		coarser(loc, 2, 2)
		half(loc)
	case event.Outskirts:
		disc(in * 3 / 2)
		coarser(loc, 2, 2)
		half(loc)
	case event.Distance:
		l.atDistance(loc, p, in)
	case event.Direction:
		l.toDirection(loc, p, near)
	case event.Axis:
		disc(max(near, 30*geo.Kilometre))
		coarser(loc, 2, 5)
	case event.Between:
		between(loc, p, other, near)
	case event.Border:
		l.atBorder(loc, p, in, d)
	case event.Inside:
		disc(in)
		l.inside(loc, p)
	default:
		disc(in)
		if s == country {
			l.wholeCountry(loc, p)
		}
	}
}

// coarser makes the precision codes no finer than the given ones.
func coarser(loc *event.Location, geoPrec, wherePrec int) {
	loc.GeoPrecision, loc.WherePrec = max(loc.GeoPrecision, geoPrec), max(loc.WherePrec, wherePrec)
}

// atDistance draws "8 km from" as an annulus and "8 km south-east of" as a sector. The point stays
// at the named place, as ACLED and UCDP code it (precision 2); the region is where it happened, and
// the radius, counted from the point, reaches over it. Texts
// round distances and count some of them along roads or from the edge of a town: the
// ring is a fifth wide on either side, at least 2 km or the town's own radius.
func (l *Locator) atDistance(loc *event.Location, p gazetteer.Place, in geo.Metres) {
	coarser(loc, 2, 2)
	km := loc.Relation.Km
	if km == nil || *km <= 0 || math.IsNaN(*km) || *km > 2000 {
		loc.Relation.Km = nil
		loc.Radius = in * 2
		loc.Region = geo.Region{Kind: geo.Disc, Centre: p.Point, Outer: loc.Radius}
		return
	}
	n := geo.Metres(*km) * geo.Kilometre
	slack := max(n/5, 2*geo.Kilometre)
	loc.Region = geo.Region{Kind: geo.Annulus, Centre: p.Point, Inner: max(0, n-slack), Outer: n + slack}
	loc.Radius = n + slack
	if sizeOf(p) >= district { // counted from the edge of an area, wherever that is
		loc.Region = geo.Region{Kind: geo.Disc, Centre: p.Point, Outer: in + n + slack}
		loc.Radius = in + n + slack
		return
	}
	if b := loc.Relation.Bearing; b != nil {
		loc.Region.Kind, loc.Region.Bearing, loc.Region.HalfAngle = geo.Sector, *b, halfAngle(*b)
	}
}

// halfAngle is 22.5 degrees for the eight main bearings, half of it for those between.
func halfAngle(b geo.Degrees) geo.Degrees {
	if r := math.Mod(float64(b), 45); r > 1 && r < 44 {
		return 11.25
	}
	return 22.5
}

// toDestination puts a location at the middle of its sector: for a name that has no place of its own.
func toDestination(loc *event.Location) {
	if loc.Region.Kind != geo.Sector || loc.Relation.Km == nil {
		return
	}
	loc.Point = geodesic.Direct(loc.Region.Centre, loc.Region.Bearing, geo.Metres(*loc.Relation.Km)*geo.Kilometre)
	loc.Radius = reach(loc.Region, loc.Point)
}

// reach is the distance from a point to the farthest corner of a sector.
func reach(r geo.Region, from orb.Point) geo.Metres {
	var far geo.Metres
	for _, side := range []geo.Degrees{-1, 0, 1} {
		for _, d := range []geo.Metres{r.Inner, r.Outer} {
			corner := geodesic.Direct(r.Centre, r.Bearing+side*r.HalfAngle, d)
			far = max(far, geodesic.Distance(from, corner))
		}
	}
	return far
}

// toDirection draws "north of" without a distance: the half-disc on that side.
func (l *Locator) toDirection(loc *event.Location, p gazetteer.Place, near geo.Metres) {
	coarser(loc, 2, 5)
	loc.Radius = max(near, 10*geo.Kilometre)
	loc.Region = geo.Region{Kind: geo.Disc, Centre: p.Point, Outer: loc.Radius}
	if b := loc.Relation.Bearing; b != nil {
		loc.Region = geo.Region{Kind: geo.Sector, Centre: p.Point, Outer: loc.Radius * 3 / 2, Bearing: *b, HalfAngle: 45}
		if sizeOf(p) >= district {
			loc.Region.Outer = loc.Radius // beside an area, not half as far again
		}
		loc.Radius = loc.Region.Outer
	}
}

// farthest is how long a way between two places may be and still be drawn as one.
const farthest = 300 * geo.Kilometre

// half keeps the half of a disc that lies in the direction of the words, if they name one.
func half(loc *event.Location) bool {
	b := loc.Relation.Bearing
	if b == nil {
		return false
	}
	loc.Region.Kind, loc.Region.Bearing, loc.Region.HalfAngle = geo.Sector, *b, 90
	return true
}

// inside draws "10 km inside the district" as the strip along the border that is nearest.
func (l *Locator) inside(loc *event.Location, p gazetteer.Place) {
	switch s := sizeOf(p); {
	case s == country:
		l.wholeCountry(loc, p)
	case loc.Relation.Km != nil && (s == district || s == province):
		in, _ := l.radii(p)
		l.strip(loc, p, in, *loc.Relation.Km)
	}
}

// between draws a capsule along the line of two places; each end keeps its own location.
func between(loc *event.Location, p gazetteer.Place, other *resolve.Candidate, near geo.Metres) {
	coarser(loc, 2, 5)
	if other == nil {
		loc.Radius = near
		loc.Region = geo.Region{Kind: geo.Disc, Centre: p.Point, Outer: near}
		return
	}
	d := geodesic.Distance(p.Point, other.Place.Point)
	if d > farthest {
		loc.Radius = near
		loc.Region = geo.Region{Kind: geo.Disc, Centre: p.Point, Outer: near}
		loc.Caution = joined(loc.Caution, "the two places lie too far apart to draw the way between them")
		return
	}
	width := max(3*geo.Kilometre, d/6)
	loc.Region = geo.Region{Kind: geo.Capsule, Axis: orb.LineString{p.Point, other.Place.Point}, Outer: width}
	loc.Radius = max(near, d/2+width)
}

// joined puts two cautions together.
func joined(a, b string) string {
	if a == "" {
		return b
	}
	return a + "; " + b
}

// widen marks a location that was taken over from another event.
func widen(loc *event.Location) {
	loc.Caution = joined(loc.Caution, "the words name no place; it is taken over from what the report tells before")
	coarser(loc, 2, 2)
	if loc.Region.Kind == geo.Disc {
		loc.Radius = loc.Radius * 3 / 2
		loc.Region.Outer = loc.Radius
	}
}

// inherited is how far a place that the gazetteer lacks may lie from the place that the
// report gives for its surroundings.
const inherited = 25 * geo.Kilometre

// approximate widens a location that rests on a point which the gazetteer itself calls approximate.
func approximate(loc *event.Location) {
	loc.Caution = joined(loc.Caution, "the gazetteer's point is approximate")
	coarser(loc, 2, 2)
	if loc.Region.Kind == geo.Disc {
		loc.Radius += roughly
		loc.Region.Outer = loc.Radius
	}
}

// roughly is how far an approximate point of the gazetteer may lie off.
const roughly = 5 * geo.Kilometre

// inherit marks a location whose name has no entry of its own; host is the place by which
// its point was estimated, "" when that place itself stands for it.
func inherit(loc *event.Location, host string) {
	note := "no place of this name fits; the place that the report names beside it stands for it"
	if host != "" {
		note = "no place of this name is known; its point is estimated from the words and from " + host
	}
	loc.Caution = joined(loc.Caution, note)
	coarser(loc, 2, 3)
	if loc.Radius < inherited {
		loc.Radius = inherited
		loc.Region = geo.Region{Kind: geo.Disc, Centre: loc.Point, Outer: inherited}
	}
}

// wholeCountry draws a country's own outline, roughly.
func (l *Locator) wholeCountry(loc *event.Location, p gazetteer.Place) {
	if l.borders == nil || p.Country == "" {
		return
	}
	area := l.borders.Sketch(p.Country)
	if len(area) == 0 {
		return
	}
	loc.Region = geo.Region{Kind: geo.Polygon, Area: area}
	b := area.Bound()
	loc.Radius = max(geodesic.Distance(p.Point, b.Min), geodesic.Distance(p.Point, b.Max))
}

// atBorder draws "five kilometres from the border in the district" as a strip along the
// part of the border that is near the area.
func (l *Locator) atBorder(loc *event.Location, p gazetteer.Place, in geo.Metres, d *extract.Draft) {
	coarser(loc, 2, 3)
	loc.Radius = in
	loc.Region = geo.Region{Kind: geo.Disc, Centre: p.Point, Outer: in}
	km := 10.0
	if d != nil && d.BorderKm != nil {
		km = *d.BorderKm
	}
	l.strip(loc, p, in, km)
}

// strip draws what lies within so many kilometres of the border nearest to an area, on
// the area's side; without a border near, the location stays as it is.
func (l *Locator) strip(loc *event.Location, p gazetteer.Place, in geo.Metres, km float64) {
	if l.borders == nil || !(km > 0 && km < 500) {
		return
	}
	r := l.strips.get(stripKey{p.Point, in, km, p.Country}, func() geo.Region { return l.drawStrip(p, in, km) })
	if !r.IsZero() {
		loc.Region = r
	}
}

// drawStrip draws the strip; the zero region without a border near.
func (l *Locator) drawStrip(p gazetteer.Place, in geo.Metres, km float64) geo.Region {
	near, ok := l.borders.Nearest(p.Point, 3*in)
	if !ok {
		return geo.Region{}
	}
	axis := stretch(l.borders.Line(near.Countries[0], near.Countries[1]), near.Point, in)
	if len(axis) < 2 {
		return geo.Region{}
	}
	r := geo.Region{Kind: geo.Buffer, Axis: axis, Outer: geo.Metres(km*1.2)*geo.Kilometre + 2*geo.Kilometre}
	if own := l.borders.Outline(p.Country); len(own) > 0 {
		r.Area = clipped(own, p.Point, 2*in)
	}
	return r
}

// stretch gives the points of the line nearest to at that lie within r of it.
func stretch(lines orb.MultiLineString, at orb.Point, r geo.Metres) orb.LineString {
	var best orb.LineString
	for _, line := range lines {
		var run orb.LineString
		for _, p := range line {
			if geodesic.Distance(p, at) > r {
				if len(run) > len(best) {
					best = run
				}
				run = nil
				continue
			}
			run = append(run, p)
		}
		if len(run) > len(best) {
			best = run
		}
	}
	return best
}

// clipped keeps the polygons that come within r of a point, so that a region does not
// carry a whole continent.
func clipped(area orb.MultiPolygon, at orb.Point, r geo.Metres) orb.MultiPolygon {
	pad := float64(r) / 111_000 * 2
	box := orb.Bound{Min: orb.Point{at[0] - pad, at[1] - pad}, Max: orb.Point{at[0] + pad, at[1] + pad}}
	var out orb.MultiPolygon
	for _, p := range area {
		if p.Bound().Intersects(box) {
			out = append(out, p)
		}
	}
	return out
}
