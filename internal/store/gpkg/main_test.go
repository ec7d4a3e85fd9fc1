package gpkg

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/paulmach/orb"

	"sitmap/internal/event"
	"sitmap/internal/store"
	"sitmap/internal/store/storetest"
)

// The test program is its own child in some tests; these name the file that the child works on.
const (
	crashEnv    = "SITMAP_TEST_CRASH_DB"
	bulkEnv     = "SITMAP_TEST_BULK_DB"
	fillEnv     = "SITMAP_TEST_FILL_DB"
	readOnlyEnv = "SITMAP_TEST_READONLY_DB"
)

func TestMain(m *testing.M) {
	if path := os.Getenv(crashEnv); path != "" {
		fmt.Println(writeUntilKilled(path))
		os.Exit(1)
	}
	if path := os.Getenv(bulkEnv); path != "" {
		fmt.Println(loadUntilKilled(path, Open))
		os.Exit(1)
	}
	if path := os.Getenv(fillEnv); path != "" {
		fmt.Println(loadUntilKilled(path, OpenToFill))
		os.Exit(1)
	}
	if path := os.Getenv(readOnlyEnv); path != "" {
		db, err := Open(context.Background(), path)
		fmt.Println("open says:", err)
		if err == nil {
			_ = db.Close()
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// writeUntilKilled names on standard output every report whose Put came back.
func writeUntilKilled(path string) error {
	ctx := context.Background()
	db, err := Open(ctx, path)
	if err != nil {
		return err
	}
	first, err := db.Count(ctx, event.Query{})
	if err != nil {
		return err
	}
	for n := first; ; n++ {
		r := storetest.Report(n)
		ev := storetest.Event(r, 1, orb.Point{float64(n % 180), float64(n % 80)})
		if _, err := db.Put(ctx, r, []event.Event{ev}); err != nil {
			return err
		}
		fmt.Println("stored", n)
	}
}

// The size of a transaction of loadUntilKilled.
const bulkChunks, bulkRows = 2, 600

// loadUntilKilled loads a table that has no end, from its beginning, and names on
// standard output every transaction that came back.
func loadUntilKilled(path string, open func(context.Context, string) (*DB, error)) error {
	ctx := context.Background()
	db, err := open(ctx, path)
	if err != nil {
		return err
	}
	for n := 0; ; n++ {
		var batch []store.Entry
		for i := range bulkChunks {
			batch = append(batch, storetest.Table(n*bulkChunks+i, bulkRows))
		}
		fmt.Println("begun", n)
		if _, err := db.PutAll(ctx, batch); err != nil {
			return err
		}
		fmt.Println("stored", n)
	}
}
