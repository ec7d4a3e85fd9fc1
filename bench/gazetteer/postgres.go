package main

import (
	"context"
	"strings"

	"github.com/jackc/pgx/v5"

	"sitmap/bench/pg"
	"sitmap/gazetteer"
)

// postgres keeps the places in a server of its own.
type postgres struct {
	*pg.Server
	ix *gazetteer.Index
}

const pgSchema = `
CREATE EXTENSION pg_trgm;
CREATE TABLE places(ref integer PRIMARY KEY, name text NOT NULL, country text, spot point NOT NULL)`

const pgIndexes = `
CREATE INDEX places_lower ON places(lower(name));
CREATE INDEX places_trgm ON places USING gin (name gin_trgm_ops);
CREATE INDEX places_spot ON places USING gist (spot);`

// startPostgres makes the server and fills it.
func startPostgres(ctx context.Context, dir string, ix *gazetteer.Index) (*postgres, error) {
	s, err := pg.Start(ctx, dir)
	if err != nil {
		return nil, err
	}
	g := &postgres{s, ix}
	if err := g.fill(ctx); err != nil {
		g.Down()
		return nil, err
	}
	return g, nil
}

func (g *postgres) fill(ctx context.Context) error {
	if _, err := g.Conn.Exec(ctx, pgSchema); err != nil {
		return err
	}
	r := gazetteer.Ref(0)
	rows := pgx.CopyFromFunc(func() ([]any, error) {
		if int(r) >= g.ix.Len() {
			return nil, nil
		}
		p := g.ix.Point(r)
		row := []any{int32(r), strings.ReplaceAll(g.ix.Name(r), "\x00", ""), g.ix.CountryCode(r), pgPoint(p)} //nolint:gosec // below 2^31
		r++
		return row, nil
	})
	if _, err := g.Conn.CopyFrom(ctx, pgx.Identifier{"places"}, []string{"ref", "name", "country", "spot"}, rows); err != nil {
		return err
	}
	if _, err := g.Conn.Exec(ctx, pgIndexes); err != nil {
		return err
	}
	_, err := g.Conn.Exec(ctx, `VACUUM (ANALYSE) places`)
	return err
}
