package snapshot

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"sitmap/geo/tile"
	"sitmap/internal/event"
	"sitmap/internal/store"
)

// quoting is a fake store with words for every second place.
type quoting struct {
	*fake
	hold   chan struct{} // EachQuote waits until it is closed, with what it has seen before
	failed error         // of EachQuote
	broken error         // of Quotes
	reads  atomic.Int32  // calls of EachQuote
	asked  atomic.Int32  // calls of Quotes
}

func newQuoting(f *fake) *quoting {
	q := &quoting{fake: f, hold: make(chan struct{})}
	close(q.hold)
	return q
}

func (q *quoting) load(t *testing.T) *Snapshot {
	t.Helper()
	s, err := Load(t.Context(), Options{Loader: q.fake, Log: q.fake, Quotes: q})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func quoteOf(ev event.Event, place int) string {
	if (len(ev.ID)+int(ev.ID[len(ev.ID)-1])+place)%2 == 0 {
		return ""
	}
	return fmt.Sprintf("words of %s, %s, place %d", ev.ID, ev.Type, place)
}

func (q *quoting) EachQuote(_ context.Context, fn func(id event.ID, place int, quote []byte) error) error {
	q.reads.Add(1)
	all := q.all()
	<-q.hold
	for _, ev := range all {
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
	q.asked.Add(1)
	ev, err := q.Event(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	out := map[int]string{}
	for i := range ev.Where {
		if words := quoteOf(ev, i); words != "" {
			out[i] = words
		}
	}
	return out, errors.Join(err, q.broken)
}

// wantQuotes decodes tiles that show everything and compares every place's words.
func wantQuotes(t *testing.T, s *Snapshot, f *fake) {
	t.Helper()
	g := s.Current()
	seen, tiles := 0, map[tile.ID]bool{}
	for _, ev := range f.all() {
		for _, l := range ev.Where {
			for _, z := range []uint32{3, BaseZoom} {
				if x, y, ok := tile.Position(l.Point); ok {
					tiles[tile.ID{Z: z, X: x >> (32 - z), Y: y >> (32 - z)}] = true
				}
			}
		}
	}
	var encoders Encoders
	for id := range tiles {
		fl := g.Filter(Query{})
		if err := s.PrepareQuotes(t.Context(), fl, id); err != nil {
			t.Fatal(err)
		}
		inside, copies := features(t, encoders.Append(nil, fl, id, FieldID|FieldPlace|FieldQuote))
		for _, feature := range append(inside, copies...) {
			if feature.Properties["cluster"] != nil {
				continue
			}
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

// change edits, adds and removes some events.
func (q *quoting) change(t *testing.T, s *Snapshot, rnd *rand.Rand, n int) {
	t.Helper()
	for range n {
		ev := randomEvent(rnd, rnd.IntN(400))
		ev.Type = fmt.Sprint("Changed ", rnd.IntN(1000))
		q.put(ev)
	}
	all := q.all()
	q.remove(all[rnd.IntN(len(all))].ID)
	if err := s.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// newBase builds the base anew.
func newBase(s *Snapshot) {
	s.writing.Lock()
	s.rebase(s.Current())
	s.writing.Unlock()
	s.merge.Wait()
}

// TestQuotes asks for quotes before, while and after all are read, with edits and new
// bases in between.
func TestQuotes(t *testing.T) {
	rnd := rand.New(rand.NewPCG(8, 8))
	q := newQuoting(newFake(randomEvents(rnd, 300)...))
	q.hold = make(chan struct{})
	s := q.load(t)
	if q.reads.Load() != 0 {
		t.Error("quotes were read before anybody asked")
	}
	for range 3 {
		wantQuotes(t, s, q.fake)
		q.change(t, s, rnd, 30)
		wantQuotes(t, s, q.fake)
		newBase(s)
	}
	wantQuotes(t, s, q.fake)
	q.change(t, s, rnd, 30)
	if s.Current().base.c.quotes.Load() != nil {
		t.Fatal("quotes are there before they were read")
	}
	close(q.hold)
	s.reading.done.Wait()
	if s.Current().base.c.quotes.Load() == nil {
		t.Fatal("the quotes did not reach the new base")
	}
	for range 3 {
		asked := q.asked.Load()
		wantQuotes(t, s, q.fake)
		if n := q.asked.Load() - asked; n != 0 {
			t.Errorf("tiles asked the store %d times though all is there", n)
		}
		q.change(t, s, rnd, 30)
		newBase(s)
	}
	wantQuotes(t, s, q.fake)
	if n := q.reads.Load(); n != 1 {
		t.Errorf("all quotes were read %d times, want once", n)
	}
}

// TestQuotesMeetNewBase has all quotes come in while a new base is built.
func TestQuotesMeetNewBase(t *testing.T) {
	rnd := rand.New(rand.NewPCG(8, 18))
	q := newQuoting(newFake(randomEvents(rnd, 300)...))
	s := q.load(t)
	q.change(t, s, rnd, 30)
	g := s.Current()
	s.since = map[event.ID]*Row{}
	merged := newGeneration(s.dicts, g.merged(), g.words, g.version)
	wantQuotes(t, s, q.fake)
	s.reading.done.Wait()
	q.change(t, s, rnd, 30)
	s.replace(merged, g.base.c)
	if err := s.handOn(t.Context(), g.base.c, func(id []byte) bool { _, ok := g.edits[event.ID(id)]; return ok }); err != nil {
		t.Fatal(err)
	}
	if s.Current().base.c != merged.base.c || merged.base.c.quotes.Load() == nil {
		t.Fatal("the new base has no quotes")
	}
	wantQuotes(t, s, q.fake)
}

// TestQuotesKeepLittle edits for long: words that no event has any more must go.
func TestQuotesKeepLittle(t *testing.T) {
	rnd := rand.New(rand.NewPCG(8, 28))
	q := newQuoting(newFake(randomEvents(rnd, 300)...))
	s := q.load(t)
	wantQuotes(t, s, q.fake)
	s.reading.done.Wait()
	for range 150 {
		q.change(t, s, rnd, 10)
		newBase(s)
	}
	wantQuotes(t, s, q.fake)
	if n := len(s.Current().base.c.quotes.Load().blocks); n > 70 {
		t.Errorf("the words stand in %d blocks", n)
	}
	c, words := emptyColumns(), make([]byte, 3*blockSize)
	big, err := c.fill(func(fn quoted) error { return fn("none", 0, words) })
	if err != nil || len(big.blocks) != 0 {
		t.Errorf("words of no row are kept: %d blocks, %v", len(big.blocks), err)
	}
	var a arena
	var at []uint32
	for i := range 5 {
		p, err := a.put(words[:i*blockSize/2])
		if err != nil {
			t.Fatal(err)
		}
		at = append(at, p)
	}
	long := quotes{blocks: a.blocks, at: at}
	for i := range at {
		if n := len(long.of(i)); n != i*blockSize/2 {
			t.Errorf("words of %d bytes come back with %d", i*blockSize/2, n)
		}
	}
}

// TestQuotesRace reads tiles while quotes come in, events change and bases are built.
func TestQuotesRace(t *testing.T) {
	rnd := rand.New(rand.NewPCG(8, 38))
	q := newQuoting(newFake(randomEvents(rnd, 300)...))
	q.hold = make(chan struct{})
	s := q.load(t)
	stop := make(chan struct{})
	var all sync.WaitGroup
	var encoders Encoders
	for range 4 {
		all.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				f := s.Current().Filter(Query{})
				at, _ := tile.At(awkward()[9], BaseZoom)
				if err := s.PrepareQuotes(t.Context(), f, at); err != nil {
					t.Error(err)
					return
				}
				encoders.Append(nil, f, at, FieldID|FieldQuote)
			}
		})
	}
	for i := range 12 {
		q.change(t, s, rnd, 20)
		if i == 5 {
			close(q.hold)
		}
		newBase(s)
	}
	close(stop)
	all.Wait()
	s.reading.done.Wait()
	wantQuotes(t, s, q.fake)
}

func TestQuotesFail(t *testing.T) {
	f := newFake(randomEvents(rand.New(rand.NewPCG(8, 9)), 40)...)
	none := f.load(t)
	if err := none.PrepareQuotes(t.Context(), none.Current().Filter(Query{}), tile.ID{}); !errors.Is(err, ErrNoQuotes) {
		t.Errorf("a store without quotes: %v", err)
	}
	broken := errors.New("broken")
	q := newQuoting(f)
	q.failed = broken
	s := q.load(t)
	wantQuotes(t, s, f) // from the events one by one
	s.reading.done.Wait()
	wantQuotes(t, s, f)
	if n := q.reads.Load(); n != 1 {
		t.Errorf("a reading that failed was begun %d times at once", n)
	}
	ctx, cancel := context.WithCancel(t.Context())
	var told error
	_ = s.Follow(ctx, time.Millisecond, func(err error) { told = err; cancel() })
	if !errors.Is(told, broken) {
		t.Errorf("followers are told %v", told)
	}
	q.failed, s.reading.failed = nil, time.Time{}
	q.broken = broken
	all := s.Current().Filter(Query{})
	busy, _ := tile.At(awkward()[9], BaseZoom)
	if err := s.PrepareQuotes(t.Context(), all, busy); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	s.reading.done.Wait()
	q.broken = nil
	wantQuotes(t, s, f)
	if q.reads.Load() != 2 || s.Current().base.c.quotes.Load() == nil {
		t.Error("it was not tried again")
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
