package coord

import (
	"fmt"
	"math"
	"strings"

	"github.com/paulmach/orb"

	"sitmap/geo"
)

// Plus codes (Open Location Code): five pairs of digits, each of which divides the
// cell by 20 both ways, then digits that divide it by 4 columns and 5 rows. The sums
// are whole numbers of the finest cell, so that nothing is lost to rounding.
const (
	plusDigits = "23456789CFGHJMPQRVWX"
	plusLat    = 8000 * 3125 // finest rows in a degree
	plusLon    = 8000 * 1024 // finest columns in a degree
	speck      = 1e-6        // of a finest cell: what floating point may lack on a line between two
)

// plusCell is a cell in finest rows and columns from 90° S 180° W.
type plusCell struct{ south, west, height, width int64 }

func (c plusCell) reading() Reading {
	h, w := float64(c.height)/plusLat, float64(c.width)/plusLon
	p := orb.Point{float64(c.west)/plusLon + w/2 - 180, float64(c.south)/plusLat + h/2 - 90}
	return Reading{Point: p, Notation: PlusCode, Radius: halfDiagonal(h, w, p[1])}
}

// halfDiagonal is the distance from the middle of a cell (degrees) to its corner.
func halfDiagonal(height, width, lat float64) geo.Metres {
	return geo.Metres(math.Hypot(height, width*math.Cos(lat*math.Pi/180)) / 2 * metresPerDegree)
}

// parsePlusCode reads a full code, and a short one if there is a reference point.
func parsePlusCode(text string, o Options) ([]Reading, error, bool) {
	plus := strings.IndexByte(text, '+')
	if plus < 2 || plus > 8 || plus%2 != 0 {
		return nil, nil, false
	}
	code, rest := text, ""
	if i := strings.IndexAny(text, " ,\t"); i >= 0 {
		code, rest = text[:i], strings.TrimLeft(text[i:], " ,\t")
	}
	if plus >= len(code) {
		return nil, nil, false
	}
	code = strings.ToUpper(code)
	digits, zeros, ok := plusCodeDigits(code, plus)
	if !ok || rest != "" && plus == 8 && strings.ContainsAny(rest, "0123456789") {
		return nil, nil, false
	}
	if plus < 8 {
		if zeros > 0 || len(digits) < plus+2 {
			return nil, nil, false
		}
		if o.Near == nil {
			return nil, none(text, "this is a short plus code, which counts from a place near by; give that place, or the full code of 8 digits before the plus"), true
		}
		r, err := shortPlusCode(digits, plus, *o.Near)
		if err != nil {
			return nil, none(text, err.Error()), true
		}
		return []Reading{r}, nil, true
	}
	c, why := decodePlus(digits)
	if why != "" {
		return nil, none(text, why), true
	}
	r := c.reading()
	if rest != "" {
		r.Note = "the words behind the code were not read"
	}
	return []Reading{r}, nil, true
}

// plusCodeDigits gives the digits without plus and padding; ok is false when it is no code.
func plusCodeDigits(code string, plus int) (digits string, zeros int, ok bool) {
	before, behind := code[:plus], code[plus+1:]
	trimmed := strings.TrimRight(before, "0")
	zeros = len(before) - len(trimmed)
	digits = trimmed + behind
	if len(behind) == 1 || len(behind) > 7 || zeros%2 != 0 || zeros > 0 && behind != "" || digits == "" {
		return "", 0, false
	}
	for i := range len(digits) {
		if strings.IndexByte(plusDigits, digits[i]) < 0 {
			return "", 0, false
		}
	}
	return digits, zeros, true
}

// decodePlus finds the cell of a full code's digits.
func decodePlus(digits string) (plusCell, string) {
	c := plusCell{height: 20 * plusLat, width: 20 * plusLon}
	for i := 0; i < len(digits); i++ {
		v := int64(strings.IndexByte(plusDigits, digits[i]))
		switch {
		case i == 0 && v > 8:
			return c, "its first digit lies beyond the poles"
		case i == 1 && v > 17:
			return c, "its second digit lies beyond 180 degrees"
		case i < 10 && i%2 == 0:
			if i > 0 {
				c.height, c.width = c.height/20, c.width/20
			}
			c.south += v * c.height
		case i < 10:
			c.west += v * c.width
		default:
			c.height, c.width = c.height/5, c.width/4
			c.south += v / 4 * c.height
			c.west += v % 4 * c.width
		}
	}
	return c, ""
}

// shortPlusCode takes the missing digits from the reference and then the nearest of the neighbours.
func shortPlusCode(digits string, plus int, near orb.Point) (Reading, error) {
	if !(math.Abs(near[0]) <= 180 && math.Abs(near[1]) <= 90) {
		return Reading{}, fmt.Errorf("the place it counts from is not on Earth")
	}
	full := plusCodeOf(near, 10)
	c, why := decodePlus(strings.ReplaceAll(full, "+", "")[:8-plus] + digits)
	if why != "" {
		return Reading{}, fmt.Errorf("%s", why)
	}
	r := c.reading()
	step := math.Pow(20, float64(2-(8-plus)/2)) // degrees between two places of this code
	if d := near[1] - r.Point[1]; d > step/2 && r.Point[1]+step < 90 {
		r.Point[1] += step
	} else if d < -step/2 && r.Point[1]-step > -90 {
		r.Point[1] -= step
	}
	r.Point[0] += step * math.Round(math.Remainder(near[0]-r.Point[0], 360)/step)
	r.Point[0] = math.Remainder(r.Point[0], 360)
	r.Note = fmt.Sprintf("a short plus code, counted from %.4f, %.4f", near[1], near[0])
	return r, nil
}

// plusCodeOf writes the code of a point with 2, 4, 6, 8 or 10 to 15 digits.
func plusCodeOf(p orb.Point, digits int) string {
	lat := min(max(int64(math.Floor((p[1]+90)*plusLat+speck)), 0), 180*plusLat-1)
	lon := int64(math.Floor((math.Remainder(p[0], 360)+180)*plusLon + speck))
	lon = ((lon % (360 * plusLon)) + 360*plusLon) % (360 * plusLon)
	var out []byte
	h, w := int64(20*plusLat), int64(20*plusLon)
	for i := range digits {
		if i == 8 {
			out = append(out, '+')
		}
		switch {
		case i < 10 && i%2 == 0:
			if i > 0 {
				h, w = h/20, w/20
			}
			out = append(out, plusDigits[lat/h])
			lat %= h
		case i < 10:
			out = append(out, plusDigits[lon/w])
			lon %= w
		default:
			h, w = h/5, w/4
			out = append(out, plusDigits[lat/h*4+lon/w])
			lat, lon = lat%h, lon%w
		}
	}
	if digits <= 8 {
		for len(out) < 8 {
			out = append(out, '0')
		}
		out = append(out, '+')
	}
	return string(out)
}
