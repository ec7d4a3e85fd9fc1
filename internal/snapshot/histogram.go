package snapshot

import (
	"time"

	"sitmap/internal/event"
)

// Bin is the width of a histogram's bars.
type Bin string

// The widths. A week begins on Monday.
const (
	Day   Bin = "day"
	Week  Bin = "week"
	Month Bin = "month"
	Year  Bin = "year"
)

// Bar counts the events that begin from Start to End, both included.
type Bar struct {
	Start, End event.Date
	Count      int
}

// maxBars is how many bars a histogram may have before wider ones are taken.
const maxBars = 400

// Histogram counts matching events by the day they begin (or end, when only that
// is known), in one row of bars without gaps. An empty bin picks the narrowest
// that gives at most 400 bars; a bin that would give more is widened. Events
// without a date are in no bar; see [Counts.Undated].
func (g *Generation) Histogram(f *Filter, bin Bin) (Bin, []Bar) {
	first, last := int32(OpenEnd), int32(OpenStart)
	counts := f.eventsByWhen()
	for code, n := range counts {
		if d, ok := g.whens[code].day(); ok && n > 0 {
			first, last = min(first, d), max(last, d)
		}
	}
	if first > last {
		if bin == "" {
			bin = Day
		}
		return bin, nil
	}
	bin = fitting(bin, int(last)-int(first)+1)
	days := make([]int, int(last)-int(first)+1) // ten thousand years are four million days
	for code, n := range counts {
		if d, ok := g.whens[code].day(); ok && n > 0 {
			days[d-first] += int(n)
		}
	}
	return bin, bars(days, bin, int(first))
}

// day is where an event stands in a histogram: its start, or its end when only that is known.
func (w when) day() (int32, bool) {
	switch {
	case w.start != OpenStart:
		return w.start, true
	case w.end != OpenEnd:
		return w.end, true
	}
	return 0, false
}

// fitting gives bin, or the next wider one that needs few enough bars for so many days.
func fitting(bin Bin, days int) Bin {
	order := [4]Bin{Day, Week, Month, Year}
	width := [4]int{1, 7, 30, 365}
	started := bin == ""
	for i, b := range order {
		started = started || b == bin
		if started && (days/width[i] <= maxBars || b == Year) {
			return b
		}
	}
	return Year
}

// bars adds up days, the first of which is the day first.
func bars(days []int, bin Bin, first int) []Bar {
	var out []Bar
	for d, last := floor(bin, first), first+len(days)-1; d <= last; {
		next := step(bin, d)
		b := Bar{event.FromDayNumber(d), event.FromDayNumber(next - 1), 0}
		for _, n := range days[max(d-first, 0):min(next-first, len(days))] {
			b.Count += n
		}
		out = append(out, b)
		d = next
	}
	return out
}

// floor gives the first day of the bar that holds day d.
func floor(bin Bin, d int) int {
	t := event.FromDayNumber(d)
	switch bin {
	case Week:
		return d - (int(t.Weekday())+6)%7
	case Month:
		return event.Date{Year: t.Year, Month: t.Month, Day: 1}.DayNumber()
	case Year:
		return event.Date{Year: t.Year, Month: time.January, Day: 1}.DayNumber()
	}
	return d
}

// step gives the first day of the bar after the one that begins on day d.
func step(bin Bin, d int) int {
	t := event.FromDayNumber(d)
	switch bin {
	case Week:
		return d + 7
	case Month:
		return event.DateOf(time.Date(t.Year, t.Month+1, 1, 0, 0, 0, 0, time.UTC)).DayNumber()
	case Year:
		return event.Date{Year: t.Year + 1, Month: time.January, Day: 1}.DayNumber()
	}
	return d + 1
}
