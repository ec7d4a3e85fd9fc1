package snapshot

import (
	"math"
	"math/bits"
	"sync"
)

// answers is what a filter has found, kept for further questions.
type answers struct {
	rows   [2]bitset // matching rows, by view; nil until asked for
	events [2]bitset // the first rows of matching events
	tally  *tally
}

// bits gives the matching rows from lo to hi as bits from row lo, rounded down to
// a multiple of 64, on. It may use the memory of buf.
func (f *Filter) bits(v *view, lo, hi int, buf bitset) bitset {
	from := lo &^ 63
	n := (hi - from + 63) / 64
	if cap(buf) < n {
		buf = make(bitset, n+n/4)
	}
	buf = buf[:n]
	clear(buf)
	if f.none || lo >= hi {
		return buf
	}
	if f.located() {
		f.fillLocated(v, lo, hi, buf)
	} else {
		f.fillTimed(v, lo, hi, buf)
	}
	parallel(n*64, func(a, b int) { f.narrow(v, from+a, buf[a/64:min(b/64, n)]) })
	return buf
}

// fillLocated sets the bits of rows whose position matches.
func (f *Filter) fillLocated(v *view, lo, hi int, out bitset) {
	from := lo &^ 63
	check := func(a, b int, inside bool) {
		a, b = max(a, lo), min(b, hi)
		if inside && a < b {
			out.fill(a-from, b-from)
			return
		}
		for row := a; row < b; row++ {
			if f.at(v.c, row) {
				out.set(row - from)
			}
		}
	}
	look := f.look()
	low, high := uint64(0), uint64(math.MaxUint64) // keys that rows from lo to hi may have
	if lo > 0 && lo < v.c.world {
		low = v.c.key(lo)
	}
	if hi < v.c.world {
		high = v.c.key(hi)
	}
	v.c.cover(func(q quad) lie {
		first, last := q.keys()
		if last < low || first > high {
			return apart
		}
		return look(q)
	}, check)
	check(max(lo, v.c.world), min(hi, v.c.placed), false)
}

// narrow takes out what does not match in other ways than by position; the bits
// stand for rows from row from on.
func (f *Filter) narrow(v *view, from int, out bitset) {
	w0 := from / 64
	if v.dead != nil {
		for w := range out {
			out[w] &^= v.dead[w0+w]
		}
	}
	if f.byID {
		for i, o := range f.g.views() {
			if o == v {
				for w := range out {
					out[w] &= f.ids[i].word(w0 + w)
				}
			}
		}
	}
	c := v.c
	if !f.ofTypes(c, from, out) {
		keep(out, &c.kind, from, f.kinds)
	}
	keep(out, &c.when, from, f.whens)
	keep(out, &c.origin, from, f.origins)
	keep(out, &c.actors, from, f.actors)
	if f.wheres != nil {
		keep(out, &c.where, from, f.wheres)
		if end := from + 64*len(out); end > c.placed { // what has no place has no precision
			for w := max(c.placed, from) / 64; w < end/64; w++ {
				out[w-w0] &^= window(w, c.placed, end)
			}
		}
	}
}

// keep takes out the rows whose code is not marked; no marks keep all.
func keep(out bitset, codes *column, from int, marks []uint8) {
	switch {
	case marks == nil:
	case codes.wide != nil:
		keepCodes(out, codes.wide, from, marks)
	default:
		keepCodes(out, codes.narrow, from, marks)
	}
}

func keepCodes[T uint16 | uint32](out bitset, codes []T, from int, marks []uint8) {
	for w, m := range out {
		if m == 0 {
			continue
		}
		lo := from + w*64
		part := codes[lo:min(lo+64, len(codes))]
		var k uint64
		if bits.OnesCount64(m) < 20 {
			for left := m; left != 0; left &= left - 1 {
				i := bits.TrailingZeros64(left)
				k |= uint64(marks[part[i]]) << i
			}
		} else {
			for i, code := range part {
				k |= uint64(marks[code]) << (i & 63)
			}
		}
		out[w] = m & k
	}
}

// rows gives the matching rows of both views, made at the first call.
func (f *Filter) rows() [2]bitset {
	if f.answers.rows[0] == nil {
		for i, v := range f.g.views() {
			f.answers.rows[i] = f.bits(v, 0, v.c.rows(), make(bitset, 0, 1))
		}
	}
	return f.answers.rows
}

// events gives the first rows of the matching events of both views, made at the first call.
func (f *Filter) events() [2]bitset {
	if f.answers.events[0] != nil {
		return f.answers.events
	}
	rows := f.rows()
	for i, v := range f.g.views() {
		f.answers.events[i] = rows[i]
		if v.c.multi == nil {
			continue
		}
		heads := make(bitset, len(rows[i]))
		for w, m := range rows[i] {
			heads[w] = m &^ v.c.multi[w]
		}
		for j := range v.c.ends {
			set := v.c.set(j)
			for _, row := range set {
				if rows[i].has(int(row)) {
					heads.set(int(set[0]))
					break
				}
			}
		}
		f.answers.events[i] = heads
	}
	return f.answers.events
}

// tally counts the matching events by the codes of what they say.
type tally struct {
	events                        int
	whens, kinds, origins, actors []int32
}

func (f *Filter) tally() *tally {
	if f.answers.tally != nil {
		return f.answers.tally
	}
	g := f.g
	sum := g.newTally()
	for i, v := range g.views() {
		heads := f.events()[i]
		var mu sync.Mutex
		parallel(len(heads)*64, func(lo, hi int) {
			if hi-lo == len(heads)*64 {
				sum.add(v.c, heads, lo, min(hi, v.c.rows()))
				return
			}
			part := g.newTally()
			part.add(v.c, heads, lo, min(hi, v.c.rows()))
			mu.Lock()
			defer mu.Unlock()
			sum.plus(part)
		})
	}
	f.answers.tally = sum
	return sum
}

func (g *Generation) newTally() *tally {
	return &tally{
		whens: make([]int32, len(g.whens)), kinds: make([]int32, len(g.kinds)),
		origins: make([]int32, len(g.origins)), actors: make([]int32, len(g.sets)),
	}
}

func (t *tally) add(c *columns, heads bitset, lo, hi int) {
	t.events += heads.count(lo, hi)
	countColumn(&c.when, heads, lo, hi, t.whens)
	countColumn(&c.kind, heads, lo, hi, t.kinds)
	countColumn(&c.origin, heads, lo, hi, t.origins)
	countColumn(&c.actors, heads, lo, hi, t.actors)
}

func countColumn(codes *column, heads bitset, lo, hi int, counts []int32) {
	if codes.wide != nil {
		countCodes(codes.wide, heads, lo, hi, counts)
	} else {
		countCodes(codes.narrow, heads, lo, hi, counts)
	}
}

// countCodes counts the codes of the marked rows from lo, a multiple of 64, to hi.
func countCodes[T uint16 | uint32](codes []T, heads bitset, lo, hi int, counts []int32) {
	for w := lo >> 6; w<<6 < hi; w++ {
		part := codes[w<<6 : min(w<<6+64, len(codes))]
		m := heads[w] & window(w, lo, hi)
		if m == ^uint64(0) {
			for _, code := range part {
				counts[code]++
			}
			continue
		}
		for ; m != 0; m &= m - 1 {
			counts[part[bits.TrailingZeros64(m)]]++
		}
	}
}

func (t *tally) plus(o *tally) {
	t.events += o.events
	for _, p := range [4][2][]int32{{t.whens, o.whens}, {t.kinds, o.kinds}, {t.origins, o.origins}, {t.actors, o.actors}} {
		for i, n := range p[1] {
			p[0][i] += n
		}
	}
}
