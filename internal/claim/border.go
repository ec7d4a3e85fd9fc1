package claim

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"sitmap/geo"
	"sitmap/internal/extract/relation"
)

const (
	atBorder      = 10 * geo.Kilometre  // "on the border", "border village": the point is this near
	atBorderWarn  = 30 * geo.Kilometre  // or doubtful up to here
	borderShare   = .25                 // a stated distance is rounded: a quarter of it, at least borderLeast
	borderLeast   = 2 * geo.Kilometre   //
	farFromBorder = 500 * geo.Kilometre // farther than this no border is looked for
)

// borders compares stated distances to a border with the measured one. place is the fit of the named place, whose extent
// counts; nil for none.
func (w *work) borders(p orb.Point, r geo.Metres, place *fit) {
	for i := range w.said.borders {
		b := &w.said.borders[i]
		slack := r + pointSlack
		if place != nil && place.d < villageSlack {
			slack += geo.Kilometre // the place reaches that far around its point
		}
		o, c, err := w.borderFit(b, p, slack)
		if err != nil {
			w.skip("border: " + err.Error())
			continue
		}
		c.Outcome, c.Bits = o, bits(o)
		if o == Fail {
			w.reason("border_distance")
		}
		w.add(c)
	}
}

// borderFit grades a point against a stated distance to a border.
func (w *work) borderFit(b *border, p orb.Point, slack geo.Metres) (Outcome, Check, error) {
	d, at, name, err := w.toBorder(p, b.of)
	if err != nil {
		return Skipped, Check{}, err
	}
	span := b.span
	c := Check{Code: "border_distance", Quote: &span, Geometry: orb.LineString{p, at}, Source: w.c.borders.Source(), Measured: km(d) + " from the border of " + name}
	if b.km == nil {
		c.Expected = "at the border: up to " + km(atBorder)
		return grade(d <= atBorder+slack, d <= atBorderWarn+slack), c, nil
	}
	n := geo.Metres(*b.km) * geo.Kilometre
	give := max(borderShare*n, borderLeast) + slack
	off := geo.Metres(math.Abs(float64(d - n)))
	c.Expected = fmt.Sprintf("%s, give or take %s", km(n), km(give))
	if b.most {
		off = max(0, d-n)
		c.Expected = fmt.Sprintf("less than %s, give or take %s", km(n), km(give))
	}
	return grade(off <= give, off <= 2*give), c, nil
}

// toBorder measures to the border with a country, or to the nearest.
func (w *work) toBorder(p orb.Point, of string) (geo.Metres, orb.Point, string, error) {
	got, ok := w.c.borders.Country(p)
	if ok && of != "" && of != got.Country {
		if d, at, err := w.c.borders.Distance(p, got.Country, of); err == nil {
			return d, at, w.country(got.Country) + " and " + w.country(of), nil
		}
	}
	near, ok := w.c.borders.Nearest(p, farFromBorder)
	if !ok {
		return 0, orb.Point{}, "", fmt.Errorf("no land border within %s of the point", km(farFromBorder))
	}
	return near.Distance, near.Point, w.country(near.Countries[0]) + " and " + w.country(near.Countries[1]), nil
}

// trailing finds a distance behind the word: "the border, some four kilometers away".
func (w *work) trailing() []border {
	d := w.said.doc
	var out []border
	for i := range d.Words {
		if !d.HasStem(i, "border", "frontier", "границ", "кордон") {
			continue
		}
		for k := i + 1; k < min(i+7, len(d.Words)) && d.Words[k].Sent == d.Words[i].Sent; k++ {
			n, words := relation.Kilometres(d, k)
			if words == 0 {
				continue
			}
			if !d.Is(k+words, "away", "звідси", "отсюда", "off", ".", ",", ")", "") {
				break
			}
			out = append(out, border{km: &n, span: w.bytes(i, k+words)})
			break
		}
	}
	return out
}
