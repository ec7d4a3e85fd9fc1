package gazetteer

import (
	"bytes"
	"cmp"
	"slices"

	"sitmap/gazetteer/names"
)

// Match is one place that a name may mean.
type Match struct {
	Ref     Ref
	Name    NameKind
	How     MatchKind
	Quality float32 // 1 the name itself, down to 0
}

// LookupOptions says which matches beyond the exact ones [Index.LookupWith]
// looks for. The zero value looks for exact ones only.
type LookupOptions struct {
	Script    bool   // other scripts by rule: a Cyrillic query meets Latin names
	Inflected bool   // case endings and the English possessive are taken off
	Skeleton  bool   // other spellings of the same sound
	Fuzzy     bool   // small misspellings after a right first letter; slow beside the others (about a millisecond)
	Lang      string // language of the query for Inflected: "ru", "uk", "en", "" unknown
	Max       int    // at most so many matches, the best kept; 0 all
}

// Quality of a match that is not exact; what an alternate or a weaker kind of
// match costs is for the caller to weigh.
const (
	qualityExact     = 1
	qualityScript    = 0.95
	qualityInflected = 0.85
	qualitySkeleton  = 0.7
	qualityFuzzy     = 0.6 // one edit in a long name; less for more edits or a short name
)

// Lookup appends to dst all places that have the name, equal after folding (see
// [names.Fold]). Places whose main name it is come first, the more important
// before the less; then other names by kind.
func (ix *Index) Lookup(dst []Match, name string) []Match {
	var buf [maxKey]byte
	return ix.lookupKey(dst, names.AppendFold(buf[:0], name), MatchExact, qualityExact)
}

// LookupKey is Lookup for a name that is folded already.
func (ix *Index) LookupKey(dst []Match, key []byte) []Match {
	return ix.lookupKey(dst, key, MatchExact, qualityExact)
}

func (ix *Index) lookupKey(dst []Match, key []byte, how MatchKind, quality float32) []Match {
	if len(key) == 0 {
		return dst
	}
	if len(key) > maxKey {
		key = []byte(cutKey(string(key)))
	}
	var c cursor
	if !ix.keys.find(&c, key) {
		return dst
	}
	return c.matches(dst, how, quality)
}

// matches appends every place of the current key.
func (c *cursor) matches(dst []Match, how MatchKind, quality float32) []Match {
	dst = slices.Grow(dst, c.count+c.numPost)
	for i := range c.count {
		dst = append(dst, Match{Ref(c.first + i), NamePrimary, how, quality})
	}
	for i := range c.numPost {
		if r, k := c.posting(i); int(r) < c.t.places {
			dst = append(dst, Match{r, k, how, quality})
		}
	}
	return dst
}

// LookupWith is [Index.Lookup] with the weaker matches that o asks for. A place
// is given once, with its best match. Matches come by kind, the better kind first,
// and within a kind by importance (see [Index.Prior]).
func (ix *Index) LookupWith(dst []Match, name string, o LookupOptions) []Match {
	start := len(dst)
	dst = ix.Lookup(dst, name)
	key := names.Fold(name)
	if key == "" {
		return dst
	}
	if o.Script {
		for _, k := range names.Latin(key) {
			dst = ix.lookupKey(dst, []byte(k), MatchScript, qualityScript)
		}
	}
	if o.Inflected {
		for _, lemma := range names.Lemmas(name, o.Lang) {
			dst = ix.lookupKey(dst, []byte(lemma), MatchInflected, qualityInflected)
			if o.Script {
				for _, k := range names.Latin(lemma) {
					dst = ix.lookupKey(dst, []byte(k), MatchInflected, qualityInflected)
				}
			}
		}
	}
	if o.Skeleton {
		dst = ix.lookupSound(dst, key)
	}
	if o.Fuzzy {
		dst = ix.lookupFuzzy(dst, key, true)
	}
	out := dedupe(dst[start:])
	slices.SortStableFunc(out, ix.better)
	if o.Max > 0 && len(out) > o.Max {
		out = out[:o.Max]
	}
	return dst[:start+len(out)]
}

// better orders two matches: kind of match, then importance less what the kind of
// name costs.
func (ix *Index) better(a, b Match) int {
	if a.How != b.How {
		return int(a.How) - int(b.How)
	}
	return cmp.Or(cmp.Compare(ix.Prior(b.Ref)-nameCost(b.Name), ix.Prior(a.Ref)-nameCost(a.Name)), cmp.Compare(a.Ref, b.Ref))
}

// dedupe keeps the first match of each place.
func dedupe(ms []Match) []Match {
	if len(ms) < 24 {
		out := ms[:0]
		for _, m := range ms {
			if !slices.ContainsFunc(out, func(o Match) bool { return o.Ref == m.Ref }) {
				out = append(out, m)
			}
		}
		return out
	}
	seen := make(map[Ref]struct{}, len(ms))
	out := ms[:0]
	for _, m := range ms {
		if _, ok := seen[m.Ref]; !ok {
			seen[m.Ref] = struct{}{}
			out = append(out, m)
		}
	}
	return out
}

// HasPrefix reports whether any name begins with the folded prefix. Add a space
// to ask for a whole word.
func (ix *Index) HasPrefix(foldedPrefix string) bool {
	var c cursor
	return ix.keys.seek(&c, []byte(foldedPrefix)) && bytes.HasPrefix(c.key(), []byte(foldedPrefix))
}

// soundTable leads from the hash of a skeleton to the keys that may have it.
type soundTable struct{ dir, ords column }

// lookupSound appends the places whose name has the skeleton of key.
func (ix *Index) lookupSound(dst []Match, key string) []Match {
	var qb, kb [maxKey]byte
	q := names.SkeletonOfFolded(qb[:0], []byte(key))
	if len(q) < 3 { // too little left to mean anything
		return dst
	}
	shift := 32
	for n := ix.sounds.dir.len() - 1; n > 1; n >>= 1 {
		shift--
	}
	b := int(soundHash(q) >> shift)
	var c cursor
	for i := int(ix.sounds.dir.at(b)); i < int(ix.sounds.dir.at(b+1)) && i < ix.sounds.ords.len(); i++ {
		if !ix.keys.atOrd(&c, int(ix.sounds.ords.at(i))) {
			continue
		}
		if bytes.Equal(names.SkeletonOfFolded(kb[:0], c.key()), q) && string(c.key()) != key {
			dst = c.matches(dst, MatchSkeleton, qualitySkeleton)
		}
	}
	return dst
}
