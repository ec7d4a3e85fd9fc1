package geodesic

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"sitmap/geo"
)

// DefaultSteps is the number of corners of a drawn circle when the caller does
// not say: its edges lie up to 0.12 % of the radius inside the circle.
const DefaultSteps = 64

// maxDrawn is the radius up to which a region is drawn: a quarter of the Earth.
const maxDrawn = 10_000 * geo.Kilometre

// ErrNotDrawable says that a region has no outline: it is empty, has no shape, or
// reaches more than 10,000 km.
var ErrNotDrawable = errors.New("geodesic: the region has no outline to draw")

// Outline draws the region as areas in longitude and latitude, for maps; use
// [Contains] to test points. A full circle gets steps corners (fewer than 8:
// DefaultSteps). Outer rings run counterclockwise. Areas are cut at the
// antimeridian and closed along the pole as RFC 7946 asks. A polygon region is
// given back as it is. The outline of a buffer is made in a plane that touches
// the Earth at the middle of its axis; its error is about (extent / 6400 km)²/6
// of the width, 0.1 % for an axis of 1,000 km. Within 100 km of a pole sectors,
// capsules and buffers are rough.
func Outline(r geo.Region, steps int) (orb.MultiPolygon, error) {
	if steps < 8 {
		steps = DefaultSteps
	}
	if r.Kind == geo.Polygon {
		if len(r.Area) == 0 {
			return nil, ErrNotDrawable
		}
		return r.Area, nil
	}
	if !(r.Outer > 0 && r.Outer <= maxDrawn) || r.Inner < 0 || r.Inner >= r.Outer {
		return nil, fmt.Errorf("%w: inner radius %.0f m, outer radius %.0f m", ErrNotDrawable, float64(r.Inner), float64(r.Outer))
	}
	switch r.Kind {
	case geo.Disc, geo.Annulus:
		if !valid(r.Centre) {
			return nil, ErrNotDrawable
		}
		return annulus(r, steps)
	case geo.Sector:
		if !valid(r.Centre) {
			return nil, ErrNotDrawable
		}
		if r.HalfAngle >= 180 {
			return annulus(r, steps)
		}
		return settle(sector(r, steps)), nil
	case geo.Capsule, geo.Buffer:
		return bufferOutline(r, steps)
	}
	return nil, ErrNotDrawable
}

// circle gives a closed ring around p, counterclockwise.
func circle(p orb.Point, radius geo.Metres, steps int) orb.Ring {
	ring := make(orb.Ring, 0, steps+1)
	for i := range steps {
		ring = append(ring, Direct(p, geo.Degrees(-360*float64(i)/float64(steps)), radius))
	}
	return append(ring, ring[0])
}

func annulus(r geo.Region, steps int) (orb.MultiPolygon, error) {
	outer := circle(r.Centre, r.Outer, steps)
	if r.Kind == geo.Disc || r.Inner == 0 {
		return settle(outer), nil
	}
	inner := circle(r.Centre, r.Inner, steps)
	if simple(outer) {
		inner.Reverse()
		return orb.MultiPolygon{{outer, inner}}, nil
	}
	area, err := subtract(settle(outer), settle(inner))
	if err != nil {
		return nil, fmt.Errorf("geodesic: cannot cut the inner circle out of the outer: %w", err)
	}
	return area, nil
}

// simple reports whether no edge of a ring goes over the antimeridian.
func simple(ring orb.Ring) bool {
	for i := 1; i < len(ring); i++ {
		if d := math.Abs(ring[i][0] - ring[i-1][0]); d > 180 && d < 360 {
			return false
		}
	}
	return true
}

func sector(r geo.Region, steps int) orb.Ring {
	n := max(2, int(math.Ceil(float64(r.HalfAngle)/180*float64(steps))))
	var ring orb.Ring
	for i := range n + 1 { // from right to left: counterclockwise
		turn := r.HalfAngle * geo.Degrees(1-2*float64(i)/float64(n))
		ring = append(ring, Direct(r.Centre, r.Bearing+turn, r.Outer))
	}
	if r.Inner == 0 {
		ring = append(ring, r.Centre)
	}
	for i := n; i >= 0 && r.Inner > 0; i-- {
		turn := r.HalfAngle * geo.Degrees(1-2*float64(i)/float64(n))
		ring = append(ring, Direct(r.Centre, r.Bearing+turn, r.Inner))
	}
	return append(ring, ring[0])
}

// settle turns a ring that may go over the antimeridian or round a pole into
// areas within -180..180.
func settle(ring orb.Ring) orb.MultiPolygon {
	if len(ring) < 4 {
		return nil
	}
	ring, turns := unroll(ring)
	if turns != 0 {
		ring = closeAtPole(ring)
	}
	west, east := math.Inf(1), math.Inf(-1)
	for _, p := range ring {
		west, east = math.Min(west, p[0]), math.Max(east, p[0])
	}
	var out orb.MultiPolygon
	for world := math.Floor((west + 180) / 360); world*360-180 < east; world++ {
		part := cutWest(cutEast(ring, world*360+180), world*360-180)
		if len(part) < 4 {
			continue
		}
		for i := range part {
			part[i][0] -= world * 360
		}
		if part.Orientation() == orb.CW {
			part.Reverse()
		}
		out = append(out, orb.Polygon{part})
	}
	return out
}

// unroll continues the longitudes of a closed ring without jumps and gives the
// number of times that it goes round the pole.
func unroll(ring orb.Ring) (orb.Ring, int) {
	out := make(orb.Ring, len(ring))
	out[0] = ring[0]
	for i := 1; i < len(ring); i++ {
		out[i] = orb.Point{out[i-1][0] + math.Remainder(ring[i][0]-ring[i-1][0], 360), ring[i][1]}
	}
	return out, int(math.Round((out[len(out)-1][0] - out[0][0]) / 360))
}

// closeAtPole closes an unrolled ring that goes once round the Earth along the
// nearer pole.
func closeAtPole(ring orb.Ring) orb.Ring {
	var sum float64
	for _, p := range ring {
		sum += p[1]
	}
	pole := math.Copysign(90, sum)
	first, last := ring[0], ring[len(ring)-1]
	out := slices.Clone(ring)
	for i := range 7 { // in steps, so that no edge is taken for its shorter complement
		out = append(out, orb.Point{last[0] + (first[0]-last[0])*float64(i)/6, pole})
	}
	return append(out, first)
}

// cutEast keeps the part of a closed ring at or west of a longitude.
func cutEast(ring orb.Ring, lon float64) orb.Ring {
	return cut(ring, lon, func(x float64) bool { return x <= lon })
}

func cutWest(ring orb.Ring, lon float64) orb.Ring {
	return cut(ring, lon, func(x float64) bool { return x >= lon })
}

func cut(ring orb.Ring, lon float64, keep func(float64) bool) orb.Ring {
	var out orb.Ring
	for i := 1; i < len(ring); i++ {
		a, b := ring[i-1], ring[i]
		if keep(a[0]) {
			out = append(out, a)
		}
		if keep(a[0]) != keep(b[0]) && a[0] != lon && b[0] != lon {
			t := (lon - a[0]) / (b[0] - a[0])
			out = append(out, orb.Point{lon, a[1] + t*(b[1]-a[1])})
		}
	}
	if len(out) > 0 && out[0] != out[len(out)-1] {
		out = append(out, out[0])
	}
	return out
}
