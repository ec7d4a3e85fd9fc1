package build

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
)

// Accuracy says how often a derived code was right where a source states the code.
type Accuracy struct {
	What    string
	Asked   int // places whose code a source states
	Given   int // of these, how many got a derived code
	Correct int // of the given, how many are right
}

// String writes the figures in one line.
func (a Accuracy) String() string {
	return fmt.Sprintf("%s: asked %d, given %d (%.1f %%), right %d (%.1f %% of the given)", a.What, a.Asked, a.Given,
		100*float64(a.Given)/float64(max(a.Asked, 1)), a.Correct, 100*float64(a.Correct)/float64(max(a.Given, 1)))
}

// Measure checks what [Default] derives against the towns whose codes a source
// states, each town left out in turn: first-order codes from the three nearest
// towns; second-order codes by the rule for villages, and by the nearest seat alone
// as in countries whose source states no second-order codes. Towns that are alone
// in their area are not asked: nobody could vote for it. countries limits the
// towns (upper case); nil takes all.
func Measure(in Inputs, countries ...string) ([]Accuracy, error) {
	b := &builder{in: in, c: newCollection(), report: Report{Rows: map[string]int{}}}
	if err := b.towns(context.Background()); err != nil {
		return nil, err
	}
	b.c.matchSeats(b.admin2)
	ratios, labels := b.c.countryRatios(b.nTowns), b.c.countLabels(b.nTowns)
	in1 := Accuracy{What: "first-order area from the three nearest towns"}
	in2 := Accuracy{What: "second-order area by the rule for villages"}
	in3 := Accuracy{What: "second-order area from seats alone"}
	seat := func(i int32) bool {
		f := b.c.entries[i].Feature
		return f == "PPLA2" || f == "PPLA" || f == "PPLC"
	}
	for i := range int32(b.nTowns) {
		e := &b.c.entries[i]
		if len(countries) > 0 && !slices.Contains(countries, e.Country) {
			continue
		}
		if e.Admin1 != "" {
			in1.count(b.c.agreedAdmin1(e.Point, e.Country, i, nil), e.Admin1)
		}
		if e.Admin2 == "" || e.Admin1 == "" || e.Admin2Guess || labels[areaKey(e)] < 2 {
			continue
		}
		code, ratio := b.c.guessAdmin2(i, i, nil)
		in2.countIf(code, e.Admin2, ratio, ratios[e.Country])
		if !seat(i) {
			code, ratio = b.c.guessAdmin2(i, i, seat)
			in3.countIf(code, e.Admin2, ratio, seatRatio)
		}
	}
	return []Accuracy{in1, in2, in3}, nil
}

func (a *Accuracy) countIf(got, want string, ratio, limit float64) {
	if ratio > limit {
		got = ""
	}
	a.count(got, want)
}

func (a *Accuracy) count(got, want string) {
	a.Asked++
	if got == "" {
		return
	}
	a.Given++
	if got == want {
		a.Correct++
	}
}

// MeasureRegions checks the vote on first-order codes against the villages that
// are also in the lists of towns.
func MeasureRegions(in Inputs) (Accuracy, error) {
	out := Accuracy{What: "first-order area from the village list's own code"}
	b := &builder{in: in, c: newCollection(), report: Report{Rows: map[string]int{}}}
	if err := b.towns(context.Background()); err != nil {
		return out, err
	}
	conflict := Conflict()
	wanted := func(c string) bool { return slices.Contains(conflict, c) }
	path := filepath.Join(in.DBCity, "db", "worldcitiespop.txt")
	census, err := readCensus(path, wanted)
	if err != nil {
		return out, err
	}
	votes := mapRegions(census.cells, b.c)
	err = eachCountry(path, wanted, census.common, func(hs []hamlet) {
		for _, h := range hs {
			v := votes[regionKey{h.country, h.region}]
			t, km := b.c.repeated(h.point, v.country, foldAll(h.names))
			if t < 0 || km > 2 || b.c.entries[t].Admin1 == "" {
				continue
			}
			got := ""
			if v.share >= trustedShare {
				got = v.code
			}
			out.count(got, b.c.entries[t].Admin1)
		}
	})
	return out, err
}
