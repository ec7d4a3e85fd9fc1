package locate

import (
	"testing"

	"sitmap/gazetteer"
	"sitmap/gazetteer/data"
	"sitmap/gazetteer/resolve"
	"sitmap/geo/geodesic"
	"sitmap/internal/event"
	"sitmap/internal/extract"
)

// TestSeat puts events in a first-order area at its seat, also where the seat is an area of
// its own, and leaves the mention and other relations at the area's point.
func TestSeat(t *testing.T) {
	ix, err := data.Default()
	if err != nil {
		t.Skipf("no gazetteer: %v", err)
	}
	l := New(nil, ix)
	for _, c := range []struct{ country, seat string }{
		{"UA.18", "Poltava"}, {"UA.13", "Kyiv"}, {"RU.41", "Kursk"},
	} {
		area, ok := ix.Admin1Ref(c.country[:2], c.country[3:])
		if !ok {
			t.Errorf("%s: no such area", c.country)
			continue
		}
		p := ix.Place(area)
		r := resolve.Resolution{Chosen: &resolve.Candidate{Ref: area, Place: p}}
		at := l.location(r, event.Relation{Kind: event.At}, nil, &extract.Draft{})
		ref, ok := l.seats.of(p)
		if !ok || ix.Name(ref) != c.seat || at.Point != ix.Point(ref) || at.GeoPrecision != 3 || at.Method != MethodSeat {
			t.Errorf("%s: %v %v, precision %d, method %q; want the point of %s", p.Name, ok, at.Point, at.GeoPrecision, at.Method, c.seat)
		}
		if in, _ := l.radii(p); at.Radius < in+geodesic.Distance(at.Point, p.Point) || at.Place.Point != p.Point {
			t.Errorf("%s: radius %v does not cover the area", p.Name, at.Radius)
		}
		if m, _ := l.Place(r); m.Point != p.Point {
			t.Errorf("%s: the mention moved to %v", p.Name, m.Point)
		}
	}
	town := resolved("x", gazetteer.ClassSettlement, 20_000, 37.6, 49.7)
	if loc := l.location(town, event.Relation{Kind: event.At}, nil, &extract.Draft{}); loc.Method != Method || loc.Point != town.Chosen.Place.Point {
		t.Errorf("a town moved to %v", loc.Point)
	}
}
