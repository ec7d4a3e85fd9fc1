package geodesic

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"sitmap/geo"
)

// slowNearest looks at many points of every edge.
func slowNearest(p orb.Point, line orb.LineString) geo.Metres {
	best := geo.Metres(math.Inf(1))
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		dx := lonStep(a[0], b[0])
		low, high := 0.0, 1.0
		for range 7 { // ever finer around the best
			at, step := low, (high-low)/40
			for k := range 41 {
				t := low + float64(k)*step
				if d := Distance(p, orb.Point{a[0] + dx*t, a[1] + (b[1]-a[1])*t}); d <= best {
					best, at = d, t
				}
			}
			low, high = math.Max(0, at-2*step), math.Min(1, at+2*step)
		}
	}
	return best
}

func TestNearestAgainstSearch(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for n := range 45 {
		size := []float64{0.01, 0.5, 4}[n%3]
		start := orb.Point{rng.Float64()*360 - 180, rng.Float64()*150 - 75}
		line := orb.LineString{start}
		for range 12 {
			last := line[len(line)-1]
			line = append(line, orb.Point{wrap(last[0] + rng.NormFloat64()*size), math.Max(-89, math.Min(89, last[1]+rng.NormFloat64()*size))})
		}
		p := orb.Point{wrap(start[0] + rng.NormFloat64()*size*3), math.Max(-89, math.Min(89, start[1]+rng.NormFloat64()*size*3))}
		got, q, err := DistanceToLine(p, line)
		want := slowNearest(p, line)
		if err != nil || math.Abs(float64(got-want)) > 1e-3+1e-9*float64(want) {
			t.Errorf("line %d (size %v): %.4f m at %v (%v), want %.4f", n, size, float64(got), q, err, float64(want))
		}
		if d := Distance(p, q); math.Abs(float64(d-got)) > 1e-6 {
			t.Errorf("line %d: the nearest point lies %v m off, not %v", n, d, got)
		}
	}
}

func TestNearestKeepsTheParallel(t *testing.T) {
	// An edge along 49 N bulges 30 km if it is taken for a geodesic.
	d, q, err := DistanceToLine(orb.Point{-105, 49.1}, orb.LineString{{-114, 49}, {-96, 49}})
	if err != nil || math.Abs(float64(d)-11121) > 15 || math.Abs(q[1]-49) > 1e-9 {
		t.Errorf("%v m at %v (%v), want about 11121 m on 49 N", d, q, err)
	}
}

func TestNearestWhere(t *testing.T) {
	s := NewShape(orb.LineString{{10, 10}, {10, 11}, {10, 12}}, orb.LineString{{179.9, 0}, {-179.9, 0}}, orb.LineString{{0, 80}})
	for _, v := range []struct {
		p            orb.Point
		line, vertex int
		want         orb.Point
	}{
		{orb.Point{9, 10.2}, 0, 0, orb.Point{10, 10.2}},
		{orb.Point{11, 11.7}, 0, 1, orb.Point{10, 11.7}},
		{orb.Point{180, 0.1}, 1, 0, orb.Point{180, 0}},
		{orb.Point{-179.95, -0.1}, 1, 0, orb.Point{-179.95, 0}},
		{orb.Point{90, 85}, 2, 0, orb.Point{0, 80}},
	} {
		hit, ok := s.Nearest(v.p)
		if !ok || hit.Line != v.line || hit.Vertex != v.vertex || Distance(hit.Point, v.want) > 200 {
			t.Errorf("nearest to %v: %+v %v, want line %d, vertex %d, %v", v.p, hit, ok, v.line, v.vertex, v.want)
		}
	}
	if hit, ok := s.Within(orb.Point{9, 10.2}, 1000); ok {
		t.Errorf("within 1 km: %+v", hit)
	}
	if _, ok := s.Within(orb.Point{9.999, 10.2}, 1000); !ok {
		t.Error("110 m off is not within 1 km")
	}
}

func TestEmptyShape(t *testing.T) {
	if _, _, err := DistanceToLine(orb.Point{1, 1}); !errors.Is(err, ErrEmpty) {
		t.Errorf("no line: %v", err)
	}
	if _, _, err := DistanceToLine(orb.Point{1, 99}, orb.LineString{{0, 0}, {1, 1}}); !errors.Is(err, ErrEmpty) {
		t.Errorf("bad point: %v", err)
	}
	if _, _, err := DistanceToPolygon(orb.Point{1, 1}, nil); !errors.Is(err, ErrEmpty) {
		t.Errorf("no area: %v", err)
	}
}

func TestInPolygon(t *testing.T) {
	square := orb.Ring{{0, 0}, {10, 0}, {10, 10}, {0, 10}, {0, 0}}
	hole := orb.Ring{{4, 4}, {6, 4}, {6, 6}, {4, 6}, {4, 4}}
	fiji := orb.Ring{{177, -19}, {-178, -19}, {-178, -16}, {177, -16}, {177, -19}}
	arctic := orb.Ring{{-180, 80}, {-90, 80}, {0, 80}, {90, 80}, {180, 80}, {180, 90}, {-180, 90}, {-180, 80}}
	antarctic := orb.Ring{{-180, -90}, {180, -90}, {180, -70}, {90, -70}, {0, -70}, {-90, -70}, {-180, -70}, {-180, -90}}
	world := orb.Ring{{-180, -90}, {180, -90}, {180, 90}, {-180, 90}, {-180, -90}}
	for _, v := range []struct {
		name string
		area orb.MultiPolygon
		p    orb.Point
		want bool
	}{
		{"inside", orb.MultiPolygon{{square}}, orb.Point{5, 5}, true},
		{"outside", orb.MultiPolygon{{square}}, orb.Point{15, 5}, false},
		{"hole", orb.MultiPolygon{{square, hole}}, orb.Point{5, 5}, false},
		{"beside the hole", orb.MultiPolygon{{square, hole}}, orb.Point{5, 3}, true},
		{"far side", orb.MultiPolygon{{square}}, orb.Point{-175, 5}, false},
		{"west of 180", orb.MultiPolygon{{fiji}}, orb.Point{179, -17}, true},
		{"east of 180", orb.MultiPolygon{{fiji}}, orb.Point{-179, -17}, true},
		{"not the rest", orb.MultiPolygon{{fiji}}, orb.Point{0, -17}, false},
		{"arctic", orb.MultiPolygon{{arctic}}, orb.Point{45, 85}, true},
		{"not arctic", orb.MultiPolygon{{arctic}}, orb.Point{45, 75}, false},
		{"antarctic", orb.MultiPolygon{{antarctic}}, orb.Point{45, -85}, true},
		{"not antarctic", orb.MultiPolygon{{antarctic}}, orb.Point{45, -65}, false},
		{"world", orb.MultiPolygon{{world}}, orb.Point{-77, 12}, true},
	} {
		if got := InPolygon(v.p, v.area); got != v.want {
			t.Errorf("%s: %v in area: %v, want %v", v.name, v.p, got, v.want)
		}
	}
	if d, q, err := DistanceToPolygon(orb.Point{5, 5}, orb.MultiPolygon{{square, hole}}); err != nil || d < 100e3 || d > 112e3 {
		t.Errorf("from the hole: %v at %v, %v", d, q, err)
	}
}
