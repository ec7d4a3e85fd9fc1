package locate

import (
	"sync"

	"sitmap/gazetteer"
	"sitmap/geo/geodesic"
	"sitmap/internal/event"
)

// MethodSeat marks a location whose point is the seat of the named first-order area.
const MethodSeat = Method + " seat"

// seats finds the capital towns of first-order areas.
type seats struct {
	ix    *gazetteer.Index
	byKey func() map[string]gazetteer.Ref // country and code of the area, joined by a dot
}

func newSeats(ix *gazetteer.Index) *seats {
	if ix == nil {
		return nil
	}
	return &seats{ix: ix, byKey: sync.OnceValue(func() map[string]gazetteer.Ref {
		out := map[string]gazetteer.Ref{}
		for i := range ix.Len() {
			r := gazetteer.Ref(i)
			if !isSeat(ix, r) || ix.Admin1(r) == "" {
				continue
			}
			key := ix.CountryCode(r) + "." + ix.Admin1(r)
			if o, ok := out[key]; !ok || ix.Population(r) > ix.Population(o) {
				out[key] = r
			}
		}
		return out
	})}
}

func isSeat(ix *gazetteer.Index, r gazetteer.Ref) bool {
	f := ix.Feature(r)
	return f == "PPLA" || f == "PPLC"
}

// of gives the seat of a first-order area: the capital town with its code, else the
// nearest capital town of the country that the area may reach, for a city that is an area
// of its own is often the seat of the area around it.
func (s *seats) of(p gazetteer.Place) (gazetteer.Ref, bool) {
	if s == nil || p.Class != gazetteer.ClassAdmin1 || p.Country == "" {
		return 0, false
	}
	if r, ok := s.byKey()[p.Country+"."+p.Admin1]; ok && p.Admin1 != "" {
		return r, true
	}
	in, _ := radii(province) // a convention: the seat of a neighbour lies farther
	for _, n := range s.ix.Near(p.Point, 1, func(r gazetteer.Ref) bool { return isSeat(s.ix, r) && s.ix.CountryCode(r) == p.Country }) {
		return n.Ref, n.Distance <= in
	}
	return 0, false
}

// atSeat puts an event that is known only to lie in a first-order area at the area's seat,
// as ACLED does. The region stays the area; the radius covers it from the seat.
func (l *Locator) atSeat(loc *event.Location, p gazetteer.Place) {
	r, ok := l.seats.of(p)
	if !ok {
		return
	}
	loc.Point = l.seats.ix.Point(r)
	loc.Radius += geodesic.Distance(loc.Point, p.Point)
	loc.Method = MethodSeat
}
