package grid

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/paulmach/orb"
)

// Square is a square of the Military Grid Reference System, which USNG shares.
type Square struct {
	Centre orb.Point // lon, lat of its middle
	Size   float64   // length of a side in metres: 1, 10, … 100000
}

const (
	rowLetters = "ABCDEFGHJKLMNPQRSTUV" // from the equator on, again after 2000 km; even zones begin with F
	hundred    = 100000.0
	rowCycle   = 2000000.0
)

// columns gives the letters of the 100 km columns of a zone, from easting 100 km on.
func columns(zone int) string {
	return [3]string{"STUVWXYZ", "ABCDEFGH", "JKLMNPQR"}[zone%3]
}

func rowShift(zone int) int {
	if zone%2 == 0 {
		return 5
	}
	return 0
}

// MGRS writes the reference of the square that holds a point; digits are those of
// easting and of northing, 0 (100 km) to 5 (1 m). Errors are those of [ToUTM].
func MGRS(p orb.Point, digits int) (string, error) {
	u, err := ToUTM(p)
	if err != nil {
		return "", err
	}
	digits = max(0, min(5, digits))
	// Nanometres of the projection must not move a point that lies on a line of the grid.
	east, north := math.Floor(u.Easting+1e-7), math.Floor(u.Northing+1e-7)
	if u.South && north >= southNorthing {
		north = southNorthing - 1 // just south of the equator
	}
	col := int(east / hundred)
	row := (int(math.Mod(north, rowCycle)/hundred) + rowShift(u.Zone)) % len(rowLetters)
	cols := columns(u.Zone)
	if col < 1 || col > len(cols) {
		return "", fmt.Errorf("easting %.0f has no square in zone %d", east, u.Zone)
	}
	out := fmt.Sprintf("%02d%c%c%c", u.Zone, Band(p[1]), cols[col-1], rowLetters[row])
	if digits == 0 {
		return out, nil
	}
	cut := math.Pow10(5 - digits)
	return out + fmt.Sprintf(" %0*d %0*d", digits, int(math.Mod(east, hundred)/cut), digits, int(math.Mod(north, hundred)/cut)), nil
}

var (
	// ErrNotMGRS says that a text has not the form of a grid reference at all.
	ErrNotMGRS = errors.New("a grid reference is zone, band, two letters of the square and an even number of digits, as 37U DQ 0966 1283")
	// ErrNoSquare says that zone and digits are there and the letters of the 100 km square are not.
	ErrNoSquare = errors.New("the two letters of the 100 km square are missing behind zone and band, so that the digits fit many places; give them as in 36T WS 4512 7788")
	// ErrNoZone says that the square is there and the zone is not.
	ErrNoZone = errors.New("the zone and band before the 100 km square are missing, so that it fits many places; give them as in 36T WS 4512 7788")
)

// ParseMGRS reads a reference with or without blanks, in either case. Fewer digits
// give a larger square. What is missing is said by [ErrNoSquare] and [ErrNoZone];
// letters and digits that contradict each other have their own sentences.
func ParseMGRS(s string) (Square, error) {
	c, digits, err := cutMGRS(strings.ToUpper(s))
	if err != nil {
		return Square{}, err
	}
	return c.square(digits)
}

// cell is a 100 km square as its letters name it.
type cell struct {
	zone           int
	band, col, row byte
}

func cutMGRS(s string) (c cell, digits string, err error) {
	groups := runs(s)
	if groups == nil {
		return c, "", ErrNotMGRS
	}
	i := 0
	zone := ""
	if len(groups) > 0 && isDigit(groups[0][0]) {
		zone, i = groups[0], 1
	}
	letters := ""
	for ; i < len(groups) && !isDigit(groups[i][0]); i++ {
		letters += groups[i]
	}
	rest := groups[i:]
	for _, g := range rest {
		if !isDigit(g[0]) {
			return c, "", ErrNotMGRS
		}
	}
	digits = strings.Join(rest, "")
	even := len(digits)%2 == 0 && len(digits) <= 10 && (len(rest) < 2 || len(rest) == 2 && len(rest[0]) == len(rest[1]))
	switch {
	case len(zone) > 2:
		return c, "", ErrNotMGRS
	case zone == "" && len(letters) == 2 && even && len(digits) >= 4:
		return c, "", ErrNoZone
	case zone != "" && len(letters) == 1 && strings.Trim(zone, "0") != "" && even && len(digits) > 0 && strings.IndexByte(bands, letters[0]) >= 0:
		return c, "", ErrNoSquare
	case zone == "" || len(letters) != 3:
		return c, "", ErrNotMGRS
	case !even:
		return c, "", fmt.Errorf("the grid reference has %d digits; easting and northing have equally many, 1 to 5 each", len(digits))
	}
	for _, d := range []byte(zone) {
		c.zone = c.zone*10 + int(d-'0')
	}
	c.band, c.col, c.row = letters[0], letters[1], letters[2]
	return c, digits, nil
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// runs cuts a text into runs of digits and of letters A to Z; nil if there is anything else but blanks.
func runs(s string) []string {
	var out []string
	const blank, letter, figure = 0, 1, 2
	last, start := blank, 0
	for i := 0; i <= len(s); i++ {
		kind := blank
		if i < len(s) {
			switch c := s[i]; {
			case isDigit(c):
				kind = figure
			case c >= 'A' && c <= 'Z':
				kind = letter
			case c != ' ' && c != '\t':
				return nil
			}
		}
		if kind == last && kind != blank {
			continue
		}
		if last != blank {
			out = append(out, s[start:i])
		}
		last, start = kind, i
	}
	return out
}

// square finds the middle of the square that the digits cut out of the cell.
func (c cell) square(digits string) (Square, error) {
	south, north, ok := BandLimits(c.band)
	col := strings.IndexByte(columns(max(0, c.zone)), c.col)
	row := strings.IndexByte(rowLetters, c.row)
	switch {
	case c.zone < 1 || c.zone > 60:
		return Square{}, fmt.Errorf("zone %d does not exist; zones are 1 to 60", c.zone)
	case !ok:
		return Square{}, fmt.Errorf("band %c does not exist; bands are C to X without I and O", c.band)
	case c.band == 'X' && (c.zone == 32 || c.zone == 34 || c.zone == 36):
		return Square{}, fmt.Errorf("zone %dX does not exist; its neighbours share its land", c.zone)
	case col < 0:
		return Square{}, fmt.Errorf("column %c is not one of zone %d, whose columns are %s", c.col, c.zone, columns(c.zone))
	case row < 0:
		return Square{}, fmt.Errorf("row %c does not exist; rows are A to V without I and O", c.row)
	}
	tm := utmProjection(c.zone, c.band < 'N')
	east := float64(col+1) * hundred
	base := float64((row+len(rowLetters)-rowShift(c.zone))%len(rowLetters)) * hundred
	for ; base < southNorthing; base += rowCycle {
		lo, hi := latitudes(tm, east, base)
		if lo < north && hi > south {
			return cut(tm, east, base, digits), nil
		}
	}
	return Square{}, fmt.Errorf("row %c has no square in band %d%c; a letter is wrong", c.row, c.zone, c.band)
}

// latitudes gives the least and the greatest latitude of a 100 km square.
func latitudes(tm *TM, east, north float64) (lo, hi float64) {
	lo, hi = 90, -90
	for _, d := range [...][2]float64{{0, 0}, {hundred, 0}, {0, hundred}, {hundred, hundred}} {
		lat := tm.Inverse(east+d[0], north+d[1])[1]
		lo, hi = math.Min(lo, lat), math.Max(hi, lat)
	}
	return lo, hi
}

func cut(tm *TM, east, north float64, digits string) Square {
	n := len(digits) / 2
	size := math.Pow10(5 - n)
	var e, m float64
	for i := range n {
		e = e*10 + float64(digits[i]-'0')
		m = m*10 + float64(digits[n+i]-'0')
	}
	return Square{Centre: tm.Inverse(east+(e+0.5)*size, north+(m+0.5)*size), Size: size}
}
