package table

import (
	"bytes"
	"strings"

	"sitmap/internal/event"
)

// maxRecord is the longest row with quotes in it that is taken: 128 KiB. A quote that is never closed
// would otherwise swallow the rest of the file.
const maxRecord = 128 << 10

// record is one row as it stands in the file.
type record struct {
	raw    string       // without its line end
	values []string     // the cells, unquoted
	spans  []event.Span // where the words of each cell stand in raw, without the quotes around it
	open   bool         // a quote is not closed: raw is the first line only
	loose  int          // 1 + the first cell with a quote that is not doubled, 0 none
}

// shape says how a file writes its rows.
type shape struct {
	comma byte
	cr    bool // a lone carriage return ends a line (the file has no line feeds)
}

// end finds where the record at the start of buf ends: the length of its text, and
// of the text with its line end; n is 0 when buf holds no whole record.
func (s shape) end(buf []byte, last bool) (text, n int, open bool) {
	if n := bytes.IndexByte(buf, '\n'); n >= 0 && !s.cr && bytes.IndexByte(buf[:n], '"') < 0 {
		return len(bytes.TrimSuffix(buf[:n], []byte{'\r'})), n + 1, false // as most lines: no quotes
	}
	quoted, start := false, true // inside quotes; at the start of a cell
	for i := 0; i < len(buf); i++ {
		c := buf[i]
		switch {
		case quoted:
			j := bytes.IndexByte(buf[i:], '"')
			if j < 0 {
				i = len(buf)
				continue
			}
			i += j
			if i+1 < len(buf) && buf[i+1] == '"' {
				i++
				continue
			}
			if i+1 == len(buf) && !last {
				return 0, 0, false
			}
			// A lone quote ends the cell only before a separator or a line end.
			quoted = i+1 < len(buf) && buf[i+1] != s.comma && buf[i+1] != '\n' && buf[i+1] != '\r'
			start = false
		case c == '"' && start:
			quoted, start = true, false
		case c == s.comma:
			start = true
		case c == '\n':
			text = i
			if text > 0 && buf[text-1] == '\r' {
				text--
			}
			return text, i + 1, false
		case c == '\r' && s.cr:
			return i, i + 1, false
		default:
			start = false
		}
	}
	switch {
	case quoted && (last || len(buf) >= maxRecord):
		text, n = s.line(buf)
		return text, n, true
	case !last:
		return 0, 0, false
	}
	return len(bytes.TrimSuffix(buf, []byte{'\r'})), len(buf), false
}

// line is the first line of buf, quotes or not.
func (s shape) line(buf []byte) (text, n int) {
	i := bytes.IndexByte(buf, '\n')
	if s.cr {
		i = bytes.IndexByte(buf, '\r')
	}
	if i < 0 {
		return len(buf), len(buf)
	}
	return len(bytes.TrimSuffix(buf[:i], []byte{'\r'})), i + 1
}

// split cuts a record's text into its cells. values and spans are reused.
func (s shape) split(raw string, values []string, spans []event.Span) record {
	r := record{raw: raw, values: values[:0], spans: spans[:0]}
	for i := 0; ; {
		if i < len(raw) && raw[i] == '"' {
			i = s.quoted(&r, i+1)
		} else {
			n := strings.IndexByte(raw[i:], s.comma)
			if n < 0 {
				n = len(raw) - i
			}
			r.add(raw[i:i+n], i, i+n)
			i += n
		}
		if i >= len(raw) {
			return r
		}
		i++ // the separator
	}
}

// quoted reads the cell that begins behind a quote and gives where it ends.
func (s shape) quoted(r *record, from int) int {
	doubled, i := false, from
	for i < len(r.raw) {
		n := strings.IndexByte(r.raw[i:], '"')
		if n < 0 {
			break
		}
		i += n
		if i+1 < len(r.raw) && r.raw[i+1] == '"' {
			doubled = true
			i += 2
			continue
		}
		if i+1 == len(r.raw) || r.raw[i+1] == s.comma {
			v := r.raw[from:i]
			if doubled {
				v = strings.ReplaceAll(v, `""`, `"`)
			}
			r.add(v, from, i)
			return i + 1
		}
		if r.loose == 0 {
			r.loose = len(r.values) + 1
		}
		i++
	}
	r.open = true
	r.add(r.raw[from:], from, len(r.raw))
	return len(r.raw)
}

func (r *record) add(v string, start, end int) {
	r.values = append(r.values, v)
	r.spans = append(r.spans, event.Span{Start: start, End: end})
}

// quote writes a cell so that split gives it back.
func (s shape) quote(b []byte, v string) []byte {
	if v != "" && !strings.ContainsAny(v, "\"\r\n"+string(rune(s.comma))) {
		return append(b, v...)
	}
	if v == "" {
		return b
	}
	b = append(b, '"')
	b = append(b, strings.ReplaceAll(v, `"`, `""`)...)
	return append(b, '"')
}

// commaOf gives the separator of a header line: the sign that makes most cells of it.
func commaOf(head string) byte {
	line := strings.TrimRight(head, "\r\n")
	best, most := byte(','), 1
	for _, c := range []byte{',', '\t', ';', '|'} {
		if n := len((shape{comma: c}).split(line, nil, nil).values); n > most {
			best, most = c, n
		}
	}
	return best
}
