package web

import (
	"context"
	"encoding/json"
	"path/filepath"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"sitmap/internal/event"
	"sitmap/internal/layer"
	"sitmap/internal/snapshot"
	"sitmap/internal/store/gpkg"
)

// The whole way with the real store: what is put is on the tiles soon after, found by
// its words, and gone again when it is deleted.
func TestWithTheRealStore(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	db, err := gpkg.Open(ctx, filepath.Join(t.TempDir(), "events.gpkg"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	search := func(ctx context.Context, q string) (ids []event.ID, err error) {
		err = db.EachEvent(ctx, event.Query{Text: q}, func(ev event.Event) error {
			ids = append(ids, ev.ID)
			return nil
		})
		return ids, err
	}
	snap, err := snapshot.Load(ctx, snapshot.Options{Loader: db, Log: db, Search: search})
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = snap.Follow(ctx, 20*time.Millisecond, func(err error) { t.Error(err) }) // ends with ctx
	}()
	s := &site{handler: New(Options{Snapshot: snap, Layers: &layer.Layers{Store: db}, Changes: db.Changes})}
	const tile = "/tiles/events/12/2449/1369.mvt"
	if r := s.ask("GET", tile, ""); r.StatusCode != 204 {
		t.Fatalf("an empty store gives %d", r.StatusCode)
	}
	wait := func(change func() error, what string) {
		t.Helper()
		changed := snap.Changed()
		if err := change(); err != nil {
			t.Fatal(err)
		}
		select {
		case <-changed:
		case <-time.After(10 * time.Second):
			t.Fatalf("%s did not come through", what)
		}
	}
	r := sampleReport()
	events := []event.Event{sampleEvent("one", 14, orb.Point{35.33, 51.10}), sampleEvent("two", 15)}
	wait(func() error { _, err := db.Put(ctx, r, events); return err }, "the report")
	if r := s.ask("GET", tile, ""); r.StatusCode != 200 {
		t.Errorf("after the report the tile gives %d", r.StatusCode)
	}
	for query, want := range map[string]int{"": 2, "?q=Plekhovo": 2, "?q=Тихо": 2, "?q=nowhere-at-all": 0, "?datetime=2024-12-14": 1, "?source=Example": 0} {
		var got countsAnswer
		if err := json.Unmarshal([]byte(text(t, s.ask("GET", "/api/counts"+query, ""))), &got); err != nil || got.Events != want {
			t.Errorf("%s: %d events, %v; want %d", query, got.Events, err, want)
		}
	}
	wait(func() error { return db.Delete(ctx, "one") }, "the deletion")
	if r := s.ask("GET", tile, ""); r.StatusCode != 204 {
		t.Errorf("after the deletion the tile gives %d", r.StatusCode)
	}
	if r := s.ask("GET", "/events/one", ""); r.StatusCode != 404 {
		t.Errorf("the deleted event gives %d", r.StatusCode)
	}
	stop()
	<-done
}
