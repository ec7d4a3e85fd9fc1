package gazetteer

import (
	"encoding/binary"
	"math"
	"strings"

	"github.com/paulmach/orb"

	"sitmap/geo"
)

// Points are stored to the hundred-thousandth of a degree (at most 0.8 m from the
// point that went in): the square degree among those that occur, and the place
// in it. For search they have cells of 24 bits for each coordinate.
const (
	unitsPerDegree = 100_000
	worldLon       = 360 * unitsPerDegree
	worldLat       = 180 * unitsPerDegree
	unitsInSquare  = unitsPerDegree * unitsPerDegree
	pointBits      = 24
	pointMax       = 1<<pointBits - 1

	pointBytes     = 6 // of a place, while at most maxSquares square degrees occur; one more beyond
	maxSquares     = 1 << 48 / unitsInSquare
	pointBytesMany = 7
)

// units rounds a point to hundred-thousandths of a degree east of 180° W and
// north of the south pole; longitude wraps, latitude stops at a pole.
func units(p orb.Point) (lon, lat uint64) {
	x := math.Mod(math.Round((p[0]+180)*unitsPerDegree), worldLon)
	if x < 0 {
		x += worldLon
	}
	return uint64(x), uint64(min(max(math.Round((p[1]+90)*unitsPerDegree), 0), worldLat))
}

func fromUnits(lon, lat uint64) orb.Point {
	return orb.Point{float64(int64(lon)-worldLon/2) / unitsPerDegree, float64(int64(lat)-worldLat/2) / unitsPerDegree}
}

// squareDegree numbers the square degrees from the south pole, row by row.
func squareDegree(lon, lat uint64) uint16 {
	return uint16(lat/unitsPerDegree*360 + lon/unitsPerDegree)
}

// cellAt gives the cell of a point in units.
func cellAt(lon, lat uint64) (x, y uint32) {
	return uint32(lon << pointBits / worldLon), uint32(min(lat<<pointBits/worldLat, pointMax))
}

// quantise gives the cell of a point as it is stored.
func quantise(p orb.Point) (x, y uint32) { return cellAt(units(p)) }

// pointColumn holds the points of all places.
type pointColumn struct {
	b       []byte
	w       int    // bytes a point
	squares column // the square degrees that occur
}

// packPoints writes the points.
func packPoints(entries []Entry) pointColumn {
	seen := make([]bool, 1<<16)
	for i := range entries {
		seen[squareDegree(units(entries[i].Point))] = true
	}
	out := pointColumn{w: pointBytes, squares: column{w: 2}}
	at := make([]uint64, len(seen))
	for sq, ok := range seen {
		if ok {
			at[sq] = uint64(out.squares.len())
			out.squares.b = appendNum(out.squares.b, uint32(sq), 2)
		}
	}
	if out.squares.len() > maxSquares {
		out.w = pointBytesMany
	}
	out.b = make([]byte, 0, len(entries)*out.w)
	for i := range entries {
		lon, lat := units(entries[i].Point)
		v := (at[squareDegree(lon, lat)]*unitsPerDegree+lat%unitsPerDegree)*unitsPerDegree + lon%unitsPerDegree
		for range out.w {
			out.b = append(out.b, byte(v))
			v >>= 8
		}
	}
	return out
}

func (c *pointColumn) len() int {
	if c.w != pointBytes && c.w != pointBytesMany {
		return 0
	}
	return len(c.b) / c.w
}

// at gives point i in units.
func (c *pointColumn) at(i int) (lon, lat uint64) {
	b := c.b[i*c.w:]
	v := uint64(binary.LittleEndian.Uint32(b)) | uint64(binary.LittleEndian.Uint16(b[4:]))<<32
	if c.w == pointBytesMany {
		v |= uint64(b[6]) << 48
	}
	sq := uint64(c.squares.at(int(v / unitsInSquare)))
	v %= unitsInSquare
	return min(sq%360*unitsPerDegree+v%unitsPerDegree, worldLon-1), min(sq/360*unitsPerDegree+v/unitsPerDegree, worldLat)
}

func (ix *Index) cell(r Ref) (x, y uint32) {
	if int(r) >= ix.n {
		return 0, 0
	}
	return cellAt(ix.points.at(int(r)))
}

// morton interleaves the bits of a cell, longitude first.
func morton(x, y uint32) uint64 { return spread(x)<<1 | spread(y) }

func spread(v uint32) uint64 {
	x := uint64(v)
	x = (x | x<<16) & 0x0000ffff0000ffff
	x = (x | x<<8) & 0x00ff00ff00ff00ff
	x = (x | x<<4) & 0x0f0f0f0f0f0f0f0f
	x = (x | x<<2) & 0x3333333333333333
	x = (x | x<<1) & 0x5555555555555555
	return x
}

func squash(x uint64) uint32 {
	x &= 0x5555555555555555
	x = (x | x>>1) & 0x3333333333333333
	x = (x | x>>2) & 0x0f0f0f0f0f0f0f0f
	x = (x | x>>4) & 0x00ff00ff00ff00ff
	x = (x | x>>8) & 0x0000ffff0000ffff
	x = (x | x>>16) & 0x00000000ffffffff
	return uint32(x)
}

const geohashDigits = "0123456789bcdefghjkmnpqrstuvwxyz"

// geohash writes a cell as a geohash of ten characters.
func geohash(x, y uint32) string {
	m := morton(x, y) << 2 // 48 bits in the 50 of ten characters
	var out [10]byte
	for i := range out {
		out[i] = geohashDigits[m>>(45-5*i)&31]
	}
	return string(out[:])
}

// ungeohash reads what geohash wrote.
func ungeohash(s string) (x, y uint32, ok bool) {
	if len(s) != 10 {
		return 0, 0, false
	}
	var m uint64
	for i := range len(s) {
		d := strings.IndexByte(geohashDigits, s[i])
		if d < 0 {
			return 0, 0, false
		}
		m = m<<5 | uint64(d)
	}
	m >>= 2
	return squash(m >> 1), squash(m), true
}

// PointID gives the ID of a place whose source has no numbers of its own: the
// prefix and the geohash (ten characters, at most 1.2 m off) of its point, rounded
// to 1e-5 degrees. One
// source must not have two places at one point.
func PointID(prefix string, p orb.Point) ID {
	return ID(prefix + geohash(quantise(p)))
}

// earthRadius is the mean radius of WGS 84 in metres; distances on that sphere
// differ from geodesic ones by at most 0.56 %.
const earthRadius = 6371008.8

// sphereDistance is good for ranking and search, not for statements to a reader:
// geo/geodesic measures those.
func sphereDistance(a, b orb.Point) geo.Metres {
	const rad = math.Pi / 180
	s1, s2 := math.Sin((b[1]-a[1])*rad/2), math.Sin((b[0]-a[0])*rad/2)
	h := s1*s1 + math.Cos(a[1]*rad)*math.Cos(b[1]*rad)*s2*s2
	return geo.Metres(2 * earthRadius * math.Asin(math.Sqrt(min(h, 1))))
}
