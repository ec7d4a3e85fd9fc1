package archive

import (
	"compress/gzip"
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"

	"sitmap/geo/tile"
	"sitmap/internal/ingest/rows"
	"sitmap/internal/snapshot"
)

// BenchmarkFromRows makes whole archives, z0-14, of clustered rows of eight columns;
// ns/row is the figure to compare with BenchmarkGzip's.
func BenchmarkFromRows(b *testing.B) {
	for _, n := range []int{1000, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			l := scattered(rand.New(rand.NewPCG(13, 13)), n)
			path := filepath.Join(b.TempDir(), "a.pmtiles")
			for b.Loop() {
				l.at = 0
				res, err := FromRows(b.Context(), l.source(nil), Options{Path: path, MaxZoom: 14})
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(res.Bytes)/float64(n), "bytes/row")
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/row")
		})
	}
}

// BenchmarkGzip packs the same rows as a table, at level 6.
func BenchmarkGzip(b *testing.B) {
	const n = 100_000
	l := scattered(rand.New(rand.NewPCG(13, 13)), n)
	for b.Loop() {
		z := gzip.NewWriter(io.Discard)
		for _, r := range l.rows {
			for _, v := range r.Values {
				_, _ = io.WriteString(z, v)
				_, _ = z.Write([]byte{','})
			}
		}
		_ = z.Close()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/row")
}

// BenchmarkTile writes one tile of many points, packed and not.
func BenchmarkTile(b *testing.B) {
	p := &points{null: func(string) bool { return false }}
	r := rand.New(rand.NewPCG(14, 14))
	const n = 10_000
	for i := range n {
		at := orb.Point{35.1 + r.Float64()*0.2, 51 + r.Float64()*0.1}
		x, y, _ := tile.Position(at)
		if err := p.add(at, x, y, []string{fmt.Sprint("words of event ", i), "Armed clash", fmt.Sprint(i % 7)}, func(i int) string { return fmt.Sprint("column", i) }); err != nil {
			b.Fatal(err)
		}
	}
	s := p.sort()
	if err := s.cut(snapshot.BaseZoom, 14); err != nil {
		b.Fatal(err)
	}
	e, pk := newEncoder(s), newPacker(tileLevel, nil)
	t := tileOf{lo: 0, hi: s.run(0, 9)}
	b.ReportAllocs()
	for b.Loop() {
		pk.data = pk.data[:0]
		if err := e.write(pk, 9, t); err != nil {
			b.Fatal(err)
		}
		if err := pk.end(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*(t.hi-t.lo)), "ns/point")
}

var _ rows.Reader = (*list)(nil)
