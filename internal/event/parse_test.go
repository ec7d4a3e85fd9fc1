package event

import (
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

func TestParseBounds(t *testing.T) {
	got, err := ParseBounds("35.1,50.9, 35.8,51.4")
	want := orb.Bound{Min: orb.Point{35.1, 50.9}, Max: orb.Point{35.8, 51.4}}
	if err != nil || got != want {
		t.Errorf("got %v, %v; want %v", got, err, want)
	}
	if got, err := ParseBounds("170,-10,-170,10"); err != nil || got.Min[0] != 170 {
		t.Errorf("a box across the antimeridian: got %v, %v", got, err)
	}
	for _, bad := range []string{"", "1,2,3", "1,2,3,4,5", "a,b,c,d", "0,10,1,5", "0,0,0,91", "181,0,182,1", "NaN,0,1,1", "0,0,Inf,1"} {
		if got, err := ParseBounds(bad); err == nil {
			t.Errorf("ParseBounds(%q) = %v, want an error", bad, got)
		}
	}
}

func TestParseInterval(t *testing.T) {
	for _, c := range []struct{ in, from, to string }{
		{"2024-12-01/2024-12-31", "2024-12-01", "2024-12-31"},
		{"2024-12-14", "2024-12-14", "2024-12-14"},
		{"2024-12-01/..", "2024-12-01", ""},
		{"/2024-12-01", "", "2024-12-01"},
		{"2024-02", "2024-02-01", "2024-02-29"},
		{"2024-11/2024-12-10", "2024-11-01", "2024-12-10"},
		{"2024-21", "2024-03-01", "2024-05-31"},
		{"2024-12-XX", "2024-12-01", "2024-12-31"},
		{"1527", "1527-01-01", "1527-12-31"},
		{"2024-12-01T00:00:00Z/2024-12-02T00:00:00Z", "2024-12-01", "2024-12-02"},
	} {
		from, to, err := ParseInterval(c.in)
		if err != nil || from.String() != c.from || to.String() != c.to {
			t.Errorf("ParseInterval(%q) = %q, %q, %v; want %q, %q", c.in, from, to, err, c.from, c.to)
		}
	}
	for _, bad := range []string{"", "/", "../..", "2024-13-01", "2024-12-31/2024-12-01", "2024-02-30", "2024-12-01T13:00:00Z", "15270", "Y170000", "-0044", "[2024,2025]"} {
		if _, _, err := ParseInterval(bad); err == nil {
			t.Errorf("ParseInterval(%q) took it", bad)
		}
	}
}

func TestParseNearAndLatLon(t *testing.T) {
	n, err := ParseNear("51.10,35.33,25")
	if err != nil || n.Centre != (orb.Point{35.33, 51.10}) || n.Radius != 25000 {
		t.Errorf("got %v, %v", n, err)
	}
	for _, bad := range []string{"", "51", "51,35", "51,35,0", "51,35,-1", "91,0,1", "51,35,NaN", "51,35,1e9"} {
		if _, err := ParseNear(bad); err == nil {
			t.Errorf("ParseNear(%q) took it", bad)
		}
	}
	if _, err := ParseLatLon("35.33E"); err == nil || !strings.Contains(err.Error(), "LAT,LON") {
		t.Errorf("the error does not say how to write it: %v", err)
	}
}

func TestDates(t *testing.T) {
	for _, s := range []string{"1970-01-01", "1969-12-31", "2024-02-29", "1527-05-06", "0001-01-01"} {
		d, err := ParseDate(s)
		if err != nil || FromDayNumber(d.DayNumber()) != d || d.String() != s {
			t.Errorf("%s: %v, %v, back %v", s, d, err, FromDayNumber(d.DayNumber()))
		}
	}
	if (Date{}).AddDays(3) != (Date{}) {
		t.Error("an unknown date moved became a date")
	}
	var d Date
	if b, _ := d.MarshalJSON(); string(b) != "null" {
		t.Errorf("an unknown date is written as %s", b)
	}
}

func FuzzParseInterval(f *testing.F) {
	f.Add("2024-12-01/..")
	f.Fuzz(func(t *testing.T, s string) {
		from, to, err := ParseInterval(s)
		if err == nil && from.IsZero() && to.IsZero() {
			t.Errorf("%q gave no end", s)
		}
	})
}
