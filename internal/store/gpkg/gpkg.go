// Package gpkg is the store that ships: one file that is a valid GeoPackage 1.3,
// so that QGIS and ogrinfo open it while sitmap writes to it. [Open] makes or opens
// one; [DB] keeps the promises of package store.
//
// The layers event_places (points) and event_regions (areas) are for reading in a
// GIS; the tables events and reports hold everything. Editing them by another
// program than sitmap leaves the detail column behind.
//
// One connection writes, several read beside it (write-ahead log). A commit waits
// for the disk (synchronous=FULL): what was acknowledged survives a lost process
// and a power cut, as far as the disk keeps its own word. [DB.PutAll] pays for that
// wait once for many reports. Network file systems are not supported, because
// SQLite's locks do not hold on them.
package gpkg

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	sqlite3 "modernc.org/sqlite/lib"

	"sitmap/internal/store"
)

// readers is how many queries run at the same time; the machine's memory, not its
// cores, is what they cost.
const readers = 4

// DB is an open store. Its methods may be called from many goroutines.
type DB struct {
	path  string // as it was given
	abs   string
	read  *sql.DB
	write *conn
	stmts statements
	log   checkpoints
	fill  filling
	grams *trigrams // belongs to the transaction that writes
}

// Open opens the store in the file path and makes it if there is none (an empty
// file counts as none; the folder must exist). Errors wrap [store.ErrNotOurs] for a file that is something else and
// [store.ErrNewerSchema] for one that a newer sitmap wrote; such files are left as
// they are.
func Open(ctx context.Context, path string) (*DB, error) {
	return openWith(ctx, path, false)
}

// openWith opens a store; toFill is for [OpenToFill].
func openWith(ctx context.Context, path string, toFill bool) (*DB, error) {
	abs, fresh, err := locate(path)
	if err != nil {
		return nil, err
	}
	drv, err := newDriver()
	if err != nil {
		return nil, err
	}
	if !fresh {
		if err := probe(path, abs); err != nil {
			return nil, err
		}
	}
	settings := writePragmas
	if toFill && fresh {
		settings = fillPragmas()
	}
	write, err := connect(abs, settings)
	if err != nil {
		return nil, explain(path, err)
	}
	db := &DB{
		path: path, abs: abs, write: write, read: sql.OpenDB(connector{drv, dsn(abs, readPragmas)}),
		grams: newTrigrams(&folder{drv, map[rune][]rune{}}),
	}
	db.fill.on = toFill && fresh
	db.read.SetMaxOpenConns(readers)
	db.read.SetMaxIdleConns(readers)
	if err := db.write.use(ctx, db.start); err != nil {
		return nil, errors.Join(explain(path, err), db.closeConns())
	}
	return db, nil
}

// start brings the schema up to date and prepares what is called often.
func (db *DB) start() error {
	if err := migrate(db.write, db.path); err != nil {
		return err
	}
	// GDAL reads the application id from the first page of the file itself, so that
	// page must not wait in the log.
	if err := db.write.run(`PRAGMA wal_checkpoint(PASSIVE)`); err != nil {
		return fmt.Errorf("write the log back: %w", err)
	}
	return db.prepare()
}

// Close writes the log back into the file and closes it. The file is then complete in itself.
func (db *DB) Close() error {
	db.log.wait()
	return errors.Join(explain(db.path, db.write.use(context.Background(), db.endFilling)), db.closeConns())
}

func (db *DB) closeConns() error { return errors.Join(db.read.Close(), db.write.close()) }

// Path gives the file's name as it was given to [Open].
func (db *DB) Path() string { return db.path }

// locate finds out what is at path: fresh means nothing yet.
func locate(path string) (abs string, fresh bool, err error) {
	if path == "" {
		return "", false, fmt.Errorf("no database file is named; name one, for example events.gpkg")
	}
	abs, err = filepath.Abs(path)
	if err != nil {
		return "", false, fmt.Errorf("database %s: %w", path, err)
	}
	info, err := os.Stat(abs)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if dir, err := os.Stat(filepath.Dir(abs)); err != nil || !dir.IsDir() {
			return "", false, fmt.Errorf("database %s cannot be made: there is no folder %s; make it first", path, filepath.Dir(path))
		}
		return abs, true, nil
	case err != nil:
		return "", false, fmt.Errorf("database %s: %w", path, err)
	case info.IsDir():
		return "", false, fmt.Errorf("database %s is a folder; name a file in it, for example %s", path, filepath.Join(path, "events.gpkg"))
	}
	return abs, info.Size() == 0, nil
}

// probe looks at an existing file without changing a byte of it, unless a killed
// program left half a change in it that must be rolled back before anybody can read.
func probe(path, abs string) error {
	settings := probeSettings(abs)
	err := probeAs(path, abs, settings)
	if code, ok := resultCode(err); ok && code&0xff == sqlite3.SQLITE_READONLY {
		settings.Set("mode", "rw")
		err = probeAs(path, abs, settings)
	}
	return err
}

func probeAs(path, abs string, settings url.Values) error {
	c, err := connect(abs, settings)
	if err != nil {
		return explain(path, err)
	}
	return errors.Join(probeIn(c, path), c.close())
}

func probeIn(c *conn, path string) error {
	var app, tables, meta int
	if err := c.first(`PRAGMA application_id`, nil, &app); err != nil {
		return explain(path, err)
	}
	err := c.first(`SELECT count(*), coalesce(sum(name = 'sitmap_meta'), 0) FROM sqlite_schema WHERE type = 'table'`, nil, &tables, &meta)
	switch {
	case err != nil:
		return explain(path, err)
	case meta > 0:
		return checkVersion(c, path)
	case tables == 0 && app == 0:
		return nil // an empty database: sitmap was stopped before it made the first table
	case app == applicationID:
		return fmt.Errorf("%s: %w but a GeoPackage of another program; name a new file for --db", path, store.ErrNotOurs)
	}
	return fmt.Errorf("%s: %w but an SQLite database of another program; name a new file for --db", path, store.ErrNotOurs)
}

// probeSettings open a file for reading only. A reader of a file with a write-ahead
// log makes two files beside it and may not remove them; when there is no log or
// journal, nobody is writing, and the file is read as one that does not change,
// which makes none.
func probeSettings(abs string) url.Values {
	settings := url.Values{"mode": {"ro"}, "_pragma": {"busy_timeout(10000)"}}
	for _, suffix := range []string{"-wal", "-journal"} {
		if _, err := os.Stat(abs + suffix); err == nil {
			return settings
		}
	}
	settings.Set("immutable", "1")
	return settings
}

// applicationID is "GPKG" in the header of an SQLite file.
const applicationID = 0x47504B47

// explain puts a sentence for people around the errors of SQLite that they can do something about.
func explain(path string, err error) error {
	code, ok := resultCode(err)
	if !ok {
		return err
	}
	switch code & 0xff {
	case sqlite3.SQLITE_NOTADB:
		return fmt.Errorf("%s: %w: it is not an SQLite file; name a new file for --db", path, store.ErrNotOurs)
	case sqlite3.SQLITE_CORRUPT:
		return fmt.Errorf("database %s is damaged (%w); restore it from a backup", path, err)
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
		return fmt.Errorf("database %s cannot be written (%w); make the file and its folder writable", path, err)
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return fmt.Errorf("database %s is locked by another program (%w); close it there and try again", path, err)
	case sqlite3.SQLITE_FULL:
		return fmt.Errorf("the disk of database %s is full (%w); nothing of this step was stored", path, err)
	}
	return fmt.Errorf("database %s: %w", path, err)
}
