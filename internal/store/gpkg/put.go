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
// It pays for the disk's acknowledgement once.
func (db *DB) PutAll(ctx context.Context, entries []store.Entry) ([]store.PutResult, error) {
	for _, e := range entries {
		if err := checkEntry(e); err != nil {
			return nil, err
		}
	}
	results := make([]store.PutResult, len(entries))
	err := db.inTx(ctx, func(w *writer) error {
		for i, e := range entries {
			var err error
			if results[i], err = w.put(e); err != nil {
				return fmt.Errorf("store report %s: %w", e.Report.ID, err)
			}
		}
		return nil
	})
	if err != nil {
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
	err := db.inTx(ctx, func(w *writer) error {
		old, err := w.stored(ev.ID)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		id := old.report
		if errors.Is(err, store.ErrNotFound) && len(ev.Evidence) > 0 {
			id = ev.Evidence[0].Report
		}
		report, fid, err := w.report(id)
		if err != nil {
			return fmt.Errorf("event %s: %w", ev.ID, err)
		}
		if err := store.CheckEvent(report, ev); err != nil {
			return err
		}
		if ev.Revision != 0 && old.fid != 0 && ev.Revision != old.revision {
			return fmt.Errorf("event %s: %w: revision %d is stored, %d was edited", ev.ID, store.ErrConflict, old.revision, ev.Revision)
		}
		ev.Revision = old.revision + 1
		if old.fid == 0 {
			return w.add(report, fid, ev)
		}
		return w.replace(old, report, fid, ev, "edited")
	})
	if err != nil {
		return event.Event{}, err
	}
	return ev, nil
}

// Delete removes an event from the map and from every query; its last state stays
// among the revisions. Reading its report again brings it back: to keep a wrong
// event away, [DB.Save] it as rejected. Errors wrap [store.ErrNotFound].
func (db *DB) Delete(ctx context.Context, id event.ID) error {
	return db.inTx(ctx, func(w *writer) error {
		old, err := w.stored(id)
		if err != nil {
			return err
		}
		return w.remove(old, "deleted")
	})
}

// inTx runs do in one transaction and brings gpkg_contents up to date before it commits.
func (db *DB) inTx(ctx context.Context, do func(*writer) error) error {
	tx, err := db.write.BeginTx(ctx, nil)
	if err != nil {
		return explain(db.path, fmt.Errorf("begin: %w", err))
	}
	defer func() { _ = tx.Rollback() }() // after Commit this does nothing
	w := &writer{ctx: ctx, tx: tx, st: &db.stmts}
	for _, step := range []func() error{w.begin, func() error { return do(w) }, w.contents, w.end} {
		if err := step(); err != nil {
			return explain(db.path, err)
		}
	}
	if err := tx.Commit(); err != nil {
		return explain(db.path, fmt.Errorf("commit: %w", err))
	}
	return nil
}

// writer is one writing transaction.
type writer struct {
	ctx                     context.Context
	tx                      *sql.Tx
	st                      *statements
	places                  extent // of the points added
	regions                 extent // of the areas added
	events                  bool   // some event changed
	reports                 bool   // some report was added
	removed                 bool   // some state was moved to the revisions
	firstReport, firstEvent int64  // the first rows that the text index lacks; 0 none
	shrunk                  bool   // something at the edge of an extent was taken away
}

func (w *writer) exec(s *sql.Stmt, args ...any) (sql.Result, error) {
	return w.tx.StmtContext(w.ctx, s).ExecContext(w.ctx, args...) //nolint:sqlclosecheck // the transaction closes its copy of the statement
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

func (w *writer) put(e store.Entry) (store.PutResult, error) {
	var res store.PutResult
	fid, err := w.reportFID(e.Report.ID)
	if errors.Is(err, store.ErrNotFound) {
		res.ReportNew = true
		fid, err = w.addReport(e.Report)
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
	for _, ev := range e.Events {
		was, there := old[ev.ID]
		delete(old, ev.ID)
		if err := w.putEvent(e.Report, fid, ev, was, there, &res); err != nil {
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

func (w *writer) putEvent(r event.Report, fid int64, ev event.Event, was storedEvent, there bool, res *store.PutResult) error {
	if ev.Review == "" {
		ev.Review = event.ReviewAuto
	}
	if !there {
		res.New++
		ev.Revision = 1
		return w.add(r, fid, ev)
	}
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
	return w.replace(was, r, fid, ev, "updated")
}

func (w *writer) reportFID(id event.ReportID) (int64, error) {
	var fid int64
	err := w.tx.StmtContext(w.ctx, w.st.reportFID).QueryRowContext(w.ctx, string(id)).Scan(&fid) //nolint:sqlclosecheck // the transaction closes its copy of the statement
	if errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("report %s: %w", id, store.ErrNotFound)
	}
	return fid, err
}

func (w *writer) report(id event.ReportID) (event.Report, int64, error) {
	fid, err := w.reportFID(id)
	if err != nil {
		return event.Report{}, 0, err
	}
	r, _, err := scanReport(w.tx.StmtContext(w.ctx, w.st.report).QueryRowContext(w.ctx, fid)) //nolint:sqlclosecheck // the transaction closes its copy of the statement
	return r, fid, err
}

func (w *writer) addReport(r event.Report) (int64, error) {
	w.reports = true
	published, publishedOffset := utc(r.Published)
	retrieved, retrievedOffset := utc(r.Retrieved)
	res, err := w.exec(w.st.addReport, string(r.ID), null(r.Outlet), null(r.URL), null(r.Title), null(r.Lang),
		published, publishedOffset, retrieved, retrievedOffset, hex.EncodeToString(r.SHA256[:]), r.Text)
	if err != nil {
		return 0, err
	}
	fid, err := res.LastInsertId()
	if err == nil && w.firstReport == 0 {
		w.firstReport = fid
	}
	return fid, err
}

// begin tells the triggers that the text index is filled at the end.
func (w *writer) begin() error {
	_, err := w.exec(w.st.writing)
	return err
}

// end fills the text index and takes the word of [writer.begin] back.
func (w *writer) end() error {
	if err := w.index(); err != nil {
		return err
	}
	_, err := w.exec(w.st.written)
	return err
}

// index adds the rows that the text index lacks. Only this transaction can have made rows after the first of them.
func (w *writer) index() error {
	if w.firstReport != 0 {
		if _, err := w.exec(w.st.indexReports, w.firstReport); err != nil {
			return fmt.Errorf("index reports: %w", err)
		}
		w.firstReport = 0
	}
	if w.firstEvent != 0 {
		if _, err := w.exec(w.st.indexEvents, w.firstEvent); err != nil {
			return fmt.Errorf("index events: %w", err)
		}
		w.firstEvent = 0
	}
	return nil
}

func (w *writer) stored(id event.ID) (storedEvent, error) {
	s := storedEvent{id: id}
	err := w.tx.StmtContext(w.ctx, w.st.event).QueryRowContext(w.ctx, string(id)). //nolint:sqlclosecheck // the transaction closes its copy of the statement
											Scan(&s.fid, &s.report, &s.revision, &s.review, &s.method, &s.detail)
	if errors.Is(err, sql.ErrNoRows) {
		return s, fmt.Errorf("event %s: %w", id, store.ErrNotFound)
	}
	return s, err
}

func (w *writer) storedOf(report int64) (out map[event.ID]storedEvent, err error) {
	rows, err := w.tx.StmtContext(w.ctx, w.st.eventsOf).QueryContext(w.ctx, report) //nolint:sqlclosecheck // the transaction closes its copy of the statement
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	out = map[event.ID]storedEvent{}
	for rows.Next() {
		var s storedEvent
		if err := rows.Scan(&s.id, &s.fid, &s.report, &s.revision, &s.review, &s.method, &s.detail); err != nil {
			return nil, err
		}
		out[s.id] = s
	}
	return out, rows.Err()
}

// null stores an unknown text as NULL.
func null(s string) sql.NullString { return sql.NullString{String: s, Valid: s != ""} }

// utc splits a time as the report table keeps it; an unknown one is NULL twice.
func utc(t time.Time) (moment, offset any) {
	if t.IsZero() {
		return nil, nil
	}
	_, seconds := t.Zone()
	return t.UTC().Format("2006-01-02T15:04:05.000Z"), seconds
}
