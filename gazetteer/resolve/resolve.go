// Package resolve decides which place each mention of a report means:
// [New] and [Resolver.Resolve].
//
// A mention's candidates are scored by a linear model over features with names
// ([Reason]), several times, since what one mention means depends on the others;
// lists and sentences are then decoded together. Every answer keeps its reasons,
// its runners-up and a calibrated probability. The package knows no place by name
// except the traditional names of landscapes that are areas. Time grows linearly
// with the text. A Resolver is read-only and safe for any number of callers.
package resolve

import (
	"cmp"
	"slices"
	"strings"

	"sitmap/gazetteer"
	"sitmap/gazetteer/names"
)

// Method names a set of weights.
type Method string

// The methods.
const (
	Learned Method = "learned" // weights trained on annotated news; see NOTICE
	Rules   Method = "rules"   // weights set by hand
)

// Options of a Resolver. The zero value uses the learned weights.
type Options struct {
	Method       Method // "" = Learned
	Alternatives int    // runners-up kept for each mention; 0 = 4
	Model        *Model // weights to use instead of Method's; for training
	NoJoint      bool   // leave out the joint decoding; for measuring
}

// Input is a report with its mentions.
type Input struct {
	Text     string
	Mentions []gazetteer.Mention    // bytes of Text; bad spans get no answer
	Lang     string                 // ISO 639-1; "" = guess
	Outlet   string                 // who published it; "" unknown
	Hints    []string               // "UA", "RU/Kursk": areas that the caller expects
	Usual    []Usual                // what the outlet's reports are usually about; nil: not to be used
	Without  map[gazetteer.Ref]bool // places that are taken not to exist; for training
}

// Reason is one feature that spoke for or against a candidate; it contributed Value × Weight.
type Reason struct {
	Feature string
	Value   float64
	Weight  float64
}

// Candidate is a place that a mention may mean.
type Candidate struct {
	Ref     gazetteer.Ref
	Place   gazetteer.Place
	Score   float64  // of the linear model
	P       float64  // calibrated probability
	Reasons []Reason // heaviest first
}

// Resolution is the answer for one mention.
type Resolution struct {
	Mention      gazetteer.Mention
	Chosen       *Candidate      // nil: nothing fits
	Alternatives []Candidate     // runners-up, best first
	Area         *Candidate      // the containing area that is surer than Chosen, when Chosen is unsure; else nil
	P            float64         // of Chosen
	List         int             // coordinated list the mention stands in, -1 none
	Inherited    bool            // no entry of its own: the place the report is about there
	Host         string          // set when Inherited and the point was moved as the words say: the place it was put by
	Considered   []gazetteer.Ref // every candidate, for measuring
}

// Resolver resolves mentions against one index.
type Resolver struct {
	ix    *gazetteer.Index
	o     Options
	m     *Model
	areas areaIndex
	adm1  map[string][]gazetteer.Ref // first-order areas by country
}

// New prepares a resolver; it reads the areas of the index once.
func New(ix *gazetteer.Index, o Options) *Resolver {
	if o.Alternatives == 0 {
		o.Alternatives = 4
	}
	m := o.Model
	if m == nil {
		m = modelOf(o.Method)
	}
	r := &Resolver{ix: ix, o: o, m: m, adm1: map[string][]gazetteer.Ref{}}
	r.areas = newAreaIndex(ix)
	for i := range ix.Len() {
		ref := gazetteer.Ref(i) //nolint:gosec // an index holds fewer than 2^32 places
		if ix.Class(ref) == gazetteer.ClassAdmin1 {
			cc := ix.CountryCode(ref)
			r.adm1[cc] = append(r.adm1[cc], ref)
		}
	}
	return r
}

// admin1ByName finds a first-order area by its country and the beginning of its name or its stem.
func (r *Resolver) admin1ByName(country, name string) (gazetteer.Ref, bool) {
	want := names.Fold(name)
	stem := areaStem(name)
	best, found := gazetteer.Ref(0), false
	for _, ref := range r.adm1[country] {
		n := names.Fold(r.ix.Name(ref))
		if n == want {
			return ref, true
		}
		if !found && (strings.HasPrefix(n, want) || len(stem) > 2 && areaStem(n) == stem) {
			best, found = ref, true
		}
	}
	return best, found
}

func (r *Resolver) hints(in []string) []hint {
	var out []hint
	for _, s := range in {
		cc, a, _ := strings.Cut(strings.TrimSpace(s), "/")
		h := hint{country: strings.ToUpper(cc)}
		if a != "" {
			if ref, ok := r.admin1ByName(h.country, a); ok {
				h.admin1 = r.ix.Admin1(ref)
			}
		}
		out = append(out, h)
	}
	return out
}

// Resolve answers every mention, in the order given.
func (r *Resolver) Resolve(in Input) []Resolution {
	d := r.decode(in)
	out := make([]Resolution, len(in.Mentions))
	cache := make(map[int]Resolution, len(d.gs))
	for i := range d.ms {
		m := &d.ms[i]
		if m.input < 0 {
			continue
		}
		res, ok := cache[m.group]
		if !ok {
			res = r.answer(&d.gs[m.group])
			r.estimate(d, m.group, &res)
			cache[m.group] = res
		}
		res.Mention = in.Mentions[m.input]
		res.List = m.list
		out[m.input] = res
	}
	return out
}

// decode runs all passes.
func (r *Resolver) decode(in Input) *doc {
	d := newDoc(in)
	d.hints = r.hints(in.Hints)
	d.usual = r.usual(in.Usual)
	r.addNationalities(d)
	r.addStates(d)
	d.findLists()
	d.findRelations()
	r.group(d)
	d.findInside()
	for gi := range d.gs {
		r.static(d, &d.gs[gi])
	}
	r.score(d, &r.m.First, numStatic)
	for pass := range r.m.Passes {
		if pass == 1 {
			r.local(d)
			r.inherit(d)
		}
		r.contextPass(d)
		r.score(d, &r.m.Second, numFeatures)
		d.forbidOutside()
	}
	if !r.o.NoJoint {
		r.joint(d)
	}
	return d
}

func (r *Resolver) contextPass(d *doc) {
	r.reaches(d)
	m := massesOf(d.gs)
	tops := make([][]int, len(d.gs))
	for i := range d.gs {
		tops[i] = d.gs[i].top(3)
	}
	r.context(d, &m, tops)
}

// answer turns a group's candidates into a resolution.
func (r *Resolver) answer(g *group) Resolution {
	res := Resolution{List: -1}
	for i := range g.cands {
		res.Considered = append(res.Considered, g.cands[i].ref)
	}
	order := g.bySpot() // runners-up of small probability too: a reader wants to see what was turned down
	for n, k := range order {
		if len(res.Alternatives) == r.o.Alternatives && n > 0 {
			break
		}
		c := r.candidate(&g.cands[k], n < 3)
		if n == 0 {
			res.Chosen = &c
			res.Inherited = g.cands[k].how == howInherit
			continue
		}
		if g.cands[k].how != howInherit {
			res.Alternatives = append(res.Alternatives, c)
		}
	}
	if res.Chosen != nil {
		// two entries for one spot (a town and its district's seat) are one answer
		res.P = r.m.calibrate(min(1, sameSpot(g, order[0])))
		res.Chosen.P = res.P
		share(res.Alternatives, g, order[0], 1-res.P)
		res.Area = r.area(g, order[0], res.P)
	}
	return res
}

// share divides what probability the answer leaves among all other candidates, by
// their scores: with the answer's own it adds up to 1 at most.
func share(others []Candidate, g *group, chosen int, left float64) {
	sum := 0.0
	for i := range g.cands {
		if i != chosen {
			sum += g.cands[i].p
		}
	}
	for i := range others {
		if sum > 0 {
			others[i].P *= left / sum
		}
	}
}

// bySpot orders the candidates by probability, but puts first the best of the spot that
// has the most of it: a town, its district and its commune speak for each other.
func (g *group) bySpot() []int {
	order := g.topAny(len(g.cands))
	lead, most := 0, 0.0
	for n, k := range order {
		if n == 6 {
			break
		}
		sum := 0.0
		for i := range g.cands {
			if i == k || g.cands[k].how != howInherit && g.cands[i].how != howInherit && g.cands[i].country == g.cands[k].country && chordKm2(&g.cands[i].vec, &g.cands[k].vec) < 15*15 {
				sum += g.cands[i].p
			}
		}
		if sum > most*1.001 {
			lead, most = n, sum
		}
	}
	first := order[:0:0]
	if len(order) > 0 {
		first = append(first, order[lead])
	}
	for n, k := range order {
		if n != lead {
			first = append(first, k)
		}
	}
	return first
}

// sameSpot sums the probability of all candidates that lie where the chosen one lies.
func sameSpot(g *group, k int) float64 {
	p := 0.0
	for i := range g.cands {
		if i == k || chordKm2(&g.cands[i].vec, &g.cands[k].vec) < 5*5 {
			p += g.cands[i].p
		}
	}
	return p
}

// area climbs to the first-order area or the country when the chosen candidate is
// unsure and most of the probability lies in that area.
func (r *Resolver) area(g *group, k int, p float64) *Candidate {
	c := &g.cands[k]
	if p >= .5 || c.country == "" || isArea(c.class) {
		return nil
	}
	in1, in0 := 0.0, 0.0
	for i := range g.cands {
		if o := &g.cands[i]; o.country == c.country {
			in0 += o.p
			if o.admin1 == c.admin1 {
				in1 += o.p
			}
		}
	}
	ref, ok, mass := gazetteer.Ref(0), false, 0.0
	if c.admin1 != "" && in1 >= p+.2 {
		ref, ok = r.ix.Admin1Ref(c.country, c.admin1)
		mass = in1
	} else if in0 >= p+.2 {
		ref, ok = r.ix.Country(c.country)
		mass = in0
	}
	if !ok {
		return nil
	}
	return &Candidate{Ref: ref, Place: r.ix.Place(ref), P: r.m.calibrate(mass)}
}

const maxReasons = 8

func (r *Resolver) candidate(c *cand, reasons bool) Candidate {
	out := Candidate{Ref: c.ref, Place: r.ix.Place(c.ref), Score: c.score, P: c.p}
	if c.reach {
		out.Place.Point, out.Place.Approximate = c.point, true
	}
	if !reasons {
		return out
	}
	w := &r.m.Second
	for f, v := range c.feat {
		if contribution := float64(v) * float64(w[f]); contribution > .05 || contribution < -.05 {
			out.Reasons = append(out.Reasons, Reason{featureNames[f], round3(float64(v)), round3(float64(w[f]))})
		}
	}
	slices.SortStableFunc(out.Reasons, func(a, b Reason) int { return cmp.Compare(abs(b.Value*b.Weight), abs(a.Value*a.Weight)) })
	if len(out.Reasons) > maxReasons {
		out.Reasons = out.Reasons[:maxReasons]
	}
	if c.joint != 0 {
		out.Reasons = append(out.Reasons, Reason{"places of the list or sentence decoded together", round3(c.joint), 1})
	}
	return out
}

func round3(v float64) float64 {
	if v < 0 {
		return -float64(int(-v*1000+.5)) / 1000
	}
	return float64(int(v*1000+.5)) / 1000
}

func abs(v float64) float64 {
	if v < 0 {
		return -v
	}
	return v
}
