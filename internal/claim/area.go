package claim

import (
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"sitmap/gazetteer"
	"sitmap/gazetteer/regions"
	"sitmap/geo"
)

const (
	borderSlack = 2 * geo.Kilometre // a border is known to 10-500 m, words are not
	around      = 5                 // the nearest settlements whose areas are counted
	seaWarn     = 1 * geo.Kilometre
	seaFail     = 3 * geo.Kilometre
)

// areaFit is how a point lies to an area that the words name.
type areaFit struct {
	moot     bool // the place that fits lies outside it by the same measure
	a        *area
	outcome  Outcome
	code     string // "wrong_country" or "wrong_admin"
	country  string
	measured string // of what could not be graded; else [work.describe] puts it into words
	source   string

	in, near int             // of the settlements nearest to the point, those in the area
	others   []gazetteer.Ref // those outside
}

// areaFits compares a point with every area named.
func (w *work) areaFits(p orb.Point, r geo.Metres) []areaFit {
	out := make([]areaFit, 0, len(w.said.areas))
	for i := range w.said.areas {
		a := &w.said.areas[i]
		f := areaFit{a: a}
		switch a.place.Class {
		case gazetteer.ClassCountry:
			w.inCountry(&f, a.place.Country, p, r)
		case gazetteer.ClassAdmin1, gazetteer.ClassAdmin2:
			w.inCountry(&f, a.place.Country, p, r)
			if f.outcome != Fail {
				w.inAdmin(&f, p, r)
			}
		default:
			f.outcome = Skipped
			f.measured = "the outline of " + a.place.Name + " is not known"
		}
		out = append(out, f)
	}
	return out
}

// inCountry grades a point against a country; what was measured is put into words by [work.describe], as words and the exact
// distance cost more than the grade.
func (w *work) inCountry(f *areaFit, code string, p orb.Point, r geo.Metres) {
	f.code, f.country, f.source = "wrong_country", code, w.c.borders.Source()
	if code == "" {
		f.outcome, f.measured = Skipped, "the country of "+f.a.place.Name+" is not known"
		return
	}
	got, ok := w.countryAt(p)
	switch {
	case !ok:
		f.outcome = Fail
	case got.Country == code:
		f.outcome = Pass
	case slices.Contains(got.Claims, code) || w.within(p, got.Country, code, borderSlack+r):
		f.outcome = Warn
	default:
		f.outcome = Fail
	}
}

// within reports that a point of one country is at most so far from another, and from a border.
func (w *work) within(p orb.Point, from, to string, limit geo.Metres) bool {
	k := reach{way{p, from, to}, limit}
	near, ok := w.nearBorder[k]
	if !ok {
		if w.c.borders.Within(p, from, to, limit) {
			_, near = w.c.borders.Nearest(p, limit)
		}
		if w.nearBorder == nil {
			w.nearBorder = map[reach]bool{}
		}
		w.nearBorder[k] = near
	}
	return near
}

// reach is a way that may be too long.
type reach struct {
	way
	limit geo.Metres
}

// way is a distance that was asked for.
type way struct {
	p        orb.Point
	from, to string
}

type length struct {
	d   geo.Metres
	err error
}

// farFrom is how far a point of one country is from another; each is measured once.
func (w *work) farFrom(p orb.Point, from, to string) (geo.Metres, error) {
	k := way{p, from, to}
	if l, ok := w.ways[k]; ok {
		return l.d, l.err
	}
	d, _, err := w.c.borders.Distance(p, from, to)
	if w.ways == nil {
		w.ways = map[way]length{}
	}
	w.ways[k] = length{d, err}
	return d, err
}

// describe puts into words what was measured: the settlements around the point, or the country with how far the point is
// from the one named, and who disputes the ground in which worldview.
func (w *work) describe(f *areaFit, p orb.Point) {
	if f.measured != "" {
		return
	}
	if f.code == "wrong_admin" {
		f.measured = fmt.Sprintf("%d of the %d nearest settlements are in %s", f.in, f.near, f.a.place.Name)
		for _, ref := range f.others {
			pl := w.c.ix.Place(ref)
			in := pl.Admin2Name
			if f.a.place.Class == gazetteer.ClassAdmin1 {
				in = pl.Admin1Name
			}
			if in != "" {
				f.measured += ", others in " + in
				break
			}
		}
		return
	}
	got, ok := w.countryAt(p)
	if !ok {
		f.measured = "at sea, far from any country's land"
		return
	}
	f.measured = "in " + w.country(got.Country)
	if got.Country != f.country {
		if d, err := w.farFrom(p, got.Country, f.country); err == nil {
			f.measured += ", " + km(d) + " from " + w.country(f.country)
		}
	}
	if got.Disputed != "" {
		f.measured += "; " + got.Disputed + " (worldview: " + string(got.Worldview) + ")"
	}
}

// countryAt is the country of a point; each point is looked up once.
func (w *work) countryAt(p orb.Point) (regions.Answer, bool) {
	if a, ok := w.answers[p]; ok {
		return a.Answer, a.ok
	}
	a, ok := w.c.borders.Country(p)
	if w.answers == nil {
		w.answers = map[orb.Point]answer{}
	}
	w.answers[p] = answer{a, ok}
	return a, ok
}

// country names a country by its code.
func (w *work) country(code string) string {
	if ref, ok := w.c.ix.Country(code); ok {
		return w.c.ix.Name(ref)
	}
	return code
}

// inAdmin grades a point against a first- or second-order area by the areas of the settlements around it.
func (w *work) inAdmin(f *areaFit, p orb.Point, r geo.Metres) {
	want := f.a.place
	f.code = "wrong_admin"
	f.source = "settlements of the gazetteer"
	first := want.Class == gazetteer.ClassAdmin1
	near := w.settled(surroundings{p, want.Country, first})
	f.near = len(near)
	for _, n := range near {
		a1 := w.c.ix.Admin1(n.Ref)
		a2, _ := w.c.ix.Admin2(n.Ref)
		if a1 == want.Admin1 && (first || a2 == want.Admin2) {
			f.in++
		} else {
			f.others = append(f.others, n.Ref)
		}
	}
	switch {
	case len(near) == 0:
		f.outcome, f.measured = Skipped, "no settlement with a known area is near"
	case f.in*2 > f.near:
		f.outcome = Pass
	case f.in > 0 || !first && distance(p, want.Point) <= 2*w.c.locate.Area(want)+r:
		f.outcome = Warn
	default:
		f.outcome = Fail
	}
}

// surroundings are the settlements of a country around a point whose areas are known: those of first order, or of second.
type surroundings struct {
	p       orb.Point
	country string
	first   bool
}

// settled gives the nearest of them; each is looked for once.
func (w *work) settled(s surroundings) []gazetteer.Neighbour {
	near, ok := w.settlements[s]
	if ok {
		return near
	}
	ix := w.c.ix
	near = ix.Near(s.p, around, func(ref gazetteer.Ref) bool {
		if ix.Class(ref) != gazetteer.ClassSettlement || ix.CountryCode(ref) != s.country {
			return false
		}
		if s.first {
			return ix.Admin1(ref) != ""
		}
		code, _ := ix.Admin2(ref)
		return code != ""
	})
	if w.settlements == nil {
		w.settlements = map[surroundings][]gazetteer.Neighbour{}
	}
	w.settlements[s] = near
	return near
}

// water looks where the coast is: a village does not lie in the sea.
func (w *work) water(p orb.Point, r geo.Metres) {
	got, ok := w.countryAt(p)
	c := Check{Code: "sea", Source: w.c.borders.Source(), Geometry: p, Expected: "on land"}
	switch {
	case !ok:
		c.Outcome, c.Measured = Fail, "at sea, more than 5 km from any land"
	case got.Offshore > seaFail+r:
		c.Outcome, c.Measured = Fail, "at sea, "+km(got.Offshore)+" from the coast"
	case got.Offshore > seaWarn+r:
		c.Outcome, c.Measured = Warn, "at sea, "+km(got.Offshore)+" from the coast; the coast is known to 500 m"
	default:
		return
	}
	if w.said.atSea() {
		c.Outcome, c.Expected = Pass, "at sea, as the words say"
	}
	c.Bits = bits(c.Outcome)
	w.add(c)
	if c.Outcome != Pass {
		w.reason("sea")
	}
}

// onWater compares a point with a sea in which the words put it.
func (w *work) onWater(p orb.Point, r geo.Metres) {
	for _, s := range w.said.waters {
		if !s.at {
			continue
		}
		span := s.span
		c := Check{Code: "sea", Source: w.c.borders.Source(), Geometry: p, Expected: "in " + s.name, Quote: &span}
		got, ok := w.countryAt(p)
		switch {
		case !ok, got.Offshore > 0:
			c.Outcome, c.Measured = Pass, "at sea; which sea is not known here"
		default:
			c.Outcome, c.Measured = Warn, "on land in "+w.country(got.Country)+"; how far from the coast is not known here"
		}
		c.Bits = bits(c.Outcome)
		w.located = true
		if c.Outcome != Pass {
			w.reason("sea")
		}
		w.add(c)
		return
	}
}

// atSea reports words for the sea.
func (s *said) atSea() bool {
	for i := range s.doc.Words {
		if s.doc.Is(i, "sea", "offshore", "ship", "tanker", "vessel", "boat", "море", "морі", "моря", "судно", "корабль", "корабель", "танкер", "катер") {
			return true
		}
	}
	return false
}

// bits is the evidence of an outcome: how much likelier it is when the claim is right, as a power of two.
// A pass is worth 3 bits (eight to one), a doubt -1, a failure -6; see docs/claims.md.
func bits(o Outcome) float64 {
	switch o {
	case Pass:
		return 3
	case Warn:
		return -1
	case Fail:
		return -6
	}
	return 0
}
