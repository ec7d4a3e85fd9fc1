package coord

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

type tokenKind int8

const (
	number tokenKind = iota
	mark             // behind a number: of degrees, minutes or seconds
	hemisphere
	label
	separator
)

type token struct {
	kind   tokenKind
	v      float64 // number
	neg    bool    // number with a minus; v is not negative
	signed bool    // number with a sign
	text   string  // number: its digits
	frac   int     // number: digits behind the point
	unit   int     // mark: 0 degrees, 1 minutes, 2 seconds
	axis   axis    // hemisphere, label
	minus  bool    // hemisphere: south or west
	glued  bool    // number: a colon or hyphen joins it to the one before
	slash  bool    // separator
}

// dialect says how doubtful signs are to be read.
type dialect struct {
	commaDecimal bool // a comma between digits is a decimal point
	oWest        bool // the letter O is west (French, Spanish), not east (German)
	note         string
}

func cellDialects(s string) []dialect {
	d := []dialect{{commaDecimal: true}}
	return withO(s, d)
}

func dialects(s string) []dialect {
	d := []dialect{{}}
	for i := 1; i+1 < len(s); i++ {
		if s[i] == ',' && digit(s[i-1]) && digit(s[i+1]) {
			// A comma that stands between digits is a decimal comma wherever that gives a pair.
			d = []dialect{{commaDecimal: true}, {}}
			break
		}
	}
	return withO(s, d)
}

func withO(s string, d []dialect) []dialect {
	if !strings.ContainsAny(s, "Oo") {
		return d
	}
	const note = "O read as %: German writes Ost for east, French and Spanish Ouest, Oeste for west"
	var out []dialect
	for _, x := range d {
		x.note = strings.Replace(note, "%", "east", 1)
		out = append(out, x)
		x.oWest, x.note = true, strings.Replace(note, "%", "west", 1)
		out = append(out, x)
	}
	// The note is only for texts in which O stands alone.
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if w == "O" || w == "o" {
			return out
		}
	}
	return d
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

type word struct {
	kind  tokenKind
	axis  axis
	minus bool
	unit  int
}

// words are what may stand beside the numbers, in lower case without full stops.
// A single Cyrillic letter is Russian; Ukrainian writes two.
var words = map[string]word{ //nolint:gochecknoglobals // table, never written
	"n": {hemisphere, latitude, false, 0}, "s": {hemisphere, latitude, true, 0}, "e": {hemisphere, longitude, false, 0}, "w": {hemisphere, longitude, true, 0},
	"north": {hemisphere, latitude, false, 0}, "south": {hemisphere, latitude, true, 0}, "east": {hemisphere, longitude, false, 0}, "west": {hemisphere, longitude, true, 0},
	"пн": {hemisphere, latitude, false, 0}, "пд": {hemisphere, latitude, true, 0}, "сх": {hemisphere, longitude, false, 0}, "зх": {hemisphere, longitude, true, 0},
	"пнш": {hemisphere, latitude, false, 0}, "пдш": {hemisphere, latitude, true, 0}, "схд": {hemisphere, longitude, false, 0}, "зхд": {hemisphere, longitude, true, 0},
	"сш": {hemisphere, latitude, false, 0}, "юш": {hemisphere, latitude, true, 0}, "вд": {hemisphere, longitude, false, 0}, "зд": {hemisphere, longitude, true, 0},
	"с": {hemisphere, latitude, false, 0}, "ю": {hemisphere, latitude, true, 0}, "в": {hemisphere, longitude, false, 0}, "з": {hemisphere, longitude, true, 0},
	"е":         {hemisphere, longitude, false, 0}, // Cyrillic, for the Latin letter
	"північної": {hemisphere, latitude, false, 0}, "північна": {hemisphere, latitude, false, 0},
	"південної": {hemisphere, latitude, true, 0}, "південна": {hemisphere, latitude, true, 0},
	"східної": {hemisphere, longitude, false, 0}, "східна": {hemisphere, longitude, false, 0},
	"західної": {hemisphere, longitude, true, 0}, "західна": {hemisphere, longitude, true, 0},
	"северной": {hemisphere, latitude, false, 0}, "северная": {hemisphere, latitude, false, 0},
	"южной": {hemisphere, latitude, true, 0}, "южная": {hemisphere, latitude, true, 0},
	"восточной": {hemisphere, longitude, false, 0}, "восточная": {hemisphere, longitude, false, 0},
	"западной": {hemisphere, longitude, true, 0}, "западная": {hemisphere, longitude, true, 0},
	"широти": {label, latitude, false, 0}, "широты": {label, latitude, false, 0}, "довготи": {label, longitude, false, 0}, "долготы": {label, longitude, false, 0},
	"lat": {label, latitude, false, 0}, "latitude": {label, latitude, false, 0}, "широта": {label, latitude, false, 0}, "шир": {label, latitude, false, 0}, "ш": {label, latitude, false, 0}, "y": {label, latitude, false, 0},
	"lon": {label, longitude, false, 0}, "long": {label, longitude, false, 0}, "lng": {label, longitude, false, 0}, "longitude": {label, longitude, false, 0},
	"долгота": {label, longitude, false, 0}, "довгота": {label, longitude, false, 0}, "долг": {label, longitude, false, 0}, "довг": {label, longitude, false, 0}, "д": {label, longitude, false, 0}, "x": {label, longitude, false, 0},
	"d": {mark, 0, false, 0}, "deg": {mark, 0, false, 0}, "degrees": {mark, 0, false, 0}, "град": {mark, 0, false, 0},
	"m": {mark, 0, false, 1}, "min": {mark, 0, false, 1}, "minutes": {mark, 0, false, 1}, "мин": {mark, 0, false, 1}, "хв": {mark, 0, false, 1},
	"градус": {mark, 0, false, 0}, "градуса": {mark, 0, false, 0}, "градусов": {mark, 0, false, 0}, "градуси": {mark, 0, false, 0}, "градусів": {mark, 0, false, 0},
	"минута": {mark, 0, false, 1}, "минуты": {mark, 0, false, 1}, "минут": {mark, 0, false, 1}, "хвилина": {mark, 0, false, 1}, "хвилини": {mark, 0, false, 1}, "хвилин": {mark, 0, false, 1},
	"секунда": {mark, 0, false, 2}, "секунды": {mark, 0, false, 2}, "секунди": {mark, 0, false, 2}, "секунд": {mark, 0, false, 2},
	"and": {separator, 0, false, 0}, "та": {separator, 0, false, 0}, "и": {separator, 0, false, 0}, "і": {separator, 0, false, 0},
	"sec": {mark, 0, false, 2}, "seconds": {mark, 0, false, 2}, "сек": {mark, 0, false, 2},
}

// marks are the signs behind degrees, minutes and seconds.
var marks = map[rune]int{ //nolint:gochecknoglobals // table, never written
	'°': 0, 'º': 0, '˚': 0, '∘': 0, '*': 0,
	'\'': 1, '′': 1, '’': 1, '‘': 1, '´': 1, '`': 1, 'ʹ': 1, 'ʼ': 1, '‵': 1, '＇': 1,
	'"': 2, '″': 2, '”': 2, '“': 2, '„': 2, 'ʺ': 2, '〃': 2, '＂': 2,
}

// lex cuts the text into tokens; bad names what it does not know.
func lex(s string, d dialect) (out []token, bad string) {
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if r < utf8.RuneSelf && (digit(s[i]) || s[i] == '.' && i+1 < len(s) && digit(s[i+1])) {
			t, n, ok := lexNumber(s[i:], d)
			if !ok || s[i] == '.' && i > 0 && digit(s[i-1]) { // 14.12.2024
				return nil, s[i : i+n]
			}
			t.glued = i > 1 && (s[i-1] == ':' || hyphen(s[:i])) && len(out) > 0 && out[len(out)-1].kind == number
			out = append(out, t)
			i += n
			continue
		}
		if unit, ok := marks[r]; ok {
			if n := len(out); unit == 1 && n > 0 && out[n-1].kind == mark && out[n-1].unit == 1 {
				out[n-1].unit = 2 // two strokes for seconds
			} else {
				out = append(out, token{kind: mark, unit: unit})
			}
			i += size
			continue
		}
		switch {
		case unicode.IsLetter(r):
			n := wordLen(s[i:])
			t, ok := lexWord(s[i:i+n], out, d)
			if !ok {
				return nil, s[i : i+n]
			}
			out = append(out, t)
			i += n
			continue
		case strings.ContainsRune("+-−–", r):
			if err := lexSign(s, i, size, r, &out, &i, d); err != "" {
				return nil, err
			}
			continue
		case strings.HasPrefix(s[i:], ".."):
			return nil, ".."
		case strings.ContainsRune(",;/|&\n\r\t", r):
			out = append(out, token{kind: separator, slash: r == '/'})
		case unicode.IsSpace(r) || strings.ContainsRune(":=.()[]{}\u200e\u200f\ufeff", r):
		default:
			return nil, s[i : i+size]
		}
		i += size
	}
	return out, ""
}

func hyphen(before string) bool {
	r, _ := utf8.DecodeLastRuneInString(before)
	return strings.ContainsRune("-−–", r)
}

// lexSign reads a sign at i: of the number behind it, or a hyphen between the parts of one value.
func lexSign(s string, i, size int, r rune, out *[]token, next *int, d dialect) string {
	*next = i + size
	if i > 0 && digit(s[i-1]) {
		return "" // 51-30-20
	}
	rest := s[i+size:]
	if rest == "" || !digit(rest[0]) && rest[0] != '.' {
		return s[i : i+size]
	}
	t, n, ok := lexNumber(rest, d)
	if !ok {
		return rest[:n]
	}
	t.signed, t.neg = true, r != '+'
	*out = append(*out, t)
	*next = i + size + n
	return ""
}

func lexNumber(s string, d dialect) (token, int, bool) {
	n, point := 0, -1
	for n < len(s) {
		c := s[n]
		isPoint := c == '.' || c == ',' && d.commaDecimal
		if isPoint && (point >= 0 || n+1 == len(s) || !digit(s[n+1])) || !isPoint && !digit(c) {
			break
		}
		if isPoint {
			point = n
		}
		n++
	}
	t := token{kind: number, text: s[:n]}
	if point >= 0 {
		t.frac = n - point - 1
	}
	if n > 40 {
		return t, n, false
	}
	v, err := strconv.ParseFloat(strings.Replace(s[:n], ",", ".", 1), 64)
	t.v = v
	return t, n, err == nil
}

// wordLen is the length of letters that full stops may join: "с.ш.".
func wordLen(s string) int {
	n := 0
	for n < len(s) {
		r, size := utf8.DecodeRuneInString(s[n:])
		if !unicode.IsLetter(r) && (r != '.' || n+1 < len(s) && digit(s[n+1])) {
			break
		}
		n += size
	}
	return n
}

func lexWord(raw string, before []token, d dialect) (token, bool) {
	w := strings.ToLower(strings.ReplaceAll(raw, ".", ""))
	if (w == "s" || w == "с") && raw[0] != 'S' && lettered(before) {
		return token{kind: mark, unit: 2, text: "s"}, true // 51d30m20s
	}
	if w == "м" && len(before) > 0 && before[len(before)-1].kind == number {
		return token{kind: mark, unit: 1, text: "m"}, true
	}
	if w == "o" {
		return token{kind: hemisphere, axis: longitude, minus: d.oWest}, true
	}
	known, ok := words[w]
	if ok && known.kind == mark {
		// A mark in letters stands behind its number.
		if len(before) == 0 || before[len(before)-1].kind != number {
			return token{}, false
		}
	}
	return token{kind: known.kind, axis: known.axis, minus: known.minus, unit: known.unit, text: w}, ok
}

// lettered says that the last number follows a mark of minutes in letters.
func lettered(before []token) bool {
	n := len(before)
	return n >= 2 && before[n-1].kind == number && before[n-2].kind == mark && before[n-2].unit == 1 && before[n-2].text != ""
}
