package claim

import (
	"fmt"
	"time"

	"sitmap/internal/event"
	"sitmap/internal/extract/words"
	"sitmap/internal/zone"
)

// clockSlack is how far two clocks may differ before a time counts as later.
const clockSlack = 5 * time.Minute

//nolint:gochecknoglobals // table, never written
var weekdays = words.Compile(
	words.Row[time.Weekday]{Patterns: "monday; mondays; mon; понеділок; понеділка; понеділку; понедельник; понедельника; понедельнику", Value: time.Monday},
	words.Row[time.Weekday]{Patterns: "tuesday; tue; вівторок; вівторка; вторник; вторника", Value: time.Tuesday},
	words.Row[time.Weekday]{Patterns: "wednesday; wed; середа; середу; середи; среда; среду; среды", Value: time.Wednesday},
	words.Row[time.Weekday]{Patterns: "thursday; thu; четвер; четверга; четверг", Value: time.Thursday},
	words.Row[time.Weekday]{Patterns: "friday; fri; п'ятниця; п'ятницю; п'ятниці; пятница; пятницу; пятницы", Value: time.Friday},
	words.Row[time.Weekday]{Patterns: "saturday; sat; субота; суботу; суботи; суббота; субботу; субботы", Value: time.Saturday},
	words.Row[time.Weekday]{Patterns: "sunday; sun; неділя; неділю; неділі; воскресенье; воскресенья", Value: time.Sunday},
)

// dates compares the dates of the claim with each other.
func (w *work) dates() {
	w.weekday()
	w.future()
	w.filmed()
}

// weekday looks for a weekday beside a written date that fell on another day.
func (w *work) weekday() {
	d := w.said.doc
	for _, h := range weekdays.Find(d, 0, len(d.Words)) {
		for _, f := range w.said.times {
			if f.Basis != event.BasisExplicit || f.Start.IsZero() || f.Start != f.End || f.First > h.Last+2 || f.Last < h.First-2 || d.Words[f.First].Sent != d.Words[h.First].Sent {
				continue
			}
			q := w.bytes(min(h.First, f.First), max(h.Last, f.Last))
			c := Check{Code: "weekday", Quote: &q, Source: "Gregorian calendar"}
			c.Measured = fmt.Sprintf("%s was a %s", f.Start, f.Start.Weekday())
			c.Expected = "a " + h.Value.String()
			c.Outcome = grade(f.Start.Weekday() == h.Value, false)
			c.Bits = bits(c.Outcome)
			if c.Outcome == Fail {
				w.reason("weekday")
			}
			w.add(c)
			break
		}
	}
}

// future looks for what happened after it was published, and for dates that are still to come.
func (w *work) future() {
	pub := w.cl.Published
	if t := w.cl.Time; !t.IsZero() {
		c := Check{Code: "future", Source: "the claim", Expected: "before the publication"}
		switch {
		case t.After(w.c.now().Add(clockSlack)):
			c.Outcome, c.Measured, c.Expected = Fail, "the claimed time "+t.Format(time.RFC3339)+" is still to come", "a time that has passed"
		case pub.IsZero():
			w.skip("future: the time of publication is unknown")
			return
		case t.After(pub.Add(clockSlack)):
			c.Outcome, c.Measured = Fail, fmt.Sprintf("the claimed time is %s after the publication", lasting(t.Sub(pub)))
		default:
			c.Outcome, c.Measured = Pass, fmt.Sprintf("published %s later", lasting(pub.Sub(t)))
		}
		c.Bits = bits(c.Outcome)
		if c.Outcome == Pass {
			c.Bits = 0
		}
		if c.Outcome == Fail {
			w.reason("future")
		}
		w.add(c)
	}
	if pub.IsZero() {
		return
	}
	day := event.DateOf(pub).AddDays(1) // the place may be a day ahead
	for _, f := range w.said.times {
		if f.Basis == event.BasisExplicit && !f.Start.IsZero() && day.Before(f.Start) && pastTense(w.said.doc) {
			q := w.bytes(f.First, f.Last)
			w.reason("future")
			w.add(Check{Code: "future", Outcome: Fail, Measured: fmt.Sprintf("%s is after the publication on %s", f.Start, event.DateOf(pub)), Expected: "a day before the publication", Quote: &q, Source: "the claim", Bits: bits(Fail)})
		}
	}
}

// pastTense is true for the claims that this package sees: they tell what happened. Words that announce are left aside.
func pastTense(d *words.Doc) bool {
	for i := range d.Words {
		if d.Is(i, "will", "planned", "scheduled", "tomorrow", "буде", "будут", "завтра", "заплановано", "запланировано") {
			return false
		}
	}
	return true
}

// filmed compares the claimed time with the days that the words give.
func (w *work) filmed() {
	t := w.cl.Time
	if t.IsZero() || w.at == nil {
		return
	}
	day := zone.Day(t, *w.at)
	for _, f := range w.said.times {
		if f.Start.IsZero() || f.End.IsZero() || f.Weak || f.Period {
			continue
		}
		q := w.bytes(f.First, f.Last)
		c := Check{Code: "media_time", Quote: &q, Source: "the claim", Measured: "filmed on " + day.String() + " at the place", Expected: days(f.Interval)}
		switch {
		case day.Before(f.Start.AddDays(-1)):
			c.Code, c.Outcome = "before_event", Fail
		case day.Before(f.Start):
			c.Code, c.Outcome = "before_event", Warn
		case f.End.AddDays(1).Before(day):
			c.Outcome = Warn // filmed later than it happened is possible
		case f.End.Before(day):
			c.Outcome = Warn
		default:
			c.Outcome = Pass
		}
		c.Bits = bits(c.Outcome)
		if c.Outcome == Fail {
			w.reason(c.Code)
		}
		w.add(c)
		return
	}
}

func days(v event.Interval) string {
	if v.Start == v.End {
		return v.Start.String()
	}
	return v.Start.String() + " to " + v.End.String()
}

// lasting writes a duration in one unit.
func lasting(d time.Duration) string {
	switch {
	case d < time.Hour:
		return fmt.Sprintf("%.0f minutes", d.Minutes())
	case d < 48*time.Hour:
		return fmt.Sprintf("%.0f hours", d.Hours())
	}
	return fmt.Sprintf("%.0f days", d.Hours()/24)
}
