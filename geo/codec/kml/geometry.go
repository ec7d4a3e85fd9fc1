package kml

import (
	"fmt"
	"strings"

	"github.com/paulmach/orb"

	"sitmap/geo/codec/xmlscan"
)

// maxDepth bounds MultiGeometry elements within each other.
const maxDepth = 8

// geometry gives the shapes of a Placemark as one geometry, and the time of a track.
func geometry(n *xmlscan.Node, f *xmlscan.Feature) (orb.Geometry, string) {
	s := shapes{f: f}
	s.children(n, 0)
	return assemble(s.list), Interval(s.begin, s.end)
}

type shapes struct {
	f          *xmlscan.Feature
	list       []orb.Geometry
	begin, end string // of tracks
}

func (s *shapes) children(n *xmlscan.Node, depth int) {
	for _, c := range n.Children {
		s.shape(c, depth)
	}
}

func (s *shapes) shape(n *xmlscan.Node, depth int) {
	switch n.Name {
	case "Point":
		if p := s.line(n); len(p) > 0 {
			s.list = append(s.list, p[0])
		}
	case "LineString", "LinearRing":
		switch p := s.line(n); len(p) {
		case 0: // line said why
		case 1:
			s.f.Wrong(n.Name, "a line has two points or more; read as a point")
			s.list = append(s.list, p[0])
		default:
			s.list = append(s.list, p)
		}
	case "Polygon":
		s.polygon(n)
	case "MultiGeometry", "MultiTrack":
		if depth >= maxDepth {
			s.f.Wrong(n.Name, fmt.Sprintf("nested more than %d deep; left out", maxDepth))
			return
		}
		s.children(n, depth+1)
	case "Track":
		s.track(n)
	case "Model":
		if l := n.Child("Location"); l != nil {
			if p, err := xmlscan.Position(l.Value("longitude"), l.Value("latitude")); err == nil {
				s.list = append(s.list, p)
			} else {
				s.f.Wrong("Location", err.Error())
			}
		}
	}
}

// line reads coordinates: lon,lat[,height] separated by blanks. Blanks beside the
// commas, which KML forbids and people write, are passed over.
func (s *shapes) line(n *xmlscan.Node) orb.LineString {
	var out orb.LineString
	text := n.Value("coordinates")
	fields := strings.Fields(text)
	if len(fields) == 0 {
		s.f.Wrong(n.Name, "it has no coordinates")
	}
	for i := 0; i < len(fields); i++ {
		tuple := fields[i]
		for i+1 < len(fields) && (strings.HasSuffix(fields[i], ",") || strings.HasPrefix(fields[i+1], ",")) {
			i++
			if len(tuple) > 200 {
				continue
			}
			tuple += fields[i]
		}
		v := strings.Split(tuple, ",")
		if len(v) < 2 || len(v) > 3 {
			s.f.Wrong("coordinates", fmt.Sprintf("%.40q is not longitude,latitude", tuple))
			continue
		}
		p, err := xmlscan.Position(v[0], v[1])
		if err != nil {
			s.f.Wrong("coordinates", err.Error())
			continue
		}
		out = append(out, p)
	}
	return out
}

func (s *shapes) polygon(n *xmlscan.Node) {
	var out orb.Polygon
	hasOuter := false
	for _, c := range n.Children {
		outer := c.Name == "outerBoundaryIs"
		if !outer && c.Name != "innerBoundaryIs" {
			continue
		}
		for _, l := range c.Children {
			if l.Name != "LinearRing" {
				continue
			}
			p := s.line(l)
			if len(p) > 0 && p[0] != p[len(p)-1] {
				p = append(p, p[0]) // common, and only one thing can be meant
			}
			if len(p) < 4 {
				s.f.Wrong("LinearRing", "a ring has three corners or more; left out")
				continue
			}
			if outer && hasOuter {
				s.f.Wrong("Polygon", "it has several outer boundaries; only the first is read")
				continue
			}
			if outer {
				hasOuter = true
				out = append(orb.Polygon{orb.Ring(p)}, out...)
			} else {
				out = append(out, orb.Ring(p))
			}
		}
	}
	if !hasOuter {
		s.f.Wrong("Polygon", "it has no outer boundary that can be read; left out")
		return
	}
	s.list = append(s.list, out)
}

// track gives a gx:Track as its first point and its line.
func (s *shapes) track(n *xmlscan.Node) {
	var line orb.LineString
	for _, c := range n.Children {
		switch c.Name {
		case "coord":
			v := strings.Fields(c.Text)
			if len(v) == 0 {
				continue // the standard's way to say that a moment has no position
			}
			if len(v) < 2 {
				s.f.Wrong("coord", fmt.Sprintf("%.40q is not longitude latitude", c.Text))
				continue
			}
			p, err := xmlscan.Position(v[0], v[1])
			if err != nil {
				s.f.Wrong("coord", err.Error())
				continue
			}
			line = append(line, p)
		case "when":
			if s.begin == "" {
				s.begin = c.Text
			}
			s.end = c.Text
		}
	}
	extended(s.f, n.Child("ExtendedData"))
	switch len(line) {
	case 0:
		s.f.Wrong("Track", "it has no coordinates")
	case 1:
		s.list = append(s.list, line[0])
	default:
		s.list = append(s.list, line[0], line)
	}
}

// assemble makes one geometry of the shapes: of one kind a multi-geometry, of several a collection.
func assemble(list []orb.Geometry) orb.Geometry {
	if len(list) < 2 {
		if len(list) == 1 {
			return list[0]
		}
		return nil
	}
	for _, g := range list {
		if g.GeoJSONType() != list[0].GeoJSONType() {
			return orb.Collection(list)
		}
	}
	switch list[0].(type) {
	case orb.Point:
		return orb.MultiPoint(of[orb.Point](list))
	case orb.LineString:
		return orb.MultiLineString(of[orb.LineString](list))
	}
	return orb.MultiPolygon(of[orb.Polygon](list))
}

func of[T orb.Geometry](list []orb.Geometry) []T {
	out := make([]T, len(list))
	for i, g := range list {
		out[i] = g.(T)
	}
	return out
}
