package regions

import (
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

func TestSketch(t *testing.T) {
	b, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, country := range []string{"UA", "RU", "LB", "MC", "FJ"} {
		full, s := b.Outline(country), b.Sketch(country)
		if len(s) == 0 || points(s) > 8000 || points(s) > points(full) {
			t.Errorf("%s: %d parts with %d points, from %d", country, len(s), points(s), points(full))
		}
		if a, f := planar.Area(s), planar.Area(full); a < 0.9*f || a > 1.1*f {
			t.Errorf("%s: area %.3f, the outline has %.3f", country, a, f)
		}
	}
	if b.Sketch("??") != nil {
		t.Error("an unknown country has a sketch")
	}
	if !planar.MultiPolygonContains(b.Sketch("UA"), orb.Point{30.52, 50.45}) {
		t.Error("Kyiv is outside the sketch of Ukraine")
	}
}

func points(mp orb.MultiPolygon) (n int) {
	for _, p := range mp {
		for _, r := range p {
			n += len(r)
		}
	}
	return n
}
