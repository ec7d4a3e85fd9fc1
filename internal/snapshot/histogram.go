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
	days := make(map[int32]int)
	first, last := int32(openEnd), int32(openStart)
	for e := range f.matchingEvents() {
		if d, ok := g.day(e); ok {
			days[d]++
			first, last = min(first, d), max(last, d)
		}
	}
	if len(days) == 0 {
		if bin == "" {
			bin = Day
		}
		return bin, nil
	}
	bin = fitting(bin, int(last)-int(first)+1)
	if bin == Year && (int(last)-int(first))/365 > 100*maxBars {
		return bin, nil // dates of another age; no bars can show them
	}
	return bin, bars(days, bin, int(first), int(last))
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

func bars(days map[int32]int, bin Bin, first, last int) []Bar {
	var out []Bar
	at := make(map[int]int) // bar number by first day
	for d := floor(bin, first); d <= last; {
		next := step(bin, d)
		at[d] = len(out)
		out = append(out, Bar{event.FromDayNumber(d), event.FromDayNumber(next - 1), 0})
		d = next
	}
	for d, n := range days {
		out[at[floor(bin, int(d))]].Count += n
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
