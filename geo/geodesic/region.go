package geodesic

import (
	"github.com/paulmach/orb"

	"sitmap/geo"
)

// Contains reports whether p (lon, lat) lies in the region, its edge included.
// The zero region contains nothing.
func Contains(r geo.Region, p orb.Point) bool {
	switch r.Kind {
	case geo.Disc:
		return Distance(r.Centre, p) <= r.Outer
	case geo.Annulus:
		d := Distance(r.Centre, p)
		return d >= r.Inner && d <= r.Outer
	case geo.Sector:
		d, azimuth, _ := Inverse(r.Centre, p)
		return d >= r.Inner && d <= r.Outer && (d == 0 || AngleBetween(azimuth, r.Bearing) <= r.HalfAngle)
	case geo.Capsule:
		return nearAxis(r, p)
	case geo.Buffer:
		return nearAxis(r, p) && (len(r.Area) == 0 || InPolygon(p, r.Area))
	case geo.Polygon:
		return InPolygon(p, r.Area)
	}
	return false
}

func nearAxis(r geo.Region, p orb.Point) bool {
	_, ok := NewShape(r.Axis).Within(p, r.Outer)
	return ok
}
