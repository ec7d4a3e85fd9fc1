package archive

// fillText takes the columns of text over: first their sizes, then their bytes.
func (s *sorted) fillText(text []*column, order []sortKey) {
	n := len(order)
	s.from = make([]uint64, n+1)
	if len(text) == 0 {
		return
	}
	sizes, masks := textSizes(text)
	mask := make([]uint64, n)
	full, all := ^uint64(0)>>(64-len(text)), true
	for i, k := range order {
		block, at := k.row>>blockBits, k.row&(blockRows-1)
		mask[i] = masks[block][at]
		s.from[i+1] = s.from[i] + uint64(sizes[block][at])
		all = all && mask[i] == full
	}
	if !all {
		s.mask = mask
	}
	s.plain = make([]byte, s.from[n])
	inParts(n, func(lo, hi int) {
		values := make([][]byte, 0, gathered*len(text))
		for i := lo; i < hi; i += gathered {
			some := order[i:min(i+gathered, hi)]
			// Where the cells lie is looked up first: the processor waits for several at a time.
			values = values[:0]
			for _, k := range some {
				for _, c := range text {
					values = append(values, c.at(k.row))
				}
			}
			at := 0
			for j := range some {
				b := s.plain[s.from[i+j]:s.from[i+j]:s.from[i+j+1]]
				for _, c := range text {
					if v := values[at]; c.says(v) {
						b = appendValue(b, v, c.number)
					}
					at++
				}
			}
		}
	})
}

// gathered is how many rows are laid out together.
const gathered = 32

// textSizes gives, block by block and row by row, how many bytes the values of text
// columns take, and which there are. It reads the columns as they lie, which is quicker
// than along the curve.
func textSizes(text []*column) (sizes [][]uint32, masks [][]uint64) {
	blocks := len(text[0].blocks)
	sizes, masks = make([][]uint32, blocks), make([][]uint64, blocks)
	inParts(blocks, func(lo, hi int) {
		for b := lo; b < hi; b++ {
			sizes[b], masks[b] = make([]uint32, blockRows), make([]uint64, blockRows)
			for j, c := range text {
				for i := range max(len(c.blocks[b].codes), len(c.blocks[b].end)) {
					v := c.at(uint32(b)<<blockBits | uint32(i))
					if !c.says(v) {
						continue
					}
					masks[b][i] |= 1 << j
					if !c.number {
						sizes[b][i] += uint32(textSize(len(v)))
						continue
					}
					var buf [16]byte
					sizes[b][i] += uint32(len(appendValue(buf[:0], v, true)))
				}
			}
		}
	})
	return sizes, masks
}

// textOf gives the textual values of a row, framed.
func (s *sorted) textOf(row int) []byte { return s.text(row, row+1) }

// text gives the textual values of the rows from lo to hi, framed.
func (s *sorted) text(lo, hi int) []byte { return s.plain[s.from[lo]:s.from[hi]] }

// has says which textual columns a row has a value in.
func (s *sorted) has(row int) uint64 {
	if s.mask != nil {
		return s.mask[row]
	}
	return 1<<len(s.textual) - 1
}
