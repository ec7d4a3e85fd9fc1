package geodesic

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"
	sf "github.com/peterstace/simplefeatures/geom"

	"sitmap/geo"
)

// maxAxis is how far an axis may reach from its middle to be drawn.
const maxAxis = 5000 * geo.Kilometre

// plane is the azimuthal equidistant projection around a point: distances and
// bearings from the point are true.
type plane struct{ centre orb.Point }

func (c plane) to(p orb.Point) (x, y float64) {
	d, azimuth, _ := Inverse(c.centre, p)
	s, cos := sincosd(float64(azimuth))
	return float64(d) * s, float64(d) * cos
}

func (c plane) from(p orb.Point) orb.Point {
	azimuth := atan2d(p[0], p[1])
	return Direct(c.centre, geo.Degrees(azimuth), geo.Metres(math.Hypot(p[0], p[1])))
}

// bufferOutline draws a capsule or a buffer.
func bufferOutline(r geo.Region, steps int) (orb.MultiPolygon, error) {
	axis := dense(r.Axis)
	if len(axis) == 0 {
		return nil, ErrNotDrawable
	}
	c := plane{axis[len(axis)/2]}
	flat := make([]float64, 0, 2*len(axis))
	for _, p := range axis {
		if Distance(c.centre, p) > maxAxis {
			return nil, fmt.Errorf("%w: the axis reaches over %.0f km", ErrNotDrawable, maxAxis.Kilometres())
		}
		x, y := c.to(p)
		flat = append(flat, x, y)
	}
	line := sf.NewPointXY(flat[0], flat[1]).AsGeometry()
	if len(axis) > 1 {
		line = sf.NewLineStringXY(flat...).AsGeometry()
	}
	shape, err := sf.Buffer(line, float64(r.Outer), sf.BufferQuadSegments(max(2, steps/4)))
	if err != nil {
		return nil, fmt.Errorf("geodesic: cannot draw the buffer of an axis of %d points: %w", len(r.Axis), err)
	}
	if r.Kind == geo.Buffer && len(r.Area) > 0 {
		limit, err := c.area(r.Area)
		if err != nil {
			return nil, err
		}
		if shape, err = sf.Intersection(shape, limit); err != nil {
			return nil, fmt.Errorf("geodesic: cannot cut the buffer to its area: %w", err)
		}
	}
	return lift(shape, c.from)
}

// dense gives the axis with a point at least every half degree, so that an edge
// that is straight in longitude and latitude stays so in the plane.
func dense(axis orb.LineString) orb.LineString {
	s := NewShape(axis)
	var out orb.LineString
	for i, e := range s.edges {
		if i == 0 {
			out = append(out, e.a)
		}
		if q := (orb.Point{wrap(e.b[0]), e.b[1]}); q != out[len(out)-1] {
			out = append(out, q)
		}
	}
	return out
}

func (c plane) area(area orb.MultiPolygon) (sf.Geometry, error) {
	fine := make(orb.MultiPolygon, len(area))
	for i, polygon := range area {
		for _, ring := range polygon {
			fine[i] = append(fine[i], orb.Ring(dense(orb.LineString(ring))))
		}
	}
	all, err := union(fine, c.to)
	if err != nil {
		return sf.Geometry{}, fmt.Errorf("geodesic: the area of the buffer is not a valid polygon: %w", err)
	}
	return all, nil
}

// subtract takes the areas b out of the areas a, on the flat map.
func subtract(a, b orb.MultiPolygon) (orb.MultiPolygon, error) {
	same := func(p orb.Point) orb.Point { return p }
	left, err := union(a, func(p orb.Point) (float64, float64) { return p[0], p[1] })
	if err != nil {
		return nil, err
	}
	right, err := union(b, func(p orb.Point) (float64, float64) { return p[0], p[1] })
	if err != nil {
		return nil, err
	}
	g, err := sf.Difference(left, right)
	if err != nil {
		return nil, err
	}
	return lift(g, same)
}

// union brings areas into the form of the overlay library.
func union(area orb.MultiPolygon, to func(orb.Point) (x, y float64)) (sf.Geometry, error) {
	parts := make([]sf.Geometry, 0, len(area))
	for _, polygon := range area {
		var rings []sf.LineString
		for _, ring := range polygon {
			flat := make([]float64, 0, 2*len(ring))
			for _, p := range ring {
				x, y := to(p)
				flat = append(flat, x, y)
			}
			rings = append(rings, sf.NewLineStringXY(flat...))
		}
		parts = append(parts, sf.NewPolygon(rings).AsGeometry())
	}
	return sf.UnionMany(parts)
}

// lift brings areas of the overlay library back to longitude and latitude.
func lift(g sf.Geometry, from func(orb.Point) orb.Point) (orb.MultiPolygon, error) {
	var out orb.MultiPolygon
	for _, part := range g.Dump() {
		polygon, ok := part.AsPolygon()
		if !ok || part.IsEmpty() {
			continue
		}
		var rings orb.Polygon
		for i, line := range polygon.DumpRings() {
			rings = append(rings, liftRing(line.Coordinates(), from, i > 0))
		}
		if simple(rings[0]) {
			out = append(out, rings)
		} else {
			out = append(out, settle(rings[0])...) // holes are lost at the antimeridian
		}
	}
	if len(out) == 0 {
		return nil, ErrNotDrawable
	}
	return out, nil
}

func liftRing(seq sf.Sequence, from func(orb.Point) orb.Point, hole bool) orb.Ring {
	ring := make(orb.Ring, seq.Length())
	for k := range ring {
		xy := seq.GetXY(k)
		ring[k] = from(orb.Point{xy.X, xy.Y})
	}
	ring[len(ring)-1] = ring[0]
	if simple(ring) && (ring.Orientation() == orb.CW) != hole {
		ring.Reverse()
	}
	return ring
}
