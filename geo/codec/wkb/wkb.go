// Package wkb is the codec edge between orb, the model that sitmap works in, and
// the binary geometries of databases: plain WKB and the GeoPackage's form of it,
// which puts a header with the bounding box in front ([MarshalGeoPackage],
// [UnmarshalGeoPackage], [ParseHeader]).
//
// [ToGeom] and [FromGeom] convert to and from go-geom, which does the encoding.
// Coordinates are longitude, latitude. orb has two dimensions: heights and
// measures of a source are dropped on reading. Empty points have no form in orb
// and are read as nil. Input is checked against its own length before anything is
// allocated, so a few damaged bytes cannot ask for gigabytes.
package wkb

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"
	gowkb "github.com/twpayne/go-geom/encoding/wkb"
	"github.com/twpayne/go-geom/encoding/wkbcommon"
)

// WGS84 is the spatial reference number of longitude and latitude on WGS 84.
const WGS84 = 4326

// ErrInvalid is wrapped by every error about bytes that are not a geometry.
var ErrInvalid = errors.New("not a valid binary geometry")

// maxDepth bounds collections within collections; real data has one level.
const maxDepth = 8

// Marshal writes g as little-endian WKB.
func Marshal(g orb.Geometry) ([]byte, error) {
	t, err := ToGeom(g, WGS84)
	if err != nil {
		return nil, err
	}
	b, err := gowkb.Marshal(t, gowkb.NDR, wkbcommon.WKBOptionEmptyPointHandling(wkbcommon.EmptyPointHandlingNaN))
	if err != nil {
		return nil, fmt.Errorf("write WKB: %w", err)
	}
	return b, nil
}

// Unmarshal reads one WKB geometry, of either byte order; nothing may follow it.
// An empty point gives nil. Errors wrap [ErrInvalid].
func Unmarshal(b []byte) (orb.Geometry, error) {
	n, err := check(b, 0)
	if err != nil {
		return nil, err
	}
	if n != len(b) {
		return nil, fmt.Errorf("%w: %d bytes follow the geometry's end at byte %d", ErrInvalid, len(b)-n, n)
	}
	t, err := gowkb.Unmarshal(b, wkbcommon.WKBOptionEmptyPointHandling(wkbcommon.EmptyPointHandlingNaN))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	return FromGeom(t)
}

// check walks over one geometry without allocating and gives its length in bytes.
func check(b []byte, depth int) (int, error) {
	if depth > maxDepth {
		return 0, fmt.Errorf("%w: collections nested more than %d deep", ErrInvalid, maxDepth)
	}
	if len(b) < 5 {
		return 0, fmt.Errorf("%w: it ends after %d bytes, a geometry has at least 5", ErrInvalid, len(b))
	}
	order, err := byteOrder(b[0])
	if err != nil {
		return 0, err
	}
	code := order.Uint32(b[1:])
	dims := code / 1000
	if dims > 3 {
		return 0, fmt.Errorf("%w: geometry type %d is unknown", ErrInvalid, code)
	}
	point := 8 * [4]int{2, 3, 3, 4}[dims] // bytes of one coordinate
	switch code % 1000 {
	case wkbcommon.PointID:
		if len(b) < 5+point {
			return 0, short(len(b))
		}
		return 5 + point, nil
	case wkbcommon.LineStringID:
		return checkPoints(b, 5, point, order)
	case wkbcommon.PolygonID:
		return checkParts(b, order, 4, func(at int) (int, error) { return checkPoints(b, at, point, order) })
	case wkbcommon.MultiPointID, wkbcommon.MultiLineStringID, wkbcommon.MultiPolygonID, wkbcommon.GeometryCollectionID:
		return checkParts(b, order, 5, func(at int) (int, error) {
			n, err := check(b[at:], depth+1)
			return at + n, err
		})
	}
	return 0, fmt.Errorf("%w: geometry type %d is not supported", ErrInvalid, code)
}

// checkPoints steps over a counted list of coordinates at byte at and gives the byte after it.
func checkPoints(b []byte, at, point int, order binary.ByteOrder) (int, error) {
	if len(b) < at+4 {
		return 0, short(len(b))
	}
	n := int64(order.Uint32(b[at:]))
	if n*int64(point) > int64(len(b)-at-4) {
		return 0, short(len(b))
	}
	return at + 4 + int(n)*point, nil
}

// checkParts steps over the counted parts of a geometry, each at least least bytes long.
func checkParts(b []byte, order binary.ByteOrder, least int, part func(at int) (int, error)) (int, error) {
	if len(b) < 9 {
		return 0, short(len(b))
	}
	n := int64(order.Uint32(b[5:]))
	if n*int64(least) > int64(len(b)-9) {
		return 0, short(len(b))
	}
	at := 9
	for range n {
		var err error
		if at, err = part(at); err != nil {
			return 0, err
		}
	}
	return at, nil
}

func short(n int) error {
	return fmt.Errorf("%w: it ends after %d bytes, before its last coordinate", ErrInvalid, n)
}

func byteOrder(b byte) (binary.ByteOrder, error) {
	switch b {
	case 0:
		return binary.BigEndian, nil
	case 1:
		return binary.LittleEndian, nil
	}
	return nil, fmt.Errorf("%w: byte order %d is neither 0 nor 1", ErrInvalid, b)
}

// finite reports whether p is a place, not the NaN pair of an empty point or an infinity.
func finite(p orb.Point) bool {
	return !math.IsNaN(p[0]) && !math.IsNaN(p[1]) && !math.IsInf(p[0], 0) && !math.IsInf(p[1], 0)
}
