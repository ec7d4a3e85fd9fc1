package resolve

import (
	"cmp"
	"math"
	"slices"

	"sitmap/gazetteer"
)

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

// likelier puts the candidate of greater probability first.
func (g *group) likelier(a, b int) int { return cmp.Compare(g.cands[b].p, g.cands[a].p) }

// top gives the indexes of the likeliest candidates of a group, at most n.
func (g *group) top(n int) []int {
	out := make([]int, 0, n)
	for i := range g.cands {
		if g.cands[i].p < keepP {
			continue
		}
		out = append(out, i)
	}
	slices.SortStableFunc(out, g.likelier)
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
