package tile

import (
	"encoding/binary"
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
)

// cut keeps what lies in the tile itself.
func cut(g orb.Geometry) orb.Geometry {
	return clip.Geometry(orb.Bound{Max: orb.Point{Extent, Extent}}, g)
}

// FuzzGeometry turns any bytes into points, lines and areas; the tile must be
// readable and hold nothing outside its buffer.
func FuzzGeometry(f *testing.F) {
	f.Add(uint32(0), uint32(0), uint32(0), []byte("some bytes that become coordinates, more or less"))
	f.Add(uint32(4), uint32(15), uint32(15), binary.LittleEndian.AppendUint64(nil, math.Float64bits(179.99)))
	f.Fuzz(func(t *testing.T, z, x, y uint32, data []byte) {
		z %= MaxZoom + 1
		id := ID{z, x % (1 << z), y % (1 << z)}
		var pts orb.LineString
		for len(data) >= 4 {
			a := float64(int16(binary.LittleEndian.Uint16(data))) / 150
			c := float64(int16(binary.LittleEndian.Uint16(data[2:]))) / 300
			pts = append(pts, orb.Point{a, c})
			data = data[4:]
		}
		b := NewBuilder(id.Z, id.X, id.Y)
		for _, p := range pts {
			b.Layer("points").Point(p, 1, Float("lon", p[0]))
		}
		b.Layer("lines").Lines(orb.MultiLineString{pts}, 2, Int("n", int64(len(pts))))
		b.Layer("areas").Polygons(orb.MultiPolygon{{orb.Ring(pts)}}, 3, Bool("x", true))
		tile := b.Bytes()
		if len(tile) == 0 {
			return
		}
		const edge = Extent + DefaultBuffer
		box := orb.Bound{Min: orb.Point{-DefaultBuffer, -DefaultBuffer}, Max: orb.Point{edge, edge}}
		for name, l := range decode(t, tile) {
			for _, feature := range l.Features {
				got := feature.Geometry.Bound()
				if !box.Contains(got.Min) || !box.Contains(got.Max) {
					t.Fatalf("layer %s reaches %v in %v", name, got, id)
				}
			}
		}
	})
}
