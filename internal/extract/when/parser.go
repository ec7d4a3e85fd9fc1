package when

import (
	"time"

	"sitmap/internal/event"
	"sitmap/internal/extract/words"
)

// reading is what an expression says before it is placed in the report.
type reading struct {
	event.Interval
	weak    bool
	period  bool
	skip    bool // understood and of no use: the future
	anaphor int  // 1: counts from the expression before it
	shift   int  // days from that expression
}

type parser struct {
	d       *words.Doc
	pub     event.Date // expressions count from this day
	now     event.Date // the last day that can be meant: the later of the publisher's and the place's
	through event.Date // "since" ends on this day
	shift   int        // days from the publisher's day to the place's: -1, 0, 1
	last    int        // end of the sentence
}

func (p *parser) known() bool { return !p.pub.IsZero() }

// at reads the expression that begins at word i and gives its number of words.
func (p *parser) at(i int) (reading, int) {
	if r, n := p.span(i); n > 0 {
		return r, n
	}
	if r, n := p.since(i); n > 0 {
		return r, n
	}
	r, n := p.point(i)
	if n == 0 {
		return r, 0
	}
	return p.union(r, i, n)
}

// union adds "and Friday" to "on Thursday".
func (p *parser) union(r reading, i, n int) (reading, int) {
	if !p.d.Is(i+n, "and", "та", "і", "й", "и", "or", "або", "или") || r.Precision == event.PrecisionMonth || r.weak || r.anaphor != 0 {
		return r, n
	}
	second, m := p.point(i + n + 1)
	if m == 0 || second.weak || second.anaphor != 0 || second.Basis != r.Basis || second.Precision != r.Precision || second.Start.IsZero() || r.Start.IsZero() {
		return r, n
	}
	if days := second.Start.DayNumber() - r.Start.DayNumber(); days < 1 || days > 3 {
		return r, n
	}
	r.End = second.End
	return r, n + 1 + m
}

// span reads "between 17 and 20 February", "с 19 по 22 января", "from Monday to Wednesday".
func (p *parser) span(i int) (reading, int) {
	kind, n := spanOpeners.At(p.d, i)
	if n == 0 {
		if r, m := p.dayNumbers(i); m > 0 {
			return r, m
		}
		return reading{}, 0
	}
	j := i + n
	first, m := p.point(j)
	day := 0
	if m == 0 {
		if day, m = p.dayNumber(j); m == 0 {
			return reading{}, 0
		}
	}
	if first.anaphor != 0 || first.weak {
		return reading{}, 0
	}
	j += m
	if !p.joins(kind, j) {
		return reading{}, 0
	}
	second, m2 := p.point(j + 1)
	if m2 == 0 || second.Start.IsZero() || second.anaphor != 0 {
		return reading{}, 0
	}
	if day > 0 {
		first.Start = withDay(second.Start, day)
	}
	for n := 0; n < 2 && !first.Start.IsZero() && second.End.Before(first.Start) && first.Precision == event.PrecisionMonth; n++ {
		first.Start.Year = min(second.Start.Year, first.Start.Year-1) // "from June to November 2023"
	}
	if first.Start.IsZero() || second.End.Before(first.Start) {
		return reading{}, 0
	}
	second.Start = first.Start
	second.Precision = event.PrecisionOf(second.Start, second.End)
	return second, j + 1 + m2 - i
}

func (p *parser) joins(kind spanKind, j int) bool {
	switch kind {
	case spanBetween:
		return p.d.Is(j, "and", "і", "й", "та", "и")
	case spanFrom:
		return p.d.Is(j, "to", "until", "till", "through", "по", "до", "-", "–", "—")
	}
	return false
}

// dayNumbers reads "17-20 February" and "14 and 15 December".
func (p *parser) dayNumbers(i int) (reading, int) {
	day, n := p.dayNumber(i)
	if n == 0 || !p.d.Is(i+n, "-", "–", "—", "and", "та", "і", "й", "и") {
		return reading{}, 0
	}
	r, m := p.written(i + n + 1)
	if m == 0 || r.Start.IsZero() {
		return reading{}, 0
	}
	first := withDay(r.Start, day)
	if first.IsZero() || !first.Before(r.Start) {
		return reading{}, 0
	}
	r.Start = first
	r.Precision = event.PrecisionOf(r.Start, r.End)
	return r, n + 1 + m
}

// since reads "since Thursday", "з початку вересня", "с августа": from there to publication.
func (p *parser) since(i int) (reading, int) {
	if _, n := sinceWords.At(p.d, i); n > 0 {
		r, m := p.point(i + n)
		if m == 0 || r.anaphor != 0 {
			return reading{}, 0
		}
		r.weak = false
		if !p.known() {
			r.End = event.Date{}
			return r, n + m
		}
		if !r.Start.IsZero() {
			r.End = p.through
			if r.Precision == event.PrecisionDay || r.Precision == event.PrecisionPartOfDay {
				r.Precision = event.PrecisionOf(r.Start, r.End)
			}
		}
		return r, n + m
	}
	return reading{}, 0
}

// point reads one expression that is not a range.
func (p *parser) point(i int) (reading, int) {
	if i >= p.last {
		return reading{}, 0
	}
	if r, n := p.day(i); n > 0 {
		return r, n
	}
	if f, n := fixed.At(p.d, i); n > 0 {
		return p.resolve(f, i, n), n
	}
	if r, n := p.month(i); n > 0 {
		return r, n
	}
	return p.year(i)
}

// day reads a weekday or a written date with the part of the day around it.
func (p *parser) day(i int) (reading, int) {
	before, n := partBefore.At(p.d, i)
	if k := p.clock(i); n == 0 && k > 0 {
		if before, n = partHour, k; p.d.Is(i+n, ",") {
			n++
		}
	}
	j := i + n
	r, m := p.bareDay(j)
	if m == 0 {
		return reading{}, 0
	}
	j += m
	after, k := partAfter.At(p.d, j)
	if k > 0 && j+k <= p.last {
		j += k
	} else {
		after = partNone
	}
	if k := p.clock(j); after == partNone && k > 0 && j+k <= p.last {
		after = partHour
		j += k
	}
	part := before
	if after != partNone {
		part = after
	}
	applyPart(&r, part)
	return r, j - i
}

func applyPart(r *reading, part part) {
	switch part {
	case partHour:
		if r.Precision == event.PrecisionDay && r.Start == r.End {
			r.Precision = event.PrecisionHour
		}
	case partOfDay:
		if r.Precision == event.PrecisionDay {
			r.Precision = event.PrecisionPartOfDay
		}
	case partNightOf: // "Monday night": that evening and the next morning
		r.End = r.Start.AddDays(1)
		r.Precision = event.PrecisionNight
	case partNightTo: // "в ночь на пятницу": the evening before and that morning
		r.Start = r.End.AddDays(-1)
		r.Precision = event.PrecisionNight
	}
}

func (p *parser) bareDay(i int) (reading, int) {
	if r, n := p.written(i); n > 0 {
		return r, n
	}
	return p.weekday(i)
}

// weekday reads "on Monday", "last Saturday", "Thursday's", "в прошлую пятницу".
func (p *parser) weekday(i int) (reading, int) {
	j := i
	if p.d.Is(j, "on", "в", "во", "у", "на") {
		j++
	}
	last, skip := false, false
	switch {
	case p.d.Is(j, "last", "past", "previous") || p.d.HasStem(j, "прошл", "минул", "минувш", "предыдущ"):
		last = true
		j++
	case p.d.Is(j, "this") || p.d.Is(j, "эту", "цю", "цієї", "этот", "этого"):
		j++
	case p.d.Is(j, "next") || p.d.HasStem(j, "следующ", "наступн", "будущ"):
		skip = true
		j++
	}
	w, n := weekdays.At(p.d, j)
	if n == 0 || j+n > p.last {
		return reading{}, 0
	}
	j += n
	if p.d.Is(j, "'s") {
		j++
	}
	r := reading{skip: skip, Interval: event.Interval{Precision: event.PrecisionDay, Basis: event.BasisRelative}}
	if p.known() {
		day := latest(p.now, w)
		if monday := p.now.AddDays(-mondayIndex(p.now)); last && !day.Before(monday) {
			day = day.AddDays(-7)
		}
		r.Start, r.End = day, day
	}
	return r, j - i
}

// latest gives the last such weekday up to and including d.
func latest(d event.Date, w time.Weekday) event.Date {
	return d.AddDays(-((int(d.Weekday()) - int(w) + 7) % 7))
}

// mondayIndex counts days since Monday: 0 to 6.
func mondayIndex(d event.Date) int { return (int(d.Weekday()) + 6) % 7 }

// withDay gives the same month's other day, zero if the month has no such day.
func withDay(d event.Date, day int) event.Date {
	if day < 1 || day > monthDays(d) {
		return event.Date{}
	}
	d.Day = day
	return d
}

func monthDays(d event.Date) int {
	return time.Date(d.Year, d.Month+1, 0, 0, 0, 0, 0, time.UTC).Day()
}
