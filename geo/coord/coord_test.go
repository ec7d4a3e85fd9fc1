package coord

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

func near(a, b orb.Point) bool {
	return math.Abs(a[0]-b[0]) < 1e-9 && math.Abs(a[1]-b[1]) < 1e-9
}

func TestParse(t *testing.T) {
	const lat, lon = 51 + 30/60. + 20/3600., 35 + 20/60. + 10/3600.
	for _, c := range []struct {
		in       string
		lon, lat float64
		notation string
		readings int
	}{
		{"51.10, 35.33", 35.33, 51.10, Decimal, 2},
		{"51.10,35.33", 35.33, 51.10, Decimal, 2},
		{"51.10 35.33", 35.33, 51.10, Decimal, 2},
		{"51,10; 35,33", 35.33, 51.10, Decimal, 2},
		{"51,10, 35,33", 35.33, 51.10, Decimal, 2},
		{"51,10,35,33", 35.33, 51.10, Decimal, 2},
		{"51,10 35,33", 35.33, 51.10, Decimal, 2},
		{"51,10/35,33", 35.33, 51.10, Decimal, 2},
		{"(51.10, 35.33)", 35.33, 51.10, Decimal, 2},
		{"-33.86 151.21", 151.21, -33.86, Decimal, 1},
		{"−33.86, 151.21", 151.21, -33.86, Decimal, 1},
		{"N51.10 E35.33", 35.33, 51.10, Decimal, 1},
		{"51.10N 35.33E", 35.33, 51.10, Decimal, 1},
		{"35.33E 51.10N", 35.33, 51.10, Decimal, 1},
		{"33.86S, 70.5W", -70.5, -33.86, Decimal, 1},
		{"51.10° N, 35.33° E", 35.33, 51.10, Decimal, 1},
		{"lat: 51.10 lon: 35.33", 35.33, 51.10, Decimal, 1},
		{"lon=35.33, lat=51.10", 35.33, 51.10, Decimal, 1},
		{"широта 51,10 долгота 35,33", 35.33, 51.10, Decimal, 1},
		{"51.10 пн.ш. 35.33 сх.д.", 35.33, 51.10, Decimal, 1},
		{"51,10 пн. ш., 35,33 сх. д.", 35.33, 51.10, Decimal, 1},
		{"51.10 с.ш., 35.33 в.д.", 35.33, 51.10, Decimal, 1},
		{"33,86 ю. ш. 70,5 з. д.", -70.5, -33.86, Decimal, 1},
		{"51,10° північної широти, 35,33° східної довготи", 35.33, 51.10, Decimal, 1},
		{"33,86 южной широты 70,5 западной долготы", -70.5, -33.86, Decimal, 1},
		{"широта: 51°30'20\"; довгота: 35°20'10\"", lon, lat, DMS, 1},
		{"С51.10 В35.33", 35.33, 51.10, Decimal, 1},
		{"33.86 Ю 70.5 З", -70.5, -33.86, Decimal, 1},
		{"33.86 пд 70.5 зх", -70.5, -33.86, Decimal, 1},
		{`51°30'20"N 35°20'10"E`, lon, lat, DMS, 1},
		{`51° 30' 20" N, 35° 20' 10" E`, lon, lat, DMS, 1},
		{"51°30′20″ 35°20′10″", lon, lat, DMS, 2},
		{"51º30’20”N, 35º20’10”E", lon, lat, DMS, 1},
		{"51°30'20''N 35°20'10''E", lon, lat, DMS, 1},
		{"N 51 30 20 E 35 20 10", lon, lat, DMS, 1},
		{"51:30:20N 35:20:10E", lon, lat, DMS, 1},
		{"51-30-20N 035-20-10E", lon, lat, DMS, 1},
		{"51d30m20s N 35d20m10s E", lon, lat, DMS, 1},
		{"513020N 0352010E", lon, lat, DMS, 1},
		{"51 30 20 35 20 10", lon, lat, DMS, 2},
		{"51°30'20\" с. ш. 35°20'10\" в. д.", lon, lat, DMS, 1},
		{"51°30'20\"S 35°20'10\"W", -lon, -lat, DMS, 1},
		{"51°30.5'N 35°20.25'E", 35 + 20.25/60, 51 + 30.5/60, DM, 1},
		{"51 30,5 N; 35 20,25 E", 35 + 20.25/60, 51 + 30.5/60, DM, 1},
		{"N51°30.5 E35°20.25", 35 + 20.25/60, 51 + 30.5/60, DM, 1},
		{"5130N 03520E", 35 + 20/60., 51.5, DM, 1},
		{"POINT(35.33 51.10)", 35.33, 51.10, WKT, 1},
		{"point z (35.33 51.10 200)", 35.33, 51.10, WKT, 1},
		{"SRID=4326;POINT (35.33 51.10)", 35.33, 51.10, WKT, 1},
		{"geo:51.10,35.33", 35.33, 51.10, URI, 1},
		{"geo:51.10,35.33,100;crs=wgs84;u=500", 35.33, 51.10, URI, 1},
		{"51.1N 35.3O", 35.3, 51.1, Decimal, 2},
		{"0, 0", 0, 0, Decimal, 1},
		{"51, 35", 35, 51, Decimal, 2},
	} {
		got, err := Parse(c.in)
		if err != nil {
			t.Errorf("Parse(%q): %v", c.in, err)
			continue
		}
		if !near(got[0].Point, orb.Point{c.lon, c.lat}) || got[0].Notation != c.notation || len(got) != c.readings {
			t.Errorf("Parse(%q) = %+v, want %d readings, first %v %v %s", c.in, got, c.readings, c.lon, c.lat, c.notation)
		}
		if len(got) == 2 && got[1].Note == "" {
			t.Errorf("Parse(%q): the second reading does not say what it assumes", c.in)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, in := range []string{
		"", "   ", "51.1", "abc", "51.1 abc 35.3", "95, 195", "N51 N35", "51.1N 35.3N", "51°70'N 35°20'E", "51.5°30'N 35°20'E",
		"-51.1N 35.3E", "POINT(35)", "POINT(35 51 1 2 3)", "POINT EMPTY", "SRID=3857;POINT(35 51)", "LINESTRING(1 2,3 4)", "geo:1", "geo:a,b",
		"geo:51,35;crs=nad27", "NaN, NaN", "Infinity, 1", "1e309, 3", "51.1, 35.3, 12", "151.21, -33.86", "91.2034, 35.1200", "--51, 35", "51..1, 35", "12:30 on Monday",
		strings.Repeat("9", 200) + ".1, 35", strings.Repeat("51.1 ", 1000), "\x00\xff, \xfe", "51\"30'N 35\"20'E", "N E", "°°° '''", "2024-12-14", "14.12.2024", "12:30", "12-14", "14/12", "14/12/2024", "51.1.2, 35", "5-6 people", "51-30-20-35-20-10",
	} {
		got, err := Parse(in)
		if err == nil {
			t.Errorf("Parse(%q) = %+v, want an error", in, got)
		} else if !errors.Is(err, ErrNone) {
			t.Errorf("Parse(%q): %v does not wrap ErrNone", in, err)
		}
	}
}

func TestParsePair(t *testing.T) {
	for _, c := range []struct {
		lat, lon string
		x, y     float64
		note     string // must be in the note; "" for no note
	}{
		{"51.10", "35.33", 35.33, 51.10, ""},
		{"51,10", "35,33", 35.33, 51.10, ""},
		{" -33.86", "151.21 ", 151.21, -33.86, ""},
		{"51.10 N", "35.33 E", 35.33, 51.10, ""},
		{"51°30'", "35°20'", 35 + 20/60., 51.5, ""},
		{"51 30 00", "35 20 00", 35 + 20/60., 51.5, ""},
		{"51.10 пн.ш.", "35.33 сх.д.", 35.33, 51.10, ""},
		{"35.33E", "51.10N", 35.33, 51.10, "exchanged"},
		{"151.21", "-33.86", 151.21, -33.86, "exchanged"},
		{"0", "0", 0, 0, "unknown"},
		{"-51.1S", "35", 35, -51.1, "minus"},
	} {
		got, err := ParsePair(c.lat, c.lon)
		if err != nil {
			t.Errorf("ParsePair(%q, %q): %v", c.lat, c.lon, err)
			continue
		}
		if !near(got[0].Point, orb.Point{c.x, c.y}) || !strings.Contains(got[0].Note, c.note) || c.note == "" && got[0].Note != "" {
			t.Errorf("ParsePair(%q, %q) = %+v", c.lat, c.lon, got)
		}
	}
	for _, c := range [][2]string{{"", "35"}, {"51", ""}, {"51.1, 35.3", "35"}, {"95", "195"}, {"Kyiv", "35"}, {"1e309", "3"}, {"NaN", "NaN"}, {"51.1N", "35.3N"}} {
		if got, err := ParsePair(c[0], c[1]); err == nil || !errors.Is(err, ErrNone) {
			t.Errorf("ParsePair(%q, %q) = %+v, %v, want an error", c[0], c[1], got, err)
		}
	}
}

func TestRadiusFollowsTheDigits(t *testing.T) {
	for _, c := range []struct {
		in       string
		from, to float64 // metres
	}{
		{"0, 1", 78000, 79000}, // half a degree both ways
		{"51.1, 35.3", 6300, 6700},
		{"51.10, 35.33", 630, 670},
		{"51.1, 35.33", 630, 670}, // a zero got lost
		{"51.12345, 35.12345", 0.6, 0.7},
		{"51°30'N 35°20'E", 1050, 1110},
		{`51°30'20"N 35°20'10"E`, 17, 19},
		{"geo:51.12345,35.12345;u=500", 500, 500},
	} {
		got, err := Parse(c.in)
		if err != nil {
			t.Fatal(err)
		}
		if r := float64(got[0].Radius); r < c.from || r > c.to {
			t.Errorf("%q: radius %v, want %v to %v", c.in, r, c.from, c.to)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"51.10, 35.33", "51,10; 35,33", `51°30'20"N 35°20'10"E`, "POINT(35 51)", "geo:51,35;u=3", "N51 E35", "51 пн.ш. 35 сх.д.", "513020N 0352010E", "-1-2-3 +4", "O1 N2", "с.", "1d2m3s", "36T 519452 5181646", "37U DQ 0966 1283", "8FVC9G8F+6X", "u4pruydqqvj", "google.com/maps/@51.05,34.66,13z", "СК-42 x=5665432 y=7312345", "EPSG:3857 1 2", "///a.b.c"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		check := func(rs []Reading, err error) {
			t.Helper()
			sound(t, s, rs, err)
		}
		check(Parse(s))
		check(ParseWith(s, Options{AnyOrder: true, Near: &orb.Point{35, 51}}))
		check(ParsePair(s, s))
		check(ParsePair(s, "1"))
	})
}

func BenchmarkPlainPair(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParsePair("51.10234", "35.33871"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPlainCell(b *testing.B) {
	for b.Loop() {
		if _, err := Parse("51.10234, 35.33871"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDMS(b *testing.B) {
	for b.Loop() {
		if _, err := Parse(`51°30'20"N 35°20'10"E`); err != nil {
			b.Fatal(err)
		}
	}
}
