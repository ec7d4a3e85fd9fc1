package main

import (
	"cmp"
	"slices"
	"strings"

	"sitmap/gazetteer/regions"
)

// seamLon is the antimeridian on the grid.
const seamLon = 180 * 100_000

// topology is the areas as arcs that neighbours share.
type topology struct {
	arcs   []arc
	areas  []area
	rings  [][][]int32 // by area and ring: arc references, ^n backwards
	owners []string    // by owner set: "RU" or "RU UA", sorted
}

type arc struct {
	points []pt
	owners int // index of topology.owners
	seam   bool
	water  bool // far from land: no line to show
}

// use is one edge of one area.
type use struct {
	a, b  uint64 // ends, a < b
	owner uint16
}

func key(p pt) uint64 { return uint64(uint32(p[0]))<<32 | uint64(uint32(p[1])) }

// buildTopology finds the arcs: chains of edges with the same owners between points where
// the owners change.
func buildTopology(areas []area) *topology {
	t := &topology{areas: areas}
	junction, setOf := t.junctions()
	type sig struct {
		first, second, last uint64
		n                   int
	}
	known := map[sig][]int32{}
	add := func(points []pt) int32 {
		backwards := !forward(points)
		if backwards {
			points = slices.Clone(points)
			slices.Reverse(points)
		}
		s := sig{key(points[0]), key(points[1]), key(points[len(points)-1]), len(points)}
		for _, n := range known[s] {
			if slices.Equal(t.arcs[n].points, points) {
				return signed(n, backwards)
			}
		}
		n := int32(len(t.arcs))
		known[s] = append(known[s], n)
		t.arcs = append(t.arcs, arc{points: slices.Clone(points), owners: setOf(points[0], points[1]), seam: onSeam(points[0], points[1])})
		return signed(n, backwards)
	}
	for _, a := range areas {
		var rings [][]int32
		for _, r := range a.rings {
			rings = append(rings, cutRing(r, junction, add))
		}
		t.rings = append(t.rings, rings)
	}
	return t
}

func signed(n int32, backwards bool) int32 {
	if backwards {
		return ^n
	}
	return n
}

// forward says whether an arc is stored in this direction.
func forward(p []pt) bool {
	n := len(p) - 1
	if c := cmp.Compare(key(p[0]), key(p[n])); c != 0 {
		return c < 0
	}
	return key(p[1]) <= key(p[n-1])
}

func onSeam(a, b pt) bool { return a[0] == b[0] && (a[0] == seamLon || a[0] == -seamLon) }

// cutRing turns a ring so that it begins at a junction (or at its least point)
// and gives its arcs.
func cutRing(r ring, junction func(pt) bool, add func([]pt) int32) []int32 {
	start := slices.IndexFunc(r, junction)
	if start < 0 {
		start = 0
		for i := range r {
			if key(r[i]) < key(r[start]) {
				start = i
			}
		}
	}
	turned := append(slices.Clone(r[start:]), r[:start]...)
	turned = append(turned, turned[0])
	var refs []int32
	from := 0
	for i := 1; i < len(turned); i++ {
		if i == len(turned)-1 || junction(turned[i]) {
			refs = append(refs, add(turned[from:i+1]))
			from = i
		}
	}
	return refs
}

// junctions finds the points where more than two edges meet or the owners change.
func (t *topology) junctions() (isJunction func(pt) bool, setOf func(a, b pt) int) {
	var uses []use
	var names []string
	number := map[string]uint16{}
	for _, a := range t.areas {
		n, ok := number[a.country]
		if !ok {
			n = uint16(len(names))
			number[a.country] = n
			names = append(names, a.country)
		}
		for _, r := range a.rings {
			for i := range r {
				p, q := r[i], r[(i+1)%len(r)]
				a, b := key(p), key(q)
				if a > b {
					a, b = b, a
				}
				uses = append(uses, use{a, b, n})
			}
		}
	}
	slices.SortFunc(uses, func(x, y use) int {
		return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b), cmp.Compare(x.owner, y.owner))
	})
	sets := map[string]int{}
	var edges []labelled
	for i := 0; i < len(uses); {
		var owners []string
		k := i
		for ; k < len(uses) && uses[k].a == uses[i].a && uses[k].b == uses[i].b; k++ {
			if name := names[uses[k].owner]; !slices.Contains(owners, name) {
				owners = append(owners, name)
			}
		}
		slices.Sort(owners)
		label := strings.Join(owners, " ")
		n, ok := sets[label]
		if !ok {
			n = len(t.owners)
			sets[label] = n
			t.owners = append(t.owners, label)
		}
		edges = append(edges, labelled{uses[i].a, uses[i].b, n})
		i = k
	}
	return changes(edges)
}

// labelled is an edge with the number of its set of owners.
type labelled struct {
	a, b uint64
	set  int
}

// changes finds the junctions of labelled edges, sorted by their ends.
func changes(edges []labelled) (func(pt) bool, func(a, b pt) int) {
	type end struct {
		v     uint64
		label int
	}
	ends := make([]end, 0, 2*len(edges))
	for _, e := range edges {
		label := e.set * 2
		if seam := int32(e.a>>32) == int32(e.b>>32) && (int32(e.a>>32) == seamLon || int32(e.a>>32) == -seamLon); seam {
			label++
		}
		ends = append(ends, end{e.a, label}, end{e.b, label})
	}
	slices.SortFunc(ends, func(x, y end) int { return cmp.Compare(x.v, y.v) })
	var found []uint64
	for i := 0; i < len(ends); {
		k := i
		same := true
		for ; k < len(ends) && ends[k].v == ends[i].v; k++ {
			same = same && ends[k].label == ends[i].label
		}
		if k-i != 2 || !same {
			found = append(found, ends[i].v)
		}
		i = k
	}
	isJunction := func(p pt) bool {
		_, ok := slices.BinarySearch(found, key(p))
		return ok
	}
	setOf := func(p, q pt) int {
		a, b := key(p), key(q)
		if a > b {
			a, b = b, a
		}
		i, ok := slices.BinarySearchFunc(edges, [2]uint64{a, b}, func(e labelled, w [2]uint64) int {
			return cmp.Or(cmp.Compare(e.a, w[0]), cmp.Compare(e.b, w[1]))
		})
		if !ok {
			return -1
		}
		return edges[i].set
	}
	return isJunction, setOf
}

// model gives the topology in the form of the data file, with points as given.
func (t *topology) model(source string, points func(i int) []pt, keep func(area int) bool) (*regions.Model, map[int32]int32) {
	m := &regions.Model{Source: source}
	number := map[string]uint8{}
	arcNumber := map[int32]int32{}
	for i, a := range t.areas {
		if !keep(i) {
			continue
		}
		if _, ok := number[a.country]; !ok {
			number[a.country] = uint8(len(m.Countries))
			m.Countries = append(m.Countries, a.country)
		}
		p := regions.ModelPolygon{Country: number[a.country]}
		for _, r := range t.rings[i] {
			var refs []int32
			for _, ref := range r {
				n := ref
				if n < 0 {
					n = ^n
				}
				to, ok := arcNumber[n]
				if !ok {
					to = int32(len(m.Arcs))
					arcNumber[n] = to
					out := regions.ModelArc{}
					for _, q := range points(int(n)) {
						out.Points = append(out.Points, [2]int32(q))
					}
					if t.arcs[n].seam {
						out.Flags |= regions.Seam
					}
					if t.arcs[n].water {
						out.Flags |= regions.Water
					}
					for w := range out.Sides {
						out.Sides[w] = regions.ArcSides{Left: regions.None, Right: regions.None}
					}
					m.Arcs = append(m.Arcs, out)
				}
				refs = append(refs, signed(to, ref < 0))
			}
			p.Rings = append(p.Rings, refs)
		}
		m.Polygons = append(m.Polygons, p)
	}
	return m, arcNumber
}
