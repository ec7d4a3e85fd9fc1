package locate

import (
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"sitmap/gazetteer"
	"sitmap/gazetteer/resolve"
	"sitmap/geo"
	"sitmap/geo/geodesic"
	"sitmap/internal/event"
	"sitmap/internal/extract"
)

// riverIndex holds a river that flows south along 33° E and turns east at 46° N, and one without a course.
func riverIndex(t *testing.T) *gazetteer.Index {
	t.Helper()
	b, err := gazetteer.Encode([]gazetteer.Entry{
		{ID: "reg:flow", Name: "Flow", Class: gazetteer.ClassRiver, Point: orb.Point{33, 47}, Source: "test", Course: []orb.Point{{33, 48}, {33, 47}, {33, 46}, {35, 46}}},
		{ID: "reg:still", Name: "Still", Class: gazetteer.ClassRiver, Point: orb.Point{33, 47}, Source: "test"},
	}, gazetteer.Info{Sources: []gazetteer.Source{{Key: "test", Title: "Test", Licence: "none"}}})
	if err != nil {
		t.Fatal(err)
	}
	ix, err := gazetteer.FromBytes(b)
	if err != nil {
		t.Fatal(err)
	}
	return ix
}

func riverOf(t *testing.T, ix *gazetteer.Index, id gazetteer.ID, at orb.Point) resolve.Resolution {
	t.Helper()
	ref, ok := ix.ByID(id)
	if !ok {
		t.Fatalf("no %s", id)
	}
	p := ix.Place(ref)
	p.Point = at
	return resolve.Resolution{Chosen: &resolve.Candidate{Ref: ref, Place: p, P: .95}, P: .95, List: -1}
}

// TestBankIsTheStripOnTheNamedSide: left and right are seen downstream, in three languages, and a
// compass side is compared with the flow there.
func TestBankIsTheStripOnTheNamedSide(t *testing.T) {
	ix := riverIndex(t)
	l := New(nil, ix)
	deg := func(v geo.Degrees) *geo.Degrees { return &v }
	south, east := orb.Point{33, 46.8}, orb.Point{34, 46} // on the part that flows south, and on the one that flows east
	for _, c := range []struct {
		text    string
		bearing *geo.Degrees
		at      orb.Point
		in      geo.Degrees // the side of the bank, from the river; -1: none is drawn
	}{
		{"on the left bank of the", nil, south, 90},
		{"on the right bank of the", nil, south, 270},
		{"на лівому березі", nil, south, 90},
		{"правобережжя", nil, south, 270},
		{"на левом берегу", nil, south, 90},
		{"на правобережье", nil, south, 270},
		{"on the left bank of the", nil, east, 0},
		{"на правом берегу", nil, east, 180},
		{"on the western bank of the", deg(270), south, 270},
		{"на північному березі", deg(0), east, 0},
		{"on the northern bank of the", deg(0), south, -1}, // upstream: no side
		{"on the bank of the", nil, south, -1},
		{"on the other bank of the", nil, south, -1},
	} {
		town := resolved("town", gazetteer.ClassSettlement, 20_000, c.at[0], c.at[1])
		rs := []resolve.Resolution{town, riverOf(t, ix, "reg:flow", c.at)}
		one := 1
		rel := event.Relation{Kind: event.Bank, Text: c.text, Bearing: c.bearing}
		loc := l.where(&extract.Draft{Places: []extract.Place{{Mention: 0, Relation: rel, River: &one}}}, rs)[0]
		if drawn := loc.Region.Kind == geo.Buffer; drawn != (c.in >= 0) {
			t.Errorf("%s: got %s (%s)", c.text, loc.Region.Kind, loc.Caution)
			continue
		}
		if c.in < 0 {
			if !strings.Contains(loc.Caution, "bank") {
				t.Errorf("%s: the caution does not say that no bank is drawn: %q", c.text, loc.Caution)
			}
			continue
		}
		for _, d := range []geo.Metres{500, 5000, 9000} {
			if p := geodesic.Direct(c.at, c.in, d); !geodesic.Contains(loc.Region, p) || geodesic.Distance(loc.Point, p) > loc.Radius {
				t.Errorf("%s: %.0f m on the bank is outside", c.text, d)
			}
		}
		for _, d := range []geo.Metres{5000, 9000} {
			if geodesic.Contains(loc.Region, geodesic.Direct(c.at, c.in+180, d)) {
				t.Errorf("%s: %.0f m on the other bank is inside", c.text, d)
			}
		}
		if !geodesic.Contains(loc.Region, loc.Point) || loc.Point != town.Chosen.Place.Point {
			t.Errorf("%s: the point %v left its place or its region", c.text, loc.Point)
		}
		if area, err := geodesic.Outline(loc.Region, 32); err != nil || len(area) != 1 {
			t.Errorf("%s: drawn as %d pieces, %v", c.text, len(area), err)
		}
	}
}

// TestBankAroundABend: the strip follows the course over its bend without a gap on the outer side.
func TestBankAroundABend(t *testing.T) {
	ix := riverIndex(t)
	bend := orb.Point{33, 46}
	rs := []resolve.Resolution{riverOf(t, ix, "reg:flow", bend), resolved("town", gazetteer.ClassSettlement, 20_000, 33.2, 46.1)}
	rel := event.Relation{Kind: event.Bank, Text: "right bank of the"}
	loc := New(nil, ix).where(&extract.Draft{Places: []extract.Place{{Mention: 0, Relation: rel}}}, rs)[0]
	if loc.Region.Kind != geo.Buffer || loc.Region.Outer != riverWidth {
		t.Fatalf("got %s (%s)", loc.Region.Kind, loc.Caution)
	}
	for _, azimuth := range []geo.Degrees{180, 200, 225, 250, 270} {
		if !geodesic.Contains(loc.Region, geodesic.Direct(bend, azimuth, 10*geo.Kilometre)) {
			t.Errorf("a gap at %.0f degrees", float64(azimuth))
		}
	}
	if geodesic.Contains(loc.Region, geodesic.Direct(bend, 45, 10*geo.Kilometre)) {
		t.Error("the left bank is inside")
	}
	if far := geodesic.Direct(bend, 0, 60*geo.Kilometre); geodesic.Contains(loc.Region, geodesic.Direct(far, 270, 5000)) {
		t.Error("the strip is not cut to its length")
	}
}

// TestBankFallsBack: where nothing can be drawn the disc stays and the caution says why.
func TestBankFallsBack(t *testing.T) {
	ix := riverIndex(t)
	one, none := 1, 7
	at := orb.Point{33, 46.8}
	town := resolved("town", gazetteer.ClassSettlement, 20_000, at[0], at[1])
	far := resolved("far", gazetteer.ClassSettlement, 20_000, 30, 46.8)
	lost := town
	lost.Inherited = true
	rel := event.Relation{Kind: event.Bank, Text: "on the left bank of the"}
	for _, c := range []struct {
		name    string
		ix      *gazetteer.Index
		place   resolve.Resolution
		river   resolve.Resolution
		of      *int
		caution string
	}{
		{"no course", ix, town, riverOf(t, ix, "reg:still", at), &one, "course of the river is not known"},
		{"no river named", ix, town, riverOf(t, ix, "reg:flow", at), nil, "name no river"},
		{"no index", nil, town, riverOf(t, ix, "reg:flow", at), &one, "course of the river is not known"},
		{"river not resolved", ix, town, resolve.Resolution{List: -1}, &one, "course of the river is not known"},
		{"no such mention", ix, town, riverOf(t, ix, "reg:flow", at), &none, "course of the river is not known"},
		{"far from the river", ix, far, riverOf(t, ix, "reg:flow", at), &one, "too far from the known course"},
		{"place not known", ix, lost, riverOf(t, ix, "reg:flow", at), &one, "the place itself is not known"},
	} {
		ls := New(nil, c.ix).where(&extract.Draft{Places: []extract.Place{{Mention: 0, Relation: rel, River: c.of}}}, []resolve.Resolution{c.place, c.river})
		if len(ls) != 1 || ls[0].Region.Kind != geo.Disc || !strings.Contains(ls[0].Caution, c.caution) {
			t.Errorf("%s: got %+v", c.name, ls)
		}
	}
	alone := []resolve.Resolution{riverOf(t, ix, "reg:flow", at)}
	loc := New(nil, ix).where(&extract.Draft{Places: []extract.Place{{Mention: 0, Relation: rel}}}, alone)[0]
	if loc.Region.Kind != geo.Buffer || loc.Radius < 100*geo.Kilometre || !strings.Contains(loc.Caution, "which part of the river") {
		t.Errorf("a river alone: %s, radius %.0f m, %q", loc.Region.Kind, loc.Radius, loc.Caution)
	}
}
