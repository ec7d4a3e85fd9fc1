package archive

import (
	"encoding/binary"
	"math/bits"

	"sitmap/geo/tile"
	"sitmap/internal/snapshot"
)

// encoder writes the tiles that show every point: straight from the columns, the
// values of textual columns as they stand there. It keeps its memory between tiles.
//
// The values of a layer are those of the dictionaries that the tile uses, then the
// textual ones of the copies, then those of its own rows: one run of bytes, unless
// some are dropped.
type encoder struct {
	s     *sorted
	epoch uint32
	slots [][]slot // of each coded column, by code
	tags  []uint32 // of the rows so far: value number + 1 for each coded column
	vals  []byte   // values of dictionaries
	nvals uint32
	body  []byte
	tail  []byte
	one   []byte // the tags of one feature
}

// slot remembers the value number of a code within one tile.
type slot struct{ epoch, index uint32 }

func newEncoder(s *sorted) *encoder {
	e := &encoder{s: s, slots: make([][]slot, len(s.coded))}
	for i := range s.coded {
		e.slots[i] = make([]slot, len(s.coded[i].values)+1)
	}
	return e
}

// tileOf is the work for one tile: its rows, and those of neighbours that lie in its buffer.
type tileOf struct {
	at     uint64 // on the Hilbert curve of its zoom
	x, y   uint32
	lo, hi int
	copies []int

	dropped bitset // rows of the zoom that are left out
}

// write writes the tile to p without the rows that are dropped; nothing is
// written when none is left.
func (e *encoder) write(p *packer, z uint32, t tileOf) error {
	e.start()
	for _, row := range t.copies {
		e.rowTags(row)
	}
	for row := t.lo; row < t.hi; row++ {
		if !t.dropped.has(row) {
			e.rowTags(row)
		}
	}
	at, next := 0, e.nvals
	for _, row := range t.copies {
		at = e.feature(row, z, t, at, next)
		next += uint32(bits.OnesCount64(e.s.has(row)))
		e.tail = append(e.tail, e.s.textOf(row)...)
	}
	for row := t.lo; row < t.hi; row++ {
		if t.dropped.has(row) {
			continue
		}
		at = e.feature(row, z, t, at, next)
		next += uint32(bits.OnesCount64(e.s.has(row)))
		if t.dropped != nil {
			e.tail = append(e.tail, e.s.textOf(row)...)
		}
	}
	switch {
	case len(e.body) == 0:
		return nil
	case t.dropped != nil:
		return e.layer(p, 0, 0)
	}
	return e.layer(p, t.lo, t.hi)
}

func (e *encoder) start() {
	e.epoch++
	if e.epoch == 0 { // wrapped: old stamps would look fresh
		for i := range e.slots {
			clear(e.slots[i])
		}
		e.epoch = 1
	}
	e.tags, e.vals, e.nvals = e.tags[:0], e.vals[:0], 0
	e.body, e.tail = e.body[:0], e.tail[:0]
}

// rowTags finds the value numbers of a row's coded cells.
func (e *encoder) rowTags(row int) {
	for i := range e.s.coded {
		c := &e.s.coded[i]
		code := c.codes[row]
		sl := &e.slots[i][code]
		if sl.epoch != e.epoch {
			*sl = slot{e.epoch, 0}
			if code > 0 && c.framed[code-1] != nil {
				e.nvals++
				sl.index = e.nvals
				e.vals = append(e.vals, c.framed[code-1]...)
			}
		}
		e.tags = append(e.tags, sl.index)
	}
}

// feature writes a row whose coded tags stand at e.tags[at:] and whose textual values
// begin with number next; it gives where the next row's tags stand.
func (e *encoder) feature(row int, z uint32, t tileOf, at int, next uint32) int {
	one := e.one[:0]
	n := len(e.s.coded)
	for i, index := range e.tags[at : at+n] {
		if index > 0 {
			one = appendUvarint(one, uint32(i))
			one = appendUvarint(one, index-1)
		}
	}
	for m := e.s.has(row); m != 0; m &= m - 1 {
		one = appendUvarint(one, uint32(n+bits.TrailingZeros64(m)))
		one = appendUvarint(one, next)
		next++
	}
	e.one = one
	x, y := e.s.place(row, z, t.x, t.y)
	var geom [12]byte
	g := append(geom[:0], 1<<3|1) // one move
	g = appendUvarint(g, zigzag(x))
	g = appendUvarint(g, zigzag(y))
	size := uint32(2 + 2 + len(g))
	if len(one) > 0 {
		size += uint32(1 + uvarintSize(uint64(len(one))) + len(one))
	}
	b := append(e.body, tagFeature)
	b = appendUvarint(b, size)
	if len(one) > 0 {
		b = append(b, tagTags)
		b = appendUvarint(b, uint32(len(one)))
		b = append(b, one...)
	}
	b = append(b, tagType, 1, tagGeometry, byte(len(g)))
	e.body = append(b, g...)
	return at + n
}

// layer writes the whole tile; the textual values of the rows from lo to hi come last.
func (e *encoder) layer(p *packer, lo, hi int) error {
	own := e.s.text(lo, hi)
	size := 2 + 2 + len(snapshot.LayerName) + len(e.body) + len(e.vals) + len(e.tail) + 3 + len(own)
	for _, k := range e.s.keys {
		size += len(k)
	}
	head := binary.AppendUvarint(append(e.one[:0], tagLayer), uint64(size))
	head = append(head, tagVersion, 2, tagName, byte(len(snapshot.LayerName)))
	head = append(head, snapshot.LayerName...)
	head = binary.AppendUvarint(append(head, tagExtent), tile.Extent)
	for _, k := range e.s.keys {
		head = append(head, k...)
	}
	e.one = head
	for _, part := range [][]byte{head, e.vals, e.body, e.tail} {
		if _, err := p.Write(part); err != nil {
			return err
		}
	}
	if len(own) >= worthPieces {
		if i, j, ok := e.s.pieces.over(lo, hi); ok {
			return e.s.pieces.write(p, e.s, i, j)
		}
	}
	_, err := p.Write(own)
	return err
}

func appendUvarint(b []byte, v uint32) []byte {
	for v >= 0x80 {
		b = append(b, byte(v)|0x80)
		v >>= 7
	}
	return append(b, byte(v))
}

func zigzag(v int32) uint32 { return uint32(v<<1) ^ uint32(v>>31) }

// bitset marks rows; nil marks none.
type bitset []uint64

func (b bitset) has(row int) bool { return b != nil && b[row>>6]>>(row&63)&1 == 1 }

func (b bitset) set(row int) { b[row>>6] |= 1 << (row & 63) }
