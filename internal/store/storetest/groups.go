package storetest

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"sitmap/internal/event"
	"sitmap/internal/store"
)

// told makes report n with one event at a point; other reports tell the same if the point and the day are near.
func told(n int, outlet, text string, p orb.Point, day int) store.Entry {
	r := Report(n)
	r.Outlet, r.Text = outlet, ""
	for i := range 15 { // words of its own
		r.Text += fmt.Sprintf("word%dof%d ", i, n)
	}
	r.Text += text
	r.SHA256 = sha256.Sum256([]byte(r.Text))
	ev := Event(r, 1, p)
	ev.When.Start = event.Date{Year: 2024, Month: 12, Day: day}
	ev.When.End = ev.When.Start
	return store.Entry{Report: r, Events: []event.Event{ev}}
}

// wantGroup checks the group of one event: its members by report number, and the count of sources.
func wantGroup(t *testing.T, s Store, id event.ID, sources int, members ...event.ID) {
	t.Helper()
	ev, err := s.Event(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if len(members) == 0 {
		if ev.Group != "" || ev.GroupEvents != 0 || ev.IndependentSources != 0 {
			t.Errorf("event %s: got group %q of %d, want none", id, ev.Group, ev.GroupEvents)
		}
		return
	}
	if ev.Group == "" || ev.GroupEvents != len(members) || ev.IndependentSources != sources {
		t.Errorf("event %s: got group %q of %d events from %d sources, want %d from %d", id, ev.Group, ev.GroupEvents, ev.IndependentSources, len(members), sources)
		return
	}
	events, err := s.Group(t.Context(), ev.Group)
	if err != nil {
		t.Fatal(err)
	}
	var got []event.ID
	for _, e := range events {
		got = append(got, e.ID)
		if e.Group != ev.Group {
			t.Errorf("event %s says its group is %q, not %q", e.ID, e.Group, ev.Group)
		}
	}
	slices.Sort(got)
	if !slices.Equal(got, members) {
		t.Errorf("group of %s: got %v, want %v", id, got, members)
	}
}

func testGroups(t *testing.T, s Store) {
	here, there := orb.Point{8, 50}, orb.Point{9, 50}
	a, b, c, d := told(1, "A", "", here, 14), told(2, "B", "", orb.Point{8.01, 50}, 14), told(3, "C", "", there, 14), told(4, "D", "", here, 20)
	ids := func(e ...store.Entry) (out []event.ID) {
		for _, x := range e {
			out = append(out, x.Events[0].ID)
		}
		return out
	}
	id := func(e store.Entry) event.ID { return e.Events[0].ID }
	putAll(t, s, a)
	wantGroup(t, s, id(a), 0)
	first := version(t, s)
	putAll(t, s, b, c, d)
	wantGroup(t, s, id(a), 2, ids(a, b)...)
	wantGroup(t, s, id(b), 2, ids(a, b)...)
	wantGroup(t, s, id(c), 0)
	wantGroup(t, s, id(d), 0)
	changes, err := s.Changes(t.Context(), first)
	if err != nil || !slices.ContainsFunc(changes, func(c store.Change) bool { return c.Event == id(a) && c.Kind == store.Updated }) {
		t.Errorf("changes: got %v, %v, want one of the older event", changes, err)
	}
	before := version(t, s)
	wantResult(t, putAll(t, s, a)[0], store.PutResult{Unchanged: 1})
	if v := version(t, s); v != before {
		t.Errorf("the same report again changed the version from %d to %d", before, v)
	}
	if ev, err := s.Event(t.Context(), id(a)); err != nil || ev.Revision != 1 {
		t.Errorf("the group made a revision: got %d, %v", ev.Revision, err)
	}
	// The same outlet, and the same words elsewhere, are no new sources.
	words := "The shells fell on the western edge of the town shortly after the market had opened, and the last of the fires was out by noon, the mayor wrote."
	e, f := told(5, "A", words, here, 14), told(6, "E", strings.ToUpper(words), here, 14)
	putAll(t, s, e, f)
	wantGroup(t, s, id(a), 2, ids(a, b, e, f)...)
	// A correction that moves the event takes it out of the group.
	moved, err := s.Event(t.Context(), id(b))
	if err != nil {
		t.Fatal(err)
	}
	moved.Review, moved.Where[0].Point = event.ReviewReviewed, orb.Point{8.5, 51}
	if moved, err = s.Save(t.Context(), moved); err != nil || moved.Group != "" {
		t.Errorf("save: got group %q, %v, want none", moved.Group, err)
	}
	for _, e := range []store.Entry{a, e} {
		if err := s.Delete(t.Context(), id(e)); err != nil {
			t.Fatal(err)
		}
	}
	wantGroup(t, s, id(f), 0)
	if _, err := s.Group(t.Context(), id(a)); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a group that is gone: got %v, want ErrNotFound", err)
	}
}

func testDecide(t *testing.T, s Store) {
	a, b, c := told(1, "A", "", orb.Point{8, 50}, 14), told(2, "B", "", orb.Point{8, 50}, 14), told(3, "C", "", orb.Point{20, 50}, 1)
	putAll(t, s, a, b, c)
	x, y, z := a.Events[0].ID, b.Events[0].ID, c.Events[0].ID
	decide := func(a, b event.ID, d store.Decision) {
		t.Helper()
		if err := s.Decide(t.Context(), a, b, d); err != nil {
			t.Fatal(err)
		}
	}
	decide(y, x, store.Different)
	decide(y, z, store.Same)
	wantGroup(t, s, x, 0)
	wantGroup(t, s, y, 2, y, z)
	again := b
	again.Events = []event.Event{b.Events[0]}
	again.Events[0].Method = "rules 2"
	putAll(t, s, again, a) // read again
	wantGroup(t, s, x, 0)
	wantGroup(t, s, z, 2, y, z)
	decide(y, z, store.Undecided)
	decide(x, y, store.Undecided)
	wantGroup(t, s, x, 2, x, y)
	wantGroup(t, s, z, 0)
	for _, err := range []error{s.Decide(t.Context(), x, "no", store.Same), s.Decide(t.Context(), "no", x, store.Different)} {
		if !errors.Is(err, store.ErrNotFound) {
			t.Errorf("an unknown event: got %v, want ErrNotFound", err)
		}
	}
	for _, err := range []error{s.Decide(t.Context(), x, x, store.Same), s.Decide(t.Context(), x, y, "maybe")} {
		if !errors.Is(err, store.ErrInvalid) {
			t.Errorf("got %v, want ErrInvalid", err)
		}
	}
}

// testGroupOrder puts reports and a table in three orders into one store each.
func testGroupOrder(t *testing.T, open func(t *testing.T) Store) {
	rnd := rand.New(rand.NewPCG(8, 9))
	table := Table(0, 600)
	var entries []store.Entry
	for i := range 80 {
		row := table.Events[rnd.IntN(60)]
		p := row.Where[0].Point
		e := told(i, fmt.Sprint("Outlet ", rnd.IntN(9)), fmt.Sprint(rnd.Uint64()), orb.Point{p[0] + 0.02*rnd.Float64(), p[1]}, 1)
		e.Events[0].Type, e.Events[0].Casualties, e.Events[0].Actors = row.Type, event.Casualties{}, nil
		e.Events[0].When.Start, e.Events[0].When.End = row.When.Start, row.When.End.AddDays(rnd.IntN(3))
		e.Events[0].Where[0].Radius = row.Where[0].Radius * 2
		entries = append(entries, e)
	}
	groups := func(s Store) string {
		if err := s.Regroup(t.Context()); err != nil {
			t.Fatal(err)
		}
		var out []string
		err := s.EachEvent(t.Context(), event.Query{}, func(ev event.Event) error {
			if ev.Group != "" {
				out = append(out, fmt.Sprintln(ev.ID, ev.Group, ev.GroupEvents, ev.IndependentSources))
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(out)
		return strings.Join(out, "")
	}
	var want string
	for order := range 4 {
		s := open(t)
		all := slices.Clone(entries)
		rnd.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		switch order {
		case 0:
			putAll(t, s, append(all, table)...)
		case 1:
			putAll(t, s, table)
			for _, e := range all {
				putAll(t, s, e)
			}
		case 2:
			for part := range slices.Chunk(all, 7) {
				putAll(t, s, part...)
			}
			putAll(t, s, table)
		case 3:
			putAll(t, s, all[:40]...)
			groups(s)
			putAll(t, s, table)
			putAll(t, s, all[40:]...)
		}
		got := groups(s)
		if want == "" {
			want = got
		}
		if got != want || strings.Count(got, "\n") < 60 {
			t.Errorf("order %d: got\n%s\nwant\n%s", order, got, want)
		}
		if again := groups(s); again != got {
			t.Errorf("order %d: Regroup changed the groups", order)
		}
	}
}
