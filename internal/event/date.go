package event

import (
	"fmt"
	"strconv"
	"time"
)

// Date is a calendar day in the proleptic Gregorian calendar, without a zone. The zero Date is unknown.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf gives the day of t in t's own zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// ParseDate reads YYYY-MM-DD; anything else, and days that no calendar has, is an error.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("%q is not a date; write it as 2024-12-31", s)
	}
	return DateOf(t), nil
}

// IsZero reports whether the date is unknown.
func (d Date) IsZero() bool { return d == Date{} }

// Time gives midnight UTC of the day.
func (d Date) Time() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

// DayNumber counts days since 1970-01-01.
func (d Date) DayNumber() int {
	s := d.Time().Unix()
	if s < 0 {
		s -= 86399
	}
	return int(s / 86400)
}

// FromDayNumber is the inverse of [Date.DayNumber].
func FromDayNumber(n int) Date { return DateOf(time.Unix(int64(n)*86400, 0).UTC()) }

// AddDays moves by n days; an unknown date stays unknown.
func (d Date) AddDays(n int) Date {
	if d.IsZero() {
		return d
	}
	return DateOf(d.Time().AddDate(0, 0, n))
}

// Before compares two known dates.
func (d Date) Before(o Date) bool { return d.Time().Before(o.Time()) }

// Weekday gives the day of the week.
func (d Date) Weekday() time.Weekday { return d.Time().Weekday() }

// String gives YYYY-MM-DD, or "" for an unknown date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.Time().Format(time.DateOnly)
}

// MarshalJSON writes the date as a string, an unknown one as null.
func (d Date) MarshalJSON() ([]byte, error) {
	if d.IsZero() {
		return []byte("null"), nil
	}
	return []byte(strconv.Quote(d.String())), nil
}

// UnmarshalJSON reads what MarshalJSON writes.
func (d *Date) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*d = Date{}
		return nil
	}
	s, err := strconv.Unquote(string(b))
	if err != nil {
		return fmt.Errorf("date %s is not a JSON string", b)
	}
	*d, err = ParseDate(s)
	return err
}
