package kml

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

var marks = []Placemark{
	{Name: `A & <b>"B"</b>`, Description: "line 1\n<script>x</script> & more", Begin: "2024-12-14", End: "2024-12-14", Data: []Datum{{"killed", "3"}, {`a"b`, "x\x00y"}}, Geometry: orb.Point{35.33, 51.1}},
	{Name: "span", Begin: "2024-12-14", End: "2024-12-15", Geometry: orb.Polygon{{{35, 51}, {36, 51}, {36, 52}, {35, 51}}, {{35.5, 51.2}, {35.6, 51.3}, {35.6, 51.2}, {35.5, 51.2}}}},
	{Name: "open", Begin: "2024", Geometry: orb.MultiPolygon{{{{1, 1}, {2, 1}, {2, 2}, {1, 1}}}, {{{3, 3}, {4, 3}, {4, 4}, {3, 3}}}}},
	{Name: "nowhere"},
	{Name: "mixed", Geometry: orb.Collection{orb.Point{1, 2}, orb.LineString{{1, 2}, {3, 4}}}},
}

func document(t *testing.T, make func(io.Writer, string) *Writer) []byte {
	t.Helper()
	var b bytes.Buffer
	w := make(&b, "Test")
	for _, m := range marks {
		if err := w.Write(m); err != nil {
			t.Fatal(err)
		}
	}
	for _, bad := range []orb.Geometry{orb.Point{1, 95}, orb.Bound{}} {
		if err := w.Write(Placemark{Geometry: bad}); !errors.Is(err, ErrGeometry) {
			t.Errorf("%v: %v", bad, err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	for what, make := range map[string]func(io.Writer, string) *Writer{"kml": NewWriter, "kmz": NewKMZWriter} {
		r, err := Open(bytes.NewReader(document(t, make)))
		if err != nil {
			t.Fatal(what, err)
		}
		for i, m := range marks {
			f, err := r.Next()
			if err != nil {
				t.Fatal(what, err)
			}
			fields := map[string]string{}
			for _, x := range f.Fields {
				fields[x.Name] = x.Value
			}
			if fields["name"] != m.Name || !reflect.DeepEqual(f.Geometry, m.Geometry) || f.Bad != nil {
				t.Errorf("%s %d: %+v, want %+v", what, i, f, m)
			}
			if i == 0 && (fields["killed"] != "3" || fields[`a"b`] != "x\uFFFDy" || fields["time"] != "2024-12-14" || fields["description"] != "line 1\n<script>x</script> & more") {
				t.Errorf("%s: fields %q", what, fields)
			}
		}
		if _, err := r.Next(); !errors.Is(err, io.EOF) {
			t.Errorf("%s: %v at the end", what, err)
		}
	}
}

func TestGDALReadsIt(t *testing.T) {
	bin, err := exec.LookPath("ogrinfo")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("ogrinfo is missing; install it with: apt-get install -y --no-install-recommends gdal-bin")
		}
		t.Skip("ogrinfo is missing (Debian package gdal-bin)")
	}
	path := filepath.Join(t.TempDir(), "x.kml")
	if err := os.WriteFile(path, document(t, NewWriter), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(bin, "-ro", "-al", path).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, want := range []string{"Feature Count: 5", "POINT (35.33 51.1)", "killed (String) = 3", "POLYGON ((35 51,36 51,36 52,35 51)"} {
		if !strings.Contains(strings.ReplaceAll(string(out), " Z ", " "), want) && !strings.Contains(string(out), want) {
			t.Errorf("GDAL does not say %q:\n%s", want, out)
		}
	}
}

func TestText(t *testing.T) {
	for in, want := range map[string]string{
		"plain  text":                           "plain  text",
		"a < b":                                 "a < b",
		"<b>bold</b> &amp; x":                   "bold & x",
		"<table><tr><td>a</td><td>1</td></tr>":  "a 1",
		"<style>p{}</style>x<br/>y":             "x\ny",
		`<a href="http://x">http://x</a>`:       "http://x",
		`<a href="javascript:alert(1)">go</a>`:  "go (javascript:alert(1))",
		"<img src=x onerror=alert(1)>":          "",
		"&lt;script&gt;alert(1)&lt;/script&gt;": "<script>alert(1)</script>",
	} {
		if got := Text(in); got != want {
			t.Errorf("Text(%q) = %q, want %q", in, got, want)
		}
	}
}
