package snapshot

import (
	"math"

	"github.com/paulmach/orb"

	"sitmap/geo"
	"sitmap/geo/geodesic"
	"sitmap/geo/tile"
	"sitmap/internal/event"
)

// disc is the region of places with one position and one radius.
type disc struct {
	x, y   uint32
	radius float32
}

// same is the places of a disc: one of them, how many, and the type of their events.
type same struct {
	first place
	count int
	typ   uint32
	mixed bool // the events are not all of that type
}

// regions writes the layer of regions. Discs that are the same are drawn once,
// with the number of places that they stand for.
func (e *Encoder) regions(f *Filter, drawn func(event.ID, int) (orb.MultiPolygon, error)) error {
	if e.t.Z < BaseZoom {
		return nil
	}
	l := e.builder.Layer("regions")
	discs := make(map[disc]*same)
	var order []disc
	var failed error
	for _, v := range f.g.views() {
		e.reaching(f, v, func(row int) {
			c := v.c
			if drawn != nil && f.g.wheres[c.where.at(row)].drawn {
				area, err := drawn(event.ID(c.idOf(row)), int(c.placeOf(row)))
				if err != nil {
					failed = err
					return
				}
				e.region(f, l, area, &same{first: place{c, row}, count: 1, typ: f.g.kinds[c.kind.at(row)].typ})
				return
			}
			if c.radius[row] <= 0 {
				return
			}
			d := disc{c.x[row], c.y[row], c.radius[row]}
			all, typ := discs[d], f.g.kinds[c.kind.at(row)].typ
			if all == nil {
				all = &same{first: place{c, row}, typ: typ}
				discs[d] = all
				order = append(order, d)
			}
			all.count++
			all.mixed = all.mixed || typ != all.typ
		})
		if failed != nil {
			return failed
		}
	}
	for _, d := range order {
		e.region(f, l, outline(discs[d].first.c.point(discs[d].first.row), d.radius), discs[d])
	}
	return nil
}

// region writes one area; the id is left out when it stands for several places, the
// type when their events have several.
func (e *Encoder) region(f *Filter, l *tile.Layer, area orb.MultiPolygon, all *same) {
	c, row := all.first.c, all.first.row
	id := c.idOf(row)
	props := []tile.Prop{tile.Float("radius_m", float64(c.radius[row])), tile.Int("count", int64(all.count))}
	if !all.mixed {
		props = append(props, tile.Text("type", f.g.types[all.typ]))
	}
	if all.count == 1 {
		props = append(props, tile.Text("id", string(id)), tile.Int("place", int64(c.placeOf(row))))
	}
	l.Polygons(area, featureID(id, c.placeOf(row)), props...)
}

// outline gives a disc of a radius in metres around p. Large ones, and such that reach
// over the antimeridian or a pole, are left to geodesic; small ones are drawn on the
// sphere, which is less than 0.5 % of the radius off.
func outline(p orb.Point, radius float32) orb.MultiPolygon {
	const (
		steps     = 48
		perDegree = 111_195 // metres, on the mean sphere
		flat      = 20_000  // metres up to which the ground counts as flat
	)
	dlat := float64(radius) / perDegree
	dlon := dlat / math.Cos(p[1]*math.Pi/180)
	if radius > flat || math.Abs(p[0])+dlon >= 180 || math.Abs(p[1]) > 80 {
		area, err := geodesic.Outline(geo.Region{Kind: geo.Disc, Centre: p, Outer: geo.Metres(radius)}, steps)
		if err != nil {
			return nil
		}
		return area
	}
	ring := make(orb.Ring, 0, steps+1)
	for i := range steps {
		s, c := math.Sincos(float64(i) * 2 * math.Pi / steps)
		ring = append(ring, orb.Point{p[0] + dlon*s, p[1] + dlat*c})
	}
	return orb.MultiPolygon{{append(ring, ring[0])}}
}

// reaching calls fn with the matching rows whose region may reach into the tile:
// those near by, and of all wider ones those that are not too far away.
func (e *Encoder) reaching(f *Filter, v *view, fn func(row int)) {
	visit := func(row int) {
		if one := f.bits(v, row, row+1, e.match); one.has(row & 63) {
			fn(row)
		}
	}
	bound := e.t.Bound()
	for _, b := range split(padded(bound, wideRadius)) {
		grid, ok := gridBox(b)
		if !ok {
			continue
		}
		v.c.coverBox(grid, func(lo, hi int, inside bool) {
			for row := lo; row < hi; row++ {
				if v.c.radius[row] <= wideRadius && (inside || grid.holds(v.c.x[row], v.c.y[row])) {
					visit(row)
				}
			}
		})
	}
	for _, row := range v.c.wide {
		p := v.c.point(int(row))
		r := float64(v.c.radius[row])
		if up := r/110_500 + 1e-6; p[1] < bound.Min[1]-up || p[1] > bound.Max[1]+up {
			continue // too far north or south, as nearly all are
		}
		for _, b := range split(padded(bound, r)) {
			if b.Contains(meridian(p)) {
				visit(int(row))
				break
			}
		}
	}
}

// padded widens a box by metres; Min lon > Max lon crosses the antimeridian.
func padded(b orb.Bound, metres float64) orb.Bound {
	dlat := metres/110_500 + 1e-6
	b.Min[1], b.Max[1] = max(b.Min[1]-dlat, -90), min(b.Max[1]+dlat, 90)
	widest := math.Max(math.Abs(b.Min[1]), math.Abs(b.Max[1]))
	dlon := dlat * 1.02 / math.Max(math.Cos(widest*math.Pi/180), 1e-9)
	if b.Max[0]-b.Min[0]+2*dlon >= 360 {
		b.Min[0], b.Max[0] = -180, 180
		return b
	}
	b.Min[0], b.Max[0] = b.Min[0]-dlon, b.Max[0]+dlon
	if b.Min[0] < -180 {
		b.Min[0] += 360
	}
	if b.Max[0] > 180 {
		b.Max[0] -= 360
	}
	return b
}
