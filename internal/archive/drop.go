package archive

import (
	"cmp"
	"slices"

	"sitmap/internal/snapshot"
)

// drop picks the rows of a zoom to leave out, so that no tile that shows points has
// more than limit of its own: those that follow their neighbour on the Hilbert curve
// most closely go first, the later of equals before the earlier.
func (s *sorted) drop(z uint32, limit int) (bitset, Dropped) {
	out := Dropped{Zoom: z}
	if limit <= 0 || z < snapshot.BaseZoom {
		return nil, out
	}
	var marks bitset
	var rows []int
	gap := func(row int) uint64 {
		if row == 0 {
			return ^uint64(0)
		}
		return s.key[row] - s.key[row-1]
	}
	for lo := 0; lo < s.len(); {
		hi := s.run(lo, z)
		if excess := hi - lo - limit; excess > 0 {
			if marks == nil {
				marks = make(bitset, s.len()/64+1)
			}
			rows = rows[:0]
			for row := lo; row < hi; row++ {
				rows = append(rows, row)
			}
			slices.SortFunc(rows, func(a, b int) int { return cmp.Or(cmp.Compare(gap(a), gap(b)), cmp.Compare(b, a)) })
			for _, row := range rows[:excess] {
				marks.set(row)
			}
			out.Points += excess
			out.Tiles++
		}
		lo = hi
	}
	return marks, out
}
