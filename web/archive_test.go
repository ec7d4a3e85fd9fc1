package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
)

// shelf is an archive for tests: the same tile everywhere at zoom 3, none elsewhere.
type shelf struct {
	coding string
	data   []byte
	state  atomic.Int32 // part of the tag
	failed error
}

func (s *shelf) Tile(_ context.Context, z, x, y uint32) (StoredTile, error) {
	if s.failed != nil {
		return StoredTile{}, s.failed
	}
	if z != 3 {
		return StoredTile{}, nil
	}
	return StoredTile{Data: s.data, Coding: s.coding, Tag: fmt.Sprintf("f%d.%d.%d", s.state.Load(), x, y)}, nil
}

func (s *shelf) Edition() uint64 { return uint64(s.state.Load()) }

func (s *shelf) TileJSON(context.Context) (TileJSON, error) {
	return TileJSON{Name: "shelf", MinZoom: 3, MaxZoom: 3, VectorLayers: []VectorLayer{{ID: "land", Fields: map[string]string{}}}}, s.failed
}

func shelved(t *testing.T) (*site, map[string]*shelf, string) {
	t.Helper()
	plain := strings.Repeat("a tile of an archive ", 100)
	shelves := map[string]*shelf{
		"zipped": {coding: "gzip", data: compress([]byte(plain), gzipped, quick)},
		"z-std":  {coding: "zstd", data: compress([]byte(plain), zstded, quick)},
		"brotli": {coding: "br", data: compress([]byte(plain), brotlied, quick)},
		"plain":  {data: []byte(plain)},
		"broken": {coding: "gzip", data: []byte("no gzip at all, and long enough to be one")},
		"odd":    {coding: "lzma", data: []byte(plain)},
		"gone":   {failed: errors.New("secret: read /secret/path: input/output error")},
	}
	s := newSite(t, func(o *Options) {
		for name, sh := range shelves {
			o.Archives = append(o.Archives, ArchiveLayer{Name: name, Title: "Title of " + name, Archive: sh})
		}
	})
	return s, shelves, plain
}

func TestArchivesAreServedAsTheyAreStored(t *testing.T) {
	s, shelves, plain := shelved(t)
	for name, own := range map[string]string{"zipped": "gzip", "z-std": "zstd", "brotli": "br", "plain": ""} {
		target := "/tiles/" + name + "/3/4/2.mvt"
		for _, accept := range []string{"", "gzip", "br", "zstd", "gzip, br, zstd", "identity", "*;q=0"} {
			r := s.ask("GET", target, "", "Accept-Encoding", accept)
			raw := text(t, r)
			want := ""
			if own != "" && strings.Contains(accept, own) {
				want = own
			}
			if own == "" { // it may be compressed on the way
				want = map[string]string{"gzip": "gzip", "br": "br", "zstd": "zstd", "gzip, br, zstd": "zstd"}[accept]
			}
			if got := r.Header.Get("Content-Encoding"); got != want || r.StatusCode != 200 {
				t.Errorf("%s for %q: %d in %q, want %q", target, accept, r.StatusCode, got, want)
			}
			if own != "" && want != "" && !bytes.Equal([]byte(raw), shelves[name].data) {
				t.Errorf("%s for %q: the stored bytes are not passed on", target, accept)
			}
			if got := string(decode(t, r.Header.Get("Content-Encoding"), []byte(raw))); got != plain {
				t.Errorf("%s for %q: %d bytes", target, accept, len(got))
			}
			if r.Header.Get("Content-Length") != fmt.Sprint(len(raw)) || r.Header.Get("Vary") != "Accept-Encoding" || r.Header.Get("Content-Type") != typeTile || r.Header.Get("X-Content-Type-Options") != "nosniff" {
				t.Errorf("%s for %q: headers %v", target, accept, r.Header)
			}
			tag := r.Header.Get("ETag")
			if again := s.ask("GET", target, "", "Accept-Encoding", accept, "If-None-Match", tag); again.StatusCode != 304 || again.Header.Get("ETag") != tag {
				t.Errorf("%s for %q: %d for its own ETag", target, accept, again.StatusCode)
			}
			if head := s.ask("HEAD", target, "", "Accept-Encoding", accept); head.Header.Get("Content-Length") != r.Header.Get("Content-Length") || text(t, head) != "" {
				t.Errorf("HEAD %s for %q: %v", target, accept, head.Header)
			}
		}
		tag := s.ask("GET", target, "").Header.Get("ETag")
		shelves[name].state.Add(1)
		shelves[name].data = compress([]byte(plain+"replaced"), map[string]coding{"gzip": gzipped, "zstd": zstded, "br": brotlied}[own], quick)
		if r := s.ask("GET", target, "", "If-None-Match", tag); r.StatusCode != 200 {
			t.Errorf("%s: %d after the file was replaced", target, r.StatusCode)
		}
	}
}

func TestArchivesThatFail(t *testing.T) {
	s, _, _ := shelved(t)
	for target, want := range map[string]int{
		"/tiles/zipped/4/0/0.mvt": 204, "/tiles/zipped/3/8/0.mvt": 400, "/tiles/zipped/23/0/0.mvt": 400, "/tiles/zipped/3/a/0.mvt": 400, "/tiles/zipped/3/0/0.pbf": 404,
		"/tiles/zipped/3/0/0.mvt?type=a": 400, "/tiles/zipped.json?x=1": 400, "/tiles/zipped": 404, "/tiles/none/3/0/0.mvt": 404, "/tiles/none.json": 404, "/layers/zipped.geojson": 404,
		"/tiles/broken/3/0/0.mvt": 500, "/tiles/odd/3/0/0.mvt": 500, "/tiles/gone/3/0/0.mvt": 500, "/tiles/gone.json": 500,
	} {
		r := s.ask("GET", target, "")
		b := text(t, r)
		if r.StatusCode != want || strings.Contains(b, "secret") {
			t.Errorf("%s: %d %s, want %d", target, r.StatusCode, b, want)
		}
		if want >= 400 && (r.Header.Get("Content-Type") != "application/problem+json" || r.Header.Get("ETag") != "" || r.Header.Get("Content-Security-Policy") == "") {
			t.Errorf("%s: headers %v", target, r.Header)
		}
	}
}

func TestArchivesAreDescribed(t *testing.T) {
	s, _, _ := shelved(t)
	r := s.ask("GET", "/tiles/zipped.json", "", "Host", "map.example:8080")
	var j TileJSON
	if err := json.Unmarshal([]byte(text(t, r)), &j); err != nil {
		t.Fatal(err)
	}
	if j.TileJSON != "3.0.0" || len(j.Tiles) != 1 || j.Tiles[0] != "http://map.example:8080/tiles/zipped/{z}/{x}/{y}.mvt" || j.Scheme != "xyz" || j.Name != "shelf" || len(j.VectorLayers) != 1 {
		t.Errorf("%+v", j)
	}
	if again := s.ask("GET", "/tiles/zipped.json", "", "Host", "map.example:8080", "If-None-Match", r.Header.Get("ETag")); again.StatusCode != 304 {
		t.Errorf("%d for its own ETag", again.StatusCode)
	}
	if other := s.ask("GET", "/tiles/zipped.json", "", "If-None-Match", r.Header.Get("ETag")); other.StatusCode != 200 {
		t.Errorf("%d for another host's ETag", other.StatusCode)
	}
	list := text(t, s.ask("GET", "/layers.json", ""))
	if !strings.Contains(list, `"title":"Title of zipped"`) || !strings.Contains(list, `"tiles":"/tiles/z-std.json"`) {
		t.Errorf("the list of layers lacks the archives: %s", list)
	}
}
