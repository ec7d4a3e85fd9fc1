package sun

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"sitmap/geo"
)

func TestShadow(t *testing.T) {
	for _, c := range []struct {
		azimuth, altitude, want geo.Degrees
		length                  float64
	}{{180, 45, 0, 1}, {90, 30, 270, math.Sqrt(3)}, {300, 60, 120, 1 / math.Sqrt(3)}, {10, 90, 190, 0}} {
		s, ok := Position{Azimuth: c.azimuth, Altitude: c.altitude}.Shadow()
		if !ok || math.Abs(float64(s.Azimuth-c.want)) > 1e-9 || math.Abs(s.Length-c.length) > 1e-9 {
			t.Errorf("%+v: got %+v %v", c, s, ok)
		}
	}
	for _, h := range []geo.Degrees{0, -1, -90, geo.Degrees(math.NaN())} {
		if s, ok := (Position{Altitude: h}).Shadow(); ok {
			t.Errorf("a sun at %v throws %+v", h, s)
		}
	}
}

// fits says by the definition whether a shadow is within the tolerances.
func fits(p orb.Point, t time.Time, s Seen) bool {
	pos, err := At(p, t)
	if err != nil {
		return false
	}
	got, ok := pos.Shadow()
	if !ok {
		return false
	}
	off := math.Abs(math.Remainder(float64(got.Azimuth-s.Azimuth), 360))
	return (s.AzimuthTolerance == 0 || off <= float64(s.AzimuthTolerance)) &&
		(s.LengthTolerance == 0 || math.Abs(got.Length-s.Length) <= s.LengthTolerance)
}

// Every minute of many days must fall into a window exactly when the shadow fits.
func TestFitsAgainstTheDefinition(t *testing.T) {
	inside := 0
	for i, q := range random(150) {
		if q.t.Year() == LastYear {
			continue
		}
		s := Seen{Azimuth: geo.Degrees(i * 47 % 360), AzimuthTolerance: geo.Degrees(1 + i%20)}
		switch i % 3 {
		case 1:
			s = Seen{Length: float64(i%7) / 2, LengthTolerance: 0.02 + float64(i%5)/10}
		case 2:
			s.AzimuthTolerance, s.Length, s.LengthTolerance = 60, float64(i%9)/2, 0.5
		}
		y, m, d := q.t.Date()
		ws, err := Fits(q.p, y, m, d, time.UTC, s)
		if err != nil {
			t.Fatal(err)
		}
		for start := time.Date(y, m, d, 0, 0, 0, 0, time.UTC); start.Day() == d; start = start.Add(30 * time.Second) {
			in, edge := false, false
			for _, w := range ws {
				in = in || !start.Before(w.From) && !start.After(w.To)
				edge = edge || start.Sub(w.From).Abs() <= time.Second || start.Sub(w.To).Abs() <= time.Second
			}
			if in {
				inside++
			}
			if want := fits(q.p, start, s); in != want && !edge {
				t.Fatalf("%v at %v, %+v: in a window %v, want %v; windows %v", q.p, start, s, in, want, ws)
			}
		}
	}
	if inside < 1000 {
		t.Errorf("only %d samples fell into a window; the test proves little", inside)
	}
}

// With the sun near the zenith its azimuth turns about within a minute.
func TestFitsNearTheZenith(t *testing.T) {
	p := orb.Point{0, 0}
	at := time.Date(2026, 3, 20, 0, 0, 0, 0, time.UTC)
	found := 0
	for az := geo.Degrees(0); az < 360; az += 10 {
		ws, err := Fits(p, 2026, 3, 20, time.UTC, Seen{Azimuth: az, AzimuthTolerance: 4})
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range ws {
			found++
			if mid := w.From.Add(w.To.Sub(w.From) / 2); !fits(p, mid, Seen{Azimuth: az, AzimuthTolerance: 5}) {
				t.Errorf("the window %v does not fit %v°", w, az)
			}
		}
	}
	var hit [36]bool
	for s := range 86400 {
		pos, _ := At(p, at.Add(time.Duration(s)*time.Second))
		if shadow, ok := pos.Shadow(); ok {
			if k := int(math.Round(float64(shadow.Azimuth)/10)) % 36; math.Abs(math.Remainder(float64(shadow.Azimuth)-float64(k)*10, 360)) < 3 {
				hit[k] = true
			}
		}
	}
	want := 0
	for _, h := range hit {
		if h {
			want++
		}
	}
	if found < want || want < 15 {
		t.Errorf("%d windows for %d directions that the shadow takes", found, want)
	}
}

func TestFitsRefuses(t *testing.T) {
	nan := math.NaN()
	for _, s := range []Seen{
		{},
		{Azimuth: 10},
		{Azimuth: 400, AzimuthTolerance: 5},
		{Azimuth: geo.Degrees(nan), AzimuthTolerance: 5},
		{Azimuth: 10, AzimuthTolerance: geo.Degrees(nan)},
		{Azimuth: 10, AzimuthTolerance: 200},
		{Length: -1, LengthTolerance: 1},
		{Length: nan, LengthTolerance: 1},
		{Length: 1, LengthTolerance: math.Inf(1)},
		{Length: 1, LengthTolerance: -1},
	} {
		if ws, err := Fits(orb.Point{}, 2026, 5, 1, time.UTC, s); err == nil {
			t.Errorf("%+v gave %v", s, ws)
		}
	}
	for _, s := range []Seen{{Azimuth: 0, AzimuthTolerance: 1}} {
		if _, err := Fits(orb.Point{0, 99}, 2026, 5, 1, time.UTC, s); err == nil {
			t.Error("latitude 99 was taken")
		}
		if _, err := Fits(orb.Point{}, 2026, 5, 1, nil, s); err == nil {
			t.Error("a missing time zone was taken")
		}
	}
}

func ExampleFits() {
	kyiv := time.FixedZone("UTC+3", 3*3600)
	windows, err := Fits(orb.Point{30.52, 50.45}, 2026, time.May, 1, kyiv, Seen{Azimuth: 290, AzimuthTolerance: 5})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, w := range windows {
		fmt.Println("the shadow fits at", w.From.Format("15:04"), "to", w.To.Format("15:04"))
	}
	// Output:
	// the shadow fits at 09:00 to 09:43
}
