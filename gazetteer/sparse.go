package gazetteer

import (
	"encoding/binary"
	"math/bits"
)

// rankStep is the distance in bits of the stored counts.
const rankStep = 512

// bitset is a read-only set of refs with counts: one uint32 count before every
// 512 bits.
type bitset struct{ b []byte }

const rankGroup = 4 + rankStep/8

func newBits(b []byte) bitset { return bitset{b} }

// rank reports whether i is in the set and how many smaller members there are.
func (s bitset) rank(i int) (int, bool) {
	g := i / rankStep * rankGroup
	if i < 0 || g+rankGroup > len(s.b) {
		return 0, false
	}
	group := s.b[g : g+rankGroup]
	n := int(binary.LittleEndian.Uint32(group))
	group = group[4:]
	i %= rankStep
	if group[i/8]>>(i%8)&1 == 0 {
		return 0, false
	}
	for ; i >= 64; i -= 64 {
		n += bits.OnesCount64(binary.LittleEndian.Uint64(group))
		group = group[8:]
	}
	w := binary.LittleEndian.Uint64(group) & (1<<i - 1)
	return n + bits.OnesCount64(w), true
}

// selectRank gives the member with n smaller ones, or -1.
func (s bitset) selectRank(n int) int {
	lo, hi := 0, len(s.b)/rankGroup
	for hi-lo > 1 {
		m := (lo + hi) / 2
		if int(binary.LittleEndian.Uint32(s.b[m*rankGroup:])) <= n {
			lo = m
		} else {
			hi = m
		}
	}
	if hi == 0 {
		return -1
	}
	group := s.b[lo*rankGroup : (lo+1)*rankGroup]
	n -= int(binary.LittleEndian.Uint32(group))
	for i := range rankStep / 64 {
		w := binary.LittleEndian.Uint64(group[4+8*i:])
		c := bits.OnesCount64(w)
		if n >= c {
			n -= c
			continue
		}
		for ; n > 0; n-- {
			w &= w - 1
		}
		if w == 0 {
			return -1
		}
		return lo*rankStep + i*64 + bits.TrailingZeros64(w)
	}
	return -1
}

// packBits writes the set of the true ones.
func packBits(n int, in func(int) bool) []byte {
	groups := (n + rankStep - 1) / rankStep
	out := make([]byte, groups*rankGroup)
	count := uint32(0)
	for g := range groups {
		group := out[g*rankGroup:]
		binary.LittleEndian.PutUint32(group, count)
		for i := range min(rankStep, n-g*rankStep) {
			if in(g*rankStep + i) {
				group[4+i/8] |= 1 << (i % 8)
				count++
			}
		}
	}
	return out
}

// sparse is a column that only some places have.
type sparse struct {
	bits bitset
	vals column
}

func (s sparse) get(i Ref) (uint32, bool) {
	r, ok := s.bits.rank(int(i))
	if !ok || r >= s.vals.len() {
		return 0, false
	}
	return s.vals.at(r), true
}

// textAt reads the text at off, which stands behind its length.
func textAt(b []byte, off uint32) string {
	if uint64(off) >= uint64(len(b)) {
		return ""
	}
	b = b[off:]
	n, k := binary.Uvarint(b)
	if k <= 0 || n > uint64(len(b)-k) {
		return ""
	}
	return string(b[k : k+int(n)])
}

// texts collects texts once each.
type textPool struct {
	buf []byte
	at  map[string]uint32
}

func (p *textPool) add(s string) uint32 {
	if o, ok := p.at[s]; ok {
		return o
	}
	if p.at == nil {
		p.at = map[string]uint32{}
	}
	o := uint32(len(p.buf))
	p.buf = binary.AppendUvarint(p.buf, uint64(len(s)))
	p.buf = append(p.buf, s...)
	p.at[s] = o
	return o
}

// namePatch writes a name as what to change in the title made from its key: how
// many bytes stay at the beginning, how many at the end, and what stands between.
func namePatch(title, name string) string {
	head := min(commonPrefix(title, name), 255)
	tail := 0
	for tail < min(len(title), len(name))-head && tail < 255 && title[len(title)-1-tail] == name[len(name)-1-tail] {
		tail++
	}
	return string([]byte{byte(head), byte(tail)}) + name[head:len(name)-tail]
}

// patchName undoes namePatch.
func patchName(title, patch string) string {
	if len(patch) < 2 {
		return title
	}
	head, tail := int(patch[0]), int(patch[1])
	if head+tail > len(title) {
		return title
	}
	return title[:head] + patch[2:] + title[len(title)-tail:]
}
