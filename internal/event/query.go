package event

import (
	"github.com/paulmach/orb"

	"sitmap/geo"
)

// Query selects events. Every field that is set narrows the answer; the zero Query selects all.
type Query struct {
	Bounds       *orb.Bound     // lon, lat; Min lon > Max lon crosses the antimeridian
	From, To     Date           // events whose interval meets [From, To]; zero ends are open
	Types        []string       // any of these types
	Actors       []string       // any of these actor names or ids
	Sources      []string       // any of these outlets
	Verification []Verification // any of these
	Text         string         // words that the report or the event must hold
	Near         *Nearness
	Report       ReportID // only events of this report
	Limit        int      // at most so many; 0 = the caller's default
	After        ID       // keyset paging: events after this one
}

// Nearness is a circle to search in.
type Nearness struct {
	Centre orb.Point // lon, lat
	Radius geo.Metres
}
