package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/paulmach/orb"

	"sitmap/gazetteer"
	"sitmap/gazetteer/resolve"
	"sitmap/internal/event"
	"sitmap/internal/ingest"
	"sitmap/internal/ingest/table"
	"sitmap/internal/locate"
)

// tables are the flags of ingest for tables, and how tables are read.
type tables struct {
	Mapping      string `help:"Which column of a table is what, as --print-mapping writes it." placeholder:"FILE"`
	PrintMapping bool   `help:"Write how the columns of a table would be read, as a mapping file, and store nothing."`

	how table.Options
}

// prepare opens what reading a table needs.
func (t *tables) prepare(e *engine, s streams) {
	t.how = table.Options{
		Resolver: &placeNames{engine: e, locator: locate.New(e.borders, e.ix), known: map[table.PlaceQuery]*event.Location{}},
		Within: func(iso string, p orb.Point) bool {
			if slices.Contains(e.borders.Claims(p), iso) {
				return true
			}
			a, ok := e.borders.Country(p) // at sea, and by the worldview
			if ok && a.Country == iso {
				return true
			}
			c, ok := e.borders.Nearest(p, 5000) // a village at the border, and maps that differ
			return ok && slices.Contains(c.Countries[:], iso)
		},
		Say:     func(line string) { say(s.err, "%s", line) },
		Mapping: t.how.Mapping,
	}
}

// readMapping reads the file of --mapping.
func (t *tables) readMapping() error {
	if t.Mapping == "" {
		return nil
	}
	f, err := os.Open(t.Mapping)
	if err != nil {
		return fmt.Errorf("--mapping: %w", err)
	}
	defer f.Close() //nolint:errcheck // read only
	m, err := table.ReadMapping(f)
	if err != nil {
		return fmt.Errorf("--mapping %s: %w", t.Mapping, err)
	}
	t.how.Mapping = &m
	return nil
}

// each reads an input: a table as a table, anything else as package ingest does.
func (t *tables) each(ctx context.Context, name string, in io.Reader, o ingest.Options, do func(ingest.Item) error) error {
	format := o.Format
	const look = 64 << 10
	head := make([]byte, look)
	n, err := io.ReadFull(in, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("read %s: %w", name, err)
	}
	head = head[:n]
	if f := mapFormat(name, head, format); f != "" {
		if seek, ok := in.(io.Seeker); ok { // archives are read in place
			if _, err := seek.Seek(0, io.SeekStart); err == nil {
				return t.eachRow(ctx, name, f, in, o, do)
			}
		}
		return t.eachRow(ctx, name, f, io.MultiReader(bytes.NewReader(head), in), o, do)
	}
	in = io.MultiReader(bytes.NewReader(head), in)
	is, err := t.isTable(name, head, format)
	if err != nil {
		return err
	}
	if !is {
		return ingest.Each(ctx, name, in, o, do)
	}
	opts := t.how
	opts.Options = o
	if f := string(format); f == table.KindUCDP || f == table.KindACLED {
		opts.Kind = f
	}
	return table.Each(ctx, name, in, opts, do)
}

// isTable reports whether an input is read as a table: by its format, a mapping, its name or its content.
func (t *tables) isTable(name string, head []byte, format ingest.Format) (bool, error) {
	switch string(format) {
	case "csv", "tsv", table.KindUCDP, table.KindACLED:
		_, err := ingest.Detect(name, head, ingest.Text) // what is empty or binary is refused all the same
		return true, err
	case "auto", "":
	default:
		return false, nil
	}
	if found, err := ingest.Detect(name, head, ingest.Auto); err != nil || found != ingest.Text {
		return false, nil //nolint:nilerr // package ingest says it again
	}
	switch strings.ToLower(filepath.Ext(name)) {
	case ".csv", ".tsv", ".tab":
		return true, nil
	}
	return t.Mapping != "" || ingest.Columns(name, head) != nil, nil
}

// printMapping writes the mapping by which a table would be read.
func (t *tables) printMapping(s streams, files []string) error {
	if len(files) != 1 {
		return errors.New("--print-mapping takes one file")
	}
	in, closeIn, err := open(s, files[0])
	if err != nil {
		return err
	}
	defer closeIn()
	m, err := table.MappingOf(files[0], in)
	if err != nil && len(m.Columns) == 0 {
		return err
	}
	if _, e := s.out.Write(m.JSON()); e != nil {
		return e
	}
	return err // what is still open is said behind what was found
}

// placeNames looks up places that rows only name. It is safe for several readers.
type placeNames struct {
	*engine
	mu      sync.Mutex
	locator *locate.Locator
	known   map[table.PlaceQuery]*event.Location // nil: nothing is called so
}

// mostNames bounds the answers that are kept: tables name the same places again and again.
const mostNames = 10_000

// Resolve implements [table.Resolver].
func (n *placeNames) Resolve(q table.PlaceQuery) (event.Location, bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	loc, ok := n.known[q]
	if !ok {
		if len(n.known) >= mostNames {
			clear(n.known)
		}
		loc = n.look(q)
		n.known[q] = loc
	}
	if loc == nil {
		return event.Location{}, false
	}
	return *loc, true
}

func (n *placeNames) look(q table.PlaceQuery) *event.Location {
	var hints []string
	text := q.Name
	for _, area := range []string{q.Admin2, q.Admin1} {
		if area != "" {
			text += ", " + area
		}
	}
	if q.Country != "" {
		hints = append(hints, q.Country)
		if q.Admin1 != "" {
			hints = append(hints, q.Country+"/"+q.Admin1)
		}
	}
	m := gazetteer.Mention{Start: 0, End: len(q.Name), Text: q.Name}
	res := n.names().Resolve(resolve.Input{Text: text, Mentions: []gazetteer.Mention{m}, Lang: q.Lang, Hints: hints})[0]
	if res.Inherited {
		return nil
	}
	loc, ok := n.locator.Place(res)
	if !ok || q.Country != "" && loc.Place.Country != "" && loc.Place.Country != q.Country {
		return nil
	}
	return &loc
}
