package gazetteer

import (
	"bytes"
	"encoding/binary"
)

// The key table holds the folded names in order, in blocks of 16. A key is
// stored as the part in which it differs from the key before it:
//
//	1 byte   low nibble: bytes shared with the key before; high nibble: bytes that follow
//	         (15 in a nibble: a uvarint with the rest comes next, low nibble's first)
//	suffix
//	1 byte   low nibble: places with this main name; high nibble: other postings (15 as above)
//	postings ref<<3 | kind of name, in w bytes each
//
// Places are numbered in the order of their main names, so that the places of a
// main name need no list: they follow one another.
const (
	blockKeys     = 16
	blockRow      = 8
	maxKey        = 200 // bytes; longer names are cut
	postingShift  = 3
	postingKinds  = 1<<postingShift - 1
	maxNibblePart = 15
)

type keyTable struct {
	blocks []byte // offset, first place of each block
	data   []byte
	n      int // keys
	places int
	w      int // bytes of a posting
}

func (t keyTable) ok() bool {
	return t.n >= 0 && len(t.blocks) == (t.n+blockKeys-1)/blockKeys*blockRow && (t.w >= 1 && t.w <= 4 || t.n == 0)
}

func (t keyTable) numBlocks() int { return len(t.blocks) / blockRow }

// cursor walks over keys. Its key is valid until the next step.
type cursor struct {
	t        *keyTable
	ord      int    // number of the current key
	pos      int    // where the next key begins in data
	key      []byte // the current key
	first    int    // first place of the current key
	count    int    // how many places have it as their main name
	next     int    // first place of the next key
	post     int    // where its postings begin
	numPost  int
	shared   int // bytes shared with the key before
	buf      [maxKey]byte
	finished bool
}

// seekBlock puts the cursor before the first key of block i.
func (c *cursor) seekBlock(t *keyTable, i int) {
	c.t, c.ord, c.finished = t, i*blockKeys-1, false
	row := t.blocks[i*blockRow:]
	c.pos, c.next = int(binary.LittleEndian.Uint32(row)), int(binary.LittleEndian.Uint32(row[4:]))
	c.key = c.buf[:0]
}

// step reads the next key; false at the end or at damaged data.
func (c *cursor) step() bool {
	t := c.t
	if c.finished || c.ord+1 >= t.n || c.pos < 0 || c.pos >= len(t.data) {
		c.finished = true
		return false
	}
	d := t.data[c.pos:]
	shared, suffix := int(d[0]&15), int(d[0]>>4)
	at := 1
	shared, at = nibbleRest(d, at, shared)
	suffix, at = nibbleRest(d, at, suffix)
	if at < 0 || shared > len(c.key) || suffix > len(d)-at-1 || shared+suffix > maxKey {
		c.finished = true
		return false
	}
	c.key = c.buf[:shared+suffix]
	copy(c.key[shared:], d[at:at+suffix])
	at += suffix
	count, post := int(d[at]&15), int(d[at]>>4)
	at++
	count, at = nibbleRest(d, at, count)
	post, at = nibbleRest(d, at, post)
	if at < 0 || post > (len(d)-at)/t.w || count > t.places-c.next {
		c.finished = true
		return false
	}
	c.first, c.count, c.next = c.next, count, c.next+count
	c.post, c.numPost, c.shared = c.pos+at, post, shared
	c.pos += at + post*t.w
	c.ord++
	return true
}

// nibbleRest adds what did not fit into a nibble; the position is -1 on damage.
func nibbleRest(d []byte, at, v int) (int, int) {
	if v < maxNibblePart || at < 0 {
		return v, at
	}
	if at >= len(d) {
		return 0, -1
	}
	more, n := binary.Uvarint(d[at:])
	if n <= 0 || more > 1<<28 {
		return 0, -1
	}
	return v + int(more), at + n
}

// posting gives the i-th posting of the current key.
func (c *cursor) posting(i int) (Ref, NameKind) {
	v := column{c.t.data[c.post:], c.t.w}.at(i)
	return Ref(v >> postingShift), NameKind(v & postingKinds)
}

// head gives the first key of a block without copying.
func (t *keyTable) head(i int) []byte {
	pos := int(binary.LittleEndian.Uint32(t.blocks[i*blockRow:]))
	if pos >= len(t.data) {
		return nil
	}
	d := t.data[pos:]
	suffix, at := nibbleRest(d, 1, int(d[0]>>4))
	if at < 0 || suffix > len(d)-at {
		return nil
	}
	return d[at : at+suffix]
}

// seek puts the cursor on the first key that is not less than key.
func (t *keyTable) seek(c *cursor, key []byte) bool {
	if t.n == 0 {
		return false
	}
	lo, hi := 0, t.numBlocks() // the last block whose head is <= key
	for hi-lo > 1 {
		m := int(uint(lo+hi) >> 1)
		if bytes.Compare(t.head(m), key) <= 0 {
			lo = m
		} else {
			hi = m
		}
	}
	c.seekBlock(t, lo)
	for c.step() {
		if bytes.Compare(c.key, key) >= 0 {
			return true
		}
	}
	return false
}

// find puts the cursor on a key.
func (t *keyTable) find(c *cursor, key []byte) bool {
	return t.seek(c, key) && bytes.Equal(c.key, key)
}

// ofPlace puts the cursor on the main name of a place.
func (t *keyTable) ofPlace(c *cursor, r Ref) bool {
	lo, hi := 0, t.numBlocks()
	if hi == 0 || int(r) >= t.places {
		return false
	}
	for hi-lo > 1 {
		m := int(uint(lo+hi) >> 1)
		if binary.LittleEndian.Uint32(t.blocks[m*blockRow+4:]) <= uint32(r) {
			lo = m
		} else {
			hi = m
		}
	}
	c.seekBlock(t, lo)
	for c.step() && c.ord < (lo+1)*blockKeys {
		if int(r) >= c.first && int(r) < c.first+c.count {
			return true
		}
	}
	return false
}

// atOrd puts the cursor on key number ord.
func (t *keyTable) atOrd(c *cursor, ord int) bool {
	if ord < 0 || ord >= t.n {
		return false
	}
	c.seekBlock(t, ord/blockKeys)
	for c.step() {
		if c.ord == ord {
			return true
		}
	}
	return false
}

// nibbles packs two numbers as the table wants them.
func nibbles(dst []byte, low, high int) []byte {
	l, h := min(low, maxNibblePart), min(high, maxNibblePart)
	dst = append(dst, byte(l|h<<4))
	if l == maxNibblePart {
		dst = binary.AppendUvarint(dst, uint64(low-l))
	}
	if h == maxNibblePart {
		dst = binary.AppendUvarint(dst, uint64(high-h))
	}
	return dst
}
