package pmtiles

// Hilbert gives where the cell (x, y) of a 2^bits × 2^bits grid stands on the
// Hilbert curve that PMTiles uses. The number of the cell that holds it on a
// coarser grid is that number without its last bits, two for each level.
func Hilbert(bits, x, y uint32) uint64 {
	var d uint64
	for s := bits; s > 0; s-- {
		rx, ry := x>>(s-1)&1, y>>(s-1)&1
		d = d<<2 | uint64(3*rx^ry)
		if ry == 0 {
			if rx == 1 {
				x, y = ^x, ^y
			}
			x, y = y, x
		}
	}
	return d
}

// FromHilbert is the inverse of [Hilbert].
func FromHilbert(bits uint32, d uint64) (x, y uint32) {
	for s := range bits {
		q := uint32(d>>(2*s)) & 3
		rx, ry := q>>1, (q^q>>1)&1
		if ry == 0 {
			if rx == 1 {
				n := uint32(1)<<s - 1
				x, y = n-x, n-y
			}
			x, y = y, x
		}
		x |= rx << s
		y |= ry << s
	}
	return x, y
}

// deepest is the last zoom whose tiles PMTiles can number.
const deepest = 31

// first gives the number of the first tile of a zoom: all tiles of the zooms above it.
func first(z uint32) uint64 { return (1<<(2*z) - 1) / 3 }

// TileID gives the number of tile z/x/y; it grows with the zoom, and within a
// zoom along the Hilbert curve. The tile must exist and z be at most 31.
func TileID(z, x, y uint32) uint64 { return first(z) + Hilbert(z, x, y) }

// FromTileID is the inverse of [TileID]; ok is false for a number beyond zoom 31.
func FromTileID(id uint64) (z, x, y uint32, ok bool) {
	for z <= deepest && id >= first(z+1) {
		z++
	}
	if z > deepest {
		return 0, 0, 0, false
	}
	x, y = FromHilbert(z, id-first(z))
	return z, x, y, true
}
