package snapshot

// column is a list of numbers that takes two bytes for each when all are below
// [narrowLimit], four when not.
type column struct {
	narrow []uint16
	wide   []uint32 // nil when narrow holds the numbers
}

const narrowLimit = 1 << 16

// newColumn makes a column of n numbers, all of which will be below limit.
func newColumn(n, limit int) column {
	if limit <= narrowLimit {
		return column{narrow: make([]uint16, n)}
	}
	return column{wide: make([]uint32, n)}
}

func (c *column) at(i int) uint32 {
	if c.wide != nil {
		return c.wide[i]
	}
	return uint32(c.narrow[i])
}

// set changes a number; it must be below the column's limit.
func (c *column) set(i int, v uint32) {
	if c.wide != nil {
		c.wide[i] = v
		return
	}
	c.narrow[i] = uint16(v) //nolint:gosec // below the limit
}

func (c *column) bytes() int { return 2*len(c.narrow) + 4*len(c.wide) }
