// Package geo holds the units and shapes that every other package speaks in:
// [Metres], [Degrees] and [Region].
//
// Points are github.com/paulmach/orb points: longitude first, then latitude,
// in degrees on WGS 84. The package has types only; what needs a calculation on
// the ellipsoid (distance, outline, containment) lives in geo/geodesic.
package geo

import "github.com/paulmach/orb"

// Metres is a length on the ground.
type Metres float64

// Kilometre is 1,000 metres.
const Kilometre Metres = 1000

// Kilometres gives the length in kilometres.
func (m Metres) Kilometres() float64 { return float64(m) / 1000 }

// Degrees is an angle. Bearings count clockwise from true north, 0 to 360.
type Degrees float64

// RegionKind names the shape of a [Region].
type RegionKind string

// The shapes of a region.
const (
	Disc    RegionKind = "disc"    // all points up to Outer from Centre
	Annulus RegionKind = "annulus" // points between Inner and Outer from Centre
	Sector  RegionKind = "sector"  // an annulus cut to Bearing ± HalfAngle
	Capsule RegionKind = "capsule" // points up to Outer from the two-point line Axis
	Buffer  RegionKind = "buffer"  // points up to Outer from the line Axis, inside Area if that is set
	Polygon RegionKind = "polygon" // the points of Area
)

// Region is the set of points where an event may have been. Which fields count
// follows from Kind; the others are zero. The zero Region means "no region known".
type Region struct {
	Kind      RegionKind
	Centre    orb.Point        // lon, lat
	Inner     Metres           // inner radius of an annulus or sector
	Outer     Metres           // outer radius, or half-width of a capsule or buffer
	Bearing   Degrees          // middle direction of a sector, from true north
	HalfAngle Degrees          // half the opening angle of a sector
	Axis      orb.LineString   // line of a capsule or buffer
	Area      orb.MultiPolygon // outline of a polygon, or the limit of a buffer
}

// IsZero reports whether nothing is known of the region.
func (r Region) IsZero() bool { return r.Kind == "" }
