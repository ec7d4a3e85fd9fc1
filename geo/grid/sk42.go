package grid

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

// SK42 is a place on the Gauss-Krüger grid of the Soviet system of 1942 (Pulkovo
// 1942, EPSG:28402 to 28432), as Soviet and Russian maps print it: x counts to the
// north, y to the east, and the zone stands before y.
type SK42 struct {
	X float64 // metres north of the equator
	Y float64 // zone × 1,000,000 + 500,000 + metres east of the zone's meridian
}

// SK42Shift says which parameters carry the datum over to WGS 84.
const SK42Shift = "SK-42 to WGS 84 by GOST R 51794-2008 (EPSG:5044)"

// SK42Accuracy is how far, in metres, places of SK-42 may lie from one another under the
// parameters in use: those of GOST and the three of EPSG:1254 (28, -130, -95), which
// older programs take, differ by 7 m in zone 4, 24 m in zone 18 and 31 m in zone 32.
const SK42Accuracy = 30

// helmert is a shift of seven parameters in the position vector convention.
type helmert struct{ x, y, z, rx, ry, rz, s float64 } // metres, radians, ratio

const arcSecond = math.Pi / 180 / 3600

// gost carries geocentric coordinates from Pulkovo 1942 to WGS 84: GOST R 51794-2008,
// through PZ-90.02; the same as EPSG:5044, which gives it an accuracy of 3 m.
var gost = helmert{23.57, -140.95, -79.8, 0, 0.35 * arcSecond, 0.79 * arcSecond, -0.22e-6} //nolint:gochecknoglobals // constant

func (h helmert) forward(v [3]float64) [3]float64 {
	m := 1 + h.s
	return [3]float64{
		h.x + m*(v[0]-h.rz*v[1]+h.ry*v[2]),
		h.y + m*(h.rz*v[0]+v[1]-h.rx*v[2]),
		h.z + m*(-h.ry*v[0]+h.rx*v[1]+v[2]),
	}
}

// inverse undoes forward to a tenth of a millimetre: the rotations are tiny.
func (h helmert) inverse(v [3]float64) [3]float64 {
	m := 1 + h.s
	x, y, z := (v[0]-h.x)/m, (v[1]-h.y)/m, (v[2]-h.z)/m
	return [3]float64{x + h.rz*y - h.ry*z, -h.rz*x + y + h.rx*z, h.ry*x - h.rx*y + z}
}

// geocentric gives the point on the ellipsoid in metres from the Earth's centre.
func (el Ellipsoid) geocentric(p orb.Point) [3]float64 {
	sinLon, cosLon := math.Sincos(p[0] * math.Pi / 180)
	sin, cos := math.Sincos(p[1] * math.Pi / 180)
	e2 := el.F * (2 - el.F)
	n := el.A / math.Sqrt(1-e2*sin*sin)
	return [3]float64{n * cos * cosLon, n * cos * sinLon, n * (1 - e2) * sin}
}

// geodetic is the inverse of geocentric near the ground; the height is dropped.
func (el Ellipsoid) geodetic(v [3]float64) orb.Point {
	e2 := el.F * (2 - el.F)
	r := math.Hypot(v[0], v[1])
	lat := math.Atan2(v[2], r*(1-e2))
	for range 6 {
		sin := math.Sin(lat)
		lat = math.Atan2(v[2]+e2*el.A/math.Sqrt(1-e2*sin*sin)*sin, r)
	}
	return orb.Point{math.Atan2(v[1], v[0]) * 180 / math.Pi, lat * 180 / math.Pi}
}

func gauss(zone int) *TM {
	return NewTM(Krassowsky, float64(6*zone-3), 1, float64(zone)*1e6+500000, 0)
}

// ToSK42 gives the coordinates of a point in its zone of six degrees, with [SK42Shift].
func ToSK42(p orb.Point) SK42 {
	q := Krassowsky.geodetic(gost.inverse(WGS84.geocentric(p)))
	zone := int(math.Floor(math.Mod(q[0]+360, 360)/6)) + 1
	y, x := gauss(zone).Forward(q)
	return SK42{X: x, Y: y}
}

// Zone gives the zone that stands before y.
func (g SK42) Zone() int { return int(math.Floor(g.Y / 1e6)) }

// Point gives longitude and latitude on WGS 84 with [SK42Shift]. The error says that the
// zone is missing before y, that there is no such zone, or that no place of it has these
// coordinates.
func (g SK42) Point() (orb.Point, error) {
	zone := g.Zone()
	east := g.Y - float64(zone)*1e6
	switch {
	case g.Y >= 100000 && g.Y < 1e6:
		return orb.Point{}, fmt.Errorf("the easting %.0f has no zone before it, so that it fits a place in each of 60 zones; give it as in 7%06.0f", g.Y, g.Y)
	case !(zone >= 1 && zone <= 60):
		return orb.Point{}, fmt.Errorf("y = %.0f does not begin with a zone of 1 to 60", g.Y)
	case !(east >= 150000 && east <= 850000):
		return orb.Point{}, fmt.Errorf("y = %.0f lies outside zone %d, whose eastings are 150000 to 850000 m", g.Y, zone)
	case !(g.X >= 0 && g.X <= 9350000):
		return orb.Point{}, fmt.Errorf("x = %.0f is not a northing of this grid", g.X)
	}
	q := gauss(zone).Inverse(g.Y, g.X)
	return WGS84.geodetic(gost.forward(Krassowsky.geocentric(q))), nil
}
