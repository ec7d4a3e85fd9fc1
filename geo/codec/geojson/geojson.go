// Package geojson reads and writes GeoJSON (RFC 7946), one feature at a time:
// [NewWriter] for a FeatureCollection of any length, [Append] for a single feature,
// [Read] for what others wrote.
//
// What is written follows the standard to the letter: longitude, latitude on WGS 84
// without a crs member; outer rings counterclockwise, holes clockwise; nothing
// crosses the antimeridian, because lines and areas that do are cut there; a
// bounding box that crosses it has its west greater than its east. Coordinates
// have at most 7 digits after the point, one centimetre on the ground.
//
// An edge of more than 180 and less than 360 degrees of longitude is taken for one
// that crosses the antimeridian the short way, as are coordinates beyond 180.
package geojson

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/paulmach/orb"
)

// MediaType is the type to serve GeoJSON with.
const MediaType = "application/geo+json"

// ErrInvalid is wrapped by every error about input that is not GeoJSON and about
// features that GeoJSON cannot hold.
var ErrInvalid = errors.New("not valid GeoJSON")

// Feature is one feature. What [Read] gives has its id as string or json.Number and
// its properties as json.RawMessage.
type Feature struct {
	ID         any          // string, number, or nil for none
	Geometry   orb.Geometry // lon, lat; nil for a feature without a place
	Properties any          // whatever json.Marshal makes an object of; nil for null
	BBox       bool         // write the feature's own bounding box
}

// Member is a further member of a FeatureCollection, such as numberReturned or links.
type Member struct {
	Name  string
	Value any // written by json.Marshal
}

// Writer writes a FeatureCollection feature by feature, with memory for one feature.
type Writer struct {
	w   io.Writer
	buf []byte
	n   int
	box box
	err error
}

// NewWriter begins a FeatureCollection; nothing is written before the first [Writer.Write].
func NewWriter(w io.Writer) *Writer { return &Writer{w: w} }

// Write adds a feature. Errors wrap [ErrInvalid] for a feature that cannot be
// written, and then the collection is as it was; any other error is w's and final.
func (w *Writer) Write(f Feature) error {
	if w.err != nil {
		return w.err
	}
	w.buf = append(w.buf[:0], ",\n"...)
	if w.n == 0 {
		w.buf = append(w.buf[:0], collectionHead...)
	}
	out, b, err := appendFeature(w.buf, f)
	if err != nil {
		return fmt.Errorf("feature %d: %w", w.n+1, err)
	}
	w.buf = out
	w.box.join(b)
	w.n++
	return w.flush()
}

const collectionHead = `{"type":"FeatureCollection","features":[` + "\n"

// Count says how many features were written.
func (w *Writer) Count() int { return w.n }

// Close ends the collection with its bounding box (none if no feature had a place)
// and the members given. It does not close the underlying writer.
func (w *Writer) Close(members ...Member) error {
	if w.err != nil {
		return w.err
	}
	w.buf = w.buf[:0]
	if w.n == 0 {
		w.buf = append(w.buf, collectionHead...)
	}
	w.buf = append(w.buf, "\n]"...)
	if w.box.some {
		w.buf = append(w.buf, `,"bbox":`...)
		w.buf = w.box.appendTo(w.buf)
	}
	for _, m := range members {
		name, err := json.Marshal(m.Name)
		if err != nil {
			return fmt.Errorf("member %q: %w", m.Name, err)
		}
		value, err := json.Marshal(m.Value)
		if err != nil {
			return fmt.Errorf("member %q: %w", m.Name, err)
		}
		w.buf = append(append(append(append(w.buf, ','), name...), ':'), value...)
	}
	w.buf = append(w.buf, "}\n"...)
	return w.flush()
}

func (w *Writer) flush() error {
	_, w.err = w.w.Write(w.buf)
	return w.err
}

// Append adds one feature as JSON to dst. Errors wrap [ErrInvalid].
func Append(dst []byte, f Feature) ([]byte, error) {
	out, _, err := appendFeature(dst, f)
	if err != nil {
		return dst, err
	}
	return out, nil
}

// AppendGeometry adds a geometry as JSON to dst, cut and wound as the package says;
// nil gives null. Errors wrap [ErrInvalid].
func AppendGeometry(dst []byte, g orb.Geometry) ([]byte, error) {
	g, err := Normalise(g)
	if err != nil {
		return dst, err
	}
	return appendGeometry(dst, g), nil
}

// appendFeature writes f and gives its bounding box.
func appendFeature(dst []byte, f Feature) ([]byte, box, error) {
	var b box
	g, err := Normalise(f.Geometry)
	if err != nil {
		return dst, b, err
	}
	b.addGeometry(g)
	dst = append(dst, `{"type":"Feature"`...)
	if f.ID != nil {
		id, err := json.Marshal(f.ID)
		if err != nil || !isID(id) {
			return dst, b, fmt.Errorf("%w: the id %v is neither a string nor a number", ErrInvalid, f.ID)
		}
		dst = append(append(dst, `,"id":`...), id...)
	}
	if f.BBox && b.some {
		dst = b.appendTo(append(dst, `,"bbox":`...))
	}
	dst = appendGeometry(append(dst, `,"geometry":`...), g)
	props, err := json.Marshal(f.Properties)
	if err != nil {
		return dst, b, fmt.Errorf("%w: properties: %w", ErrInvalid, err)
	}
	if props[0] != '{' && string(props) != "null" {
		return dst, b, fmt.Errorf("%w: properties are %s, not an object", ErrInvalid, clip(string(props)))
	}
	dst = append(append(dst, `,"properties":`...), props...)
	return append(dst, '}'), b, nil
}

func isID(b []byte) bool { return b[0] == '"' || b[0] == '-' || b[0] >= '0' && b[0] <= '9' }

// appendGeometry writes a normalised geometry.
func appendGeometry(dst []byte, g orb.Geometry) []byte {
	head := func(kind string) []byte {
		return append(append(append(dst, `{"type":"`...), kind...), `","coordinates":`...)
	}
	switch g := g.(type) {
	case orb.Point:
		return append(appendPoint(head("Point"), g), '}')
	case orb.MultiPoint:
		return append(appendList(head("MultiPoint"), g, appendPoint), '}')
	case orb.LineString:
		return append(appendList(head("LineString"), g, appendPoint), '}')
	case orb.MultiLineString:
		return append(appendList(head("MultiLineString"), g, appendLine[orb.LineString]), '}')
	case orb.Polygon:
		return append(appendList(head("Polygon"), g, appendLine[orb.Ring]), '}')
	case orb.MultiPolygon:
		return append(appendList(head("MultiPolygon"), g, appendPolygon), '}')
	case orb.Collection:
		dst = append(dst, `{"type":"GeometryCollection","geometries":`...)
		return append(appendList(dst, g, appendGeometry), '}')
	}
	return append(dst, "null"...)
}

func appendList[S ~[]E, E any](dst []byte, list S, one func([]byte, E) []byte) []byte {
	dst = append(dst, '[')
	for i, e := range list {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = one(dst, e)
	}
	return append(dst, ']')
}

func appendLine[S ~[]orb.Point](dst []byte, l S) []byte { return appendList(dst, l, appendPoint) }

func appendPolygon(dst []byte, p orb.Polygon) []byte {
	return appendList(dst, p, appendLine[orb.Ring])
}

func appendPoint(dst []byte, p orb.Point) []byte {
	dst = appendNumber(append(dst, '['), p[0])
	return append(appendNumber(append(dst, ','), p[1]), ']')
}

// digits is how many stand after the decimal point at most.
const digits = 7

// appendNumber writes v with at most [digits] digits after the point and no idle zeros.
func appendNumber(dst []byte, v float64) []byte {
	at := len(dst)
	dst = strconv.AppendFloat(dst, v, 'f', digits, 64)
	end := len(dst)
	for dst[end-1] == '0' {
		end--
	}
	if dst[end-1] == '.' {
		end--
	}
	if string(dst[at:end]) == "-0" {
		return append(dst[:at], '0')
	}
	return dst[:end]
}

// clip shortens a piece of input for an error message.
func clip(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
