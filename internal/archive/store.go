package archive

import (
	"cmp"
	"context"
	"slices"

	"github.com/paulmach/orb"

	"sitmap/geo/codec/pmtiles"
	"sitmap/geo/codec/tileset"
	"sitmap/geo/tile"
	"sitmap/internal/snapshot"
)

// everything is all properties that a tile of events can have: an archive cannot be
// asked for more later.
func everything() snapshot.Fields { return 1<<len(snapshot.FieldNames()) - 1 }

// FromSnapshot writes an archive of all events: the tiles that the server gives,
// without the points that [Options.DropDensest] leaves out.
func FromSnapshot(ctx context.Context, g *snapshot.Generation, o Options) (Result, error) {
	if err := o.Check(); err != nil {
		return Result{}, err
	}
	f := g.Filter(snapshot.Query{})
	counts := g.Count(f)
	res := Result{Rows: counts.Events, Points: counts.Places - counts.OutsideTiles, Outside: counts.OutsideTiles, Unplaced: counts.WithoutPlace}
	s := &sorted{}
	g.EachPosition(func(x, y uint32) { s.x, s.y = append(s.x, x), append(s.y, y) })
	s.alongHilbert()
	said := func(z uint32, tiles int) {
		if o.Progress != nil {
			o.Progress(Progress{Rows: res.Rows, Zoom: z, Tiles: tiles})
		}
	}
	var filters [DeepestZoom + 1]*snapshot.Filter // of the zooms that points are left out of; set before their tiles are handed out
	plan := func(give func(*batch) error) error {
		p := &planner{give: give}
		for z := o.MinZoom; z <= o.MaxZoom; z++ {
			dropped, d := s.drop(z, o.DropDensest)
			if d.Points > 0 {
				res.Dropped = append(res.Dropped, d)
				filters[z] = g.Except(s.numbered(dropped).has)
			}
			if err := s.eachTile(z, s.copies(z, dropped), func(t tileOf) error { return p.add(z, t) }); err != nil {
				return err
			}
			if err := p.flush(); err != nil {
				return err
			}
		}
		return nil
	}
	var encoders snapshot.Encoders
	newWorker := func() worker {
		var buf []byte
		return func(p *packer, z uint32, t tileOf) error {
			buf = encoders.Append(buf[:0], cmp.Or(filters[z], f), tile.ID{Z: z, X: t.x, Y: t.y}, everything())
			_, err := p.Write(buf)
			return err
		}
	}
	var err error
	res.Bytes, err = whole(ctx, o.Path, func(out sink) error {
		codes, err := s.learn(o.MinZoom, o.MaxZoom, newWorker)
		if err != nil {
			return err
		}
		j := &job{plan: plan, newWorker: newWorker, codes: codes, out: out, said: said}
		if res.Tiles, err = j.build(ctx); err != nil {
			return err
		}
		x := g.Extent(f)
		m := o.meta(inWorld(x.Bounds), !x.Placed)
		m.Layers, m.Stats = eventsLayer(o, res.Points)
		return out.Finish(m)
	})
	return res, err
}

// alongHilbert sorts positions and keeps their keys, and the number that each had before.
func (s *sorted) alongHilbert() {
	keys := make([]sortKey, len(s.x))
	for i := range s.x {
		keys[i] = sortKey{pmtiles.Hilbert(32, s.x[i], s.y[i]), uint32(i)} //nolint:gosec // rows have 32 bits
	}
	slices.SortFunc(keys, func(a, b sortKey) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.row, b.row)) })
	s.key, s.number = make([]uint64, len(keys)), make([]uint32, len(keys))
	for i, k := range keys {
		s.key[i], s.number[i] = k.key, k.row
		s.x[i], s.y[i] = pmtiles.FromHilbert(32, k.key)
	}
}

// numbered marks rows by the numbers that they had before they were sorted.
func (s *sorted) numbered(rows bitset) bitset {
	out := make(bitset, len(rows))
	for row, n := range s.number {
		if rows.has(row) {
			out.set(int(n))
		}
	}
	return out
}

// inWorld cuts a box to the tile world.
func inWorld(b orb.Bound) orb.Bound {
	for _, p := range []*orb.Point{&b.Min, &b.Max} {
		p[1] = max(-tile.MaxLatitude, min(p[1], tile.MaxLatitude))
	}
	return b
}

// eventsLayer describes the layer of a store's events.
func eventsLayer(o Options, points int) ([]tileset.Layer, *tileset.Stats) {
	layer := tileset.Layer{ID: snapshot.LayerName, MinZoom: o.MinZoom, MaxZoom: o.MaxZoom, Fields: map[string]string{}}
	stats := tileset.LayerStats{Layer: layer.ID, Count: points, Geometry: "Point", Attributes: []tileset.Attribute{}}
	if o.MinZoom < snapshot.BaseZoom {
		layer.Fields = ClusterFields()
	}
	for _, name := range snapshot.FieldNames() {
		layer.Fields[name] = "String"
		switch name {
		case "place", "radius_m", "killed", "killed_max":
			layer.Fields[name] = "Number"
		}
	}
	stats.AttributeCount = len(snapshot.FieldNames())
	return []tileset.Layer{layer}, &tileset.Stats{LayerCount: 1, Layers: []tileset.LayerStats{stats}}
}
