package snapshot

import (
	"encoding/binary"
	"errors"
	"math"
	"math/bits"

	"sitmap/internal/event"
)

// quotes are the words of columns, by row. They never change.
type quotes struct {
	blocks [][]byte
	at     []uint32 // by row, where its words stand: number of the block, place in it; 0 none
	used   int      // bytes of all blocks
}

const (
	grainBits = 2  // words begin at multiples of four bytes,
	placeBits = 18 // in blocks of 2^18 times four bytes,
	blockSize = 1 << (placeBits + grainBits)
	// maxBlocks is how many blocks places of 32 bits reach, 16 GiB.
	maxBlocks = 1<<(32-placeBits) - 1
)

var errManyQuotes = errors.New("the quotes take more than 16 GiB")

// of gives the words of a row; none is nothing.
func (q *quotes) of(row int) []byte {
	if q == nil || q.at[row] == 0 {
		return nil
	}
	at := q.at[row] - 1
	b := q.blocks[at>>placeBits][at&(1<<placeBits-1)<<grainBits:]
	n, head := binary.Uvarint(b)
	return b[head : uint64(head)+n] //nolint:gosec // head is at most ten
}

// arena takes words in, one behind the other.
type arena struct {
	blocks [][]byte // small ones first
	used   int
	last   uint32 // where the words taken last stand
	words  []byte // these, for places of one event often rest on the same
}

// put takes words in and gives where they stand. It fails when there is no more room.
func (a *arena) put(words []byte) (uint32, error) {
	if a.last != 0 && string(words) == string(a.words) {
		return a.last, nil
	}
	var head [binary.MaxVarintLen64]byte
	h := binary.PutUvarint(head[:], uint64(len(words)))
	need := (h + len(words) + 1<<grainBits - 1) &^ (1<<grainBits - 1)
	n := len(a.blocks)
	if n == 0 || len(a.blocks[n-1])+need > cap(a.blocks[n-1]) {
		if n >= maxBlocks {
			return 0, errManyQuotes
		}
		a.blocks = append(a.blocks, make([]byte, 0, max(need, min(a.used, blockSize), 1<<12)))
		n++
	}
	b := a.blocks[n-1]
	from := len(b)
	b = append(append(b, head[:h]...), words...)
	a.words = b[from+h:]
	a.blocks[n-1] = b[:from+need] // within the capacity
	a.used += need
	a.last = uint32((n-1)<<placeBits|from>>grainBits) + 1 //nolint:gosec // fewer than maxBlocks
	return a.last, nil
}

// trim gives back what the last block does not need.
func (a *arena) trim() {
	if n := len(a.blocks); n > 0 {
		a.blocks[n-1] = append(make([]byte, 0, len(a.blocks[n-1])), a.blocks[n-1]...)
	}
}

// fill makes quotes of what each hands over; what belongs to no row is left out.
func (c *columns) fill(each func(quoted) error) (*quotes, error) {
	var a arena
	q := &quotes{at: make([]uint32, c.rows())}
	places := c.places()
	err := each(func(id event.ID, place int, words []byte) (err error) {
		row, ok := places.find(id, place)
		if !ok || len(words) == 0 {
			return nil
		}
		q.at[row], err = a.put(words)
		return err
	})
	a.trim()
	q.blocks, q.used = a.blocks, a.used
	return q, err
}

// placeTable finds rows by event and place: a hash table of row numbers, one more
// than the row in each slot. Halving byID would take ten times as long.
type placeTable struct {
	c     *columns
	slots []uint32
	mask  uint64
}

func (c *columns) places() placeTable {
	size := uint64(1) << bits.Len(uint(2*c.placed))
	t := placeTable{c, make([]uint32, size), size - 1}
	for row := range c.placed {
		h := featureID(c.idOf(row), c.placeOf(row)) >> 1
		for t.slots[h&t.mask] != 0 {
			h++
		}
		t.slots[h&t.mask] = uint32(row) + 1
	}
	return t
}

// find gives the row of a place of an event.
func (t *placeTable) find(id event.ID, place int) (row int, ok bool) {
	if place < 0 || place > math.MaxUint16 {
		return 0, false
	}
	for h := featureID([]byte(id), uint16(place)) >> 1; ; h++ {
		row := int(t.slots[h&t.mask]) - 1
		if row < 0 {
			return 0, false
		}
		if int(t.c.placeOf(row)) == place && string(t.c.idOf(row)) == string(id) {
			return row, true
		}
	}
}

// join gives the quotes of rows that come from other columns: parts are the quotes of
// those, from tells which of them a row comes from and its number there. The words stay
// where they are, unless most of them are of no row any more. It gives nil when there is
// no room.
func join(parts []*quotes, rows int, from func(row int) (part, old int)) *quotes {
	out := &quotes{at: make([]uint32, rows)}
	base := make([]uint32, len(parts))
	for i, p := range parts {
		base[i] = uint32(len(out.blocks)) << placeBits //nolint:gosec // looked at below
		out.blocks = append(out.blocks, p.blocks...)
		out.used += p.used
	}
	if len(out.blocks) > maxBlocks {
		return nil
	}
	live := 0
	for row := range out.at {
		part, old := from(row)
		if at := parts[part].at[old]; at != 0 {
			out.at[row] = at + base[part]
			live += len(out.of(row))
		}
	}
	if out.used > 2*live+len(out.at)*8+blockSize || len(out.blocks) > 64+2*out.used/blockSize {
		return out.tight()
	}
	return out
}

// tight gives a copy without what no row has.
func (q *quotes) tight() *quotes {
	var a arena
	out := &quotes{at: make([]uint32, len(q.at))}
	for row := range q.at {
		if words := q.of(row); words != nil {
			at, err := a.put(words)
			if err != nil {
				return nil
			}
			out.at[row] = at
		}
	}
	a.trim()
	out.blocks, out.used = a.blocks, a.used
	return out
}
