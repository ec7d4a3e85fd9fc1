package store

import (
	"fmt"
	"math"
	"unicode/utf8"

	"github.com/paulmach/orb"

	"sitmap/internal/event"
)

// maxValues bounds the values of one list of a query.
const maxValues = 500

// CheckReport says why a report cannot be stored, or nil. Errors wrap [ErrInvalid].
func CheckReport(r event.Report) error {
	switch {
	case r.ID == "":
		return fmt.Errorf("%w: a report has no ID", ErrInvalid)
	case !utf8.ValidString(r.Text) || !utf8.ValidString(r.Title):
		return fmt.Errorf("%w: report %s holds bytes that are not UTF-8", ErrInvalid, r.ID)
	case !r.Published.IsZero() && (r.Published.Year() < 1 || r.Published.Year() > 9999):
		return fmt.Errorf("%w: report %s was published in the year %d", ErrInvalid, r.ID, r.Published.Year())
	}
	return nil
}

// CheckEvent says why an event read in report r cannot be stored, or nil: a
// missing ID, a coordinate that is no place on earth, words outside the text, an
// interval that ends before it begins. Errors wrap [ErrInvalid].
func CheckEvent(r event.Report, ev event.Event) error {
	if ev.ID == "" {
		return fmt.Errorf("%w: an event of report %s has no ID", ErrInvalid, r.ID)
	}
	if err := checkEvent(r, ev); err != nil {
		return fmt.Errorf("%w: event %s of report %s: %w", ErrInvalid, ev.ID, r.ID, err)
	}
	return nil
}

func checkEvent(r event.Report, ev event.Event) error {
	w := ev.When
	if !w.Start.IsZero() && !w.End.IsZero() && w.End.Before(w.Start) {
		return fmt.Errorf("it ends on %s, before it begins on %s", w.End, w.Start)
	}
	for _, d := range [2]event.Date{w.Start, w.End} {
		if d.Year < 0 || d.Year > 9999 {
			return fmt.Errorf("the year %d is outside 0 to 9999", d.Year)
		}
	}
	for _, e := range ev.Evidence {
		if e.Report == r.ID || e.Report == "" {
			if err := checkSpan(r, e.Span); err != nil {
				return fmt.Errorf("evidence: %w", err)
			}
		}
	}
	for i, l := range ev.Where {
		if err := checkPoint(l.Point); err != nil {
			return fmt.Errorf("place %d (%s): %w", i+1, l.Place.Name, err)
		}
		if !(l.Radius >= 0) || math.IsInf(float64(l.Radius), 0) {
			return fmt.Errorf("place %d (%s): radius %v m is not a length", i+1, l.Place.Name, float64(l.Radius))
		}
		if err := checkSpan(r, l.Mention); err != nil {
			return fmt.Errorf("place %d (%s): %w", i+1, l.Place.Name, err)
		}
	}
	return nil
}

func checkSpan(r event.Report, s event.Span) error {
	if s.Start < 0 || s.End < s.Start || s.End > len(r.Text) {
		return fmt.Errorf("bytes %d to %d are not in the report's %d bytes", s.Start, s.End, len(r.Text))
	}
	return nil
}

func checkPoint(p orb.Point) error {
	if !(p[0] >= -180 && p[0] <= 180 && p[1] >= -90 && p[1] <= 90) {
		return fmt.Errorf("longitude %v, latitude %v is not on earth", p[0], p[1])
	}
	return nil
}

// CheckQuery says why a query cannot be answered, or nil. Errors wrap [ErrInvalid].
func CheckQuery(q event.Query) error {
	if b := q.Bounds; b != nil {
		for _, p := range [2]orb.Point{b.Min, b.Max} {
			if err := checkPoint(p); err != nil {
				return fmt.Errorf("%w bounds: %w", ErrInvalid, err)
			}
		}
		if b.Min[1] > b.Max[1] {
			return fmt.Errorf("%w bounds: south %v lies north of north %v", ErrInvalid, b.Min[1], b.Max[1])
		}
	}
	if n := q.Near; n != nil {
		if err := checkPoint(n.Centre); err != nil {
			return fmt.Errorf("%w nearness: %w", ErrInvalid, err)
		}
		if !(n.Radius >= 0) || math.IsInf(float64(n.Radius), 0) {
			return fmt.Errorf("%w nearness: radius %v m is not a length", ErrInvalid, float64(n.Radius))
		}
	}
	if !q.From.IsZero() && !q.To.IsZero() && q.To.Before(q.From) {
		return fmt.Errorf("%w interval: it ends on %s, before it begins on %s", ErrInvalid, q.To, q.From)
	}
	if q.Limit < 0 {
		return fmt.Errorf("%w limit %d: it must not be negative", ErrInvalid, q.Limit)
	}
	if n := max(len(q.Types), len(q.Actors), len(q.Sources), len(q.Verification)); n > maxValues {
		return fmt.Errorf("%w: %d values in one list, at most %d are taken", ErrInvalid, n, maxValues)
	}
	return nil
}
