package geodesic

import (
	"math"

	"github.com/paulmach/orb"
)

// vec is a direction from the centre of a sphere that has the same latitudes and
// longitudes as the ellipsoid. It serves for bounds, never for answers.
type vec [3]float64

func unit(p orb.Point) vec {
	sLat, cLat := sincosd(p[1])
	sLon, cLon := sincosd(p[0])
	return vec{cLat * cLon, cLat * sLon, sLat}
}

func (v vec) plus(w vec) vec { return vec{v[0] + w[0], v[1] + w[1], v[2] + w[2]} }

func (v vec) dot(w vec) float64 { return v[0]*w[0] + v[1]*w[1] + v[2]*w[2] }

func (v vec) cross(w vec) vec {
	return vec{v[1]*w[2] - v[2]*w[1], v[2]*w[0] - v[0]*w[2], v[0]*w[1] - v[1]*w[0]}
}

func (v vec) norm() float64 { return math.Sqrt(v.dot(v)) }

func (v vec) unit() vec {
	n := v.norm()
	if n == 0 {
		return vec{1, 0, 0}
	}
	return vec{v[0] / n, v[1] / n, v[2] / n}
}

// angle is the angle between two unit vectors, in radians.
func (v vec) angle(w vec) float64 {
	d := vec{v[0] - w[0], v[1] - w[1], v[2] - w[2]}
	return 2 * math.Asin(math.Min(1, d.norm()/2))
}

// toSegment is the angle from v to the arc of the great circle from a to b.
func (v vec) toSegment(a, b vec) float64 {
	n := a.cross(b)
	if l := n.norm(); l > 1e-15 {
		n = vec{n[0] / l, n[1] / l, n[2] / l}
		if n.cross(a).dot(v) >= 0 && n.cross(b).dot(v) <= 0 {
			return math.Abs(math.Asin(math.Max(-1, math.Min(1, n.dot(v)))))
		}
	}
	return math.Min(v.angle(a), v.angle(b))
}
