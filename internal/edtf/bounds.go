package edtf

import "time"

// Bounds gives the first and the last day that the value can mean, both included; ok is
// false for an end that is open or unknown, and the day is then zero.
func (v Value) Bounds() (from, to Day, fromOK, toOK bool) {
	if v.Start.dated() {
		from, _ = v.Start.bounds()
		fromOK = true
	}
	if v.End.dated() {
		_, to = v.End.bounds()
		toOK = true
	}
	return from, to, fromOK, toOK
}

// bounds gives the first and the last day of a date. Seasons are the meteorological ones of
// the northern half of the earth; winter begins in December of its year.
func (d Date) bounds() (from, to Day) {
	switch {
	case d.YearX > 0:
		span := 10
		if d.YearX == 2 {
			span = 100
		}
		return Day{d.Year, 1, 1}, Day{d.Year + span - 1, 12, 31}
	case d.Month >= 21:
		first := 3 * (d.Month - 20) // 3, 6, 9, 12
		y, m := d.Year, first+2
		if m > 12 {
			y, m = y+1, m-12
		}
		return Day{d.Year, time.Month(first), 1}, Day{y, time.Month(m), monthDays(y, m)}
	case d.MonthX || d.Month == 0:
		return Day{d.Year, 1, 1}, Day{d.Year, 12, 31}
	case d.DayX || d.Day == 0:
		return Day{d.Year, time.Month(d.Month), 1}, Day{d.Year, time.Month(d.Month), monthDays(d.Year, d.Month)}
	}
	day := Day{d.Year, time.Month(d.Month), d.Day}
	return day, day
}

// Between gives the shortest value for the days from..to, both included: a day, a whole
// month or year, else an interval. A zero day is an unknown end.
func Between(from, to Day, q Qualifier) Value {
	switch {
	case from == Day{} || to == Day{}:
		return Value{Interval: true, Start: dayEnd(from, q), End: dayEnd(to, q)}
	case from == to:
		return single(Date{Year: from.Year, Month: int(from.Month), Day: from.Day, Qualifier: q})
	case from.Year == to.Year && from.Day == 1 && to.Day == monthDays(to.Year, int(to.Month)):
		if from.Month == to.Month {
			return single(Date{Year: from.Year, Month: int(from.Month), Qualifier: q})
		}
		if from.Month == 1 && to.Month == 12 {
			return single(Date{Year: from.Year, Qualifier: q})
		}
	}
	return Value{Interval: true, Start: dayEnd(from, q), End: dayEnd(to, q)}
}

func single(d Date) Value { return Value{Start: End{Date: d}, End: End{Date: d}} }

func dayEnd(d Day, q Qualifier) End {
	if d == (Day{}) {
		return End{Unknown: true}
	}
	return End{Date: Date{Year: d.Year, Month: int(d.Month), Day: d.Day, Qualifier: q}}
}

func (d Day) before(o Day) bool {
	if d.Year != o.Year {
		return d.Year < o.Year
	}
	if d.Month != o.Month {
		return d.Month < o.Month
	}
	return d.Day < o.Day
}

func monthDays(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}
