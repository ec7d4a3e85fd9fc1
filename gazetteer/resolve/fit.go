package resolve

import (
	"math"

	"github.com/paulmach/orb"

	"sitmap/gazetteer"
)

// Example is one mention with the features of its candidates and which of them are
// right; the input of [Fit].
type Example struct {
	X      [][]float32
	Right  []bool
	Weight float64
}

// Judge says how right a candidate is for the i-th mention of an input: 0 wrong, more
// is better; only the best are learned. known is false for a mention without gold.
type Judge func(i int, p orb.Point, class gazetteer.Class, country string) (score float64, known bool)

const maxExample = 30 // candidates of an example

// Examples resolves the report with the present model and gives one example for each
// group of mentions whose right candidate is known, with static features only or with
// all, and the share of mentions that have a right candidate.
func (r *Resolver) Examples(in Input, judge Judge, all bool) []Example {
	o := *r
	o.o.NoJoint = true
	d := o.decode(in)
	n := numStatic
	if all {
		n = numFeatures
	}
	var out []Example
	for gi := range d.gs {
		g := &d.gs[gi]
		votes := make([]float64, len(g.cands))
		weight := 0.0
		for _, mi := range g.members {
			if i := d.ms[mi].input; i >= 0 && vote(g, i, judge, votes) {
				weight++
			}
		}
		if weight == 0 || len(g.cands) < 2 {
			continue
		}
		e := Example{Weight: math.Sqrt(weight)}
		right := false
		for k := range g.cands {
			ok := votes[k] > weight/2
			if !ok && len(e.X) >= maxExample || !all && g.cands[k].how == howInherit {
				continue
			}
			right = right || ok
			e.X = append(e.X, append([]float32(nil), g.cands[k].feat[:n]...))
			e.Right = append(e.Right, ok)
		}
		if right {
			out = append(out, e)
		}
	}
	return out
}

// vote adds one to every candidate that is among the best for mention i.
func vote(g *group, i int, judge Judge, votes []float64) bool {
	scores := make([]float64, len(g.cands))
	top := 0.0
	for k := range g.cands {
		c := &g.cands[k]
		s, known := judge(i, c.point, c.class, c.country)
		if !known {
			return false
		}
		scores[k] = s
		top = max(top, s)
	}
	for k, s := range scores {
		if top > 0 && s >= top*.97 {
			votes[k]++
		}
	}
	return top > 0
}

// sparse is an example without its zeros: the features of all candidates in one row.
type sparseExample struct {
	at     []int32 // where each candidate's features begin; one more at the end
	feat   []int32
	value  []float32
	right  []bool
	weight float64
}

func sparsify(e *Example, total float64) sparseExample {
	s := sparseExample{right: e.Right, weight: e.Weight / total}
	for _, x := range e.X {
		s.at = append(s.at, int32(len(s.feat))) //nolint:gosec // small
		for f, v := range x {
			if v != 0 {
				s.feat = append(s.feat, int32(f)) //nolint:gosec // small
				s.value = append(s.value, v)
			}
		}
	}
	s.at = append(s.at, int32(len(s.feat))) //nolint:gosec // small
	return s
}

// Fit learns weights that give the right candidates of the examples the most
// probability: softmax regression with a quadratic penalty, full batches and Adam's
// steps. It is deterministic.
func Fit(examples []Example, start []float32, penalty float64, steps int) []float32 {
	n := len(start)
	w := make([]float64, n)
	for i, v := range start {
		w[i] = float64(v)
	}
	total := 0.0
	for i := range examples {
		total += examples[i].Weight
	}
	rows := make([]sparseExample, len(examples))
	for i := range examples {
		rows[i] = sparsify(&examples[i], total)
	}
	grad, m1, m2 := make([]float64, n), make([]float64, n), make([]float64, n)
	p := make([]float64, 0, maxExample)
	for t := 1; t <= steps; t++ {
		for f := range grad {
			grad[f] = penalty * w[f]
		}
		for i := range rows {
			p = rows[i].gradient(w, grad, p)
		}
		rate := .2 * math.Pow(.02, float64(t)/float64(steps))
		for f := range w {
			m1[f] = .9*m1[f] + .1*grad[f]
			m2[f] = .99*m2[f] + .01*grad[f]*grad[f]
			a := m1[f] / (1 - math.Pow(.9, float64(t)))
			b := m2[f] / (1 - math.Pow(.99, float64(t)))
			w[f] -= rate * a / (math.Sqrt(b) + 1e-8)
		}
	}
	out := make([]float32, n)
	for i, v := range w {
		out[i] = float32(v)
	}
	return out
}

// gradient adds one example's gradient; p is scratch.
func (e *sparseExample) gradient(w, grad, p []float64) []float64 {
	p = p[:0]
	top := math.Inf(-1)
	for k := range e.right {
		s := 0.0
		for i := e.at[k]; i < e.at[k+1]; i++ {
			s += float64(e.value[i]) * w[e.feat[i]]
		}
		p = append(p, s)
		top = max(top, s)
	}
	sum, right := 0.0, 1e-300
	for k := range p {
		p[k] = math.Exp(p[k] - top)
		sum += p[k]
		if e.right[k] {
			right += p[k]
		}
	}
	for k := range p {
		d := p[k] / sum
		if e.right[k] {
			d -= p[k] / right
		}
		if d > -1e-7 && d < 1e-7 {
			continue
		}
		d *= e.weight
		for i := e.at[k]; i < e.at[k+1]; i++ {
			grad[e.feat[i]] += d * float64(e.value[i])
		}
	}
	return p
}

// Start gives the weights to train from.
func (m *Model) Start(all bool) []float32 {
	if all {
		return append([]float32(nil), m.Second[:]...)
	}
	return append([]float32(nil), m.First[:numStatic]...)
}

// Set puts trained weights into the model.
// No corpus has hints or an outlet's past: their weights stay those set by hand.
func (m *Model) Set(w []float32, all bool) {
	hand := handModel()
	if all {
		copy(m.Second[:], w)
		for _, f := range []int{fHintCountry, fHintAdmin1, fUsualCountry, fUsualAdmin1} {
			m.Second[f] = hand.Second[f]
		}
		m.Second[fLang] = max(m.Second[fLang], 4)                        // of the corpora nearly all are English
		m.Second[fUnlike] = min(m.Second[fUnlike], hand.Second[fUnlike]) // news seldom names villages
		m.Second[fDirectedTown] = hand.Second[fDirectedTown]             // too rare in the corpora
		return
	}
	copy(m.First[:], w)
	for _, f := range []int{fHintCountry, fHintAdmin1, fUsualCountry, fUsualAdmin1} {
		m.First[f] = hand.First[f]
	}
}

// Hand gives a copy of the rules-only model, the start of training.
func Hand() *Model { return handModel() }
