package build

import (
	"cmp"
	"math/bits"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"sitmap/gazetteer"
	"sitmap/gazetteer/names"
)

// The distances in kilometres within which rows of two sources are one place.
const (
	sameNameKm  = 8.0
	sameSoundKm = 4.0
	samePointKm = 0.15 // towns of two states of one source, whatever they are called
	twinKm      = 2.0  // a second row of the same name this close to the town is the town again
	sameListKm  = 1.0  // towns of one name and list this close are one
	repeatKm    = 2.0  // two villages of one name this close are one
	soundTwinKm = 1.0  // and this close, if the names only sound the same
)

// Keys of the sources, as in gazetteer.Source.Key.
const (
	srcTowns    = "geonames-cities"
	srcCities   = "geonames-cities-json"
	srcVillages = "maxmind"
	srcExonyms  = "geonames-exonyms"
	srcFacts    = "sitmap-facts"
	srcCLDR     = "cldr"
)

// collection gathers entries and finds those that a new row repeats.
type collection struct {
	entries []gazetteer.Entry
	keys    [][]string // folded names of an entry, main name first
	sounds  [][]string // their skeletons
	grid    *grid

	plausible map[int32][]string // first-order areas that a village may lie in, where its region is split
}

func newCollection() *collection {
	c := &collection{plausible: map[int32][]string{}}
	c.grid = newGrid(func(i int32) orb.Point { return c.entries[i].Point })
	return c
}

// grow makes room for n more entries.
func (c *collection) grow(n int) { c.entries = slices.Grow(c.entries, n) }

func (c *collection) add(e gazetteer.Entry) int32 {
	i := int32(len(c.entries))
	c.entries = append(c.entries, e)
	keys := []string{names.Fold(e.Name)}
	for _, n := range e.Names {
		keys = append(keys, names.Fold(n.Text))
	}
	c.keys = append(c.keys, keys)
	c.sounds = append(c.sounds, soundsOf(keys))
	c.grid.add(i)
	return i
}

// addName gives the entry another name unless it has it.
func (c *collection) addName(i int32, text string, kind gazetteer.NameKind) {
	key := names.Fold(text)
	if key == "" || slices.Contains(c.keys[i], key) {
		return
	}
	c.keys[i] = append(c.keys[i], key)
	c.sounds[i] = append(c.sounds[i], names.Skeleton(key))
	c.entries[i].Names = append(c.entries[i].Names, gazetteer.Name{Text: text, Kind: kind})
}

// repeated gives the entry that a row at p with these folded names repeats, and
// how far it is, or -1.
func (c *collection) repeated(p orb.Point, country string, keys []string) (best int32, at float64) {
	best, at = -1, sameNameKm
	sounds := soundsOf(keys)
	c.grid.within(p, sameNameKm, func(i int32, km float64) {
		if c.entries[i].Country != country || km > at || km == at && best >= 0 {
			return
		}
		if sharesName(c.keys[i], keys) || km <= sameSoundKm && sharesName(c.sounds[i], sounds) {
			best, at = i, km
		}
	})
	return best, at
}

func soundsOf(keys []string) []string {
	out := make([]string, len(keys))
	for i, k := range keys {
		out[i] = names.Skeleton(k)
	}
	return out
}

func sharesName(a, b []string) bool {
	for _, x := range a {
		if x != "" && slices.Contains(b, x) {
			return true
		}
	}
	return false
}

// addTowns takes the first list of towns, which has numbers, populations, feature
// codes and names in many languages. areas holds the codes of second-order areas
// that are still in use.
func (c *collection) addTowns(list []town, areas areaList) {
	for i := range list {
		t := &list[i]
		e := gazetteer.Entry{
			ID: gnID(t.id), Name: t.name, Point: t.point, Class: classOf(t.feature), Feature: t.feature,
			Country: t.country, Admin1: t.admin1, Population: orUnknown(t.population), Source: srcTowns, Names: t.names,
		}
		if _, ok := areas[t.country+"."+t.admin1+"."+t.admin2]; ok && t.admin2 != "" {
			e.Admin2 = t.admin2
		}
		if i := c.townAgain(&e); i >= 0 {
			if old := &c.entries[i]; e.Population > old.Population {
				old.ID, old.Feature, old.Population = e.ID, e.Feature, e.Population
			}
			for _, n := range e.Names {
				c.addName(i, n.Text, n.Kind)
			}
			continue
		}
		c.add(e)
	}
}

// townAgain gives the town that a row of the first list repeats under another
// number, or -1.
func (c *collection) townAgain(e *gazetteer.Entry) int32 {
	best, key := int32(-1), names.Fold(e.Name)
	c.grid.within(e.Point, sameListKm, func(i int32, _ float64) {
		if o := &c.entries[i]; o.Country == e.Country && o.Class == e.Class && c.keys[i][0] == key {
			best = i
		}
	})
	return best
}

// uniteTowns merges the second list of towns in: newer names and areas.
// A town that the first list has under a former name of the table of renamed
// settlements is met by its new one.
func (c *collection) uniteTowns(list []town, renamed []rename) {
	used := map[int32]bool{}
	for _, t := range list {
		key := names.Fold(t.name)
		if key == "" {
			continue
		}
		i := c.townAt(t, key, used)
		if i < 0 {
			i = c.renamedTown(&t, key, renamed)
		}
		if i < 0 {
			i = c.add(gazetteer.Entry{
				IDPrefix: "cj:", Name: t.name, Point: t.point, Class: gazetteer.ClassSettlement, Feature: "PPL",
				Country: t.country, Admin1: t.admin1, Population: -1, Source: srcCities,
			})
		}
		used[i] = true
		e := &c.entries[i]
		c.addName(i, t.name, gazetteer.NameAlternate)
		if e.Name != t.name { // the second list is the newer one
			e.Names = append(e.Names, gazetteer.Name{Text: e.Name, Kind: gazetteer.NameAlternate})
			e.Name = t.name
		}
		e.Admin1, e.Admin2 = newerArea(e.Admin1, e.Admin2, t.admin1, t.admin2)
	}
}

// newerArea gives the codes of the newer list where it has them.
func newerArea(old1, old2, new1, new2 string) (admin1, admin2 string) {
	switch {
	case new1 == "":
		return old1, cmp.Or(new2, old2)
	case new1 != old1:
		return new1, new2
	}
	return new1, cmp.Or(new2, old2)
}

// townAt finds the town that a row of the second list repeats.
func (c *collection) townAt(t town, key string, used map[int32]bool) int32 {
	best, at := int32(-1), 5.0
	sound := names.Skeleton(key)
	c.grid.within(t.point, at, func(i int32, km float64) {
		e := &c.entries[i]
		again := km < 0.01 && slices.Contains(c.keys[i], key) // a row twice
		if used[i] && !again || e.Country != t.country || km >= at {
			return
		}
		if slices.Contains(c.keys[i], key) || km < samePointKm || km < twinKm && slices.Contains(c.sounds[i], sound) {
			best, at = i, km
		}
	})
	return best
}

func orUnknown(n int64) int64 {
	if n <= 0 {
		return -1
	}
	return n
}

// classOf gives the class of a GeoNames feature code of class P.
func classOf(feature string) gazetteer.Class {
	if feature == "PPLX" {
		return gazetteer.ClassNeighbourhood
	}
	return gazetteer.ClassSettlement
}

// hamlet is a point of the village list with all its names.
type hamlet struct {
	country, region string
	point           orb.Point
	names           []string
	population      int64
}

// gatherHamlets unites the rows that lie at one point and have one region.
func gatherHamlets(rows []village, common nameCounts) []hamlet {
	slices.SortFunc(rows, func(a, b village) int {
		return cmp.Or(strings.Compare(a.country, b.country), strings.Compare(a.region, b.region),
			cmp.Compare(a.point[1], b.point[1]), cmp.Compare(a.point[0], b.point[0]), strings.Compare(a.name, b.name))
	})
	var out []hamlet
	for i := 0; i < len(rows); {
		h := hamlet{country: rows[i].country, region: rows[i].region, point: rows[i].point, population: -1}
		for ; i < len(rows) && rows[i].point == h.point && rows[i].country == h.country && rows[i].region == h.region; i++ {
			if !slices.Contains(h.names, rows[i].name) {
				h.names = append(h.names, rows[i].name)
			}
			h.population = max(h.population, rows[i].population)
		}
		putMainFirst(h.country, h.names, common)
		out = append(out, h)
	}
	return out
}

// putMainFirst moves the name that is most like all the others and most used
// elsewhere to the front; in Ukraine one that is Ukrainian rather than Russian by
// its letters.
func putMainFirst(country string, list []string, common nameCounts) {
	if len(list) < 2 {
		return
	}
	best, bestCost := 0, 1<<30
	for i, n := range list {
		cost := -4 * bits.Len(uint(common.of(n)))
		for _, o := range list {
			cost += 4 * distance(n, o)
		}
		if country == "ua" {
			cost += 1000 * russianness(names.Fold(n))
		}
		if strings.ContainsAny(n, "`'") {
			cost += 8
		}
		if cost < bestCost {
			best, bestCost = i, cost
		}
	}
	list[0], list[best] = list[best], list[0]
}

// russianness counts what a Ukrainian name in Latin letters would write otherwise.
func russianness(key string) int {
	n := 0
	for _, s := range []string{"g", "ovka", "evka", "skoye", "skoe", "noye", "aya", "oye", "yye", "iye", "novo ", "sz", "cz"} {
		n += strings.Count(key, s)
	}
	for _, s := range []string{"ivka", "ske", "skyy", "yi", "h"} {
		n -= strings.Count(key, s)
	}
	return n
}

// distance is the plain edit distance of two short names.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diag := row[0]
		row[0] = i + 1
		for j := range len(b) {
			next := min(row[j], row[j+1]) + 1
			if a[i] == b[j] {
				next = min(next, diag)
			} else {
				next = min(next, diag+1)
			}
			diag, row[j+1] = row[j+1], next
		}
	}
	return row[len(b)]
}

func gnID(n uint32) gazetteer.ID { return gazetteer.ID("gn:" + strconv.FormatUint(uint64(n), 10)) }
