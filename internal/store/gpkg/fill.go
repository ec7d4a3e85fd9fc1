package gpkg

import (
	"context"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"sync"
)

// OpenToFill is [Open] for a program that brings tables into a file and reads nothing
// of it meanwhile. If the file is new, bulk loads go straight into it, without the
// write-ahead log, which writes every page twice: what a transaction overwrites is kept
// in a rollback journal, and pages behind the old end of the file, nearly all of a
// load, need none. The promise is the same: a commit waits for the disk
// (synchronous=EXTRA): journal first, then the file, then the folder that the journal
// has left, so what [DB.PutAll] acknowledged survives a killed process and a power
// cut, and a load broken off leaves what the last commit left. Only readers are worse off: they wait while a load writes and give
// up after ten seconds.
//
// The first transaction that is no bulk load, and [DB.Close], turn the write-ahead log on.
func OpenToFill(ctx context.Context, path string) (*DB, error) {
	return openWith(ctx, path, true)
}

// filling is whether the file is without a write-ahead log for now.
type filling struct {
	mu sync.Mutex
	on bool
}

// still reports whether bulk loads go straight into the file.
func (f *filling) still() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.on
}

// endFilling turns the write-ahead log on. Another program that reads the file just
// then can forbid it: the file works without, and the next [Open] tries again. The
// writing connection is held.
func (db *DB) endFilling() error {
	db.fill.mu.Lock()
	defer db.fill.mu.Unlock()
	if !db.fill.on {
		return nil
	}
	var mode string
	if err := db.write.first(`PRAGMA journal_mode = WAL`, nil, &mode); err != nil {
		return fmt.Errorf("turn the write-ahead log on: %w", err)
	}
	db.fill.on = false
	return nil
}

// fillPragmas are the settings of the writing connection to a new file that is filled.
// With FULL alone a power cut could bring a removed journal back, and with it the state
// before the last commit; with a write-ahead log EXTRA is the same as FULL.
func fillPragmas() url.Values {
	out := maps.Clone(writePragmas)
	delete(out, "_journal_mode")
	pragmas := slices.Clone(out["_pragma"])
	pragmas[slices.Index(pragmas, "synchronous(FULL)")] = "synchronous(EXTRA)"
	out["_pragma"] = pragmas
	return out
}
