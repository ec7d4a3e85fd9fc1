package resolve

import (
	"cmp"
	"math"
	"slices"
)

const (
	jointKm      = 30  // scale of closeness
	jointOptions = 6   // candidates of a mention that take part
	jointBeam    = 200 // assignments kept
	jointSpan    = 10  // mentions decoded at once
)

// joint decodes the places of each list, and of each sentence, together: an
// assignment scores the log of its candidates' probabilities plus a bonus for every
// pair that lies close. Each group is decoded once, in the longest list it stands in,
// else in its sentence. Work is bounded per mention.
func (r *Resolver) joint(d *doc) {
	if r.m.Joint <= 0 {
		return
	}
	done := make([]bool, len(d.gs))
	for i := 0; i < len(d.ms); {
		j := i + 1
		for j < len(d.ms) && d.ms[j].list == d.ms[i].list && d.ms[i].list >= 0 {
			j++
		}
		if d.ms[i].list >= 0 {
			r.decodeRun(d, i, j, done)
		}
		i = j
	}
	for i := 0; i < len(d.ms); {
		j := i + 1
		for j < len(d.ms) && d.ms[j].sent == d.ms[i].sent && d.ms[i].sent >= 0 && j-i < jointSpan {
			j++
		}
		r.decodeRun(d, i, j, done)
		i = j
	}
}

// decodeRun decodes the distinct groups of mentions [i, j).
func (r *Resolver) decodeRun(d *doc, i, j int, done []bool) {
	for a := i; a < j; a += jointSpan {
		var gs []int
		open := 0
		for k := a; k < min(j, a+jointSpan); k++ {
			g := d.ms[k].group
			if !contains(gs, g) && len(d.gs[g].cands) > 0 && !d.gs[g].hint {
				gs = append(gs, g)
				if !done[g] && ambiguous(&d.gs[g]) {
					open++
				}
			}
		}
		if len(gs) > 1 && open > 0 {
			r.beam(d, gs, done)
		}
		for _, g := range gs {
			done[g] = true
		}
	}
}

func contains(xs []int, x int) bool {
	for _, v := range xs {
		if v == x {
			return true
		}
	}
	return false
}

func ambiguous(g *group) bool {
	for i := range g.cands {
		if g.cands[i].p > .98 {
			return false
		}
	}
	return true
}

type assignment struct {
	score  float64
	choice [jointSpan]int8
}

// beam scores assignments of the groups' candidates and turns them back into probabilities.
func (r *Resolver) beam(d *doc, gs []int, done []bool) {
	opts := make([][]int, len(gs))
	for i, g := range gs {
		opts[i] = d.gs[g].topAny(jointOptions)
	}
	beam := []assignment{{}}
	for i, g := range gs {
		next := make([]assignment, 0, len(beam)*len(opts[i]))
		for _, a := range beam {
			for k, ci := range opts[i] {
				c := &d.gs[g].cands[ci]
				b := a
				b.choice[i] = int8(k) //nolint:gosec // at most jointOptions
				b.score += math.Log(c.p + 1e-6)
				for q := range i {
					o := &d.gs[gs[q]].cands[opts[q][a.choice[q]]]
					b.score += r.m.Joint * closeness(c, o)
				}
				next = append(next, b)
			}
		}
		slices.SortStableFunc(next, func(x, y assignment) int { return cmp.Compare(y.score, x.score) })
		if len(next) > jointBeam {
			next = next[:jointBeam]
		}
		beam = next
	}
	for i, g := range gs {
		if !done[g] {
			marginal(&d.gs[g], opts[i], beam, i)
		}
	}
}

// closeness of two settlements, 0 to 1. Areas take no part, nor does a place that stands in for
// a missing entry, since it says nothing of its own; two names of one spot are no neighbours.
func closeness(a, b *cand) float64 {
	if isArea(a.class) || isArea(b.class) || a.how == howInherit || b.how == howInherit {
		return 0
	}
	d := math.Sqrt(chordKm2(&a.vec, &b.vec))
	if d < 1 {
		return 0
	}
	return math.Exp(-d / jointKm)
}

// marginal replaces the probabilities of the group's candidates by their share of the beam.
func marginal(g *group, opts []int, beam []assignment, at int) {
	top := beam[0].score
	var p [jointOptions]float64
	sum := 0.0
	for _, a := range beam {
		w := math.Exp(a.score - top)
		p[a.choice[at]] += w
		sum += w
	}
	rest := 0.0
	for _, k := range opts {
		rest += g.cands[k].p
	}
	for i, k := range opts {
		v := p[i] / sum * rest
		if old := g.cands[k].p; old > 0 && v > 0 {
			g.cands[k].joint = math.Log(v / old)
		}
		g.cands[k].p = v
	}
}

// topAny gives the likeliest n candidates, however unlikely.
func (g *group) topAny(n int) []int {
	out := make([]int, len(g.cands))
	for i := range out {
		out[i] = i
	}
	slices.SortStableFunc(out, g.likelier)
	if len(out) > n {
		out = out[:n]
	}
	return out
}
