package cases

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/paulmach/orb"
)

// maxTolerance is half of the Earth's girth in kilometres: beyond it a tolerance says nothing.
const maxTolerance = 20_000

// refer reads an expect, reject or avoid line against the text.
func (c *Case) refer(e entry) error {
	if e.key == "reject" {
		if e.value == "*" {
			c.Only = true
			return nil
		}
		s, err := c.span(e.value, e.line)
		c.Reject = append(c.Reject, s)
		return err
	}
	x, err := c.expectation(e)
	if e.key == "avoid" {
		c.Avoid = append(c.Avoid, x)
	} else {
		c.Expect = append(c.Expect, x)
	}
	return err
}

// expectation reads "SURFACE | COUNTRY | LAT,LON | KM"; avoid lines leave the country out.
func (c *Case) expectation(e entry) (Expectation, error) {
	f := strings.Split(e.value, "|")
	for i := range f {
		f[i] = strings.TrimSpace(f[i])
	}
	shape := "SURFACE | COUNTRY | LAT,LON | KM"
	if e.key == "avoid" {
		shape = "SURFACE | LAT,LON | KM"
		f = append(f[:1], append([]string{"-"}, f[1:]...)...)
	}
	if len(f) != 4 {
		return Expectation{}, at(c.File, e.line, "write %s: %s", e.key, shape)
	}
	s, err := c.span(f[0], e.line)
	if err != nil {
		return Expectation{}, err
	}
	x := Expectation{Span: s, Country: f[1]}
	if x.Country == "-" {
		x.Country = ""
	} else if len(f[1]) != 2 || strings.Trim(f[1], "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return x, at(c.File, e.line, "country %q is not a code of two capital letters, or - for none", f[1])
	}
	if x.Point, err = c.point(f[2], e.line); err != nil {
		return x, err
	}
	x.Tolerance, err = strconv.ParseFloat(f[3], 64)
	if err != nil || !(x.Tolerance > 0 && x.Tolerance <= maxTolerance) {
		return x, at(c.File, e.line, "tolerance %q is not a number of kilometres above 0 and up to %d", f[3], maxTolerance)
	}
	return x, nil
}

// point reads "LAT,LON".
func (c *Case) point(s string, line int) (orb.Point, error) {
	a, b, ok := strings.Cut(s, ",")
	lat, errLat := strconv.ParseFloat(strings.TrimSpace(a), 64)
	lon, errLon := strconv.ParseFloat(strings.TrimSpace(b), 64)
	if !ok || errLat != nil || errLon != nil {
		return orb.Point{}, at(c.File, line, "%q is not LAT,LON in degrees", s)
	}
	if !(lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180) {
		return orb.Point{}, at(c.File, line, "%q is not on Earth; latitude comes first", s)
	}
	return orb.Point{lon, lat}, nil
}

// span finds SURFACE, or SURFACE#n for its n-th occurrence, as whole words in the text.
func (c *Case) span(value string, line int) (Span, error) {
	surface, n := value, 1
	if i := strings.LastIndexByte(value, '#'); i >= 0 {
		k, err := strconv.Atoi(value[i+1:])
		if err != nil || k < 1 {
			return Span{}, at(c.File, line, "%q: after # comes the number of the occurrence, from 1", value)
		}
		surface, n = value[:i], k
	}
	if surface = strings.TrimSpace(surface); surface == "" {
		return Span{}, at(c.File, line, "the words of the text are missing")
	}
	have := 0
	for from := 0; ; {
		i := strings.Index(c.Text[from:], surface)
		if i < 0 {
			return Span{}, at(c.File, line, "the text of %q has %q %d times as whole words, wanted number %d", c.Name, surface, have, n)
		}
		i += from
		if whole(c.Text, i, i+len(surface)) {
			if have++; have == n {
				start := utf8.RuneCountInString(c.Text[:i])
				return Span{surface, start, start + utf8.RuneCountInString(surface), line}, nil
			}
		}
		from = i + len(surface)
	}
}

// whole says that s[start:end] neither begins nor ends inside a word.
func whole(s string, start, end int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:start])
	first, _ := utf8.DecodeRuneInString(s[start:end])
	last, _ := utf8.DecodeLastRuneInString(s[start:end])
	after, _ := utf8.DecodeRuneInString(s[end:])
	return !(letter(before) && letter(first)) && !(letter(last) && letter(after))
}

func letter(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) }

// contradiction finds a case that nobody could fulfil.
func (c *Case) contradiction() error {
	for i, x := range c.Expect {
		for _, y := range c.Expect[:i] {
			if overlap(x.Span, y.Start, y.End) > 0 {
				return at(c.File, x.Line, "%q is expected twice, here and at line %d", x.Surface, y.Line)
			}
		}
		for _, r := range c.Reject {
			if overlap(x.Span, r.Start, r.End) > 0 {
				return at(c.File, r.Line, "%q is rejected here and expected at line %d", r.Surface, x.Line)
			}
		}
	}
	return nil
}

// overlap counts the code points that s shares with [start, end).
func overlap(s Span, start, end int) int { return max(0, min(s.End, end)-max(s.Start, start)) }
