package regions

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"sitmap/geo"
	"sitmap/geo/geodesic"
)

// TestNearestAgainstAll compares the search with one over all edges: points on land, at sea, by the antimeridian and near a pole.
func TestNearestAgainstAll(t *testing.T) {
	b := open(t)
	rng := rand.New(rand.NewPCG(1, 2))
	for _, country := range []string{"UA", "RU", "FJ", "NO"} {
		c, ok := b.number(country)
		if !ok {
			t.Fatal(country)
		}
		arcs := b.outlineArcs(c).arcs
		var lines []orb.LineString
		for _, a := range arcs {
			lines = append(lines, b.file.line(nil, int(a), false))
		}
		all := geodesic.NewShape(lines...)
		found := 0
		for i := range 60 {
			p := orb.Point{20 + rng.Float64()*30, 40 + rng.Float64()*35}
			switch i % 4 {
			case 1:
				p = orb.Point{rng.Float64()*360 - 180, rng.Float64()*180 - 90}
			case 2:
				p = orb.Point{math.Copysign(180-rng.Float64()*3, rng.Float64()-.5), rng.Float64()*100 - 30}
			}
			for _, limit := range []geo.Metres{5_000, 50_000, 500_000, geo.Metres(math.Inf(1))} {
				want, wantOK := all.Within(p, limit)
				got, gotOK := b.nearest(p, arcs, limit)
				if gotOK != wantOK || gotOK && math.Abs(float64(got.Distance-want.Distance)) > .002 {
					t.Errorf("%s from %v within %.0f m: %v %v, want %v %v", country, p, limit, got.Distance, gotOK, want.Distance, wantOK)
				}
				if gotOK && limit < 1e6 {
					found++
				}
			}
		}
		if found == 0 {
			t.Errorf("%s: no point lay near it", country)
		}
	}
}

func TestDistanceWithin(t *testing.T) {
	b := open(t)
	p := orb.Point{36.23, 49.99} // Kharkiv, some 30 km from Russia
	d, at, err := b.Distance(p, "UA", "RU")
	if err != nil {
		t.Fatal(err)
	}
	if got, where, err := b.DistanceWithin(p, "UA", "RU", d+1); err != nil || got != d || where != at {
		t.Errorf("a metre more: %v %v %v, want %v %v", got, where, err, d, at)
	}
	if !b.Within(p, "UA", "RU", d+1) || b.Within(p, "UA", "RU", d-1) || b.Within(p, "UA", "UA", d+1) || b.Within(p, "UA", "NZ", d+1) {
		t.Errorf("Within disagrees with a distance of %v", d)
	}
	if got, _, err := b.DistanceWithin(p, "UA", "RU", d-1); err == nil {
		t.Errorf("a metre less: %v", got)
	}
}
