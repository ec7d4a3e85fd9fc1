package regions

import (
	"errors"
	"math"
	"strings"
	"sync"
	"testing"

	"github.com/paulmach/orb"

	"sitmap/geo"
	"sitmap/geo/geodesic"
)

func open(t testing.TB) *Borders {
	t.Helper()
	b, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestCountry(t *testing.T) {
	b := open(t)
	for _, v := range []struct {
		name     string
		p        orb.Point
		un, held string
		disputed string // a word of the note
	}{
		{"village in Kursk oblast", orb.Point{35.3275, 51.103056}, "RU", "RU", ""},
		{"town in Sumy oblast", orb.Point{34.206645, 51.17234}, "UA", "UA", ""},
		{"Donetsk", orb.Point{37.8, 48.0}, "UA", "UA", ""},
		{"Simferopol", orb.Point{34.1, 44.95}, "UA", "RU", "Crimea"},
		{"Golan", orb.Point{35.8, 33.0}, "SY", "IL", "Golan"},
		{"Tiberias", orb.Point{35.53, 32.79}, "IL", "IL", ""},
		{"Hula valley", orb.Point{35.57, 33.207}, "IL", "IL", ""},
		{"East Jerusalem", orb.Point{35.24, 31.79}, "PS", "IL", "East Jerusalem"},
		{"Hebron", orb.Point{35.1, 31.53}, "PS", "PS", ""},
		{"Laayoune", orb.Point{-13.2, 27.15}, "EH", "MA", "Western Sahara"},
		{"Tifariti", orb.Point{-10.6, 26.1}, "EH", "EH", "Western Sahara"},
		{"Srinagar", orb.Point{74.8, 34.1}, "IN", "IN", "Kashmir"},
		{"Taipei", orb.Point{121.5, 25.05}, "TW", "TW", "Taiwan"},
		{"Pristina", orb.Point{21.16, 42.66}, "XK", "XK", "Kosovo"},
		{"Abyei", orb.Point{28.4, 9.6}, "SD", "SD", "South Sudan"},
		{"Sukhumi", orb.Point{41.02, 43.0}, "GE", "GE", "Abkhazia"},
		{"Tiraspol", orb.Point{29.6, 46.84}, "MD", "MD", "Transnistria"},
		{"Kyrenia", orb.Point{33.32, 35.33}, "CY", "CY", "Cyprus"},
		{"Hargeisa", orb.Point{44.06, 9.56}, "SO", "SO", "Somaliland"},
		{"Hong Kong", orb.Point{114.17, 22.3}, "HK", "HK", ""},
		{"Réunion", orb.Point{55.45, -20.88}, "RE", "RE", ""},
		{"Maseru", orb.Point{27.48, -29.32}, "LS", "LS", ""},
		{"east of 180", orb.Point{-175, 66.5}, "RU", "RU", ""},
		{"Antarctica", orb.Point{0, -85}, "AQ", "AQ", ""},
		{"Snake Island", orb.Point{30.2045, 45.2555}, "UA", "UA", ""},
	} {
		t.Run(v.name, func(t *testing.T) {
			for _, view := range []struct {
				view Worldview
				want string
			}{{UN, v.un}, {Control, v.held}} {
				bv, err := b.With(view.view)
				if err != nil {
					t.Fatal(err)
				}
				a, ok := bv.Country(v.p)
				if !ok || a.Country != view.want || a.Worldview != view.view {
					t.Errorf("%s: %+v %v, want %s", view.view, a, ok, view.want)
				}
				if v.disputed == "" && a.Disputed != "" || !strings.Contains(a.Disputed, v.disputed) {
					t.Errorf("%s: disputed %q, want %q in it", view.view, a.Disputed, v.disputed)
				}
			}
		})
	}
}

func TestCountryAtSea(t *testing.T) {
	b := open(t)
	if a, ok := b.Country(orb.Point{31, 43}); ok {
		t.Errorf("the open Black Sea is %+v", a)
	}
	// Two kilometres off Odesa.
	a, ok := b.Country(orb.Point{30.80, 46.48})
	if !ok || a.Country != "UA" || a.Offshore <= 0 || a.Offshore > NearLand {
		t.Errorf("off Odesa: %+v %v", a, ok)
	}
	// Off Sevastopol the note about the land comes along.
	if a, ok := b.Country(orb.Point{33.36, 44.60}); !ok || a.Country != "UA" || !strings.Contains(a.Disputed, "Crimea") || a.Offshore <= 0 {
		t.Errorf("off Sevastopol: %+v %v", a, ok)
	}
	for _, p := range []orb.Point{{0, 95}, {math.NaN(), 0}, {200, 10}, {0, math.Inf(1)}} {
		if a, ok := b.Country(p); ok {
			t.Errorf("%v: %+v", p, a)
		}
	}
}

// TestDistance holds the distances that other programs measured on
// countries-land-10m.
func TestDistance(t *testing.T) {
	b := open(t)
	for _, v := range []struct {
		p        orb.Point
		from, to string
		km       float64
		off      float64
	}{
		{orb.Point{35.3275, 51.103056}, "RU", "UA", 1.82, 0.02},
		{orb.Point{35.33048, 51.099681}, "RU", "UA", 1.54, 0.02},
		{orb.Point{35.485556, 51.161389}, "RU", "UA", 13.04, 0.02},
		{orb.Point{35.364722, 51.241389}, "RU", "UA", 15.10, 0.02},
		{orb.Point{34.206645, 51.17234}, "UA", "RU", 9.99, 0.02},
		{orb.Point{-100, 48}, "US", "CA", 111.17, 0.3},
	} {
		d, q, err := b.Distance(v.p, v.from, v.to)
		if err != nil || math.Abs(d.Kilometres()-v.km) > v.off {
			t.Errorf("%v from %s to %s: %.3f km (%v), want %.2f", v.p, v.from, v.to, d.Kilometres(), err, v.km)
		}
		if e := geodesic.Distance(v.p, q) - d; math.Abs(float64(e)) > 0.001 {
			t.Errorf("%v: the nearest point lies %v m off the distance", v.p, e)
		}
		if l, _, err := b.LineDistance(v.p, v.to, v.from); err != nil || math.Abs(float64(l-d)) > 1 {
			t.Errorf("%v: %v from the line (%v), %v from the country", v.p, l, err, d)
		}
	}
	// From inside the other country the line counts.
	in, _, err := b.Distance(orb.Point{34.206645, 51.17234}, "RU", "UA")
	if err != nil || math.Abs(in.Kilometres()-9.99) > 0.02 {
		t.Errorf("seen from inside: %v, %v", in, err)
	}
	c, ok := b.Nearest(orb.Point{35.3275, 51.103056}, 10*geo.Kilometre)
	if !ok || c.Countries != [2]string{"RU", "UA"} || math.Abs(c.Distance.Kilometres()-1.82) > 0.02 {
		t.Errorf("nearest border: %+v %v", c, ok)
	}
	if c, ok := b.Nearest(orb.Point{2.35, 48.85}, 10*geo.Kilometre); ok {
		t.Errorf("Paris lies at the border %+v", c)
	}
}

func TestDistanceRefuses(t *testing.T) {
	b := open(t)
	for _, v := range []struct {
		p        orb.Point
		from, to string
	}{
		{orb.Point{35, 51}, "RU", "RU"},
		{orb.Point{35, 51}, "RU", "ZZ"},
		{orb.Point{35, 51}, "", "UA"},
		{orb.Point{35, 99}, "RU", "UA"},
		{orb.Point{2.35, 48.85}, "UA", "FR"},
	} {
		if d, _, err := b.Distance(v.p, v.from, v.to); !errors.Is(err, ErrNoBorder) {
			t.Errorf("%+v: %v, %v", v, d, err)
		}
	}
	if _, err := b.With("flat"); err == nil {
		t.Error("an unknown worldview is taken")
	}
}

func TestLine(t *testing.T) {
	b := open(t)
	line := b.Line("RU", "UA")
	var km float64
	for _, l := range line {
		for i := 1; i < len(l); i++ {
			km += geodesic.Distance(l[i-1], l[i]).Kilometres()
		}
	}
	if len(line) > 8 || math.Abs(km-1974) > 40 { // 1,974 km officially; left out in lakes
		t.Errorf("%d pieces, %.0f km", len(line), km)
	}
	if l := b.Line("UA", "FR"); l != nil {
		t.Errorf("Ukraine borders France along %d pieces", len(l))
	}
	held, _ := b.With(Control)
	crimea := false
	for _, l := range held.Line("RU", "UA") {
		for _, p := range l {
			crimea = crimea || p[1] < 46.3 && p[0] < 36
		}
	}
	if !crimea {
		t.Error("by control the border does not run at Perekop")
	}
}

func TestEachLine(t *testing.T) {
	b := open(t)
	perekop := orb.Bound{Min: orb.Point{33.5, 46.0}, Max: orb.Point{34.2, 46.3}}
	n := 0
	b.EachLine(perekop, func(l Line) bool {
		n++
		if !l.Disputed || l.Countries != [2]string{"UA", "UA"} || len(l.Points) < 2 {
			t.Errorf("at Perekop runs %v disputed=%v", l.Countries, l.Disputed)
		}
		return true
	})
	if n == 0 {
		t.Error("no line at Perekop")
	}
	n = 0
	b.EachLine(orb.Bound{Min: orb.Point{34, 50}, Max: orb.Point{36, 52}}, func(l Line) bool {
		n++
		if l.Disputed || l.Countries != [2]string{"RU", "UA"} {
			t.Errorf("near Sudzha runs %v disputed=%v", l.Countries, l.Disputed)
		}
		return false
	})
	if n != 1 {
		t.Errorf("fn was called %d times after false", n)
	}
}

// TestWaterLine finds the border in Lake Victoria among the lines in water only,
// and its distance all the same.
func TestWaterLine(t *testing.T) {
	b := open(t)
	lake := orb.Bound{Min: orb.Point{32.5, -1.1}, Max: orb.Point{33.5, -0.9}}
	b.EachLine(lake, func(l Line) bool {
		for _, p := range l.Points {
			if lake.Contains(p) {
				t.Errorf("a border on land at %v", p)
				return false
			}
		}
		return true
	})
	n := 0
	b.EachWaterLine(lake, func(l Line) bool {
		n++
		if !l.Water || l.Countries != [2]string{"TZ", "UG"} {
			t.Errorf("in the lake runs %+v", l.Countries)
		}
		return true
	})
	if n == 0 {
		t.Error("no border in the lake")
	}
	if d, _, err := b.LineDistance(orb.Point{33.3, -0.9}, "TZ", "UG"); err != nil || d > 15*geo.Kilometre {
		t.Errorf("the border in the lake is %v m off, %v", d, err)
	}
	for _, l := range b.Line("TZ", "UG") {
		for _, p := range l {
			if lake.Contains(p) {
				t.Errorf("the line passes %v", p)
			}
		}
	}
}

func TestOutline(t *testing.T) {
	b := open(t)
	for _, v := range []struct {
		country string
		in, out orb.Point
	}{
		{"UA", orb.Point{34.1, 44.95}, orb.Point{35.3275, 51.103056}},
		{"RU", orb.Point{35.3275, 51.103056}, orb.Point{34.1, 44.95}},
		{"MA", orb.Point{-7, 32}, orb.Point{-13.2, 27.15}},
		{"SY", orb.Point{35.8, 33.0}, orb.Point{35.53, 32.79}},
		{"ZA", orb.Point{28, -26}, orb.Point{28.2, -29.6}},
		{"IT", orb.Point{12.6, 41.8}, orb.Point{12.45, 43.94}},
	} {
		area := b.Outline(v.country)
		if !geodesic.InPolygon(v.in, area) || geodesic.InPolygon(v.out, area) {
			t.Errorf("%s: %d areas, %v inside %v, %v inside %v", v.country, len(area),
				v.in, geodesic.InPolygon(v.in, area), v.out, geodesic.InPolygon(v.out, area))
		}
	}
	if b.Outline("ZZ") != nil {
		t.Error("an unknown country has an outline")
	}
}

func TestLand(t *testing.T) {
	land := open(t).Land()
	for _, v := range []struct {
		p    orb.Point
		want bool
	}{{orb.Point{35.33, 51.1}, true}, {orb.Point{31, 43}, false}, {orb.Point{34.1, 44.95}, true}, {orb.Point{-30, 0}, false}, {orb.Point{0, -85}, true}} {
		if got := geodesic.InPolygon(v.p, land); got != v.want {
			t.Errorf("land at %v: %v", v.p, got)
		}
	}
}

func TestManyReaders(t *testing.T) {
	b := open(t)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if d, _, err := b.Distance(orb.Point{35.3275, 51.103056}, "RU", "UA"); err != nil || d > 1900 {
				t.Errorf("%v %v", d, err)
			}
			b.Country(orb.Point{35.3275, 51.103056})
		})
	}
	wg.Wait()
}

func TestSource(t *testing.T) {
	if s := open(t).Source(); !strings.Contains(s, "ODbL") || !strings.Contains(s, "OpenStreetMap") || !strings.Contains(s, "0.6.0") {
		t.Errorf("source %q", s)
	}
	if n := len(open(t).Countries()); n != 250 {
		t.Errorf("%d countries", n)
	}
}

func BenchmarkCountry(b *testing.B) {
	br := open(b)
	for _, v := range []struct {
		name string
		p    orb.Point
	}{{"Sudzha", orb.Point{35.3275, 51.103056}}, {"Bergen", orb.Point{5.33, 60.38}}, {"sea", orb.Point{31, 43}}} {
		b.Run(v.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				br.Country(v.p)
			}
		})
	}
}

func BenchmarkDistance(b *testing.B) {
	br := open(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := br.Distance(orb.Point{35.3275, 51.103056}, "RU", "UA"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	for b.Loop() {
		if _, err := FromBytes(embedded); err != nil {
			b.Fatal(err)
		}
	}
}
