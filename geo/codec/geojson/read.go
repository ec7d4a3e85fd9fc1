package geojson

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/paulmach/orb"
)

// maxDepth bounds geometry collections within geometry collections.
const maxDepth = 8

// maxFeature bounds what is held at once: a feature, or a member beside the features.
const maxFeature = 64 << 20

// Read calls do for every feature that [Reader.Next] gives: n counts them from 1, and
// err is the feature's own, which wraps [ErrInvalid]; do decides whether to go on by
// returning nil. Input that is no JSON, or JSON of something else, ends the reading.
func Read(r io.Reader, do func(n int, f Feature, err error) error) error {
	d := NewReader(r)
	for {
		e, err := d.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := do(e.N, e.Feature, errors.Join(e.Bad...)); err != nil {
			return err
		}
	}
}

// Entry is one feature as [Reader.Next] found it.
type Entry struct {
	N       int // from 1
	Feature Feature
	Raw     json.RawMessage // as the file has it; of a bare geometry or a single object, its members
	Bad     []error         // what is wrong with the feature, wrapping [ErrInvalid]; Feature has what could be read
	CRS     json.RawMessage // the crs member that a feature of the older GeoJSON has of its own; nil for none
}

// Reader gives the features of a FeatureCollection, a single Feature, a bare geometry
// (a feature without properties), or several of them one after another, as GeoJSON
// text sequences and newline-delimited files have them. Memory is needed for one
// feature of up to 64 MiB, except that members of a FeatureCollection other than
// features are held one at a time. Where each line holds one object, a broken line is a
// feature with that said in Bad; anywhere else broken JSON ends the reading. Coordinates are taken as they are: see [Normalise].
type Reader struct {
	in            *separators
	lines         *bufio.Reader     // of in
	dec           *jsontext.Decoder // of lines
	scan          scanner
	begun, byLine bool
	n             int
	some          bool
	crs           json.RawMessage
	// Within a top-level object: its members so far, whether it had features, and whether they are being read.
	members            map[string]json.RawMessage
	streamed, features bool
}

// NewReader begins to read; errors come with [Reader.Next].
func NewReader(r io.Reader) *Reader {
	in := &separators{r: bufio.NewReaderSize(r, 64<<10), left: maxFeature}
	lines := bufio.NewReaderSize(in, 64<<10)
	return &Reader{in: in, lines: lines, dec: jsontext.NewDecoder(lines, lenient...)}
}

// CRS is the latest crs member of a top-level object that was met, nil for none. It
// may stand behind the features, so it is final only when Next gave io.EOF.
func (d *Reader) CRS() json.RawMessage { return d.crs }

// Next gives the next feature, or io.EOF. A feature that is wrong says so in Bad;
// any other error wraps [ErrInvalid] or is the input's, and ends the reading.
func (d *Reader) Next() (Entry, error) {
	d.in.left = maxFeature
	if !d.begun {
		d.begun, d.byLine = true, d.lined()
	}
	if d.byLine {
		return d.line()
	}
	for {
		switch {
		case d.features && more(d.dec):
			return d.entry()
		case d.features:
			if _, err := d.dec.ReadToken(); err != nil { // the closing bracket
				return Entry{}, d.broken(err)
			}
			d.features = false
		case d.members != nil:
			done, err := d.object()
			if err != nil {
				return Entry{}, err
			}
			if done != nil {
				return *done, nil
			}
		default:
			if err := d.begin(); err != nil {
				return Entry{}, err
			}
		}
	}
}

// begin takes the brace of a top-level object.
func (d *Reader) begin() error {
	tok, err := d.dec.ReadToken()
	if errors.Is(err, io.EOF) {
		if !d.some {
			return fmt.Errorf("%w: the input is empty", ErrInvalid)
		}
		return io.EOF
	}
	if err != nil {
		return d.broken(err)
	}
	if tok.Kind() != '{' {
		return fmt.Errorf("%w: it begins with %s, not with an object", ErrInvalid, clip(tok.String()))
	}
	d.some, d.members, d.streamed = true, map[string]json.RawMessage{}, false
	return nil
}

func (d *Reader) broken(err error) error {
	return fmt.Errorf("%w: the JSON breaks near byte %d: %w", ErrInvalid, d.dec.InputOffset(), whole(err))
}

// object reads on in a top-level object until its features begin or it ends; then it
// gives the feature that it is, nil for a collection.
func (d *Reader) object() (*Entry, error) {
	for more(d.dec) {
		tok, err := d.dec.ReadToken()
		if err != nil {
			return nil, d.broken(err)
		}
		name := tok.String()
		if name == "features" {
			tok, err := d.dec.ReadToken()
			if err != nil {
				return nil, d.broken(err)
			}
			if tok.Kind() != '[' {
				return nil, fmt.Errorf("%w: features is %s, not a list", ErrInvalid, clip(tok.String()))
			}
			d.streamed, d.features = true, true
			return nil, nil
		}
		value, err := d.dec.ReadValue()
		if err != nil {
			return nil, d.broken(err)
		}
		raw := json.RawMessage(bytes.Clone(value))
		d.members[name] = raw
		if name == "crs" {
			d.crs = raw
		}
	}
	if _, err := d.dec.ReadToken(); err != nil { // the closing brace
		return nil, d.broken(err)
	}
	members := d.members
	d.members = nil
	if kind := text(members["type"]); d.streamed && kind == "FeatureCollection" {
		return nil, nil
	} else if d.streamed || kind == "FeatureCollection" {
		return nil, fmt.Errorf("%w: the object has type %q; a FeatureCollection has features", ErrInvalid, kind)
	}
	raw, err := json.Marshal(members)
	if err != nil {
		return nil, d.broken(err)
	}
	m, err := d.scan.object(raw)
	if err != nil {
		return nil, d.broken(err)
	}
	e, err := d.single(raw, m)
	return &e, err
}

// single makes a feature of a top-level object that is a feature or a geometry.
func (d *Reader) single(raw []byte, m members) (Entry, error) {
	switch kind := text(m.kind); kind {
	case "Topology":
		return Entry{}, fmt.Errorf("%w: this is TopoJSON; convert it first, for example with ogr2ogr", ErrInvalid)
	case "":
		return Entry{}, fmt.Errorf("%w: the object has no type", ErrInvalid)
	case "Feature":
	default:
		m = members{geometry: raw}
	}
	d.n++
	e := Entry{N: d.n, Raw: raw}
	e.Feature, e.Bad = d.feature(m)
	return e, nil
}

// entry reads an entry of features.
func (d *Reader) entry() (Entry, error) {
	d.n++
	value, err := d.dec.ReadValue()
	if err != nil {
		return Entry{}, d.broken(err)
	}
	e := Entry{N: d.n, Raw: bytes.Clone(value)}
	m, err := d.scan.object(e.Raw)
	if err != nil {
		e.Bad = []error{fmt.Errorf("%w: %s is not a feature", ErrInvalid, clip(string(e.Raw)))}
		return e, nil
	}
	e.Feature, e.Bad = d.feature(m)
	if kind := text(m.kind); kind != "Feature" {
		e.Bad = []error{fmt.Errorf("%w: an entry of features has type %q, not Feature", ErrInvalid, kind)}
	}
	e.CRS = m.crs
	return e, nil
}

// text gives a JSON string, "" for anything else.
func text(raw json.RawMessage) string {
	if len(raw) == 0 || raw[0] != '"' {
		return ""
	}
	s, _ := jsontext.AppendUnquote(nil, raw) // read before; bytes that are not UTF-8 are replaced
	return string(s)
}

// feature reads what it can and says what is wrong.
func (d *Reader) feature(m members) (Feature, []error) {
	var f Feature
	var wrong []error
	bad := func(format string, args ...any) {
		wrong = append(wrong, fmt.Errorf("%w: "+format, append([]any{ErrInvalid}, args...)...))
	}
	if raw := m.id; present(raw) {
		dec := json.NewDecoder(bytes.NewReader(raw))
		dec.UseNumber()
		if err := dec.Decode(&f.ID); err != nil || !isID(raw) {
			f.ID = nil
			bad("the id %s is neither a string nor a number", clip(string(raw)))
		}
	}
	if raw := m.properties; present(raw) {
		if raw[0] == '{' {
			f.Properties = raw
		} else {
			bad("properties are %s, not an object", clip(string(raw)))
		}
	}
	if m.geometry == nil {
		bad("the feature has no geometry; one without a place writes null")
	} else {
		var err error
		if f.Geometry, err = d.geometry(m.geometry, 0); err != nil {
			f.Geometry = nil
			wrong = append(wrong, err)
		}
	}
	return f, wrong
}

func present(raw json.RawMessage) bool { return len(raw) > 0 && string(raw) != "null" }

func (d *Reader) geometry(raw json.RawMessage, depth int) (orb.Geometry, error) {
	if !present(raw) {
		return nil, nil
	}
	if depth > maxDepth {
		return nil, fmt.Errorf("%w: geometry collections nested more than %d deep", ErrInvalid, maxDepth)
	}
	m, err := d.scan.object(raw)
	if err != nil {
		return nil, fmt.Errorf("%w: geometry %s: %w", ErrInvalid, clip(string(raw)), err)
	}
	kind := text(m.kind)
	if kind != "GeometryCollection" {
		if p, ok := plainPoint(m.coordinates); ok && kind == "Point" {
			return p, nil
		}
		out, err := coordinates(kind, m.coordinates)
		if err != nil {
			return nil, fmt.Errorf("%w: %s: %w", ErrInvalid, clip(kind), err)
		}
		return out, nil
	}
	var parts []json.RawMessage
	if err := json.Unmarshal(m.geometries, &parts); err != nil && m.geometries != nil {
		return nil, fmt.Errorf("%w: geometry %s: %w", ErrInvalid, clip(string(raw)), err)
	}
	out := orb.Collection{}
	for _, raw := range parts {
		part, err := d.geometry(raw, depth+1)
		if err != nil {
			return nil, err
		}
		if part != nil {
			out = append(out, part)
		}
	}
	return out, nil
}

// position is a coordinate as JSON has it: encoding/json would take [1] and [1,null] for [1,0].
type position orb.Point

// UnmarshalJSON refuses what has not two numbers; a height is dropped.
func (p *position) UnmarshalJSON(b []byte) error {
	var v []*float64
	if err := json.Unmarshal(b, &v); err != nil {
		return fmt.Errorf("%s is not a position", clip(string(b)))
	}
	if len(v) < 2 || v[0] == nil || v[1] == nil {
		return fmt.Errorf("position %s has not two numbers", clip(string(b)))
	}
	*p = position{*v[0], *v[1]}
	return nil
}

func coordinates(kind string, raw json.RawMessage) (orb.Geometry, error) {
	if !present(raw) {
		return nil, fmt.Errorf("it has no coordinates")
	}
	switch kind {
	case "Point":
		if string(bytes.TrimSpace(raw)) == "[]" {
			return nil, nil // how some programs write an empty point
		}
		v, err := decode[position](raw)
		return orb.Point(v), err
	case "MultiPoint":
		v, err := decode[[]position](raw)
		return orb.MultiPoint(positions(v)), err
	case "LineString":
		v, err := decode[[]position](raw)
		return orb.LineString(positions(v)), err
	case "MultiLineString":
		v, err := decode[[][]position](raw)
		out := make(orb.MultiLineString, len(v))
		for i, l := range v {
			out[i] = positions(l)
		}
		return out, err
	case "Polygon":
		v, err := decode[[][]position](raw)
		return polygon(v), err
	case "MultiPolygon":
		v, err := decode[[][][]position](raw)
		out := make(orb.MultiPolygon, len(v))
		for i, p := range v {
			out[i] = polygon(p)
		}
		return out, err
	}
	return nil, fmt.Errorf("there is no geometry of this type")
}

// plainPoint reads [x,y] and [x,y,z] without blanks, as most files have it, quickly;
// everything else is for coordinates.
func plainPoint(raw json.RawMessage) (p orb.Point, ok bool) {
	if len(raw) < 5 || raw[0] != '[' {
		return p, false
	}
	parts := bytes.SplitN(raw[1:len(raw)-1], []byte{','}, 4)
	if len(parts) != 2 && len(parts) != 3 {
		return p, false
	}
	for i, part := range parts {
		v, err := strconv.ParseFloat(string(part), 64) // JSON was checked: no hex, no underscore
		if err != nil {
			return p, false
		}
		if i < 2 {
			p[i] = v
		}
	}
	return p, true
}

func decode[T any](raw json.RawMessage) (T, error) {
	var v T
	err := json.Unmarshal(raw, &v)
	return v, err
}

func positions(in []position) []orb.Point {
	out := make([]orb.Point, len(in))
	for i, p := range in {
		out[i] = orb.Point(p)
	}
	return out
}

func polygon(in [][]position) orb.Polygon {
	out := make(orb.Polygon, len(in))
	for i, r := range in {
		out[i] = positions(r)
	}
	return out
}
