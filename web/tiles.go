package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"

	"sitmap/geo/tile"
	"sitmap/internal/event"
	"sitmap/internal/snapshot"
)

// TileJSON describes a tile source (version 3.0.0).
type TileJSON struct {
	TileJSON     string        `json:"tilejson"`
	Name         string        `json:"name,omitempty"`
	Description  string        `json:"description,omitempty"`
	Attribution  string        `json:"attribution,omitempty"`
	Version      string        `json:"version,omitempty"`
	Scheme       string        `json:"scheme,omitempty"`
	Tiles        []string      `json:"tiles"`
	MinZoom      int           `json:"minzoom"`
	MaxZoom      int           `json:"maxzoom"`
	Bounds       []float64     `json:"bounds,omitempty"` // west, south, east, north
	Center       []float64     `json:"center,omitempty"` // lon, lat, zoom
	VectorLayers []VectorLayer `json:"vector_layers"`
	Time         *TimeRange    `json:"time,omitempty"`   // an addition of ours
	Counts       *TileCounts   `json:"counts,omitempty"` // another
}

// TileCounts is what the tiles of a zoom hold together, copies in buffers left out.
type TileCounts struct {
	Places       int `json:"places"` // of matching events
	Events       int `json:"events"` // distinct ones
	WithoutPlace int `json:"without_place"`
	OutsideTiles int `json:"outside_tiles"` // of the places: too near a pole for any tile
}

// VectorLayer describes one layer of the tiles.
type VectorLayer struct {
	ID          string            `json:"id"`
	Description string            `json:"description,omitempty"`
	MinZoom     int               `json:"minzoom"`
	MaxZoom     int               `json:"maxzoom"`
	Fields      map[string]string `json:"fields"`
}

// TimeRange is the days from the first to the last event, both included.
type TimeRange struct {
	Start string `json:"start"`
	End   string `json:"end"`
}

// tileMaxZoom is the deepest zoom that the TileJSON offers; clients draw deeper
// ones from it. Tiles are served down to tile.MaxZoom.
const tileMaxZoom = 14

// address of a tile in the path: whole numbers, then the suffix.
func tileID(c echo.Context) (tile.ID, error) {
	row, ok := strings.CutSuffix(c.Param("y"), ".mvt")
	if !ok {
		return tile.ID{}, newProblem(http.StatusNotFound, "Tiles are called /{z}/{x}/{y}.mvt.")
	}
	var n [3]uint32
	for i, part := range [3]string{c.Param("z"), c.Param("x"), row} {
		v, err := strconv.ParseUint(part, 10, 32)
		if err != nil || len(part) > 1 && part[0] == '0' {
			return tile.ID{}, badParam([3]string{"z", "x", "y"}[i], "Zoom, column and row of a tile are whole numbers.")
		}
		n[i] = uint32(v)
	}
	t := tile.ID{Z: n[0], X: n[1], Y: n[2]}
	if err := t.Valid(); err != nil {
		return t, badParam("z", "There is no such tile: "+err.Error()+".")
	}
	return t, nil
}

// tile answers GET /tiles/events/{z}/{x}/{y}.mvt; what is kept already is answered
// by hot, before any routing.
func (s *server) tile(c echo.Context) error {
	t, err := tileID(c)
	if err != nil {
		return err
	}
	fields, err := snapshot.ParseFields(params(c).Get("properties"))
	if err != nil {
		return badParam("properties", err.Error(), snapshot.FieldNames()...)
	}
	layers, err := snapshot.ParseLayers(params(c).Get("layers"))
	if err != nil {
		return badParam("layers", err.Error(), snapshot.LayerNames()...)
	}
	q, err := query(params(c))
	if err != nil {
		return err
	}
	ctx, key := c.Request().Context(), tileKey{eventsSource, t.Z, t.X, t.Y, c.Request().URL.RawQuery}
	g := s.tracker.recent(ctx)
	m := maker{version: g.Version(), mime: mimeTile, cache: noCache, effort: lasting}
	if key.query != "" {
		m.effort = quick
	}
	m.make = func() ([]byte, error) {
		f, err := s.Snapshot.Filter(ctx, g, q)
		if err != nil {
			return nil, err
		}
		if fields&snapshot.FieldQuote != 0 {
			err := s.Snapshot.PrepareQuotes(context.WithoutCancel(ctx), f, t) // others may wait for the same tile
			if errors.Is(err, snapshot.ErrNoQuotes) {
				return nil, notHere("has no quotes")
			}
			if err != nil {
				return nil, err
			}
		}
		return s.encode(f, t, snapshot.Want{Fields: fields, Layers: layers, Region: s.region(ctx)})
	}
	m.stands = func(since uint64) bool {
		// An event elsewhere may share a report's words, and a region reach far.
		return q.Text == "" && layers&snapshot.RegionsLayer == 0 && s.tracker.untouched(t, since)
	}
	return s.keep(c, key, &m)
}

// encode makes a tile of events, with room for nothing more.
func (s *server) encode(f *snapshot.Filter, t tile.ID, want snapshot.Want) ([]byte, error) {
	scratch, ok := s.scratch.Get().(*[]byte)
	if !ok {
		scratch = new([]byte)
	}
	var err error
	*scratch, err = s.encoders.AppendLayers((*scratch)[:0], f, t, want)
	out := bytes.Clone(*scratch)
	s.scratch.Put(scratch)
	return out, err
}

// region asks the store for regions that are no discs; nil when it gives none.
func (s *server) region(ctx context.Context) func(event.ID, int) (orb.MultiPolygon, error) {
	if s.Region == nil {
		return nil
	}
	return func(id event.ID, place int) (orb.MultiPolygon, error) { return s.Region(ctx, id, place) }
}

// keep answers with the tile of the cache, made first if need be.
func (s *server) keep(c echo.Context, key tileKey, m *maker) error {
	r, err := s.tiles.of(key).take(key).ensure(m)
	if err != nil {
		return err
	}
	r.write(c.Response(), c.Request())
	return nil
}

// tileJSON answers GET /tiles/events.json; its filters go on into the tiles' address.
func (s *server) tileJSON(c echo.Context) error {
	v := params(c)
	if _, err := snapshot.ParseFields(v.Get("properties")); err != nil {
		return badParam("properties", err.Error(), snapshot.FieldNames()...)
	}
	layers, err := snapshot.ParseLayers(v.Get("layers"))
	if err != nil {
		return badParam("layers", err.Error(), snapshot.LayerNames()...)
	}
	q, err := query(v)
	if err != nil {
		return err
	}
	ctx, at := c.Request().Context(), base(c)
	g := s.Snapshot.Current()
	key := tileKey{source: eventsSource + ".json", query: at + "?" + c.Request().URL.RawQuery}
	return s.keep(c, key, &maker{
		version: g.Version(), mime: mimeJSON, cache: noCache, effort: quick,
		make: func() ([]byte, error) {
			f, err := s.Snapshot.Filter(ctx, g, q)
			if err != nil {
				return nil, err
			}
			n := g.Count(f)
			j := s.eventsTileJSON(g.Extent(f), layers)
			j.Counts = &TileCounts{n.Places, n.Events, n.WithoutPlace, n.OutsideTiles}
			return tileJSONBytes(j, at+"/tiles/events", queryString(v))
		},
		stands: func(uint64) bool { return false },
	})
}

// eventsTileJSON describes the tiles of events.
func (s *server) eventsTileJSON(extent snapshot.Extent, layers snapshot.Layers) TileJSON {
	j := TileJSON{
		Name: "sitmap events", Version: "1.0.0", Attribution: s.Attribution,
		Description: fmt.Sprintf("Event places; below zoom %d they are clusters, and tiles obey the filters of /api/events.", snapshot.BaseZoom),
		MinZoom:     0, MaxZoom: tileMaxZoom, VectorLayers: eventLayers(layers),
	}
	if extent.Placed {
		b := extent.Bounds
		south, north := max(b.Min[1], -tile.MaxLatitude), min(b.Max[1], tile.MaxLatitude)
		b.Min[1], b.Max[1] = min(south, tile.MaxLatitude), max(north, -tile.MaxLatitude) // the tiles' world
		j.Bounds = []float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}
		j.Center = centre(b)
	}
	if extent.Dated {
		j.Time = &TimeRange{extent.From.String(), extent.To.String()}
	}
	return j
}

// tileJSONBytes writes a description with the address of its tiles.
func tileJSONBytes(j TileJSON, address, query string) ([]byte, error) {
	j.TileJSON, j.Scheme = "3.0.0", "xyz"
	j.Tiles = []string{address + "/{z}/{x}/{y}.mvt" + query}
	if j.VectorLayers == nil {
		j.VectorLayers = []VectorLayer{}
	}
	b, err := json.Marshal(j)
	return append(b, '\n'), err
}

// sendTileJSON answers with a description that costs nothing to make.
func sendTileJSON(c echo.Context, j TileJSON, path string) error {
	b, err := tileJSONBytes(j, base(c)+path, "")
	if err != nil {
		return err
	}
	newRendition(b, mimeJSON, noCache, quick).write(c.Response(), c.Request())
	return nil
}

func centre(b orb.Bound) []float64 {
	zoom := 5.0
	if w := max(b.Max[0]-b.Min[0], (b.Max[1]-b.Min[1])*2); w > 60 {
		zoom = 2
	} else if w < 3 {
		zoom = 8
	}
	p := b.Center()
	return []float64{p[0], p[1], zoom}
}

func eventsLayer() VectorLayer {
	fields := map[string]string{
		"id": "event id", "place": "number of the place in the event, from 0", "type": "event type; of a cluster the most frequent one",
		"date_start": "first day; of a cluster the earliest", "date_end": "last day; of a cluster the latest",
		"name": "place name", "country": "ISO 3166-1 alpha-2", "radius_m": "half-width of where it may have been, metres",
		"verification": "none, unverified, verified or disputed", "killed": "fewest killed; of a cluster the sum over its events that say so",
		"killed_max": "most killed; of a cluster the sum", "source": "outlet", "actors": "names of the sides",
		"cluster": "true for a cluster", "cluster_id": "number of the cluster, for the filter cluster=", "count": "event places in the cluster",
		"events": "distinct events in the cluster", "expansion_zoom": "zoom at which the cluster falls apart",
		"event": "id of the cluster's representative event, where the cluster is drawn", "types": "event places by type, a JSON object",
		"killed_known": "events of the cluster that give a number of killed",
		"precision":    "ACLED geo_precision, 1 to 3", "quote": "the words that the place rests on, if they are asked for",
	}
	return VectorLayer{ID: snapshot.LayerName, Description: "event places and clusters of them", MinZoom: 0, MaxZoom: tileMaxZoom, Fields: fields}
}

// eventLayers describes the layers that were asked for.
func eventLayers(want snapshot.Layers) []VectorLayer {
	out := []VectorLayer{}
	if want&snapshot.EventsLayer != 0 {
		out = append(out, eventsLayer())
	}
	if want&snapshot.HeatLayer != 0 {
		out = append(out, VectorLayer{
			ID: "heat", Description: "event places by 64 × 64 cells of a tile, as points in the middle of the cells", MaxZoom: tileMaxZoom,
			Fields: map[string]string{"count": "event places in the cell", "killed": "fewest killed, added up over places"},
		})
	}
	if want&snapshot.GridLayer != 0 {
		fields := eventsLayer().Fields
		for _, one := range []string{"id", "place", "name", "country", "radius_m", "verification", "source", "actors", "precision", "quote"} {
			delete(fields, one)
		}
		out = append(out, VectorLayer{ID: "grid", Description: "squares, 16 × 16 of a tile, with what they hold", MaxZoom: tileMaxZoom, Fields: fields})
	}
	if want&snapshot.RegionsLayer != 0 {
		out = append(out, VectorLayer{
			ID: "regions", Description: "where events may have been", MinZoom: snapshot.BaseZoom, MaxZoom: tileMaxZoom,
			Fields: map[string]string{"radius_m": "half-width, metres", "count": "places that the same area stands for", "type": "of their events, where all have the same", "id": "event id, of a single place", "place": "its number"},
		})
	}
	return out
}

// base is how the client reached the server.
func base(c echo.Context) string {
	scheme := "http"
	if c.Request().TLS != nil {
		scheme = "https"
	}
	return scheme + "://" + c.Request().Host
}

func queryString(v url.Values) string {
	if len(v) == 0 {
		return ""
	}
	return "?" + v.Encode()
}

// basemapTile answers GET /basemap/{z}/{x}/{y}.mvt.
func (s *server) basemapTile(c echo.Context) error {
	t, err := tileID(c)
	if err != nil {
		return err
	}
	if s.Basemap == nil {
		return newProblem(http.StatusNotFound, "This server has no basemap.")
	}
	return s.keep(c, tileKey{basemapSource, t.Z, t.X, t.Y, ""}, &maker{
		version: always, mime: mimeTile, cache: hourCache, effort: lasting,
		make: func() ([]byte, error) { return s.Basemap(t.Z, t.X, t.Y) },
	})
}

// basemapJSON answers GET /basemap.json.
func (s *server) basemapJSON(c echo.Context) error {
	if s.Basemap == nil {
		return newProblem(http.StatusNotFound, "This server has no basemap.")
	}
	return sendTileJSON(c, s.BasemapInfo, "/basemap")
}
