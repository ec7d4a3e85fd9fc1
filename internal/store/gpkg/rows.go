package gpkg

import (
	"context"
	"errors"
	"fmt"
	"math"
	"sync"
	"sync/atomic"

	zombiezen "zombiezen.com/go/sqlite"

	"sitmap/geo"
	"sitmap/internal/event"
	"sitmap/internal/store"
)

// rowBatch is how many numbers of events a worker takes at a time.
const rowBatch = 4096

// What [DB.EachRow] asks: each from an index that holds the columns in the order of the events (migration 4).
const (
	rowsOfEvents = `SELECT fid, id, report, source, type, day_from, day_to, verification, killed_min, killed_max
		FROM events INDEXED BY events_row WHERE fid BETWEEN ? AND ? AND review <> 'rejected' ORDER BY fid`
	rowsOfPlaces = `SELECT event_fid, place_index, lon, lat, radius_m, name, country, geo_precision
		FROM event_places INDEXED BY event_places_event WHERE event_fid BETWEEN ? AND ? ORDER BY event_fid, place_index`
	rowsOfActors = `SELECT event_fid, name, actor
		FROM event_actors INDEXED BY event_actors_event WHERE event_fid BETWEEN ? AND ? ORDER BY event_fid, fid`
	rowsDrawn = `SELECT event_fid, place_index
		FROM event_regions INDEXED BY event_regions_drawn WHERE kind <> 'disc' AND event_fid BETWEEN ? AND ? ORDER BY event_fid, place_index`
)

// EachRow implements [store.RowLoader]: each worker reads through a connection of its
// own, which sees one state of the store.
func (db *DB) EachRow(ctx context.Context, workers int, fn func(worker int, rows []store.Row) error) error {
	var last int64
	if err := db.read.QueryRowContext(ctx, `SELECT coalesce(max(fid), 0) FROM events`).Scan(&last); err != nil {
		return explain(db.path, fmt.Errorf("read rows: %w", err))
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var next atomic.Int64
	failed := make([]error, max(workers, 1))
	var wg sync.WaitGroup
	for worker := range failed {
		wg.Go(func() {
			err := db.readRows(ctx, last, &next, func(rows []store.Row) error { return fn(worker, rows) })
			if err != nil {
				stop() // the others' work is of no use
			}
			failed[worker] = err
		})
	}
	wg.Wait()
	for _, err := range failed { // the first one that is not the echo of another
		if err != nil && !errors.Is(err, context.Canceled) {
			return explain(db.path, err)
		}
	}
	return explain(db.path, errors.Join(failed...))
}

// readRows reads batches until none is left.
func (db *DB) readRows(ctx context.Context, last int64, next *atomic.Int64, do func([]store.Row) error) (err error) {
	c, err := connect(db.abs, readPragmas)
	if err != nil {
		return fmt.Errorf("read rows: %w", err)
	}
	defer func() { err = errors.Join(err, c.close()) }()
	r := rowReader{names: map[string]string{}}
	for _, part := range []struct {
		c    *cursor
		text string
	}{{&r.events, rowsOfEvents}, {&r.places, rowsOfPlaces}, {&r.actors, rowsOfActors}, {&r.drawn, rowsDrawn}} {
		if part.c.s, err = c.c.Prepare(part.text); err != nil {
			return fmt.Errorf("read rows: %w", err)
		}
	}
	if err := c.run(`BEGIN`); err != nil {
		return err
	}
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		from := next.Add(rowBatch) - rowBatch + 1
		if from > last {
			return nil
		}
		// The last batch has no end: what is written meanwhile may be in it.
		to := from + rowBatch - 1
		if to >= last {
			to = math.MaxInt64
		}
		rows, err := r.batch(from, to)
		if err != nil {
			return fmt.Errorf("read rows: %w", err)
		}
		if err := do(rows); err != nil {
			return err
		}
	}
}

// rowReader puts the columns of events and of their parts together.
type rowReader struct {
	events, places, actors, drawn cursor

	names     map[string]string // texts that come again
	rows      []store.Row
	allPlaces []store.RowPlace
	allActors []store.RowActor
}

// cursor goes through parts of events in the order of these.
type cursor struct {
	s   *zombiezen.Stmt
	fid int64 // of the present row; after the last one the largest there is
}

func (c *cursor) start(from, to int64) error {
	if err := c.s.Reset(); err != nil {
		return err
	}
	c.s.BindInt64(1, from)
	c.s.BindInt64(2, to)
	return c.next()
}

func (c *cursor) next() error {
	more, err := c.s.Step()
	c.fid = math.MaxInt64
	if err == nil && more {
		c.fid = c.s.ColumnInt64(0)
	}
	return err
}

// at goes on to the parts of an event and reports whether there is one more.
func (c *cursor) at(fid int64) (bool, error) {
	for c.fid < fid { // parts of no event
		if err := c.next(); err != nil {
			return false, err
		}
	}
	return c.fid == fid, nil
}

// batch gives the rows of the events from one number to another, both included.
func (r *rowReader) batch(from, to int64) ([]store.Row, error) {
	r.rows, r.allPlaces, r.allActors = r.rows[:0], r.allPlaces[:0], r.allActors[:0]
	for _, c := range []*cursor{&r.events, &r.places, &r.actors, &r.drawn} {
		if err := c.start(from, to); err != nil {
			return nil, err
		}
	}
	for r.events.fid != math.MaxInt64 {
		row, err := r.row()
		if err != nil {
			return nil, err
		}
		r.rows = append(r.rows, row)
		if err := r.events.next(); err != nil {
			return nil, err
		}
	}
	return r.rows, nil
}

// row reads the present event with its parts.
func (r *rowReader) row() (store.Row, error) {
	s, fid := r.events.s, r.events.fid
	row := store.Row{
		ID: event.ID(s.ColumnText(1)), Report: event.ReportID(r.text(s, 2)), Source: r.text(s, 3), Type: r.text(s, 4),
		Start: s.ColumnInt32(5), End: s.ColumnInt32(6), Verification: event.Verification(r.text(s, 7)),
	}
	row.KilledMin, row.KilledMax = store.Bounds(number(s, 8), number(s, 9))
	first := len(r.allPlaces)
	for {
		if more, err := r.places.at(fid); err != nil || !more {
			row.Places = r.allPlaces[first:len(r.allPlaces):len(r.allPlaces)]
			if err != nil {
				return row, err
			}
			break
		}
		if err := r.place(fid); err != nil {
			return row, err
		}
	}
	first = len(r.allActors)
	for {
		if more, err := r.actors.at(fid); err != nil || !more {
			row.Actors = r.allActors[first:len(r.allActors):len(r.allActors)]
			return row, err
		}
		r.allActors = append(r.allActors, store.RowActor{Name: r.text(r.actors.s, 1), ID: r.text(r.actors.s, 2)})
		if err := r.actors.next(); err != nil {
			return row, err
		}
	}
}

// place reads the present place of an event.
func (r *rowReader) place(fid int64) error {
	s := r.places.s
	p := store.RowPlace{
		Radius: geo.Metres(s.ColumnFloat(4)), Name: r.text(s, 5), Country: r.text(s, 6),
		Precision: uint8(max(0, min(s.ColumnInt(7), math.MaxUint8))), //nolint:gosec // bounded
	}
	p.Point[0], p.Point[1] = s.ColumnFloat(2), s.ColumnFloat(3)
	index := s.ColumnInt64(1)
	for {
		more, err := r.drawn.at(fid)
		if err != nil {
			return err
		}
		if !more || r.drawn.s.ColumnInt64(1) > index {
			break
		}
		p.Drawn = p.Drawn || r.drawn.s.ColumnInt64(1) == index
		if err := r.drawn.next(); err != nil {
			return err
		}
	}
	r.allPlaces = append(r.allPlaces, p)
	return r.places.next()
}

// text gives a text of which there are few different ones; NULL is "".
func (r *rowReader) text(s *zombiezen.Stmt, column int) string {
	text := s.ColumnText(column)
	if known, ok := r.names[text]; ok {
		return known
	}
	if len(r.names) < maxNames {
		r.names[text] = text
	}
	return text
}

// maxNames bounds the texts that a reader remembers.
const maxNames = 100_000

// number gives a whole number; NULL is nil.
func number(s *zombiezen.Stmt, column int) *int {
	if s.ColumnType(column) == zombiezen.TypeNull {
		return nil
	}
	n := s.ColumnInt(column)
	return &n
}
