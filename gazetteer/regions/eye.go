package regions

import (
	"math"

	"github.com/paulmach/orb"

	"sitmap/geo"
)

// A line on the ellipsoid is no shorter than on a sphere of this radius, in metres, with the same latitudes.
const leastRadius = 6335439

const rad = math.Pi / 180

// eye is a point from which boxes and points in units are looked at: quick bounds before distances are worked out.
type eye struct {
	p   orb.Point
	cos float64 // of its latitude
}

func newEye(p orb.Point) eye { return eye{p, math.Cos(p[1] * rad)} }

// gaps gives how far a box is from the point in longitude and in latitude, in degrees; 0 beside it.
func (e *eye) gaps(box [4]int32) (lon, lat float64) {
	west, south := float64(box[0])/Units, float64(box[1])/Units
	east, north := float64(box[2])/Units, float64(box[3])/Units
	if e.p[1] < south {
		lat = south - e.p[1]
	} else if e.p[1] > north {
		lat = e.p[1] - north
	}
	if e.p[0] < west || e.p[0] > east {
		lon = min(turn(west-e.p[0]), turn(e.p[0]-east))
	}
	return lon, lat
}

// leastMetres is a lower bound of the distance from the point to a box.
func (e *eye) leastMetres(box [4]int32) float64 {
	lon, lat := e.gaps(box)
	least := lat * rad
	switch { // the way to the nearer meridian of the box, or over the pole
	case lon >= 90:
		least = max(least, (90-math.Abs(e.p[1]))*rad)
	case lon > 0:
		least = max(least, math.Asin(e.cos*math.Sin(lon*rad)))
	}
	return least * leastRadius
}

// beyond reports that no point of a box is within reach: at a glance where it is far off, else by both differences, on the
// shortest parallel of the box.
func (e *eye) beyond(box [4]int32, reach float64) bool {
	lon, lat := e.gaps(box)
	lon, lat = lon*rad, lat*rad
	reach /= leastRadius
	if lat > reach {
		return true
	}
	if lon == 0 || reach >= math.Pi {
		return false
	}
	if lon < math.Pi/2 && e.cos*lon*(1-lon*lon/6) > reach { // the way to the nearer meridian: two terms for a sine, the sine for its arc
		return true
	}
	s1, s2, r := math.Sin(lat/2), math.Sin(lon/2), math.Sin(reach/2)
	short := math.Cos(min(90, float64(max(box[3], -box[1]))/Units) * rad)
	return s1*s1+e.cos*short*s2*s2 > r*r
}

// flat compares boxes as [eye.toVertex] compares points: no point of the box gives less.
func (e *eye) flat(box [4]int32) float64 {
	lon, lat := e.gaps(box)
	lon *= e.cos
	return lon*lon + lat*lat
}

// toVertex says which of two points looks nearer, on a plane: a guess, no bound.
func (e *eye) toVertex(q [2]int32) float64 {
	lon, lat := float64(q[0])/Units-e.p[0], float64(q[1])/Units-e.p[1]
	if lon > 180 {
		lon -= 360
	} else if lon < -180 {
		lon += 360
	}
	lon *= e.cos
	return lon*lon + lat*lat
}

// turn brings an eastward angle of less than a turn into 0..360.
func turn(d float64) float64 {
	if d < 0 {
		return d + 360
	}
	return d
}

// sieve lets the edges through that may come within a reach of a point.
type sieve struct {
	frame   [4]int32
	x, y    float64 // the point, in units
	cos     float64 // the least of the frame; 0: the frame alone decides
	most    float64 // square of the reach, in units of latitude
	checked bool
}

// Within such a reach, and away from the poles, the plane is right to a hundredth.
const (
	sieveReach = 300_000 // metres
	sieveLat   = 80      // degrees
	sieveSlack = 1.01
)

func newSieve(p orb.Point, reach float64) sieve {
	s := sieve{frame: frameOf(p, geo.Metres(reach))}
	if reach < sieveReach && math.Abs(p[1]) < sieveLat && s.frame[2]-s.frame[0] < 90*Units { // not the whole Earth
		far := math.Abs(p[1]) + reach/leastRadius/rad
		most := reach / leastRadius / rad * Units * sieveSlack
		s.x, s.y, s.cos, s.most, s.checked = p[0]*Units, p[1]*Units, math.Cos(far*rad), most*most, true
	}
	return s
}

// passes reports that the edge from a to b may come within reach. With the shortest parallel of the frame for all, an edge on
// the plane is nearer than on Earth.
func (s *sieve) passes(a, b [2]int32) bool {
	if !overlap([4]int32{min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])}, s.frame) {
		return false
	}
	if !s.checked {
		return true
	}
	ax, ay := (float64(a[0])-s.x)*s.cos, float64(a[1])-s.y
	dx, dy := float64(b[0]-a[0])*s.cos, float64(b[1]-a[1])
	if long := dx*dx + dy*dy; long > 0 {
		t := min(1, max(0, -(ax*dx+ay*dy)/long))
		ax, ay = ax+t*dx, ay+t*dy
	}
	return ax*ax+ay*ay <= s.most
}
