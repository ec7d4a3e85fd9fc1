package web

import (
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"

	"sitmap/internal/reader"
)

func notHere(what string) error {
	return newProblem(http.StatusNotImplemented, "This server "+what+".")
}

// resolve answers GET /api/resolve: the places that a name may mean.
func (s *server) resolve(c echo.Context) error {
	v := params(c)
	q := ResolveQuery{Name: strings.TrimSpace(v.Get("q")), Hints: v["hint"], Context: v.Get("context")}
	switch {
	case s.Resolve == nil:
		return notHere("resolves no names")
	case q.Name == "":
		return badParam("q", "Give the name to look for: /api/resolve?q=Sudzha.")
	case utf8.RuneCountInString(q.Name) > maxTextRunes:
		return badParam("q", "The name is longer than 200 letters.")
	case utf8.RuneCountInString(q.Context) > 20*maxTextRunes:
		return badParam("context", "The context is longer than 4000 letters.")
	}
	var err error
	if q.Limit, err = number(v, "limit", 10, 1, 100); err != nil {
		return err
	}
	tag := s.etag(c.Request(), 0)
	if notModified(c, tag) {
		return nil
	}
	found, err := s.Resolve(c.Request().Context(), q)
	if err != nil {
		return err
	}
	if found == nil {
		found = []Candidate{}
	}
	return sendJSON(c, map[string]any{"query": q.Name, "candidates": found}, tag)
}

// near answers GET /api/places/near: the places nearest to a point.
func (s *server) near(c echo.Context) error {
	v := params(c)
	if s.Near == nil {
		return notHere("has no gazetteer")
	}
	lat, err := coordinate(v.Get("lat"), "lat", 90)
	if err != nil {
		return err
	}
	lon, err := coordinate(v.Get("lon"), "lon", 180)
	if err != nil {
		return err
	}
	k, err := number(v, "k", 10, 1, 100)
	if err != nil {
		return err
	}
	tag := s.etag(c.Request(), 0)
	if notModified(c, tag) {
		return nil
	}
	found, err := s.Near(c.Request().Context(), orb.Point{lon, lat}, k)
	if err != nil {
		return err
	}
	if found == nil {
		found = []reader.Place{}
	}
	return sendJSON(c, map[string]any{"lat": lat, "lon": lon, "places": found}, tag)
}

func coordinate(s, name string, most float64) (float64, error) {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || !(f >= -most && f <= most) {
		m := strconv.Itoa(int(most))
		return 0, badParam(name, "This is a number of degrees from -"+m+" to "+m+".")
	}
	return f, nil
}
