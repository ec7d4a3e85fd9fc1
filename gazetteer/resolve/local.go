package resolve

import (
	"sort"
	"strings"
	"unicode/utf8"

	"sitmap/gazetteer"
	"sitmap/gazetteer/names"
	"sitmap/geo"
	"sitmap/internal/mention"
)

const (
	localKm      = 35  // how far from an anchor a village is looked for
	localPlaces  = 150 // at most so many places around an anchor
	localGroups  = 40  // mentions that are looked for so in one report
	localAnchors = 3
)

// local looks around the settled places near an unsettled mention for villages whose
// entry has another form of the name: a word more ("Koloniya Mikhaylovka"), a letter
// or two different ("Budarka" for Бударки).
func (r *Resolver) local(d *doc) {
	around := map[gazetteer.Ref][]nearPlace{}
	n := 0
	for gi := range d.gs {
		g := &d.gs[gi]
		m := &d.ms[g.members[0]]
		if g.hint || g.facility && len(g.cands) > 0 || utf8.RuneCountInString(m.core) < 4 || !r.unsettled(g) || m.sent < 0 {
			continue
		}
		if n++; n > localGroups {
			return
		}
		anchors := d.anchors(gi)
		if len(anchors) == 0 || g.nearAny(anchors) {
			continue
		}
		keys := localKeys(m.core)
		have := map[gazetteer.Ref]bool{}
		for i := range g.cands {
			have[g.cands[i].ref] = true
		}
		for _, a := range anchors {
			list, ok := around[a.ref]
			if !ok {
				list = r.around(a)
				around[a.ref] = list
			}
			for i := range list {
				if have[list[i].ref] || d.input.Without[list[i].ref] {
					continue
				}
				if q := list[i].likeness(keys); q > 0 {
					have[list[i].ref] = true
					g.cands = append(g.cands, newCand(r.ix, match{ref: list[i].ref, kind: gazetteer.NameAlternate, how: howFuzzy, quality: q, viaCore: true, local: true}))
				}
			}
		}
		r.static(d, g)
	}
}

// nearPlace is a settlement around an anchor with the skeletons of its name.
type nearPlace struct {
	ref   gazetteer.Ref
	whole string
	words []string
}

func (r *Resolver) around(a *cand) []nearPlace {
	var out []nearPlace
	for _, nb := range r.ix.NearWithin(a.point, localPlaces, localKm*geo.Kilometre, func(ref gazetteer.Ref) bool { return r.ix.Class(ref) == gazetteer.ClassSettlement }) {
		key, plain := r.ix.Folded(nb.Ref)
		p := nearPlace{ref: nb.Ref, whole: skeletonOf(key)}
		if !plain {
			key = names.Fold(splitCamel(r.ix.Name(nb.Ref)))
		}
		if f := strings.Fields(key); len(f) > 1 {
			for _, w := range f {
				p.words = append(p.words, skeletonOf(w))
			}
		}
		out = append(out, p)
	}
	return out
}

// skeletonOf is [names.Skeleton] of a name that is folded already.
func skeletonOf(key string) string {
	var in, out [96]byte
	return string(names.SkeletonOfFolded(out[:0], append(in[:0], key...)))
}

// splitCamel undoes names run together: "OtradaKamenka".
func splitCamel(s string) string {
	for i := 1; i < len(s); i++ {
		if s[i] >= 'A' && s[i] <= 'Z' && s[i-1] >= 'a' && s[i-1] <= 'z' {
			return s[:i] + " " + splitCamel(s[i:])
		}
	}
	return s
}

// localKeys are the skeletons under which the name may stand.
func localKeys(core string) []string {
	forms := []string{core}
	if isCyrillic(core) {
		forms = append(forms, lemmas(core)...)
	}
	var out []string
	seen := map[string]bool{}
	for _, f := range forms {
		for _, v := range append(mention.CrossForms(f), f) {
			if s := names.Skeleton(v); len(s) >= 4 && !seen[s] {
				seen[s] = true
				out = append(out, s)
			}
		}
	}
	if len(out) > 24 {
		out = out[:24]
	}
	return out
}

// likeness gives the quality of a match with any of the keys, 0 for none.
func (p *nearPlace) likeness(keys []string) float32 {
	best := float32(0)
	for _, k := range keys {
		for _, w := range p.words {
			if w == k {
				best = max(best, .6)
			}
		}
		limit := 0
		switch {
		case len(k) >= 9:
			limit = 2
		case len(k) >= 5:
			limit = 1
		}
		if p.whole == k {
			return .65
		}
		if limit > 0 && k[0] == p.whole0() && within(k, p.whole, limit) {
			best = max(best, .5)
		}
	}
	return best
}

func (p *nearPlace) whole0() byte {
	if p.whole == "" {
		return 0
	}
	return p.whole[0]
}

// within reports whether a and b differ by at most limit edits.
func within(a, b string, limit int) bool {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return false
	}
	var prev, cur [64]int
	if len(b) >= len(prev) {
		return false
	}
	for j := range len(b) + 1 {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur[0] = i
		low := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			low = min(low, cur[j])
		}
		if low > limit {
			return false
		}
		prev = cur
	}
	return prev[len(b)] <= limit
}

// nearAny reports that a candidate found by its own name lies near an anchor.
func (g *group) nearAny(anchors []*cand) bool {
	for i := range g.cands {
		c := &g.cands[i]
		if c.how > howInflected {
			continue
		}
		for _, a := range anchors {
			if chordKm2(&c.vec, &a.vec) < 20*20 {
				return true
			}
		}
	}
	return false
}

// spelledInEnglish lists countries whose names reports do not transliterate.
func spelledInEnglish(cc string) bool {
	switch cc {
	case "US", "GB", "CA", "AU", "NZ", "IE":
		return true
	}
	return false
}

// anchors are the likeliest settlements near the group in the text, apart from each other, in
// countries whose names reports transliterate.
func (d *doc) anchors(gi int) []*cand {
	type option struct {
		c *cand
		w float64
	}
	var opts []option
	for _, nb := range d.neighbours(gi) {
		o := &d.gs[nb.group]
		if o.hint || !nb.sent && nb.gap > 3 {
			continue
		}
		for _, k := range o.top(1) {
			c := &o.cands[k]
			if c.class != gazetteer.ClassSettlement && c.class != gazetteer.ClassAdmin2 || c.p < .4 || c.how == howInherit || spelledInEnglish(c.country) {
				continue
			}
			w := c.p / float64(1+nb.gap)
			if nb.sent {
				w *= 2
			}
			opts = append(opts, option{c, w})
		}
	}
	sort.SliceStable(opts, func(i, j int) bool { return opts[i].w > opts[j].w })
	var out []*cand
	for _, o := range opts {
		apart := true
		for _, a := range out {
			apart = apart && chordKm2(&a.vec, &o.c.vec) > 25*25
		}
		if apart && len(out) < localAnchors {
			out = append(out, o.c)
		}
	}
	return out
}

// lemmas are the nominatives of an inflected Cyrillic name, with endings that
// names.Lemmas leaves out: -ей behind a hushing sound, the short adjective of Часового Яру.
func lemmas(core string) []string {
	f := names.Fold(core)
	out := names.Lemmas(core, "")
	if len(out) > 16 {
		out = out[:16]
	}
	if stem, ok := strings.CutSuffix(f, "ей"); ok {
		out = append(out, stem+"а")
	}
	if a, b, ok := strings.Cut(f, " "); ok {
		for _, e := range []string{"ового", "овому", "овим"} {
			if stem, ok := strings.CutSuffix(a, e); ok {
				rest := strings.TrimRight(b, "аоуім")
				out = append(out, stem+"ів "+b, stem+"ів "+rest)
			}
		}
	}
	return out
}
