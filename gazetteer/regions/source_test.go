package regions

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"sitmap/geo"
	"sitmap/geo/geodesic"
)

// sourceLines reads the outlines of some countries from countries-land-10m, which
// build/fetch.sh fetches; without it the test is skipped.
func sourceLines(t *testing.T, codes map[string]bool) map[string][]orb.LineString {
	t.Helper()
	path := filepath.Join("..", "..", "build", "countries-land-10m", "package", "map.geo.json")
	f, err := os.Open(path)
	if err != nil {
		t.Skip("countries-land-10m is not there; gazetteer/regions/build/fetch.sh build fetches it")
	}
	defer f.Close()
	// The file has one feature a line; only those asked for are decoded.
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<28)
	out := map[string][]orb.LineString{}
	for sc.Scan() {
		line := sc.Bytes()
		var code string
		for c := range codes {
			if tail := line[max(0, len(line)-60):]; bytesContains(tail, `"A3":"`+c+`"`) {
				code = c
			}
		}
		if code == "" {
			continue
		}
		if line[len(line)-1] == ',' {
			line = line[:len(line)-1]
		}
		var ft geojson.Feature
		if err := json.Unmarshal(line, &ft); err != nil {
			t.Fatal(err)
		}
		switch g := ft.Geometry.(type) {
		case orb.Polygon:
			out[code] = geodesic.Rings(orb.MultiPolygon{g})
		case orb.MultiPolygon:
			out[code] = geodesic.Rings(g)
		}
	}
	if err := sc.Err(); err != nil || len(out) != len(codes) {
		t.Fatalf("read %d of %d countries: %v", len(out), len(codes), err)
	}
	return out
}

func bytesContains(b []byte, s string) bool {
	for i := 0; i+len(s) <= len(b); i++ {
		if string(b[i:i+len(s)]) == s {
			return true
		}
	}
	return false
}

// TestLineAgainstSource measures every point of the shipped lines, and points at
// most 200 m (other countries 1 km) apart between them, against the source polygons.
func TestLineAgainstSource(t *testing.T) {
	codes := map[string]string{"RUS": "RU", "UKR": "UA", "BLR": "BY", "SYR": "SY", "LBN": "LB", "SSD": "SS", "ETH": "ET"}
	want := map[string]bool{}
	for c := range codes {
		want[c] = true
	}
	source := sourceLines(t, want)
	b := open(t)
	for _, v := range []struct {
		a, b  string
		limit geo.Metres
	}{
		{"RUS", "UKR", 200},
		{"BLR", "UKR", 1000},
		{"LBN", "SYR", 1000},
		{"ETH", "SSD", 1000},
		{"BLR", "RUS", 1000},
	} {
		line := b.Line(codes[v.a], codes[v.b])
		near := line.Bound().Pad(0.2)
		shape := geodesic.NewShape(append(within(source[v.a], near), within(source[v.b], near)...)...)
		var worst geo.Metres
		var where orb.Point
		over, n := 0, 0
		for _, line := range line {
			for _, p := range dense(line, v.limit) {
				n++
				hit, _ := shape.Nearest(p)
				if hit.Distance > worst {
					worst, where = hit.Distance, p
				}
				if hit.Distance > v.limit {
					over++
				}
			}
		}
		t.Logf("%s-%s: %d points, worst %.0f m at %v", v.a, v.b, n, float64(worst), where)
		if over > 0 || n < 100 {
			t.Errorf("%s-%s: %d of %d points are more than %v m off the source, worst %.0f m at %v", v.a, v.b, over, n, v.limit, float64(worst), where)
		}
	}
}

// within keeps the edges that begin or end in the bounds.
func within(lines []orb.LineString, in orb.Bound) []orb.LineString {
	var out []orb.LineString
	for _, l := range lines {
		for i := 1; i < len(l); i++ {
			if in.Contains(l[i-1]) || in.Contains(l[i]) {
				out = append(out, l[i-1:i+1])
			}
		}
	}
	return out
}

// dense adds points so that none is more than step metres from the next.
func dense(line orb.LineString, step geo.Metres) orb.LineString {
	out := orb.LineString{line[0]}
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		n := int(geodesic.Distance(a, b)/step) + 1
		for k := 1; k <= n; k++ {
			t := float64(k) / float64(n)
			out = append(out, orb.Point{a[0] + t*(b[0]-a[0]), a[1] + t*(b[1]-a[1])})
		}
	}
	return out
}
