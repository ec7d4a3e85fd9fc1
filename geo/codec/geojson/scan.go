package geojson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

// lenient takes names that occur twice, of which the last counts, and bytes that are
// not UTF-8.
//
//nolint:gochecknoglobals // table, never written
var lenient = []jsontext.Options{jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)}

// members is what GeoJSON knows of an object, as the text has it; nil is not there.
type members struct {
	kind, id, geometry, properties, crs json.RawMessage
	coordinates, geometries             json.RawMessage
}

// named gives the member of a name, nil for one that GeoJSON does not know.
func (m *members) named(name string) *json.RawMessage {
	switch name {
	case "type":
		return &m.kind
	case "id":
		return &m.id
	case "geometry":
		return &m.geometry
	case "properties":
		return &m.properties
	case "crs":
		return &m.crs
	case "coordinates":
		return &m.coordinates
	case "geometries":
		return &m.geometries
	}
	return nil
}

// scanner takes objects apart. Its zero value is ready.
type scanner struct{ dec jsontext.Decoder }

// object gives the members of the one object that raw is; they are parts of raw.
func (s *scanner) object(raw []byte) (m members, err error) {
	s.dec.Reset(bytes.NewBuffer(raw), lenient...)
	tok, err := s.dec.ReadToken()
	if err != nil {
		return m, whole(err)
	}
	if tok.Kind() != '{' {
		return m, fmt.Errorf("it is %s, not an object", clip(string(raw)))
	}
	for more(&s.dec) {
		if tok, err = s.dec.ReadToken(); err != nil {
			return m, whole(err)
		}
		member := m.named(tok.String())
		value, err := s.dec.ReadValue()
		if err != nil {
			return m, whole(err)
		}
		if member != nil {
			end := int(s.dec.InputOffset())
			*member = raw[end-len(value) : end : end]
		}
	}
	if _, err = s.dec.ReadToken(); err != nil { // the closing brace
		return m, whole(err)
	}
	if _, err = s.dec.ReadToken(); !errors.Is(err, io.EOF) {
		return m, errors.New("something follows the object")
	}
	return m, nil
}

// more says whether another value or name follows in the list or object at work.
func more(dec *jsontext.Decoder) bool {
	k := dec.PeekKind()
	return k != 0 && k != ']' && k != '}'
}

// whole names an end that comes too early as that.
func whole(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
