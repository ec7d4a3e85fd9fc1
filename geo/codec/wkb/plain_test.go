package wkb

import (
	"bytes"
	"math"
	"testing"

	"github.com/paulmach/orb"
)

// TestPlain compares the short way with the long one.
func TestPlain(t *testing.T) {
	ring := orb.Ring{{35, 51}, {36.5, 51.25}, {35.1, 52}, {35, 51}}
	short := 0
	for _, g := range []orb.Geometry{
		orb.Point{35.33, 51.1},
		orb.Point{-180, 90},
		orb.Point{0, 0},
		orb.Point{math.NaN(), 1},
		orb.Point{1, math.Inf(1)},
		orb.MultiPolygon{{ring}},
		orb.MultiPolygon{{ring}, {ring}},
		orb.MultiPolygon{{ring, ring}},
		orb.MultiPolygon{{ring[:3]}},
		orb.MultiPolygon{},
		orb.MultiPolygon{{{{0, 0}, {math.Inf(-1), 0}, {1, 1}, {0, 0}}}},
		orb.Polygon{ring},
		orb.LineString{{1, 2}, {3, 4}},
	} {
		fast := plain(g, 4326)
		if fast == nil {
			continue
		}
		short++
		body, err := Marshal(g)
		if err != nil {
			t.Fatalf("%v: %v", g, err)
		}
		if !bytes.HasSuffix(fast, body) {
			t.Errorf("%v: got % x, want an end of % x", g, fast, body)
		}
		back, h, err := UnmarshalGeoPackage(fast)
		if err != nil || !orb.Equal(back, g) || h.SRID != 4326 {
			t.Errorf("%v: came back as %v, %+v, %v", g, back, h, err)
		}
		if b, ok, err := BoundOf(fast); err != nil || !ok || b != g.Bound() {
			t.Errorf("%v: bound %v, %v, %v", g, b, ok, err)
		}
		if cap(fast) != len(fast) {
			t.Errorf("%v: %d bytes in memory of %d", g, len(fast), cap(fast))
		}
	}
	if short != 4 {
		t.Errorf("%d geometries went the short way, want 4", short)
	}
}
