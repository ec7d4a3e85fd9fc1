package gazetteer

import (
	"cmp"
	"math"
	"slices"
	"sync/atomic"

	"github.com/paulmach/orb"

	"sitmap/geo"
)

// Neighbour is a place and how far away it is.
type Neighbour struct {
	Ref      Ref
	Distance geo.Metres // on a sphere, at most 0.56 % off
}

// spatialSearch gives the first position in [lo, hi) of the spatial order whose
// code is not less than code.
func (ix *Index) spatialSearch(code uint64, lo, hi int) int {
	for lo < hi {
		m := int(uint(lo+hi) >> 1)
		var at uint64
		if hi-lo > spotsTogether { // far from the answer: its surroundings are of no use
			at = morton(ix.cell(Ref(ix.spatial.at(m))))
		} else {
			at = ix.spotsAt(m)[m%spotsTogether].code()
		}
		if at < code {
			lo = m + 1
		} else {
			hi = m
		}
	}
	return lo
}

// begins gives the first position in [lo, hi) whose code is not less than code, which begins a node of the quadtree whose
// parent has level levels; the positions of the upper levels are remembered.
func (ix *Index) begins(code uint64, level, lo, hi int) int {
	if level >= keptLevels {
		return ix.spatialSearch(code, lo, hi)
	}
	kept := &ix.starts()[code>>(2*(pointBits-keptLevels))]
	if at := kept.Load(); at > 0 {
		return int(at - 1)
	}
	at := ix.spatialSearch(code, lo, hi)
	kept.Store(uint32(at) + 1) //nolint:gosec // an index holds fewer than 2^32 places
	return at
}

// keptLevels is the number of levels of the quadtree whose nodes are remembered: squares of 0.7° by 0.35°, 1 MB.
const keptLevels = 9

func newStarts() []atomic.Uint32 { return make([]atomic.Uint32, 1<<(2*keptLevels)) }

// square is a node of the quadtree that the Morton order implies: the places
// whose code begins with the node's bits.
type square struct {
	lo, hi int     // positions in the spatial order
	code   uint64  // lowest code in the node
	level  int     // bits of each coordinate that are fixed
	least  float64 // no place of it is nearer; as [haversine] has it
}

type squares []square

// push adds a node to the heap, whose first element is the nearest.
func (s squares) push(x square) squares {
	s = append(s, x)
	for i := len(s) - 1; i > 0; {
		up := (i - 1) / 2
		if s[up].least <= s[i].least {
			break
		}
		s[up], s[i] = s[i], s[up]
		i = up
	}
	return s
}

// pop takes the nearest node off the heap.
func (s squares) pop() (square, squares) {
	top, last := s[0], len(s)-1
	s[0] = s[last]
	s = s[:last]
	for i := 0; ; {
		least := i
		for _, c := range [2]int{2*i + 1, 2*i + 2} {
			if c < len(s) && s[c].least < s[least].least {
				least = c
			}
		}
		if least == i {
			return top, s
		}
		s[i], s[least] = s[least], s[i]
		i = least
	}
}

// leafPlaces is the size at which a node is read instead of divided.
const leafPlaces = 24

// Near gives the k places nearest to p for which keep is true, the nearest
// first. A nil keep takes every place. A keep that refuses nearly all makes it
// read far around.
func (ix *Index) Near(p orb.Point, k int, keep func(Ref) bool) []Neighbour {
	return ix.NearWithin(p, k, geo.Metres(math.Inf(1)), keep)
}

// NearWithin is [Index.Near] without the places that are farther than limit, which are not even read.
func (ix *Index) NearWithin(p orb.Point, k int, limit geo.Metres, keep func(Ref) bool) []Neighbour {
	if k <= 0 || ix.n == 0 || math.IsNaN(p[0]) || math.IsNaN(p[1]) {
		return nil
	}
	e := eye{p, math.Cos(p[1] * rad)}
	worst := haversineOf(limit) // of the k nearest so far
	out := make([]ranked, 0, min(k, 64)+1)
	queue := append(make(squares, 0, 128), square{hi: ix.n})
	for len(queue) > 0 {
		var s square
		s, queue = queue.pop()
		if s.least > worst {
			break
		}
		if s.hi-s.lo > leafPlaces && s.level < pointBits {
			queue = ix.divide(queue, s, &e, worst)
			continue
		}
		for i := s.lo; i < s.hi; i++ {
			q := ix.spotsAt(i)[i%spotsTogether].point()
			if x := (q[1] - p[1]) * rad / 2; x*x*(1-x*x/3) >= worst { // less than the square of its sine: north or south of all that is wanted
				continue
			}
			h := e.haversine(q)
			if h >= worst {
				continue
			}
			r := Ref(ix.spatial.at(i))
			if keep != nil && !keep(r) {
				continue
			}
			if out = insertRanked(out, ranked{r, h}, k); len(out) == k {
				worst = min(worst, out[k-1].h)
			}
		}
	}
	near := make([]Neighbour, 0, len(out))
	for _, o := range out {
		if d := ofHaversine(o.h); d <= limit {
			near = append(near, Neighbour{o.ref, d})
		}
	}
	return near
}

// ranked is a place and how far away it is, as [eye.haversine] has it.
type ranked struct {
	ref Ref
	h   float64
}

func insertRanked(out []ranked, n ranked, k int) []ranked {
	i, _ := slices.BinarySearchFunc(out, n, func(a, b ranked) int { return cmp.Or(cmp.Compare(a.h, b.h), cmp.Compare(a.ref, b.ref)) })
	out = slices.Insert(out, i, n)
	return out[:min(len(out), k)]
}

// divide pushes the parts of s that hold places, none of them farther than worst.
func (ix *Index) divide(queue squares, s square, e *eye, worst float64) squares {
	step := uint64(1) << (2 * (pointBits - s.level - 1))
	lo := s.lo
	for q := range uint64(4) {
		code := s.code + q*step
		hi := s.hi
		if q < 3 {
			hi = ix.begins(code+step, s.level, lo, s.hi)
		}
		if hi > lo {
			child := square{lo: lo, hi: hi, code: code, level: s.level + 1}
			if child.least = e.least(child); child.least <= worst {
				queue = queue.push(child)
			}
		}
		lo = hi
	}
	return queue
}

const rad = math.Pi / 180

// eye is a point from which distances are compared.
type eye struct {
	p   orb.Point
	cos float64 // of its latitude
}

// haversine grows with the distance on a sphere and costs less: the square of the sine of half the angle.
func (e *eye) haversine(q orb.Point) float64 {
	s1, s2 := math.Sin((q[1]-e.p[1])*rad/2), math.Sin((q[0]-e.p[0])*rad/2)
	return s1*s1 + e.cos*math.Cos(q[1]*rad)*s2*s2
}

// ofHaversine gives the distance.
func ofHaversine(h float64) geo.Metres {
	return geo.Metres(2 * earthRadius * math.Asin(math.Sqrt(min(h, 1))))
}

// haversineOf is a little more than the haversine of a distance, for rounding; +Inf where no place is farther.
func haversineOf(d geo.Metres) float64 {
	half := float64(d) / (2 * earthRadius)
	if !(half < math.Pi/2) {
		return math.Inf(1)
	}
	s := math.Sin(max(half, 0))
	return s*s*(1+1e-9) + 1e-18
}

// least is a lower bound of the haversine of the places of s: the least differences of latitude and longitude, on the
// parallel of the square that is the shortest.
func (e *eye) least(s square) float64 {
	x, y := squash(s.code>>1), squash(s.code)
	size := float64(uint64(1) << (pointBits - s.level))
	west := float64(x)/(pointMax+1)*360 - 180
	east := west + size/(pointMax+1)*360
	south := float64(y)/(pointMax+1)*180 - 90
	north := south + size/(pointMax+1)*180
	h := 0.0
	if lat := max(south-e.p[1], e.p[1]-north); lat > 0 {
		s1 := math.Sin(lat * rad / 2)
		h = s1 * s1
	}
	if !inLon(e.p[0], west, east) {
		lon := min(math.Abs(math.Remainder(west-e.p[0], 360)), math.Abs(math.Remainder(east-e.p[0], 360)))
		s2 := math.Sin(lon * rad / 2)
		h += e.cos * math.Cos(max(math.Abs(south), math.Abs(north))*rad) * s2 * s2
	}
	return h * (1 - 1e-9) // rounding
}

func inLon(lon, west, east float64) bool {
	for _, l := range [3]float64{lon, lon + 360, lon - 360} {
		if west <= l && l <= east {
			return true
		}
	}
	return false
}
