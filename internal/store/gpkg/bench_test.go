package gpkg

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"

	"sitmap/internal/event"
	"sitmap/internal/store"
	"sitmap/internal/store/storetest"
)

// entries makes n reports from first on, with one event in one place each, spread over an oblast.
func entries(rnd *rand.Rand, first, n int) []store.Entry {
	types := []string{"Armed clash", "Shelling/artillery/missile attack", "Air/drone strike", "Attack", "Looting/property destruction"}
	out := make([]store.Entry, n)
	for i := range out {
		r := storetest.Report(first + i)
		ev := storetest.Event(r, 1, orb.Point{34 + 4*rnd.Float64(), 50 + 3*rnd.Float64()})
		ev.Type = types[rnd.IntN(len(types))]
		ev.When.Start = event.Date{Year: 2022, Month: 1, Day: 1}.AddDays(rnd.IntN(1000))
		ev.When.End = ev.When.Start.AddDays(rnd.IntN(3))
		out[i] = store.Entry{Report: r, Events: []event.Event{ev}}
	}
	return out
}

func BenchmarkPut(b *testing.B) {
	for _, batch := range []int{1, 64, 1000} {
		b.Run(fmt.Sprintf("batch=%d", batch), func(b *testing.B) {
			db := open(b)
			rnd := rand.New(rand.NewPCG(1, 2))
			n := 0
			for b.Loop() {
				if _, err := db.PutAll(b.Context(), entries(rnd, n, batch)); err != nil {
					b.Fatal(err)
				}
				n += batch
			}
			b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "events/s")
		})
	}
}

// filled gives a store with n events.
func filled(b *testing.B, n int) *DB {
	b.Helper()
	db := open(b)
	rnd := rand.New(rand.NewPCG(1, 2))
	for at := 0; at < n; at += 2000 {
		if _, err := db.PutAll(b.Context(), entries(rnd, at, min(2000, n-at))); err != nil {
			b.Fatal(err)
		}
	}
	if info, err := os.Stat(db.path); err == nil {
		b.Logf("%d events: %.0f bytes an event", n, float64(info.Size())/float64(n))
	}
	return db
}

func BenchmarkQuery(b *testing.B) {
	const n = 100_000
	db := filled(b, n)
	box := orb.Bound{Min: orb.Point{35, 51}, Max: orb.Point{35.4, 51.3}}
	from, to := event.Date{Year: 2023, Month: 5, Day: 1}, event.Date{Year: 2023, Month: 5, Day: 7}
	for _, c := range []struct {
		name string
		q    event.Query
	}{
		{"first_page", event.Query{Limit: 100}},
		{"box", event.Query{Bounds: &box, Limit: 10_000}},
		{"box_week", event.Query{Bounds: &box, From: from, To: to}},
		{"week", event.Query{From: from, To: to}},
		{"near_10km", event.Query{Near: &event.Nearness{Centre: orb.Point{35.3, 51.2}, Radius: 10_000}}},
		{"type_page", event.Query{Types: []string{"Attack"}, Limit: 100}},
		{"text_common_page", event.Query{Text: "testdorf", Limit: 100}},
		{"text_rare", event.Query{Text: `"Report 77777."`}},
		{"deep_page", event.Query{After: "report-90000-e1", Limit: 100}},
	} {
		b.Run(c.name, func(b *testing.B) {
			got := 0
			for b.Loop() {
				evs, err := db.Events(b.Context(), c.q)
				if err != nil {
					b.Fatal(err)
				}
				got = len(evs)
			}
			b.ReportMetric(float64(got), "found")
		})
	}
	b.Run("count_box", func(b *testing.B) {
		for b.Loop() {
			if _, err := db.Count(b.Context(), event.Query{Bounds: &box}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("all", func(b *testing.B) {
		for b.Loop() {
			if err := db.EachEvent(b.Context(), event.Query{}, func(event.Event) error { return nil }); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "events/s")
	})
	b.Run("version", func(b *testing.B) {
		for b.Loop() {
			if _, err := db.Version(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			again, err := Open(b.Context(), db.path)
			if err != nil {
				b.Fatal(err)
			}
			_ = again.Close()
		}
	})
}

func BenchmarkOpenNew(b *testing.B) {
	dir := b.TempDir()
	n := 0
	for b.Loop() {
		db, err := Open(b.Context(), filepath.Join(dir, fmt.Sprint(n, ".gpkg")))
		if err != nil {
			b.Fatal(err)
		}
		_ = db.Close()
		n++
	}
}
