package snapshot

import "sync/atomic"

// Columns mark the rows of all types when there are no more than maxTypeBits, else of
// the someTypeBits that are asked for first: with many types the sums of the timelines
// take the memory.
const (
	maxTypeBits  = 32
	someTypeBits = 8
)

// typeBits marks the rows of each type, made when they are asked for: 1/8 byte a row.
type typeBits struct {
	marks []atomic.Pointer[bitset] // by the code of the type
	most  int32
	made  atomic.Int32
}

func newTypeBits(types int) *typeBits {
	t := &typeBits{marks: make([]atomic.Pointer[bitset], types), most: maxTypeBits}
	if types > maxTypeBits {
		t.most = someTypeBits
	}
	return t
}

// of gives the rows of a type; ok is false when too many types have been asked for.
func (t *typeBits) of(c *columns, kinds []kind, code uint32) (rows bitset, ok bool) {
	if t == nil {
		return nil, false
	}
	if int(code) >= len(t.marks) { // a type that came later
		return nil, true
	}
	if b := t.marks[code].Load(); b != nil {
		return *b, true
	}
	if t.made.Add(1) > t.most {
		t.made.Add(-1)
		return nil, false
	}
	rows = newBitset(c.rows())
	for w := range rows {
		var m uint64
		for i := w << 6; i < min(w<<6+64, c.rows()); i++ {
			if kinds[c.kind.at(i)].typ == code {
				m |= 1 << (i & 63)
			}
		}
		rows[w] = m
	}
	if !t.marks[code].CompareAndSwap(nil, &rows) { // somebody was quicker
		t.made.Add(-1)
	}
	return rows, true
}

// all gives the rows of every type; ok is false when there are too many types.
func (t *typeBits) all(c *columns, kinds []kind) (rows []bitset, ok bool) {
	if t == nil || len(t.marks) > maxTypeBits {
		return nil, false
	}
	for code := range t.marks {
		one, ok := t.of(c, kinds, uint32(code)) //nolint:gosec // at most maxTypeBits
		if !ok {
			return nil, false
		}
		rows = append(rows, one)
	}
	return rows, true
}

// ofTypes takes out the rows of other types than the filter's; ok is false when the
// columns do not know them.
func (f *Filter) ofTypes(c *columns, from int, out bitset) (ok bool) {
	if f.types == nil || len(out) < 8 {
		return false
	}
	sets := make([]bitset, 0, 8)
	for _, code := range f.types {
		rows, ok := c.ofType.of(c, f.g.kinds, code)
		if !ok {
			return false
		}
		if rows != nil {
			sets = append(sets, rows)
		}
	}
	for w := range out {
		var m uint64
		for _, rows := range sets {
			m |= rows[from/64+w]
		}
		out[w] &= m
	}
	return true
}
