package snapshot

import (
	"cmp"
	"slices"
	"sort"

	"github.com/paulmach/orb"

	"sitmap/geo/tile"
	"sitmap/internal/event"
)

// piece is one step in making a column from the old one: either the old values
// from from up to to, or, when these are equal, one added value.
type piece struct{ from, to, added int }

func (p piece) isAdded() bool { return p.from == p.to }

// insertion puts an added value before the old one at position at.
type insertion struct{ at, added int }

// pieces cuts n old values where some are removed (ascending) and others come in
// (ascending by at).
func pieces(n int, removed []int, in []insertion) []piece {
	var out []piece
	from := 0
	keep := func(to int) {
		if to > from {
			out = append(out, piece{from, to, 0})
		}
	}
	for len(removed) > 0 || len(in) > 0 {
		if len(in) > 0 && (len(removed) == 0 || in[0].at <= removed[0]) {
			keep(in[0].at)
			from = max(from, in[0].at)
			out = append(out, piece{added: in[0].added})
			in = in[1:]
			continue
		}
		keep(removed[0])
		from = removed[0] + 1
		removed = removed[1:]
	}
	keep(n)
	return out
}

// spliced makes a column of old and added values.
func spliced[T any](dst, old []T, cut []piece, added func(i int) T) []T {
	for _, p := range cut {
		if p.isAdded() {
			dst = append(dst, added(p.added))
			continue
		}
		dst = append(dst, old[p.from:p.to]...)
	}
	return dst
}

// apply makes the next generation: edits name events and their new state, nil
// for one that is gone. What stays is copied in long pieces, not sorted again.
func (g *Generation) apply(edits map[event.ID]*entry, version uint64) *Generation {
	var gone []int
	var fresh []entry
	for id, e := range edits {
		if old, ok := g.find(id); ok {
			gone = append(gone, int(old))
		}
		if e != nil {
			fresh = append(fresh, *e)
		}
	}
	slices.Sort(gone)
	added := number(fresh)
	next := newGeneration(g.dicts, version, g.Len()+len(added))
	cut := pieces(g.Len(), gone, g.eventPlaces(added))
	g.spliceEvents(next, added, cut)
	renumber, numbers := g.renumber(cut, len(added))
	g.spliceOrders(next, gone, renumber, numbers)
	g.spliceRows(next, added, gone, renumber, numbers)
	next.finish()
	return next
}

// eventPlaces finds where added events come in.
func (g *Generation) eventPlaces(added []numbered) []insertion {
	out := make([]insertion, len(added))
	for i := range added {
		at := sort.Search(g.Len(), func(e int) bool {
			c := compareSpots(g.firstSpot(uint32(e)), added[i].spot)
			return c > 0 || c == 0 && string(g.idOf(uint32(e))) >= string(added[i].id)
		})
		out[i] = insertion{at, i}
	}
	return out
}

func (g *Generation) firstSpot(e uint32) spot {
	rows := g.rowsOf(e)
	if len(rows) == 0 {
		return spot{zone: 2}
	}
	return g.spot(int(rows[0]))
}

func (g *Generation) spot(row int) spot {
	if row >= g.world {
		return spot{1, 0}
	}
	return spot{0, g.key(row)}
}

// spliceEvents makes the event columns.
func (g *Generation) spliceEvents(next *Generation, added []numbered, cut []piece) {
	next.start = spliced(next.start, g.start, cut, func(i int) int32 { return added[i].start })
	next.end = spliced(next.end, g.end, cut, func(i int) int32 { return added[i].end })
	next.typ = spliced(next.typ, g.typ, cut, func(i int) uint16 { return added[i].typ })
	next.ver = spliced(next.ver, g.ver, cut, func(i int) uint8 { return added[i].ver })
	next.source = spliced(next.source, g.source, cut, func(i int) uint32 { return added[i].source })
	next.actorSet = spliced(next.actorSet, g.actorSet, cut, func(i int) uint32 { return added[i].actors })
	next.report = spliced(next.report, g.report, cut, func(i int) uint32 { return added[i].report })
	next.killedMin = spliced(next.killedMin, g.killedMin, cut, func(i int) int32 { return added[i].killedMin })
	next.killedMax = spliced(next.killedMax, g.killedMax, cut, func(i int) int32 { return added[i].killedMax })
	for _, p := range cut {
		if p.isAdded() {
			next.idBytes = append(next.idBytes, added[p.added].id...)
			next.idEnd = append(next.idEnd, uint32(len(next.idBytes)))
			continue
		}
		first := uint32(0)
		if p.from > 0 {
			first = g.idEnd[p.from-1]
		}
		shift := uint32(len(next.idBytes)) - first // wraps around and back
		next.idBytes = append(next.idBytes, g.idBytes[first:g.idEnd[p.to-1]]...)
		for _, end := range g.idEnd[p.from:p.to] {
			next.idEnd = append(next.idEnd, end+shift)
		}
	}
}

// renumber gives the new number of every old event (of one that is gone the next
// one's) and of every added one.
func (g *Generation) renumber(cut []piece, added int) (renumber, numbers []uint32) {
	renumber, numbers = make([]uint32, g.Len()), make([]uint32, added)
	n, filled := uint32(0), 0
	for _, p := range cut {
		if p.isAdded() {
			numbers[p.added] = n
			n++
			continue
		}
		for ; filled < p.from; filled++ {
			renumber[filled] = n
		}
		for ; filled < p.to; filled++ {
			renumber[filled] = n
			n++
		}
	}
	for ; filled < g.Len(); filled++ {
		renumber[filled] = n
	}
	return renumber, numbers
}

// spliceOrders makes the orders by ID and by list.
func (g *Generation) spliceOrders(next *Generation, gone []int, renumber, numbers []uint32) {
	merge := func(old []uint32, compareOld func(a, b uint32) int, compareNew func(old, fresh uint32) int, sorted func(a, b uint32) int) []uint32 {
		var removed []int
		for _, e := range gone {
			at, _ := slices.BinarySearchFunc(old, uint32(e), compareOld)
			removed = append(removed, at)
		}
		slices.Sort(removed)
		fresh := slices.Clone(numbers)
		slices.SortFunc(fresh, sorted)
		in := make([]insertion, len(fresh))
		for i, e := range fresh {
			in[i] = insertion{sort.Search(len(old), func(j int) bool { return compareNew(old[j], e) >= 0 }), i}
		}
		out := make([]uint32, 0, next.Len())
		for _, p := range pieces(len(old), removed, in) {
			if p.isAdded() {
				out = append(out, fresh[p.added])
				continue
			}
			for _, e := range old[p.from:p.to] {
				out = append(out, renumber[e])
			}
		}
		return out
	}
	byID := func(old, fresh uint32) int { return compareBytes(g.idOf(old), next.idOf(fresh)) }
	next.byID = merge(g.byID, g.compareIDs, byID, next.compareIDs)
	next.order = merge(g.order, g.compareListed, func(old, fresh uint32) int {
		return cmp.Or(cmp.Compare(next.start[fresh], g.start[old]), byID(old, fresh))
	}, next.compareListed)
}

// spliceRows makes the row columns.
func (g *Generation) spliceRows(next *Generation, added []numbered, gone []int, renumber, numbers []uint32) {
	var removed []int
	lost := 0 // rows of the tile world that go
	for _, e := range gone {
		for _, row := range g.rowsOf(uint32(e)) {
			removed = append(removed, int(row))
			if int(row) < g.world {
				lost++
			}
		}
	}
	slices.Sort(removed)
	fresh := rowsOfEntries(added, func(i int) uint32 { return numbers[i] })
	in := make([]insertion, len(fresh))
	won := 0
	for i := range fresh {
		if fresh[i].spot.zone == 0 {
			won++
		}
		in[i] = insertion{sort.Search(g.Rows(), func(row int) bool {
			return cmp.Or(compareSpots(g.spot(row), fresh[i].spot), cmp.Compare(renumber[g.event[row]], fresh[i].event)) >= 0
		}), i}
	}
	cut := pieces(g.Rows(), removed, in)
	next.growRows(g.Rows() + len(fresh))
	next.x = spliced(next.x, g.x, cut, func(i int) uint32 { return fresh[i].x() })
	next.y = spliced(next.y, g.y, cut, func(i int) uint32 { return fresh[i].y() })
	next.point = spliced(next.point, g.point, cut, func(i int) orb.Point { return fresh[i].place.point })
	next.place = spliced(next.place, g.place, cut, func(i int) uint16 { return fresh[i].place.index })
	next.name = spliced(next.name, g.name, cut, func(i int) uint32 { return fresh[i].place.name })
	next.country = spliced(next.country, g.country, cut, func(i int) uint16 { return fresh[i].place.country })
	next.radius = spliced(next.radius, g.radius, cut, func(i int) float32 { return fresh[i].place.radius })
	for _, p := range cut {
		if p.isAdded() {
			next.event = append(next.event, fresh[p.added].event)
			continue
		}
		for _, e := range g.event[p.from:p.to] {
			next.event = append(next.event, renumber[e])
		}
	}
	next.world = g.world - lost + won
}

func (r *sortRow) x() uint32 { x, _ := tile.FromKey(r.spot.key); return x }

func (r *sortRow) y() uint32 { _, y := tile.FromKey(r.spot.key); return y }
