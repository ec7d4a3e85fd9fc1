package snapshot

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// Positions are kept as cells of the world grid ([tile.Position]). A cell is at most
// 360/2^32 = 0.84e-7 degrees wide and high, so that at most one coordinate of seven
// decimals lies in it: the cell says which. Other coordinates are kept beside.

// perDegree is how many steps of seven decimals a degree has.
const perDegree = 1e7

// pointOf gives the point of seven decimals in a cell, or next to it when there is none.
func pointOf(x, y uint32) orb.Point {
	const cells = 1 << 32
	lon := ((float64(x)+0.5)/cells - 0.5) * 360
	// The inverse of the Mercator projection on the sphere: the Gudermannian function.
	lat := math.Atan(math.Sinh(math.Pi*(1-2*(float64(y)+0.5)/cells))) * 180 / math.Pi
	return orb.Point{math.Round(lon*perDegree) / perDegree, math.Round(lat*perDegree) / perDegree}
}

// oddPoints are the positions of rows whose cells do not give them.
type oddPoints struct {
	rows   []uint32 // ascending
	points []orb.Point
}

func (o *oddPoints) add(row int, p orb.Point) {
	o.rows, o.points = append(o.rows, uint32(row)), append(o.points, p)
}

func (o *oddPoints) of(row int) (p orb.Point, ok bool) {
	i, ok := slices.BinarySearch(o.rows, uint32(row))
	if !ok {
		return orb.Point{}, false
	}
	return o.points[i], true
}

// point gives a row's position: lon, lat, as it came in.
func (c *columns) point(row int) orb.Point {
	if len(c.odd.rows) > 0 {
		if p, ok := c.odd.of(row); ok {
			return p
		}
	}
	return pointOf(c.x[row], c.y[row])
}
