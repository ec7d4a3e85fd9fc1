package gpkg

import (
	"errors"
	"maps"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"

	"sitmap/internal/event"
	"sitmap/internal/store"
	"sitmap/internal/store/storetest"
)

func TestQuotes(t *testing.T) {
	db, err := Open(t.Context(), filepath.Join(t.TempDir(), "x.gpkg"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	r := storetest.Report(1)
	two := storetest.Event(r, 0, orb.Point{8, 50}, orb.Point{9, 51})
	none := storetest.Event(r, 1)
	if _, err := db.PutAll(t.Context(), []store.Entry{{Report: r, Events: []event.Event{two, none}}, storetest.Table(0, 1000)}); err != nil {
		t.Fatal(err)
	}
	all := map[event.ID]map[int]string{}
	err = db.EachQuote(t.Context(), func(id event.ID, place int, quote []byte) error {
		if all[id] == nil {
			all[id] = map[int]string{}
		}
		all[id][place] = string(quote)
		return nil
	})
	if err != nil || len(all) != 1001 {
		t.Fatalf("got the words of %d events, %v, want 1001", len(all), err)
	}
	for id, want := range all {
		got, err := db.Quotes(t.Context(), id)
		if err != nil || !maps.Equal(got, want) {
			t.Fatalf("event %s: got %v, %v, want %v", id, got, err, want)
		}
	}
	e := two.Evidence[0]
	if want := r.Text[e.Start:e.End]; all[two.ID][0] != want || all[two.ID][1] != want {
		t.Errorf("got %v, want %q for both places", all[two.ID], want)
	}
	if got, err := db.Quotes(t.Context(), none.ID); err != nil || len(got) != 0 {
		t.Errorf("an event without a place has %v, %v", got, err)
	}
	enough := errors.New("enough")
	if err := db.EachQuote(t.Context(), func(event.ID, int, []byte) error { return enough }); !errors.Is(err, enough) {
		t.Errorf("got %v", err)
	}
}
