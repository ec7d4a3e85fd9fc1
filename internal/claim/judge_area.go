package claim

// judgeAreas writes the evidence of the areas.
func (w *work) judgeAreas(v view) {
	for _, a := range v.areas {
		span := a.a.span
		w.describe(&a, v.r.Point)
		c := Check{Code: a.code, Outcome: a.outcome, Measured: a.measured, Expected: "in " + a.a.name, Quote: &span, Geometry: v.r.Point, Source: a.source, Bits: bits(a.outcome)}
		if a.moot {
			c.Outcome, c.Bits = Warn, 0
			c.Measured += "; so is the gazetteer's point of the place itself"
		} else if a.outcome == Skipped {
			w.skip("area: " + a.measured)
			continue
		}
		if c.Outcome == Fail {
			w.reason(a.code)
		}
		w.add(c)
	}
}

// ownFails reports that the place which the point fits lies itself outside the area, by the same measure: then the
// measure is at fault, not the claim.
func (w *work) ownFails(v view, a *area) bool {
	f := v.place
	if f == nil || f.outcome != Pass || f.d > villageSlack || !f.own || f.t.p < sureP {
		return false
	}
	for _, x := range w.areaFits(f.cand.Place.Point, 0) {
		if x.a == a {
			return x.outcome == Fail
		}
	}
	return false
}

// excluded reports that an area which the words name speaks clearly against the point.
func excluded(areas []areaFit) bool {
	for _, a := range areas {
		if a.outcome == Fail {
			return true
		}
	}
	return false
}
