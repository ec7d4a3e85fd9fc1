package snapshot

import "sitmap/internal/event"

// carried gives the quotes of columns that were built of others, when all of those are known.
func (b *builder) carried() *quotes {
	var parts []*quotes
	for _, c := range b.chunks {
		if c.words == nil {
			return nil
		}
		parts = append(parts, c.words)
	}
	return join(parts, len(b.sorted), func(row int) (part, old int) {
		n := b.of[b.sorted[row]/chunkRows]
		return int(n), int(b.sorted[row]) - b.from[n]
	})
}

// inherit gives the quotes of columns whose events stand in older ones as well, those
// excepted which may have changed: these it reads.
func (c *columns) inherit(old *columns, q *quotes, changed func(id []byte) bool, read func(id event.ID) (map[int]string, error)) (*quotes, error) {
	h := heir{now: c, old: old, was: make([]uint32, c.rows()), read: read}
	h.fresh.at = make([]uint32, c.rows())
	for i := range c.byID.n {
		row := int(c.byID.at(i))
		if row < c.placed && (!h.find(row) || changed(c.idOf(row))) {
			if err := h.fetch(row); err != nil {
				return nil, err
			}
		}
	}
	h.taken.trim()
	h.fresh.blocks, h.fresh.used = h.taken.blocks, h.taken.used
	out := join([]*quotes{q, &h.fresh}, c.rows(), func(row int) (part, old int) {
		if h.was[row] > 0 {
			return 0, int(h.was[row]) - 1
		}
		return 1, row
	})
	if out == nil {
		return nil, errManyQuotes
	}
	return out, nil
}

// heir goes through the rows of columns and of older ones in the order of their IDs.
type heir struct {
	now, old *columns
	next     int      // place in old.byID
	was      []uint32 // one more than the row in old; 0 none
	read     func(id event.ID) (map[int]string, error)
	event    event.ID // the event that was read last
	words    map[int]string
	fresh    quotes
	taken    arena
}

// find looks for the row in the older columns.
func (h *heir) find(row int) bool {
	id := h.now.idOf(row)
	for h.next < h.old.byID.n && compareBytes(h.old.idOf(int(h.old.byID.at(h.next))), id) < 0 {
		h.next++
	}
	for i := h.next; i < h.old.byID.n; i++ {
		r := int(h.old.byID.at(i))
		if string(h.old.idOf(r)) != string(id) {
			break
		}
		if r < h.old.placed && h.old.placeOf(r) == h.now.placeOf(row) {
			h.was[row] = uint32(r) + 1 //nolint:gosec // rows have 32 bits
			return true
		}
	}
	return false
}

// fetch reads the words of a row.
func (h *heir) fetch(row int) (err error) {
	h.was[row] = 0
	if id := event.ID(h.now.idOf(row)); id != h.event {
		if h.words, err = h.read(id); err != nil {
			return err
		}
		h.event = id
	}
	if w := h.words[int(h.now.placeOf(row))]; w != "" {
		h.fresh.at[row], err = h.taken.put([]byte(w))
	}
	return err
}
