package tile

// Key puts a grid position (see [Position]) on the Z curve: the bits of x and y
// take turns, x the lower. In this order the points of any tile of any zoom
// stand together.
func Key(x, y uint32) uint64 { return spread(x) | spread(y)<<1 }

// FromKey is the inverse of [Key].
func FromKey(k uint64) (x, y uint32) { return gather(k), gather(k >> 1) }

// KeyRange gives the first and the last key that lie in the tile.
func (t ID) KeyRange() (first, last uint64) {
	shift := 2 * (32 - t.Z)
	if shift == 64 {
		return 0, ^uint64(0)
	}
	first = Key(t.X, t.Y) << shift
	return first, first | (1<<shift - 1)
}

// spread puts a zero above every bit.
func spread(v uint32) uint64 {
	x := uint64(v)
	x = (x | x<<16) & 0x0000ffff0000ffff
	x = (x | x<<8) & 0x00ff00ff00ff00ff
	x = (x | x<<4) & 0x0f0f0f0f0f0f0f0f
	x = (x | x<<2) & 0x3333333333333333
	x = (x | x<<1) & 0x5555555555555555
	return x
}

// gather keeps every other bit, from the lowest.
func gather(k uint64) uint32 {
	x := k & 0x5555555555555555
	x = (x | x>>1) & 0x3333333333333333
	x = (x | x>>2) & 0x0f0f0f0f0f0f0f0f
	x = (x | x>>4) & 0x00ff00ff00ff00ff
	x = (x | x>>8) & 0x0000ffff0000ffff
	return uint32(x | x>>16)
}
