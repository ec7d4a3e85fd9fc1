package claim

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"sitmap/geo"
	"sitmap/internal/extract/relation"
	"sitmap/internal/extract/words"
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
		o, c := w.borderFit(b, p, slack)
		c.Outcome, c.Bits = o, bits(o)
		if o == Fail {
			w.reason("border_distance")
		}
		w.add(c)
	}
}

// borderFit grades a point against a stated distance to a border.
func (w *work) borderFit(b *border, p orb.Point, slack geo.Metres) (Outcome, Check) {
	d, at, name := w.toBorder(p, b.of)
	span := b.span
	c := Check{Code: "border_distance", Quote: &span, Geometry: orb.LineString{p, at}, Source: w.c.borders.Source(), Measured: km(d) + " from the border of " + name}
	if d >= farFromBorder {
		c.Measured, c.Geometry = "more than "+km(farFromBorder)+" from any land border", p
	}
	if b.km == nil {
		c.Expected = "at the border: up to " + km(atBorder)
		return grade(d <= atBorder+slack, d <= atBorderWarn+slack), c
	}
	n, give := b.stated(slack)
	off := geo.Metres(math.Abs(float64(d - n)))
	c.Expected = fmt.Sprintf("%s, give or take %s", km(n), km(give))
	if b.most {
		off = max(0, d-n)
		c.Expected = fmt.Sprintf("less than %s, give or take %s", km(n), km(give))
	}
	return grade(off <= give, off <= 2*give), c
}

// stated is the stated distance and how much it may be off.
func (b *border) stated(slack geo.Metres) (n, give geo.Metres) {
	n = geo.Metres(*b.km) * geo.Kilometre
	return n, max(borderShare*n, borderLeast) + slack
}

// farthest is the distance beyond which a stated nearness fails.
func (b *border) farthest(slack geo.Metres) geo.Metres {
	if b.km == nil {
		return atBorderWarn + slack
	}
	n, give := b.stated(slack)
	return n + 2*give
}

// toBorder measures to the border with a country, or to the nearest; [farFromBorder] when none is that near.
func (w *work) toBorder(p orb.Point, of string) (geo.Metres, orb.Point, string) {
	got, ok := w.countryAt(p)
	if ok && of != "" && of != got.Country {
		if d, at, err := w.c.borders.Distance(p, got.Country, of); err == nil {
			return d, at, w.country(got.Country) + " and " + w.country(of)
		}
	}
	near, ok := w.c.borders.Nearest(p, farFromBorder)
	if !ok {
		return farFromBorder, p, "any country"
	}
	return near.Distance, near.Point, w.country(near.Countries[0]) + " and " + w.country(near.Countries[1])
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

//nolint:gochecknoglobals // table, never written
var borderlands = words.Compile(words.Row[bool]{Patterns: `border village|villages|town|towns|city|cities|settlement|settlements|post|crossing|checkpoint|station;
	прикордонн* село|села|селі|селом|селищ*|міст*; приграничн* сел*|посел*|город*|деревн*`, Value: true})

// borderland finds what lies at a border by its very name: "the border village of", "прикордонне село", "приграничный город".
func (w *work) borderland() []border {
	d := w.said.doc
	var out []border
	for _, h := range borderlands.Find(d, 0, len(d.Words)) {
		out = append(out, border{span: w.bytes(h.First, h.Last)})
	}
	return out
}
