package snapshot

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"

	"sitmap/geo/tile"
	"sitmap/internal/event"
)

func worldTile() tile.ID { return tile.ID{} }

// features decodes a tile; inside says which features lie in the tile and not in its buffer.
func features(t testing.TB, b []byte) (inside, copies []*geojson.Feature) {
	t.Helper()
	layers, err := mvt.Unmarshal(b)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range layers {
		if l.Name != LayerName || l.Extent != tile.Extent || l.Version != 2 {
			t.Fatalf("layer %q, extent %d, version %d", l.Name, l.Extent, l.Version)
		}
		for _, f := range l.Features {
			p := f.Geometry.(orb.Point)
			if p[0] >= 0 && p[0] < tile.Extent && p[1] >= 0 && p[1] < tile.Extent {
				inside = append(inside, f)
			} else {
				copies = append(copies, f)
			}
		}
	}
	return inside, copies
}

func count(f *geojson.Feature) int {
	if f.Properties["cluster"] == true {
		return int(f.Properties["count"].(float64))
	}
	return 1
}

// tilesOf gives the tiles of a zoom that hold any of the points.
func tilesOf(places map[string]orb.Point, z uint32) map[tile.ID]bool {
	out := map[tile.ID]bool{}
	for _, p := range places {
		if id, ok := tile.At(p, z); ok {
			out[id] = true
		}
	}
	return out
}

func TestTilesAddUpAtEveryZoom(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 11))
	events := randomEvents(r, 700)
	s := newFake(events...).load(t)
	all := bruteForce(events, Query{})
	var enc Encoders
	for i := range 16 {
		q := randomQuery(r)
		if i == 0 {
			q = Query{}
		}
		want := bruteForce(events, q)
		inWorld := 0
		for _, p := range want.places {
			if _, _, ok := tile.Position(p); ok {
				inWorld++
			}
		}
		g, f := must(t, s, q)
		if c := g.Count(f); c.Places-c.OutsideTiles != inWorld {
			t.Fatalf("query %d: counts %+v, but %d places are in the tile world", i, c, inWorld)
		}
		for _, z := range []uint32{0, 1, 3, 6, 8, 9, 11, 14, 20, 21, 22} {
			sum := 0
			for id := range tilesOf(all.places, z) {
				inside, _ := features(t, enc.Append(nil, f, id, DefaultFields))
				for _, x := range inside {
					sum += count(x)
				}
			}
			if sum != inWorld {
				t.Fatalf("query %d %+v, zoom %d: tiles add up to %d, want %d", i, q, z, sum, inWorld)
			}
		}
	}
}

func TestEveryPlaceStandsOnceAndExactly(t *testing.T) {
	r := rand.New(rand.NewPCG(12, 12))
	events := randomEvents(r, 800)
	s := newFake(events...).load(t)
	want := bruteForce(events, Query{})
	_, f := must(t, s, Query{})
	var enc Encoders
	for _, z := range []uint32{9, 13, 20, 21, 22} {
		seen := map[string]int{}
		for id := range tilesOf(want.places, z) {
			inside, copies := features(t, enc.Append(nil, f, id, DefaultFields))
			for _, x := range inside {
				k := key(event.ID(x.Properties["id"].(string)), int(x.Properties["place"].(float64)))
				seen[k]++
				p := want.places[k]
				if p[0] == 180 {
					p[0] = -180
				}
				wx, wy := id.Project(p)
				if got := x.Geometry.(orb.Point); got != (orb.Point{float64(wx), float64(wy)}) {
					t.Errorf("zoom %d: %s stands at %v, want %d,%d", z, k, got, wx, wy)
				}
			}
			checkCopies(t, id, copies, want.places)
		}
		for k, p := range want.places {
			if _, _, ok := tile.Position(p); ok && seen[k] != 1 {
				t.Errorf("zoom %d: %s at %v stands in %d tiles", z, k, p, seen[k])
			}
		}
	}
}

func checkCopies(t *testing.T, id tile.ID, copies []*geojson.Feature, places map[string]orb.Point) {
	t.Helper()
	want := 0
	world := int64(1) << (id.Z + 12)
	for _, p := range places {
		gx, gy, ok := tile.Position(p)
		if !ok || id.Z > 20 {
			continue
		}
		x := int64(gx>>(20-id.Z)) - int64(id.X)<<12
		wy := int64(gy>>(20-id.Z)) - int64(id.Y)<<12
		for _, dx := range []int64{0, -world, world} {
			wx := x + dx
			in := func(v, lo, hi int64) bool { return v >= lo && v < hi }
			const b = tile.DefaultBuffer
			if in(wx, -b, tile.Extent+b) && in(wy, -b, tile.Extent+b) && !(in(wx, 0, tile.Extent) && in(wy, 0, tile.Extent)) {
				want++
			}
		}
	}
	if len(copies) != want {
		t.Errorf("tile %v has %d copies in its buffer, want %d", id, len(copies), want)
	}
}

func TestPropertiesOfAnEventPlace(t *testing.T) {
	n, m := 2, 5
	d := event.Date{Year: 2024, Month: 12, Day: 14}
	s := newFake(event.Event{
		ID: "e<1>", Type: "Armed clash", Verification: event.Unverified, When: event.Interval{Start: d, End: d.AddDays(1)},
		Actors: []event.Actor{{Name: "Side A", ID: "a"}, {Name: "Side B"}}, Casualties: event.Casualties{Killed: &event.Count{Min: &n, Max: &m}},
		Evidence: []event.Evidence{{Report: "r1"}},
		Where:    []event.Location{{Point: orb.Point{35.33, 51.1}, Radius: 1500.5, Place: event.PlaceSnapshot{Name: "Plekhovo", Country: "RU"}}},
	}, event.Event{ID: "bare", Evidence: []event.Evidence{{Report: "r2"}}, Where: []event.Location{{Point: orb.Point{35.33, 51.1}}}}).load(t)
	_, f := must(t, s, Query{})
	id, _ := tile.At(orb.Point{35.33, 51.1}, 12)
	everything, err := ParseFields("id,place,type,date_start,date_end,name,country,radius_m,verification,killed,killed_max,source,actors")
	if err != nil {
		t.Fatal(err)
	}
	var enc Encoders
	inside, _ := features(t, enc.Append(nil, f, id, everything))
	want := map[string]map[string]any{
		"e<1>": {
			"id": "e<1>", "place": 0.0, "type": "Armed clash", "date_start": "2024-12-14", "date_end": "2024-12-15", "name": "Plekhovo", "country": "RU",
			"radius_m": 1500.5, "verification": "unverified", "killed": 2.0, "killed_max": 5.0, "source": "outlet 1", "actors": "Side A; Side B",
		},
		"bare": {"id": "bare", "place": 0.0, "radius_m": 0.0, "verification": "none", "source": "outlet 2"},
	}
	if len(inside) != 2 {
		t.Fatalf("%d features", len(inside))
	}
	for _, x := range inside {
		w := want[x.Properties["id"].(string)]
		if len(w) != len(x.Properties) {
			t.Errorf("properties %v, want %v", x.Properties, w)
		}
		for k, v := range w {
			if x.Properties[k] != v {
				t.Errorf("%s = %v, want %v", k, x.Properties[k], v)
			}
		}
	}
	few, err := ParseFields("type, id")
	if err != nil {
		t.Fatal(err)
	}
	inside, _ = features(t, enc.Append(nil, f, id, few))
	for _, x := range inside {
		if len(x.Properties) > 2 {
			t.Errorf("asked for two properties, got %v", x.Properties)
		}
	}
	if _, err := ParseFields("id,notes"); err == nil {
		t.Error("an unknown property was accepted")
	}
}

func TestClustersTellTheTruth(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 13))
	events := randomEvents(r, 500)
	s := newFake(events...).load(t)
	var enc Encoders
	for range 12 {
		q := randomQuery(r)
		want := bruteForce(events, q)
		_, f := must(t, s, q)
		for z := range uint32(BaseZoom) {
			for id := range tilesOf(want.places, z) {
				inside, copies := features(t, enc.Append(nil, f, id, DefaultFields))
				if len(copies) > 0 {
					t.Fatalf("tile %v has clusters in its buffer", id)
				}
				for _, x := range inside {
					checkCluster(t, s, q, want, id, x)
				}
			}
		}
	}
}

// checkCluster compares one feature with its members, found by the cell it lies in.
func checkCluster(t *testing.T, s *Snapshot, q Query, want truth, id tile.ID, x *geojson.Feature) {
	t.Helper()
	const cell = tile.Extent >> cellBits
	at := x.Geometry.(orb.Point)
	members := map[string]orb.Point{}
	for k, p := range want.places {
		px, py := id.Project(meridian(p))
		if _, _, ok := tile.Position(p); ok && math.Floor(float64(px)/cell) == math.Floor(at[0]/cell) && math.Floor(float64(py)/cell) == math.Floor(at[1]/cell) {
			members[k] = p
		}
	}
	if count(x) != len(members) {
		t.Fatalf("%v: a feature counts %d places, its cell has %d", id, count(x), len(members))
	}
	if x.Properties["cluster"] != true {
		return
	}
	rep := key(event.ID(x.Properties["event"].(string)), int(x.Properties["place"].(float64)))
	p, ok := members[rep]
	if !ok {
		t.Fatalf("%v: the representative is no member", id)
	}
	if px, py := id.Project(meridian(p)); at != (orb.Point{float64(px), float64(py)}) {
		t.Errorf("%v: the cluster stands at %v, its representative at %d,%d", id, at, px, py)
	}
	newest := event.Date{}
	for k := range members {
		if d := want.matched[event.ID(k[:6])].When.Start; newest.IsZero() || !d.IsZero() && newest.Before(d) {
			newest = d
		}
	}
	if d := want.matched[event.ID(rep[:6])].When.Start; d != newest {
		t.Errorf("%v: the representative began on %v, the newest member on %v", id, d, newest)
	}
	checkSums(t, want, id, x, members)
	checkExpansion(t, s, q, id, x, members)
}

// checkSums compares what a cluster tells of its members as a whole.
func checkSums(t *testing.T, want truth, id tile.ID, x *geojson.Feature, members map[string]orb.Point) {
	t.Helper()
	events, types, killed, known := map[event.ID]bool{}, map[string]int{}, 0, 0
	for k := range members {
		ev := want.matched[event.ID(k[:6])]
		types[ev.Type]++
		if c := ev.Casualties.Killed; c != nil && !events[ev.ID] {
			killed += *c.Min
			known++
		}
		events[ev.ID] = true
	}
	var got map[string]int
	if err := json.Unmarshal([]byte(x.Properties["types"].(string)), &got); err != nil {
		t.Fatal(err)
	}
	for k, v := range types {
		if got[k] != v {
			t.Errorf("%v: types %v, want %v", id, got, types)
		}
	}
	if e := int(x.Properties["events"].(float64)); e != len(events) {
		t.Errorf("%v: %d distinct events, want %d", id, e, len(events))
	}
	if known > 0 && (int(x.Properties["killed"].(float64)) != killed || int(x.Properties["killed_known"].(float64)) != known) {
		t.Errorf("%v: killed %v of %v events, want %d of %d", id, x.Properties["killed"], x.Properties["killed_known"], killed, known)
	}
	if _, ok := x.Properties["killed"]; ok != (known > 0) {
		t.Errorf("%v: killed is %v although %d events tell", id, x.Properties["killed"], known)
	}
}

func checkExpansion(t *testing.T, s *Snapshot, q Query, id tile.ID, x *geojson.Feature, members map[string]orb.Point) {
	t.Helper()
	q.Cluster = ClusterID(x.Properties["cluster_id"].(float64))
	g, f := must(t, s, q)
	if c := g.Count(f); c.Places != len(members) || c.Events != int(x.Properties["events"].(float64)) {
		t.Fatalf("%v: cluster_id expands to %+v, want %d places", id, c, len(members))
	}
	cells := func(z uint32) int {
		seen := map[[2]uint32]bool{}
		for _, p := range members {
			gx, gy, _ := tile.Position(p)
			seen[[2]uint32{gx >> (32 - z - cellBits), gy >> (32 - z - cellBits)}] = true
		}
		return len(seen)
	}
	z := uint32(x.Properties["expansion_zoom"].(float64))
	if z <= id.Z || z > BaseZoom {
		t.Fatalf("%v: expansion zoom %d", id, z)
	}
	if z < BaseZoom && cells(z) < 2 {
		t.Errorf("%v: at expansion zoom %d the cluster is still one", id, z)
	}
	if z-1 > id.Z && cells(z-1) > 1 {
		t.Errorf("%v: the cluster falls apart before its expansion zoom %d", id, z)
	}
}

func TestClusterIDsThatAreNone(t *testing.T) {
	s := newFake(randomEvents(rand.New(rand.NewPCG(14, 14)), 50)...).load(t)
	for _, id := range []ClusterID{15, 1 << 50, 10, 1<<53 - 1} {
		g, f := must(t, s, Query{Cluster: id})
		if c := g.Count(f); c.Events != 0 {
			t.Errorf("cluster %d has %d events", id, c.Events)
		}
	}
}

// FuzzTile asks for any tile under odd filters; nothing may panic.
func FuzzTile(f *testing.F) {
	f.Add(uint32(9), uint32(306), uint32(170), uint64(3), 35.0, 51.0)
	f.Add(uint32(0), uint32(0), uint32(0), uint64(0), 180.0, -90.0)
	s := newFake(randomEvents(rand.New(rand.NewPCG(15, 15)), 300)...).load(f)
	var enc Encoders
	f.Fuzz(func(t *testing.T, z, x, y uint32, cluster uint64, lon, lat float64) {
		q := Query{Cluster: ClusterID(cluster)}
		if lon >= -180 && lon <= 180 && lat >= -90 && lat <= 90 {
			q.Bounds = &orb.Bound{Min: orb.Point{lon, -90}, Max: orb.Point{180, lat}}
		}
		g, fl := must(t, s, q)
		b := enc.Append(nil, fl, tile.ID{Z: z, X: x, Y: y}, DefaultFields)
		if len(b) > 0 {
			features(t, b)
		}
		g.Count(fl)
	})
}
