package claim

import (
	"fmt"
	"math"

	"sitmap/gazetteer"
	"sitmap/geo"
)

const (
	centroidNear  = 150 * geo.Metres(1) // a point this near the middle of an area is that middle
	seatNear      = 600 * geo.Metres(1) // unless a settlement stands there as well
	centroidNames = 32                  // entries nearest to the point that are looked at
	tooFine       = .01                 // metres: seven decimals and more say more than any map can know
	tooCoarse     = 10 * geo.Kilometre
)

// special looks for points that are no places: 0,0 and the middles of countries and areas.
func (w *work) special(r Reading) {
	p := r.Point
	if math.Abs(p[0]) < .001 && math.Abs(p[1]) < .001 {
		w.reason("null_island")
		w.add(Check{Code: "null_island", Outcome: Fail, Measured: "0, 0 is what programs write for unknown coordinates", Expected: "a place", Source: "the claim", Geometry: p, Bits: bits(Fail)})
		return
	}
	var area gazetteer.Ref
	found, seat := false, false
	for _, n := range w.c.ix.NearWithin(p, centroidNames, seatNear, nil) {
		switch cl := w.c.ix.Class(n.Ref); {
		case n.Distance <= centroidNear && (cl == gazetteer.ClassCountry || cl == gazetteer.ClassAdmin1):
			area, found = n.Ref, true
		case n.Distance <= seatNear && cl == gazetteer.ClassSettlement:
			seat = true // an area's point is often that of its chief town
		}
	}
	if !found || seat {
		return
	}
	pl := w.c.ix.Place(area)
	w.reason("centroid")
	w.add(Check{
		Code: "centroid", Outcome: Warn, Measured: "the point is the middle of " + pl.Name + " in gazetteers: it may stand for the whole area", Expected: "a place",
		Source: "gazetteer: " + pl.Source, Geometry: p, Bits: bits(Warn),
	})
}

// digits looks at how much the writing of the point says.
func (w *work) digits(r Reading) {
	c := Check{Code: "precision", Source: "the claim", Geometry: r.Point, Expected: "digits that fit what is shown"}
	switch {
	case r.Radius >= tooCoarse:
		c.Outcome, c.Measured = Warn, fmt.Sprintf("the digits leave %s open", km(r.Radius))
	case r.Radius > 0 && float64(r.Radius) < tooFine:
		c.Outcome, c.Measured = Warn, "more digits than any map can know: they were calculated, not measured"
	default:
		return
	}
	c.Bits = 0
	w.add(c)
	w.reason("precision")
}
