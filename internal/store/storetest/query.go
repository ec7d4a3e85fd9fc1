package storetest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/paulmach/orb"

	"sitmap/geo"
	"sitmap/geo/geodesic"
	"sitmap/internal/event"
	"sitmap/internal/store"
)

func wantIDs(t *testing.T, s Store, q event.Query, want ...event.ID) {
	t.Helper()
	events, err := s.Events(t.Context(), q)
	if err != nil {
		t.Fatalf("query %+v: %v", q, err)
	}
	got := make([]event.ID, 0, len(events))
	for _, ev := range events {
		got = append(got, ev.ID)
	}
	if len(got) != len(want) || len(got) > 0 && !reflect.DeepEqual(got, want) {
		t.Errorf("query %+v: got %v, want %v", q, got, want)
	}
	q.Limit = 0
	if n, err := s.Count(t.Context(), q); q.After == "" && (n != len(want) || err != nil) {
		t.Errorf("count of %+v: got %d, %v, want %d", q, n, err, len(want))
	}
}

func day(y, m, d int) event.Date {
	return event.FromDayNumber(event.Date{Year: y, Month: 1, Day: 1}.DayNumber()).AddDays((m-1)*31 + d - 1)
}

func testFilters(t *testing.T, s Store) {
	r1, r2 := Report(1), Report(2)
	r2.Text = "Sperrung bei Kleinstadt. Залізничний рух зупинено; ТЕЦ не працює. 100%_sicher"
	a := Event(r1, 1, orb.Point{8, 50}, orb.Point{-179.9, 10})
	a.When.Start, a.When.End = day(2024, 1, 5), day(2024, 1, 7)
	b := Event(r1, 2, orb.Point{180, 10})
	b.Type, b.Verification = "Attack", event.Verified
	b.When.Start, b.When.End = event.Date{}, day(2024, 1, 3)
	b.Actors = []event.Actor{{Name: "Жандармерія"}}
	c := Event(r2, 1)
	c.Type, c.Trigger, c.Actors, c.Evidence, c.When, c.Claims = "Looting", "зупинено", nil, nil, event.Interval{}, nil
	put(t, s, r1, a, b)
	put(t, s, r2, c)
	box := func(w, s, e, n float64) *orb.Bound {
		return &orb.Bound{Min: orb.Point{w, s}, Max: orb.Point{e, n}}
	}
	for _, f := range []struct {
		name string
		q    event.Query
		want []event.ID
	}{
		{"all", event.Query{}, []event.ID{a.ID, b.ID, c.ID}},
		{"box", event.Query{Bounds: box(7, 49, 9, 51)}, []event.ID{a.ID}},
		{"box that ends on the point", event.Query{Bounds: box(8, 50, 8, 50)}, []event.ID{a.ID}},
		{"box a hair beside the point", event.Query{Bounds: box(8.0000001, 49, 9, 51)}, nil},
		{"box across the antimeridian", event.Query{Bounds: box(179, 9, -179, 11)}, []event.ID{a.ID, b.ID}},
		{"box that begins on the antimeridian", event.Query{Bounds: box(-180, 9, -179.95, 11)}, []event.ID{b.ID}},
		{"the world has no place for an event without one", event.Query{Bounds: box(-180, -90, 180, 90)}, []event.ID{a.ID, b.ID}},
		{"from", event.Query{From: day(2024, 1, 4)}, []event.ID{a.ID, c.ID}},
		{"to: an unknown start stays open", event.Query{To: day(2024, 1, 4)}, []event.ID{b.ID, c.ID}},
		{"the interval's last day", event.Query{From: day(2024, 1, 7), To: day(2024, 1, 9)}, []event.ID{a.ID, c.ID}},
		{"types", event.Query{Types: []string{"Attack", "Looting"}}, []event.ID{b.ID, c.ID}},
		{"actor's name", event.Query{Actors: []string{"Жандармерія"}}, []event.ID{b.ID}},
		{"actor's id", event.Query{Actors: []string{"a1", "nobody"}}, []event.ID{a.ID}},
		{"source", event.Query{Sources: []string{r2.Outlet}}, []event.ID{c.ID}},
		{"verification", event.Query{Verification: []event.Verification{event.Verified}}, []event.ID{b.ID}},
		{"report", event.Query{Report: r1.ID}, []event.ID{a.ID, b.ID}},
		{"unknown report", event.Query{Report: "?"}, nil},
		{"near", event.Query{Near: &event.Nearness{Centre: orb.Point{8, 50.1}, Radius: 11_200}}, []event.ID{a.ID}},
		{"not near enough", event.Query{Near: &event.Nearness{Centre: orb.Point{8, 50.1}, Radius: 11_000}}, nil},
		{"near across the antimeridian", event.Query{Near: &event.Nearness{Centre: orb.Point{179.95, 10}, Radius: 30_000}}, []event.ID{a.ID, b.ID}},
		{"word of the report", event.Query{Text: "kleinstadt"}, []event.ID{c.ID}},
		{"part of a word in another script, other case", event.Query{Text: "ЗНИЧ"}, []event.ID{c.ID}},
		{"word of the event", event.Query{Text: "жандарм"}, []event.ID{b.ID}},
		{"words of both must all be there", event.Query{Text: "officials жандарм"}, []event.ID{b.ID}},
		{"phrase", event.Query{Text: `"came under fire"`}, []event.ID{a.ID, b.ID}},
		{"phrase in another order", event.Query{Text: `"under came fire"`}, nil},
		{"two letters", event.Query{Text: "не"}, []event.ID{c.ID}},
		{"wildcards are letters", event.Query{Text: "%_"}, []event.ID{c.ID}},
		{"operators of the index are words", event.Query{Text: "kleinstadt NOT sicher"}, nil},
		{"together", event.Query{Types: []string{"Armed clash"}, Text: "fire", Bounds: box(7, 49, 9, 51), From: day(2024, 1, 6)}, []event.ID{a.ID}},
		{"limit", event.Query{Limit: 10}, []event.ID{a.ID, b.ID, c.ID}},
	} {
		t.Run(f.name, func(t *testing.T) { wantIDs(t, s, f.q, f.want...) })
	}
}

// testBruteForce compares boxes and circles with a search through all points.
func testBruteForce(t *testing.T, s Store) {
	rnd := rand.New(rand.NewPCG(1, 2))
	r := Report(1)
	var events []event.Event
	for i := range 400 {
		p := orb.Point{rnd.Float64()*360 - 180, rnd.Float64()*180 - 90}
		switch i % 8 {
		case 0:
			p[0] = []float64{180, -180}[i/8%2]
		case 1:
			p[1] = []float64{90, -90}[i/8%2]
		}
		ev := Event(r, i, p)
		ev.Where[0].Region, ev.Where[0].Radius = geo.Region{}, 0
		events = append(events, ev)
	}
	put(t, s, r, events...)
	match := func(q event.Query, keep func(orb.Point) bool) {
		t.Helper()
		var want []event.ID
		for _, ev := range events {
			if keep(ev.Where[0].Point) {
				want = append(want, ev.ID)
			}
		}
		wantIDs(t, s, q, want...)
	}
	for range 60 {
		c := orb.Point{rnd.Float64()*360 - 180, rnd.Float64()*180 - 90}
		radius := geo.Metres(rnd.ExpFloat64() * 2e6)
		match(event.Query{Near: &event.Nearness{Centre: c, Radius: radius}}, func(p orb.Point) bool { return geodesic.Distance(c, p) <= radius })
		w, e, a, b := rnd.Float64()*360-180, rnd.Float64()*360-180, rnd.Float64()*180-90, rnd.Float64()*180-90
		box := orb.Bound{Min: orb.Point{w, min(a, b)}, Max: orb.Point{e, max(a, b)}}
		match(event.Query{Bounds: &box}, func(p orb.Point) bool {
			if p[1] < box.Min[1] || p[1] > box.Max[1] {
				return false
			}
			if w <= e {
				return p[0] >= w && p[0] <= e
			}
			return p[0] >= w || p[0] <= e
		})
	}
}

func testPages(t *testing.T, s Store) {
	var all []event.ID
	for n := range 5 {
		r := Report(n)
		a, b := Event(r, 9, orb.Point{1, 1}), Event(r, 1, orb.Point{1, 1})
		put(t, s, r, a, b)
		all = append(all, a.ID, b.ID)
	}
	var got []event.ID
	q := event.Query{Limit: 3}
	for {
		page, err := s.Events(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		for _, ev := range page {
			got = append(got, ev.ID)
		}
		q.After = page[len(page)-1].ID
	}
	if !reflect.DeepEqual(got, all) {
		t.Errorf("pages: got %v, want %v", got, all)
	}
	n := 0
	stop := errors.New("enough")
	err := s.EachEvent(t.Context(), event.Query{}, func(event.Event) error {
		if n++; n == 4 {
			return stop
		}
		return nil
	})
	if !errors.Is(err, stop) || n != 4 {
		t.Errorf("EachEvent: got %d events, %v, want to stop at 4", n, err)
	}
}

func testChanges(t *testing.T, s Store) {
	if v := version(t, s); v != 0 {
		t.Errorf("version of an empty store: got %d, want 0", v)
	}
	r := Report(1)
	a := Event(r, 1, orb.Point{8, 50})
	put(t, s, r, a)
	first := version(t, s)
	a.Method = "rules 2"
	put(t, s, r, a)
	if err := s.Delete(t.Context(), a.ID); err != nil {
		t.Fatal(err)
	}
	all, err := s.Changes(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	last := uint64(0)
	for _, c := range all {
		if c.Seq <= last {
			t.Errorf("sequence: %d comes after %d", c.Seq, last)
		}
		last = c.Seq
		kinds = append(kinds, fmt.Sprintf("%s %s %s", c.Report, c.Event, c.Kind))
	}
	want := []string{"report-0001  added", "report-0001 report-0001-e1 added", "report-0001 report-0001-e1 updated", "report-0001 report-0001-e1 deleted"}
	if !reflect.DeepEqual(kinds, want) {
		t.Errorf("changes: got %q, want %q", kinds, want)
	}
	if v := version(t, s); v != last {
		t.Errorf("version: got %d, want the last change %d", v, last)
	}
	if later, err := s.Changes(t.Context(), first); err != nil || len(later) != 2 {
		t.Errorf("changes since %d: got %v, %v, want the last two", first, later, err)
	}
}

func testReports(t *testing.T, s Store) {
	var want []event.ReportID
	for n := range 5 {
		put(t, s, Report(n))
		want = append(want, Report(n).ID)
	}
	var got []event.ReportID
	after := event.ReportID("")
	for {
		page, err := s.Reports(t.Context(), after, 2)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		for _, r := range page {
			got = append(got, r.ID)
		}
		after = page[len(page)-1].ID
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("reports: got %v, want %v", got, want)
	}
	twin := Report(2)
	twin.ID, twin.Outlet = "twin", "Another"
	put(t, s, twin)
	same, err := s.ReportsByText(t.Context(), twin.SHA256)
	if err != nil || len(same) != 2 || same[0].ID != Report(2).ID || same[1].ID != twin.ID {
		t.Errorf("reports with the same text: got %v, %v, want two", same, err)
	}
	if none, err := s.ReportsByText(t.Context(), [32]byte{1}); err != nil || len(none) != 0 {
		t.Errorf("reports with no text of the store: got %v, %v, want none", none, err)
	}
}

func testInvalid(t *testing.T, s Store) {
	r := Report(1)
	change := func(f func(*event.Event)) event.Event {
		ev := Event(r, 2, orb.Point{8, 50})
		f(&ev)
		return ev
	}
	nan := 0.0
	nan /= nan
	for name, ev := range map[string]event.Event{
		"no ID":                    change(func(ev *event.Event) { ev.ID = "" }),
		"the same ID twice":        change(func(ev *event.Event) { ev.ID = Event(r, 1).ID }),
		"latitude 91":              change(func(ev *event.Event) { ev.Where[0].Point = orb.Point{0, 91} }),
		"not a number":             change(func(ev *event.Event) { ev.Where[0].Point = orb.Point{nan, 0} }),
		"ends before it begins":    change(func(ev *event.Event) { ev.When.End = day(2020, 1, 1) }),
		"words outside the text":   change(func(ev *event.Event) { ev.Evidence[0].End = 1e6 }),
		"negative radius":          change(func(ev *event.Event) { ev.Where[0].Radius = -1 }),
		"probability not a number": change(func(ev *event.Event) { ev.Where[0].Probability = nan }),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := s.Put(t.Context(), r, []event.Event{Event(r, 1, orb.Point{8, 50}), ev})
			if !errors.Is(err, store.ErrInvalid) {
				t.Errorf("got %v, want ErrInvalid", err)
			}
			if _, err := s.Report(t.Context(), r.ID); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("the report was stored all the same (%v)", err)
			}
		})
	}
	for name, q := range map[string]event.Query{
		"interval reversed": {From: day(2024, 2, 1), To: day(2024, 1, 1)},
		"south of south":    {Bounds: &orb.Bound{Min: orb.Point{0, 5}, Max: orb.Point{1, 4}}},
		"longitude 181":     {Bounds: &orb.Bound{Min: orb.Point{0, 5}, Max: orb.Point{181, 6}}},
		"negative circle":   {Near: &event.Nearness{Radius: -1}},
		"negative limit":    {Limit: -1},
		"a list too long":   {Types: strings.Split(strings.Repeat("x,", 2000), ",")},
	} {
		if _, err := s.Events(t.Context(), q); !errors.Is(err, store.ErrInvalid) {
			t.Errorf("%s: got %v, want ErrInvalid", name, err)
		}
	}
	if v := version(t, s); v != 0 {
		t.Errorf("version: got %d, want 0", v)
	}
}

func testNotFound(t *testing.T, s Store) {
	_, err1 := s.Report(t.Context(), "no")
	_, err2 := s.Event(t.Context(), "no")
	_, err3 := s.Events(t.Context(), event.Query{After: "no"})
	_, err4 := s.Reports(t.Context(), "no", 1)
	for i, err := range []error{err1, err2, err3, err4, s.Delete(t.Context(), "no")} {
		if !errors.Is(err, store.ErrNotFound) {
			t.Errorf("call %d: got %v, want ErrNotFound", i+1, err)
		}
	}
}

func testConcurrent(t *testing.T, s Store) {
	const writers, each = 4, 15
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				r := Report(w*each + i)
				if _, err := s.Put(t.Context(), r, []event.Event{Event(r, 1, orb.Point{float64(w), float64(i)})}); err != nil {
					t.Errorf("Put: %v", err)
				}
				if _, err := s.Events(t.Context(), event.Query{Limit: 5}); err != nil {
					t.Errorf("Events: %v", err)
				}
			}
		})
	}
	wg.Wait()
	if n, err := s.Count(t.Context(), event.Query{}); n != writers*each || err != nil {
		t.Errorf("count: got %d, %v, want %d", n, err, writers*each)
	}
}

func testCancelled(t *testing.T, s Store) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r := Report(1)
	if _, err := s.Put(ctx, r, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("Put: got %v, want context.Canceled", err)
	}
	if _, err := s.Report(t.Context(), r.ID); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("Report: got %v, want ErrNotFound", err)
	}
}
