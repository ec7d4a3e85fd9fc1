package xmlscan

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

// endless gives head, and then part again and again.
type endless struct {
	part string
	rest string
	read int
}

func (e *endless) Read(p []byte) (int, error) {
	if e.rest == "" {
		e.rest = e.part
	}
	n := copy(p, e.rest)
	e.rest = e.rest[n:]
	e.read += n
	return n, nil
}

// first takes the first element called a, or the error on the way.
func first(r io.Reader) (*Node, string, error) {
	s, err := New(r)
	if err != nil {
		return nil, "", err
	}
	for {
		tok, err := s.Next()
		if err != nil {
			return nil, "", err
		}
		if start, ok := tok.(xml.StartElement); ok && start.Name.Local == "a" {
			n, err := s.Tree(start)
			return n, s.Raw(), err
		}
	}
}

func TestEndlessInputEnds(t *testing.T) {
	for what, e := range map[string]*endless{
		"text": {rest: "<a>", part: "xxxxxxxx"}, "text outside": {rest: "<b>", part: "xxxxxxxx"}, "attribute": {rest: `<a x="`, part: "xxxxxxxx"},
		"comment": {rest: "<a><!--", part: "xxxxxxxx"}, "elements": {rest: "<a>", part: "<b/>"}, "depth": {rest: "<a>", part: "<b>"},
		"depth outside": {rest: "<c>", part: "<b>"}, "pieces": {rest: "<a>", part: "x<!---->"}, "name": {rest: "<a", part: "aaaaaaaa"},
	} {
		if _, _, err := first(e); !errors.Is(err, ErrInvalid) {
			t.Errorf("%s: %v", what, err)
		}
		if e.read > MaxElement+1<<20 {
			t.Errorf("%s: %d MiB were read", what, e.read>>20)
		}
	}
}

func TestTree(t *testing.T) {
	n, raw, err := first(strings.NewReader("<?xml version=\"1.0\"?>\n<x:r xmlns:x='u'><b>no</b> \n<a k='v'>one<!-- c -->\n<x:c>t &amp; <![CDATA[<u>]]></x:c> two</a></x:r>"))
	if err != nil {
		t.Fatal(err)
	}
	if n.Attr["k"] != "v" || n.Value("c") != "t & <u>" || n.Value("none") != "" || !strings.HasPrefix(n.Text, "one") || !strings.HasSuffix(n.Text, "two") {
		t.Errorf("%+v", n)
	}
	if want := "<a k='v'>one<!-- c --> <x:c>t &amp; <![CDATA[<u>]]></x:c> two</a>"; raw != want {
		t.Errorf("raw %q, want %q", raw, want)
	}
	if _, err := New(strings.NewReader(`<?xml version="1.0" encoding="klingon"?><a/>`)); !errors.Is(err, ErrInvalid) {
		t.Errorf("an encoding that is not known: %v", err)
	}
}

func FuzzTree(f *testing.F) {
	f.Add("<r><a k='v'>x</a></r>")
	f.Add(`<?xml version="1.0" encoding="windows-1251"?><a>` + "\xd1</a>")
	f.Fuzz(func(t *testing.T, s string) {
		n, raw, err := first(strings.NewReader(s))
		if (err == nil) != (n != nil) {
			t.Fatalf("%v with %v", n, err)
		}
		if err == nil && (!strings.HasPrefix(raw, "<") || strings.ContainsAny(raw, "\r\n")) {
			t.Fatalf("%q: raw %q", s, raw)
		}
	})
}
