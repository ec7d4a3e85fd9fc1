package gpkg

import (
	"math"

	"github.com/paulmach/orb"

	"sitmap/geo"
	"sitmap/geo/geodesic"
)

// A disc is what nearly every place of a table has, and a million of them are drawn
// in a load. Up to smallDisc, away from the poles and the antimeridian, its outline is
// taken in the plane that touches the ellipsoid, with the terms of second order: a
// corner is off by less than 0.1 % of the radius, and it costs a tenth. It has half the
// corners of others, and they lie outside the circle so that its edges touch it: all of
// the disc is in it, and at most 2 % of the radius more.
const (
	smallDisc = geo.Metres(30_000)

	discSteps = 16 // corners

	farNorth = 75  // degrees of latitude
	farEast  = 179 // degrees of longitude
)

// outline draws a region.
func outline(r geo.Region) (orb.MultiPolygon, error) {
	lon, lat := r.Centre[0], r.Centre[1]
	if r.Kind != geo.Disc || r.Inner != 0 || !(r.Outer > 0 && r.Outer <= smallDisc) || !(math.Abs(lat) <= farNorth && math.Abs(lon) <= farEast) {
		return geodesic.Outline(r, outlineSteps)
	}
	const (
		a  = 6378137.0         // WGS 84: half the equator's diameter, metres
		f  = 1 / 298.257223563 // its flattening
		e2 = f * (2 - f)       // the first eccentricity, squared
		dg = 180 / math.Pi
	)
	sin, cos := math.Sincos(lat / dg)
	w2 := 1 - e2*sin*sin
	n := a / math.Sqrt(w2) // radius of curvature across the meridian
	m := n * (1 - e2) / w2 // and along it
	corner := float64(r.Outer) / math.Cos(math.Pi/discSteps)
	ring := make(orb.Ring, discSteps+1)
	for i := range discSteps {
		north, east := math.Sincos(2 * math.Pi * float64(i) / discSteps)
		x, y := east*corner, north*corner
		ring[i] = orb.Point{
			lon + dg*x/(n*cos)*(1+y*sin/(cos*n)),
			lat + dg*(y/m-x*x*sin/(2*m*n*cos)),
		}
	}
	ring[discSteps] = ring[0]
	return orb.MultiPolygon{{ring}}, nil
}
