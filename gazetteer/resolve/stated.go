package resolve

import (
	"math"

	"sitmap/gazetteer"
)

// findInside notes for each group the mentions that name it as their parent.
func (d *doc) findInside() {
	d.inside = map[int][]int{}
	for i := range d.ms {
		for _, p := range d.ms[i].parents {
			if g := d.ms[p].group; g != d.ms[i].group {
				d.inside[g] = append(d.inside[g], i)
			}
		}
	}
}

// statedFeatures checks what the words say: stated areas, distances, directions.
func (r *Resolver) statedFeatures(d *doc, g *group, c *cand, tops [][]int) {
	f := &c.feat
	parents, inside := 0, 0.0
	areas, within := 0, 0.0
	stated, worst := 0.0, 0.0
	members := g.members
	if len(members) > 8 {
		members = members[:8]
	}
	for _, mi := range members {
		m := &d.ms[mi]
		for _, p := range m.parents {
			if d.ms[p].group == d.ms[mi].group {
				continue
			}
			v, ok := r.insideGroup(&d.gs[d.ms[p].group], tops[d.ms[p].group], c)
			if ok {
				parents++
				inside = max(inside, v)
			}
		}
		for _, p := range m.soft {
			if v, ok := r.insideGroup(&d.gs[d.ms[p].group], tops[d.ms[p].group], c); ok && d.ms[p].group != m.group {
				f[fSoft] = max(f[fSoft], float32(v))
				f[fSoftNot] = 1 - f[fSoft]
			}
		}
		if lo, hi := max(0, mi-4), min(len(d.ms), mi+5); len(m.parents) == 0 {
			for k := lo; k < hi; k++ {
				o := &d.ms[k]
				if k == mi || o.sent != m.sent || o.group == m.group || m.sent < 0 {
					continue
				}
				if v, ok := r.insideArea(&d.gs[o.group], tops[o.group], c); ok {
					areas++
					within = max(within, v)
				}
			}
		}
		for _, rel := range m.rels {
			v := relationFit(c, &rel, &d.gs[d.ms[rel.other].group], tops[d.ms[rel.other].group])
			stated, worst = max(stated, v), min(worst, v)
		}
	}
	if parents > 0 {
		f[fParent] = float32(inside)
		f[fParentNot] = float32(1 - inside)
	}
	if areas > 0 {
		f[fSentArea] = float32(within)
		f[fSentAreaNot] = float32(1 - within)
	}
	f[fStated], f[fStatedNot] = float32(stated), float32(-worst)
}

// insideGroup gives the probability that the parent mention's place contains c; false
// when the mention has no reading as an area.
func (r *Resolver) insideGroup(g *group, top []int, c *cand) (float64, bool) {
	v, any := 0.0, false
	for _, k := range top {
		p := &g.cands[k]
		if p.how == howInherit || !isArea(p.class) && p.class != gazetteer.ClassSettlement || p.ref == c.ref && c.how != howInherit {
			continue
		}
		any = true
		if p.ref == c.ref {
			v += .8 * p.p
			continue
		}
		v += p.p * r.inside(p, c)
	}
	return v, any
}

// insideArea is insideGroup for areas below the country only.
func (r *Resolver) insideArea(g *group, top []int, c *cand) (float64, bool) {
	v, any := 0.0, false
	for _, k := range top {
		p := &g.cands[k]
		if p.class != gazetteer.ClassAdmin1 && p.class != gazetteer.ClassAdmin2 || p.p < .2 {
			continue
		}
		any = true
		if p.ref == c.ref {
			v += p.p
			continue
		}
		v += p.p * r.inside(p, c)
	}
	return v, any
}

func isArea(c gazetteer.Class) bool {
	return c == gazetteer.ClassCountry || c == gazetteer.ClassAdmin1 || c == gazetteer.ClassAdmin2 || c == gazetteer.ClassRegion || c == gazetteer.ClassIsland
}

// inside says how sure it is that place p contains c: by codes where both have them, else by distance.
func (r *Resolver) inside(p, c *cand) float64 {
	if p.country != "" && c.country != "" && p.country != c.country {
		return 0
	}
	switch p.class {
	case gazetteer.ClassCountry:
		if p.country == c.country && c.class != gazetteer.ClassCountry {
			return 1
		}
		return 0
	case gazetteer.ClassAdmin1:
		if c.class == gazetteer.ClassCountry || c.class == gazetteer.ClassAdmin1 {
			return 0
		}
		if p.admin1 != "" && c.admin1 != "" {
			if p.admin1 == c.admin1 {
				return 1
			}
			return 0
		}
		return nearness(p, c, 150)
	case gazetteer.ClassAdmin2:
		if c.class == gazetteer.ClassCountry || c.class == gazetteer.ClassAdmin1 || c.class == gazetteer.ClassAdmin2 {
			return 0
		}
		a, _ := r.ix.Admin2(p.ref)
		if b, guess := r.ix.Admin2(c.ref); a != "" && a == b && p.admin1 == c.admin1 {
			if guess {
				return max(.7, nearness(p, c, 35))
			}
			return 1
		}
		if p.admin1 != "" && c.admin1 != "" && p.admin1 != c.admin1 {
			return 0
		}
		return nearness(p, c, 35)
	case gazetteer.ClassRegion, gazetteer.ClassIsland, gazetteer.ClassSettlement:
		if p.class == gazetteer.ClassSettlement && (isArea(c.class) || c.pop > p.pop) {
			return 0
		}
		if p.class == gazetteer.ClassRegion {
			return .5 * nearness(p, c, 500)
		}
		return nearness(p, c, 25)
	}
	return 0
}

func nearness(a, b *cand, km float64) float64 {
	return 1 / (1 + chordKm2(&a.vec, &b.vec)/(km*km))
}

// relationFit says how well a candidate fits a stated position: 1 well, -1 contradicted.
func relationFit(c *cand, rel *relation, o *group, top []int) float64 {
	v := 0.0
	for _, k := range top {
		x := &o.cands[k]
		if x.ref == c.ref && c.how == howInherit && rel.km < 15 { // the place it lies near, for want of its own
			v += .6 * x.p
			continue
		}
		if x.class == gazetteer.ClassCountry || x.ref == c.ref {
			continue
		}
		d := math.Sqrt(chordKm2(&c.vec, &x.vec))
		fit, far := 1/(1+d*d/(20*20)), 120.0
		if rel.km > 0 {
			e := (d - rel.km) / (.3*rel.km + 3)
			fit, far = 1/(1+e*e), 3*rel.km+60
		} else if rel.bearing >= 0 && !rel.near {
			fit, far = 1/(1+d*d/(40*40)), 160
		}
		if d > far && x.class == gazetteer.ClassSettlement {
			fit = -.3 - .7*min(1, (d-far)/far) // nobody tells a place by one that is so far
		}
		if rel.bearing >= 0 && d > 1 && d < 400 {
			diff := math.Abs(math.Remainder(azimuth(x, c)-rel.bearing, 360))
			switch {
			case diff <= 40:
			case diff <= 70:
				fit *= .5
			case fit > 0:
				fit = -.6 // on another side
			}
		}
		v += x.p * fit
	}
	return v
}

// azimuth is the bearing from a to b in degrees on a local plane; good enough to tell east from north.
func azimuth(a, b *cand) float64 {
	x := math.Remainder(b.point[0]-a.point[0], 360) * math.Cos((a.point[1]+b.point[1])*math.Pi/360)
	y := b.point[1] - a.point[1]
	return math.Mod(math.Atan2(x, y)*180/math.Pi+360, 360)
}
