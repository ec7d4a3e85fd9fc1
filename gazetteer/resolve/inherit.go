package resolve

import (
	"sort"

	"sitmap/gazetteer"
	"sitmap/gazetteer/names"
	"sitmap/internal/mention"
	"sitmap/internal/text"
)

// inherit gives mentions of streets, buildings and other things without an entry the
// places that the report names near them: such a thing is somewhere there.
func (r *Resolver) inherit(d *doc) {
	for gi := range d.gs {
		g := &d.gs[gi]
		m := &d.ms[g.members[0]]
		if r.bySeat(d, g) {
			continue
		}
		own := len(g.cands) > 0 && !g.facility
		if g.hint || m.surface == "" || own && m.sent < 0 {
			continue
		}
		stated := d.statedArea(g)
		if own && stated == nil && !r.unsettled(g) {
			continue
		}
		type option struct {
			c *cand
			w float64
		}
		var opts []option
		alone := ""
		if own && m.list < 0 && !d.positioned(g) {
			alone = g.alone()
		}
		for _, nb := range d.neighbours(gi) {
			o := &d.gs[nb.group]
			if stated != nil || o.hint || own && !nb.list && !nb.sent {
				continue
			}
			for _, k := range o.top(1) {
				c := &o.cands[k]
				if c.how == howInherit || alone != "" && (c.country == alone || c.country == "") {
					continue // the only place of the name is in the country: sharing a sentence does not outweigh that
				}
				w := c.p / float64(2+nb.gap) * float64(1+min(len(o.members), 6))
				switch c.class {
				case gazetteer.ClassCountry, gazetteer.ClassRegion:
					w *= .1
				case gazetteer.ClassAdmin1:
					w *= .3
				}
				opts = append(opts, option{c, w})
			}
		}
		sort.SliceStable(opts, func(i, j int) bool { return opts[i].w > opts[j].w })
		if stated != nil {
			opts = append(opts, option{stated, 1})
		}
		for i, o := range opts {
			if i == 3 {
				break
			}
			if own && g.near(o.c) {
				continue // its own entry lies there
			}
			c := *o.c
			c.how, c.joint = howInherit, 0
			c.feat = features{}
			c.feat[fInherit] = 1
			if own {
				c.feat[fInheritOwn] = 1
				c.feat[fInheritRival], c.feat[fInheritRare], c.feat[fInheritSole] = g.rival(&c)
			}
			c.feat[fHere] = float32(o.w)
			if c.pop > 0 {
				c.feat[fPop] = o.c.feat[fPop]
			}
			g.cands = append(g.cands, c)
		}
		if len(g.cands) > 0 {
			softmax(g.cands, 1)
		}
	}
}

// alone gives the country of the one settlement in the world that bears the group's name, "" when there is
// none or more.
func (g *group) alone() string {
	cc := ""
	for i := range g.cands {
		if c := &g.cands[i]; c.how <= howInflected {
			if cc != "" || c.class != gazetteer.ClassSettlement || c.feat[fTypeInNot] > 0 {
				return ""
			}
			cc = c.country
		}
	}
	return cc
}

// positioned reports that the words say how the group lies to another place.
func (d *doc) positioned(g *group) bool {
	for _, mi := range g.members {
		if len(d.ms[mi].rels) > 0 {
			return true
		}
	}
	return false
}

// bySeat puts an area without an entry where the words say that its centre is.
func (r *Resolver) bySeat(d *doc, g *group) bool {
	for i := range g.cands {
		if isArea(g.cands[i].class) {
			return false
		}
	}
	for _, mi := range g.members {
		s := d.ms[mi].seat - 1
		if s < 0 || d.ms[mi].kindIn&(mention.KindAdmin1|mention.KindAdmin2) == 0 {
			continue
		}
		if o := d.settled(d.ms[s].group); o != nil {
			c := *o
			c.how, c.joint, c.feat = howInherit, 0, features{}
			c.feat[fInherit], c.feat[fHere] = 1, 1
			g.cands = []cand{c}
			softmax(g.cands, 1)
			return true
		}
	}
	return false
}

// rival says how well a candidate of the group's own name fits as well, 0 to 1: the nearer to c
// within its country, the better. A rare name, one that the country has once or twice, is not likely to
// have another place that no source knows; one that the world has once even less.
func (g *group) rival(c *cand) (fit, rare, sole float32) {
	n, all := 0, 0
	for i := range g.cands {
		o := &g.cands[i]
		if o.how > howInflected && !o.local || o.feat[fTypeInNot] > 0 {
			continue
		}
		if all++; o.country != c.country {
			continue
		}
		n++
		if o.feat[fStatedNot] <= .1 {
			fit = max(fit, float32(nearness(o, c, rivalKm)))
		}
	}
	if n == 1 || n == 2 {
		rare = 1
	}
	if n == 1 && all == 1 {
		sole = 1
	}
	return fit, rare, sole
}

const rivalKm = 150

// near reports that a candidate of the group's own name lies close to c.
func (g *group) near(c *cand) bool {
	for i := range g.cands {
		o := &g.cands[i]
		if o.how > howInflected || o.country != c.country || o.feat[fTypeInNot] > 0 {
			continue
		}
		if chordKm2(&o.vec, &c.vec) < 60*60 {
			return true
		}
	}
	return false
}

// statedArea gives the first- or second-order area that the words name as parent when
// no candidate of the group lies in it: the place is somewhere there.
func (d *doc) statedArea(g *group) *cand {
	for i := range g.cands {
		if g.cands[i].feat[fParent] > .3 {
			return nil
		}
	}
	for _, mi := range g.members {
		for _, p := range d.ms[mi].parents {
			o := &d.gs[d.ms[p].group]
			for _, k := range o.top(1) {
				if c := &o.cands[k]; (c.class == gazetteer.ClassAdmin1 || c.class == gazetteer.ClassAdmin2) && c.p > .5 && c.how != howInherit {
					return c
				}
			}
		}
	}
	return nil
}

// unsettled reports that the group's candidates are settlements all without much fame:
// the right one may be missing from the gazetteer.
func (r *Resolver) unsettled(g *group) bool {
	for i := range g.cands {
		c := &g.cands[i]
		if c.how <= howInflected && c.class != gazetteer.ClassSettlement || c.pop > 100000 {
			return false
		}
	}
	return true
}

// addNationalities adds the words for peoples and countries that no mention covers
// ("Syrian", "украинский") as context: they say which countries the report is about.
func (r *Resolver) addNationalities(d *doc) {
	for i := range d.ms {
		if m := &d.ms[i]; m.role == gazetteer.RoleDemonym {
			m.country = r.nationality(m.surface)
		}
	}
	var extra []ment
	k := 0
	seen := map[string]string{}
	for i, t := range d.toks {
		for k < len(d.ms) && d.ms[k].tok1 <= i {
			k++
		}
		if k < len(d.ms) && d.ms[k].tok0 <= i || t.Kind != text.Word {
			continue
		}
		w := t.Text(d.text)
		cc, ok := seen[w]
		if !ok {
			cc = r.nationality(w)
			seen[w] = cc
		}
		if cc == "" {
			continue
		}
		sent := sort.Search(len(d.sents), func(s int) bool { return d.sents[s].Last > i })
		if len(extra) < 200 {
			extra = append(extra, ment{start: t.Start, end: t.End, tok0: i, tok1: i + 1, sent: sent, input: -1, role: gazetteer.RoleDemonym, surface: w, core: w, list: -1, country: cc})
		}
	}
	d.insert(extra)
}

// addStates adds the abbreviations of first-order areas that stand behind a mention and a comma and that
// no mention covers ("St. Louis, Mo."): they say where it lies.
func (r *Resolver) addStates(d *doc) {
	var extra []ment
	for i := range d.ms {
		m := &d.ms[i]
		k := m.tok1 + 1
		if m.input < 0 || m.sent < 0 || d.word(m.tok1) != "," || k >= len(d.toks) || d.toks[k].Kind != text.Word || i+1 < len(d.ms) && d.ms[i+1].tok0 <= k {
			continue
		}
		end := k + 1
		w := d.word(k)
		if d.word(end) == "." {
			w += "."
			end++
		}
		if len(w) > 6 || len(extra) == 200 || !r.isState(w) {
			continue
		}
		extra = append(extra, ment{start: d.toks[k].Start, end: d.toks[end-1].End, tok0: k, tok1: end, sent: m.sent, input: -1, surface: w, core: w, list: -1})
	}
	d.insert(extra)
}

func (r *Resolver) isState(w string) bool {
	if !isCapitalised(w) {
		return false
	}
	var buf [32]gazetteer.Match
	for _, m := range r.ix.Lookup(buf[:0], w) {
		if m.Name == gazetteer.NameAbbreviation && r.ix.Class(m.Ref) == gazetteer.ClassAdmin1 {
			return true
		}
	}
	return false
}

// insert merges further mentions, sorted by position.
func (d *doc) insert(extra []ment) {
	if len(extra) == 0 {
		return
	}
	d.ms = append(d.ms, extra...)
	sort.SliceStable(d.ms, func(i, j int) bool { return d.ms[i].start < d.ms[j].start })
}

// nationality gives the country of a nationality word, "" if it is none.
func (r *Resolver) nationality(w string) string {
	if cc := forcesOf(w); cc != "" {
		return cc
	}
	if len(w) < 4 {
		return ""
	}
	if isCyrillic(w) {
		return mention.Nationality(names.Fold(w))
	}
	if !isCapitalised(w) {
		return ""
	}
	var buf [32]gazetteer.Match
	for _, m := range r.ix.LookupWith(buf[:0], w, gazetteer.LookupOptions{Inflected: true, Lang: "en"}) {
		if m.Name == gazetteer.NameDemonym && r.ix.Class(m.Ref) == gazetteer.ClassCountry {
			return r.ix.CountryCode(m.Ref)
		}
	}
	return ""
}

// forcesOf gives the country of forces that reports call by their initials alone: the armies and services
// of a country, and armed groups that fight in one. Initials that several countries share are not here.
func forcesOf(w string) string {
	switch w {
	case "ЗСУ", "ВСУ", "СБУ", "AFU", "ДПСУ":
		return "UA"
	case "ВКС", "ФСБ":
		return "RU"
	case "IDF", "ЦАХАЛ":
		return "IL"
	case "RSF", "SAF":
		return "SD"
	case "FARDC", "M23":
		return "CD"
	}
	return ""
}
