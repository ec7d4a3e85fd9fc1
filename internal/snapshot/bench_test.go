//go:build unix

package snapshot

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"runtime"
	"sync"
	"syscall"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/paulmach/orb"

	"sitmap/geo/tile"
	"sitmap/internal/event"
	"sitmap/internal/store"
)

// The loads are made once for all benchmarks of a run.
var benchLoads sync.Map

func load(b *testing.B, n int) *Snapshot {
	b.Helper()
	if s, ok := benchLoads.Load(n); ok {
		return s.(*Snapshot)
	}
	benchLoads.Clear() // one at a time fits into memory
	s := crowd{n: n}.load(b)
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

// month is a window of 30 days, another for each i.
func month(i int) Query {
	var q Query
	q.From = event.Date{Year: 2022, Month: 1, Day: 1}.AddDays(i * 37 % 1000)
	q.To = q.From.AddDays(30)
	return q
}

// cpuNow is the processor time of the process in nanoseconds: the wall clock says
// little on a shared machine.
func cpuNow(t testing.TB) int64 {
	t.Helper()
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		t.Fatal(err)
	}
	return r.Utime.Nano() + r.Stime.Nano()
}

// cpu reports the processor time of a part of an operation.
func cpu(b *testing.B, per int) func() {
	b.Helper()
	before := cpuNow(b)
	return func() { b.ReportMetric(float64(cpuNow(b)-before)/float64(b.N)/float64(per), "cpu-ns/op") }
}

// sizes are the numbers of events; SITMAP_BENCH_EVENTS gives others.
func sizes(b *testing.B) []int {
	b.Helper()
	if testing.Short() {
		return sizesOr(b, 100_000)
	}
	return sizesOr(b, 1_000_000)
}

// BenchmarkBuild sorts rows into columns, as loading does after reading the store.
func BenchmarkBuild(b *testing.B) {
	for _, n := range sizes(b) {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var batches [][]Row
			var mu sync.Mutex
			err := crowd{n: n}.EachRow(context.Background(), 1, func(_ int, rows []Row) error {
				mu.Lock()
				defer mu.Unlock()
				batches = append(batches, append([]Row(nil), rows...))
				return nil
			})
			if err != nil {
				b.Fatal(err)
			}
			gather := func(d *dicts) []*chunk {
				g := [2]*gatherer{newGatherer(d, n), newGatherer(d, n)}
				var wg sync.WaitGroup
				for w := range g {
					wg.Go(func() {
						for i := w; i < len(batches); i += 2 {
							for j := range batches[i] {
								g[w].add(&batches[i][j])
							}
						}
					})
				}
				wg.Wait()
				return chunksOf(g[:])
			}
			var out *columns
			done := cpu(b, 1)
			for b.Loop() {
				d := newDicts()
				out = build(gather(d), d.words(), withTimelines)
			}
			done()
			b.ReportMetric(float64(out.bytes())/float64(out.placed), "bytes/place")
		})
	}
}

// BenchmarkEdit takes in one changed event, beside none and beside many that changed before.
func BenchmarkEdit(b *testing.B) {
	for _, n := range sizes(b) {
		for _, before := range []int{0, 2000} {
			b.Run(fmt.Sprintf("%d/after_%d", n, before), func(b *testing.B) {
				g := load(b, n).Current()
				r := rand.New(rand.NewPCG(1, 1))
				edits := func(n int) map[event.ID]*Row {
					out := make(map[event.ID]*Row)
					for range n {
						row := store.RowOf(randomEvent(r, 1), "r1", "outlet 1")
						row.ID = event.ID(g.base.c.idOf(r.IntN(g.base.c.rows())))
						out[row.ID] = &row
					}
					return out
				}
				if before > 0 {
					g = g.apply(edits(before), 2)
				}
				one := edits(1)
				done := cpu(b, 1)
				for b.Loop() {
					g.apply(one, 3)
				}
				done()
			})
		}
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
			if lo, hi := g.base.c.run(t); hi-lo > most {
				next, most = t, hi-lo
			}
		}
		best = next
	}
	return best
}

func BenchmarkTile(b *testing.B) {
	for _, n := range sizes(b) {
		s := load(b, n)
		g := s.Current()
		var enc Encoders
		for _, z := range []uint32{9, 11, 13} {
			t := busy(g, z)
			lo, hi := g.base.c.run(t)
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

// tileList reads a list of tiles, one z/x/y a line, from the file that a variable names.
func tileList(b *testing.B, variable string) []tile.ID {
	b.Helper()
	name := os.Getenv(variable)
	if name == "" {
		b.Skipf("set %s to a file of tiles, one z/x/y a line", variable)
	}
	file, err := os.Open(name)
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	var out []tile.ID
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var t tile.ID
		if _, err := fmt.Sscanf(lines.Text(), "%d/%d/%d", &t.Z, &t.X, &t.Y); err != nil {
			b.Fatal(err)
		}
		out = append(out, t)
	}
	return out
}

// BenchmarkServed makes the tiles of a list as they are served, with gzip level
// 1, under a window of 30 days that changes from tile to tile, and unfiltered.
func BenchmarkServed(b *testing.B) {
	for _, variable := range []string{"SITMAP_BENCH_TILES", "SITMAP_BENCH_LOW_TILES"} {
		for _, n := range sizes(b) {
			b.Run(fmt.Sprintf("%s/%d", variable, n), func(b *testing.B) {
				list := tileList(b, variable)
				s := load(b, n)
				everything := DefaultFields | FieldSource | FieldActors | FieldPrecision
				nearlyAll := func(i int) Query {
					q := month(i % 3)
					q.To = q.To.AddDays(1000 + i%7)
					return q
				}
				b.Run("all", func(b *testing.B) { served(b, s, list, everything, func(int) Query { return Query{} }) })
				b.Run("30_days", func(b *testing.B) { served(b, s, list, everything, month) })
				b.Run("nearly_all_days", func(b *testing.B) { served(b, s, list, everything, nearlyAll) })
				// What a table of conflict events says of each: id, date, type, sides, killed, source, precision.
				b.Run("nearly_all_days_of_a_table", func(b *testing.B) {
					served(b, s, list, FieldID|FieldDateStart|FieldType|FieldActors|FieldKilled|FieldSource|FieldPrecision, nearlyAll)
				})
				b.Run("type", func(b *testing.B) {
					served(b, s, list, everything, func(i int) Query {
						return Query{Query: event.Query{Types: crowdWords.types[i%6 : i%6+1]}}
					})
				})
			})
		}
	}
}

func served(b *testing.B, s *Snapshot, list []tile.ID, fields Fields, query func(i int) Query) {
	b.Helper()
	var enc Encoders
	z, err := gzip.NewWriterLevel(io.Discard, 1)
	if err != nil {
		b.Fatal(err)
	}
	var plain []byte
	var out bytes.Buffer
	size, i := 0, 0
	done := cpu(b, len(list))
	for b.Loop() {
		for _, t := range list {
			i++
			plain = enc.Append(plain[:0], prepared(b, s, query(i)), t, fields)
			out.Reset()
			if len(plain) > 0 {
				z.Reset(&out)
				_, _ = z.Write(plain)
				_ = z.Close()
			}
			size += out.Len()
		}
	}
	done()
	b.ReportMetric(float64(size)/float64(b.N)/float64(len(list)), "bytes/tile")
}

func BenchmarkClusters(b *testing.B) {
	for _, n := range sizes(b) {
		s := load(b, n)
		g := s.Current()
		var enc Encoders
		for z := range uint32(BaseZoom) {
			t := busy(g, z)
			for name, query := range map[string]func(i int) Query{"all": func(int) Query { return Query{} }, "30_days": month} {
				b.Run(fmt.Sprintf("%d/z%d/%s", n, z, name), func(b *testing.B) {
					var buf []byte
					i := 0
					done := cpu(b, 1)
					for b.Loop() {
						i++
						buf = enc.Append(buf[:0], prepared(b, s, query(i)), t, DefaultFields)
					}
					done()
				})
			}
		}
	}
}

func BenchmarkCounts(b *testing.B) {
	for _, n := range sizes(b) {
		s := load(b, n)
		g := s.Current()
		area := orb.MultiPolygon{{{{35, 47}, {38, 47.5}, {39, 50}, {36, 51}, {35, 47}}}}
		for name, q := range map[string]Query{
			"all": {}, "30_days": month(1), "type": {Query: event.Query{Types: []string{"Battles"}}},
			"box": {Query: event.Query{Bounds: &orb.Bound{Min: orb.Point{35, 48}, Max: orb.Point{36, 50}}}}, "area": {Area: area},
			"many": {Query: event.Query{Types: crowdWords.types[:2], Sources: crowdWords.sources[:9], Actors: crowdWords.actors[:5]}, Killed: &Range{1, 9}},
		} {
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
	s := load(b, sizes(b)[0])
	g := s.Current()
	for b.Loop() {
		f := prepared(b, s, Query{Query: event.Query{Types: []string{"Battles"}}})
		g.List(f, Cursor{}, 1000)
	}
}
