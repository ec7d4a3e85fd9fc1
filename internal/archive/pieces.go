package archive

import (
	"slices"
	"sync/atomic"
)

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
	codes := s.learnText(c.from)
	var failed atomic.Pointer[error]
	inParts(len(c.from), func(lo, hi int) {
		p := newPacker(pieceLevel, codes)
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

// learnText makes the codes of pieces from about a hundred of them.
func (s *sorted) learnText(from []int) []*coder {
	var h histogram
	var t small
	for i := range min(samplePieces, len(from)) {
		piece := i * len(from) / min(samplePieces, len(from))
		text := s.text(s.pieces.from[piece], s.pieces.from[piece+1])
		t.tokenise(text[:min(len(text), pieceBytes)])
		h.count(t.tokens)
	}
	codes := make([]*coder, codeKinds)
	if len(from) >= leastSample {
		codes[textClass] = h.learn(longestOf[textClass])
	}
	return codes
}

const samplePieces = 100

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
