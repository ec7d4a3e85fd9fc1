package regions

import (
	"cmp"
	"math"
	"slices"
	"sync"

	"github.com/paulmach/orb"

	"sitmap/geo"
	"sitmap/geo/geodesic"
)

// cellSize is the width of a cell of the index of areas, in degrees.
const cellSize = 2

// cells lists for every cell of a grid the areas whose bounds touch it.
type cells struct{ lists [90 * 180][]int32 }

func newCells(f *file) *cells {
	c := new(cells)
	for i := range f.polygonCount() {
		box := f.polygon(i).box
		x0, y0 := cellOf(float64(box[0])/Units, float64(box[1])/Units)
		x1, y1 := cellOf(float64(box[2])/Units, float64(box[3])/Units)
		for y := y0; y <= y1; y++ {
			for x := x0; x <= x1; x++ {
				c.lists[y*180+x] = append(c.lists[y*180+x], int32(i))
			}
		}
	}
	return c
}

func cellOf(lon, lat float64) (x, y int) {
	return min(179, max(0, int((lon+180)/cellSize))), min(89, max(0, int((lat+90)/cellSize)))
}

func (c *cells) at(p orb.Point) []int32 {
	x, y := cellOf(p[0], p[1])
	return c.lists[y*180+x]
}

// lists keeps the numbers of arcs by question, made when first asked for.
type lists struct {
	mu   sync.Mutex
	made map[listKey]arcList
}

// arcList is arcs with their common bounds.
type arcList struct {
	arcs []int32
	box  [4]int32
}

type listKey struct {
	view  int
	a, b  int // countries; -1 any
	water bool
}

// made gives a list, making it when it is not there yet.
func (b *Borders) made(k listKey, keep func(arc int) bool) arcList {
	b.lists.mu.Lock()
	defer b.lists.mu.Unlock()
	if l, ok := b.lists.made[k]; ok {
		return l
	}
	l, boxes := arcList{box: nowhere}, b.boxes()
	for i := range b.file.arcCount() {
		if keep(i) {
			l.arcs, l.box = append(l.arcs, int32(i)), union(l.box, boxes[i])
		}
	}
	if b.lists.made == nil {
		b.lists.made = map[listKey]arcList{}
	}
	b.lists.made[k] = l
	return l
}

// list gives the arcs by what lies on both sides.
func (b *Borders) list(one, other int, keep func(s ArcSides) bool) arcList {
	view := b.view.index()
	return b.made(listKey{view: view, a: one, b: other}, func(i int) bool {
		return b.file.flags(i)&Seam == 0 && keep(b.file.sides(i, view))
	})
}

// outlineArcs lists the arcs that bound a country: coasts and borders.
func (b *Borders) outlineArcs(c uint8) arcList {
	return b.list(int(c), -1, func(s ArcSides) bool { return (s.Left == c) != (s.Right == c) })
}

// sharedArcs lists the arcs between two countries, in water as well.
func (b *Borders) sharedArcs(one, other uint8) arcList {
	return b.list(int(min(one, other)), int(max(one, other)), func(s ArcSides) bool {
		return (s.Left == one && s.Right == other) || (s.Left == other && s.Right == one)
	})
}

// borderArcs lists the arcs between any two countries.
func (b *Borders) borderArcs() arcList { return b.list(-1, -1, isBorder) }

type hit struct {
	geodesic.Hit
	arc int
}

// piece is a piece of a line that may hold the nearest point.
type piece struct {
	arc, chunk int
	metres     float64 // it is no nearer than that
}

// nearest finds the nearest point of some arcs within limit. First a vertex that is near bounds the search, then the pieces
// whose bounds could be nearer are measured, the one that looks nearest first.
func (b *Borders) nearest(p orb.Point, arcs []int32, limit geo.Metres) (hit, bool) {
	best := hit{Hit: geodesic.Hit{Distance: limit}}
	reach := float64(limit) // the nearest point is not farther
	if reach > wideReach {
		reach = b.bound(p, arcs, reach)
	}
	pieces, reach := b.pieces(p, arcs, reach)
	if len(pieces) == 0 {
		return best, false
	}
	slices.SortFunc(pieces, func(x, y piece) int { return cmp.Or(cmp.Compare(x.metres, y.metres), cmp.Compare(x.chunk, y.chunk)) })
	reach = closer(p, b.file.nearestVertex(p, pieces[0].chunk), reach)
	found := false
	s := newSieve(p, reach)
	for _, pc := range pieces {
		if pc.metres > min(reach, float64(best.Distance)) {
			break
		}
		lines := b.file.edgesIn(pc.chunk, &s)
		if len(lines) == 0 {
			continue
		}
		if h, ok := geodesic.NewShape(lines...).Within(p, best.Distance); ok {
			best, found = hit{h, pc.arc}, true
			if float64(h.Distance) < reach {
				reach = float64(h.Distance)
				s = newSieve(p, reach)
			}
		}
	}
	return best, found
}

// wideReach is the distance in metres above which the arcs are looked through for a vertex that is nearer than the limit.
const wideReach = 30_000

// bound looks through the arcs for a vertex near p and gives its distance, when it is less than reach.
func (b *Borders) bound(p orb.Point, arcs []int32, reach float64) float64 {
	e := newEye(p)
	boxes := b.boxes()
	var near [2]int32
	least := math.Inf(1)
	for _, a := range arcs {
		if e.flat(boxes[a]) >= least {
			continue
		}
		from, to := b.file.arcChunks(int(a))
		for i := from; i < to; i++ {
			if q := b.file.chunkFirst(i); e.toVertex(q) < least {
				near, least = q, e.toVertex(q)
			}
		}
	}
	if math.IsInf(least, 1) {
		return reach
	}
	return closer(p, near, reach)
}

// pieces lists the pieces that may hold a point within reach, and gives the distance of a vertex that is nearer than reach.
func (b *Borders) pieces(p orb.Point, arcs []int32, reach float64) ([]piece, float64) {
	e := newEye(p)
	frame := frameOf(p, geo.Metres(reach))
	boxes := b.boxes()
	var out []piece
	var near [2]int32
	least := math.Inf(1)
	for _, a := range arcs {
		if !overlap(boxes[a], frame) || e.beyond(boxes[a], reach) {
			continue
		}
		from, to := b.file.arcChunks(int(a))
		for i := from; i < to; i++ {
			if !b.file.touches(i, frame) || e.beyond(b.file.chunkBox(i), reach) {
				continue
			}
			out = append(out, piece{arc: int(a), chunk: i})
			if q := b.file.chunkFirst(i); e.toVertex(q) < least {
				near, least = q, e.toVertex(q)
			}
		}
	}
	if len(out) == 0 {
		return nil, reach
	}
	reach = closer(p, near, reach)
	kept := out[:0]
	for _, pc := range out {
		if pc.metres = e.leastMetres(b.file.chunkBox(pc.chunk)); pc.metres <= reach {
			kept = append(kept, pc)
		}
	}
	return kept, reach
}

// closer gives the distance to a vertex with a metre added for rounding, or reach when that is less.
func closer(p orb.Point, q [2]int32, reach float64) float64 {
	d := float64(geodesic.Distance(p, degrees(q))) + 1
	if d < reach {
		return d
	}
	return reach
}

// nearestVertex gives the vertex of a piece that looks nearest.
func (f *file) nearestVertex(p orb.Point, chunk int) [2]int32 {
	e := newEye(p)
	near, least := f.chunkFirst(chunk), math.Inf(1)
	f.walk(f.chunk(chunk), func(q [2]int32) {
		if d := e.toVertex(q); d < least {
			near, least = q, d
		}
	})
	return near
}

// arcBoxes gives the bounds of every arc.
func (f *file) arcBoxes() [][4]int32 {
	out := make([][4]int32, f.arcCount())
	for a := range out {
		from, to := f.arcChunks(a)
		box := nowhere
		for i := from; i < to; i++ {
			box = union(box, f.chunkBox(i))
		}
		out[a] = box
	}
	return out
}

// nowhere holds no point.
//
//nolint:gochecknoglobals // constant
var nowhere = [4]int32{math.MaxInt32, math.MaxInt32, math.MinInt32, math.MinInt32}

// union is the least box that holds two.
func union(a, b [4]int32) [4]int32 {
	return [4]int32{min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])}
}

// edgesIn gives the edges of a piece that the sieve lets through, as lines.
func (f *file) edgesIn(chunk int, s *sieve) []orb.LineString {
	var lines []orb.LineString
	var last [2]int32
	open, first := false, true
	f.walk(f.chunk(chunk), func(q [2]int32) {
		a := last
		last = q
		if first {
			first = false
			return
		}
		if !s.passes(a, q) {
			open = false
			return
		}
		if !open {
			lines = append(lines, append(make(orb.LineString, 0, 8), degrees(a)))
			open = true
		}
		lines[len(lines)-1] = append(lines[len(lines)-1], degrees(q))
	})
	return lines
}

// frameOf gives a box, in units, that holds all points within limit of p: a quick
// test before distances are worked out. It is the whole Earth where the limit is
// wide or the box would meet a pole or the antimeridian.
func frameOf(p orb.Point, limit geo.Metres) [4]int32 {
	const degree = 110_000 // metres; a degree is longer everywhere
	dy := float64(limit) / degree
	if dy < 1 && math.Abs(p[1])+dy < 85 {
		dx := dy / math.Cos((math.Abs(p[1])+dy)*math.Pi/180)
		if math.Abs(p[0])+dx < 179 {
			return toBox(orb.Bound{Min: orb.Point{p[0] - dx, p[1] - dy}, Max: orb.Point{p[0] + dx, p[1] + dy}}.Pad(1 / Units))
		}
	}
	return toBox(orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}})
}

// nearestLand finds the nearest land within NearLand, for a point in no area.
func (b *Borders) nearestLand(p orb.Point) (hit, bool) {
	reach := NearLand.Kilometres() / 111
	wide := reach / math.Max(0.01, math.Cos(p[1]*math.Pi/180))
	x0, y0 := cellOf(p[0]-wide, p[1]-reach)
	x1, y1 := cellOf(p[0]+wide, p[1]+reach)
	frame, e := frameOf(p, NearLand), newEye(p)
	var arcs, areas []int32
	for y := y0; y <= y1; y++ {
		for x := x0; x <= x1; x++ {
			for _, i := range b.cells.lists[y*180+x] {
				poly := b.file.polygon(int(i))
				if !overlap(poly.box, frame) || slices.Contains(areas, i) || e.leastMetres(poly.box) > float64(NearLand) {
					continue
				}
				areas = append(areas, i)
				arcs = b.file.polygonArcs(arcs, poly)
			}
		}
	}
	return b.nearest(p, arcs, NearLand)
}

// landward gives the country beside an arc and the countries that claim it,
// judged by both worldviews.
func (b *Borders) landward(arc int) (string, []string) {
	var country string
	var claims []string
	for w := range viewCount {
		s := b.file.sides(arc, w)
		n := s.Left
		if n == None || (s.Right != None && b.file.countries[s.Right] < b.file.countries[n]) {
			n = s.Right
		}
		if n == None {
			continue
		}
		c := b.file.countries[n]
		if w == b.view.index() {
			country = c
		}
		if !slices.Contains(claims, c) {
			claims = append(claims, c)
		}
	}
	return country, claims
}

// polygonArcs appends the arcs of an area.
func (f *file) polygonArcs(dst []int32, p polygon) []int32 {
	for r := p.rings; r < p.rings+p.count; r++ {
		for refs := f.ringRefs(r); len(refs) >= 4; refs = refs[4:] {
			dst = append(dst, arcOf(int32(u32(refs, 0))))
		}
	}
	return dst
}
