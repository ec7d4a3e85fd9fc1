// Package snapshot holds all events as sorted columns in memory and answers
// tiles, clusters, lists, counts, histograms and facets under any filter.
//
// [Snapshot] is the live one: it loads from the store, follows its changes and
// hands out a [Generation], which never changes and may be read by any number of
// goroutines while the next one is made. A generation has one row for each place
// of each event, in Z order, so that a tile of any zoom is one run of rows;
// events without a place are counted too. Text stays in the store and is fetched
// by ID.
//
// Two numbers are kept apart everywhere: event places (rows) and distinct
// events. Points are longitude, latitude; days count from 1970-01-01.
package snapshot

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"sync"
	"sync/atomic"
	"time"

	"sitmap/internal/event"
	"sitmap/internal/store"
)

// Loader is where events come from.
type Loader interface {
	// EachEvent calls fn for every event that q selects.
	EachEvent(ctx context.Context, q event.Query, fn func(event.Event) error) error
	// Event gives one event, or an error that wraps store.ErrNotFound.
	Event(ctx context.Context, id event.ID) (event.Event, error)
	// Report gives one report; only its outlet is used.
	Report(ctx context.Context, id event.ReportID) (event.Report, error)
}

// Log is where changes come from.
type Log interface {
	// Version grows with every change of the store, also by another process.
	Version(ctx context.Context) (uint64, error)
	// Changes lists what changed after version since, oldest first; it may stop
	// early, and gives nothing when nothing is left.
	Changes(ctx context.Context, since uint64) ([]store.Change, error)
}

// Options says where a snapshot gets its events; Loader and Log are needed.
type Options struct {
	Loader Loader
	Log    Log
	// Search gives the events whose text holds the words of q. Without it a
	// text filter is an error.
	Search func(ctx context.Context, q string) ([]event.ID, error)
	// Quotes gives the words for [FieldQuote]. Without it they cannot be asked for.
	Quotes Quotes
}

// Snapshot is the live view of a store.
type Snapshot struct {
	opt     Options
	dicts   *dicts
	current atomic.Pointer[Generation]
	writing sync.Mutex // one refresh at a time
	outlets map[event.ReportID]string
	notice  notice
	texts   textCache
	reading quoteReading
	shown   Encoders // for PrepareQuotes
	era     uint64   // counts how often all was loaded
	// While a new base is built, what has changed since it was begun; else nil.
	since map[event.ID]*Row
	merge sync.WaitGroup
}

// Load reads the whole store. It fails when the store does.
func Load(ctx context.Context, opt Options) (*Snapshot, error) {
	s := &Snapshot{opt: opt, dicts: newDicts(), outlets: make(map[event.ReportID]string)}
	s.notice.init()
	if err := s.reload(ctx); err != nil {
		return nil, err
	}
	return s, nil
}

// Current gives the newest generation. Use one generation for one answer.
func (s *Snapshot) Current() *Generation { return s.current.Load() }

// Changed gives a channel that is closed when a newer generation is there.
func (s *Snapshot) Changed() <-chan struct{} { return s.notice.wait() }

// Follow looks for changes at every tick until the context ends; it gives the
// context's error, or hands each other error to failed and goes on.
func (s *Snapshot) Follow(ctx context.Context, every time.Duration, failed func(error)) error {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
		for _, err := range [2]error{s.Refresh(ctx), s.reading.takeError()} {
			if err != nil && ctx.Err() == nil {
				failed(err)
			}
		}
	}
}

// Refresh takes in what has changed since the current generation. A writer in
// the same process calls it for its change to be seen at once.
func (s *Snapshot) Refresh(ctx context.Context) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	old := s.Current()
	version, err := s.opt.Log.Version(ctx)
	if err != nil {
		return fmt.Errorf("snapshot: asking the store's version: %w", err)
	}
	if version == old.version {
		return nil
	}
	var changes []store.Change
	for seq := old.version; ; {
		more, err := s.opt.Log.Changes(ctx, seq)
		if err != nil {
			return fmt.Errorf("snapshot: reading the store's changes: %w", err)
		}
		if len(more) == 0 {
			break
		}
		changes = append(changes, more...)
		seq = more[len(more)-1].Seq
		version = max(version, seq)
		if len(changes) > old.Len()/2+5000 {
			return s.reload(ctx)
		}
	}
	edits, err := s.edits(ctx, changes)
	if err != nil {
		return err
	}
	s.reading.note(edits)
	if s.since != nil {
		maps.Copy(s.since, edits)
	}
	next := old.apply(edits, version)
	s.publish(next)
	if s.since == nil && len(next.edits)+len(next.base.deadRows) > mergeAt {
		s.rebase(next)
	}
	return nil
}

// rebase builds a new base in the background. What changes meanwhile is applied
// to it once more.
func (s *Snapshot) rebase(g *Generation) {
	s.since = make(map[event.ID]*Row)
	base := g.base.c
	s.merge.Go(func() {
		s.replace(newGeneration(s.dicts, g.merged(), g.words, g.version), base)
		// When all quotes came in while the base was built, it has none of them.
		err := s.handOn(context.Background(), base, func(id []byte) bool { _, ok := g.edits[event.ID(id)]; return ok })
		if err != nil {
			s.reading.fail(err)
		}
	})
}

// replace puts a generation with a new base in the place of the present one, with what
// changed since the new base was begun.
func (s *Snapshot) replace(merged *Generation, base *columns) {
	s.writing.Lock()
	defer s.writing.Unlock()
	since := s.since
	s.since = nil
	now := s.Current()
	if now.base.c != base { // all was loaded again meanwhile
		return
	}
	s.current.Store(merged.apply(since, now.version)) // says the same: nobody is woken
}

// edits reads the present state of what the changes name; nil is gone.
func (s *Snapshot) edits(ctx context.Context, changes []store.Change) (map[event.ID]*Row, error) {
	edits := make(map[event.ID]*Row, len(changes))
	for _, c := range changes {
		if c.Event == "" {
			continue
		}
		if _, ok := edits[c.Event]; ok {
			continue
		}
		ev, err := s.opt.Loader.Event(ctx, c.Event)
		if errors.Is(err, store.ErrNotFound) {
			edits[c.Event] = nil
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("snapshot: reading event %s: %w", c.Event, err)
		}
		if ev.Review == event.ReviewRejected { // a person says that it did not happen so
			edits[c.Event] = nil
			continue
		}
		r, err := s.row(ctx, ev)
		if err != nil {
			return nil, err
		}
		if s.opt.Quotes != nil {
			if r.Quotes, err = s.opt.Quotes.Quotes(ctx, c.Event); err != nil {
				return nil, fmt.Errorf("snapshot: reading the quotes of event %s: %w", c.Event, err)
			}
		}
		edits[c.Event] = &r
	}
	return edits, nil
}

// reload builds a generation from nothing.
func (s *Snapshot) reload(ctx context.Context) error {
	version, err := s.opt.Log.Version(ctx) // before reading: what comes in between is read twice, not missed
	if err != nil {
		return fmt.Errorf("snapshot: asking the store's version: %w", err)
	}
	read := s.readEvents
	if fast, ok := s.opt.Loader.(RowLoader); ok {
		read = func(ctx context.Context) ([]*chunk, error) { return s.readRows(ctx, fast) }
	}
	chunks, err := read(ctx)
	if err != nil {
		return fmt.Errorf("snapshot: reading the store's events: %w", err)
	}
	words := s.dicts.words()
	s.era++
	base := build(chunks, words, withTimelines)
	base.era = s.era
	s.publish(newGeneration(s.dicts, base, words, version))
	return nil
}

// row reduces an event to what is kept.
func (s *Snapshot) row(ctx context.Context, ev event.Event) (Row, error) {
	var report event.ReportID
	if len(ev.Evidence) > 0 {
		report = ev.Evidence[0].Report
	}
	outlet, ok := s.outlets[report]
	if !ok && report != "" {
		r, err := s.opt.Loader.Report(ctx, report)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return Row{}, fmt.Errorf("snapshot: reading report %s: %w", report, err)
		}
		outlet = r.Outlet
		s.outlets[report] = outlet
	}
	return store.RowOf(ev, report, outlet), nil
}

func (s *Snapshot) publish(g *Generation) {
	s.current.Store(g)
	s.notice.wake()
}

// notice wakes all who wait for the next generation.
type notice struct {
	mu sync.Mutex
	ch chan struct{}
}

func (n *notice) init() { n.ch = make(chan struct{}) }

func (n *notice) wait() <-chan struct{} {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.ch
}

func (n *notice) wake() {
	n.mu.Lock()
	defer n.mu.Unlock()
	close(n.ch)
	n.ch = make(chan struct{})
}
