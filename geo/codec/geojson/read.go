package geojson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/paulmach/orb"
)

// maxDepth bounds geometry collections within geometry collections.
const maxDepth = 8

// Read calls do for every feature of a FeatureCollection, a single Feature, a bare
// geometry (a feature without properties), or several of them one after another, as
// GeoJSON text sequences and newline-delimited files have them. n counts features
// from 1. A feature that is wrong comes with an error that wraps [ErrInvalid] and
// says what is wrong; do decides whether to go on by returning nil. Input that is
// no JSON, or JSON of something else, ends the reading with such an error. Memory
// is needed for one feature, except that members of a FeatureCollection other than
// features are held one at a time. Coordinates are taken as they are: see [Normalise].
func Read(r io.Reader, do func(n int, f Feature, err error) error) error {
	d := &reader{dec: json.NewDecoder(&separators{r: r}), do: do}
	d.dec.UseNumber()
	some := false
	for {
		tok, err := d.dec.Token()
		if errors.Is(err, io.EOF) {
			if !some {
				return fmt.Errorf("%w: the input is empty", ErrInvalid)
			}
			return nil
		}
		if err != nil {
			return d.broken(err)
		}
		if tok != json.Delim('{') {
			return fmt.Errorf("%w: it begins with %v, not with an object", ErrInvalid, tok)
		}
		some = true
		if err := d.object(); err != nil {
			return err
		}
	}
}

// separators makes blanks of the record separators of GeoJSON text sequences and of a byte order mark.
type separators struct {
	r     io.Reader
	begun bool
}

// Read reads.
func (s *separators) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	if !s.begun && n >= 3 && bytes.HasPrefix(p[:n], []byte("\uFEFF")) {
		copy(p, "   ")
	}
	s.begun = s.begun || n > 0
	for i, b := range p[:n] {
		if b == 0x1e {
			p[i] = '\n'
		}
	}
	return n, err
}

type reader struct {
	dec *json.Decoder
	do  func(int, Feature, error) error
	n   int
}

func (d *reader) broken(err error) error {
	return fmt.Errorf("%w: the JSON breaks near byte %d: %w", ErrInvalid, d.dec.InputOffset(), err)
}

// object reads one top-level object, after its brace. Features in an array are
// handed on as they come; of anything else the members are gathered.
func (d *reader) object() error {
	members := map[string]json.RawMessage{}
	streamed := false
	for d.dec.More() {
		tok, err := d.dec.Token()
		if err != nil {
			return d.broken(err)
		}
		name, _ := tok.(string)
		if name == "features" {
			if err := d.features(); err != nil {
				return err
			}
			streamed = true
			continue
		}
		var raw json.RawMessage
		if err := d.dec.Decode(&raw); err != nil {
			return d.broken(err)
		}
		members[name] = raw
	}
	if _, err := d.dec.Token(); err != nil { // the closing brace
		return d.broken(err)
	}
	switch kind := text(members["type"]); {
	case streamed && kind == "FeatureCollection":
		return nil
	case streamed || kind == "FeatureCollection":
		return fmt.Errorf("%w: the object has type %q; a FeatureCollection has features", ErrInvalid, kind)
	case kind == "Topology":
		return fmt.Errorf("%w: this is TopoJSON; convert it first, for example with ogr2ogr", ErrInvalid)
	case kind == "":
		return fmt.Errorf("%w: the object has no type", ErrInvalid)
	case kind != "Feature":
		raw, err := json.Marshal(members)
		if err != nil {
			return d.broken(err)
		}
		members = map[string]json.RawMessage{"geometry": raw}
	}
	d.n++
	f, err := feature(members)
	return d.do(d.n, f, err)
}

func (d *reader) features() error {
	tok, err := d.dec.Token()
	if err != nil {
		return d.broken(err)
	}
	if tok != json.Delim('[') {
		return fmt.Errorf("%w: features is %v, not a list", ErrInvalid, tok)
	}
	for d.dec.More() {
		d.n++
		var raw json.RawMessage
		if err := d.dec.Decode(&raw); err != nil {
			return d.broken(err)
		}
		var members map[string]json.RawMessage
		var f Feature
		err := json.Unmarshal(raw, &members)
		if err != nil {
			err = fmt.Errorf("%w: %s is not a feature", ErrInvalid, clip(string(raw)))
		} else if kind := text(members["type"]); kind != "Feature" {
			err = fmt.Errorf("%w: an entry of features has type %q, not Feature", ErrInvalid, kind)
		} else {
			f, err = feature(members)
		}
		if err := d.do(d.n, f, err); err != nil {
			return err
		}
	}
	if _, err := d.dec.Token(); err != nil { // the closing bracket
		return d.broken(err)
	}
	return nil
}

// text gives a JSON string, "" for anything else.
func text(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return s
}

func feature(members map[string]json.RawMessage) (Feature, error) {
	var f Feature
	if raw := members["id"]; present(raw) {
		dec := json.NewDecoder(bytes.NewReader(raw))
		dec.UseNumber()
		if err := dec.Decode(&f.ID); err != nil || !isID(raw) {
			return f, fmt.Errorf("%w: the id %s is neither a string nor a number", ErrInvalid, clip(string(raw)))
		}
	}
	if raw := members["properties"]; present(raw) {
		if raw[0] != '{' {
			return f, fmt.Errorf("%w: properties are %s, not an object", ErrInvalid, clip(string(raw)))
		}
		f.Properties = raw
	}
	raw, ok := members["geometry"]
	if !ok {
		return f, fmt.Errorf("%w: the feature has no geometry; one without a place writes null", ErrInvalid)
	}
	var err error
	f.Geometry, err = geometry(raw, 0)
	return f, err
}

func present(raw json.RawMessage) bool { return len(raw) > 0 && string(raw) != "null" }

func geometry(raw json.RawMessage, depth int) (orb.Geometry, error) {
	if !present(raw) {
		return nil, nil
	}
	if depth > maxDepth {
		return nil, fmt.Errorf("%w: geometry collections nested more than %d deep", ErrInvalid, maxDepth)
	}
	var g struct {
		Type        string
		Coordinates json.RawMessage
		Geometries  []json.RawMessage
	}
	if err := json.Unmarshal(raw, &g); err != nil {
		return nil, fmt.Errorf("%w: geometry %s: %w", ErrInvalid, clip(string(raw)), err)
	}
	if g.Type != "GeometryCollection" {
		out, err := coordinates(g.Type, g.Coordinates)
		if err != nil {
			return nil, fmt.Errorf("%w: %s: %w", ErrInvalid, clip(g.Type), err)
		}
		return out, nil
	}
	out := orb.Collection{}
	for _, raw := range g.Geometries {
		part, err := geometry(raw, depth+1)
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
