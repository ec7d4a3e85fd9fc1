package archive

import (
	"container/heap"
	"math/bits"
)

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

// learn makes codes for streams like those counted, of at most longest bytes. Every byte
// and every match has a code, unless the streams are so short that the header would cost
// more: then bytes that none of them had have none, nor, in the shortest, such lengths.
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
	if longest >= window {
		for i := range h.lit[:endOfBlock] {
			h.lit[i] = max(h.lit[i], 1)
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
