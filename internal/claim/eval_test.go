package claim

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/paulmach/orb"
)

// The bars of the development claims; docs/claims.md gives the figures.
const (
	barVerdict    = .90
	barReading    = .95
	barReason     = .85
	barFalseAlarm = .05
)

// development is one line of the development claims.
type development struct {
	ID, Text, Coordinates, Published, Time string

	Expect struct {
		Verdict  Verdict
		Lat, Lon *float64
		Reasons  []string
	}
}

// share counts what is right of what there is.
type share struct{ right, of float64 }

func (s *share) see(ok bool) {
	s.of++
	if ok {
		s.right++
	}
}

func (s *share) value() float64 { return s.right / max(s.of, 1) }

func TestDevelopmentClaims(t *testing.T) {
	path := filepath.Join("..", "..", "..", "shared", "eval", "conflict-dev", "claims.jsonl")
	f, err := os.Open(path)
	if err != nil {
		t.Skipf("the development claims are not here (%v): they are not part of the project", err)
	}
	defer func() { _ = f.Close() }()
	c := testChecker(t)
	var verdict, reading, reason, alarm share
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		var l development
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			t.Fatal(err)
		}
		r := c.Check(context.Background(), Claim{ID: l.ID, Text: l.Text, Coordinates: l.Coordinates, Published: at(l.Published), Time: at(l.Time)})
		sound(t, &r, l.Text)
		verdict.see(r.Verdict == l.Expect.Verdict)
		if l.Expect.Lat != nil {
			reading.see(r.Point != nil && distance(*r.Point, orb.Point{*l.Expect.Lon, *l.Expect.Lat}) <= 200)
		}
		if len(l.Expect.Reasons) > 0 {
			reason.see(slices.ContainsFunc(l.Expect.Reasons, func(s string) bool { return slices.Contains(r.Reasons, s) }))
		}
		if l.Expect.Verdict == Consistent {
			alarm.see(r.Verdict == Inconsistent)
		}
	}
	if verdict.of == 0 {
		t.Fatal("no claims in " + path)
	}
	t.Logf("%.0f claims: verdict %.3f, reading %.3f, reason %.3f, false alarms %.3f", verdict.of, verdict.value(), reading.value(), reason.value(), alarm.value())
	for _, x := range []struct {
		name     string
		got, bar float64
	}{
		{"verdict", verdict.value(), barVerdict},
		{"reading", reading.value(), barReading},
		{"reason", reason.value(), barReason},
		{"no false alarm", 1 - alarm.value(), 1 - barFalseAlarm},
	} {
		if x.got < x.bar {
			t.Errorf("%s %.3f, the bar is %.2f", x.name, x.got, x.bar)
		}
	}
}
