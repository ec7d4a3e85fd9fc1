package snapshot

import "math/bits"

// bitset is a set of row numbers; nil is the empty one.
type bitset []uint64

func newBitset(n int) bitset { return make(bitset, (n+63)/64) }

func (b bitset) has(i int) bool { return b != nil && b[i>>6]>>(i&63)&1 != 0 }

func (b bitset) set(i int) { b[i>>6] |= 1 << (i & 63) }

func (b bitset) unset(i int) { b[i>>6] &^= 1 << (i & 63) }

// word gives 64 bits, zero for the empty set.
func (b bitset) word(w int) uint64 {
	if b == nil {
		return 0
	}
	return b[w]
}

// fill sets the bits from lo to hi.
func (b bitset) fill(lo, hi int) {
	for w := lo >> 6; w<<6 < hi; w++ {
		b[w] |= window(w, lo, hi)
	}
}

// window gives the bits of word w that lie from lo to hi.
func window(w, lo, hi int) uint64 {
	m := ^uint64(0)
	if d := lo - w<<6; d > 0 {
		m &= ^uint64(0) << d
	}
	if d := hi - w<<6; d < 64 {
		m &= 1<<d - 1
	}
	return m
}

// count counts the members from lo to hi.
func (b bitset) count(lo, hi int) int {
	n := 0
	for w := lo >> 6; b != nil && w<<6 < hi; w++ {
		n += bits.OnesCount64(b[w] & window(w, lo, hi))
	}
	return n
}

// each calls fn for the members from lo to hi, ascending.
func (b bitset) each(lo, hi int, fn func(i int)) {
	for w := lo >> 6; b != nil && w<<6 < hi; w++ {
		for m := b[w] & window(w, lo, hi); m != 0; m &= m - 1 {
			fn(w<<6 + bits.TrailingZeros64(m))
		}
	}
}

// next gives the first member from i on; there must be one.
func (b bitset) next(i int) int {
	w := i >> 6
	m := b[w] & (^uint64(0) << (i & 63))
	for m == 0 {
		w++
		m = b[w]
	}
	return w<<6 + bits.TrailingZeros64(m)
}

// last gives the last member up to i; there must be one.
func (b bitset) last(i int) int {
	w := i >> 6
	m := b[w] & (^uint64(0) >> (63 - i&63))
	for m == 0 {
		w--
		m = b[w]
	}
	return w<<6 + 63 - bits.LeadingZeros64(m)
}
