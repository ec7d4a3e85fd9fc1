package web

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// route is one line of the table of routes. path is echo's, spec is the path in
// openapi.json; echo matches whole segments, so that a suffix is cut by the handler.
type route struct {
	method, path, spec string
	params             []string
	handler            echo.HandlerFunc
}

// filters are the parameters that select events.
func filters(more ...string) []string {
	return append([]string{"bbox", "datetime", "type", "actor", "source", "verification", "q", "near", "area", "killed", "precision", "cluster", "report"}, more...)
}

func (s *server) routes() []route {
	const get, post, patch = http.MethodGet, http.MethodPost, http.MethodPatch
	return []route{
		{get, "/", "/", []string{"datetime", "type", "actor", "source", "verification", "q", "event", "show"}, s.index}, // the page's own state
		{get, "/check", "/check", nil, s.checkPage}, // the claim is in the fragment, which no server sees
		{get, "/assets/*", "/assets/{file}", nil, s.asset},
		{get, "/events/:id", "/events/{id}", nil, s.event},
		{get, "/api/events", "/api/events", filters("limit", "after"), s.events},
		{patch, "/api/events/:id", "/api/events/{id}", nil, s.correct},
		{get, "/api/events/:id/claims", "/api/events/{id}/claims", nil, s.claimList},
		{post, "/api/events/:id/claims", "/api/events/{id}/claims", nil, s.saveClaim},
		{get, "/api/counts", "/api/counts", filters("bin"), s.counts},
		{get, "/api/resolve", "/api/resolve", []string{"q", "hint", "context", "limit"}, s.resolve},
		{get, "/api/places/near", "/api/places/near", []string{"lat", "lon", "k"}, s.near},
		{post, "/api/extract", "/api/extract", nil, s.extract},
		{post, "/api/check", "/api/check", nil, s.check},
		{post, "/api/reports", "/api/reports", nil, s.report},
		{get, "/api/stream", "/api/stream", nil, s.stream},
		{get, "/tiles/events.json", "/tiles/events.json", filters("properties", "layers"), s.tileJSON},
		{get, "/tiles/events/:z/:x/:y", "/tiles/events/{z}/{x}/{y}.mvt", filters("properties", "layers"), s.tile},
		{get, "/tiles/:name", "/tiles/{name}.json", nil, s.archiveJSON},
		{get, "/tiles/:name/:z/:x/:y", "/tiles/{name}/{z}/{x}/{y}.mvt", nil, s.archiveTile},
		{get, "/basemap.json", "/basemap.json", nil, s.basemapJSON},
		{get, "/basemap/:z/:x/:y", "/basemap/{z}/{x}/{y}.mvt", nil, s.basemapTile},
		{get, "/layers.json", "/layers.json", nil, s.layerList},
		{get, "/layers/:name", "/layers/{name}.geojson", filters("limit"), s.layer},
		{get, "/healthz", "/healthz", nil, s.health},
		{get, "/readyz", "/readyz", nil, s.ready},
		{get, "/metrics", "/metrics", nil, s.metricsText},
		{get, "/openapi.json", "/openapi.json", nil, s.openAPI},
	}
}
