package table

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"sitmap/internal/event"
	"sitmap/internal/ingest"
	"sitmap/internal/ingest/rows"
)

// CSV reads the rows of comma, semicolon, tab or bar separated text as they stand.
// It is a [rows.Reader] that also knows where each cell stands in its row.
type CSV struct {
	shape  shape
	header rows.Header
	in     io.Reader
	buf    []byte // not read yet: buf[at:]
	at     int
	last   bool // in has ended
	row    int  // line of the next record
	values []string
	spans  []event.Span
}

// maxColumns bounds the columns of a table: a spreadsheet's widest sheet has 16,384.
const maxColumns = 16_384

// NewCSV reads the header of the file named name, whatever its encoding. Errors wrap
// [ingest.ErrRefused] when the file is no table.
func NewCSV(name string, in io.Reader) (*CSV, error) {
	in, _, err := text(name, in)
	if err != nil {
		return nil, err
	}
	c := &CSV{in: in, buf: make([]byte, 0, 1<<18), row: 1}
	if err := c.fill(); err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	c.shape = shape{comma: ',', cr: bytes.IndexByte(c.buf, '\n') < 0 && bytes.IndexByte(c.buf, '\r') >= 0}
	var line []byte
	for { // the first line that is not empty
		n, size := c.shape.line(c.rest())
		if size == 0 {
			return nil, fmt.Errorf("%w %s: it is empty; give a table with a line of column names", ingest.ErrRefused, name)
		}
		line = c.rest()[:n]
		if len(bytes.TrimSpace(line)) > 0 {
			break
		}
		c.at += size
		c.row++
	}
	c.shape.comma = commaOf(string(line))
	r, err := c.next()
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	if r.open || !utf8.ValidString(r.raw) {
		return nil, fmt.Errorf("%w %s: its line of column names is damaged; write it as UTF-8 with every quote closed", ingest.ErrRefused, name)
	}
	if len(r.values) > maxColumns {
		return nil, fmt.Errorf("%w %s: it has %d columns, at most %d are read", ingest.ErrRefused, name, len(r.values), maxColumns)
	}
	c.header = rows.Header{Names: append([]string(nil), r.values...), Raw: r.raw}
	return c, nil
}

// Header gives the names of the columns.
func (c *CSV) Header() rows.Header { return c.header }

// Spans says where the cells of the last row stand in its Raw, without their quotes.
// It is valid until the next call of Next.
func (c *CSV) Spans() []event.Span { return c.spans }

// Next gives the next row that is not empty. Its Values are valid until the next call.
func (c *CSV) Next() (rows.Row, error) {
	for {
		line := c.row
		r, err := c.next()
		if err != nil {
			return rows.Row{}, err
		}
		if strings.TrimSpace(r.raw) == "" {
			continue
		}
		return c.checked(line, r), nil
	}
}

// checked names what is wrong with the form of a row.
func (c *CSV) checked(line int, r record) rows.Row {
	row := rows.Row{Number: line, Values: r.values, Raw: r.raw}
	bad := func(field, reason string, args ...any) {
		row.Bad = append(row.Bad, rows.Problem{Field: field, Reason: fmt.Sprintf(reason, args...)})
	}
	switch n := len(c.header.Names); {
	case r.open:
		bad("", "a quote in it is not closed; double the quotes inside a cell and close it")
	case len(r.values) != n:
		bad("", "it has %d cells, the header has %d", len(r.values), n)
	case r.loose > 0:
		bad(c.header.Names[r.loose-1], "a quote inside the cell is not doubled; the cell is taken as it stands")
	}
	if strings.ContainsRune(r.raw, utf8.RuneError) {
		for i, v := range r.values {
			if strings.ContainsRune(v, utf8.RuneError) && i < len(c.header.Names) {
				bad(c.header.Names[i], "it has bytes that are not UTF-8, shown as \uFFFD; save the file as UTF-8")
			}
		}
	}
	return row
}

// next cuts the next record off.
func (c *CSV) next() (record, error) {
	for {
		n, size, open := c.shape.end(c.rest(), c.last)
		if size > 0 {
			piece := c.rest()[:size]
			raw := string(piece[:n])
			if !utf8.ValidString(raw) {
				raw = strings.ToValidUTF8(raw, "\uFFFD")
			}
			r := c.shape.split(raw, c.values, c.spans)
			c.values, c.spans = r.values, r.spans
			r.open = open
			c.row += max(1, count(piece, c.shape.cr))
			c.at += size
			return r, nil
		}
		if c.last {
			return record{}, io.EOF
		}
		if err := c.fill(); err != nil {
			return record{}, err
		}
	}
}

func count(piece []byte, cr bool) int {
	if cr {
		return bytes.Count(piece, []byte{'\r'})
	}
	return bytes.Count(piece, []byte{'\n'})
}

func (c *CSV) rest() []byte { return c.buf[c.at:] }

// fill reads more, behind what is left.
func (c *CSV) fill() error {
	c.buf = c.buf[:copy(c.buf, c.buf[c.at:])]
	c.at = 0
	if len(c.buf) == cap(c.buf) {
		if len(c.buf) >= ingest.MaxBytes {
			return fmt.Errorf("line %d is longer than %d MiB, which no row of a table is", c.row, ingest.MaxBytes>>20)
		}
		c.buf = append(make([]byte, 0, 2*cap(c.buf)), c.buf...)
	}
	for !c.last && len(c.buf) < cap(c.buf) {
		n, err := c.in.Read(c.buf[len(c.buf):cap(c.buf)])
		c.buf = c.buf[:len(c.buf)+n]
		switch {
		case errors.Is(err, io.EOF):
			c.last = true
		case err != nil:
			return err
		}
	}
	return nil
}
