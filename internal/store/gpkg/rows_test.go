package gpkg

import (
	"context"
	"errors"
	"path/filepath"
	"reflect"
	"sync"
	"testing"

	"sitmap/geo"
	"sitmap/internal/event"
	"sitmap/internal/store"
	"sitmap/internal/store/storetest"
)

// rowsByID reads all rows with two workers; none may come twice.
func rowsByID(t *testing.T, db *DB) map[event.ID]store.Row {
	t.Helper()
	out := map[event.ID]store.Row{}
	var mu sync.Mutex
	busy := make([]sync.Mutex, 2)
	err := db.EachRow(t.Context(), 2, func(worker int, rows []store.Row) error {
		if !busy[worker].TryLock() {
			t.Errorf("worker %d is called twice at the same time", worker)
			return nil
		}
		defer busy[worker].Unlock()
		mu.Lock()
		defer mu.Unlock()
		for _, r := range rows {
			if _, twice := out[r.ID]; twice {
				t.Errorf("event %s came twice", r.ID)
			}
			r.Actors = append([]store.RowActor(nil), r.Actors...)
			r.Places = append([]store.RowPlace(nil), r.Places...)
			out[r.ID] = r
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// wantRows compares the rows with those of the whole records.
func wantRows(t *testing.T, db *DB) int {
	t.Helper()
	got, n := rowsByID(t, db), 0
	err := db.EachEvent(t.Context(), event.Query{}, func(ev event.Event) error {
		if ev.Review == event.ReviewRejected {
			return nil
		}
		n++
		r, err := db.Report(t.Context(), ev.Evidence[0].Report)
		if err != nil {
			return err
		}
		want := store.RowOf(ev, r.ID, r.Outlet)
		if g, ok := got[ev.ID]; !ok || !reflect.DeepEqual(g, want) {
			t.Errorf("event %s: got %+v, want %+v", ev.ID, g, want)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != n {
		t.Errorf("got %d rows of %d events", len(got), n)
	}
	return n
}

func TestEachRow(t *testing.T) {
	db, err := Open(t.Context(), filepath.Join(t.TempDir(), "x.gpkg"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if n := wantRows(t, db); n != 0 {
		t.Fatalf("an empty store has %d rows", n)
	}
	if _, err := db.PutAll(t.Context(), []store.Entry{storetest.Table(0, 5000), storetest.Table(1, 5000)}); err != nil {
		t.Fatal(err)
	}
	if n := wantRows(t, db); n != 10_000 {
		t.Fatalf("got %d rows", n)
	}
	// Parts that were written again lie behind all others.
	events, err := db.Events(t.Context(), event.Query{Limit: 20})
	if err != nil {
		t.Fatal(err)
	}
	few, least := 3, 0
	edits := []func(*event.Event){
		func(ev *event.Event) { ev.Where = append(ev.Where, ev.Where[0]); ev.Where[1].Place.Name = "Second" },
		func(ev *event.Event) { ev.Where = nil },
		func(ev *event.Event) { ev.Actors = nil },
		func(ev *event.Event) {
			ev.Actors = []event.Actor{{Name: "Zulu"}, {Name: "Alpha", ID: "a"}, {Name: "Mike"}}
		},
		func(ev *event.Event) { ev.Casualties.Killed = &event.Count{Max: &few, Text: "up to three"} },
		func(ev *event.Event) { ev.Casualties.Killed = &event.Count{Min: &least, Max: &least, Text: "none"} },
		func(ev *event.Event) { ev.Casualties.Killed = nil },
		func(ev *event.Event) { ev.When = event.Interval{} },
		func(ev *event.Event) {
			l := ev.Where[0]
			l.Region = geo.Region{Kind: geo.Annulus, Centre: l.Point, Inner: 1000, Outer: 3000}
			ev.Where = append([]event.Location{ev.Where[0]}, l)
		},
	}
	for i, edit := range edits {
		ev := events[i]
		ev.Review, ev.Where = event.ReviewReviewed, append([]event.Location(nil), ev.Where...)
		edit(&ev)
		if _, err := db.Save(t.Context(), ev); err != nil {
			t.Fatalf("edit %d: %v", i, err)
		}
	}
	if err := db.Delete(t.Context(), events[15].ID); err != nil {
		t.Fatal(err)
	}
	wrong := events[16]
	wrong.Review = event.ReviewRejected
	if _, err := db.Save(t.Context(), wrong); err != nil {
		t.Fatal(err)
	}
	if n := wantRows(t, db); n != 9_998 {
		t.Fatalf("got %d rows", n)
	}
	drawn := rowsByID(t, db)[events[8].ID].Places
	if len(drawn) != 2 || drawn[0].Drawn || !drawn[1].Drawn {
		t.Errorf("got places %+v, want the second to be drawn", drawn)
	}
}

// TestEachRowStops ends the reading by an error and by the context.
func TestEachRowStops(t *testing.T) {
	db, err := Open(t.Context(), filepath.Join(t.TempDir(), "x.gpkg"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.PutAll(t.Context(), []store.Entry{storetest.Table(0, 10_000)}); err != nil {
		t.Fatal(err)
	}
	enough := errors.New("enough")
	if err := db.EachRow(t.Context(), 3, func(int, []store.Row) error { return enough }); !errors.Is(err, enough) {
		t.Errorf("got %v, want the error of the function", err)
	}
	ctx, stop := context.WithCancel(t.Context())
	err = db.EachRow(ctx, 1, func(int, []store.Row) error { stop(); return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want the end of the context", err)
	}
}

// TestIDs compares the list of IDs with the events that a query gives.
func TestIDs(t *testing.T) {
	db, err := Open(t.Context(), filepath.Join(t.TempDir(), "x.gpkg"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.PutAll(t.Context(), []store.Entry{storetest.Table(0, 600)}); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"", "brigade", "Shelling", "not there"} {
		events, err := db.Events(t.Context(), event.Query{Text: text})
		if err != nil {
			t.Fatal(err)
		}
		var want []event.ID
		for _, ev := range events {
			want = append(want, ev.ID)
		}
		got, err := db.IDs(t.Context(), event.Query{Text: text})
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q: got %d IDs, %v, want %d", text, len(got), err, len(want))
		}
	}
}
