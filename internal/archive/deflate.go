package archive

import (
	"container/heap"
	"encoding/binary"
	"math/bits"
	"slices"
)

// Most tiles are small, and most of the time that a compressor spends on one goes
// into its Huffman codes. small compresses such tiles with codes that are made once,
// from a sample of the archive's own tiles, and writes one block of deflate (RFC 1951).
type small struct {
	codes  []*coder // by size, see sizeClass
	raw    []byte   // the stream so far
	tokens []uint32
	table  [1 << hashBits]uint32 // where a hash was seen last, counted from the beginning of all streams
	base   uint32
}

const (
	smallest   = 4 // bytes of a match
	hashBits   = 12
	smallBytes = 32 << 10 // the longest block: as far as a match reaches
	endOfBlock = 256
	literals   = 286
	distances  = 30
)

// sizeClass gives the codes that fit a stream: short ones hold other things than long ones.
func sizeClass(n int) int {
	switch {
	case n < 512:
		return 0
	case n < 2048:
		return 1
	case n < 8192:
		return 2
	}
	return 3
}

const sizeClasses = 4

// tokenise cuts the stream into literals (below 1<<16) and matches: length<<16 | distance.
func (s *small) tokenise() {
	b := s.raw
	tokens := slices.Grow(s.tokens[:0], len(b))[:len(b)] // never more tokens than bytes
	n := 0
	if s.base > 1<<31 {
		clear(s.table[:])
		s.base = 0
	}
	s.base++
	base := s.base
	i := 0
	for i+smallest <= len(b) {
		v := binary.LittleEndian.Uint32(b[i:])
		slot := &s.table[v*2654435761>>(32-hashBits)]
		at := *slot
		*slot = base + uint32(i)
		if at < base || binary.LittleEndian.Uint32(b[at-base:]) != v {
			tokens[n] = uint32(b[i])
			n++
			i++
			continue
		}
		from := int(at - base)
		long := smallest
		for long < 258 && i+long < len(b) && b[from+long] == b[i+long] {
			long++
		}
		tokens[n] = uint32(long)<<16 | uint32(i-from)
		n++
		for j := i + 1; j < i+long && j+smallest <= len(b); j += 2 {
			s.table[binary.LittleEndian.Uint32(b[j:])*2654435761>>(32-hashBits)] = base + uint32(j)
		}
		i += long
	}
	for ; i < len(b); i++ {
		tokens[n] = uint32(b[i])
		n++
	}
	s.tokens = tokens[:n]
	s.base += uint32(len(b))
}

// lengthSymbol gives the symbol of a match's length, with the bits behind it.
func lengthSymbol(n uint32) (symbol, extra, count uint32) {
	if n == 258 {
		return 285, 0, 0
	}
	v := n - 3
	if v < 8 {
		return 257 + v, 0, 0
	}
	count = uint32(bits.Len32(v)) - 3
	return 257 + 4*count + v>>count, v & (1<<count - 1), count
}

// distanceSymbol does the same for a distance.
func distanceSymbol(d uint32) (symbol, extra, count uint32) {
	v := d - 1
	if v < 4 {
		return v, 0, 0
	}
	count = uint32(bits.Len32(v)) - 2
	return 2*count + v>>count, v & (1<<count - 1), count
}

// code is a Huffman code, its first bit lowest; no length, no code.
type code struct {
	bits uint16
	len  uint8
}

// longCode is the code of a length with the bits behind it.
type longCode struct {
	bits uint32
	len  uint8
}

// coder is the codes of a kind of stream, and the block header that states them.
type coder struct {
	lit    [literals]code
	dist   [distances]code
	long   [259]longCode // by the length of a match
	header bitWriter
}

// histogram counts the symbols of streams.
type histogram struct {
	lit  [literals]int
	dist [distances]int
	n    int
}

// count takes the tokens of a stream in.
func (h *histogram) count(tokens []uint32) {
	h.n++
	h.lit[endOfBlock]++
	for _, t := range tokens {
		if t < 1<<16 {
			h.lit[t]++
			continue
		}
		l, _, _ := lengthSymbol(t >> 16)
		d, _, _ := distanceSymbol(t & 0xffff)
		h.lit[l]++
		h.dist[d]++
	}
}

// learn makes codes for streams like those counted, of at most longest bytes. A byte
// that none of them had has no code; matches of all lengths have one, and those as far
// back as can be, unless the streams are so short that the header would cost more.
func (h *histogram) learn(longest int) *coder {
	c := &coder{}
	far, _, _ := distanceSymbol(uint32(longest))
	for i := range h.dist[:far+1] {
		h.dist[i] = max(h.dist[i], 1)
	}
	if longest > 512 {
		for i := range h.lit[endOfBlock:] {
			h.lit[endOfBlock+i] = max(h.lit[endOfBlock+i], 1)
		}
	}
	h.lit[0] = max(h.lit[0], 1) // decoders want two codes at least
	lit := codeLengths(h.lit[:], 15)
	dist := codeLengths(h.dist[:], 15)
	assign(c.lit[:], lit)
	assign(c.dist[:], dist)
	for n := uint32(3); n <= 258; n++ {
		symbol, extra, bits := lengthSymbol(n)
		if l := c.lit[symbol]; l.len > 0 {
			c.long[n] = longCode{uint32(l.bits) | extra<<l.len, l.len + uint8(bits)} //nolint:gosec // at most 20
		}
	}
	c.header.writeHeader(lit, dist)
	return c
}

// finish appends the stream to dst as one block: the last one, or one that is followed by
// others at the next whole byte. ok is false when a symbol has no code.
func (s *small) finish(dst []byte, last bool) (out []byte, ok bool) {
	if s.codes == nil || s.codes[sizeClass(len(s.raw))] == nil {
		return dst, false
	}
	c := s.codes[sizeClass(len(s.raw))]
	s.tokenise()
	w := bitWriter{out: append(dst, c.header.out...), acc: c.header.acc, n: c.header.n}
	if !last {
		w.out[len(dst)] &^= 1
	}
	if !w.tokens(c, s.tokens) {
		return dst, false
	}
	w.put(uint64(c.lit[endOfBlock].bits), uint32(c.lit[endOfBlock].len))
	if last {
		return w.close(), true
	}
	w.put(0, 3) // an empty block of bytes that are not compressed
	return append(w.close(), 0, 0, 0xff, 0xff), true
}

// mostBits is the most that a token takes: two codes of 15 bits, 5 and 13 bits behind them.
const mostBits = 48

// tokens writes a block's symbols; ok is false when one has no code.
func (w *bitWriter) tokens(c *coder, tokens []uint32) (ok bool) {
	out := slices.Grow(w.out, len(tokens)*mostBits/8+8)
	out = out[:cap(out)]
	at, acc, n := len(w.out), w.acc, w.n
	for _, t := range tokens {
		if t < 1<<16 {
			l := c.lit[t]
			if l.len == 0 {
				return false
			}
			acc |= uint64(l.bits) << n
			n += uint32(l.len)
		} else {
			m := c.long[t>>16]
			symbol, extra, bits := distanceSymbol(t & 0xffff)
			d := c.dist[symbol]
			if m.len == 0 || d.len == 0 {
				return false
			}
			acc |= uint64(m.bits) << n
			if n += uint32(m.len); n >= 32 {
				binary.LittleEndian.PutUint32(out[at:], uint32(acc))
				at, acc, n = at+4, acc>>32, n-32
			}
			acc |= (uint64(d.bits) | uint64(extra)<<d.len) << n
			n += uint32(d.len) + bits
		}
		if n >= 32 {
			binary.LittleEndian.PutUint32(out[at:], uint32(acc))
			at, acc, n = at+4, acc>>32, n-32
		}
	}
	w.out, w.acc, w.n = out[:at], acc, n
	return true
}

// bitWriter writes bits, the first one lowest in its byte.
type bitWriter struct {
	out []byte
	acc uint64
	n   uint32
}

func (w *bitWriter) put(v uint64, n uint32) {
	w.acc |= v << w.n
	w.n += n
	if w.n >= 32 {
		w.out = binary.LittleEndian.AppendUint32(w.out, uint32(w.acc))
		w.acc >>= 32
		w.n -= 32
	}
}

func (w *bitWriter) close() []byte {
	for ; w.n > 0; w.n -= min(8, w.n) {
		w.out = append(w.out, byte(w.acc))
		w.acc >>= 8
	}
	return w.out
}

// writeHeader writes the head of a last block with its code lengths.
func (w *bitWriter) writeHeader(lit, dist []uint8) {
	lit, dist = trimmed(lit, 257), trimmed(dist, 1)
	type run struct{ symbol, extra, bits uint32 }
	var runs []run
	all := append(append([]uint8(nil), lit...), dist...)
	for i := 0; i < len(all); {
		n := 1
		for i+n < len(all) && all[i+n] == all[i] {
			n++
		}
		switch {
		case all[i] == 0 && n >= 11:
			n = min(n, 138)
			runs = append(runs, run{18, uint32(n - 11), 7})
		case all[i] == 0 && n >= 3:
			runs = append(runs, run{17, uint32(n - 3), 3})
		case n >= 4:
			n = min(n, 7)
			runs = append(runs, run{uint32(all[i]), 0, 0}, run{16, uint32(n - 4), 2})
		default:
			n = 1
			runs = append(runs, run{uint32(all[i]), 0, 0})
		}
		i += n
	}
	freq := make([]int, 19)
	for _, r := range runs {
		freq[r.symbol]++
	}
	lengths := codeLengths(freq, 7)
	codes := make([]code, 19)
	assign(codes, lengths)
	order := [19]int{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}
	last := 19
	for last > 4 && lengths[order[last-1]] == 0 {
		last--
	}
	w.put(1|2<<1, 3) // the last block, with codes of its own
	w.put(uint64(len(lit)-257), 5)
	w.put(uint64(len(dist)-1), 5)
	w.put(uint64(last-4), 4)
	for _, i := range order[:last] {
		w.put(uint64(lengths[i]), 3)
	}
	for _, r := range runs {
		w.put(uint64(codes[r.symbol].bits), uint32(codes[r.symbol].len))
		w.put(uint64(r.extra), r.bits)
	}
}

// trimmed leaves out lengths of 0 at the end, down to least.
func trimmed(lengths []uint8, least int) []uint8 {
	for len(lengths) > least && lengths[len(lengths)-1] == 0 {
		lengths = lengths[:len(lengths)-1]
	}
	return lengths
}

// assign gives the codes of RFC 1951, 3.2.2, for code lengths.
func assign(codes []code, lengths []uint8) {
	next := uint16(0)
	for n := uint8(1); n <= 15; n++ {
		for i, l := range lengths {
			if l == n {
				codes[i] = code{bits.Reverse16(next) >> (16 - n), n}
				next++
			}
		}
		next <<= 1
	}
}

// codeLengths gives the lengths of a Huffman code, at most most bits: frequencies are
// made more alike until it fits.
func codeLengths(freq []int, most int) []uint8 {
	freq = append([]int(nil), freq...)
	for {
		lengths, deepest := huffman(freq)
		if deepest <= most {
			return lengths
		}
		for i, f := range freq {
			if f > 0 {
				freq[i] = f/2 + 1
			}
		}
	}
}

// node is a tree of symbols; left and right are numbers of nodes, -1 for a leaf.
type node struct {
	weight, symbol, left, right int
}

type forest struct {
	nodes []node
	roots []int
}

func (f *forest) Len() int { return len(f.roots) }
func (f *forest) Less(i, j int) bool {
	a, b := f.roots[i], f.roots[j]
	return f.nodes[a].weight < f.nodes[b].weight || f.nodes[a].weight == f.nodes[b].weight && a < b
}
func (f *forest) Swap(i, j int) { f.roots[i], f.roots[j] = f.roots[j], f.roots[i] }
func (f *forest) Push(x any)    { f.roots = append(f.roots, x.(int)) } //nolint:forcetypeassert // from below only
func (f *forest) Pop() any {
	last := f.roots[len(f.roots)-1]
	f.roots = f.roots[:len(f.roots)-1]
	return last
}

func huffman(freq []int) (lengths []uint8, deepest int) {
	f := &forest{}
	for i, n := range freq {
		if n > 0 {
			f.roots = append(f.roots, len(f.nodes))
			f.nodes = append(f.nodes, node{n, i, -1, -1})
		}
	}
	lengths = make([]uint8, len(freq))
	if len(f.roots) == 1 {
		lengths[f.nodes[0].symbol] = 1
		return lengths, 1
	}
	heap.Init(f)
	for f.Len() > 1 {
		a, _ := heap.Pop(f).(int)
		b, _ := heap.Pop(f).(int)
		f.nodes = append(f.nodes, node{f.nodes[a].weight + f.nodes[b].weight, -1, a, b})
		heap.Push(f, len(f.nodes)-1)
	}
	var walk func(i, depth int)
	walk = func(i, depth int) {
		if n := f.nodes[i]; n.left >= 0 {
			walk(n.left, depth+1)
			walk(n.right, depth+1)
		} else {
			lengths[n.symbol] = uint8(min(depth, 255))
			deepest = max(deepest, depth)
		}
	}
	if len(f.roots) > 0 {
		walk(f.roots[0], 0)
	}
	return lengths, deepest
}
