package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"sitmap/internal/event"
	"sitmap/internal/ingest/table"
	"sitmap/internal/store"
	"sitmap/internal/store/gpkg"
)

// writeTable writes the events of q as a table: once through them for the columns,
// once for the rows. Events that a person rejected are left out, and counted.
func writeTable(ctx context.Context, db *gpkg.DB, q event.Query, w io.Writer, format table.Export, notes io.Writer) error {
	e := table.NewExporter(w, format)
	if err := eachKept(ctx, db, q, func(ev event.Event, rep event.Report) error {
		e.Columns(ev, rep)
		return nil
	}); err != nil {
		return err
	}
	left, places := 0, 0
	err := eachKept(ctx, db, q, func(ev event.Event, rep event.Report) error {
		if ev.Review == event.ReviewRejected {
			left++
			return nil
		}
		if len(ev.Where) > 1 && format != table.CSVTable {
			places++
		}
		return e.Write(ev, rep)
	})
	if err != nil {
		return err
	}
	if left > 0 {
		fmt.Fprintf(notes, "sitmap: %d events that a person rejected are not in the table\n", left)
	}
	if places > 0 {
		fmt.Fprintf(notes, "sitmap: %d events have several places, of which the table holds the first\n", places)
	}
	return e.Close()
}

// eachKept gives every event of q with its report.
func eachKept(ctx context.Context, db *gpkg.DB, q event.Query, do func(event.Event, event.Report) error) error {
	var rep event.Report
	return db.EachEvent(ctx, q, func(ev event.Event) error {
		if len(ev.Evidence) > 0 && ev.Evidence[0].Report != rep.ID {
			var err error
			rep, err = db.Report(ctx, ev.Evidence[0].Report)
			if err != nil && !errors.Is(err, store.ErrNotFound) {
				return err
			}
		}
		return do(ev, rep)
	})
}
