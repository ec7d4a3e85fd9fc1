package geojson

import (
	"bufio"
	"bytes"
	"fmt"
)

// separators makes valid JSON of what programs write in its place: blanks of the
// record separators of GeoJSON text sequences and of a byte order mark, and strings of
// NaN and Infinity, so that they spoil one feature and not the file. It gives at most
// left bytes until that is set again.
type separators struct {
	r       *bufio.Reader
	left    int
	begun   bool
	quoted  bool   // within a string
	escaped bool   // behind a backslash there
	pending []byte // to be given before more is read
}

// Read reads.
func (s *separators) Read(p []byte) (int, error) {
	if !s.begun {
		s.begun = true
		if b, _ := s.r.Peek(3); bytes.Equal(b, []byte("\uFEFF")) {
			_, _ = s.r.Discard(3)
		}
	}
	if s.left <= 0 {
		return 0, fmt.Errorf("a feature is longer than %d MiB; simplify it or split the file", maxFeature>>20)
	}
	p = p[:min(len(p), s.left)]
	n := 0
	for n < len(p) {
		if len(s.pending) > 0 {
			p[n] = s.pending[0]
			s.pending = s.pending[1:]
			n++
			continue
		}
		if n > 0 && s.r.Buffered() == 0 {
			break
		}
		b, err := s.r.ReadByte()
		if err != nil {
			s.left -= n
			return n, err
		}
		p[n] = s.turn(b)
		n++
	}
	s.left -= n
	return n, nil
}

// turn gives the byte to write for b and follows where strings begin and end.
func (s *separators) turn(b byte) byte {
	switch {
	case s.escaped:
		s.escaped = false
	case s.quoted:
		s.escaped, s.quoted = b == '\\', b != '"'
	case b == '"':
		s.quoted = true
	case b == 0x1e:
		return '\n'
	case b == 'N' || b == 'I' || b == '-':
		for _, w := range []string{"NaN", "Infinity", "-Infinity"} {
			if rest, _ := s.r.Peek(len(w) - 1); w[0] == b && string(rest) == w[1:] {
				_, _ = s.r.Discard(len(rest))
				s.pending = append(append([]byte(nil), w...), '"')
				return '"'
			}
		}
	}
	return b
}
