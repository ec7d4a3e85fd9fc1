package gpkg

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/paulmach/orb"

	"sitmap/internal/event"
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

// TestPackedTree packs many boxes into R*Trees that have few, none and many already,
// takes some away through SQLite, and has SQLite check the trees.
func TestPackedTree(t *testing.T) {
	db := open(t)
	r := storetest.Report(1)
	if _, err := db.Put(t.Context(), r, []event.Event{storetest.Event(r, 1, orb.Point{35, 49}), storetest.Event(r, 2, orb.Point{-70, -30})}); err != nil {
		t.Fatal(err)
	}
	for n := range 4 { // the root becomes a node, splits, and grows
		if _, err := db.PutAll(t.Context(), []store.Entry{storetest.Table(2*n, 1500), storetest.Table(2*n+1, 500)}); err != nil {
			t.Fatal(err)
		}
		for _, ev := range storetest.Table(2*n, 1500).Events[:20] {
			if err := db.Delete(t.Context(), ev.ID); err != nil {
				t.Fatal(err)
			}
		}
		late := storetest.Report(100 + n)
		if _, err := db.Put(t.Context(), late, []event.Event{storetest.Event(late, 1, orb.Point{35.5, 49.5})}); err != nil {
			t.Fatal(err)
		}
		checkFile(t, db)
	}
	var depth int
	if err := db.read.QueryRowContext(t.Context(), `SELECT rtreedepth(data) FROM rtree_event_places_geom_node WHERE nodeno = 1`).Scan(&depth); err != nil || depth < 2 {
		t.Errorf("depth: got %d, %v, want 2 or more: the upper nodes were never split", depth, err)
	}
	for _, ev := range storetest.Table(3, 500).Events[:50] {
		p := ev.Where[0].Point
		box := orb.Bound{Min: p, Max: p}
		if got, err := db.Events(t.Context(), event.Query{Bounds: &box}); err != nil || len(got) == 0 {
			t.Errorf("the event at %v is not found by its point (%v)", p, err)
		}
	}
}

func TestBoxesHoldTheirPoints(t *testing.T) {
	for _, v := range []float64{0, 1, -1, 35.3275, -179.99999999, 1e-300, -1e-300, 180, 51.10306} {
		if float64(down(v)) > v || float64(up(v)) < v || float64(up(v))-float64(down(v)) > 2e-5 {
			t.Errorf("%v: got %v to %v", v, down(v), up(v))
		}
	}
}

func TestDamagedNode(t *testing.T) {
	for _, data := range [][]byte{nil, {0, 0}, {0, 0, 0, 9, 1, 2}, {0, 0, 255, 255}} {
		if _, err := parseNode(1, data); err == nil {
			t.Errorf("%v was taken for a node", data)
		}
	}
}
