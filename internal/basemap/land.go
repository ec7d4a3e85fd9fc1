package basemap

import (
	"sync"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"

	"sitmap/gazetteer/regions"
	"sitmap/geo/tile"
)

// cellZoom is the zoom of the cells that the land is cut into before it is drawn.
const cellZoom = 6

// maxCells is the number of cut cells that are kept.
const maxCells = 512

// ground is the land of one level of detail, assembled when first asked for.
type ground struct {
	borders *regions.Borders
	cut     bool // cut into cells first

	once   sync.Once
	land   orb.MultiPolygon
	bounds []orb.Bound

	mu    sync.Mutex
	cells map[tile.ID]orb.MultiPolygon
}

func (g *ground) assemble() {
	g.once.Do(func() {
		g.land = g.borders.Land()
		g.bounds = make([]orb.Bound, len(g.land))
		for i, p := range g.land {
			g.bounds[i] = p[0].Bound()
		}
		g.cells = map[tile.ID]orb.MultiPolygon{}
	})
}

// in gives the land that may lie in a tile.
func (g *ground) in(t tile.ID) orb.MultiPolygon {
	g.assemble()
	if !g.cut || t.Z < cellZoom {
		return g.clipped(t, false)
	}
	cell := tile.ID{Z: cellZoom, X: t.X >> (t.Z - cellZoom), Y: t.Y >> (t.Z - cellZoom)}
	g.mu.Lock()
	defer g.mu.Unlock()
	if m, ok := g.cells[cell]; ok {
		return m
	}
	m := g.clipped(cell, true)
	if len(g.cells) >= maxCells {
		clear(g.cells)
	}
	g.cells[cell] = m
	return m
}

// clipped gives the areas that touch the tile, cut to a frame around it when asked.
func (g *ground) clipped(t tile.ID, cut bool) orb.MultiPolygon {
	frame := around(t)
	var out orb.MultiPolygon
	for i, p := range g.land {
		if !g.bounds[i].Intersects(frame) {
			continue
		}
		if !cut || (frame.Contains(g.bounds[i].Min) && frame.Contains(g.bounds[i].Max)) {
			out = append(out, p)
			continue
		}
		var rings orb.Polygon
		for k, ring := range p {
			if k > 0 && !ring.Bound().Intersects(frame) {
				continue
			}
			r := clip.Ring(frame, ring.Clone()) // clip works in the memory of its input
			if len(r) >= 4 {
				rings = append(rings, r)
			} else if k == 0 {
				break
			}
		}
		if len(rings) > 0 {
			out = append(out, rings)
		}
	}
	return out
}

// around is the tile's box with a margin of a sixteenth, for strokes.
func around(t tile.ID) orb.Bound {
	b := t.Bound()
	dx, dy := (b.Max[0]-b.Min[0])/16, (b.Max[1]-b.Min[1])/16
	return orb.Bound{Min: orb.Point{b.Min[0] - dx, b.Min[1] - dy}, Max: orb.Point{b.Max[0] + dx, b.Max[1] + dy}}
}
