package main

import (
	"cmp"
	"iter"
	"math"
	"math/rand/v2"
	"slices"
	"unicode"

	"github.com/paulmach/orb"

	"sitmap/gazetteer"
	"sitmap/gazetteer/names"
	"sitmap/geo"
	"sitmap/geo/geodesic"
)

// question is asked of every engine alike.
type question struct {
	Text  string
	Point orb.Point     // of near, or where the wanted place is
	Want  gazetteer.Ref // exact: the place whose name Text is
	Fold  string        // misspelt: the folded name that was meant
}

// task is a row of questions of one kind and what a right answer is.
type task struct {
	Kind      kind
	Questions []question
	title     string
	right     func(ix *gazetteer.Index, q question, got []gazetteer.Ref) bool
}

// tasks makes the questions, the same for the same index and seed.
func tasks(ix *gazetteer.Index, o options) []task {
	rnd := rand.New(rand.NewPCG(o.seed, 7)) //nolint:gosec // a sample that can be repeated
	return []task{
		{exact, exactQuestions(ix, rnd, o.exact), "all places of a name, as written", func(_ *gazetteer.Index, q question, got []gazetteer.Ref) bool {
			return slices.Contains(got, q.Want)
		}},
		{misspelt, misspeltQuestions(ix, rnd, o.misspelt), "ten places for a name with one mistake", rightName},
		{script, cyrillicQuestions(), "ten places for a Cyrillic name", rightPlace},
		{near, nearQuestions(ix, rnd, o.near), "the ten nearest places", rightNearest},
	}
}

// rightName: one of the answers has the main name that was meant.
func rightName(ix *gazetteer.Index, q question, got []gazetteer.Ref) bool {
	return slices.ContainsFunc(got, func(r gazetteer.Ref) bool { return names.Fold(ix.Name(r)) == q.Fold })
}

// rightPlace: one of the answers lies within 15 km of where the place is.
func rightPlace(ix *gazetteer.Index, q question, got []gazetteer.Ref) bool {
	const tolerance geo.Metres = 15_000
	return slices.ContainsFunc(got, func(r gazetteer.Ref) bool { return geodesic.Distance(ix.Point(r), q.Point) <= tolerance })
}

// exactQuestions draws places, so that a common name is drawn often.
func exactQuestions(ix *gazetteer.Index, rnd *rand.Rand, n int) []question {
	out := make([]question, n)
	for i := range out {
		r := gazetteer.Ref(rnd.IntN(ix.Len()))
		out[i] = question{Text: ix.Name(r), Want: r}
	}
	return out
}

// misspeltQuestions draws names of five to twenty letters and makes one mistake
// in each: a letter left out, put in, exchanged, or two neighbours swapped.
// A mistake that gives another place's name is drawn again.
func misspeltQuestions(ix *gazetteer.Index, rnd *rand.Rand, n int) []question {
	var out []question
	for len(out) < n {
		name := []rune(ix.Name(gazetteer.Ref(rnd.IntN(ix.Len()))))
		if len(name) < 5 || len(name) > 20 || slices.ContainsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) }) {
			continue
		}
		wrong := string(mistake(rnd, slices.Clone(name)))
		meant := names.Fold(string(name))
		if names.Fold(wrong) == meant || len(ix.Lookup(nil, wrong)) > 0 {
			continue
		}
		out = append(out, question{Text: wrong, Fold: meant})
	}
	return out
}

func mistake(rnd *rand.Rand, s []rune) []rune {
	i := rnd.IntN(len(s) - 1)
	letter := 'a' + rune(rnd.IntN(26))
	switch rnd.IntN(4) {
	case 0:
		return slices.Delete(s, i, i+1)
	case 1:
		return slices.Insert(s, i+1, letter)
	case 2:
		s[i] = letter
	default:
		s[i], s[i+1] = s[i+1], s[i]
	}
	return s
}

// nearQuestions draws points some kilometres from places.
func nearQuestions(ix *gazetteer.Index, rnd *rand.Rand, n int) []question {
	out := make([]question, n)
	for i := range out {
		p := ix.Point(gazetteer.Ref(rnd.IntN(ix.Len())))
		out[i].Point = orb.Point{
			min(180, max(-180, p[0]+0.1*rnd.NormFloat64())),
			min(90, max(-90, p[1]+0.1*rnd.NormFloat64())),
		}
	}
	return out
}

// rightNearest: the answers are as near as those of a search that reads every place.
func rightNearest(ix *gazetteer.Index, q question, got []gazetteer.Ref) bool {
	want := nearestOf(q.Point, func(yield func(gazetteer.Ref, orb.Point) bool) {
		for r := range gazetteer.Ref(ix.Len()) { //nolint:gosec // a count
			if !yield(r, ix.Point(r)) {
				return
			}
		}
	})
	if len(got) != len(want) {
		return false
	}
	for i, r := range got { // places at one distance may come in any order
		const tolerance = 1e-3
		if a, b := chord(ix.Point(r), q.Point), chord(ix.Point(want[i]), q.Point); a > b*(1+tolerance)+1e-14 {
			return false
		}
	}
	return true
}

// nearestOf gives the ten nearest of some places, the nearest first.
func nearestOf(p orb.Point, places iter.Seq2[gazetteer.Ref, orb.Point]) []gazetteer.Ref {
	type far struct {
		ref gazetteer.Ref
		d   float64
	}
	var out []far
	for r, at := range places {
		f := far{r, chord(at, p)}
		if len(out) == answers && f.d >= out[answers-1].d {
			continue
		}
		i, _ := slices.BinarySearchFunc(out, f, func(a, b far) int { return cmp.Or(cmp.Compare(a.d, b.d), cmp.Compare(a.ref, b.ref)) })
		out = slices.Insert(out, i, f)
		out = out[:min(answers, len(out))]
	}
	refs := make([]gazetteer.Ref, len(out))
	for i, f := range out {
		refs[i] = f.ref
	}
	return refs
}

// chord grows with the distance on a sphere: the square of half the straight line, radius 1.
func chord(a, b orb.Point) float64 {
	const rad = math.Pi / 180
	s, t := math.Sin((a[1]-b[1])*rad/2), math.Sin((a[0]-b[0])*rad/2)
	return s*s + math.Cos(a[1]*rad)*math.Cos(b[1]*rad)*t*t
}
