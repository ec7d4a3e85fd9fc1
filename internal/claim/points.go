package claim

import (
	"fmt"

	"github.com/paulmach/orb"
)

// view is one reading of a point against the words.
type view struct {
	r     Reading
	place *fit // nil: the words name no place
	areas []areaFit
}

// look compares a reading with what the words say.
func (w *work) look(r Reading) view {
	v := view{r: r, place: w.best(r.Point, r.Radius), areas: w.areaFits(r.Point, r.Radius)}
	for i := range v.areas {
		if a := &v.areas[i]; a.outcome == Fail && w.ownFails(v, a.a) {
			a.outcome, a.moot = Skipped, true
		}
	}
	return v
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
	w.onWater(v.r.Point, v.r.Radius)
	if len(w.said.targets) == 0 && len(w.said.areas) == 0 {
		if !w.located {
			w.reason("no_place")
			w.skip("where: the words name no place")
		}
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
