package claim

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"sitmap/geo"
	"sitmap/internal/event"
)

var poltava = orb.Point{34.5514, 49.5883}

// storedCase is a claim about Poltava with what is stored and its picture.
type storedCase struct {
	checkCase
	near  []Neighbour
	same  []Earlier
	media *Media
}

func runStored(t *testing.T, cases []storedCase) {
	t.Helper()
	c := testChecker(t)
	for _, x := range cases {
		t.Run(x.name, func(t *testing.T) {
			if x.text == "" {
				x.text = "A missile killed 3 people in Poltava."
			}
			x.at = "49.5883, 34.5514"
			cl := x.claim()
			cl.Media, cl.Source, cl.Exclude = x.media, "Own Channel", "own"
			r := c.with(&store{near: x.near, same: x.same}).Check(context.Background(), cl)
			x.compare(t, &r)
		})
	}
}

func killed(least, most int) *[2]int { return &[2]int{least, most} }

func TestNeighbours(t *testing.T) {
	const pub = "2025-03-21T10:00:00+02:00"
	near := func(id event.ID, k *[2]int, sources ...string) Neighbour {
		return Neighbour{ID: id, Point: poltava, Distance: 300, Sources: sources, Killed: k}
	}
	runStored(t, []storedCase{
		{checkCase: checkCase{name: "two sources", pub: pub, verdict: Consistent, rows: "neighbours=pass casualties=pass"}, near: []Neighbour{near("a", killed(3, 4), "One"), near("b", nil, "Two")}},
		{checkCase: checkCase{name: "none near", pub: pub, verdict: Consistent, rows: "neighbours=skipped !casualties"}},
		{checkCase: checkCase{name: "its own event is no witness", pub: pub, rows: "neighbours=skipped"}, near: []Neighbour{near("own", nil, "One")}},
		{checkCase: checkCase{name: "its own source is no witness", pub: pub, rows: "neighbours=skipped"}, near: []Neighbour{near("a", nil, "Own Channel")}},
		{checkCase: checkCase{name: "no date", rows: "!neighbours"}, near: []Neighbour{near("a", nil, "One")}},
		{checkCase: checkCase{name: "another toll", pub: pub, verdict: Consistent, rows: "casualties=warn"}, near: []Neighbour{near("a", killed(40, 60), "One")}},
	})
}

// The number of the rating is suggested by independent sources; the rating itself stays at F6.
func TestSuggestedRating(t *testing.T) {
	c := testChecker(t)
	for n, want := range []int{0, 3, 2, 2} {
		s := &store{}
		for i := range n {
			s.near = append(s.near, Neighbour{ID: event.ID(rune('a' + i)), Point: poltava, Sources: []string{strings.Repeat("x", i+1)}})
		}
		r := c.with(s).Check(context.Background(), Claim{Text: "A missile hit Poltava.", Coordinates: "49.5883, 34.5514", Published: at("2025-03-21T10:00:00Z")})
		sound(t, &r, "A missile hit Poltava.")
		if r.Rating.Suggested != want {
			t.Errorf("%d sources: suggested %d, want %d", n, r.Rating.Suggested, want)
		}
		if s.from.String() != "2025-03-16" || s.to.String() != "2025-03-24" || s.within < nearEvents {
			t.Errorf("asked for %s to %s within %s", s.from, s.to, km(s.within))
		}
	}
}

// A store that fails is said, and costs no more than its own checks.
func TestStoreFails(t *testing.T) {
	r := testChecker(t).with(&store{err: errors.New("disk full")}).Check(context.Background(), Claim{Text: "A missile hit Poltava.", Coordinates: "49.5883, 34.5514", Published: at("2025-03-21T10:00:00Z")})
	if r.Verdict != Consistent || !strings.Contains(strings.Join(r.NotChecked, "\n"), "disk full") {
		t.Errorf("%s %q", r.Verdict, r.NotChecked)
	}
}

func TestRepeats(t *testing.T) {
	far := orb.Point{36.23, 49.99} // Kharkiv, 130 km away
	runStored(t, []storedCase{
		{checkCase: checkCase{name: "same text elsewhere", verdict: Inconsistent, rows: "duplicate=fail", reasons: "duplicate"}, same: []Earlier{{By: "text", Where: "One", Point: far}}},
		{checkCase: checkCase{name: "same picture elsewhere", verdict: Inconsistent, rows: "duplicate=fail", reasons: "duplicate"}, same: []Earlier{{By: "picture", Where: "One", Point: far}}},
		{checkCase: checkCase{name: "same text here", verdict: Consistent, rows: "!duplicate", reasons: "!duplicate"}, same: []Earlier{{By: "text", Where: "One", Point: poltava}}},
		{checkCase: checkCase{name: "too fast", when: "2025-03-20T10:05:00Z", verdict: Inconsistent, rows: "speed=fail", reasons: "speed"}, same: []Earlier{{By: "source", Point: far, Time: at("2025-03-20T10:00:00Z")}}},
		{checkCase: checkCase{name: "time enough", when: "2025-03-20T12:05:00Z", verdict: Consistent, rows: "!speed"}, same: []Earlier{{By: "source", Point: far, Time: at("2025-03-20T10:00:00Z")}}},
		{checkCase: checkCase{name: "source, time unknown", when: "2025-03-20T12:05:00Z", verdict: Consistent, rows: "!speed"}, same: []Earlier{{By: "source", Point: far}}},
	})
}

func TestMedia(t *testing.T) {
	const when = "2025-03-20T12:00:00+02:00"
	gps := func(lon, lat float64) *orb.Point { return &orb.Point{lon, lat} }
	east := geo.Degrees(90)
	clock := func(s string) time.Time { return at(s + "Z") }
	runStored(t, []storedCase{
		{checkCase: checkCase{name: "position fits", verdict: Consistent, rows: "media_gps=pass"}, media: &Media{GPS: gps(34.5520, 49.5885)}},
		{checkCase: checkCase{name: "position near", verdict: Ambiguous, rows: "media_gps=warn"}, media: &Media{GPS: gps(34.59, 49.5885)}},
		{checkCase: checkCase{name: "position elsewhere", verdict: Inconsistent, rows: "media_gps=fail", reasons: "media_gps"}, media: &Media{GPS: gps(36.23, 49.99)}},
		{checkCase: checkCase{name: "nothing in it is not suspicious", when: when, verdict: Consistent, rows: "!media_gps !media_time"}, media: &Media{}},
		{checkCase: checkCase{name: "time fits", when: when, verdict: Consistent, rows: "media_time=pass"}, media: &Media{Time: at("2025-03-20T10:30:00Z"), HasZone: true}},
		{checkCase: checkCase{name: "time of another day", when: when, verdict: Inconsistent, rows: "media_time=fail", reasons: "media_time"}, media: &Media{Time: at("2025-03-11T10:30:00Z"), HasZone: true}},
		{checkCase: checkCase{name: "local clock fits", when: when, verdict: Consistent, rows: "media_time=pass"}, media: &Media{Time: clock("2025-03-20T12:10:00")}},
		{checkCase: checkCase{name: "local clock, another zone", when: when, verdict: Consistent, rows: "media_time=warn"}, media: &Media{Time: clock("2025-03-20T20:10:00")}},
		{checkCase: checkCase{name: "satellites' time counts", when: when, verdict: Consistent, rows: "media_time=pass"}, media: &Media{Time: clock("2020-01-01T00:00:00"), GPSTime: at("2025-03-20T10:00:00Z")}},
		{checkCase: checkCase{name: "taken after the publication", pub: "2025-03-20T12:00:00Z", verdict: Inconsistent, rows: "media_time=fail", reasons: "future"}, media: &Media{Time: at("2025-03-21T10:30:00Z"), HasZone: true}},
		{checkCase: checkCase{name: "direction", verdict: Consistent, rows: "media_direction=skipped"}, media: &Media{Direction: &east}},
		{checkCase: checkCase{name: "doubts", verdict: Consistent, rows: "media=warn"}, media: &Media{Doubts: []string{"the clock stood at its first second"}}},
	})
}

// A picture's own position is checked when the claim gives none.
func TestMediaAlone(t *testing.T) {
	r := testChecker(t).Check(context.Background(), Claim{Text: "A missile hit Poltava.", Media: &Media{GPS: &poltava}})
	if r.Verdict != Consistent || len(r.Readings) != 1 || r.Readings[0].Notation != "metadata" {
		t.Errorf("%s %v", r.Verdict, r.Readings)
	}
}
