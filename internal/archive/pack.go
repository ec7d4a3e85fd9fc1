package archive

import (
	"encoding/binary"
	"hash/crc32"
	"slices"
	"sync/atomic"

	"github.com/klauspost/compress/flate"
)

// The levels of compression; docs/archives.md says what they were measured to cost.
const (
	tileLevel  = 4
	pieceLevel = 1 // of text that many tiles share and that is compressed once
)

// packer writes gzip streams one behind the other into data. A stream may take in
// pieces that were compressed before (see [pieces]): a deflate stream is made of
// blocks, and a block that refers to nothing before it means the same everywhere.
// So a stream is cut into blocks of at most smallBytes, each by itself: by [small],
// the quicker way, or by a library where that has no codes.
type packer struct {
	fl    *flate.Writer
	short small
	learn *[sizeClasses]histogram // blocks are counted, not written; nil: written
	data  []byte
	open  bool // a stream has begun, in data
	crc   uint32
	size  uint32
}

func newPacker(level int, codes []*coder) *packer {
	p := &packer{}
	p.short.codes = codes
	p.fl, _ = flate.NewWriter(nil, level) // the level is one
	return p
}

// sinkOf lets fl append to data.
type sinkOf struct{ p *packer }

// Write appends.
func (s sinkOf) Write(b []byte) (int, error) {
	s.p.data = append(s.p.data, b...)
	return len(b), nil
}

func (p *packer) begin() {
	if !p.open {
		p.data = append(p.data, 0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255) // deflate, no name, no time, any system
		p.open, p.crc, p.size = true, 0, 0
	}
}

func (p *packer) count(b []byte) {
	p.crc = crc32.Update(p.crc, crc32.IEEETable, b)
	p.size += uint32(len(b)) //nolint:gosec // gzip counts modulo 2^32
}

// Write takes bytes of the stream.
func (p *packer) Write(b []byte) (int, error) {
	taken := len(b)
	for len(b) > 0 {
		if len(p.short.raw) == smallBytes {
			if err := p.emit(false); err != nil {
				return 0, err
			}
		}
		n := min(len(b), smallBytes-len(p.short.raw))
		p.short.raw = append(p.short.raw, b[:n]...)
		b = b[n:]
	}
	return taken, nil
}

// emit writes what was held back as one block, the last one or one that ends at a whole byte.
func (p *packer) emit(last bool) error {
	raw := p.short.raw
	if len(raw) == 0 {
		return nil
	}
	p.begin()
	p.count(raw)
	defer func() { p.short.raw = raw[:0] }()
	if p.learn != nil {
		p.short.tokenise()
		p.learn[sizeClass(len(raw))].count(p.short.tokens)
		return nil
	}
	if out, ok := p.short.finish(p.data, last); ok {
		p.data = out
		return nil
	}
	p.fl.Reset(sinkOf{p})
	if _, err := p.fl.Write(raw); err != nil {
		return err
	}
	if last {
		return p.fl.Close()
	}
	return p.fl.Flush()
}

// piece takes bytes that were compressed before as packed.
func (p *packer) piece(raw, packed []byte) error {
	if err := p.emit(false); err != nil {
		return err
	}
	p.begin()
	p.count(raw)
	p.data = append(p.data, packed...)
	return nil
}

// end ends the stream, if one has begun.
func (p *packer) end() error {
	held := len(p.short.raw) > 0
	if err := p.emit(true); err != nil || !p.open {
		return err
	}
	if !held {
		p.data = append(p.data, 3, 0) // an empty last block
	}
	p.open = false
	p.data = binary.LittleEndian.AppendUint32(p.data, p.crc)
	p.data = binary.LittleEndian.AppendUint32(p.data, p.size)
	return nil
}

// block compresses b into blocks that can stand in any stream.
func (p *packer) block(b []byte) ([]byte, error) {
	p.data = p.data[:0]
	p.fl.Reset(sinkOf{p})
	if _, err := p.fl.Write(b); err != nil {
		return nil, err
	}
	if err := p.fl.Flush(); err != nil {
		return nil, err
	}
	return append([]byte(nil), p.data...), nil
}

// pieces is the text of the textual columns cut along the curve and compressed once.
// Text is most of a tile, and every zoom from the base zoom on has it again: a tile
// with more than pieceBytes of it is whole pieces, and takes them as they are.
type pieces struct {
	from   []int // the first row of each piece, and the end
	packed [][]byte
}

// pieceBytes is the most text of a piece that tiles do not need smaller.
const pieceBytes = 16 << 10

// cut makes the pieces for tiles of the zooms from least to most.
func (s *sorted) cut(least, most uint32) error {
	c := cutter{s: s, most: most}
	if len(s.textual) > 0 && least <= most {
		for lo := 0; lo < s.len(); {
			hi := s.run(lo, least)
			c.grow = false
			c.cut(lo, hi, least)
			lo = hi
		}
	}
	s.pieces.from = append(c.from, s.len())
	s.pieces.packed = make([][]byte, len(c.from))
	var failed atomic.Pointer[error]
	inParts(len(c.from), func(lo, hi int) {
		p := newPacker(pieceLevel, nil)
		for i := lo; i < hi; i++ {
			var err error
			if s.pieces.packed[i], err = p.block(s.text(s.pieces.from[i], s.pieces.from[i+1])); err != nil {
				failed.Store(&err)
			}
		}
	})
	if err := failed.Load(); err != nil {
		return *err
	}
	return nil
}

// cutter finds where pieces begin.
type cutter struct {
	s    *sorted
	most uint32
	from []int
	grow bool // the last piece is whole children of the cell at work, and may go on
}

// cut cuts the rows of one cell.
func (c *cutter) cut(lo, hi int, z uint32) {
	if z == c.most || len(c.s.text(lo, hi)) <= pieceBytes {
		c.add(lo, hi)
		return
	}
	c.grow = false
	for lo < hi {
		end := c.s.run(lo, z+1)
		c.cut(lo, end, z+1)
		c.grow = len(c.s.text(lo, end)) <= pieceBytes // else the child's tile needs its bounds
		lo = end
	}
}

// add adds a piece, or makes the last one longer where no tile needs the bound between.
func (c *cutter) add(lo, hi int) {
	if n := len(c.from); c.grow && len(c.s.text(c.from[n-1], hi)) <= pieceBytes {
		return // the last piece goes on to hi
	}
	c.from = append(c.from, lo)
}

// over gives the pieces from i to j that the rows from lo to hi are; ok is false when
// they begin or end within a piece.
func (p *pieces) over(lo, hi int) (i, j int, ok bool) {
	i, ok1 := slices.BinarySearch(p.from, lo)
	j, ok2 := slices.BinarySearch(p.from, hi)
	return i, j, ok1 && ok2
}

// worthPieces is the least text of a tile that takes pieces; shorter text is
// compressed better together with the rest of the tile.
const worthPieces = 4 << 10

// write writes the pieces from i to j.
func (p *pieces) write(to *packer, s *sorted, i, j int) error {
	for ; i < j; i++ {
		if err := to.piece(s.text(p.from[i], p.from[i+1]), p.packed[i]); err != nil {
			return err
		}
	}
	return nil
}
