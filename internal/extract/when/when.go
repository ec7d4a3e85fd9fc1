// Package when finds the expressions of time in a report and turns them into
// intervals of whole days: [Find], [Assumed].
//
// It reads English, Ukrainian and Russian: weekdays, weekends, nights, parts of the day,
// written dates, parts of weeks and months, "since", "N days ago", ranges. Relative
// expressions count from the publication date; without one their ends stay unknown
// and the basis says so. It does not decide which event an expression belongs to.
package when

import (
	"sitmap/internal/event"
	"sitmap/internal/extract/words"
)

// Found is an expression of time in a report.
type Found struct {
	event.Interval
	First, Last int  // words, half open
	Weak        bool // a bare part of the day or "now": counts when nothing better is near
	Period      bool // the span a bulletin reports on: "over the past day", "since midnight"
	Dateline    bool // stands in the line that says where and when the report was written
}

// Clock is what relative expressions count from.
type Clock struct {
	Published event.Date // the day of publication in the publisher's zone; zero = unknown
	Local     event.Date // the same moment's day where the report's places are; zero = the same day
}

// Find gives the expressions of time from left to right. A date in the head of the report
// ("KYIV, Dec 14 -") says when it was written: relative expressions count from it when it is
// at most a week before publication, or when nothing else is known.
func Find(d *words.Doc, c Clock) []Found {
	p := newParser(d, c)
	if day := p.headDate(); !day.IsZero() {
		p = newParser(d, Clock{Published: day})
		p.through = c.latest()
	}
	var out []Found
	for s := range d.Sents {
		p.last = d.Sents[s].Last
		for i := d.Sents[s].First; i < p.last; {
			r, n := p.at(i)
			if n == 0 {
				i++
				continue
			}
			out = p.keep(out, r, i, i+n)
			i += n
		}
	}
	return out
}

func newParser(d *words.Doc, c Clock) parser {
	p := parser{d: d, pub: c.Published, now: c.latest()}
	if !c.Local.IsZero() && !c.Published.IsZero() {
		p.shift = c.Local.DayNumber() - c.Published.DayNumber()
	}
	p.through = p.now
	return p
}

// latest is the later of the two days.
func (c Clock) latest() event.Date {
	if !c.Published.IsZero() && !c.Local.IsZero() && c.Published.Before(c.Local) {
		return c.Local
	}
	return c.Published
}

// headDate gives the date of the head of the report, zero if it has none or one that does
// not fit the publication.
func (p parser) headDate() event.Date {
	if len(p.d.Sents) == 0 {
		return event.Date{}
	}
	p.last = p.d.Sents[0].Last
	for i := 0; i < min(p.last, 8); i++ {
		r, n := p.written(i)
		if n == 0 || r.Start.IsZero() || r.Start != r.End || !p.isDateline(i, i+n) {
			continue
		}
		if !p.known() || !p.pub.Before(r.Start) && r.Start.DayNumber() >= p.pub.DayNumber()-7 {
			return r.Start
		}
	}
	return event.Date{}
}

// keep appends one reading, with its ends in order and none after publication.
func (p *parser) keep(out []Found, r reading, first, last int) []Found {
	if r.skip {
		return out
	}
	f := Found{Interval: r.Interval, First: first, Last: last, Weak: r.weak, Period: r.period, Dateline: p.isDateline(first, last)}
	f.Text = p.d.Span(first, last)
	if r.anaphor != 0 {
		f.Interval = p.before(out, r, f.Text)
	}
	if p.known() && !f.Start.IsZero() && !f.End.IsZero() && p.now.Before(f.End) && !p.now.Before(f.Start) {
		f.End = p.now
	}
	if f.Start.IsZero() && f.End.IsZero() {
		f.Basis = event.BasisUnknown
	}
	// "a day earlier, 8 March": the written date explains the first expression
	if k := len(out) - 1; k >= 0 && out[k].Last+1 == first && p.d.Is(out[k].Last, ",") && out[k].Basis == event.BasisRelative && f.Basis == event.BasisExplicit {
		f.First = out[k].First
		f.Text = p.d.Span(f.First, last)
		out = out[:k]
	}
	return append(out, f)
}

// before resolves "the same day" and "a day earlier" against the expression before it.
func (p *parser) before(out []Found, r reading, text string) event.Interval {
	iv := event.Interval{Precision: event.PrecisionDay, Basis: event.BasisRelative, Text: text}
	for k := len(out) - 1; k >= 0; k-- {
		if !out[k].Start.IsZero() && !out[k].Dateline {
			iv.Start = out[k].Start.AddDays(r.shift)
			iv.End = iv.Start
			if r.shift == 0 {
				iv.End = out[k].End
			}
			return iv
		}
	}
	if r.shift != 0 {
		iv.Start = p.pub.AddDays(r.shift)
		iv.End = iv.Start
	}
	return iv
}

// isDateline reports that the words stand in the head of the report: "KYIV, Dec 22 -".
func (p *parser) isDateline(first, last int) bool {
	if p.d.Words[first].Sent > 0 || first > 6 {
		return false
	}
	if p.d.Is(last, "-", "–", "—") {
		return true
	}
	for k := range first {
		if p.d.IsWord(k) && !p.d.Words[k].Cap {
			return false // "the army captured A on Friday" is a short sentence, no head
		}
	}
	if last+1 >= p.d.Sents[0].Last {
		return true // the head is a sentence of its own
	}
	return p.d.Is(last, "(", ".", ":") && first > 0
}

// Assumed is the interval of an event without words of time: two days before
// publication to publication. Without a publication date it is unknown.
func Assumed(published event.Date) event.Interval {
	if published.IsZero() {
		return event.Interval{Precision: event.PrecisionUnknown, Basis: event.BasisUnknown}
	}
	return event.Interval{Start: published.AddDays(-2), End: published, Precision: event.PrecisionDay, Basis: event.BasisAssumed}
}

// AssumedBefore is the interval of an event of which only the day it was spoken of is
// known: from two days before publication (or before that day, if it is older) to that day.
func AssumedBefore(said event.Interval, published event.Date) event.Interval {
	if said.End.IsZero() || published.IsZero() {
		return Assumed(published)
	}
	from := published.AddDays(-2)
	if said.Start.Before(from) {
		from = said.Start.AddDays(-2)
	}
	return event.Interval{Start: from, End: said.End, Precision: event.PrecisionDay, Basis: event.BasisAssumed, Text: said.Text}
}
