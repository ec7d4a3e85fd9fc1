package main

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/simplify"
)

// bend is how far in degrees of latitude a first-order border may be moved by
// simplifying it: 500 m, a tenth of the error of the source.
const bend = 0.0045

// corner is a point in millionths of a degree: equal in both neighbours.
type corner [2]int32

// country is the inner borders of one country.
type country struct {
	code  string
	km2   float64 // mean size of an area
	lines []orb.LineString
}

func runAdmin1(folder, states, out string) error {
	files, err := filepath.Glob(filepath.Join(folder, "???.json"))
	if err != nil || len(files) == 0 {
		return errors.Join(fmt.Errorf("%s holds no country; internal/basemap/build/fetch.sh fetches them", folder), err)
	}
	all := map[string]*country{}
	for _, f := range files {
		if err := readCountry(f, all); err != nil {
			return err
		}
	}
	areas, err := readStates(states)
	if err != nil {
		return err
	}
	all["US"] = newCountry("US", areas)
	data, lines, points := encodeAdmin1(all)
	fmt.Printf("%s: %d countries, %d lines, %d points, %d bytes\n", out, len(all), lines, points, len(data))
	return os.WriteFile(out, data, 0o644)
}

// readCountry adds the borders between the areas of one file.
func readCountry(path string, all map[string]*country) error {
	raw, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	fc, err := geojson.UnmarshalFeatureCollection(raw)
	if err != nil {
		return fmt.Errorf("%s is not the GeoJSON file expected: %w", path, err)
	}
	rings := map[string][][]orb.Ring{} // by country and area
	for _, f := range fc.Features {
		code := f.Properties.MustString("iso_a2", "")
		if filepath.Base(path) == "kos.json" {
			code = "XK" // ISO 3166 has no code of Kosovo
		}
		if len(code) != 2 || code[0] == '-' {
			continue
		}
		switch g := f.Geometry.(type) {
		case orb.Polygon:
			rings[code] = append(rings[code], g)
		case orb.MultiPolygon:
			var area []orb.Ring
			for _, p := range g {
				area = append(area, p...)
			}
			rings[code] = append(rings[code], area)
		}
	}
	for code, areas := range rings {
		if all[code] != nil {
			return fmt.Errorf("%s: %s stands in two files", path, code)
		}
		if c := newCountry(code, areas); len(c.lines) > 0 {
			all[code] = c
		}
	}
	return nil
}

func newCountry(code string, areas [][]orb.Ring) *country {
	c := &country{code: code, lines: shared(areas)}
	for _, a := range areas {
		for _, r := range a {
			c.km2 += extent(r) / float64(len(areas))
		}
	}
	return c
}

// shared gives the lines that two areas have in common, simplified.
func shared(areas [][]orb.Ring) []orb.LineString {
	users := map[[2]corner][]int{} // areas by edge, its lesser end first
	for i, rings := range areas {
		for _, r := range rings {
			q := corners(r)
			for k := 1; k < len(q); k++ {
				e := edgeOf(q[k-1], q[k])
				if !slices.Contains(users[e], i) {
					users[e] = append(users[e], i)
				}
			}
		}
	}
	next := map[corner][]corner{}
	for e, u := range users {
		if len(u) > 1 {
			next[e[0]] = append(next[e[0]], e[1])
			next[e[1]] = append(next[e[1]], e[0])
		}
	}
	var out []orb.LineString
	for _, chain := range chains(next) {
		if l := thinLine(chain); len(l) > 1 {
			out = append(out, l)
		}
	}
	return out
}

func edgeOf(a, b corner) [2]corner {
	if less(b, a) < 0 {
		a, b = b, a
	}
	return [2]corner{a, b}
}

func less(a, b corner) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) }

func corners(r orb.Ring) []corner {
	out := make([]corner, 0, len(r))
	for _, p := range r {
		out = append(out, corner{int32(math.Round(p[0] * 1e6)), int32(math.Round(p[1] * 1e6))})
	}
	return slices.Compact(out)
}

// chains joins edges into lines that end where not two of them meet, then what is
// left into rings; always in the same order.
func chains(next map[corner][]corner) [][]corner {
	var starts []corner
	for p, ends := range next {
		slices.SortFunc(ends, less)
		starts = append(starts, p)
	}
	slices.SortFunc(starts, func(a, b corner) int {
		joint := func(p corner) int { // those in the middle of a line last
			if len(next[p]) == 2 {
				return 1
			}
			return 0
		}
		return cmp.Or(joint(a)-joint(b), less(a, b))
	})
	used := map[[2]corner]bool{}
	var out [][]corner
	for _, start := range starts {
		for _, to := range next[start] {
			line := []corner{start}
			for e := edgeOf(start, to); !used[e]; {
				used[e] = true
				at := e[0]
				if at == line[len(line)-1] {
					at = e[1]
				}
				line = append(line, at)
				if len(next[at]) != 2 || at == start {
					break
				}
				e = edgeOf(at, next[at][0])
				if used[e] {
					e = edgeOf(at, next[at][1])
				}
			}
			if len(line) > 1 {
				out = append(out, line)
			}
		}
	}
	return out
}

// thinLine simplifies a line in a grid that is square on the ground and rounds it
// to the grid of the file.
func thinLine(line []corner) orb.LineString {
	cos := math.Max(0.1, math.Cos(float64(line[0][1])/1e6*math.Pi/180))
	l := make(orb.LineString, len(line))
	for i, p := range line {
		l[i] = orb.Point{float64(p[0]) / 1e6 * cos, float64(p[1]) / 1e6}
	}
	l = simplify.DouglasPeucker(bend).LineString(l)
	for i, p := range l {
		l[i] = orb.Point{math.Round(p[0] / cos * units), math.Round(p[1] * units)}
	}
	return slices.Compact(l)
}

// encodeAdmin1 writes the countries by code: code, mean size of an area in km²,
// number of lines, and for each line the number of its points, its first point and
// the steps between them.
func encodeAdmin1(all map[string]*country) (data []byte, lines, points int) {
	list := make([]*country, 0, len(all))
	for _, c := range all {
		list = append(list, c)
	}
	slices.SortFunc(list, func(a, b *country) int { return cmp.Compare(a.code, b.code) })
	data = append([]byte("SITMADM1"), binary.LittleEndian.AppendUint32(nil, uint32(len(list)))...)
	for _, c := range list {
		data = append(data, c.code...)
		data = binary.AppendUvarint(data, uint64(c.km2))
		data = binary.AppendUvarint(data, uint64(len(c.lines)))
		for _, l := range c.lines {
			data = binary.AppendUvarint(data, uint64(len(l)))
			var x, y int64
			for _, p := range l {
				data = binary.AppendVarint(data, int64(p[0])-x)
				data = binary.AppendVarint(data, int64(p[1])-y)
				x, y = int64(p[0]), int64(p[1])
			}
			lines, points = lines+1, points+len(l)
		}
	}
	return data, lines, points
}
