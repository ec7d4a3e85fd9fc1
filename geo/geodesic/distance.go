package geodesic

import (
	"errors"

	"github.com/paulmach/orb"

	"sitmap/geo"
)

// ErrEmpty says that there is nothing to measure to.
var ErrEmpty = errors.New("geodesic: the line or area is empty or the point is not a position on Earth")

// DistanceToLine gives the distance from p (lon, lat) to the nearest point of the
// lines, and that point, within 1 mm. Edges are straight in longitude and
// latitude and go the short way round. For many points and the same lines use
// [NewShape]. It fails with ErrEmpty.
func DistanceToLine(p orb.Point, lines ...orb.LineString) (geo.Metres, orb.Point, error) {
	hit, ok := NewShape(lines...).Nearest(p)
	if !ok {
		return 0, orb.Point{}, ErrEmpty
	}
	return hit.Distance, hit.Point, nil
}

// DistanceToPolygon gives the distance from p (lon, lat) to the area and the
// point of the area nearest to p: 0 and p itself when p lies inside. It fails
// with ErrEmpty.
func DistanceToPolygon(p orb.Point, area orb.MultiPolygon) (geo.Metres, orb.Point, error) {
	if InPolygon(p, area) {
		return 0, p, nil
	}
	return DistanceToLine(p, Rings(area)...)
}

// Rings gives the outlines of an area, outer and inner, as lines.
func Rings(area orb.MultiPolygon) []orb.LineString {
	var lines []orb.LineString
	for _, polygon := range area {
		for _, ring := range polygon {
			lines = append(lines, orb.LineString(ring))
		}
	}
	return lines
}

// InPolygon reports whether p (lon, lat) lies inside the area. Edges are straight
// in longitude and latitude and go the short way round; an area around a pole
// needs an edge along the pole from -180 to 180, as RFC 7946 asks. A point
// exactly on an edge may fall on either side.
func InPolygon(p orb.Point, area orb.MultiPolygon) bool {
	for _, polygon := range area {
		in := false
		for _, ring := range polygon {
			if InRing(p, ring) {
				in = !in
			}
		}
		if in {
			return true
		}
	}
	return false
}

// InRing reports whether p (lon, lat) lies inside the ring, by counting the edges
// north of p. See [InPolygon].
func InRing(p orb.Point, ring orb.Ring) bool {
	if len(ring) < 3 {
		return false
	}
	in := false
	a := ring[len(ring)-1]
	for _, b := range ring {
		if crossesNorth(p, a, b) {
			in = !in
		}
		a = b
	}
	return in
}

// crossesNorth reports whether the meridian north of p crosses the edge from a to b.
func crossesNorth(p, a, b orb.Point) bool {
	if a[1] <= p[1] && b[1] <= p[1] {
		return false
	}
	xa, xb := a[0]-p[0], b[0]-p[0]
	if whole := xb - xa; whole != 360 && whole != -360 {
		xa, xb = near(xa), near(xb)
		if d := xb - xa; d > 180 || d < -180 {
			return false // on the far side of the Earth
		}
	}
	if (xa > 0) == (xb > 0) {
		return false
	}
	return a[1]+(b[1]-a[1])*(xa/(xa-xb)) > p[1]
}

// near brings a difference of longitudes into -180..180.
func near(d float64) float64 {
	if d > 180 {
		return d - 360
	}
	if d < -180 {
		return d + 360
	}
	return d
}
