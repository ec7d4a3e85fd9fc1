package resolve

import (
	"math"
	"sort"
	"unicode/utf8"

	"sitmap/gazetteer"
	"sitmap/internal/mention"
)

// The features of a candidate. Each is a number of about -2 to 2; its weight says
// what it is worth.
const (
	fPop = iota
	fPopUnknown
	fPopRel
	fFirst
	fCountry
	fAdmin1
	fAdmin2
	fNeighbourhood
	fLandscape
	fWater
	fFacility
	fMinor
	fCapital
	fSeat1
	fSeat2
	fDemonym
	fAbbrev
	fAlternate
	fExonym
	fHistorical
	fShortAlias
	fScript
	fInflected
	fSkeleton
	fFuzzy
	fLocal
	fOwnTown
	fDirected
	fDirectedTown
	fTarget
	fStem
	fAdject
	fPart
	fInherit
	fInheritOwn
	fInheritRival
	fInheritRare
	fQuality
	fCore
	fTypeIn
	fTypeInNot
	fTypeOut
	fTypeOutNot
	fVillageBig
	fCityPop
	fFrontPop
	fArticleWater
	fArticleTown
	fRiverCue
	fRiverCueNot
	fHintCountry
	fHintAdmin1
	fLang
	fUsualCountry
	fUsualAdmin1
	numStatic // the features above need no context
)

// The features below look at the other mentions of the report.
const (
	fParent = numStatic + iota
	fParentNot
	fSoft
	fSoftNot
	fSentArea
	fSentAreaNot
	fShareCountry
	fShareAdmin1
	fSentCountry
	fSentAdmin1
	fNamedCountry
	fNamedAdmin1
	fNationality
	fNearest
	fProx
	fProxLog
	fListProx
	fSentProx
	fStated
	fStatedNot
	fHolds
	fFarRival
	fHere // inherited candidates: how near in the text the place they come from is
	numFeatures
)

type features [numFeatures]float32

//nolint:gochecknoglobals // table, never written
var featureNames = [numFeatures]string{
	"population", "population unknown", "population against the largest of the name", "best known of the name", "country", "first-order area", "second-order area",
	"part of a settlement", "landscape", "water", "facility", "small place without data", "capital", "seat of a first-order area", "seat of a second-order area",
	"nationality word", "abbreviation", "alternate name", "name in another language", "former name", "short alias", "transliterated", "inflected", "spelling similar",
	"misspelt", "other form of the name near another place of the report", "area with a town of its name", "area or country behind a direction word", "small place behind a direction word", "a distance or direction is counted from it", "area by its stem", "adjective of the place", "name within a longer name", "no entry of its own", "another place of the list in place of its own entries", "though an entry of its own fits", "though its name is rare in the country", "quality of the match", "name without its type word",
	"type word of the name agrees", "type word of the name disagrees", "type word beside it agrees", "type word beside it disagrees", "called a village but large", "called a city", "front sector",
	"water or landscape behind an article", "settlement or area behind an article", "river behind words for a river", "no river behind words for a river",
	"hinted country", "hinted area", "usual country of the language", "usual country of the outlet", "usual area of the outlet",
	"inside the stated area", "outside the stated area", "inside the area named before it", "outside the area named before it", "inside an area of the sentence", "outside the areas of the sentence", "share of the report in this country", "share of the report in this area",
	"share of the sentence in this country", "share of the sentence in this area", "country is named", "area is named", "nationality is named", "distance to the nearest other place", "other places near", "other places near, on average", "list proximity", "sentence proximity", "stated distance or direction", "stated distance or direction disagrees", "holds the places named in it", "far from the report's places though another of the name is near", "named close by in the text",
}

// static fills the features that need no context.
func (r *Resolver) static(d *doc, g *group) {
	maxPop := int64(0)
	for i := range g.cands {
		maxPop = max(maxPop, g.cands[i].pop)
	}
	surface := d.ms[g.members[0]].surface
	for i := range g.cands {
		c := &g.cands[i]
		if c.how == howInherit {
			continue
		}
		c.feat = features{}
		r.sizeFeatures(c, maxPop, i == 0)
		r.nameFeatures(c, surface)
		typeFeatures(c, g)
		d.areaFeatures(c, g)
		waterFeatures(c, g)
		r.hintFeatures(c, d)
		d.usual.features(c)
	}
}

func (r *Resolver) sizeFeatures(c *cand, maxPop int64, first bool) {
	f := &c.feat
	if c.pop > 0 {
		f[fPop] = float32(math.Log10(1+float64(c.pop)) / 7)
		f[fPopRel] = f[fPop] - float32(math.Log10(1+float64(maxPop))/7)
	} else {
		f[fPopUnknown] = 1
		f[fPopRel] = -float32(math.Log10(1+float64(maxPop)) / 7)
	}
	if first {
		f[fFirst] = 1
	}
	switch c.class {
	case gazetteer.ClassCountry:
		f[fCountry] = 1
	case gazetteer.ClassAdmin1:
		f[fAdmin1] = 1
	case gazetteer.ClassAdmin2:
		f[fAdmin2] = 1
	case gazetteer.ClassNeighbourhood:
		f[fNeighbourhood] = 1
	case gazetteer.ClassRegion, gazetteer.ClassMountain, gazetteer.ClassIsland:
		f[fLandscape] = 1
	case gazetteer.ClassSea, gazetteer.ClassRiver:
		f[fWater] = 1
	case gazetteer.ClassFacility:
		f[fFacility] = 1
	case gazetteer.ClassSettlement:
		if c.pop <= 0 {
			f[fMinor] = 1
		}
	}
	switch fc := r.ix.Feature(c.ref); {
	case fc == "PPLC":
		f[fCapital] = 1
	case fc == "PPLA":
		f[fSeat1] = 1
	case len(fc) == 5 && fc[:4] == "PPLA":
		f[fSeat2] = 1
	case fc == "PPLX":
		f[fNeighbourhood] = 1
	}
}

func (r *Resolver) nameFeatures(c *cand, surface string) {
	f := &c.feat
	switch c.kind {
	case gazetteer.NameDemonym:
		f[fDemonym] = 1
	case gazetteer.NameAbbreviation:
		f[fAbbrev] = 1
	case gazetteer.NameAlternate:
		f[fAlternate] = 1
	case gazetteer.NameExonym:
		f[fExonym] = 1
	case gazetteer.NameHistorical:
		f[fHistorical] = 1
	}
	if c.kind != gazetteer.NamePrimary && utf8.RuneCountInString(surface) <= 3 {
		f[fShortAlias] = 1
	}
	switch c.how {
	case howScript:
		f[fScript] = 1
	case howInflected:
		f[fInflected] = 1
	case howSkeleton:
		f[fSkeleton] = 1
	case howFuzzy:
		if c.local {
			f[fLocal] = 1
		} else {
			f[fFuzzy] = 1
		}
	case howStem:
		f[fStem] = 1
	case howAdject:
		f[fAdject] = 1
	case howPart:
		f[fPart] = 1
	}
	f[fQuality] = c.quality - 1
	if c.viaCore {
		f[fCore] = 1
	}
}

func typeFeatures(c *cand, g *group) {
	f := &c.feat
	if c.how == howAdject && (g.kindIn|g.kindOut)&(mention.KindFacility|mention.KindFront|mention.KindCommune) != 0 {
		return // "Кременчуцький НПЗ" names its town
	}
	if k := g.kindIn; k != 0 {
		if k.Allows(c.class) {
			f[fTypeIn] = 1
		} else {
			f[fTypeInNot] = 1
		}
	}
	if k := g.kindOut; k != 0 {
		if k.Allows(c.class) {
			f[fTypeOut] = 1
		} else {
			f[fTypeOutNot] = 1
		}
		if k&mention.KindVillage != 0 && c.pop > 1000 {
			f[fVillageBig] = float32(math.Log10(float64(c.pop)/1000) / 2)
		}
		if k&mention.KindCity != 0 && k&mention.KindVillage == 0 && c.pop > 0 {
			f[fCityPop] = f[fPop]
		}
		if k&mention.KindFront != 0 && c.class == gazetteer.ClassSettlement {
			f[fFrontPop] = f[fPop]
		}
	}
}

// areaFeatures tells an area from its chief town of the same name, and what stands
// behind "southern" from a town.
func (d *doc) areaFeatures(c *cand, g *group) {
	if g.target && c.class == gazetteer.ClassSettlement {
		c.feat[fTarget] = 1
	}
	if g.directed && c.class == gazetteer.ClassSettlement && c.pop < 100000 {
		c.feat[fDirectedTown] = 1
	}
	if c.class != gazetteer.ClassAdmin1 && c.class != gazetteer.ClassAdmin2 && c.class != gazetteer.ClassCountry {
		return
	}
	if g.directed {
		c.feat[fDirected] = 1
	}
	if c.class == gazetteer.ClassCountry || g.kindIn != 0 || c.viaCore {
		return
	}
	for i := range g.cands {
		o := &g.cands[i]
		if o.class == gazetteer.ClassSettlement && o.country == c.country && (o.admin1 == c.admin1 || chordKm2(&o.vec, &c.vec) < 60*60) && (c.class == gazetteer.ClassAdmin2 && o.how <= howInflected || o.pop > 5000 || o.feat[fSeat1]+o.feat[fSeat2]+o.feat[fCapital] > 0) {
			c.feat[fOwnTown] = 1
			return
		}
	}
}

// waterFeatures tells a river from a town or an area of its name by the words before it.
func waterFeatures(c *cand, g *group) {
	f := &c.feat
	landscape := c.class == gazetteer.ClassRiver || c.class == gazetteer.ClassSea || c.class == gazetteer.ClassRegion || c.class == gazetteer.ClassMountain || c.class == gazetteer.ClassIsland
	switch {
	case !g.article || g.kindIn != 0:
	case landscape:
		f[fArticleWater] = 1
	case c.class == gazetteer.ClassSettlement || c.class == gazetteer.ClassAdmin1 || c.class == gazetteer.ClassAdmin2:
		f[fArticleTown] = 1
	}
	switch {
	case !g.river:
	case c.class == gazetteer.ClassRiver:
		f[fRiverCue] = 1
	default:
		f[fRiverCueNot] = 1
	}
}

func (r *Resolver) hintFeatures(c *cand, d *doc) {
	for _, h := range d.hints {
		if h.country == c.country {
			c.feat[fHintCountry] = 1
			if h.admin1 != "" && h.admin1 == c.admin1 {
				c.feat[fHintAdmin1] = 1
			}
		}
	}
	switch {
	case d.lang == "uk" && c.country == "UA":
		c.feat[fLang] = 1
	case d.lang == "ru" && (c.country == "RU" || c.country == "UA"):
		c.feat[fLang] = 1
	}
}

// masses sums the probabilities of a pass by country and by first-order area.
type masses struct {
	total   float64
	country map[string]float64
	admin1  map[[2]string]float64
	named   map[string]float64    // countries by their own names
	named1  map[[2]string]float64 // areas by their own names
	people  map[string]float64    // countries by their nationality words
}

const keepP = .03 // candidates below that do not speak for others

func massesOf(gs []group) masses {
	m := masses{country: map[string]float64{}, admin1: map[[2]string]float64{}, named: map[string]float64{}, named1: map[[2]string]float64{}, people: map[string]float64{}}
	for i := range gs {
		w := groupWeight(&gs[i])
		m.total += w
		for k := range gs[i].cands {
			c := &gs[i].cands[k]
			if c.p < keepP || c.how == howInherit {
				continue
			}
			m.country[c.country] += w * c.p
			if c.class == gazetteer.ClassCountry && (gs[i].hint || c.kind == gazetteer.NameDemonym) {
				m.people[c.country] += c.p
			} else if c.class == gazetteer.ClassCountry {
				m.named[c.country] += c.p
			} else if c.admin1 != "" {
				m.admin1[[2]string{c.country, c.admin1}] += w * c.p
				if c.class == gazetteer.ClassAdmin1 {
					m.named1[[2]string{c.country, c.admin1}] += c.p
				}
			}
		}
	}
	return m
}

func groupWeight(g *group) float64 {
	if g.hint {
		return .3
	}
	return 1
}

// neighbour is another group near in the text.
type neighbour struct {
	group int
	gap   int // mentions between, at least 1
	sent  bool
	list  bool
}

const maxNeighbours = 24

// neighbours lists the groups near g in the text, each once, at most maxNeighbours:
// work per mention is bounded, whatever the length of the text.
func (d *doc) neighbours(gi int) []neighbour {
	out := make([]neighbour, 0, maxNeighbours)
	g := &d.gs[gi]
	add := func(self, other int) {
		o := &d.ms[other]
		if o.group == gi {
			return
		}
		gap := other - self
		if gap < 0 {
			gap = -gap
		}
		s := &d.ms[self]
		n := neighbour{o.group, gap, s.sent >= 0 && s.sent == o.sent, s.list >= 0 && s.list == o.list}
		for k := range out {
			if out[k].group == n.group {
				out[k].gap = min(out[k].gap, gap)
				out[k].sent = out[k].sent || n.sent
				out[k].list = out[k].list || n.list
				return
			}
		}
		if len(out) < maxNeighbours {
			out = append(out, n)
		}
	}
	members := g.members
	if len(members) > 4 {
		members = members[:4]
	}
	for step := 1; step <= 12; step++ {
		for _, s := range members {
			if s-step >= 0 {
				add(s, s-step)
			}
			if s+step < len(d.ms) {
				add(s, s+step)
			}
		}
	}
	return out
}

// top gives the indexes of the likeliest candidates of a group, at most n.
func (g *group) top(n int) []int {
	out := make([]int, 0, n)
	for i := range g.cands {
		if g.cands[i].p < keepP {
			continue
		}
		out = append(out, i)
	}
	sort.SliceStable(out, func(a, b int) bool { return g.cands[out[a]].p > g.cands[out[b]].p })
	if len(out) > n {
		out = out[:n]
	}
	return out
}

// context fills the features that look at other mentions, from the probabilities of the pass before.
func (r *Resolver) context(d *doc, m *masses, tops [][]int) {
	for gi := range d.gs {
		g := &d.gs[gi]
		own := massesOf(d.gs[gi : gi+1])
		near := d.neighbours(gi)
		limit := len(g.cands)
		for i := range limit {
			c := &g.cands[i]
			c.nearest = float32(math.Inf(1))
			for f := numStatic; f < numFeatures; f++ {
				if f != fHere {
					c.feat[f] = 0
				}
			}
			shareFeatures(c, m, &own)
			if i < maxContext || c.p > keepP || c.how == howInherit || c.feat[fShareAdmin1] > .1 || c.feat[fNamedAdmin1] > .1 {
				d.nearFeatures(c, near, tops)
			}
			r.statedFeatures(d, g, c, tops)
			c.feat[fHolds] = r.holds(d, gi, c, tops)
		}
		farRivals(g)
	}
}

const (
	rivalNearKm = 45  // a candidate that near to another place of the report speaks
	rivalFarKm  = 200 // against one that far from all of them
)

// farRivals marks settlements far from every other place of the report when another settlement of the
// name is near one.
func farRivals(g *group) {
	near := float32(math.Inf(1))
	for i := range g.cands {
		if c := &g.cands[i]; c.class == gazetteer.ClassSettlement && c.how <= howSkeleton {
			near = min(near, c.nearest)
		}
	}
	if near > rivalNearKm {
		return
	}
	for i := range g.cands {
		if c := &g.cands[i]; c.class == gazetteer.ClassSettlement && c.how != howInherit && c.nearest > rivalFarKm && !math.IsInf(float64(c.nearest), 1) {
			c.feat[fFarRival] = 1
		}
	}
}

// holds gives how sure it is that c contains the places that the words put into it: in "Pale in
// Sagaing" the region does, the town does not.
func (r *Resolver) holds(d *doc, gi int, c *cand, tops [][]int) float32 {
	best, n := 0.0, 0
	for _, mi := range d.inside[gi] {
		o := &d.gs[d.ms[mi].group]
		v := 0.0
		for _, k := range tops[d.ms[mi].group] {
			if x := &o.cands[k]; x.how != howInherit && x.ref != c.ref {
				v += x.p * r.inside(c, x)
			}
		}
		best += v
		if n++; n == 8 {
			break
		}
	}
	if n == 0 {
		return 0
	}
	return float32(best / float64(n))
}

func shareFeatures(c *cand, m, own *masses) {
	f := &c.feat
	if rest := m.total - own.total; rest > .4 {
		f[fShareCountry] = float32((m.country[c.country] - own.country[c.country]) / rest)
		if c.admin1 != "" {
			k := [2]string{c.country, c.admin1}
			f[fShareAdmin1] = float32((m.admin1[k] - own.admin1[k]) / rest)
		}
	}
	f[fNationality] = float32(min(1, m.people[c.country]-own.people[c.country]))
	f[fNamedCountry] = float32(min(1, m.named[c.country]-own.named[c.country]))
	if c.admin1 != "" && c.class != gazetteer.ClassCountry {
		k := [2]string{c.country, c.admin1}
		f[fNamedAdmin1] = float32(min(1, m.named1[k]-own.named1[k]))
	}
}

// nearFeatures measures distances to the likeliest places around.
func (d *doc) nearFeatures(c *cand, near []neighbour, tops [][]int) {
	f := &c.feat
	var prox, n, list, sent, sentN, sentCountry, sentAdmin1 float64
	nearest := math.Inf(1)
	for _, nb := range near {
		o := &d.gs[nb.group]
		w := groupWeight(o)
		if nb.sent {
			sentN += w
		}
		used := false
		for _, k := range tops[nb.group] {
			x := &o.cands[k]
			if x.how == howInherit {
				continue
			}
			if nb.sent && x.country == c.country && c.country != "" {
				sentCountry += w * x.p
				if x.admin1 == c.admin1 && x.admin1 != "" {
					sentAdmin1 += w * x.p
				}
			}
			if x.class == gazetteer.ClassCountry || c.class == gazetteer.ClassCountry || x.ref == c.ref {
				continue
			}
			used = true
			d2 := chordKm2(&c.vec, &x.vec)
			prox += x.p / (1 + d2/(60*60))
			if nb.list {
				list += x.p / (1 + d2/(25*25))
			}
			if nb.sent {
				sent += x.p / (1 + d2/(25*25))
			}
			if x.p > .3 {
				nearest = min(nearest, d2)
			}
		}
		if used {
			n++
		}
	}
	c.nearest = float32(math.Sqrt(nearest))
	if !math.IsInf(nearest, 1) {
		f[fNearest] = float32(1 - math.Log10(1+math.Sqrt(nearest))/2)
	}
	if n > 0 {
		f[fProx] = float32(prox / n)
		f[fProxLog] = float32(math.Log1p(prox))
	}
	f[fListProx] = float32(math.Log1p(list))
	f[fSentProx] = float32(math.Log1p(sent))
	if sentN > 0 {
		f[fSentCountry] = float32(sentCountry / sentN)
		f[fSentAdmin1] = float32(sentAdmin1 / sentN)
	}
}
