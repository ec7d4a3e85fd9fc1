package build

import (
	"cmp"
	"hash/maphash"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/paulmach/orb"

	"sitmap/gazetteer"
	"sitmap/gazetteer/names"
	"sitmap/gazetteer/regions"
)

// skipVillage tells the rows that repeat others: Zaire's are a copy of those of "cd".
func skipVillage(v *village) bool { return v.country == "zr" }

// villageCensus is what a first reading of the village list finds: the cells of
// every region of the world, and of the wanted countries the number of rows and
// how many rows have a name.
type villageCensus struct {
	cells  regionCells
	rows   int
	common nameCounts
}

// nameCounts counts names by their hash, which takes a third of the memory.
type nameCounts struct {
	seed   maphash.Seed
	counts map[uint64]int32
}

func newNameCounts() nameCounts {
	return nameCounts{maphash.MakeSeed(), map[uint64]int32{}}
}

func (c nameCounts) add(name string) { c.counts[maphash.String(c.seed, name)]++ }

func (c nameCounts) of(name string) int { return int(c.counts[maphash.String(c.seed, name)]) }

func readCensus(path string, wanted func(country string) bool) (villageCensus, error) {
	out := villageCensus{cells: regionCells{}, common: newNameCounts()}
	_, err := readVillages(path, func(v village) {
		if skipVillage(&v) {
			return
		}
		out.cells.add(&v)
		if wanted(v.country) {
			out.rows++
			out.common.add(v.name)
		}
	})
	return out, err
}

// eachCountry calls f with the villages of one wanted country after the other,
// which are good until f returns. The list is in the order of its countries.
func eachCountry(path string, wanted func(country string) bool, common nameCounts, f func([]hamlet)) error {
	var rows []village
	_, err := readVillages(path, func(v village) {
		if skipVillage(&v) || !wanted(v.country) {
			return
		}
		if len(rows) > 0 && rows[0].country != v.country {
			f(gatherHamlets(rows, common))
			rows = rows[:0]
		}
		rows = append(rows, v)
	})
	if len(rows) > 0 {
		f(gatherHamlets(rows, common))
	}
	return err
}

// addHamlets merges the villages of a country into the towns and adds those that
// are new.
func (c *collection) addHamlets(hamlets []hamlet, votes map[regionKey]regionVote) {
	hits := make([]int32, len(hamlets))
	at := make([]float64, len(hamlets))
	parallel(len(hamlets), func(i int) {
		h := &hamlets[i]
		hits[i], at[i] = c.repeated(h.point, votes[regionKey{h.country, h.region}].country, foldAll(h.names))
	})
	nearest := map[int32]float64{}
	for i, t := range hits {
		if d, ok := nearest[t]; t >= 0 && (!ok || at[i] < d) {
			nearest[t] = at[i]
		}
	}
	fresh := &collection{plausible: map[int32][]string{}}
	fresh.grid = newGrid(func(i int32) orb.Point { return fresh.entries[i].Point })
	for i := range hamlets {
		h := &hamlets[i]
		if t := hits[i]; t >= 0 && (at[i] == nearest[t] || at[i] <= twinKm) {
			c.absorb(t, h)
			continue
		}
		vote := votes[regionKey{h.country, h.region}]
		if cc := afterSplit(vote.country, h.point); cc != vote.country {
			vote = regionVote{admin1: admin1{country: cc}} // its area is guessed from the towns around
		}
		fresh.addHamlet(h, vote)
	}
	for i := range fresh.entries {
		if codes, ok := fresh.plausible[int32(i)]; ok {
			c.plausible[int32(len(c.entries))] = codes
		}
		c.entries = append(c.entries, fresh.entries[i])
	}
	c.keys = append(c.keys, make([][]string, len(fresh.entries))...) // nothing else merges into a village
	c.sounds = append(c.sounds, make([][]string, len(fresh.entries))...)
}

// splits are countries that came apart after the village list gave its codes: a code there may be
// used on both sides.
//
//nolint:gochecknoglobals // table, never written
var splits = map[string]string{"SD": "SS"}

// afterSplit gives the country of a village by today's border where its own has split since.
func afterSplit(country string, p orb.Point) string {
	other, ok := splits[country]
	if !ok {
		return country
	}
	b, err := regions.Default()
	if err != nil {
		return country
	}
	if a, ok := b.Country(p); ok && a.Country == other {
		return other
	}
	return country
}

func foldAll(list []string) []string {
	out := make([]string, len(list))
	for i, n := range list {
		out[i] = names.Fold(n)
	}
	return out
}

// absorb gives a town the names of a village row.
func (c *collection) absorb(t int32, h *hamlet) {
	for _, n := range h.names {
		c.addName(t, n, gazetteer.NameAlternate)
	}
	if e := &c.entries[t]; e.Population < 0 && h.population > 0 {
		e.Population = h.population
	}
}

// sameSound reports whether two folded names may be the forms of one name in two
// languages: one skeleton, the same number of words, and no other number behind.
func sameSound(a, b string) bool {
	wa, wb := strings.Fields(a), strings.Fields(b)
	if len(wa) != len(wb) || len(wa) == 0 {
		return false
	}
	roman := func(w string) bool { return strings.Trim(w, "ivx") == "" }
	if la, lb := wa[len(wa)-1], wb[len(wb)-1]; la != lb && (roman(la) || roman(lb)) {
		return false
	}
	sa := names.Skeleton(a)
	return len(sa) >= 3 && sa == names.Skeleton(b)
}

// addHamlet adds a village, or its names to the row of the same name beside it.
func (c *collection) addHamlet(h *hamlet, vote regionVote) {
	keys := foldAll(h.names)
	if keys[0] == "" {
		return
	}
	twin := int32(-1)
	c.grid.within(h.point, repeatKm, func(i int32, km float64) {
		e := &c.entries[i]
		if e.Country == vote.country && (sharesName(c.keys[i], keys) || km < 0.005 || km < soundTwinKm && sameSound(c.keys[i][0], keys[0])) {
			twin = max(twin, i)
		}
	})
	if twin >= 0 {
		c.absorb(twin, h)
		return
	}
	e := gazetteer.Entry{
		IDPrefix: "mm:", Name: h.names[0], Point: h.point, Class: gazetteer.ClassSettlement,
		Country: vote.country, Population: h.population, Source: srcVillages,
	}
	if vote.share >= trustedShare {
		e.Admin1 = vote.code
	} else {
		c.plausible[int32(len(c.entries))] = vote.codes
	}
	for _, n := range h.names[1:] {
		if k := names.Fold(n); k != keys[0] && k != "" {
			e.Names = append(e.Names, gazetteer.Name{Text: n, Kind: gazetteer.NameAlternate})
		}
	}
	i := int32(len(c.entries))
	c.entries = append(c.entries, e)
	c.keys = append(c.keys, slices.DeleteFunc(keys, func(k string) bool { return k == "" }))
	c.sounds = append(c.sounds, nil)
	c.grid.add(i)
}

// guessAdmin1 gives villages whose region is split among newer areas the area of
// their three nearest towns, where those agree. plausible limits which towns are
// asked, by village.
func (c *collection) guessAdmin1(towns int, plausible map[int32][]string) int {
	var n atomic.Int64 // the places asked are towns, the places written are not
	parallel(len(c.entries)-towns, func(i int) {
		i += towns
		e := &c.entries[i]
		if e.Admin1 != "" || e.Country == "" {
			return
		}
		if code := c.agreedAdmin1(e.Point, e.Country, -1, plausible[int32(i)]); code != "" {
			e.Admin1, e.Admin1Guess = code, true
			n.Add(1)
		}
	})
	return int(n.Load())
}

// agreedAdmin1 gives the area in which the three towns nearest to p lie, or "".
// Only towns of the given areas are asked; nil asks all.
func (c *collection) agreedAdmin1(p orb.Point, country string, except int32, codes []string) string {
	type near struct {
		km   float64
		code string
	}
	var best []near
	for _, r := range []float64{15, 40, 80, 160, 320} {
		best = best[:0]
		c.grid.within(p, r, func(i int32, km float64) {
			e := &c.entries[i]
			if i != except && e.Country == country && e.Admin1 != "" && (codes == nil || slices.Contains(codes, e.Admin1)) {
				best = append(best, near{km, e.Admin1})
			}
		})
		if len(best) >= 3 {
			break
		}
	}
	if len(best) < 3 {
		return ""
	}
	slices.SortFunc(best, func(a, b near) int { return cmp.Or(cmp.Compare(a.km, b.km), strings.Compare(a.code, b.code)) })
	if best[1].code != best[0].code || best[2].code != best[0].code {
		return ""
	}
	return best[0].code
}
