package tile

import (
	"encoding/binary"
	"unicode/utf8"
)

// maxTags is the room for the encoded tags of one code: four pairs with keys
// below 128 and value numbers below 2^28.
const maxTags = 23

// Tags are pairs of key and value numbers of one layer, encoded once to be
// copied into many features.
type Tags struct {
	b [maxTags]byte // copied as a whole, which is quicker than by length
	n uint8
}

// Add appends a pair. Four fit if their keys are below 128; Add panics on what
// does not fit.
func (t *Tags) Add(key, value uint32) {
	if int(t.n)+size(uint64(key))+size(uint64(value)) > len(t.b) {
		panic("tile: more than four pairs for one code")
	}
	b := appendUvarint(t.b[:t.n], key)
	t.n = uint8(len(appendUvarint(b, value)))
}

// Codes remembers the [Tags] of the codes of one column within one tile. It
// holds as many as it was made for; a code that takes another's place costs time
// and a repeated value, not correctness.
type Codes struct {
	slots []codeSlot // a power of two
	epoch uint32
}

type codeSlot struct { // 32 bytes
	tags        Tags
	epoch, code uint32
}

// NewCodes makes room for n codes, rounded up to a power of two.
func NewCodes(n int) *Codes {
	room := 1
	for room < n {
		room *= 2
	}
	return &Codes{slots: make([]codeSlot, room), epoch: 1}
}

// Reset forgets all tags, for the next tile.
func (c *Codes) Reset() {
	if c.epoch++; c.epoch == 0 { // wrapped: old stamps would look fresh
		clear(c.slots)
		c.epoch = 1
	}
}

// Set replaces the tags by one pair.
func (t *Tags) Set(key, value uint32) {
	if key < 0x80 && value < 1<<14 && value >= 0x80 { // nearly always
		t.b[0], t.b[1], t.b[2], t.n = byte(key), byte(value)|0x80, byte(value>>7), 3
		return
	}
	t.n = 0
	t.Add(key, value)
}

// Get gives the tags of a code. When ok is false the tags are empty, and the caller
// adds what belongs to the code.
func (c *Codes) Get(code uint32) (t *Tags, ok bool) {
	s := &c.slots[int(code)&(len(c.slots)-1)]
	if s.epoch == c.epoch && s.code == code {
		return &s.tags, true
	}
	s.epoch, s.code, s.tags.n = c.epoch, code, 0
	return &s.tags, false
}

// The longest that Begin, one call of Tags or Pair, and End write.
const room = 64

// Begin starts a point feature; Tags and Pair give its properties, and End
// finishes it. An id of 0 means none.
func (l *Layer) Begin(id uint64) {
	b := l.body
	if cap(b)-len(b) < room {
		b = grow(b)
	}
	l.start = len(b)
	b = append(b, tagLayerFeature, 0)
	if id != 0 {
		b = append(b, tagFeatureID)
		b = binary.AppendUvarint(b, id)
	}
	b = append(b, tagFeatureTags, 0)
	l.tagStart = len(b)
	l.body = b
}

// grow doubles the room, apart from the calls that seldom need it.
func grow(b []byte) []byte { return append(make([]byte, 0, 2*cap(b)+16*room), b...) }

// Tags adds encoded properties to the feature that was begun.
func (l *Layer) Tags(t *Tags) {
	n := len(l.body)
	if cap(l.body)-n < room {
		l.body = grow(l.body)
	}
	*(*[maxTags]byte)(l.body[n:cap(l.body)]) = t.b
	l.body = l.body[:n+int(t.n)]
}

// Pair adds one property by numbers to the feature that was begun.
func (l *Layer) Pair(key, value uint32) {
	b := l.body
	if cap(b)-len(b) < room {
		b = grow(b)
	}
	if key < 0x80 && value < 1<<14 { // nearly always
		if value < 0x80 {
			l.body = append(b, byte(key), byte(value))
			return
		}
		l.body = append(b, byte(key), byte(value)|0x80, byte(value>>7))
		return
	}
	l.body = appendUvarint(appendUvarint(b, key), value)
}

// End puts the feature that was begun at a grid position.
func (l *Layer) End(x, y int32) {
	b := l.body
	if cap(b)-len(b) < room {
		b = grow(b)
	}
	if n := len(b) - l.tagStart; n == 0 {
		b = b[:l.tagStart-2] // no properties
	} else {
		b = patch(b, l.tagStart, n)
	}
	b = append(b, tagFeatureType, typePoint, tagFeatureGeometry, 0, moveTo|1<<3)
	at := len(b)
	b = appendUvarint(appendUvarint(b, zigzag(x)), zigzag(y))
	b[at-2] = byte(len(b) - at + 1)
	l.body = patch(b, l.start+2, len(b)-l.start-2)
	l.features++
}

// EndSquare gives the feature that was begun the shape of a square with its
// north-western corner at (x, y).
func (l *Layer) EndSquare(x, y, side int32) {
	l.geom = l.geom[:0]
	var cur cursor
	cur.ring(l, []gridPoint{{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}}, false)
	b := l.body
	if n := len(b) - l.tagStart; n == 0 {
		b = b[:l.tagStart-2]
	} else {
		b = patch(b, l.tagStart, n)
	}
	b = append(b, tagFeatureType, typePolygon, tagFeatureGeometry, byte(len(l.geom)))
	b = append(b, l.geom...)
	l.body = patch(b, l.start+2, len(b)-l.start-2)
	l.features++
}

// Coded adds a point at a grid position with encoded properties: what Begin, Tags
// and End do, in one step. An id of 0 means none.
func (l *Layer) Coded(x, y int32, id uint64, tags []*Tags) {
	if need := room + maxTags*len(tags); cap(l.body)-len(l.body) < need {
		l.body = append(make([]byte, 0, 2*cap(l.body)+2*need), l.body...)
	}
	b, start := l.body[:cap(l.body)], len(l.body)
	b[start] = tagLayerFeature
	n := start + 2
	if id != 0 {
		b[n] = tagFeatureID
		n += 1 + binary.PutUvarint(b[n+1:], id)
	}
	b[n] = tagFeatureTags
	n += 2
	from := n
	for _, t := range tags {
		*(*[maxTags]byte)(b[n:]) = t.b
		n += int(t.n)
	}
	switch size := n - from; {
	case size == 0:
		n = from - 2
	case size < 0x80:
		b[from-1] = byte(size)
	default:
		n = len(patch(b[:n], from, size)) // there is room behind
	}
	b[n], b[n+1], b[n+2], b[n+4] = tagFeatureType, typePoint, tagFeatureGeometry, moveTo|1<<3
	at := n + 4
	n = putUvarint(b, putUvarint(b, n+5, zigzag(x)), zigzag(y))
	b[at-1] = byte(n - at)
	l.body = b[:n]
	if size := n - start - 2; size < 0x80 {
		b[start+1] = byte(size)
	} else {
		l.body = patch(l.body, start+2, size)
	}
	l.features++
}

// putUvarint writes v at place n and gives the place behind it.
func putUvarint(b []byte, n int, v uint32) int {
	for v >= 0x80 {
		b[n] = byte(v) | 0x80
		v >>= 7
		n++
	}
	b[n] = byte(v)
	return n + 1
}

// patch writes the length n of what stands behind the byte before at, and makes
// room when one byte does not hold it.
func patch(b []byte, at, n int) []byte {
	if n < 0x80 {
		b[at-1] = byte(n)
		return b
	}
	more := size(uint64(n)) - 1
	b = append(b, "\x00\x00\x00\x00"[:more]...)
	copy(b[at+more:], b[at:at+n])
	binary.PutUvarint(b[at-1:], uint64(n))
	return b
}

// UniqueText adds a text without looking whether the layer has it: for
// identifiers, which do not repeat.
func (l *Layer) UniqueText(v []byte) uint32 {
	if !utf8.Valid(v) {
		return l.UniqueTextIndex(string(v))
	}
	n := len(v)
	b := l.vals
	if n <= 0x7f-2 {
		b = append(b, tagLayerValue, byte(2+n), tagValueString, byte(n))
	} else {
		b = append(b, tagLayerValue)
		b = binary.AppendUvarint(b, uint64(1+size(uint64(n))+n))
		b = append(b, tagValueString)
		b = binary.AppendUvarint(b, uint64(n))
	}
	l.vals = append(b, v...)
	l.nvals++
	return l.nvals - 1
}

// UniqueInt adds a whole number from 0 on without looking whether the layer has it.
func (l *Layer) UniqueInt(v uint64) uint32 {
	b := append(l.vals, tagLayerValue, byte(1+size(v)), tagValueUint)
	l.vals = binary.AppendUvarint(b, v)
	l.nvals++
	return l.nvals - 1
}
