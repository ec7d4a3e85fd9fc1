package snapshot

import (
	"math"
	"slices"
)

// window counts what a cell's rows from lo to hi hold in the filter's days, from
// the timelines.
func (w *clusterWork) window(v *view, lo, hi int) {
	t, finer := v.c.timeline(w.level - cellBits)
	if finer == 0 {
		w.fine(v, t, lo, hi)
	} else {
		shift := 2 * (32 - t.level)
		for row := lo; row < hi; {
			end := v.c.cellEnd(row, hi, v.c.key(row)>>shift, shift)
			w.fine(v, t, row, end)
			row = end
		}
		for _, row := range rowsBetween(t.twice[finer-1], lo, hi) {
			if w.f.meets(v.c, int(row)) {
				w.notFirst(v.c, row)
			}
		}
	}
	w.withoutDead(v, t, finer, lo, hi)
}

// notFirst takes an event away that was counted in another finer cell already.
func (w *clusterWork) notFirst(c *columns, row uint32) {
	var one Sum
	one.add(w.g.kinds[c.kind.at(int(row))])
	w.c.Events--
	w.c.Killed.plus(one, -1)
}

// withoutDead takes away what was removed since the columns were built.
func (w *clusterWork) withoutDead(v *view, t *timeline, finer, lo, hi int) {
	for _, row := range rowsBetween(v.deadRows, lo, hi) {
		if !w.f.meets(v.c, int(row)) {
			continue
		}
		later := t.later.has(int(row))
		if finer > 0 && !later {
			_, later = slices.BinarySearch(t.twice[finer-1], row)
		}
		w.count(v.c, row, later, -1)
	}
}

func rowsBetween(rows []uint32, lo, hi int) []uint32 {
	if len(rows) == 0 {
		return nil
	}
	i, _ := slices.BinarySearch(rows, uint32(lo))
	j, _ := slices.BinarySearch(rows[i:], uint32(hi))
	return rows[i : i+j]
}

// fine does the work of window for one cell of the timeline.
func (w *clusterWork) fine(v *view, t *timeline, lo, hi int) {
	c, f := v.c, w.f
	i, j := w.g.lives(c, t, f, lo, hi)
	if i == j {
		return
	}
	switch {
	case t.types == 0: // too many types for sums
		for p := lo; p < j; p++ {
			if row := t.starts.row(lo, p); f.meets(c, row) {
				w.count(c, uint32(row), t.later.has(row), 1)
			}
		}
	case t.lasts:
		w.sums(c, t, t.starts, lo, lo, j, 1)
		w.sums(c, t, t.ends, lo, lo, i, -1)
	default:
		w.sums(c, t, t.starts, lo, i, j, 1)
	}
	p := lo
	if !t.lasts {
		p = i
	}
	w.bounds(v, t, lo, p, j, len(rowsBetween(v.deadRows, lo, hi)) == 0)
	w.earliest(v, t, lo, i, hi, j)
}

// sums adds the rows from p to q of an order, or takes them away; lo is the first
// row of their cell.
func (w *clusterWork) sums(c *columns, t *timeline, r *run, lo, p, q, sign int) {
	if q-p <= block/2 {
		w.rows(c, t, r, lo, p, q, sign)
		return
	}
	first, last := r.nearest(p), r.nearest(q)
	a, z := int(r.marks[first]), int(r.marks[last])
	w.gap(c, t, r, lo, p, a, sign)
	w.gap(c, t, r, lo, z, q, sign)
	w.c.Count += sign * (z - a)
	if r.events != nil {
		w.c.Events += sign * int(r.events[last]-r.events[first])
	} else {
		w.c.Events += sign * (z - a)
	}
	w.c.Killed.plus(r.killed[last], int64(sign))
	w.c.Killed.plus(r.killed[first], -int64(sign))
	before, after := r.types[first*t.types:][:t.types], r.types[last*t.types:][:t.types]
	for i := range after {
		if n := int(int32(after[i] - before[i])); n != 0 {
			w.addType(uint32(i), sign*n)
		}
	}
}

// gap adds the rows from p to q, or takes away those from q to p.
func (w *clusterWork) gap(c *columns, t *timeline, r *run, lo, p, q, sign int) {
	if p <= q {
		w.rows(c, t, r, lo, p, q, sign)
	} else {
		w.rows(c, t, r, lo, q, p, -sign)
	}
}

func (w *clusterWork) rows(c *columns, t *timeline, r *run, lo, p, q, sign int) {
	if t.later != nil {
		for ; p < q; p++ {
			row := r.row(lo, p)
			w.count(c, uint32(row), t.later.has(row), sign)
		}
		return
	}
	w.c.Count += sign * (q - p)
	w.c.Events += sign * (q - p)
	for ; p < q; p++ {
		k := &w.g.kinds[c.kind.at(r.row(lo, p))]
		w.addType(k.typ, sign)
		if k.killedMin > 0 || k.killedMax > 0 {
			w.c.Killed.Min += int64(sign) * int64(k.killedMin)
			w.c.Killed.Max += int64(sign) * int64(k.killedMax)
		}
		if k.killedMin != Unknown {
			w.c.Killed.Known += sign
		}
	}
}

// split reports whether the places found so far lie in different cells of the next
// level, so that more of them cannot bring the expansion zoom nearer.
func (w *clusterWork) split() bool {
	return w.c.low < w.c.high && (w.c.low^w.c.high)>>(2*(31-w.level)) != 0
}

// bounds finds the latest end, the range of keys as far as it matters and the
// representative among the rows from p to q of a cell, in order of their starts,
// all of which begin in time.
func (w *clusterWork) bounds(v *view, t *timeline, first, p, q int, whole bool) {
	if t.lasts || !whole {
		w.allBounds(v, t.starts, first, p, q)
		return
	}
	last := t.starts.row(first, q-1)
	w.c.Latest = max(w.c.Latest, w.g.whens[v.c.when.at(last)].end)
	w.propose(v.c, last)
	if w.split() {
		return
	}
	low := t.starts.row(first, p)
	high := low
	const looks = 8 // are mostly enough to see that the places lie apart
	for i := range looks {
		row := t.starts.row(first, p+(q-p-1)*i/(looks-1))
		low, high = min(low, row), max(high, row)
	}
	w.spread(v.c, low, high)
	if !w.split() {
		w.allBounds(v, t.starts, first, p, q)
	}
}

// allBounds does the same by looking at every block or row.
func (w *clusterWork) allBounds(v *view, r *run, first, p, q int) {
	low, high, last := uint32(math.MaxUint32), uint32(0), -1
	for p < q {
		b := p / block
		end := min((b+1)*block, q)
		bb := &r.blocks[b]
		switch whole := p == b*block && (end-p == block || end == r.rows.n); {
		case whole && bb.maxEnd < w.f.from:
		case whole && bb.minEnd >= w.f.from && !v.dirty(r, b):
			low, high, last = min(low, bb.low), max(high, bb.high), r.row(first, end-1)
			w.c.Latest = max(w.c.Latest, bb.end)
		default:
			for ; p < end; p++ {
				row := r.row(first, p)
				d := w.g.whens[v.c.when.at(row)]
				if d.end < w.f.from || v.dead.has(row) {
					continue
				}
				low, high, last = min(low, uint32(row)), max(high, uint32(row)), row
				if d.end != OpenEnd {
					w.c.Latest = max(w.c.Latest, d.end)
				}
			}
		}
		p = end
	}
	if last >= 0 {
		w.spread(v.c, int(low), int(high))
		w.propose(v.c, last)
	}
}

// earliest finds the earliest start among the rows of a cell that end in time,
// which stand from i to hi in the order of ends. If any of them begins in time
// as well, so does the earliest.
func (w *clusterWork) earliest(v *view, t *timeline, lo, i, hi, j int) {
	if !t.lasts { // the first that lives
		for ; i < j; i++ {
			if row := t.starts.row(lo, i); !v.dead.has(row) {
				w.c.Earliest = min(w.c.Earliest, w.g.whens[v.c.when.at(row)].start)
				return
			}
		}
		return
	}
	r := t.ends
	first := int32(math.MaxInt32)
	for p := i; p < hi; {
		b := p / block
		end := min((b+1)*block, hi)
		if p == b*block && (end-p == block || end == r.rows.n) && !v.dirty(r, b) {
			first = min(first, r.blocks[b].start)
		} else {
			for ; p < end; p++ {
				row := r.row(lo, p)
				if d := w.g.whens[v.c.when.at(row)]; d.start != OpenStart && !v.dead.has(row) {
					first = min(first, d.start)
				}
			}
		}
		p = end
	}
	if first <= w.f.to {
		w.c.Earliest = min(w.c.Earliest, first)
	}
}

// dirty reports whether a block of an order holds a row that was removed since.
func (v *view) dirty(r *run, b int) bool {
	if len(v.deadRows) == 0 {
		return false
	}
	return v.dirtyBlocks[r].has(b)
}
