package geodesic

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"sitmap/geo"
)

func regions() []geo.Region {
	var out []geo.Region
	for _, c := range []orb.Point{{35.33, 51.10}, {179.99, -17}, {-180, 0}, {20, 89.95}, {0, -90}} {
		axis := orb.LineString{c, Direct(c, 60, 15e3)}
		bent := append(axis.Clone(), Direct(c, 120, 20e3), Direct(c, 200, 9e3))
		out = append(out,
			geo.Region{Kind: geo.Disc, Centre: c, Outer: 12e3},
			geo.Region{Kind: geo.Annulus, Centre: c, Inner: 4e3, Outer: 11e3},
		)
		if math.Abs(c[1]) < 80 { // near a pole these are rough
			out = append(out,
				geo.Region{Kind: geo.Sector, Centre: c, Inner: 3e3, Outer: 15e3, Bearing: 350, HalfAngle: 30},
				geo.Region{Kind: geo.Sector, Centre: c, Outer: 15e3, Bearing: 180, HalfAngle: 100},
				geo.Region{Kind: geo.Capsule, Axis: axis, Outer: 3e3}, geo.Region{Kind: geo.Buffer, Axis: bent, Outer: 2e3})
		}
	}
	return out
}

// TestOutlineAgreesWithContains draws points at random: those inside the drawn
// outline must lie in the region and the other way round, but for a thin edge.
func TestOutlineAgreesWithContains(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for _, r := range regions() {
		middle := r.Centre
		if len(r.Axis) > 0 {
			middle = r.Axis[0]
		}
		t.Run(fmt.Sprint(r.Kind, middle), func(t *testing.T) {
			area, err := Outline(r, 128)
			if err != nil {
				t.Fatal(err)
			}
			wellFormed(t, area)
			in, wrong := 0, 0
			for range 2000 {
				p := Direct(middle, geo.Degrees(rng.Float64()*360), geo.Metres(math.Sqrt(rng.Float64())*25e3))
				want := Contains(r, p)
				if want {
					in++
				}
				if InPolygon(p, area) != want {
					if d, _, err := DistanceToLine(p, Rings(area)...); err != nil || d > 40 {
						wrong++
						t.Logf("%v: contained %v, but %v m from the outline", p, want, d)
					}
				}
			}
			if wrong > 0 || in < 50 {
				t.Errorf("%d of 2000 points wrong, %d inside", wrong, in)
			}
		})
	}
}

// wellFormed checks what RFC 7946 asks of areas.
func wellFormed(t *testing.T, area orb.MultiPolygon) {
	t.Helper()
	for _, polygon := range area {
		for i, ring := range polygon {
			if len(ring) < 4 || ring[0] != ring[len(ring)-1] {
				t.Errorf("ring of %d points is not closed", len(ring))
			}
			if want := i == 0; (ring.Orientation() == orb.CCW) != want {
				t.Errorf("ring %d winds the wrong way", i)
			}
			for k, p := range ring {
				if !(p[0] >= -180 && p[0] <= 180 && p[1] >= -90 && p[1] <= 90) {
					t.Errorf("point %v is not on the map", p)
				}
				if k > 0 && math.Abs(p[0]-ring[k-1][0]) > 180 && math.Abs(p[1]) != 90 {
					t.Errorf("edge %v to %v crosses the map", ring[k-1], p)
				}
			}
		}
	}
}

func TestBufferStaysInArea(t *testing.T) {
	r := geo.Region{
		Kind: geo.Buffer, Axis: orb.LineString{{35, 51}, {35.2, 51.1}}, Outer: 5e3,
		Area: orb.MultiPolygon{{{{35, 50.9}, {35.5, 50.9}, {35.5, 51.2}, {35, 51.2}, {35, 50.9}}}},
	}
	area, err := Outline(r, 64)
	if err != nil {
		t.Fatal(err)
	}
	for _, ring := range Rings(area) {
		for _, p := range ring {
			if p[0] < 35-1e-5 {
				t.Errorf("outline leaves the area at %v", p)
			}
		}
	}
	for _, v := range []struct {
		p    orb.Point
		want bool
	}{{orb.Point{34.99, 51}, false}, {orb.Point{35.01, 51}, true}, {orb.Point{35.3, 51}, false}} {
		if got := Contains(r, v.p); got != v.want {
			t.Errorf("contains %v: %v", v.p, got)
		}
		if got := InPolygon(v.p, area); got != v.want {
			t.Errorf("drawn around %v: %v", v.p, got)
		}
	}
}

func TestZeroRegion(t *testing.T) {
	if Contains(geo.Region{}, orb.Point{}) || !(geo.Region{}).IsZero() {
		t.Error("the zero region is not empty")
	}
}
