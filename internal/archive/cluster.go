package archive

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"
	"time"

	"sitmap/geo/tile"
	"sitmap/internal/event"
	"sitmap/internal/snapshot"
)

// clusterer writes the tiles below the base zoom, by the rule of package snapshot:
// rows that share a cell are one cluster, which is a real row, the one that began
// last. Every row counts as one event.
type clusterer struct {
	s       *sorted
	builder *tile.Builder
	layer   *tile.Layer
	counts  []int // by type code, zero between cells
	used    []uint32
	tags    []uint32
}

func newClusterer(s *sorted) *clusterer {
	c := &clusterer{s: s, builder: tile.NewBuilder(0, 0, 0)}
	if t := s.roles.kind; t >= 0 {
		c.counts = make([]int, len(s.coded[t].values)+1)
	}
	return c
}

// append appends the tile, not compressed.
func (c *clusterer) append(dst []byte, z uint32, t tileOf) []byte {
	c.builder.Reset(z, t.x, t.y)
	c.layer = c.builder.Layer(snapshot.LayerName)
	for lo := t.lo; lo < t.hi; {
		hi := c.s.run(lo, z+snapshot.CellBits)
		if hi-lo == 1 {
			c.row(z, t, lo)
		} else {
			c.cluster(z, t, lo, hi)
		}
		lo = hi
	}
	return c.builder.Append(dst)
}

func (c *clusterer) tag(key string, value uint32) {
	c.tags = append(c.tags, c.layer.KeyIndex(key), value)
}

// row writes a row with all its properties.
func (c *clusterer) row(z uint32, t tileOf, row int) {
	c.tags = c.tags[:0]
	s := c.s
	for i := range s.coded {
		if code := s.coded[i].codes[row]; code > 0 && s.coded[i].framed[code-1] != nil {
			c.tag(s.coded[i].name, c.value(s.coded[i].framed[code-1]))
		}
	}
	rest := s.textOf(row)
	for i, have := 0, s.has(row); have>>i != 0; i++ {
		if have>>i&1 == 1 {
			size, n := binary.Uvarint(rest[1:])
			end := 1 + n + int(size)
			c.tag(s.textual[i].name, c.value(rest[:end]))
			rest = rest[end:]
		}
	}
	x, y := s.place(row, z, t.x, t.y)
	c.layer.Tagged(x, y, 0, c.tags)
}

// value gives the number of a framed value in the layer.
func (c *clusterer) value(framed []byte) uint32 {
	_, n := binary.Uvarint(framed[1:])
	v := framed[1+n:]
	rest := v[1:]
	switch v[0] {
	case tagUint:
		u, _ := binary.Uvarint(rest)
		return c.layer.IntIndex(int64(u))
	case tagSint:
		i, _ := binary.Varint(rest)
		return c.layer.IntIndex(i)
	case tagDouble:
		return c.layer.FloatIndex(math.Float64frombits(binary.LittleEndian.Uint64(rest)))
	}
	_, n = binary.Uvarint(rest)
	return c.layer.TextIndex(string(rest[n:]))
}

// cluster writes the rows from lo to hi as one feature.
func (c *clusterer) cluster(z uint32, t tileOf, lo, hi int) {
	s, l := c.s, c.layer
	n := hi - lo
	rep := c.newest(lo, hi)
	id := snapshot.CellID(z, s.x[lo], s.y[lo])
	c.tags = c.tags[:0]
	c.tag("cluster", l.BoolIndex(true))
	c.tag("cluster_id", l.IntIndex(int64(id)))
	c.tag("count", l.IntIndex(int64(n)))
	c.tag("events", l.IntIndex(int64(n)))
	c.tag("expansion_zoom", l.IntIndex(int64(snapshot.ExpansionZoom(z, s.key[lo], s.key[hi-1]))))
	if v := s.framedAt(s.roles.id, rep); v != nil {
		c.tag("event", c.value(v))
		c.tag("place", l.IntIndex(0))
	}
	if types := c.types(lo, hi); len(types) > 0 {
		c.tag("type", l.TextIndex(types[0].Type))
		c.tag("types", l.TextIndex(snapshot.TypesJSON(types)))
	}
	c.people(lo, hi)
	c.days(lo, hi)
	x, y := s.place(rep, z, t.x, t.y)
	l.Tagged(x, y, uint64(id), c.tags)
}

// people adds up the killed of all rows that say.
func (c *clusterer) people(lo, hi int) {
	r := &c.s.roles.killed
	if r.lo == nil {
		return
	}
	var sum snapshot.Sum
	for row := lo; row < hi; row++ {
		if i := r.of(row); r.lo[i] != unsaid {
			sum.Min += int64(r.lo[i])
			sum.Max += int64(r.hi[i])
			sum.Known++
		}
	}
	if sum.Known == 0 {
		return
	}
	c.tag("killed", c.layer.IntIndex(sum.Min))
	c.tag("killed_max", c.layer.IntIndex(sum.Max))
	c.tag("killed_known", c.layer.IntIndex(int64(sum.Known)))
}

// days gives the first and the last day of all rows that say.
func (c *clusterer) days(lo, hi int) {
	first, last := int32(math.MaxInt32), int32(math.MinInt32)
	for _, r := range []*perRow{&c.s.roles.start, &c.s.roles.end} {
		if r.lo == nil {
			continue
		}
		for row := lo; row < hi; row++ {
			if i := r.of(row); r.lo[i] != unsaid {
				first, last = min(first, r.lo[i]), max(last, r.hi[i])
			}
		}
	}
	if first <= last {
		c.tag("date_start", c.day(first))
		c.tag("date_end", c.day(last))
	}
}

func (c *clusterer) day(d int32) uint32 {
	return c.layer.TextIndex(event.FromDayNumber(int(d)).Time().Format(time.DateOnly))
}

// types counts the rows by type, the most frequent first.
func (c *clusterer) types(lo, hi int) []snapshot.TypeCount {
	if c.counts == nil {
		return nil
	}
	col := &c.s.coded[c.s.roles.kind]
	c.used = c.used[:0]
	for _, code := range col.codes[lo:hi] {
		if c.counts[code] == 0 {
			c.used = append(c.used, code)
		}
		c.counts[code]++
	}
	out := make([]snapshot.TypeCount, 0, len(c.used))
	for _, code := range c.used {
		name := ""
		if code > 0 {
			name = col.values[code-1]
		}
		out = append(out, snapshot.TypeCount{Type: name, Count: c.counts[code]})
		c.counts[code] = 0
	}
	slices.SortFunc(out, func(a, b snapshot.TypeCount) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Type, b.Type))
	})
	return out
}

// newest gives the row from lo to hi that began last: an unknown day is the earliest,
// of one day the last along the curve counts.
func (c *clusterer) newest(lo, hi int) int {
	r := &c.s.roles.start
	if r.lo == nil {
		return hi - 1
	}
	best := lo
	for row := lo + 1; row < hi; row++ {
		if r.lo[r.of(row)] >= r.lo[r.of(best)] {
			best = row
		}
	}
	return best
}
