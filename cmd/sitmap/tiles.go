package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"sitmap/internal/archive"
	"sitmap/internal/ingest/rows"
	"sitmap/internal/ingest/rows/mapfile"
	"sitmap/internal/ingest/table"
	"sitmap/internal/snapshot"
)

type tilesCmd struct {
	DB          string `env:"SITMAP_DB" help:"Database file whose events become tiles." placeholder:"FILE"`
	From        string `help:"File of points in place of a database: CSV, TSV, GeoJSON or GeoJSON features line by line. Every column becomes a property." placeholder:"FILE"`
	Output      string `short:"o" required:"" help:"Archive to write: FILE.pmtiles or FILE.mbtiles." placeholder:"FILE"`
	Minzoom     uint32 `help:"Least zoom." default:"0" placeholder:"N"`
	Maxzoom     uint32 `help:"Deepest zoom. Tiles show clusters below zoom 9 and every point from there on." default:"14" placeholder:"N"`
	DropDensest int    `help:"Leave out points of tiles that have more than this many, the densest first; what was left out is reported." placeholder:"N"`
	Mapping     string `help:"Which columns of a table are the coordinates, as ingest --print-mapping writes it." placeholder:"FILE"`
	Name        string `help:"Name of the archive; left out, that of the input." placeholder:"TEXT"`
	Attribution string `help:"Who is to be named with the map." placeholder:"TEXT"`
}

// gcPercent is how much garbage may lie beside what is in use. Of a large input it is
// little: the columns hold no pointers, and looking through them costs nothing.
func (c tilesCmd) gcPercent() int {
	const large = 512 << 20
	if info, err := os.Stat(c.From + c.DB); err == nil && info.Size() > large {
		return 25
	}
	return 50
}

func (c tilesCmd) Run(ctx context.Context, g *globals, s streams) error {
	if c.From != "" {
		c.DB = "" // the file that is named counts, not the database of the environment
	}
	if c.From == "" && c.DB == "" {
		return errors.New("say where the points come from: --db FILE or --from FILE")
	}
	o := archive.Options{
		Path: c.Output, MinZoom: c.Minzoom, MaxZoom: c.Maxzoom, DropDensest: c.DropDensest,
		Name: c.Name, Attribution: c.Attribution, Description: "made by sitmap " + version, Progress: tilesProgress(s.err),
	}
	if o.Name == "" {
		o.Name = strings.TrimSuffix(filepath.Base(c.From+c.DB), filepath.Ext(c.From+c.DB))
	}
	if err := o.Check(); err != nil {
		return err
	}
	defer debug.SetGCPercent(debug.SetGCPercent(c.gcPercent()))
	var res archive.Result
	var err error
	if c.From != "" {
		res, err = c.fromFile(ctx, o, s)
	} else {
		res, err = c.fromDB(ctx, o)
	}
	if errors.Is(err, context.Canceled) {
		return fmt.Errorf("interrupted; %s is as it was before", c.Output)
	}
	if err != nil {
		return err
	}
	return c.report(g, s, res)
}

// report says what was written, and what was not.
func (c tilesCmd) report(g *globals, s streams, res archive.Result) error {
	for _, d := range res.Dropped {
		say(s.err, "zoom %d: %d points left out of %d tiles with more than %d", d.Zoom, d.Points, d.Tiles, c.DropDensest)
	}
	if g.JSON {
		if err := json.NewEncoder(s.out).Encode(res); err != nil {
			return err
		}
	} else if _, err := fmt.Fprintf(s.out, "%s: %d points in %d tiles, %d bytes; %d rows read, %d without a usable point, %d beyond the tile world, %d events without a place\n",
		c.Output, res.Points, res.Tiles, res.Bytes, res.Rows, res.Rejected, res.Outside, res.Unplaced); err != nil {
		return err
	}
	if res.Rejected > 0 {
		return status(exitUsage)
	}
	return nil
}

// fromFile makes the archive of a file of points.
func (c tilesCmd) fromFile(ctx context.Context, o archive.Options, s streams) (archive.Result, error) {
	in, closeIn, err := open(s, c.From)
	if err != nil {
		return archive.Result{}, err
	}
	defer closeIn()
	src, err := c.source(in, s)
	if err != nil {
		return archive.Result{}, err
	}
	bad := bufio.NewWriter(s.err)
	defer bad.Flush() //nolint:errcheck // messages to a person; nobody is left to tell
	src.Problem = func(row int, p rows.Problem, _ bool) { say(bad, "row %d, %s: %s", row, field(p.Field), p.Reason) }
	return archive.FromRows(ctx, src, o)
}

// fromDB makes the archive of a database's events.
func (c tilesCmd) fromDB(ctx context.Context, o archive.Options) (archive.Result, error) {
	db, err := openExisting(ctx, c.DB)
	if err != nil {
		return archive.Result{}, err
	}
	defer db.Close() //nolint:errcheck // read only
	snap, err := snapshot.Load(ctx, snapshot.Options{Loader: db, Log: db})
	if err != nil {
		return archive.Result{}, err
	}
	return archive.FromSnapshot(ctx, snap.Current(), o)
}

// source opens a file as rows and finds its coordinates.
func (c tilesCmd) source(in io.Reader, s streams) (archive.Source, error) {
	head := bufio.NewReaderSize(in, 64<<10)
	begin, err := head.Peek(64 << 10)
	if err != nil && !errors.Is(err, io.EOF) {
		return archive.Source{}, fmt.Errorf("read %s: %w", c.From, err)
	}
	var r rows.Reader
	located := false
	switch f := mapFormat(c.From, begin, "auto"); f {
	case "geojson":
		r, err = mapfile.OpenGeoJSON(c.From, head)
		located = true
	case "":
		r, err = table.NewCSV(c.From, head)
	default:
		err = fmt.Errorf("%s is %s; tiles are made of CSV or GeoJSON\nhint: `sitmap ingest` reads it into a database, and tiles --db takes that", c.From, f)
	}
	if err != nil {
		return archive.Source{}, err
	}
	ahead, err := lookAhead(r)
	if err != nil {
		return archive.Source{}, fmt.Errorf("read %s: %w", c.From, err)
	}
	given, err := readMapping(c.Mapping)
	if err != nil {
		return archive.Source{}, err
	}
	p, err := table.PointsOf(c.From, r.Header().Names, ahead.values(), located, given)
	if err != nil {
		return archive.Source{}, err
	}
	say(s.err, "%s: %s", c.From, p)
	src := archive.Source{Rows: ahead, Point: p.Of, Columns: archive.Columns{
		ID: p.Column(table.ID), Type: p.Column(table.Type), Date: p.Column(table.Date), DateEnd: p.Column(table.DateEnd), Killed: p.Column(table.Killed),
		Days: p.Days, People: p.People, Null: p.Null,
	}}
	if !located {
		for _, role := range []table.Role{table.Lat, table.Lon, table.Coords} {
			if col := p.Column(role); col >= 0 {
				src.Position = append(src.Position, col)
			}
		}
	}
	return src, nil
}

// ahead gives rows that were read for a look at them, then the rest.
type ahead struct {
	rows.Reader
	first []rows.Row
	err   error
}

// lookAhead reads rows until their text is half a megabyte or they are a thousand.
func lookAhead(r rows.Reader) (*ahead, error) {
	a := &ahead{Reader: r}
	for size := 0; len(a.first) < 1000 && size < 1<<19; {
		row, err := r.Next()
		if err != nil {
			a.err = err
			break
		}
		size += len(row.Raw)
		row.Values = append([]string(nil), row.Values...)
		a.first = append(a.first, row)
	}
	if a.err != nil && !errors.Is(a.err, io.EOF) && len(a.first) == 0 {
		return nil, a.err
	}
	return a, nil
}

func (a *ahead) values() [][]string {
	out := make([][]string, len(a.first))
	for i, r := range a.first {
		out[i] = r.Values
	}
	return out
}

// Next implements [rows.Reader].
func (a *ahead) Next() (rows.Row, error) {
	if len(a.first) > 0 {
		row := a.first[0]
		a.first = a.first[1:]
		return row, nil
	}
	if a.err != nil {
		return rows.Row{}, a.err
	}
	return a.Reader.Next()
}

// readMapping reads a mapping file; "" is none.
func readMapping(path string) (*table.Mapping, error) {
	if path == "" {
		return nil, nil
	}
	f, err := os.Open(path) //nolint:gosec // the user names the file
	if err != nil {
		return nil, fmt.Errorf("--mapping: %w", err)
	}
	defer f.Close() //nolint:errcheck // read only
	m, err := table.ReadMapping(f)
	if err != nil {
		return nil, fmt.Errorf("--mapping %s: %w", path, err)
	}
	return &m, nil
}

// tilesProgress says every ten seconds how far the work is.
func tilesProgress(w io.Writer) func(archive.Progress) {
	last := time.Now()
	return func(p archive.Progress) {
		if time.Since(last) < 10*time.Second {
			return
		}
		last = time.Now()
		if p.Tiles == 0 {
			say(w, "%d rows read", p.Rows)
			return
		}
		say(w, "zoom %d, %d tiles written", p.Zoom, p.Tiles)
	}
}
