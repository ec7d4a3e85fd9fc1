package zone

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/ringsaturn/tzf"
)

// TestBesideTZF compares zones with those of tzf's own finder. They may differ where two
// zones share a border to the last digit, or overlap.
func TestBesideTZF(t *testing.T) {
	other, err := tzf.NewDefaultFinder()
	if err != nil {
		t.Fatal(err)
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	const points = 30_000
	differ, unknown := 0, 0
	for i := range points {
		p := orb.Point{rnd.Float64()*360 - 180, math.Asin(rnd.Float64()*2-1) * 180 / math.Pi}
		if i%2 == 0 { // where the borders are dense
			p = orb.Point{20 + rnd.Float64()*40, 40 + rnd.Float64()*20}
		}
		want, got := other.GetTimezoneName(p[0], p[1]), ""
		if loc := At(p); loc != nil {
			got = loc.String()
		}
		if got == "" {
			unknown++
		}
		if got != want {
			if differ++; differ < 5 {
				t.Logf("%v: %s here, %s by tzf", p, got, want)
			}
		}
	}
	if differ > points/500 || unknown > points/1000 {
		t.Errorf("of %d points %d have another zone than by tzf, and %d none", points, differ, unknown)
	}
}

func BenchmarkRead(b *testing.B) {
	for b.Loop() {
		if _, err := readBorders(); err != nil {
			b.Fatal(err)
		}
	}
}
