package gpkg

import (
	"context"
	"errors"
	"fmt"

	zombiezen "zombiezen.com/go/sqlite"

	"sitmap/internal/event"
)

// EachQuote calls fn with the words that each place of every event rests on, as the
// layer event_places shows them (at most 600 bytes), in the order in which they were
// written; places without words are left out. quote is fn's only until it returns. It
// sees one state of the store, and stops at fn's first error and returns it.
func (db *DB) EachQuote(ctx context.Context, fn func(id event.ID, place int, quote []byte) error) (err error) {
	c, err := connect(db.abs, readPragmas)
	if err != nil {
		return explain(db.path, fmt.Errorf("read quotes: %w", err))
	}
	defer func() { err = explain(db.path, errors.Join(err, c.close())) }()
	s, err := c.c.Prepare(`SELECT event, place_index, quote FROM event_places WHERE quote IS NOT NULL`)
	if err != nil {
		return fmt.Errorf("read quotes: %w", err)
	}
	var quote []byte
	for n := 0; ; n++ {
		if n%rowBatch == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		more, err := s.Step()
		if err != nil || !more {
			return err
		}
		quote = columnBytes(s, 2, quote)
		if err := fn(event.ID(s.ColumnText(0)), s.ColumnInt(1), quote); err != nil {
			return err
		}
	}
}

// Quotes gives the words that an event's places rest on, by the number of the place, as [DB.EachQuote] does.
func (db *DB) Quotes(ctx context.Context, id event.ID) (quotes map[int]string, err error) {
	rows, err := db.read.QueryContext(ctx, `SELECT p.place_index, p.quote FROM events e JOIN event_places p ON p.event_fid = e.fid
		WHERE e.id = ? AND p.quote IS NOT NULL`, string(id))
	if err != nil {
		return nil, explain(db.path, err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	quotes = map[int]string{}
	for rows.Next() {
		var n int
		var quote string
		if err := rows.Scan(&n, &quote); err != nil {
			return nil, explain(db.path, err)
		}
		quotes[n] = quote
	}
	return quotes, explain(db.path, rows.Err())
}

// columnBytes reads a column into memory that is used again.
func columnBytes(s *zombiezen.Stmt, column int, into []byte) []byte {
	if n := s.ColumnLen(column); cap(into) < n {
		into = make([]byte, n, 2*n)
	} else {
		into = into[:n]
	}
	s.ColumnBytes(column, into)
	return into
}
