package gazetteer

import (
	"bytes"
	"encoding/binary"
)

// The key table holds the folded names in order, in blocks of 32. A key is
// stored as the part in which it differs from the key before it:
//
//	1 byte   bits 0-3: bytes shared with the key before; bits 4-6: bytes that follow
//	         (15 or 7: a uvarint with the rest comes next, that of the shared first);
//	         bit 7: a byte with counts follows; without it the key is one place's main name
//	suffix
//	1 byte   low nibble: places with this main name; high nibble: other postings (15 as above)
//	postings ref<<3 | kind of name, in w bytes each
//
// Places are numbered in the order of their main names, so that the places of a
// main name need no list: they follow one another.
const (
	blockKeys     = 32
	blockRow      = 8
	maxKey        = 200 // bytes; longer names are cut
	postingShift  = 3
	postingKinds  = 1<<postingShift - 1
	maxNibblePart = 15
	maxSuffixPart = 7
	hasCounts     = 0x80
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

// cursor walks over keys.
type cursor struct {
	t        *keyTable
	ord      int // number of the current key
	pos      int // where the next key begins in data
	keyLen   int // bytes of buf that are the current key
	first    int // first place of the current key
	count    int // how many places have it as their main name
	next     int // first place of the next key
	post     int // where its postings begin
	numPost  int
	shared   int              // bytes shared with the key before
	buf      [maxKey + 8]byte // step writes 8 bytes at once
	finished bool
}

// key is the current key, valid until the next step.
func (c *cursor) key() []byte { return c.buf[:c.keyLen] }

// seekBlock puts the cursor before the first key of block i.
func (c *cursor) seekBlock(t *keyTable, i int) {
	c.t, c.ord, c.finished = t, i*blockKeys-1, false
	row := t.blocks[i*blockRow:]
	c.pos, c.next = int(binary.LittleEndian.Uint32(row)), int(binary.LittleEndian.Uint32(row[4:]))
	c.keyLen = 0
}

// step reads the next key; false at the end or at damaged data.
func (c *cursor) step() bool {
	t := c.t
	if c.finished || c.ord+1 >= t.n || c.pos < 0 || c.pos >= len(t.data) {
		c.finished = true
		return false
	}
	d := t.data[c.pos:]
	counted := d[0]&hasCounts != 0
	shared, suffix, at := int(d[0]&15), int(d[0]>>4&7), 1
	if shared == maxNibblePart {
		shared, at = partRest(d, at, shared, maxNibblePart)
	}
	if suffix == maxSuffixPart {
		suffix, at = partRest(d, at, suffix, maxSuffixPart)
	}
	if at < 0 || shared > c.keyLen || suffix > len(d)-at || shared+suffix > maxKey {
		c.finished = true
		return false
	}
	c.keyLen = shared + suffix
	if suffix <= 8 && len(d)-at >= 8 {
		binary.LittleEndian.PutUint64(c.buf[shared:], binary.LittleEndian.Uint64(d[at:]))
	} else {
		copy(c.buf[shared:c.keyLen], d[at:at+suffix])
	}
	at += suffix
	count, post := 1, 0
	if counted {
		if at >= len(d) {
			c.finished = true
			return false
		}
		count, post = int(d[at]&15), int(d[at]>>4)
		at++
		if count == maxNibblePart || post == maxNibblePart {
			both := d[at-1]
			count, at = partRest(d, at, int(both&15), maxNibblePart)
			post, at = partRest(d, at, int(both>>4), maxNibblePart)
		}
	}
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

// partRest adds what did not fit into a few bits; the position is -1 on damage.
func partRest(d []byte, at, v, full int) (int, int) {
	if v < full || at < 0 {
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
	suffix, at := partRest(d, 1, int(d[0]>>4&7), maxSuffixPart)
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
	return t.seekIn(c, key, 0, t.numBlocks())
}

// seekOn is seek for a key that is greater than the current one and mostly near it.
func (t *keyTable) seekOn(c *cursor, key []byte) bool {
	lo, end := c.ord/blockKeys, t.numBlocks()
	hi := lo + 1
	for step := 1; hi < end && bytes.Compare(t.head(hi), key) <= 0; step *= 2 {
		lo, hi = hi, min(end, hi+step)
	}
	return t.seekIn(c, key, lo, min(hi, end))
}

// seekIn looks through the blocks lo to hi, the first of which does not begin behind key.
func (t *keyTable) seekIn(c *cursor, key []byte, lo, hi int) bool {
	for hi-lo > 1 { // the last block whose head is <= key
		m := int(uint(lo+hi) >> 1)
		if bytes.Compare(t.head(m), key) <= 0 {
			lo = m
		} else {
			hi = m
		}
	}
	c.seekBlock(t, lo)
	for c.step() {
		if bytes.Compare(c.key(), key) >= 0 {
			return true
		}
	}
	return false
}

// find puts the cursor on a key.
func (t *keyTable) find(c *cursor, key []byte) bool {
	return t.seek(c, key) && bytes.Equal(c.key(), key)
}

// ofPlace puts the cursor on the main name of a place.
func (t *keyTable) ofPlace(c *cursor, r Ref) bool {
	if t.numBlocks() == 0 || int(r) >= t.places {
		return false
	}
	lo := t.blockOf(r)
	c.seekBlock(t, lo)
	for c.step() && c.ord < (lo+1)*blockKeys {
		if int(r) >= c.first && int(r) < c.first+c.count {
			return true
		}
	}
	return false
}

// blockOf gives the last block whose first place is not behind r. Places stand evenly in the blocks, but not quite: the
// search begins where it would be if they did.
func (t *keyTable) blockOf(r Ref) int {
	first := func(i int) uint32 { return binary.LittleEndian.Uint32(t.blocks[i*blockRow+4:]) }
	n := t.numBlocks()
	lo := int(uint64(r) * uint64(n) / uint64(t.places)) //nolint:gosec // both are below 2^32
	hi := lo + 1
	for step := 16; lo > 0 && first(lo) > uint32(r); step *= 2 {
		lo, hi = max(0, lo-step), lo
	}
	for step := 16; hi < n && first(hi) <= uint32(r); step *= 2 {
		lo, hi = hi, min(n, hi+step)
	}
	for hi-lo > 1 {
		if m := int(uint(lo+hi) >> 1); first(m) <= uint32(r) {
			lo = m
		} else {
			hi = m
		}
	}
	return lo
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

// appendKeyHead writes the first byte of a key and what does not fit into it.
func appendKeyHead(dst []byte, shared, suffix int, counts bool) []byte {
	b := min(shared, maxNibblePart) | min(suffix, maxSuffixPart)<<4
	if counts {
		b |= hasCounts
	}
	dst = append(dst, byte(b))
	if shared >= maxNibblePart {
		dst = binary.AppendUvarint(dst, uint64(shared-maxNibblePart))
	}
	if suffix >= maxSuffixPart {
		dst = binary.AppendUvarint(dst, uint64(suffix-maxSuffixPart))
	}
	return dst
}

// appendCounts writes how many places and postings a key has.
func appendCounts(dst []byte, places, posts int) []byte {
	dst = append(dst, byte(min(places, maxNibblePart)|min(posts, maxNibblePart)<<4))
	for _, n := range [2]int{places, posts} {
		if n >= maxNibblePart {
			dst = binary.AppendUvarint(dst, uint64(n-maxNibblePart))
		}
	}
	return dst
}
