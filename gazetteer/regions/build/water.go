package main

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"sitmap/geo/geodesic"
)

// reach is how far in metres a line may lie from land, before it is simplified:
// 200 m for Russia and Ukraine and 1 km for others, less what simplifying (10 m,
// 100 m) and the steps between the tested points may add.
func reach(s sides) (limit, step float64) {
	for _, o := range s.owner {
		if slices.Contains(o[:], "RU") && slices.Contains(o[:], "UA") {
			return 179, 20
		}
	}
	return 845, 90
}

// parts lists the countries that an arc parts in any worldview; nil for a coast
// or a line inside a country.
func (s sides) parts() []string {
	var out []string
	for _, o := range s.owner {
		if o[0] == "" || o[1] == "" || o[0] == o[1] {
			continue
		}
		for _, c := range o {
			if !slices.Contains(out, c) {
				out = append(out, c)
			}
		}
	}
	slices.Sort(out)
	return out
}

// splitWater cuts the borders where they run farther from the land of the
// countries beside them than reach says, and marks the pieces in the water. Lines
// drawn by hand run on land that the source gives to one side.
func (t *topology) splitWater(all []sides, land *shore) []sides {
	hand := map[pt]bool{}
	for _, g := range grafts() {
		for _, q := range toGrid(g.line) {
			hand[q] = true
		}
	}
	pieces := map[int32][]int32{}
	for i := range len(t.arcs) {
		parted := all[i].parts()
		p := t.arcs[i].points
		if parted == nil || t.arcs[i].seam || slices.ContainsFunc(p, func(q pt) bool { return hand[q] }) {
			continue
		}
		limit, step := reach(all[i])
		cuts := waterCuts(p, step, func(q orb.Point) bool { return land.near(q, limit, parted) })
		if len(cuts) <= 2 && !cuts[0].water {
			continue
		}
		for k := range len(cuts) - 1 {
			piece := arc{points: p[cuts[k].at : cuts[k+1].at+1], owners: t.arcs[i].owners, water: cuts[k].water}
			if k == 0 {
				pieces[int32(i)] = append(pieces[int32(i)], int32(i))
				t.arcs[i] = piece
				continue
			}
			pieces[int32(i)] = append(pieces[int32(i)], int32(len(t.arcs)))
			t.arcs = append(t.arcs, piece)
			all = append(all, all[i])
		}
	}
	for _, rings := range t.rings {
		for r, refs := range rings {
			rings[r] = replace(refs, pieces)
		}
	}
	return all
}

// replace puts the pieces of cut arcs in their places.
func replace(refs []int32, pieces map[int32][]int32) []int32 {
	var out []int32
	for _, ref := range refs {
		switch {
		case ref >= 0 && pieces[ref] != nil:
			out = append(out, pieces[ref]...)
		case ref < 0 && pieces[^ref] != nil:
			for _, n := range slices.Backward(pieces[^ref]) {
				out = append(out, ^n)
			}
		default:
			out = append(out, ref)
		}
	}
	return out
}

// waterCut is where a stretch of an arc begins.
type waterCut struct {
	at    int
	water bool
}

// waterCuts cuts an arc at its corners into stretches near and far from land,
// asking at points some step metres apart; the last entry is the end.
func waterCuts(p []pt, step float64, near func(orb.Point) bool) []waterCut {
	var cuts []waterCut
	far := !near(toDegrees(p[0]))
	for i := 1; i < len(p); i++ {
		water := far
		for _, q := range fill(p[i-1], p[i], step) {
			far = !near(toDegrees(q))
			water = water || far
		}
		if len(cuts) == 0 || cuts[len(cuts)-1].water != water {
			cuts = append(cuts, waterCut{i - 1, water})
		}
	}
	return append(cuts, waterCut{len(p) - 1, false})
}

// fill gives the points after a up to b, some step metres apart.
func fill(a, b pt, step float64) []pt {
	p, q := toDegrees(a), toDegrees(b)
	n := max(1, int(math.Ceil(float64(geodesic.Distance(p, q))/step)))
	out := make([]pt, 0, n)
	for k := 1; k <= n; k++ {
		t := float64(k) / float64(n)
		out = append(out, toGrid([]orb.Point{{p[0] + t*(q[0]-p[0]), p[1] + t*(q[1]-p[1])}})[0])
	}
	return out
}

func toDegrees(p pt) orb.Point { return orb.Point{float64(p[0]) / 1e5, float64(p[1]) / 1e5} }
