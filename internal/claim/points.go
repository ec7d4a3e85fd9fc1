package claim

import (
	"fmt"

	"github.com/paulmach/orb"

	"sitmap/geo"
)

// view is one reading of a point against the words.
type view struct {
	r     Reading
	place *fit // nil: the words name no place
	areas []areaFit
}

// look compares a reading with what the words say.
func (w *work) look(r Reading) view {
	return view{r: r, place: w.best(r.Point, r.Radius), areas: w.areaFits(r.Point, r.Radius)}
}

// outcome is the worst of the place and the areas; Skipped when the words say nothing about where.
func (v *view) outcome() Outcome {
	out := Skipped
	worse := func(o Outcome) {
		if o == Skipped {
			return
		}
		if out == Skipped || rank(o) > rank(out) {
			out = o
		}
	}
	if v.place != nil {
		worse(v.place.outcome)
	}
	for _, a := range v.areas {
		worse(a.outcome)
	}
	return out
}

// points checks the points of the claim and keeps the one that matters: the outlier, else the first.
func (w *work) points(points [][]Reading) {
	views := make([]view, len(points))
	worst := 0
	for i, rs := range points {
		views[i] = w.reading(rs)
		if rank(views[i].outcome()) > rank(views[worst].outcome()) {
			worst = i
		}
	}
	v := views[worst]
	w.settleOn(v)
	w.out.Readings = append([]Reading{v.r}, others(points[worst], v.r.Point)...)
	if len(points) > 1 {
		w.listed(views, worst)
	}
	w.special(v.r)
	w.digits(v.r)
	if len(w.said.targets) == 0 && len(w.said.areas) == 0 {
		w.reason("no_place")
		w.skip("where: the words name no place")
		w.borders(v.r.Point, v.r.Radius, nil)
	} else {
		w.judgePlace(v)
		w.judgeAreas(v)
		w.borders(v.r.Point, v.r.Radius, v.place)
		w.water(v.r.Point, v.r.Radius)
	}
	w.dates()
	w.datum(v.r, v.place)
	w.hour(v.r.Point)
	w.light(v.r.Point)
	w.moon(v.r.Point)
	w.media(v.r.Point, v.r.Radius)
	w.neighbours(v.r.Point, v.r.Radius)
}

// settleOn fixes the point that is checked.
func (w *work) settleOn(v view) {
	p := v.r.Point
	w.at, w.radius = &p, v.r.Radius
	w.out.Point, w.out.Radius = &p, v.r.Radius
}

func others(rs []Reading, but orb.Point) []Reading {
	var out []Reading
	for _, r := range rs {
		if r.Point != but {
			out = append(out, r)
		}
	}
	return out
}

// reading picks the reading of one point: the first if it fits, else another that does, else a repair that
// does, else the first.
func (w *work) reading(rs []Reading) view {
	first := w.look(rs[0])
	if rank(first.outcome()) < rank(Fail) {
		return first
	}
	for _, r := range rs[1:] {
		if v := w.look(r); v.outcome() == Pass {
			if swapOf(r.Point, rs[0].Point) {
				w.repaired = "swapped"
			}
			return v
		}
	}
	for _, m := range mistakes(rs[0]) {
		v := w.look(m.r)
		if v.outcome() != Pass {
			continue
		}
		if m.applied {
			w.repaired = m.code
			return v
		}
		w.out.Alternatives = append(w.out.Alternatives, Alternative{m.code, "fits if " + m.words, m.r.Point})
		w.reason(m.code)
		if w.out.Condition == "" && m.code != "digit" { // one wrong digit fits many points by chance
			w.out.Condition = "consistent only if " + m.words
		}
	}
	return first
}

func swapOf(a, b orb.Point) bool { return a[0] == b[1] && a[1] == b[0] }

// listed compares the points of a list with each other: the outlier is the one that fits no place named.
func (w *work) listed(views []view, worst int) {
	v := views[worst]
	var line orb.MultiPoint
	for _, x := range views {
		line = append(line, x.r.Point)
	}
	c := Check{Code: "list_outlier", Geometry: line, Source: "the claim", Expected: "each point at one of the places named"}
	fits := 0
	for i := range views {
		if rank(views[i].outcome()) < rank(Fail) {
			fits++
		}
	}
	switch {
	case fits == len(views):
		c.Outcome, c.Measured = Pass, fmt.Sprintf("all %d points fit", fits)
	default:
		c.Outcome = Fail
		c.Measured = fmt.Sprintf("%d of %d points fit; the one at %s does not", fits, len(views), latLon(v.r.Point))
		w.reason("list_outlier")
	}
	c.Bits = bits(c.Outcome)
	w.add(c)
	w.together(views)
}

// together warns of points of a list that are one and the same, while the words name several places.
func (w *work) together(views []view) {
	if len(w.said.targets) < 2 {
		return
	}
	for i := range views {
		for k := range i {
			a, b := views[k].r, views[i].r
			if d := distance(a.Point, b.Point); d <= min(max(a.Radius, b.Radius), pointSlack) {
				w.add(Check{
					Code: "same_points", Outcome: Warn, Measured: fmt.Sprintf("points %d and %d of the list are the same place, %s apart", k+1, i+1, km(d)),
					Expected: fmt.Sprintf("%d places named", len(w.said.targets)), Source: "the claim", Geometry: a.Point,
				})
				return
			}
		}
	}
}

func latLon(p orb.Point) string { return fmt.Sprintf("%.4f, %.4f", p[1], p[0]) }

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

// judgeAreas writes the evidence of the areas.
func (w *work) judgeAreas(v view) {
	for _, a := range v.areas {
		span := a.a.span
		w.describe(&a, v.r.Point)
		c := Check{Code: a.code, Outcome: a.outcome, Measured: a.measured, Expected: "in " + a.a.name, Quote: &span, Geometry: v.r.Point, Source: a.source, Bits: bits(a.outcome)}
		if a.outcome == Skipped {
			w.skip("area: " + a.measured)
			continue
		}
		if a.outcome == Fail && w.ownFails(v, a.a) {
			c.Outcome, c.Bits = Warn, 0
			c.Measured += "; so is the gazetteer's point of the place itself"
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
