package gpkg

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"sitmap/internal/store"
	"sitmap/internal/store/storetest"
)

// BenchmarkBulk loads a table of SITMAP_BULK_EVENTS (default 100,000) events into a new file,
// 10,000 events a transaction. It counts the events it stores in a second and the bytes of the file.
func BenchmarkBulk(b *testing.B) {
	n := 100_000
	if s := os.Getenv("SITMAP_BULK_EVENTS"); s != "" {
		var err error
		if n, err = strconv.Atoi(s); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		db, err := Open(b.Context(), filepath.Join(b.TempDir(), "bulk.gpkg"))
		if err != nil {
			b.Fatal(err)
		}
		const rows, chunks = 1000, 10
		for at := 0; at < n/rows; at += chunks {
			batch := make([]store.Entry, chunks)
			for i := range batch {
				batch[i] = storetest.Table(at+i, rows)
			}
			if _, err := db.PutAll(b.Context(), batch); err != nil {
				b.Fatal(err)
			}
		}
		if err := db.Close(); err != nil {
			b.Fatal(err)
		}
		info, err := os.Stat(db.path)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(info.Size())/float64(n), "bytes/event")
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "events/s")
}
