// Package tile cuts the world into Web Mercator tiles and writes vector tiles:
// [ID] is a tile, [Builder] turns features into the bytes of a Mapbox Vector
// Tile 2.1.
//
// Points come in as longitude, latitude in degrees; inside a tile positions are
// whole grid units, x to the east and y to the south, 0 to 4095, found by
// rounding down, so that every point lies in exactly one tile of a zoom. The
// package knows nothing of events, layers or compression, and only writes;
// tests read its tiles back with other people's decoders. Nothing here is safe
// for concurrent use, except the functions.
//
// Latitudes beyond ±85.0511° lie outside the tile world: points there are
// refused, lines and areas are cut. Lines and areas that cross the antimeridian
// must be split by the caller.
package tile

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

const (
	// Extent is the width of a tile in grid units.
	Extent = 4096
	// DefaultBuffer is how many grid units around a tile its lines and areas
	// keep, so that strokes do not end at the edge.
	DefaultBuffer = 64
	// MaxZoom is the deepest zoom.
	MaxZoom = 22
	// MaxLatitude is where the tile world ends, north and south, in degrees.
	MaxLatitude = 85.05112877980659

	extentBits = 12
)

// ID names a tile: zoom, column from the west, row from the north.
type ID struct{ Z, X, Y uint32 }

// Valid reports why t is not a tile of the world, or nil.
func (t ID) Valid() error {
	if t.Z > MaxZoom {
		return fmt.Errorf("zoom %d is too deep; the deepest is %d", t.Z, MaxZoom)
	}
	if n := uint32(1) << t.Z; t.X >= n || t.Y >= n {
		return fmt.Errorf("tile %d/%d/%d is outside the world; at zoom %d columns and rows go from 0 to %d", t.Z, t.X, t.Y, t.Z, n-1)
	}
	return nil
}

// Bound gives the tile's box: lon, lat.
func (t ID) Bound() orb.Bound {
	n := float64(uint64(1) << t.Z)
	return orb.Bound{
		Min: orb.Point{float64(t.X)/n*360 - 180, latitude(float64(t.Y+1) / n)},
		Max: orb.Point{float64(t.X+1)/n*360 - 180, latitude(float64(t.Y) / n)},
	}
}

// Parent gives the tile one zoom up that holds t; the world tile is its own.
func (t ID) Parent() ID {
	if t.Z == 0 {
		return t
	}
	return ID{t.Z - 1, t.X >> 1, t.Y >> 1}
}

// At gives the tile of a zoom that holds p (lon, lat); ok is false outside the tile world.
func At(p orb.Point, z uint32) (t ID, ok bool) {
	x, y, ok := Position(p)
	if !ok || z > MaxZoom {
		return ID{}, false
	}
	return ID{z, x >> (32 - z), y >> (32 - z)}, true
}

// Position gives p (lon, lat) on a grid of 2^32 × 2^32 cells over the tile
// world, x to the east from 180° W and y to the south (a cell is 9 mm wide at
// the equator). The antimeridian counts as 180° W. ok is false outside the tile
// world and for what is not a position at all.
func Position(p orb.Point) (x, y uint32, ok bool) {
	fx, fy := fraction(p)
	if fx == 1 {
		fx = 0
	}
	if !(fx >= 0 && fx < 1 && fy >= 0 && fy < 1) {
		return 0, 0, false
	}
	return uint32(fx * (1 << 32)), uint32(fy * (1 << 32)), true
}

// fraction projects p to the unit square, (0,0) in the north-west. Latitudes of
// the poles give values far outside, not infinite ones.
func fraction(p orb.Point) (x, y float64) {
	x = p[0]/360 + 0.5
	s := math.Sin(p[1] * math.Pi / 180)
	const most = 1 - 1e-15
	s = max(-most, min(most, s))
	return x, 0.5 - math.Atanh(s)/(2*math.Pi)
}

// latitude is the inverse of fraction's y.
func latitude(y float64) float64 {
	return math.Atan(math.Sinh(math.Pi*(1-2*y))) * 180 / math.Pi
}

// Unproject gives the middle (lon, lat) of grid cell (x, y) of the tile.
func (t ID) Unproject(x, y int32) orb.Point {
	n := float64(uint64(Extent) << t.Z)
	fx := (float64(uint64(t.X)<<extentBits) + float64(x) + 0.5) / n
	fy := (float64(uint64(t.Y)<<extentBits) + float64(y) + 0.5) / n
	return orb.Point{fx*360 - 180, latitude(fy)}
}

// frame projects points to one tile's grid, not yet rounded.
type frame struct{ scale, dx, dy float64 }

func newFrame(t ID) frame {
	return frame{
		scale: float64(uint64(Extent) << t.Z),
		dx:    float64(uint64(t.X) << extentBits),
		dy:    float64(uint64(t.Y) << extentBits),
	}
}

func (f frame) project(p orb.Point) orb.Point {
	x, y := fraction(p)
	return orb.Point{x*f.scale - f.dx, y*f.scale - f.dy}
}

// Project gives p (lon, lat) on the tile's grid, also when it lies outside the
// tile by up to the width of the world.
func (t ID) Project(p orb.Point) (x, y int32) {
	q := newFrame(t).project(p)
	clamp := func(v float64) int32 { return int32(max(math.MinInt32, min(math.MaxInt32, math.Floor(v)))) }
	return clamp(q[0]), clamp(q[1])
}
