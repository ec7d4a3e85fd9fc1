// Package xmlscan walks through a large XML file and gives chosen elements as small
// trees together with their text: what the readers of KML and GPX share.
//
// Input is hostile: nothing outside the file is read, entities that the file declares
// are refused, an element that is held has at most [MaxElement] bytes,
// [MaxDepth] levels and [MaxNodes] others in it. Files in other encodings are read as their XML declaration says.
package xmlscan

import (
	"bufio"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// The limits of an element.
const (
	MaxElement = 64 << 20 // bytes
	MaxDepth   = 256      // levels of elements
	MaxNodes   = 2 << 20  // elements within it
)

// ErrInvalid is wrapped by errors about input that is not XML that can be read.
var ErrInvalid = errors.New("not XML that can be read")

// Node is an element. Names are without name space.
type Node struct {
	Name     string
	Attr     map[string]string
	Text     string // directly within it, without blanks around
	Children []*Node

	text []byte // Text while it is read, in pieces when comments or CDATA cut it
}

// Child gives the first child of the name, nil for none.
func (n *Node) Child(name string) *Node {
	if n == nil {
		return nil
	}
	for _, c := range n.Children {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// Value gives the text of the child of the name, "" for none.
func (n *Node) Value(name string) string {
	if c := n.Child(name); c != nil {
		return c.Text
	}
	return ""
}

// Scanner walks through a file.
type Scanner struct {
	in    *recorder
	dec   *xml.Decoder
	depth int
}

var declared = regexp.MustCompile(`^\s*<\?xml[^>]*\sencoding\s*=\s*["']([A-Za-z0-9._:-]+)["']`)

// New begins to walk. Errors come with [Scanner.Next].
func New(r io.Reader) (*Scanner, error) {
	in := bufio.NewReaderSize(r, 64<<10)
	head, _ := in.Peek(256)
	switch m := declared.FindSubmatch(head); {
	case len(head) > 1 && (head[0] == 0xfe && head[1] == 0xff || head[0] == 0xff && head[1] == 0xfe):
		in = bufio.NewReader(transform.NewReader(in, unicode.BOMOverride(transform.Nop)))
	case m != nil && !strings.EqualFold(string(m[1]), "utf-8"):
		enc, _ := charset.Lookup(string(m[1]))
		if enc == nil {
			return nil, fmt.Errorf("%w: its encoding %q is not known; save it as UTF-8", ErrInvalid, m[1])
		}
		in = bufio.NewReader(transform.NewReader(in, enc.NewDecoder()))
	}
	if bom, _ := in.Peek(3); string(bom) == "\uFEFF" {
		_, _ = in.Discard(3)
	}
	rec := &recorder{r: in}
	dec := xml.NewDecoder(rec)
	dec.Entity = xml.HTMLEntity
	dec.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	return &Scanner{in: rec, dec: dec}, nil
}

// Next gives the next beginning (xml.StartElement) or end (xml.EndElement) of an
// element, or io.EOF; any other error wraps [ErrInvalid].
func (s *Scanner) Next() (xml.Token, error) {
	for {
		s.in.forget(s.dec.InputOffset())
		tok, err := s.dec.Token()
		if errors.Is(err, io.EOF) && s.depth == 0 {
			return nil, io.EOF
		}
		if err != nil {
			return nil, s.broken(err)
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if s.depth++; s.depth > MaxDepth {
				return nil, fmt.Errorf("%w: near byte %d elements are nested more than %d deep", ErrInvalid, s.dec.InputOffset(), MaxDepth)
			}
			return t, nil
		case xml.EndElement:
			s.depth--
			return t, nil
		}
	}
}

func (s *Scanner) broken(err error) error {
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return fmt.Errorf("%w: near byte %d: %w", ErrInvalid, s.dec.InputOffset(), err)
}

// Skip passes over the element that began last, however deep.
func (s *Scanner) Skip() error {
	for depth := s.depth; s.depth >= depth; {
		if _, err := s.Next(); err != nil {
			return s.broken(err)
		}
	}
	return nil
}

// Tree takes the element that began last. [Scanner.Raw] then gives its text.
func (s *Scanner) Tree(start xml.StartElement) (*Node, error) {
	root := node(start)
	open := []*Node{root}
	for nodes := 1; len(open) > 0; {
		tok, err := s.dec.Token()
		if err != nil {
			return nil, s.broken(err)
		}
		top := open[len(open)-1]
		switch t := tok.(type) {
		case xml.StartElement:
			if s.depth++; s.depth > MaxDepth {
				return nil, fmt.Errorf("%w: near byte %d elements are nested more than %d deep", ErrInvalid, s.dec.InputOffset(), MaxDepth)
			}
			if nodes++; nodes > MaxNodes {
				return nil, fmt.Errorf("%w: near byte %d an element has more than %d others in it", ErrInvalid, s.dec.InputOffset(), MaxNodes)
			}
			child := node(t)
			top.Children = append(top.Children, child)
			open = append(open, child)
		case xml.EndElement:
			s.depth--
			top.Text, top.text = strings.TrimSpace(string(top.text)), nil
			open = open[:len(open)-1]
		case xml.CharData:
			top.text = append(top.text, t...)
		}
	}
	return root, nil
}

// Raw gives the element that [Scanner.Tree] took, as the file has it, line breaks as blanks.
func (s *Scanner) Raw() string {
	return breaks.Replace(s.in.kept(s.dec.InputOffset()))
}

var breaks = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ") //nolint:gochecknoglobals // table, never written

func node(t xml.StartElement) *Node {
	n := &Node{Name: t.Name.Local}
	if len(t.Attr) > 0 {
		n.Attr = make(map[string]string, len(t.Attr))
		for _, a := range t.Attr {
			if a.Name.Space != "xmlns" && a.Name.Local != "xmlns" {
				n.Attr[a.Name.Local] = a.Value
			}
		}
	}
	return n
}

// recorder keeps what was read since the last token outside a tree began. It is an
// io.ByteReader, so that the decoder reads no further than it must.
type recorder struct {
	r    *bufio.Reader
	base int64 // offset of buf in the input
	buf  []byte
}

// ReadByte reads.
func (r *recorder) ReadByte() (byte, error) {
	if len(r.buf) >= MaxElement {
		return 0, fmt.Errorf("an element has more than %d MiB", MaxElement>>20)
	}
	b, err := r.r.ReadByte()
	if err == nil {
		r.buf = append(r.buf, b)
	}
	return b, err
}

// Read is what xml.NewDecoder asks for; it uses ReadByte.
func (r *recorder) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	b, err := r.ReadByte()
	if err != nil {
		return 0, err
	}
	p[0] = b
	return 1, nil
}

func (r *recorder) forget(before int64) {
	n := max(0, min(before-r.base, int64(len(r.buf))))
	r.buf = append(r.buf[:0], r.buf[n:]...)
	r.base += n
	if cap(r.buf) > 1<<20 && len(r.buf) < 1<<10 {
		r.buf = append([]byte(nil), r.buf...) // a giant went by
	}
}

func (r *recorder) kept(until int64) string {
	return string(r.buf[:max(0, min(until-r.base, int64(len(r.buf))))])
}
