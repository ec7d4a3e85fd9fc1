package when

import (
	"strconv"
	"strings"
	"time"

	"sitmap/internal/event"
	"sitmap/internal/text"
)

// dayNumber reads a day of a month in figures: "14", "14th", "14-го".
func (p *parser) dayNumber(i int) (int, int) {
	if i >= p.last || p.d.Words[i].Kind != text.Number || len(p.d.Words[i].Low) > 2 {
		return 0, 0
	}
	v, err := strconv.Atoi(p.d.Words[i].Low)
	if err != nil || v < 1 || v > 31 {
		return 0, 0
	}
	switch {
	case p.d.Is(i+1, "st", "nd", "rd", "th") && p.d.Words[i+1].Start == p.d.Words[i].End:
		return v, 2
	case p.d.Is(i+1, "-") && p.d.Is(i+2, "го", "е", "ого", "те", "му", "му") && p.d.Words[i+1].Start == p.d.Words[i].End:
		return v, 3
	}
	return v, 1
}

// written reads a date: "14 December 2024", "Dec. 14", "14 грудня", "2024-12-14", "14.12.2024".
func (p *parser) written(i int) (reading, int) {
	j := i
	if p.d.Is(j, "on", "at", "the") {
		j++
	}
	if p.d.Is(j, "the") {
		j++
	}
	for _, read := range []func(int) (event.Date, int){p.numeric, p.dayMonth, p.monthDay} {
		if d, n := read(j); n > 0 && j+n <= p.last {
			r := dateReading(d)
			to, m := p.until(d, j+n)
			if m > 0 {
				r.End, r.Precision = to, event.PrecisionOf(d, to)
			}
			return r, j + n + m - i
		}
	}
	return reading{}, 0
}

// until reads the second day of "December 14-15" and "December 10 to 14".
func (p *parser) until(from event.Date, i int) (event.Date, int) {
	if from.IsZero() || !p.d.Is(i, "-", "–", "—", "to") || p.d.Words[i-1].Kind != text.Number || len(p.d.Words[i-1].Low) > 2 {
		return event.Date{}, 0
	}
	day, n := p.dayNumber(i + 1)
	if n == 0 {
		return event.Date{}, 0
	}
	if _, m := p.monthName(i + 1 + n); m > 0 {
		return event.Date{}, 0
	}
	to := withDay(from, day)
	if to.IsZero() || !from.Before(to) {
		return event.Date{}, 0
	}
	return to, n + 1
}

func dateReading(d event.Date) reading {
	return reading{Interval: event.Interval{Start: d, End: d, Precision: event.PrecisionDay, Basis: event.BasisExplicit}}
}

// numeric reads 2024-12-14 and 14.12.2024.
func (p *parser) numeric(i int) (event.Date, int) {
	if i >= p.last || p.d.Words[i].Kind != text.Number {
		return event.Date{}, 0
	}
	w := p.d.Words[i].Low
	if f := strings.Split(w, "."); len(f) == 3 {
		return calendar(f[2], f[1], f[0]), oneIf(calendar(f[2], f[1], f[0]))
	}
	if len(w) == 4 && i+4 < p.last && p.d.Is(i+1, "-") && p.d.Is(i+3, "-") && p.d.Words[i+4].End-p.d.Words[i].Start == 10 {
		d := calendar(w, p.d.Low(i+2), p.d.Low(i+4))
		return d, 5 * oneIf(d)
	}
	return event.Date{}, 0
}

func oneIf(d event.Date) int {
	if d.IsZero() {
		return 0
	}
	return 1
}

// calendar builds a day from figures; zero if no calendar has it.
func calendar(year, month, day string) event.Date {
	y, err1 := strconv.Atoi(year)
	m, err2 := strconv.Atoi(month)
	n, err3 := strconv.Atoi(day)
	if err1 != nil || err2 != nil || err3 != nil || m < 1 || m > 12 {
		return event.Date{}
	}
	if y < 100 {
		y += 2000
	}
	if y < 1800 || y > 2200 {
		return event.Date{}
	}
	return withDay(event.Date{Year: y, Month: time.Month(m), Day: 1}, n)
}

// dayMonth reads "14 December 2024" and "14-го грудня 2024 року".
func (p *parser) dayMonth(i int) (event.Date, int) {
	day, n := p.dayNumber(i)
	if n == 0 {
		return event.Date{}, 0
	}
	if p.d.Is(i+n, "of") {
		n++
	}
	m, k := p.monthName(i + n)
	if k == 0 {
		return event.Date{}, 0
	}
	n += k
	y, k := p.yearAfter(i + n)
	return p.complete(y, m, day), n + k
}

// monthDay reads "December 14, 2024" and "Dec. 14".
func (p *parser) monthDay(i int) (event.Date, int) {
	m, n := p.monthName(i)
	if n == 0 || !p.d.Words[i].Cap {
		return event.Date{}, 0
	}
	day, k := p.dayNumber(i + n)
	if k == 0 {
		return event.Date{}, 0
	}
	n += k
	if p.d.Is(i+n, ",") {
		if y, k := p.yearAfter(i + n + 1); k > 0 {
			return p.complete(y, m, day), n + 1 + k
		}
	}
	y, k := p.yearAfter(i + n)
	return p.complete(y, m, day), n + k
}

// monthName reads a month, with the full stop of its abbreviation.
func (p *parser) monthName(i int) (time.Month, int) {
	if i >= p.last {
		return 0, 0
	}
	m, n := months.At(p.d, i)
	if n == 0 {
		return 0, 0
	}
	if c := p.d.Words[i].Low[0]; c < 0x80 && !p.d.Words[i].Cap {
		return 0, 0 // "may", "march" in small letters are verbs
	}
	if p.d.Is(i+1, ".") && p.d.Words[i+1].Start == p.d.Words[i].End && i+2 < p.last {
		n++
	}
	return m, n
}

// yearAfter reads "2024", "2024 року", "2024 г.".
func (p *parser) yearAfter(i int) (int, int) {
	if i >= p.last || p.d.Words[i].Kind != text.Number || len(p.d.Words[i].Low) != 4 {
		return 0, 0
	}
	y, err := strconv.Atoi(p.d.Words[i].Low)
	if err != nil || y < 1900 || y > 2100 {
		return 0, 0
	}
	n := 1
	if p.d.Is(i+1, "року", "рік", "році", "года", "год", "году", "г", "р") {
		n++
	}
	return y, n
}

// complete finds the year of a date that is written without one: the last such day up to publication.
func (p *parser) complete(y int, m time.Month, day int) event.Date {
	if y == 0 {
		if !p.known() {
			return event.Date{}
		}
		y = p.pub.Year
		if d := (event.Date{Year: y, Month: m, Day: 1}); p.pub.Before(withDayClamped(d, day)) {
			y--
		}
	}
	return withDay(event.Date{Year: y, Month: m, Day: 1}, day)
}

func withDayClamped(d event.Date, day int) event.Date {
	d.Day = min(day, monthDays(d))
	return d
}

// month reads "in August", "late October 2024", "у першій половині жовтня", "last August".
func (p *parser) month(i int) (reading, int) {
	j := i
	led := false // English wants a word that makes it a time
	if p.d.Is(j, "in", "during", "by", "of", "в", "во", "у", "протягом", "упродовж", "last", "this") {
		led = true
		j++
	}
	if p.d.Is(j, "the") {
		j++
	}
	part, n := monthParts.At(p.d, j)
	if n > 0 {
		led = true
		j += n
	}
	m, k, dash := p.monthWord(j)
	if k == 0 {
		return reading{}, 0
	}
	if dash {
		part, led = monthMid, true
	}
	j += k
	y, k := p.yearAfter(j)
	if k > 0 {
		led = true
		j += k
	} else if k = p.yearWords(j); k > 0 && p.known() {
		y = p.pub.Year - 1
		j += k
	}
	if !led && !p.d.Is(i-1, "since", "from", "з", "із", "зі", "с", "со", "від", "to", "until", "and", "по", "до", "through", "between", "між", "между") {
		return reading{}, 0
	}
	return p.monthReading(y, m, part), j - i
}

// monthWord reads a month's name or "mid-August".
func (p *parser) monthWord(j int) (m time.Month, n int, mid bool) {
	if m, n := p.monthName(j); n > 0 {
		return m, n, false
	}
	if rest, ok := strings.CutPrefix(p.d.Low(j), "mid-"); ok {
		for name, m := range englishMonths {
			if strings.HasPrefix(rest, name) {
				return m, 1, true
			}
		}
	}
	return 0, 0, false
}

func (p *parser) yearWords(j int) int {
	if p.d.Is(j, "last") && p.d.Is(j+1, "year") || p.d.HasStem(j, "прошлого", "минулого") && p.d.Is(j+1, "года", "року") {
		return 2
	}
	return 0
}

func (p *parser) monthReading(y int, m time.Month, part monthPart) reading {
	r := reading{Interval: event.Interval{Precision: event.PrecisionMonth, Basis: event.BasisExplicit}}
	first := p.complete(y, m, 1)
	if first.IsZero() {
		return r
	}
	end := monthDays(first)
	from, to := part.days(end)
	r.Start, r.End = withDay(first, from), withDay(first, to)
	return r
}

// year reads "in 2023", "у 2023 році", "в 2023 году".
func (p *parser) year(i int) (reading, int) {
	if !p.d.Is(i, "in", "в", "во", "у", "since", "during") {
		return reading{}, 0
	}
	y, n := p.yearAfter(i + 1)
	if n == 0 || n == 1 && !p.d.Is(i, "in", "since", "during") {
		return reading{}, 0
	}
	return reading{Interval: event.Interval{
		Start: event.Date{Year: y, Month: time.January, Day: 1}, End: event.Date{Year: y, Month: time.December, Day: 31},
		Precision: event.PrecisionYear, Basis: event.BasisExplicit,
	}}, n + 1
}
