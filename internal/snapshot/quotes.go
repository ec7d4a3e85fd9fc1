package snapshot

import (
	"context"
	"errors"
	"fmt"

	"sitmap/geo/tile"
	"sitmap/internal/event"
)

// Quotes gives the words that places of events rest on. They take more memory than all
// else, so they are read when somebody asks for them the first time, and stay.
type Quotes interface {
	// EachQuote calls fn for every place with words; quote is fn's until it returns.
	EachQuote(ctx context.Context, fn func(id event.ID, place int, quote []byte) error) error
	// Quotes gives the words of one event's places by their numbers, none for an event
	// that is not there. Several goroutines may call it at the same time.
	Quotes(ctx context.Context, id event.ID) (map[int]string, error)
}

// ErrNoQuotes says that the snapshot was made without [Options.Quotes].
var ErrNoQuotes = errors.New("snapshot: this store gives no quotes")

type quoted = func(id event.ID, place int, quote []byte) error

// shownQuotes are the words that a filter's tile shows.
type shownQuotes struct {
	all  [2]*quotes     // by view; nil when not all have been read
	some map[int]string // by row of the base, when all of the base are not there
}

func (s *shownQuotes) of(g *Generation, c *columns, row int) []byte {
	switch {
	case c != g.base.c:
		return s.all[1].of(row)
	case s.all[0] != nil:
		return s.all[0].of(row)
	}
	return []byte(s.some[row])
}

// PrepareQuotes gets the words that the tile t of the filter f shows when [FieldQuote]
// is asked for. While not all words have been read it reads those of this tile, and has
// all read in the background. It fails when the store does, and without [Options.Quotes].
func (s *Snapshot) PrepareQuotes(ctx context.Context, f *Filter, t tile.ID) error {
	if s.opt.Quotes == nil {
		return ErrNoQuotes
	}
	fresh, err := f.g.freshQuotes()
	if err != nil {
		return fmt.Errorf("snapshot: keeping quotes: %w", err)
	}
	f.quotes = shownQuotes{all: [2]*quotes{f.g.base.c.quotes.Load(), fresh}}
	if f.quotes.all[0] != nil {
		return nil
	}
	s.reading.start(func() error { return s.readQuotes(context.WithoutCancel(ctx)) })
	if f.quotes.some, err = s.someQuotes(ctx, f.g.base.c, s.shown.shown(f, t)); err != nil {
		return fmt.Errorf("snapshot: reading quotes: %w", err)
	}
	f.quotes.all[0] = f.g.base.c.quotes.Load() // which may have come meanwhile
	return nil
}

// someQuotes reads the words of a few rows, event by event, until all words of the
// columns are there. A store answers for all of a million events in the time that it
// takes for ten thousand one by one.
func (s *Snapshot) someQuotes(ctx context.Context, c *columns, rows []int) (map[int]string, error) {
	out := make(map[int]string, len(rows))
	for _, row := range rows {
		if c.quotes.Load() != nil {
			return nil, nil
		}
		if _, ok := out[row]; ok {
			continue
		}
		words, err := s.opt.Quotes.Quotes(ctx, event.ID(c.idOf(row)))
		if err != nil {
			return nil, err
		}
		out[row] = words[int(c.placeOf(row))]
		if c.multi.has(row) { // its other places are often on the same tile
			for _, other := range c.siblings(row) {
				out[int(other)] = words[int(c.placeOf(int(other)))]
			}
		}
	}
	return out, nil
}

// freshQuotes gives the words of what changed since the base was built.
func (g *Generation) freshQuotes() (*quotes, error) {
	if q := g.fresh.c.quotes.Load(); q != nil {
		return q, nil
	}
	q, err := g.fresh.c.fill(func(fn quoted) error {
		for id, row := range g.edits {
			for place, words := range row.Quotes {
				if err := fn(id, place, []byte(words)); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	g.fresh.c.quotes.Store(q)
	return q, nil
}

// readQuotes reads the words of all events. What changes meanwhile is read once more if
// a new base was built of it.
func (s *Snapshot) readQuotes(ctx context.Context) error {
	c := s.Current().base.c
	q, err := c.fill(func(fn quoted) error { return s.opt.Quotes.EachQuote(ctx, fn) })
	if err != nil {
		return fmt.Errorf("snapshot: reading all quotes: %w", err)
	}
	c.quotes.Store(q)
	return s.handOn(ctx, c, s.reading.touched)
}

// handOn gives the words of the columns c, if they have been read, to the present base
// when that is another; changed says of which events they may have changed since.
func (s *Snapshot) handOn(ctx context.Context, c *columns, changed func(id []byte) bool) error {
	q := c.quotes.Load()
	now := s.Current().base.c
	if q == nil || now == c || now.quotes.Load() != nil || now.era != c.era {
		return nil
	}
	next, err := now.inherit(c, q, changed, func(id event.ID) (map[int]string, error) { return s.opt.Quotes.Quotes(ctx, id) })
	if err != nil {
		return fmt.Errorf("snapshot: reading the quotes of changed events: %w", err)
	}
	now.quotes.Store(next)
	return nil
}
