// Package table takes tables of events in: CSV and TSV files, exports of ACLED and
// UCDP GED among them, and the rows that other formats give as [rows.Reader]. [Each]
// reads a file, [Rows] any stream of rows; [NewExporter] writes UCDP, ACLED and CSV.
//
// A table becomes many reports, one for each chunk of its rows. A report's text is the
// header and the rows as they stand in the file, so that nothing of it is lost, and
// every event points at its row there: the first evidence is the words that a person
// reads, the last is the whole row. The same table again gives the same reports and events.
//
// What a cell says is never replaced by a default. A row without a usable date or place
// is rejected by name, a bad cell elsewhere is named and its value stays unknown. When it
// is not clear which column is what, or whether day or month comes first, the file is
// refused with a sentence that asks for a [Mapping].
//
// Memory is flat: a sample of 1 MiB and one chunk. Rows longer than 16 MiB are refused.
package table

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/paulmach/orb"

	"sitmap/internal/event"
	"sitmap/internal/ingest"
	"sitmap/internal/ingest/rows"
)

// Resolver finds the place that a row only names.
type Resolver interface {
	// Resolve gives the location of a name, or false when nothing is called so.
	Resolve(q PlaceQuery) (event.Location, bool)
}

// PlaceQuery is what a row says of its place.
type PlaceQuery struct {
	Name    string
	Country string // ISO 3166-1 alpha-2; "" unknown
	Admin1  string // as the table writes it; "" unknown
	Admin2  string
	Lang    string // ISO 639-1; "" unknown
}

// Options say how a table is read.
type Options struct {
	ingest.Options                                    // Outlet, URL, Lang and Retrieved go to the reports
	Mapping        *Mapping                           // nil: found out by [Detect]
	Resolver       Resolver                           // nil: rows that only name their place are rejected
	Within         func(iso string, p orb.Point) bool // whether a point is in or at a country; nil: not checked
	Kind           string                             // ucdp or acled: refuse what has not its columns; "" any
	Say            func(string)                       // is told how the columns are read, and at the end how many rows were taken; may be nil
}

// sampleRows bounds the rows that decide how columns are read; [sampleSize] their bytes.
const sampleRows = 5000

// Each reads the table named name and calls do for every chunk of its rows, and for
// every row or cell that cannot be used. Errors wrap [ingest.ErrRefused] when the
// file as a whole cannot be read.
func Each(ctx context.Context, name string, r io.Reader, o Options, do func(ingest.Item) error) error {
	c, err := NewCSV(name, r)
	if err != nil {
		return err
	}
	return Rows(ctx, name, c, o, do)
}

// Rows does the same for any stream of rows.
func Rows(ctx context.Context, name string, in rows.Reader, o Options, do func(ingest.Item) error) error {
	s, m, err := begin(name, in, o.Mapping)
	if err != nil {
		return err
	}
	if o.Kind != "" && o.Kind != m.Kind {
		return fmt.Errorf("%w %s: it has not the columns of a table of %s; read it with --format csv", ingest.ErrRefused, name, outlets[o.Kind])
	}
	cols, err := m.bind(in.Header().Names)
	if err != nil {
		return fmt.Errorf("%w %s: %w", ingest.ErrRefused, name, err)
	}
	if o.Say != nil {
		o.Say(fmt.Sprintf("%s is read as a table (%s): %s", name, m.Kind, m))
	}
	b := &builder{m: m, cols: cols, names: in.Header().Names, o: o, do: do}
	ch := &chunk{b: b, title: path.Base(name), header: in.Header().Raw}
	for n := 0; ; n++ {
		if n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		row, spans, err := s.next()
		switch {
		case errors.Is(err, io.EOF):
			if o.Say != nil {
				o.Say(fmt.Sprintf("%s: %d rows became events, %d did not; %d cells of the others could not be used as they stand", name, b.made, b.dropped, b.cells))
			}
			return ch.flush()
		case err != nil:
			return errors.Join(ch.flush(), fmt.Errorf("read %s: %w", name, err))
		}
		if err := ch.add(row, spans); err != nil {
			return err
		}
	}
}

// MappingOf gives the mapping by which the table named name would be read.
func MappingOf(name string, r io.Reader) (Mapping, error) {
	c, err := NewCSV(name, r)
	if err != nil {
		return Mapping{}, err
	}
	_, m, err := begin(name, c, nil)
	return m, err
}

// begin reads the sample and decides how columns are read. A mapping that is given
// is completed by the kind of table.
func begin(name string, in rows.Reader, given *Mapping) (*stream, Mapping, error) {
	s := &stream{in: in}
	size := 0
	for len(s.sample) < sampleRows && size < sampleSize {
		row, err := in.Next()
		if err != nil {
			s.err = err
			break
		}
		size += len(row.Raw)
		row.Values = append([]string(nil), row.Values...)
		s.sample = append(s.sample, sampled{row, append([]event.Span(nil), spansOf(in)...)})
	}
	if s.err != nil && !errors.Is(s.err, io.EOF) && len(s.sample) == 0 {
		return nil, Mapping{}, fmt.Errorf("read %s: %w", name, s.err)
	}
	if given != nil {
		m := *given
		if m.Kind == "" {
			m.Kind = KindTable
		}
		return s, m, m.complete(name)
	}
	values, located := make([][]string, len(s.sample)), false // one geometry is enough: rows without are reported each
	for i, r := range s.sample {
		values[i] = r.row.Values
		located = located || r.row.Geometry != nil
	}
	m, err := Detect(name, in.Header().Names, values, located)
	return s, m, err
}

// complete reports a mapping that cannot give events.
func (m Mapping) complete(name string) error {
	switch {
	case len(m.Columns[Date]) == 0:
		return fmt.Errorf("%w %s: the mapping has no column for date; name it as \"date\"", ingest.ErrRefused, name)
	case (len(m.Columns[Lat]) > 0) != (len(m.Columns[Lon]) > 0):
		return fmt.Errorf("%w %s: the mapping has lat or lon without the other", ingest.ErrRefused, name)
	}
	return nil
}

type sampled struct {
	row   rows.Row
	spans []event.Span
}

// stream gives the sample again, and then the rest.
type stream struct {
	in     rows.Reader
	sample []sampled
	at     int
	err    error // of the reader, met in the sample
}

func (s *stream) next() (rows.Row, []event.Span, error) {
	if s.at < len(s.sample) {
		r := s.sample[s.at]
		s.sample[s.at] = sampled{}
		s.at++
		return r.row, r.spans, nil
	}
	if s.err != nil {
		return rows.Row{}, nil, s.err
	}
	row, err := s.in.Next()
	return row, spansOf(s.in), err
}

// spansOf says where the cells of the last row stand in its text; nil when the
// reader does not know.
func spansOf(in rows.Reader) []event.Span {
	if c, ok := in.(interface{ Spans() []event.Span }); ok {
		return c.Spans()
	}
	return nil
}

// spanIn finds a cell in its row's text where the reader does not know it.
func spanIn(raw, value string) event.Span {
	if i := strings.Index(raw, value); i >= 0 && value != "" {
		return event.Span{Start: i, End: i + len(value)}
	}
	return event.Span{Start: 0, End: len(raw)}
}
