package snapshot

// whole gives the timeline with the largest cells of which the rows from lo to hi are
// whole ones; nil when there is none.
func (c *columns) whole(lo, hi int) *timeline {
	for _, t := range c.lines {
		shift := 2 * (32 - t.level)
		begins := func(row int) bool {
			return row == 0 || row == c.world || c.key(row-1)>>shift != c.key(row)>>shift
		}
		if begins(lo) && begins(hi) {
			return t
		}
	}
	return nil
}

// fillTimed sets the bits of the rows from lo to hi whose days match and perhaps those of
// others: from timelines, where few match, without looking at the rest.
func (f *Filter) fillTimed(v *view, lo, hi int, out bitset) {
	c, from := v.c, lo&^63
	if hi > c.world {
		out.fill(max(lo, c.world)-from, hi-from)
		hi = c.world
	}
	var t *timeline
	if f.timed && f.from <= f.to && hi-lo >= 1024 {
		t = c.whole(lo, hi)
	}
	if t == nil {
		out.fill(lo-from, max(hi, lo)-from)
		return
	}
	shift := 2 * (32 - t.level)
	for row := lo; row < hi; {
		end := c.cellEnd(row, hi, c.key(row)>>shift, shift)
		f.fillCell(c, t, row, end, from, out)
		row = end
	}
}

// fillCell does the same for one cell of a timeline; bits stand for rows from row from on.
func (f *Filter) fillCell(c *columns, t *timeline, lo, hi, from int, out bitset) {
	i, j := lo, hi
	if hi-lo >= block {
		i, j = f.g.lives(c, t, f, lo, hi)
	}
	if (j-i)*4 > hi-lo { // nearly all of them live: i rows ended, of the j that began
		out.fill(lo-from, hi-from)
		return
	}
	p := i
	if t.lasts {
		p = lo // of those that began, the living stand among the others
	}
	for p < j {
		b := p / block
		end := min((b+1)*block, j)
		if t.lasts && p == b*block && end-p == block && t.starts.blocks[b].maxEnd < f.from {
			p = end
			continue
		}
		for ; p < end; p++ {
			row := t.starts.row(lo, p)
			if !t.lasts || f.meets(c, row) {
				out.set(row - from)
			}
		}
	}
}

// lives gives the places in a cell's piece of the orders between which its rows meet the
// filter's days: those that end in time begin at i, those that begin in time end at j.
func (g *Generation) lives(c *columns, t *timeline, f *Filter, lo, hi int) (i, j int) {
	i, j = lo, hi
	if f.to != OpenEnd {
		j = g.startedBy(c, t.starts, lo, hi, f.to)
	}
	if f.from != OpenStart {
		i = g.endedBefore(c, t.ends, lo, hi, f.from)
	}
	return i, j
}
