package mbtiles

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"strconv"
	"sync"

	"github.com/paulmach/orb"

	"sitmap/geo/codec/tileset"
)

// Reader reads an archive. It is a [tileset.Archive]. A file that takes the place
// of the one opened is noticed.
type Reader struct {
	path string
	mu   sync.RWMutex
	info os.FileInfo
	db   *sql.DB
	tile *sql.Stmt
	meta tileset.Meta
}

var _ tileset.Archive = (*Reader)(nil)

// Open reads the archive of that name; the file is not changed.
func Open(ctx context.Context, path string) (*Reader, error) {
	r := &Reader{path: path}
	if err := r.open(ctx); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return r, nil
}

// open opens what stands under the name now, in place of what was open.
func (r *Reader) open(ctx context.Context) error {
	info, err := os.Stat(r.path)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return errors.New("it is not a file")
	}
	if err := complete(r.path, info.Size()); err != nil {
		return err
	}
	db, err := connect(r.path, url.Values{"mode": {"ro"}, "_pragma": {"busy_timeout(5000)", "query_only(1)", "trusted_schema(0)", "cache_size(-8192)"}})
	if err != nil {
		return err
	}
	tile, err := db.PrepareContext(ctx, "SELECT length(tile_data), CASE WHEN length(tile_data) <= ? THEN tile_data END FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?")
	var meta tileset.Meta
	if err == nil {
		meta, err = readMeta(ctx, db)
	}
	if err != nil {
		_ = db.Close() // the first error is the one to report
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	if r.db != nil {
		_ = r.db.Close() // it was only read
	}
	r.info, r.db, r.tile, r.meta = info, db, tile, meta
	return nil
}

// complete compares the file's size with the pages that its header states, which
// SQLite does only when it needs them.
func complete(path string, size int64) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // it was only read
	var head [100]byte
	if _, err := io.ReadFull(f, head[:]); err != nil || !bytes.HasPrefix(head[:], []byte("SQLite format 3\x00")) {
		return fmt.Errorf("%w: it is no SQLite file", ErrInvalid)
	}
	page := int64(binary.BigEndian.Uint16(head[16:]))
	if page == 1 {
		page = 65536
	}
	pages := int64(binary.BigEndian.Uint32(head[28:]))
	if stated := bytes.Equal(head[24:28], head[92:96]); stated && pages*page > size {
		return fmt.Errorf("%w: it should have %d bytes and has %d; it may be cut short", ErrInvalid, pages*page, size)
	}
	return nil
}

// fresh opens the file again when another stands under its name.
func (r *Reader) fresh(ctx context.Context) error {
	now, err := os.Stat(r.path)
	if err != nil {
		return nil //nolint:nilerr // removed or being replaced: the open one still serves
	}
	r.mu.RLock()
	same := os.SameFile(now, r.info) && now.Size() == r.info.Size() && now.ModTime().Equal(r.info.ModTime())
	r.mu.RUnlock()
	if same {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.open(ctx)
}

// Tile gives a tile; see [tileset.Archive].
func (r *Reader) Tile(ctx context.Context, z, x, y uint32) (tileset.Tile, error) {
	if z > deepest || x>>z != 0 || y>>z != 0 {
		return tileset.Tile{}, nil
	}
	if err := r.fresh(ctx); err != nil {
		return tileset.Tile{}, err
	}
	r.mu.RLock()
	defer r.mu.RUnlock()
	var size sql.NullInt64
	var data []byte
	err := r.tile.QueryRowContext(ctx, MaxTile, int64(z), int64(x), int64(fromSouth(z, y))).Scan(&size, &data)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return tileset.Tile{}, nil
	case ctx.Err() != nil:
		return tileset.Tile{}, ctx.Err()
	case err != nil:
		return tileset.Tile{}, fmt.Errorf("%w: %w", ErrInvalid, err)
	case size.Int64 > MaxTile:
		return tileset.Tile{}, fmt.Errorf("%w: tile %d/%d/%d has %d bytes, more than %d", ErrInvalid, z, x, y, size.Int64, MaxTile)
	case len(data) == 0:
		return tileset.Tile{}, nil
	}
	sum := sha256.Sum256(data)
	return tileset.Tile{Data: data, Encoding: encoding(data), ETag: fmt.Sprintf(`"%x"`, sum[:12])}, nil
}

// encoding tells how a tile is compressed by its first bytes: the format does not say.
func encoding(b []byte) string {
	switch {
	case bytes.HasPrefix(b, []byte{0x1f, 0x8b}):
		return "gzip"
	case bytes.HasPrefix(b, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		return "zstd"
	}
	return ""
}

// Meta gives what the archive says of itself; see [tileset.Archive].
func (r *Reader) Meta(ctx context.Context) (tileset.Meta, error) {
	if err := r.fresh(ctx); err != nil {
		return tileset.Meta{}, err
	}
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.meta, nil
}

// Close closes the file.
func (r *Reader) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.db.Close()
}

// Each calls do for every tile, zoom by zoom.
func (r *Reader) Each(ctx context.Context, do func(z, x, y uint32, t tileset.Tile) error) error {
	rows, err := r.db.QueryContext(ctx, "SELECT zoom_level, tile_column, tile_row FROM tiles ORDER BY zoom_level, tile_column, tile_row")
	if err != nil {
		return fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	defer rows.Close() //nolint:errcheck // its error is asked for below
	for rows.Next() {
		var z, x, row int64
		if err := rows.Scan(&z, &x, &row); err != nil {
			return fmt.Errorf("%w: %w", ErrInvalid, err)
		}
		if z < 0 || z > deepest || x < 0 || x>>z != 0 || row < 0 || row>>z != 0 {
			return fmt.Errorf("%w: it has a tile %d/%d/%d, which there is not", ErrInvalid, z, x, row)
		}
		y := fromSouth(uint32(z), uint32(row))
		t, err := r.Tile(ctx, uint32(z), uint32(x), y)
		if err == nil {
			err = do(uint32(z), uint32(x), y, t)
		}
		if err != nil {
			return err
		}
	}
	return rows.Err()
}

// readMeta reads the table of metadata. A file without zooms is asked for them.
func readMeta(ctx context.Context, db *sql.DB) (tileset.Meta, error) {
	m := tileset.Meta{Bounds: orb.Bound{Min: orb.Point{-180, -85.05112877980659}, Max: orb.Point{180, 85.05112877980659}}}
	rows, err := db.QueryContext(ctx, "SELECT name, value FROM metadata WHERE length(value) <= 16777216 LIMIT 1000")
	if err != nil {
		return m, err
	}
	defer rows.Close() //nolint:errcheck // its error is asked for below
	said := map[string]string{}
	for rows.Next() {
		var name, value sql.NullString
		if err := rows.Scan(&name, &value); err != nil {
			return m, err
		}
		said[name.String] = value.String
	}
	if err := rows.Err(); err != nil {
		return m, err
	}
	m.Name, m.Description, m.Attribution = said["name"], said["description"], said["attribution"]
	m.ContentType = contentType(said["format"])
	if v, ok := points(said["bounds"], 4); ok {
		m.Bounds = bound(v)
	}
	if v, ok := points(said["center"], 3); ok {
		m.Center, m.CenterZoom = orb.Point{v[0], v[1]}, uint32(max(0, min(v[2], deepest)))
	}
	m.SetVectorJSON([]byte(said["json"]))
	least, err1 := strconv.ParseUint(said["minzoom"], 10, 8)
	most, err2 := strconv.ParseUint(said["maxzoom"], 10, 8)
	if err1 == nil && err2 == nil && least <= most && most <= deepest {
		m.MinZoom, m.MaxZoom = uint32(least), uint32(most)
		return m, nil
	}
	return m, zooms(ctx, db, &m)
}

func zooms(ctx context.Context, db *sql.DB, m *tileset.Meta) error {
	var least, most sql.NullInt64
	if err := db.QueryRowContext(ctx, "SELECT min(zoom_level), max(zoom_level) FROM tiles").Scan(&least, &most); err != nil {
		return err
	}
	m.MinZoom = uint32(max(0, min(least.Int64, deepest)))
	m.MaxZoom = uint32(max(int64(m.MinZoom), min(most.Int64, deepest)))
	return nil
}

func contentType(format string) string {
	switch format {
	case "pbf", "mvt":
		return tileset.Vector
	case "jpg":
		return "image/jpeg"
	case "png", "webp", "jpeg", "avif":
		return "image/" + format
	}
	return format // 1.3 allows a media type
}
