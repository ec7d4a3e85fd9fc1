package mention

import (
	"maps"
	"math/rand/v2"
	"slices"

	"sitmap/gazetteer"
	"sitmap/internal/text"
)

// Lesson is a report prepared for training: the features of its tokens and their right
// labels, -1 where the annotation does not say.
type Lesson struct {
	feats [][]uint32
	own   []bool // the token's first features name its word
	gold  []int8
}

// NewLesson prepares a report. places and unknown are byte spans: the places of the
// gold, and stretches that are neither right nor wrong.
func NewLesson(ix *gazetteer.Index, s, lang string, places, unknown [][2]int) Lesson {
	toks := text.Tokens(s)
	if lang == "" {
		lang = text.Lang(s)
	}
	p := newPage(ix, s, lang, toks, text.Sentences(s, toks))
	l := Lesson{feats: p.features(), gold: make([]int8, len(toks)), own: make([]bool, len(toks))}
	for i := range toks {
		l.own[i] = len(l.feats[i]) > 12
	}
	for _, u := range unknown {
		for i, t := range toks {
			if t.Start < u[1] && u[0] < t.End {
				l.gold[i] = -1
			}
		}
	}
	for _, g := range places {
		first := true
		for i, t := range toks {
			if t.Start < g[1] && g[0] < t.End {
				l.gold[i] = labelIn
				if first {
					l.gold[i] = labelBegin
				}
				first = false
			}
		}
	}
	return l
}

// Train learns an averaged structured perceptron. Features seen in fewer than minDocs
// reports are left out, so that no report can be read back from the weights. It is
// deterministic.
func Train(lessons []*Lesson, minDocs, rounds int, bias float32) *Model {
	seen := map[uint32]int32{}
	counted := map[*Lesson]bool{}
	for _, l := range lessons {
		if counted[l] { // a lesson may be given twice for weight
			continue
		}
		counted[l] = true
		doc := map[uint32]bool{}
		for _, fs := range l.feats {
			for _, h := range fs {
				doc[h] = true
			}
		}
		for h := range doc {
			seen[h]++
		}
	}
	index := map[uint32]int32{}
	for _, h := range slices.Sorted(maps.Keys(seen)) {
		if int(seen[h]) >= minDocs {
			index[h] = int32(len(index)) //nolint:gosec // far fewer than 2^31 features
		}
	}
	t := trainer{w: make([][numLabels]float32, len(index)), sum: make([][numLabels]float64, len(index))}
	rnd := rand.New(rand.NewPCG(3, 3)) //nolint:gosec // repeatable on purpose
	t.rnd, t.drop = rnd, .3
	t.compile(lessons, index)
	order := make([]int, len(lessons))
	for i := range order {
		order[i] = i
	}
	for range rounds {
		rnd.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, k := range order {
			t.learn(k, lessons[k].gold)
		}
	}
	return t.model(index, bias)
}

type trainer struct {
	docs     [][]row
	rnd      *rand.Rand
	drop     float64 // share of tokens whose own word is hidden
	w        [][numLabels]float32
	sum      [][numLabels]float64 // of step × change, for the average
	trans    [numLabels][numLabels]float32
	transSum [numLabels][numLabels]float64
	step     float64
}

// row is a token's features; the first own of them name its word.
type row struct {
	own   int
	feats []int32
}

func (t *trainer) compile(lessons []*Lesson, index map[uint32]int32) {
	for _, l := range lessons {
		doc := make([]row, len(l.feats))
		for i, fs := range l.feats {
			for n, h := range fs {
				if k, ok := index[h]; ok {
					doc[i].feats = append(doc[i].feats, k)
					if n < ownFeatures && l.own[i] {
						doc[i].own++
					}
				}
			}
		}
		t.docs = append(t.docs, doc)
	}
}

// learn compares the free labelling with the best one that agrees with the gold, in windows of a few sentences' length.
func (t *trainer) learn(k int, gold []int8) {
	doc := make([][]int32, len(t.docs[k]))
	for i, r := range t.docs[k] {
		doc[i] = r.feats
		if r.own > 0 && t.rnd.Float64() < t.drop {
			doc[i] = r.feats[r.own:]
		}
	}
	for a := 0; a < len(doc); a += 200 {
		b := min(len(doc), a+200)
		t.step++
		emit := make([][numLabels]float32, b-a)
		for i := range emit {
			for _, f := range doc[a+i] {
				for l := range t.w[f] {
					emit[i][l] += t.w[f][l]
				}
			}
		}
		fixed := gold[a:b]
		got := viterbi(emit, &t.trans, nil)
		want := viterbi(emit, &t.trans, fixed)
		for i := range got {
			if got[i] != want[i] {
				for _, f := range doc[a+i] {
					t.change(&t.w[f], &t.sum[f], want[i], 1)
					t.change(&t.w[f], &t.sum[f], got[i], -1)
				}
			}
			if i > 0 && (got[i] != want[i] || got[i-1] != want[i-1]) {
				t.change(&t.trans[want[i-1]], &t.transSum[want[i-1]], want[i], 1)
				t.change(&t.trans[got[i-1]], &t.transSum[got[i-1]], got[i], -1)
			}
		}
	}
}

func (t *trainer) change(w *[numLabels]float32, s *[numLabels]float64, l int8, d float32) {
	w[l] += d
	s[l] += t.step * float64(d)
}

func (t *trainer) model(index map[uint32]int32, bias float32) *Model {
	out := make(map[uint32][numLabels]float32, len(index))
	for h, k := range index {
		var v [numLabels]float32
		big := false
		for l := range v {
			v[l] = t.w[k][l] - float32(t.sum[k][l]/(t.step+1))
			big = big || v[l] > .02 || v[l] < -.02
		}
		if big {
			out[h] = v
		}
	}
	var trans [numLabels][numLabels]float32
	for i := range trans {
		for l := range trans[i] {
			trans[i][l] = t.trans[i][l] - float32(t.transSum[i][l]/(t.step+1))
		}
	}
	return NewModel(out, trans, bias)
}
