package gpkg

import (
	"context"
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
func migrate(ctx context.Context, db *sql.DB, path string) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin migration: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // after Commit this does nothing
	if err := checkVersion(ctx, tx, path); err != nil {
		return err
	}
	have, err := version(ctx, tx)
	if err != nil {
		return err
	}
	if have == 0 {
		var tables int
		if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema`).Scan(&tables); err != nil {
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
		if _, err := tx.ExecContext(ctx, string(text)); err != nil {
			return fmt.Errorf("%s: %w", strings.TrimPrefix(name, "migrations/"), err)
		}
	}
	_, err = tx.ExecContext(ctx, `INSERT OR REPLACE INTO sitmap_meta (key, value) VALUES ('schema_version', ?)`, strconv.Itoa(len(files)))
	if err != nil {
		return fmt.Errorf("write schema version: %w", err)
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit migration: %w", err)
	}
	return nil
}

// queryer is a connection or a transaction.
type queryer interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// version gives the schema version of the file; 0 is a file without tables.
func version(ctx context.Context, q queryer) (int, error) {
	var n int
	err := q.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema WHERE name = 'sitmap_meta'`).Scan(&n)
	if err != nil || n == 0 {
		return 0, err
	}
	var text string
	err = q.QueryRowContext(ctx, `SELECT value FROM sitmap_meta WHERE key = 'schema_version'`).Scan(&text)
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
func checkVersion(ctx context.Context, q queryer, path string) error {
	have, err := version(ctx, q)
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
