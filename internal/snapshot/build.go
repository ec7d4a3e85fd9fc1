package snapshot

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"sitmap/geo/tile"
)

// builder makes columns of chunks, whose rows it numbers one chunk behind the other.
type builder struct {
	chunks []*chunk
	from   []int    // number of the first row of each chunk, a multiple of chunkRows
	of     []uint32 // the chunk of every chunkRows numbers
	rows   int      // behind the last number
	sorted []uint32 // row numbers
	out    *columns
	keys   []sortKey // memory for sorting
	spare  []sortKey
}

// Whether columns get timelines.
const (
	noTimelines   = false
	withTimelines = true
)

// build sorts chunks into columns. Of two events with one ID the later counts.
func build(chunks []*chunk, words words, timelines bool) *columns {
	b := &builder{chunks: chunks, out: emptyColumns()}
	for i, c := range chunks {
		b.from = append(b.from, b.rows)
		for n := 0; n < c.rows(); n += chunkRows {
			b.of = append(b.of, uint32(i))
			b.rows += chunkRows
		}
	}
	b.sortByID()
	byID := b.sorted
	b.sortByPlace()
	b.gather(words)
	b.number(byID)
	b.listOrder(words)
	b.out.findWide()
	b.out.countWhens(len(words.whens))
	if timelines {
		b.makeTimelines(words)
	}
	b.out.quotes.Store(b.carried())
	return b.out
}

// chunk gives the chunk of a row and the row's number in it.
func (b *builder) chunk(row uint32) (*chunk, int) {
	i := b.of[row/chunkRows]
	return b.chunks[i], int(row) - b.from[i]
}

func (b *builder) idOf(row uint32) []byte {
	c, i := b.chunk(row)
	return c.idOf(i)
}

// sortByID sorts all rows by ID, rows of one ID as they came. A number made of
// the eight bytes in which IDs first differ decides nearly all comparisons.
func (b *builder) sortByID() {
	skip := b.commonPrefix()
	keys := b.room(b.rows)
	for n, c := range b.chunks {
		for i := range c.rows() {
			if !c.dead.has(i) {
				keys = append(keys, sortKey{prefix(c.idOf(i)[skip:]), uint32(b.from[n] + i)})
			}
		}
	}
	keys = b.sort(keys)
	b.sorted = make([]uint32, 0, len(keys))
	for i := 0; i < len(keys); {
		j := i + 1
		for j < len(keys) && keys[j].key == keys[i].key {
			j++
		}
		for k := i; k < j; k++ {
			b.sorted = append(b.sorted, keys[k].row)
		}
		if j-i > 1 {
			slices.SortStableFunc(b.sorted[len(b.sorted)-(j-i):], func(a, c uint32) int { return compareBytes(b.idOf(a), b.idOf(c)) })
			b.dropReplaced(len(b.sorted) - (j - i))
		}
		i = j
	}
}

// room gives memory for keys; what it gave before is overwritten.
func (b *builder) room(n int) []sortKey {
	if cap(b.keys) < n {
		b.keys = make([]sortKey, 0, n)
	}
	return b.keys[:0]
}

// sort sorts keys with memory that all sorts of a build share; what it gives is
// good until the next room.
func (b *builder) sort(keys []sortKey) []sortKey {
	b.keys, b.spare = radix(keys, b.spare)
	return b.keys
}

// commonPrefix is how many bytes all IDs begin with in common.
func (b *builder) commonPrefix() int {
	if b.rows == 0 {
		return 0
	}
	first := b.chunks[0].idOf(0)
	n := len(first)
	for _, c := range b.chunks {
		for i := range c.rows() {
			id := c.idOf(i)
			n = min(n, len(id))
			for n > 0 && string(id[:n]) != string(first[:n]) {
				n--
			}
		}
	}
	return n
}

// prefix gives the first eight bytes of an ID as a number of the same order.
func prefix(id []byte) uint64 {
	var b [8]byte
	copy(b[:], id)
	return binary.BigEndian.Uint64(b[:])
}

func compareBytes(a, b []byte) int { return cmp.Compare(string(a), string(b)) }

// dropReplaced looks at the sorted rows from place from on: it drops those of events
// that a later one with the same ID replaces, and brings the rows of one event
// into the order of its places.
func (b *builder) dropReplaced(from int) {
	rows := b.sorted[from:]
	kept := b.sorted[:from]
	for i := 0; i < len(rows); {
		j := i + 1
		for j < len(rows) && string(b.idOf(rows[j])) == string(b.idOf(rows[i])) {
			j++
		}
		group := rows[i:j]
		i = j
		if len(group) > 1 {
			slices.SortFunc(group, func(x, y uint32) int {
				return cmp.Or(cmp.Compare(b.entry(x), b.entry(y)), cmp.Compare(b.placeOf(x), b.placeOf(y)))
			})
			last := b.entry(group[len(group)-1])
			for b.entry(group[0]) != last {
				group = group[1:]
			}
		}
		kept = append(kept, group...)
	}
	b.sorted = kept
}

// entry names the event that a row came with: rows that came with one event
// stand together in fresh chunks, and sorted columns have an ID once only.
func (b *builder) entry(row uint32) int {
	c, i := b.chunk(row)
	if c.zone == nil {
		return int(row) - i
	}
	return int(row) - int(c.place[i])
}

func (b *builder) placeOf(row uint32) uint16 {
	c, i := b.chunk(row)
	if c.place == nil {
		return c.placeOf(i)
	}
	return c.place[i]
}

// sortByPlace sorts the rows into their final order.
func (b *builder) sortByPlace() {
	keys := b.room(len(b.sorted))
	var rest [2][]uint32
	for _, row := range b.sorted {
		c, i := b.chunk(row)
		switch zone := c.zoneOf(i); zone {
		case inWorld:
			keys = append(keys, sortKey{tile.Key(c.x[i], c.y[i]), row})
		default:
			rest[zone-beyond] = append(rest[zone-beyond], row)
		}
	}
	keys = b.sort(keys)
	out := make([]uint32, 0, len(b.sorted))
	for _, k := range keys {
		out = append(out, k.row)
	}
	b.out.world = len(out)
	out = append(out, rest[0]...)
	b.out.placed = len(out)
	b.sorted = append(out, rest[1]...)
}

// zoneOf also works for columns that are built.
func (c *chunk) zoneOf(row int) uint8 {
	switch {
	case c.zone != nil:
		return c.zone[row]
	case row < c.world:
		return inWorld
	case row < c.placed:
		return beyond
	}
	return nowhere
}

// gather copies the columns in the final order.
func (b *builder) gather(w words) {
	o := b.out
	limits := [5]int{len(w.whens), len(w.kinds), len(w.origins), len(w.sets), len(w.wheres)}
	for i, to := range o.codes() {
		*to = newColumn(len(b.sorted), limits[i])
		eachRow(b, func(c *chunk) *column { return c.codes()[i] }, func(row int, from *column, i int) { to.set(row, from.at(i)) })
	}
	o.x = gatherColumn(b, func(c *chunk) []uint32 { return c.x })
	o.y = gatherColumn(b, func(c *chunk) []uint32 { return c.y })
	o.radius = gatherColumn(b, func(c *chunk) []float32 { return c.radius })
	o.idEnd = make([]uint32, 0, len(b.sorted))
	size := 0
	for _, row := range b.sorted {
		size += len(b.idOf(row))
	}
	o.idBytes = make([]byte, 0, size)
	for _, row := range b.sorted {
		o.idBytes = append(o.idBytes, b.idOf(row)...)
		o.idEnd = append(o.idEnd, uint32(len(o.idBytes)))
	}
}

func gatherColumn[T any](b *builder, from func(c *chunk) []T) []T {
	out := make([]T, len(b.sorted))
	eachRow(b, from, func(row int, from []T, i int) { out[row] = from[i] })
	return out
}

// eachRow calls fn with every final row and where it comes from: the column of its
// chunk and its number there.
func eachRow[C any](b *builder, column func(c *chunk) C, fn func(row int, from C, i int)) {
	columns := make([]C, len(b.chunks))
	for i, c := range b.chunks {
		columns[i] = column(c)
	}
	parallel(len(b.sorted), func(lo, hi int) {
		for i, row := range b.sorted[lo:hi] {
			n := b.of[row/chunkRows]
			fn(lo+i, columns[n], int(row)-b.from[n])
		}
	})
}

// number finds the final numbers of the rows sorted by ID, of those with odd
// positions, and the events that have several.
func (b *builder) number(byID []uint32) {
	o := b.out
	final := make([]uint32, b.rows)
	for i := range final {
		final[i] = dropped
	}
	for i, row := range b.sorted {
		final[row] = uint32(i)
	}
	b.numberOdd(final)
	o.byID = pack(len(byID), uint32(len(byID)), func(i int) uint32 { return final[byID[i]] })
	var several [][]uint32
	for i := 0; i < len(byID); {
		j := i + 1
		for j < len(byID) && b.placeOf(byID[j]) > 0 { // each event has a place 0, the first of its rows here
			j++
		}
		if j-i > 1 {
			rows := o.byID.appendTo(nil, i, j)
			slices.Sort(rows)
			several = append(several, rows)
		}
		i = j
	}
	if several == nil {
		return
	}
	slices.SortFunc(several, func(a, c []uint32) int { return cmp.Compare(a[0], c[0]) })
	o.multi, o.extra = newBitset(o.byID.n), newBitset(o.byID.n)
	for _, rows := range several {
		for i, row := range rows {
			o.multi.set(int(row))
			if i > 0 {
				o.extra.set(int(row))
			}
		}
		o.sets = append(o.sets, rows...)
		o.ends = append(o.ends, uint32(len(o.sets)))
	}
	o.sets, o.ends = slices.Clip(o.sets), slices.Clip(o.ends)
	o.rank(func(row int) uint16 { return b.placeOf(b.sorted[row]) })
}

// dropped is the final number of a row that is left out.
const dropped = math.MaxUint32

// numberOdd takes the odd positions over.
func (b *builder) numberOdd(final []uint32) {
	var from []orb.Point
	var keys []sortKey
	for n, c := range b.chunks {
		for i, row := range c.odd.rows {
			if to := final[b.from[n]+int(row)]; to != dropped {
				keys = append(keys, sortKey{uint64(to), uint32(len(from))})
				from = append(from, c.odd.points[i])
			}
		}
	}
	if keys == nil {
		return
	}
	keys, _ = radix(keys, nil)
	o := &b.out.odd
	o.rows, o.points = make([]uint32, len(keys)), make([]orb.Point, len(keys))
	for i, k := range keys {
		o.rows[i], o.points[i] = uint32(k.key), from[k.row]
	}
}

// listOrder sorts the events, the latest start first; those of one day stay in
// the order of their IDs.
func (b *builder) listOrder(w words) {
	c := b.out
	keys := b.room(c.byID.n)
	for i := range c.byID.n {
		row := c.byID.at(i)
		if c.extra.has(int(row)) {
			continue
		}
		start := int64(w.whens[c.when.at(int(row))].start)
		keys = append(keys, sortKey{uint64(math.MaxInt32 - start), row})
	}
	c.order = packRows(rowsOf(b.sort(keys)), c.rows())
}

func rowsOf(keys []sortKey) []uint32 {
	out := make([]uint32, len(keys))
	for i, k := range keys {
		out[i] = k.row
	}
	return out
}

// wideRadius is the radius in metres above which places are listed apart, so that
// who looks for regions that reach into a tile need not look far for all others.
const wideRadius = 3000

func (c *columns) findWide() {
	for row, r := range c.radius {
		if r > wideRadius && row < c.world {
			c.wide = append(c.wide, uint32(row))
		}
	}
	c.wide = slices.Clip(c.wide)
}
