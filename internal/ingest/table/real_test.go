package table

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sitmap/internal/event"
	"sitmap/internal/ingest"
	"sitmap/internal/store"
)

var now = time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC)

// shared gives a real table, unpacked; without it the test is skipped.
func shared(t testing.TB, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("../../../../shared/events", name))
	if err != nil {
		t.Skip("the real tables are not here:", err)
	}
	if strings.HasSuffix(name, ".gz") {
		z, err := gzip.NewReader(bytes.NewReader(raw))
		if err == nil {
			raw, err = io.ReadAll(z)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return raw
}

// taken is what became of a table.
type taken struct {
	items    []ingest.Item
	rejected []ingest.Rejected
}

func (k taken) events() (out []event.Event) {
	for _, it := range k.items {
		out = append(out, it.Events...)
	}
	return out
}

// take reads a table; every event must be fit for the store, and its words in the text.
func take(t testing.TB, name, text string, o Options) (taken, error) {
	t.Helper()
	var k taken
	if o.Retrieved.IsZero() {
		o.Retrieved = now
	}
	err := Each(context.Background(), name, strings.NewReader(text), o, func(it ingest.Item) error {
		if it.Rejected != nil {
			k.rejected = append(k.rejected, *it.Rejected)
			return nil
		}
		if err := store.CheckReport(it.Report); err != nil {
			t.Error(err)
		}
		for _, ev := range it.Events {
			if err := store.CheckEvent(it.Report, ev); err != nil {
				t.Error(err)
			}
		}
		k.items = append(k.items, it)
		return nil
	})
	return k, err
}

// export writes all events of the items.
func export(t testing.TB, format Export, items []ingest.Item) string {
	t.Helper()
	var b bytes.Buffer
	e := NewExporter(&b, format)
	for _, it := range items {
		for _, ev := range it.Events {
			e.Columns(ev, it.Report)
		}
	}
	for _, it := range items {
		for _, ev := range it.Events {
			if err := e.Write(ev, it.Report); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// sameTable compares two tables column by column, rows in order.
func sameTable(t *testing.T, got, want string) {
	t.Helper()
	read := func(s string) [][]string {
		r := csv.NewReader(strings.NewReader(strings.TrimPrefix(s, "\uFEFF")))
		out, err := r.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	g, w := read(got), read(want)
	if len(g) != len(w) {
		t.Fatalf("got %d rows, want %d", len(g), len(w))
	}
	at := map[string]int{}
	for i, n := range g[0] {
		at[n] = i
	}
	differ := map[string]int{}
	for row := range w {
		for i, n := range w[0] {
			if j, ok := at[n]; !ok || g[row][j] != w[row][i] {
				differ[n]++
			}
		}
	}
	for n, k := range differ {
		t.Errorf("column %s differs in %d rows", n, k)
	}
}

func TestRealUCDP(t *testing.T) {
	for _, c := range []struct {
		file          string
		rows, columns int
	}{{"ged_syria_191.csv.gz", 16566, 41}, {"ged_sample_231.csv", 1000, 49}} {
		t.Run(c.file, func(t *testing.T) {
			raw := string(shared(t, c.file))
			k, err := take(t, c.file, raw, Options{})
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range k.rejected {
				if r.Field != "best" || !strings.Contains(r.Reason, "is not between") { // UCDP's own slips
					t.Errorf("row %d, %s: %s", r.Row, r.Field, r.Reason)
				}
			}
			t.Logf("%d rows whose best is not between low and high", len(k.rejected))
			evs := k.events()
			if len(evs) != c.rows {
				t.Errorf("got %d events, want %d", len(evs), c.rows)
			}
			unknown := map[string]bool{}
			for i, ev := range evs {
				if ev.Where[0].Place.Country == "" {
					unknown[fmt.Sprint(i)] = true
				}
			}
			t.Logf("%d events in %d reports; %d without a known country", len(evs), len(k.items), len(unknown))
			out := export(t, UCDPTable, k.items)
			sameTable(t, out, raw)
			if strings.Count(strings.SplitN(out, "\n", 2)[0], ",") != c.columns-1 {
				t.Errorf("the header has not %d columns", c.columns)
			}
			again, err := take(t, c.file, raw, Options{})
			if err != nil || len(again.items) != len(k.items) {
				t.Fatal(err)
			}
			for i := range k.items {
				if k.items[i].Report.ID != again.items[i].Report.ID || k.items[i].Events[0].ID != again.items[i].Events[0].ID {
					t.Fatal("the same table gave other IDs")
				}
			}
		})
	}
}

func TestRealVIINA(t *testing.T) {
	raw := string(shared(t, "viina_strikes_2024.csv"))
	k, err := take(t, "viina.csv", raw, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d events, %d rejected", len(k.events()), len(k.rejected))
	for i, r := range k.rejected {
		if i < 5 {
			t.Logf("row %d, %s: %s", r.Row, r.Field, r.Reason)
		}
	}
	if n := len(k.events()) + len(k.rejected); n < 543 || len(k.events()) < 500 {
		t.Errorf("of 543 rows %d became events and %d were named", len(k.events()), len(k.rejected))
	}
}

func BenchmarkUCDPSyria(b *testing.B) {
	raw := shared(b, "ged_syria_191.csv.gz")
	b.SetBytes(int64(len(raw)))
	n := 0
	for b.Loop() {
		n = 0
		err := Each(context.Background(), "ged.csv", bytes.NewReader(raw), Options{}, func(it ingest.Item) error {
			n += len(it.Events)
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "rows/s")
}
