package web

import (
	"encoding/base64"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"

	"sitmap/internal/event"
	"sitmap/internal/snapshot"
	"sitmap/internal/store"
)

const (
	maxQueryBytes = 16 << 10
	maxTextRunes  = 200
	defaultPage   = 1000
	maxPage       = 10000
)

// checkParams refuses parameters that the route does not know.
func checkParams(raw string, known []string) (url.Values, error) {
	if len(raw) > maxQueryBytes {
		return nil, badParam("", "The query is longer than 16 KiB.")
	}
	q, err := url.ParseQuery(raw)
	if err != nil {
		return nil, badParam("", "The query string cannot be read; write name=value&name=value with %-escapes.")
	}
	for name, values := range q {
		if !slices.Contains(known, name) {
			return nil, badParam(name, "This address has no parameter of this name.", orNone(known)...)
		}
		for _, v := range values {
			if !utf8.ValidString(v) || strings.ContainsRune(v, 0) {
				return nil, badParam(name, "The value is not UTF-8 text.")
			}
		}
		if len(values) > 1 && !mayRepeat(name) {
			return nil, badParam(name, "This parameter may be given once only.")
		}
	}
	return q, nil
}

func orNone(known []string) []string {
	if known == nil {
		return []string{}
	}
	return known
}

func mayRepeat(name string) bool {
	return slices.Contains([]string{"type", "actor", "source", "verification", "hint"}, name)
}

const paramsKey = "params"

// params gives the parameters of the request, which guard has read and checked.
func params(c echo.Context) url.Values {
	if v, ok := c.Get(paramsKey).(url.Values); ok {
		return v
	}
	return c.Request().URL.Query()
}

// query reads the filters.
func query(v url.Values) (snapshot.Query, error) {
	var q snapshot.Query
	var err error
	if s := v.Get("bbox"); s != "" {
		b, err := event.ParseBounds(s)
		if err != nil {
			return q, badParam("bbox", err.Error())
		}
		q.Bounds = &b
	}
	if s := v.Get("datetime"); s != "" {
		if q.From, q.To, err = event.ParseInterval(s); err != nil {
			return q, badParam("datetime", err.Error())
		}
	}
	if s := v.Get("near"); s != "" {
		n, err := event.ParseNear(s)
		if err != nil {
			return q, badParam("near", err.Error())
		}
		q.Near = &n
	}
	if s := v.Get("cluster"); s != "" {
		n, err := strconv.ParseUint(s, 10, 53)
		if err != nil || n == 0 {
			return q, badParam("cluster", "A cluster is named by the number that its tile gives as cluster_id.")
		}
		q.Cluster = snapshot.ClusterID(n)
	}
	if err := narrower(v, &q); err != nil {
		return q, err
	}
	q.Types, q.Actors, q.Sources = v["type"], v["actor"], v["source"]
	for _, s := range v["verification"] {
		if !slices.Contains(verifications(), s) {
			return q, badParam("verification", "There is no such state of verification.", verifications()...)
		}
		q.Verification = append(q.Verification, event.Verification(s))
	}
	q.Report = event.ReportID(v.Get("report"))
	q.Text = strings.TrimSpace(v.Get("q"))
	if utf8.RuneCountInString(q.Text) > maxTextRunes {
		return q, badParam("q", "The text to look for is longer than 200 letters.")
	}
	return q, store.CheckQuery(q.Query)
}

// narrower reads the filters that only the snapshot knows.
func narrower(v url.Values, q *snapshot.Query) (err error) {
	if s := v.Get("area"); s != "" {
		if q.Area, err = parseArea(s); err != nil {
			return err
		}
	}
	if s := v.Get("killed"); s != "" {
		if q.Killed, err = parseRange(s); err != nil {
			return err
		}
	}
	if s := v.Get("precision"); s != "" {
		for _, part := range strings.Split(s, ",") {
			n, err := strconv.ParseUint(part, 10, 8)
			if err != nil || n > 3 {
				return badParam("precision", "These are numbers from 1 to 3, 0 for unknown, separated by commas.", "0", "1", "2", "3")
			}
			q.Precision = append(q.Precision, uint8(n))
		}
	}
	return nil
}

// maxCorners bounds a drawn area.
const maxCorners = 500

// parseArea reads the corners of a drawn area: LON,LAT,LON,LAT,…; the last joins the first.
func parseArea(s string) (orb.MultiPolygon, error) {
	bad := badParam("area", "An area is LON,LAT,LON,LAT,… with 3 to 500 corners, in degrees, without an edge across the antimeridian.")
	parts := strings.Split(s, ",")
	if len(parts)%2 != 0 || len(parts) < 6 || len(parts) > 2*maxCorners {
		return nil, bad
	}
	ring := make(orb.Ring, 0, len(parts)/2+1)
	for i := 0; i < len(parts); i += 2 {
		lon, err1 := strconv.ParseFloat(strings.TrimSpace(parts[i]), 64)
		lat, err2 := strconv.ParseFloat(strings.TrimSpace(parts[i+1]), 64)
		if err1 != nil || err2 != nil || !(math.Abs(lon) <= 180 && math.Abs(lat) <= 90) {
			return nil, bad
		}
		if n := len(ring); n > 0 && math.Abs(ring[n-1][0]-lon) > 180 {
			return nil, bad
		}
		ring = append(ring, orb.Point{lon, lat})
	}
	if !ring.Closed() {
		if math.Abs(ring[len(ring)-1][0]-ring[0][0]) > 180 {
			return nil, bad
		}
		ring = append(ring, ring[0])
	}
	return orb.MultiPolygon{{ring}}, nil
}

// parseRange reads FROM/TO, of which one may be "..", or one number.
func parseRange(s string) (*snapshot.Range, error) {
	bad := badParam("killed", "This is a number of people, or FROM/TO where .. stands for no limit: 1/.. or 10/50.")
	from, to, two := strings.Cut(s, "/")
	if !two {
		to = from
	}
	r := snapshot.Range{Min: 0, Max: math.MaxInt32}
	for _, end := range []struct {
		text string
		into *int
	}{{from, &r.Min}, {to, &r.Max}} {
		if two && end.text == ".." {
			continue
		}
		n, err := strconv.ParseUint(end.text, 10, 31)
		if err != nil {
			return nil, bad
		}
		*end.into = int(n)
	}
	if r.Min > r.Max {
		return nil, badParam("killed", "The range ends before it begins.")
	}
	return &r, nil
}

func verifications() []string {
	return []string{string(event.VerificationNone), string(event.Unverified), string(event.Verified), string(event.Disputed)}
}

// selection reads the filters and prepares them for the present generation.
func (s *server) selection(c echo.Context) (*snapshot.Generation, *snapshot.Filter, error) {
	q, err := query(params(c))
	if err != nil {
		return nil, nil, err
	}
	g := s.Snapshot.Current()
	f, err := s.Snapshot.Filter(c.Request().Context(), g, q)
	return g, f, err
}

// number reads a whole number from lo to hi.
func number(v url.Values, name string, otherwise, lo, hi int) (int, error) {
	s := v.Get(name)
	if s == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < lo || n > hi {
		return 0, badParam(name, "This is a whole number from "+strconv.Itoa(lo)+" to "+strconv.Itoa(hi)+".")
	}
	return n, nil
}

// encodeCursor writes a cursor as an opaque word.
func encodeCursor(c snapshot.Cursor) string {
	return base64.RawURLEncoding.EncodeToString([]byte(c.Start.String() + "|" + string(c.ID)))
}

func decodeCursor(s string) (snapshot.Cursor, error) {
	if s == "" {
		return snapshot.Cursor{}, nil
	}
	bad := badParam("after", "This is not a place in the list; take it from a next link.")
	b, err := base64.RawURLEncoding.DecodeString(s)
	day, id, ok := strings.Cut(string(b), "|")
	if err != nil || !ok || id == "" {
		return snapshot.Cursor{}, bad
	}
	c := snapshot.Cursor{ID: event.ID(id)}
	if day == "" {
		return c, nil
	}
	if c.Start, err = event.ParseDate(day); err != nil {
		return snapshot.Cursor{}, bad
	}
	return c, nil
}
