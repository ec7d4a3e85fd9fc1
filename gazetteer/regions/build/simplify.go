package main

import "math"

// simplify drops points of an arc that lie within tolerance metres of the line
// that stays (Douglas and Peucker), measured on the ellipsoid. The ends stay; a
// closed arc keeps at least a triangle.
func simplify(p []pt, tolerance float64) []pt {
	if len(p) <= 2 || tolerance <= 0 {
		return p
	}
	keep := make([]bool, len(p))
	keep[0], keep[len(p)-1] = true, true
	type span struct{ a, b int }
	todo := []span{{0, len(p) - 1}}
	if p[0] == p[len(p)-1] {
		m := farthest(p, 0, len(p)-1, tolerance)
		if m.at < 0 {
			m.at = len(p) / 2
		}
		keep[m.at] = true
		todo = []span{{0, m.at}, {m.at, len(p) - 1}}
		if len(p) >= 4 { // a third corner
			k, left := m.at, farthest(p, 0, m.at, 0)
			right := farthest(p, k, len(p)-1, 0)
			if left.dist >= right.dist && left.at > 0 {
				keep[left.at] = true
				todo = []span{{0, left.at}, {left.at, k}, {k, len(p) - 1}}
			} else if right.at > 0 {
				keep[right.at] = true
				todo = []span{{0, k}, {k, right.at}, {right.at, len(p) - 1}}
			}
		}
	}
	for len(todo) > 0 {
		s := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if f := farthest(p, s.a, s.b, tolerance); f.at >= 0 {
			keep[f.at] = true
			todo = append(todo, span{s.a, f.at}, span{f.at, s.b})
		}
	}
	var out []pt
	for i, k := range keep {
		if k {
			out = append(out, p[i])
		}
	}
	return out
}

type far struct {
	at   int // -1: none beyond the tolerance
	dist float64
}

func farthest(p []pt, a, b int, tolerance float64) far {
	best := far{-1, tolerance}
	for i := a + 1; i < b; i++ {
		if d := offLine(p[i], p[a], p[b]); d > best.dist {
			best = far{i, d}
		}
	}
	return best
}

// offLine is the distance in metres of q from the straight edge a b, in the plane
// that touches the ellipsoid at q.
func offLine(q, a, b pt) float64 {
	east, north := metresPerUnit(q[1])
	ax, ay := float64(a[0]-q[0])*east, float64(a[1]-q[1])*north
	bx, by := float64(b[0]-q[0])*east, float64(b[1]-q[1])*north
	dx, dy := bx-ax, by-ay
	t := 0.0
	if l := dx*dx + dy*dy; l > 0 {
		t = math.Max(0, math.Min(1, -(ax*dx+ay*dy)/l))
	}
	return math.Hypot(ax+t*dx, ay+t*dy)
}

// metresPerUnit gives the ground length of a step of longitude and of latitude
// on WGS 84.
func metresPerUnit(lat int32) (east, north float64) {
	const a, e2 = 6378137.0, 6.69437999014e-3
	s, c := math.Sincos(float64(lat) / 1e5 * math.Pi / 180)
	w := 1 - e2*s*s
	n := a / math.Sqrt(w)
	return n * c * math.Pi / 180 / 1e5, n * (1 - e2) / w * math.Pi / 180 / 1e5
}

// extent is the area of a ring in square kilometres.
func extent(r ring) float64 {
	var sum float64
	for i := range r {
		a, b := r[i], r[(i+1)%len(r)]
		sum += float64(a[0]-r[0][0])*float64(b[1]-r[0][1]) - float64(b[0]-r[0][0])*float64(a[1]-r[0][1])
	}
	east, north := metresPerUnit(r[0][1])
	return math.Abs(sum) / 2 * east * north / 1e6
}
