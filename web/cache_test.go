package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/paulmach/orb"
)

// making is a maker of random-looking bytes of a size.
func making(n int, version uint64) *maker {
	return &maker{version: version, mime: mimeTile, cache: noCache, make: func() ([]byte, error) {
		b, x := make([]byte, n), uint32(n)*2654435761+1
		for i := range b {
			x = x*1664525 + 1013904223
			b[i] = byte(x >> 24)
		}
		return b, nil
	}, stands: func(uint64) bool { return false }}
}

// audit compares what a share believes to hold with what it holds.
func audit(t *testing.T, s *share) {
	t.Helper()
	sum := 0
	for e := s.order.Front(); e != nil; e = e.Next() {
		item := e.Value.(*entry) //nolint:forcetypeassert // the list holds nothing else
		held := overhead + len(item.key.query)
		if v := item.valid.Load(); v != nil {
			held += len(v.plain)
			for c := zstded; c < codings; c++ {
				if f := v.forms[c].Load(); f != nil {
					held += len(f.data) + formOverhead
				}
			}
		}
		if held != item.size || s.byKey[item.key] != item {
			t.Fatalf("%v: %d bytes counted, %d held", item.key, item.size, held)
		}
		sum += held
	}
	if sum != s.bytes || len(s.byKey) != s.order.Len() || s.bytes > s.limit {
		t.Fatalf("%d bytes counted, %d held, limit %d; %d keys for %d entries", s.bytes, sum, s.limit, len(s.byKey), s.order.Len())
	}
}

// TestTheBoundCountsEverything: entries that grow by codings, shrink by newer
// tiles, fail, and are too large.
func TestTheBoundCountsEverything(t *testing.T) {
	s := newShare(1 << 20)
	for i := range 3000 {
		key := tileKey{source: "x", x: uint32(i % 700), query: fmt.Sprint("q", i%700)}
		r, err := s.take(key).ensure(making(500+i%3000, uint64(i)))
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []coding{gzipped, brotlied, zstded}[:i%4] {
			r.in(c)
		}
	}
	audit(t, &s)
	if s.order.Len() < 100 || s.bytes < s.limit/2 {
		t.Errorf("only %d entries with %d bytes are kept", s.order.Len(), s.bytes)
	}
	big := tileKey{source: "big"}
	if r, err := s.take(big).ensure(making(300<<10, 1)); err != nil || len(r.plain) != 300<<10 || s.find(big) != nil {
		t.Errorf("a tile that fills a quarter is kept: %v", err)
	}
	failed := errors.New("no")
	bad := tileKey{source: "bad"}
	if _, err := s.take(bad).ensure(&maker{make: func() ([]byte, error) { return nil, failed }}); !errors.Is(err, failed) || s.find(bad) != nil {
		t.Errorf("a failure is kept: %v", err)
	}
	audit(t, &s)
}

// TestWhatIsUsedStays: a tile that is asked for again and again outlives a flood of others.
func TestWhatIsUsedStays(t *testing.T) {
	s := newShare(200_000)
	hot := tileKey{source: "hot"}
	first, err := s.take(hot).ensure(making(500, 1))
	if err != nil {
		t.Fatal(err)
	}
	for i := range 2000 {
		if _, err := s.take(tileKey{x: uint32(i)}).ensure(making(500, 1)); err != nil {
			t.Fatal(err)
		}
		if i%50 == 0 && s.find(hot) == nil {
			t.Fatalf("the tile in use was dropped after %d others", i)
		}
	}
	if e := s.find(hot); e == nil || e.valid.Load().rendition != first {
		t.Error("the tile in use was made again")
	}
	audit(t, &s)
}

// TestFiltersCannotFloodTheCache sends 100,000 distinct filters: memory stays
// within the bound, and the tiles without a filter stay.
func TestFiltersCannotFloodTheCache(t *testing.T) {
	s, targets := crowded(t, nil)
	srv := s.handler.(*server)
	for _, target := range targets {
		s.ask("GET", target, "", "Accept-Encoding", "gzip")
	}
	kept := srv.tiles.plain.order.Len()
	heap := func() int64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return int64(m.HeapInuse)
	}
	before := heap()
	target := tilePath("/tiles/events", orb.Point{30.01, 48.01}, 9)
	r := httptest.NewRequest("GET", target, nil)
	codes, filters := []string{"gzip", "br", "zstd", ""}, 100_000
	if slowed || testing.Short() {
		filters = 10_000
	}
	for i := range filters {
		r.URL.RawQuery = fmt.Sprintf("datetime=2024-12-14&bbox=%d.%05d,47,%d,50", 25+i%4, i, 30+i%7)
		r.Header.Set("Accept-Encoding", codes[i%4])
		w := &discarding{header: http.Header{}}
		srv.ServeHTTP(w, r)
		if w.status != 200 && w.status != 204 {
			t.Fatalf("%s: %d", r.URL.RawQuery, w.status)
		}
	}
	audit(t, &srv.tiles.filtered)
	if n := srv.tiles.filtered.order.Len(); n < 100 || n > 50_000 {
		t.Errorf("%d filtered tiles are kept", n)
	}
	if srv.tiles.plain.order.Len() != kept {
		t.Errorf("%d tiles without a filter are left of %d", srv.tiles.plain.order.Len(), kept)
	}
	if grown := heap() - before; grown > filteredBytes*3/2 {
		t.Errorf("the heap grew by %d MiB, the bound is %d MiB", grown>>20, filteredBytes>>20)
	}
}

// discarding is a ResponseWriter that keeps the status only.
type discarding struct {
	header http.Header
	status int
}

func (d *discarding) Header() http.Header         { return d.header }
func (d *discarding) WriteHeader(status int)      { d.status = status }
func (d *discarding) Write(b []byte) (int, error) { return len(b), nil }

// TestSameTileAtOnceIsMadeOnce: many ask for one tile that is slow to make.
func TestSameTileAtOnceIsMadeOnce(t *testing.T) {
	var made, asked atomic.Int32
	release := make(chan struct{})
	s := newSite(t, func(o *Options) {
		o.Basemap = func(_, _, _ uint32) ([]byte, error) {
			made.Add(1)
			<-release
			return bytes.Repeat([]byte("tile"), 500), nil
		}
	})
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			asked.Add(1)
			if r := s.ask("GET", "/basemap/5/1/1.mvt", ""); r.StatusCode != 200 || len(text(t, r)) != 2000 {
				t.Errorf("status %d", r.StatusCode)
			}
		})
	}
	for asked.Load() < 50 {
		time.Sleep(time.Millisecond)
	}
	time.Sleep(20 * time.Millisecond)
	close(release)
	wg.Wait()
	if made.Load() != 1 {
		t.Errorf("made %d times", made.Load())
	}
}

// TestOneFilterAtOnceIsSearchedOnce: a filter whose text is looked up in the store.
func TestOneFilterAtOnceIsSearchedOnce(t *testing.T) {
	s := newSite(t, nil)
	srv := s.handler.(*server)
	var made atomic.Int32
	key := tileKey{eventsSource, 0, 0, 0, "q=x"}
	release := make(chan struct{})
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			m := making(1000, 1)
			inner := m.make
			m.make = func() ([]byte, error) { made.Add(1); <-release; return inner() }
			r, err := srv.tiles.of(key).take(key).ensure(m)
			if err != nil || len(r.in(gzipped).data) == 0 {
				t.Error(err)
			}
		})
	}
	time.Sleep(20 * time.Millisecond)
	close(release)
	wg.Wait()
	if made.Load() != 1 {
		t.Errorf("made %d times", made.Load())
	}
	audit(t, &srv.tiles.filtered)
}

// TestReadersDoNotWaitForTheTracker: while a change is looked through, tiles are still answered.
func TestReadersDoNotWaitForTheTracker(t *testing.T) {
	s := newSite(t, nil)
	tr := s.handler.(*server).tracker
	tr.noting.Lock()
	s.put(sampleReport(), sampleEvent("new", 14, orb.Point{35.33, 51.10}))
	if err := s.snap.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	done := make(chan int, 1)
	go func() { done <- s.ask("GET", "/tiles/events/12/2449/1369.mvt", "").StatusCode }()
	select {
	case status := <-done:
		if status != 200 {
			t.Errorf("status %d", status)
		}
	case <-time.After(10 * time.Second):
		t.Error("a tile waits")
	}
	tr.noting.Unlock()
}
