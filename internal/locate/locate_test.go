package locate

import (
	"math"
	"testing"

	"github.com/paulmach/orb"

	"sitmap/gazetteer"
	"sitmap/gazetteer/regions"
	"sitmap/gazetteer/resolve"
	"sitmap/geo"
	"sitmap/geo/geodesic"
	"sitmap/internal/event"
	"sitmap/internal/extract"
)

func resolved(name string, class gazetteer.Class, population int64, lon, lat float64) resolve.Resolution {
	p := gazetteer.Place{ID: gazetteer.ID("own:" + name), Name: name, Class: class, Population: population, Point: orb.Point{lon, lat}, Country: "UA"}
	return resolve.Resolution{Chosen: &resolve.Candidate{Place: p, P: .9}, P: .9, List: -1}
}

func TestShapes(t *testing.T) {
	km := func(v float64) *float64 { return &v }
	deg := func(v geo.Degrees) *geo.Degrees { return &v }
	village := resolved("v", gazetteer.ClassSettlement, -1, 35.3, 51.1)
	city := resolved("c", gazetteer.ClassSettlement, 300_000, 35.3, 51.1)
	raion := resolved("r", gazetteer.ClassAdmin2, -1, 35.3, 51.1)
	for _, c := range []struct {
		name      string
		at        resolve.Resolution
		rel       event.Relation
		kind      geo.RegionKind
		radius    geo.Metres // within 5 %
		geoPrec   int
		wherePrec int
	}{
		{"at a village", village, event.Relation{Kind: event.At}, geo.Disc, 2000, 1, 1},
		{"near a village", village, event.Relation{Kind: event.Near}, geo.Disc, 5000, 2, 2},
		{"at a city", city, event.Relation{Kind: event.At}, geo.Disc, 10000, 1, 1},
		{"near a city", city, event.Relation{Kind: event.Near}, geo.Disc, 20000, 2, 2},
		{"outskirts", village, event.Relation{Kind: event.Outskirts}, geo.Disc, 3000, 2, 2},
		{"distance", village, event.Relation{Kind: event.Distance, Km: km(15)}, geo.Annulus, 18000, 2, 2},
		{"distance and bearing", village, event.Relation{Kind: event.Distance, Km: km(20), Bearing: deg(90)}, geo.Sector, 24000, 2, 2},
		{"short distance", village, event.Relation{Kind: event.Distance, Km: km(1)}, geo.Annulus, 3000, 2, 2},
		{"distance without a number", village, event.Relation{Kind: event.Distance}, geo.Disc, 4000, 2, 2},
		{"bearing", village, event.Relation{Kind: event.Direction, Bearing: deg(180)}, geo.Sector, 15000, 2, 5},
		{"front sector", village, event.Relation{Kind: event.Axis}, geo.Disc, 30000, 2, 5},
		{"district", raion, event.Relation{Kind: event.At}, geo.Disc, 30000, 3, 3},
		{"half of a pair", village, event.Relation{Kind: event.Between}, geo.Disc, 5000, 2, 5},
	} {
		l := New(nil, nil).location(c.at, c.rel, nil, nil)
		if l.Region.Kind != c.kind || l.GeoPrecision != c.geoPrec || l.WherePrec != c.wherePrec {
			t.Errorf("%s: got %s %d/%d, want %s %d/%d", c.name, l.Region.Kind, l.GeoPrecision, l.WherePrec, c.kind, c.geoPrec, c.wherePrec)
		}
		if math.Abs(float64(l.Radius-c.radius)) > float64(c.radius)/20 {
			t.Errorf("%s: radius %.0f m, want %.0f", c.name, l.Radius, c.radius)
		}
		if c.kind != geo.Annulus && c.rel.Bearing == nil && !geodesic.Contains(l.Region, l.Point) {
			t.Errorf("%s: the point lies outside its region", c.name)
		}
	}
}

func TestSectorLiesAtTheBearing(t *testing.T) {
	km, b := 8.0, geo.Degrees(135)
	town := orb.Point{37.6, 49.7}
	l := New(nil, nil).location(resolved("x", gazetteer.ClassSettlement, 20_000, town[0], town[1]), event.Relation{Kind: event.Distance, Km: &km, Bearing: &b}, nil, nil)
	there := geodesic.Direct(town, b, 8000)
	if l.Point != town || !geodesic.Contains(l.Region, there) || geodesic.Contains(l.Region, geodesic.Direct(town, b+180, 8000)) || geodesic.Distance(town, there) > l.Radius {
		t.Errorf("got point %v, %v, radius %.0f m", l.Point, l.Region, l.Radius)
	}
}

func TestBetweenDrawsOneCapsule(t *testing.T) {
	rs := []resolve.Resolution{resolved("a", gazetteer.ClassSettlement, -1, 35.0, 51), resolved("b", gazetteer.ClassSettlement, -1, 35.3, 51)}
	d := extract.Draft{Type: "Armed clash", Places: []extract.Place{{Mention: 0, Relation: event.Relation{Kind: event.Between}}, {Mention: 1, Relation: event.Relation{Kind: event.Between}}}}
	es := New(nil, nil).Events(event.Report{ID: "r"}, []extract.Draft{d}, rs)
	if len(es) != 1 || len(es[0].Where) != 2 {
		t.Fatalf("got %+v", es)
	}
	mid := orb.Point{35.15, 51}
	for _, l := range es[0].Where {
		if l.Region.Kind != geo.Capsule || !geodesic.Contains(l.Region, mid) {
			t.Errorf("%s: got %+v", l.Place.Name, l.Region)
		}
	}
}

func TestBorderStrip(t *testing.T) {
	b, err := regions.Default()
	if err != nil {
		t.Fatal(err)
	}
	km := 5.0
	p := resolved("district", gazetteer.ClassAdmin2, -1, 35.6, 51.05)
	p.Chosen.Place.Country = "RU"
	l := New(b, nil).location(p, event.Relation{Kind: event.Border, Km: &km}, nil, &extract.Draft{BorderKm: &km})
	if l.Region.Kind != geo.Buffer || len(l.Region.Axis) < 2 {
		t.Fatalf("got %s with %d points", l.Region.Kind, len(l.Region.Axis))
	}
	if l.Region.Outer < 5000 || l.Region.Outer > 10000 {
		t.Errorf("half-width %.0f m", l.Region.Outer)
	}
}

func TestCountryHasItsOutline(t *testing.T) {
	b, err := regions.Default()
	if err != nil {
		t.Fatal(err)
	}
	p := resolved("Lebanon", gazetteer.ClassCountry, -1, 35.8, 33.8)
	p.Chosen.Place.Country = "LB"
	l, ok := New(b, nil).Place(p)
	if !ok || l.Region.Kind != geo.Polygon || l.WherePrec != 6 {
		t.Fatalf("got %s %d", l.Region.Kind, l.WherePrec)
	}
	if l.Radius < 80_000 || l.Radius > 250_000 {
		t.Errorf("radius %.0f m", l.Radius)
	}
}

func TestIdentifiersAreStableAndDifferent(t *testing.T) {
	rs := []resolve.Resolution{resolved("a", gazetteer.ClassSettlement, -1, 35.0, 51)}
	d := extract.Draft{Type: "Armed clash", Places: []extract.Place{{Mention: 0}}, Evidence: []event.Span{{Start: 0, End: 10}}}
	l := New(nil, nil)
	once := l.Events(event.Report{ID: "r"}, []extract.Draft{d, d, d}, rs)
	again := l.Events(event.Report{ID: "r"}, []extract.Draft{d, d, d}, rs)
	other := l.Events(event.Report{ID: "s"}, []extract.Draft{d}, rs)
	seen := map[event.ID]bool{}
	for i := range once {
		if once[i].ID != again[i].ID {
			t.Errorf("event %d: %s, then %s", i, once[i].ID, again[i].ID)
		}
		seen[once[i].ID] = true
	}
	seen[other[0].ID] = true
	if len(seen) != 4 {
		t.Errorf("got %d different identifiers, want 4", len(seen))
	}
}

func TestUnresolvedPlacesAreLeftOut(t *testing.T) {
	rs := []resolve.Resolution{{List: -1}}
	d := extract.Draft{Type: "Armed clash", Places: []extract.Place{{Mention: 0}, {Mention: 7}, {Mention: -1}}}
	es := New(nil, nil).Events(event.Report{}, []extract.Draft{d}, rs)
	if len(es) != 1 || len(es[0].Where) != 0 {
		t.Errorf("got %+v", es)
	}
	if _, ok := New(nil, nil).Place(rs[0]); ok {
		t.Error("a mention without an answer got a location")
	}
}

func BenchmarkEvents(b *testing.B) {
	rs := []resolve.Resolution{resolved("a", gazetteer.ClassSettlement, -1, 35.0, 51), resolved("b", gazetteer.ClassSettlement, -1, 35.3, 51)}
	d := extract.Draft{Type: "Armed clash", Places: []extract.Place{{Mention: 0, Relation: event.Relation{Kind: event.Near}}, {Mention: 1, Relation: event.Relation{Kind: event.Near}}}}
	l := New(nil, nil)
	b.ReportAllocs()
	for b.Loop() {
		l.Events(event.Report{ID: "r"}, []extract.Draft{d}, rs)
	}
}
