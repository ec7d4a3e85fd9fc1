package web

import (
	"net/http"
	"strings"

	"sitmap/geo/tile"
)

// Names under which the cache keeps the tiles of the program's own layers. They
// have a slash, which names of archives have not.
const (
	eventsSource  = "/events"
	basemapSource = "/basemap"
)

// always is a version that no store reaches: what is kept with it stays right.
const always = ^uint64(0)

// tileSource is what the quick way needs to know of a layer's tiles.
type tileSource struct {
	name    string // in the cache
	counts  *routeMetric
	version func() uint64 // the version that a kept tile must have
}

// tileSources lists the layers that have tiles by the path before z/x/y.
func (s *server) tileSources() map[string]*tileSource {
	sources := map[string]*tileSource{
		"/tiles/events/": {name: eventsSource, counts: s.metrics.of("/tiles/events/:z/:x/:y"), version: func() uint64 { return s.Snapshot.Current().Version() }},
		"/basemap/":      {name: basemapSource, counts: s.metrics.of("/basemap/:z/:x/:y"), version: func() uint64 { return always }},
	}
	for i := range s.Archives {
		a := &s.Archives[i]
		sources["/tiles/"+a.Name+"/"] = &tileSource{name: a.Name, version: a.Edition, counts: s.metrics.of("/tiles/:name/:z/:x/:y")}
	}
	return sources
}

// ServeHTTP answers a tile that is at hand at once, and routes everything else.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !s.hot(w, r) {
		s.routing.ServeHTTP(w, r)
	}
}

// hot answers requests for tiles that need no work. It does what guard does; what
// is not quite right, and what fails, is left to the routes.
func (s *server) hot(w http.ResponseWriter, r *http.Request) bool {
	if r.Method != http.MethodGet && r.Method != http.MethodHead || r.URL.RawPath != "" {
		return false
	}
	under, id, ok := splitTilePath(r.URL.Path)
	if !ok {
		return false
	}
	source := s.hotTiles[under]
	if source == nil || !s.hostAllowed(r.Host) {
		return false
	}
	start := s.metrics.now()
	key := tileKey{source.name, id.Z, id.X, id.Y, r.URL.RawQuery}
	e := s.tiles.of(key).find(key)
	if e == nil {
		return false
	}
	v := e.valid.Load()
	if v == nil || v.version < source.version() {
		return false
	}
	headers(w.Header())
	status := v.write(w, r)
	if status == 0 {
		clear(w.Header())
		return false
	}
	source.counts.add(status, s.metrics.now().Sub(start))
	return true
}

// splitTilePath cuts /…/z/x/y.mvt into what stands before the tile, and the tile.
func splitTilePath(path string) (under string, id tile.ID, ok bool) {
	rest, ok := strings.CutSuffix(path, ".mvt")
	if !ok {
		return "", id, false
	}
	for _, n := range [3]*uint32{&id.Y, &id.X, &id.Z} {
		i := strings.LastIndexByte(rest, '/')
		if i < 0 {
			return "", id, false
		}
		if *n, ok = wholeNumber(rest[i+1:]); !ok {
			return "", id, false
		}
		under, rest = rest[:i+1], rest[:i]
	}
	return under, id, id.Valid() == nil
}

// wholeNumber reads up to nine digits without a leading zero.
func wholeNumber(s string) (uint32, bool) {
	if s == "" || len(s) > 9 || len(s) > 1 && s[0] == '0' {
		return 0, false
	}
	var n uint32
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + uint32(s[i]-'0')
	}
	return n, true
}
