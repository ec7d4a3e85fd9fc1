package locate

import (
	"sitmap/gazetteer"
	"sitmap/gazetteer/resolve"
	"sitmap/geo"
	"sitmap/internal/event"
)

// Single gives the location of one candidate under a relation, as if the words meant it for certain: a claim's
// point is compared with it. other is the second end of "between", nil for none.
func (l *Locator) Single(c resolve.Candidate, rel event.Relation, other *resolve.Candidate) event.Location {
	loc := event.Location{Point: c.Place.Point, Place: snapshot(c), Relation: rel, Method: Method, Probability: c.P}
	l.shape(&loc, c.Place, other, nil)
	if c.Place.Approximate {
		approximate(&loc)
	}
	return loc
}

// Area gives how far an area reaches from its point, by its settlements or else by the convention of its size.
func (l *Locator) Area(p gazetteer.Place) geo.Metres {
	in, _ := l.radii(p)
	return in
}
