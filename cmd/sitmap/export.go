package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"sitmap/geo/codec/geojson"
	"sitmap/internal/event"
	"sitmap/internal/ingest/table"
	"sitmap/internal/layer"
	"sitmap/internal/store"
	"sitmap/internal/store/gpkg"
)

type exportCmd struct {
	filters
	DB     string `required:"" env:"SITMAP_DB" help:"Database file." placeholder:"FILE"`
	Format string `help:"Format: geojson, csv, ucdp, acled." enum:"geojson,csv,ucdp,acled" default:"geojson"`
	Output string `short:"o" required:"" help:"File to write, - for standard output." placeholder:"FILE"`
}

func (c exportCmd) Run(ctx context.Context, s streams) error {
	q, err := c.query()
	if err != nil {
		return err
	}
	db, err := openExisting(ctx, c.DB)
	if err != nil {
		return err
	}
	defer db.Close() //nolint:errcheck // read only
	write := func(w io.Writer) error { return writeGeoJSON(ctx, db, q, w) }
	if c.Format != "geojson" {
		write = func(w io.Writer) error { return writeTable(ctx, db, q, w, table.Export(c.Format), s.err) }
	}
	if c.Output == "-" {
		return write(s.out)
	}
	return writeWhole(c.Output, write)
}

// openExisting opens a database that must be there already: a mistyped name must not make an empty map.
func openExisting(ctx context.Context, path string) (*gpkg.DB, error) {
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("there is no database %s\nhint: `sitmap ingest --db %s FILE` makes it", path, path)
	}
	return gpkg.Open(ctx, path)
}

// writeGeoJSON streams the events of q as one RFC 7946 FeatureCollection.
func writeGeoJSON(ctx context.Context, db *gpkg.DB, q event.Query, w io.Writer) error {
	gw := geojson.NewWriter(w)
	var rep event.Report
	err := db.EachEvent(ctx, q, func(ev event.Event) error {
		if len(ev.Evidence) > 0 && ev.Evidence[0].Report != rep.ID {
			var err error
			rep, err = db.Report(ctx, ev.Evidence[0].Report)
			if err != nil && !errors.Is(err, store.ErrNotFound) {
				return err
			}
		}
		return gw.Write(layer.Feature(ev, rep))
	})
	if err != nil {
		return err
	}
	return gw.Close()
}

// writeWhole writes a file under a name of its own and renames it when it is whole, so that
// a full disk or an interruption never leaves half a file under the final name.
func writeWhole(path string, write func(io.Writer) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("cannot write %s: %w", path, err)
	}
	defer func() {
		if err != nil {
			f.Close()           //nolint:errcheck,gosec // the first error is the one to report
			os.Remove(f.Name()) //nolint:errcheck,gosec // as above
		}
	}()
	if err = write(f); err != nil {
		return fmt.Errorf("cannot write %s: %w", path, err)
	}
	if err = f.Sync(); err != nil {
		return fmt.Errorf("cannot write %s: %w", path, err)
	}
	if err = f.Close(); err != nil {
		return fmt.Errorf("cannot write %s: %w", path, err)
	}
	if err = os.Chmod(f.Name(), 0o644); err != nil { //nolint:gosec // an export is meant to be read by others
		return fmt.Errorf("cannot write %s: %w", path, err)
	}
	return os.Rename(f.Name(), path)
}
