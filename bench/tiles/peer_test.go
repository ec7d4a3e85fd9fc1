package main

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// tilesOf serves tiles by path, packed or as they are; an empty one is answered with 204.
func tilesOf(t *testing.T, tiles map[string]string, packed bool) string {
	t.Helper()
	v := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, ok := tiles[r.URL.Path]
		switch {
		case !ok:
			w.WriteHeader(http.StatusNotFound)
		case body == "":
			w.WriteHeader(http.StatusNoContent)
		case packed:
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			fmt.Fprint(z, body)
			z.Close()
		default:
			fmt.Fprint(w, body)
		}
	}))
	t.Cleanup(v.Close)
	return v.URL
}

func TestSameTiles(t *testing.T) {
	one := map[string]string{"/a": "tile", "/b": ""}
	own := tilesOf(t, one, true)
	paths := []string{"/a", "/b"}
	if n, err := sameTiles(t.Context(), own, tilesOf(t, one, false), paths, paths); n != 1 || err != nil {
		t.Errorf("equal tiles: %d, %v", n, err)
	}
	for what, other := range map[string]map[string]string{
		"another tile": {"/a": "tale", "/b": ""}, "a tile where there is none": {"/a": "tile", "/b": "x"}, "a tile that is not found": {"/a": "tile"},
	} {
		if _, err := sameTiles(t.Context(), own, tilesOf(t, other, true), paths, paths); err == nil {
			t.Errorf("%s: no error", what)
		}
	}
	if _, err := sameTiles(t.Context(), own, own, paths[1:], paths[1:]); err == nil {
		t.Error("empty tiles only: no error")
	}
}

// TestPeerGivesUp lets a peer fail before its turns and in one of them: its row says why, and the run goes on.
func TestPeerGivesUp(t *testing.T) {
	s := &session{}
	var none *peer
	none.turn(result{}, result{}, time.Second)
	p := &peer{why: errors.New("npm is not installed")}
	p.meet(t.Context(), "http://127.0.0.1:1", []string{"/a"}, []string{"/b"})
	p.turn(result{rate: 1}, result{rate: 1}, time.Second)
	s.sayPeer("tiles", p)
	if got := s.rows[0]; !strings.Contains(got.what, tileserver) || got.figure != "left out: npm is not installed" {
		t.Errorf("got %+v", got)
	}

	base := tilesOf(t, map[string]string{"/a": "x"}, true)
	p = &peer{server: idle(t, base)}
	p.meet(t.Context(), base, []string{"/a", "/a"}, []string{"/a", "/missing"})
	s.sayPeer("tiles", p)
	if got := s.rows[1].figure; !strings.Contains(got, "left out") || !strings.Contains(got, "404") || p.server != nil {
		t.Errorf("got %q", got)
	}
	p = &peer{server: idle(t, base), paths: []string{"/missing"}}
	p.turn(result{rate: 1}, result{rate: 1}, 20*time.Millisecond)
	if p.why == nil || p.server != nil {
		t.Error("refusals are taken for answers")
	}
	p = &peer{server: idle(t, base)}
	p.meet(t.Context(), base, []string{"/a"}, []string{"/a"})
	p.turn(result{rate: 1e9, cpu: time.Second}, result{rate: 1e9}, 20*time.Millisecond)
	p.stop()
	s.sayPeer("tiles", p)
	if got := s.rows[2].figure; p.why != nil || len(p.faster) != 1 || p.faster[0] <= 1 || !strings.Contains(got, "1 of 1 tiles") {
		t.Errorf("got %q, %v", got, p.why)
	}
}

// TestDriveAtLeast asks a slow server for more tiles than it can give in the time.
func TestDriveAtLeast(t *testing.T) {
	var asked atomic.Int64
	v := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		time.Sleep(2 * time.Millisecond)
		w.WriteHeader(http.StatusNoContent)
	}))
	defer v.Close()
	if _, err := driveAtLeast(v.URL, []string{"/a", "/b"}, time.Millisecond, os.Getpid(), 100); err != nil || asked.Load() < 100 {
		t.Errorf("%d questions, %v", asked.Load(), err)
	}
}

// idle is a process that a peer may end, with another server's address.
func idle(t *testing.T, base string) *server {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "sleep", "60")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return &server{cmd: cmd, base: base}
}

func TestTileserverWords(t *testing.T) {
	if got := listening("Listening at http://127.0.0.1:4321/\n"); got != "http://127.0.0.1:4321" {
		t.Errorf("address %q", got)
	}
	if got := listening("Startup complete\n"); got != "" {
		t.Errorf("address %q", got)
	}
	if got := oneLine([]byte(" a |\n b\t" + strings.Repeat("ж", 200))); strings.ContainsAny(got, "\n\t|") || len(got) > 200 {
		t.Errorf("got %q", got)
	}
	b, err := tileserverConfig([]string{"x/1-archive.pmtiles", "x/1-archive.mbtiles"})
	var c struct{ Data map[string]map[string]any }
	if err := errors.Join(err, json.Unmarshal(b, &c)); err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{"pmtiles", "mbtiles"} {
		if path, _ := c.Data[kind][kind].(string); !filepath.IsAbs(path) || filepath.Base(path) != "1-archive."+kind || c.Data[kind]["sparse"] != false {
			t.Errorf("%s: %v", kind, c.Data[kind])
		}
	}
	if got := tileserverPaths([]string{"9/1/2"}, "pmtiles"); len(got) != 1 || got[0] != "/data/pmtiles/9/1/2.pbf" {
		t.Errorf("paths %v", got)
	}
}

// TestTileserverDoesNotStart runs the program against a file that is no program.
func TestTileserverDoesNotStart(t *testing.T) {
	s := &session{options: options{dir: t.TempDir()}}
	main := filepath.Join(s.dir, "tileserver", "node_modules", "tileserver-gl-light", "src", "main.js")
	if err := os.MkdirAll(filepath.Dir(main), 0o700); err != nil {
		t.Fatal(err)
	}
	for path, text := range map[string]string{main: "console.log('no archive'); process.exit(1)", filepath.Join(s.dir, "tileserver", "installed"): tileserver} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p := s.startTileserver(t.Context(), []string{"a.pmtiles"})
	if p.server != nil || p.why == nil {
		t.Fatalf("got %+v", p)
	}
	if said := p.why.Error(); !strings.Contains(said, "no archive") && !strings.Contains(said, "node") {
		t.Errorf("it says %q", said)
	}
}
