package kml

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"unicode/utf8"

	"github.com/paulmach/orb"
)

// Placemark is what a [Writer] writes.
type Placemark struct {
	Name        string
	Description string // plain text; a viewer gets it escaped, so that it never becomes HTML
	Begin, End  string // xsd:dateTime, date, year-month or year; both the same for a moment, "" for open
	Data        []Datum
	Geometry    orb.Geometry // lon, lat; nil for none
}

// Datum is an entry of a placemark's ExtendedData.
type Datum struct{ Name, Value string }

// Writer writes a KML document placemark by placemark, with memory for one.
type Writer struct {
	w   io.Writer
	zip *zip.Writer // of a KMZ
	buf []byte
	err error
}

// NewWriter begins a document with a name. Nothing outside it is referred to.
func NewWriter(w io.Writer, name string) *Writer {
	k := &Writer{w: w}
	k.begin(name)
	return k
}

// NewKMZWriter is [NewWriter] for the packed form.
func NewKMZWriter(w io.Writer, name string) *Writer {
	k := &Writer{zip: zip.NewWriter(w)}
	if k.w, k.err = k.zip.Create("doc.kml"); k.err == nil {
		k.begin(name)
	}
	return k
}

func (k *Writer) begin(name string) {
	k.buf = append(k.buf[:0], `<?xml version="1.0" encoding="UTF-8"?>`+"\n"+`<kml xmlns="http://www.opengis.net/kml/2.2">`+"\n<Document>"...)
	k.buf = append(element(k.buf, "name", name), '\n')
	k.flush()
}

func (k *Writer) flush() {
	if k.err == nil {
		_, k.err = k.w.Write(k.buf)
	}
}

// ErrGeometry is wrapped by errors about a geometry that KML cannot hold.
var ErrGeometry = errors.New("not a geometry for KML")

// Write adds a placemark. An error that wraps [ErrGeometry] leaves the document as it was;
// any other is w's and final.
func (k *Writer) Write(p Placemark) error {
	if k.err != nil {
		return k.err
	}
	b := append(k.buf[:0], "<Placemark>"...)
	b = element(b, "name", p.Name)
	if p.Description != "" {
		// Viewers take the text of a description for HTML: it is escaped once more.
		var html bytes.Buffer
		_ = xml.EscapeText(&html, []byte(p.Description)) // a bytes.Buffer never fails
		b = element(b, "description", html.String())
	}
	switch {
	case p.Begin == "" && p.End == "":
	case p.Begin == p.End:
		b = append(element(append(b, "<TimeStamp>"...), "when", p.Begin), "</TimeStamp>"...)
	default:
		b = append(b, "<TimeSpan>"...)
		if p.Begin != "" {
			b = element(b, "begin", p.Begin)
		}
		if p.End != "" {
			b = element(b, "end", p.End)
		}
		b = append(b, "</TimeSpan>"...)
	}
	if len(p.Data) > 0 {
		b = append(b, "<ExtendedData>"...)
		for _, d := range p.Data {
			b = append(escape(append(b, `<Data name="`...), d.Name), `">`...)
			b = append(element(b, "value", d.Value), "</Data>"...)
		}
		b = append(b, "</ExtendedData>"...)
	}
	b, err := appendGeometry(b, p.Geometry, 0)
	if err != nil {
		return fmt.Errorf("placemark %.60q: %w", p.Name, err)
	}
	k.buf = append(b, "</Placemark>\n"...)
	k.flush()
	return k.err
}

// Close ends the document. It does not close the underlying writer.
func (k *Writer) Close() error {
	k.buf = append(k.buf[:0], "</Document>\n</kml>\n"...)
	k.flush()
	if k.zip != nil && k.err == nil {
		k.err = k.zip.Close()
	}
	return k.err
}

func element(b []byte, name, text string) []byte {
	b = append(append(append(b, '<'), name...), '>')
	b = escape(b, text)
	return append(append(append(b, "</"...), name...), '>')
}

// escape writes text for XML; what XML cannot hold becomes U+FFFD.
func escape(b []byte, text string) []byte {
	for _, r := range text {
		switch {
		case r == '&':
			b = append(b, "&amp;"...)
		case r == '<':
			b = append(b, "&lt;"...)
		case r == '>':
			b = append(b, "&gt;"...)
		case r == '"':
			b = append(b, "&quot;"...)
		case r == '\r':
			b = append(b, "&#13;"...)
		case r < 0x20 && r != '\t' && r != '\n', r == 0xfffe, r == 0xffff:
			b = utf8.AppendRune(b, utf8.RuneError)
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return b
}

func appendGeometry(b []byte, g orb.Geometry, depth int) ([]byte, error) {
	if depth > maxDepth {
		return b, fmt.Errorf("%w: collections nested more than %d deep", ErrGeometry, maxDepth)
	}
	line := func(tag string, ps []orb.Point) (err error) {
		b, err = appendLine(b, tag, ps)
		return err
	}
	many := func(n int, part func(i int) orb.Geometry) (err error) {
		b = append(b, "<MultiGeometry>"...)
		for i := range n {
			if b, err = appendGeometry(b, part(i), depth+1); err != nil {
				return err
			}
		}
		b = append(b, "</MultiGeometry>"...)
		return nil
	}
	var err error
	switch g := g.(type) {
	case nil:
	case orb.Point:
		err = line("Point", []orb.Point{g})
	case orb.LineString:
		err = line("LineString", g)
	case orb.Ring:
		return appendGeometry(b, orb.Polygon{g}, depth)
	case orb.Polygon:
		b = append(b, "<Polygon>"...)
		side := "outerBoundaryIs"
		for _, r := range g {
			b = append(b, "<"+side+">"...)
			if err = line("LinearRing", r); err != nil {
				return b, err
			}
			b = append(b, "</"+side+">"...)
			side = "innerBoundaryIs"
		}
		b = append(b, "</Polygon>"...)
	case orb.MultiPoint:
		err = many(len(g), func(i int) orb.Geometry { return g[i] })
	case orb.MultiLineString:
		err = many(len(g), func(i int) orb.Geometry { return g[i] })
	case orb.MultiPolygon:
		err = many(len(g), func(i int) orb.Geometry { return g[i] })
	case orb.Collection:
		err = many(len(g), func(i int) orb.Geometry { return g[i] })
	default:
		err = fmt.Errorf("%w: there is no %T in KML", ErrGeometry, g)
	}
	return b, err
}

func appendLine(b []byte, tag string, ps []orb.Point) ([]byte, error) {
	b = append(append(append(b, '<'), tag...), "><coordinates>"...)
	for i, p := range ps {
		if !(math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90) {
			return b, fmt.Errorf("%w: longitude %v, latitude %v is not on Earth", ErrGeometry, p[0], p[1])
		}
		if i > 0 {
			b = append(b, ' ')
		}
		b = strconv.AppendFloat(b, math.Round(p[0]*1e7)/1e7, 'f', -1, 64)
		b = strconv.AppendFloat(append(b, ','), math.Round(p[1]*1e7)/1e7, 'f', -1, 64)
	}
	return append(append(append(b, "</coordinates></"...), tag...), '>'), nil
}
