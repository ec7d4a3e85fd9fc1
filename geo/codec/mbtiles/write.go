package mbtiles

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"sitmap/geo/codec/tileset"
)

// Writer writes an archive of gzip-compressed vector tiles.
type Writer struct {
	path   string
	db     *sql.DB
	tx     *sql.Tx
	insert *sql.Stmt
}

// Create starts an archive in the file path, which must not be one already. The
// file is of use only after Finish; a failure leaves it as it is then, to be removed.
func Create(ctx context.Context, path string) (*Writer, error) {
	// A file that was not finished is thrown away, so nothing needs to survive a failure.
	db, err := connect(path, url.Values{"_pragma": {"journal_mode(OFF)", "synchronous(OFF)", "page_size(8192)", "cache_size(-16384)", "locking_mode(EXCLUSIVE)"}})
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	w := &Writer{path: path, db: db}
	if err := w.begin(ctx); err != nil {
		_ = db.Close() // the first error is the one to report
		return nil, err
	}
	return w, nil
}

func (w *Writer) begin(ctx context.Context) error {
	tx, err := w.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	w.tx = tx
	for _, s := range []string{
		"PRAGMA application_id = 0x4d504258", // MPBX, as the specification asks
		"CREATE TABLE metadata (name text, value text)",
		"CREATE TABLE tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob)",
	} {
		if _, err := tx.ExecContext(ctx, s); err != nil {
			return err
		}
	}
	w.insert, err = tx.PrepareContext(ctx, "INSERT INTO tiles (zoom_level, tile_column, tile_row, tile_data) VALUES (?, ?, ?, ?)")
	return err
}

// Add adds the tile z/x/y, once each; data is gzip-compressed and may be reused
// after. An empty tile is left out.
func (w *Writer) Add(z, x, y uint32, data []byte) error {
	switch {
	case len(data) == 0:
		return nil
	case z > deepest || x>>z != 0 || y>>z != 0:
		return fmt.Errorf("there is no tile %d/%d/%d", z, x, y)
	case len(data) > MaxTile:
		return fmt.Errorf("tile %d/%d/%d has %d MiB, more than the %d that a reader takes", z, x, y, len(data)>>20, MaxTile>>20)
	}
	_, err := w.insert.Exec(int64(z), int64(x), int64(fromSouth(z, y)), data)
	return err
}

// Finish writes index and metadata and waits until all of it is on the disk.
func (w *Writer) Finish(m tileset.Meta) error {
	err := w.finish(m)
	if err != nil {
		_ = w.Close() // the first error is the one to report
		return err
	}
	if err := w.db.Close(); err != nil {
		return err
	}
	f, err := os.OpenFile(w.path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

func (w *Writer) finish(m tileset.Meta) error {
	rows, err := metadata(m)
	if err != nil {
		return err
	}
	for _, r := range rows {
		if _, err := w.tx.Exec("INSERT INTO metadata (name, value) VALUES (?, ?)", r[0], r[1]); err != nil {
			return err
		}
	}
	if _, err := w.tx.Exec("CREATE UNIQUE INDEX tile_index ON tiles (zoom_level, tile_column, tile_row)"); err != nil {
		return err
	}
	return errors.Join(w.insert.Close(), w.tx.Commit())
}

// Close gives up an archive that is not finished.
func (w *Writer) Close() error {
	_ = w.tx.Rollback() // what was written is thrown away with the file
	return w.db.Close()
}

// metadata gives the rows that the specification asks for.
func metadata(m tileset.Meta) ([][2]string, error) {
	vector, err := m.VectorJSON()
	if err != nil {
		return nil, err
	}
	return [][2]string{
		{"name", m.Name},
		{"format", "pbf"},
		{"bounds", numbers(m.Bounds.Min[0], m.Bounds.Min[1], m.Bounds.Max[0], m.Bounds.Max[1])},
		{"center", numbers(m.Center[0], m.Center[1], float64(m.CenterZoom))},
		{"minzoom", strconv.Itoa(int(m.MinZoom))},
		{"maxzoom", strconv.Itoa(int(m.MaxZoom))},
		{"attribution", m.Attribution},
		{"description", m.Description},
		{"type", "overlay"},
		{"json", string(vector)},
	}, nil
}

func numbers(v ...float64) string {
	out := make([]string, len(v))
	for i, n := range v {
		out[i] = strconv.FormatFloat(n, 'f', -1, 64)
	}
	return strings.Join(out, ",")
}

// points reads what numbers writes; ok is false for anything else.
func points(s string, want int) (v []float64, ok bool) {
	for _, part := range strings.Split(s, ",") {
		n, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		if err != nil || !(n >= -1e9 && n <= 1e9) {
			return nil, false
		}
		v = append(v, n)
	}
	return v, len(v) == want
}

// bound makes a box of four numbers.
func bound(v []float64) orb.Bound {
	return orb.Bound{Min: orb.Point{v[0], v[1]}, Max: orb.Point{v[2], v[3]}}
}
