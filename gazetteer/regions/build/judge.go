package main

import (
	"math"

	"github.com/paulmach/orb"

	"sitmap/gazetteer/regions"
)

// sides says what an arc parts in each worldview: country codes left and right,
// "" for water.
type sides struct {
	owner     [2][2]string
	contested bool
}

// judge asks the full data on both sides of every arc, a third of a metre off the
// middle of its longest edge.
func (t *topology) judge() ([]sides, error) {
	m, _ := t.model("", func(i int) []pt { return t.arcs[i].points }, func(int) bool { return true })
	raw, err := m.Bytes()
	if err != nil {
		return nil, err
	}
	b, err := regions.FromBytes(raw)
	if err != nil {
		return nil, err
	}
	out := make([]sides, len(t.arcs))
	for i := range t.arcs {
		left, right := besides(t.arcs[i].points)
		points := [2]orb.Point{left, right}
		claims := [2][]string{b.Claims(left), b.Claims(right)}
		var names [2]string
		for k := range claims {
			for w, view := range regions.Worldviews() {
				owner, d := regions.Resolve(view, claims[k], points[k])
				out[i].owner[w][k] = owner
				if len(claims[k]) > 1 && d.Note != "" {
					names[k] = d.Name
				}
			}
		}
		out[i].contested = names[0] != names[1]
		if coast := claims[0] == nil || claims[1] == nil; coast {
			out[i].contested = false
		}
	}
	return out, nil
}

// besides gives a point close to the left and one close to the right of an arc.
func besides(p []pt) (left, right orb.Point) {
	best, length := 1, -1.0
	for i := 1; i < len(p); i++ {
		east, north := metresPerUnit(p[i][1])
		if l := math.Hypot(float64(p[i][0]-p[i-1][0])*east, float64(p[i][1]-p[i-1][1])*north); l > length {
			best, length = i, l
		}
	}
	a, b := p[best-1], p[best]
	dx, dy := float64(b[0]-a[0]), float64(b[1]-a[1])
	l := math.Hypot(dx, dy)
	x, y := (float64(a[0])+float64(b[0]))/2, (float64(a[1])+float64(b[1]))/2
	const off = 0.3 // units of 1e-5 degrees
	return orb.Point{(x - dy/l*off) / 1e5, (y + dx/l*off) / 1e5}, orb.Point{(x + dy/l*off) / 1e5, (y - dx/l*off) / 1e5}
}
