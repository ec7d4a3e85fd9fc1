package build

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"sitmap/gazetteer"
	"sitmap/gazetteer/names"
)

// Second-order areas of villages. A town is labelled when a source states its
// area, or when it is the seat from whose name the area's name is made: Sudzha and
// "Sudzhanskiy Rayon". A seat without a label counts as a label of its own, so
// that nothing is guessed across an area whose name is not known. A village takes
// the area of the nearest labelled town of its own first-order area, if the
// nearest town with another label is clearly farther; how much farther depends on
// how well that works in its country.
const (
	guessKm      = 45.0 // no guess beyond
	goodGuess    = 0.85 // of the guesses must be right in a country
	minTested    = 60   // towns needed to test a country
	seatRatio    = 0.80 // for countries whose labels come from the names of seats: see Measure
	unknownLabel = "?"
)

// guessRatios are tried from the most generous: distance to the nearest own label
// over distance to the nearest other one.
//
//nolint:gochecknoglobals // table, never written
var guessRatios = [...]float64{0.80, 0.65, 0.50, 0.35}

// matchSeats labels the seats whose area no source states. It gives the seat of
// every area found so.
func (c *collection) matchSeats(areas areaList) map[string]int32 {
	byParent := map[string][]string{}
	for code := range areas {
		country, a1, _ := splitArea(code)
		byParent[country+"."+a1] = append(byParent[country+"."+a1], code)
	}
	seats := map[string][]int32{}
	for i := range c.entries {
		if e := &c.entries[i]; e.Admin2 == "" && e.Source == srcTowns {
			seats[e.Country+"."+e.Admin1] = append(seats[e.Country+"."+e.Admin1], int32(i))
		}
	}
	out := map[string]int32{}
	for parent, towns := range seats {
		c.matchSeatsOf(towns, byParent[parent], areas, out)
	}
	return out
}

// matchSeatsOf pairs the seats of one first-order area with its second-order
// areas, the surest pairs first.
func (c *collection) matchSeatsOf(towns []int32, codes []string, areas areaList, out map[string]int32) {
	type pair struct {
		score float64
		town  int32
		code  string
	}
	var pairs []pair
	for _, code := range codes {
		if isTownArea(areas[code]) {
			continue
		}
		stem := strings.ReplaceAll(names.Fold(bareName(areas[code])), " ", "")
		bonus := 0.0
		if f := names.Fold(areas[code]); strings.Contains(f, "rayon") || strings.Contains(f, "raion") {
			bonus = 0.1
		}
		for _, t := range towns {
			for _, k := range c.keys[t] {
				if s := seatScore(strings.ReplaceAll(k, " ", ""), stem); s > 0 {
					pairs = append(pairs, pair{s + bonus + c.seatBonus(t), t, code})
				}
			}
		}
	}
	slices.SortFunc(pairs, func(a, b pair) int {
		return cmp.Or(cmp.Compare(b.score, a.score), strings.Compare(a.code, b.code), cmp.Compare(a.town, b.town))
	})
	for _, p := range pairs {
		e := &c.entries[p.town]
		if _, taken := out[p.code]; taken || e.Admin2 != "" {
			continue
		}
		_, _, a2 := splitArea(p.code)
		e.Admin2, e.Admin2Guess = a2, true
		out[p.code] = p.town
	}
}

// isTownArea tells the areas that are a town and no land around it.
func isTownArea(name string) bool {
	f := names.Fold(name)
	for _, w := range []string{"gorodskoy okrug", "urban district", "miskrada", "mis krada", "urban okrug"} {
		if strings.Contains(f, w) {
			return true
		}
	}
	return false
}

// seatBonus prefers towns that are known to be seats, then the larger ones.
func (c *collection) seatBonus(t int32) float64 {
	e := &c.entries[t]
	b := 0.0
	if strings.HasPrefix(e.Feature, "PPLA") || e.Feature == "PPLC" {
		b = 0.05
	}
	return b + 0.004*math.Log10(float64(max(e.Population, 1)))
}

// seatScore says how well the adjective of an area's name comes from its seat's
// name: 0 not at all, 1 equal. "sudzhanskiy" comes from "sudzha": the shared
// beginning may lack the last two letters of the seat, and what follows must be an
// adjective's ending.
func seatScore(seat, stem string) float64 {
	if seat == stem {
		return 1
	}
	n := 0
	for n < len(seat) && n < len(stem) && seat[n] == stem[n] {
		n++
	}
	short := n >= 3 && n >= len(seat)-1 // Tim, Lida
	if !short && (n < 4 || n < len(seat)-3) {
		return 0
	}
	rest := stem[n:]
	if n == len(seat) && strings.HasSuffix(seat, "ts") && (rest == "kiy" || rest == "kyy" || rest == "kyi" || rest == "ky") {
		return 0.95
	}
	if n == len(seat) && strings.HasSuffix(seat, "sk") && (rest == "iy" || rest == "yy" || rest == "yi" || rest == "y" || rest == "ij") {
		return 0.95
	}
	for _, adj := range []string{"skiy", "skyy", "skyi", "sky", "skij", "skii", "ckiy", "ivskyi", "ovskiy"} {
		if link, ok := strings.CutSuffix(rest, adj); ok && len(link) <= 4 {
			return 0.9 * float64(n) / float64(len(seat)+len(link)/2)
		}
	}
	return 0
}

// label is a labelled town near a place.
type label struct {
	km   float64
	code string
}

// guessAdmin2 gives the second-order area for a place by its nearest labels, and
// how near they are: the ratio of the distances of the nearest label and the
// nearest other one (0 when no other is in reach).
func (c *collection) guessAdmin2(i int32, except int32, usable func(int32) bool) (code string, ratio float64) {
	e := &c.entries[i]
	for _, r := range []float64{12, 25, guessKm, 2 * guessKm} {
		own, other := label{km: -1}, label{km: -1}
		var labels []label
		c.grid.within(e.Point, r, func(t int32, km float64) {
			o := &c.entries[t]
			if t == except || o.Country != e.Country || o.Admin1 != e.Admin1 || usable != nil && !usable(t) {
				return
			}
			switch {
			case o.Admin2 != "":
				labels = append(labels, label{km, o.Admin2})
			case o.Feature == "PPLA2":
				labels = append(labels, label{km, unknownLabel + string(o.ID)})
			}
		})
		for _, l := range labels {
			if own.km < 0 || l.km < own.km || l.km == own.km && l.code < own.code {
				own = l
			}
		}
		for _, l := range labels {
			if l.code != own.code && (other.km < 0 || l.km < other.km) {
				other = l
			}
		}
		switch {
		case own.km < 0:
			continue
		case own.km > guessKm || strings.HasPrefix(own.code, unknownLabel):
			return "", 1
		case other.km >= 0:
			return own.code, own.km / max(other.km, 0.001)
		case r >= 2*guessKm || r >= 2*own.km:
			return own.code, own.km / r // any other lies beyond r
		}
	}
	return "", 1
}

// fillAdmin2 guesses the second-order areas of all places.
func (c *collection) fillAdmin2(towns int) int {
	ratios := c.countryRatios(towns)
	guesses := make([]string, len(c.entries)) // applied at the end: a guess must not become a label
	parallel(len(c.entries), func(i int) {
		e := &c.entries[i]
		limit := ratios[e.Country]
		if e.Admin2 != "" || e.Admin1 == "" || e.Admin1Guess || limit == 0 {
			return
		}
		if code, ratio := c.guessAdmin2(int32(i), int32(i), nil); ratio <= limit {
			guesses[i] = code
		}
	})
	n := 0
	for i, code := range guesses {
		if code != "" {
			c.entries[i].Admin2, c.entries[i].Admin2Guess = code, true
			n++
		}
	}
	return n
}

// countryRatios finds for each country the most generous ratio at which enough
// guesses for its own towns are right; 0 where none is good enough. A country
// whose labels come mostly from the names of seats cannot be tested like that and
// gets seatRatio.
func (c *collection) countryRatios(towns int) map[string]float64 {
	type tally struct{ given, right [len(guessRatios)]int }
	tallies := map[string]*tally{}
	stated, named := map[string]int{}, map[string]int{}
	labels := c.countLabels(towns)
	for i := range int32(towns) {
		e := &c.entries[i]
		switch {
		case e.Admin2 == "":
			continue
		case e.Admin2Guess:
			named[e.Country]++
			continue
		}
		stated[e.Country]++
		if labels[areaKey(e)] < 2 { // nobody else could vote for the right area
			continue
		}
		t := tallies[e.Country]
		if t == nil {
			t = &tally{}
			tallies[e.Country] = t
		}
		code, ratio := c.guessAdmin2(i, i, nil)
		for k, limit := range guessRatios {
			if code != "" && ratio <= limit {
				t.given[k]++
				if code == e.Admin2 {
					t.right[k]++
				}
			}
		}
	}
	out := map[string]float64{}
	for country := range named {
		if named[country] > stated[country] {
			out[country] = seatRatio
		}
	}
	for country, t := range tallies {
		if out[country] != 0 {
			continue
		}
		for k, limit := range guessRatios {
			if t.given[k] >= minTested && float64(t.right[k]) >= goodGuess*float64(t.given[k]) {
				out[country] = limit
				break
			}
		}
	}
	return out
}

func areaKey(e *gazetteer.Entry) string { return e.Country + "." + e.Admin1 + "." + e.Admin2 }

func (c *collection) countLabels(towns int) map[string]int {
	out := map[string]int{}
	for i := range towns {
		if e := &c.entries[i]; e.Admin2 != "" {
			out[areaKey(e)]++
		}
	}
	return out
}
