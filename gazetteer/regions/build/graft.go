package main

import (
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// graft is a claim that the source lacks: an area of country inside the area of
// over, between a line drawn by hand and the outline of over.
type graft struct {
	country, over string
	line          []orb.Point // from the outline of over to the outline of over
	via           orb.Point   // the outline on the far side passes near this point
}

// grafts lists the claims drawn by hand, with their error.
func grafts() []graft {
	return []graft{{
		// The Golan Heights: the line of 1949 to 1967 from Ghajar over the Jordan and
		// the east shore of the Sea of Galilee to the Yarmouk, within 3 km.
		country: "SY", over: "IL", via: orb.Point{35.87, 32.95},
		line: []orb.Point{
			{35.625, 33.274},
			{35.65, 33.262},
			{35.672, 33.245},
			{35.665, 33.19},
			{35.672, 33.165},
			{35.66, 33.12},
			{35.64, 33.07},
			{35.628, 33.01},
			{35.637, 32.95},
			{35.62, 32.888},
			{35.64, 32.872},
			{35.656, 32.84},
			{35.652, 32.79},
			{35.655, 32.75},
			{35.662, 32.69},
		},
	}}
}

// addGrafts adds the areas of the grafts.
func addGrafts(areas []area) ([]area, error) {
	for _, g := range grafts() {
		a, err := g.make(areas)
		if err != nil {
			return nil, err
		}
		areas = append(areas, a)
	}
	return areas, nil
}

func (g graft) make(areas []area) (area, error) {
	var around ring
	for _, a := range areas {
		if a.country == g.over && (around == nil || extent(a.rings[0]) > extent(around)) {
			around = a.rings[0]
		}
	}
	if around == nil {
		return area{}, fmt.Errorf("no area of %s for the graft of %s", g.over, g.country)
	}
	hand := toGrid(g.line)
	first, last := nearest(around, hand[0]), nearest(around, hand[len(hand)-1])
	via := nearest(around, toGrid([]orb.Point{g.via})[0])
	path := []pt{}
	n := len(around)
	// From the end of the hand-drawn line along the outline, by the point via, back
	// to its start.
	step := 1
	if (via-last+n)%n > (first-last+n)%n {
		step = n - 1
	}
	for i := last; i != first; i = (i + step) % n {
		path = append(path, around[i])
	}
	path = append(path, around[first])
	path = append(path, hand[1:len(hand)-1]...)
	return area{g.country, []ring{slices.Compact(path)}}, nil
}

// nearest gives the number of the corner nearest to p.
func nearest(r ring, p pt) int {
	best, least := 0, math.Inf(1)
	for i, q := range r {
		if d := math.Hypot(float64(q[0]-p[0])*0.8, float64(q[1]-p[1])); d < least {
			best, least = i, d
		}
	}
	return best
}
