package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"sitmap/geo/geodesic"
)

// shoreLimit is how far in metres a point of the Russia-Ukraine line may lie from
// the land of countries-land-10m. The border runs through a few lakes that are
// wider; there it bounds the areas but is no line to show.
const shoreLimit = 195

// readLand reads the outlines of two countries near their common border from
// countries-land-10m (one feature a line).
func readLand(path string, in orb.Bound, codes ...string) ([]orb.LineString, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // only read
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<28)
	var lines []orb.LineString
	found := 0
	for sc.Scan() {
		line := bytes.TrimSuffix(sc.Bytes(), []byte(","))
		tail := line[max(0, len(line)-60):]
		for _, c := range codes {
			if !bytes.Contains(tail, []byte(`"A3":"`+c+`"`)) {
				continue
			}
			var ft geojson.Feature
			if err := json.Unmarshal(line, &ft); err != nil {
				return nil, fmt.Errorf("%s, %s: %w", path, c, err)
			}
			if m, ok := ft.Geometry.(orb.MultiPolygon); ok {
				found++
				lines = append(lines, clipTo(geodesic.Rings(m), in)...)
			}
		}
	}
	if err := sc.Err(); err != nil || found != len(codes) {
		return nil, fmt.Errorf("%s: found %d of %d countries: %w", path, found, len(codes), err)
	}
	return lines, nil
}

// clipTo keeps the edges that touch the bounds.
func clipTo(lines []orb.LineString, in orb.Bound) []orb.LineString {
	var out []orb.LineString
	for _, l := range lines {
		var part orb.LineString
		for i := 1; i < len(l); i++ {
			if in.Contains(l[i-1]) || in.Contains(l[i]) {
				if len(part) == 0 {
					part = append(part, l[i-1])
				}
				part = append(part, l[i])
			} else if len(part) > 0 {
				out = append(out, part)
				part = nil
			}
		}
		if len(part) > 0 {
			out = append(out, part)
		}
	}
	return out
}

// splitWater cuts the arcs between two countries where they run far from land, and
// marks the pieces in the water.
func (t *topology) splitWater(all []sides, a, b string, land *geodesic.Shape) []sides {
	pieces := map[int32][]int32{}
	for i := range len(t.arcs) {
		if !t.isLine(all[i], a, b) {
			continue
		}
		p := t.arcs[i].points
		cuts := waterCuts(p, land)
		if len(cuts) <= 2 && !cuts[0].water {
			continue
		}
		for k := range len(cuts) - 1 {
			piece := arc{points: p[cuts[k].at : cuts[k+1].at+1], owners: t.arcs[i].owners, water: cuts[k].water}
			if k == 0 {
				pieces[int32(i)] = append(pieces[int32(i)], int32(i))
				t.arcs[i] = piece
				continue
			}
			pieces[int32(i)] = append(pieces[int32(i)], int32(len(t.arcs)))
			t.arcs = append(t.arcs, piece)
			all = append(all, all[i])
		}
	}
	for _, rings := range t.rings {
		for r, refs := range rings {
			rings[r] = replace(refs, pieces)
		}
	}
	return all
}

// replace puts the pieces of cut arcs in their places.
func replace(refs []int32, pieces map[int32][]int32) []int32 {
	var out []int32
	for _, ref := range refs {
		switch {
		case ref >= 0 && pieces[ref] != nil:
			out = append(out, pieces[ref]...)
		case ref < 0 && pieces[^ref] != nil:
			for _, n := range slices.Backward(pieces[^ref]) {
				out = append(out, ^n)
			}
		default:
			out = append(out, ref)
		}
	}
	return out
}

// waterCut is where a stretch of an arc begins.
type waterCut struct {
	at    int
	water bool
}

// waterCuts cuts an arc at its corners into stretches near and far from land; the
// last entry is the end.
func waterCuts(p []pt, land *geodesic.Shape) []waterCut {
	var cuts []waterCut
	for i := 1; i < len(p); i++ {
		water := slices.ContainsFunc(fill(p[i-1], p[i]), func(q pt) bool {
			_, near := land.Within(toDegrees(q), shoreLimit)
			return !near
		})
		if len(cuts) == 0 || cuts[len(cuts)-1].water != water {
			cuts = append(cuts, waterCut{i - 1, water})
		}
	}
	return append(cuts, waterCut{len(p) - 1, false})
}

// fill gives the points after a up to b, some 40 m apart.
func fill(a, b pt) []pt {
	p, q := toDegrees(a), toDegrees(b)
	n := max(1, int(math.Ceil(float64(geodesic.Distance(p, q))/40)))
	out := make([]pt, 0, n)
	for k := 1; k <= n; k++ {
		t := float64(k) / float64(n)
		out = append(out, toGrid([]orb.Point{{p[0] + t*(q[0]-p[0]), p[1] + t*(q[1]-p[1])}})[0])
	}
	return out
}

func toDegrees(p pt) orb.Point { return orb.Point{float64(p[0]) / 1e5, float64(p[1]) / 1e5} }
