package wkb

import (
	"encoding/binary"
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

// Header is what stands in front of the WKB in a GeoPackage geometry.
type Header struct {
	SRID     int32
	Empty    bool
	HasBound bool      // points have none: their bound is the point
	Bound    orb.Bound // lon, lat; set if HasBound
	Size     int       // bytes of the header; the WKB begins here
}

// Flag bits and sizes of the GeoPackage geometry format, version 1 (OGC 12-128r18, clause 2.1.3).
const (
	flagLittleEndian = 1 << 0
	flagEnvelope     = 7 << 1 // how many ranges the envelope has: 0 none, 1 xy, 2 and 3 xyz and xym, 4 xyzm
	flagEmpty        = 1 << 4
	flagExtended     = 1 << 5
	headerSize       = 8  // magic, version, flags, srid
	boundSize        = 32 // min x, max x, min y, max y
)

// MarshalGeoPackage writes g as a GeoPackage geometry: header, bounding box
// (points and empty geometries have none) and WKB, little-endian.
func MarshalGeoPackage(g orb.Geometry, srid int32) ([]byte, error) {
	if b := plain(g, srid); b != nil {
		return b, nil
	}
	body, err := Marshal(g)
	if err != nil {
		return nil, err
	}
	_, isPoint := g.(orb.Point)
	bound := g.Bound()
	empty := !isPoint && isEmpty(g)
	flags := byte(flagLittleEndian)
	size := headerSize
	switch {
	case empty:
		flags |= flagEmpty
	case !isPoint:
		flags |= 1 << 1
		size += boundSize
	}
	out := make([]byte, 0, size+len(body))
	out = append(out, 'G', 'P', 0, flags)
	out = binary.LittleEndian.AppendUint32(out, uint32(srid))
	if size > headerSize {
		for _, v := range [4]float64{bound.Min[0], bound.Max[0], bound.Min[1], bound.Max[1]} {
			out = binary.LittleEndian.AppendUint64(out, math.Float64bits(v))
		}
	}
	return append(out, body...), nil
}

// plain writes what a table of events is full of, a point and an area of one ring,
// at once: the way by go-geom takes six pieces of memory for it. nil is another geometry.
func plain(g orb.Geometry, srid int32) []byte {
	const (
		point, polygon, multiPolygon = 1, 3, 6 // types of WKB
		ringHead                     = 1 + 4 + 4 + 1 + 4 + 4 + 4
	)
	var out []byte
	float := func(v float64) { out = binary.LittleEndian.AppendUint64(out, math.Float64bits(v)) }
	number := func(v uint32) { out = binary.LittleEndian.AppendUint32(out, v) }
	head := func(size int, flags byte) {
		out = append(make([]byte, 0, size), 'G', 'P', 0, flags)
		number(uint32(srid))
	}
	kind := func(k uint32) {
		out = append(out, 1) // little-endian
		number(k)
	}
	switch g := g.(type) {
	case orb.Point:
		if !finite(g) {
			return nil
		}
		head(headerSize+1+4+16, flagLittleEndian)
		kind(point)
		float(g[0])
		float(g[1])
	case orb.MultiPolygon:
		if len(g) != 1 || len(g[0]) != 1 || len(g[0][0]) < 4 || !g[0][0].Closed() {
			return nil
		}
		ring, b := g[0][0], g.Bound()
		for _, p := range ring {
			if !finite(p) {
				return nil
			}
		}
		head(headerSize+boundSize+ringHead+16*len(ring), flagLittleEndian|1<<1)
		for _, v := range [4]float64{b.Min[0], b.Max[0], b.Min[1], b.Max[1]} {
			float(v)
		}
		kind(multiPolygon)
		number(1)
		kind(polygon)
		number(1)
		number(uint32(len(ring))) //nolint:gosec // in memory
		for _, p := range ring {
			float(p[0])
			float(p[1])
		}
	}
	return out
}

// UnmarshalGeoPackage reads a GeoPackage geometry. Errors wrap [ErrInvalid]; an
// empty point gives a nil geometry.
func UnmarshalGeoPackage(b []byte) (orb.Geometry, Header, error) {
	h, err := ParseHeader(b)
	if err != nil {
		return nil, h, err
	}
	g, err := Unmarshal(b[h.Size:])
	return g, h, err
}

// ParseHeader reads the header alone, which is enough for most spatial filters.
func ParseHeader(b []byte) (Header, error) {
	if len(b) < headerSize || b[0] != 'G' || b[1] != 'P' {
		return Header{}, fmt.Errorf("%w: it does not begin with the letters GP", ErrInvalid)
	}
	if b[2] != 0 {
		return Header{}, fmt.Errorf("%w: GeoPackage geometry version %d, 0 is known", ErrInvalid, b[2])
	}
	flags := b[3]
	if flags&flagExtended != 0 {
		return Header{}, fmt.Errorf("%w: an extended GeoPackage geometry (curves and the like) is not supported", ErrInvalid)
	}
	order := binary.ByteOrder(binary.BigEndian)
	if flags&flagLittleEndian != 0 {
		order = binary.LittleEndian
	}
	kind := flags & flagEnvelope >> 1
	if kind > 4 {
		return Header{}, fmt.Errorf("%w: envelope type %d, 0 to 4 are known", ErrInvalid, kind)
	}
	h := Header{
		SRID:  int32(order.Uint32(b[4:])),
		Empty: flags&flagEmpty != 0,
		Size:  headerSize + []int{0, 32, 48, 48, 64}[kind],
	}
	if len(b) < h.Size {
		return Header{}, fmt.Errorf("%w: it ends after %d bytes, inside its header", ErrInvalid, len(b))
	}
	if kind > 0 {
		at := func(i int) float64 { return math.Float64frombits(order.Uint64(b[headerSize+8*i:])) }
		h.Bound = orb.Bound{Min: orb.Point{at(0), at(2)}, Max: orb.Point{at(1), at(3)}}
		h.HasBound = finite(h.Bound.Min) && finite(h.Bound.Max)
	}
	return h, nil
}

// BoundOf gives the bounding box of a GeoPackage geometry, from its header when
// that has one; ok is false for an empty geometry.
func BoundOf(b []byte) (bound orb.Bound, ok bool, err error) {
	h, err := ParseHeader(b)
	if err != nil || h.Empty {
		return orb.Bound{}, false, err
	}
	if h.HasBound {
		return h.Bound, true, nil
	}
	g, err := Unmarshal(b[h.Size:])
	if err != nil || g == nil || isEmpty(g) {
		return orb.Bound{}, false, err
	}
	return g.Bound(), true, nil
}

// isEmpty reports whether g holds no point at all.
func isEmpty(g orb.Geometry) bool {
	switch g := g.(type) {
	case nil:
		return true
	case orb.MultiPoint:
		return len(g) == 0
	case orb.LineString:
		return len(g) == 0
	case orb.Ring:
		return len(g) == 0
	case orb.MultiLineString:
		for _, l := range g {
			if len(l) > 0 {
				return false
			}
		}
		return true
	case orb.Polygon:
		for _, r := range g {
			if len(r) > 0 {
				return false
			}
		}
		return true
	case orb.MultiPolygon:
		for _, p := range g {
			if !isEmpty(p) {
				return false
			}
		}
		return true
	case orb.Collection:
		for _, part := range g {
			if !isEmpty(part) {
				return false
			}
		}
		return true
	}
	return false
}
