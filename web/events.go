package web

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"sitmap/geo/codec/geojson"
	"sitmap/internal/layer"
	"sitmap/internal/snapshot"
)

type link struct {
	Rel  string `json:"rel"`
	Type string `json:"type"`
	Href string `json:"href"`
}

// events answers GET /api/events: one page of features, newest first.
func (s *server) events(c echo.Context) error {
	v := params(c)
	limit, err := number(v, "limit", defaultPage, 1, maxPage)
	if err != nil {
		return err
	}
	after, err := decodeCursor(v.Get("after"))
	if err != nil {
		return err
	}
	g, f, err := s.selection(c)
	if err != nil {
		return err
	}
	tag := s.etag(c.Request(), g.Version())
	if notModified(c, tag) {
		return nil
	}
	var out bytes.Buffer
	page := layer.Page{Filter: f, After: after, Limit: limit}
	err = s.Layers.WriteEvents(c.Request().Context(), &out, g, page, func(n int, next *snapshot.Cursor) []geojson.Member {
		return members(v, g, f, n, next)
	})
	if err != nil {
		return err
	}
	return send(c, body{mime: typeGeoJSON, plain: out.Bytes()}, tag)
}

// members are what a page of events says beside its features.
func members(v url.Values, g *snapshot.Generation, f *snapshot.Filter, returned int, next *snapshot.Cursor) []geojson.Member {
	n := g.Count(f)
	links := []link{{"self", typeGeoJSON, address("/api/events", v)}}
	if next != nil {
		v.Set("after", encodeCursor(*next))
		links = append(links, link{"next", typeGeoJSON, address("/api/events", v)})
	}
	return []geojson.Member{
		{Name: "numberMatched", Value: n.Events},
		{Name: "numberReturned", Value: returned},
		{Name: "placesMatched", Value: n.Places},
		{Name: "withoutPlace", Value: n.WithoutPlace},
		{Name: "version", Value: g.Version()},
		{Name: "links", Value: links},
	}
}

func address(path string, v url.Values) string {
	if q := v.Encode(); q != "" {
		return path + "?" + q
	}
	return path
}

type countsAnswer struct {
	Version      uint64               `json:"version"`
	Events       int                  `json:"events"`
	Places       int                  `json:"places"`
	WithoutPlace int                  `json:"without_place"`
	OutsideTiles int                  `json:"outside_tiles"`
	Undated      int                  `json:"undated"`
	Time         histogram            `json:"time"`
	Facets       map[string][]tallied `json:"facets"`
}

type histogram struct {
	Bin  string `json:"bin"`
	Bins []bar  `json:"bins"`
}

type bar struct {
	Start string `json:"start"`
	End   string `json:"end"`
	Count int    `json:"count"`
}

type tallied struct {
	Value string `json:"value"`
	Count int    `json:"count"`
}

// counts answers GET /api/counts: totals, a histogram and facets.
func (s *server) counts(c echo.Context) error {
	bin := snapshot.Bin(params(c).Get("bin"))
	switch bin {
	case "", snapshot.Day, snapshot.Week, snapshot.Month, snapshot.Year:
	default:
		return badParam("bin", "There is no such width.", "day", "week", "month", "year")
	}
	g, f, err := s.selection(c)
	if err != nil {
		return err
	}
	tag := s.etag(c.Request(), g.Version())
	if notModified(c, tag) {
		return nil
	}
	return sendJSON(c, countsOf(g, f, bin), tag)
}

func countsOf(g *snapshot.Generation, f *snapshot.Filter, bin snapshot.Bin) countsAnswer {
	n := g.Count(f)
	facets := g.Facets(f)
	bin, bars := g.Histogram(f, bin)
	a := countsAnswer{
		Version: g.Version(), Events: n.Events, Places: n.Places, WithoutPlace: n.WithoutPlace, OutsideTiles: n.OutsideTiles, Undated: n.Undated,
		Time: histogram{string(bin), make([]bar, 0, len(bars))},
		Facets: map[string][]tallied{
			"type": tally(facets.Types), "actor": tally(facets.Actors), "source": tally(facets.Sources), "verification": tally(facets.Verification),
		},
	}
	for _, b := range bars {
		a.Time.Bins = append(a.Time.Bins, bar{b.Start.String(), b.End.String(), b.Count})
	}
	return a
}

// maxFacet is how many values of a facet are listed, the most frequent ones.
const maxFacet = 500

func tally(values []snapshot.FacetValue) []tallied {
	out := make([]tallied, 0, min(len(values), maxFacet))
	for _, v := range values[:min(len(values), maxFacet)] {
		out = append(out, tallied(v))
	}
	return out
}

// layerList answers GET /layers.json.
func (s *server) layerList(c echo.Context) error {
	tag := s.etag(c.Request(), 0)
	if notModified(c, tag) {
		return nil
	}
	list := s.Layers.List()
	for _, a := range s.Archives {
		list = append(list, a.info())
	}
	return sendJSON(c, map[string]any{"layers": list}, tag)
}

// layer answers GET /layers/{name}.geojson: the whole layer, written as it is made.
func (s *server) layer(c echo.Context) error {
	name, ok := strings.CutSuffix(c.Param("name"), ".geojson")
	if !ok {
		return newProblem(http.StatusNotFound, "Layers are called /layers/NAME.geojson; /layers.json lists them.")
	}
	if !s.hasLayer(name) {
		return layer.ErrUnknown
	}
	limit, err := number(params(c), "limit", 0, 1, 1_000_000)
	if err != nil {
		return err
	}
	g, f, err := s.selection(c)
	if err != nil {
		return err
	}
	tag := s.etag(c.Request(), g.Version())
	if notModified(c, tag) {
		return nil
	}
	return s.streamLayer(c, name, tag, g, layer.Page{Filter: f, Limit: limit})
}

func (s *server) hasLayer(name string) bool {
	for _, l := range s.Layers.List() {
		if l.Name == name {
			return true
		}
	}
	return false
}

// streamLayer writes a layer without holding it in memory. Once the answer has
// begun, an error can only break the connection, so that the client notices.
func (s *server) streamLayer(c echo.Context, name, tag string, g *snapshot.Generation, p layer.Page) error {
	h := c.Response().Header()
	h.Set("Content-Type", typeGeoJSON)
	h.Set("Vary", "Accept-Encoding")
	h.Set("Cache-Control", "no-cache")
	if c.Request().Method == http.MethodHead {
		h.Set("ETag", `"`+tag+`"`)
		c.Response().WriteHeader(http.StatusOK)
		return nil
	}
	w := openStream(c, tag)
	err := s.Layers.Write(c.Request().Context(), w, name, g, p)
	if err == nil {
		err = w.Close()
	}
	if err != nil && c.Response().Committed {
		s.Log.Warn("a layer broke off", "layer", name, "error", err)
		panic(http.ErrAbortHandler)
	}
	return err
}
