package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"sitmap/gazetteer"
	"sitmap/gazetteer/names"
)

// sample makes an index of a town with a few namesakes and many villages.
func sample(t *testing.T) *gazetteer.Index {
	t.Helper()
	entries := []gazetteer.Entry{
		{ID: "x:1", Name: "Sudzha", Point: orb.Point{35.27, 51.19}, Class: gazetteer.ClassSettlement, Country: "RU"},
		{ID: "x:2", Name: "Vorozhba", Point: orb.Point{34.23, 51.17}, Class: gazetteer.ClassSettlement, Country: "UA"},
		{ID: "x:3", Name: "Vorozhba", Point: orb.Point{35.04, 51.05}, Class: gazetteer.ClassSettlement, Country: "RU"},
	}
	rnd := rand.New(rand.NewPCG(1, 1))
	for i := range 500 {
		entries = append(entries, gazetteer.Entry{
			ID: gazetteer.ID(fmt.Sprintf("y:%d", i)), Name: "Selo " + strings.Repeat("abvgdezh"[i%8:i%8+1], 3) + fmt.Sprint(i),
			Point: orb.Point{-20 + 60*rnd.Float64(), -70 + 140*rnd.Float64()}, Class: gazetteer.ClassSettlement, Country: "UA",
		})
	}
	b, err := gazetteer.Encode(entries, gazetteer.Info{})
	if err != nil {
		t.Fatal(err)
	}
	ix, err := gazetteer.FromBytes(b)
	if err != nil {
		t.Fatal(err)
	}
	return ix
}

// The engines must give the same answers, or the comparison would be of different work.
func TestEnginesAgree(t *testing.T) {
	ix := sample(t)
	l, err := buildSQLite(t.Context(), t.TempDir(), ix)
	if err != nil {
		t.Fatal(err)
	}
	defer l.close()
	for _, e := range []engine{&sitmap{ix: ix}, l} {
		for _, c := range []struct {
			kind kind
			text string
			want int
		}{{exact, "Vorozhba", 2}, {exact, "SUDZHA", 1}, {exact, "Nowhere", 0}} {
			for _, w := range e.ways(c.kind) {
				got, err := w.do(t.Context(), question{Text: c.text})
				if err != nil || len(got) != c.want {
					t.Errorf("%s: %q gives %d places (%v), want %d", w.label, c.text, len(got), err, c.want)
				}
			}
		}
		for _, w := range e.ways(misspelt) {
			got, err := w.do(t.Context(), question{Text: "Vorozba"})
			if err != nil || !rightName(ix, question{Fold: "vorozhba"}, got) {
				t.Errorf("%s: no Vorozhba for Vorozba: %v, %v", w.label, got, err)
			}
		}
		for _, w := range e.ways(near) {
			for _, p := range []orb.Point{{35, 51}, {-20, -70}, {40, 69}} {
				q := question{Point: p}
				got, err := w.do(t.Context(), q)
				if err != nil || !rightNearest(ix, q, got) {
					t.Errorf("%s: %v are not the nearest to %v (%v)", w.label, got, p, err)
				}
			}
		}
	}
}

func TestJudgesCanFail(t *testing.T) {
	ix := sample(t)
	var one gazetteer.Ref
	if rightName(ix, question{Fold: "nowhere"}, []gazetteer.Ref{0, 1, 2}) {
		t.Error("a name that no answer has was taken for right")
	}
	if rightPlace(ix, question{Point: orb.Point{0, -89}}, []gazetteer.Ref{0, 1, 2}) {
		t.Error("a place far away was taken for right")
	}
	far := slices.Repeat([]gazetteer.Ref{one}, answers)
	if rightNearest(ix, question{Point: orb.Point{-20, -70}}, far) {
		t.Error("ten times one place were taken for the ten nearest")
	}
}

func TestMistakeIsOneEdit(t *testing.T) {
	rnd := rand.New(rand.NewPCG(2, 2))
	for range 1000 {
		wrong := string(mistake(rnd, []rune("Plekhovo")))
		if n := edits(names.Fold(wrong), "plekhovo"); n > 1 {
			t.Fatalf("%q is %d edits from plekhovo", wrong, n)
		}
	}
}

func TestEdits(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "ab", 2}, {"ab", "ba", 1}, {"kitten", "sitting", 3}, {"київ", "киев", 1}} {
		if got := edits(c.a, c.b); got != c.want {
			t.Errorf("edits(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
	}
}
