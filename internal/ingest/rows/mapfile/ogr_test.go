package mapfile

import (
	"encoding/json"
	"math"
	"os"
	"os/exec"
	"reflect"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"sitmap/geo/codec/geojson"
)

// ogr gives the features that GDAL reads, by name.
func ogr(t *testing.T, args ...string) map[string]orb.Geometry {
	t.Helper()
	bin, err := exec.LookPath("ogr2ogr")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("ogr2ogr is missing; install it with: apt-get install -y --no-install-recommends gdal-bin")
		}
		t.Skip("ogr2ogr is missing (Debian package gdal-bin)")
	}
	out, err := exec.Command(bin, append([]string{"-f", "GeoJSONSeq", "-dim", "XY", "/vsistdout/"}, args...)...).Output()
	if err != nil {
		t.Skipf("this GDAL does not read %v: %v", args, err)
	}
	got := map[string]orb.Geometry{}
	err = geojson.Read(strings.NewReader(string(out)), func(_ int, f geojson.Feature, err error) error {
		var p map[string]any
		raw, _ := f.Properties.(json.RawMessage)
		if err := json.Unmarshal(raw, &p); err != nil {
			t.Fatal(err)
		}
		for _, key := range []string{"Name", "name", "date"} {
			if name, ok := p[key].(string); ok {
				got[name] = f.Geometry
				break
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(got) == 0 {
		t.Fatalf("GDAL gave no named features for %v", args)
	}
	return got
}

// loose makes what GDAL and sitmap shape differently alike: single parts, collections of parts.
func loose(g orb.Geometry) []orb.Geometry {
	var out []orb.Geometry
	switch g := g.(type) {
	case orb.MultiPoint:
		for _, p := range g {
			out = append(out, p)
		}
	case orb.MultiLineString:
		for _, l := range g {
			out = append(out, l)
		}
	case orb.Collection:
		for _, p := range g {
			out = append(out, loose(p)...)
		}
	case nil:
	default:
		out = append(out, g)
	}
	return out
}

func TestAgainstGDAL(t *testing.T) {
	compare := func(t *testing.T, want map[string]orb.Geometry, names []map[string]string, all []orb.Geometry, skip string) {
		t.Helper()
		same := 0
		for i, m := range names {
			name := m["name"]
			if name == "" {
				name = m["date"]
			}
			if g, ok := want[name]; ok && !strings.Contains(skip, name) {
				same++
				// GDAL winds the rings that it writes as RFC 7946 asks.
				own, err := geojson.Normalise(all[i])
				if err != nil || !reflect.DeepEqual(loose(own), loose(g)) {
					t.Errorf("%q: %v (%v), GDAL reads %v", name, own, err, g)
				}
			}
		}
		if same < 2 {
			t.Errorf("only %d features compared", same)
		}
	}
	read := func(name string) ([]map[string]string, []orb.Geometry) {
		open := OpenKML
		switch {
		case strings.HasSuffix(name, ".gpx"):
			open = OpenGPX
		case strings.HasSuffix(name, ".geojson"):
			open = OpenGeoJSON
		}
		got, all := table(t, open, sample(t, name))
		var gs []orb.Geometry
		for _, r := range all {
			gs = append(gs, r.Geometry)
		}
		return got, gs
	}
	t.Run("kml", func(t *testing.T) {
		names, gs := read("places.kml")
		// GDAL takes a latitude of 95 as it is, and a track without its first point.
		compare(t, ogr(t, "testdata/places.kml"), names, gs, "Wrong latitude, Track")
	})
	t.Run("gpx", func(t *testing.T) {
		names, gs := read("walk.gpx")
		want := ogr(t, "testdata/walk.gpx", "tracks")
		for _, layer := range []string{"waypoints", "routes"} {
			for k, v := range ogr(t, "testdata/walk.gpx", layer) {
				want[k] = v
			}
		}
		compare(t, want, names, gs, "")
	})
	t.Run("web mercator", func(t *testing.T) {
		const doc = `{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::3857"}},"features":[{"type":"Feature","properties":{"name":"a"},"geometry":{"type":"LineString","coordinates":[[3932917.6,6640000],[-5000000,-12345678.9]]}}]}`
		path := t.TempDir() + "/m.geojson"
		write(t, path, doc)
		want := ogr(t, "-t_srs", "EPSG:4326", "-lco", "COORDINATE_PRECISION=12", path)
		_, all := table(t, OpenGeoJSON, []byte(doc))
		a, b := all[0].Geometry.(orb.LineString), want["a"].(orb.LineString)
		for i := range a {
			if math.Abs(a[i][0]-b[i][0]) > 1e-6 || math.Abs(a[i][1]-b[i][1]) > 1e-6 {
				t.Errorf("%v, GDAL has %v", a[i], b[i])
			}
		}
	})
}
