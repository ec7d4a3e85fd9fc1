package zone

import (
	"testing"
	"time"

	"github.com/paulmach/orb"
)

func TestDay(t *testing.T) {
	for _, c := range []struct {
		at   string
		p    orb.Point
		want string
	}{
		{"2025-03-10T22:00:00-05:00", orb.Point{30.5, 50.45}, "2025-03-11"}, // Kyiv
		{"2025-03-10T12:00:00-05:00", orb.Point{30.5, 50.45}, "2025-03-10"}, // decided without the borders
		{"2025-03-10T22:30:00Z", orb.Point{32.53, 15.6}, "2025-03-11"},      // Khartoum, UTC+2
		{"2025-03-10T21:30:00Z", orb.Point{32.53, 15.6}, "2025-03-10"},
		{"2025-03-10T17:20:00Z", orb.Point{96.2, 16.8}, "2025-03-10"}, // Yangon, UTC+6:30
		{"2025-03-10T17:40:00Z", orb.Point{96.2, 16.8}, "2025-03-11"},
		{"2025-03-11T01:00:00+02:00", orb.Point{-72.3, 18.5}, "2025-03-10"}, // Port-au-Prince
		{"2025-07-10T21:15:00Z", orb.Point{36.23, 49.99}, "2025-07-11"},     // Kharkiv in summer, UTC+3
		{"2025-01-10T21:15:00Z", orb.Point{36.23, 49.99}, "2025-01-10"},     // and in winter
		{"2025-03-10T23:30:00Z", orb.Point{500, 0}, "2025-03-10"},
	} {
		at, err := time.Parse(time.RFC3339, c.at)
		if err != nil {
			t.Fatal(err)
		}
		if got := Day(at, c.p).String(); got != c.want {
			t.Errorf("%s at %v: got %s, want %s", c.at, c.p, got, c.want)
		}
	}
}

func TestAt(t *testing.T) {
	for want, p := range map[string]orb.Point{"Europe/Kyiv": {30.5, 50.45}, "Africa/Khartoum": {32.53, 15.6}, "Asia/Yangon": {96.2, 16.8}} {
		if got := At(p); got == nil || got.String() != want {
			t.Errorf("%v: got %v, want %s", p, got, want)
		}
	}
}

func BenchmarkDay(b *testing.B) {
	at := time.Date(2025, 3, 10, 22, 30, 0, 0, time.UTC)
	b.ReportAllocs()
	for b.Loop() {
		Day(at, orb.Point{32.53, 15.6})
	}
}
