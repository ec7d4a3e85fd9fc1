package table

import (
	"math"

	"github.com/paulmach/orb"

	"sitmap/geo"
	"sitmap/geo/geodesic"
)

// disc gives the middle of a line, track or area of a map file, and the radius in metres
// of the disc around it that holds all of its positions; 0 for a single position. ok is
// false for a geometry without any.
func disc(g orb.Geometry) (middle orb.Point, radius geo.Metres, ok bool) {
	all := positions(nil, g)
	if len(all) == 0 {
		return middle, 0, false
	}
	box := orb.MultiPoint(all).Bound()
	if box.Max[0]-box.Min[0] > 180 { // it crosses the antimeridian, or goes around the earth
		east := make(orb.MultiPoint, len(all))
		for i, p := range all {
			if p[0] < 0 {
				p[0] += 360
			}
			east[i] = p
		}
		if b := east.Bound(); b.Max[0]-b.Min[0] < box.Max[0]-box.Min[0] {
			box = b
		}
	}
	middle = box.Center()
	if middle[0] > 180 {
		middle[0] -= 360
	}
	for _, p := range all {
		if p != middle {
			radius = max(radius, geodesic.Distance(middle, p))
		}
	}
	if math.IsNaN(float64(radius)) {
		return middle, 0, false
	}
	return middle, radius, true
}

// positions adds those of g to a list.
func positions(to []orb.Point, g orb.Geometry) []orb.Point {
	switch g := g.(type) {
	case orb.Point:
		return append(to, g)
	case orb.MultiPoint:
		return append(to, g...)
	case orb.LineString:
		return append(to, g...)
	case orb.Ring:
		return append(to, g...)
	case orb.MultiLineString:
		for _, l := range g {
			to = append(to, l...)
		}
	case orb.Polygon:
		for _, r := range g {
			to = append(to, r...)
		}
	case orb.MultiPolygon:
		for _, p := range g {
			to = positions(to, p)
		}
	case orb.Collection:
		for _, c := range g {
			to = positions(to, c)
		}
	}
	return to
}
