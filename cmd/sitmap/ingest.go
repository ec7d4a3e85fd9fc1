package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
	"unicode"

	"sitmap/internal/fetch"
	"sitmap/internal/ingest"
	"sitmap/internal/pipeline"
	"sitmap/internal/reader"
)

// origin are the flags that say what a report does not say of itself.
type origin struct {
	Format    string   `help:"What the input is: auto, text, html, jsonl, mail, feed; for ingest also csv, tsv, xlsx, ucdp, acled, geojson, kml, kmz, gpx." enum:"auto,text,html,jsonl,mail,feed,csv,tsv,xlsx,ucdp,acled,geojson,kml,kmz,gpx" default:"auto"`
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
	Usual bool `help:"Let the reports of an outlet that the database holds say where it usually reports from; the reasons of a place name it."`
	tables
	network
	watching
	second
	Files []string `arg:"" name:"FILE|URL|-" help:"Reports: text, HTML, mails, feeds, JSON Lines or tables (CSV, TSV, ACLED, UCDP), as files or at addresses; - reads standard input. With --watch: folders, and addresses of feeds."`
}

func (c ingestCmd) Run(ctx context.Context, g *globals, s streams) error {
	o, err := c.options()
	if err != nil {
		return err
	}
	if err := c.check(); err != nil { // before anything is stored
		return err
	}
	asked, err := c.endpoint(s.err)
	if err != nil {
		return err
	}
	if c.PrintMapping {
		return c.printMapping(s, c.Files)
	}
	if c.DB == "" {
		return errors.New("missing flags: --db=FILE")
	}
	if err := c.readMapping(); err != nil {
		return err
	}
	finish, err := startEngine(g)
	if err != nil {
		return err
	}
	openStore := fillDB
	if c.Watch { // others read meanwhile
		openStore = openDB
	}
	db, err := openStore(ctx, c.DB)
	if err != nil {
		return err
	}
	defer db.Close() //nolint:errcheck // every acknowledged change is on disk already
	e, err := finish()
	if err != nil {
		return err
	}
	c.prepare(e, s)
	if c.Usual {
		e.usual = usualAreas(db)
	}
	read := c.reading()
	read.Hints = nil // they come with every item
	notes := &notes{}
	p := pipeline.Pipeline{Store: db, Extract: e.asking(read, asked, notes.add), Progress: progress(s.err)}
	if c.Watch {
		return c.watch(ctx, g, s, p, o, notes)
	}
	return c.all(ctx, g, s, p, o, notes)
}

// check finds what is wrong with the command line.
func (c ingestCmd) check() error {
	if err := c.checkWatch(); err != nil {
		return err
	}
	for _, f := range c.Files {
		var err error
		switch {
		case isAddress(f):
			_, err = fetch.Address(f)
		case !c.Watch:
			err = readable(f)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// all brings in everything once.
func (c ingestCmd) all(ctx context.Context, g *globals, s streams, p pipeline.Pipeline, o ingest.Options, notes *notes) error {
	total := pipeline.Result{Rejected: []ingest.Rejected{}}
	client := c.client()
	var failed error
	for _, f := range c.Files {
		r, err := c.one(ctx, s, p, client, f, o, notes)
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
	if err := c.report(g, s, "", total, notes); err != nil {
		return err
	}
	if lost, _ := lostRows(total.Rejected); failed == nil && lost > 0 {
		return status(exitUsage)
	}
	return failed
}

// one brings one file or address in.
func (c ingestCmd) one(ctx context.Context, s streams, p pipeline.Pipeline, client *fetch.Client, name string, o ingest.Options, notes *notes) (pipeline.Result, error) {
	if isAddress(name) {
		src, err := c.fetched(ctx, client, name, o)
		if err != nil {
			return pipeline.Result{}, err
		}
		return p.Ingest(ctx, notes.of(name, src))
	}
	in, closeIn, err := open(s, name)
	if err != nil {
		return pipeline.Result{}, err
	}
	defer closeIn()
	return p.Ingest(ctx, notes.of(name, c.source(ctx, name, in, o)))
}

// source makes what the pipeline takes of an opened input: a file, standard input, a
// fetched page or a file of a watched folder. Every input passes here.
func (c ingestCmd) source(ctx context.Context, name string, in io.Reader, o ingest.Options) pipeline.Source {
	return func(do func(ingest.Item) error) error { return c.each(ctx, name, in, o, do) }
}

// note is what was assumed about a report, or left out of it.
type note struct {
	Source string `json:"source"`
	Row    int    `json:"row,omitempty"`
	Note   string `json:"note"`
}

// notes gathers the notes until they are told. It is safe for several callers.
type notes struct {
	mu   sync.Mutex
	list []note
}

func (n *notes) add(x note) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.list = append(n.list, x)
}

func (n *notes) take() []note {
	n.mu.Lock()
	defer n.mu.Unlock()
	list := n.list
	n.list = nil
	return list
}

// of gathers the notes of a source that has this name.
func (n *notes) of(name string, src pipeline.Source) pipeline.Source {
	return func(do func(ingest.Item) error) error {
		return src(func(it ingest.Item) error {
			for _, s := range it.Notes {
				n.add(note{name, it.Row, s})
			}
			return do(it)
		})
	}
}

// report says what was done; source names it where there are several.
func (c ingestCmd) report(g *globals, s streams, source string, r pipeline.Result, notes *notes) error {
	list := notes.take()
	if g.JSON {
		return encode(s.out, struct {
			Source string `json:"source,omitempty"`
			pipeline.Result
			Notes []note `json:"notes,omitempty"`
		}{source, r, list})
	}
	for _, n := range list {
		if n.Row > 0 {
			n.Source += fmt.Sprintf(", row %d", n.Row)
		}
		say(s.err, "%s: %s", n.Source, n.Note)
	}
	for _, bad := range r.Rejected {
		say(s.err, "row %d, %s: %s", bad.Row, field(bad.Field), bad.Reason)
	}
	if source != "" {
		source = printable(source) + ": "
	}
	lost, fields := lostRows(r.Rejected)
	more := ""
	if fields > 0 {
		more = fmt.Sprintf(", %d fields of other rows left out", fields)
	}
	_, err := fmt.Fprintf(s.out, "%s%d reports (%d stored before), %d events: %d new, %d updated; %d rows rejected%s\n", source, r.Reports, r.Duplicates, r.Events, r.New, r.Updated, lost, more)
	return err
}

// lostRows counts the rows that were not taken, and the fields that were left out of rows that were.
func lostRows(list []ingest.Rejected) (rows, fields int) {
	last := -1
	for _, r := range list {
		switch {
		case r.Kept:
			fields++
		case r.Row != last || r.Row == 0:
			rows++
			last = r.Row
		}
	}
	return rows, fields
}

// say writes one message. What reports, feeds and file names bring along cannot steer the terminal.
func say(w io.Writer, format string, args ...any) {
	fmt.Fprintln(w, "sitmap:", printable(fmt.Sprintf(format, args...)))
}

func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || unicode.IsPrint(r) {
			return r
		}
		return '\uFFFD'
	}, s)
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
	if isAddress(name) {
		return fmt.Errorf("%s is an address; only `sitmap ingest` fetches\nhint: save the page and give the file", name)
	}
	info, err := os.Stat(name)
	if errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("there is no file %s", name)
	}
	if err != nil {
		return fmt.Errorf("cannot read %s: %w", name, err)
	}
	if info.IsDir() {
		return fmt.Errorf("%s is a folder\nhint: name the files in it, as %s, or let ingest --watch it", name, filepath.Join(name, "*.txt"))
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
