package claim

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"sitmap/gazetteer/data"
	"sitmap/gazetteer/regions"
	"sitmap/geo"
	"sitmap/internal/event"
	"sitmap/internal/reader"
)

// checker is one checker with the built-in gazetteer and no stored events, for all tests.
var checker = sync.OnceValues(func() (*Checker, error) {
	ix, err := data.Default()
	if err != nil {
		return nil, err
	}
	b, err := regions.Default()
	if err != nil {
		return nil, err
	}
	c := New(ix, b, reader.New(ix, b), nil)
	c.now = func() time.Time { return time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC) }
	return c, nil
})

func testChecker(t testing.TB) *Checker {
	t.Helper()
	c, err := checker()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// with gives a copy of the checker that sees stored events.
func (c *Checker) with(e Events) *Checker {
	out := *c
	out.events = e
	return &out
}

// store is a set of stored events for tests.
type store struct {
	near []Neighbour
	same []Earlier
	err  error

	from, to event.Date // what was asked for
	within   geo.Metres
}

func (s *store) Around(_ context.Context, _ orb.Point, within geo.Metres, from, to event.Date) ([]Neighbour, error) {
	s.from, s.to, s.within = from, to, within
	return s.near, s.err
}

func (s *store) Same(context.Context, Claim) ([]Earlier, error) { return s.same, s.err }

// at reads a time of the tests.
func at(s string) time.Time {
	if s == "" {
		return time.Time{}
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t
}

// checkCase is a claim and what must come of it.
type checkCase struct {
	name    string
	text    string
	at      string // coordinates
	pub     string
	when    string
	verdict Verdict
	rows    string // wanted rows, "distance=fail sun=pass"; "!sun" no such row, "!sun=fail" none with that outcome
	reasons string // wanted reasons; "!code": not among them
}

func (c checkCase) claim() Claim {
	return Claim{ID: c.name, Text: c.text, Coordinates: c.at, Published: at(c.pub), Time: at(c.when)}
}

// runCases checks every claim of a table.
func runCases(t *testing.T, cases []checkCase) {
	t.Helper()
	c := testChecker(t)
	for _, x := range cases {
		t.Run(x.name, func(t *testing.T) {
			r := c.Check(context.Background(), x.claim())
			x.compare(t, &r)
		})
	}
}

// compare fails where a result is not what the case wants.
func (c checkCase) compare(t *testing.T, r *Result) {
	t.Helper()
	if c.verdict != "" && r.Verdict != c.verdict {
		t.Errorf("verdict %s, want %s", r.Verdict, c.verdict)
	}
	for _, want := range strings.Fields(c.rows) {
		row, not := strings.CutPrefix(want, "!")
		code, outcome, _ := strings.Cut(row, "=")
		if hasRow(r, code, Outcome(outcome)) == not {
			t.Errorf("row %s", want)
		}
	}
	for _, want := range strings.Fields(c.reasons) {
		code, not := strings.CutPrefix(want, "!")
		if slices.Contains(r.Reasons, code) == not {
			t.Errorf("reason %s, got %v", want, r.Reasons)
		}
	}
	sound(t, r, c.text)
	if t.Failed() {
		t.Logf("%q %q: %s %v", c.text, c.at, r.Sentence, r.Reasons)
		for _, row := range r.Checks {
			t.Logf("%s %s: %s; expected %s", row.Code, row.Outcome, row.Measured, row.Expected)
		}
	}
}

func hasRow(r *Result, code string, o Outcome) bool {
	return slices.ContainsFunc(r.Checks, func(c Check) bool { return c.Code == code && (o == "" || c.Outcome == o) })
}

// sound fails where a result breaks a promise of every result.
func sound(t *testing.T, r *Result, text string) {
	t.Helper()
	switch r.Verdict {
	case Consistent, Inconsistent, Ambiguous, NotCheckable:
	default:
		t.Errorf("verdict %q", r.Verdict)
	}
	if r.Sentence == "" || strings.Contains(r.Sentence, "claim is true") {
		t.Errorf("sentence %q", r.Sentence)
	}
	if r.Condition != "" && r.Verdict != Ambiguous {
		t.Errorf("condition %q beside %s", r.Condition, r.Verdict)
	}
	if r.Rating.Source != "F" || r.Rating.Information != 6 {
		t.Errorf("rating %+v: the program may only suggest", r.Rating)
	}
	if r.Verdict == Consistent && hasFail(r) {
		t.Error("consistent beside a failed check")
	}
	for i := range r.Checks {
		c := &r.Checks[i]
		if c.Measured == "" || c.Source == "" {
			t.Errorf("row %s without measure or source: %+v", c.Code, c)
		}
		if q := c.Quote; q != nil && (q.Start < 0 || q.Start > q.End || q.End > len(text)) {
			t.Errorf("row %s: quote %v outside a text of %d bytes", c.Code, *q, len(text))
		}
		if i > 0 && abs(r.Checks[i-1].Bits) < abs(c.Bits) {
			t.Errorf("row %s is heavier than the one before", c.Code)
		}
	}
	if len(r.NotChecked) == 0 {
		t.Error("nothing is said of what was not checked")
	}
	if _, err := json.Marshal(r); err != nil {
		t.Error(err)
	}
}

func hasFail(r *Result) bool {
	return slices.ContainsFunc(r.Checks, func(c Check) bool { return c.Outcome == Fail })
}

// repeat gives a text of about n bytes.
func repeat(s string, n int) string { return strings.Repeat(s, n/len(s)+1) }

func containsAny(s string, any ...string) bool {
	return slices.ContainsFunc(any, func(x string) bool { return strings.Contains(s, x) })
}

// processor gives the time that this process has spent on processors, which a busy machine disturbs less than the clock.
func processor(t testing.TB) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
