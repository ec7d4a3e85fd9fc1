package geojson

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

func areas(in orb.MultiPolygon) (orb.Geometry, error) {
	out := orb.MultiPolygon{}
	for _, p := range in {
		parts, err := area(p)
		if err != nil {
			return nil, err
		}
		out = append(out, parts...)
	}
	if len(out) == 1 {
		return out[0], nil
	}
	return out, nil
}

// area gives one polygon as it is to be written: one part, or several if the
// antimeridian runs through it.
func area(p orb.Polygon) ([]orb.Polygon, error) {
	if len(p) == 0 {
		return nil, nil
	}
	rings := make([]orb.Ring, len(p))
	west, east := math.Inf(1), math.Inf(-1)
	for i, r := range p {
		u, err := ring(r)
		if err != nil {
			return nil, err
		}
		if i > 0 {
			u = beside(u, west, east)
		}
		w, e := span(u)
		west, east = min(west, w), max(east, e)
		rings[i] = u
	}
	first, last := turns(west, east)
	if first == last {
		return []orb.Polygon{wind(shifted(rings, first))}, nil
	}
	var out []orb.Polygon
	for k := first; k <= last; k++ {
		part := rings
		if k > first {
			part = half(part, 360*float64(k)-180, true)
		}
		if k < last {
			part = half(part, 360*float64(k)+180, false)
		}
		out = append(out, nest(shifted(part, k))...)
	}
	return out, nil
}

// ring checks and unwraps a ring. One that goes around a pole is closed along it.
func ring(r orb.Ring) (orb.Ring, error) {
	if len(r) < 4 || r[0] != r[len(r)-1] {
		return nil, fmt.Errorf("%w: a ring needs 4 points or more and ends where it begins; this has %d", ErrInvalid, len(r))
	}
	points, err := unwrap(r)
	if err != nil {
		return nil, err
	}
	u := orb.Ring(points)
	if u[0] == u[len(u)-1] {
		return u, nil
	}
	pole, sum := 90.0, 0.0
	for _, p := range u {
		sum += p[1]
	}
	if sum < 0 {
		pole = -90
	}
	return append(u, orb.Point{u[len(u)-1][0], pole}, orb.Point{u[0][0], pole}, u[0]), nil
}

// beside moves a hole by whole turns to where the outer ring is.
func beside(r orb.Ring, west, east float64) orb.Ring {
	w, e := span(r)
	turn := math.Round(((west+east)/2 - (w+e)/2) / 360)
	if turn == 0 {
		return r
	}
	for i := range r {
		r[i][0] += 360 * turn
	}
	return r
}

// shifted copies rings from turn k to longitudes -180 to 180.
func shifted(rings []orb.Ring, k int) []orb.Ring {
	out := make([]orb.Ring, len(rings))
	for i, r := range rings {
		out[i] = slices.Clone(r)
		for j := range out[i] {
			out[i][j][0] -= 360 * float64(k)
		}
	}
	return out
}

// wind turns the first ring counterclockwise and the others clockwise.
func wind(rings []orb.Ring) orb.Polygon {
	for i, r := range rings {
		want := orb.CCW
		if i > 0 {
			want = orb.CW
		}
		if r.Orientation() == -want {
			slices.Reverse(r)
		}
	}
	return rings
}

// chain is a run of a ring on one side of a meridian, from the meridian to the meridian.
type chain struct {
	points orb.Ring
	used   bool
}

// end is one end of a chain on the meridian.
type end struct {
	chain *chain
	tail  bool
	lat   float64
	other float64 // latitude of the chain's other end
}

// half gives the rings of what lies east or west of the meridian x. The ends of
// the runs on that side, taken from south to north, belong together in pairs:
// between the first and the second lies the area, beyond the second it does not.
func half(rings []orb.Ring, x float64, east bool) []orb.Ring {
	inside := func(p orb.Point) bool { return p[0] != x && (p[0] > x) == east }
	var out []orb.Ring
	var ends []end
	for _, r := range rings {
		chains, whole := cutRing(r, x, inside)
		if whole {
			out = append(out, r)
		}
		for _, c := range chains {
			from, to := c.points[0][1], c.points[len(c.points)-1][1]
			ends = append(ends, end{c, false, from, to}, end{c, true, to, from})
		}
	}
	slices.SortStableFunc(ends, func(a, b end) int { return cmp.Or(cmp.Compare(a.lat, b.lat), cmp.Compare(a.other, b.other)) })
	partner := map[*chain][2]end{} // by head and tail
	for i := 0; i+1 < len(ends); i += 2 {
		a, b := ends[i], ends[i+1]
		link(partner, a, b)
		link(partner, b, a)
	}
	for _, e := range ends {
		if r := follow(e.chain, partner); len(r) >= 4 && planar.Area(r) != 0 {
			out = append(out, r)
		}
	}
	return out
}

func link(partner map[*chain][2]end, from, to end) {
	p := partner[from.chain]
	if from.tail {
		p[1] = to
	} else {
		p[0] = to
	}
	partner[from.chain] = p
}

// follow walks from chain to chain until the ring closes.
func follow(c *chain, partner map[*chain][2]end) orb.Ring {
	var out orb.Ring
	forward := true
	for !c.used {
		c.used = true
		points := slices.Clone(c.points)
		next := partner[c][1]
		if !forward {
			slices.Reverse(points)
			next = partner[c][0]
		}
		out = append(out, points...)
		if next.chain == nil {
			break
		}
		c, forward = next.chain, !next.tail
	}
	if len(out) > 0 && out[0] != out[len(out)-1] {
		out = append(out, out[0])
	}
	return out
}

// cutRing gives the runs of a ring that are inside; whole means the ring never leaves.
func cutRing(r orb.Ring, x float64, inside func(orb.Point) bool) (chains []*chain, whole bool) {
	n := len(r) - 1 // the last point is the first
	start := -1
	for i := range n {
		if !inside(r[i]) {
			start = i
			break
		}
	}
	if start < 0 {
		return nil, true
	}
	var run *chain
	for i := range n {
		a, b := r[(start+i)%n], r[(start+i+1)%n]
		switch {
		case !inside(a) && inside(b):
			run = &chain{points: orb.Ring{cross(a, b, x), b}}
		case inside(a) && inside(b):
			run.points = append(run.points, b)
		case inside(a) && !inside(b):
			run.points = append(run.points, cross(a, b, x))
			chains = append(chains, run)
		}
	}
	return chains, false
}

// nest makes polygons of rings: a ring inside another is its hole.
func nest(rings []orb.Ring) []orb.Polygon {
	slices.SortStableFunc(rings, func(a, b orb.Ring) int { return cmp.Compare(math.Abs(planar.Area(b)), math.Abs(planar.Area(a))) })
	var out []orb.Polygon
next:
	for _, r := range rings {
		for i, p := range out {
			if planar.RingContains(p[0], inner(r)) {
				out[i] = append(p, r)
				continue next
			}
		}
		out = append(out, orb.Polygon{r})
	}
	for i := range out {
		out[i] = wind(out[i])
	}
	return out
}

// inner gives a point of the ring that stands for where it lies: the middle of its longest edge.
func inner(r orb.Ring) orb.Point {
	best, length := r[0], -1.0
	for i := range len(r) - 1 {
		if d := planar.DistanceSquared(r[i], r[i+1]); d > length {
			best, length = orb.Point{(r[i][0] + r[i+1][0]) / 2, (r[i][1] + r[i+1][1]) / 2}, d
		}
	}
	return best
}
