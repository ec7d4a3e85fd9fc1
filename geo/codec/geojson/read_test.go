package geojson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

func read(text string) (features []Feature, wrong []string, err error) {
	err = Read(strings.NewReader(text), func(n int, f Feature, err error) error {
		if err != nil {
			wrong = append(wrong, fmt.Sprintf("%d: %v", n, err))
			return nil
		}
		features = append(features, f)
		return nil
	})
	return features, wrong, err
}

func TestRead(t *testing.T) {
	point := Feature{ID: "a", Geometry: orb.Point{1, 2}, Properties: json.RawMessage(`{"x":[1]}`)}
	const text = `{"type":"Feature","id":"a","geometry":{"type":"Point","coordinates":[1,2,99]},"properties":{"x":[1]}}`
	for _, c := range []struct {
		name, text string
		want       []Feature
	}{
		{"collection", `{"type":"FeatureCollection","features":[` + text + `]}`, []Feature{point}},
		{"features before the type, other members around", `{"name":"x","features":[` + text + `],"crs":{"a":[1]},"type":"FeatureCollection"}`, []Feature{point}},
		{"byte order mark", "\uFEFF" + text, []Feature{point}},
		{"text sequence", "\x1e" + text + "\n\x1e" + text + "\n", []Feature{point, point}},
		{"lines", text + "\n" + text, []Feature{point, point}},
		{"bare geometry", `{"type":"LineString","coordinates":[[1,2],[3,4]]}`, []Feature{{Geometry: orb.LineString{{1, 2}, {3, 4}}}}},
		{"no place, number as id", `{"type":"Feature","id":12345678901234567890,"geometry":null,"properties":null}`, []Feature{{ID: json.Number("12345678901234567890")}}},
		{"empty collection", `{"type":"FeatureCollection","features":[]}`, nil},
		{
			"nested collection",
			`{"type":"GeometryCollection","geometries":[{"type":"MultiPoint","coordinates":[[1,2]]},{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}]}`,
			[]Feature{{Geometry: orb.Collection{orb.MultiPoint{{1, 2}}, orb.Polygon{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}}}},
		},
		{
			"areas and lines",
			`{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]]]]} {"type":"MultiLineString","coordinates":[[[0,0],[1,0]]]}`,
			[]Feature{{Geometry: orb.MultiPolygon{{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}}}, {Geometry: orb.MultiLineString{{{0, 0}, {1, 0}}}}},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, wrong, err := read(c.text)
			if err != nil || wrong != nil || !reflect.DeepEqual(got, c.want) {
				t.Errorf("got  %v, %v, %v\nwant %v", got, wrong, err, c.want)
			}
		})
	}
}

func TestReadNamesBadFeatures(t *testing.T) {
	const good = `{"type":"Feature","geometry":{"type":"Point","coordinates":[1,2]},"properties":{}}`
	for _, c := range []struct{ name, feature, want string }{
		{"one number", `{"type":"Feature","geometry":{"type":"Point","coordinates":[1]}}`, "has not two numbers"},
		{"null for a number", `{"type":"Feature","geometry":{"type":"LineString","coordinates":[[1,null],[1,2]]}}`, "has not two numbers"},
		{"words for numbers", `{"type":"Feature","geometry":{"type":"Point","coordinates":["1","2"]}}`, "is not a position"},
		{"too shallow", `{"type":"Feature","geometry":{"type":"Polygon","coordinates":[1,2]}}`, "Polygon"},
		{"no coordinates", `{"type":"Feature","geometry":{"type":"Point"}}`, "no coordinates"},
		{"unknown type", `{"type":"Feature","geometry":{"type":"Circle","coordinates":[1,2]}}`, "no geometry of this type"},
		{"no geometry", `{"type":"Feature","properties":{}}`, "has no geometry"},
		{"not a feature", `{"type":"Point","coordinates":[1,2]}`, `type "Point", not Feature`},
		{"not an object", `7`, "7 is not a feature"},
		{"id", `{"type":"Feature","id":{},"geometry":null}`, "neither a string nor a number"},
		{"properties", `{"type":"Feature","geometry":null,"properties":[]}`, "not an object"},
		{"deep", `{"type":"Feature","geometry":` + strings.Repeat(`{"type":"GeometryCollection","geometries":[`, 12) + strings.Repeat(`]}`, 12) + `}`, "nested"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, wrong, err := read(`{"type":"FeatureCollection","features":[` + good + `,` + c.feature + `,` + good + `]}`)
			if err != nil || len(got) != 2 || len(wrong) != 1 || !strings.HasPrefix(wrong[0], "2: ") || !strings.Contains(wrong[0], c.want) {
				t.Errorf("got %v, %q, %v; want two good ones and the second wrong with %q", got, wrong, err, c.want)
			}
		})
	}
}

func TestReadRefuses(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"nothing", "", "empty"},
		{"blanks", " \n", "empty"},
		{"text", "It was a dark night", "JSON breaks"},
		{"list", "[1]", "not with an object"},
		{"other JSON", `{"a":1}`, "no type"},
		{"TopoJSON", `{"type":"Topology","objects":{}}`, "TopoJSON"},
		{"no features", `{"type":"FeatureCollection"}`, "has features"},
		{"features no list", `{"type":"FeatureCollection","features":{}}`, "not a list"},
		{"cut", `{"type":"FeatureCollection","features":[{"type":"Fea`, "JSON breaks near byte"},
		{"cut after a feature", `{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null}`, "JSON breaks"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, err := read(c.text)
			if !errors.Is(err, ErrInvalid) || !strings.Contains(fmt.Sprint(err), c.want) {
				t.Errorf("got %v, want ErrInvalid with %q", err, c.want)
			}
		})
	}
}

func TestReadStops(t *testing.T) {
	enough := errors.New("enough")
	err := Read(strings.NewReader(`{"type":"Point","coordinates":[1,2]}`), func(int, Feature, error) error { return enough })
	if !errors.Is(err, enough) {
		t.Errorf("got %v, want the callback's error", err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(`{"type":"FeatureCollection","features":[{"type":"Feature","id":1,"geometry":{"type":"Point","coordinates":[1,2]},"properties":{"a":1}}]}`)
	f.Add(`{"type":"GeometryCollection","geometries":[{"type":"Polygon","coordinates":[[[170,0],[-170,0],[-170,10],[170,0]]]}]}`)
	f.Add(`{"type":"MultiPolygon","coordinates":[[[[170,0],[190,0],[190,10],[170,10],[170,0]],[[178,4],[182,4],[182,6],[178,4]]]]}`)
	f.Add(`{"type":"MultiLineString","coordinates":[[[170,0],[-170,10],[-540,3]]]}`)
	f.Fuzz(func(t *testing.T, text string) {
		err := Read(strings.NewReader(text), func(_ int, got Feature, err error) error {
			if err != nil {
				return nil
			}
			out, err := Append(nil, got)
			if err != nil {
				if !errors.Is(err, ErrInvalid) {
					t.Errorf("Append: %v", err)
				}
				return nil
			}
			return Read(bytes.NewReader(out), func(_ int, again Feature, err error) error {
				if err != nil {
					t.Errorf("what was written is not read: %v\n%s", err, out)
				}
				if _, err := Append(nil, again); err != nil {
					t.Errorf("what was read cannot be written again: %v", err)
				}
				return nil
			})
		})
		if err != nil && !errors.Is(err, ErrInvalid) {
			t.Errorf("got %v, want ErrInvalid", err)
		}
	})
}
