package pipeline

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"sitmap/internal/event"
	"sitmap/internal/ingest"
	"sitmap/internal/store"
	"sitmap/internal/store/gpkg"
	"sitmap/internal/store/storetest"
)

func open(t testing.TB) *gpkg.DB {
	t.Helper()
	db, err := gpkg.Open(t.Context(), filepath.Join(t.TempDir(), "p.gpkg"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// extract makes an event for each word "fire" and fails as the text says.
func extract(_ context.Context, r event.Report, hints []string) ([]event.Event, error) {
	switch {
	case strings.Contains(r.Text, "fail"):
		return nil, errors.New("no sentence in it")
	case strings.Contains(r.Text, "panic"):
		panic("index out of range")
	}
	var out []event.Event
	for i := range strings.Count(r.Text, "fire") {
		p := orb.Point{float64(i), 50}
		if strings.Contains(r.Text, "nowhere") {
			p[1] = 100
		}
		ev := event.Event{ID: event.ID(fmt.Sprintf("%s/%d", r.ID, i)), Type: "Fire", Where: []event.Location{{Point: p}}, Control: strings.Join(hints, ",")}
		if !r.Published.IsZero() {
			ev.When.Start = event.DateOf(r.Published)
		}
		out = append(out, ev)
	}
	return out, nil
}

func lines(in string, o ingest.Options) Source {
	return func(do func(ingest.Item) error) error {
		return ingest.Each(context.Background(), "in.jsonl", strings.NewReader(in), o, do)
	}
}

func want(t *testing.T, got Result, err error, text string) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(got)
	if err != nil || string(b) != text {
		t.Errorf("got  %s, %v\nwant %s", b, err, text)
	}
}

func TestIngest(t *testing.T) {
	for _, batch := range []int{1, 2, 64} {
		t.Run(fmt.Sprint("batch ", batch), func(t *testing.T) {
			db := open(t)
			p := &Pipeline{Store: db, Extract: extract, Batch: batch}
			in := `{"text":"fire and fire","hints":["UA"]}
{"text":
{"text":"quiet","published":"2024-12-16"}
{"text":"fail"}
{"text":"panic"}
{"text":"fire nowhere"}
{"text":"fire"}
`
			res, err := p.Ingest(t.Context(), lines(in, ingest.Options{}))
			rows := map[int]string{}
			for _, r := range res.Rejected {
				rows[r.Row] = r.Field + ": " + r.Reason
			}
			for row, text := range map[int]string{2: "not a JSON object", 4: "no sentence in it", 5: "index out of range", 6: "not on earth"} {
				if !strings.Contains(rows[row], text) {
					t.Errorf("row %d: got %q, want %q", row, rows[row], text)
				}
			}
			if len(res.Rejected) != 4 {
				t.Errorf("rejected: got %v, want 4", res.Rejected)
			}
			res.Rejected = res.Rejected[:0]
			want(t, res, err, `{"reports":3,"events":3,"new":3,"updated":0,"duplicates":0,"rejected":[]}`)
			before, _ := db.Version(t.Context())
			res, err = p.Ingest(t.Context(), lines(in, ingest.Options{Retrieved: time.Now()}))
			res.Rejected = res.Rejected[:0]
			want(t, res, err, `{"reports":3,"events":3,"new":0,"updated":0,"duplicates":3,"rejected":[]}`)
			if after, _ := db.Version(t.Context()); after != before {
				t.Errorf("the same input changed the store from version %d to %d", before, after)
			}
			if evs, err := db.Events(t.Context(), event.Query{Limit: 1}); err != nil || evs[0].Control != "UA" {
				t.Errorf("hints: got %+v, %v", evs, err)
			}
		})
	}
}

func TestSameReportInOneInput(t *testing.T) {
	p := &Pipeline{Store: open(t), Extract: extract}
	res, err := p.Ingest(t.Context(), lines(strings.Repeat(`{"text":"fire"}`+"\n", 3)+`{"text":"fire","outlet":"Another"}`, ingest.Options{}))
	want(t, res, err, `{"reports":4,"events":4,"new":2,"updated":0,"duplicates":2,"rejected":[]}`)
}

func TestNewerMethodUpdates(t *testing.T) {
	db := open(t)
	p := &Pipeline{Store: db, Extract: extract}
	in := lines(`{"text":"fire"}`, ingest.Options{})
	if _, err := p.Ingest(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	p.Extract = func(ctx context.Context, r event.Report, hints []string) ([]event.Event, error) {
		evs, err := extract(ctx, r, hints)
		evs[0].Method = "newer"
		return evs, err
	}
	res, err := p.Ingest(t.Context(), in)
	want(t, res, err, `{"reports":1,"events":1,"new":0,"updated":1,"duplicates":1,"rejected":[]}`)
}

// TestDates checks that a report does not stand on the map twice because its date came later.
func TestDates(t *testing.T) {
	db := open(t)
	p := &Pipeline{Store: db, Extract: extract}
	const undated, dated, other = `{"text":"fire"}`, `{"text":"fire","published":"2024-12-16"}`, `{"text":"fire","published":"2024-12-17"}`
	starts := func(want ...string) {
		t.Helper()
		var got []string
		evs, err := db.Events(t.Context(), event.Query{})
		for _, ev := range evs {
			got = append(got, ev.When.Start.String())
		}
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("events begin on %q, %v, want %q", got, err, want)
		}
	}
	for _, step := range []struct {
		in, result string
		starts     []string
	}{
		{undated, `{"reports":1,"events":1,"new":1,"updated":0,"duplicates":0,"rejected":[]}`, []string{""}},
		{dated, `{"reports":1,"events":1,"new":1,"updated":0,"duplicates":0,"rejected":[]}`, []string{"2024-12-16"}},
		{undated, `{"reports":1,"events":1,"new":0,"updated":0,"duplicates":1,"rejected":[]}`, []string{"2024-12-16"}},
		{dated, `{"reports":1,"events":1,"new":0,"updated":0,"duplicates":1,"rejected":[]}`, []string{"2024-12-16"}},
		{other, `{"reports":1,"events":1,"new":1,"updated":0,"duplicates":0,"rejected":[]}`, []string{"2024-12-16", "2024-12-17"}},
	} {
		res, err := p.Ingest(t.Context(), lines(step.in, ingest.Options{}))
		want(t, res, err, step.result)
		starts(step.starts...)
	}
}

func TestSourceBreaks(t *testing.T) {
	db := open(t)
	p := &Pipeline{Store: db, Extract: extract}
	broken := errors.New("broken pipe")
	res, err := p.Ingest(t.Context(), func(do func(ingest.Item) error) error {
		if err := lines(`{"text":"fire"}`, ingest.Options{})(do); err != nil {
			return err
		}
		return broken
	})
	if !errors.Is(err, broken) || res.Reports != 1 {
		t.Errorf("got %+v, %v, want the first report stored and the source's error", res, err)
	}
}

type failing struct {
	*gpkg.DB
	err error
}

func (f failing) PutAll(context.Context, []store.Entry) ([]store.PutResult, error) { return nil, f.err }

func TestStoreBreaks(t *testing.T) {
	full := errors.New("disk full")
	p := &Pipeline{Store: failing{open(t), full}, Extract: extract, Batch: 1}
	calls := 0
	res, err := p.Ingest(t.Context(), func(do func(ingest.Item) error) error {
		return lines(`{"text":"a"}`+"\n"+`{"text":"b"}`+"\n"+`{"text":"c"}`, ingest.Options{})(func(it ingest.Item) error {
			calls++
			return do(it)
		})
	})
	if !errors.Is(err, full) || strings.Count(err.Error(), "disk full") != 1 || res.Reports != 0 || calls > 3 {
		t.Errorf("got %+v, %v after %d reports, want the store's error once, a batch later at the latest", res, err, calls)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	p := &Pipeline{Store: open(t), Batch: 1, Extract: func(ctx context.Context, r event.Report, hints []string) ([]event.Event, error) {
		if strings.Contains(r.Text, "b") {
			cancel()
		}
		return extract(ctx, r, hints)
	}}
	res, err := p.Ingest(ctx, Items(item("a"), item("b"), item("c")))
	if !errors.Is(err, context.Canceled) || res.Reports != 1 || len(res.Rejected) != 0 {
		t.Errorf("got %+v, %v, want one report and context.Canceled", res, err)
	}
}

func item(text string) ingest.Item {
	items, _, _ := ingest.Read(context.Background(), "x.txt", strings.NewReader(text), ingest.Options{})
	return items[0]
}

func TestProgress(t *testing.T) {
	var seen []int
	p := &Pipeline{Store: open(t), Extract: extract, Batch: 2, Progress: func(r Result) { seen = append(seen, r.Reports) }}
	if _, err := p.Ingest(t.Context(), Items(item("a"), item("b"), item("c"))); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(seen, []int{2, 3}) {
		t.Errorf("got %v, want [2 3]", seen)
	}
}

// tables gives n chunks of a table with 1,000 rows each.
func tables(n int) Source {
	return func(do func(ingest.Item) error) error {
		for i := range n {
			e := storetest.Table(i, 1000)
			if err := do(ingest.Item{Row: 1 + 1000*i, Report: e.Report, Events: e.Events, Ready: true}); err != nil {
				return err
			}
		}
		return nil
	}
}

// TestReady stores events that came with their reports, twice, and one chunk with bad rows.
func TestReady(t *testing.T) {
	db := open(t)
	p := &Pipeline{Store: db, Extract: func(context.Context, event.Report, []string) ([]event.Event, error) {
		return nil, errors.New("nothing is to be extracted")
	}}
	res, err := p.Ingest(t.Context(), tables(12))
	want(t, res, err, `{"reports":12,"events":12000,"new":12000,"updated":0,"duplicates":0,"rejected":[]}`)
	before, _ := db.Version(t.Context())
	res, err = p.Ingest(t.Context(), tables(12))
	want(t, res, err, `{"reports":12,"events":12000,"new":0,"updated":0,"duplicates":12,"rejected":[]}`)
	if after, _ := db.Version(t.Context()); after != before {
		t.Errorf("the same table changed the store from version %d to %d", before, after)
	}
	e := storetest.Table(12, 1000)
	e.Events[3].Where[0].Point = orb.Point{0, 100}
	e.Events[8].ID = e.Events[7].ID
	res, err = p.Ingest(t.Context(), Items(ingest.Item{Row: 9, Report: e.Report, Events: e.Events, Ready: true}))
	if err != nil || res.New != 998 || len(res.Rejected) != 2 || res.Rejected[0].Row != 9 || !strings.Contains(res.Rejected[0].Reason, "not on earth") || !strings.Contains(res.Rejected[1].Reason, "twice") {
		t.Errorf("a chunk with two bad rows: got %+v, %v, want 998 events and two reasons", res, err)
	}
}

// BenchmarkTable is a load of 100,000 events that came with their reports.
func BenchmarkTable(b *testing.B) {
	for b.Loop() {
		p := &Pipeline{Store: open(b), Extract: extract}
		if res, err := p.Ingest(b.Context(), tables(100)); err != nil || res.New != 100_000 {
			b.Fatal(res, err)
		}
	}
	b.ReportMetric(float64(100_000*b.N)/b.Elapsed().Seconds(), "events/s")
}

func BenchmarkIngest(b *testing.B) {
	for _, batch := range []int{1, 64} {
		b.Run(fmt.Sprintf("batch=%d", batch), func(b *testing.B) {
			p := &Pipeline{Store: open(b), Extract: extract, Batch: batch}
			n := 0
			for b.Loop() {
				items := make([]ingest.Item, 64)
				for i := range items {
					items[i] = item(fmt.Sprintf("report %d tells of a fire", n))
					n++
				}
				if _, err := p.Ingest(b.Context(), Items(items...)); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "reports/s")
		})
	}
}

// counting notes the size of every transaction.
type counting struct {
	*gpkg.DB
	sizes []int
}

func (c *counting) PutAll(_ context.Context, entries []store.Entry) ([]store.PutResult, error) {
	c.sizes = append(c.sizes, len(entries))
	return make([]store.PutResult, len(entries)), nil
}

// TestBatches gives reports with their events, as a table does, and without: the former
// fill a transaction by their events and their text.
func TestBatches(t *testing.T) {
	for _, c := range []struct {
		name          string
		reports       int
		events, bytes int // of each
		ready         bool
		want          []int
	}{
		{"reports to read", 130, 0, 100, false, []int{64, 64, 2}},
		{"few events each", 130, 10, 100, true, []int{130}},
		{"many events", 5, 8000, 100, true, []int{1, 3, 1}},
		{"long texts", 5, 1, 7 << 20, true, []int{3, 2}},
	} {
		var items []ingest.Item
		for n := range c.reports {
			it := ingest.Item{Ready: c.ready, Report: event.Report{ID: event.ReportID(fmt.Sprint(n)), SHA256: [32]byte{byte(n), 1}, Text: strings.Repeat("a", c.bytes)}}
			for k := range c.events {
				it.Events = append(it.Events, event.Event{ID: event.ID(fmt.Sprint(n, "/", k))})
			}
			items = append(items, it)
		}
		db := &counting{DB: open(t)}
		p := &Pipeline{Store: db, Extract: extract}
		if _, err := p.Ingest(t.Context(), Items(items...)); err != nil || !reflect.DeepEqual(db.sizes, c.want) {
			t.Errorf("%s: got %v, %v, want %v", c.name, db.sizes, err, c.want)
		}
	}
}
