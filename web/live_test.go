package web

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"sitmap/geo/tile"
	"sitmap/internal/event"
	"sitmap/internal/layer"
	"sitmap/internal/snapshot"
	"sitmap/internal/store/gpkg"
)

// visibleWithin is how soon a stored event must be on the tiles.
const visibleWithin = 200 * time.Millisecond

// live is a server on a GeoPackage that follows it as `sitmap serve` does, with
// readers who ask for tiles all the time.
type live struct {
	path    string
	db      *gpkg.DB
	address string
	client  *http.Client
	reads   atomic.Int64
}

func goLive(t *testing.T) *live {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	l := &live{path: filepath.Join(t.TempDir(), "events.gpkg"), client: &http.Client{Timeout: 20 * time.Second}}
	var err error
	if l.db, err = gpkg.Open(ctx, l.path); err != nil {
		t.Fatal(err)
	}
	var events []event.Event
	for i := range 3000 {
		events = append(events, sampleEvent(numbered(i), 1+i%28, orb.Point{30 + float64(i%60)/10, 48 + float64(i/60)/20}))
	}
	r := sampleReport()
	if _, err := l.db.Put(ctx, r, events); err != nil {
		t.Fatal(err)
	}
	snap, err := snapshot.Load(ctx, snapshot.Options{Loader: l.db, Log: l.db})
	if err != nil {
		t.Fatal(err)
	}
	h := New(Options{Snapshot: snap, Layers: &layer.Layers{Store: l.db}, Changes: l.db.Changes, Ingest: l.ingest})
	srv := Server("", h)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	wg.Go(func() { _ = srv.Serve(listener) })                                                     // ends with Close
	wg.Go(func() { _ = snap.Follow(ctx, 50*time.Millisecond, func(err error) { t.Error(err) }) }) // ends with ctx
	l.address = "http://" + listener.Addr().String()
	for i := range 8 {
		c := dial(t, listener.Addr().String())
		wg.Go(func() {
			for j := i; ctx.Err() == nil; j++ {
				p := orb.Point{30 + float64(j%60)/10, 48 + float64(j/60%50)/20}
				request := fmt.Sprintf("GET %s HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n", tilePath("/tiles/events", p, []uint32{0, 6, 9, 11, 13}[j%5]))
				if status, _, err := c.ask([]byte(request)); ctx.Err() == nil && (err != nil || status >= 400) {
					t.Errorf("a reader got %d, %v", status, err)
					return
				}
				l.reads.Add(1)
			}
		})
	}
	t.Cleanup(func() {
		stop()
		_ = srv.Close()
		wg.Wait()
		_ = l.db.Close()
	})
	return l
}

// ingest stores an event under the report's name; reading the text is not what is measured.
func (l *live) ingest(ctx context.Context, in []ReportInput) (any, error) {
	rep := sampleReport()
	rep.ID = event.ReportID(in[0].Doc)
	ev := sampleEvent(event.ID(in[0].Doc), 14, newPlace(in[0].Doc))
	ev.Evidence[0].Report = rep.ID
	_, err := l.db.Put(ctx, rep, []event.Event{ev})
	return map[string]int{"reports": 1}, err
}

// newPlace gives every new event a place of its own, far from the others.
func newPlace(doc string) orb.Point {
	var n int
	fmt.Sscanf(doc[strings.LastIndexByte(doc, '-')+1:], "%d", &n)
	return orb.Point{-120 + float64(n)*3, -30} // each in a cluster of its own
}

// visible asks for the event's tiles until both show it and gives the time since then.
func (l *live) visible(t *testing.T, doc string, since time.Time) time.Duration {
	t.Helper()
	for _, z := range []uint32{12, 4} {
		for {
			r, err := l.client.Get(l.address + tilePath("/tiles/events", newPlace(doc), z))
			if err != nil {
				t.Fatal(err)
			}
			body := text(t, r)
			_ = r.Body.Close()
			if strings.Contains(body, doc) {
				break
			}
			if time.Since(since) > 10*time.Second {
				t.Fatalf("%s is not on zoom %d", doc, z)
			}
			time.Sleep(time.Millisecond)
		}
	}
	return time.Since(since)
}

// hear reads the stream into a channel.
func (l *live) hear(t *testing.T) <-chan change {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	r := httptest.NewRequestWithContext(ctx, "GET", l.address+"/api/stream", nil)
	r.RequestURI = ""
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(); _ = resp.Body.Close() })
	lines := bufio.NewScanner(resp.Body)
	if _, name, _ := listen(t, lines); name != "hello" {
		t.Fatalf("first message %s", name)
	}
	out := make(chan change, 100)
	go func() {
		for lines.Scan() {
			var m change
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok && json.Unmarshal([]byte(data), &m) == nil {
				out <- m
			}
		}
	}()
	return out
}

// awaits waits for the message about an event and checks that it names its tile.
func awaits(t *testing.T, messages <-chan change, doc string) {
	t.Helper()
	late := time.After(10 * time.Second)
	for {
		select {
		case m := <-messages:
			if !slices.ContainsFunc(m.Events, func(e changedEvent) bool { return e.ID == doc }) {
				continue
			}
			id, _ := tile.At(newPlace(doc), 9)
			if m.More || !slices.Contains(m.Tiles, fmt.Sprintf("9/%d/%d", id.X, id.Y)) {
				t.Errorf("the message about %s is %+v", doc, m)
			}
			return
		case <-late:
			t.Fatalf("the stream does not tell of %s", doc)
		}
	}
}

// judge reports the times and fails when half of them are too long: single ones
// may be the machine's.
func judge(t *testing.T, how string, times []time.Duration, reads int64) {
	t.Helper()
	slices.Sort(times)
	t.Logf("%s: median %v, longest %v while 8 readers had %d tiles", how, times[len(times)/2], times[len(times)-1], reads)
	if times[len(times)/2] > visibleWithin && !slowed {
		t.Errorf("%s: an event is on its tiles after %v, the bar is %v", how, times[len(times)/2], visibleWithin)
	}
	if reads < 100 {
		t.Errorf("the readers had only %d tiles", reads)
	}
}

func TestAPostedEventIsOnItsTilesAtOnce(t *testing.T) {
	l := goLive(t)
	messages := l.hear(t)
	var times []time.Duration
	for i := range 10 {
		doc := fmt.Sprintf("posted-%d", i)
		start := time.Now()
		r, err := l.client.Post(l.address+"/api/reports", "application/json", strings.NewReader(`{"doc":"`+doc+`","text":"x"}`))
		if err != nil {
			t.Fatal(err)
		}
		if b := text(t, r); r.StatusCode != 200 {
			t.Fatalf("%d %s", r.StatusCode, b)
		}
		_ = r.Body.Close()
		accepted := time.Now()
		if seen := l.visible(t, doc, accepted); seen > visibleWithin {
			t.Logf("%s: seen %v after the answer, %v after it was sent", doc, seen, time.Since(start))
		}
		times = append(times, time.Since(start)) // stored and shown
		awaits(t, messages, doc)
	}
	judge(t, "posted", times, l.reads.Load())
}

func TestAnotherProcessesEventIsOnItsTilesSoon(t *testing.T) {
	l := goLive(t)
	messages := l.hear(t)
	other, err := gpkg.Open(context.Background(), l.path) // as another process would
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	var times []time.Duration
	for i := range 10 {
		doc := fmt.Sprintf("stored-%d", i)
		rep := sampleReport()
		rep.ID = event.ReportID(doc)
		ev := sampleEvent(event.ID(doc), 14, newPlace(doc))
		ev.Evidence[0].Report = rep.ID
		if _, err := other.Put(context.Background(), rep, []event.Event{ev}); err != nil {
			t.Fatal(err)
		}
		times = append(times, l.visible(t, doc, time.Now()))
		awaits(t, messages, doc)
	}
	judge(t, "stored elsewhere", times, l.reads.Load())
}
