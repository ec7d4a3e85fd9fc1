package grid

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

func TestMGRS(t *testing.T) {
	for _, c := range []struct {
		in       string
		lat, lon float64
		size     float64
	}{
		// Middles of squares, by GeoConvert -g.
		{"37U DQ 0966 1283", 48.86189691, 37.76833455, 10},
		{"37UDQ09661283", 48.86189691, 37.76833455, 10},
		{"37u dq 0966 1283", 48.86189691, 37.76833455, 10},
		{"37UDQ 0966 1283", 48.86189691, 37.76833455, 10},
		{"37 U DQ 09661283", 48.86189691, 37.76833455, 10},
	} {
		got, err := ParseMGRS(c.in)
		if err != nil || apart(got.Centre, orb.Point{c.lon, c.lat}) > 0.1 || got.Size != c.size {
			t.Errorf("ParseMGRS(%q) = %+v, %v, want %v %v", c.in, got, err, c.lat, c.lon)
		}
	}
	for _, c := range []struct {
		in   string
		want string // in the error
	}{
		{"36T 4512 7788", "100 km square"},
		{"WS 4512 7788", "zone and band"},
		{"61UDQ09661283", "zone 61"},
		{"37IDQ09661283", "band I"},
		{"37USQ09661283", "column S"},
		{"37UDW09661283", "row W"},
		{"37UDF09661283", "no square"},
		{"37UDQ0966128", "digits"},
		{"37UDQ 096 61283", "digits"},
		{"32XNF1234", "32X"},
		{"", "grid reference"},
		{"37UDQ09é61283", "grid reference"},
		{"37UDQ123456789012", "digits"},
		{"0UDQ1234", "zone 0"},
	} {
		got, err := ParseMGRS(c.in)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("ParseMGRS(%q) = %+v, %v, want an error about %q", c.in, got, err, c.want)
		}
	}
	if _, err := ParseMGRS("36T 4512 7788"); !errors.Is(err, ErrNoSquare) {
		t.Error("a missing square has no error of its own")
	}
}

func TestZones(t *testing.T) {
	for _, c := range []struct {
		lon, lat float64
		zone     int
	}{
		{5, 60, 32},
		{2.9, 60, 31},
		{5, 55.9, 31},
		{5, 64, 31},
		{8.9, 73, 31},
		{9, 73, 33},
		{20.9, 78, 33},
		{21, 78, 35},
		{33, 78, 37},
		{42, 78, 38},
		{-180, 0, 1},
		{180, 0, 1},
		{179.9, 0, 60},
		{-0.1, 0, 30},
		{0, 0, 31},
		{36, 48, 37},
		{35.9, 48, 36},
	} {
		if got := Zone(orb.Point{c.lon, c.lat}); got != c.zone {
			t.Errorf("Zone(%v, %v) = %d, want %d", c.lon, c.lat, got, c.zone)
		}
	}
	for _, p := range []orb.Point{{0, 84.1}, {0, -80.1}, {0, 90}, {math.NaN(), 0}, {0, math.NaN()}} {
		if got, err := ToUTM(p); err == nil {
			t.Errorf("ToUTM(%v) = %+v", p, got)
		}
	}
}

func TestRefuses(t *testing.T) {
	for _, u := range []UTM{{0, false, 5e5, 5e6}, {61, false, 5e5, 5e6}, {36, false, 99999, 5e6}, {36, false, 9e5, 5e6}, {36, false, 5e5, -1}, {36, false, 5e5, 1e7}, {36, false, math.NaN(), 5e6}, {36, true, 5e5, math.Inf(1)}} {
		if p, err := u.Point(); err == nil {
			t.Errorf("%+v lies at %v", u, p)
		}
	}
	for _, g := range []SK42{{5665432, 312345}, {5665432, 99312345}, {5665432, 7012345}, {5665432, 7990000}, {1e7, 7312345}, {-1, 7312345}, {math.NaN(), 7312345}, {5665432, math.Inf(1)}} {
		if p, err := g.Point(); err == nil {
			t.Errorf("%+v lies at %v", g, p)
		}
	}
	if _, err := (SK42{5665432, 312345}).Point(); !strings.Contains(err.Error(), "no zone") {
		t.Errorf("a missing zone is called %q", err)
	}
	if _, ok := FromWebMercator(2.1e7, 0); ok {
		t.Error("a point beyond the edge of the map was taken")
	}
}

func FuzzMGRS(f *testing.F) {
	for _, s := range []string{"37U DQ 0966 1283", "36T 4512 7788", "31XEM", "60CWS 1 2", "32VKM0000000000"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		sq, err := ParseMGRS(s)
		if err != nil {
			return
		}
		if !(math.Abs(sq.Centre[0]) <= 180 && math.Abs(sq.Centre[1]) < 90) {
			t.Fatalf("%q: %+v", s, sq)
		}
	})
}

func FuzzRoundTrip(f *testing.F) {
	f.Add(35.3, 51.1, uint8(5))
	f.Add(-180.0, -80.0, uint8(5))
	f.Add(11.99, 63.99, uint8(4))
	f.Add(-154.0, -2.1316282072803005e-15, uint8(4)) // found by fuzzing: the band was that north of the equator
	f.Add(-154.0, -math.SmallestNonzeroFloat64, uint8(5))
	f.Fuzz(func(t *testing.T, lon, lat float64, digits uint8) {
		if !(math.Abs(lon) <= 180 && lat >= -80 && lat <= 84) {
			return
		}
		p := orb.Point{lon, lat}
		u, err := ToUTM(p)
		if err != nil {
			t.Fatal(err)
		}
		q, err := u.Point()
		if err != nil || apart(p, q) > 1e-3 {
			t.Fatalf("%v becomes %+v and %v, %v", p, u, q, err)
		}
		n := int(digits % 6)
		ref, err := MGRS(p, n)
		if err != nil {
			t.Fatal(err)
		}
		sq, err := ParseMGRS(ref)
		if err != nil {
			t.Fatalf("%v is written %q and refused: %v", p, ref, err)
		}
		if d := apart(sq.Centre, p); d > sq.Size*0.72+0.01 {
			t.Fatalf("%v is written %q, whose middle %v lies %v m away", p, ref, sq.Centre, d)
		}
		// The height is dropped on the way, which costs millimetres, and more where the system was never used.
		if lon >= 6 && lon <= 180 && lat > 30 && lat < 83 {
			if r, err := ToSK42(p).Point(); err != nil || apart(p, r) > 5e-3 {
				t.Fatalf("%v becomes %+v and %v, %v", p, ToSK42(p), r, err)
			}
		}
	})
}

func BenchmarkToUTM(b *testing.B) {
	for b.Loop() {
		if _, err := ToUTM(orb.Point{35.3, 51.1}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParseMGRS(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseMGRS("37U DQ 0966 1283"); err != nil {
			b.Fatal(err)
		}
	}
}
