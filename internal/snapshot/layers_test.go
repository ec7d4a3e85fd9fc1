package snapshot

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"

	"sitmap/geo"
	"sitmap/geo/geodesic"
	"sitmap/geo/tile"
	"sitmap/internal/event"
)

// layerEncoders are shared by the tests of layers: a new encoder is large.
var layerEncoders Encoders

// layerOf decodes one layer of a tile.
func layerOf(t *testing.T, f *Filter, id tile.ID, want Want, name string) []*geojson.Feature {
	t.Helper()
	b, err := layerEncoders.AppendLayers(nil, f, id, want)
	if err != nil {
		t.Fatal(err)
	}
	layers, err := mvt.Unmarshal(b)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range layers {
		if l.Name == name {
			return l.Features
		}
	}
	return nil
}

func total(features []*geojson.Feature, property string) int {
	sum := 0
	for _, f := range features {
		sum += int(f.Properties[property].(float64))
	}
	return sum
}

func TestHeatAndGridAddUp(t *testing.T) {
	r := rand.New(rand.NewPCG(31, 31))
	events := randomEvents(r, 900)
	s := newFake(events...).load(t)
	all := bruteForce(events, Query{})
	for i := range 6 {
		q := randomQuery(r)
		if i == 0 {
			q = Query{}
		}
		want := bruteForce(events, q)
		_, f := must(t, s, q)
		for _, z := range []uint32{0, 3, 8, 9, 22} {
			heat, grid, inWorld := 0, 0, 0
			for id := range tilesOf(all.places, z) {
				here := layerOf(t, f, id, Want{Layers: GridLayer}, "grid")
				heat += total(layerOf(t, f, id, Want{Layers: HeatLayer}, "heat"), "count")
				grid += total(here, "count")
				checkSquares(t, id, here, want)
			}
			for _, p := range want.places {
				if _, _, ok := tile.Position(p); ok {
					inWorld++
				}
			}
			if heat != inWorld || grid != inWorld {
				t.Fatalf("%+v, zoom %d: heat holds %d, grid %d places, want %d", q, z, heat, grid, inWorld)
			}
		}
	}
}

// checkSquares counts the places in every square.
func checkSquares(t *testing.T, id tile.ID, squares []*geojson.Feature, want truth) {
	t.Helper()
	for _, f := range squares[:min(len(squares), 4)] {
		b := f.Geometry.Bound()
		n := 0
		for _, p := range want.places {
			x, y := id.Project(meridian(p))
			if _, _, ok := tile.Position(p); ok && float64(x) >= b.Min[0] && float64(x) < b.Max[0] && float64(y) >= b.Min[1] && float64(y) < b.Max[1] {
				n++
			}
		}
		if n != int(f.Properties["count"].(float64)) {
			t.Fatalf("tile %v: square %v holds %v places, want %d", id, b, f.Properties["count"], n)
		}
	}
}

func TestRegionsHoldTheirDiscs(t *testing.T) {
	r := rand.New(rand.NewPCG(32, 32))
	events := randomEvents(r, 400)
	for i := range events {
		for j := range events[i].Where {
			if r.IntN(5) == 0 {
				events[i].Where[j].Radius = geo.Metres(10_000 + r.IntN(60_000))
			}
		}
	}
	s := newFake(events...).load(t)
	_, f := must(t, s, Query{})
	for _, z := range []uint32{9, 11} {
		for range 12 {
			id, _ := tile.At(orb.Point{35.3 + r.NormFloat64()*2, 51.1 + r.NormFloat64()}, z)
			features := layerOf(t, f, id, Want{Layers: RegionsLayer}, "regions")
			b := id.Bound()
			least, most := 0, 0 // discs whose middle part, and whose surroundings, reach into the tile
			for _, ev := range events {
				for _, l := range ev.Where {
					in := orb.Point{max(b.Min[0], min(b.Max[0], l.Point[0])), max(b.Min[1], min(b.Max[1], l.Point[1]))}
					d := float64(geodesic.Distance(in, l.Point))
					width := float64(geodesic.Distance(b.Min, orb.Point{b.Max[0], b.Min[1]}))
					if l.Radius > geo.Metres(width/1000) && d < float64(l.Radius)*0.98 {
						least++
					}
					if l.Radius > 0 && d < float64(l.Radius)*1.02+width/20 {
						most++
					}
				}
			}
			if n := total(features, "count"); n < least || n > most {
				t.Errorf("tile %v has %d discs, want %d to %d", id, n, least, most)
			}
		}
	}
	if got := layerOf(t, f, tile.ID{Z: 8, X: 153, Y: 85}, Want{Layers: RegionsLayer}, "regions"); got != nil {
		t.Errorf("zoom 8 has %d regions", len(got))
	}
}

// TestRegionsSayTheirType wants the type of a disc only where all its events have it.
func TestRegionsSayTheirType(t *testing.T) {
	near := func(id, typ string, lon float64) event.Event {
		return event.Event{ID: event.ID(id), Type: typ, Evidence: []event.Evidence{{Report: "r"}}, Where: []event.Location{{Point: orb.Point{lon, 51.1}, Radius: 900}}}
	}
	s := newFake(near("a", "Battles", 35.33), near("b", "Battles", 35.33), near("c", "Battles", 35.35), near("d", "Riots", 35.35)).load(t)
	_, f := must(t, s, Query{})
	id, _ := tile.At(orb.Point{35.33, 51.1}, 10)
	got := map[any]int{}
	for _, r := range layerOf(t, f, id, Want{Layers: RegionsLayer}, "regions") {
		if r.Properties["count"] != 2. {
			t.Errorf("a disc of two events has %v", r.Properties)
		}
		got[r.Properties["type"]]++
	}
	if len(got) != 2 || got["Battles"] != 1 || got[nil] != 1 {
		t.Errorf("the types are %v, want Battles and none", got)
	}
}

func TestDrawnRegions(t *testing.T) {
	at := orb.Point{35.33, 51.1}
	square := orb.MultiPolygon{{{{35.3, 51.0}, {35.4, 51.0}, {35.4, 51.1}, {35.3, 51.1}, {35.3, 51.0}}}}
	s := newFake(event.Event{
		ID: "e1", Evidence: []event.Evidence{{Report: "r1"}},
		Where: []event.Location{{Point: at, Radius: 900, Region: geo.Region{Kind: geo.Polygon, Area: square}}},
	}).load(t)
	_, f := must(t, s, Query{})
	id, _ := tile.At(at, 10)
	var asked []string
	want := Want{Layers: RegionsLayer, Region: func(id event.ID, place int) (orb.MultiPolygon, error) {
		asked = append(asked, key(id, place))
		return square, nil
	}}
	got := layerOf(t, f, id, want, "regions")
	if len(got) != 1 || len(got[0].Geometry.(orb.Polygon)[0]) != 5 || !slices.Equal(asked, []string{"e1#0"}) {
		t.Errorf("drawn %v, asked for %v", got, asked)
	}
	want.Region = func(event.ID, int) (orb.MultiPolygon, error) { return nil, errors.New("disk gone") }
	var enc Encoders
	if b, err := enc.AppendLayers([]byte("x"), f, id, want); err == nil || string(b) != "x" {
		t.Errorf("a failed region gave %q and %v", b, err)
	}
	want.Region = nil
	if got := layerOf(t, f, id, want, "regions"); len(got) != 1 || len(got[0].Geometry.(orb.Polygon)[0]) < 20 {
		t.Errorf("without a source of regions: %v", got)
	}
}

func TestParseLayers(t *testing.T) {
	for list, want := range map[string]Layers{"": EventsLayer, "heat": HeatLayer, "events, grid,regions": EventsLayer | GridLayer | RegionsLayer} {
		if got, err := ParseLayers(list); err != nil || got != want {
			t.Errorf("%q gives %b, %v", list, got, err)
		}
	}
	if _, err := ParseLayers("heat,hexagons"); err == nil || !strings.Contains(err.Error(), "events, heat, grid, regions") {
		t.Errorf("an unknown layer gave %v", err)
	}
}

func TestNearestMatchesBruteForce(t *testing.T) {
	r := rand.New(rand.NewPCG(33, 33))
	events := randomEvents(r, 800)
	s := newFake(events...).load(t)
	for range 60 {
		q := randomQuery(r)
		want := bruteForce(events, q)
		g, f := must(t, s, q)
		p := randomPoint(r)
		got := g.Nearest(f, p, 12)
		var distances []float64
		for _, at := range want.places {
			distances = append(distances, float64(geodesic.Distance(p, at)))
		}
		slices.Sort(distances)
		distances = distances[:min(12, len(distances))]
		if len(got) != len(distances) {
			t.Fatalf("%+v from %v: %d places, want %d", q, p, len(got), len(distances))
		}
		for i, n := range got {
			if math.Abs(float64(n.Distance)-distances[i]) > 1e-6 || want.places[key(n.ID, n.Place)] != n.Point {
				t.Errorf("%+v from %v: place %d is %+v, want one at %v m", q, p, i, n, distances[i])
			}
		}
	}
	g, f := must(t, s, Query{})
	if got := g.Nearest(f, orb.Point{math.NaN(), 0}, 3); got != nil {
		t.Errorf("from nowhere: %v", got)
	}
	if got := g.Nearest(f, orb.Point{}, 100_000); len(got) != g.Rows() {
		t.Errorf("asked for all: %d of %d", len(got), g.Rows())
	}
}
