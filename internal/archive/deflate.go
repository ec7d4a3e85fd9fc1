package archive

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// Most tiles are small, and most of the time that a compressor spends on one goes
// into its Huffman codes. small compresses such tiles with codes that are made once,
// from a sample of the archive's own tiles, and writes one block of deflate (RFC 1951).
type small struct {
	codes  []*coder // by size, see sizeClass, and for text
	raw    []byte   // the stream so far
	tokens []uint32
	table  [1 << hashBits]uint32 // where a hash was seen last, counted from the beginning of all streams
	base   uint32
}

const (
	smallest   = 4 // bytes of a match
	hashBits   = 12
	smallBytes = 32 << 10 // the longest block of a tile
	window     = 32 << 10 // as far as a match reaches
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

const (
	sizeClasses = 4
	textClass   = sizeClasses // the codes of pieces of text
	codeKinds   = sizeClasses + 1
)

// longestOf is the longest stream of each kind, in bytes.
//
//nolint:gochecknoglobals // table, never written
var longestOf = [codeKinds]int{512, 2048, 8192, smallBytes, window}

// tokenise cuts b into literals (below 1<<16) and matches: length<<16 | distance.
func (s *small) tokenise(b []byte) {
	tokens := slices.Grow(s.tokens[:0], len(b))[:len(b)] // never more tokens than bytes
	n := 0
	if s.base > 1<<31 {
		clear(s.table[:])
		s.base = 0
	}
	s.base += window + 1 // what was seen in other streams lies too far back
	base := s.base
	i := 0
	for i+smallest <= len(b) {
		v := binary.LittleEndian.Uint32(b[i:])
		slot := &s.table[v*2654435761>>(32-hashBits)]
		at := *slot
		*slot = base + uint32(i)
		if base+uint32(i)-at > window || binary.LittleEndian.Uint32(b[at-base:]) != v {
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
		if i+long+smallest <= len(b) { // always the same places, without a loop
			for _, j := range [2]int{i + 1, i + 3} {
				s.table[binary.LittleEndian.Uint32(b[j:])*2654435761>>(32-hashBits)] = base + uint32(j)
			}
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

// finish appends b to dst as one block: the last one, or one that is followed by
// others at the next whole byte. ok is false when a symbol has no code, or when a long
// stream is so unlike those that the codes were made from that it hardly gets shorter.
func (s *small) finish(dst, b []byte, kind int, last bool) (out []byte, ok bool) {
	if s.codes == nil || s.codes[kind] == nil {
		return dst, false
	}
	c := s.codes[kind]
	s.tokenise(b)
	w := bitWriter{out: append(dst, c.header.out...), acc: c.header.acc, n: c.header.n}
	if !last {
		w.out[len(dst)] &^= 1
	}
	if !w.tokens(c, s.tokens) {
		return dst, false
	}
	w.put(uint64(c.lit[endOfBlock].bits), uint32(c.lit[endOfBlock].len))
	if len(b) >= longStream && len(w.out)-len(dst) > len(b)/8*7 {
		return dst, false
	}
	if last {
		return w.close(), true
	}
	w.put(0, 3) // an empty block of bytes that are not compressed
	return append(w.close(), 0, 0, 0xff, 0xff), true
}

// longStream is worth a second try, in bytes.
const longStream = 2048

// mostBits is the most that a token takes: two codes of 15 bits, 5 and 13 bits behind them.
const mostBits = 48

// tokens writes a block's symbols; ok is false when one has no code.
func (w *bitWriter) tokens(c *coder, tokens []uint32) (ok bool) {
	out := slices.Grow(w.out, len(tokens)*mostBits/8+16)
	out = out[:cap(out)]
	at, acc, n := len(w.out), w.acc, w.n
	for i := -1; ; {
		// Whole bytes go out after each token, without asking whether there are enough.
		binary.LittleEndian.PutUint64(out[at:], acc)
		at += int(n >> 3)
		acc >>= n & 0x38 // n is below 64
		n &= 7
		if i++; i == len(tokens) {
			break
		}
		t := tokens[i]
		if t < 1<<16 {
			l := c.lit[t]
			if l.len == 0 {
				return false
			}
			acc |= uint64(l.bits) << (n & 63)
			n += uint32(l.len)
			continue
		}
		m := c.long[t>>16]
		symbol, extra, bits := distanceSymbol(t & 0xffff)
		d := c.dist[symbol]
		if m.len == 0 || d.len == 0 {
			return false
		}
		acc |= (uint64(m.bits) | (uint64(d.bits)|uint64(extra)<<(d.len&63))<<(m.len&63)) << (n & 63)
		n += uint32(m.len) + uint32(d.len) + bits
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
