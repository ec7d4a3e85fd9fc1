package snapshot

import (
	"fmt"
	"math/bits"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"sitmap/geo/tile"
	"sitmap/internal/event"
)

// Layers says which layers a tile carries.
type Layers uint8

// The layers of an events tile.
const (
	// EventsLayer is "events": clusters below [BaseZoom], every event place from there on.
	EventsLayer Layers = 1 << iota
	// HeatLayer is "heat": the places of 64 × 64 cells of the tile as points in the
	// middle of their cells, with count and killed, for heat maps.
	HeatLayer
	// GridLayer is "grid": 16 × 16 squares of the tile with what they hold, with the
	// properties of clusters.
	GridLayer
	// RegionsLayer is "regions": where the places of events from BaseZoom on may have been, as areas.
	RegionsLayer
)

// LayerNames lists the layers in their fixed order.
func LayerNames() []string { return []string{LayerName, "heat", "grid", "regions"} }

// ParseLayers reads a comma separated list of layers; "" is the layer of events.
func ParseLayers(list string) (Layers, error) {
	if list == "" {
		return EventsLayer, nil
	}
	var out Layers
	for _, want := range strings.Split(list, ",") {
		i := slices.Index(LayerNames(), strings.TrimSpace(want))
		if i < 0 {
			return 0, fmt.Errorf("no layer %q; there are %s", want, strings.Join(LayerNames(), ", "))
		}
		out |= 1 << i
	}
	return out, nil
}

// Want is what a tile shall carry.
type Want struct {
	Fields Fields // of event places
	Layers Layers
	// Region gives the region of an event's place when it is not a disc. Without it
	// all are drawn as discs.
	Region func(id event.ID, place int) (orb.MultiPolygon, error)
}

// heatBits makes 64 × 64 cells of a tile.
const heatBits = 6

// aggregates writes the layers of cells.
func (e *Encoder) aggregates(f *Filter, layers Layers) {
	if layers&GridLayer != 0 {
		e.begin("grid")
		e.cells.start(e.layer)
		e.work.each(f, e.t, min(e.t.Z+cellBits, 32), e.square)
	}
	if layers&HeatLayer != 0 {
		e.begin("heat")
		e.heat(f)
	}
}

// square writes one cell of the grid.
func (e *Encoder) square(c *Cluster) {
	l, k := e.layer, &e.cells
	x, y := tile.FromKey(c.cell)
	side := int32(tile.Extent) >> min(cellBits, 32-e.t.Z)
	x0, y0 := int32(x&(1<<cellBits-1))*side, int32(y&(1<<cellBits-1))*side
	id := uint64(0)
	if e.t.Z < BaseZoom {
		id = uint64(clusterID(e.t.Z, c.cell))
	}
	l.Begin(id)
	if id != 0 {
		l.Pair(k.keys[cellID], l.UniqueInt(id))
	}
	e.totals(c)
	l.EndSquare(x0, y0, side)
}

// heat writes the cells of the heat map: only what can be added up quickly.
func (e *Encoder) heat(f *Filter) {
	l := e.layer
	level := min(e.t.Z+heatBits, 32)
	shift := 2 * (32 - level)
	side := int32(tile.Extent) >> (level - e.t.Z)
	var sums [1 << (2 * heatBits)]struct{ count, killed int32 }
	for _, v := range f.g.views() {
		lo, hi := v.c.run(e.t)
		e.match = f.bits(v, lo, hi, e.match)
		for w, m := range e.match {
			for ; m != 0; m &= m - 1 {
				row := lo&^63 + w*64 + bits.TrailingZeros64(m)
				s := &sums[v.c.key(row)>>shift&(1<<(2*heatBits)-1)]
				s.count++
				s.killed += max(0, f.g.kinds[v.c.kind.at(row)].killedMin)
			}
		}
	}
	count, killed := l.KeyIndex("count"), l.KeyIndex("killed")
	for cell, s := range sums {
		if s.count == 0 {
			continue
		}
		x, y := tile.FromKey(uint64(cell))
		l.Begin(0)
		l.Pair(count, countIndex(l, int(s.count)))
		l.Pair(killed, countIndex(l, int(s.killed)))
		l.End(int32(x)*side+side/2, int32(y)*side+side/2)
	}
}
