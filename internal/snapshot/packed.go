package snapshot

import (
	"encoding/binary"
	"math/bits"
)

// packed is a list of numbers of as many bits as the largest of them needs.
type packed struct {
	width uint // bits of a number
	mask  uint64
	n     int
	bytes []byte // the numbers one behind the other, lowest bits first; eight more bytes, for reading whole words
}

// pack packs n numbers that are at most most; at gives them in turn.
func pack(n int, most uint32, at func(i int) uint32) packed {
	p := packed{width: uint(max(1, bits.Len32(most))), n: n}
	p.mask = 1<<p.width - 1
	p.bytes = make([]byte, (n*int(p.width)+7)/8+8)
	for i := range n {
		bit := uint(i) * p.width
		word := p.bytes[bit>>3:]
		binary.LittleEndian.PutUint64(word, binary.LittleEndian.Uint64(word)|uint64(at(i))<<(bit&7))
	}
	return p
}

// packRows packs numbers of rows.
func packRows(rows []uint32, most int) packed {
	return pack(len(rows), uint32(most), func(i int) uint32 { return rows[i] }) //nolint:gosec // rows have 32 bits
}

// at gives the i-th number.
func (p *packed) at(i int) uint32 {
	bit := uint(i) * p.width
	return uint32(binary.LittleEndian.Uint64(p.bytes[bit>>3:]) >> (bit & 7) & p.mask) //nolint:gosec // at most 32 bits wide
}

// appendTo appends the numbers from lo to hi to dst.
func (p *packed) appendTo(dst []uint32, lo, hi int) []uint32 {
	for i := lo; i < hi; i++ {
		dst = append(dst, p.at(i))
	}
	return dst
}
