package geojson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

func TestAppendGeometry(t *testing.T) {
	for _, c := range []struct {
		name string
		g    orb.Geometry
		want string
	}{
		{"nothing", nil, `null`},
		{"seven digits", orb.Point{35.123456789, -51.1}, `{"type":"Point","coordinates":[35.1234568,-51.1]}`},
		{"whole numbers and minus zero", orb.Point{-0.00000001, 100. / 2}, `{"type":"Point","coordinates":[0,50]}`},
		{"beyond 180", orb.MultiPoint{{190, 1}, {-181, 2}}, `{"type":"MultiPoint","coordinates":[[-170,1],[179,2]]}`},
		{"clockwise outer ring", orb.Polygon{{{0, 0}, {0, 1}, {1, 1}, {0, 0}}}, `{"type":"Polygon","coordinates":[[[0,0],[1,1],[0,1],[0,0]]]}`},
		{
			"counterclockwise hole",
			orb.Polygon{{{0, 0}, {4, 0}, {4, 4}, {0, 0}}, {{2, 1}, {3, 1}, {3, 2}, {2, 1}}},
			`{"type":"Polygon","coordinates":[[[0,0],[4,0],[4,4],[0,0]],[[2,1],[3,2],[3,1],[2,1]]]}`,
		},
		{"bound", orb.Bound{Min: orb.Point{0, 0}, Max: orb.Point{1, 2}}, `{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,2],[0,2],[0,0]]]}`},
		{"line over the antimeridian", orb.LineString{{170, 0}, {-170, 10}}, `{"type":"MultiLineString","coordinates":[[[170,0],[180,5]],[[-180,5],[-170,10]]]}`},
		{"line counted on", orb.LineString{{170, 0}, {190, 10}}, `{"type":"MultiLineString","coordinates":[[[170,0],[180,5]],[[-180,5],[-170,10]]]}`},
		{"line westward", orb.LineString{{-170, 0}, {170, 10}}, `{"type":"MultiLineString","coordinates":[[[180,5],[170,10]],[[-170,0],[-180,5]]]}`},
		{"line that touches it", orb.LineString{{170, 0}, {180, 5}, {170, 10}}, `{"type":"LineString","coordinates":[[170,0],[180,5],[170,10]]}`},
		{"line along it", orb.LineString{{180, 0}, {180, 5}}, `{"type":"LineString","coordinates":[[180,0],[180,5]]}`},
		{
			"line over it along it",
			orb.LineString{{170, 0}, {180, 0}, {180, 5}, {190, 5}},
			`{"type":"MultiLineString","coordinates":[[[170,0],[180,0],[180,5]],[[-180,5],[-170,5]]]}`,
		},
		{
			"collection",
			orb.Collection{orb.Point{1, 2}, orb.LineString{{0, 0}, {1, 1}}},
			`{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]},{"type":"LineString","coordinates":[[0,0],[1,1]]}]}`,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := AppendGeometry(nil, c.g)
			if err != nil || string(got) != c.want {
				t.Errorf("got  %s, %v\nwant %s", got, err, c.want)
			}
		})
	}
}

// parts gives the polygons of a normalised area.
func parts(t *testing.T, g orb.Geometry) orb.MultiPolygon {
	t.Helper()
	n, err := Normalise(g)
	if err != nil {
		t.Fatal(err)
	}
	switch n := n.(type) {
	case orb.Polygon:
		return orb.MultiPolygon{n}
	case orb.MultiPolygon:
		return n
	}
	t.Fatalf("got a %T", n)
	return nil
}

func TestAreasAtAntimeridian(t *testing.T) {
	comb := orb.Ring{{170, 0}, {190, 0}, {190, 2}, {175, 2}, {175, 4}, {190, 4}, {190, 6}, {170, 6}, {170, 0}} // crosses four times
	for _, c := range []struct {
		name  string
		g     orb.Geometry
		parts int
		holes int
		area  float64
	}{
		{"square by jumps", orb.Polygon{{{170, 0}, {-170, 0}, {-170, 10}, {170, 10}, {170, 0}}}, 2, 0, 200},
		{"square counted on", orb.Polygon{{{170, 0}, {190, 0}, {190, 10}, {170, 10}, {170, 0}}}, 2, 0, 200},
		{"square counted westward", orb.Polygon{{{-190, 0}, {-170, 0}, {-170, 10}, {-190, 10}, {-190, 0}}}, 2, 0, 200},
		{"square beyond", orb.Polygon{{{182, 0}, {190, 0}, {190, 10}, {182, 10}, {182, 0}}}, 1, 0, 80},
		{"comb: one spine, two teeth", orb.Polygon{comb}, 3, 0, 90},
		{"hole on the line", orb.Polygon{
			{{170, 0}, {190, 0}, {190, 10}, {170, 10}, {170, 0}}, {{178, 4}, {182, 4}, {182, 6}, {178, 6}, {178, 4}},
		}, 2, 0, 192},
		{"hole east of the line, written at the other end", orb.Polygon{
			{{170, 0}, {190, 0}, {190, 10}, {170, 10}, {170, 0}}, {{-178, 4}, {-176, 4}, {-176, 6}, {-178, 6}, {-178, 4}},
		}, 2, 1, 196},
		{"edge on the line", orb.Polygon{{{170, 0}, {180, 0}, {180, 10}, {170, 10}, {170, 0}}}, 1, 0, 100},
		{"corner on the line, from beyond", orb.Polygon{{{170, 0}, {185, 0}, {180, 5}, {185, 10}, {170, 10}, {170, 0}}}, 3, 0, 125},
		{"around the north pole", orb.Polygon{{{0, 80}, {90, 80}, {180, 80}, {-90, 80}, {0, 80}}}, 2, 0, 3600},
		{"around the south pole, clockwise", orb.Polygon{{{0, -80}, {-90, -80}, {180, -80}, {90, -80}, {0, -80}}}, 2, 0, 3600},
		{"cap that is closed already", orb.Polygon{{{-180, 80}, {-60, 80}, {60, 80}, {180, 80}, {180, 90}, {-180, 90}, {-180, 80}}}, 1, 0, 3600},
		{"the world", orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}, 1, 0, 64800},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := parts(t, c.g)
			holes, area := 0, 0.0
			for _, p := range got {
				holes += len(p) - 1
				area += planar.Area(p)
				for i, r := range p {
					if want := map[bool]orb.Orientation{true: orb.CCW, false: orb.CW}[i == 0]; r.Orientation() != want {
						t.Errorf("ring %d of %v: got orientation %d, want %d", i, p, r.Orientation(), want)
					}
					if w, e := span(r); w < -180 || e > 180 || !r.Closed() {
						t.Errorf("ring %v is open or leaves the map", r)
					}
				}
			}
			if len(got) != c.parts || holes != c.holes || math.Abs(area-c.area) > 1e-6 {
				t.Errorf("got %d parts, %d holes, area %v in %v; want %d, %d, %v", len(got), holes, area, got, c.parts, c.holes, c.area)
			}
		})
	}
}

func TestNormaliseKeepsItsInput(t *testing.T) {
	p := orb.Polygon{{{170, 0}, {170, 10}, {-170, 10}, {-170, 0}, {170, 0}}, {{-178, 4}, {-176, 4}, {-176, 6}, {-178, 4}}}
	before := p.Clone()
	if _, err := Normalise(p); err != nil || !orb.Equal(p, before) {
		t.Errorf("got %v, %v, want %v", p, err, before)
	}
}

func TestCannotWrite(t *testing.T) {
	for name, f := range map[string]Feature{
		"NaN":            {Geometry: orb.Point{math.NaN(), 0}},
		"infinity":       {Geometry: orb.LineString{{0, 0}, {math.Inf(1), 0}}},
		"latitude 91":    {Geometry: orb.MultiPoint{{0, 91}}},
		"a lone point":   {Geometry: orb.LineString{{0, 0}}},
		"open ring":      {Geometry: orb.Polygon{{{0, 0}, {1, 0}, {1, 1}, {0, 1}}}},
		"list as id":     {ID: []int{1}},
		"list for props": {Properties: []int{1}},
		"NaN property":   {Properties: map[string]float64{"x": math.NaN()}},
	} {
		t.Run(name, func(t *testing.T) {
			w := NewWriter(&bytes.Buffer{})
			if err := w.Write(f); !errors.Is(err, ErrInvalid) {
				t.Errorf("got %v, want ErrInvalid", err)
			}
			if w.Count() != 0 {
				t.Errorf("the feature was counted")
			}
		})
	}
}

func write(t testing.TB, members []Member, features ...Feature) string {
	t.Helper()
	var b strings.Builder
	w := NewWriter(&b)
	for _, f := range features {
		if err := w.Write(f); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(members...); err != nil {
		t.Fatal(err)
	}
	if !json.Valid([]byte(b.String())) {
		t.Fatalf("not JSON: %s", b.String())
	}
	return b.String()
}

func TestWriter(t *testing.T) {
	if got, want := write(t, nil), "{\"type\":\"FeatureCollection\",\"features\":[\n\n]}\n"; got != want {
		t.Errorf("empty: got %q, want %q", got, want)
	}
	got := write(t, []Member{{"numberReturned", 2}},
		Feature{ID: "a", Geometry: orb.Point{1, 2}, Properties: map[string]any{"name": "<b>"}, BBox: true}, Feature{ID: 7})
	want := `{"type":"FeatureCollection","features":[
{"type":"Feature","id":"a","bbox":[1,2,1,2],"geometry":{"type":"Point","coordinates":[1,2]},"properties":{"name":"\u003cb\u003e"}},
{"type":"Feature","id":7,"geometry":null,"properties":null}
],"bbox":[1,2,1,2],"numberReturned":2}
`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if strings.Contains(got, "crs") {
		t.Error("a crs member was written")
	}
}

func TestBBox(t *testing.T) {
	for _, c := range []struct {
		name string
		g    []orb.Geometry
		want string
	}{
		{"two points", []orb.Geometry{orb.Point{-1, 2}, orb.Point{3, -4}}, "[-1,-4,3,2]"},
		{"on both sides of the antimeridian", []orb.Geometry{orb.Point{178, 0}, orb.Point{-179, 5}}, "[178,0,-179,5]"},
		{"west of it only", []orb.Geometry{orb.Point{-170, 0}, orb.Point{-179, 5}}, "[-179,0,-170,5]"},
		{"area over it", []orb.Geometry{orb.Polygon{{{170, 0}, {190, 0}, {190, 10}, {170, 10}, {170, 0}}}}, "[170,0,-170,10]"},
		{"area that touches it", []orb.Geometry{orb.Polygon{{{170, 0}, {180, 0}, {180, 10}, {170, 10}, {170, 0}}}}, "[170,0,180,10]"},
		{"area over Greenwich", []orb.Geometry{orb.Polygon{{{-10, 0}, {10, 0}, {10, 10}, {-10, 10}, {-10, 0}}}, orb.Point{175, 1}}, "[-10,0,175,10]"},
		{"all around", []orb.Geometry{orb.Point{-179, 0}, orb.Point{-60, 0}, orb.Point{60, 0}, orb.Point{179, 0}}, "[60,0,-60,0]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var features []Feature
			for _, g := range c.g {
				features = append(features, Feature{Geometry: g})
			}
			if got := write(t, nil, features...); !strings.Contains(got, `],"bbox":`+c.want+`}`) {
				t.Errorf("got %s, want bbox %s", got, c.want)
			}
		})
	}
}

type full struct{ left int }

func (f *full) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, errors.New("disk full")
	}
	return len(p), nil
}

func TestWriterKeepsItsError(t *testing.T) {
	w := NewWriter(&full{left: 150})
	var err error
	for range 10 {
		if err = w.Write(Feature{Geometry: orb.Point{1, 2}}); err != nil {
			break
		}
	}
	if err == nil || w.Close() == nil || w.Write(Feature{}) == nil {
		t.Errorf("got %v first, then no error", err)
	}
}

// TestOgrinfo lets GDAL read what the writer wrote.
func TestOgrinfo(t *testing.T) {
	tool, err := exec.LookPath("ogrinfo")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("ogrinfo is missing; install it with: apt-get install -y --no-install-recommends gdal-bin")
		}
		t.Skip("ogrinfo is missing (Debian package gdal-bin)")
	}
	file := filepath.Join(t.TempDir(), "out.geojson")
	text := write(t, nil,
		Feature{ID: "a", Geometry: orb.Point{35.33, 51.1}, Properties: map[string]any{"name": "Плехово"}},
		Feature{ID: "b", Geometry: orb.Polygon{{{170, 0}, {190, 0}, {190, 10}, {170, 10}, {170, 0}}}, Properties: map[string]any{"name": "over the line"}},
		Feature{ID: "c", Properties: map[string]any{"name": "nowhere"}})
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(tool, "-ro", "-al", file).CombinedOutput()
	if err != nil {
		t.Fatalf("ogrinfo: %v\n%s", err, out)
	}
	for _, want := range []string{"Feature Count: 3", "POINT (35.33 51.1)", "name (String) = Плехово", "MULTIPOLYGON (((180 10,170 10,170 0,180 0,180 10)),((-180 0,"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("ogrinfo does not say %q:\n%s", want, out)
		}
	}
	for _, bad := range []string{"Warning", "ERROR"} {
		if strings.Contains(string(out), bad) {
			t.Errorf("ogrinfo says %s:\n%s", bad, out)
		}
	}
}

func Example() {
	w := NewWriter(os.Stdout)
	_ = w.Write(Feature{ID: "e1", Geometry: orb.Point{35.33, 51.1}, Properties: map[string]string{"type": "Armed clash"}})
	_ = w.Close()
	// Output:
	// {"type":"FeatureCollection","features":[
	// {"type":"Feature","id":"e1","geometry":{"type":"Point","coordinates":[35.33,51.1]},"properties":{"type":"Armed clash"}}
	// ],"bbox":[35.33,51.1,35.33,51.1]}
}

func BenchmarkWrite(b *testing.B) {
	props := json.RawMessage(`{"type":"Armed clash","date_start":"2024-12-14","date_end":"2024-12-15","verification":"unverified"}`)
	for _, corners := range []int{1, 48} {
		f := Feature{ID: "e1", Geometry: orb.Point{35.33, 51.1}, Properties: props}
		if corners > 1 {
			r := orb.Ring{}
			for i := range corners {
				s, c := math.Sincos(float64(i) / float64(corners) * 2 * math.Pi)
				r = append(r, orb.Point{35 + c, 51 + s})
			}
			f.Geometry = orb.Polygon{append(r, r[0])}
		}
		b.Run(fmt.Sprintf("corners=%d", corners), func(b *testing.B) {
			b.ReportAllocs()
			var buf []byte
			for b.Loop() {
				var err error
				if buf, err = Append(buf[:0], f); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
