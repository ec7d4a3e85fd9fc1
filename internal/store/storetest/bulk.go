package storetest

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/paulmach/orb"

	"sitmap/internal/event"
	"sitmap/internal/store"
)

func putAll(t *testing.T, s Store, entries ...store.Entry) []store.PutResult {
	t.Helper()
	res, err := s.PutAll(t.Context(), entries)
	if err != nil {
		t.Fatalf("PutAll: %v", err)
	}
	return res
}

// testTable stores a thousand events a report, and checks that every index has them.
func testTable(t *testing.T, s Store) {
	const rows = 1000
	news := Report(1)
	put(t, s, news, Event(news, 1, orb.Point{35, 49}))
	a, b := Table(0, rows), Table(1, rows)
	for i, res := range putAll(t, s, a, b) {
		wantResult(t, res, store.PutResult{ReportNew: true, New: rows})
		if i == 0 {
			wantEvent(t, s, asStored(a.Events[7]))
		}
	}
	all := append(append([]event.Event(nil), a.Events...), b.Events...)
	for _, box := range []orb.Bound{
		{Min: orb.Point{34, 48}, Max: orb.Point{34.5, 49}},
		{Min: orb.Point{36, 49}, Max: orb.Point{36.1, 49.1}},
		{Min: all[17].Where[0].Point, Max: all[17].Where[0].Point},
	} {
		var want []event.ID
		for _, ev := range all {
			if box.Contains(ev.Where[0].Point) {
				want = append(want, ev.ID)
			}
		}
		wantIDs(t, s, event.Query{Bounds: &box}, want...)
	}
	before := version(t, s)
	for _, res := range putAll(t, s, a, b) {
		wantResult(t, res, store.PutResult{Unchanged: rows})
	}
	if v := version(t, s); v != before {
		t.Errorf("the same table changed the version from %d to %d", before, v)
	}
	if changes, err := s.Changes(t.Context(), 0); err != nil || len(changes) != 2+2+2*rows {
		t.Errorf("changes: got %d, %v, want one for each report and event, %d", len(changes), err, 2+2+2*rows)
	}
}

// asStored is a machine's event as it comes back after the first Put.
func asStored(ev event.Event) event.Event {
	ev.Review, ev.Revision = event.ReviewAuto, 1
	return ev
}

// testTableText looks for words of one row: they must not find the other rows of its chunk.
func testTableText(t *testing.T, s Store) {
	e := Table(0, 1000)
	putAll(t, s, e)
	var id int
	if _, err := fmt.Sscanf(e.Report.Text[e.Events[500].Evidence[0].Start:], "%d,", &id); err != nil {
		t.Fatal(err)
	}
	row := e.Report.Text[e.Events[500].Evidence[0].Start:e.Events[500].Evidence[0].End]
	wantIDs(t, s, event.Query{Text: `"` + row + `"`}, e.Events[500].ID)
	if n, err := s.Count(t.Context(), event.Query{Text: "first brigade"}); err != nil || n != 1000 {
		t.Errorf("a word of every row: got %d, %v, want 1000", n, err)
	}
}

// testTableAgain changes a table: rows withdrawn, changed, decided on by a person, and moved to another chunk.
func testTableAgain(t *testing.T, s Store) {
	e := Table(0, 1000)
	putAll(t, s, e)
	mine := asStored(e.Events[1])
	mine.Review, mine.Type = event.ReviewReviewed, "Attack"
	mine, err := s.Save(t.Context(), mine)
	if err != nil {
		t.Fatal(err)
	}
	wrong := asStored(e.Events[2])
	wrong.Review = event.ReviewRejected
	if wrong, err = s.Save(t.Context(), wrong); err != nil {
		t.Fatal(err)
	}
	again := e
	again.Events = append([]event.Event(nil), e.Events...)
	again.Events[5].Method, again.Events[1].Method = "table 2", "table 2"
	again.Events = append(again.Events[:2:2], again.Events[3:999]...) // without the rejected one and without the last
	wantResult(t, putAll(t, s, again)[0], store.PutResult{Updated: 1, Unchanged: 997, Withdrawn: 1})
	wantEvent(t, s, mine)
	wantEvent(t, s, wrong)
	changed := asStored(e.Events[5])
	changed.Method, changed.Revision = "table 2", 2
	wantEvent(t, s, changed)
	if old, err := s.Revisions(t.Context(), changed.ID); err != nil || len(old) != 1 || !reflect.DeepEqual(old[0], asStored(e.Events[5])) {
		t.Errorf("revisions of the changed row: got %+v, %v, want the first state", old, err)
	}
	// A row more at the beginning: the old rows come in reports of other IDs.
	moved := Table(7, 1000)
	moved.Events = append(moved.Events[:600:600], e.Events[:400]...)
	for i := 600; i < 1000; i++ {
		moved.Events[i].Evidence = []event.Evidence{{Report: moved.Report.ID, Span: event.Span{Start: 0, End: 8}}}
	}
	wantResult(t, putAll(t, s, moved)[0], store.PutResult{ReportNew: true, New: 600, Updated: 398, Unchanged: 2})
	wantEvent(t, s, mine)
	if n, err := s.Count(t.Context(), event.Query{}); err != nil || n != 600+999 {
		t.Errorf("events: got %d, %v, want %d: no row twice", n, err, 600+999)
	}
}
