package mbtiles

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"sitmap/geo/codec/tileset"
	"sitmap/geo/tile"
)

var about = tileset.Meta{
	Name: "Плехово <b>", Description: "a test", Attribution: "nobody", ContentType: tileset.Vector, MinZoom: 0, MaxZoom: 3,
	Bounds: orb.Bound{Min: orb.Point{-179.5, -80.25}, Max: orb.Point{180, 85}}, Center: orb.Point{35.33, 51.1}, CenterZoom: 2,
	Layers: []tileset.Layer{{ID: "events", MinZoom: 0, MaxZoom: 3, Fields: map[string]string{"name": "String", "killed": "Number"}}},
	Stats:  &tileset.Stats{LayerCount: 1, Layers: []tileset.LayerStats{{Layer: "events", Count: 3, Geometry: "Point", Attributes: []tileset.Attribute{{Attribute: "type", Count: 1, Type: "string", Values: []any{"Armed clash"}}}}}},
}

// places by name, one of them in each corner of the world.
var places = map[string]orb.Point{"Plekhovo": {35.33, 51.1}, "north-west": {-179, 84}, "south-east": {179, -84}, "middle": {0.1, 0.1}}

// write makes an archive of the places and gives the tiles it holds.
func write(t testing.TB, path string) map[tile.ID][]byte {
	t.Helper()
	w, err := Create(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	want := map[tile.ID][]byte{}
	for z := range uint32(4) {
		for _, p := range places {
			id, _ := tile.At(p, z)
			if want[id] != nil {
				continue
			}
			b := tile.NewBuilder(id.Z, id.X, id.Y)
			for name, p := range places {
				b.Layer("events").Point(p, 0, tile.Text("name", name), tile.Int("killed", 3))
			}
			var zip bytes.Buffer
			z := gzip.NewWriter(&zip)
			if _, err := z.Write(b.Bytes()); err != nil {
				t.Fatal(err)
			}
			if err := z.Close(); err != nil {
				t.Fatal(err)
			}
			want[id] = zip.Bytes()
			if err := w.Add(id.Z, id.X, id.Y, zip.Bytes()); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Finish(about); err != nil {
		t.Fatal(err)
	}
	return want
}

func TestRoundTrip(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a b#?.mbtiles")
	want := write(t, path)
	r, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	got := map[tile.ID][]byte{}
	err = r.Each(t.Context(), func(z, x, y uint32, tl tileset.Tile) error {
		got[tile.ID{Z: z, X: x, Y: y}] = tl.Data
		if tl.Encoding != "gzip" || len(tl.ETag) < 10 {
			t.Errorf("%d/%d/%d: encoding %q, ETag %s", z, x, y, tl.Encoding, tl.ETag)
		}
		return nil
	})
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Fatalf("%d tiles came back of %d, or others; %v", len(got), len(want), err)
	}
	if m, err := r.Meta(t.Context()); err != nil || !reflect.DeepEqual(m, about) {
		t.Errorf("metadata %+v, %v", m, err)
	}
	for _, no := range []tile.ID{{Z: 3, X: 1, Y: 1}, {Z: 3, X: 8, Y: 0}, {Z: 32}, {Z: 5, X: 0, Y: 0}} {
		if tl, err := r.Tile(t.Context(), no.Z, no.X, no.Y); err != nil || tl.Data != nil {
			t.Errorf("tile %v: %d bytes, %v", no, len(tl.Data), err)
		}
	}
}

// TestOthersReadIt reads an archive with GDAL.
func TestOthersReadIt(t *testing.T) {
	bin, err := exec.LookPath("ogr2ogr")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("ogr2ogr is missing; install it with: apt-get install -y --no-install-recommends gdal-bin")
		}
		t.Skip("ogr2ogr is missing (Debian package gdal-bin)")
	}
	path := filepath.Join(t.TempDir(), "a.mbtiles")
	write(t, path)
	out, err := exec.Command(bin, "-f", "GeoJSON", "-t_srs", "EPSG:4326", "/vsistdout/", path, "events").Output()
	if err != nil {
		t.Fatal(err)
	}
	var c struct {
		Features []struct {
			Properties struct {
				Name   string
				Killed float64
			}
			Geometry struct {
				Type        string
				Coordinates json.RawMessage
			}
		}
	}
	if err := json.Unmarshal(out, &c); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, f := range c.Features {
		var p orb.Point
		raw := f.Geometry.Coordinates
		if f.Geometry.Type == "MultiPoint" {
			raw = bytes.TrimSuffix(bytes.TrimPrefix(bytes.TrimSpace(raw), []byte("[")), []byte("]"))
		}
		if err := json.Unmarshal(raw, &p); err != nil {
			t.Fatal(err)
		}
		want := places[f.Properties.Name]
		if d := max(p[0]-want[0], want[0]-p[0], p[1]-want[1], want[1]-p[1]); d > 0.05 || f.Properties.Killed != 3 {
			t.Errorf("%s is at %v with %v killed, want %v", f.Properties.Name, p, f.Properties.Killed, want)
		}
		seen[f.Properties.Name] = true
	}
	if len(seen) != len(places) {
		t.Errorf("GDAL sees %v", seen)
	}
}

func TestReplaced(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.mbtiles")
	want := write(t, path)
	r, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	w, err := Create(t.Context(), path+".new")
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Add(0, 0, 0, []byte{0x1f, 0x8b, 1}); err != nil {
		t.Fatal(err)
	}
	if err := w.Finish(tileset.Meta{Name: "new"}); err != nil {
		t.Fatal(err)
	}
	before, err := r.Tile(t.Context(), 0, 0, 0)
	if err != nil || !bytes.Equal(before.Data, want[tile.ID{}]) {
		t.Fatalf("%d bytes, %v", len(before.Data), err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		t.Fatal(err)
	}
	after, err := r.Tile(t.Context(), 0, 0, 0)
	if err != nil || !bytes.Equal(after.Data, []byte{0x1f, 0x8b, 1}) || after.ETag == before.ETag {
		t.Errorf("%d bytes with ETag %s, %v", len(after.Data), after.ETag, err)
	}
	if m, err := r.Meta(t.Context()); err != nil || m.Name != "new" {
		t.Errorf("metadata %+v, %v", m, err)
	}
}

// TestDamage opens archives that are cut or changed; reading may fail, with one sentence, and never panic.
func TestDamage(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.mbtiles")
	want := write(t, path)
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	try := func(what string, b []byte) (failed bool) {
		bad := filepath.Join(dir, "bad.mbtiles")
		if err := os.WriteFile(bad, b, 0o600); err != nil {
			t.Fatal(err)
		}
		r, err := Open(t.Context(), bad)
		if err == nil {
			for id := range want {
				if _, err = r.Tile(t.Context(), id.Z, id.X, id.Y); err != nil {
					break
				}
			}
			r.Close()
		}
		if err != nil && (!errors.Is(err, ErrInvalid) || strings.Contains(err.Error(), "\n")) {
			t.Errorf("%s: %v", what, err)
		}
		return err != nil
	}
	for n := 0; n < len(file); n += 1 + n/8 {
		if !try("cut", file[:n]) {
			t.Errorf("an archive of %d bytes of %d is read", n, len(file))
		}
	}
	for i := 0; i < len(file); i += 211 {
		b := bytes.Clone(file)
		b[i] ^= 0x5a
		try("changed", b)
	}
	if !try("text", []byte("not a database")) || !try("PMTiles", []byte("PMTiles\x03")) {
		t.Error("other files are read")
	}
	if _, err := Open(t.Context(), filepath.Join(dir, "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
	if _, err := Open(t.Context(), dir); err == nil {
		t.Error("a folder is read")
	}
}

func TestWriterRefuses(t *testing.T) {
	w, err := Create(t.Context(), filepath.Join(t.TempDir(), "a.mbtiles"))
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if err := w.Add(3, 8, 0, []byte("x")); err == nil {
		t.Error("a tile that there is not was taken")
	}
	if err := w.Add(3, 0, 0, make([]byte, MaxTile+1)); err == nil {
		t.Error("a tile that no reader takes was taken")
	}
	if _, err := Create(t.Context(), filepath.Join(t.TempDir(), "no", "such", "folder")); err == nil {
		t.Error("a folder that is not there was written to")
	}
}

func TestMetadataOfOthers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.mbtiles")
	w, err := Create(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	for _, z := range []uint32{2, 5} {
		if err := w.Add(z, 1, 1, []byte("\x89PNG")); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Finish(about); err != nil {
		t.Fatal(err)
	}
	db, err := connect(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{
		"DELETE FROM metadata WHERE name IN ('minzoom', 'center')", "UPDATE metadata SET value = 'png' WHERE name = 'format'",
		"UPDATE metadata SET value = 'all' WHERE name = 'bounds'", "UPDATE metadata SET value = '{\"vector_layers\":7}' WHERE name = 'json'",
	} {
		if _, err := db.Exec(s); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	m, err := r.Meta(t.Context())
	if err != nil || m.MinZoom != 2 || m.MaxZoom != 5 || m.ContentType != "image/png" || m.Layers != nil || m.Bounds.Max[0] != 180 {
		t.Errorf("metadata %+v, %v", m, err)
	}
	if tl, err := r.Tile(t.Context(), 2, 1, 1); err != nil || tl.Encoding != "" {
		t.Errorf("a picture has the encoding %q, %v", tl.Encoding, err)
	}
}
