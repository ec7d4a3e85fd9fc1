package archive

import (
	"encoding/binary"
	"math"
	"strconv"
	"strings"
)

// blockRows is the most rows of a block; a row's number is its block's, and its
// place in the block, 16 bits each.
const (
	blockBits = 16
	blockRows = 1 << blockBits
)

// column is one column of the input while it is read. Cells that repeat are kept as
// codes of a dictionary; a column whose cells hardly repeat goes over to text. Code 0
// and text without length are cells that say nothing.
type column struct {
	name   string
	dict   map[string]uint32
	values []string // of the codes from 1 on
	last   string   // the cell before, and its code
	code   uint32
	plain  bool // the block at work holds text
	fresh  int  // values that the block at work added
	number bool // so far every cell is a number, or says that nothing is known
	null   func(string) bool
	filled bool // some cell says something

	blocks []cells
	cur    cells
}

// cells are a column's cells of one block: codes, or text with its ends.
type cells struct {
	codes []uint32
	text  []byte
	end   []uint32
}

func newColumn(name string, null func(string) bool) *column {
	return &column{name: name, dict: map[string]uint32{}, number: true, null: null}
}

// add adds the cell of the next row.
func (c *column) add(v string) {
	if c.plain {
		c.look(v)
		c.cur.text = append(c.cur.text, v...)
		c.cur.end = append(c.cur.end, uint32(len(c.cur.text)))
		return
	}
	code := uint32(0)
	switch {
	case v == "":
	case v == c.last:
		code = c.code
	default:
		var ok bool
		if code, ok = c.dict[v]; !ok {
			c.look(v)
			v = strings.Clone(v) // not the whole row that it is a part of
			c.values = append(c.values, v)
			code = uint32(len(c.values))
			c.dict[v] = code
			c.fresh++
		}
		c.last, c.code = v, code
	}
	c.cur.codes = append(c.cur.codes, code)
}

// look takes a new value into account for the column's type.
func (c *column) look(v string) {
	if v == "" {
		return
	}
	c.filled = true
	if c.number && !isNumber(v) && !c.null(v) {
		c.number = false
	}
}

// pad adds cells that say nothing until the block has n.
func (c *column) pad(n int) {
	for len(c.cur.codes)+len(c.cur.end) < n {
		c.add("")
	}
}

// endBlock closes a block of n rows. A column most of whose cells were new goes over to text.
func (c *column) endBlock(n int) {
	c.blocks = append(c.blocks, c.cur)
	c.cur = cells{}
	if !c.plain && (c.fresh > n/2 || len(c.values) > mostValues) {
		c.plain = true
	}
	c.fresh = 0
	if c.plain {
		c.cur.end = make([]uint32, 0, n)
		c.cur.text = make([]byte, 0, len(c.blocks[len(c.blocks)-1].text)*9/8)
		return
	}
	c.cur.codes = make([]uint32, 0, n)
}

// mostValues is how many different values a dictionary holds.
const mostValues = 1 << 21

// at gives the cell of a row; it is not to be changed.
func (c *column) at(row uint32) []byte {
	b := &c.blocks[row>>blockBits]
	i := row & (blockRows - 1)
	if b.codes != nil {
		if b.codes[i] == 0 {
			return nil
		}
		return []byte(c.values[b.codes[i]-1])
	}
	if b.end == nil {
		return nil
	}
	from := uint32(0)
	if i > 0 {
		from = b.end[i-1]
	}
	return b.text[from:b.end[i]]
}

// says reports whether a cell has a value: in a column of numbers, words do not.
func (c *column) says(v []byte) bool {
	if len(v) == 0 || !c.number {
		return len(v) > 0
	}
	d := v[0]
	if d == '-' && len(v) > 1 {
		d = v[1]
	}
	return d >= '0' && d <= '9'
}

// asText reports whether most of n rows have a cell of their own, so that a
// dictionary is of no use.
func (c *column) asText(n int) bool {
	return c.plain || len(c.values) > 256 && len(c.values) > n/2
}

// isNumber reports whether a cell is a number that keeps its words when it becomes
// one: 0, -5, 3.25, not 007, +5, 1e5 or more digits than a double holds.
func isNumber(s string) bool {
	digits := strings.TrimPrefix(s, "-")
	whole, frac, point := strings.Cut(digits, ".")
	if whole == "" || point && frac == "" || len(whole)+len(frac) > 15 || len(whole) > 1 && whole[0] == '0' || s == "-0" {
		return false
	}
	for _, part := range [2]string{whole, frac} {
		for i := range len(part) {
			if part[i] < '0' || part[i] > '9' {
				return false
			}
		}
	}
	return true
}

// The tags of a vector tile's messages: number<<3 | wire type.
const (
	tagLayer = 3<<3 | 2

	tagName    = 1<<3 | 2
	tagFeature = 2<<3 | 2
	tagKey     = 3<<3 | 2
	tagValue   = 4<<3 | 2
	tagExtent  = 5<<3 | 0
	tagVersion = 15<<3 | 0

	tagTags     = 2<<3 | 2
	tagType     = 3<<3 | 0
	tagGeometry = 4<<3 | 2

	tagString = 1<<3 | 2
	tagDouble = 3<<3 | 1
	tagUint   = 5<<3 | 0
	tagSint   = 6<<3 | 0
)

// appendValue writes a cell as a value of a layer, framed. A number must be one.
func appendValue(b, v []byte, number bool) []byte {
	b = append(b, tagValue)
	if !number {
		n := uint64(len(v))
		b = binary.AppendUvarint(b, 1+uint64(uvarintSize(n))+n)
		b = append(b, tagString)
		b = binary.AppendUvarint(b, n)
		return append(b, v...)
	}
	at := len(b)
	b = append(b, 0)
	if n, err := strconv.ParseInt(string(v), 10, 64); err == nil {
		if n < 0 {
			b = binary.AppendVarint(append(b, tagSint), n)
		} else {
			b = binary.AppendUvarint(append(b, tagUint), uint64(n))
		}
	} else {
		f, _ := strconv.ParseFloat(string(v), 64) // isNumber said that it is one
		b = binary.LittleEndian.AppendUint64(append(b, tagDouble), math.Float64bits(f))
	}
	b[at] = byte(len(b) - at - 1)
	return b
}

// textSize is the size of a text of n bytes as appendValue writes it.
func textSize(n int) int {
	inner := 1 + uvarintSize(uint64(n)) + n
	return 1 + uvarintSize(uint64(inner)) + inner
}

func uvarintSize(v uint64) int {
	n := 1
	for ; v >= 0x80; v >>= 7 {
		n++
	}
	return n
}
