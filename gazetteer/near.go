package gazetteer

import (
	"math"
	"slices"

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
		if morton(ix.cell(Ref(ix.spatial.at(m)))) < code {
			lo = m + 1
		} else {
			hi = m
		}
	}
	return lo
}

// square is a node of the quadtree that the Morton order implies: the places
// whose code begins with the node's bits.
type square struct {
	lo, hi int    // positions in the spatial order
	code   uint64 // lowest code in the node
	level  int    // bits of each coordinate that are fixed
	dist   geo.Metres
}

type squares []square

// push adds a node to the heap, whose first element is the nearest.
func (s squares) push(x square) squares {
	s = append(s, x)
	for i := len(s) - 1; i > 0; {
		up := (i - 1) / 2
		if s[up].dist <= s[i].dist {
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
			if c < len(s) && s[c].dist < s[least].dist {
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
	if k <= 0 || ix.n == 0 || math.IsNaN(p[0]) || math.IsNaN(p[1]) {
		return nil
	}
	out := make([]Neighbour, 0, min(k, 64)+1)
	queue := append(make(squares, 0, 128), square{hi: ix.n})
	for len(queue) > 0 {
		var s square
		s, queue = queue.pop()
		if len(out) == k && s.dist > out[k-1].Distance {
			break
		}
		if s.hi-s.lo > leafPlaces && s.level < pointBits {
			queue = ix.divide(queue, s, p)
			continue
		}
		for i := s.lo; i < s.hi; i++ {
			r := Ref(ix.spatial.at(i))
			d := sphereDistance(p, ix.Point(r))
			if len(out) == k && d >= out[k-1].Distance || keep != nil && !keep(r) {
				continue
			}
			out = insertNeighbour(out, Neighbour{r, d}, k)
		}
	}
	return out
}

func insertNeighbour(out []Neighbour, n Neighbour, k int) []Neighbour {
	i, _ := slices.BinarySearchFunc(out, n, func(a, b Neighbour) int {
		switch {
		case a.Distance < b.Distance:
			return -1
		case a.Distance > b.Distance:
			return 1
		}
		return int(a.Ref) - int(b.Ref)
	})
	out = slices.Insert(out, i, n)
	return out[:min(len(out), k)]
}

// divide pushes the parts of s that hold places.
func (ix *Index) divide(queue squares, s square, p orb.Point) squares {
	step := uint64(1) << (2 * (pointBits - s.level - 1))
	lo := s.lo
	for q := range uint64(4) {
		code := s.code + q*step
		hi := s.hi
		if q < 3 {
			hi = ix.spatialSearch(code+step, lo, s.hi)
		}
		if hi > lo {
			child := square{lo: lo, hi: hi, code: code, level: s.level + 1}
			child.dist = squareDistance(p, child)
			queue = queue.push(child)
		}
		lo = hi
	}
	return queue
}

// squareDistance is a lower bound of the distance from p to the places of s.
func squareDistance(p orb.Point, s square) geo.Metres {
	x, y := squash(s.code>>1), squash(s.code)
	size := float64(uint64(1) << (pointBits - s.level))
	west := float64(x)/(pointMax+1)*360 - 180
	east := west + size/(pointMax+1)*360
	south := float64(y)/(pointMax+1)*180 - 90
	north := south + size/(pointMax+1)*180
	if inLon(p[0], west, east) {
		switch {
		case p[1] < south:
			return sphereDistance(p, orb.Point{p[0], south})
		case p[1] > north:
			return sphereDistance(p, orb.Point{p[0], north})
		}
		return 0
	}
	return min(edgeDistance(p, west, south, north), edgeDistance(p, east, south, north))
}

func inLon(lon, west, east float64) bool {
	for _, l := range [3]float64{lon, lon + 360, lon - 360} {
		if west <= l && l <= east {
			return true
		}
	}
	return false
}

// edgeDistance is the distance from p to the piece of a meridian.
func edgeDistance(p orb.Point, lon, south, north float64) geo.Metres {
	const rad = math.Pi / 180
	best := min(sphereDistance(p, orb.Point{lon, south}), sphereDistance(p, orb.Point{lon, north}))
	if c := math.Cos((lon - p[0]) * rad); c > 0 {
		lat := math.Atan2(math.Tan(p[1]*rad), c) / rad
		if lat > south && lat < north {
			best = min(best, sphereDistance(p, orb.Point{lon, lat}))
		}
	}
	return best
}
