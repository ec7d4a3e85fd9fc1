package regions

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"sitmap/geo/geodesic"
)

// Line is a piece of a border to draw.
type Line struct {
	Countries [2]string // on both sides in this worldview, sorted; equal for a line that only the other view has
	Disputed  bool      // the views differ here: draw it dashed
	Water     bool      // in wide water, far from land: draw it lighter
	Points    orb.LineString
}

// EachLine calls fn with every piece of land border that may meet the bounds
// (lon, lat), until fn returns false. Coasts are not borders, and pieces in wide
// water are left to [Borders.EachWaterLine].
func (b *Borders) EachLine(in orb.Bound, fn func(Line) bool) { b.each(in, b.drawnArcs(false), fn) }

// EachWaterLine is [Borders.EachLine] for the pieces of borders in wide lakes and
// river mouths, which lie farther from land than the bound of the package comment.
func (b *Borders) EachWaterLine(in orb.Bound, fn func(Line) bool) { b.each(in, b.drawnArcs(true), fn) }

func (b *Borders) each(in orb.Bound, arcs []int32, fn func(Line) bool) {
	box := toBox(in)
	for _, a := range arcs {
		if b.file.meets(int(a), box) && !fn(b.drawn(int(a))) {
			return
		}
	}
}

// drawnArcs lists the borders of this view and the contested lines of the other,
// in wide water or elsewhere.
func (b *Borders) drawnArcs(water bool) []int32 {
	view, other := b.view.index(), 1-b.view.index()
	k := listKey{view: view, a: -2, b: -2, water: water}
	return b.made(k, func(i int) bool {
		return b.file.flags(i)&Seam == 0 && (b.file.flags(i)&Water != 0) == water &&
			(isBorder(b.file.sides(i, view)) || isBorder(b.file.sides(i, other)))
	}).arcs
}

func isBorder(s ArcSides) bool { return s.Left != s.Right && s.Left != None && s.Right != None }

func (b *Borders) drawn(arc int) Line {
	s := b.file.sides(arc, b.view.index())
	l := Line{Disputed: b.file.flags(arc)&Contested != 0, Water: b.file.flags(arc)&Water != 0, Points: b.file.line(nil, arc, false)}
	for i, n := range []uint8{s.Left, s.Right} {
		if n != None {
			l.Countries[i] = b.file.countries[n]
		}
	}
	slices.Sort(l.Countries[:])
	return l
}

// meets reports whether a piece of the arc may meet the box.
func (f *file) meets(arc int, box [4]int32) bool {
	from, to := f.arcChunks(arc)
	for i := from; i < to; i++ {
		if overlap(f.chunk(i).box, box) {
			return true
		}
	}
	return false
}

func overlap(a, b [4]int32) bool {
	return a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1]
}

func toBox(in orb.Bound) [4]int32 {
	return [4]int32{int32(in.Min[0] * Units), int32(in.Min[1] * Units), int32(in.Max[0] * Units), int32(in.Max[1] * Units)}
}

// Line gives the land border between two countries as connected lines, without
// the pieces in wide water; nil when they share none in this worldview.
func (b *Borders) Line(one, other string) orb.MultiLineString {
	i, okI := b.number(one)
	k, okK := b.number(other)
	if !okI || !okK || i == k {
		return nil
	}
	refs := slices.DeleteFunc(slices.Clone(b.sharedArcs(i, k).arcs), func(a int32) bool { return b.file.flags(int(a))&Water != 0 })
	var out orb.MultiLineString
	for _, chain := range b.file.chains(refs, false) {
		out = append(out, b.file.join(chain))
	}
	return out
}

// Outline gives the land of a country in this worldview, coasts and borders, with
// holes; nil for an unknown country.
func (b *Borders) Outline(country string) orb.MultiPolygon {
	c, ok := b.number(country)
	if !ok {
		return nil
	}
	return b.areas(func(s ArcSides) (left, right bool) { return s.Left == c, s.Right == c })
}

// Land gives all land as areas without borders inside, for drawing.
func (b *Borders) Land() orb.MultiPolygon {
	return b.areas(func(s ArcSides) (left, right bool) { return s.Left != None, s.Right != None })
}

// areas assembles the areas whose inside in tells from the sides of an arc.
func (b *Borders) areas(in func(ArcSides) (left, right bool)) orb.MultiPolygon {
	var refs []int32
	for i := range b.file.arcCount() {
		if b.file.flags(i)&Bridge != 0 {
			continue
		}
		switch left, right := in(b.file.sides(i, b.view.index())); {
		case left && !right:
			refs = append(refs, int32(i))
		case right && !left:
			refs = append(refs, ^int32(i))
		}
	}
	var lines []orb.LineString
	for _, chain := range b.file.chains(refs, true) {
		lines = append(lines, b.file.join(chain))
	}
	var outer, inner []orb.Ring
	for _, ring := range closed(lines) {
		if ring.Orientation() == orb.CCW {
			outer = append(outer, ring)
		} else {
			inner = append(inner, ring)
		}
	}
	return nest(outer, inner)
}

// closed gives the closed lines as rings and joins the open ones, which end where
// two areas of the source miss each other by a few metres, to the nearest start.
func closed(lines []orb.LineString) []orb.Ring {
	var rings []orb.Ring
	var open []orb.LineString
	for _, l := range lines {
		if l[0] == l[len(l)-1] {
			rings = append(rings, orb.Ring(l))
		} else {
			open = append(open, l)
		}
	}
	for len(open) > 0 {
		end := open[0][len(open[0])-1]
		best, least := 0, math.Inf(1)
		for i, l := range open {
			if d := geodesic.Distance(end, l[0]); float64(d) < least {
				best, least = i, float64(d)
			}
		}
		if best == 0 {
			rings = append(rings, append(orb.Ring(open[0]), open[0][0]))
			open = open[1:]
			continue
		}
		open[0] = append(open[0], open[best]...)
		open = slices.Delete(open, best, best+1)
	}
	return slices.DeleteFunc(rings, func(r orb.Ring) bool { return len(r) < 4 })
}

// nest puts every hole into the smallest area around it.
func nest(outer, inner []orb.Ring) orb.MultiPolygon {
	out := make(orb.MultiPolygon, len(outer))
	bounds := make([]orb.Bound, len(outer))
	for i, r := range outer {
		out[i] = orb.Polygon{r}
		bounds[i] = r.Bound()
	}
	for _, hole := range inner {
		hb := hole.Bound()
		best, size := -1, 0.0
		for i, b := range bounds {
			if !b.Contains(hb.Min) || !b.Contains(hb.Max) {
				continue
			}
			s := (b.Max[0] - b.Min[0]) * (b.Max[1] - b.Min[1])
			if (best < 0 || s < size) && insideRing(hole, outer[i]) {
				best, size = i, s
			}
		}
		if best >= 0 {
			out[best] = append(out[best], hole)
		}
	}
	return out
}

// insideRing judges by the middle of the hole's first edges, which lies on no
// vertex of the outer ring.
func insideRing(hole, outer orb.Ring) bool {
	p := orb.Point{(hole[0][0]*2 + hole[1][0]) / 3, (hole[0][1]*2 + hole[1][1]) / 3}
	in := false
	a := outer[len(outer)-1]
	for _, b := range outer {
		if (a[0] > p[0]) != (b[0] > p[0]) && a[1]+(b[1]-a[1])*((p[0]-a[0])/(b[0]-a[0])) > p[1] {
			in = !in
		}
		a = b
	}
	return in
}

// chains joins arcs end to end. Directed arcs (areas) are followed one way; others
// either way, without passing a point where more than two meet.
func (f *file) chains(refs []int32, directed bool) [][]int32 {
	at := map[[2]int32][]int{} // arcs that begin (directed) or end (any) at a point
	for i, ref := range refs {
		a, b := f.ends(ref)
		at[a] = append(at[a], i)
		if !directed {
			at[b] = append(at[b], i)
		}
	}
	used := make([]bool, len(refs))
	var out [][]int32
	for i := range refs {
		if used[i] {
			continue
		}
		used[i] = true
		chain := []int32{refs[i]}
		chain = f.follow(chain, refs, used, at, directed)
		if !directed { // the other way as well
			flip(chain)
			chain = f.follow(chain, refs, used, at, directed)
		}
		out = append(out, chain)
	}
	return out
}

func flip(chain []int32) {
	slices.Reverse(chain)
	for i := range chain {
		chain[i] = ^chain[i]
	}
}

func (f *file) follow(chain, refs []int32, used []bool, at map[[2]int32][]int, directed bool) []int32 {
	start, _ := f.ends(chain[0])
	for {
		_, end := f.ends(chain[len(chain)-1])
		if directed && end == start {
			return chain
		}
		next := -1
		for _, k := range at[end] {
			if !used[k] {
				next = k
				break
			}
		}
		if next < 0 || (!directed && len(at[end]) != 2) {
			return chain
		}
		used[next] = true
		ref := refs[next]
		if a, _ := f.ends(ref); a != end {
			ref = ^ref
		}
		chain = append(chain, ref)
	}
}

// ends gives the first and last point of an arc in the direction of the reference.
func (f *file) ends(ref int32) (a, b [2]int32) {
	from, to := f.arcChunks(int(arcOf(ref)))
	a, b = f.chunk(from).first, f.chunk(to-1).last
	if ref < 0 {
		a, b = b, a
	}
	return a, b
}

func (f *file) join(chain []int32) orb.LineString {
	var line orb.LineString
	for _, ref := range chain {
		line = f.line(line, int(arcOf(ref)), ref < 0)
	}
	return line
}
