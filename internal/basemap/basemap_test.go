package basemap

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"

	"sitmap/gazetteer/data"
	"sitmap/gazetteer/regions"
	"sitmap/geo"
	"sitmap/geo/geodesic"
	"sitmap/geo/tile"
)

func open(t testing.TB) *Basemap {
	t.Helper()
	ix, err := data.Default()
	if err != nil {
		t.Fatal(err)
	}
	b, err := regions.Default()
	if err != nil {
		t.Fatal(err)
	}
	m, err := New(ix, b)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// decode gives the layers of the tile that holds p, in longitude and latitude.
func decode(t testing.TB, m *Basemap, p orb.Point, z uint32) map[string]*geojson.FeatureCollection {
	t.Helper()
	id, ok := tile.At(p, z)
	if !ok {
		t.Fatalf("%v is on no tile", p)
	}
	raw, err := m.Tile(id.Z, id.X, id.Y)
	if err != nil {
		t.Fatal(err)
	}
	layers, err := mvt.Unmarshal(raw)
	if err != nil {
		t.Fatalf("tile %v: %v", id, err)
	}
	layers.ProjectToWGS84(maptile.New(id.X, id.Y, maptile.Zoom(id.Z)))
	return layers.ToFeatureCollections()
}

// covered reports whether an area of the layer holds the point.
func covered(fc *geojson.FeatureCollection, p orb.Point) bool {
	if fc == nil {
		return false
	}
	for _, f := range fc.Features {
		switch g := f.Geometry.(type) {
		case orb.Polygon:
			if geodesic.InPolygon(p, orb.MultiPolygon{g}) {
				return true
			}
		case orb.MultiPolygon:
			if geodesic.InPolygon(p, g) {
				return true
			}
		}
	}
	return false
}

func TestLandAndSea(t *testing.T) {
	m := open(t)
	for _, v := range []struct {
		name string
		p    orb.Point
		land bool
	}{
		{"Sudzha", orb.Point{35.27, 51.19}, true},
		{"Simferopol", orb.Point{34.1, 44.95}, true},
		{"Black Sea", orb.Point{33, 43.3}, false},
		{"Atlantic", orb.Point{-30, 20}, false},
		{"Chukotka", orb.Point{-175, 66.7}, true},
		{"Johannesburg", orb.Point{28, -26.2}, true},
		{"Antarctica", orb.Point{20, -80}, true},
		{"Lesotho", orb.Point{28.2, -29.6}, true},
	} {
		for _, z := range []uint32{0, 2, 3, 5, 6, 8, 11, 14} {
			if got := covered(decode(t, m, v.p, z)["land"], v.p); got != v.land {
				t.Errorf("%s at zoom %d: land %v", v.name, z, got)
			}
		}
	}
}

func TestWater(t *testing.T) {
	m := open(t)
	for _, v := range []struct {
		p   orb.Point
		min uint32
	}{{orb.Point{32.3, 60.9}, 5}, {orb.Point{32.9, -1}, 4}, {orb.Point{51, 42}, 3}} { // Ladoga, Victoria, Caspian
		for _, z := range []uint32{v.min, 7, 10} {
			if !covered(decode(t, m, v.p, z)["water"], v.p) {
				t.Errorf("no water at %v, zoom %d", v.p, z)
			}
		}
	}
}

// near gives the distance from p to the lines of a layer that keep lets through.
func near(fc *geojson.FeatureCollection, p orb.Point, keep func(geojson.Properties) bool) geo.Metres {
	var lines []orb.LineString
	if fc != nil {
		for _, f := range fc.Features {
			if !keep(f.Properties) {
				continue
			}
			switch g := f.Geometry.(type) {
			case orb.LineString:
				lines = append(lines, g)
			case orb.MultiLineString:
				lines = append(lines, g...)
			}
		}
	}
	d, _, err := geodesic.DistanceToLine(p, lines...)
	if err != nil {
		return 1e9
	}
	return d
}

func TestBorders(t *testing.T) {
	m := open(t)
	at := orb.Point{35.3208, 51.08723} // of the Russia-Ukraine border, near Sudzha
	for _, v := range []struct {
		z     uint32
		limit geo.Metres
	}{{2, 15e3}, {4, 4e3}, {6, 500}, {8, 100}, {10, 60}, {13, 30}} {
		fc := decode(t, m, at, v.z)["borders"]
		d := near(fc, at, func(p geojson.Properties) bool { return p["countries"] == "RU UA" && p["disputed"] == false })
		if d > v.limit {
			t.Errorf("zoom %d: the border passes %v m off", v.z, d)
		}
	}
	perekop := orb.Point{33.69, 46.14}
	for _, z := range []uint32{4, 6, 9} {
		fc := decode(t, m, perekop, z)["borders"]
		if d := near(fc, perekop, func(p geojson.Properties) bool { return p["disputed"] == true }); d > 12e3 {
			t.Errorf("zoom %d: the disputed line at Perekop passes %v m off", z, d)
		}
		if d := near(fc, perekop, func(p geojson.Properties) bool { return p["disputed"] == false }); d < 30e3 {
			t.Errorf("zoom %d: a border passes Perekop in the view of the United Nations", z)
		}
	}
}

// TestAdmin1 finds known borders of first-order areas, from zoom 4 on.
func TestAdmin1(t *testing.T) {
	m := open(t)
	for _, v := range []struct {
		name, country string
		at            orb.Point
		off           geo.Metres
		from          uint32
	}{
		{"Kursk and Belgorod oblasts", "RU", orb.Point{36.6, 51.0}, 40e3, 4},
		{"Sumy and Poltava oblasts", "UA", orb.Point{34.2, 50.45}, 25e3, 4},
		{"Perekop", "UA", orb.Point{33.69, 46.14}, 12e3, 4},
		{"North and South Dakota", "US", orb.Point{-100, 45.943}, 3e3, 4},
		{"Idlib and Aleppo", "SY", orb.Point{36.9, 36.0}, 20e3, 4},
	} {
		for z := uint32(3); z <= 10; z++ {
			fc := decode(t, m, v.at, z)["admin1"]
			d := near(fc, v.at, func(p geojson.Properties) bool { return p["country"] == v.country && p["admin_level"] == 4.0 })
			if tile := 40_000e3 / float64(uint(1)<<z); float64(v.off) > tile/8 && z > 6 {
				continue // may run outside the tile
			}
			if got := d <= v.off; got != (z >= v.from) {
				t.Errorf("%s, zoom %d: the border passes %.0f m off", v.name, z, float64(d))
			}
		}
	}
	if _, err := readAdmin1(admin1Data[:len(admin1Data)-1]); !errors.Is(err, errAdmin1) {
		t.Errorf("a cut file gives %v", err)
	}
}

// TestWaterBorder finds the border in Lake Victoria, flagged.
func TestWaterBorder(t *testing.T) {
	m := open(t)
	at := orb.Point{33.3, -1}
	for _, z := range []uint32{3, 5, 7, 9} {
		fc := decode(t, m, at, z)["borders"]
		if d := near(fc, at, func(p geojson.Properties) bool { return p["countries"] == "TZ UG" && p["water"] == true }); d > 9e3 {
			t.Errorf("zoom %d: the border in the lake passes %v m off", z, d)
		}
		if d := near(fc, at, func(p geojson.Properties) bool { return p["water"] == false }); d < 20e3 {
			t.Errorf("zoom %d: a border in the lake is not marked as in water", z)
		}
	}
}

func names(fc *geojson.FeatureCollection, class string) []string {
	var out []string
	if fc != nil {
		for _, f := range fc.Features {
			if f.Properties["class"] == class {
				out = append(out, f.Properties.MustString("name", ""))
			}
		}
	}
	return out
}

func TestLabels(t *testing.T) {
	m := open(t)
	sudzha := orb.Point{35.27, 51.19}
	at10 := names(decode(t, m, sudzha, 10)["places"], "settlement")
	if !slices.Contains(at10, "Sudzha") || len(at10) < 15 || len(at10) > 64 {
		t.Errorf("zoom 10: %d labels %v", len(at10), at10)
	}
	at6 := names(decode(t, m, sudzha, 6)["places"], "settlement")
	if !slices.Contains(at6, "Kursk") || len(at6) > 64 {
		t.Errorf("zoom 6: %v", at6)
	}
	at3 := decode(t, m, orb.Point{31, 49}, 3)["places"]
	if c := names(at3, "country"); !slices.Contains(c, "Ukraine") {
		t.Errorf("zoom 3: countries %v", c)
	}
	if n := len(names(at3, "settlement")); n == 0 || n > 64 {
		t.Errorf("zoom 3: %d settlements", n)
	}
	// A label that is there stays there one zoom deeper.
	for z := uint32(4); z < 12; z++ {
		id, _ := tile.At(sudzha, z)
		var deeper []string
		for k := range uint32(4) {
			child := tile.ID{Z: z + 1, X: id.X*2 + k&1, Y: id.Y*2 + k>>1}
			deeper = append(deeper, names(decode(t, m, child.Unproject(2048, 2048), z+1)["places"], "settlement")...)
		}
		for _, n := range names(decode(t, m, sudzha, z)["places"], "settlement") {
			if !slices.Contains(deeper, n) {
				t.Errorf("%s is written at zoom %d, not at %d", n, z, z+1)
			}
		}
	}
}

func TestControlView(t *testing.T) {
	b, err := regions.Default()
	if err != nil {
		t.Fatal(err)
	}
	held, err := b.With(regions.Control)
	if err != nil {
		t.Fatal(err)
	}
	m, err := New(nil, held)
	if err != nil {
		t.Fatal(err)
	}
	perekop := orb.Point{33.69, 46.14}
	layers := decode(t, m, perekop, 8)
	if d := near(layers["borders"], perekop, func(p geojson.Properties) bool { return p["countries"] == "RU UA" && p["disputed"] == true }); d > 12e3 {
		t.Errorf("by control the line at Perekop passes %v m off", d)
	}
	if layers["places"] != nil {
		t.Error("labels without an index")
	}
}

func TestEveryZoom(t *testing.T) {
	m := open(t)
	for z := uint32(0); z <= tile.MaxZoom; z++ {
		decode(t, m, orb.Point{35.33, 51.1}, z)
		decode(t, m, orb.Point{179.999, -16.8}, z)
		decode(t, m, orb.Point{-179.999, 71}, z)
	}
	if _, err := m.Tile(3, 8, 0); err == nil {
		t.Error("a tile outside the world is drawn")
	}
	sea, err := m.Tile(8, 30, 110) // the Pacific
	if err != nil || len(sea) != 0 {
		t.Errorf("open sea: %d bytes, %v", len(sea), err)
	}
}

func TestSize(t *testing.T) {
	if n := len(land0) + len(land3) + len(waterData) + len(admin1Data); n > 3_500_000 {
		t.Errorf("%d bytes of data, want at most 3.5 MB", n)
	}
	if len(Layers()) != 5 || !strings.Contains(Attribution(), "OpenStreetMap") {
		t.Error("layers or credits are missing")
	}
}

func FuzzWater(f *testing.F) {
	f.Add(waterData[:min(len(waterData), 4000)])
	f.Add([]byte("SITMWAT1\x01\x00\x00\x00\x0a\x64\x01\x03\x02\x02\x04\x00\x01\x04"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, err := readWater(b); err != nil && !errors.Is(err, errWater) {
			t.Errorf("error %v", err)
		}
	})
}

func FuzzAdmin1(f *testing.F) {
	f.Add(admin1Data[:min(len(admin1Data), 4000)])
	f.Add([]byte("SITMADM1\x01\x00\x00\x00UA\x64\x01\x02\x02\x02\x04\x04"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, err := readAdmin1(b); err != nil && !errors.Is(err, errAdmin1) {
			t.Errorf("error %v", err)
		}
	})
}

func BenchmarkTile(b *testing.B) {
	m := open(b)
	for _, v := range []struct {
		name string
		p    orb.Point
		z    uint32
	}{{"z0", orb.Point{35, 51}, 0}, {"z4", orb.Point{35, 51}, 4}, {"z6", orb.Point{35, 51}, 6}, {"z8-coast", orb.Point{5.3, 60.4}, 8}, {"z10", orb.Point{35.3, 51.1}, 10}, {"z14", orb.Point{35.3, 51.1}, 14}} {
		id, _ := tile.At(v.p, v.z)
		b.Run(v.name, func(b *testing.B) {
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				raw, err := m.Tile(id.Z, id.X, id.Y)
				if err != nil {
					b.Fatal(err)
				}
				n = len(raw)
			}
			b.ReportMetric(float64(n), "bytes")
		})
	}
}
