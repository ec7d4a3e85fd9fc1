package coord

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"sitmap/geo"
	"sitmap/geo/grid"
	"sitmap/internal/regex"
)

// alike turns Cyrillic capitals into the Latin ones that look the same, as on a keyboard left in the other script.
var alike = strings.NewReplacer("А", "A", "В", "B", "С", "C", "Е", "E", "Н", "H", "К", "K", "М", "M", "Р", "P", "Т", "T", "Х", "X", "У", "Y") //nolint:gochecknoglobals // table, never written

// parseGrid reads MGRS, UTM and labelled SK-42; mine is false when the text is none of them.
func parseGrid(text string, _ Options) (out []Reading, err error, mine bool) {
	if !mayBeGrid(text) {
		return nil, nil, false
	}
	if out, err, mine = parseSK(text); mine {
		return out, err, true
	}
	s := alike.Replace(strings.ToUpper(text))
	for _, label := range []string{"MGRS", "USNG"} {
		if rest, ok := strings.CutPrefix(s, label); ok {
			s = strings.TrimLeft(rest, ": ")
			break
		}
	}
	if out, err, mine = parseUTM(text, s); mine {
		return out, err, true
	}
	sq, err := grid.ParseMGRS(s)
	if errors.Is(err, grid.ErrNotMGRS) {
		return nil, nil, false
	}
	if err != nil {
		if errors.Is(err, grid.ErrNoSquare) {
			if r, derr := parseDegrees(text, Options{}); derr == nil {
				return r, nil, true // 51 N 35, and the like
			}
		}
		return nil, none(text, err.Error()), true
	}
	return []Reading{{Point: sq.Centre, Notation: MGRS, Radius: geo.Metres(sq.Size / math.Sqrt2), Note: squareNote(sq.Size)}}, nil, true
}

func squareNote(size float64) string {
	if size <= 1 {
		return ""
	}
	if size >= 1000 {
		return fmt.Sprintf("the middle of a square of %.0f km", size/1000)
	}
	return fmt.Sprintf("the middle of a square of %.0f m", size)
}

// maxGrid is the longest grid reference in bytes, with its labels.
const maxGrid = 96

// mayBeGrid is the cheap test before the dear ones: grids have a letter, no degree sign and few other signs.
func mayBeGrid(s string) bool {
	if len(s) > maxGrid {
		return false
	}
	letter, digits := false, 0
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case marks[r] > 0 || r == '°' || r == 'º' || r == '˚' || r == '+':
			return false
		case r >= 'A':
			letter = true
		}
	}
	return letter && digits > 0
}

// part is a number or a word of a UTM reference.
type part struct {
	word string
	num  metres
	int  string // the number's digits before the point
}

func parts(s string) ([]part, bool) {
	var out []part
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case digit(c):
			n := i
			for n < len(s) && (digit(s[n]) || s[n] == '.' && n+1 < len(s) && digit(s[n+1])) {
				n++
			}
			v, frac, ok := plain(s[i:n])
			if !ok {
				return nil, false
			}
			whole, _, _ := strings.Cut(s[i:n], ".")
			out = append(out, part{num: metres{v, frac}, int: whole})
			i = n
		case c >= 'A' && c <= 'Z':
			n := i
			for n < len(s) && s[n] >= 'A' && s[n] <= 'Z' {
				n++
			}
			out = append(out, part{word: s[i:n]})
			i = n
		case strings.IndexByte(" ,;:=./\t()", c) >= 0:
			i++
		default:
			return nil, false
		}
	}
	return out, true
}

// parseUTM reads zone, band or hemisphere, easting and northing; the zone may stand last.
func parseUTM(text, s string) ([]Reading, error, bool) {
	ps, ok := parts(reComma.ReplaceAllString(reThousands.ReplaceAllString(s, "$1$2$3 $4$5$6"), "$1.$2$3"))
	if !ok {
		return nil, nil, false
	}
	named, zone := false, -1
	var rest []part
	letter := ""
	for i := 0; i < len(ps); i++ {
		p := ps[i]
		short := p.word == "" && len(p.int) <= 2 && p.num.frac == 0
		switch {
		case p.word == "UTM" || p.word == "ZONE" || p.word == "WGS" || p.word == "GRID":
			named = named || p.word == "UTM" || p.word == "ZONE"
			if p.word == "WGS" && i+1 < len(ps) && ps[i+1].int == "84" {
				i++
			}
		case short && zone < 0:
			zone = int(p.num.v)
			if i+1 < len(ps) && isBand(ps[i+1].word) {
				letter = ps[i+1].word
				i++
			}
		default:
			rest = append(rest, p)
		}
	}
	e, n, ok := eastNorth(rest)
	switch {
	case !ok || zone < 0 && !named:
		return nil, nil, false
	case zone < 0:
		return nil, none(text, "the zone is missing, so that easting and northing fit a place in each of 60 zones; give it as in 36T 519452 5181646"), true
	case letter == "" && !named:
		return nil, nil, false
	}
	out, err := utmReadings(zone, letter, e, n)
	if err != nil {
		return nil, none(text, err.Error()), true
	}
	return out, nil, true
}

func isBand(w string) bool {
	if w == "NORTH" || w == "SOUTH" {
		return true
	}
	return len(w) == 1 && w[0] >= 'C' && w[0] <= 'X' && w[0] != 'I' && w[0] != 'O'
}

// eastNorth finds the two numbers; letters beside them or their size say which is which.
func eastNorth(ps []part) (e, n metres, ok bool) {
	var num []part
	var words string
	for _, p := range ps {
		if p.word == "" {
			num = append(num, p)
			continue
		}
		switch p.word {
		case "E", "ME", "EASTING", "EAST", "X":
			words += "E"
		case "N", "MN", "NORTHING", "NORTH", "Y":
			words += "N"
		case "M":
		default:
			return e, n, false
		}
	}
	if len(num) != 2 || len(num[0].int) < 5 || len(num[1].int) < 5 || len(num[0].int) > 8 || len(num[1].int) > 8 {
		return e, n, false
	}
	e, n = num[0].num, num[1].num
	switch words {
	case "NE":
		e, n = n, e
	case "EN":
	case "":
		if e.v >= 1e6 && n.v < 1e6 {
			e, n = n, e
		}
	default:
		return e, n, false
	}
	return e, n, true
}

// utmReadings keeps both meanings of N and S: a band, and a half of the Earth.
func utmReadings(zone int, letter string, e, n metres) ([]Reading, error) {
	read := func(south bool, note string) (Reading, error) {
		r, err := utm(grid.UTM{Zone: zone, South: south, Easting: e.v, Northing: n.v}, e, n)
		r.Note = join(note, r.Note)
		return r, err
	}
	var out []Reading
	var why error
	add := func(r Reading, err error) {
		if err != nil {
			why = err
			return
		}
		out = merge(out, []Reading{r})
	}
	switch letter {
	case "NORTH":
		add(read(false, ""))
	case "SOUTH":
		add(read(true, ""))
	case "":
		add(read(false, "no band or hemisphere is given; read as north of the equator"))
		add(read(true, "no band or hemisphere is given; read as south of the equator"))
	case "N":
		add(read(false, "")) // band N lies in the north, too
	case "S":
		r, err := read(false, "S read as the band of 32° to 40° N")
		if err == nil && r.Point[1] > 31.9 && r.Point[1] < 40.1 { // a little more, for rounded metres
			add(r, nil)
		}
		add(read(true, "S read as south of the equator"))
	default:
		r, err := read(letter < "N", "")
		if south, north, _ := grid.BandLimits(letter[0]); err == nil && !(r.Point[1] > south-0.5 && r.Point[1] < north+0.5) {
			r.Note = join(r.Note, fmt.Sprintf("the band %s is latitude %v to %v and the northing gives %.2f: a letter or a digit is wrong", letter, south, north, r.Point[1]))
		}
		add(r, err)
	}
	if len(out) == 0 {
		return nil, why
	}
	return out, nil
}

//nolint:gochecknoglobals // table, never written
var (
	// 519 452 5 181 646 and 519,452mE 5,181,646mN.
	reThousands = regex.New(`\b0?(\d{3})[ ,](\d{3})(\s?M?E?,?) *\b(\d{1,2})[ ,](\d{3})[ ,](\d{3})`)
	reComma     = regex.New(`\b(\d{6,8}),(\d{1,3})(\D|$)`)
)

//nolint:gochecknoglobals // compiled patterns, never written
var (
	reSoviet  = regex.New(`(?i)(?:^|[^\p{L}])(м?ск|sk|ck)[-‐–— ]?(42|63|95)?(?:[^\p{L}\d]|$)`)
	rePulkovo = regex.New(`(?i)пулково|pulkovo|гаусс|gau(?:ss|ß)`)
	reSpaced  = regex.New(`\d{1,3}(?:[ \x{a0}\x{202f}]\d{3}){2}`)
	reXY      = regex.New(`(?i)[xхyу]\s*[:=]?\s*\d`)
	reMetres  = regex.New(`[-−]?\d{5,8}(?:[.,]\d{1,4})?`)
)

// parseSK reads pairs that say that they are of the Soviet system, and refuses SK-63.
func parseSK(text string) ([]Reading, error, bool) {
	if !strings.ContainsAny(text, "кКkKпПPгГG") {
		return nil, nil, false
	}
	low := strings.ToLower(text)
	rest, named := text, false
	if m := reSoviet.FindStringSubmatchIndex(low); m != nil && len(low) == len(text) {
		year := ""
		if m[4] >= 0 {
			year = low[m[4]:m[5]]
		}
		switch word := low[m[2]:m[3]]; {
		case year == "63":
			return nil, none(text, "SK-63 was divided by district with secret parameters, so that it cannot be converted; find out latitude and longitude or SK-42"), true
		case strings.HasPrefix(word, "м") || year == "95":
			return nil, none(text, "of the Russian systems only SK-42 is known; convert it first"), true
		case year == "42":
			named = true
			rest = text[:m[2]] + " " + text[m[5]:]
		}
	}
	if loc := rePulkovo.FindStringIndex(rest); loc != nil {
		named = true
	}
	if !named {
		return nil, nil, false
	}
	out, err := gaussPair(text, rest)
	return out, err, true
}

// sovietSouth is a latitude south of which SK-42 was hardly used.
const sovietSouth = 34

// gaussPair reads two numbers of SK-42 in both orders.
func gaussPair(text, s string) ([]Reading, error) {
	s = reSpaced.ReplaceAllStringFunc(s, func(m string) string {
		return strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "").Replace(m)
	})
	found := reMetres.FindAllString(s, -1)
	if len(found) != 2 {
		return nil, none(text, "SK-42 is x to the north and y to the east with the zone before it, as x=5665432 y=7312345")
	}
	var m [2]metres
	for i, f := range found {
		v, frac, ok := plain(strings.Replace(strings.Replace(f, "−", "-", 1), ",", ".", 1))
		if !ok {
			return nil, none(text, "the numbers cannot be read")
		}
		m[i] = metres{v, frac}
	}
	labels := reXY.FindAllString(strings.ToLower(s), 2)
	if len(labels) == 2 {
		if first := []rune(labels[0])[0]; first == 'y' || first == 'у' {
			m[0], m[1] = m[1], m[0]
		}
	}
	first, err := sk42(m[0], m[1])
	second, err2 := sk42(m[1], m[0])
	second.Note = join("read as y, x: the easting first", second.Note)
	other := err2 == nil && len(labels) != 2 && second.Point[1] > sovietSouth
	switch {
	case err == nil && !other:
		return []Reading{first}, nil
	case err == nil:
		return []Reading{first, second}, nil
	case other:
		return []Reading{second}, nil
	}
	return nil, none(text, err.Error())
}

// parseProjected reads two bare numbers that are too large for degrees.
func parseProjected(text string) ([]Reading, error, bool) {
	f := strings.FieldsFunc(strings.ReplaceAll(text, "−", "-"), func(r rune) bool { return strings.ContainsRune(" ,;/\t()xXyYхХуУ:=", r) })
	if len(f) != 2 {
		return nil, nil, false
	}
	x, nx, ok := plain(f[0])
	y, ny, ok2 := plain(f[1])
	if !ok || !ok2 {
		return nil, nil, false
	}
	a, b := metres{x, nx}, metres{y, ny}
	small, large := math.Min(math.Abs(x), math.Abs(y)), math.Max(math.Abs(x), math.Abs(y))
	if small >= 1e5 && small < 1e6 && large >= 1e6 && large <= 1e7 {
		return nil, none(text, "these look like easting and northing of a grid whose zone is missing, so that they fit many places; give the zone as in 36T 519452 5181646"), true
	}
	if small < 1e6 {
		return nil, nil, false
	}
	var out []Reading
	r, why := mercator(a, b)
	if why == nil {
		r.Note = "two large numbers; " + r.Note
		out = append(out, r)
	}
	for _, p := range [...][2]metres{{a, b}, {b, a}} {
		// SK-42 was made for the Soviet Union; its zones 4 to 32 and northings say so.
		if r, err := sk42(p[0], p[1]); err == nil && r.Point[1] > sovietSouth && p[1].v >= 4e6 && p[1].v < 33e6 {
			r.Note = "if these are x and y of SK-42: " + r.Note
			out = append(out, r)
		}
	}
	if len(out) == 0 {
		return nil, none(text, why.Error()), true
	}
	return out, nil, true
}
