package table

import (
	"bufio"
	"io"
	"slices"
	"strings"

	"sitmap/internal/event"
	"sitmap/internal/ingest/rows"
)

// Export is a table format to write.
type Export string

// The formats of [NewExporter].
const (
	CSVTable   Export = "csv"   // sitmap's own columns, then those of the tables that events came from
	UCDPTable  Export = "ucdp"  // UCDP GED
	ACLEDTable Export = "acled" // ACLED
)

// Exporter writes events as a table. An event that came from a table of the same
// kind is written as its row stands in the report, but for what a person changed; any
// other from its fields, with empty cells for what is unknown.
//
// It takes all events twice: [Exporter.Columns] first, to know the columns, then [Exporter.Write].
type Exporter struct {
	format  Export
	w       *bufio.Writer
	shape   shape
	columns []string
	raw     string // the header line; rows with the same one are copied
	seen    map[string]bool
	begun   bool
	report  source // of the last event
	cells   []string
	line    []byte
}

// source is a report that is a table.
type source struct {
	id    event.ReportID
	ok    bool // it is a table
	raw   string
	names []string
	shape shape
	b     *builder // reads its rows; nil for tables without a known mapping
}

// NewExporter writes to w in the format.
func NewExporter(w io.Writer, format Export) *Exporter {
	return &Exporter{format: format, w: bufio.NewWriterSize(w, 1<<16), shape: shape{comma: ','}, seen: map[string]bool{}}
}

// Columns takes note of the columns that an event's table has.
func (e *Exporter) Columns(ev event.Event, rep event.Report) {
	s := e.source(ev, rep)
	if !s.ok || e.seen[s.raw] {
		return
	}
	e.seen[s.raw] = true
	if len(e.seen) == 1 && e.format != CSVTable {
		e.columns, e.raw, e.shape = s.names, s.raw, s.shape
		return
	}
	if e.raw != "" { // tables of several editions: all columns, none copied as it stands
		e.raw, e.shape = "", shape{comma: ','}
		first := e.columns
		e.columns = canonical(e.format)
		e.merge(first)
	}
	e.merge(s.names)
}

func (e *Exporter) merge(names []string) {
	for _, n := range names {
		if e.format == CSVTable {
			n = rowPrefix + n
		}
		if !slices.Contains(e.columns, n) {
			e.columns = append(e.columns, n)
		}
	}
}

// rowPrefix marks, in the csv format, the columns of the tables that events came from.
const rowPrefix = "row."

func canonical(f Export) []string {
	switch f {
	case UCDPTable:
		return slices.Clone(UCDPColumns)
	case ACLEDTable:
		return slices.Clone(ACLEDColumns)
	}
	return slices.Clone(ownColumns)
}

// source reads the header of an event's report once for all its rows.
func (e *Exporter) source(ev event.Event, rep event.Report) source {
	kind, imported := strings.CutPrefix(ev.Method, "import/")
	switch {
	case !imported || len(ev.Evidence) == 0 || e.format != CSVTable && kind != string(e.format):
		return source{}
	case e.report.id == rep.ID:
		return e.report
	}
	e.report = source{id: rep.ID}
	head, _ := (shape{}).line([]byte(rep.Text[:min(len(rep.Text), 1<<16)]))
	sh := shape{comma: commaOf(rep.Text[:head])}
	n, size, open := sh.end([]byte(rep.Text[:min(len(rep.Text), 1<<16)]), true)
	if size == 0 || open {
		return e.report
	}
	raw := rep.Text[:n]
	names := sh.split(raw, nil, nil).values
	e.report = source{id: rep.ID, ok: len(names) > 1, raw: raw, names: names, shape: sh}
	if m, ok := known(names); ok {
		if cols, err := m.bind(names); err == nil {
			e.report.b = &builder{m: m, cols: cols, names: names, do: discard}
		}
	}
	return e.report
}

// Write writes one event.
func (e *Exporter) Write(ev event.Event, rep event.Report) error {
	if err := e.begin(); err != nil {
		return err
	}
	s := e.source(ev, rep)
	row, values, ok := s.row(ev, rep)
	if ok && e.format != CSVTable && ev.Review != event.ReviewReviewed && s.raw == e.raw {
		e.w.WriteString(row) //nolint:errcheck,gosec // a bufio.Writer keeps its first error
		return e.w.WriteByte('\n')
	}
	own := cellsOf(e.format, ev, rep)
	changed := own
	if ok && e.format != CSVTable {
		changed = s.changes(e.format, ev, rep, row, values, own)
	}
	e.cells = e.cells[:0]
	for _, c := range e.columns {
		v, isChanged := changed[c]
		name := c
		if e.format == CSVTable {
			name = strings.TrimPrefix(c, rowPrefix)
			if name != c {
				v, isChanged = "", false
			}
		}
		if ok && !isChanged && (e.format != CSVTable || name != c) {
			if i := slices.Index(s.names, name); i >= 0 && i < len(values) {
				v = values[i]
			}
		}
		e.cells = append(e.cells, v)
	}
	return e.writeCells(e.cells)
}

// Close writes what is left, or a table without rows.
func (e *Exporter) Close() error {
	if err := e.begin(); err != nil {
		return err
	}
	return e.w.Flush()
}

func (e *Exporter) begin() error {
	if e.begun {
		return nil
	}
	e.begun = true
	if e.format == CSVTable {
		e.columns = append(canonical(e.format), e.columns...)
	}
	if e.columns == nil {
		e.columns = canonical(e.format)
	}
	if e.raw != "" {
		_, err := e.w.WriteString(e.raw + "\n")
		return err
	}
	return e.writeCells(e.columns)
}

func (e *Exporter) writeCells(cells []string) error {
	e.line = e.line[:0]
	for i, c := range cells {
		if i > 0 {
			e.line = append(e.line, e.shape.comma)
		}
		e.line = e.shape.quote(e.line, c)
	}
	_, err := e.w.Write(append(e.line, '\n'))
	return err
}

// row gives an event's row as it stands in its report, and its cells.
func (s source) row(ev event.Event, rep event.Report) (raw string, values []string, ok bool) {
	if !s.ok {
		return "", nil, false
	}
	span := ev.Evidence[len(ev.Evidence)-1].Span
	if span.Start < len(s.raw) || span.End > len(rep.Text) || span.Start >= span.End {
		return "", nil, false
	}
	raw = rep.Text[span.Start:span.End]
	values = s.shape.split(raw, nil, nil).values
	return raw, values, len(values) == len(s.names)
}

// fixed are columns that say where an event comes from: what a person changes of the event leaves them.
var fixed = []string{"id", "source_office", "source_date", "source_headline", "source_original", "source_article", "event_id_cnty", "source", "notes"} //nolint:gochecknoglobals // table, never written

// changes gives the cells that a person changed: those that differ from what the
// row says when it is read again.
func (s source) changes(f Export, ev event.Event, rep event.Report, raw string, values []string, own map[string]string) map[string]string {
	out := map[string]string{}
	if ev.Review != event.ReviewReviewed || s.b == nil {
		return out
	}
	was, ok, err := s.b.event(rows.Row{Values: values, Raw: raw}, nil, 0)
	if err != nil || !ok {
		return out
	}
	before := cellsOf(f, was, rep)
	for c, v := range own {
		if v != before[c] && !slices.Contains(fixed, c) {
			out[c] = v
		}
	}
	return out
}
