// Package xlsx gives the rows of an Excel sheet (Office Open XML): [Open] for the first
// sheet with data, [OpenSheet] for one by its name.
//
// The first row with a value is the header. Dates come as ISO text, as far as the cell's
// number format shows them (1900 and 1904 systems); numbers with at most the 15 digits
// that Excel has; formulas with the value stored beside them. Merged cells give their
// value to their first cell, and each row says which of its cells are merged with
// another. Hidden rows and columns are read like the others. [Reader.Notes] says what
// holds for the file as a whole.
//
// The sheet is a stream; the texts that its cells share are held in memory. Limits: a
// file of 256 MiB, 2 GiB unpacked for the sheet and 256 MiB for the shared texts, Excel's
// own 1,048,576 rows of 16,384 columns and 32,767 characters a cell.
//
// It reads the XML itself: the libraries that stream sheets give a cell as displayed
// (a date without its year) or bare (a number), and neither merged nor hidden cells.
package xlsx

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"sitmap/geo/codec/archive"
	"sitmap/geo/codec/xmlscan"
	"sitmap/internal/ingest/rows"
)

// ErrInvalid is wrapped by errors about input that is no workbook.
var ErrInvalid = errors.New("not an XLSX workbook that can be read")

// The limits.
const (
	maxSheet   = 2 << 30   // bytes unpacked
	maxShared  = 256 << 20 // bytes unpacked
	maxPart    = 64 << 20  // bytes of another part
	maxRows    = 1048576
	maxColumns = 16384
	maxCell    = 32767 // characters
	maxRowText = 64 << 20
)

// Reader is a [rows.Reader] of one sheet.
type Reader struct {
	book   *workbook
	file   string
	sheet  sheet
	scan   *xmlscan.Scanner
	names  []string
	raw    string
	last   int // number of the row read last
	merges merges
	err    error

	hiddenRows int
	firstGone  int // the first hidden row
	notes      []string
}

var _ rows.Reader = (*Reader)(nil)

// Open reads the first visible sheet with data, or the first hidden one when only such
// have any; name is for messages.
func Open(name string, r io.Reader) (rows.Reader, error) { return OpenSheet(name, r, "") }

// OpenSheet reads the sheet called sheet; "" is the first with data.
func OpenSheet(name string, r io.Reader, sheet string) (rows.Reader, error) {
	out, err := open(name, r, sheet)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return out, nil
}

func open(name string, r io.Reader, wanted string) (*Reader, error) {
	z, err := unzip(r)
	if err != nil {
		return nil, err
	}
	book, err := readWorkbook(z)
	if err != nil {
		return nil, err
	}
	var tries []sheet
	for _, hidden := range []bool{false, true} {
		for _, s := range book.sheets {
			if s.hidden == hidden && (wanted == "" || s.name == wanted) {
				tries = append(tries, s)
			}
		}
	}
	if len(tries) == 0 {
		return nil, fmt.Errorf("there is no sheet %q; the sheets are %s", wanted, book.list(func(sheet) bool { return true }))
	}
	for _, s := range tries {
		out := &Reader{book: book, file: name, sheet: s}
		found, err := out.begin(z)
		if err != nil {
			return nil, err
		}
		if found {
			return out, nil
		}
	}
	return nil, fmt.Errorf("%w: no sheet has data; the sheets are %s", ErrInvalid, book.list(func(sheet) bool { return true }))
}

func unzip(r io.Reader) (*zip.Reader, error) {
	z, err := archive.Open(r)
	if err != nil {
		return nil, fmt.Errorf("%w: %w; an old .xls or a workbook with a password must be saved as .xlsx without one", ErrInvalid, err)
	}
	return z, nil
}

// begin opens the sheet and reads its header; false is a sheet without data.
func (r *Reader) begin(z *zip.Reader) (bool, error) {
	member := func() (io.Reader, error) { return archive.Member(z, r.sheet.path, maxSheet) }
	in, err := member()
	if err != nil {
		return false, fmt.Errorf("%w: sheet %q: %w", ErrInvalid, r.sheet.name, err)
	}
	if in == nil {
		return false, nil // a sheet of another kind, or one that is missing: said when nothing else is found
	}
	if r.merges, err = findMerges(in); err != nil {
		return false, fmt.Errorf("%w: sheet %q: %w", ErrInvalid, r.sheet.name, err)
	}
	if in, err = member(); err != nil {
		return false, fmt.Errorf("%w: sheet %q: %w", ErrInvalid, r.sheet.name, err)
	}
	if r.scan, err = xmlscan.New(in); err != nil {
		return false, fmt.Errorf("%w: sheet %q: %w", ErrInvalid, r.sheet.name, err)
	}
	row, err := r.row()
	if errors.Is(err, io.EOF) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	r.names = slices.Clone(row.Values)
	r.raw = row.Raw
	for _, p := range row.Bad {
		r.notes = append(r.notes, fmt.Sprintf("the header in row %d: column %s: %s", row.Number, p.Field, p.Reason))
	}
	return true, nil
}

// Header gives the first row with a value. A value right of it gets the letters of its
// column as a name, so the header may grow.
func (r *Reader) Header() rows.Header {
	return rows.Header{Names: r.names[:len(r.names):len(r.names)], Raw: r.raw}
}

// Notes says which sheet is read and which are not, and what was hidden or merged. It
// is complete when Next gave io.EOF.
func (r *Reader) Notes() []string {
	out := []string{fmt.Sprintf("sheet %q is read", r.sheet.name)}
	if r.sheet.hidden {
		out[0] += "; it is hidden"
	}
	if others := r.book.list(func(s sheet) bool { return s.name != r.sheet.name }); others != "" {
		out = append(out, "not read: the sheets "+others)
	}
	out = append(out, r.notes...)
	if r.hiddenRows > 0 {
		out = append(out, fmt.Sprintf("%d hidden rows are read like the others, the first is row %d", r.hiddenRows, r.firstGone))
	}
	if n := r.merges.count; n > 0 {
		out = append(out, fmt.Sprintf("%d ranges of merged cells, the first is %s: only the first cell of each has the value", n, r.merges.first))
	}
	return out
}

// Next gives the next row with a value; see [rows.Reader]. An error names file and sheet.
func (r *Reader) Next() (rows.Row, error) {
	if r.err != nil {
		return rows.Row{}, r.err
	}
	row, err := r.row()
	r.err = err
	if err != nil && !errors.Is(err, io.EOF) {
		r.err = fmt.Errorf("%s, sheet %q, after row %d: %w", r.file, r.sheet.name, r.last, err)
	}
	if r.err != nil {
		return rows.Row{}, r.err
	}
	for len(row.Values) < len(r.names) {
		row.Values = append(row.Values, "")
	}
	for i := len(r.names); i < len(row.Values); i++ {
		r.names = append(r.names, letters(i))
	}
	for i, p := range row.Bad {
		if c, ok := column(p.Field); ok && c < len(r.names) && r.names[c] != "" {
			row.Bad[i].Field = r.names[c]
		}
	}
	return row, nil
}

// row reads the next row with a value; problems name the column by its letters.
func (r *Reader) row() (rows.Row, error) {
	for {
		tok, err := r.scan.Next()
		if errors.Is(err, io.EOF) {
			return rows.Row{}, io.EOF
		}
		if err != nil {
			return rows.Row{}, fmt.Errorf("%w: %w", ErrInvalid, err)
		}
		start, ok := tok.(xml.StartElement)
		if !ok {
			continue
		}
		switch start.Name.Local {
		case "worksheet", "sheetData", "cols":
			continue
		case "col":
			r.hiddenColumn(start)
			continue
		case "row":
		default:
			if err := r.scan.Skip(); err != nil {
				return rows.Row{}, fmt.Errorf("%w: %w", ErrInvalid, err)
			}
			continue
		}
		n, err := r.scan.Tree(start)
		if err != nil {
			return rows.Row{}, fmt.Errorf("%w: %w", ErrInvalid, err)
		}
		row, some, err := r.cells(n)
		if err != nil {
			return rows.Row{}, err
		}
		if some {
			return row, nil
		}
	}
}

func (r *Reader) hiddenColumn(start xml.StartElement) {
	var low, high string
	hidden := false
	for _, a := range start.Attr {
		switch a.Name.Local {
		case "min":
			low = a.Value
		case "max":
			high = a.Value
		case "hidden":
			hidden = yes(a.Value)
		}
	}
	if !hidden || len(r.notes) > 20 {
		return
	}
	a, b := count(low), count(high)
	if a < 1 || b < a || a > maxColumns {
		return
	}
	text := "hidden column " + letters(a-1) + " is read like the others"
	if b > a {
		text = "hidden columns " + letters(a-1) + " to " + letters(min(b, maxColumns)-1) + " are read like the others"
	}
	r.notes = append(r.notes, text)
}

func yes(s string) bool { return s == "1" || s == "true" }

// resolve gives the path of a relationship's target within the archive.
func resolve(base, target string) string {
	if strings.HasPrefix(target, "/") {
		return path.Clean(target[1:])
	}
	return path.Join(path.Dir(base), target)
}
