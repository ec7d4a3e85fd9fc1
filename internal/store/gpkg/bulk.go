package gpkg

import (
	"context"
	"fmt"
	"sync"

	"sitmap/internal/store"
)

// bulkEvents is the number of events from which a transaction is a bulk load.
//
// The triggers that keep R*Trees, text index and change log current cost more, row
// by row, than the rows themselves. A bulk load takes the inserting ones away inside
// its transaction, fills the indexes from the new rows in one go and puts the
// triggers back before it commits: a reader never sees the file without them, and a
// load that is killed leaves what the last commit left.
const bulkEvents = 500

// insertTriggers select what a bulk load takes away and puts back.
const insertTriggers = `SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'
	AND name IN ('events_added', 'rtree_event_places_geom_insert', 'rtree_event_regions_geom_insert') ORDER BY name`

// The cache of the writing connection, KiB: an index that is filled in no order, as that
// of the events' IDs, should fit in it, and takes about 100 bytes an event.
const smallCache, largeCache = 8192, 32_768

// beforeBulk prepares the writing connection for a bulk load. Its parts are written by
// the same code as the events they belong to, so foreign keys are not looked up; what
// goes with a deleted event goes by triggers too.
func (db *DB) beforeBulk(straight bool) error {
	if !straight {
		db.log.waitIfLong(db)
	}
	var events int
	if err := db.write.first(`SELECT coalesce(max(fid), 0) FROM events`, nil, &events); err != nil {
		return err
	}
	cache := min(max(smallCache, events/10), largeCache)
	if err := db.write.run(fmt.Sprintf(`PRAGMA foreign_keys = 0; PRAGMA cache_size = -%d`, cache)); err != nil { // not possible inside a transaction
		return fmt.Errorf("begin a bulk load: %w", err)
	}
	return nil
}

// afterBulk takes back what [DB.beforeBulk] and [writer.begin] set.
func (db *DB) afterBulk() {
	// It has no way to fail.
	_ = db.write.run(`PRAGMA foreign_keys = 1; PRAGMA wal_autocheckpoint = ` + logLength)
}

// begin tells the triggers that the text index is filled at the end, and takes those away that a bulk load does without.
func (w *writer) begin() error {
	if err := w.exec(w.st.writing); err != nil || !w.bulk {
		return err
	}
	var drop []string
	err := w.db.write.once(insertTriggers, func(r *rowOf) error {
		var name, text string
		if err := r.Scan(&name, &text); err != nil {
			return err
		}
		drop, w.triggers = append(drop, `DROP TRIGGER "`+name+`"`), append(w.triggers, text)
		return nil
	})
	if err != nil {
		return err
	}
	return w.run(append(drop, `PRAGMA wal_autocheckpoint = 0`)) // see checkpoint.go
}

// end fills the indexes and takes the words of [writer.begin] back.
func (w *writer) end() error {
	if err := w.index(); err != nil {
		return err
	}
	if w.bulk {
		if err := w.run(w.triggers); err != nil {
			return fmt.Errorf("put the triggers back: %w", err)
		}
	}
	return w.exec(w.st.written)
}

func (w *writer) run(texts []string) error {
	for _, text := range texts {
		if err := w.db.write.run(text); err != nil {
			return err
		}
	}
	return nil
}

// index adds the rows that the indexes lack. Only this transaction can have made rows after the first of them.
func (w *writer) index() error {
	w.lastWords() // what follows is written while the text index is finished
	if err := w.insertParts(); err != nil {
		return fmt.Errorf("parts of events: %w", err)
	}
	if err := w.addBoxes(&w.st.pointTree, w.points); err != nil {
		return fmt.Errorf("index points: %w", err)
	}
	if err := w.addBoxes(&w.st.areaTree, w.areas); err != nil {
		return fmt.Errorf("index areas: %w", err)
	}
	w.points, w.areas = nil, nil
	if w.firstReport != 0 {
		if err := w.exec(w.st.indexReports, w.firstReport); err != nil {
			return fmt.Errorf("index reports: %w", err)
		}
		w.firstReport = 0
	}
	if w.firstEvent != 0 {
		if w.bulk {
			if err := w.exec(w.st.logEvents, w.firstEvent); err != nil {
				return fmt.Errorf("log events: %w", err)
			}
		}
		if err := w.indexWords(); err != nil {
			return fmt.Errorf("index events: %w", err)
		}
		w.firstEvent = 0
	}
	return nil
}

// prepared calls do with the rows of each entry's events, in order, while those of
// the next entries are made in another goroutine. It stops at the first error.
func prepared(ctx context.Context, entries []store.Entry, do func(i int, rows []eventRows) error) error {
	type made struct {
		rows []eventRows
		err  error
	}
	ctx, stop := context.WithCancel(ctx)
	ready := make(chan made, 1)
	var wg sync.WaitGroup
	defer wg.Wait()
	defer stop()
	wg.Go(func() {
		for _, e := range entries {
			rows, err := rowsOfEntry(e)
			select {
			case ready <- made{rows, err}:
			case <-ctx.Done():
				return
			}
		}
	})
	for i := range entries {
		var m made
		select {
		case m = <-ready:
		case <-ctx.Done():
			return ctx.Err()
		}
		if m.err != nil {
			return fmt.Errorf("store report %s: %w", entries[i].Report.ID, m.err)
		}
		if err := do(i, m.rows); err != nil {
			return err
		}
	}
	return nil
}

func rowsOfEntry(e store.Entry) ([]eventRows, error) {
	out := make([]eventRows, len(e.Events))
	for i, ev := range e.Events {
		var err error
		if out[i], err = rowsOf(e.Report, e.Table, fresh(ev)); err != nil {
			return nil, fmt.Errorf("event %s: %w", ev.ID, err)
		}
	}
	return out, nil
}
