package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/paulmach/orb"

	"sitmap/geo/codec/mbtiles"
	"sitmap/geo/codec/pmtiles"
	"sitmap/geo/codec/tileset"
	"sitmap/web"
)

func zipped(t *testing.T, s string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(s)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// archiveFile writes an archive with four tiles of zoom 1 and replaces what is
// under the name; every tile tells its place and the word.
func archiveFile(t *testing.T, path, word string) {
	t.Helper()
	meta := tileset.Meta{
		Name: "Towns <b>and</b> roads", Attribution: `<a href="https://example.org">Someone</a> & others`, ContentType: tileset.Vector, MinZoom: 1, MaxZoom: 1,
		Bounds: orb.Bound{Min: orb.Point{-10, -20}, Max: orb.Point{30, 40}}, Center: orb.Point{5, 6}, CenterZoom: 1,
		Layers: []tileset.Layer{{ID: "towns", MinZoom: 1, MaxZoom: 1, Fields: map[string]string{"name": "String"}}},
	}
	fresh := path + ".new"
	add := func(do func(z, x, y uint32, data []byte) error) {
		for _, xy := range [4][2]uint32{{0, 0}, {0, 1}, {1, 1}, {1, 0}} { // in the order of PMTiles
			if err := do(1, xy[0], xy[1], zipped(t, strings.Repeat(fmt.Sprintf("%d %d %s;", xy[0], xy[1], word), 100))); err != nil {
				t.Fatal(err)
			}
		}
	}
	if filepath.Ext(path) == ".mbtiles" {
		w, err := mbtiles.Create(context.Background(), fresh)
		if err != nil {
			t.Fatal(err)
		}
		add(w.Add)
		if err := w.Finish(meta); err != nil {
			t.Fatal(err)
		}
	} else {
		f, err := os.Create(fresh)
		if err != nil {
			t.Fatal(err)
		}
		w := pmtiles.NewWriter(f)
		add(w.Add)
		if err := w.Finish(meta); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Rename(fresh, path); err != nil {
		t.Fatal(err)
	}
}

// TestServeLayers serves a PMTiles file, an MBTiles file and a PMTiles address, and replaces all three.
func TestServeLayers(t *testing.T) {
	dir := t.TempDir()
	far := filepath.Join(dir, "remote.pmtiles")
	files := []string{filepath.Join(dir, "towns.pmtiles"), filepath.Join(dir, "more-towns.mbtiles"), far}
	for _, f := range files {
		archiveFile(t, f, "old")
	}
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, far) }))
	defer site.Close()
	address := serving(t, "--db", filepath.Join(dir, "e.gpkg"), "--layer", files[0], "--layer", files[1], "--layer", site.URL+"/remote.pmtiles")
	ask := func(path string, header ...string) (*http.Response, string) {
		t.Helper()
		return fetched(t, address+path, header...)
	}
	for _, name := range []string{"towns", "more-towns", "remote"} {
		want := strings.Repeat("1 0 old;", 100)
		for range 2 {
			if resp, b := ask("/tiles/" + name + "/1/1/0.mvt"); resp.StatusCode != 200 || b != want {
				t.Errorf("%s: %d, %.40q", name, resp.StatusCode, b)
			}
			resp, b := ask("/tiles/"+name+"/1/1/0.mvt", "Accept-Encoding", "gzip")
			if b != string(zipped(t, want)) || resp.Header.Get("Content-Encoding") != "gzip" {
				t.Errorf("%s: the stored bytes are not passed on: %d bytes, %v", name, len(b), resp.Header)
			}
			if again, _ := ask("/tiles/"+name+"/1/1/0.mvt", "If-None-Match", resp.Header.Get("ETag")); again.StatusCode != 304 {
				t.Errorf("%s: %d for its own ETag", name, again.StatusCode)
			}
		}
		if resp, _ := ask("/tiles/" + name + "/2/0/0.mvt"); resp.StatusCode != 204 {
			t.Errorf("%s: %d for a tile that is not there", name, resp.StatusCode)
		}
		var j web.TileJSON
		_, b := ask("/tiles/" + name + ".json")
		if err := json.Unmarshal([]byte(b), &j); err != nil || j.Tiles[0] != address+"/tiles/"+name+"/{z}/{x}/{y}.mvt" || j.Name != "Towns and roads" || j.Attribution != "Someone &amp; others" ||
			j.MinZoom != 1 || j.MaxZoom != 1 || fmt.Sprint(j.Bounds) != "[-10 -20 30 40]" || fmt.Sprint(j.Center) != "[5 6 1]" || len(j.VectorLayers) != 1 || j.VectorLayers[0].Fields["name"] != "String" {
			t.Errorf("%s: %v %s", name, err, b)
		}
	}
	if _, b := ask("/layers.json"); !strings.Contains(b, `"/tiles/more-towns.json"`) || !strings.Contains(b, "Towns and roads") {
		t.Errorf("the list of layers: %s", b)
	}
	for _, f := range files {
		archiveFile(t, f, "new")
	}
	for _, name := range []string{"towns", "more-towns"} {
		turnsNew(t, func() string { _, b := ask("/tiles/" + name + "/1/1/0.mvt"); return b })
	}
}

// fetched asks for an address, without the client's own compression.
func fetched(t *testing.T, address string, header ...string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequest("GET", address, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	client := &http.Client{Transport: &http.Transport{DisableCompression: true, DisableKeepAlives: true}}
	resp, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(b)
}

// turnsNew waits until a tile is the new one; until then it must be the old one, whole.
func turnsNew(t *testing.T, tile func() string) {
	t.Helper()
	replaced := time.Now()
	for {
		b := tile()
		if b == strings.Repeat("1 0 new;", 100) {
			return
		}
		if b != strings.Repeat("1 0 old;", 100) || time.Since(replaced) > 5*time.Second {
			t.Fatalf("%v after it was replaced: %.40q", time.Since(replaced), b)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func TestServeRefusesLayers(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good := filepath.Join(dir, "good.pmtiles")
	archiveFile(t, good, "x")
	also := filepath.Join(dir, "good.mbtiles")
	archiveFile(t, also, "x")
	whole, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	for name, layers := range map[string][]string{
		"missing.pmtiles": {filepath.Join(dir, "missing.pmtiles")}, "missing.mbtiles": {filepath.Join(dir, "missing.mbtiles")}, "text.pmtiles": {write("text.pmtiles", "not one")}, "text.mbtiles": {write("text.mbtiles", "not one")},
		"short.pmtiles": {write("short.pmtiles", string(whole[:100]))}, "map.geojson": {write("map.geojson", "{}")}, "events.pmtiles": {write("events.pmtiles", string(whole))},
		"a b.pmtiles": {write("a b.pmtiles", string(whole))}, "both be called good": {good, also}, "127.0.0.1:1": {"http://127.0.0.1:1/x.pmtiles"},
	} {
		args := []string{"serve", "--addr", "127.0.0.1:0", "--db", filepath.Join(dir, "never.gpkg")}
		for _, l := range layers {
			args = append(args, "--layer", l)
		}
		var out, messages bytes.Buffer
		if code := run(context.Background(), args, streams{strings.NewReader(""), &out, &messages}); code != exitUsage || !strings.Contains(messages.String(), name) || strings.Contains(messages.String(), "panic") {
			t.Errorf("%v: exit status %d, %s", layers, code, messages.String())
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "never.gpkg")); err == nil {
		t.Error("a database was made")
	}
	if _, err := os.Stat(filepath.Join(dir, "missing.mbtiles")); err == nil {
		t.Error("an archive was made")
	}
}
