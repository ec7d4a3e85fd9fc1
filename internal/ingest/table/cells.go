package table

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"sitmap/geo"
	"sitmap/geo/coord"
	"sitmap/internal/event"
)

// isNull reports whether a cell says that nothing is known.
func isNull(s string) bool {
	switch strings.TrimSpace(s) {
	case "", "NA", "N/A", "n/a", "#N/A", "NULL", "null", "NaN", "nan", "None", "-", "--", "—", "–", "?":
		return true
	}
	return false
}

// count reads a number of people: 3, 3.0, 10+, >10, ~30, 10-15. What is null is nil, 0 is 0.
func people(s string) (*event.Count, error) {
	text := strings.TrimSpace(s)
	if isNull(text) {
		return nil, nil
	}
	c := &event.Count{Text: text}
	t := strings.TrimLeft(text, "~≈ ")
	c.Approximate = t != text
	if v := strings.TrimPrefix(t, ">="); v != t || strings.HasSuffix(t, "+") {
		n, err := whole(strings.TrimSuffix(v, "+"))
		c.Min = n
		return c, bad(err, text)
	}
	if v, ok := strings.CutPrefix(t, ">"); ok {
		n, err := whole(v)
		if err == nil {
			*n++
		}
		c.Min = n
		return c, bad(err, text)
	}
	for _, dash := range []string{"-", "–", "—"} {
		if a, b, ok := strings.Cut(t, dash); ok && a != "" {
			low, err := whole(a)
			high, err2 := whole(b)
			if err == nil && err2 == nil && *low > *high {
				err = errNumber
			}
			c.Min, c.Max = low, high
			return c, bad(errors.Join(err, err2), text)
		}
	}
	n, err := whole(t)
	c.Min, c.Max = n, n
	return c, bad(err, text)
}

var errNumber = errors.New("not a number")

func bad(err error, text string) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%q is not a number of people", short(text))
}

// whole reads a number that is not negative and has no fraction but zero.
func whole(s string) (*int, error) {
	s = strings.TrimSpace(s)
	if a, frac, ok := strings.Cut(s, "."); ok && strings.Trim(frac, "0") == "" {
		s = a
	}
	n, ok := digits(s)
	if !ok || n > 1e9 {
		return nil, errNumber
	}
	return &n, nil
}

// spot is a point with what the way it is written says of its exactness.
type spot struct {
	point  orb.Point
	radius geo.Metres // half the last digit
	note   string
}

// pair reads the two cells of a place. A latitude that only a longitude can be is
// named with what would mend it, never exchanged.
func pair(lat, lon string) (spot, error) {
	a, b := strings.TrimSpace(lat), strings.TrimSpace(lon)
	y, err1 := strconv.ParseFloat(comma(a), 64)
	x, err2 := strconv.ParseFloat(comma(b), 64)
	if err1 == nil && err2 == nil {
		s := spot{point: orb.Point{x, y}}
		switch {
		case x == 0 && y == 0:
			return s, errors.New("the coordinates are 0, 0, which stands for a missing place")
		case y >= -90 && y <= 90 && x >= -180 && x <= 180:
			return s, nil
		case x >= -90 && x <= 90 && y >= -180 && y <= 180:
			return s, fmt.Errorf("the latitude %s is beyond 90 and the longitude is %s: they seem to be exchanged; exchange lat and lon in a mapping, or mend the row", a, b)
		}
		return s, fmt.Errorf("latitude %s, longitude %s is not on earth", a, b)
	}
	found, err := coord.ParsePair(lat, lon)
	return only(found, err, a+" "+b)
}

// comma makes a decimal comma a point; a cell with more signs is left to package coord.
func comma(s string) string {
	if strings.Count(s, ",") == 1 && !strings.Contains(s, ".") {
		return strings.Replace(s, ",", ".", 1)
	}
	return s
}

// cell reads a place written in one cell, in any notation.
func cell(s string) (spot, error) {
	if _, _, ok := dayMonth(s); ok {
		return spot{}, fmt.Errorf("%q is a date, not coordinates", short(s))
	}
	found, err := coord.Parse(s)
	return only(found, err, strings.TrimSpace(s))
}

// only takes the one reading there is; of two orders of the numbers, the latitude first.
func only(found []coord.Reading, err error, text string) (spot, error) {
	if err != nil {
		return spot{}, fmt.Errorf("%q cannot be read as coordinates: %w", short(text), err)
	}
	r := found[0]
	if r.Point == (orb.Point{}) {
		return spot{}, errors.New("the coordinates are 0, 0, which stands for a missing place")
	}
	s := spot{point: r.Point, radius: r.Radius, note: r.Note}
	if len(found) > 1 && s.note == "" {
		s.note = "The coordinates were read with the latitude first."
	}
	return s, nil
}

// isPair reports whether a cell holds a latitude and a longitude with fractions.
func isPair(s string) bool {
	if !strings.ContainsAny(s, ".,°'") || !strings.ContainsAny(s, "0123456789") || looksLikeDate(s) {
		return false
	}
	_, err := coord.Parse(s)
	return err == nil
}
