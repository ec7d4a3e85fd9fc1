package claim

import (
	"fmt"

	"github.com/paulmach/orb"

	"sitmap/gazetteer"
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
	a        *area
	outcome  Outcome
	code     string // "wrong_country" or "wrong_admin"
	measured string
	source   string
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

// inCountry grades a point against a country.
func (w *work) inCountry(f *areaFit, code string, p orb.Point, r geo.Metres) {
	f.code, f.source = "wrong_country", w.c.borders.Source()
	if code == "" {
		f.outcome = Skipped
		return
	}
	got, ok := w.c.borders.Country(p)
	switch {
	case !ok:
		f.outcome, f.measured = Fail, "at sea, far from any country's land"
	case got.Country == code:
		f.outcome, f.measured = Pass, "in "+w.country(code)
	default:
		f.outcome, f.measured = Fail, "in "+w.country(got.Country)
		if d, _, err := w.c.borders.Distance(p, got.Country, code); err == nil {
			f.measured = fmt.Sprintf("in %s, %s from %s", w.country(got.Country), km(d), w.country(code))
			if d <= borderSlack+r {
				f.outcome = Warn
			}
		}
		for _, c := range got.Claims {
			if c == code {
				f.outcome = Warn
			}
		}
	}
	if got.Disputed != "" {
		f.measured += "; " + got.Disputed + " (worldview: " + string(got.Worldview) + ")"
	}
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
	near := w.c.ix.Near(p, around, func(ref gazetteer.Ref) bool {
		if w.c.ix.Class(ref) != gazetteer.ClassSettlement || w.c.ix.CountryCode(ref) != want.Country {
			return false
		}
		if first {
			return w.c.ix.Admin1(ref) != ""
		}
		code, _ := w.c.ix.Admin2(ref)
		return code != ""
	})
	in := 0
	other := ""
	for _, n := range near {
		a1 := w.c.ix.Admin1(n.Ref)
		a2, _ := w.c.ix.Admin2(n.Ref)
		if a1 == want.Admin1 && (first || a2 == want.Admin2) {
			in++
		} else if other == "" {
			if pl := w.c.ix.Place(n.Ref); first {
				other = pl.Admin1Name
			} else {
				other = pl.Admin2Name
			}
		}
	}
	d := distance(p, want.Point)
	loc := w.c.locate.Area(want)
	switch {
	case len(near) == 0:
		f.outcome, f.measured = Skipped, "no settlement with a known area is near"
	case in*2 > len(near):
		f.outcome = Pass
	case in > 0 || !first && d <= 2*loc+r:
		f.outcome = Warn
	case first:
		f.outcome = Fail
	default:
		f.outcome = Fail
	}
	if f.outcome != Skipped {
		f.measured = fmt.Sprintf("%d of the %d nearest settlements are in %s", in, len(near), want.Name)
		if other != "" {
			f.measured += ", others in " + other
		}
	}
}

// water looks where the coast is: a village does not lie in the sea.
func (w *work) water(p orb.Point, r geo.Metres) {
	got, ok := w.c.borders.Country(p)
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
