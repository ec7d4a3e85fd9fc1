//go:build unix

package snapshot

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"sync"
	"syscall"
	"testing"

	"github.com/paulmach/orb"

	"sitmap/geo/tile"
	"sitmap/internal/event"
)

// benchEvents makes n events around 5,000 centres along a line, a third of them
// exactly on a centre, over three years: the shape of conflict data.
func benchEvents(n int) *fake {
	r := rand.New(rand.NewPCG(20241208, 99))
	types := []string{"Armed clash", "Shelling/artillery/missile attack", "Air/drone strike", "Attack", "Looting"}
	centres := make([]orb.Point, 5000)
	for i := range centres {
		t := r.Float64()
		centres[i] = orb.Point{32.5 + 5.5*t + r.NormFloat64()*0.45, 46.6 + 5*t + r.NormFloat64()*0.3}
	}
	f := &fake{events: make(map[event.ID]event.Event, n)}
	day := event.Date{Year: 2022, Month: 1, Day: 1}
	for i := range n {
		c := centres[int(5000*math.Pow(r.Float64(), 3))]
		if r.IntN(3) > 0 {
			c[0] += r.NormFloat64() * 0.03
			c[1] += r.NormFloat64() * 0.02
		}
		d := day.AddDays(int(math.Sqrt(r.Float64()) * 1095))
		ev := event.Event{
			ID: event.ID(fmt.Sprintf("%016x", r.Uint64())), Type: types[min(r.IntN(8), 4)], When: event.Interval{Start: d, End: d},
			Verification: event.Unverified, Actors: []event.Actor{{Name: fmt.Sprintf("Actor %d", r.IntN(14))}, {Name: fmt.Sprintf("Actor %d", r.IntN(14))}},
			Evidence: []event.Evidence{{Report: event.ReportID(fmt.Sprintf("r%d", r.IntN(40)))}},
			Where:    []event.Location{{Point: c, Radius: 2000, Place: event.PlaceSnapshot{Name: fmt.Sprintf("Place %d", i%5000), Country: "UA"}}},
		}
		if r.IntN(5) == 0 {
			k := r.IntN(10)
			ev.Casualties.Killed = &event.Count{Min: &k}
		}
		f.events[ev.ID] = ev
	}
	return f
}

// The loads are made once for all benchmarks of a run.
var benchLoads sync.Map

func load(b *testing.B, n int) *Snapshot {
	b.Helper()
	if s, ok := benchLoads.Load(n); ok {
		return s.(*Snapshot)
	}
	s := benchEvents(n).load(b)
	s.opt = Options{} // the store's maps would keep the collector busy
	runtime.GC()
	benchLoads.Store(n, s)
	return s
}

func prepared(b *testing.B, s *Snapshot, q Query) *Filter {
	b.Helper()
	f, err := s.Filter(context.Background(), s.Current(), q)
	if err != nil {
		b.Fatal(err)
	}
	return f
}

func window(i int) Query {
	var q Query
	q.From = event.Date{Year: 2022, Month: 1, Day: 1}.AddDays(i * 37 % 1000)
	q.To = q.From.AddDays(30)
	return q
}

// cpu reports the processor time of an operation: the wall clock says little on a shared machine.
func cpu(b *testing.B, per int) func() {
	b.Helper()
	used := func() int64 {
		var r syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
			b.Fatal(err)
		}
		return r.Utime.Nano() + r.Stime.Nano()
	}
	before := used()
	return func() { b.ReportMetric(float64(used()-before)/float64(b.N)/float64(per), "cpu-ns/op") }
}

func sizes() []int { return []int{100_000, 1_000_000} }

// BenchmarkBuild sorts entries into columns, as loading does after reading the store.
func BenchmarkBuild(b *testing.B) {
	for _, n := range sizes() {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			s := load(b, n)
			var entries []entry
			for _, ev := range benchEvents(n).events {
				entries = append(entries, rowEntry(s, ev, ev.Evidence[0].Report, "outlet"))
			}
			b.ReportAllocs()
			done := cpu(b, 1)
			for b.Loop() {
				build(s.dicts, append([]entry(nil), entries...), 1)
			}
			done()
			b.ReportMetric(float64(s.Current().Bytes())/float64(s.Current().Rows()), "bytes/place")
		})
	}
}

// BenchmarkEdit takes in one changed event.
func BenchmarkEdit(b *testing.B) {
	for _, n := range sizes() {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			s := load(b, n)
			ev := randomEvent(rand.New(rand.NewPCG(1, 1)), 1)
			e := rowEntry(s, ev, "r1", "outlet 1")
			done := cpu(b, 1)
			for b.Loop() {
				s.Current().apply(map[event.ID]*entry{ev.ID: &e}, 2)
			}
			done()
		})
	}
}

// busy is the tile of a zoom with the most rows on the way to the densest place.
func busy(g *Generation, z uint32) tile.ID {
	best, most := tile.ID{}, 0
	for zoom := uint32(1); zoom <= z; zoom++ {
		next := best
		most = 0
		for q := range uint32(4) {
			t := tile.ID{Z: zoom, X: best.X<<1 | q&1, Y: best.Y<<1 | q>>1}
			if lo, hi := g.run(t); hi-lo > most {
				next, most = t, hi-lo
			}
		}
		best = next
	}
	return best
}

func BenchmarkTile(b *testing.B) {
	for _, n := range sizes() {
		s := load(b, n)
		g := s.Current()
		var enc Encoders
		for _, z := range []uint32{9, 11, 13} {
			t := busy(g, z)
			lo, hi := g.run(t)
			f := prepared(b, s, Query{})
			b.Run(fmt.Sprintf("%d/z%d/%d_places", n, z, hi-lo), func(b *testing.B) {
				buf := enc.Append(nil, f, t, DefaultFields)
				b.ReportAllocs()
				done := cpu(b, hi-lo) // for one place
				for b.Loop() {
					buf = enc.Append(buf[:0], f, t, DefaultFields)
				}
				done()
				b.ReportMetric(float64(len(buf)), "bytes")
			})
		}
	}
}

func BenchmarkClusters(b *testing.B) {
	for _, n := range sizes() {
		s := load(b, n)
		g := s.Current()
		var enc Encoders
		for _, z := range []uint32{0, 4, 6, 8} {
			t := busy(g, z)
			b.Run(fmt.Sprintf("%d/z%d/all", n, z), func(b *testing.B) {
				f := prepared(b, s, Query{})
				buf := enc.Append(nil, f, t, DefaultFields) // makes the clusters of the zoom
				done := cpu(b, 1)
				for b.Loop() {
					buf = enc.Append(buf[:0], f, t, DefaultFields)
				}
				done()
			})
			b.Run(fmt.Sprintf("%d/z%d/30_days", n, z), func(b *testing.B) {
				var buf []byte
				i := 0
				done := cpu(b, 1)
				for b.Loop() {
					i++
					buf = enc.Append(buf[:0], prepared(b, s, window(i)), t, DefaultFields)
				}
				done()
			})
		}
	}
}

func BenchmarkCounts(b *testing.B) {
	for _, n := range sizes() {
		s := load(b, n)
		g := s.Current()
		for name, q := range map[string]Query{"all": {}, "30_days": window(1), "type": {Query: event.Query{Types: []string{"Attack"}}}, "box": {Query: event.Query{Bounds: &orb.Bound{Min: orb.Point{35, 48}, Max: orb.Point{36, 50}}}}} {
			b.Run(fmt.Sprintf("%d/%s", n, name), func(b *testing.B) {
				done := cpu(b, 1)
				for b.Loop() {
					f := prepared(b, s, q)
					g.Count(f)
					g.Facets(f)
					g.Histogram(f, "")
				}
				done()
			})
		}
	}
}

func BenchmarkList(b *testing.B) {
	s := load(b, 1_000_000)
	g := s.Current()
	for b.Loop() {
		f := prepared(b, s, Query{Query: event.Query{Types: []string{"Attack"}}})
		g.List(f, Cursor{}, 1000)
	}
}

func rowEntry(s *Snapshot, ev event.Event, report event.ReportID, outlet string) entry {
	r := RowOf(ev, report, outlet)
	return s.dicts.entry(&r)
}
