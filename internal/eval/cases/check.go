package cases

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"sitmap/geo"
	"sitmap/geo/geodesic"
)

// Check lists what is wrong with the places found in the text of c, one sentence
// each; an empty list means that the case is fulfilled. A found place answers an
// expectation when the spans overlap; where several do, the one that shares most
// characters counts, and of equals the first.
func (c Case) Check(found []Found) []string {
	var wrong []string
	answers := make([]bool, len(found))
	for _, x := range c.Expect {
		i := best(x.Span, found)
		if i < 0 {
			wrong = append(wrong, fmt.Sprintf("line %d: %q was not found", x.Line, x.Surface))
			continue
		}
		answers[i] = true
		if msg := x.judge(found[i]); msg != "" {
			wrong = append(wrong, msg)
		}
	}
	for _, r := range c.Reject {
		if i := best(r, found); i >= 0 {
			wrong = append(wrong, fmt.Sprintf("line %d: %q is no place here, but was found as %s", r.Line, r.Surface, found[i]))
		}
	}
	for _, x := range c.Avoid {
		if i := best(x.Span, found); i >= 0 && x.away(found[i]) <= x.Tolerance {
			wrong = append(wrong, fmt.Sprintf("line %d: %q was taken for %s", x.Line, x.Surface, found[i]))
		}
	}
	return append(wrong, c.surplus(found, answers)...)
}

// surplus lists what was found beside the expected, where the case forbids that.
func (c Case) surplus(found []Found, answers []bool) []string {
	if !c.Only {
		return nil
	}
	var wrong []string
	for i, f := range found {
		if answers[i] || c.covered(f) {
			continue
		}
		wrong = append(wrong, fmt.Sprintf("line %d: only the expected places may be found, but there is %s", c.Line, f))
	}
	return wrong
}

// covered says that f overlaps an expected place, or a rejected one, which is reported already.
func (c Case) covered(f Found) bool {
	for _, x := range c.Expect {
		if overlap(x.Span, f.Start, f.End) > 0 {
			return true
		}
	}
	for _, r := range c.Reject {
		if overlap(r, f.Start, f.End) > 0 {
			return true
		}
	}
	return false
}

// best is the index of the found place that shares most characters with s, -1 none.
func best(s Span, found []Found) int {
	at, most := -1, 0
	for i, f := range found {
		if n := overlap(s, f.Start, f.End); n > most {
			at, most = i, n
		}
	}
	return at
}

// judge says how f differs from what is expected, or "".
func (x Expectation) judge(f Found) string {
	away := x.away(f)
	switch {
	case math.IsNaN(away):
		return fmt.Sprintf("line %d: %q was found but given no place", x.Line, x.Surface)
	case f.Country != x.Country && away > x.Tolerance:
		return fmt.Sprintf("line %d: %q is in %s, got %s, %.0f km away", x.Line, x.Surface, country(x.Country), f, away)
	case f.Country != x.Country:
		return fmt.Sprintf("line %d: %q is in %s, got %s", x.Line, x.Surface, country(x.Country), f)
	case away > x.Tolerance:
		return fmt.Sprintf("line %d: %q is %.1f km off, allowed are %g: got %s", x.Line, x.Surface, away, x.Tolerance, f)
	}
	return ""
}

// away is the distance in kilometres from the expected point to f, NaN where f has none.
func (x Expectation) away(f Found) float64 {
	if math.IsNaN(f.Lat) || math.IsNaN(f.Lon) {
		return math.NaN()
	}
	return float64(geodesic.Distance(x.Point, orb.Point{f.Lon, f.Lat}) / geo.Kilometre)
}

// String names a found place for a message.
func (f Found) String() string {
	if math.IsNaN(f.Lat) || math.IsNaN(f.Lon) {
		return fmt.Sprintf("%q without a place", f.Surface)
	}
	return fmt.Sprintf("%q in %s at %.4f,%.4f", f.Surface, country(f.Country), f.Lat, f.Lon)
}

func country(code string) string {
	if code == "" {
		return "no country"
	}
	return code
}
