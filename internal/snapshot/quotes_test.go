package snapshot

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"sitmap/geo/tile"
	"sitmap/internal/event"
)

// quoting is a fake store with words for every second place.
type quoting struct {
	*fake
	failed error
	reads  int
}

func quoteOf(ev event.Event, place int) string {
	if (len(ev.ID)+int(ev.ID[len(ev.ID)-1])+place)%2 == 0 {
		return ""
	}
	return fmt.Sprintf("words of %s, %s, place %d", ev.ID, ev.Type, place)
}

func (q *quoting) EachQuote(_ context.Context, fn func(id event.ID, place int, quote []byte) error) error {
	q.reads++
	for _, ev := range q.all() {
		for i := range ev.Where {
			if words := quoteOf(ev, i); words != "" {
				if err := fn(ev.ID, i, []byte(words)); err != nil {
					return err
				}
			}
		}
	}
	if err := fn("not there", 0, []byte("of no event")); err != nil {
		return err
	}
	return q.failed
}

func (q *quoting) Quotes(ctx context.Context, id event.ID) (map[int]string, error) {
	ev, err := q.Event(ctx, id)
	out := map[int]string{}
	for i := range ev.Where {
		if words := quoteOf(ev, i); words != "" {
			out[i] = words
		}
	}
	return out, err
}

// wantQuotes decodes all tiles of a zoom and compares every place's words.
func wantQuotes(t *testing.T, s *Snapshot, f *fake) {
	t.Helper()
	g := s.Current()
	if err := s.PrepareQuotes(t.Context(), g); err != nil {
		t.Fatal(err)
	}
	var encoders Encoders
	seen := 0
	tiles := map[tile.ID]bool{}
	for _, ev := range f.all() {
		for _, l := range ev.Where {
			if x, y, ok := tile.Position(l.Point); ok {
				tiles[tile.ID{Z: BaseZoom, X: x >> (32 - BaseZoom), Y: y >> (32 - BaseZoom)}] = true
			}
		}
	}
	for id := range tiles {
		b := encoders.Append(nil, g.Filter(Query{}), id, FieldID|FieldPlace|FieldQuote)
		inside, _ := features(t, b)
		for _, feature := range inside {
			id := event.ID(feature.Properties["id"].(string))
			ev, err := f.Event(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			got, _ := feature.Properties["quote"].(string)
			if want := quoteOf(ev, int(feature.Properties["place"].(float64))); got != want {
				t.Fatalf("event %s: got %q, want %q", id, got, want)
			}
			seen++
		}
	}
	if seen == 0 {
		t.Fatal("no places")
	}
}

func TestQuotes(t *testing.T) {
	rnd := rand.New(rand.NewPCG(8, 8))
	f := newFake(randomEvents(rnd, 300)...)
	q := &quoting{fake: f}
	s, err := Load(t.Context(), Options{Loader: f, Log: f, Quotes: q})
	if err != nil {
		t.Fatal(err)
	}
	if q.reads != 0 {
		t.Error("quotes were read before anybody asked")
	}
	wantQuotes(t, s, f)
	for i := range 30 { // changed, new and gone
		ev := randomEvent(rnd, 280+i)
		ev.Type = "Changed"
		f.put(ev)
	}
	f.remove(f.all()[0].ID)
	if err := s.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	wantQuotes(t, s, f)
	if q.reads != 1 {
		t.Errorf("all quotes were read %d times, want once", q.reads)
	}
}

func TestQuotesFail(t *testing.T) {
	f := newFake(randomEvents(rand.New(rand.NewPCG(8, 9)), 10)...)
	if s := f.load(t); s.PrepareQuotes(t.Context(), s.Current()) == nil {
		t.Error("a store without quotes gave some")
	}
	broken := errors.New("broken")
	q := &quoting{fake: f, failed: broken}
	s, err := Load(t.Context(), Options{Loader: f, Log: f, Quotes: q})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.PrepareQuotes(t.Context(), s.Current()); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	q.failed = nil
	if err := s.PrepareQuotes(t.Context(), s.Current()); err != nil {
		t.Errorf("the second time: %v", err)
	}
}

// TestRejected: what a person rejected is on no map, and comes back when it is reviewed again.
func TestRejected(t *testing.T) {
	events := randomEvents(rand.New(rand.NewPCG(8, 10)), 20)
	events[3].Review = event.ReviewRejected
	f := newFake(events...)
	s := f.load(t)
	if n := s.Current().Len(); n != 19 {
		t.Fatalf("got %d events, want 19", n)
	}
	change := func(i int, review event.Review, want int) {
		events[i].Review = review
		f.put(events[i])
		if err := s.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n := s.Current().Len(); n != want {
			t.Errorf("got %d events, want %d", n, want)
		}
	}
	change(5, event.ReviewRejected, 18)
	change(3, event.ReviewReviewed, 19)
}
