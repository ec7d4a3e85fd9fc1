// Package tileset says what all archives of map tiles have in common: [Meta]
// describes an archive, [Tile] is one answer, [Archive] is what a server needs.
// Packages pmtiles and mbtiles read and write archives.
package tileset

import (
	"context"
	"encoding/json"

	"github.com/paulmach/orb"
)

// Tile is a tile as it stands in an archive.
type Tile struct {
	Data     []byte // compressed as Encoding says; empty: the archive has no such tile
	Encoding string // for Content-Encoding: gzip, br, zstd, or "" when not compressed
	ETag     string // strong, with its quotes; changes whenever Data does
}

// Archive is an archive of tiles that is open for reading. It is safe for
// concurrent use.
type Archive interface {
	// Tile gives the tile at zoom z, column x from the west, row y from the
	// north. One that the archive does not hold, or that no archive can hold, is
	// an empty Tile and no error.
	Tile(ctx context.Context, z, x, y uint32) (Tile, error)
	// Meta describes the archive as it is now.
	Meta(ctx context.Context) (Meta, error)
	// Close gives back what the archive holds open.
	Close() error
}

// Meta describes an archive.
type Meta struct {
	Name        string
	Description string
	Attribution string // may hold HTML when others wrote it: clean before showing
	ContentType string // of the tiles; "" unknown
	MinZoom     uint32
	MaxZoom     uint32
	Bounds      orb.Bound // lon, lat
	Center      orb.Point // lon, lat
	CenterZoom  uint32
	Layers      []Layer // of vector tiles
	Stats       *Stats  // nil: not counted
}

// Vector is the content type of vector tiles.
const Vector = "application/vnd.mapbox-vector-tile"

// Layer is one entry of vector_layers (TileJSON 3.0).
type Layer struct {
	ID          string            `json:"id"`
	Description string            `json:"description,omitempty"`
	MinZoom     uint32            `json:"minzoom"`
	MaxZoom     uint32            `json:"maxzoom"`
	Fields      map[string]string `json:"fields"` // property to Number, String or Boolean
}

// Stats is the tilestats object that Mapbox's tools and tippecanoe write.
type Stats struct {
	LayerCount int          `json:"layerCount"`
	Layers     []LayerStats `json:"layers"`
}

// LayerStats counts the features of a layer. Attributes says more of the first
// thousand properties only.
type LayerStats struct {
	Layer          string      `json:"layer"`
	Count          int         `json:"count"`
	Geometry       string      `json:"geometry"`
	AttributeCount int         `json:"attributeCount"`
	Attributes     []Attribute `json:"attributes"`
}

// Attribute says which values a property has. Values holds at most a hundred of them.
type Attribute struct {
	Attribute string   `json:"attribute"`
	Count     int      `json:"count"` // of different values, as far as they were counted
	Type      string   `json:"type"`  // number, string, boolean or mixed
	Values    []any    `json:"values"`
	Min       *float64 `json:"min,omitempty"` // of numbers
	Max       *float64 `json:"max,omitempty"`
}

// Extend takes a number into Min and Max.
func (a *Attribute) Extend(v float64) {
	if a.Min == nil {
		least, most := v, v
		a.Min, a.Max = &least, &most
	}
	*a.Min, *a.Max = min(*a.Min, v), max(*a.Max, v)
}

// vectorJSON is the JSON object that both formats keep beside the tiles.
type vectorJSON struct {
	VectorLayers []Layer `json:"vector_layers,omitempty"`
	TileStats    *Stats  `json:"tilestats,omitempty"`
}

// VectorJSON gives {"vector_layers":…,"tilestats":…}.
func (m Meta) VectorJSON() ([]byte, error) {
	return json.Marshal(vectorJSON{m.Layers, m.Stats})
}

// SetVectorJSON takes layers and statistics from such an object. Members of
// another shape than expected are left out: they do not keep the tiles from being used.
func (m *Meta) SetVectorJSON(b []byte) {
	var raw struct {
		VectorLayers json.RawMessage `json:"vector_layers"`
		TileStats    json.RawMessage `json:"tilestats"`
	}
	if json.Unmarshal(b, &raw) != nil {
		return
	}
	var layers []Layer
	if len(raw.VectorLayers) > 0 && json.Unmarshal(raw.VectorLayers, &layers) == nil {
		m.Layers = layers
	}
	var stats Stats
	if len(raw.TileStats) > 0 && json.Unmarshal(raw.TileStats, &stats) == nil && len(stats.Layers) > 0 {
		m.Stats = &stats
	}
}
