package table

import (
	"fmt"
	"time"

	"sitmap/internal/event"
)

// when gives the row's interval; false when it was rejected.
func (l *line) when() (event.Interval, bool) {
	v, col := l.first(Date)
	if col < 0 {
		l.reject(l.field(Date), "the row has no date")
		return event.Interval{}, false
	}
	w, err := parseDate(v, l.m.DateOrder)
	if err != nil {
		l.reject(l.names[col], err.Error())
		return event.Interval{}, false
	}
	out := event.Interval{Start: w.start, End: w.end, Precision: w.precision, Basis: event.BasisExplicit, Text: v}
	if v, col := l.first(DateEnd); col >= 0 {
		end, err := parseDate(v, l.m.DateOrder)
		switch {
		case err != nil:
			l.reject(l.names[col], err.Error()+"; the end stays unknown")
			out.End, out.Precision = event.Date{}, event.PrecisionUnknown
		case end.end.Before(w.start):
			l.reject(l.names[col], fmt.Sprintf("%q is before the beginning, %s", short(v), w.start))
			return event.Interval{}, false
		case end.end != w.end:
			out.End, out.Precision = end.end, spanned(out.Start, end.end)
			out.Text += "/" + v
		}
	}
	if err := l.plausible(out); err != nil {
		l.reject(l.names[col], err.Error())
		return event.Interval{}, false
	}
	l.timePrecision(&out)
	return out, true
}

// plausible refuses years that a typing error made.
func (l *line) plausible(w event.Interval) error {
	earliest := l.m.Earliest
	if earliest == 0 {
		earliest = 1900
	}
	if w.Start.Year < earliest {
		return fmt.Errorf("%q lies before the year %d; mend it, or say \"earliest\" in a mapping", short(w.Text), earliest)
	}
	if now := l.o.Retrieved; !now.IsZero() && w.Start.Time().After(now.Add(36*time.Hour)) {
		return fmt.Errorf("%q lies in the future", short(w.Text))
	}
	return nil
}

// timePrecision widens a day to what the table's code says is known.
func (l *line) timePrecision(w *event.Interval) {
	cols := l.cols[TimePrec]
	if len(cols) == 0 {
		return
	}
	if folded(l.names[cols[0]]) != "timeprecision" {
		// UCDP's interval is stated; the code says how it came about.
		if n, ok := l.code(TimePrec, 5); ok {
			w.Precision = [6]event.TimePrecision{1: event.PrecisionDay, 2: event.PrecisionWeek, 3: event.PrecisionWeek, 4: event.PrecisionMonth, 5: event.PrecisionYear}[n]
		}
		return
	}
	n, ok := l.code(TimePrec, 3)
	switch {
	case !ok || w.Start != w.End:
	case n == 2: // ACLED dates an event known by its week at the middle of it
		w.Start, w.End, w.Precision = w.Start.AddDays(-3), w.End.AddDays(3), event.PrecisionWeek
	case n == 3:
		d := w.Start
		w.Start, w.Precision = event.Date{Year: d.Year, Month: d.Month, Day: 1}, event.PrecisionMonth
		w.End = event.DateOf(time.Date(d.Year, d.Month+1, 0, 0, 0, 0, 0, time.UTC))
	}
}
