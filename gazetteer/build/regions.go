package build

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"
)

// regionKey is a first-order area as the village list names it: lower-case
// country and FIPS 10-4 code.
type regionKey struct{ country, code string }

// regionCells are the grid cells in which villages of a region lie.
type regionCells map[regionKey]map[cellKey]struct{}

func (r regionCells) add(v *village) {
	k := regionKey{v.country, v.region}
	cells := r[k]
	if cells == nil {
		cells = map[cellKey]struct{}{}
		r[k] = cells
	}
	cells[cellOf(v.point)] = struct{}{}
}

// admin1 is a first-order area as GeoNames codes it.
type admin1 struct{ country, code string }

// regionVote is what the towns nearest to a region's villages say it is.
type regionVote struct {
	admin1
	share float64 // of the votes for the winner within its country
	votes int
	codes []string // the areas of which the region may be a part, when the vote is split
}

const (
	maxVotes     = 400  // cells asked for each region
	trustedShare = 0.80 // below it a village asks its own neighbours
	foreignShare = 0.90 // needed to move a region to a state that the old list does not know
	voteKm       = 60.0

	plausibleShare = 0.03 // of the votes that make an area possible for a split region
)

// mapRegions finds the GeoNames code of every region by vote: each cell of the
// region votes for the area of the town nearest to it.
func mapRegions(cells regionCells, towns *collection) map[regionKey]regionVote {
	known := map[string]bool{}
	for k := range cells {
		known[strings.ToUpper(k.country)] = true
	}
	out := make(map[regionKey]regionVote, len(cells))
	for k, set := range cells {
		votes := map[admin1]int{}
		list := sortedCells(set)
		step := max(1, len(list)/maxVotes)
		for i := 0; i < len(list); i += step {
			if t := towns.nearest(list[i].centre(), voteKm); t >= 0 {
				e := &towns.entries[t]
				votes[admin1{e.Country, e.Admin1}]++
			}
		}
		out[k] = countVotes(strings.ToUpper(k.country), votes, known)
	}
	return out
}

// countVotes gives the winner within the country, or within a newer state that
// nearly all votes go to.
func countVotes(country string, votes map[admin1]int, known map[string]bool) regionVote {
	perCountry, all := map[string]int{}, 0
	for a, n := range votes {
		perCountry[a.country] += n
		all += n
	}
	for c, n := range perCountry {
		if !known[c] && float64(n) >= foreignShare*float64(all) {
			country = c
		}
	}
	best := regionVote{admin1: admin1{country: country}, votes: perCountry[country]}
	for a, n := range votes {
		share := float64(n) / float64(max(perCountry[country], 1))
		if a.country == country && a.code != "" && (share > best.share || share == best.share && a.code < best.code) {
			best.code, best.share = a.code, share
		}
	}
	for a, n := range votes {
		if a.country == country && a.code != "" && float64(n) >= plausibleShare*float64(perCountry[country]) {
			best.codes = append(best.codes, a.code)
		}
	}
	slices.Sort(best.codes)
	return best
}

func sortedCells(set map[cellKey]struct{}) []cellKey {
	out := make([]cellKey, 0, len(set))
	for c := range set {
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b cellKey) int { return cmp.Or(cmp.Compare(a.y, b.y), cmp.Compare(a.x, b.x)) })
	return out
}

func (c cellKey) centre() orb.Point {
	return orb.Point{(float64(c.x) + 0.5) * gridCell, (float64(c.y) + 0.5) * gridCell}
}

// nearest gives the entry nearest to p within km, or -1.
func (c *collection) nearest(p orb.Point, km float64) int32 {
	best, at := int32(-1), math.Inf(1)
	for r := 8.0; ; r *= 2.5 {
		r = min(r, km)
		c.grid.within(p, r, func(i int32, d float64) {
			if d < at || d == at && i < best {
				best, at = i, d
			}
		})
		if best >= 0 || r >= km {
			return best
		}
	}
}

// centroids takes the mean of an area's members cell by cell, so that a crowded
// corner does not pull it.
type centroids map[string]map[cellKey]struct{} // by area code: "RU.41"

func (m centroids) add(code string, c cellKey) {
	set := m[code]
	if set == nil {
		set = map[cellKey]struct{}{}
		m[code] = set
	}
	set[c] = struct{}{}
}

// point gives the mean of the area's cells on the sphere.
func (m centroids) point(code string) (orb.Point, bool) {
	set := m[code]
	if len(set) == 0 {
		return orb.Point{}, false
	}
	var x, y, z float64
	for _, c := range sortedCells(set) {
		p := c.centre()
		lon, lat := p[0]*math.Pi/180, p[1]*math.Pi/180
		x += math.Cos(lat) * math.Cos(lon)
		y += math.Cos(lat) * math.Sin(lon)
		z += math.Sin(lat)
	}
	return orb.Point{math.Atan2(y, x) * 180 / math.Pi, math.Atan2(z, math.Hypot(x, y)) * 180 / math.Pi}, true
}
