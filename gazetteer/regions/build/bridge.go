package main

import (
	"cmp"
	"math"
	"slices"

	"sitmap/gazetteer/regions"
)

// bridgeLength is the widest gap in a border that is closed by a straight line,
// in metres: there the areas of the source miss each other.
const bridgeLength = 1000

// bridge adds straight arcs across small gaps of borders. They belong to no area.
func bridge(m *regions.Model) {
	byPair := map[[2]uint8][]int{}
	var pairs [][2]uint8
	for i := range m.Arcs {
		s := m.Arcs[i].Sides[0]
		if s.Left == s.Right || s.Left == regions.None || s.Right == regions.None || m.Arcs[i].Flags&regions.Seam != 0 {
			continue
		}
		k := [2]uint8{min(s.Left, s.Right), max(s.Left, s.Right)}
		if byPair[k] == nil {
			pairs = append(pairs, k)
		}
		byPair[k] = append(byPair[k], i)
	}
	for _, k := range pairs {
		for _, gap := range gaps(m, byPair[k]) {
			a := regions.ModelArc{Points: gap[:], Flags: regions.Bridge}
			for w := range a.Sides {
				a.Sides[w] = regions.ArcSides{Left: k[0], Right: k[1]}
			}
			m.Arcs = append(m.Arcs, a)
		}
	}
}

// gaps pairs the loose ends of a border, the closest first, unless they hang
// together already.
func gaps(m *regions.Model, arcs []int) [][2][2]int32 {
	degree := map[[2]int32]int{}
	parent := map[[2]int32][2]int32{}
	var root func(p [2]int32) [2]int32
	root = func(p [2]int32) [2]int32 {
		q, ok := parent[p]
		if !ok || q == p {
			return p
		}
		return root(q)
	}
	for _, i := range arcs {
		p := m.Arcs[i].Points
		a, b := p[0], p[len(p)-1]
		degree[a]++
		degree[b]++
		parent[root(a)] = root(b)
	}
	var loose [][2]int32
	for _, i := range arcs {
		p := m.Arcs[i].Points
		for _, e := range [][2]int32{p[0], p[len(p)-1]} {
			if degree[e] == 1 {
				loose = append(loose, e)
			}
		}
	}
	type gap struct {
		a, b   [2]int32
		metres float64
	}
	var all []gap
	for i, a := range loose {
		for _, b := range loose[:i] {
			east, north := metresPerUnit(a[1])
			if d := math.Hypot(float64(a[0]-b[0])*east, float64(a[1]-b[1])*north); d <= bridgeLength {
				all = append(all, gap{a, b, d})
			}
		}
	}
	slices.SortFunc(all, func(x, y gap) int { return cmp.Compare(x.metres, y.metres) })
	var out [][2][2]int32
	for _, g := range all {
		if root(g.a) == root(g.b) || degree[g.a] > 1 || degree[g.b] > 1 {
			continue
		}
		degree[g.a]++
		degree[g.b]++
		parent[root(g.a)] = root(g.b)
		out = append(out, [2][2]int32{g.a, g.b})
	}
	return out
}
