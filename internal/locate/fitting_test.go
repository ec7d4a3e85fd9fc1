package locate

import (
	"testing"

	"sitmap/gazetteer"
	"sitmap/gazetteer/resolve"
	"sitmap/geo"
	"sitmap/geo/geodesic"
	"sitmap/internal/event"
	"sitmap/internal/extract"
)

// TestStatedPositionTellsNamesakes: of two places of a name the one that lies where the report
// says is meant, and nothing changes where the words fit none or say nothing.
func TestStatedPositionTellsNamesakes(t *testing.T) {
	anchor := resolved("anchor", gazetteer.ClassSettlement, 20_000, 34.5, 50.6)
	there := geodesic.Direct(anchor.Chosen.Place.Point, 45, 15*geo.Kilometre)
	far := resolved("far", gazetteer.ClassSettlement, 6_000, 34.2, 51.2)
	far.P, far.Chosen.P = .6, .6
	rival := resolved("there", gazetteer.ClassSettlement, -1, there[0], there[1])
	rival.Chosen.P = .38
	far.Alternatives = []resolve.Candidate{*rival.Chosen}
	km := func(v float64) *float64 { return &v }
	deg := func(v geo.Degrees) *geo.Degrees { return &v }
	faintRival := *rival.Chosen
	faintRival.P = .01
	faintly := far
	faintly.Alternatives = []resolve.Candidate{faintRival}
	for _, c := range []struct {
		name string
		r    resolve.Resolution
		rel  *event.Relation
		want string
	}{
		{"distance and bearing", far, &event.Relation{Kind: event.Distance, Km: km(15), Bearing: deg(45)}, "there"},
		{"distance alone", far, &event.Relation{Kind: event.Distance, Km: km(15)}, "there"},
		{"bearing alone", far, &event.Relation{Kind: event.Direction, Bearing: deg(45)}, "there"},
		{"rounded", far, &event.Relation{Kind: event.Distance, Km: km(12), Bearing: deg(67.5)}, "there"},
		{"another side", far, &event.Relation{Kind: event.Distance, Km: km(15), Bearing: deg(180)}, "far"},
		{"another distance", far, &event.Relation{Kind: event.Distance, Km: km(150), Bearing: deg(45)}, "far"},
		{"a relation without figures", far, &event.Relation{Kind: event.Near}, "far"},
		{"a reading that is next to impossible", faintly, &event.Relation{Kind: event.Distance, Km: km(15), Bearing: deg(45)}, "far"},
		{"nothing stated", far, nil, "far"},
	} {
		p := extract.Place{Mention: 0}
		if c.rel != nil {
			p.Stated = &extract.Stated{Mention: 1, Relation: *c.rel}
		}
		got := fitting(c.r, p, []resolve.Resolution{c.r, anchor})
		if got.Chosen.Place.Name != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got.Chosen.Place.Name, c.want)
		}
		if len(got.Alternatives) != 1 || got.P != got.Chosen.P || got.P > 1 {
			t.Errorf("%s: got p %v and %d alternatives", c.name, got.P, len(got.Alternatives))
		}
	}
	if far.Chosen.Place.Name != "far" || far.Alternatives[0].P != .38 {
		t.Error("the resolution that was given is changed")
	}
}
