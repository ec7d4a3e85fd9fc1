package geojson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// lined says whether the input has one object on each line: then a line that is broken
// costs itself only. The first two lines decide, as far as they fit the buffer.
func (d *Reader) lined() bool {
	head, _ := d.lines.Peek(d.lines.Size())
	first, rest, _ := bytes.Cut(bytes.TrimLeft(head, " \r\n\t"), []byte("\n"))
	if rest = bytes.TrimLeft(rest, " \r\n\t"); len(rest) == 0 || rest[0] != '{' {
		return false
	}
	var o struct{ Type string }
	return json.Unmarshal(first, &o) == nil && o.Type != "" && o.Type != "FeatureCollection"
}

// line reads the next line that is not blank.
func (d *Reader) line() (Entry, error) {
	for {
		line, err := d.lines.ReadBytes('\n')
		line = bytes.TrimSpace(line)
		if err != nil && !errors.Is(err, io.EOF) {
			return Entry{}, fmt.Errorf("%w: line behind feature %d: %w", ErrInvalid, d.n, err)
		}
		if len(line) == 0 {
			if err != nil {
				return Entry{}, io.EOF
			}
			continue
		}
		m, wrong := d.scan.object(line)
		if wrong == nil {
			var e Entry
			if e, wrong = d.single(line, m); wrong == nil {
				if m.crs != nil {
					d.crs = m.crs
				}
				return e, nil
			}
		}
		if !errors.Is(wrong, ErrInvalid) {
			wrong = fmt.Errorf("%w: the line is not a JSON object: %w", ErrInvalid, wrong)
		}
		d.n++
		return Entry{N: d.n, Raw: line, Bad: []error{wrong}}, nil
	}
}
