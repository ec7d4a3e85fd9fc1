package basemap

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/paulmach/orb"

	"sitmap/gazetteer"
	"sitmap/gazetteer/regions"
	"sitmap/geo/tile"
)

// Deepest is the deepest zoom with tiles of its own; deeper ones show the same.
const Deepest = 14

//go:embed data/land-0.bin
var land0 []byte // never written

//go:embed data/land-3.bin
var land3 []byte // never written

//go:embed data/water.bin
var waterData []byte // never written

//go:embed data/admin1.bin
var admin1Data []byte // never written

// Basemap makes tiles. It is safe for several goroutines.
type Basemap struct {
	levels [3]*ground // zoom 0-2, 3-5, 6 and deeper
	labels *labels

	waterOnce sync.Once
	waters    []lake
	waterErr  error

	admin1Once sync.Once
	admin1     []inner
	admin1Err  error
}

// New makes a basemap in the worldview of the borders, with labels from the
// index; without an index (nil) there are no labels. It reads little: land, water
// and labels are prepared by the first tiles that show them.
func New(ix *gazetteer.Index, b *regions.Borders) (*Basemap, error) {
	m := &Basemap{labels: newLabels(ix)}
	m.levels[2] = &ground{borders: b, cut: true}
	for i, raw := range [][]byte{land0, land3} {
		coarse, err := regions.FromBytes(raw)
		if err != nil {
			return nil, fmt.Errorf("basemap: coarse borders %d: %w", i, err)
		}
		if coarse, err = coarse.With(b.Worldview()); err != nil {
			return nil, fmt.Errorf("basemap: %w", err)
		}
		m.levels[i] = &ground{borders: coarse}
	}
	return m, nil
}

// level gives the level of detail of a zoom.
func (m *Basemap) level(z uint32) *ground {
	switch {
	case z < 3:
		return m.levels[0]
	case z < 6:
		return m.levels[1]
	}
	return m.levels[2]
}

// Tile gives the tile as an uncompressed Mapbox Vector Tile 2.1; empty where
// there is only sea. A tile outside the world is an error.
func (m *Basemap) Tile(z, x, y uint32) ([]byte, error) {
	t := tile.ID{Z: z, X: x, Y: y}
	if err := t.Valid(); err != nil {
		return nil, fmt.Errorf("basemap: %w", err)
	}
	b := tile.NewBuilder(z, x, y)
	g := m.level(z)
	b.Layer("land").Polygons(g.in(t), 0)
	if err := m.addWater(b.Layer("water"), t); err != nil {
		return nil, err
	}
	if err := m.addAdmin1(b.Layer("admin1"), t); err != nil {
		return nil, err
	}
	addBorders(b.Layer("borders"), g.borders, t)
	m.labels.add(b.Layer("places"), t)
	return b.Bytes(), nil
}

func (m *Basemap) addWater(l *tile.Layer, t tile.ID) error {
	if t.Z < 3 {
		return nil
	}
	m.waterOnce.Do(func() { m.waters, m.waterErr = readWater(waterData) })
	if m.waterErr != nil {
		return m.waterErr
	}
	frame, least := around(t), leastWater(t.Z)
	for i := range m.waters {
		w := &m.waters[i]
		if w.km2 < least {
			break // the largest come first
		}
		if !w.bound.Intersects(frame) {
			continue
		}
		p, err := w.polygon()
		if err != nil {
			return err
		}
		l.Polygons(orb.MultiPolygon{p}, 0, tile.Int("km2", int64(w.km2)))
	}
	return nil
}

// addBorders draws the borders, lines of the same countries as one feature.
func addBorders(l *tile.Layer, b *regions.Borders, t tile.ID) {
	type kind struct {
		countries       string
		disputed, water bool
	}
	lines := map[kind]orb.MultiLineString{}
	var order []kind
	add := func(line regions.Line) bool {
		k := kind{strings.Join(slices.Compact(line.Countries[:]), " "), line.Disputed, line.Water}
		if lines[k] == nil {
			order = append(order, k)
		}
		lines[k] = append(lines[k], line.Points)
		return true
	}
	b.EachLine(around(t), add)
	b.EachWaterLine(around(t), add)
	for _, k := range order {
		l.Lines(lines[k], 0, tile.Int("admin_level", 2), tile.Text("countries", k.countries), tile.Bool("disputed", k.disputed), tile.Bool("water", k.water))
	}
}

// Layer describes one layer of the tiles for TileJSON.
type Layer struct {
	ID, Description  string
	MinZoom, MaxZoom int
	Fields           map[string]string
}

// Layers lists the layers of the tiles.
func Layers() []Layer {
	return []Layer{
		{"land", "Land without borders", 0, Deepest, map[string]string{}},
		{"water", "Lakes, reservoirs and wide rivers", 3, Deepest, map[string]string{"km2": "Area in square kilometres"}},
		{"admin1", "Borders of first-order areas of about 2013, kilometres off in places", firstAdmin1, Deepest, map[string]string{
			"admin_level": "4", "country": "Country code",
		}},
		{"borders", "Borders of countries in the worldview of this server", 0, Deepest, map[string]string{
			"admin_level": "2", "countries": "Country codes on both sides", "disputed": "The views of this line differ",
			"water": "In wide water, where the line is conventional",
		}},
		{"places", "Labels", 0, Deepest, map[string]string{
			"name": "Name in Latin script", "class": "country, admin1 or settlement", "population": "Inhabitants, where known",
			"rank": "0 to 10, larger is more important", "capital": "Seat of a country's government",
		}},
	}
}

// Attribution credits the sources; it must stand on every map that shows the tiles.
func Attribution() string {
	return "© OpenStreetMap contributors (ODbL), Natural Earth, GeoNames (CC BY 4.0), MaxMind"
}
