package table

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"testing"

	"sitmap/internal/ingest"
)

// generated is an endless table cut off after n rows: reading it needs no memory of its own.
type generated struct {
	rows, n int
	r       *rand.Rand
	left    []byte
}

func (g *generated) Read(p []byte) (int, error) {
	for len(g.left) < len(p) && g.n < g.rows {
		if g.n == 0 {
			g.left = append(g.left, "id,lon,lat,date,type,actor1,actor2,fatalities,source,precision,notes\n"...)
		}
		g.n++
		g.left = fmt.Appendf(g.left, "%d,%.5f,%.5f,2024-%02d-%02d,Battles,Military Forces of Ukraine,Military Forces of Russia,%d,Agency %d,1,\"shelling, %d times, near the village\"\n",
			g.n, 32+8*g.r.Float64(), 46+6*g.r.Float64(), 1+g.r.IntN(12), 1+g.r.IntN(28), g.r.IntN(9), g.r.IntN(40), g.r.IntN(999))
	}
	n := copy(p, g.left)
	g.left = g.left[:copy(g.left, g.left[n:])]
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

// BenchmarkGenerated1M reads a million rows and reports the heap in use at its highest.
func BenchmarkGenerated1M(b *testing.B) {
	const rows = 1_000_000
	events, high := 0, uint64(0)
	for b.Loop() {
		events = 0
		err := Each(context.Background(), "gen.csv", &generated{rows: rows, r: rand.New(rand.NewPCG(1, 2))}, Options{}, func(it ingest.Item) error { //nolint:gosec // a test
			events += len(it.Events)
			if events%50_000 < 1000 {
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				high = max(high, m.HeapInuse)
			}
			return nil
		})
		if err != nil || events != rows {
			b.Fatal(events, err)
		}
	}
	b.ReportMetric(float64(rows*b.N)/b.Elapsed().Seconds(), "rows/s")
	b.ReportMetric(float64(high)/(1<<20), "MiB")
}
