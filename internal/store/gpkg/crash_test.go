package gpkg

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"sitmap/internal/event"
	"sitmap/internal/store"
	"sitmap/internal/store/storetest"
)

// TestCrash kills a writing process again and again, at a different moment each
// time, also while it makes the file; every acknowledged report must be there.
func TestCrash(t *testing.T) {
	path := filepath.Join(t.TempDir(), "crash.gpkg")
	last, have := -1, 0
	for round := range 8 {
		cmd := exec.Command(os.Args[0], "-test.run=^$")
		cmd.Env = append(os.Environ(), crashEnv+"="+path)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		kill := time.AfterFunc(time.Duration(5+17*round)*time.Millisecond, func() { _ = cmd.Process.Kill() })
		if round > 3 { // the later ones live until they have stored something
			kill.Stop()
			time.AfterFunc(10*time.Second, func() { _ = cmd.Process.Kill() })
		}
		seen := 0
		for lines := bufio.NewScanner(out); lines.Scan(); {
			var n int
			if _, err := fmt.Sscanf(lines.Text(), "stored %d", &n); err != nil {
				continue
			}
			last = max(last, n)
			if seen++; round > 3 && seen == 5+3*round {
				_ = cmd.Process.Kill()
			}
		}
		_ = cmd.Wait() // it was killed
		have = checkCrashed(t, path, last, max(have, last+1))
	}
	if last < 50 {
		t.Errorf("only %d reports were stored before the kills; the test shows nothing", last+1)
	}
}

// checkCrashed finds the reports up to last, and at least as many as least, whole;
// it gives how many there are. One more may have been stored and not acknowledged.
func checkCrashed(t *testing.T, path string, last, least int) int {
	t.Helper()
	db, err := Open(t.Context(), path)
	if err != nil {
		t.Fatalf("open after a kill: %v", err)
	}
	defer db.Close()
	for n := range last + 1 {
		want := storetest.Report(n)
		if _, err := db.Report(t.Context(), want.ID); err != nil {
			t.Fatalf("acknowledged report %d: %v", n, err)
		}
		if _, err := db.Event(t.Context(), storetest.Event(want, 1).ID); err != nil {
			t.Fatalf("event of acknowledged report %d: %v", n, err)
		}
	}
	// What was not acknowledged is there whole or not at all.
	n, err := db.Count(t.Context(), event.Query{})
	if err != nil || n < least || n > least+1 {
		t.Errorf("got %d events, %v, want %d or one more", n, err, least)
	}
	reports, err := db.Reports(t.Context(), "", 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range reports {
		if evs, err := db.Events(t.Context(), event.Query{Report: r.ID}); err != nil || len(evs) != 1 || len(evs[0].Where) != 1 {
			t.Errorf("report %s: got %d events, %v, want its one", r.ID, len(evs), err)
		}
	}
	checkFile(t, db)
	return n
}

// TestCrashInBulk kills a load of a table at different moments of its transactions
// and begins it again: what was acknowledged is there, every transaction is there
// whole or not at all, and no trigger or index is missing.
func TestCrashInBulk(t *testing.T) {
	path := filepath.Join(t.TempDir(), "bulk.gpkg")
	last := -1
	for round := range 6 {
		last = max(last, loadAndKill(t, bulkEnv, path, 2*round+1, time.Duration(9*round)*time.Millisecond))
		checkBulk(t, path, last)
	}
	if last < 8 {
		t.Errorf("only %d transactions were stored before the kills; the test shows nothing", last+1)
	}
}

// TestCrashWhileFilling does the same with loads that go straight into a new file.
func TestCrashWhileFilling(t *testing.T) {
	journals := 0
	for round := range 5 {
		path := filepath.Join(t.TempDir(), "fill.gpkg")
		last := loadAndKill(t, fillEnv, path, round+1, time.Duration(11*round)*time.Millisecond)
		if _, err := os.Stat(path + "-journal"); err == nil {
			journals++
		}
		if _, err := os.Stat(path + "-wal"); err == nil {
			t.Error("there is a write-ahead log beside a file that is being filled")
		}
		if last < round-1 {
			t.Errorf("round %d: only %d transactions were stored before the kill", round, last+1)
		}
		checkBulk(t, path, last)
	}
	if journals == 0 {
		t.Error("no load was killed inside a transaction; the test shows nothing")
	}
}

// loadAndKill starts a load and kills it a while after it has begun a transaction; it gives the last one acknowledged.
func loadAndKill(t *testing.T, env, path string, begun int, after time.Duration) int {
	t.Helper()
	last := -1
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), env+"="+path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		var n int
		if _, err := fmt.Sscanf(lines.Text(), "stored %d", &n); err == nil {
			last = max(last, n)
		}
		if _, err := fmt.Sscanf(lines.Text(), "begun %d", &n); err == nil && n == begun {
			time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
		}
	}
	_ = cmd.Wait() // it was killed
	return last
}

func checkBulk(t *testing.T, path string, last int) {
	t.Helper()
	db, err := Open(t.Context(), path)
	if err != nil {
		t.Fatalf("open after a kill: %v", err)
	}
	defer db.Close()
	n, err := db.Count(t.Context(), event.Query{})
	if err != nil || n%(bulkChunks*bulkRows) != 0 || n < (last+1)*bulkChunks*bulkRows {
		t.Errorf("got %d events, %v, want whole transactions, and at least %d of them", n, err, last+1)
	}
	var triggers, changes int
	err = db.read.QueryRowContext(t.Context(), `SELECT count(*), (SELECT count(*) FROM sitmap_changes WHERE event NOTNULL) FROM sqlite_schema
		WHERE type = 'trigger' AND name IN ('events_added', 'rtree_event_places_geom_insert', 'rtree_event_regions_geom_insert')`).Scan(&triggers, &changes)
	if err != nil || triggers != 3 || changes != n {
		t.Errorf("got %d triggers and %d changes, %v, want 3 and %d", triggers, changes, err, n)
	}
	checkFile(t, db)
}

// TestPutIsAllOrNothing breaks off in the middle of a transaction.
func TestPutIsAllOrNothing(t *testing.T) {
	db := open(t)
	var entries []store.Entry
	for n := range 20 {
		r := storetest.Report(n)
		entries = append(entries, store.Entry{Report: r, Events: []event.Event{storetest.Event(r, 1, orb.Point{1, 2})}})
	}
	entries[19].Events[0].ID = entries[3].Events[0].ID // found only when it is written
	if _, err := db.PutAll(t.Context(), entries); err == nil {
		t.Fatal("an event of two reports was stored")
	}
	if v, err := db.Version(t.Context()); v != 0 || err != nil {
		t.Errorf("version: got %d, %v, want 0", v, err)
	}
	checkFile(t, db)
}
