package locate

import (
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"sitmap/gazetteer"
	"sitmap/gazetteer/data"
	"sitmap/gazetteer/regions"
	"sitmap/gazetteer/resolve"
	"sitmap/geo"
	"sitmap/geo/geodesic"
	"sitmap/internal/event"
	"sitmap/internal/extract"
)

func rival(r resolve.Resolution, p float64, km float64) resolve.Resolution {
	c := *r.Chosen
	c.P = p
	c.Place.ID += "'"
	c.Place.Point = geodesic.Direct(c.Place.Point, 90, geo.Metres(km)*geo.Kilometre)
	r.Alternatives = append(r.Alternatives, resolve.Candidate{Place: c.Place, P: p})
	return r
}

func TestCover(t *testing.T) {
	sure := resolved("v", gazetteer.ClassSettlement, -1, 35.3, 51.1)
	half := sure
	half.P = .55
	for _, c := range []struct {
		name   string
		r      resolve.Resolution
		radius geo.Metres
		words  string // of the caution
	}{
		{"sure", rival(sure, .05, 5), 2000, ""},
		{"a namesake 5 km off", rival(half, .45, 5), 7000, "lie close together"},
		{"a namesake 300 km off", rival(half, .45, 300), 2000, "unsure which place"},
		{"a faint namesake", rival(half, .02, 5), 2000, "unsure which place"},
		{"one near, one far", rival(rival(half, .3, 10), .1, 300), 12000, "lie close together"},
	} {
		l := New(nil, nil).location(c.r, event.Relation{Kind: event.At}, nil, nil)
		if d := l.Radius - c.radius; d > 10 || d < -10 || l.Region.Outer != l.Radius {
			t.Errorf("%s: radius %.0f, region %.0f, want %.0f", c.name, l.Radius, l.Region.Outer, c.radius)
		}
		if (c.words == "") != (l.Caution == "") || !strings.Contains(l.Caution, c.words) {
			t.Errorf("%s: caution %q", c.name, l.Caution)
		}
	}
}

// TestClimb draws the province where two of its villages are as likely as each other.
func TestClimb(t *testing.T) {
	ix, err := data.Default()
	if err != nil {
		t.Skipf("no gazetteer: %v", err)
	}
	r := resolved("v", gazetteer.ClassSettlement, -1, 34.5, 49.6)
	r.Chosen.Place.Admin1, r.P = "18", .45
	r = rival(r, .4, 60)
	l := New(nil, ix).location(r, event.Relation{Kind: event.At}, nil, nil)
	if l.GeoPrecision != 3 || l.WherePrec != 4 || l.Radius < 60_000 || l.Radius > 300_000 || !strings.Contains(l.Caution, "Poltava") || l.Point != r.Chosen.Place.Point {
		t.Errorf("got %d/%d, %.0f m, %q", l.GeoPrecision, l.WherePrec, l.Radius, l.Caution)
	}
	if !geodesic.Contains(l.Region, r.Alternatives[0].Place.Point) {
		t.Error("the other village lies outside the region")
	}
}

// TestExtents asks for the sizes of areas that everybody knows, about.
func TestExtents(t *testing.T) {
	ix, err := data.Default()
	if err != nil {
		t.Skipf("no gazetteer: %v", err)
	}
	e := newExtents(ix)
	for code, want := range map[string][2]geo.Metres{"UA.18": {80_000, 180_000}, "RU.41": {80_000, 200_000}, "UA.12": {8_000, 40_000}} {
		ref, ok := ix.Admin1Ref(code[:2], code[3:])
		if !ok {
			t.Errorf("%s: no such area", code)
			continue
		}
		if r, ok := e.of(ix.Place(ref)); !ok || r < want[0] || r > want[1] {
			t.Errorf("%s reaches %.0f m (%v), want %.0f to %.0f", code, r, ok, want[0], want[1])
		}
	}
	if _, ok := e.of(gazetteer.Place{Class: gazetteer.ClassSettlement, Country: "UA", Admin1: "18"}); ok {
		t.Error("a settlement has the reach of an area")
	}
}

func TestSidesOfPlaces(t *testing.T) {
	east := geo.Degrees(90)
	town := resolved("t", gazetteer.ClassSettlement, 20_000, 32.6, 46.6)
	eastern, western := geodesic.Direct(town.Chosen.Place.Point, 90, 4000), geodesic.Direct(town.Chosen.Place.Point, 270, 4000)
	for _, c := range []struct {
		name string
		rel  event.Relation
		half bool
	}{
		{"eastern bank", event.Relation{Kind: event.Bank, Bearing: &east}, true},
		{"left bank", event.Relation{Kind: event.Bank}, false},
		{"eastern outskirts", event.Relation{Kind: event.Outskirts, Bearing: &east}, true},
		{"outskirts", event.Relation{Kind: event.Outskirts}, false},
	} {
		l := New(nil, nil).location(town, c.rel, nil, nil)
		if !geodesic.Contains(l.Region, eastern) || geodesic.Contains(l.Region, western) == c.half {
			t.Errorf("%s: %s, east %v, west %v", c.name, l.Region.Kind, geodesic.Contains(l.Region, eastern), geodesic.Contains(l.Region, western))
		}
	}
	river := rival(town, .3, 30)
	river.Alternatives[0].Place.Class = gazetteer.ClassRiver
	if l := New(nil, nil).location(river, event.Relation{Kind: event.Bank}, nil, nil); l.Place.Class != "river" {
		t.Errorf("the bank of a %s", l.Place.Class)
	}
}

func TestInsideAndFarEnds(t *testing.T) {
	b, err := regions.Default()
	if err != nil {
		t.Fatal(err)
	}
	km := 12.0
	area := resolved("district", gazetteer.ClassAdmin2, -1, 35.6, 51.05)
	area.Chosen.Place.Country = "RU"
	if l := New(b, nil).location(area, event.Relation{Kind: event.Inside, Km: &km}, nil, nil); l.Region.Kind != geo.Buffer || l.Region.Outer < 12_000 || l.Region.Outer > 20_000 {
		t.Errorf("inside a district: %s, %.0f m", l.Region.Kind, l.Region.Outer)
	}
	far := resolved("far", gazetteer.ClassSettlement, -1, 45, 51)
	l := New(b, nil).location(resolved("a", gazetteer.ClassSettlement, -1, 35, 51), event.Relation{Kind: event.Between}, far.Chosen, nil)
	if l.Region.Kind != geo.Disc || l.Radius > 10_000 || l.Caution == "" {
		t.Errorf("between places 700 km apart: %s, %.0f m, %q", l.Region.Kind, l.Radius, l.Caution)
	}
	state := resolved("p", gazetteer.ClassAdmin1, -1, 6, 4.8)
	if l := New(nil, nil).location(state, event.Relation{Kind: event.Distance, Km: &km}, nil, nil); l.Region.Kind != geo.Disc || l.Radius < 142_000 {
		t.Errorf("12 km off a province: %s, %.0f m", l.Region.Kind, l.Radius)
	}
}

// TestStated puts a village without an entry where the report says that it lies.
func TestStated(t *testing.T) {
	km, nw := 125.0, geo.Degrees(315)
	town := resolved("town", gazetteer.ClassSettlement, 200_000, 29.2, -1.7)
	village := town
	village.Inherited = true
	village.Mention = gazetteer.Mention{Start: 4, End: 12}
	d := extract.Draft{Type: "Armed clash", Places: []extract.Place{{Mention: 0, Stated: &extract.Stated{Mention: 1, Relation: event.Relation{Kind: event.Distance, Km: &km, Bearing: &nw}}}}}
	es := New(nil, nil).Events(event.Report{ID: "r"}, []extract.Draft{d}, []resolve.Resolution{village, town})
	l := es[0].Where[0]
	if dist := geodesic.Distance(l.Point, orb.Point{29.2, -1.7}); dist < 124_000 || dist > 126_000 || l.Mention.Start != 4 || l.Region.Kind != geo.Sector || l.Caution == "" {
		t.Errorf("%.0f m off, mention %v, %s, %q", dist, l.Mention, l.Region.Kind, l.Caution)
	}
}
