package table_test

import (
	"context"
	"fmt"
	"io"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"sitmap/geo"
	"sitmap/geo/geodesic"
	"sitmap/internal/event"
	"sitmap/internal/ingest"
	"sitmap/internal/ingest/rows"
	"sitmap/internal/ingest/rows/mapfile"
	"sitmap/internal/ingest/table"
)

// readMap brings a map file in and gives its events and what was said of its rows.
func readMap(t *testing.T, open func(string, io.Reader) (rows.Reader, error), text string) (events []event.Event, bad []ingest.Rejected) {
	t.Helper()
	r, err := open("m", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	err = table.Rows(context.Background(), "m", r, table.Options{}, func(it ingest.Item) error {
		events = append(events, it.Events...)
		if it.Rejected != nil {
			bad = append(bad, *it.Rejected)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return events, bad
}

// lost counts the rows that were left out.
func lost(bad []ingest.Rejected) int {
	rows := map[int]bool{}
	for _, b := range bad {
		if !b.Kept {
			rows[b.Row] = true
		}
	}
	return len(rows)
}

// wantHeld checks that an event's disc and region hold all positions of its feature, and is not much wider than needed.
func wantHeld(t *testing.T, ev event.Event, all ...orb.Point) {
	t.Helper()
	if len(ev.Where) != 1 {
		t.Fatalf("event %s has %d places, want one", ev.ID, len(ev.Where))
	}
	l, far := ev.Where[0], geo.Metres(0)
	for _, p := range all {
		far = max(far, geodesic.Distance(l.Point, p))
	}
	if l.Radius < far || l.Radius > far*1.01+1 {
		t.Errorf("radius: got %.0f m, want what holds all positions, %.0f m", float64(l.Radius), float64(far))
	}
	if l.Region.Kind != geo.Disc || l.Region.Outer != l.Radius || l.Region.Centre != l.Point {
		t.Errorf("region: got %+v, want the disc of the radius", l.Region)
	}
}

const feature = `{"type":"Feature","properties":{"date":"2024-05-0%d","type":"Shelling","name":"x"},"geometry":%s}`

// TestShapesOfGeoJSON reads one feature of each kind: each is an event or is reported.
func TestShapesOfGeoJSON(t *testing.T) {
	for _, c := range []struct {
		geometry string
		all      []orb.Point
	}{
		{`{"type":"LineString","coordinates":[[35,51],[35.2,51.3],[35.9,51.1]]}`, []orb.Point{{35, 51}, {35.2, 51.3}, {35.9, 51.1}}},
		{`{"type":"LineString","coordinates":[[35,-51],[36,-52]]}`, []orb.Point{{35, -51}, {36, -52}}},
		{`{"type":"MultiLineString","coordinates":[[[35,51],[35.2,51.3]],[[36,51],[36.5,52]]]}`, []orb.Point{{35, 51}, {36.5, 52}, {36, 51}}},
		{`{"type":"Polygon","coordinates":[[[30,50],[40,50],[40,60],[30,60],[30,50]]]}`, []orb.Point{{30, 50}, {40, 50}, {40, 60}, {30, 60}}},
		{`{"type":"MultiPolygon","coordinates":[[[[30,50],[31,50],[31,51],[30,50]]],[[[33,50],[34,50],[34,51],[33,50]]]]}`, []orb.Point{{30, 50}, {34, 50}, {34, 51}}},
		{`{"type":"MultiPoint","coordinates":[[35,51],[35.1,51.1]]}`, []orb.Point{{35, 51}, {35.1, 51.1}}},
		{`{"type":"LineString","coordinates":[[179,10],[-179,11]]}`, []orb.Point{{179, 10}, {-179, 11}}},
		{`{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[35,51]},{"type":"LineString","coordinates":[[35.5,51],[36,51.5]]}]}`, []orb.Point{{35, 51}, {35.5, 51}, {36, 51.5}}},
	} {
		events, bad := readMap(t, mapfile.OpenGeoJSON, `{"type":"FeatureCollection","features":[`+fmt.Sprintf(feature, 1, c.geometry)+`]}`)
		if len(events) != 1 || lost(bad) != 0 {
			t.Errorf("%s: got %d events, %v, want one", c.geometry, len(events), bad)
			continue
		}
		wantHeld(t, events[0], c.all...)
		if d := events[0].When.Start.String(); d != "2024-05-01" {
			t.Errorf("%s: day %s", c.geometry, d)
		}
	}
}

// TestShapesWithoutPlace reads features that say nothing of a place: each is named with a reason, and the others come in.
func TestShapesWithoutPlace(t *testing.T) {
	none := []string{
		`null`, `{"type":"LineString","coordinates":[]}`, `{"type":"Polygon","coordinates":[]}`, `{"type":"MultiPolygon","coordinates":[]}`,
		`{"type":"GeometryCollection","geometries":[]}`, `{"type":"LineString","coordinates":[[35,51],[400,51]]}`, `{"type":"Curve","coordinates":[[35,51]]}`,
		`{"type":"Polygon","coordinates":[[]]}`, `{"type":"LineString","coordinates":[[35]]}`,
	}
	features := make([]string, 0, len(none)+1)
	for _, g := range append(none, `{"type":"LineString","coordinates":[[35,51],[36,51]]}`) {
		features = append(features, fmt.Sprintf(feature, 2, g))
	}
	events, bad := readMap(t, mapfile.OpenGeoJSON, `{"type":"FeatureCollection","features":[`+strings.Join(features, ",\n")+`]}`)
	if len(events)+lost(bad) != len(features) || len(events) != 1 {
		t.Errorf("%d features: got %d events and %d rows left out, want 1 and the others\n%v", len(features), len(events), lost(bad), bad)
	}
	for _, b := range bad {
		if b.Reason == "" || b.Row < 1 {
			t.Errorf("row %d is left out without a reason", b.Row)
		}
	}
}

// TestShapesWithRadius keeps a stated radius from being smaller than the line itself.
func TestShapesWithRadius(t *testing.T) {
	for _, c := range []struct {
		km   string
		want geo.Metres
	}{{"1", 35_000}, {"90", 90_000}} {
		events, bad := readMap(t, mapfile.OpenGeoJSON, `{"type":"FeatureCollection","features":[
			{"type":"Feature","properties":{"date":"2024-05-01","radius_km":`+c.km+`},"geometry":{"type":"LineString","coordinates":[[35,51],[36,51]]}}]}`)
		if len(events) != 1 || math.Abs(float64(events[0].Where[0].Radius-c.want)) > 200 {
			t.Errorf("radius_km %s: got %+v, %v, want about %v", c.km, events, bad, c.want)
		}
	}
}

func TestShapesOfKML(t *testing.T) {
	const placemark = `<Placemark><name>%s</name><TimeStamp><when>2024-05-03</when></TimeStamp>%s</Placemark>`
	line := `<LineString><coordinates>35,51,0 35.5,51.2,0 36,51</coordinates></LineString>`
	area := `<Polygon><outerBoundaryIs><LinearRing><coordinates>35,51 36,51 36,52 35,51</coordinates></LinearRing></outerBoundaryIs></Polygon>`
	text := `<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"><Document>` +
		fmt.Sprintf(placemark, "line", line) + fmt.Sprintf(placemark, "area", area) + fmt.Sprintf(placemark, "both", `<MultiGeometry>`+line+area+`</MultiGeometry>`) +
		fmt.Sprintf(placemark, "track", `<gx:Track><when>2024-05-03T10:00:00Z</when><when>2024-05-03T11:00:00Z</when><gx:coord>35 51 0</gx:coord><gx:coord>35.4 51.2 0</gx:coord></gx:Track>`) +
		fmt.Sprintf(placemark, "empty", `<LineString><coordinates></coordinates></LineString>`) + fmt.Sprintf(placemark, "none", ``) +
		`</Document></kml>`
	events, bad := readMap(t, mapfile.OpenKML, text)
	if len(events) != 4 || lost(bad) != 2 {
		t.Fatalf("got %d events, %d rows left out, want 4 and 2\n%v", len(events), lost(bad), bad)
	}
	corners := []orb.Point{{35, 51}, {36, 51}, {36, 52}}
	path := []orb.Point{{35, 51}, {35.5, 51.2}, {36, 51}}
	wantHeld(t, events[0], path...)
	wantHeld(t, events[1], corners...)
	wantHeld(t, events[2], append(corners, path...)...)
	wantHeld(t, events[3], orb.Point{35, 51}, orb.Point{35.4, 51.2})
}

func TestShapesOfGPX(t *testing.T) {
	text := `<gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1">
		<trk><name>a</name><trkseg><trkpt lat="51" lon="35"><time>2024-05-03T10:00:00Z</time></trkpt><trkpt lat="51.5" lon="35.5"><time>2024-05-03T11:00:00Z</time></trkpt></trkseg>
			<trkseg><trkpt lat="52" lon="36"><time>2024-05-03T12:00:00Z</time></trkpt><trkpt lat="51.9" lon="36"/></trkseg></trk>
		<rte><name>b</name><rtept lat="50" lon="30"><time>2024-05-04T10:00:00Z</time></rtept><rtept lat="50.5" lon="30.5"/></rte>
		<trk><name>empty</name><time>2024-05-04T10:00:00Z</time></trk>
		<wpt lat="49" lon="31"><name>c</name><time>2024-05-05T10:00:00Z</time></wpt></gpx>`
	events, bad := readMap(t, mapfile.OpenGPX, text)
	if len(events)+lost(bad) != 4 || len(events) != 3 {
		t.Fatalf("got %d events, %d rows left out, want 3 and 1\n%v", len(events), lost(bad), bad)
	}
	found := 0
	for _, ev := range events {
		switch ev.When.Start.String() {
		case "2024-05-03":
			wantHeld(t, ev, orb.Point{35, 51}, orb.Point{35.5, 51.5}, orb.Point{36, 52})
			found++
		case "2024-05-04":
			wantHeld(t, ev, orb.Point{30, 50}, orb.Point{30.5, 50.5})
			found++
		}
	}
	if found != 2 {
		t.Errorf("track and route: found %d, want both, on their days", found)
	}
}
