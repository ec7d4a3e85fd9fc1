package gpx

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"

	"github.com/paulmach/orb"
)

// Item is what a [Writer] writes: a point as a waypoint, lines as a track. GPX has no areas.
type Item struct {
	Name, Desc, Type string
	Time             string       // xsd:dateTime of a waypoint, "" for none; a track has none of its own
	Geometry         orb.Geometry // orb.Point, orb.LineString or orb.MultiLineString; lon, lat
}

// ErrGeometry is wrapped by errors about an item that GPX cannot hold, or not here.
var ErrGeometry = errors.New("not a feature for GPX")

// Writer writes GPX 1.1 item by item, with memory for one. The format has all waypoints
// before the first track.
type Writer struct {
	w      io.Writer
	tracks bool
	err    error
}

// NewWriter begins a file.
func NewWriter(w io.Writer) *Writer {
	g := &Writer{w: w}
	g.write(xml.Header + `<gpx version="1.1" creator="sitmap" xmlns="http://www.topografix.com/GPX/1/1">` + "\n")
	return g
}

func (g *Writer) write(s string) {
	if g.err == nil {
		_, g.err = io.WriteString(g.w, s)
	}
}

// The elements of GPX 1.1 in the order of its schema.
type (
	waypoint struct {
		XMLName xml.Name `xml:"wpt"`
		Lat     string   `xml:"lat,attr"`
		Lon     string   `xml:"lon,attr"`
		Time    string   `xml:"time,omitempty"`
		Name    string   `xml:"name,omitempty"`
		Desc    string   `xml:"desc,omitempty"`
		Type    string   `xml:"type,omitempty"`
	}
	trackPoint struct {
		Lat string `xml:"lat,attr"`
		Lon string `xml:"lon,attr"`
	}
	segment struct {
		Points []trackPoint `xml:"trkpt"`
	}
	track struct {
		XMLName  xml.Name  `xml:"trk"`
		Name     string    `xml:"name,omitempty"`
		Desc     string    `xml:"desc,omitempty"`
		Type     string    `xml:"type,omitempty"`
		Segments []segment `xml:"trkseg"`
	}
)

// Write adds an item. An error that wraps [ErrGeometry] leaves the file as it was; any
// other is w's and final.
func (g *Writer) Write(it Item) error {
	if g.err != nil {
		return g.err
	}
	var lines orb.MultiLineString
	switch shape := it.Geometry.(type) {
	case orb.Point:
		if g.tracks {
			return fmt.Errorf("%w: waypoint %.60q comes after a track; write the points first", ErrGeometry, it.Name)
		}
		p, err := position(shape)
		if err != nil {
			return err
		}
		return g.element(waypoint{Lat: p.Lat, Lon: p.Lon, Time: it.Time, Name: it.Name, Desc: it.Desc, Type: it.Type})
	case orb.LineString:
		lines = orb.MultiLineString{shape}
	case orb.MultiLineString:
		lines = shape
	default:
		return fmt.Errorf("%w: %.60q is a %T; GPX has points and lines only", ErrGeometry, it.Name, it.Geometry)
	}
	t := track{Name: it.Name, Desc: it.Desc, Type: it.Type}
	for _, l := range lines {
		var s segment
		for _, q := range l {
			p, err := position(q)
			if err != nil {
				return err
			}
			s.Points = append(s.Points, p)
		}
		t.Segments = append(t.Segments, s)
	}
	g.tracks = true
	return g.element(t)
}

func (g *Writer) element(v any) error {
	b, err := xml.Marshal(v)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrGeometry, err)
	}
	g.write(string(b) + "\n")
	return g.err
}

func position(p orb.Point) (trackPoint, error) {
	if !(math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90) {
		return trackPoint{}, fmt.Errorf("%w: longitude %v, latitude %v is not on Earth", ErrGeometry, p[0], p[1])
	}
	text := func(v float64) string { return strconv.FormatFloat(math.Round(v*1e7)/1e7, 'f', -1, 64) }
	return trackPoint{Lat: text(p[1]), Lon: text(p[0])}, nil
}

// Close ends the file. It does not close the underlying writer.
func (g *Writer) Close() error {
	g.write("</gpx>\n")
	return g.err
}
