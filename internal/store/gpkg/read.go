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

// maxPage is the longest list that one call returns, and what a limit of 0 means.
const maxPage = 10_000

// Report gives a stored report. Errors wrap [store.ErrNotFound].
func (db *DB) Report(ctx context.Context, id event.ReportID) (event.Report, error) {
	r, _, err := scanReport(db.read.QueryRowContext(ctx, `SELECT `+reportColumns+` FROM reports WHERE id = ?`, string(id)))
	if errors.Is(err, sql.ErrNoRows) {
		return event.Report{}, fmt.Errorf("report %s: %w", id, store.ErrNotFound)
	}
	if err != nil {
		return event.Report{}, explain(db.path, fmt.Errorf("read report %s: %w", id, err))
	}
	return r, nil
}

// Reports lists reports in the order in which they were stored, those after the
// report after ("" begins at the first), at most limit (0 or less, or more than
// 10,000: 10,000). Errors wrap [store.ErrNotFound] when after is unknown.
func (db *DB) Reports(ctx context.Context, after event.ReportID, limit int) ([]event.Report, error) {
	mark := int64(0)
	if after != "" {
		err := db.read.QueryRowContext(ctx, `SELECT fid FROM reports WHERE id = ?`, string(after)).Scan(&mark)
		if errors.Is(err, sql.ErrNoRows) {
			return nil, fmt.Errorf("report %s: %w", after, store.ErrNotFound)
		}
		if err != nil {
			return nil, explain(db.path, fmt.Errorf("read reports: %w", err))
		}
	}
	out, err := db.reports(ctx, `SELECT `+reportColumns+` FROM reports WHERE fid > ? ORDER BY fid LIMIT ?`, mark, page(limit))
	if err != nil {
		return nil, explain(db.path, fmt.Errorf("read reports: %w", err))
	}
	return out, nil
}

// ReportsByText gives the reports whose text has the checksum sum, in the order in
// which they were stored: the same words from several outlets, or of several days. None is no error.
func (db *DB) ReportsByText(ctx context.Context, sum [32]byte) ([]event.Report, error) {
	out, err := db.reports(ctx, `SELECT `+reportColumns+` FROM reports WHERE sha256 = ? ORDER BY fid`, hex.EncodeToString(sum[:]))
	if err != nil {
		return nil, explain(db.path, fmt.Errorf("read reports: %w", err))
	}
	return out, nil
}

// reports reads a list of reports.
func (db *DB) reports(ctx context.Context, text string, args ...any) (out []event.Report, err error) {
	rows, err := db.read.QueryContext(ctx, text, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		r, _, err := scanReport(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

// eventSelect reads what scanEvent takes.
const eventSelect = `SELECT e.detail, coalesce(e.event_group, ''), coalesce(g.events, 0), coalesce(g.sources, 0)
	FROM events e LEFT JOIN event_groups g ON g.id = e.event_group`

// scanEvent puts an event together with its group.
func scanEvent(row scanner) (event.Event, error) {
	var detail []byte
	var id event.ID
	var events, sources int
	if err := row.Scan(&detail, &id, &events, &sources); err != nil {
		return event.Event{}, err
	}
	ev, err := store.DecodeEvent(detail)
	ev.Group, ev.GroupEvents, ev.IndependentSources = id, events, sources
	return ev, err
}

// Event gives the present state of an event. Errors wrap [store.ErrNotFound].
func (db *DB) Event(ctx context.Context, id event.ID) (event.Event, error) {
	ev, err := scanEvent(db.read.QueryRowContext(ctx, eventSelect+` WHERE e.id = ?`, string(id)))
	if errors.Is(err, sql.ErrNoRows) {
		return event.Event{}, fmt.Errorf("event %s: %w", id, store.ErrNotFound)
	}
	if err != nil {
		return event.Event{}, explain(db.path, fmt.Errorf("read event %s: %w", id, err))
	}
	return ev, nil
}

// Events lists the events that q selects, in the order in which they were first
// stored, at most q.Limit of them (0, or more than 10,000: 10,000). The next page
// is the one after the last event's ID; new events come at the end, so no page
// changes while events arrive. Errors wrap [store.ErrInvalid] for a query that
// cannot be answered and [store.ErrNotFound] for an unknown q.After.
func (db *DB) Events(ctx context.Context, q event.Query) ([]event.Event, error) {
	if err := store.CheckQuery(q); err != nil {
		return nil, err
	}
	q.Limit = page(q.Limit)
	var out []event.Event
	err := db.EachEvent(ctx, q, func(ev event.Event) error {
		out = append(out, ev)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// EachEvent calls do for every event that q selects, in the order of [DB.Events]
// but without its ceiling: q.Limit 0 means all. It sees one state of the store
// while others write, and needs memory for one event. It stops at do's first error and returns it.
func (db *DB) EachEvent(ctx context.Context, q event.Query, do func(event.Event) error) error {
	w, err := db.where(ctx, q)
	if err != nil {
		return err
	}
	return db.each(ctx, w, q.Limit, do)
}

// each calls do for the events that meet the conditions; limit 0 means all.
func (db *DB) each(ctx context.Context, w *conditions, limit int, do func(event.Event) error) (err error) {
	text := eventSelect + w.clause() + ` ORDER BY e.fid`
	if limit > 0 {
		text += ` LIMIT ?`
		w.args = append(w.args, limit)
	}
	rows, err := db.read.QueryContext(ctx, text, w.args...)
	if err != nil {
		return explain(db.path, fmt.Errorf("query events: %w", err))
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		ev, err := scanEvent(rows)
		if err != nil {
			return explain(db.path, fmt.Errorf("query events: %w", err))
		}
		if err := do(ev); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return explain(db.path, fmt.Errorf("query events: %w", err))
	}
	return nil
}

// Count says how many events q selects; q.Limit and q.After do not matter.
func (db *DB) Count(ctx context.Context, q event.Query) (int, error) {
	q.After = ""
	w, err := db.where(ctx, q)
	if err != nil {
		return 0, err
	}
	var n int
	if err := db.read.QueryRowContext(ctx, `SELECT count(*) FROM events e`+w.clause(), w.args...).Scan(&n); err != nil {
		return 0, explain(db.path, fmt.Errorf("count events: %w", err))
	}
	return n, nil
}

// Revisions gives the states that an event had before its present one, oldest
// first; of a deleted event its last state too. None is no error.
func (db *DB) Revisions(ctx context.Context, id event.ID) (out []event.Event, err error) {
	rows, err := db.read.QueryContext(ctx, `SELECT detail FROM event_revisions WHERE event = ? ORDER BY fid`, string(id))
	if err != nil {
		return nil, explain(db.path, fmt.Errorf("read revisions of event %s: %w", id, err))
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var detail sql.RawBytes
		if err := rows.Scan(&detail); err != nil {
			return nil, explain(db.path, fmt.Errorf("read revisions of event %s: %w", id, err))
		}
		ev, err := store.DecodeEvent(detail)
		if err != nil {
			return nil, err
		}
		out = append(out, ev)
	}
	return out, rows.Err()
}

// Version grows with every change to a report or an event, also by another
// program; equal versions mean an unchanged store.
func (db *DB) Version(ctx context.Context) (uint64, error) {
	var seq uint64
	err := db.read.QueryRowContext(ctx, `SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'sitmap_changes'`).Scan(&seq)
	if err != nil {
		return 0, explain(db.path, fmt.Errorf("read version: %w", err))
	}
	return seq, nil
}

// Changes lists what changed after version since, oldest first, at most 10,000
// lines: call again with the last Seq until none comes.
func (db *DB) Changes(ctx context.Context, since uint64) (out []store.Change, err error) {
	rows, err := db.read.QueryContext(ctx, `SELECT seq, coalesce(event, ''), report, kind FROM sitmap_changes WHERE seq > ? ORDER BY seq LIMIT ?`,
		int64(min(since, 1<<63-1)), maxPage)
	if err != nil {
		return nil, explain(db.path, fmt.Errorf("read changes: %w", err))
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var c store.Change
		if err := rows.Scan(&c.Seq, &c.Event, &c.Report, &c.Kind); err != nil {
			return nil, explain(db.path, fmt.Errorf("read changes: %w", err))
		}
		out = append(out, c)
	}
	return out, rows.Err()
}

func page(limit int) int {
	if limit <= 0 || limit > maxPage {
		return maxPage
	}
	return limit
}

// scanner is a row or the present one of several.
type scanner interface{ Scan(dest ...any) error }

func scanReport(row scanner) (event.Report, int64, error) {
	var r event.Report
	var fid int64
	var outlet, url, title, lang sql.NullString
	var published, retrieved sql.NullTime
	var publishedOffset, retrievedOffset sql.NullInt64
	var sum string
	err := row.Scan(&fid, &r.ID, &outlet, &url, &title, &lang, &published, &publishedOffset, &retrieved, &retrievedOffset, &sum, &r.Text)
	if err != nil {
		return r, 0, err
	}
	if n, err := hex.Decode(r.SHA256[:], []byte(sum)); err != nil || n != len(r.SHA256) {
		return r, 0, fmt.Errorf("the checksum %q of report %s is damaged", sum, r.ID)
	}
	r.Outlet, r.URL, r.Title, r.Lang = outlet.String, url.String, title.String, lang.String
	r.Published, r.Retrieved = zoned(published, publishedOffset), zoned(retrieved, retrievedOffset)
	return r, fid, nil
}

// zoned puts a stored time back into its offset from UTC; NULL is the unknown time.
func zoned(t sql.NullTime, offset sql.NullInt64) time.Time {
	switch {
	case !t.Valid:
		return time.Time{}
	case offset.Int64 == 0:
		return t.Time.UTC()
	}
	return t.Time.In(time.FixedZone("", int(offset.Int64)))
}

// IDs gives the IDs of the events that q selects, in the order of [DB.Events] but without its ceiling.
func (db *DB) IDs(ctx context.Context, q event.Query) (ids []event.ID, err error) {
	w, err := db.where(ctx, q)
	if err != nil {
		return nil, err
	}
	rows, err := db.read.QueryContext(ctx, `SELECT e.id FROM events e`+w.clause()+` ORDER BY e.fid`, w.args...)
	if err != nil {
		return nil, explain(db.path, fmt.Errorf("query events: %w", err))
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var id event.ID
		if err := rows.Scan(&id); err != nil {
			return nil, explain(db.path, fmt.Errorf("query events: %w", err))
		}
		ids = append(ids, id)
	}
	return ids, explain(db.path, rows.Err())
}
