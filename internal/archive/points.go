package archive

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"sync"

	"github.com/paulmach/orb"

	"sitmap/geo/codec/pmtiles"
	"sitmap/geo/tile"
)

// points gathers rows: their place, and their cells column by column.
type points struct {
	columns []*column
	null    func(string) bool
	keys    [][]sortKey // in the order of rows, block by block
	n       int         // rows of the block at work
	blocks  uint32
	bytes   int // of text in the block at work
	box     orb.Bound
}

// sortKey is where a row stands on the Hilbert curve, and its number.
type sortKey struct {
	key uint64
	row uint32
}

// blockBytes is the most text of a block, in bytes, so that its ends fit 32 bits.
const blockBytes = 1 << 30

// column gives column i, a new one if need be.
func (p *points) column(i int, name func(int) string) *column {
	for len(p.columns) <= i {
		c := newColumn(name(len(p.columns)), p.null)
		for range p.blocks {
			c.blocks = append(c.blocks, cells{})
		}
		p.columns = append(p.columns, c)
	}
	return p.columns[i]
}

// add adds a row at a point of the tile world, with one cell for each column.
func (p *points) add(at orb.Point, x, y uint32, values []string, name func(int) string) error {
	size := 0
	for i, v := range values {
		c := p.column(i, name)
		c.pad(p.n)
		c.add(v)
		size += len(v)
	}
	if p.n == 0 && p.blocks == 0 {
		p.box = at.Bound()
	}
	p.box = p.box.Extend(at)
	if p.n == 0 {
		p.keys = append(p.keys, make([]sortKey, 0, blockRows))
	}
	block := &p.keys[p.blocks]
	*block = append(*block, sortKey{pmtiles.Hilbert(32, x, y), p.blocks<<blockBits | uint32(p.n)})
	p.n++
	p.bytes += size
	if p.n == blockRows || p.bytes >= blockBytes {
		if p.blocks == math.MaxUint16 {
			return fmt.Errorf("the input has more than %d million rows, which one archive does not take", math.MaxUint32/1_000_000)
		}
		p.endBlock()
	}
	return nil
}

func (p *points) endBlock() {
	for _, c := range p.columns {
		c.pad(p.n)
		c.endBlock(p.n)
	}
	p.n, p.bytes = 0, 0
	p.blocks++
}

// coded is a column of codes in row order.
type coded struct {
	name   string
	number bool
	codes  []uint32
	values []string
	framed [][]byte // the values as a layer holds them; nil for one that says nothing
}

// textual is a column whose values stand in sorted.plain.
type textual struct {
	name   string
	number bool
	filled bool
}

// sorted is the rows along the Hilbert curve, ready to become tiles.
type sorted struct {
	key    []uint64
	x, y   []uint32
	number []uint32 // of a store's rows, in its own order; nil of a table's
	box    orb.Bound

	coded   []coded
	textual []textual
	order   []int    // the columns as the input has them: i is coded[i], -1-i is textual[i]
	keys    [][]byte // the columns' names as a layer holds them: coded, then textual

	plain []byte   // values of the textual columns, framed, row by row
	from  []uint64 // where each row's begin, and the end
	mask  []uint64 // which textual columns a row has; nil: all

	pieces pieces
	roles  roles
}

// mostTextual is how many columns may be kept as text; the others get dictionaries.
const mostTextual = 64

func (s *sorted) len() int { return len(s.key) }

// sort puts the rows in order and p out of use.
func (p *points) sort() *sorted {
	if p.n > 0 {
		p.endBlock()
	}
	keys := slices.Concat(p.keys...)
	p.keys = nil
	slices.SortFunc(keys, func(a, b sortKey) int {
		if c := cmp.Compare(a.key, b.key); c != 0 {
			return c
		}
		return cmp.Compare(a.row, b.row)
	})
	n := len(keys)
	s := &sorted{key: make([]uint64, n), x: make([]uint32, n), y: make([]uint32, n), box: p.box}
	var text []*column
	for _, c := range p.columns {
		if !c.filled {
			continue
		}
		if c.asText(n) && len(text) < mostTextual {
			text = append(text, c)
			s.textual = append(s.textual, textual{c.name, c.number, true})
			s.order = append(s.order, -len(text))
			continue
		}
		s.order = append(s.order, len(s.coded))
		s.coded = append(s.coded, coded{name: c.name, number: c.number})
	}
	var both sync.WaitGroup
	both.Go(func() {
		for i, k := range keys {
			s.key[i] = k.key
			s.x[i], s.y[i] = pmtiles.FromHilbert(32, k.key)
		}
	})
	both.Go(func() {
		at := 0
		for _, c := range p.columns {
			if c.filled && !slices.Contains(text, c) {
				s.coded[at].fill(c, keys)
				c.blocks, c.dict = nil, nil
				at++
			}
		}
	})
	both.Wait()
	s.fillText(text, keys)
	for _, c := range s.coded {
		s.keys = append(s.keys, appendKey(c.name))
	}
	for _, c := range s.textual {
		s.keys = append(s.keys, appendKey(c.name))
	}
	return s
}

func appendKey(name string) []byte {
	b := binary.AppendUvarint([]byte{tagKey}, uint64(len(name)))
	return append(b, name...)
}

// fill takes a column over, in row order.
func (d *coded) fill(c *column, order []sortKey) {
	d.codes = make([]uint32, len(order))
	if c.plain { // it has text too: the dictionary goes on
		for i, k := range order {
			v := c.at(k.row)
			if len(v) == 0 {
				continue
			}
			code, ok := c.dict[string(v)]
			if !ok {
				c.values = append(c.values, string(v))
				code = uint32(len(c.values))
				c.dict[string(v)] = code
			}
			d.codes[i] = code
		}
	} else {
		for i, k := range order {
			if b := c.blocks[k.row>>blockBits].codes; b != nil {
				d.codes[i] = b[k.row&(blockRows-1)]
			}
		}
	}
	d.values = c.values
	d.framed = make([][]byte, len(c.values))
	for i, v := range c.values {
		if c.says([]byte(v)) {
			d.framed[i] = appendValue(nil, []byte(v), c.number)
		}
	}
}

// inParts calls do for parts of 0 to n, all at once.
func inParts(n int, do func(lo, hi int)) {
	parts := workers()
	var all sync.WaitGroup
	for i := range parts {
		all.Go(func() { do(i*n/parts, (i+1)*n/parts) })
	}
	all.Wait()
}

// run gives the rows from lo on that lie in the same cell as row lo, levels bits deep.
func (s *sorted) run(lo int, levels uint32) int {
	shift := 2 * (32 - levels)
	cell := s.key[lo] >> shift
	step, hi := 1, lo+1
	for hi < s.len() && s.key[hi]>>shift == cell {
		lo = hi
		hi += step
		step *= 2
	}
	hi = min(hi, s.len())
	for lo++; lo < hi; {
		m := int(uint(lo+hi) >> 1)
		if s.key[m]>>shift == cell {
			lo = m + 1
		} else {
			hi = m
		}
	}
	return lo
}

// place gives the grid position of a row in a tile; copies of neighbours lie in its
// buffer, also across the antimeridian.
func (s *sorted) place(row int, z, tx, ty uint32) (x, y int32) {
	shift := 20 - z
	dx := int64(s.x[row]>>shift) - int64(tx)<<12
	dy := int64(s.y[row]>>shift) - int64(ty)<<12
	world := int64(tile.Extent) << z
	switch {
	case z > 0 && dx > world/2:
		dx -= world
	case z > 0 && dx < -world/2:
		dx += world
	}
	return int32(dx), int32(dy)
}
