package main

import (
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"sitmap/geo"
	"sitmap/geo/geodesic"
)

// shoreCell is the width of the cells of a shore, in units of pt: a twentieth of a
// degree. The cells around a point reach 960 m at least, up to latitude 80.
const shoreCell = 5_000

// shore is the outlines of the countries' land, to measure how far a point is
// from it.
type shore struct {
	edges  map[pt][]shoreEdge           // by cell
	shapes map[shoreKey]*geodesic.Shape // made when first asked for
}

type shoreEdge struct {
	country string
	a, b    pt
}

type shoreKey struct {
	cell      pt
	countries string
}

// readShore reads the outlines of all countries of countries-land-10m, where
// rivers and lakes are cut out.
func readShore(path string) (*shore, error) {
	areas, err := readAreas(path)
	if err != nil {
		return nil, err
	}
	s := &shore{edges: map[pt][]shoreEdge{}, shapes: map[shoreKey]*geodesic.Shape{}}
	for _, a := range areas {
		for _, r := range a.rings {
			for i := range r {
				e := shoreEdge{a.country, r[i], r[(i+1)%len(r)]}
				from, to := shoreCellOf(e.a), shoreCellOf(e.b)
				for x := min(from[0], to[0]); x <= max(from[0], to[0]); x++ {
					for y := min(from[1], to[1]); y <= max(from[1], to[1]); y++ {
						s.edges[pt{x, y}] = append(s.edges[pt{x, y}], e)
					}
				}
			}
		}
	}
	return s, nil
}

func shoreCellOf(p pt) pt {
	return pt{(p[0] + 180*100_000) / shoreCell, (p[1] + 90*100_000) / shoreCell}
}

// near reports whether the outline of one of the countries is within limit metres.
func (s *shore) near(p orb.Point, limit float64, countries []string) bool {
	k := shoreKey{shoreCellOf(toGrid([]orb.Point{p})[0]), strings.Join(countries, " ")}
	shape, ok := s.shapes[k]
	if !ok {
		var lines []orb.LineString
		for dx := int32(-1); dx <= 1; dx++ {
			for dy := int32(-1); dy <= 1; dy++ {
				for _, e := range s.edges[pt{k.cell[0] + dx, k.cell[1] + dy}] {
					if slices.Contains(countries, e.country) {
						lines = append(lines, orb.LineString{toDegrees(e.a), toDegrees(e.b)})
					}
				}
			}
		}
		shape = geodesic.NewShape(lines...)
		s.shapes[k] = shape
	}
	_, found := shape.Within(p, geo.Metres(limit))
	return found
}
