package coord

import (
	"errors"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

// within says that a is at most so many metres from b.
func within(a, b orb.Point, metres float64) bool {
	return math.Hypot((a[1]-b[1])*metresPerDegree, (a[0]-b[0])*metresPerDegree*math.Cos(b[1]*math.Pi/180)) <= metres
}

func TestPasted(t *testing.T) {
	for _, c := range []struct {
		in       string
		lat, lon float64 // of the first reading
		notation string
		readings int
		note     string // must be in the first note
	}{
		// Grids; the points are those of GeoConvert and cs2cs.
		{"36T 519452 5181646", 46.7880784, 33.2548554, UTM, 1, ""},
		{"36 T 519452E 5181646N", 46.7880784, 33.2548554, UTM, 1, ""},
		{"36T 519452mE 5181646mN", 46.7880784, 33.2548554, UTM, 1, ""},
		{"UTM zone 36T, E 519452, N 5181646", 46.7880784, 33.2548554, UTM, 1, ""},
		{"36T 0519452 5181646", 46.7880784, 33.2548554, UTM, 1, ""},
		{"36T 519452,00 5181646,00", 46.7880784, 33.2548554, UTM, 1, ""},
		{"36T 519 452 5 181 646", 46.7880784, 33.2548554, UTM, 1, ""},
		{"519,452mE 5,181,646mN 36T", 46.7880784, 33.2548554, UTM, 1, ""},
		{"519452 5181646 36T", 46.7880784, 33.2548554, UTM, 1, ""},
		{"36Т 519452 5181646", 46.7880784, 33.2548554, UTM, 1, ""}, // Cyrillic Т
		{"36 N 519452 5181646", 46.7880784, 33.2548554, UTM, 1, ""},
		{"36 north 519452 5181646", 46.7880784, 33.2548554, UTM, 1, ""},
		{"36 S 519452 3700000", 33.4392181, 33.2092731, UTM, 2, "band"},
		{"36 S 519452 5181646", -43.5178689, 33.2406815, UTM, 1, "south"},
		{"36X 519452 5181646", 46.7880784, 33.2548554, UTM, 1, "wrong"},
		{"37U DQ 0966 1283", 48.8618969, 37.7683345, MGRS, 1, "10 m"},
		{"37udq09661283", 48.8618969, 37.7683345, MGRS, 1, "10 m"},
		{"MGRS: 37UDQ0966112839", 48.8619369, 37.7682858, MGRS, 1, ""},
		{"37U DQ", 49.2007562, 38.3136380, MGRS, 1, "100 km"},
		{"СК-42 x=5665432 y=7312345", 51.088330030, 36.319839674, SK42, 1, "GOST"},
		{"SK-42: 5665432, 7312345", 51.088330030, 36.319839674, SK42, 2, "GOST"},
		{"СК-42 Х: 5 665 432 У: 7 312 345", 51.088330030, 36.319839674, SK42, 1, "GOST"},
		{"Pulkovo 1942 7312345 5665432", 65.8619567, 30.6226505, SK42, 2, "GOST"},
		{"3932000 6640000", 51.1056314, 35.3217570, Mercator, 2, "3857"},
		{"SRID=3857;POINT(3932000 6640000)", 51.1056314, 35.3217570, Mercator, 1, "3857"},
		{"SRID=900913;POINT(3932000 6640000)", 51.1056314, 35.3217570, Mercator, 1, "3857"},
		{"SRID=32636;POINT(519452 5181646)", 46.7880784, 33.2548554, UTM, 1, ""},
		{"SRID=28407;POINT(7312345 5665432)", 51.088330030, 36.319839674, SK42, 1, "GOST"},
		{"EPSG:28407 5665432 7312345", 51.088330030, 36.319839674, SK42, 1, "GOST"},
		// Codes.
		{"8FVC9G8F+6X", 47.3655625, 8.5249375, PlusCode, 1, ""},
		{"7fg49qcj+2v", 20.3700625, 2.7821875, PlusCode, 1, ""},
		{"geohash:ezs42", 42.60498, -5.60303, Geohash, 1, ""},
		{"u4pruydqqvj", 57.64911, 10.40744, Geohash, 1, "geohash"},
		// Degrees as bulletins write them.
		{"51.1031 сш, 35.3275 вд", 51.1031, 35.3275, Decimal, 1, ""},
		{"С51.0065 В34.9704", 51.0065, 34.9704, Decimal, 1, ""},
		{"50,9077; 34,7981", 50.9077, 34.7981, Decimal, 2, ""},
		{"51º14’29.0”N 35º21’53.0”E", 51.241389, 35.364722, DMS, 1, ""},
		{"51°06′11″ с. ш. 35°19′39″ в. д.", 51.103056, 35.327500, DMS, 1, ""},
		{"N13 37 41 E025 20 58", 13.628056, 25.349444, DMS, 1, ""},
		{"-1.39, 28.81", -1.39, 28.81, Decimal, 2, ""},
		{"19.9833N 2.9167E", 19.9833, 2.9167, Decimal, 1, ""},
		{"51°5.384'N, 35°16.356'E", 51.089733, 35.2726, DM, 1, ""},
		{`{"lat": 51.1031, "lng": 35.3275}`, 51.1031, 35.3275, Decimal, 1, ""},
		{`{"type":"Point","coordinates":[35.3275,51.1031]}`, 51.1031, 35.3275, GeoJSON, 1, ""},
		{"51 градус 6 минут 11 секунд северной широты 35 градусов 19 минут 39 секунд восточной долготы", 51.103056, 35.3275, DMS, 1, ""},
		{"48°30' пн. ш. та 37°50' сх. д.", 48.5, 37.833333, DM, 1, ""},
		{"5106.186N 03519.650E", 51.1031, 35.3275, DM, 1, ""},
		{"51.1031, 35.3275 (WGS84)", 51.1031, 35.3275, Decimal, 2, ""},
		{"WGS 84: 51.1031, 35.3275", 51.1031, 35.3275, Decimal, 2, ""},
		{"Координати: 51.1031, 35.3275", 51.1031, 35.3275, Decimal, 2, ""},
		{"lat=51.1031&lon=35.3275", 51.1031, 35.3275, Decimal, 1, ""},
		{"@51.1031,35.3275,15z", 51.1031, 35.3275, Link, 1, "view"},
		{"48.01770 37.05340", 48.0177, 37.0534, Decimal, 2, ""},
	} {
		got, err := Parse(c.in)
		if err != nil {
			t.Errorf("Parse(%q): %v", c.in, err)
			continue
		}
		if !within(got[0].Point, orb.Point{c.lon, c.lat}, 1.5) || got[0].Notation != c.notation || len(got) != c.readings || !strings.Contains(got[0].Note, c.note) {
			t.Errorf("Parse(%q) = %+v, want %v, %v", c.in, got, c.lat, c.lon)
		}
	}
}

func TestLinks(t *testing.T) {
	for _, c := range []struct {
		in       string
		lat, lon float64
		view     bool
	}{
		{"https://www.google.com/maps/place/X/@48.54770,37.67690,12z/data=!3m1!4b1!4m6!3m5!1s0x0:0x0!8m2!3d48.52770!4d37.70690", 48.5277, 37.7069, false},
		{"https://www.google.com/maps/place/X/@48.54770,37.67690,12z/data=%213m1%218m2%213d48.52770%214d37.70690", 48.5277, 37.7069, false},
		{"https://www.google.com/maps?q=51.16139,35.48556", 51.16139, 35.48556, false},
		{"https://maps.google.com/?q=loc:51.16139,35.48556&z=14", 51.16139, 35.48556, false},
		{"https://www.google.com/maps?q=51%C2%B009%2741.0%22N+35%C2%B029%2708.0%22E", 51 + 9/60. + 41/3600., 35 + 29/60. + 8/3600., false},
		{"https://www.google.com/maps/search/?api=1&query=51.16139%2C35.48556", 51.16139, 35.48556, false},
		{"https://www.google.com/maps/search/51.16139,+35.48556?entry=tts", 51.16139, 35.48556, false},
		{"https://www.google.com/maps/place/51.16139,35.48556", 51.16139, 35.48556, false},
		{"https://www.google.com/maps/place/51%C2%B009'41.0%22N+35%C2%B029'08.0%22E/@51.2,35.5,17z", 51 + 9/60. + 41/3600., 35 + 29/60. + 8/3600., false},
		{"https://www.google.com/maps/dir/?api=1&destination=51.16139,35.48556", 51.16139, 35.48556, false},
		{"https://www.google.com/maps/dir/50.1,36.2/51.16139,35.48556/@50.6,35.8,9z", 51.16139, 35.48556, false},
		{"https://www.google.com/maps/dir/A/B/@50.6,35.8,9z/data=!3m1!4b1!4m13!4m12!1m5!1m1!1s0x0!2m2!1d36.2!2d50.1!1m5!1m1!1s0x0!2m2!1d35.48556!2d51.16139", 51.16139, 35.48556, false},
		{"https://www.google.com/url?q=https://www.google.com/maps%3Fq%3D51.16139,35.48556&sa=D", 51.16139, 35.48556, false},
		{"https%3A%2F%2Fwww.google.com%2Fmaps%3Fq%3D51.16139%2C35.48556", 51.16139, 35.48556, false},
		{"https://earth.google.com/web/@51.1031,35.3275,150a,1000d,35y,0h,0t,0r", 51.1031, 35.3275, true},
		{"https://satellites.pro/Russia_map#51.1031,35.3275,15", 51.1031, 35.3275, true},
		{"https://www.google.com/maps/@51.05614,34.66442,13.5z", 51.05614, 34.66442, true},
		{"google.com.ua/maps/@51.05614,34.66442,1500m/data=!3m1!1e3", 51.05614, 34.66442, true},
		{"https://www.openstreetmap.org/#map=14/51.17334/34.21917", 51.17334, 34.21917, true},
		{"https://www.openstreetmap.org/?mlat=50.99846&mlon=32.61736#map=12/51.0485/32.6674", 50.99846, 32.61736, false},
		{"openstreetmap.org/?mlat=50.99846&mlon=32.61736", 50.99846, 32.61736, false},
		{"https://yandex.ru/maps/?ll=37.175850%2C48.281980&z=13", 48.28198, 37.17585, true},
		{"https://yandex.com/maps/?ll=37.5684,49.7369&pt=37.60835,49.71693&z=12", 49.71693, 37.60835, false},
		{"https://yandex.ru/maps/10/x/?ll=37.5684,49.7369&mode=whatshere&whatshere%5Bpoint%5D=37.60835%2C49.71693&whatshere%5Bzoom%5D=15&z=12", 49.71693, 37.60835, false},
		{"https://yandex.ru/maps/?text=49.71693,37.60835&ll=37.5,49.7", 49.71693, 37.60835, false},
		{"https://yandex.ru/maps/?rtext=50.1,36.2~49.71693,37.60835&rtt=auto", 49.71693, 37.60835, false},
		{"http://wikimapia.org/#lang=en&lat=51.193000&lon=35.270000&z=14&m=w", 51.193, 35.27, true},
		{"https://www.bing.com/maps?cp=51.193~35.27&lvl=14", 51.193, 35.27, true},
		{"https://bing.com/maps?cp=51.2~35.3&lvl=14&sp=point.51.193_35.27_Sudzha", 51.193, 35.27, false},
		{"https://maps.apple.com/?ll=34.11667,35.78333&q=pin", 34.11667, 35.78333, false},
		{"https://maps.apple.com/?q=34.11667,35.78333", 34.11667, 35.78333, false},
		{"https://maps.apple.com/place?coordinate=34.11667,35.78333&name=x", 34.11667, 35.78333, false},
		{"https://share.here.com/l/51.193,35.27,Sudzha", 51.193, 35.27, false},
		{"https://wego.here.com/?map=51.193,35.27,14,normal", 51.193, 35.27, true},
		{"https://www.waze.com/ul?ll=51.193%2C35.27&navigate=yes", 51.193, 35.27, false},
		{"https://2gis.ru/?m=35.27%2C51.193%2F14", 51.193, 35.27, true},
		{"https://deepstatemap.live/#11/48.5277/37.7069", 48.5277, 37.7069, true},
		{"https://nakarte.me/#m=13/51.193/35.27&l=O", 51.193, 35.27, true},
		{"https://example.org/event?lat=51.193&lng=35.27", 51.193, 35.27, false},
	} {
		got, err := Parse(c.in)
		if err != nil {
			t.Errorf("Parse(%q): %v", c.in, err)
			continue
		}
		if !near(got[0].Point, orb.Point{c.lon, c.lat}) || got[0].Notation != Link || len(got) != 1 || c.view != strings.Contains(got[0].Note, "view") {
			t.Errorf("Parse(%q) = %+v, want %v, %v, view %v", c.in, got, c.lat, c.lon, c.view)
		}
		if c.view && got[0].Radius < 100 {
			t.Errorf("Parse(%q): the view has a radius of %v m", c.in, got[0].Radius)
		}
	}
}

func TestRefusedPolitely(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"36T 4512 7788", "100 km square"},
		{"DQ 0966 1283", "zone"},
		{"5181646 519452", "zone"},
		{"UTM 519452 5181646", "zone"},
		{"СК-42 x=5665432 y=312345", "no zone"},
		{"СК-63 x=5665432 y=1312345", "SK-63"},
		{"МСК-31 x=5665432 y=1312345", "only SK-42"},
		{"///filled.count.soap", "what3words"},
		{"https://w3w.co/filled.count.soap", "what3words"},
		{"https://what3words.com/filled.count.soap", "what3words"},
		{"https://maps.app.goo.gl/AbCd123", "short link"},
		{"https://goo.gl/maps/AbCd123", "short link"},
		{"https://yandex.ru/maps/-/CDabcd", "short link"},
		{"https://www.google.com/maps/place/Sudzha", "no coordinates"},
		{"https://example.org/", "no coordinates"},
		{"VR47+QH", "short plus code"},
		{"SRID=2180;POINT(500000 600000)", "not known"},
		{"EPSG:31467 3500000 5600000", "not known"},
		{"91.2034, 35.1200", "beyond 90"},
		{"511031 353275", "metres"},
		{"1.5e1", "exponent"},
		{"0x33", "hexadecimal"},
		{"1.5e1, 3.5e1", ""},
		{"SRID=3857;POINT(35 51)", "degrees"},
		{"61T 519452 5181646", "zone 61"},
		{"36T 99519452 5181646", "easting"},
	} {
		got, err := Parse(c.in)
		if err == nil || !errors.Is(err, ErrNone) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("Parse(%q) = %+v, %v, want an error about %q", c.in, got, err, c.want)
		}
	}
}

func TestAnyOrder(t *testing.T) {
	got, err := ParseWith("151.21, -33.86", Options{AnyOrder: true})
	if err != nil || !near(got[0].Point, orb.Point{151.21, -33.86}) || got[0].Note == "" {
		t.Errorf("with any order: %+v, %v", got, err)
	}
}

func TestShortPlusCode(t *testing.T) {
	got, err := ParseNear("9G8F+6X Zürich", orb.Point{8.6, 47.4})
	if err != nil || !within(got[0].Point, orb.Point{8.5249375, 47.3655625}, 1) {
		t.Errorf("9G8F+6X near 47.4, 8.6 = %+v, %v", got, err)
	}
	// Every point is found again from its own short codes, also across the edges of cells and the antimeridian.
	for _, p := range []orb.Point{{35.27, 51.19}, {-179.99, 0.01}, {179.99, -0.01}, {36.0001, 50.0001}, {35.9999, 49.9999}, {0, 0}} {
		full := plusCodeOf(p, 10)
		for _, ref := range []orb.Point{p, {p[0] + 0.2, p[1] - 0.2}, {p[0] - 0.2, p[1] + 0.2}} {
			got, err := ParseNear(full[4:], orb.Point{math.Remainder(ref[0], 360), ref[1]})
			if err != nil || !within(got[0].Point, p, 15) {
				t.Errorf("%s of %v near %v = %+v, %v", full[4:], p, ref, got, err)
			}
		}
	}
}

// TestPlusCodesOfGoogle compares with codes that Google's own library wrote and read.
func TestPlusCodesOfGoogle(t *testing.T) {
	file, err := os.ReadFile("testdata/pluscodes.txt")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(file)) {
		if line[0] == '#' {
			continue
		}
		var lat, lon, midLat, midLon, refLat, refLon float64
		var digits int
		var code, short string
		if _, err := fmt.Sscan(line, &lat, &lon, &digits, &code, &midLat, &midLon, &refLat, &refLon, &short); err != nil {
			t.Fatal(err)
		}
		n++
		if got := plusCodeOf(orb.Point{lon, lat}, digits); got != code {
			t.Errorf("%v, %v is %s, want %s", lat, lon, got, code)
		}
		got, err := Parse(code)
		if err != nil || !within(got[0].Point, orb.Point{midLon, midLat}, 0.01) {
			t.Errorf("%s is %+v, %v, want %v, %v", code, got, err, midLat, midLon)
		}
		if short == "-" || math.Abs(refLon) > 180 || math.Abs(refLat) > 90 {
			continue
		}
		want, err := Parse(short)
		if err != nil {
			t.Fatal(err)
		}
		got, err = ParseNear(code[4:], orb.Point{refLon, refLat})
		if err != nil || !within(got[0].Point, want[0].Point, 0.01) {
			t.Errorf("%s near %v, %v is %+v, %v, want %s", code[4:], refLat, refLon, got, err, short)
		}
	}
	if n < 50 {
		t.Errorf("only %d codes were compared", n)
	}
}
