package geodesic

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"sitmap/geo"
)

// A line on the ellipsoid is at least minScale and at most maxScale times as
// long as on a sphere of radius 1 with the same latitudes: the least and greatest
// radius of curvature.
const (
	minScale = 6335439.3
	maxScale = 6399593.7
)

// longEdge is the length in degrees above which an edge is cut, so that the
// bounds below stay tight.
const longEdge = 0.25

// chunkSize is the number of edges that share one bounding circle.
const chunkSize = 16

// Shape is a set of lines prepared for [Shape.Nearest]. It does not change after
// [NewShape] and may be used by several goroutines.
type Shape struct {
	edges  []edge
	chunks []chunk
}

type edge struct {
	a, b orb.Point // b's longitude is continued from a's: beyond ±180 when the edge crosses
	line int32     // which of the lines
	from int32     // index of the vertex at or before a
}

// chunk bounds edges[from:to] by a circle on the sphere.
type chunk struct {
	centre   vec
	radius   float64 // radians
	from, to int32
}

// NewShape prepares lines (lon, lat). Rings go in as closed lines. Points that
// are not finite are left out; a line of one point counts as that point.
func NewShape(lines ...orb.LineString) *Shape {
	s := new(Shape)
	for i, line := range lines {
		s.addLine(line, int32(i))
	}
	for from := 0; from < len(s.edges); from += chunkSize {
		to := min(from+chunkSize, len(s.edges))
		s.chunks = append(s.chunks, s.bound(from, to))
	}
	return s
}

func (s *Shape) addLine(line orb.LineString, number int32) {
	last := -1
	for i, p := range line {
		if !valid(p) || math.IsInf(p[1], 0) || math.IsNaN(p[1]) {
			continue
		}
		if last < 0 {
			if i == len(line)-1 {
				s.edges = append(s.edges, edge{p, p, number, int32(i)})
			}
			last = i
			continue
		}
		s.addEdge(line[last], p, number, int32(last))
		last = i
	}
}

func (s *Shape) addEdge(a, b orb.Point, line, from int32) {
	dx, dy := lonStep(a[0], b[0]), b[1]-a[1]
	n := max(1, int(math.Ceil(max(math.Abs(dx), math.Abs(dy))/longEdge)))
	prev := a
	for k := 1; k <= n; k++ {
		t := float64(k) / float64(n)
		next := orb.Point{a[0] + dx*t, a[1] + dy*t}
		if k == n {
			next[1] = b[1]
		}
		s.edges = append(s.edges, edge{prev, next, line, from})
		prev = next
	}
}

// lonStep is the way from longitude a to b: the short way round, but from one
// end of the map to the other (exactly 360 degrees) all the way.
func lonStep(a, b float64) float64 {
	d := b - a
	if math.Abs(d) <= 180 || math.Abs(d) == 360 {
		return d
	}
	return math.Remainder(d, 360)
}

func (s *Shape) bound(from, to int) chunk {
	var sum vec
	for _, e := range s.edges[from:to] {
		sum = sum.plus(unit(e.a)).plus(unit(e.b))
	}
	c := chunk{centre: sum.unit(), from: int32(from), to: int32(to)}
	for _, e := range s.edges[from:to] {
		far := max(c.centre.angle(unit(e.a)), c.centre.angle(unit(e.b)))
		c.radius = max(c.radius, far+e.bulge())
	}
	return c
}

// bulge bounds how far the edge, straight in longitude and latitude, strays from
// the great circle between its ends, in radians.
func (e *edge) bulge() float64 {
	dx, dy := math.Abs(e.b[0]-e.a[0])*(math.Pi/180), math.Abs(e.b[1]-e.a[1])*(math.Pi/180)
	return dx * (dx/2 + 2*dy) / 8
}

// Len counts the edges.
func (s *Shape) Len() int { return len(s.edges) }

// Hit is the point of a shape nearest to another point.
type Hit struct {
	Distance geo.Metres
	Point    orb.Point // lon, lat
	Line     int       // which of the lines given to NewShape
	Vertex   int       // index in that line of the vertex at or before Point
}

// Nearest finds the point of the shape nearest to p (lon, lat), within 1 mm. It
// reports false for an empty shape and a point that is not valid.
func (s *Shape) Nearest(p orb.Point) (Hit, bool) {
	return s.Within(p, geo.Metres(math.Inf(1)))
}

// Within is Nearest for callers that care only about a distance up to limit; it
// reports false when nothing is that close.
func (s *Shape) Within(p orb.Point, limit geo.Metres) (Hit, bool) {
	best := Hit{Distance: limit}
	if len(s.edges) == 0 || !valid(p) {
		return best, false
	}
	v := unit(p)
	order := s.order(v, float64(limit))
	found := false
	for _, o := range order {
		if o.least*minScale > float64(best.Distance) {
			break
		}
		if s.search(p, v, s.chunks[o.chunk], &best) {
			found = true
		}
	}
	return best, found
}

type bounded struct {
	least float64
	chunk int32
}

// order lists the chunks that may hold the nearest edge, nearest bound first.
func (s *Shape) order(v vec, limit float64) []bounded {
	most := limit / minScale
	var out []bounded
	for i := range s.chunks {
		c := &s.chunks[i]
		d := c.centre.angle(v)
		if least := d - c.radius; least <= most {
			out = append(out, bounded{max(0, least), int32(i)})
			most = min(most, (d+c.radius)*(maxScale/minScale))
		}
	}
	kept := out[:0]
	for _, o := range out {
		if o.least <= most {
			kept = append(kept, o)
		}
	}
	slices.SortFunc(kept, func(a, b bounded) int {
		switch {
		case a.least < b.least:
			return -1
		case a.least > b.least:
			return 1
		}
		return int(a.chunk - b.chunk)
	})
	return kept
}

// search refines best with the edges of one chunk: first the edge that looks
// nearest on the sphere, then the others that could still beat it.
func (s *Shape) search(p orb.Point, v vec, c chunk, best *Hit) bool {
	var angles [chunkSize]float64
	edges := s.edges[c.from:c.to]
	first := 0
	for i := range edges {
		angles[i] = v.toSegment(unit(edges[i].a), unit(edges[i].b)) - edges[i].bulge()
		if angles[i] < angles[first] {
			first = i
		}
	}
	found := false
	try := func(i int) {
		if max(0, angles[i])*minScale > float64(best.Distance) {
			return
		}
		d, q, end := edges[i].nearest(p)
		if d < best.Distance || (!found && d == best.Distance) {
			at := int(edges[i].from)
			if end && i+1 < len(edges) && edges[i+1].line == edges[i].line {
				at = int(edges[i+1].from)
			}
			*best = Hit{d, q, int(edges[i].line), at}
			found = true
		}
	}
	try(first)
	for i := range edges {
		if i != first {
			try(i)
		}
	}
	return found
}

// nearest finds the point of the edge nearest to p: from a point of the edge, the
// foot on its direction by a right-angled triangle on the sphere, and again from
// there. It reports whether the foot is the end of the edge.
func (e *edge) nearest(p orb.Point) (geo.Metres, orb.Point, bool) {
	dx, dy := e.b[0]-e.a[0], e.b[1]-e.a[1]
	at := func(t float64) orb.Point { return orb.Point{wrap(e.a[0] + dx*t), e.a[1] + dy*t} }
	t := 0.5
	if dx == 0 && dy == 0 {
		q := at(0)
		return Distance(q, p), q, false
	}
	var d geo.Metres
	var q orb.Point
	for range 12 {
		q = at(t)
		var az geo.Degrees
		d, az, _ = Inverse(q, p)
		east, north := metresPerDegree(q[1])
		vx, vy := dx*east, dy*north
		speed := math.Hypot(vx, vy)
		if speed == 0 || d == 0 {
			break
		}
		sin, cos := sincosd(float64(az))
		along := (vx*sin + vy*cos) / speed
		r := float64(d) / equatorRadius
		step := math.Atan2(math.Sin(r)*along, math.Cos(r)) * equatorRadius / speed
		next := min(1, max(0, t+step))
		if math.Abs(next-t)*speed < 5e-5 {
			break
		}
		t = next
	}
	return d, q, t == 1
}

// metresPerDegree gives the ground length of a degree of longitude and of
// latitude at a latitude.
func metresPerDegree(lat float64) (east, north float64) {
	s, c := sincosd(lat)
	w2 := 1 - ecc2*s*s
	n := equatorRadius / math.Sqrt(w2)
	return n * c * (math.Pi / 180), n * (1 - ecc2) / w2 * (math.Pi / 180)
}
