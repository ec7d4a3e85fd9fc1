// Package coord reads coordinates as people write and paste them: [Parse] for one
// place, [ParsePair] for latitude and longitude in two cells of a table, [ParseList]
// for several places, [Find] for those inside running text. [Notations] writes a place
// in every notation.
//
// It reads decimal degrees with point or comma; degrees and minutes, and degrees,
// minutes and seconds, with the usual marks, blanks, colons or hyphens, or packed
// (513020N); hemispheres as signs or letters before or behind, in Latin (N S E W)
// and Cyrillic (пн пд сх зх; с.ш. ю.ш. в.д. з.д.; С Ю В З); labels (lat, lon,
// широта, долгота); WKT and EWKT points; geo: URIs (RFC 5870); UTM, MGRS and USNG;
// Gauss-Krüger of SK-42; metres of the web maps' Mercator; plus codes, geohashes, and
// links of web maps. SK-63, what3words and short links are recognised and refused.
//
// Points are longitude, latitude in degrees on WGS 84. Every plausible reading is
// kept, the best first. A reading that had to assume something, or that changed the
// datum, says so in its Note; whether the assumption holds is for the caller to check
// (country, other columns). Nothing here asks the network.
package coord

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"sitmap/geo"
	"sitmap/internal/regex"
)

// The notations of a [Reading].
const (
	Decimal = "decimal" // degrees with a fraction, or whole degrees
	DM      = "dm"      // degrees and minutes
	DMS     = "dms"     // degrees, minutes and seconds
	WKT     = "wkt"     // WKT or EWKT POINT
	URI     = "geo"     // geo: URI

	GeoJSON  = "geojson"  // GeoJSON Point, longitude first
	UTM      = "utm"      // UTM with zone and band or hemisphere
	MGRS     = "mgrs"     // grid reference of MGRS or USNG; the point is the middle of its square
	SK42     = "sk42"     // Gauss-Krüger of SK-42, x north and y east with the zone before it
	Mercator = "mercator" // metres of the web maps' Mercator (EPSG:3857)
	PlusCode = "pluscode" // plus code; the point is the middle of its cell
	Geohash  = "geohash"  // geohash; the point is the middle of its cell
	Link     = "link"     // address of a page of a web map
)

// ErrNone is wrapped by every error: the text is no coordinate that could be read.
var ErrNone = errors.New("no coordinates")

// maxLen is the longest cell that is looked at, in bytes; the longest honest
// notation, words and all, is shorter than 100. Links are longer.
const (
	maxLen  = 256
	maxLink = 4096
)

// metresPerDegree is the length of a degree of latitude on the sphere of WGS 84's mean radius.
const metresPerDegree = 6371008.8 * math.Pi / 180

// Reading is one way to read a text as a place.
type Reading struct {
	Point    orb.Point  // lon, lat
	Notation string     // one of the constants of this package
	Radius   geo.Metres // half the last digit written, on both axes: the place cannot be known better
	Note     string     // what was assumed; "" for nothing
}

// Options say how [ParseWith] reads. The zero value is [Parse].
type Options struct {
	Near     *orb.Point // lon, lat: what a short plus code counts from; nil refuses such codes
	AnyOrder bool       // take longitude, latitude too where the first of two bare numbers can be no latitude
}

// Parse reads a text that holds one place. Without hemispheres or labels the first
// number is the latitude; where the other order is possible too it is the second
// reading, and where only the other order is possible the text is refused. WKT is
// longitude first. Errors wrap [ErrNone].
func Parse(s string) ([]Reading, error) { return ParseWith(s, Options{}) }

// ParseNear is [Parse] for texts that may be a short plus code, which names the place
// of its kind that is nearest to ref (lon, lat).
func ParseNear(s string, ref orb.Point) ([]Reading, error) { return ParseWith(s, Options{Near: &ref}) }

// ParseWith is [Parse] with options.
func ParseWith(s string, o Options) ([]Reading, error) {
	text := strings.TrimSpace(s)
	if text == "" || len(text) > maxLink || len(text) > maxLen && !isLink(text) {
		return nil, sane(text)
	}
	if r, ok := plainPair(text); ok {
		return r, nil
	}
	for _, parse := range [...]func(string, Options) ([]Reading, error, bool){parsePrefixed, parseGrid, parsePlusCode} {
		if r, err, mine := parse(text, o); mine {
			if len(r) == 0 && err == nil {
				err = none(text, wanted)
			}
			return r, err
		}
	}
	found, err := parseDegrees(text, o)
	if err == nil {
		return found, nil
	}
	if r, why, mine := parseProjected(text); mine {
		return r, why
	}
	if r, ok := parseGeohash(text); ok {
		return r, nil
	}
	if m := reAtAlone.FindStringSubmatch(text); m != nil {
		if r := (page{}).googleView(m); len(r) > 0 {
			return r, nil
		}
	}
	if bare := unlabelled(text); bare != text {
		if r, berr := ParseWith(bare, o); berr == nil {
			return r, nil
		}
	}
	return nil, err
}

//nolint:gochecknoglobals // compiled patterns, never written
var (
	reLabel = regex.New(`^(?i:координат\p{L}*|coord(?:inate)?s?|gps|location|position|геолокац\p{L}*|wgs[- ]?84)[\s:=–-]+`)
	reDatum = regex.New(`[\s,;]*\(?(?i:wgs[- ]?84|epsg:4326)\)?$`)
)

// unlabelled leaves out words that only say that coordinates come, and the datum that all have.
func unlabelled(text string) string {
	return reDatum.ReplaceAllString(reLabel.ReplaceAllString(text, ""), "")
}

// parsePrefixed reads what its first letters give away.
func parsePrefixed(text string, o Options) ([]Reading, error, bool) {
	if c := text[0]; digit(c) || c == '-' || c == '+' {
		return nil, nil, false
	}
	low := strings.ToLower(text[:min(len(text), 16)])
	switch {
	case strings.HasPrefix(low, "geo:"):
		r, err := parseURI(text[len("geo:"):])
		return r, err, true
	case strings.HasPrefix(low, "geohash:"):
		r, err := prefixedGeohash(text)
		return r, err, true
	case strings.HasPrefix(low, "srid=") || strings.HasPrefix(low, "point"):
		r, err := parseWKT(text)
		return r, err, true
	case strings.HasPrefix(low, "epsg:"):
		r, err := parseEPSG(text)
		return r, err, true
	case text[0] == '{':
		r, err := parseJSON(text, o)
		return r, err, true
	case isThreeWords(text):
		return nil, none(text, threeWords), true
	case isLink(text):
		r, err := parseLink(text, o)
		return r, err, true
	}
	return nil, nil, false
}

// parseDegrees reads degrees, minutes and seconds with marks, letters and signs.
func parseDegrees(text string, o Options) ([]Reading, error) {
	var out []Reading
	var why error
	for _, d := range dialects(text) {
		found, err := parseTokens(text, d, o.AnyOrder)
		if why == nil {
			why = err
		}
		out = merge(out, found)
	}
	if len(out) == 0 {
		return nil, why
	}
	return out, nil
}

// ParsePair reads a latitude and a longitude out of two cells. Hemisphere letters
// outweigh the columns, and so does a latitude beyond 90 where exchanging the two
// helps; both are said in the Note. Errors wrap [ErrNone] and name the cell.
func ParsePair(lat, lon string) ([]Reading, error) {
	a, b := strings.TrimSpace(lat), strings.TrimSpace(lon)
	for _, c := range [...]struct{ name, text string }{{"latitude", a}, {"longitude", b}} {
		if err := sane(c.text); err != nil {
			return nil, fmt.Errorf("%s: %w", c.name, err)
		}
	}
	if x, nx, ok := plain(a); ok {
		if y, ny, ok := plain(b); ok {
			return combine(value{deg: x, res: tenth(nx)}, value{deg: y, res: tenth(ny)}, columns)
		}
	}
	var out []Reading
	var why error
	for _, d := range cellDialects(a + b) {
		x, err := parseCell(a, d)
		if err != nil {
			err = fmt.Errorf("latitude: %w", err)
		}
		y, err2 := parseCell(b, d)
		if err == nil && err2 != nil {
			err = fmt.Errorf("longitude: %w", err2)
		}
		if err == nil {
			var found []Reading
			if found, err = combine(x, y, columns); err == nil {
				out = merge(out, noted(found, d.note))
			}
		}
		if why == nil {
			why = err
		}
	}
	if len(out) == 0 {
		return nil, why
	}
	return out, nil
}

func sane(s string) error {
	if s == "" {
		return fmt.Errorf("%w: the cell is empty", ErrNone)
	}
	if len(s) > maxLen {
		return fmt.Errorf("%w: the text of %d bytes is too long; give the coordinates alone", ErrNone, len(s))
	}
	return nil
}

func none(s, why string) error {
	if r := []rune(s); len(r) > 40 {
		s = string(r[:40]) + "…"
	}
	return fmt.Errorf("%w in %q: %s", ErrNone, s, why)
}

// noted puts a note before those that the readings have.
func noted(rs []Reading, note string) []Reading {
	for i := range rs {
		rs[i].Note = join(note, rs[i].Note)
	}
	return rs
}

func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "; " + b
}

// merge appends the readings of more that have a place of their own.
func merge(out, more []Reading) []Reading {
next:
	for _, m := range more {
		for _, o := range out {
			if o.Point == m.Point {
				continue next
			}
		}
		out = append(out, m)
	}
	return out
}

// tenth is the value of the n-th digit behind the point, in degrees.
func tenth(n int) float64 {
	if n < len(tenths) {
		return tenths[n]
	}
	return math.Pow10(-n)
}

var tenths = [...]float64{1, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11, 1e-12, 1e-13, 1e-14, 1e-15} //nolint:gochecknoglobals // table, never written

// plain reads [+-]digits[.digits] and says how many digits follow the point.
func plain(s string) (v float64, digits int, ok bool) {
	point, some := -1, false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			some = true
		case c == '.' && point < 0:
			point = i
		case (c == '-' || c == '+') && i == 0:
		default:
			return 0, 0, false
		}
	}
	if !some {
		return 0, 0, false
	}
	if point >= 0 {
		digits = len(s) - point - 1
	}
	v, err := strconv.ParseFloat(s, 64)
	return v, digits, err == nil
}

// plainPair is the short way for "51.10, 35.33", where both numbers have a point.
func plainPair(s string) ([]Reading, bool) {
	cut := strings.IndexByte(s, ',')
	if cut < 0 {
		return nil, false
	}
	x, nx, ok := plain(s[:cut])
	if !ok || nx == 0 {
		return nil, false
	}
	y, ny, ok := plain(strings.TrimLeft(s[cut+1:], " "))
	if !ok || ny == 0 {
		return nil, false
	}
	r, err := combine(value{deg: x, res: tenth(nx)}, value{deg: y, res: tenth(ny)}, written)
	return r, err == nil
}
