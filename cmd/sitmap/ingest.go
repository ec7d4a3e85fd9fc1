package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"sitmap/internal/ingest"
	"sitmap/internal/pipeline"
	"sitmap/internal/reader"
)

// origin are the flags that say what a report does not say of itself.
type origin struct {
	Format    string   `help:"What the input is: auto, text, html, jsonl; for ingest also csv, tsv, ucdp, acled." enum:"auto,text,html,jsonl,csv,tsv,ucdp,acled" default:"auto"`
	Published string   `help:"When it was published: 2024-12-16T22:00:00Z, or a day (midnight UTC)." placeholder:"TIME"`
	Outlet    string   `help:"Who published it." placeholder:"NAME"`
	Hint      []string `help:"Where it is about: a country, or country and first-order area." placeholder:"CC[/ADMIN1]"`
	Method    string   `help:"Weights: learned, or rules set by hand." enum:"learned,rules" default:"learned"`
}

func (o origin) options() (ingest.Options, error) {
	out := ingest.Options{Format: ingest.Format(o.Format), Outlet: o.Outlet, Hints: o.Hint, Retrieved: time.Now().UTC()}
	if o.Published != "" {
		var err error
		if out.Published, err = ingest.ParseTime(o.Published); err != nil {
			return out, fmt.Errorf("--published: %w", err)
		}
	}
	return out, nil
}

func (o origin) reading() reader.Options {
	return reader.Options{Rules: o.Method == "rules", Hints: o.Hint}
}

type ingestCmd struct {
	DB string `env:"SITMAP_DB" help:"Database file; made if there is none." placeholder:"FILE"`
	origin
	tables
	Files []string `arg:"" name:"FILE|-" help:"Reports: text, HTML or JSON Lines, or tables: CSV, TSV, ACLED, UCDP; - reads standard input."`
}

func (c ingestCmd) Run(ctx context.Context, g *globals, s streams) error {
	o, err := c.options()
	if err != nil {
		return err
	}
	for _, f := range c.Files { // before anything is stored
		if err := readable(f); err != nil {
			return err
		}
	}
	if c.PrintMapping {
		return c.printMapping(s, c.Files)
	}
	if c.DB == "" {
		return errors.New("missing flags: --db=FILE")
	}
	e, err := openEngine(g)
	if err != nil {
		return err
	}
	if err := c.prepare(e, s); err != nil {
		return err
	}
	db, err := openDB(ctx, c.DB)
	if err != nil {
		return err
	}
	defer db.Close() //nolint:errcheck // every acknowledged change is on disk already
	read := c.reading()
	read.Hints = nil // they come with every item
	p := pipeline.Pipeline{Store: db, Extract: e.events(read), Progress: progress(s.err)}
	total := pipeline.Result{Rejected: []ingest.Rejected{}}
	var failed error
	for _, f := range c.Files {
		r, err := c.one(ctx, s, p, f, o)
		add(&total, r)
		if err != nil && failed == nil {
			failed = err
		} else if err != nil {
			fmt.Fprintln(s.err, "sitmap:", err)
		}
		if ctx.Err() != nil {
			break
		}
	}
	if err := c.say(g, s, total); err != nil {
		return err
	}
	if failed == nil && len(total.Rejected) > 0 {
		return status(exitUsage)
	}
	return failed
}

// one brings one file in.
func (c ingestCmd) one(ctx context.Context, s streams, p pipeline.Pipeline, name string, o ingest.Options) (pipeline.Result, error) {
	in, closeIn, err := open(s, name)
	if err != nil {
		return pipeline.Result{}, err
	}
	defer closeIn()
	return p.Ingest(ctx, func(do func(ingest.Item) error) error { return c.each(ctx, name, in, o, do) })
}

func (c ingestCmd) say(g *globals, s streams, r pipeline.Result) error {
	if g.JSON {
		return json.NewEncoder(s.out).Encode(r)
	}
	for _, bad := range r.Rejected {
		fmt.Fprintf(s.err, "sitmap: row %d, %s: %s\n", bad.Row, field(bad.Field), bad.Reason)
	}
	_, err := fmt.Fprintf(s.out, "%d reports (%d stored before), %d events: %d new, %d updated; %d rows rejected\n", r.Reports, r.Duplicates, r.Events, r.New, r.Updated, len(r.Rejected))
	return err
}

func field(s string) string {
	if s == "" {
		return "the whole row"
	}
	return s
}

func add(to *pipeline.Result, r pipeline.Result) {
	to.Reports += r.Reports
	to.Events += r.Events
	to.New += r.New
	to.Updated += r.Updated
	to.Duplicates += r.Duplicates
	to.Rejected = append(to.Rejected, r.Rejected...)
}

// readable says early that a file is not there, so that a mistyped name does not leave half the work done.
func readable(name string) error {
	if name == "-" {
		return nil
	}
	if strings.HasPrefix(name, "http://") || strings.HasPrefix(name, "https://") {
		return fmt.Errorf("%s is an address; this version reads files only\nhint: save the page and give the file", name)
	}
	info, err := os.Stat(name)
	if errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("there is no file %s", name)
	}
	if err != nil {
		return fmt.Errorf("cannot read %s: %w", name, err)
	}
	if info.IsDir() {
		return fmt.Errorf("%s is a folder\nhint: name the files in it, as %s", name, filepath.Join(name, "*.txt"))
	}
	return nil
}

// open opens a file, or standard input for "-" and "".
func open(s streams, name string) (io.Reader, func(), error) {
	if name == "-" || name == "" {
		return s.in, func() {}, nil
	}
	if err := readable(name); err != nil {
		return nil, nil, err
	}
	f, err := os.Open(name) //nolint:gosec // the user names the file
	if err != nil {
		return nil, nil, fmt.Errorf("cannot read %s: %w", name, err)
	}
	return f, func() { f.Close() }, nil //nolint:errcheck,gosec // read only
}

// progress says every ten seconds how far the work is.
func progress(w io.Writer) func(pipeline.Result) {
	last := time.Now()
	return func(r pipeline.Result) {
		if time.Since(last) < 10*time.Second {
			return
		}
		last = time.Now()
		fmt.Fprintf(w, "sitmap: %d reports read, %d events so far\n", r.Reports, r.Events)
	}
}
