package gpx

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

func TestWhatIsWrittenIsRead(t *testing.T) {
	items := []Item{
		{Name: "A & <b>", Desc: "x\x00", Type: "clash", Time: "2024-12-14T05:00:00Z", Geometry: orb.Point{35.33, 51.1}},
		{Name: "line", Geometry: orb.LineString{{1, 2}, {3, 4}}},
		{Name: "lines", Geometry: orb.MultiLineString{{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}}},
	}
	var b bytes.Buffer
	w := NewWriter(&b)
	for _, it := range items {
		if err := w.Write(it); err != nil {
			t.Fatal(err)
		}
	}
	for _, bad := range []orb.Geometry{orb.Point{1, 2}, orb.LineString{{1, 95}}, orb.Polygon{}, nil} {
		if err := w.Write(Item{Geometry: bad}); !errors.Is(err, ErrGeometry) {
			t.Errorf("%v after a track: %v", bad, err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := Open(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	for _, it := range items {
		f, err := r.Next()
		if err != nil || !reflect.DeepEqual(f.Geometry, it.Geometry) || f.Fields[1].Name == "name" && f.Fields[1].Value != it.Name || f.Bad != nil {
			t.Errorf("%+v (%v), want %+v", f, err, it)
		}
	}
	if _, err := r.Next(); !errors.Is(err, io.EOF) {
		t.Errorf("at the end: %v", err)
	}
	bin, err := exec.LookPath("ogrinfo")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("ogrinfo is missing; install it with: apt-get install -y --no-install-recommends gdal-bin")
		}
		t.Skip("ogrinfo is missing (Debian package gdal-bin)")
	}
	path := filepath.Join(t.TempDir(), "x.gpx")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(bin, "-ro", "-al", path).CombinedOutput()
	for _, want := range []string{"POINT (35.33 51.1)", "name (String) = A & <b>", "MULTILINESTRING ((1 2,3 4),(5 6,7 8))"} {
		if err != nil || !strings.Contains(string(out), want) {
			t.Errorf("GDAL does not say %q: %v\n%s", want, err, out)
		}
	}
}
