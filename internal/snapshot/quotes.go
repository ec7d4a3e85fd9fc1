package snapshot

import (
	"context"
	"errors"
	"fmt"
	"math"
	"sync"
	"sync/atomic"

	"sitmap/internal/event"
)

// Quotes gives the words that places of events rest on. They take as much memory as
// all else, so they are read when somebody asks for them the first time, and stay.
type Quotes interface {
	// EachQuote calls fn for every place with words; quote is fn's until it returns.
	EachQuote(ctx context.Context, fn func(id event.ID, place int, quote []byte) error) error
	// Quotes gives the words of one event's places by their numbers.
	Quotes(ctx context.Context, id event.ID) (map[int]string, error)
}

// lateQuotes are the words of columns, once they are there.
type lateQuotes struct {
	reading sync.Mutex
	ready   atomic.Pointer[quotes]
}

// quotes are words in the order of the rows.
type quotes struct {
	bytes []byte
	end   []uint64
}

// of gives the words of a row; none is nothing.
func (q *quotes) of(row int) []byte {
	if q == nil {
		return nil
	}
	from := uint64(0)
	if row > 0 {
		from = q.end[row-1]
	}
	return q.bytes[from:q.end[row]]
}

// ErrNoQuotes says that the snapshot was made without [Options.Quotes].
var ErrNoQuotes = errors.New("snapshot: this store gives no quotes")

// PrepareQuotes reads the words that tiles of g with [FieldQuote] show, unless they are
// there already. It fails when the store does, and without [Options.Quotes].
func (s *Snapshot) PrepareQuotes(ctx context.Context, g *Generation) error {
	if s.opt.Quotes == nil {
		return ErrNoQuotes
	}
	if err := g.base.c.readQuotes(func(fn quoted) error { return s.opt.Quotes.EachQuote(ctx, fn) }); err != nil {
		return fmt.Errorf("snapshot: reading quotes: %w", err)
	}
	return g.fresh.c.readQuotes(func(fn quoted) error {
		for id, row := range g.edits {
			for place, quote := range row.Quotes {
				if err := fn(id, place, []byte(quote)); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

type quoted = func(id event.ID, place int, quote []byte) error

// readQuotes takes the words of the rows from each; what belongs to no row is left out.
func (c *columns) readQuotes(each func(quoted) error) error {
	if c.late.ready.Load() != nil {
		return nil
	}
	c.late.reading.Lock()
	defer c.late.reading.Unlock()
	if c.late.ready.Load() != nil {
		return nil
	}
	type piece struct {
		from uint64
		n    uint32
	}
	var bytes []byte
	pieces := make([]piece, c.rows())
	err := each(func(id event.ID, place int, quote []byte) error {
		if row, ok := c.findPlace(id, place); ok {
			pieces[row] = piece{uint64(len(bytes)), uint32(min(len(quote), math.MaxUint32))} //nolint:gosec // bounded
			bytes = append(bytes, quote...)
		}
		return nil
	})
	if err != nil {
		return err
	}
	q := &quotes{make([]byte, 0, len(bytes)), make([]uint64, 0, c.rows())}
	for _, p := range pieces {
		q.bytes = append(q.bytes, bytes[p.from:p.from+uint64(p.n)]...)
		q.end = append(q.end, uint64(len(q.bytes)))
	}
	c.late.ready.Store(q)
	return nil
}

// findPlace gives the row of a place of an event.
func (c *columns) findPlace(id event.ID, place int) (row int, ok bool) {
	for i := c.firstByID(id); i < c.byID.n; i++ {
		row := int(c.byID.at(i))
		if string(c.idOf(row)) != string(id) {
			break
		}
		if row < c.placed && int(c.placeOf(row)) == place {
			return row, true
		}
	}
	return 0, false
}
