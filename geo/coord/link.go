package coord

import (
	"errors"
	"math"
	"net/url"
	"strconv"
	"strings"

	"sitmap/geo"
	"sitmap/internal/regex"
)

const (
	threeWords = "what3words is a closed system, which only its owner can turn into coordinates; ask for latitude and longitude"
	shortLink  = "a short link holds no coordinates; open it and paste the long address that the browser then shows"
	bareLink   = "no coordinates were found in the link; paste the numbers themselves"
)

//nolint:gochecknoglobals // compiled patterns, never written
var (
	reThreeWords = regex.New(`(?i)^(?:/{2,3}\s*|w3w:\s*|what3words:\s*/*)\p{L}+[.・·]\p{L}+[.・·]\p{L}+$`)
	reHosts      = regex.New(`(?i)^(?:www\.|maps\.)?(?:google\.[a-z.]+/maps|maps\.google\.|goo\.gl/|maps\.app\.goo\.gl|google\.[a-z.]+/|yandex\.[a-z.]+/|ya\.ru/|openstreetmap\.org|osm\.org|apple\.com/|wikimapia\.org|bing\.com/maps|waze\.com|wego\.here\.com|w3w\.co/|what3words\.com/|deepstatemap\.live|2gis\.)`)
)

func isThreeWords(s string) bool {
	return (s[0] == '/' || s[0]|0x20 == 'w') && reThreeWords.MatchString(s)
}

// isLink says that a text is the address of a page, with or without https.
func isLink(s string) bool {
	if encodedLink(s) {
		return true
	}
	if i := strings.Index(s[:min(len(s), 12)], "://"); i > 0 {
		low := strings.ToLower(s[:i])
		return low == "http" || low == "https"
	}
	return strings.Contains(s, "/") && reHosts.MatchString(s[:min(len(s), 64)])
}

// encodedLink says that an address is percent-encoded as a whole.
func encodedLink(s string) bool {
	low := strings.ToLower(s[:min(len(s), 14)])
	return strings.HasPrefix(low, "https%3a%2f%2f") || strings.HasPrefix(low, "http%3a%2f%2f")
}

// page is an address taken apart; what was percent-encoded is plain.
type page struct {
	host, path, fragment string
	query                url.Values
	o                    Options
}

func parseLink(text string, o Options) ([]Reading, error) {
	p, err := openLink(text, o)
	if err != nil {
		return nil, none(text, err.Error())
	}
	out, err := p.read()
	if err != nil {
		if errors.Is(err, ErrNone) {
			return nil, err
		}
		return nil, none(text, err.Error())
	}
	return out, nil
}

func openLink(text string, o Options) (page, error) {
	if encodedLink(text) {
		if plain, err := url.QueryUnescape(text); err == nil {
			text = plain
		}
	}
	p, err := openAddress(text, o)
	// A redirect holds the address that it leads to.
	for _, f := range [...]string{"q", "url", "continue", "to"} {
		if to := p.query.Get(f); err == nil && strings.Contains(p.host, "google.") && isLink(to) && !encodedLink(to) {
			return openAddress(to, o)
		}
	}
	return p, err
}

func openAddress(text string, o Options) (page, error) {
	if !strings.Contains(text[:min(len(text), 12)], "://") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	if err != nil || u.Host == "" {
		if u, err = url.Parse(strings.ReplaceAll(text, "%", "%25")); err != nil || u.Host == "" {
			return page{}, errors.New("the link cannot be read as an address")
		}
	}
	p := page{host: strings.ToLower(u.Hostname()), path: u.Path, fragment: u.Fragment, o: o}
	p.host = strings.TrimPrefix(p.host, "www.")
	// A semicolon is no separator here, and a stray percent sign no reason to give up.
	p.query, _ = url.ParseQuery(strings.ReplaceAll(u.RawQuery, ";", "%3B"))
	if strings.Contains(p.path, "%") { // encoded twice
		if again, err := url.PathUnescape(p.path); err == nil {
			p.path = again
		}
	}
	return p, nil
}

//nolint:gochecknoglobals // compiled patterns, never written
var (
	reW3W    = regex.New(`(^|\.)(w3w\.co|what3words\.com)$`)
	reShort  = regex.New(`(^|\.)goo\.gl$|^(g\.co|bit\.ly|t\.co|tinyurl\.com|clck\.ru|cutt\.ly|is\.gd)$`)
	reGoogle = regex.New(`(^|\.)google\.[a-z]{2,3}(\.[a-z]{2})?$`)
	reOSM    = regex.New(`(^|\.)(openstreetmap\.[a-z]+|osm\.org)$`)
	reYandex = regex.New(`(^|\.)yandex\.[a-z]{2,3}(\.[a-z]{2})?$`)
	re2GIS   = regex.New(`(^|\.)2gis\.[a-z.]+$`)
)

// site gives what knows the links of the page's host, or nil.
func (p page) site() func(page) ([]Reading, error) {
	under := func(domain string) bool { return p.host == domain || strings.HasSuffix(p.host, "."+domain) }
	switch {
	case reGoogle.MatchString(p.host):
		return readGoogle
	case reOSM.MatchString(p.host):
		return readOSM
	case reYandex.MatchString(p.host):
		return readYandex
	case under("apple.com"):
		return readApple
	case under("bing.com"):
		return readBing
	case under("here.com"):
		return readHere
	case under("waze.com"):
		return readWaze
	case re2GIS.MatchString(p.host):
		return read2GIS
	}
	return nil
}

func (p page) read() ([]Reading, error) {
	switch {
	case reW3W.MatchString(p.host):
		return nil, errors.New(threeWords)
	case reShort.MatchString(p.host):
		return nil, errors.New(shortLink)
	}
	if read := p.site(); read != nil {
		if out, err := read(p); len(out) > 0 || err != nil {
			return out, err
		}
	}
	if out := p.anyMap(); len(out) > 0 {
		return out, nil
	}
	return nil, errors.New(bareLink)
}

const viewNote = "the middle of the map's view, which is not a place that the link names"

// pair makes a reading of two numbers as text; nothing if they are none.
func (p page) pair(lat, lon, note string) []Reading {
	y, ny, ok := plain(strings.TrimSpace(lat))
	x, nx, ok2 := plain(strings.TrimSpace(lon))
	if !ok || !ok2 || ny == 0 && nx == 0 && (y != 0 || x != 0) && len(lat)+len(lon) < 3 {
		return nil
	}
	out, err := one(value{deg: y, res: tenth(ny)}, value{deg: x, res: tenth(nx)}, note)
	if err != nil {
		return nil
	}
	out[0].Notation = Link
	return out
}

// view is pair for the middle of a view at a zoom level; "" for an unknown one.
func (p page) view(lat, lon, zoom string) []Reading {
	out := p.pair(lat, lon, viewNote)
	if z, err := strconv.ParseFloat(zoom, 64); err == nil && len(out) > 0 && z >= 0 && z <= 24 {
		out[0].Radius = max(out[0].Radius, viewRadius(z, out[0].Point[1]))
	}
	return out
}

// viewRadius is half of 800 points of a screen at a zoom level of 256-point tiles, on the ground.
func viewRadius(zoom, lat float64) geo.Metres {
	const equator = 2 * math.Pi * 6378137
	return geo.Metres(400 * equator / 256 / math.Exp2(zoom) * math.Cos(lat*math.Pi/180))
}

// text reads what stands in a field for searching, in any notation.
func (p page) text(s string) []Reading {
	s = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(s), "loc:"))
	if i := strings.Index(s, "("); i > 0 { // the label behind the numbers
		s = strings.TrimSpace(s[:i])
	}
	if s == "" || len(s) > maxLen || isLink(s) || !strings.ContainsAny(s, "0123456789") {
		return nil
	}
	out, err := ParseWith(s, p.o)
	if err != nil || out[0].Notation == Geohash {
		return nil
	}
	if out[0].Notation == Decimal { // programs write latitude first
		out = out[:1]
	}
	for i := range out {
		out[i].Notation = Link
	}
	return out
}

// first is the first field that holds coordinates.
func (p page) first(fields ...string) []Reading {
	for _, f := range fields {
		for _, v := range p.query[f] {
			if out := p.text(v); len(out) > 0 {
				return out
			}
		}
	}
	return nil
}

const reNum = `([-+]?\d{1,3}(?:\.\d+)?)`

//nolint:gochecknoglobals // compiled patterns, never written
var (
	reHash  = regex.New(`^(?:[a-z]+=)?(\d{1,2}(?:\.\d+)?)/` + reNum + `/` + reNum + `(?:[/&].*)?$`)
	reHashC = regex.New(`^` + reNum + `,` + reNum + `,(\d{1,2}(?:\.\d+)?)z?$`)
	reHashV = regex.New(`(?:^|&)view=` + reNum + `,` + reNum + `,(\d+(?:\.\d+)?)z?`)
)

// anyMap reads what many sites share: lat and lon as fields of the query or the fragment, and #zoom/lat/lon.
func (p page) anyMap() []Reading {
	if m := reHash.FindStringSubmatch(p.fragment); m != nil {
		return p.view(m[2], m[3], m[1])
	}
	if m := reHashC.FindStringSubmatch(p.fragment); m != nil {
		return p.view(m[1], m[2], m[3])
	}
	if m := reHashV.FindStringSubmatch(p.fragment); m != nil {
		return p.view(m[1], m[2], m[3])
	}
	inside, _ := url.ParseQuery(p.fragment)
	for _, q := range [...]url.Values{p.query, inside} {
		for _, names := range [...][2]string{{"mlat", "mlon"}, {"lat", "lon"}, {"lat", "lng"}, {"latitude", "longitude"}, {"lat", "long"}, {"y", "x"}} {
			lat, lon := q.Get(names[0]), q.Get(names[1])
			if lat == "" || lon == "" || names[0] == "y" && !strings.Contains(lat, ".") {
				continue
			}
			zoom := q.Get("z") + q.Get("zoom")
			if zoom != "" && names[0] != "mlat" {
				return p.view(lat, lon, zoom)
			}
			return p.pair(lat, lon, "")
		}
	}
	return nil
}
