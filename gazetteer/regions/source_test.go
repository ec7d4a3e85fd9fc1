package regions

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"golang.org/x/text/language"

	"sitmap/geo"
	"sitmap/geo/geodesic"
)

// cell is a square of a twentieth of a degree: its neighbours reach 960 m at least,
// up to latitude 80.
type cell [2]int

func cellAt(p orb.Point) cell { return cell{int((p[0] + 180) * 20), int((p[1] + 90) * 20)} }

// landEdges is the outlines of countries-land-10m by cell.
type landEdges map[cell][]landEdge

type landEdge struct {
	country string
	a, b    orb.Point
}

// readLand reads countries-land-10m, which build/fetch.sh fetches; without it the
// test is skipped.
func readLand(t *testing.T) landEdges {
	t.Helper()
	path := filepath.Join("..", "..", "build", "countries-land-10m", "package", "map.geo.json")
	f, err := os.Open(path)
	if err != nil {
		t.Skip("countries-land-10m is not there; gazetteer/regions/build/fetch.sh build fetches it")
	}
	defer f.Close()
	sc := bufio.NewScanner(f) // one feature a line
	sc.Buffer(nil, 1<<28)
	out := landEdges{}
	countries := 0
	for sc.Scan() {
		line := strings.TrimSuffix(sc.Text(), ",")
		if !strings.HasPrefix(line, `{"type":"Feature",`) {
			continue
		}
		var ft struct {
			Properties struct{ A3 string }
			Geometry   struct {
				Type        string
				Coordinates json.RawMessage
			}
		}
		if err := json.Unmarshal([]byte(line), &ft); err != nil {
			t.Fatal(err)
		}
		polygons := make([][][]orb.Point, 1)
		var err error
		if ft.Geometry.Type == "Polygon" {
			err = json.Unmarshal(ft.Geometry.Coordinates, &polygons[0])
		} else {
			err = json.Unmarshal(ft.Geometry.Coordinates, &polygons)
		}
		if err != nil {
			t.Fatal(err)
		}
		code := "XK"
		if ft.Properties.A3 != "XKX" {
			r, err := language.ParseRegion(ft.Properties.A3)
			if err != nil {
				t.Fatal(err)
			}
			code = r.String()
		}
		countries++
		for _, polygon := range polygons {
			for _, ring := range polygon {
				for i := 1; i < len(ring); i++ {
					out.add(landEdge{code, ring[i-1], ring[i]})
				}
			}
		}
	}
	if err := sc.Err(); err != nil || countries < 200 {
		t.Fatalf("read %d countries: %v", countries, err)
	}
	return out
}

func (l landEdges) add(e landEdge) {
	from, to := cellAt(e.a), cellAt(e.b)
	for x := min(from[0], to[0]); x <= max(from[0], to[0]); x++ {
		for y := min(from[1], to[1]); y <= max(from[1], to[1]); y++ {
			l[cell{x, y}] = append(l[cell{x, y}], e)
		}
	}
}

// around gives the outlines of two countries in the cells around a cell.
func (l landEdges) around(c cell, rings int, countries [2]string) *geodesic.Shape {
	var lines []orb.LineString
	for x := c[0] - rings; x <= c[0]+rings; x++ {
		for y := c[1] - rings; y <= c[1]+rings; y++ {
			for _, e := range l[cell{x, y}] {
				if e.country == countries[0] || e.country == countries[1] {
					lines = append(lines, orb.LineString{e.a, e.b})
				}
			}
		}
	}
	return geodesic.NewShape(lines...)
}

// measured is what one border showed.
type measured struct {
	countries    [2]string
	points, over int
	worst        geo.Metres
	where        orb.Point
}

// TestLineAgainstSource measures the shipped lines of all pairs of countries, at
// points at most 200 m apart (Russia and Ukraine 50 m), against the outlines of both
// countries in countries-land-10m.
func TestLineAgainstSource(t *testing.T) {
	if testing.Short() {
		t.Skip("measures all borders: a minute of processor time")
	}
	land := readLand(t)
	b := open(t)
	list := b.Countries()
	var all []measured
	for i, one := range list {
		for _, other := range list[i+1:] {
			if line := b.Line(one, other); len(line) > 0 {
				all = append(all, measure(land, [2]string{one, other}, line))
			}
		}
	}
	slices.SortFunc(all, func(x, y measured) int { return cmp.Compare(y.worst, x.worst) })
	points := 0
	for i, m := range all {
		points += m.points
		text := fmt.Sprintf("%s-%s: %d of %d points beyond the bound, worst %.0f m at %v",
			m.countries[0], m.countries[1], m.over, m.points, float64(m.worst), m.where)
		switch {
		case m.countries == [2]string{"IL", "SY"}: // drawn by hand on land; the source has another line
			t.Log(text)
		case m.over > 0:
			t.Error(text)
		case i < 12 || m.countries == [2]string{"RU", "UA"}:
			t.Log(text)
		}
	}
	if t.Logf("%d borders, %d points", len(all), points); len(all) < 300 || points < 900_000 {
		t.Errorf("only %d borders with %d points", len(all), points)
	}
}

// bound is how far from land a border may lie.
func bound(countries [2]string) (limit, step geo.Metres) {
	if countries == [2]string{"RU", "UA"} {
		return 200, 50
	}
	return 1000, 200
}

func measure(land landEdges, countries [2]string, line orb.MultiLineString) measured {
	limit, step := bound(countries)
	out := measured{countries: countries}
	var at cell
	var near *geodesic.Shape
	for _, l := range line {
		for _, p := range dense(l, step) {
			out.points++
			if c := cellAt(p); near == nil || c != at {
				at, near = c, land.around(c, 1, countries)
			}
			hit, ok := near.Within(p, limit)
			if !ok { // how far, for the log
				out.over++
				if hit, ok = land.around(at, 6, countries).Within(p, 5*geo.Kilometre); !ok {
					hit.Distance = 5 * geo.Kilometre
				}
			}
			if hit.Distance > out.worst {
				out.worst, out.where = hit.Distance, p
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
