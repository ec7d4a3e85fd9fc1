package gazetteer

import (
	"bytes"
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"sitmap/gazetteer/names"
)

// SearchOptions narrows [Index.Search]. The zero value searches everything.
type SearchOptions struct {
	Country string     // ISO 3166-1 alpha-2
	Admin1  string     // code in Country
	Classes []Class    // any of these; nil all
	Limit   int        // at most so many hits; 0 means 10
	Near    *orb.Point // prefer places near this point (lon, lat)
}

// Hit is one answer of [Index.Search], the best first.
type Hit struct {
	Match
	Score float32 // what the hits are sorted by; comparable within one answer only
}

const (
	defaultLimit   = 10
	maxPrefixKeys  = 20000 // keys read for a prefix; the rest of a very short one is not looked at
	tierWeight     = 100
	nearBonus      = 8.0
	nearScale      = 40_000 // metres
	minPrefixBytes = 2
	enoughHits     = 3 // with so many, nobody needs guesses at misspellings
)

// Search finds places for a query as a person types it: the name itself, its
// beginning, another script, an inflected form, another spelling. Places whose name
// is a few letters off come last, and only where fewer than three others are found.
// Words after a comma name an area the place lies in ("Vorozhba, Sumy"); an area
// that is not known is not used. Hits are ranked by kind of match, then by
// importance.
func (ix *Index) Search(q string, o SearchOptions) []Hit {
	name, rest, _ := strings.Cut(q, ",")
	within := ix.areasNamed(rest)
	if o.Limit <= 0 {
		o.Limit = defaultLimit
	}
	keep := func(r Ref) bool { return ix.keeps(r, &o) }
	top := topHits{ix: ix, o: &o, keep: keep, within: within}
	top.addAll(ix.LookupWith(nil, name, LookupOptions{Script: true, Inflected: true, Skeleton: true}))
	ix.addPrefixes(&top, name)
	if len(top.hits) < enoughHits && !top.full() {
		for _, k := range append([]string{names.Fold(name)}, names.Latin(name)...) {
			top.addAll(ix.lookupFuzzy(nil, k, false))
		}
	}
	return top.result()
}

func (ix *Index) keeps(r Ref, o *SearchOptions) bool {
	if o.Classes != nil && !slices.Contains(o.Classes, ix.Class(r)) {
		return false
	}
	if o.Country != "" && !strings.EqualFold(ix.CountryCode(r), o.Country) {
		return false
	}
	return o.Admin1 == "" || ix.Admin1(r) == o.Admin1
}

// areasNamed gives the codes of the areas that the parts of s name, part by part.
func (ix *Index) areasNamed(s string) [][]string {
	var out [][]string
	for part := range strings.SplitSeq(s, ",") {
		var codes []string
		for _, m := range ix.LookupWith(nil, part, LookupOptions{Script: true}) {
			if a := ix.areaOf(m.Ref); a != nil && a.ref == m.Ref {
				codes = append(codes, a.code)
			}
		}
		if codes != nil {
			out = append(out, codes)
		}
	}
	return out
}

// liesIn reports whether the place lies in one area of each list.
func (ix *Index) liesIn(r Ref, within [][]string) bool {
	a := ix.areaOf(r)
	for _, codes := range within {
		if a == nil || !slices.ContainsFunc(codes, func(c string) bool {
			return strings.HasPrefix(a.code, c) && (len(a.code) == len(c) || a.code[len(c)] == '.')
		}) {
			return false
		}
	}
	return true
}

// addPrefixes adds the places whose name begins with the query.
func (ix *Index) addPrefixes(top *topHits, name string) {
	key := names.Fold(name)
	for _, k := range append([]string{key}, names.Latin(key)...) {
		if len(k) < minPrefixBytes {
			continue
		}
		prefix := []byte(k)
		var c cursor
		var ms []Match
		ok := ix.keys.seek(&c, prefix)
		for n := 0; ok && n < maxPrefixKeys && bytes.HasPrefix(c.key(), prefix); n++ {
			if len(c.key()) > len(prefix) {
				ms = c.matches(ms[:0], MatchPrefix, 0.5+0.4*float32(len(prefix))/float32(len(c.key())))
				top.addAll(ms)
			}
			ok = c.step()
		}
	}
}

// topHits keeps the best hits, each place once.
type topHits struct {
	ix     *Index
	o      *SearchOptions
	keep   func(Ref) bool
	within [][]string
	hits   []Hit
}

func (t *topHits) full() bool { return len(t.hits) >= t.o.Limit }

func (t *topHits) addAll(ms []Match) {
	for _, m := range ms {
		score := t.ix.score(m, t.o.Near)
		if t.full() && score <= t.hits[len(t.hits)-1].Score {
			continue
		}
		if !t.keep(m.Ref) || !t.ix.liesIn(m.Ref, t.within) {
			continue
		}
		if i := slices.IndexFunc(t.hits, func(h Hit) bool { return h.Ref == m.Ref }); i >= 0 {
			if t.hits[i].Score >= score {
				continue
			}
			t.hits = slices.Delete(t.hits, i, i+1)
		}
		h := Hit{m, score}
		i, _ := slices.BinarySearchFunc(t.hits, h, func(a, b Hit) int {
			return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Ref, b.Ref))
		})
		t.hits = slices.Insert(t.hits, i, h)
		t.hits = t.hits[:min(len(t.hits), t.o.Limit)]
	}
}

func (t *topHits) result() []Hit { return t.hits }

// score orders hits: first the kind of match, then importance less what the kind
// of name costs, then nearness.
func (ix *Index) score(m Match, near *orb.Point) float32 {
	s := -tierWeight*float32(m.How) + ix.Prior(m.Ref) - nameCost(m.Name)
	if m.How == MatchFuzzy {
		s += 10 * m.Quality
	}
	if near != nil {
		s += nearBonus * float32(math.Exp(-float64(sphereDistance(*near, ix.Point(m.Ref)))/nearScale))
	}
	return s
}

func nameCost(k NameKind) float32 {
	switch k {
	case NamePrimary:
		return 0
	case NameAlternate, NameExonym:
		return 0.3
	case NameHistorical:
		return 0.8
	case NameAbbreviation:
		return 1.5
	}
	return 3
}
