// Package edtf reads and writes dates of the Extended Date/Time Format, level 1
// (ISO 8601-2:2019, Library of Congress profile): [Parse], [Value.String], [Value.Bounds].
//
// Level 1 is what an unsure date needs: "2024-12-14~" about that day, "2024-12?" perhaps
// that month, "2024-12-XX" some day of it, "2024-21" that spring, "2024-12-10/2024-12-14",
// "2024-12-10/.." still going on, "/2024-12-14" begun at an unknown time. Level 2 (sets,
// qualified parts) is refused with a sentence. A time of day is read and kept as text, and
// its zone does not move the day. The proleptic Gregorian calendar has a year 0.
package edtf

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Day is a calendar day.
type Day struct {
	Year  int
	Month time.Month
	Day   int
}

// Qualifier says how sure a date is.
type Qualifier byte

// The qualifiers; Sure stands for none.
const (
	Sure        Qualifier = 0
	Uncertain   Qualifier = '?' // it may be wrong
	Approximate Qualifier = '~' // it is an estimate
	Both        Qualifier = '%'
)

// Date is one date: a year, a month, a day or a season, some of its digits perhaps unspecified.
type Date struct {
	Year      int
	YearX     int // unspecified digits of the year from the right, 0 to 2: "19XX" has 2 and Year 1900
	Month     int // 1 to 12; 21 to 24 spring, summer, autumn, winter; 0 none
	MonthX    bool
	Day       int // 0 none
	DayX      bool
	Time      string // "T06:30:00Z" as written, "" none
	Qualifier Qualifier
}

// End is one end of a value.
type End struct {
	Date
	Open    bool // "..": goes on
	Unknown bool // "": not known
}

// Value is a date or an interval.
type Value struct {
	Start, End End
	Interval   bool // two ends; else both are the same date
}

// longest is more than any level 1 value needs.
const longest = 100

var errNot = errors.New("write it as 2024, 2024-12, 2024-12-14, 2024-21 (spring), 2024-12-XX, 2024-12-14~ or two of them with a slash between")

// Parse reads a level 1 value.
func Parse(s string) (Value, error) {
	if len(s) > longest {
		return Value{}, fmt.Errorf("a date of %d characters is too long; %w", len(s), errNot)
	}
	if strings.ContainsAny(s, "[]{}") {
		return Value{}, fmt.Errorf("%q is a set of dates (EDTF level 2), which is not read; %w", s, errNot)
	}
	a, b, interval := strings.Cut(s, "/")
	if !interval {
		d, err := parseDate(a)
		if err != nil {
			return Value{}, fmt.Errorf("%q is no EDTF date: %w; %w", s, err, errNot)
		}
		return Value{Start: End{Date: d}, End: End{Date: d}}, nil
	}
	v := Value{Interval: true}
	var err error
	if v.Start, err = parseEnd(a); err == nil {
		v.End, err = parseEnd(b)
	}
	switch {
	case err != nil:
	case !v.Start.dated() && !v.End.dated():
		err = errors.New("an interval needs a date at one end")
	case v.Start.dated() && v.End.dated():
		from, _ := v.Start.bounds()
		if _, to := v.End.bounds(); to.before(from) {
			err = errors.New("it ends before it begins")
		}
	}
	if err != nil {
		return Value{}, fmt.Errorf("%q is no EDTF interval: %w; %w", s, err, errNot)
	}
	return v, nil
}

func parseEnd(s string) (End, error) {
	switch s {
	case "":
		return End{Unknown: true}, nil
	case "..":
		return End{Open: true}, nil
	}
	d, err := parseDate(s)
	return End{Date: d}, err
}

func (e End) dated() bool { return !e.Open && !e.Unknown }

func parseDate(s string) (Date, error) {
	var d Date
	if n := len(s); n > 0 && strings.IndexByte("?~%", s[n-1]) >= 0 {
		d.Qualifier, s = Qualifier(s[n-1]), s[:n-1]
	}
	if t := strings.IndexByte(s, 'T'); t >= 0 {
		if !clock(s[t:]) {
			return d, fmt.Errorf("%q is no time of day", s[t:])
		}
		d.Time, s = s[t:], s[:t]
	}
	rest, err := d.year(s)
	if err != nil {
		return d, err
	}
	if rest != "" {
		rest, err = d.month(rest)
	}
	if err == nil && rest != "" {
		err = d.day(rest)
	}
	if err == nil && d.Time != "" && (d.Day == 0 || d.DayX || d.MonthX || d.YearX > 0) {
		err = errors.New("a time needs a whole date")
	}
	return d, err
}

// year reads the year from the front and gives what follows it.
func (d *Date) year(s string) (string, error) {
	far := strings.HasPrefix(s, "Y")
	s = strings.TrimPrefix(s, "Y")
	neg := strings.HasPrefix(s, "-")
	s = strings.TrimPrefix(s, "-")
	n := strings.IndexByte(s, '-')
	if n < 0 {
		n = len(s)
	}
	digits, rest := s[:n], s[n:]
	plain := strings.TrimRight(digits, "X")
	d.YearX = len(digits) - len(plain)
	switch {
	case far && (len(digits) < 5 || len(digits) > 9 || digits[0] == '0' || d.YearX > 0 || rest != ""):
		return "", errors.New("a year after Y has five to nine figures")
	case !far && len(digits) != 4:
		return "", errors.New("a year has four figures")
	case d.YearX > 2:
		return "", errors.New("at most the last two figures of a year may be X")
	}
	v, err := number(plain + strings.Repeat("0", d.YearX))
	if err != nil {
		return "", err
	}
	if neg {
		if v == 0 || d.YearX > 0 {
			return "", errors.New("there is no such negative year")
		}
		v = -v
	}
	d.Year = v
	return rest, nil
}

func (d *Date) month(s string) (string, error) {
	if len(s) < 3 || s[0] != '-' {
		return "", errors.New("a month has two figures")
	}
	m := s[1:3]
	if m == "XX" {
		d.MonthX = true
		return s[3:], nil
	}
	v, err := number(m)
	switch {
	case err != nil:
		return "", err
	case v >= 1 && v <= 12 && d.YearX == 0, v >= 21 && v <= 24 && d.YearX == 0 && len(s) == 3:
		d.Month = v
		return s[3:], nil
	}
	return "", fmt.Errorf("there is no month or season %s here", m)
}

func (d *Date) day(s string) error {
	if len(s) != 3 || s[0] != '-' {
		return errors.New("a day has two figures")
	}
	if s[1:] == "XX" {
		d.DayX = true
		return nil
	}
	v, err := number(s[1:])
	if err != nil {
		return err
	}
	if d.MonthX || d.Month == 0 || v < 1 || v > monthDays(d.Year, d.Month) {
		return fmt.Errorf("that month has no day %s", s[1:])
	}
	d.Day = v
	return nil
}

// number reads figures only; strconv alone would take a sign.
func number(s string) (int, error) {
	if s == "" || strings.Trim(s, "0123456789") != "" {
		return 0, fmt.Errorf("%q is no number", s)
	}
	return strconv.Atoi(s)
}

// clock reports a time of day as level 0 has it: T06:30:00, with Z, +02 or +02:00.
func clock(s string) bool {
	for _, layout := range []string{"T15:04:05", "T15:04:05Z07:00", "T15:04:05Z07"} {
		if _, err := time.Parse(layout, s); err == nil && !strings.ContainsAny(s, ".,") {
			return true
		}
	}
	return false
}

// String writes the value; Parse(v.String()) gives v again.
func (v Value) String() string {
	if !v.Interval {
		return v.Start.String()
	}
	return v.Start.String() + "/" + v.End.String()
}

// String writes the end of an interval.
func (e End) String() string {
	switch {
	case e.Open:
		return ".."
	case e.Unknown:
		return ""
	}
	return e.Date.String()
}

// String writes the date.
func (d Date) String() string {
	var b strings.Builder
	year := d.Year
	if year > 9999 || year < -9999 {
		b.WriteByte('Y')
	}
	if year < 0 {
		b.WriteByte('-')
		year = -year
	}
	y := fmt.Sprintf("%04d", year)
	b.WriteString(y[:len(y)-d.YearX] + strings.Repeat("X", d.YearX))
	switch {
	case d.MonthX:
		b.WriteString("-XX")
	case d.Month > 0:
		fmt.Fprintf(&b, "-%02d", d.Month)
	}
	switch {
	case d.DayX:
		b.WriteString("-XX")
	case d.Day > 0:
		fmt.Fprintf(&b, "-%02d", d.Day)
	}
	b.WriteString(d.Time)
	if d.Qualifier != Sure {
		b.WriteByte(byte(d.Qualifier))
	}
	return b.String()
}
