package table

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"sitmap/internal/event"
)

// when is what a cell says of time: whole days, both ends included.
type when struct {
	start, end event.Date
	precision  event.TimePrecision
}

// parseDate reads a cell: 2024-12-14 (also with / or . between and a time of day
// behind), 20241214, 14.12.2024 and 12/14/2024 by order, "14 December 2024" and
// "Dec 14, 2024" with months in English, Ukrainian and Russian, 2024-12, "December
// 2024", 2024, and intervals of two days with a slash between. Numbers of a
// spreadsheet are read only with the order [Excel].
func parseDate(s, order string) (when, error) {
	s = strings.TrimSpace(s)
	if w, ok := isoDay(s); ok {
		return w, nil
	}
	if a, b, ok := strings.Cut(s, "/"); ok && strings.Count(s, "/") == 1 && len(a) >= 8 {
		from, err1 := parseDate(a, order)
		to, err2 := parseDate(b, order)
		if err1 == nil && err2 == nil {
			if to.end.Before(from.start) {
				return when{}, fmt.Errorf("%q ends before it begins", short(s))
			}
			return when{from.start, to.end, spanned(from.start, to.end)}, nil
		}
	}
	if n, err := strconv.ParseFloat(strings.ReplaceAll(s, ",", "."), 64); err == nil {
		return numberDate(s, n, order)
	}
	t := dayOnly(s)
	if w, ok := isoDay(t); ok {
		return w, nil
	}
	parts := strings.FieldsFunc(t, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("-/.,", r) })
	if w, err, ok := wordDate(s, parts); ok {
		return w, err
	}
	return signDate(s, parts, order)
}

// isoDay is the quick way for YYYY-MM-DD.
func isoDay(s string) (when, bool) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return when{}, false
	}
	y, ok1 := digits(s[:4])
	m, ok2 := digits(s[5:7])
	d, ok3 := digits(s[8:])
	if !ok1 || !ok2 || !ok3 {
		return when{}, false
	}
	w, err := day(s, y, m, d)
	return w, err == nil
}

func digits(s string) (int, bool) {
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
		if n > 1<<30 {
			return 0, false
		}
	}
	return n, s != ""
}

// numberDate reads a date written as one number.
func numberDate(s string, n float64, order string) (when, error) {
	v, whole := digits(s)
	switch {
	case order == Excel && n >= 1 && n < 2958466: // 9999-12-31
		d := event.Date{Year: 1899, Month: time.December, Day: 30}.AddDays(int(n))
		return when{d, d, event.PrecisionDay}, nil
	case whole && len(s) == 8:
		return day(s, v/10000, v/100%100, v%100)
	case whole && len(s) == 4:
		if v == 0 {
			break
		}
		return when{event.Date{Year: v, Month: 1, Day: 1}, event.Date{Year: v, Month: 12, Day: 31}, event.PrecisionYear}, nil
	case n >= 20000 && n < 80000:
		d := event.Date{Year: 1899, Month: time.December, Day: 30}.AddDays(int(n))
		return when{}, fmt.Errorf("%q is a number; if it is a spreadsheet's date (then it is %s), say \"date_order\": \"excel\" in a mapping", short(s), d)
	}
	return when{}, notDate(s)
}

func notDate(s string) error {
	return fmt.Errorf("%q is not a date that can be read; write it as 2024-12-31", short(s))
}

// dayOnly cuts a time of day and its zone off: the day is the one that is written.
func dayOnly(s string) string {
	for i := 4; i+1 < len(s); i++ {
		if (s[i] == 'T' || s[i] == ' ') && s[i+1] >= '0' && s[i+1] <= '9' && strings.ContainsRune(s[i:], ':') && strings.IndexByte(s[i:], ':') <= 3 {
			return strings.TrimRight(s[:i], " ,")
		}
	}
	return s
}

// day checks a day of the calendar.
func day(s string, y, m, d int) (when, error) {
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if m < 1 || m > 12 || d < 1 || t.Day() != d || y < 1 || y > 9999 {
		return when{}, fmt.Errorf("%q is a day that no calendar has", short(s))
	}
	v := event.Date{Year: y, Month: time.Month(m), Day: d}
	return when{v, v, event.PrecisionDay}, nil
}

func month(s string, y, m int) (when, error) {
	w, err := day(s, y, m, 1)
	if err == nil {
		w.end = event.DateOf(time.Date(y, time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC))
		w.precision = event.PrecisionMonth
	}
	return w, err
}

// months are the first letters that tell the months apart.
var months = [...][]string{ //nolint:gochecknoglobals // table, never written
	{"jan", "січ", "янв"},
	{"feb", "лют", "фев"},
	{"mar", "бер", "мар"},
	{"apr", "кві", "апр"},
	{"may", "тра", "май", "мая", "мае"},
	{"jun", "чер", "июн"},
	{"jul", "лип", "июл"},
	{"aug", "сер", "авг"},
	{"sep", "вер", "сен"},
	{"oct", "жов", "окт"},
	{"nov", "лис", "ноя"},
	{"dec", "гру", "дек"},
}

// monthOf gives the number of a month's name; 0 if it is none.
func monthOf(word string) int {
	r := []rune(strings.ToLower(word))
	if len(r) < 3 {
		return 0
	}
	for i, names := range months {
		for _, n := range names {
			if string(r[:3]) == n {
				return i + 1
			}
		}
	}
	return 0
}

// wordDate reads a date whose month is a word; ok is false when there is no such word.
func wordDate(s string, parts []string) (w when, err error, ok bool) {
	m := 0
	var nums []string
	for _, p := range parts {
		switch n := monthOf(p); {
		case n > 0 && m == 0:
			m = n
		case p == "р" || p == "г" || strings.EqualFold(p, "of"):
		default:
			nums = append(nums, strings.TrimRight(strings.ToLower(p), "stndrh"))
		}
	}
	if m == 0 {
		return when{}, nil, false
	}
	if len(nums) == 1 && len(nums[0]) == 4 {
		if y, ok := digits(nums[0]); ok {
			w, err = month(s, y, m)
			return w, err, true
		}
	}
	if len(nums) == 2 {
		d, y := nums[0], nums[1]
		if len(d) == 4 {
			d, y = y, d
		}
		dn, ok1 := digits(d)
		yn, ok2 := digits(y)
		if ok1 && ok2 && len(y) == 4 {
			w, err = day(s, yn, m, dn)
			return w, err, true
		}
	}
	return when{}, notDate(s), true
}

// signDate reads numbers with signs between them.
func signDate(s string, parts []string, order string) (when, error) {
	var n [3]int
	for i, p := range parts {
		v, ok := digits(p)
		if !ok || i > 2 {
			return when{}, notDate(s)
		}
		n[i] = v
	}
	switch {
	case len(parts) == 2 && len(parts[0]) == 4:
		return month(s, n[0], n[1])
	case len(parts) == 2 && len(parts[1]) == 4:
		return month(s, n[1], n[0])
	case len(parts) != 3:
		return when{}, notDate(s)
	case len(parts[0]) == 4:
		return day(s, n[0], n[1], n[2])
	case len(parts[2]) != 4:
		return when{}, fmt.Errorf("%q has no year of four digits", short(s))
	case order == DMY || order == "" && n[0] == n[1]:
		return day(s, n[2], n[1], n[0])
	case order == MDY:
		return day(s, n[2], n[0], n[1])
	}
	return when{}, fmt.Errorf("%q has the day or the month first, and no value of the column tells which; say date_order dmy or mdy in a mapping", short(s))
}

// dayMonth gives the first two numbers of a date such as 14.12.2024, whose order is open.
func dayMonth(s string) (a, b int, ok bool) {
	parts := strings.FieldsFunc(dayOnly(strings.TrimSpace(s)), func(r rune) bool { return strings.ContainsRune("-/. ", r) })
	if len(parts) != 3 || len(parts[0]) > 2 || len(parts[2]) != 4 {
		return 0, 0, false
	}
	a, ok1 := digits(parts[0])
	b, ok2 := digits(parts[1])
	_, ok3 := digits(parts[2])
	return a, b, ok1 && ok2 && ok3
}

// looksLikeDate is stricter than parseDate: a plain number is no sign of a column of dates.
func looksLikeDate(s string) bool {
	s = strings.TrimSpace(s)
	if _, err := strconv.ParseFloat(s, 64); err == nil {
		if len(s) != 8 || s[0] != '1' && s[0] != '2' {
			return false
		}
	}
	if _, _, ok := dayMonth(s); ok {
		return true
	}
	_, err := parseDate(s, YMD)
	return err == nil
}

// spanned names the precision of an interval by its length.
func spanned(a, b event.Date) event.TimePrecision {
	switch n := b.DayNumber() - a.DayNumber(); {
	case n == 0:
		return event.PrecisionDay
	case n < 7:
		return event.PrecisionWeek
	case n < 31:
		return event.PrecisionMonth
	case n < 93:
		return event.PrecisionSeason
	case n < 366:
		return event.PrecisionYear
	}
	return event.PrecisionUnknown
}

// short cuts a cell down for a message.
func short(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
