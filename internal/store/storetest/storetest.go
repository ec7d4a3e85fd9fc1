// Package storetest is the suite that every store passes: [Run] calls the methods
// of package store on a fresh store and checks the promises written there.
package storetest

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"sitmap/geo"
	"sitmap/internal/event"
	"sitmap/internal/store"
)

// Store is what the suite needs of a store: every method of package store's list.
type Store interface {
	Put(ctx context.Context, r event.Report, events []event.Event) (store.PutResult, error)
	PutAll(ctx context.Context, entries []store.Entry) ([]store.PutResult, error)
	Save(ctx context.Context, ev event.Event) (event.Event, error)
	Delete(ctx context.Context, id event.ID) error
	Report(ctx context.Context, id event.ReportID) (event.Report, error)
	Reports(ctx context.Context, after event.ReportID, limit int) ([]event.Report, error)
	ReportsByText(ctx context.Context, sum [32]byte) ([]event.Report, error)
	Event(ctx context.Context, id event.ID) (event.Event, error)
	Events(ctx context.Context, q event.Query) ([]event.Event, error)
	EachEvent(ctx context.Context, q event.Query, do func(event.Event) error) error
	Revisions(ctx context.Context, id event.ID) ([]event.Event, error)
	Count(ctx context.Context, q event.Query) (int, error)
	Version(ctx context.Context) (uint64, error)
	Changes(ctx context.Context, since uint64) ([]store.Change, error)
	Group(ctx context.Context, id event.ID) ([]event.Event, error)
	Decide(ctx context.Context, a, b event.ID, d store.Decision) error
	Regroup(ctx context.Context) error
	SaveClaim(ctx context.Context, c store.Claim) (store.Claim, error)
	Claims(ctx context.Context, id event.ID) ([]store.Claim, error)
	ClaimsLike(ctx context.Context, like store.Like) ([]store.Claim, error)
}

// Run runs the suite; open gives a store with nothing in it.
func Run(t *testing.T, open func(t *testing.T) Store) {
	for _, c := range []struct {
		name string
		run  func(*testing.T, Store)
	}{
		{"what is put comes back whole", testWhole},
		{"the same put twice changes nothing", testIdempotent},
		{"a new reading makes a revision", testRevision},
		{"a machine never overwrites a person", testReviewed},
		{"save", testSave},
		{"delete", testDelete},
		{"filters", testFilters},
		{"filters equal a search by hand", testBruteForce},
		{"pages", testPages},
		{"changes", testChanges},
		{"reports in pages", testReports},
		{"bad records store nothing", testInvalid},
		{"unknown IDs", testNotFound},
		{"kept claims", testClaims},
		{"many at once", testConcurrent},
		{"a thousand events a report", testTable},
		{"words of a table's row", testTableText},
		{"a table that changed", testTableAgain},
		{"groups", testGroups},
		{"a person's word on groups", testDecide},
		{"a stopped context stores nothing", testCancelled},
	} {
		t.Run(c.name, func(t *testing.T) { c.run(t, open(t)) })
	}
	t.Run("groups in any order", func(t *testing.T) { testGroupOrder(t, open) })
}

// Report makes a complete report; n makes its ID and text its own.
func Report(n int) event.Report {
	text := fmt.Sprintf("Report %d. Officials said about 12 people were hurt near Testdorf on Monday; Тестове also came under fire.", n)
	return event.Report{
		ID: event.ReportID(fmt.Sprintf("report-%04d", n)), Outlet: fmt.Sprintf("Outlet %d", n%3), URL: fmt.Sprintf("https://example.org/%d", n),
		Title: fmt.Sprintf("Title %d: Überfall", n), Text: text, Lang: "en",
		Published: time.Date(2024, 12, 16, 22, 0, 0, 0, time.FixedZone("", 2*3600)),
		Retrieved: time.Date(2025, 1, 2, 3, 4, 5, 678e6, time.UTC), SHA256: sha256.Sum256([]byte(text)),
	}
}

// Event makes an event of report r with every field set; i makes its ID its own and points are its places.
func Event(r event.Report, i int, points ...orb.Point) event.Event {
	twelve, km, bearing := 12, 7.5, geo.Degrees(225)
	ev := event.Event{
		ID: event.ID(fmt.Sprintf("%s-e%d", r.ID, i)), Revision: 1, Type: "Armed clash", Trigger: "clashes",
		When: event.Interval{
			Start: event.Date{Year: 2024, Month: 12, Day: 14}, End: event.Date{Year: 2024, Month: 12, Day: 15},
			Precision: event.PrecisionWeekend, Basis: event.BasisRelative, Text: "at the weekend",
		},
		Actors: []event.Actor{{ID: "a1", Name: "First Brigade", Role: "actor1"}, {Name: "Unknown men", Role: "actor2"}},
		Casualties: event.Casualties{
			KilledOrWounded: &event.Count{Min: &twelve, Max: &twelve, Text: "about 12 people", Approximate: true},
			Killed:          &event.Count{Max: new(int)},
		},
		Claims:       []event.Attribution{{Claimant: "Officials", Verb: "said", Stance: event.Asserts, Span: event.Span{Start: 10, End: 19}}},
		Verification: event.Unverified, Control: "unclear", Review: event.ReviewAuto,
		Evidence: []event.Evidence{{Report: r.ID, Span: event.Span{Start: 10, End: 40}}}, Method: "rules 1",
	}
	for n, p := range points {
		snapshot := event.PlaceSnapshot{
			ID: fmt.Sprint("p", n), Name: "Testdorf", Class: "settlement", Country: "DE", Admin1: "Hessen", Admin2: "Kreis",
			Point: p, Population: -1, P: 0.9,
		}
		ev.Where = append(ev.Where, event.Location{
			Point: p, Region: geo.Region{Kind: geo.Disc, Centre: p, Outer: 3000}, Radius: 3000, Place: snapshot,
			Relation: event.Relation{Kind: event.Distance, Km: &km, Bearing: &bearing, Text: "7.5 km south-west of"},
			Mention:  event.Span{Start: 50, End: 58}, Method: "resolver 1", Probability: 0.9,
			Alternatives: []event.PlaceSnapshot{{ID: "q", Name: "Testdorf", Class: "settlement", Point: orb.Point{1, 2}, Population: 300, P: 0.1}},
			Reasons:      []event.Reason{{Feature: "population", Value: 0.5, Weight: -1.25}}, GeoPrecision: 2, WherePrec: 2, Caution: "assumed", Disputed: "claimed by X", Worldview: "un",
		})
	}
	return ev
}

func put(t *testing.T, s Store, r event.Report, events ...event.Event) store.PutResult {
	t.Helper()
	res, err := s.Put(t.Context(), r, events)
	if err != nil {
		t.Fatalf("Put: %v", err)
	}
	return res
}

func wantResult(t *testing.T, got, want store.PutResult) {
	t.Helper()
	if got != want {
		t.Errorf("result: got %+v, want %+v", got, want)
	}
}

func wantEvent(t *testing.T, s Store, want event.Event) {
	t.Helper()
	got, err := s.Event(t.Context(), want.ID)
	if err != nil {
		t.Fatalf("Event: %v", err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("event: got  %+v\nwant %+v", got, want)
	}
}

func version(t *testing.T, s Store) uint64 {
	t.Helper()
	v, err := s.Version(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func sameReport(t *testing.T, got, want event.Report) {
	t.Helper()
	if !got.Published.Equal(want.Published) || !got.Retrieved.Equal(want.Retrieved) {
		t.Errorf("times: got %v, %v, want %v, %v", got.Published, got.Retrieved, want.Published, want.Retrieved)
	}
	if a, b := got.Published.Format(time.RFC3339), want.Published.Format(time.RFC3339); a != b {
		t.Errorf("zone of publication: got %s, want %s", a, b)
	}
	got.Published, got.Retrieved = want.Published, want.Retrieved
	if got != want {
		t.Errorf("report: got  %+v\nwant %+v", got, want)
	}
}

func testWhole(t *testing.T, s Store) {
	r := Report(1)
	full := Event(r, 1, orb.Point{8.5, 50.1}, orb.Point{9, 50.2})
	bare := event.Event{ID: "bare", Review: event.ReviewAuto, Revision: 1}
	polygon := Event(r, 3, orb.Point{180, -10})
	polygon.Where[0].Region = geo.Region{
		Kind: geo.Polygon,
		Area: orb.MultiPolygon{{{{1, 1}, {2, 1}, {2, 2}, {1, 1}}}, {{{3, 3}, {4, 3}, {4, 4}, {3, 3}}}},
	}
	wantResult(t, put(t, s, r, full, bare, polygon), store.PutResult{ReportNew: true, New: 3})
	for _, ev := range []event.Event{full, bare, polygon} {
		wantEvent(t, s, ev)
	}
	got, err := s.Report(t.Context(), r.ID)
	if err != nil {
		t.Fatal(err)
	}
	sameReport(t, got, r)
	empty := event.Report{ID: "unknown everything", Text: "x"}
	put(t, s, empty)
	if got, err = s.Report(t.Context(), empty.ID); err != nil {
		t.Fatal(err)
	}
	if !got.Published.IsZero() || !got.Retrieved.IsZero() {
		t.Errorf("unknown times came back as %v, %v", got.Published, got.Retrieved)
	}
	sameReport(t, got, empty)
}

func testIdempotent(t *testing.T, s Store) {
	r := Report(1)
	events := []event.Event{Event(r, 1, orb.Point{8, 50}), Event(r, 2)}
	put(t, s, r, events...)
	before := version(t, s)
	r.Retrieved = r.Retrieved.Add(time.Hour) // the report is the same, read later
	wantResult(t, put(t, s, r, events...), store.PutResult{Unchanged: 2})
	if v := version(t, s); v != before {
		t.Errorf("version: got %d, want %d as before", v, before)
	}
}

func testRevision(t *testing.T, s Store) {
	r := Report(1)
	first, gone := Event(r, 1, orb.Point{8, 50}), Event(r, 2, orb.Point{9, 51})
	put(t, s, r, first, gone)
	second := Event(r, 1, orb.Point{8.5, 50.5})
	second.Method = "rules 2"
	added := Event(r, 3, orb.Point{7, 49})
	wantResult(t, put(t, s, r, second, added), store.PutResult{New: 1, Updated: 1, Withdrawn: 1})
	second.Revision = 2
	wantEvent(t, s, second)
	old, err := s.Revisions(t.Context(), first.ID)
	if err != nil || len(old) != 1 || !reflect.DeepEqual(old[0], first) {
		t.Errorf("revisions of the changed event: got %+v, %v, want the first state", old, err)
	}
	if _, err := s.Event(t.Context(), gone.ID); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("withdrawn event: got %v, want ErrNotFound", err)
	}
	old, err = s.Revisions(t.Context(), gone.ID)
	if err != nil || len(old) != 1 || !reflect.DeepEqual(old[0], gone) {
		t.Errorf("revisions of the withdrawn event: got %+v, %v, want its state", old, err)
	}
	box := orb.Bound{Min: orb.Point{7.9, 49.9}, Max: orb.Point{8.1, 50.1}}
	if n, err := s.Count(t.Context(), event.Query{Bounds: &box}); n != 0 || err != nil {
		t.Errorf("the old place still finds %d events (%v)", n, err)
	}
}

func testReviewed(t *testing.T, s Store) {
	r := Report(1)
	put(t, s, r, Event(r, 1, orb.Point{8, 50}), Event(r, 2, orb.Point{9, 51}))
	mine := Event(r, 1, orb.Point{8.8, 50.8})
	mine.Review = event.ReviewReviewed
	mine, err := s.Save(t.Context(), mine)
	if err != nil {
		t.Fatal(err)
	}
	wrong := Event(r, 2, orb.Point{9, 51})
	wrong.Review = event.ReviewRejected
	if wrong, err = s.Save(t.Context(), wrong); err != nil {
		t.Fatal(err)
	}
	machine := Event(r, 1, orb.Point{1, 1})
	machine.Method = "rules 3"
	wantResult(t, put(t, s, r, machine), store.PutResult{Unchanged: 1}) // event 2 is not withdrawn either
	wantEvent(t, s, mine)
	wantEvent(t, s, wrong)
}

func testSave(t *testing.T, s Store) {
	r := Report(1)
	put(t, s, r, Event(r, 1, orb.Point{8, 50}))
	ev := Event(r, 1, orb.Point{8, 50})
	if _, err := s.Save(t.Context(), ev); !errors.Is(err, store.ErrInvalid) {
		t.Errorf("save of a machine's event: got %v, want ErrInvalid", err)
	}
	ev.Review = event.ReviewReviewed
	saved, err := s.Save(t.Context(), ev)
	if err != nil || saved.Revision != 2 {
		t.Fatalf("save: got revision %d, %v, want 2", saved.Revision, err)
	}
	if _, err := s.Save(t.Context(), ev); !errors.Is(err, store.ErrConflict) {
		t.Errorf("save of an old revision: got %v, want ErrConflict", err)
	}
	own := Event(r, 7, orb.Point{3, 3})
	own.Review, own.Revision = event.ReviewReviewed, 0
	if own, err = s.Save(t.Context(), own); err != nil || own.Revision != 1 {
		t.Fatalf("save of a person's own event: got revision %d, %v", own.Revision, err)
	}
	wantEvent(t, s, own)
	own.ID, own.Evidence[0].Report = "other", "no such report"
	if _, err := s.Save(t.Context(), own); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("save without a report: got %v, want ErrNotFound", err)
	}
}

func testDelete(t *testing.T, s Store) {
	r := Report(1)
	a, b := Event(r, 1, orb.Point{8, 50}), Event(r, 2, orb.Point{9, 51})
	put(t, s, r, a, b)
	if err := s.Delete(t.Context(), a.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Event(t.Context(), a.ID); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("deleted event: got %v, want ErrNotFound", err)
	}
	wantIDs(t, s, event.Query{}, b.ID)
	wantIDs(t, s, event.Query{After: a.ID}, b.ID) // a page mark outlives its event
	if old, err := s.Revisions(t.Context(), a.ID); err != nil || len(old) != 1 {
		t.Errorf("revisions: got %d, %v, want the last state", len(old), err)
	}
	wantResult(t, put(t, s, r, a, b), store.PutResult{New: 1, Unchanged: 1})
}
