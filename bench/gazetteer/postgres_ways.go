package main

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/paulmach/orb"

	"sitmap/gazetteer"
)

func pgPoint(p orb.Point) pgtype.Point {
	return pgtype.Point{P: pgtype.Vec2{X: p[0], Y: p[1]}, Valid: true}
}

func (*postgres) name() string { return "PostgreSQL" }

func (g *postgres) ways(k kind) []way {
	switch k {
	case exact:
		return []way{{label: "PostgreSQL, b-tree, a statement each", do: g.byTree}, {label: "PostgreSQL, b-tree, all in one statement", all: g.inside}}
	case misspelt:
		return []way{{label: "PostgreSQL, pg_trgm GIN", do: g.byTrigrams}}
	case script:
		return []way{{label: "PostgreSQL, b-tree", do: g.byTree}, {label: "PostgreSQL, pg_trgm GIN", do: g.byTrigrams}}
	case near:
		return []way{{label: "PostgreSQL, GiST point <->", do: g.near}}
	}
	return nil
}

// refs runs a statement; pgx prepares it the first time.
func (g *postgres) refs(ctx context.Context, sql string, args ...any) ([]gazetteer.Ref, error) {
	rows, err := g.Conn.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (gazetteer.Ref, error) {
		var r int32
		err := row.Scan(&r)
		return gazetteer.Ref(r), err //nolint:gosec // never negative
	})
}

func (g *postgres) byTree(ctx context.Context, q question) ([]gazetteer.Ref, error) {
	return g.refs(ctx, `SELECT ref FROM places WHERE lower(name) = lower($1)`, q.Text)
}

func (g *postgres) byTrigrams(ctx context.Context, q question) ([]gazetteer.Ref, error) {
	return g.refs(ctx, `SELECT ref FROM places WHERE name % $1 ORDER BY similarity(name, $1) DESC LIMIT 10`, q.Text)
}

// near takes forty by degrees, since the server's <-> knows no sphere, and orders them by distance.
func (g *postgres) near(ctx context.Context, q question) ([]gazetteer.Ref, error) {
	rows, err := g.Conn.Query(ctx, `SELECT ref, spot FROM places ORDER BY spot <-> $1 LIMIT 40`, pgPoint(q.Point))
	if err != nil {
		return nil, err
	}
	found := map[gazetteer.Ref]orb.Point{}
	var r int32
	var p pgtype.Point
	_, err = pgx.ForEachRow(rows, []any{&r, &p}, func() error {
		found[gazetteer.Ref(r)] = orb.Point{p.P.X, p.P.Y} //nolint:gosec // never negative
		return nil
	})
	return nearestOf(q.Point, maps.All(found)), err
}

// inside answers all questions in one statement, without a word between client and server.
func (g *postgres) inside(ctx context.Context, qs []question) (int, error) {
	texts := make([]string, len(qs))
	for i, q := range qs {
		texts[i] = q.Text
	}
	var n int
	err := g.Conn.QueryRow(ctx, `SELECT count(p.ref) FROM unnest($1::text[]) AS q(name),
		LATERAL (SELECT ref FROM places WHERE lower(name) = lower(q.name) OFFSET 0) AS p`, texts).Scan(&n)
	return n, err
}

func (g *postgres) sizes(ctx context.Context) ([]part, error) {
	rows, err := g.Conn.Query(ctx, `SELECT 'table', pg_table_size('places')
		UNION ALL SELECT substr(indexrelid::regclass::text, 8), pg_relation_size(indexrelid) FROM pg_index WHERE indrelid = 'places'::regclass`)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (part, error) {
		var p part
		err := row.Scan(&p.label, &p.bytes)
		return p, err
	})
}

// memory adds up the cluster's processes, each shared page once. What the
// server reads through the system's file cache is not in it.
func (g *postgres) memory() (memory, error) {
	var m memory
	pid, err := g.Pid()
	if err != nil {
		return m, err
	}
	first := strconv.Itoa(pid)
	tasks, err := os.ReadFile(filepath.Join("/proc", first, "task", first, "children"))
	if err != nil {
		return m, err
	}
	for _, pid := range append(strings.Fields(string(tasks)), first) {
		all, err := status(pid+"/smaps_rollup", "Pss:")
		if err != nil {
			return m, err
		}
		file, err := status(pid+"/smaps_rollup", "Pss_File:")
		if err != nil {
			return m, err
		}
		m.Resident += all
		m.Own += all - file
	}
	return m, nil
}

// status reads a line "Name:  123 kB" of a file in /proc and gives bytes.
func status(file, name string) (int64, error) {
	b, err := os.ReadFile(filepath.Join("/proc", file))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(b)) {
		if w := strings.Fields(line); len(w) > 1 && w[0] == name {
			n, err := strconv.ParseInt(w[1], 10, 64)
			return n << 10, err
		}
	}
	return 0, fmt.Errorf("%s has no line %s", file, name)
}

func (g *postgres) version(ctx context.Context) string {
	var v string
	if err := g.Conn.QueryRow(ctx, `SHOW server_version`).Scan(&v); err != nil {
		return "of unknown version"
	}
	return v
}

// cpu gives the processor time of the server's process for this connection.
func (g *postgres) cpu() (time.Duration, error) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/schedstat", g.Conn.PgConn().PID()))
	if err != nil {
		return 0, err
	}
	ns, _, _ := strings.Cut(string(b), " ")
	n, err := strconv.ParseInt(ns, 10, 64)
	return time.Duration(n), err
}
