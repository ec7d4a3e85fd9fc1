package gpkg

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"sitmap/internal/event"
	"sitmap/internal/group"
	"sitmap/internal/store"
)

// Decide stores what a person says of two events: that they are one happening, that
// they are not, or nothing any more. It wins over what the machine finds and is kept
// when the events are read again. Errors wrap [store.ErrNotFound] for an unknown
// event and [store.ErrInvalid] for one event with itself.
func (db *DB) Decide(ctx context.Context, a, b event.ID, d store.Decision) error {
	if a == b {
		return fmt.Errorf("%w: event %s cannot be compared with itself", store.ErrInvalid, a)
	}
	if a > b {
		a, b = b, a
	}
	return db.inTx(ctx, false, func(w *writer) error {
		for _, id := range [2]event.ID{a, b} {
			was, err := w.stored(id)
			if err != nil {
				return err
			}
			w.regroup = append(w.regroup, was.fid)
		}
		var err error
		switch d {
		case store.Same, store.Different:
			err = w.exec(w.st.decide, string(a), string(b), d == store.Same)
		case store.Undecided:
			err = w.exec(w.st.undecide, string(a), string(b))
		default:
			err = fmt.Errorf("%w: %q is no decision", store.ErrInvalid, d)
		}
		return err
	})
}

// Group gives the events of a group in the order in which they were first stored.
// Errors wrap [store.ErrNotFound].
func (db *DB) Group(ctx context.Context, id event.ID) ([]event.Event, error) {
	var out []event.Event
	c := &conditions{}
	c.add(`e.event_group = ?`, string(id))
	err := db.each(ctx, c, 0, func(ev event.Event) error {
		out = append(out, ev)
		return nil
	})
	if err == nil && out == nil {
		err = fmt.Errorf("group %s: %w", id, store.ErrNotFound)
	}
	return out, err
}

// regroupBatch is how many reports' events one transaction of [DB.Regroup] compares.
const regroupBatch = 100

// Regroup compares the events of reports with the rows of tables that were loaded
// since the last time: Put leaves that aside, so that a load stays fast. It works in
// small transactions; when it is stopped, the next call begins anew.
func (db *DB) Regroup(ctx context.Context) error {
	var waiting int
	err := db.write.use(ctx, func() error { return db.write.first(ungroupedRows, nil, &waiting) })
	if err != nil || waiting == 0 {
		return explain(db.path, err)
	}
	for after := int64(0); ; {
		var last int64
		err := db.inTx(ctx, false, func(w *writer) error {
			var waiting int
			if err := w.row(w.st.ungrouped).Scan(&waiting); err != nil || waiting == 0 {
				return err
			}
			reports, err := w.numbers(w.st.reportsWritten, after, regroupBatch)
			if err != nil {
				return err
			}
			if len(reports) == 0 {
				err := w.exec(w.st.grouped)
				return err
			}
			for _, last = range reports {
				events, err := w.numbers(w.st.numbersOf, last)
				if err != nil {
					return err
				}
				w.regroup = append(w.regroup, events...)
			}
			return nil
		})
		if err != nil || last == 0 {
			return err
		}
		after = last
	}
}

// group brings the groups up to date with what the transaction changed.
func (w *writer) group() error {
	if w.tables { // without a written report there is nothing to compare its rows with
		if err := w.exec(w.st.setUngrouped); err != nil {
			return err
		}
	}
	if len(w.regroup) == 0 {
		return nil
	}
	if err := w.index(); err != nil { // the log tells of an event's addition before its group
		return err
	}
	slices.Sort(w.regroup)
	return group.Update(groups{w}, slices.Compact(w.regroup))
}

// ungroup notes, before an event goes or changes, which events lose their leader by it.
func (w *writer) ungroup(was storedEvent, table, gone bool) error {
	leader, err := groups{w}.Leader(was.fid)
	if err != nil {
		return err
	}
	followers, err := groups{w}.Followers(was.fid)
	if err != nil {
		return err
	}
	w.regroup = append(w.regroup, followers...)
	if leader != was.fid {
		w.regroup = append(w.regroup, leader)
	}
	if !gone {
		if w.tables = w.tables || table; !table || leader != was.fid || len(followers) > 0 {
			w.regroup = append(w.regroup, was.fid)
		}
		return nil
	}
	for _, f := range followers {
		if err := w.exec(w.st.setLeader, f, f); err != nil {
			return err
		}
	}
	return (groups{w}).Store(was.id, nil, nil, 0)
}

// numbers asks for a list of numbers of events.
func (w *writer) numbers(s *stmt, args ...any) (out []int64, err error) {
	err = s.each(func(r *rowOf) error {
		out = append(out, r.s.ColumnInt64(0))
		return nil
	}, args...)
	return out, err
}

// groups is a transaction as package group sees it.
type groups struct{ w *writer }

func (g groups) Near(m *group.Member) ([]*group.Member, error) {
	var keys []int64
	from, to := m.Event.When.Start.DayNumber(), m.Event.When.End.DayNumber()
	for _, l := range m.Event.Where {
		box := around(event.Nearness{Centre: l.Point, Radius: group.MaxRadius})
		for _, b := range split(box) {
			found, err := g.w.numbers(g.w.st.nearInTime, from-group.MaxDays, to, from, m.Table, b.Min[0], b.Max[0], b.Min[1], b.Max[1])
			if err != nil {
				return nil, err
			}
			keys = append(keys, found...)
		}
	}
	slices.Sort(keys)
	var out []*group.Member
	for _, key := range slices.Compact(keys) {
		n, err := g.Member(key)
		if err != nil {
			return nil, err
		}
		out = append(out, n)
	}
	return out, nil
}

func (g groups) Member(key int64) (*group.Member, error) {
	m := group.Member{Key: key}
	var detail []byte
	err := g.w.row(g.w.st.member, key).Scan(&detail, &m.Report, &m.Outlet, &m.Table)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil //nolint:nilnil // the interface says so
	}
	if err != nil {
		return nil, err
	}
	m.Event, err = store.DecodeEvent(detail)
	return &m, err
}

func (g groups) Decided(m *group.Member) (same, different []int64, err error) {
	for want, out := range map[int]*[]int64{1: &same, 0: &different} {
		if *out, err = g.w.numbers(g.w.st.decided, string(m.Event.ID), want); err != nil {
			return nil, nil, err
		}
	}
	return same, different, nil
}

func (g groups) Leader(key int64) (int64, error) {
	leader := key
	err := g.w.row(g.w.st.leader, key).Scan(&leader)
	if errors.Is(err, sql.ErrNoRows) {
		return key, nil
	}
	return leader, err
}

func (g groups) Followers(key int64) ([]int64, error) {
	return g.w.numbers(g.w.st.followers, key)
}

func (g groups) Lead(key, leader int64) error {
	if key == leader {
		err := g.w.exec(g.w.st.unlead, key)
		return err
	}
	err := g.w.exec(g.w.st.setLeader, key, leader)
	return err
}

func (g groups) Text(id event.ReportID) (group.Sketch, error) {
	var text string
	err := g.w.row(g.w.st.text, string(id)).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return group.SketchOf(text), err
}

func (g groups) Store(id event.ID, members, alone []*group.Member, sources int) error {
	var err error
	if len(members) < 2 {
		err = g.w.exec(g.w.st.dropGroup, string(id))
	} else {
		// All members of a group change with its counts, so that readers of the log see it.
		if err = g.w.exec(g.w.st.setGroup, string(id), len(members), sources); err == nil && g.w.db.write.c.Changes() > 0 {
			err = g.w.exec(g.w.st.logGroup, string(id))
		}
	}
	for _, m := range members {
		if err == nil {
			err = g.w.exec(g.w.st.join, string(id), m.Key)
		}
	}
	for _, m := range alone {
		if err == nil {
			err = g.w.exec(g.w.st.leave, m.Key)
		}
	}
	if err == nil && len(members)+len(alone) > 0 {
		g.w.events = true
	}
	return err
}
