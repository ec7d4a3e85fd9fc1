package tile

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/maptile"
	"github.com/paulmach/orb/planar"
)

// decode reads a tile with orb's decoder; coordinates stay grid units.
func decode(t testing.TB, b []byte) map[string]*mvt.Layer {
	t.Helper()
	layers, err := mvt.Unmarshal(b)
	if err != nil {
		t.Fatalf("orb cannot read the tile: %v", err)
	}
	out := make(map[string]*mvt.Layer)
	for _, l := range layers {
		if l.Version != 2 || l.Extent != Extent {
			t.Fatalf("layer %s: version %d, extent %d", l.Name, l.Version, l.Extent)
		}
		if out[l.Name] != nil {
			t.Fatalf("layer %s appears twice", l.Name)
		}
		out[l.Name] = l
	}
	return out
}

func TestPropertiesRoundTrip(t *testing.T) {
	b := NewBuilder(0, 0, 0)
	l := b.Layer("things")
	l.Point(orb.Point{10, 20}, 7,
		Text("name", "Плехово <b>"), Int("killed", 30), Int("below", -5), Int("zero", 0), Int("large", 1<<40),
		Float("radius", 1500.5), Bool("disputed", true), Bool("open", false),
		Float("nothing", math.NaN()), Text("broken", "a\xffb"))
	l.Point(orb.Point{11, 21}, 0)
	f := decode(t, b.Bytes())["things"].Features
	if len(f) != 2 {
		t.Fatalf("got %d features, want 2", len(f))
	}
	want := map[string]any{
		"name": "Плехово <b>", "killed": uint64(30), "below": int64(-5), "zero": uint64(0), "large": uint64(1 << 40),
		"radius": 1500.5, "disputed": true, "open": false, "broken": "a\uFFFDb",
	}
	if len(f[0].Properties) != len(want) {
		t.Errorf("got properties %v", f[0].Properties)
	}
	for k, v := range want {
		if got := f[0].Properties[k]; got != v && !sameNumber(got, v) {
			t.Errorf("%s = %v (%T), want %v (%T)", k, got, got, v, v)
		}
	}
	if id, ok := f[0].ID.(float64); !ok || id != 7 {
		t.Errorf("id = %v, want 7", f[0].ID)
	}
	if f[1].ID != nil || len(f[1].Properties) != 0 {
		t.Errorf("bare feature has id %v and properties %v", f[1].ID, f[1].Properties)
	}
}

func sameNumber(a, b any) bool {
	f := func(v any) (float64, bool) {
		switch n := v.(type) {
		case float64:
			return n, true
		case int64:
			return float64(n), true
		case uint64:
			return float64(n), true
		}
		return 0, false
	}
	x, ok1 := f(a)
	y, ok2 := f(b)
	return ok1 && ok2 && x == y
}

func TestValuesAndKeysAreShared(t *testing.T) {
	b := NewBuilder(0, 0, 0)
	l := b.Layer("a")
	for i := range 1000 {
		l.Point(orb.Point{float64(i) / 10, 0}, 0, Text("type", "Armed clash"), Int("n", int64(i%3)), Int("big", 5000))
	}
	if l.nkeys != 3 || l.nvals != 5 {
		t.Errorf("%d keys and %d values, want 3 and 5", l.nkeys, l.nvals)
	}
	if n := strings.Count(string(b.Bytes()), "Armed clash"); n != 1 {
		t.Errorf("the text stands %d times in the tile", n)
	}
}

func TestPointsLieWhereOrbPutsThem(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for range 3000 {
		z := uint32(r.IntN(19))
		p := orb.Point{r.Float64()*360 - 180, r.Float64()*168 - 84}
		id, _ := At(p, z)
		b := NewBuilder(id.Z, id.X, id.Y)
		if !b.Layer("p").Point(p, 0) {
			t.Fatalf("point %v is not in its own tile %v", p, id)
		}
		got := decode(t, b.Bytes())["p"].Features[0].Geometry.(orb.Point)
		if want := orbPosition(p, id); got != want {
			t.Fatalf("point %v in %v is at %v, orb says %v", p, id, got, want)
		}
	}
}

func orbPosition(p orb.Point, id ID) orb.Point {
	q := maptile.Fraction(p, maptile.Zoom(id.Z))
	return orb.Point{math.Floor((q[0] - float64(id.X)) * Extent), math.Floor((q[1] - float64(id.Y)) * Extent)}
}

func TestEveryPointIsInOneTile(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	const z = 2
	builders := map[ID]*Builder{}
	for x := range uint32(4) {
		for y := range uint32(4) {
			builders[ID{z, x, y}] = NewBuilder(z, x, y)
		}
	}
	pts := []orb.Point{{180, 0}, {-180, 0}, {0, 0}, {90, 0}, {0, MaxLatitude + 1}, {45, 90}}
	for range 500 {
		pts = append(pts, orb.Point{r.Float64()*360 - 180, r.Float64()*180 - 90})
	}
	world := 0
	for i, p := range pts {
		if _, _, ok := Position(p); ok {
			world++
		}
		for _, b := range builders {
			b.Layer("p").Point(p, uint64(i+1))
		}
	}
	inside := 0
	for _, b := range builders {
		l := decode(t, b.Bytes())["p"]
		if l == nil {
			continue
		}
		for _, f := range l.Features {
			p := f.Geometry.(orb.Point)
			if p[0] >= 0 && p[0] < Extent && p[1] >= 0 && p[1] < Extent {
				inside++
			}
		}
	}
	if inside != world {
		t.Errorf("%d points lie inside tiles, want %d", inside, world)
	}
}

func TestBufferCrossesTheAntimeridian(t *testing.T) {
	b := NewBuilder(1, 0, 0)
	if !b.Layer("p").Point(orb.Point{179.9, 10}, 0) {
		t.Fatal("a point just west of 180° is not in the buffer of the first column")
	}
	p := decode(t, b.Bytes())["p"].Features[0].Geometry.(orb.Point)
	if p[0] >= 0 || p[0] < -DefaultBuffer {
		t.Errorf("copy stands at x %v", p[0])
	}
}

func TestPolygonWindingHolesAndArea(t *testing.T) {
	outer := orb.Ring{{0, 0}, {40, 0}, {40, 40}, {0, 40}, {0, 0}}
	hole := orb.Ring{{10, 10}, {20, 10}, {20, 20}, {10, 20}, {10, 10}}
	for _, c := range []struct {
		name        string
		outer, hole orb.Ring
	}{
		{"as RFC 7946", outer, reversed(hole)},
		{"both one way", outer, hole},
		{"outer turned", reversed(outer), hole},
	} {
		b := NewBuilder(0, 0, 0)
		if !b.Layer("a").Polygons(orb.MultiPolygon{{c.outer, c.hole}}, 1) {
			t.Fatalf("%s: nothing written", c.name)
		}
		poly, ok := decode(t, b.Bytes())["a"].Features[0].Geometry.(orb.Polygon)
		if !ok || len(poly) != 2 {
			t.Fatalf("%s: got %v", c.name, decode(t, b.Bytes())["a"].Features[0].Geometry)
		}
		// y points down, so a positive surveyor's area is orb.CCW.
		if poly[0].Orientation() != orb.CCW || poly[1].Orientation() != orb.CW {
			t.Errorf("%s: orientations %v %v", c.name, poly[0].Orientation(), poly[1].Orientation())
		}
	}
}

func reversed(r orb.Ring) orb.Ring {
	c := r.Clone()
	c.Reverse()
	return c
}

func TestPolygonsOfNeighboursAddUp(t *testing.T) {
	// The window overlaps the neighbours, so cut each decoded tile to its own square.
	area := orb.MultiPolygon{{{{-30, -30}, {50, -20}, {60, 55}, {-20, 40}, {-30, -30}}}}
	whole := NewBuilder(0, 0, 0)
	whole.Layer("a").Polygons(area, 0)
	want := planar.Area(decode(t, whole.Bytes())["a"].Features[0].Geometry)
	var sum float64
	for x := range uint32(4) {
		for y := range uint32(4) {
			b := NewBuilder(2, x, y)
			if !b.Layer("a").Polygons(area, 0) {
				continue
			}
			g := decode(t, b.Bytes())["a"].Features[0].Geometry
			sum += planar.Area(cut(g))
		}
	}
	if got := sum / 16; math.Abs(got-want)/want > 0.002 {
		t.Errorf("16 tiles add up to %.0f, the world tile has %.0f", got, want)
	}
}

func TestLinesAreCutToTheBuffer(t *testing.T) {
	b := NewBuilder(3, 4, 3)
	l := b.Layer("l")
	if !l.Lines(orb.MultiLineString{{{-170, 10}, {170, 20}}, {{5, 80}, {6, 81}}}, 0, Text("kind", "border")) {
		t.Fatal("nothing written")
	}
	g, ok := decode(t, b.Bytes())["l"].Features[0].Geometry.(orb.LineString)
	if !ok {
		t.Fatalf("got %T", decode(t, b.Bytes())["l"].Features[0].Geometry)
	}
	for _, p := range g {
		if p[0] < -DefaultBuffer || p[0] > Extent+DefaultBuffer || p[1] < -DefaultBuffer || p[1] > Extent+DefaultBuffer {
			t.Errorf("point %v lies outside the buffer", p)
		}
	}
	if g[0][0] != -DefaultBuffer || g[len(g)-1][0] != Extent+DefaultBuffer {
		t.Errorf("line runs from %v to %v", g[0], g[len(g)-1])
	}
}

func TestNothingFromNothing(t *testing.T) {
	b := NewBuilder(5, 1, 1)
	l := b.Layer("l")
	for name, wrote := range map[string]bool{
		"no lines":       l.Lines(nil, 0),
		"one point":      l.Lines(orb.MultiLineString{{{0, 0}}}, 0),
		"far line":       l.Lines(orb.MultiLineString{{{0, 0}, {1, 1}}}, 0),
		"empty area":     l.Polygons(orb.MultiPolygon{{}}, 0),
		"flat ring":      l.Polygons(orb.MultiPolygon{{{{-160, 70}, {-160, 70}, {-160, 70}}}}, 0),
		"ring of NaN":    l.Polygons(orb.MultiPolygon{{{{math.NaN(), 0}, {1, math.Inf(1)}, {2, 2}}}}, 0),
		"point far away": l.Point(orb.Point{100, 0}, 0),
		"point NaN":      l.Point(orb.Point{math.NaN(), 0}, 0),
	} {
		if wrote {
			t.Errorf("%s was written", name)
		}
	}
	if got := b.Bytes(); len(got) != 0 {
		t.Errorf("tile has %d bytes, want none", len(got))
	}
}

func TestResetForgets(t *testing.T) {
	b := NewBuilder(0, 0, 0)
	b.Layer("old").Point(orb.Point{0, 0}, 1, Text("k", "v"), Int("n", 3), Int("m", 999))
	b.Reset(0, 0, 0)
	b.Layer("new").Point(orb.Point{0, 0}, 1, Text("q", "w"), Int("n", 3), Int("m", 999))
	layers := decode(t, b.Bytes())
	if len(layers) != 1 || layers["new"] == nil {
		t.Fatalf("layers %v", layers)
	}
	if p := layers["new"].Features[0].Properties; len(p) != 3 || p["q"] != "w" {
		t.Errorf("properties %v", p)
	}
}
