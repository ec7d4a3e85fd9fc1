package archive

import (
	"encoding/binary"
	"math"
	"slices"
	"strconv"
)

// Columns says which columns of an input clusters sum up, by number; -1 is none.
type Columns struct {
	ID, Type, Date, DateEnd, Killed int
	// Days gives the first and last day of a cell of dates, counted from 1970-01-01.
	Days func(cell string) (first, last int32, ok bool)
	// People gives the fewest and most people that a cell says.
	People func(cell string) (least, most int32, ok bool)
	// Null reports whether a cell says that nothing is known.
	Null func(cell string) bool
}

// mostTypes is how many types clusters tell apart; a column with more is no column of types.
const mostTypes = 1000

// unsaid stands for what a cell does not say.
const unsaid = math.MinInt32

// roles are what clusters sum up, ready for use.
type roles struct {
	id     int // place in sorted.order, -1 none
	kind   int // place in sorted.coded, -1 none
	start  perRow
	end    perRow
	killed perRow
}

// perRow is a pair of numbers for each row, by its code or by itself.
type perRow struct {
	codes  []uint32
	lo, hi []int32 // nil: no such column
}

func (r *perRow) of(row int) uint32 {
	if r.codes != nil {
		return r.codes[row]
	}
	return uint32(row)
}

// bind prepares the roles; columns without any value have no place in the order.
func (s *sorted) bind(all []*column, c Columns) {
	at := func(i int) int { // the place in s.order
		if i < 0 || i >= len(all) || !all[i].filled {
			return -1
		}
		n := 0
		for _, col := range all[:i] {
			if col.filled {
				n++
			}
		}
		return n
	}
	s.roles = roles{id: at(c.ID), kind: -1}
	if i := at(c.Type); i >= 0 && s.order[i] >= 0 && len(s.coded[s.order[i]].values) <= mostTypes {
		s.roles.kind = s.order[i]
	}
	s.roles.start = s.perRow(at(c.Date), c.Days)
	s.roles.end = s.perRow(at(c.DateEnd), c.Days)
	s.roles.killed = s.perRow(at(c.Killed), c.People)
}

// perRow reads a column's cells, each code once.
func (s *sorted) perRow(i int, read func(string) (lo, hi int32, ok bool)) perRow {
	if i < 0 {
		return perRow{}
	}
	one := func(v string) (lo, hi int32) {
		lo, hi, ok := read(v)
		if !ok {
			return unsaid, unsaid
		}
		return lo, hi
	}
	var r perRow
	if s.order[i] >= 0 {
		col := &s.coded[s.order[i]]
		r.codes = col.codes
		r.lo, r.hi = []int32{unsaid}, []int32{unsaid} // of code 0
		for _, v := range col.values {
			lo, hi := one(v)
			r.lo, r.hi = append(r.lo, lo), append(r.hi, hi)
		}
		return r
	}
	r.lo, r.hi = make([]int32, s.len()), make([]int32, s.len())
	for row := range s.len() {
		r.lo[row], r.hi[row] = one(words(s.framedAt(i, row)))
	}
	return r
}

// framedAt gives the value of a row in the column at a place of the order, framed; nil is none.
func (s *sorted) framedAt(i, row int) []byte {
	if i < 0 {
		return nil
	}
	if j := s.order[i]; j >= 0 {
		if code := s.coded[j].codes[row]; code > 0 {
			return s.coded[j].framed[code-1]
		}
		return nil
	}
	want := -1 - s.order[i]
	rest, have := s.textOf(row), s.has(row)
	if have>>want&1 == 0 {
		return nil
	}
	for j := 0; ; j++ {
		if have>>j&1 == 0 {
			continue
		}
		size, n := binary.Uvarint(rest[1:])
		end := 1 + n + int(size)
		if j == want {
			return rest[:end]
		}
		rest = rest[end:]
	}
}

// digits writes a number as isNumber takes it.
func digits(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// words gives a framed value as text.
func words(framed []byte) string {
	if framed == nil {
		return ""
	}
	_, n := binary.Uvarint(framed[1:])
	v := slices.Clip(framed[1+n:])
	switch v[0] {
	case tagUint:
		u, _ := binary.Uvarint(v[1:])
		return digits(float64(u))
	case tagSint:
		i, _ := binary.Varint(v[1:])
		return digits(float64(i))
	case tagDouble:
		return digits(math.Float64frombits(binary.LittleEndian.Uint64(v[1:])))
	}
	_, n = binary.Uvarint(v[1:])
	return string(v[1+n:])
}
