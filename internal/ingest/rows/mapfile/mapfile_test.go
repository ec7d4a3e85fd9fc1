package mapfile

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"sitmap/internal/ingest/rows"
	"sitmap/internal/ingest/rows/rowstest"
)

func sample(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func write(t testing.TB, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func kmz(t testing.TB, members ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(members); i += 2 {
		w, err := z.Create(members[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, members[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestHostileInput(t *testing.T) {
	t.Run("kml", func(t *testing.T) { rowstest.Suite(t, OpenKML, sample(t, "places.kml"), 8) })
	t.Run("kmz", func(t *testing.T) {
		rowstest.Suite(t, OpenKML, kmz(t, "doc.kml", string(sample(t, "places.kml"))), 8)
	})
	t.Run("gpx", func(t *testing.T) { rowstest.Suite(t, OpenGPX, sample(t, "walk.gpx"), 5) })
	t.Run("geojson", func(t *testing.T) { rowstest.Suite(t, OpenGeoJSON, sample(t, "events.geojson"), 5) })
}

const seq = `{"type":"Feature","geometry":{"type":"Point","coordinates":[35,51]},"properties":{"a":1}}
{"type":"Feature","geometry":null,"properties":{"a":2}}
{"type":"Feature","geometry":{"type":"Point","coordinates":[35,51]},"properties":{"a":3}}
`

func TestABrokenLineCostsItselfOnly(t *testing.T) {
	rowstest.Suite(t, OpenGeoJSON, []byte(seq), 3)
	got, all := table(t, OpenGeoJSON, []byte(strings.Replace(seq, `{"a":2}`, `{"a":2`, 1)))
	wantRows(t, got, []map[string]string{{"a": "1"}, {"!feature": "not a JSON object"}, {"a": "3"}})
	if all[2].Number != 3 || !strings.Contains(all[1].Raw, `{"a":2`) {
		t.Errorf("%+v", all)
	}
}

// table gives a row's values by name, and its problems by field.
func table(t *testing.T, open rowstest.Opener, data []byte) (all []map[string]string, got []rows.Row) {
	t.Helper()
	head, got, broken, err := rowstest.Drain(open, data)
	if err != nil || broken != "" {
		t.Fatal(err, broken)
	}
	for _, row := range got {
		m := map[string]string{}
		for i, v := range row.Values {
			if v != "" {
				m[head.Names[i]] = v
			}
		}
		for _, p := range row.Bad {
			m["!"+p.Field] = p.Reason
		}
		all = append(all, m)
	}
	return all, got
}

func wantRows(t *testing.T, got, want []map[string]string) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d rows, want %d: %v", len(got), len(want), got)
	}
	for i := range want {
		for k, v := range want[i] {
			if strings.HasPrefix(k, "!") && v != "" && strings.Contains(got[i][k], v) {
				got[i][k] = v
			}
		}
		if !reflect.DeepEqual(got[i], want[i]) {
			t.Errorf("row %d\ngot  %v\nwant %v", i+1, got[i], want[i])
		}
	}
}

func TestKML(t *testing.T) {
	got, all := table(t, OpenKML, sample(t, "places.kml"))
	wantRows(t, got, []map[string]string{
		{"name": "Plain point", "description": "Shelling & fire\nsource (https://example.org/a)", "time": "2024-12-14T05:00:00Z", "id": "p1", "killed": "3", "styleUrl": "#red"},
		{"name": "Open span", "folder": "North / Inner", "time": "2024-12-14/..", "type": "Armed clash", "name (ExtendedData)": "other"},
		{"name": "Area with a hole", "folder": "North", "time": "2024-12"},
		{"name": "Of one kind", "folder": "North"},
		{"name": "Track", "time": "2024-12-14T05:00:00Z/2024-12-14T06:00:00Z"},
		{"name": "Wrong latitude", "!coordinates": "latitude 95"},
		{"name": "Live", "!NetworkLink": "https://example.org/live.kml"},
		{"name": "Picture", "!GroundOverlay": "skipped"},
	})
	ring := orb.Ring{{35, 51}, {36, 51}, {36, 52}, {35, 51}}
	hole := orb.Ring{{35.5, 51.2}, {35.6, 51.2}, {35.6, 51.3}, {35.5, 51.2}}
	for i, want := range []orb.Geometry{
		orb.Point{35.33, 51.1},
		orb.LineString{{35, 51}, {36, 52}},
		orb.Polygon{ring, hole},
		orb.MultiPoint{{35, 51}, {36, 52}},
		orb.Collection{orb.Point{35, 51}, orb.LineString{{35, 51}, {35.5, 51.5}}},
		nil, nil, nil,
	} {
		if !reflect.DeepEqual(all[i].Geometry, want) {
			t.Errorf("row %d: %v, want %v", i+1, all[i].Geometry, want)
		}
	}
	if !strings.HasPrefix(all[0].Raw, `<Placemark id="p1">`) || !strings.HasSuffix(all[0].Raw, `</Placemark>`) {
		t.Errorf("raw: %s", all[0].Raw)
	}
}

func TestKMZ(t *testing.T) {
	doc := string(sample(t, "places.kml"))
	r, err := OpenKML("x.kmz", bytes.NewReader(kmz(t, "files/a.png", "x", "doc.kml", doc, "second.kml", doc)))
	if err != nil {
		t.Fatal(err)
	}
	if notes := r.(*Reader).Notes(); len(notes) != 1 || !strings.Contains(notes[0], "second.kml") {
		t.Errorf("notes %q", notes)
	}
	if _, err := OpenKML("x.kmz", bytes.NewReader(kmz(t, "a.txt", "x"))); err == nil || !strings.Contains(err.Error(), "no .kml") {
		t.Errorf("an archive without KML: %v", err)
	}
}

func TestKMLEncodings(t *testing.T) {
	const body = `<kml><Placemark><name>%</name></Placemark></kml>`
	for what, data := range map[string]string{
		"windows-1251": `<?xml version="1.0" encoding="windows-1251"?>` + strings.Replace(body, "%", "\xd1\xf3\xec\xe8", 1),
		"bom":          "\uFEFF" + strings.Replace(body, "%", "Суми", 1),
		"utf-16":       "\xff\xfe" + utf16le(`<?xml version="1.0" encoding="UTF-16"?>`+strings.Replace(body, "%", "Суми", 1)),
	} {
		got, all := table(t, OpenKML, []byte(data))
		if got[0]["name"] != "Суми" || !strings.Contains(all[0].Raw, "Суми</name>") || !strings.HasPrefix(all[0].Raw, "<Placemark>") {
			t.Errorf("%s: %v %q", what, got, all[0].Raw)
		}
	}
}

func utf16le(s string) string {
	var b []byte
	for _, r := range s {
		b = append(b, byte(r), byte(r>>8))
	}
	return string(b)
}

func TestGPX(t *testing.T) {
	got, all := table(t, OpenGPX, sample(t, "walk.gpx"))
	wantRows(t, got, []map[string]string{
		{"kind": "waypoint", "name": "Crater", "desc": "3 m wide", "time": "2024-12-14T05:00:00Z", "ele": "120.5", "sym": "Flag, Red", "type": "impact", "link": "https://example.org/b", "link text": "photo"},
		{"kind": "waypoint", "name": "Nowhere", "!wpt": "not a number"},
		{"kind": "route", "name": "Road"},
		{"kind": "track", "name": "Walk", "time": "2024-12-14T05:00:00Z/2024-12-14T06:30:00Z"},
		{"kind": "track", "name": "Two parts", "colour": "red"},
	})
	for i, want := range []orb.Geometry{
		orb.Point{35.33, 51.1},
		nil,
		orb.LineString{{35, 51}, {36, 52}},
		orb.LineString{{35, 51}, {35.1, 51.1}, {35.2, 51.2}},
		orb.MultiLineString{{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}},
	} {
		if !reflect.DeepEqual(all[i].Geometry, want) {
			t.Errorf("row %d: %v, want %v", i+1, all[i].Geometry, want)
		}
	}
	old := `<gpx version="1.0" xmlns="http://www.topografix.com/GPX/1/0"><wpt lat="51.1" lon="35.33"><name>Old</name><url>https://example.org</url><urlname>x</urlname></wpt></gpx>`
	got, _ = table(t, OpenGPX, []byte(old))
	wantRows(t, got, []map[string]string{{"kind": "waypoint", "name": "Old", "url": "https://example.org", "urlname": "x"}})
}

func TestGeoJSON(t *testing.T) {
	got, all := table(t, OpenGeoJSON, sample(t, "events.geojson"))
	wantRows(t, got, []map[string]string{
		{"@id": "a", "date": "2024-12-14", "killed": "3", "tags": `["x",{"y":1}]`, "sure": "true", "lon": "35.330"},
		{"@id": "12345678901234567890", "killed": "0"},
		{"date": "2024-12-15", "!geometry": "latitude 95"},
		{"date": "2024-12-16", "!geometry": "NaN"},
		{"date": "2024-12-17", "!geometry": "1e309"},
	})
	if want := (orb.Point{35.33, 51.1}); all[0].Geometry != want || all[2].Geometry != nil {
		t.Errorf("geometries %v %v", all[0].Geometry, all[2].Geometry)
	}
	seq := "\x1e{\"type\":\"Feature\",\"geometry\":null,\"properties\":{\"a\":1}}\n\x1e{\"type\":\"Feature\",\"geometry\":null,\"properties\":{\"b\":\"x\\ny\"}}\n"
	got, all = table(t, OpenGeoJSON, []byte(seq))
	wantRows(t, got, []map[string]string{{"a": "1"}, {"b": "x\ny"}})
	if len(all[0].Values) != 2 {
		t.Errorf("the first row has %d values, the header 2 names", len(all[0].Values))
	}
}

func TestGeoJSONCoordinateSystems(t *testing.T) {
	const feature = `{"type":"Feature","geometry":{"type":"Point","coordinates":[3932917.6,6640000]},"properties":{}}`
	const degrees = `{"type":"Feature","geometry":{"type":"Point","coordinates":[35.33,51.1]},"properties":{}}`
	crs := func(name string) string { return `"crs":{"type":"name","properties":{"name":"` + name + `"}}` }
	doc := func(crs, f string) []byte {
		return []byte(`{"type":"FeatureCollection",` + crs + `,"features":[` + f + `]}`)
	}
	for _, name := range []string{"urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4326"} {
		if got, all := table(t, OpenGeoJSON, doc(crs(name), degrees)); len(got[0]) != 0 || all[0].Geometry != (orb.Point{35.33, 51.1}) {
			t.Errorf("%s: %v %v", name, got, all)
		}
	}
	r, err := OpenGeoJSON("f", bytes.NewReader(doc(crs("urn:ogc:def:crs:EPSG::3857"), feature)))
	if err != nil {
		t.Fatal(err)
	}
	row, err := r.Next()
	p, _ := row.Geometry.(orb.Point)
	// TestAgainstGDAL compares to the last digits.
	if err != nil || p[0] < 35.3299 || p[0] > 35.3301 || p[1] < 51.1 || p[1] > 51.2 || len(r.(*Reader).Notes()) != 1 {
		t.Errorf("Web Mercator: %v %v, notes %q", row, err, r.(*Reader).Notes())
	}
	for what, data := range map[string][]byte{
		"foreign":         doc(crs("urn:ogc:def:crs:EPSG::28407"), feature),
		"link":            doc(`"crs":{"type":"link","properties":{"href":"http://x"}}`, feature),
		"behind":          []byte(`{"type":"FeatureCollection","features":[` + feature + `],` + crs("EPSG:32636") + `}`),
		"mercator behind": []byte(`{"type":"FeatureCollection","features":[` + feature + `],` + crs("EPSG:3857") + `}`),
	} {
		if _, err := OpenGeoJSON("f", bytes.NewReader(data)); err == nil || !strings.Contains(err.Error(), "ogr2ogr") {
			t.Errorf("%s: %v, want a refusal", what, err)
		}
	}
}

func TestHeaderGrows(t *testing.T) {
	var b strings.Builder
	for range firstRows + 5 {
		b.WriteString(`{"type":"Feature","geometry":null,"properties":{"a":1}}` + "\n")
	}
	b.WriteString(`{"type":"Feature","geometry":null,"properties":{"late":2}}`)
	r, err := OpenGeoJSON("f", strings.NewReader(b.String()))
	if err != nil || len(r.Header().Names) != 1 {
		t.Fatal(err, r.Header())
	}
	n := 0
	var last rows.Row
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		n, last = n+1, row
	}
	if n != firstRows+6 || !reflect.DeepEqual(r.Header().Names, []string{"a", "late"}) || !reflect.DeepEqual(last.Values, []string{"", "2"}) {
		t.Errorf("%d rows, header %v, last %v", n, r.Header(), last)
	}
}

// TestTextThatIsNoUnicode keeps the row, shows the sign for it, and names the property.
func TestTextThatIsNoUnicode(t *testing.T) {
	for name, field := range map[string]string{"note": "note", "": "properties"} {
		data := fmt.Sprintf("{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,2]},\"properties\":{%q:\"a\xff\"}}", name)
		r, err := OpenGeoJSON("f", strings.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		row, err := r.Next()
		if err != nil || row.Geometry == nil || len(row.Bad) == 0 || row.Bad[0].Field != field {
			t.Errorf("%q: %+v, %v", name, row, err)
		}
		if name != "" && !reflect.DeepEqual(row.Values, []string{"a\uFFFD"}) {
			t.Errorf("%q: values %q", name, row.Values)
		}
	}
}

func fuzz(f *testing.F, open rowstest.Opener, seeds ...[]byte) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, _, broken, _ := rowstest.Drain(open, data); broken != "" {
			t.Fatal(broken)
		}
	})
}

func FuzzKML(f *testing.F) {
	fuzz(f, OpenKML, sample(f, "places.kml"), kmz(f, "doc.kml", "<kml><Placemark/></kml>"), []byte("<kml><Placemark><Point><coordinates>1,2</coordinates></Point></Placemark></kml>"))
}
func FuzzGPX(f *testing.F) { fuzz(f, OpenGPX, sample(f, "walk.gpx")) }
func FuzzGeoJSON(f *testing.F) {
	fuzz(f, OpenGeoJSON, sample(f, "events.geojson"), []byte(`{"type":"Point","coordinates":[190,95]}`), []byte("{\"type\":\"Feature\",\"properties\":{\"\":\"\xff\"}}"))
}

func benchmark(b *testing.B, open rowstest.Opener, head, feature, tail string) {
	const n = 20000
	data := []byte(head + strings.Repeat(feature, n) + tail)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		r, err := open("f", bytes.NewReader(data))
		if err != nil {
			b.Fatal(err)
		}
		for {
			if _, err := r.Next(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkGeoJSON(b *testing.B) {
	benchmark(b, OpenGeoJSON, "", `{"type":"Feature","geometry":{"type":"Point","coordinates":[35.33,51.1]},"properties":{"date":"2024-12-14","type":"Armed clash","killed":3,"note":"a text of some length, as reports have it"}}`+"\n", "")
}

func BenchmarkKML(b *testing.B) {
	benchmark(b, OpenKML, "<kml><Document>", `<Placemark><name>x</name><description>a text of some length, as reports have it</description><TimeStamp><when>2024-12-14</when></TimeStamp><ExtendedData><Data name="killed"><value>3</value></Data></ExtendedData><Point><coordinates>35.33,51.1,0</coordinates></Point></Placemark>`+"\n", "</Document></kml>")
}
