// Package kml reads and writes KML 2.2 and KMZ: [Open] for a file of either kind,
// [NewWriter] for what sitmap exports.
//
// Reading is a stream of placemarks with memory for one. Nothing outside the file is
// fetched: network links and overlays come as features without a geometry that say so.
// Heights, styles, regions and views are not read. Coordinates are longitude, latitude
// on WGS 84, as KML has them.
package kml

import (
	"bufio"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"sitmap/geo/codec/archive"
	"sitmap/geo/codec/xmlscan"
)

// MediaType and MediaTypeKMZ are the types to serve the files with.
const (
	MediaType    = "application/vnd.google-earth.kml+xml"
	MediaTypeKMZ = "application/vnd.google-earth.kmz"
)

// ErrInvalid is wrapped by errors about input that is not KML or KMZ.
var ErrInvalid = errors.New("not KML that can be read")

// maxUnpacked bounds the .kml of a KMZ, in bytes.
const maxUnpacked = 2 << 30

// Reader gives the features of a file. Each has, where the file has them, the fields
// name, description (as text), folder (names of the folders around it, joined by " / "),
// time (EDTF-like: a moment, or begin/end with .. for an open end), id, address,
// phoneNumber, styleUrl, and those of its ExtendedData.
type Reader struct {
	scan    *xmlscan.Scanner
	notes   []string
	around  []string // names of the Document and Folder elements around; folders is true for folders
	folders []bool
	begun   bool
}

// Open reads KML, or the KMZ archive that it recognises by its first bytes.
func Open(r io.Reader) (*Reader, error) {
	in := bufio.NewReader(r)
	var notes []string
	if head, _ := in.Peek(len(archive.Magic)); string(head) == archive.Magic {
		src := io.Reader(in)
		if s, ok := r.(io.Seeker); ok {
			if _, err := s.Seek(0, io.SeekStart); err == nil {
				src = r
			}
		}
		doc, others, err := unzip(src)
		if err != nil {
			return nil, err
		}
		in, notes = bufio.NewReader(doc), others
	}
	scan, err := xmlscan.New(in)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	return &Reader{scan: scan, notes: notes}, nil
}

// unzip opens the first .kml of a KMZ and names the others.
func unzip(r io.Reader) (doc io.Reader, notes []string, err error) {
	z, err := archive.Open(r)
	if err != nil {
		return nil, nil, fmt.Errorf("%w: KMZ: %w", ErrInvalid, err)
	}
	for _, f := range z.File {
		if !strings.EqualFold(path.Ext(f.Name), ".kml") {
			continue
		}
		if doc != nil {
			if len(notes) < 20 {
				notes = append(notes, fmt.Sprintf("the archive's %q is not read; only the first .kml is", f.Name))
			}
			continue
		}
		if doc, err = archive.Unpack(f, maxUnpacked); err != nil {
			return nil, nil, fmt.Errorf("%w: KMZ: %w", ErrInvalid, err)
		}
	}
	if doc == nil {
		return nil, nil, fmt.Errorf("%w: the archive has no .kml in it; a KMZ has one", ErrInvalid)
	}
	return doc, notes, nil
}

// Notes says what of the file as a whole is not read.
func (r *Reader) Notes() []string { return r.notes }

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
		f, err := r.token(tok)
		if err != nil {
			return xmlscan.Feature{}, fmt.Errorf("%w: %w", ErrInvalid, err)
		}
		if f != nil {
			return *f, nil
		}
	}
}

// token gives the feature that begins with it, nil for none.
func (r *Reader) token(tok xml.Token) (*xmlscan.Feature, error) {
	start, ok := tok.(xml.StartElement)
	if !ok {
		if name := tok.(xml.EndElement).Name.Local; (name == "Folder" || name == "Document") && len(r.around) > 0 {
			r.around, r.folders = r.around[:len(r.around)-1], r.folders[:len(r.folders)-1]
		}
		return nil, nil
	}
	name := start.Name.Local
	if !r.begun {
		r.begun = true
		switch name {
		case "kml":
			return nil, nil
		case "Document", "Folder", "Placemark": // some programs leave the root out
		default:
			return nil, fmt.Errorf("its first element is %q, not kml", name)
		}
	}
	switch name {
	case "Document", "Folder":
		r.around, r.folders = append(r.around, ""), append(r.folders, name == "Folder")
		return nil, nil
	case "Placemark", "NetworkLink", "GroundOverlay", "ScreenOverlay", "PhotoOverlay", "Tour":
		n, err := r.scan.Tree(start)
		if err != nil {
			return nil, err
		}
		f := r.feature(n)
		f.Raw = r.scan.Raw()
		return f, nil
	case "name":
		n, err := r.scan.Tree(start)
		if err == nil && len(r.around) > 0 {
			r.around[len(r.around)-1] = n.Text
		}
		return nil, err
	case "kml", "Update", "Create", "Change", "Delete", "NetworkLinkControl":
		return nil, nil
	}
	return nil, r.scan.Skip()
}

func (r *Reader) feature(n *xmlscan.Node) *xmlscan.Feature {
	f := &xmlscan.Feature{}
	f.Set("name", n.Value("name"))
	f.Set("description", Text(n.Value("description")))
	f.Set("folder", r.folder())
	f.Set("id", n.Attr["id"])
	f.Set("address", n.Value("address"))
	f.Set("phoneNumber", n.Value("phoneNumber"))
	f.Set("styleUrl", n.Value("styleUrl"))
	when := stated(n)
	switch n.Name {
	case "Placemark":
		var track string
		f.Geometry, track = geometry(n, f)
		if when == "" {
			when = track
		}
	case "NetworkLink":
		link := n.Child("Link")
		if link == nil {
			link = n.Child("Url")
		}
		f.Wrong(n.Name, fmt.Sprintf("the link to %q is not followed; fetch it and read the file", link.Value("href")))
	default:
		f.Wrong(n.Name, "it has no place that can be read as a point, line or area; skipped")
	}
	f.Set("time", when)
	extended(f, n.Child("ExtendedData"))
	return f
}

func (r *Reader) folder() string {
	var names []string
	for i, name := range r.around {
		if r.folders[i] && name != "" {
			names = append(names, name)
		}
	}
	return strings.Join(names, " / ")
}

// stated gives the TimeStamp or TimeSpan of a feature.
func stated(n *xmlscan.Node) string {
	if s := n.Child("TimeStamp"); s != nil {
		return s.Value("when")
	}
	s := n.Child("TimeSpan")
	return Interval(s.Value("begin"), s.Value("end"))
}

// Interval joins two moments as EDTF does: .. for an end that is open, one moment when
// both are the same, "" when both are missing.
func Interval(begin, end string) string {
	switch {
	case begin == "" && end == "":
		return ""
	case begin == end:
		return begin
	case begin == "":
		begin = ".."
	case end == "":
		end = ".."
	}
	return begin + "/" + end
}

// own are the names that a field of ExtendedData may not take.
var own = map[string]bool{"name": true, "description": true, "folder": true, "id": true, "time": true, "address": true, "phoneNumber": true, "styleUrl": true} //nolint:gochecknoglobals // table, never written

func extended(f *xmlscan.Feature, n *xmlscan.Node) {
	if n == nil {
		return
	}
	set := func(name, value string) {
		if own[name] {
			name += " (ExtendedData)"
		}
		f.Set(name, value)
	}
	for _, c := range n.Children {
		switch c.Name {
		case "Data":
			set(c.Attr["name"], c.Value("value"))
		case "SchemaData":
			for _, d := range c.Children {
				value := d.Text
				if d.Name == "SimpleArrayData" {
					var list []string
					for _, v := range d.Children {
						list = append(list, v.Text)
					}
					value = strings.Join(list, "\n")
				}
				set(d.Attr["name"], value)
			}
		default: // of a name space of its own
			if len(c.Children) == 0 {
				set(c.Name, c.Text)
				continue
			}
			f.Leaves(c)
		}
	}
}
