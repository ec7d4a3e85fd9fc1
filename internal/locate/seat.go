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
	ix     *gazetteer.Index
	byArea sync.Map // areaKey to seat, found when first asked for
}

// seat is a town; false where there is none.
type seat struct {
	ref gazetteer.Ref
	ok  bool
}

func newSeats(ix *gazetteer.Index) *seats {
	if ix == nil {
		return nil
	}
	return &seats{ix: ix}
}

// within gives the largest capital town with the code of a first-order area.
func (s *seats) within(country, admin1 string) seat {
	k := areaKey{country: country, admin1: admin1}
	if have, ok := s.byArea.Load(k); ok {
		return have.(seat) //nolint:forcetypeassert // nothing else is kept
	}
	var best seat
	people := int64(0)
	s.ix.InArea(country, admin1, "", func(r gazetteer.Ref) {
		if !isSeat(s.ix, r) {
			return
		}
		if n := s.ix.Population(r); !best.ok || n > people || n == people && r < best.ref {
			best, people = seat{r, true}, n
		}
	})
	s.byArea.Store(k, best)
	return best
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
	if p.Admin1 != "" {
		if in := s.within(p.Country, p.Admin1); in.ok {
			return in.ref, true
		}
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
