package gpkg

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"

	"sitmap/internal/event"
	"sitmap/internal/store"
	"sitmap/internal/store/storetest"
)

// TestFill fills a new file with tables, then stores a report: the log is turned on
// for it, and the file is the same as one that had it from the beginning.
func TestFill(t *testing.T) {
	path := filepath.Join(t.TempDir(), "fill.gpkg")
	db, err := OpenToFill(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	mode := func(want string) {
		t.Helper()
		var got string
		if err := db.write.first(`PRAGMA journal_mode`, nil, &got); err != nil || got != want {
			t.Errorf("journal mode: got %s, %v, want %s", got, err, want)
		}
	}
	var synchronous int
	if err := db.write.first(`PRAGMA synchronous`, nil, &synchronous); err != nil || synchronous != 3 {
		t.Errorf("synchronous: got %d, %v, want 3, EXTRA", synchronous, err)
	}
	table := []store.Entry{storetest.Table(1, bulkEvents), storetest.Table(2, bulkEvents)}
	for _, again := range []bool{false, true} { // the second time changes nothing
		res, err := db.PutAll(t.Context(), table)
		if err != nil || res[0].Changed() == again {
			t.Fatalf("again %v: got %+v, %v", again, res, err)
		}
		mode("delete")
	}
	checkFile(t, db)
	r := storetest.Report(1)
	if _, err := db.Put(t.Context(), r, []event.Event{storetest.Event(r, 1, orb.Point{8, 50})}); err != nil {
		t.Fatal(err)
	}
	mode("wal")
	if _, err := db.PutAll(t.Context(), []store.Entry{storetest.Table(3, bulkEvents)}); err != nil {
		t.Fatal(err)
	}
	mode("wal")
	var keys int
	if err := db.write.first(`PRAGMA foreign_keys`, nil, &keys); err != nil || keys != 1 {
		t.Errorf("foreign keys after a bulk load: got %d, %v, want 1", keys, err)
	}
	if n, err := db.Count(t.Context(), event.Query{}); err != nil || n != 3*bulkEvents+1 {
		t.Errorf("got %d events, %v", n, err)
	}
	checkFile(t, db)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	// A file that is there already keeps its log.
	if db, err = OpenToFill(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	mode("wal")
}

// TestCloseEndsFilling leaves a file behind that readers do not block.
func TestCloseEndsFilling(t *testing.T) {
	path := filepath.Join(t.TempDir(), "fill.gpkg")
	db, err := OpenToFill(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.PutAll(t.Context(), []store.Entry{storetest.Table(1, bulkEvents)}); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	head, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	// Bytes 18 and 19 say how the file is written and read; 2 is a write-ahead log (https://www.sqlite.org/fileformat2.html).
	if head[18] != 2 || head[19] != 2 {
		t.Errorf("got versions %d and %d in the file, want 2 and 2", head[18], head[19])
	}
}
