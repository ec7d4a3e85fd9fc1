package claim

import (
	"math"
	"sort"

	"sitmap/gazetteer/resolve"
)

// What a clue of the words is worth to a candidate: a factor of its probability. They are round numbers, not fitted.
const (
	clueFits  = 3
	clueDoubt = .5
	clueFails = .03
	// floorP is the least share of a namesake whose prior is that of the best; below it it fades with the prior.
	floorP = .2
)

// wellKnown is the population from which a name without any clue means the place that gazetteers know.
const wellKnown = 5000

// otherName is what is left of a candidate's probability when its name is only similar to the one written, and other places
// bear that one: Plekhov beside Plekhovo.
const otherName = .2

// weigh puts the candidates of a target in order by everything the words say: the resolver's probability, the areas,
// the border and the places by which they tell where it lies.
func (w *work) weigh(t *target) {
	clues := 0
	best := float32(math.Inf(-1))
	for i := range t.cands {
		best = max(best, w.prior(&t.cands[i]))
	}
	scores := make([]float64, len(t.cands))
	fails := make([]bool, len(t.cands))
	sum := 0.0
	for i := range t.cands {
		c := &t.cands[i]
		score := c.P
		if !t.res.Inherited || i > 0 {
			same := w.sameName(t, c)
			score = max(score*max(same, otherName), floorP*math.Exp(float64(w.prior(c)-best)*2)*same)
		}
		n, fail := 0, false
		score, n, fail = w.clues(t, c, score)
		clues = max(clues, n)
		scores[i], fails[i] = score, fail
		sum += score
	}
	order := make([]int, len(t.cands))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return scores[order[a]] > scores[order[b]] })
	cands := make([]resolve.Candidate, len(order))
	for i, k := range order {
		cands[i] = t.cands[k]
		cands[i].P = scores[k] / sum
	}
	t.inherited = t.res.Inherited && order[0] == 0
	t.p, t.found = cands[0].P, !fails[order[0]]
	t.alone = clues == 0 && t.list < 0 && cands[0].Place.Population < wellKnown
	t.cands = cands
}

func (w *work) prior(c *resolve.Candidate) float32 { return w.c.ix.Prior(c.Ref) }

// sameName is 1 for a place that bears the name as it is written or in another script, less for one that is only similar.
func (w *work) sameName(t *target, c *resolve.Candidate) float64 {
	if w.exact == nil {
		w.exact = map[string]map[uint32]bool{}
	}
	set, ok := w.exact[t.name]
	if !ok {
		set = w.bearers(t.name)
		w.exact[t.name] = set
	}
	if set[uint32(c.Ref)] {
		return 1
	}
	return .05
}

// clues multiplies a candidate's score by what the words say of it; n counts the clues and fail is set when one speaks
// clearly against it.
func (w *work) clues(t *target, c *resolve.Candidate, score float64) (float64, int, bool) {
	n, fail := 0, false
	put := func(o Outcome) {
		switch o {
		case Pass:
			score *= clueFits
		case Warn:
			score *= clueDoubt
		case Fail:
			score *= clueFails
			fail = true
		default:
			return
		}
		n++
	}
	p := c.Place.Point
	for _, a := range w.areaFits(p, 0) {
		put(a.outcome)
	}
	for i := range t.stand {
		a := &t.stand[i]
		f := w.fitOf(&a.target, &a.cands[0], p, 0)
		put(w.loosely(&f))
	}
	for i := range w.said.borders {
		b := &w.said.borders[i]
		if _, ok := w.c.borders.Nearest(p, b.farthest(villageSlack/2)); !ok {
			put(Fail) // no border at all is near enough
			continue
		}
		o, _ := w.borderFit(b, p, villageSlack/2)
		put(o)
	}
	return score, n, fail
}

// loosely grades a fit to an anchor: the words only sketch where a place lies, so that no more than a clear contradiction counts.
func (w *work) loosely(f *fit) Outcome {
	if f.outcome == Fail && f.code == "bearing" {
		return Warn
	}
	return f.outcome
}
