package main

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"math"
	"path/filepath"
	"slices"
	"strings"

	"github.com/paulmach/orb"
	_ "modernc.org/sqlite" // the driver

	"sitmap/gazetteer"
	"sitmap/gazetteer/names"
)

// lite keeps the places in one SQLite file: a table with a b-tree over the name in
// small letters, FTS5 over words and over trigrams, an R*Tree over the points.
type lite struct {
	db   *sql.DB
	path string

	tree, words, trigrams, box *sql.Stmt
}

const liteSchema = `
PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;
CREATE TABLE places(ref INTEGER PRIMARY KEY, name TEXT NOT NULL, lower TEXT NOT NULL, country TEXT, lon REAL, lat REAL);
CREATE VIRTUAL TABLE words USING fts5(name, content='places', content_rowid='ref', tokenize='unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE trigrams USING fts5(name, content='places', content_rowid='ref', tokenize='trigram');
CREATE VIRTUAL TABLE points USING rtree(ref, west, east, south, north);`

const liteIndexes = `
CREATE INDEX places_lower ON places(lower);
INSERT INTO words(words) VALUES('rebuild');
INSERT INTO trigrams(trigrams) VALUES('rebuild');
INSERT INTO words(words) VALUES('optimize');
INSERT INTO trigrams(trigrams) VALUES('optimize');
INSERT INTO points SELECT ref, lon, lon, lat, lat FROM places;
ANALYZE;`

// buildSQLite writes the file and opens it for reading.
func buildSQLite(ctx context.Context, dir string, ix *gazetteer.Index) (*lite, error) {
	path := filepath.Join(dir, "places.sqlite")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return nil, err
	}
	defer db.Close() //nolint:errcheck // the errors that matter come before
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(ctx, liteSchema); err != nil {
		return nil, err
	}
	if err := fillSQLite(ctx, db, ix); err != nil {
		return nil, err
	}
	if _, err := db.ExecContext(ctx, liteIndexes); err != nil {
		return nil, err
	}
	return openSQLite(ctx, path)
}

func fillSQLite(ctx context.Context, db *sql.DB, ix *gazetteer.Index) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // nothing to do after Commit
	add, err := tx.PrepareContext(ctx, `INSERT INTO places VALUES(?,?,?,?,?,?)`)
	if err != nil {
		return err
	}
	defer add.Close()                        //nolint:errcheck // ends with the transaction
	for r := range gazetteer.Ref(ix.Len()) { //nolint:gosec // a count
		p, name := ix.Point(r), ix.Name(r)
		if _, err := add.ExecContext(ctx, int64(r), name, strings.ToLower(name), ix.CountryCode(r), p[0], p[1]); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// openSQLite opens a file that buildSQLite made, read only and mapped.
func openSQLite(ctx context.Context, path string) (*lite, error) {
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro&_pragma=mmap_size(1073741824)&_pragma=cache_size(-65536)")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	l := &lite{db: db, path: path}
	for _, s := range []struct {
		to  **sql.Stmt
		sql string
	}{
		{&l.tree, `SELECT ref FROM places WHERE lower = ?`},
		{&l.words, `SELECT rowid FROM words WHERE words MATCH ?`},
		{&l.trigrams, `SELECT rowid, name FROM trigrams WHERE trigrams MATCH ? ORDER BY rank LIMIT 100`},
		{&l.box, `SELECT ref, west, south FROM points WHERE east >= ? AND west <= ? AND north >= ? AND south <= ?`},
	} {
		if *s.to, err = db.PrepareContext(ctx, s.sql); err != nil { //nolint:sqlclosecheck // they live as long as db
			db.Close() //nolint:errcheck,gosec // the first error matters
			return nil, fmt.Errorf("%s: %w", s.sql, err)
		}
	}
	return l, nil
}

func (l *lite) close() { l.db.Close() } //nolint:errcheck,gosec // read only

func (*lite) name() string { return "SQLite" }

func (l *lite) ways(k kind) []way {
	switch k {
	case exact:
		return []way{{label: "SQLite, b-tree", do: l.byTree}, {label: "SQLite, FTS5 phrase", do: l.byWords}}
	case misspelt:
		return []way{{label: "SQLite, FTS5 trigrams, then edit distance", do: l.byTrigrams}}
	case script:
		return []way{{label: "SQLite, b-tree", do: l.byTree}}
	case near:
		return []way{{label: "SQLite, R*Tree, growing box", do: l.near}}
	}
	return nil
}

func (l *lite) refs(ctx context.Context, s *sql.Stmt, args ...any) ([]gazetteer.Ref, error) {
	rows, err := s.QueryContext(ctx, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // rows.Err tells
	var out []gazetteer.Ref
	for rows.Next() {
		var r gazetteer.Ref
		if err := rows.Scan(&r); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

func (l *lite) byTree(ctx context.Context, q question) ([]gazetteer.Ref, error) {
	return l.refs(ctx, l.tree, strings.ToLower(q.Text))
}

func (l *lite) byWords(ctx context.Context, q question) ([]gazetteer.Ref, error) {
	return l.refs(ctx, l.words, `^`+quoted(q.Text))
}

// byTrigrams asks for names that share trigrams and orders the best hundred by edit distance.
func (l *lite) byTrigrams(ctx context.Context, q question) ([]gazetteer.Ref, error) {
	text := []rune(strings.ToLower(q.Text))
	var parts []string
	for i := range len(text) - 2 {
		parts = append(parts, quoted(string(text[i:i+3])))
	}
	rows, err := l.trigrams.QueryContext(ctx, strings.Join(parts, " OR "))
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // rows.Err tells
	type hit struct {
		ref   gazetteer.Ref
		edits int
	}
	var hits []hit
	asked := names.Fold(q.Text)
	for rows.Next() {
		var h hit
		var name string
		if err := rows.Scan(&h.ref, &name); err != nil {
			return nil, err
		}
		h.edits = edits(names.Fold(name), asked)
		hits = append(hits, h)
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return a.edits - b.edits })
	var out []gazetteer.Ref
	for _, h := range hits[:min(answers, len(hits))] {
		out = append(out, h.ref)
	}
	return out, rows.Err()
}

func quoted(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// near widens a box until the ten nearest in it are nearer than its edge.
func (l *lite) near(ctx context.Context, q question) ([]gazetteer.Ref, error) {
	for half := 0.05; ; half *= 2 { // degrees
		wide := half / max(0.01, math.Cos(q.Point[1]*math.Pi/180))
		found, err := l.inBox(ctx, q.Point[0]-wide, q.Point[0]+wide, q.Point[1]-half, q.Point[1]+half)
		if err != nil {
			return nil, err
		}
		got := nearestOf(q.Point, maps.All(found))
		if half >= 180 {
			return got, nil
		}
		if len(got) == answers {
			edge := math.Sin(half / 2 * math.Pi / 180)
			if chord(found[got[answers-1]], q.Point) <= edge*edge {
				return got, nil
			}
		}
	}
}

func (l *lite) inBox(ctx context.Context, west, east, south, north float64) (map[gazetteer.Ref]orb.Point, error) {
	rows, err := l.box.QueryContext(ctx, west, east, south, north)
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // rows.Err tells
	out := map[gazetteer.Ref]orb.Point{}
	for rows.Next() {
		var r gazetteer.Ref
		var p orb.Point
		if err := rows.Scan(&r, &p[0], &p[1]); err != nil {
			return nil, err
		}
		out[r] = p
	}
	return out, rows.Err()
}

// edits counts the letters to put in, leave out or exchange, and the swaps of neighbours.
func edits(a, b string) int {
	x, y := []rune(a), []rune(b)
	rows := make([][]int, len(x)+1)
	for i := range rows {
		rows[i] = make([]int, len(y)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(x); i++ {
		for j := 1; j <= len(y); j++ {
			v := rows[i-1][j-1]
			if x[i-1] != y[j-1] {
				v = min(v, rows[i-1][j], rows[i][j-1]) + 1
			}
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				v = min(v, rows[i-2][j-2]+1)
			}
			rows[i][j] = v
		}
	}
	return rows[len(x)][len(y)]
}

// sizes gives what the tables and indexes take, from SQLite's own count of pages.
func (l *lite) sizes(ctx context.Context) ([]part, error) {
	rows, err := l.db.QueryContext(ctx, `SELECT CASE
		WHEN name = 'places' THEN 'table' WHEN name = 'places_lower' THEN 'b-tree'
		WHEN name GLOB 'words*' THEN 'FTS5 words' WHEN name GLOB 'trigrams*' THEN 'FTS5 trigrams'
		WHEN name GLOB 'points*' THEN 'R*Tree' ELSE 'other' END AS part, sum(pgsize) FROM dbstat GROUP BY part ORDER BY part`)
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // rows.Err tells
	var out []part
	for rows.Next() {
		var p part
		if err := rows.Scan(&p.label, &p.bytes); err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, rows.Err()
}

func (l *lite) version(ctx context.Context) string {
	var v string
	if err := l.db.QueryRowContext(ctx, `SELECT sqlite_version()`).Scan(&v); err != nil {
		return "of unknown version"
	}
	return v
}
