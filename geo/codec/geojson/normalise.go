package geojson

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

// Normalise gives g as RFC 7946 wants it: longitudes from -180 to 180, lines and
// areas cut at the antimeridian, outer rings counterclockwise and holes clockwise.
// An area around a pole is closed along the pole. Rings become polygons and bounds
// their outline. g itself stays as it is. Errors wrap [ErrInvalid]: a coordinate
// that is not finite or beyond a pole, a ring with fewer than four points or open.
func Normalise(g orb.Geometry) (orb.Geometry, error) {
	switch g := g.(type) {
	case nil:
		return nil, nil
	case orb.Point:
		return point(g)
	case orb.MultiPoint:
		out := make(orb.MultiPoint, len(g))
		for i, p := range g {
			var err error
			if out[i], err = point(p); err != nil {
				return nil, err
			}
		}
		return out, nil
	case orb.LineString:
		return lines(orb.MultiLineString{g})
	case orb.MultiLineString:
		return lines(g)
	case orb.Ring:
		return areas(orb.MultiPolygon{{g}})
	case orb.Bound:
		return areas(orb.MultiPolygon{g.ToPolygon()})
	case orb.Polygon:
		return areas(orb.MultiPolygon{g})
	case orb.MultiPolygon:
		return areas(g)
	case orb.Collection:
		out := orb.Collection{}
		for _, part := range g {
			n, err := Normalise(part)
			if err != nil {
				return nil, err
			}
			if n != nil {
				out = append(out, n)
			}
		}
		return out, nil
	}
	return nil, fmt.Errorf("%w: it has no form for a %T", ErrInvalid, g)
}

// check refuses what is no place on earth.
func check(p orb.Point) error {
	if math.IsNaN(p[0]) || math.Abs(p[0]) > 720 || !(p[1] >= -90 && p[1] <= 90) {
		return fmt.Errorf("%w: longitude %v, latitude %v is not on earth", ErrInvalid, p[0], p[1])
	}
	return nil
}

func point(p orb.Point) (orb.Point, error) {
	if err := check(p); err != nil {
		return p, err
	}
	for p[0] > 180 {
		p[0] -= 360
	}
	for p[0] < -180 {
		p[0] += 360
	}
	return p, nil
}

// unwrap makes longitudes continuous: every step that goes more than halfway
// around the Earth, but not all the way, is taken the other way.
func unwrap(points []orb.Point) ([]orb.Point, error) {
	out := make([]orb.Point, len(points))
	shift := 0.0
	for i, p := range points {
		if err := check(p); err != nil {
			return nil, err
		}
		if i > 0 {
			switch step := p[0] - points[i-1][0]; {
			case step > 180 && step < 360:
				shift -= 360
			case step < -180 && step > -360:
				shift += 360
			}
		}
		out[i] = orb.Point{p[0] + shift, p[1]}
	}
	return out, nil
}

// span gives the westernmost and easternmost longitude.
func span(points []orb.Point) (west, east float64) {
	west, east = math.Inf(1), math.Inf(-1)
	for _, p := range points {
		west, east = min(west, p[0]), max(east, p[0])
	}
	return west, east
}

// turns gives the range of whole turns around the Earth that west to east touches:
// turn k is from 360k-180 to 360k+180.
func turns(west, east float64) (first, last int) {
	first = int(math.Floor((west + 180) / 360))
	last = int(math.Ceil((east+180)/360)) - 1
	if first > last { // all on one of the meridians between two turns
		first = max(last, 0)
	}
	return first, max(first, last)
}

func lines(in orb.MultiLineString) (orb.Geometry, error) {
	out := orb.MultiLineString{}
	for _, l := range in {
		if len(l) < 2 {
			return nil, fmt.Errorf("%w: a line has %d points, it needs 2", ErrInvalid, len(l))
		}
		u, err := unwrap(l)
		if err != nil {
			return nil, err
		}
		first, last := turns(span(u))
		for k := first; k <= last; k++ {
			out = append(out, cutLine(u, k, k == first)...)
		}
	}
	if len(out) == 1 {
		return out[0], nil
	}
	return out, nil
}

// cutLine gives the parts of a line in turn k, with longitudes from -180 to 180.
// What runs along the western meridian belongs to the turn before, if there is one.
func cutLine(l []orb.Point, k int, first bool) []orb.LineString {
	west, east := 360*float64(k)-180, 360*float64(k)+180
	var out []orb.LineString
	var part orb.LineString
	end := func() {
		if len(part) > 1 {
			out = append(out, part)
		}
		part = nil
	}
	for i := range len(l) - 1 {
		a, b, ok := cutEdge(l[i], l[i+1], west, east)
		if !ok || !first && a[0] == west && b[0] == west {
			end()
			continue
		}
		a[0], b[0] = a[0]-360*float64(k), b[0]-360*float64(k)
		if len(part) == 0 || part[len(part)-1] != a {
			end()
			part = append(part, a)
		}
		part = append(part, b)
	}
	end()
	return out
}

// cutEdge gives the part of the edge ab between two meridians; ok is false when
// there is none, or nothing but a point.
func cutEdge(a, b orb.Point, west, east float64) (orb.Point, orb.Point, bool) {
	if max(a[0], b[0]) < west || min(a[0], b[0]) > east {
		return a, b, false
	}
	from, to := onEdge(a, b, west, east, a), onEdge(a, b, west, east, b)
	return from, to, from != to || a == b
}

// onEdge moves p, an end of the edge ab, along the edge into the meridians.
func onEdge(a, b orb.Point, west, east float64, p orb.Point) orb.Point {
	x := min(max(p[0], west), east)
	if x == p[0] {
		return p
	}
	return cross(a, b, x)
}

// cross gives the point of the edge ab at longitude x.
func cross(a, b orb.Point, x float64) orb.Point {
	if a[0] > b[0] {
		a, b = b, a // the same edge gives the same point in both directions
	}
	return orb.Point{x, a[1] + (b[1]-a[1])*(x-a[0])/(b[0]-a[0])}
}
