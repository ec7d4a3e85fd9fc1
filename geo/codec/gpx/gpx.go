// Package gpx reads and writes GPX 1.0 and 1.1: [Open] gives waypoints, routes and
// tracks one by one, [NewWriter] writes waypoints and tracks.
//
// Coordinates are longitude, latitude on WGS 84. Heights of the points of a line and
// their single times are not kept; a line has the times of its first and last point.
package gpx

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"

	"github.com/paulmach/orb"

	"sitmap/geo/codec/xmlscan"
)

// MediaType is the type to serve GPX with.
const MediaType = "application/gpx+xml"

// ErrInvalid is wrapped by errors about input that is not GPX.
var ErrInvalid = errors.New("not GPX that can be read")

// Reader gives the features of a file. Each has the field kind (waypoint, route or
// track) and, where the file has them, name, cmt, desc, time (of lines begin/end), ele,
// sym, type, src, link, and the others that GPX knows or an extension adds.
type Reader struct {
	scan  *xmlscan.Scanner
	begun bool
}

// Open begins to read.
func Open(r io.Reader) (*Reader, error) {
	scan, err := xmlscan.New(r)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	return &Reader{scan: scan}, nil
}

// Next gives the next feature, or io.EOF; any other error wraps [ErrInvalid].
func (r *Reader) Next() (xmlscan.Feature, error) {
	for {
		tok, err := r.scan.Next()
		if errors.Is(err, io.EOF) {
			if !r.begun {
				return xmlscan.Feature{}, fmt.Errorf("%w: the file is empty", ErrInvalid)
			}
			return xmlscan.Feature{}, io.EOF
		}
		if err != nil {
			return xmlscan.Feature{}, fmt.Errorf("%w: %w", ErrInvalid, err)
		}
		start, ok := tok.(xml.StartElement)
		if !ok {
			continue
		}
		f, err := r.element(start)
		if err != nil {
			return xmlscan.Feature{}, fmt.Errorf("%w: %w", ErrInvalid, err)
		}
		if f != nil {
			return *f, nil
		}
	}
}

func (r *Reader) element(start xml.StartElement) (*xmlscan.Feature, error) {
	name := start.Name.Local
	if !r.begun {
		r.begun = true
		if name != "gpx" {
			return nil, fmt.Errorf("its first element is %q, not gpx", name)
		}
		return nil, nil
	}
	if name != "wpt" && name != "rte" && name != "trk" {
		return nil, r.scan.Skip()
	}
	n, err := r.scan.Tree(start)
	if err != nil {
		return nil, err
	}
	f := &xmlscan.Feature{Raw: r.scan.Raw()}
	switch name {
	case "wpt":
		f.Set("kind", "waypoint")
		if p, err := xmlscan.Position(n.Attr["lon"], n.Attr["lat"]); err == nil {
			f.Geometry = p
		} else {
			f.Wrong("wpt", err.Error())
		}
	case "rte":
		f.Set("kind", "route")
		f.Geometry = lines(f, []part{points(n, "rtept", f)})
	case "trk":
		f.Set("kind", "track")
		var parts []part
		for _, seg := range n.Children {
			if seg.Name == "trkseg" {
				parts = append(parts, points(seg, "trkpt", f))
			}
		}
		f.Geometry = lines(f, parts)
	}
	fields(f, n)
	return f, nil
}

// fields sets what stands in the feature beside its points.
func fields(f *xmlscan.Feature, n *xmlscan.Node) {
	for _, c := range n.Children {
		switch c.Name {
		case "rtept", "trkseg":
		case "link": // GPX 1.1; GPX 1.0 has url and urlname
			f.Set("link", c.Attr["href"])
			f.Set("link text", c.Value("text"))
		case "extensions":
			f.Leaves(c)
		default:
			if len(c.Children) == 0 {
				f.Set(c.Name, c.Text)
			} else {
				f.Leaves(c)
			}
		}
	}
}

type part struct {
	line       orb.LineString
	begin, end string
}

func points(n *xmlscan.Node, name string, f *xmlscan.Feature) part {
	var out part
	for _, c := range n.Children {
		if c.Name != name {
			continue
		}
		p, err := xmlscan.Position(c.Attr["lon"], c.Attr["lat"])
		if err != nil {
			f.Wrong(name, err.Error())
			continue
		}
		out.line = append(out.line, p)
		if t := c.Value("time"); t != "" {
			if out.begin == "" {
				out.begin = t
			}
			out.end = t
		}
	}
	return out
}

// lines joins the parts and sets the time; a part of one point is no line and becomes a point
// only when it is alone.
func lines(f *xmlscan.Feature, parts []part) orb.Geometry {
	var out orb.MultiLineString
	var single []orb.Point
	begin, end := "", ""
	for _, p := range parts {
		if begin == "" {
			begin = p.begin
		}
		if p.end != "" {
			end = p.end
		}
		switch len(p.line) {
		case 0:
		case 1:
			single = append(single, p.line[0])
		default:
			out = append(out, p.line)
		}
	}
	switch {
	case begin == end:
		f.Set("time", begin)
	default:
		f.Set("time", begin+"/"+end)
	}
	switch {
	case len(out) == 0 && len(single) == 1:
		return single[0]
	case len(out) == 0 && len(single) == 0:
		f.Wrong("trkpt", "there are no points that can be read")
		return nil
	case len(out) == 0:
		return orb.MultiPoint(single)
	case len(single) > 0:
		f.Wrong("trkseg", fmt.Sprintf("%d parts have a single point and are left out of the line", len(single)))
	}
	if len(out) == 1 {
		return out[0]
	}
	return out
}
