package gpkg

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"sitmap/internal/event"
	"sitmap/internal/store"
)

// Put stores a report with the machine's whole reading of it, in one transaction;
// see [store.Entry]. Report and events that the store has already, as they are,
// change nothing; a changed event becomes a new revision. Errors wrap
// [store.ErrInvalid] for a record that cannot be stored; then nothing is.
func (db *DB) Put(ctx context.Context, r event.Report, events []event.Event) (store.PutResult, error) {
	res, err := db.PutAll(ctx, []store.Entry{{Report: r, Events: events}})
	if err != nil {
		return store.PutResult{}, err
	}
	return res[0], nil
}

// PutAll is [DB.Put] for many reports in one transaction: all are stored, or none.
// It pays for the disk's acknowledgement once. From [bulkEvents] events on it leaves
// triggers and indexes aside until the end; then 10,000 events are a good size.
func (db *DB) PutAll(ctx context.Context, entries []store.Entry) ([]store.PutResult, error) {
	n := 0
	for _, e := range entries {
		if err := checkEntry(e); err != nil {
			return nil, err
		}
		n += len(e.Events)
	}
	results := make([]store.PutResult, len(entries))
	put := func(w *writer) error {
		return prepared(w.ctx, entries, func(i int, rows []eventRows) error {
			var err error
			if results[i], err = w.put(entries[i], rows); err != nil {
				return fmt.Errorf("store report %s: %w", entries[i].Report.ID, err)
			}
			return nil
		})
	}
	if err := db.inTx(ctx, n >= bulkEvents, put); err != nil {
		return nil, err
	}
	return results, nil
}

func checkEntry(e store.Entry) error {
	if err := store.CheckReport(e.Report); err != nil {
		return err
	}
	seen := make(map[event.ID]bool, len(e.Events))
	for _, ev := range e.Events {
		if err := store.CheckEvent(e.Report, ev); err != nil {
			return err
		}
		if seen[ev.ID] {
			return fmt.Errorf("%w: report %s has two events with the ID %s", store.ErrInvalid, e.Report.ID, ev.ID)
		}
		seen[ev.ID] = true
	}
	return nil
}

// Save stores a person's decision about an event: ev as it stands, with Review
// "reviewed" or "rejected", becomes the next revision, and no machine overwrites it.
// The event may be new; its first evidence then names a stored report. If
// ev.Revision is set and no longer the stored one, somebody was faster: the error
// wraps [store.ErrConflict] and nothing is stored.
func (db *DB) Save(ctx context.Context, ev event.Event) (event.Event, error) {
	if ev.Review != event.ReviewReviewed && ev.Review != event.ReviewRejected {
		return event.Event{}, fmt.Errorf("%w: event %s has review %q; a person's decision is reviewed or rejected", store.ErrInvalid, ev.ID, ev.Review)
	}
	err := db.inTx(ctx, false, func(w *writer) error {
		old, err := w.stored(ev.ID)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		id := old.report
		if errors.Is(err, store.ErrNotFound) && len(ev.Evidence) > 0 {
			id = ev.Evidence[0].Report
		}
		report, fid, table, err := w.report(id)
		if err != nil {
			return fmt.Errorf("event %s: %w", ev.ID, err)
		}
		if err := store.CheckEvent(report, ev); err != nil {
			return err
		}
		if ev.Revision != 0 && old.fid != 0 && ev.Revision != old.revision {
			return fmt.Errorf("event %s: %w: revision %d is stored, %d was edited", ev.ID, store.ErrConflict, old.revision, ev.Revision)
		}
		ev = ungrouped(ev)
		ev.Revision = old.revision + 1
		if old.fid == 0 {
			rows, err := rowsOf(report, table, ev)
			if err != nil {
				return err
			}
			return w.add(fid, false, ev.ID, rows)
		}
		return w.replace(old, report, fid, table, ev, "edited")
	})
	if err != nil {
		return event.Event{}, err
	}
	return db.Event(ctx, ev.ID)
}

// Delete removes an event from the map and from every query; its last state stays
// among the revisions. Reading its report again brings it back: to keep a wrong
// event away, [DB.Save] it as rejected. Errors wrap [store.ErrNotFound].
func (db *DB) Delete(ctx context.Context, id event.ID) error {
	return db.inTx(ctx, false, func(w *writer) error {
		old, err := w.stored(id)
		if err != nil {
			return err
		}
		return w.remove(old, "deleted")
	})
}

// inTx runs do in one transaction and brings gpkg_contents up to date before it commits.
// bulk is for many new events.
func (db *DB) inTx(ctx context.Context, bulk bool, do func(*writer) error) error {
	return explain(db.path, db.write.use(ctx, func() error { return db.transact(ctx, bulk, do) }))
}

// transact is [DB.inTx] with the connection held.
func (db *DB) transact(ctx context.Context, bulk bool, do func(*writer) error) (err error) {
	straight := bulk && db.fill.still()
	if !bulk {
		if err := db.endFilling(); err != nil {
			return err
		}
	} else if err := db.beforeBulk(straight); err != nil {
		return err
	} else {
		defer db.afterBulk()
	}
	if err := db.write.begin(); err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer func() {
		if err != nil {
			_ = db.write.rollback() // SQLite has done it already after some errors, and says that here
		}
	}()
	w := &writer{ctx: ctx, db: db, st: &db.stmts, bulk: bulk, grams: db.grams}
	defer func() { _, _ = w.stopIndexing() }() // before the transaction goes
	for _, step := range []func() error{w.begin, func() error { return do(w) }, w.group, w.contents, w.end} {
		if err := step(); err != nil {
			return err
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := db.write.commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	if bulk && !straight {
		db.log.start(db)
	}
	return nil
}

// writer is one writing transaction.
type writer struct {
	ctx                     context.Context
	db                      *DB
	st                      *statements
	bulk                    bool              // triggers are off, see bulk.go
	triggers                []string          // what makes them again
	points, areas           []box             // what the R*Trees lack
	waiting                 [partTables]parts // rows of a bulk load
	grams                   *trigrams         // makes the text index of a bulk load
	indexing                *indexing         // while it does; nil when it is idle
	places                  extent            // of the points added
	regions                 extent            // of the areas added
	events                  bool              // some event changed
	reports                 bool              // some report was added
	removed                 bool              // some state was moved to the revisions
	firstReport, firstEvent int64             // the first rows that the text index lacks; 0 none
	regroup                 []int64           // events that are to be compared with others
	tables                  bool              // rows of tables were added or changed
	shrunk                  bool              // something at the edge of an extent was taken away
}

func (w *writer) exec(s *stmt, args ...any) error { return s.each(nil, args...) }

// insert adds a row and gives its number.
func (w *writer) insert(s *stmt, args []any) (int64, error) {
	if err := w.exec(s, args...); err != nil {
		return 0, err
	}
	return w.db.write.c.LastInsertRowID(), nil
}

// row asks for one row.
func (w *writer) row(s *stmt, args ...any) oneRow { return oneRow{s, args} }

// oneRow is a question that has one row as its answer.
type oneRow struct {
	s    *stmt
	args []any
}

// Scan asks and gives the values of the row; without one it is [sql.ErrNoRows].
func (r oneRow) Scan(into ...any) error {
	found := false
	err := r.s.each(func(row *rowOf) error {
		found = true
		return row.Scan(into...)
	}, r.args...)
	if err == nil && !found {
		err = sql.ErrNoRows
	}
	return err
}

// storedEvent is what the store knows of an event before a change.
type storedEvent struct {
	fid      int64
	id       event.ID
	report   event.ReportID
	revision int
	review   event.Review
	method   sql.NullString
	detail   []byte
}

// put stores an entry; rows[i] are its i-th event's as a new one.
func (w *writer) put(e store.Entry, rows []eventRows) (store.PutResult, error) {
	var res store.PutResult
	fid, err := w.reportFID(e.Report.ID)
	if errors.Is(err, store.ErrNotFound) {
		res.ReportNew = true
		fid, err = w.addReport(e.Report, e.Table)
	}
	if err != nil {
		return res, err
	}
	old := map[event.ID]storedEvent{}
	if !res.ReportNew {
		if old, err = w.storedOf(fid); err != nil {
			return res, err
		}
	}
	for i, ev := range e.Events {
		if err := w.ctx.Err(); err != nil {
			return res, err
		}
		was, there := old[ev.ID]
		delete(old, ev.ID)
		if !there {
			if err = w.add(fid, e.Table, ev.ID, rows[i]); err == nil {
				res.New++
			} else if e.Table && errors.Is(err, errTaken) {
				// The table came again with rows more or fewer, and the row is in another chunk now.
				was, err = w.stored(ev.ID)
				there = err == nil
			}
		}
		if there {
			err = w.putAgain(e, fid, ev, was, &res)
		}
		if err != nil {
			return res, fmt.Errorf("event %s: %w", ev.ID, err)
		}
	}
	for _, was := range old {
		if was.review != event.ReviewAuto {
			continue
		}
		res.Withdrawn++
		if err := w.remove(was, "withdrawn"); err != nil {
			return res, fmt.Errorf("withdraw event %s: %w", was.id, err)
		}
	}
	return res, nil
}

// fresh is an event as it is first stored.
func fresh(ev event.Event) event.Event {
	if ev.Review == "" {
		ev.Review = event.ReviewAuto
	}
	ev.Revision = 1
	return ungrouped(ev)
}

// ungrouped is an event as it is kept: its group is kept beside it.
func ungrouped(ev event.Event) event.Event {
	ev.Group, ev.GroupEvents, ev.IndependentSources = "", 0, 0
	return ev
}

// putAgain stores an event that is there already.
func (w *writer) putAgain(e store.Entry, fid int64, ev event.Event, was storedEvent, res *store.PutResult) error {
	ev = fresh(ev)
	if was.review != event.ReviewAuto {
		res.Unchanged++
		return nil
	}
	ev.Revision = was.revision
	now, err := store.EncodeEvent(ev)
	if err != nil {
		return err
	}
	if string(now) == string(was.detail) {
		res.Unchanged++
		return nil
	}
	res.Updated++
	ev.Revision++
	return w.replace(was, e.Report, fid, e.Table, ev, "updated")
}

func (w *writer) reportFID(id event.ReportID) (int64, error) {
	var fid int64
	err := w.row(w.st.reportFID, string(id)).Scan(&fid)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("report %s: %w", id, store.ErrNotFound)
	}
	return fid, err
}

func (w *writer) report(id event.ReportID) (r event.Report, fid int64, table bool, err error) {
	if fid, err = w.reportFID(id); err != nil {
		return r, 0, false, err
	}
	if r, _, err = scanReport(w.row(w.st.report, fid)); err != nil {
		return r, 0, false, err
	}
	err = w.row(w.st.isTable, fid).Scan(&table)
	return r, fid, table, err
}

func (w *writer) addReport(r event.Report, table bool) (int64, error) {
	w.reports = true
	published, publishedOffset := utc(r.Published)
	retrieved, retrievedOffset := utc(r.Retrieved)
	fid, err := w.insert(w.st.addReport, []any{
		string(r.ID), null(r.Outlet), null(r.URL), null(r.Title), null(r.Lang),
		published, publishedOffset, retrieved, retrievedOffset, hex.EncodeToString(r.SHA256[:]), r.Text, table,
	})
	if err == nil && w.firstReport == 0 {
		w.firstReport = fid
	}
	return fid, err
}

func (w *writer) stored(id event.ID) (storedEvent, error) {
	s := storedEvent{id: id}
	err := w.row(w.st.event, string(id)).
		Scan(&s.fid, &s.report, &s.revision, &s.review, &s.method, &s.detail)
	if errors.Is(err, sql.ErrNoRows) {
		return s, fmt.Errorf("event %s: %w", id, store.ErrNotFound)
	}
	return s, err
}

func (w *writer) storedOf(report int64) (out map[event.ID]storedEvent, err error) {
	out = map[event.ID]storedEvent{}
	err = w.st.eventsOf.each(func(r *rowOf) error {
		var s storedEvent
		if err := r.Scan(&s.id, &s.fid, &s.report, &s.revision, &s.review, &s.method, &s.detail); err != nil {
			return err
		}
		out[s.id] = s
		return w.ctx.Err()
	}, report)
	return out, err
}

// null stores an unknown text as NULL.
func null(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// utc splits a time as the report table keeps it; an unknown one is NULL twice.
func utc(t time.Time) (moment, offset any) {
	if t.IsZero() {
		return nil, nil
	}
	_, seconds := t.Zone()
	return t.UTC().Format("2006-01-02T15:04:05.000Z"), seconds
}
