package gpkg

import (
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"sitmap/internal/store"
)

//go:embed migrations/*.sql
var migrations embed.FS

// schemaVersion is the number of the last migration in this program.
func schemaVersion() (int, error) {
	files, err := fs.Glob(migrations, "migrations/*.sql")
	return len(files), err
}

// migrate applies the migrations that the file lacks, all in one transaction.
// Two programs that open a new file at the same time wait for each other.
func migrate(db *conn, path string) (err error) {
	if err := db.begin(); err != nil {
		return fmt.Errorf("begin migration: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, db.rollback())
			return
		}
		if err = db.commit(); err != nil {
			err = errors.Join(fmt.Errorf("commit migration: %w", err), db.rollback())
		}
	}()
	if err := checkVersion(db, path); err != nil {
		return err
	}
	have, err := version(db)
	if err != nil {
		return err
	}
	if have == 0 {
		var tables int
		if err := db.first(`SELECT count(*) FROM sqlite_schema`, nil, &tables); err != nil {
			return err
		}
		if tables > 0 {
			return fmt.Errorf("%s: %w but an SQLite database of another program; name a new file for --db", path, store.ErrNotOurs)
		}
	}
	files, err := fs.Glob(migrations, "migrations/*.sql") // sorted by name
	if err != nil || have == len(files) {
		return err
	}
	for _, name := range files[have:] {
		text, err := migrations.ReadFile(name)
		if err != nil {
			return err
		}
		if err := db.run(string(text)); err != nil {
			return fmt.Errorf("%s: %w", strings.TrimPrefix(name, "migrations/"), err)
		}
	}
	if err := db.once(`INSERT OR REPLACE INTO sitmap_meta (key, value) VALUES ('schema_version', ?)`, nil, strconv.Itoa(len(files))); err != nil {
		return fmt.Errorf("write schema version: %w", err)
	}
	return nil
}

// version gives the schema version of the file; 0 is a file without tables.
func version(c *conn) (int, error) {
	var n int
	err := c.first(`SELECT count(*) FROM sqlite_schema WHERE name = 'sitmap_meta'`, nil, &n)
	if err != nil || n == 0 {
		return 0, err
	}
	var text string
	err = c.first(`SELECT value FROM sitmap_meta WHERE key = 'schema_version'`, nil, &text)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("%w: the table sitmap_meta names no schema version", store.ErrNotOurs)
	}
	if err != nil {
		return 0, err
	}
	v, err := strconv.Atoi(text)
	if err != nil || v < 1 {
		return 0, fmt.Errorf("%w: schema version %q is not a number", store.ErrNotOurs, text)
	}
	return v, nil
}

// checkVersion refuses a file whose schema this program does not know.
func checkVersion(c *conn, path string) error {
	have, err := version(c)
	if err != nil {
		return explain(path, err)
	}
	known, err := schemaVersion()
	if err != nil {
		return err
	}
	if have > known {
		return fmt.Errorf("%s: %w (schema %d, this one knows %d); install the newer version", path, store.ErrNewerSchema, have, known)
	}
	return nil
}
