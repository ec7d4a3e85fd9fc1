package grid

import (
	"math"

	"github.com/paulmach/orb"
)

// MercatorEdge is the largest x and y of the web maps' Mercator (EPSG:3857), metres.
const MercatorEdge = math.Pi * 6378137

// WebMercator gives x and y of a point on the web maps' Mercator (EPSG:3857, formerly
// 900913), metres. Its metres are longer on paper than on the ground, by 1/cos(latitude).
func WebMercator(p orb.Point) (x, y float64) {
	return p[0] * math.Pi / 180 * WGS84.A, WGS84.A * math.Asinh(math.Tan(p[1]*math.Pi/180))
}

// FromWebMercator gives the point of x and y; ok is false beyond the edge of the map.
func FromWebMercator(x, y float64) (p orb.Point, ok bool) {
	if !(math.Abs(x) <= MercatorEdge && math.Abs(y) <= MercatorEdge) {
		return p, false
	}
	return orb.Point{x / WGS84.A * 180 / math.Pi, math.Atan(math.Sinh(y/WGS84.A)) * 180 / math.Pi}, true
}
