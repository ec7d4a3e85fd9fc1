// Package mapfile gives the features of map files as rows: [OpenGeoJSON], [OpenKML]
// (also KMZ) and [OpenGPX].
//
// Properties become columns in the order in which they are met. The header is that of
// the first 500 features (or 4 MiB of them) and grows afterwards: ask for it again when a row has more values
// than names. Geometries are longitude, latitude on WGS 84 within its bounds; what is
// not is left out and said in Row.Bad, and the row still comes. What concerns the file
// as a whole is in [Reader.Notes].
package mapfile

import (
	"errors"
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/paulmach/orb"

	"sitmap/geo/codec/geojson"
	"sitmap/geo/codec/gpx"
	"sitmap/geo/codec/kml"
	"sitmap/geo/codec/xmlscan"
	"sitmap/internal/ingest/rows"
)

// The limits of what is held or told apart.
const (
	firstRows  = 500     // features read for the header
	firstBytes = 4 << 20 // of their text
	maxColumns = 2000
)

// Reader is a [rows.Reader] of a map file.
type Reader struct {
	next  func() (xmlscan.Feature, error)
	notes func() []string
	name  string
	names []string
	index map[string]int
	n     int
	ahead []rows.Row
	err   error // that ends the file, behind ahead
}

var _ rows.Reader = (*Reader)(nil)

// errRefused is wrapped by errors that must not wait for the rows before them.
var errRefused = errors.New("the file is refused")

// OpenKML reads KML or KMZ; name is for messages. See geo/codec/kml for the columns.
func OpenKML(name string, r io.Reader) (rows.Reader, error) {
	k, err := kml.Open(r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return open(name, k.Next, k.Notes)
}

// OpenGPX reads GPX; name is for messages. See geo/codec/gpx for the columns.
func OpenGPX(name string, r io.Reader) (rows.Reader, error) {
	g, err := gpx.Open(r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return open(name, g.Next, func() []string { return nil })
}

// OpenGeoJSON reads GeoJSON of RFC 7946, the older one with a crs member, text
// sequences and newline-delimited features; name is for messages. Of other coordinate
// systems only Web Mercator (EPSG:3857) is converted, which the notes say.
func OpenGeoJSON(name string, r io.Reader) (rows.Reader, error) {
	g := &features{r: geojson.NewReader(r)}
	return open(name, g.next, g.notes)
}

// open reads ahead for the header.
func open(name string, next func() (xmlscan.Feature, error), notes func() []string) (rows.Reader, error) {
	r := &Reader{next: next, notes: notes, name: name, index: map[string]int{}}
	for size := 0; len(r.ahead) < firstRows && size < firstBytes; {
		row, err := r.read()
		if err != nil {
			if errors.Is(err, errRefused) || len(r.ahead) == 0 && !errors.Is(err, io.EOF) {
				return nil, err
			}
			r.err = err
			break
		}
		size += len(row.Raw)
		r.ahead = append(r.ahead, row)
	}
	return r, nil
}

// Header gives the columns met so far. The names are the reader's; do not change them.
func (r *Reader) Header() rows.Header { return rows.Header{Names: r.names[:len(r.names):len(r.names)]} }

// Notes says what holds for the file as a whole: parts that are not read, coordinates
// that were converted. It is complete when Next gave io.EOF.
func (r *Reader) Notes() []string { return r.notes() }

// Next gives the next row; see [rows.Reader]. An error names the file.
func (r *Reader) Next() (rows.Row, error) {
	if len(r.ahead) > 0 {
		row := r.ahead[0]
		r.ahead[0] = rows.Row{}
		r.ahead = r.ahead[1:]
		for len(row.Values) < len(r.names) {
			row.Values = append(row.Values, "")
		}
		return row, nil
	}
	if r.err != nil {
		return rows.Row{}, r.err
	}
	row, err := r.read()
	r.err = err
	return row, err
}

// read makes a row of the next feature.
func (r *Reader) read() (rows.Row, error) {
	f, err := r.next()
	if errors.Is(err, io.EOF) {
		return rows.Row{}, io.EOF
	}
	if err != nil {
		return rows.Row{}, fmt.Errorf("%s, after feature %d: %w", r.name, r.n, err)
	}
	r.n++
	row := rows.Row{Number: r.n, Raw: f.Raw, Geometry: f.Geometry}
	for _, p := range f.Bad {
		row.Bad = append(row.Bad, rows.Problem(p))
	}
	row.Values = make([]string, len(r.names), len(r.names)+len(f.Fields))
	for _, field := range f.Fields {
		i, ok := r.index[field.Name]
		if !ok {
			if len(r.names) == maxColumns {
				row.Bad = append(row.Bad, rows.Problem{Field: field.Name, Reason: fmt.Sprintf("the file has more than %d columns; this one is left out", maxColumns)})
				continue
			}
			i = len(r.names)
			r.index[strings.Clone(field.Name)] = i
			r.names = append(r.names, strings.Clone(field.Name))
			row.Values = append(row.Values, "")
		}
		row.Values[i] = field.Value
	}
	if row.Geometry != nil {
		if reason := outside(row.Geometry); reason != "" {
			row.Geometry = nil
			row.Bad = append(row.Bad, rows.Problem{Field: "geometry", Reason: reason})
		}
	}
	return row, nil
}

// outside says which position is not on Earth, "" for none.
func outside(g orb.Geometry) (reason string) {
	each(g, func(p *orb.Point) {
		switch {
		case reason != "":
		case !(math.Abs(p[1]) <= 90):
			reason = fmt.Sprintf("latitude %v is not within -90 and 90; the position %v, %v may be exchanged or in another coordinate system", p[1], p[0], p[1])
		case !(math.Abs(p[0]) <= 180):
			reason = fmt.Sprintf("longitude %v is not within -180 and 180; the position %v, %v may be in another coordinate system", p[0], p[0], p[1])
		}
	})
	return reason
}

// each calls do for every position of g, in place but for a single point.
func each(g orb.Geometry, do func(*orb.Point)) orb.Geometry {
	line := func(ps []orb.Point) {
		for i := range ps {
			do(&ps[i])
		}
	}
	switch g := g.(type) {
	case orb.Point:
		do(&g)
		return g
	case orb.MultiPoint:
		line(g)
	case orb.LineString:
		line(g)
	case orb.Ring:
		line(g)
	case orb.MultiLineString:
		for _, l := range g {
			line(l)
		}
	case orb.Polygon:
		for _, l := range g {
			line(l)
		}
	case orb.MultiPolygon:
		for _, p := range g {
			each(p, do)
		}
	case orb.Collection:
		for i := range g {
			g[i] = each(g[i], do)
		}
	}
	return g
}
