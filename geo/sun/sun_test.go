package sun

import (
	"math"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/paulmach/orb"

	"sitmap/geo"
)

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s: got %.6f, want %.6f ± %v", what, got, want, tolerance)
	}
}

func nearTime(t *testing.T, what string, got, want time.Time, tolerance time.Duration) {
	t.Helper()
	if got.IsZero() || got.Sub(want).Abs() > tolerance {
		t.Errorf("%s: got %v, want %v ± %v", what, got, want, tolerance)
	}
}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// The worked example of I. Reda and A. Andreas, Solar Position Algorithm for Solar
// Radiation Applications, NREL/TP-560-34302 (2008), table A5.1, and the sample
// output of NREL's program for its sunrise.
func TestPublishedByNREL(t *testing.T) {
	golden := orb.Point{-105.1786, 39.742476}
	loc := time.FixedZone("UTC-7", -7*3600)
	s, err := At(golden, time.Date(2003, 10, 17, 12, 30, 30, 0, loc))
	if err != nil {
		t.Fatal(err)
	}
	near(t, "azimuth", float64(s.Azimuth), 194.340241, 0.01)
	near(t, "altitude without refraction", float64(s.Geometric), 39.872046, 0.01)
	near(t, "declination", float64(s.Declination), -9.31434, 0.005)
	// NREL's air is 820 hPa and 11 °C, which bends 0.016332°.
	near(t, "refraction", float64(s.Altitude-s.Geometric), 0.016332*1010/820*284/283, 0.0005)
	day, err := On(golden, 2003, 10, 17, loc)
	if err != nil {
		t.Fatal(err)
	}
	nearTime(t, "sunrise", day.Sun.Rise, time.Date(2003, 10, 17, 6, 12, 43, 0, loc), 5*time.Second)
	nearTime(t, "noon", day.Noon, time.Date(2003, 10, 17, 11, 46, 5, 0, loc), 2*time.Second)
	// NREL counts days in UT: its sunset, 00:20:19 UT of the 17th, ends the 16th at the place.
	day, err = On(golden, 2003, 10, 16, loc)
	if err != nil {
		t.Fatal(err)
	}
	nearTime(t, "sunset", day.Sun.Set, time.Date(2003, 10, 16, 17, 20, 19, 0, loc), 5*time.Second)
}

// Meeus' worked examples: 25.a (sun, 13 October 1992), 47.a and 48.a (moon, 12 April
// 1992), 16.a (refraction).
func TestPublishedByMeeus(t *testing.T) {
	s := solar(days(time.Date(1992, 10, 13, 0, 0, 0, 0, time.UTC)))
	near(t, "25.a longitude", circle(s.longitude), 199.90895, 2e-5)
	near(t, "25.a distance", s.distance, 0.99766, 1e-5)
	near(t, "25.a right ascension", circle(s.ra), 198.38083, 2e-4)
	near(t, "25.a declination", s.dec, -7.78507, 1e-4)

	at := time.Date(1992, 4, 12, 0, 0, 0, 0, time.UTC)
	lon, lat, km := lunar(days(at))
	near(t, "47.a longitude", circle(lon), 133.162655, 0.03)
	near(t, "47.a latitude", lat, -3.229126, 0.03)
	near(t, "47.a distance", km, 368409.7, 60)
	m, err := Moon(orb.Point{}, at)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "47.a declination", float64(m.Declination), 13.768368, 0.03)
	near(t, "48.a lit part", m.Lit, 0.6786, 0.001)

	near(t, "16.a refraction at 0.5541°, in minutes", 60*float64(Refraction(0.5541)), 24.618, 0.001)
	for h := geo.Degrees(-90); h < 90; h += 0.01 {
		a, b := h+Refraction(h), h+0.01+Refraction(h+0.01)
		if r := Refraction(h); !(r >= 0 && r < 0.9) || b <= a {
			t.Fatalf("refraction %v at %v: the altitude goes from %v to %v", r, h, a, b)
		}
	}
}

func TestMoonNames(t *testing.T) {
	// New 2000-01-06 18:14, first quarter 14 13:34, full 21 04:40, last quarter 28 07:57 (USNO, Phases of the Moon).
	for _, c := range []struct {
		day, hour int
		want      MoonPhase
	}{
		{6, 18, NewMoon},
		{10, 0, WaxingCrescent},
		{14, 13, FirstQuarter},
		{18, 0, WaxingGibbous},
		{21, 4, FullMoon},
		{25, 0, WaningGibbous},
		{28, 8, LastQuarter},
		{31, 0, WaningCrescent},
	} {
		m, err := Moon(orb.Point{30, 50}, time.Date(2000, 1, c.day, c.hour, 0, 0, 0, time.UTC))
		if err != nil || m.Phase != c.want {
			t.Errorf("%d January 2000, %d h: got %q (%v), want %q", c.day, c.hour, m.Phase, err, c.want)
		}
	}
	if m, _ := Moon(orb.Point{}, time.Date(2000, 1, 21, 4, 40, 0, 0, time.UTC)); m.Lit < 0.998 {
		t.Errorf("the full moon is lit to %v", m.Lit)
	}
}

func TestPhase(t *testing.T) {
	for _, c := range []struct {
		h    geo.Degrees
		want Phase
	}{{40, Daylight}, {-0.8, Daylight}, {-0.9, Civil}, {-6.1, Nautical}, {-12.1, Astronomical}, {-18.1, Night}, {-90, Night}} {
		if got := PhaseOf(c.h); got != c.want {
			t.Errorf("%v°: got %q, want %q", c.h, got, c.want)
		}
	}
}

func TestPolarDays(t *testing.T) {
	tromso := orb.Point{18.95, 69.65}
	oslo := zone(t, "Europe/Oslo")
	summer, err := On(tromso, 2026, time.June, 21, oslo)
	if err != nil {
		t.Fatal(err)
	}
	if summer.Sun.Polar != AlwaysAbove || !summer.Sun.Rise.IsZero() || !summer.Sun.Set.IsZero() || len(summer.Sun.Above) != 1 {
		t.Errorf("midsummer: got %+v", summer.Sun)
	}
	winter, err := On(tromso, 2026, time.December, 21, oslo)
	if err != nil {
		t.Fatal(err)
	}
	if winter.Sun.Polar != AlwaysBelow || winter.Sun.Above != nil || winter.NoonAltitude > 0 {
		t.Errorf("midwinter: got %+v at most %v", winter.Sun, winter.NoonAltitude)
	}
	if winter.Civil.Polar != "" || !winter.Civil.Rise.Before(winter.Noon) || !winter.Noon.Before(winter.Civil.Set) {
		t.Errorf("midwinter has a civil twilight: got %+v", winter.Civil)
	}
	// Near the end of the midnight sun it sets shortly after midnight and rises again.
	found := false
	for day := 15; day <= 31; day++ {
		d, err := On(tromso, 2026, time.July, day, oslo)
		if err != nil {
			t.Fatal(err)
		}
		if len(d.Sun.Above) == 2 {
			found = true
			first, second := d.Sun.Above[0], d.Sun.Above[1]
			if second.From.Sub(first.To) > 2*time.Hour || d.Sun.Rise != second.From || !d.Sun.Set.Equal(first.To) && !d.Sun.Set.Equal(second.To) {
				t.Errorf("July %d: got %+v", day, d.Sun)
			}
		}
	}
	if !found {
		t.Error("no July night with a short dip below the horizon was found")
	}
}

func TestCivilDays(t *testing.T) {
	kyiv := zone(t, "Europe/Kyiv")
	for _, c := range []struct {
		loc   *time.Location
		month time.Month
		day   int
		hours float64
	}{{kyiv, 3, 29, 23}, {kyiv, 6, 1, 24}, {kyiv, 10, 25, 25}} {
		d, err := On(orb.Point{30.5, 50.45}, 2026, c.month, c.day, c.loc)
		if err != nil {
			t.Fatal(err)
		}
		if got := d.End.Sub(d.Start).Hours(); got != c.hours || d.Start.Hour() != 0 || d.Noon.Location() != c.loc {
			t.Errorf("%v %d: %v h from %v, noon %v; want %v h", c.month, c.day, got, d.Start, d.Noon, c.hours)
		}
		if !d.Sun.Rise.Before(d.Noon) || !d.Noon.Before(d.Sun.Set) || !d.Civil.Rise.Before(d.Sun.Rise) ||
			!d.Nautical.Rise.Before(d.Civil.Rise) || !d.Astronomical.Rise.Before(d.Nautical.Rise) && !d.Astronomical.Rise.IsZero() {
			t.Errorf("%v %d: out of order: %+v", c.month, c.day, d)
		}
	}
	// Beirut's clocks go forward at midnight: the day begins at 01:00.
	d, err := On(orb.Point{35.5, 33.9}, 2022, time.March, 27, zone(t, "Asia/Beirut"))
	if err != nil || d.Start.Hour() != 1 || d.Start.Day() != 27 || d.End.Sub(d.Start) != 23*time.Hour {
		t.Errorf("Beirut: %v to %v, %v", d.Start, d.End, err)
	}
	// Samoa skipped 30 December 2011.
	if _, err := On(orb.Point{-172, -13.8}, 2011, time.December, 30, zone(t, "Pacific/Apia")); err == nil {
		t.Error("Apia had no 30 December 2011")
	}
	// Where noon falls on the clock's midnight, a day may hold none; never a wrong one.
	none := 0
	for day := range 366 {
		y, m, dd := time.Date(2026, 1, 1+day, 0, 0, 0, 0, time.UTC).Date()
		d, err := On(orb.Point{180, 10}, y, m, dd, time.UTC)
		switch {
		case err != nil:
			t.Fatal(err)
		case d.Noon.IsZero():
			none++
		case d.Noon.Before(d.Start) || !d.Noon.Before(d.End):
			t.Errorf("%v: noon %v", d.Start, d.Noon)
		}
	}
	if none == 0 || none > 4 {
		t.Errorf("%d days without a noon at 180° east in UTC", none)
	}
}

func TestRefusals(t *testing.T) {
	now := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	for _, p := range []orb.Point{{0, 91}, {181, 0}, {math.NaN(), 0}, {0, math.NaN()}, {0, math.Inf(-1)}} {
		if _, err := At(p, now); err == nil {
			t.Errorf("%v was taken for a point", p)
		}
		if _, err := Moon(p, now); err == nil {
			t.Errorf("%v was taken for a point", p)
		}
		if _, err := On(p, 2026, 5, 1, time.UTC); err == nil {
			t.Errorf("%v was taken for a point", p)
		}
	}
	for _, y := range []int{-5, 0, 1, 1899, 2101, 1 << 40} {
		if _, err := On(orb.Point{}, y, 5, 1, time.UTC); err == nil {
			t.Errorf("the year %d was answered", y)
		}
	}
	if _, err := At(orb.Point{}, time.Time{}); err == nil {
		t.Error("the zero time was answered")
	}
	if _, err := On(orb.Point{}, 2026, 2, 30, time.UTC); err == nil {
		t.Error("30 February was answered")
	}
	if _, err := On(orb.Point{}, 2026, 2, 3, nil); err == nil {
		t.Error("a day without a time zone was answered")
	}
}

func TestPositionAllocatesNothing(t *testing.T) {
	p, at := orb.Point{30.5, 50.45}, time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	if n := testing.AllocsPerRun(100, func() { _, _ = At(p, at); _, _ = Moon(p, at) }); n != 0 {
		t.Errorf("%v allocations a position", n)
	}
}

func BenchmarkAt(b *testing.B) {
	p, at := orb.Point{30.5, 50.45}, time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	b.ReportAllocs()
	for b.Loop() {
		_, _ = At(p, at)
	}
}

func BenchmarkMoon(b *testing.B) {
	p, at := orb.Point{30.5, 50.45}, time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	b.ReportAllocs()
	for b.Loop() {
		_, _ = Moon(p, at)
	}
}

func BenchmarkOn(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		_, _ = On(orb.Point{30.5, 50.45}, 2026, 5, 1, time.UTC)
	}
}

func BenchmarkFits(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		_, _ = Fits(orb.Point{30.5, 50.45}, 2026, 5, 1, time.UTC, Seen{Azimuth: 300, AzimuthTolerance: 5, Length: 1.5, LengthTolerance: 0.3})
	}
}
