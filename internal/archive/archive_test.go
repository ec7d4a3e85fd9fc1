package archive

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"

	"sitmap/geo/codec/mbtiles"
	"sitmap/geo/codec/pmtiles"
	"sitmap/geo/codec/tileset"
	"sitmap/geo/tile"
	"sitmap/internal/event"
	"sitmap/internal/ingest/rows"
	"sitmap/internal/snapshot"
)

// list is a file of rows in memory: columns id, lon, lat, date, type, dead, words and more.
type list struct {
	names []string
	rows  []rows.Row
	at    int
}

func (l *list) Header() rows.Header { return rows.Header{Names: l.names} }

func (l *list) Next() (rows.Row, error) {
	if l.at == len(l.rows) {
		return rows.Row{}, io.EOF
	}
	l.at++
	return l.rows[l.at-1], nil
}

const (
	colID = iota
	colLon
	colLat
	colDate
	colType
	colDead
	colWords
	colCode
)

func (l *list) add(values ...string) {
	l.rows = append(l.rows, rows.Row{Number: len(l.rows) + 2, Values: values})
}

// source wires a list up as package cmd does.
func (l *list) source(problem func(int, rows.Problem, bool)) Source {
	return Source{
		Rows: l, Position: []int{colLon, colLat}, Problem: problem,
		Point: func(v []string) (orb.Point, *rows.Problem) {
			x, err1 := strconv.ParseFloat(v[colLon], 64)
			y, err2 := strconv.ParseFloat(v[colLat], 64)
			if err := errors.Join(err1, err2); err != nil || x == 0 && y == 0 {
				return orb.Point{}, &rows.Problem{Field: "lat", Reason: "no coordinates"}
			}
			return orb.Point{x, y}, nil
		},
		Columns: Columns{
			ID: colID, Type: colType, Date: colDate, DateEnd: -1, Killed: colDead,
			Days: func(s string) (int32, int32, bool) {
				d, err := event.ParseDate(s)
				return int32(d.DayNumber()), int32(d.DayNumber()), err == nil
			},
			People: func(s string) (int32, int32, bool) {
				n, err := strconv.Atoi(s)
				return int32(n), int32(n), err == nil
			},
			Null: func(s string) bool { return s == "NA" },
		},
	}
}

// scattered makes n rows: clusters of equal points, points at the edges of tiles and of
// the world, empty cells, numbers, and words of all kinds.
func scattered(r *rand.Rand, n int) *list {
	l := &list{names: []string{"id", "lon", "lat", "date", "type", "dead", "words", "code"}}
	for i := range n {
		x, y := 30+r.NormFloat64()*3, 50+r.NormFloat64()*2
		switch r.IntN(12) {
		case 0:
			x, y = 35.33, 51.1
		case 1: // at the bounds of tiles of many zooms
			x, y = float64(r.IntN(512))*360/512-180, float64(r.IntN(160)-80)
		case 2:
			x = []float64{-180, 180, 179.9999, -179.9999}[r.IntN(4)]
		case 3:
			y = []float64{85.0511, -85.0511, 90, -90, 85.06}[r.IntN(5)]
		case 4:
			x, y = float64(i%3)*1e-9, 0.0001
		}
		row := []string{
			fmt.Sprint("e", i), fmt.Sprint(x), fmt.Sprint(y), event.FromDayNumber(19000 + r.IntN(800)).String(),
			[]string{"Armed clash", "Air/drone strike", "", "Protest \"x\""}[r.IntN(4)], []string{"0", "1", "25", "", "NA", "300000"}[r.IntN(6)],
			strings.Repeat("слово ", r.IntN(4)) + fmt.Sprint(i*7919), []string{"007", "12", "", "-3"}[r.IntN(4)],
		}
		if r.IntN(9) == 0 {
			row[colWords] = ""
		}
		l.add(row...)
	}
	return l
}

// opened reads a whole archive, its tiles decoded by orb's decoder.
func opened(t testing.TB, path string) (map[tile.ID][]*geojson.Feature, tileset.Meta) {
	t.Helper()
	out := map[tile.ID][]*geojson.Feature{}
	last := uint64(0)
	take := func(z, x, y uint32, tl tileset.Tile) error {
		layers, err := mvt.UnmarshalGzipped(tl.Data)
		if err != nil || len(layers) != 1 || layers[0].Name != snapshot.LayerName || layers[0].Version != 2 || layers[0].Extent != tile.Extent || len(layers[0].Features) == 0 {
			t.Fatalf("tile %d/%d/%d: %d layers, %v", z, x, y, len(layers), err)
		}
		if id := pmtiles.TileID(z, x, y); strings.HasSuffix(path, ".pmtiles") && id < last {
			t.Fatalf("tile %d/%d/%d is out of order", z, x, y)
		} else {
			last = id
		}
		out[tile.ID{Z: z, X: x, Y: y}] = layers[0].Features
		return nil
	}
	var a tileset.Archive
	var err error
	if strings.HasSuffix(path, ".mbtiles") {
		var r *mbtiles.Reader
		if r, err = mbtiles.Open(t.Context(), path); err == nil {
			a, err = r, r.Each(t.Context(), take)
		}
	} else {
		var r *pmtiles.Reader
		if r, err = pmtiles.OpenFile(path); err == nil {
			a, err = r, r.Each(t.Context(), take)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	m, err := a.Meta(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return out, m
}

func inside(f *geojson.Feature) bool {
	p := f.Geometry.(orb.Point)
	return p[0] >= 0 && p[0] < tile.Extent && p[1] >= 0 && p[1] < tile.Extent
}

// want is the rows of a list in the tile world, by id, as properties.
func (l *list) want() map[string]map[string]any {
	out := map[string]map[string]any{}
	for _, r := range l.rows {
		x, _ := strconv.ParseFloat(r.Values[colLon], 64)
		y, _ := strconv.ParseFloat(r.Values[colLat], 64)
		if _, _, ok := tile.Position(orb.Point{x, y}); !ok {
			continue
		}
		p := map[string]any{"point": orb.Point{x, y}}
		for i, name := range l.names {
			v := r.Values[i]
			switch {
			case i == colLon || i == colLat || v == "":
			case name == "dead" && v == "NA":
			case name == "dead":
				n, _ := strconv.ParseFloat(v, 64)
				p[name] = n
			default:
				p[name] = v
			}
		}
		out[r.Values[colID]] = p
	}
	return out
}

func TestRowsArchive(t *testing.T) {
	for _, n := range []int{1, 40, 3000} {
		for _, ext := range []string{".pmtiles", ".mbtiles"} {
			l := scattered(rand.New(rand.NewPCG(3, uint64(n))), n)
			path := filepath.Join(t.TempDir(), "a"+ext)
			res, err := FromRows(t.Context(), l.source(nil), Options{Path: path, MaxZoom: 14, Name: "scattered"})
			if err != nil {
				t.Fatal(err)
			}
			want := l.want()
			if res.Rows != n || res.Points != len(want) || res.Rejected != 0 || res.Outside != n-len(want) {
				t.Fatalf("%d rows, %d in the tile world: %+v", n, len(want), res)
			}
			tiles, meta := opened(t, path)
			if len(tiles) != res.Tiles {
				t.Errorf("%d tiles, %d reported", len(tiles), res.Tiles)
			}
			checkSums(t, tiles, len(want))
			checkPoints(t, tiles, want)
			checkCopies(t, tiles, want)
			if meta.MaxZoom != 14 || meta.Name != "scattered" || len(meta.Layers) != 1 || meta.Layers[0].Fields["dead"] == "String" || meta.Stats.Layers[0].Count != len(want) {
				t.Errorf("metadata %+v", meta)
			}
		}
	}
}

// checkSums adds up the counts of all tiles of each zoom, copies left out.
func checkSums(t *testing.T, tiles map[tile.ID][]*geojson.Feature, want int) {
	t.Helper()
	var sums [15]int
	for id, fs := range tiles {
		for _, f := range fs {
			switch {
			case !inside(f):
				if id.Z < snapshot.BaseZoom {
					t.Errorf("tile %v has a cluster in its buffer", id)
				}
			case f.Properties["cluster"] == true:
				sums[id.Z] += int(f.Properties["count"].(float64))
			default:
				sums[id.Z]++
			}
		}
	}
	for z, n := range sums {
		if n != want {
			t.Errorf("zoom %d adds up to %d points, want %d", z, n, want)
		}
	}
}

// checkPoints wants every row once at every zoom from the base zoom on, where and as it is.
func checkPoints(t *testing.T, tiles map[tile.ID][]*geojson.Feature, want map[string]map[string]any) {
	t.Helper()
	seen := map[string]int{}
	for id, fs := range tiles {
		if id.Z < snapshot.BaseZoom {
			continue
		}
		for _, f := range fs {
			name := f.Properties["id"].(string)
			w := want[name]
			if w == nil {
				t.Fatalf("tile %v shows %q, which is in no row", id, name)
			}
			if len(f.Properties) != len(w)-1 {
				t.Errorf("%s has the properties %v, want %v", name, f.Properties, w)
			}
			for k, v := range f.Properties {
				if !reflect.DeepEqual(w[k], v) && (len(want) > 1 || fmt.Sprint(w[k]) != fmt.Sprint(v)) { // a single cell may well be a number
					t.Errorf("%s: %s is %v, want %v", name, k, v, w[k])
				}
			}
			if !inside(f) {
				continue
			}
			seen[fmt.Sprint(id.Z, name)]++
			p := w["point"].(orb.Point)
			if p[0] == 180 {
				p[0] = -180
			}
			x, y := id.Project(p)
			if got := f.Geometry.(orb.Point); got != (orb.Point{float64(x), float64(y)}) {
				t.Errorf("tile %v: %s is at %v, want %d, %d", id, name, got, x, y)
			}
		}
	}
	for name := range want {
		for z := snapshot.BaseZoom; z <= 14; z++ {
			if seen[fmt.Sprint(z, name)] != 1 {
				t.Errorf("zoom %d shows %s %d times", z, name, seen[fmt.Sprint(z, name)])
			}
		}
	}
}

// checkCopies wants in each tile's buffer the points that are there, no others, and none missing.
func checkCopies(t *testing.T, tiles map[tile.ID][]*geojson.Feature, want map[string]map[string]any) {
	t.Helper()
	const b = tile.DefaultBuffer
	for _, z := range []uint32{9, 11, 14} {
		expected := map[string]bool{}
		world := int64(tile.Extent) << z
		for name, w := range want {
			gx, gy, _ := tile.Position(w["point"].(orb.Point))
			x, y := int64(gx>>(20-z)), int64(gy>>(20-z))
			for _, dx := range []int64{-b, 0, b - 1, b} {
				for _, dy := range []int64{-b, 0, b - 1, b} {
					tx, ty := (x+dx+world)%world>>12, (y+dy)>>12
					if y+dy < 0 || y+dy >= world || tx == x>>12 && ty == y>>12 {
						continue
					}
					px := (x-tx<<12+world+world/2)%world - world/2
					py := y - ty<<12
					if px >= -b && px < tile.Extent+b && py >= -b && py < tile.Extent+b {
						expected[fmt.Sprint(z, tx, ty, name, px, py)] = true
					}
				}
			}
		}
		got := map[string]bool{}
		for id, fs := range tiles {
			for _, f := range fs {
				if id.Z == z && !inside(f) {
					p := f.Geometry.(orb.Point)
					got[fmt.Sprint(z, id.X, id.Y, f.Properties["id"], int(p[0]), int(p[1]))] = true
				}
			}
		}
		if !reflect.DeepEqual(got, expected) {
			t.Errorf("zoom %d: %d copies in buffers, want %d", z, len(got), len(expected))
		}
	}
}

// TestClustersTellTheTruth compares each cluster with the rows in its cell.
func TestClustersTellTheTruth(t *testing.T) {
	l := scattered(rand.New(rand.NewPCG(4, 4)), 1500)
	path := filepath.Join(t.TempDir(), "a.pmtiles")
	if _, err := FromRows(t.Context(), l.source(nil), Options{Path: path, MaxZoom: 8}); err != nil {
		t.Fatal(err)
	}
	want := l.want()
	tiles, _ := opened(t, path)
	clusters := 0
	for id, fs := range tiles {
		for _, f := range fs {
			if f.Properties["cluster"] != true {
				continue
			}
			clusters++
			at := f.Geometry.(orb.Point)
			var members []string
			for name, w := range want {
				x, y := id.Project(onGrid(w["point"].(orb.Point)))
				const cell = tile.Extent >> snapshot.CellBits
				if math.Floor(float64(x)/cell) == math.Floor(at[0]/cell) && math.Floor(float64(y)/cell) == math.Floor(at[1]/cell) {
					members = append(members, name)
				}
			}
			checkCluster(t, id, f, members, want)
		}
	}
	if clusters < 100 {
		t.Errorf("only %d clusters; the test proves little", clusters)
	}
}

// onGrid takes the antimeridian as 180° W, as tiles do.
func onGrid(p orb.Point) orb.Point {
	if p[0] == 180 {
		p[0] = -180
	}
	return p
}

func checkCluster(t *testing.T, id tile.ID, f *geojson.Feature, members []string, want map[string]map[string]any) {
	t.Helper()
	p := f.Properties
	types := map[string]int{}
	dead, known, first, last, there := 0.0, 0.0, "9", "", false
	for _, name := range members {
		w := want[name]
		kind, _ := w["type"].(string)
		types[kind]++
		if n, ok := w["dead"].(float64); ok {
			dead += n
			known++
		}
		d := w["date"].(string)
		first, last = min(first, d), max(last, d)
		there = there || name == p["event"]
	}
	if int(p["count"].(float64)) != len(members) || int(p["events"].(float64)) != len(members) || !there {
		t.Errorf("tile %v: a cluster of %v with %v for %d rows", id, p["count"], p["event"], len(members))
	}
	var got map[string]int
	if err := json.Unmarshal([]byte(p["types"].(string)), &got); err != nil || !reflect.DeepEqual(got, types) {
		t.Errorf("tile %v: types %v, want %v, %v", id, p["types"], types, err)
	}
	if known > 0 && (p["killed"] != dead || p["killed_max"] != dead || p["killed_known"] != known) {
		t.Errorf("tile %v: killed %v of %v, want %v of %v", id, p["killed"], p["killed_known"], dead, known)
	}
	if p["date_start"] != first || p["date_end"] != last {
		t.Errorf("tile %v: from %v to %v, want %s to %s", id, p["date_start"], p["date_end"], first, last)
	}
	name, _ := p["event"].(string)
	if rep := want[name]; there && rep["date"] != last {
		t.Errorf("tile %v: the cluster stands for %s of %v, the newest member is of %s", id, name, rep["date"], last)
	} else if there {
		x, y := id.Project(onGrid(rep["point"].(orb.Point)))
		if at := f.Geometry.(orb.Point); float64(x) != at[0] || float64(y) != at[1] {
			t.Errorf("tile %v: the cluster stands at %v, its event at %v, %v", id, at, x, y)
		}
	}
	if z := p["expansion_zoom"].(float64); z <= float64(id.Z) || z > snapshot.BaseZoom {
		t.Errorf("tile %v: expansion zoom %v", id, z)
	}
}

func TestNothingComesOfBadRows(t *testing.T) {
	l := &list{names: []string{"id", "lon", "lat", "date", "type", "dead", "words", "code"}}
	good := func(id, lon, lat string) { l.add(id, lon, lat, "2024-01-02", "x", "1", "w", "c") }
	good("a", "35.33", "51.1")
	good("b", "", "51.1")
	good("c", "0", "0")
	good("d", "10", "89.5")
	good("e", "180", "0")
	l.rows = append(l.rows, rows.Row{Number: 7, Values: []string{"f"}, Bad: []rows.Problem{{Field: "", Reason: "it has 1 cells"}}})
	l.rows = append(l.rows, rows.Row{Number: 8, Values: []string{"g", "", "", "", "", "", "", ""}, Geometry: orb.LineString{{1, 1}, {2, 2}}})
	l.rows = append(l.rows, rows.Row{Number: 9, Values: []string{"h", "", "", "", "", "", "", ""}, Geometry: orb.Point{1, 2}, Bad: []rows.Problem{{Field: "words", Reason: "bytes"}}})
	l.rows = append(l.rows, rows.Row{Number: 10, Values: []string{"i", "", "", "", "", "", "", ""}, Geometry: orb.Point{math.NaN(), 2}})
	var said []string
	path := filepath.Join(t.TempDir(), "a.pmtiles")
	res, err := FromRows(t.Context(), l.source(func(row int, p rows.Problem, kept bool) { said = append(said, fmt.Sprint(row, p.Field, kept)) }), Options{Path: path, MaxZoom: 9})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"3latfalse", "4latfalse", "5false", "7false", "8geometryfalse", "9wordstrue", "10geometryfalse"}; !reflect.DeepEqual(said, want) {
		t.Errorf("said %v, want %v", said, want)
	}
	if res.Rows != 9 || res.Points != 3 || res.Rejected != 5 || res.Outside != 1 {
		t.Errorf("%+v", res)
	}
}

func TestAnEmptyArchive(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.pmtiles")
	res, err := FromRows(t.Context(), (&list{names: []string{"id"}}).source(nil), Options{Path: path, MaxZoom: 14})
	if err != nil || res.Tiles != 0 {
		t.Fatalf("%+v, %v", res, err)
	}
	if tiles, m := opened(t, path); len(tiles) != 0 || m.Bounds.Max[0] != 180 {
		t.Errorf("%d tiles, %+v", len(tiles), m)
	}
}

func TestDropDensest(t *testing.T) {
	l := scattered(rand.New(rand.NewPCG(5, 5)), 2000)
	path := filepath.Join(t.TempDir(), "a.pmtiles")
	const limit = 20
	res, err := FromRows(t.Context(), l.source(nil), Options{Path: path, MinZoom: 7, MaxZoom: 11, DropDensest: limit})
	if err != nil {
		t.Fatal(err)
	}
	checkThinned(t, path, res, limit)
}

// checkThinned wants no tile of points to show more than limit of its own, and the
// result to say what is not shown.
func checkThinned(t *testing.T, path string, res Result, limit int) {
	t.Helper()
	tiles, _ := opened(t, path)
	shown, full := map[uint32]int{}, map[uint32]int{}
	for id, fs := range tiles {
		n := 0
		for _, f := range fs {
			if inside(f) {
				n++
			}
		}
		if id.Z >= snapshot.BaseZoom && n > limit {
			t.Errorf("tile %v shows %d points", id, n)
		}
		if n == limit {
			full[id.Z]++
		}
		shown[id.Z] += n
	}
	for _, d := range res.Dropped {
		if d.Points == 0 || shown[d.Zoom]+d.Points != res.Points || full[d.Zoom] < d.Tiles {
			t.Errorf("%+v, but zoom %d shows %d of %d", d, d.Zoom, shown[d.Zoom], res.Points)
		}
	}
	if len(res.Dropped) == 0 || res.Dropped[0].Zoom != snapshot.BaseZoom {
		t.Errorf("dropped %+v", res.Dropped)
	}
}

func TestFailuresLeaveNothing(t *testing.T) {
	for _, ext := range []string{".pmtiles", ".mbtiles"} {
		dir := t.TempDir()
		path := filepath.Join(dir, "a"+ext)
		l := scattered(rand.New(rand.NewPCG(6, 6)), 500)
		full := errors.New("no space left on device")
		_, err := whole(t.Context(), path, func(out sink) error {
			if err := out.Add(0, 0, 0, []byte("x")); err != nil {
				return err
			}
			return full
		})
		if !errors.Is(err, full) {
			t.Errorf("%s: %v", ext, err)
		}
		if _, err := FromRows(t.Context(), l.source(nil), Options{Path: filepath.Join(dir, "no", "a"+ext), MaxZoom: 3}); err == nil {
			t.Error("a folder that is not there was written to")
		}
		l.at = 0
		src := l.source(nil)
		src.Rows = &failing{list: l, after: 300}
		if _, err := FromRows(t.Context(), src, Options{Path: path, MaxZoom: 12}); err == nil {
			t.Error("a file that cannot be read to its end makes an archive")
		}
		if left, _ := os.ReadDir(dir); len(left) != 0 {
			t.Errorf("%s: %v is left", ext, left)
		}
	}
}

// failing ends with an error in the middle.
type failing struct {
	*list
	after int
}

func (f *failing) Next() (rows.Row, error) {
	if f.at == f.after {
		return rows.Row{}, errors.New("the disk is gone")
	}
	return f.list.Next()
}

func TestOptions(t *testing.T) {
	for _, o := range []Options{
		{Path: "a.zip", MaxZoom: 3},
		{Path: "a.pmtiles", MinZoom: 4, MaxZoom: 3},
		{Path: "a.pmtiles", MaxZoom: 21},
		{Path: "a.pmtiles", DropDensest: -1},
	} {
		if _, err := FromRows(t.Context(), (&list{}).source(nil), o); err == nil {
			t.Errorf("%+v makes an archive", o)
		}
	}
}
