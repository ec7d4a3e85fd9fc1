package gazetteer

import (
	"math"
	"strings"

	"github.com/paulmach/orb"

	"sitmap/geo"
)

// Points are stored with 24 bits for each coordinate: at most 1.2 m from the
// point that went in.
const (
	pointSize = 6
	pointBits = 24
	pointMax  = 1<<pointBits - 1
)

// quantise gives the cell of a point; longitude wraps, latitude stops at a pole.
func quantise(p orb.Point) (x, y uint32) {
	lon := math.Mod(p[0]+180, 360)
	if lon < 0 {
		lon += 360
	}
	x = uint32(min(lon/360*(pointMax+1), pointMax))
	y = uint32(min(max((p[1]+90)/180*(pointMax+1), 0), pointMax))
	return x, y
}

// unquantise gives the middle of a cell.
func unquantise(x, y uint32) orb.Point {
	return orb.Point{(float64(x)+0.5)/(pointMax+1)*360 - 180, (float64(y)+0.5)/(pointMax+1)*180 - 90}
}

func (ix *Index) cell(r Ref) (x, y uint32) {
	c := column{ix.points, 3}
	return c.at(2 * int(r)), c.at(2*int(r) + 1)
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
// prefix and the geohash (ten characters, at most 1.2 m off) of its point. One
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
