package claim

import (
	"fmt"
	"math"

	"sitmap/gazetteer"
)

// special looks for points that are no places: 0,0 and the middles of countries and areas.
func (w *work) special(r Reading) {
	p := r.Point
	if math.Abs(p[0]) < .001 && math.Abs(p[1]) < .001 {
		w.reason("null_island")
		w.add(Check{Code: "null_island", Outcome: Fail, Measured: "0, 0 is what programs write for unknown coordinates", Expected: "a place", Source: "the claim", Geometry: p, Bits: bits(Fail)})
		return
	}
	near := w.c.ix.Near(p, 1, func(ref gazetteer.Ref) bool {
		cl := w.c.ix.Class(ref)
		return cl == gazetteer.ClassCountry || cl == gazetteer.ClassAdmin1
	})
	if len(near) == 1 && near[0].Distance <= centroidNear {
		pl := w.c.ix.Place(near[0].Ref)
		if w.seatHere(r) {
			return
		}
		w.reason("centroid")
		w.add(Check{
			Code: "centroid", Outcome: Warn, Measured: "the point is the middle of " + pl.Name + " in gazetteers: it may stand for the whole area", Expected: "a place",
			Source: "gazetteer: " + pl.Source, Geometry: p, Bits: bits(Warn),
		})
	}
}

// seatHere reports that a settlement stands at the point as well: an area's point is often that of its chief town.
func (w *work) seatHere(r Reading) bool {
	near := w.c.ix.Near(r.Point, 1, func(ref gazetteer.Ref) bool { return w.c.ix.Class(ref) == gazetteer.ClassSettlement })
	return len(near) == 1 && near[0].Distance <= 4*centroidNear
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
