package web

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"sitmap/geo/codec/mbtiles"
	"sitmap/geo/codec/pmtiles"
	"sitmap/geo/codec/tileset"
	"sitmap/geo/tile"
	"sitmap/internal/snapshot"
)

// crowded is a site with some thousands of events in a few towns, and the tiles to ask for.
func crowded(t testing.TB, change func(*Options)) (*site, []string) {
	t.Helper()
	m := newMemory()
	for i := range 4000 {
		town, step := float64(i%16), float64(i/16)
		m.put(sampleReport(), sampleEvent(numbered(i), 1+i%28, orb.Point{30 + town/4 + step/9000, 48 + town/8 + step/11000}))
	}
	snap, err := snapshot.Load(context.Background(), snapshot.Options{Loader: m, Log: m, Search: m.search})
	if err != nil {
		t.Fatal(err)
	}
	s := newSite(t, func(o *Options) {
		o.Snapshot, o.Changes, o.Layers.Store = snap, m.Changes, m
		if change != nil {
			change(o)
		}
	})
	s.memory, s.snap = m, snap
	var targets []string
	for z := range uint32(13) {
		for i := range 16 {
			p := orb.Point{30 + float64(i)/4 + 0.01, 48 + float64(i)/8 + 0.01}
			targets = append(targets, tilePath("/tiles/events", p, z))
		}
	}
	slices.Sort(targets)
	return s, slices.Compact(targets)
}

// rawClient keeps one connection busy and reads answers with a length; it costs less than the server.
type rawClient struct {
	conn net.Conn
	in   *bufio.Reader
}

func dial(t testing.TB, addr string) *rawClient {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return &rawClient{c, bufio.NewReaderSize(c, 64<<10)}
}

// ask sends a request and gives the status and the length of the body.
func (c *rawClient) ask(request []byte) (status, length int, err error) {
	if _, err = c.conn.Write(request); err != nil {
		return 0, 0, err
	}
	for first := true; ; first = false {
		line, err := c.in.ReadSlice('\n')
		if err != nil {
			return 0, 0, err
		}
		line = bytes.TrimRight(line, "\r\n")
		switch {
		case first:
			status, _ = strconv.Atoi(string(line[9:12]))
		case len(line) == 0:
			_, err := c.in.Discard(length)
			return status, length, err
		case bytes.HasPrefix(line, []byte("Content-Length: ")):
			if length, err = strconv.Atoi(string(line[16:])); err != nil {
				return 0, 0, err
			}
		}
	}
}

// pace gives the answers a second that a server gives 8 connections in d.
func pace(t testing.TB, addr string, requests [][]byte, d time.Duration) float64 {
	t.Helper()
	const connections = 8
	var done atomic.Int64
	var wg sync.WaitGroup
	start := time.Now()
	for i := range connections {
		c := dial(t, addr)
		wg.Go(func() {
			for j := i * 7; time.Since(start) < d; j++ {
				if status, _, err := c.ask(requests[j%len(requests)]); err != nil || status >= 300 {
					t.Errorf("status %d, %v", status, err)
					return
				}
				done.Add(1)
			}
		})
	}
	wg.Wait()
	return float64(done.Load()) / time.Since(start).Seconds()
}

// bare is a handler that knows nothing but bytes in memory: what net/http itself costs.
type bare map[string]bareAnswer

type bareAnswer struct {
	data         []byte
	tag, coding  string
	length, mime string
}

func (b bare) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a, ok := b[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("ETag", a.tag)
	if len(a.data) == 0 {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	h.Set("Content-Type", a.mime)
	h.Set("Content-Length", a.length)
	if a.coding != "" {
		h.Set("Content-Encoding", a.coding)
	}
	_, _ = w.Write(a.data)
}

// compareWithBare serves targets by h and by a bare handler with the same bytes, in turns.
func compareWithBare(b *testing.B, h http.Handler, targets []string) {
	b.Helper()
	plain := bare{}
	var requests [][]byte
	for _, target := range targets {
		r := httptest.NewRequest("GET", target, nil)
		r.Host = "localhost"
		r.Header.Set("Accept-Encoding", "gzip")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		res := w.Result()
		if res.StatusCode != http.StatusOK && res.StatusCode != http.StatusNoContent {
			b.Fatalf("%s: %d", target, res.StatusCode)
		}
		data, _ := io.ReadAll(res.Body)
		plain[target] = bareAnswer{data, res.Header.Get("ETag"), res.Header.Get("Content-Encoding"), res.Header.Get("Content-Length"), res.Header.Get("Content-Type")}
		requests = append(requests, fmt.Appendf(nil, "GET %s HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n", target))
	}
	addresses := make([]string, 2)
	for i, handler := range []http.Handler{h, plain} {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			b.Fatal(err)
		}
		srv := Server("", handler)
		go func() { _ = srv.Serve(l) }() // ends with Close
		b.Cleanup(func() { _ = srv.Close() })
		addresses[i] = l.Addr().String()
	}
	var ratios, own, floor []float64
	for b.Loop() {
		const turn = 500 * time.Millisecond
		a, f := pace(b, addresses[0], requests, turn), pace(b, addresses[1], requests, turn)
		own, floor, ratios = append(own, a), append(floor, f), append(ratios, a/f)
	}
	middle := func(v []float64) float64 { slices.Sort(v); return v[len(v)/2] }
	b.ReportMetric(middle(ratios), "of-bare")
	b.ReportMetric(middle(own), "tiles/s")
	b.ReportMetric(middle(floor), "bare/s")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkWarmTiles compares tiles that are in the cache with a bare handler; bar: 0.5 of it.
func BenchmarkWarmTiles(b *testing.B) {
	s, targets := crowded(b, func(o *Options) { o.Hosts = LoopbackHosts("127.0.0.1:0") })
	compareWithBare(b, s.handler, targets)
}

// stored is a PMTiles or MBTiles file as a layer.
type stored struct{ tileset.Archive }

func (s stored) Tile(ctx context.Context, z, x, y uint32) (StoredTile, error) {
	t, err := s.Archive.Tile(ctx, z, x, y)
	return StoredTile{t.Data, t.Encoding, strings.Trim(t.ETag, `"`)}, err
}

func (stored) TileJSON(context.Context) (TileJSON, error) { return TileJSON{}, nil }
func (stored) Edition() uint64                            { return 1 }

// BenchmarkWarmArchives does the same with tiles of files; bar: 0.5 of a bare handler.
func BenchmarkWarmArchives(b *testing.B) {
	ctx := context.Background()
	s, targets := crowded(b, nil)
	packed := filepath.Join(b.TempDir(), "packed.pmtiles")
	f, err := os.Create(packed)
	if err != nil {
		b.Fatal(err)
	}
	table, err := mbtiles.Create(ctx, filepath.Join(filepath.Dir(packed), "table.mbtiles"))
	if err != nil {
		b.Fatal(err)
	}
	type numbered struct {
		tile.ID
		data []byte
	}
	var tiles []numbered
	for _, target := range targets {
		_, id, _ := splitTilePath(target)
		tiles = append(tiles, numbered{id, compress([]byte(text(b, s.ask("GET", target, ""))), gzipped, lasting)})
	}
	slices.SortFunc(tiles, func(a, b numbered) int {
		return cmp.Compare(pmtiles.TileID(a.Z, a.X, a.Y), pmtiles.TileID(b.Z, b.X, b.Y))
	})
	meta := tileset.Meta{ContentType: tileset.Vector, MaxZoom: 12, Bounds: orb.Bound{Min: orb.Point{-180, -85}, Max: orb.Point{180, 85}}}
	w := pmtiles.NewWriter(f)
	for _, t := range tiles {
		if err := errors.Join(w.Add(t.Z, t.X, t.Y, t.data), table.Add(t.Z, t.X, t.Y, t.data)); err != nil {
			b.Fatal(err)
		}
	}
	if err := errors.Join(w.Finish(meta), table.Finish(meta), f.Close()); err != nil {
		b.Fatal(err)
	}
	one, err := pmtiles.OpenFile(packed)
	if err != nil {
		b.Fatal(err)
	}
	two, err := mbtiles.Open(ctx, filepath.Join(filepath.Dir(packed), "table.mbtiles"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _, _ = one.Close(), two.Close() })
	served, _ := crowded(b, func(o *Options) {
		o.Archives = []ArchiveLayer{{Name: "packed", Archive: stored{one}}, {Name: "table", Archive: stored{two}}}
	})
	for _, name := range []string{"packed", "table"} {
		b.Run(name, func(b *testing.B) {
			var own []string
			for _, target := range targets {
				own = append(own, strings.Replace(target, "events", name, 1))
			}
			compareWithBare(b, served.handler, own)
		})
	}
}
