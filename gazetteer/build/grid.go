package build

import (
	"math"

	"github.com/paulmach/orb"
)

// gridCell is the edge of a grid's cells in degrees.
const gridCell = 0.1

// kmPerDegree is the length of a degree of latitude.
const kmPerDegree = 111.195

type cellKey struct{ x, y int16 }

// grid finds points near a point.
type grid struct {
	cells  map[cellKey][]int32
	points func(int32) orb.Point
}

func newGrid(points func(int32) orb.Point) *grid {
	return &grid{cells: map[cellKey][]int32{}, points: points}
}

func cellOf(p orb.Point) cellKey {
	return cellKey{int16(math.Floor(p[0] / gridCell)), int16(math.Floor(p[1] / gridCell))}
}

func (g *grid) add(i int32) {
	k := cellOf(g.points(i))
	g.cells[k] = append(g.cells[k], i)
}

// within calls f for every point up to km away. Points across the antimeridian
// are not found: no two rows of one place lie there.
func (g *grid) within(p orb.Point, km float64, f func(i int32, km float64)) {
	dy := km/kmPerDegree + 1e-9
	lowest := math.Cos(min(math.Abs(p[1])+dy, 90) * math.Pi / 180) // cosine at the far end
	dx := min(dy/max(lowest, 0.01)*1.001, 90)
	west, south := int16(math.Floor((p[0]-dx)/gridCell)), int16(math.Floor((p[1]-dy)/gridCell))
	east, north := int16(math.Floor((p[0]+dx)/gridCell)), int16(math.Floor((p[1]+dy)/gridCell))
	for y := south; y <= north; y++ {
		for x := west; x <= east; x++ {
			for _, i := range g.cells[cellKey{x, y}] {
				q := g.points(i)
				if math.Abs(q[1]-p[1]) > dy || math.Abs(q[0]-p[0]) > dx {
					continue
				}
				if d := kilometres(p, q); d <= km {
					f(i, d)
				}
			}
		}
	}
}

// kilometres is the distance on a sphere.
func kilometres(a, b orb.Point) float64 {
	const rad = math.Pi / 180
	s1, s2 := math.Sin((b[1]-a[1])*rad/2), math.Sin((b[0]-a[0])*rad/2)
	h := s1*s1 + math.Cos(a[1]*rad)*math.Cos(b[1]*rad)*s2*s2
	return 2 * 6371.0088 * math.Asin(math.Sqrt(min(h, 1)))
}
