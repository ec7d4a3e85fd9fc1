package gpkg

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"sitmap/internal/event"
	"sitmap/internal/store"
)

// maxLike bounds the claims that are compared with a new one.
const maxLike = 500

const claimColumns = `id, event, made, made_by, why, source, information, input, result, text_sum, url, media, outlet, lon, lat, happened`

// SaveClaim keeps a checked claim and gives it back with its ID; the same ID twice changes nothing. Errors wrap [store.ErrInvalid].
func (db *DB) SaveClaim(ctx context.Context, c store.Claim) (store.Claim, error) {
	if err := store.CheckClaim(c); err != nil {
		return c, err
	}
	if c.ID == "" {
		var id [16]byte
		_, _ = rand.Read(id[:]) // never fails
		c.ID = hex.EncodeToString(id[:])
	}
	var sum []byte
	if c.TextSum != [32]byte{} {
		sum = c.TextSum[:]
	}
	var lon, lat sql.NullFloat64
	if c.Point != nil {
		lon, lat = sql.NullFloat64{Float64: c.Point[0], Valid: true}, sql.NullFloat64{Float64: c.Point[1], Valid: true}
	}
	err := db.write.use(ctx, func() error {
		return db.write.once(`INSERT OR IGNORE INTO claims (`+claimColumns+`) VALUES (?`+strings.Repeat(`, ?`, 15)+`)`, nil,
			c.ID, orNull(string(c.Event)), c.Made.Format(time.RFC3339Nano), c.By, orNull(c.Why), c.Source, c.Info, string(c.Input), string(c.Result), sum,
			orNull(c.URL), orNull(c.Media), orNull(c.Outlet), lon, lat, momentOrNull(c.Happened))
	})
	if err != nil {
		return c, explain(db.path, fmt.Errorf("save claim: %w", err))
	}
	return c, nil
}

// Claims gives the kept claims about an event, the newest first.
func (db *DB) Claims(ctx context.Context, id event.ID) ([]store.Claim, error) {
	return db.claims(ctx, `event = ? ORDER BY fid DESC`, string(id))
}

// ClaimsLike gives kept claims with the same text, post, picture or outlet, the newest first, at most 500.
func (db *DB) ClaimsLike(ctx context.Context, like store.Like) ([]store.Claim, error) {
	var where []string
	var args []any
	add := func(column string, value any) {
		where, args = append(where, column+` = ?`), append(args, value)
	}
	if like.TextSum != [32]byte{} {
		add(`text_sum`, like.TextSum[:])
	}
	for column, value := range map[string]string{`url`: like.URL, `media`: like.Media, `outlet`: like.Outlet} {
		if value != "" {
			add(column, value)
		}
	}
	if where == nil {
		return nil, nil
	}
	return db.claims(ctx, strings.Join(where, ` OR `)+fmt.Sprintf(` ORDER BY fid DESC LIMIT %d`, maxLike), args...)
}

func (db *DB) claims(ctx context.Context, where string, args ...any) ([]store.Claim, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT `+claimColumns+` FROM claims WHERE `+where, args...)
	if err != nil {
		return nil, explain(db.path, fmt.Errorf("read claims: %w", err))
	}
	defer rows.Close() //nolint:errcheck // read only
	var out []store.Claim
	for rows.Next() {
		c, err := scanClaim(rows)
		if err != nil {
			return nil, explain(db.path, fmt.Errorf("read claims: %w", err))
		}
		out = append(out, c)
	}
	return out, rows.Err()
}

func scanClaim(rows *sql.Rows) (store.Claim, error) {
	var (
		c                                       store.Claim
		ev, why, url, media, outlet, made, when sql.NullString
		input, result                           string
		sum                                     []byte
		lon, lat                                sql.NullFloat64
	)
	if err := rows.Scan(&c.ID, &ev, &made, &c.By, &why, &c.Source, &c.Info, &input, &result, &sum, &url, &media, &outlet, &lon, &lat, &when); err != nil {
		return c, err
	}
	c.Event, c.Why, c.URL, c.Media, c.Outlet = event.ID(ev.String), why.String, url.String, media.String, outlet.String
	c.Input, c.Result = []byte(input), []byte(result)
	copy(c.TextSum[:], sum)
	if lon.Valid && lat.Valid {
		c.Point = &orb.Point{lon.Float64, lat.Float64}
	}
	var err error
	if c.Made, err = time.Parse(time.RFC3339Nano, made.String); err != nil {
		return c, err
	}
	if when.Valid {
		c.Happened, err = time.Parse(time.RFC3339Nano, when.String)
	}
	return c, err
}

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func momentOrNull(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.Format(time.RFC3339Nano)
}
