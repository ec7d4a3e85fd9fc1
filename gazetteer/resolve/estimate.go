package resolve

import (
	"math"

	"github.com/paulmach/orb"

	"sitmap/gazetteer"
	"sitmap/geo"
	"sitmap/geo/geodesic"
	"sitmap/internal/mention"
)

// A place without an entry is somewhere among the places that the report names with it. Each
// such place is a clue: a point and how far off the truth usually lies, in km.
const (
	listKm     = 10.0 // another member of its list
	sentenceKm = 15.0 // another settlement of its sentence
	towardsKm  = 10.0 // what "south of X" usually means
	clueReach  = 60.0 // clues that lie farther apart do not speak of one spot
)

type clue struct {
	p  orb.Point
	km float64
}

// estimate moves an answer that was put at another place's point to where the words say: south of
// it, among the other members of the list. The answer then has no entry's ID.
func (r *Resolver) estimate(d *doc, gi int, res *Resolution) {
	g := &d.gs[gi]
	if !res.Inherited || g.kindIn&mention.KindFacility != 0 {
		return
	}
	host := res.Chosen.Place
	if host.Class != gazetteer.ClassSettlement && host.Class != gazetteer.ClassAdmin2 {
		return
	}
	clues, stated := d.statedClues(g)
	if len(g.cands) > 0 && g.facility && !stated && d.ms[g.members[0]].list < 0 {
		return // a street or a building: the town it stands in says most
	}
	clues = append(clues, d.nearClues(gi, stated)...)
	at, ok := weigh(clues, host.Point)
	if !ok || geodesic.Distance(at, host.Point) < geo.Kilometre {
		return
	}
	res.Host = host.Name
	p := gazetteer.Place{
		Name: d.ms[g.members[0]].core, Class: gazetteer.ClassSettlement, Point: at, Country: host.Country,
		Admin1: host.Admin1, Admin1Name: host.Admin1Name, Population: -1, Approximate: true, Source: host.Source,
	}
	res.Chosen.Place = p
}

// statedClues reads distances and directions.
func (d *doc) statedClues(g *group) ([]clue, bool) {
	var out []clue
	for _, mi := range g.members {
		for _, rel := range d.ms[mi].rels {
			o := d.settled(d.ms[rel.other].group)
			if o == nil {
				continue
			}
			switch {
			case rel.bearing >= 0:
				km := rel.km
				if km == 0 {
					km = towardsKm
				}
				p := geodesic.Direct(o.point, geo.Degrees(rel.bearing), geo.Metres(km*1000))
				out = append(out, clue{p, max(3, km*.5)})
			case rel.km > 0:
				out = append(out, clue{o.point, rel.km})
			case rel.near:
				out = append(out, clue{o.point, 7})
			}
		}
	}
	return out, len(out) > 0
}

// nearClues takes the other members of the list and, when nothing else is known, of the sentence.
func (d *doc) nearClues(gi int, stated bool) []clue {
	var list, sent []clue
	for _, nb := range d.neighbours(gi) {
		o := d.settled(nb.group)
		switch {
		case o == nil || d.gs[nb.group].target:
		case nb.list:
			list = append(list, clue{o.point, listKm * (1 + .3*float64(nb.gap-1))})
		case nb.sent:
			sent = append(sent, clue{o.point, sentenceKm})
		}
	}
	if len(list) > 0 || stated {
		return list
	}
	return sent
}

// settled gives the settlement that a group surely means, or nil.
func (d *doc) settled(gi int) *cand {
	for _, k := range d.gs[gi].topAny(1) {
		if c := &d.gs[gi].cands[k]; c.class == gazetteer.ClassSettlement && c.how != howInherit && c.p > .5 {
			return c
		}
	}
	return nil
}

// weigh gives the mean of the clues weighted by 1/km², of those not far from the place chosen.
func weigh(clues []clue, near orb.Point) (orb.Point, bool) {
	var lon, lat, sum float64
	for _, c := range clues {
		if geodesic.Distance(c.p, near).Kilometres() > clueReach {
			continue
		}
		w := 1 / (c.km * c.km)
		lon += w * math.Remainder(c.p[0]-near[0], 360)
		lat += w * c.p[1]
		sum += w
	}
	if sum == 0 {
		return orb.Point{}, false
	}
	return orb.Point{math.Remainder(near[0]+lon/sum, 360), lat / sum}, true
}
