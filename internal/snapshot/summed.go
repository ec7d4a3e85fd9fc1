package snapshot

import "math/bits"

// summed counts the matching rows from lo to hi of a cell from their bits, without
// looking at most of the rows; ok is false when looking at each is as quick. It asks
// for columns with timelines and a filter for which the places of an event are alike.
func (w *clusterWork) summed(v *view, r *found, lo, hi int) (ok bool) {
	n := r.bits.count(lo-r.from, hi-r.from)
	if n < 64 || n*16 < hi-lo {
		return n == 0
	}
	t, finer := v.c.timeline(w.level - cellBits)
	w.sumBits(v.c, t, r, lo, hi)
	w.c.Count += n
	w.sumTypes(v.c, r, lo, hi, n)
	if finer == 0 {
		w.limits(v.c, t, r, lo, hi)
		return true
	}
	for _, row := range rowsBetween(t.twice[finer-1], lo, hi) {
		if r.has(int(row)) {
			w.notFirst(v.c, row)
		}
	}
	shift := 2 * (32 - t.level)
	for row := lo; row < hi; {
		end := v.c.cellEnd(row, hi, v.c.key(row)>>shift, shift)
		w.limits(v.c, t, r, row, end)
		row = end
	}
	return true
}

// sumBits counts events and adds up the killed.
func (w *clusterWork) sumBits(c *columns, t *timeline, r *found, lo, hi int) {
	for wd := lo >> 6; wd<<6 < hi; wd++ {
		m := r.bits[wd-r.from>>6] & window(wd, lo, hi) &^ t.later.word(wd)
		w.c.Events += bits.OnesCount64(m)
		w.c.Killed.Known += bits.OnesCount64(m &^ c.untold[wd])
		for k := m & c.killed[wd]; k != 0; k &= k - 1 {
			kind := &w.g.kinds[c.kind.at(wd<<6+bits.TrailingZeros64(k))]
			w.c.Killed.Min += int64(kind.killedMin)
			w.c.Killed.Max += int64(kind.killedMax)
		}
	}
}

// sumTypes counts n matching rows by their types.
func (w *clusterWork) sumTypes(c *columns, r *found, lo, hi, n int) {
	if len(w.f.types) == 1 {
		w.addType(w.f.types[0], n)
		return
	}
	sets, ok := c.ofType.all(c, w.g.kinds)
	for t, rows := range sets {
		sum := 0
		for wd := lo >> 6; wd<<6 < hi; wd++ {
			sum += bits.OnesCount64(r.bits[wd-r.from>>6] & window(wd, lo, hi) & rows[wd])
		}
		if sum > 0 {
			w.addType(uint32(t), sum) //nolint:gosec // at most maxTypeBits
		}
	}
	if !ok {
		r.bits.each(lo-r.from, hi-r.from, func(i int) { w.addType(w.g.kinds[c.kind.at(r.from+i)].typ, 1) })
	}
}

// limits finds the days, the representative and the range of keys of the matching rows
// of one cell of a timeline, from lo to hi.
func (w *clusterWork) limits(c *columns, t *timeline, r *found, lo, hi int) {
	n := r.bits.count(lo-r.from, hi-r.from)
	if n == 0 {
		return
	}
	w.spread(c, r.bits.next(lo-r.from)+r.from, r.bits.last(hi-1-r.from)+r.from)
	g, starts, ends := w.g, t.starts, t.ends
	known, open := lo, hi // where known starts begin, and where open ends do
	if g.whens[c.when.at(starts.row(lo, lo))].start == OpenStart {
		known = g.startedBy(c, starts, lo, hi, OpenStart)
	}
	if g.whens[c.when.at(ends.row(lo, hi-1))].end == OpenEnd {
		open = g.endedBefore(c, ends, lo, hi, OpenEnd)
	}
	looks := n + 16 // looking at each matching row costs no more
	find := func(o *run, from, to, step int) (row int) {
		for p := from; p != to; p += step {
			if row := o.row(lo, p); r.has(row) {
				return row
			}
			if looks--; looks < 0 {
				return -1
			}
		}
		return -1
	}
	newest := find(starts, hi-1, lo-1, -1)
	first, last := find(starts, known, hi, 1), find(ends, open-1, lo-1, -1)
	if looks < 0 {
		w.eachLimit(c, r, lo, hi)
		return
	}
	w.propose(c, newest)
	if first >= 0 {
		w.c.Earliest = min(w.c.Earliest, g.whens[c.when.at(first)].start)
	}
	if last >= 0 {
		w.c.Latest = max(w.c.Latest, g.whens[c.when.at(last)].end)
	}
}

// eachLimit finds days and representative by looking at every matching row.
func (w *clusterWork) eachLimit(c *columns, r *found, lo, hi int) {
	newest, start := -1, int32(OpenStart)
	r.bits.each(lo-r.from, hi-r.from, func(i int) {
		row := r.from + i
		d := w.g.whens[c.when.at(row)]
		if d.start >= start { // of one day the last in row order
			newest, start = row, d.start
		}
		w.days(d)
	})
	w.propose(c, newest)
}

// days widens the cluster's days.
func (w *clusterWork) days(d when) {
	if d.start != OpenStart {
		w.c.Earliest = min(w.c.Earliest, d.start)
	}
	if d.end != OpenEnd {
		w.c.Latest = max(w.c.Latest, d.end)
	}
}
