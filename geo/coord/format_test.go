package coord

import (
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"sitmap/geo"
)

func TestNotations(t *testing.T) {
	got := map[string]string{}
	for _, w := range Notations(orb.Point{35.3275, 51.1031}, 6.6) {
		got[w.Notation] = w.Text
	}
	for name, want := range map[string]string{
		Decimal: "51.1031, 35.3275", DMS: "51°06'11.2\"N 35°19'39.0\"E", DM: "51°06.186'N 35°19.650'E",
		UTM: "36U 662948 5663867", MGRS: "36UXB 62948 63866", PlusCode: "9G3Q483H+62R", Geohash: "geohash:uc14ezh9n",
		OpenStreetMap: "https://www.openstreetmap.org/?mlat=51.1031&mlon=35.3275#map=19/51.1031/35.3275", GoogleMaps: "https://www.google.com/maps/search/?api=1&query=51.1031%2C35.3275", URI: "geo:51.1031,35.3275;u=6.6",
	} {
		if got[name] != want {
			t.Errorf("%s: %q, want %q", name, got[name], want)
		}
	}
	if len(got) != 11 {
		t.Errorf("%d notations: %v", len(got), got)
	}
	if n := Notations(orb.Point{181, 0}, 1); n != nil {
		t.Errorf("a place off Earth is written %v", n)
	}
	for _, w := range Notations(orb.Point{10, 89}, 1) {
		if w.Notation == UTM || w.Notation == MGRS || w.Notation == SK42 {
			t.Errorf("near the pole: %+v", w)
		}
	}
}

// checkNotations says that every notation is read again as the place, within the radius.
func checkNotations(t *testing.T, p orb.Point, radius geo.Metres) {
	t.Helper()
	limit := math.Max(1, float64(radius)) * 1.06
	for _, w := range Notations(p, radius) {
		rs, err := Parse(w.Text)
		if err != nil {
			t.Errorf("%v, %v m: %s is written %q and refused: %v", p, radius, w.Notation, w.Text, err)
			continue
		}
		q := rs[0].Point
		d := math.Hypot((q[1]-p[1])*metresPerDegree, math.Remainder(q[0]-p[0], 360)*metresPerDegree*math.Cos(p[1]*math.Pi/180))
		if d > limit+0.01 {
			t.Errorf("%v, %v m: %s is written %q and read %v m away", p, radius, w.Notation, w.Text, d)
		}
	}
}

func TestNotationsAreRead(t *testing.T) {
	for _, p := range []orb.Point{{35.3275, 51.1031}, {-70.5, -33.86}, {0.001, -0.001}, {179.99999, 70}, {-180, 10}, {30.99999999, 59.9999999}, {24.5, 83.9}} {
		for _, r := range []geo.Metres{0, 0.5, 1, 6.6, 100, 1234, 30000} {
			checkNotations(t, p, r)
		}
	}
}

func TestParseList(t *testing.T) {
	for _, c := range []struct {
		in  string
		lat []float64
	}{
		{"33.65,35.44; 33.66,35.43; 36.1,35.7", []float64{33.65, 33.66, 36.1}},
		{"33.6500,35.4433; 33.6667,35.4333; 36.1167,35.7833", []float64{33.65, 33.6667, 36.1167}},
		{"51.1950 35.3620, 51.1930 35.3430", []float64{51.195, 51.193}},
		{"51.1950 35.3620, 51.1930 35.3430, 51.2580 36.2690", []float64{51.195, 51.193, 51.258}},
		{"51.1950, 35.3620, 51.1930, 35.3430", []float64{51.195, 51.193}},
		{"51.10, 35.33\n51.20, 35.44\n\n", []float64{51.10, 51.20}},
		{"51,1950 35,3620; 51,1930 35,3430", []float64{51.195, 51.193}},
		{"51.1|35.3", []float64{51.1}},
		{"51.1,35.3 | 51.2,35.4", []float64{51.1, 51.2}},
		{"(51.1, 35.3), (51.2, 35.4)", []float64{51.1, 51.2}},
		{"51°06'N 35°20'E; 37UDQ09661283", []float64{51.1, 48.86190}},
		{"51.10, 35.33", []float64{51.10}},
		{"50,9077; 34,7981", []float64{50.9077}},
		{"https://yandex.ru/maps/?ll=37.1,48.2&z=13\n51.1, 35.3", []float64{48.2, 51.1}},
	} {
		got, err := ParseList(c.in)
		if err != nil || len(got) != len(c.lat) {
			t.Errorf("ParseList(%q) = %v, %v, want %v", c.in, got, err, c.lat)
			continue
		}
		for i, rs := range got {
			if math.Abs(rs[0].Point[1]-c.lat[i]) > 1e-5 {
				t.Errorf("ParseList(%q): point %d is %+v, want latitude %v", c.in, i+1, rs, c.lat[i])
			}
		}
	}
	for _, in := range []string{"", "51.1, 35.3; Kyiv", "1, 2, 3", "a; b", ";", strings.Repeat("51.1,35.3;", 20) + "x"} {
		if got, err := ParseList(in); err == nil {
			t.Errorf("ParseList(%q) = %v", in, got)
		}
	}
}

func FuzzNotations(f *testing.F) {
	f.Add(35.3275, 51.1031, 6.6)
	f.Add(-180.0, -80.0, 1.0)
	f.Add(179.9999999, 83.99999, 0.1)
	f.Fuzz(func(t *testing.T, lon, lat, radius float64) {
		if !(math.Abs(lon) <= 180 && math.Abs(lat) <= 89 && radius >= 0 && radius < 1e6) || lat == 0 && lon == 0 {
			return
		}
		checkNotations(t, orb.Point{lon, lat}, geo.Metres(radius))
	})
}

func FuzzParseList(f *testing.F) {
	for _, s := range []string{"33.65,35.44; 33.66,35.43", "51.1950 35.3620, 51.1930 35.3430", "(1.5, 2.5), (3.5, 4.5)", "a;b", "1.5,2.5|3.5,4.5"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := ParseList(s)
		if (err == nil) != (len(got) > 0) {
			t.Fatalf("%q: %d points with error %v", s, len(got), err)
		}
		for _, rs := range got {
			if len(rs) == 0 {
				t.Fatalf("%q: a point without a reading", s)
			}
		}
	})
}
