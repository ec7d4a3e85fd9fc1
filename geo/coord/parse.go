package coord

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// parseTokens reads a pair.
func parseTokens(s string, d dialect, exchange bool) ([]Reading, error) {
	toks, bad := lex(s, d)
	if bad != "" {
		return nil, none(s, fmt.Sprintf("%q is not part of any notation that is known", bad))
	}
	if exponent(s, toks) {
		return nil, none(s, "numbers with an exponent or in hexadecimal are no coordinates; write them out")
	}
	a, b, why := split(toks)
	if why != "" {
		return nil, none(s, why)
	}
	x, why := read(a)
	if why == "" {
		var y value
		if y, why = read(b); why == "" {
			o := written
			if exchange {
				o = anyOrder
			}
			out, err := combine(x, y, o)
			return noted(out, d.note), err
		}
	}
	return nil, none(s, why)
}

// exponent says that the only letter is the E of 1.5e1, or the x of 0x33.
func exponent(s string, toks []token) bool {
	letters := 0
	for _, t := range toks {
		if t.kind == hemisphere {
			letters++
		}
	}
	if len(s) > 1 && s[0] == '0' && s[1]|0x20 == 'x' {
		return true
	}
	i := strings.IndexAny(s, "eE")
	return letters == 1 && i > 0 && i+1 < len(s) && digit(s[i-1]) && (digit(s[i+1]) || s[i+1] == '-' || s[i+1] == '+')
}

// parseCell reads a single value.
func parseCell(s string, d dialect) (value, error) {
	if v, n, ok := plain(s); ok {
		return value{deg: v, res: tenth(n)}, nil
	}
	toks, bad := lex(s, d)
	if bad != "" {
		return value{}, none(s, fmt.Sprintf("%q is not part of any notation that is known", bad))
	}
	for _, t := range toks {
		if t.kind == separator {
			return value{}, none(s, "the cell holds more than one value; map it as a column of coordinates")
		}
	}
	v, why := read(toks)
	if why != "" {
		return value{}, none(s, why)
	}
	return v, nil
}

const wanted = "a latitude and a longitude are needed, such as 51.10, 35.33 or 51°06'N 35°20'E"

// split divides the tokens into those of the first and of the second value.
func split(toks []token) (a, b []token, why string) {
	var groups [][]token
	var cur []token
	flush := func() {
		if len(cur) > 0 {
			groups = append(groups, cur)
		}
		cur = nil
	}
	slash, plainNumbers := false, true
	for _, t := range toks {
		slash = slash || t.slash
		plainNumbers = plainNumbers && (t.kind == separator || t.kind == number && t.frac == 0)
		if t.kind == separator {
			flush()
		} else {
			cur = append(cur, t)
		}
	}
	flush()
	if slash && plainNumbers {
		return nil, nil, "whole numbers with a stroke between them may be a date or a fraction; " + wanted
	}
	if len(groups) == 1 {
		groups = splitRun(groups[0])
	}
	if len(groups) != 2 {
		return nil, nil, wanted
	}
	return groups[0], groups[1], ""
}

// splitRun divides tokens between which no separator stands.
func splitRun(toks []token) [][]token {
	numbers, letters, marked, starts := 0, false, false, []int{}
	before := toks[0].kind == hemisphere || toks[0].kind == label
	seen := func(from int, kind tokenKind) bool {
		for _, t := range toks[from:] {
			if t.kind == kind {
				return true
			}
		}
		return false
	}
	hasNumber, ended := false, false
	for i, t := range toks {
		fresh := false
		switch t.kind {
		case number:
			numbers++
			degrees := i+1 < len(toks) && toks[i+1].kind == mark && toks[i+1].unit == 0
			fresh = hasNumber && (ended || degrees || t.signed)
		case hemisphere:
			letters = true
			fresh = before && hasNumber && seen(i, number)
			ended = !before && hasNumber
		case label:
			// "с. ш.": the word behind a hemisphere belongs to it.
			behind := i > 0 && toks[i-1].kind == hemisphere && toks[i-1].axis == t.axis
			fresh = hasNumber && !behind && seen(i, number)
		case mark:
			marked = true
		}
		if fresh {
			starts = append(starts, i)
			hasNumber, ended = false, false
		}
		hasNumber = hasNumber || t.kind == number
	}
	if len(starts) == 1 {
		return [][]token{toks[:starts[0]], toks[starts[0]:]}
	}
	if len(starts) == 0 && !letters && !marked && (numbers == 2 || numbers == 4 || numbers == 6) && numbers == len(toks) && !toks[numbers/2].glued {
		return [][]token{toks[:numbers/2], toks[numbers/2:]}
	}
	return nil
}

// read makes a value of its tokens, or says why not.
func read(toks []token) (value, string) {
	var v value
	var parts []token
	var minus, hemi bool
	last := -1 // unit of the last part
	for _, t := range toks {
		switch t.kind {
		case number:
			if len(parts) == 3 || len(parts) > 0 && t.signed {
				return v, wanted
			}
			parts = append(parts, t)
			last++
		case mark:
			if len(parts) == 0 || t.unit != last {
				return v, "the marks of degrees, minutes and seconds are not in that order"
			}
		case hemisphere, label:
			if v.axis != either && v.axis != t.axis || hemi && t.kind == hemisphere {
				return v, "letters of two hemispheres stand at one number"
			}
			v.axis = t.axis
			if t.kind == hemisphere {
				hemi, minus = true, t.minus
			}
		}
	}
	if len(parts) == 0 {
		return v, wanted
	}
	if hemi && len(parts) == 1 && !parts[0].signed {
		parts = unpack(parts[0], v.axis)
	}
	return v, v.set(parts, hemi, minus)
}

// set calculates the degrees.
func (v *value) set(parts []token, hemi, minus bool) string {
	scale := 1.0
	for i, p := range parts {
		if i > 0 && p.v >= 60 {
			return fmt.Sprintf("%s minutes or seconds are too many; they end at 60", p.text)
		}
		if i+1 < len(parts) && p.frac > 0 {
			return fmt.Sprintf("%s has a fraction, and yet minutes or seconds follow", p.text)
		}
		v.deg += p.v / scale
		v.res = tenth(p.frac) / scale
		scale *= 60
	}
	v.kind = len(parts) - 1
	neg := parts[0].neg
	switch {
	case neg && hemi && !minus:
		return "a minus contradicts north or east"
	case neg && hemi:
		v.note = "a minus and a letter both say south or west; counted once"
	}
	if (neg || minus) && v.deg != 0 {
		v.deg = -v.deg
	}
	if math.IsInf(v.deg, 0) || math.IsNaN(v.deg) {
		return "the number is too large"
	}
	return ""
}

// unpack takes 513020, 5130 or 5130.25 apart when a hemisphere stands beside it:
// degrees have two digits in a latitude and three in a longitude.
func unpack(t token, a axis) []token {
	d := 2
	if a == longitude {
		d = 3
	}
	n := len(t.text)
	if t.frac > 0 {
		n -= t.frac + 1
	}
	if n != d+2 && n != d+4 {
		return []token{t}
	}
	var out []token
	for from, to := 0, d; to <= n; from, to = to, to+2 {
		p := token{kind: number, text: t.text[from:to]}
		if to == n {
			p.text, p.frac = t.text[from:], t.frac
		}
		v, err := strconv.ParseFloat(strings.Replace(p.text, ",", ".", 1), 64)
		if err != nil {
			return []token{t}
		}
		p.v = v
		out = append(out, p)
	}
	return out
}
