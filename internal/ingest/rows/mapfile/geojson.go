package mapfile

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/paulmach/orb"

	"sitmap/geo/codec/geojson"
	"sitmap/geo/codec/xmlscan"
)

// features turns GeoJSON into the fields of features.
type features struct {
	r        *geojson.Reader
	seen     string // the crs member that was judged last
	mercator bool
	given    bool // a feature was given before any crs was known
	remarks  []string
}

func (g *features) notes() []string { return g.remarks }

// idField is the column of a feature's id, which may have a property called id beside it.
const idField = "@id"

func (g *features) next() (xmlscan.Feature, error) {
	e, err := g.r.Next()
	if err2 := g.judge(g.r.CRS()); err2 != nil {
		return xmlscan.Feature{}, err2
	}
	if err != nil {
		return xmlscan.Feature{}, err
	}
	g.given = true
	f := xmlscan.Feature{Raw: oneLine(e.Raw), Geometry: e.Feature.Geometry}
	if e.Feature.ID != nil {
		f.Set(idField, fmt.Sprint(e.Feature.ID))
	}
	if props, ok := e.Feature.Properties.(json.RawMessage); ok {
		flatten(&f, props)
	}
	for _, err := range e.Bad {
		f.Wrong(fieldOf(err), strings.TrimPrefix(err.Error(), geojson.ErrInvalid.Error()+": "))
	}
	mercator := g.mercator
	if len(e.CRS) > 0 && string(e.CRS) != "null" {
		switch system(e.CRS) {
		case wgs84:
			mercator = false
		case webMercator:
			mercator = true
		default:
			f.Wrong("crs", fmt.Sprintf("the feature's coordinates are in %s, which is not converted", crsName(e.CRS)))
			f.Geometry = nil
		}
	}
	if f.Geometry != nil {
		f.Geometry = g.degrees(f.Geometry, mercator)
	}
	return f, nil
}

// degrees converts from Web Mercator, and brings longitudes up to 360 into range.
func (g *features) degrees(in orb.Geometry, mercator bool) orb.Geometry {
	if mercator {
		return each(in, unproject)
	}
	wide := false
	each(in, func(p *orb.Point) { wide = wide || math.Abs(p[0]) > 180 && math.Abs(p[0]) <= 360 })
	if !wide {
		return in
	}
	out, err := geojson.Normalise(in)
	if err != nil {
		return in // the check of the bounds says why
	}
	return out
}

// radius of the sphere of Web Mercator (EPSG:3857) in metres.
const radius = 6378137

func unproject(p *orb.Point) {
	p[0], p[1] = p[0]/radius*180/math.Pi, (2*math.Atan(math.Exp(p[1]/radius))-math.Pi/2)*180/math.Pi
}

// judge refuses a file whose crs cannot be converted, or comes too late to.
func (g *features) judge(crs json.RawMessage) error {
	if len(crs) == 0 || string(crs) == "null" || string(crs) == g.seen {
		return nil
	}
	g.seen = string(crs)
	switch system(crs) {
	case wgs84:
		g.mercator = false
		return nil
	case webMercator:
		if g.given {
			return fmt.Errorf("%w: its crs, %s, stands behind the features; put it in front or convert the file to WGS 84, for example with ogr2ogr -t_srs EPSG:4326", errRefused, crsName(crs))
		}
		g.mercator = true
		g.remarks = append(g.remarks, "coordinates were converted from Web Mercator (EPSG:3857) to WGS 84")
		return nil
	}
	return fmt.Errorf("%w: its coordinates are in %s; convert it to WGS 84, for example with ogr2ogr -t_srs EPSG:4326", errRefused, crsName(crs))
}

type crsKind int

const (
	foreign crsKind = iota
	wgs84
	webMercator
)

var (
	isWGS84    = regexp.MustCompile(`(?i)^(urn:(x-)?ogc:def:crs:)?(OGC:[0-9.]*:?CRS84h?|EPSG:[0-9.]*:?(4326|4979))$`)
	isMercator = regexp.MustCompile(`(?i)^(urn:(x-)?ogc:def:crs:)?EPSG:[0-9.]*:?(3857|900913|102100)$`)
)

// system tells a crs member apart. Names of EPSG:4326 are taken for longitude first, as
// every program writes GeoJSON.
func system(crs json.RawMessage) crsKind {
	switch name := crsName(crs); {
	case isWGS84.MatchString(name):
		return wgs84
	case isMercator.MatchString(name):
		return webMercator
	}
	return foreign
}

// crsName gives the name of a crs member, or the member itself when it has none.
func crsName(crs json.RawMessage) string {
	var c struct {
		Type       string
		Properties struct {
			Name string
			Code json.Number
		}
	}
	_ = json.Unmarshal(crs, &c) // what does not fit stays empty
	switch {
	case c.Properties.Name != "":
		return c.Properties.Name
	case strings.EqualFold(c.Type, "EPSG") && c.Properties.Code != "":
		return "EPSG:" + c.Properties.Code.String()
	case len(crs) > 80:
		return string(bytes.ToValidUTF8(crs[:80], nil)) + "…"
	}
	return string(crs)
}

// flatten sets a field for each property: strings as they are, numbers with the digits
// written, null as empty, what is nested as JSON text.
func flatten(f *xmlscan.Feature, props json.RawMessage) {
	dec := jsontext.NewDecoder(bytes.NewBuffer(props), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	if _, err := dec.ReadToken(); err != nil {
		return // not reached: the text was parsed before
	}
	for k := dec.PeekKind(); k != '}' && k != 0; k = dec.PeekKind() {
		tok, err := dec.ReadToken()
		var name string
		var raw jsontext.Value
		if err == nil {
			name = tok.String()
			raw, err = dec.ReadValue()
		}
		if err != nil {
			f.Wrong(cmp.Or(name, "properties"), err.Error())
			return
		}
		value := ""
		switch raw[0] {
		case '"':
			text, err := jsontext.AppendUnquote(nil, raw)
			if err != nil {
				f.Wrong(cmp.Or(name, "properties"), "it has characters that are no Unicode text, shown as \uFFFD; save the file as UTF-8")
			}
			value = string(text)
		case 'n':
		case '{', '[':
			value = oneLine(json.RawMessage(raw))
		default:
			value = string(raw)
		}
		if name == "" && value != "" {
			f.Wrong("properties", fmt.Sprintf("a property without a name, %.40q, is left out", value))
		}
		f.Set(name, value)
	}
}

// oneLine drops the blanks between tokens.
func oneLine(raw json.RawMessage) string {
	b, err := jsontext.AppendFormat(nil, raw, compact...)
	if err != nil {
		return strings.NewReplacer("\r", " ", "\n", " ").Replace(string(bytes.ToValidUTF8(raw, []byte("\uFFFD"))))
	}
	return string(b)
}

// compact keeps everything but blanks between tokens.
//
//nolint:gochecknoglobals // table, never written
var compact = []jsontext.Options{jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true), jsontext.PreserveRawStrings(true)}

// fieldOf names the member that an error of a feature speaks of.
func fieldOf(err error) string {
	s := strings.TrimPrefix(err.Error(), geojson.ErrInvalid.Error()+": ")
	switch {
	case strings.HasPrefix(s, "the id "):
		return idField
	case strings.HasPrefix(s, "properties"):
		return "properties"
	case strings.HasPrefix(s, "an entry") || strings.HasPrefix(s, "the line") || strings.HasPrefix(s, "the object") || strings.HasPrefix(s, "this is") || strings.HasSuffix(s, "is not a feature"):
		return "feature"
	}
	return "geometry"
}
