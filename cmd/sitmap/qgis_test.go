package main

import (
	"bytes"
	"context"
	"encoding/json"
	"math"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
)

// qgisEvents are two events at one spot, one 8 km from it, and two far away on the other
// halves of the world, so that rows and columns that are turned round would show.
const qgisEvents = `id,lon,lat,date,type,fatalities,source,notes
a1,35.33000,51.10000,2024-12-14,Battles,3,Agency 1,Shelling near the bridge
a2,35.33000,51.10000,2024-12-15,Battles,0,Agency 2,The same place again
a3,35.41200,51.04500,2024-12-16,Protests,1,Agency 1,A march
b1,-70.66700,-33.45000,2024-11-02,Riots,0,Agency 3,South and west
c1,176.25000,-38.13700,2024-10-05,Protests,0,Agency 3,Near the antimeridian
`

// look is a question to testdata/qgis_look.py: a source of tiles and a picture of a
// box of them in which the points of a layer are painted for which a condition
// holds, or a table and the rows for which it holds.
type look struct {
	Kind      string     `json:"kind"` // tiles or table
	Source    string     `json:"source"`
	Layer     string     `json:"layer"`
	Condition string     `json:"condition"`
	Field     string     `json:"field"` // of the rows, what is told
	Box       [4]float64 `json:"box"`   // west, south, east, north
	Size      int        `json:"size"`  // pixels of a side

	name string
	want []orb.Point // what must be painted, and nothing else
}

// seen is an answer.
type seen struct {
	Valid            bool
	Error            string
	MinZoom, MaxZoom int
	Bounds           [4]float64
	Painted          []orb.Point // places of the pixels with paint
	Metres           float64     // of a pixel, at the equator
	Errors           []string    // of the picture
	Count            int
	CRS, Geometry    string
	Found            []any
}

// qgis asks QGIS, without a screen and with a profile of its own.
func qgis(t *testing.T, questions []look) []seen {
	t.Helper()
	const python = "/usr/bin/python3" // Debian's own, which sees python3-qgis
	if err := exec.Command(python, "-c", "import qgis.core").Run(); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("QGIS is missing; install it with: apt-get install -y --no-install-recommends python3-qgis")
		}
		t.Skip("QGIS is missing (Debian package python3-qgis)")
	}
	in, err := json.Marshal(questions)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(t.Context(), 5*time.Minute)
	defer stop()
	home := filepath.Join(t.TempDir(), "home")
	if err := os.Mkdir(home, 0o700); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(ctx, python, filepath.Join("testdata", "qgis_look.py"))
	cmd.Env = append(os.Environ(), "QT_QPA_PLATFORM=offscreen", "HOME="+home, "XDG_RUNTIME_DIR="+home, "XDG_CACHE_HOME="+home, "XDG_DATA_HOME="+home, "XDG_CONFIG_HOME="+home, "PYTHONDONTWRITEBYTECODE=1")
	var out, said bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(in), &out, &said
	if err := cmd.Run(); err != nil {
		t.Fatalf("QGIS: %v\n%s", err, said.String())
	}
	var answers []seen
	if err := json.Unmarshal(out.Bytes(), &answers); err != nil || len(answers) != len(questions) {
		t.Fatalf("QGIS gives %d answers to %d questions, %v: %.300s", len(answers), len(questions), err, out.String())
	}
	return answers
}

// runs runs a command that must succeed.
func runs(t *testing.T, args ...string) {
	t.Helper()
	var out, messages bytes.Buffer
	if code := run(t.Context(), args, streams{strings.NewReader(""), &out, &messages}); code != exitDone {
		t.Fatalf("%v: exit status %d, %s", args, code, messages.String())
	}
}

// The places of qgisEvents.
var (
	qgisSpot, qgisMarch = orb.Point{35.33, 51.1}, orb.Point{35.412, 51.045}
	qgisSouth, qgisEast = orb.Point{-70.667, -33.45}, orb.Point{176.25, -38.137}
	qgisBounds          = [4]float64{-70.667, -38.137, 176.25, 51.1}
	qgisNear            = [4]float64{35.2, 50.95, 35.6, 51.2} // of 300 pixels: zoom 10
)

func picture(name, source, condition string, box [4]float64, want ...orb.Point) look {
	return look{Kind: "tiles", Source: source, Layer: "events", Condition: condition, Box: box, Size: 300, name: name, want: want}
}

// pictures are the questions to one source of tiles; killed is the property of people killed.
func pictures(name, source, killed string) []look {
	return []look{
		picture(name+", all near", source, "", qgisNear, qgisSpot, qgisMarch),
		picture(name+", by number", source, `"`+killed+`" = 3`, qgisNear, qgisSpot),
		picture(name+", by text", source, `"type" = 'Protests'`, qgisNear, qgisMarch),
		picture(name+", south and west", source, "", [4]float64{-71, -33.7, -70.4, -33.2}, qgisSouth),
		picture(name+", south and east", source, `"date_start" = '2024-10-05' OR "date" = '2024-10-05'`, [4]float64{176, -38.4, 176.6, -37.9}, qgisEast),
		picture(name+", deeper than its zooms", source, "", [4]float64{35.328, 51.0985, 35.332, 51.1015}, qgisSpot),
		// Zoom 6 has a cluster of the three, which is drawn at the one that began last.
		picture(name+", cluster", source, `"count" = 3`, [4]float64{33, 49, 38, 53}, qgisMarch),
		picture(name+", world", source, "", [4]float64{-180, -85, 180, 85}, qgisMarch, qgisSouth, qgisEast),
	}
}

// TestQGIS opens archives, a running server's tiles and the database in QGIS while the server runs.
func TestQGIS(t *testing.T) {
	dir := t.TempDir()
	file := func(name string) string { return filepath.Join(dir, name) }
	if err := os.WriteFile(file("ev.csv"), []byte(qgisEvents), 0o600); err != nil {
		t.Fatal(err)
	}
	runs(t, "tiles", "--from", file("ev.csv"), "-o", file("table.mbtiles"))
	runs(t, "ingest", "--db", file("e.gpkg"), file("ev.csv"))
	runs(t, "tiles", "--db", file("e.gpkg"), "-o", file("store.mbtiles"), "--maxzoom", "11")
	runs(t, "tiles", "--from", file("ev.csv"), "-o", file("web.pmtiles"))
	address := serving(t, "--db", file("e.gpkg"), "--layer", file("web.pmtiles"))
	archived := func(name string) string { return "type=mbtiles&url=" + url.QueryEscape(file(name)) }
	served := func(layer, query string) string {
		return "type=xyz&zmin=0&zmax=14&url=" + url.QueryEscape(address+"/tiles/"+layer+"/{z}/{x}/{y}.mvt"+query)
	}
	table, stored := pictures("table.mbtiles", archived("table.mbtiles"), "fatalities"), pictures("store.mbtiles", archived("store.mbtiles"), "killed")
	other := picture("another layer", archived("table.mbtiles"), "", qgisNear)
	other.Layer = "nothing"
	tiles := slices.Concat(table, stored, pictures("served events", served("events", ""), "killed"), pictures("served archive", served("web", ""), "fatalities"),
		[]look{picture("served events of a day", served("events", "?datetime=2024-12-16/2024-12-16"), "", qgisNear, qgisMarch), other})
	tables := []look{
		{Kind: "table", Source: file("e.gpkg") + "|layername=event_places", Condition: `"type" = 'Protests' AND "casualties" LIKE '1 %'`, Field: "quote"},
		{Kind: "table", Source: file("e.gpkg") + "|layername=event_regions", Condition: `area($geometry) > 0`, Field: "kind"},
	}

	answers := qgis(t, slices.Concat(tiles, tables))
	for i, q := range tiles {
		t.Run(q.name, func(t *testing.T) { checkPicture(t, q, answers[i]) })
	}
	for i, deepest := range map[int]int{0: 14, len(table): 11} {
		a := answers[i]
		for side, want := range qgisBounds {
			if math.Abs(a.Bounds[side]-want) > 1e-6 {
				t.Errorf("%s has the bounds %v, want %v", tiles[i].name, a.Bounds, qgisBounds)
			}
		}
		if a.MinZoom != 0 || a.MaxZoom != deepest {
			t.Errorf("%s has the zooms %d to %d, want 0 to %d", tiles[i].name, a.MinZoom, a.MaxZoom, deepest)
		}
	}
	places, regions := answers[len(tiles)], answers[len(tiles)+1]
	if !places.Valid || places.Count != 5 || places.CRS != "EPSG:4326" || places.Geometry != "Point" || places.Bounds != qgisBounds || !slices.Equal(places.Found, []any{"A march"}) {
		t.Errorf("event_places: %+v", places)
	}
	if !regions.Valid || regions.Count != 5 || regions.Geometry != "MultiPolygon" || !slices.Equal(regions.Found, []any{"disc", "disc", "disc", "disc", "disc"}) {
		t.Errorf("event_regions: %+v", regions)
	}
}

// checkPicture wants paint at each place and nowhere else. A mark is five pixels
// wide; places lie up to a step of the grid of the deepest tiles from where they are.
func checkPicture(t *testing.T, q look, a seen) {
	t.Helper()
	if !a.Valid || len(a.Errors) > 0 {
		t.Fatalf("QGIS does not take %s: %s %v", q.Source, a.Error, a.Errors)
	}
	const equator, extent = 2 * math.Pi * 6378137, 4096
	step := equator / math.Exp2(float64(a.MaxZoom)) / extent * math.Sqrt2 / a.Metres // in pixels
	marked := make([]bool, len(q.want))
	for _, p := range a.Painted {
		nearest, best := -1, math.Inf(1)
		for i, w := range q.want {
			if d := pixels(p, w, a.Metres); d < best {
				nearest, best = i, d
			}
		}
		if best > 4.5+step {
			t.Errorf("there is paint at %v, %.1f pixels from what should have it", p, best)
			return
		}
		if best < 1.5+step {
			marked[nearest] = true
		}
	}
	if i := slices.Index(marked, false); i >= 0 {
		t.Errorf("there is no paint at %v; %d pixels have some", q.want[i], len(a.Painted))
	}
}

// pixels is the distance of two places on the picture; metres is what a pixel has at the equator.
func pixels(a, b orb.Point, metres float64) float64 {
	const radius = 6378137 // of the sphere of web maps
	y := func(p orb.Point) float64 { return radius * math.Asinh(math.Tan(p[1]*math.Pi/180)) }
	return math.Hypot((a[0]-b[0])*math.Pi/180*radius, y(a)-y(b)) / metres
}
