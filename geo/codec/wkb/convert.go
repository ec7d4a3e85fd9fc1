package wkb

import (
	"fmt"

	"github.com/paulmach/orb"
	geom "github.com/twpayne/go-geom"
)

// ToGeom converts g to a two-dimensional go-geom geometry with the spatial
// reference srid. A ring becomes a polygon, a bound its outline; a coordinate
// that is not a finite number is an error, and so is nil.
func ToGeom(g orb.Geometry, srid int) (geom.T, error) {
	t, err := toGeom(g)
	if err != nil {
		return nil, err
	}
	return geom.SetSRID(t, srid)
}

func toGeom(g orb.Geometry) (geom.T, error) {
	var f flat
	switch g := g.(type) {
	case orb.Point:
		f.add(g)
		return geom.NewPointFlat(geom.XY, f.coords), f.err
	case orb.MultiPoint:
		f.add(g...)
		return geom.NewMultiPointFlat(geom.XY, f.coords), f.err
	case orb.LineString:
		f.add(g...)
		return geom.NewLineStringFlat(geom.XY, f.coords), f.err
	case orb.MultiLineString:
		for _, l := range g {
			f.part(l)
		}
		return geom.NewMultiLineStringFlat(geom.XY, f.coords, f.ends), f.err
	case orb.Ring:
		return toGeom(orb.Polygon{g})
	case orb.Bound:
		return toGeom(g.ToPolygon())
	case orb.Polygon:
		f.rings(g)
		return geom.NewPolygonFlat(geom.XY, f.coords, f.ends), f.err
	case orb.MultiPolygon:
		var endss [][]int
		for _, p := range g {
			f.ends = nil
			f.rings(p)
			endss = append(endss, f.ends)
		}
		return geom.NewMultiPolygonFlat(geom.XY, f.coords, endss), f.err
	case orb.Collection:
		return collection(g)
	}
	return nil, fmt.Errorf("%w: a %T has no binary form", ErrInvalid, g)
}

func collection(c orb.Collection) (geom.T, error) {
	out := geom.NewGeometryCollection()
	for i, part := range c {
		t, err := toGeom(part)
		if err != nil {
			return nil, fmt.Errorf("part %d of a collection: %w", i+1, err)
		}
		if err := out.Push(t); err != nil {
			return nil, fmt.Errorf("part %d of a collection: %w", i+1, err)
		}
	}
	return out, nil
}

// flat gathers coordinates as go-geom keeps them.
type flat struct {
	coords []float64
	ends   []int
	err    error
}

func (f *flat) add(points ...orb.Point) {
	for _, p := range points {
		if !finite(p) && f.err == nil {
			f.err = fmt.Errorf("%w: coordinate %v is not a finite number", ErrInvalid, p)
		}
		f.coords = append(f.coords, p[0], p[1])
	}
}

func (f *flat) part(points []orb.Point) {
	f.add(points...)
	f.ends = append(f.ends, len(f.coords))
}

func (f *flat) rings(p orb.Polygon) {
	for _, r := range p {
		f.part(r)
	}
}

// FromGeom converts t to orb, dropping heights and measures. An empty point gives
// nil; empty points inside a multipoint are left out.
func FromGeom(t geom.T) (orb.Geometry, error) {
	switch t := t.(type) {
	case *geom.Point:
		if p := points(t.FlatCoords(), t.Stride()); len(p) == 1 && finite(p[0]) {
			return p[0], nil
		}
		return nil, nil
	case *geom.MultiPoint:
		out := orb.MultiPoint{}
		for i := range t.NumPoints() {
			if p := points(t.Point(i).FlatCoords(), t.Stride()); len(p) == 1 && finite(p[0]) {
				out = append(out, p[0])
			}
		}
		return out, nil
	case *geom.LineString:
		return orb.LineString(points(t.FlatCoords(), t.Stride())), nil
	case *geom.MultiLineString:
		out := make(orb.MultiLineString, t.NumLineStrings())
		for i := range out {
			out[i] = points(t.LineString(i).FlatCoords(), t.Stride())
		}
		return out, nil
	case *geom.Polygon:
		return polygon(t), nil
	case *geom.MultiPolygon:
		out := make(orb.MultiPolygon, t.NumPolygons())
		for i := range out {
			out[i] = polygon(t.Polygon(i))
		}
		return out, nil
	case *geom.GeometryCollection:
		return fromCollection(t)
	}
	return nil, fmt.Errorf("%w: a %T has no form in orb", ErrInvalid, t)
}

func fromCollection(c *geom.GeometryCollection) (orb.Geometry, error) {
	out := orb.Collection{}
	for _, part := range c.Geoms() {
		g, err := FromGeom(part)
		if err != nil {
			return nil, err
		}
		if g != nil {
			out = append(out, g)
		}
	}
	return out, nil
}

func polygon(p *geom.Polygon) orb.Polygon {
	out := make(orb.Polygon, p.NumLinearRings())
	for i := range out {
		out[i] = points(p.LinearRing(i).FlatCoords(), p.Stride())
	}
	return out
}

func points(coords []float64, stride int) []orb.Point {
	if stride < 2 {
		return nil
	}
	out := make([]orb.Point, 0, len(coords)/stride)
	for i := 0; i+stride <= len(coords); i += stride {
		out = append(out, orb.Point{coords[i], coords[i+1]})
	}
	return out
}
