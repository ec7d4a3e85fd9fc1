package main

import (
	"bytes"
	"context"
	_ "embed" // the sample reports
	"fmt"
	"os"
	"path/filepath"

	"sitmap/internal/ingest"
	"sitmap/internal/pipeline"
	"sitmap/internal/reader"
	"sitmap/internal/store/gpkg"
)

//go:embed samples/reports.jsonl
var samples []byte

type demoCmd struct {
	Addr string `default:"127.0.0.1:8080" help:"Address to listen on; port 0 picks one." placeholder:"HOST:PORT"`
	DB   string `help:"Database to keep; left out, a temporary one is used and removed at the end." placeholder:"FILE"`
}

func (c demoCmd) Run(ctx context.Context, g *globals, s streams) error {
	path := c.DB
	if path == "" {
		dir, err := os.MkdirTemp("", "sitmap-demo-")
		if err != nil {
			return fmt.Errorf("cannot make a temporary folder: %w\nhint: --db names a database file", err)
		}
		defer os.RemoveAll(dir) //nolint:errcheck // a leftover in the temporary folder does no harm
		path = filepath.Join(dir, "demo.gpkg")
	}
	return serve(ctx, g, s, serveOptions{addr: c.Addr}, func() (*gpkg.DB, error) {
		db, err := openDB(ctx, path)
		if err != nil {
			return nil, err
		}
		if err := loadSamples(ctx, g, s, db); err != nil {
			db.Close() //nolint:errcheck,gosec // the first error is the one to report
			return nil, err
		}
		return db, nil
	})
}

// loadSamples reads the sample reports, as `sitmap ingest` would.
func loadSamples(ctx context.Context, g *globals, s streams, db *gpkg.DB) error {
	e, err := openEngine(g)
	if err != nil {
		return err
	}
	p := pipeline.Pipeline{Store: db, Extract: e.events(reader.Options{})}
	r, err := p.Ingest(ctx, func(do func(ingest.Item) error) error {
		return ingest.Each(ctx, "sample reports", bytes.NewReader(samples), ingest.Options{Format: ingest.JSONL}, do)
	})
	if err != nil {
		return err
	}
	if len(r.Rejected) > 0 {
		return fmt.Errorf("sample report %d: %s", r.Rejected[0].Row, r.Rejected[0].Reason)
	}
	_, err = fmt.Fprintf(s.err, "sitmap: %d sample reports with %d events; they are written for this demo from public facts\n", r.Reports, r.Events)
	return err
}
