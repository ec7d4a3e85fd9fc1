package claim

import (
	"fmt"

	"github.com/paulmach/orb"

	"sitmap/geo"
)

// judgePlace writes the evidence of the place and weighs its namesakes.
func (w *work) judgePlace(v view) {
	f := v.place
	if f == nil {
		w.coarse(v)
		return
	}
	w.located = true
	p := v.r.Point
	if w.repaired != "" {
		w.reason(w.repaired)
		w.add(Check{
			Code: w.repaired, Outcome: Warn, Measured: "as written the point fits nothing that the words name; " + repairWords(w.repaired) + " it fits",
			Expected: "coordinates as written", Source: "the claim", Geometry: p, Bits: bits(Warn),
		})
	}
	c := w.placeRow(f, p)
	w.anchors(f.t, v)
	if f.outcome != Fail {
		w.rivals(f, &c)
		w.add(c)
		return
	}
	n := w.bestNamesake(p, v.r.Radius)
	w.reason(f.code)
	certain := w.certain(f)
	if n != nil {
		certain = certain && n.cand.P < rivalP || excluded(v.areas)
		w.reason("homonym")
		w.out.Alternatives = append(w.out.Alternatives, Alternative{"homonym", "fits " + placeName(n.cand) + ", another place of the name", n.cand.Place.Point})
		row := w.placeRow(n, p)
		row.Code, row.Outcome, row.Expected = "homonym", Warn, "the "+n.t.name+" that the words mean: "+placeName(&n.t.cands[0])
		row.Measured += ", another place of the name"
		row.Bits = bits(Warn)
		defer w.add(row)
		w.listOutlier(n, v)
	}
	if !certain && !excluded(v.areas) {
		c.Outcome, c.Bits = Warn, bits(Warn)
		w.unsure = true
		w.reason("homonym")
		if n != nil {
			w.meant = placeName(n.cand)
		}
	}
	w.add(c)
}

// placeRow is the evidence of a fit.
func (w *work) placeRow(f *fit, p orb.Point) Check {
	span := f.t.span
	var g orb.Geometry = orb.LineString{p, f.cand.Place.Point}
	if f.d < 50 {
		g = f.cand.Place.Point
	}
	return Check{
		Code: f.code, Outcome: f.outcome, Measured: f.measured(p), Expected: f.expected(), Quote: &span, Geometry: g,
		Source: "gazetteer: " + f.cand.Place.Source, Bits: bits(f.outcome),
	}
}

// anchors compares the point with the places by which the words tell where the target lies.
func (w *work) anchors(t *target, v view) {
	for i := range t.stand {
		a := &t.stand[i].target
		f := w.fitOf(a, &a.cands[0], v.r.Point, v.r.Radius)
		row := w.placeRow(&f, v.r.Point)
		row.Outcome = w.loosely(&f)
		row.Bits = bits(row.Outcome)
		row.Expected = t.name + " " + row.Expected
		if row.Outcome == Fail {
			w.reason(f.code)
		}
		w.add(row)
	}
}

// coarse is a claim that names areas only: inside is all that can be said.
func (w *work) coarse(v view) {
	w.located = true
	w.reason("coarse_place")
	w.add(Check{
		Code: "coarse_place", Outcome: Pass, Measured: "the words name no place smaller than " + w.said.smallest(), Expected: "a place",
		Source: "the claim", Geometry: v.r.Point, Bits: 0,
	})
}

func (s *said) smallest() string {
	out, best := "", geo.Metres(0)
	for _, a := range s.areas {
		size := geo.Metres(a.place.Class)
		if out == "" || size > best {
			out, best = a.name, size
		}
	}
	return out
}

const (
	sureP  = .7 // of the place that the words mean: below it another of the name may be meant
	rivalP = .1 // of a namesake: above it cannot be left aside
)

// certain reports that the words single out the place.
func (w *work) certain(f *fit) bool {
	return f.t.p >= sureP && !f.t.inherited && f.t.found && !f.t.alone
}

// rivals marks a place that fits while another of the name would do for the words as well.
func (w *work) rivals(f *fit, c *Check) {
	if f.t.p >= sureP || f.t.inherited {
		return
	}
	n := 0
	for i := 1; i < len(f.t.cands); i++ {
		if o := &f.t.cands[i]; o.P >= rivalP && distance(o.Place.Point, f.cand.Place.Point) > 2*villageSlack {
			n++
			w.out.Alternatives = append(w.out.Alternatives, Alternative{"homonym", "the words fit " + placeName(o) + " as well", o.Place.Point})
		}
	}
	if n == 0 {
		return
	}
	w.unsure, w.meant = true, placeName(f.cand)
	w.reason("homonym")
	c.Outcome, c.Bits = Warn, bits(Warn)
	c.Measured += fmt.Sprintf("; the words fit %d more of the name", n)
}

// listOutlier reports that the namesake lies far from the other members of its list.
func (w *work) listOutlier(n *fit, v view) {
	for i := range w.said.targets {
		o := &w.said.targets[i]
		if o == n.t || o.list < 0 || o.list != n.t.list {
			continue
		}
		if d := distance(o.cands[0].Place.Point, v.r.Point); d > 2*estimated {
			w.reason("list_outlier")
			span := o.span
			w.add(Check{
				Code: "list_outlier", Outcome: Fail, Measured: km(d) + " from " + placeName(&o.cands[0]) + ", named in the same list", Expected: "near the places named with it",
				Quote: &span, Geometry: orb.LineString{v.r.Point, o.cands[0].Place.Point}, Source: "gazetteer: " + o.cands[0].Place.Source, Bits: bits(Fail),
			})
			return
		}
	}
}
