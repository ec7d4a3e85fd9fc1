package coord

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"sitmap/internal/regex"
)

// pattern finds one kind of coordinates in running text.
type pattern struct {
	hint hint
	re   *regex.Pattern
	bare bool                    // two numbers and nothing else: what stands around them is looked at closely
	form func(text string) bool  // what the text needs besides the pattern; nil for nothing
	fits func(rs []Reading) bool // what its readings need; nil for nothing
}

// Pieces of the patterns. Blanks may be wide or narrow no-break spaces.
const (
	ws      = `[\s\x{a0}\x{202f}\x{2009}]`
	between = ws + `{0,3}(?:[,;/|]|and|та|[иі]` + ws + `)?` + ws + `{0,3}`
	degSign = `[°º˚∘]`
	minSign = "['′’‘´`ʹʼ‵＇]"
	secSign = `(?:''|′′|’’|[″"”“„ʺ〃＂])`
	number1 = `\d{1,3}(?:[.,]\d+)?`
	number2 = `\d{1,2}(?:[.,]\d+)?`
	marked  = `\d{1,3}(?:[.,]\d+)?` + ws + `?` + degSign + `(?:` + ws + `?` + number2 + ws + `?` + minSign + `(?:` + ws + `?` + number2 + ws + `?` + secSign + `)?)?`
	latWord = `(?:[Ll]at(?:itude)?|LAT(?:ITUDE)?|[Шш]ир(?:ота)?|ШИРОТА)`
	lonWord = `(?:[Ll]on(?:g(?:itude)?)?|LON(?:G(?:ITUDE)?)?|[Ll]ng|LNG|[Дд]о(?:лг|вг)(?:ота)?|ДО(?:ЛГ|ВГ)ОТА)`
	colon   = `\.?` + ws + `{0,2}[:=]?` + ws + `{0,2}`
	// Letters in both cases are spelt out: folding them costs a third of the time.
	letters = `(?:[Nn]orth|[Ss]outh|[Ee]ast|[Ww]est|NORTH|SOUTH|EAST|WEST|[Пп]і(?:внічн|вденн)ої` + ws + `широти|(?:[Сс]х|[Зз]ах)ідної` + ws + `довготи|(?:[Сс]еверн|[Юю]жн)ой` + ws + `широты|(?:[Вв]осточн|[Зз]ападн)ой` + ws +
		`долготы|(?:[Пп][НнДд]|[СсЮю])\.?` + ws + `?[Шш]\.?|(?:[СсЗз][Хх]|[ВвЗз])\.?` + ws + `?[Дд]\.?|[Пп][НнДд]\.?|[СсЗз][Хх]\.?|[NSEW]|[СЮВЗ])`
	hemi   = `(?:` + ws + `?` + letters + `)`
	minus  = `[-−–+]?`
	angles = number1 + `(?:(?:` + ws + `|[:-])` + number2 + `){0,2}`
	band   = `[C-HJ-NP-X]`
)

var patterns = []pattern{ //nolint:gochecknoglobals // table, never written
	{ // 51°06'11"N 35°19'39"E, with labels or without
		hint: degreeSigns,
		re: regex.New(`(?:` + latWord + colon + `|` + lonWord + colon + `)?(?:` + letters + ws + `?)?` + minus + marked + hemi + `?` + between +
			`(?:` + latWord + colon + `|` + lonWord + colon + `)?(?:` + letters + ws + `?)?` + minus + marked + hemi + `?`),
		form: func(s string) bool {
			return len(reMinute.FindAllString(s, 2)) == 2 || len(reThree.FindAllString(s, 2)) == 2 || len(reLetters.FindAllString(s, 2)) == 2
		},
	},
	{ // N13 37 41 E025 20 58, С51.0065 В34.9704
		hint: lettersBefore,
		re:   regex.New(letters + ws + `?` + angles + between + letters + ws + `?` + angles),
		form: lettered2,
	},
	{ // 51.1031 сш, 35.3275 вд; 513020N 0352010E
		hint: lettersBehind,
		re:   regex.New(`(?:` + angles + `|\d{4,6})` + hemi + between + `(?:` + angles + `|\d{5,7})` + hemi),
		form: lettered2,
	},
	{ // lat 51.10, lon 35.33
		hint: labelWords,
		re: regex.New(`(?:` + latWord + colon + minus + number1 + hemi + `?` + between + lonWord + colon + minus + number1 + hemi + `?|` +
			lonWord + colon + minus + number1 + hemi + `?` + between + latWord + colon + minus + number1 + hemi + `?)`),
	},
	{ // 51.1031, 35.3275
		hint: pointFractions,
		re:   regex.New(minus + `\d{1,3}\.\d{3,}(?:` + ws + `?[,;/]` + ws + `{0,3}|` + ws + `{1,3})` + minus + `\d{1,3}\.\d{3,}`),
		bare: true, fits: awayFromNull,
	},
	{ // 51,1031; 35,3275
		hint: commaFractions,
		re:   regex.New(minus + `\d{1,3},\d{4,}(?:` + ws + `?[,;/]` + ws + `{1,3}|` + ws + `{1,3})` + minus + `\d{1,3},\d{4,}`),
		bare: true, fits: awayFromNull,
	},
	{ // 37U DQ 0966 1283
		hint: gridLetters,
		re:   regex.New(`\d{1,2}` + band + ws + `?[A-HJ-NP-Z]{2}` + ws + `?(?:\d{2,5}` + ws + `\d{2,5}|\d{4,10})`),
		fits: func(rs []Reading) bool { return rs[0].Notation == MGRS },
	},
	{ // 36T 519452 5181646
		hint: gridLetters,
		re:   regex.New(`\d{1,2}` + ws + `?` + band + `[,` + ws[1:] + `{1,2}[E:= ]{0,3}\d{6,7}(?:\.\d+)?` + ws + `?(?:m?E)?[,` + ws[1:] + `{1,2}[N:= ]{0,3}\d{6,8}(?:\.\d+)?(?:` + ws + `?m?N)?`),
		fits: func(rs []Reading) bool { return rs[0].Notation == UTM },
	},
	{ // СК-42 x=5665432 y=7312345
		hint: longNumbers,
		re:   regex.New(`(?i:ск|sk|ck)[-–` + ws[1:] + `?42[^\d\n]{0,16}\d{7,8}(?:[.,]\d{1,3})?[^\d\n]{1,8}\d{7,8}(?:[.,]\d{1,3})?`),
	},
	{ // 9F3X4838+6X
		hint: plusSigns,
		re:   regex.New(`[2-9C][2-9CFGHJMPQRV][2-9CFGHJMPQRVWX]{6}\+[2-9CFGHJMPQRVWX]{2,7}`),
		form: func(s string) bool { return strings.ContainsAny(s, "CFGHJMPQRVWX") },
	},
	{ // geo:51.1,35.3 and geohash:u8vxn84
		hint: schemes,
		re:   regex.New(`(?i:geo):-?\d{1,2}(?:\.\d+)?,-?\d{1,3}(?:\.\d+)?(?:,-?\d+(?:\.\d+)?)?(?:;[a-z]+=[\w.]+)*(?:\?z=[\d.]+)?|geohash:[0-9b-hjkmnp-z]{3,12}`),
	},
	{ // POINT(35.3 51.1)
		hint: wktBrackets,
		re:   regex.New(`(?i)(?:SRID=\d{4,6};)?POINT(?:\s?Z?M?)\s?\([-\d. ]{3,80}\)`),
	},
}

//nolint:gochecknoglobals // compiled patterns, never written
var (
	reMinute  = regex.New(degSign + ws + `?` + number2 + ws + `?` + minSign)
	reThree   = regex.New(`\d[.,]\d{3,}`)
	reOne     = regex.New(`\d[.,]\d`)
	reLetters = regex.New(letters)
	reParts   = regex.New(`\d{1,3}(?:` + ws + `|[:-])\d{2}`)
	rePacked  = regex.New(`\d{4,7}`)
	reLoose   = regex.New(`(?:^|[^\p{L}])[СЮВЗ](?:[^\p{L}.]|$)`)
)

// lettered2 wants more than letters beside two numbers: fractions, minutes or packed
// digits at both. Single Cyrillic letters are prepositions as well and need more.
func lettered2(s string) bool {
	two := func(re *regex.Pattern) bool { return len(re.FindAllString(s, 2)) == 2 }
	if reLoose.MatchString(s) {
		return two(reThree) || two(reParts)
	}
	return two(reOne) || two(reParts) || two(rePacked)
}

// awayFromNull leaves out pairs below 1: shares, probabilities and ratios.
func awayFromNull(rs []Reading) bool {
	p := rs[0].Point
	return math.Abs(p[0]) >= 1 || math.Abs(p[1]) >= 1
}

//nolint:gochecknoglobals // compiled patterns, never written
var (
	reUnit     = regex.New(`^` + ws + `?(?i:(?:km|км|m|м|kg|кг|mm|мм|cm|см|tons?|tonnes|т|usd|eur|uah|rub|dollars?|euros?|грн|руб\p{L}*|million|billion|thousand|млн|млрд|тыс|тис|hours?|minutes?|seconds?|[mkg]?hz|[мкг]?гц|ms|percent|people|killed|wounded|осіб|человек|points?|votes?)(?:$|[^\p{L}])|[%€$£₴₽‰])`)
	reNotPlace = regex.New(`(?i)(?:version|ver|release|верс\p{L}*|prices?|rates?|курс\p{L}*|ціна|цена|frequenc\p{L}*|freq|частот\p{L}*|ratio|index|doi|isbn|isin|scores?|№|no|nr|v|p)\.?[\s:=]*$`)
	reSeries   = regex.New(`^` + minus + `\d+\.\d+(?:` + ws + `?[,;]?` + ws + `{0,3}` + minus + `\d+\.\d+)*`)
	reDecimal  = regex.New(`\d+\.\d+`)
)

// series gives the end of a run of decimals of odd length, which is a series of measurements and no pairs; else 0.
func (f *finder) series(from int) int {
	if from < f.even {
		return 0
	}
	run := reSeries.FindString(f.text[from:min(len(f.text), from+maxLink)])
	if n := len(reDecimal.FindAllString(run, -1)); n > 2 && n%2 == 1 {
		return from + len(run)
	}
	f.even = from + len(run)
	return 0
}

// freeBefore says that nothing before a match makes it part of something else.
func freeBefore(s string, bare bool) bool {
	r, size := utf8.DecodeLastRuneInString(s)
	if size == 0 {
		return true
	}
	if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("_$€£₴₽#№§@", r) {
		return false
	}
	if strings.ContainsRune(".,:/-−–+", r) && endsInDigit(s[:len(s)-size]) {
		return false
	}
	if !bare {
		return true
	}
	tail := s[max(0, len(s)-40):]
	t := strings.TrimRightFunc(tail, unicode.IsSpace)
	if t != "" && strings.ContainsRune("$€£₴₽#№§", lastRune(t)) {
		return false
	}
	return !notPlaceBefore(tail)
}

// notPlaceBefore looks at the last word before two bare numbers.
func notPlaceBefore(tail string) bool {
	loc := reNotPlace.FindStringIndex(tail)
	if loc == nil {
		return false
	}
	return loc[0] == 0 || !unicode.IsLetter(lastRune(tail[:loc[0]]))
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

func endsInDigit(s string) bool { return s != "" && digit(s[len(s)-1]) }

// freeBehind is freeBefore for what follows.
func freeBehind(s string, bare bool) bool {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return true
	}
	if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' {
		return false
	}
	if next := s[size:]; strings.ContainsRune(".,:/-−–", r) && next != "" && digit(next[0]) && r != ',' {
		return false
	}
	return !bare || !reUnit.MatchString(s)
}
