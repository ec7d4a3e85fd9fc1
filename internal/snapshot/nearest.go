package snapshot

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"sitmap/geo"
	"sitmap/geo/geodesic"
	"sitmap/internal/event"
)

// Neighbour is an event place and how far away it is.
type Neighbour struct {
	ID       event.ID
	Place    int       // number of the place in the event
	Point    orb.Point // lon, lat
	Distance geo.Metres
}

// farthest is more than half the way round the Earth, in metres.
const farthest = 20_100_000

// Nearest gives the n matching event places nearest to p (lon, lat), nearest first;
// of places equally far those with the lower ID.
func (g *Generation) Nearest(f *Filter, p orb.Point, n int) []Neighbour {
	if n <= 0 || !(math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90) {
		return nil
	}
	for radius := 500.0; ; radius *= 4 {
		found := g.within(f, p, min(radius, farthest))
		if len(found) < n && radius < farthest {
			continue
		}
		slices.SortFunc(found, func(a, b Neighbour) int {
			return cmp.Or(cmp.Compare(a.Distance, b.Distance), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Place, b.Place))
		})
		return found[:min(n, len(found))]
	}
}

// within gives the matching places up to a radius from p.
func (g *Generation) within(f *Filter, p orb.Point, radius float64) []Neighbour {
	look := lookBoxes(split(around(event.Nearness{Centre: p, Radius: geo.Metres(radius)})))
	var out []Neighbour
	for _, v := range g.views() {
		var bits bitset
		check := func(lo, hi int, _ bool) {
			bits = f.bits(v, lo, hi, bits)
			bits.each(lo&63, lo&63+hi-lo, func(i int) {
				row := lo&^63 + i
				if row >= v.c.placed {
					return
				}
				at := v.c.point(row)
				if d := geodesic.Distance(p, at); float64(d) <= radius {
					out = append(out, Neighbour{event.ID(v.c.idOf(row)), int(v.c.placeOf(row)), at, d})
				}
			})
		}
		v.c.cover(look, check)
		check(v.c.world, v.c.placed, false)
	}
	return out
}
