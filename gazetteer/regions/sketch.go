package regions

import (
	"math"
	"sync"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/paulmach/orb/simplify"
)

// sketches keeps simplified outlines: making one takes milliseconds, and a report
// names the same countries again and again.
type sketches struct{ byKey sync.Map } // view and country to orb.MultiPolygon

// Sketch gives a country's [Borders.Outline] with few points, for drawing that an
// event was somewhere in it: no line is moved by more than 0.05 degree (5 km),
// and islands below a five-hundredth of the largest part are left out. It must not
// be measured with, and not be changed. nil for an unknown country.
func (b *Borders) Sketch(country string) orb.MultiPolygon {
	key := string(b.view) + " " + country
	if s, ok := b.sketches.byKey.Load(key); ok {
		return s.(orb.MultiPolygon) //nolint:forcetypeassert // only this function stores
	}
	s := sketch(b.Outline(country))
	b.sketches.byKey.Store(key, s)
	return s
}

func sketch(outline orb.MultiPolygon) orb.MultiPolygon {
	largest := 0.0
	for _, p := range outline {
		largest = max(largest, math.Abs(planar.Area(p[0])))
	}
	var out orb.MultiPolygon
	for _, p := range outline {
		if math.Abs(planar.Area(p[0])) < largest/500 {
			continue
		}
		ring := orb.Ring(simplify.DouglasPeucker(0.05).LineString(orb.LineString(p[0].Clone())))
		if len(ring) < 4 {
			ring = p[0]
		}
		out = append(out, orb.Polygon{ring})
	}
	return out
}
