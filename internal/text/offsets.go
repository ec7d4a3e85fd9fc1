package text

import (
	"sort"
	"unicode/utf8"
)

const offsetStep = 64 // bytes between two known points

// Offsets converts between byte and code point offsets of one text. A byte that is
// not UTF-8 counts as one code point, as in Go's range loop. It is read-only once made.
type Offsets struct {
	s     string
	runes []int32 // code points before byte i*offsetStep
	n     int     // code points in s
}

// NewOffsets reads s once.
func NewOffsets(s string) *Offsets {
	o := &Offsets{s: s, runes: make([]int32, 0, len(s)/offsetStep+1)}
	next := 0
	for i := range s {
		for i >= next {
			// the point belongs to the first rune at or after it
			o.runes = append(o.runes, int32(o.n)) //nolint:gosec // texts are far below 2 GB
			next += offsetStep
		}
		o.n++
	}
	return o
}

// Len is the number of code points.
func (o *Offsets) Len() int { return o.n }

// Rune gives the code points before byte b. Offsets outside the text are moved to its
// ends; one inside a rune counts that rune as not yet passed.
func (o *Offsets) Rune(b int) int {
	if b <= 0 {
		return 0
	}
	if b >= len(o.s) {
		return o.n
	}
	k := b / offsetStep
	if k >= len(o.runes) {
		k = len(o.runes) - 1
	}
	i, n := o.start(k), int(o.runes[k])
	for i > b && k > 0 {
		k--
		i, n = o.start(k), int(o.runes[k])
	}
	for i < b {
		_, w := utf8.DecodeRuneInString(o.s[i:])
		if i+w > b {
			return n
		}
		i += w
		n++
	}
	return n
}

// start is the first rune bound at or after the k-th known point.
func (o *Offsets) start(k int) int {
	i := k * offsetStep
	if i == 0 {
		return 0
	}
	// Walk back to the rune that covers i, then forward over it.
	j := i
	for j > 0 && i-j < utf8.UTFMax && !utf8.RuneStart(o.s[j]) {
		j--
	}
	if j == i {
		return i
	}
	if _, w := utf8.DecodeRuneInString(o.s[j:]); j+w > i {
		return j + w
	}
	return i
}

// Byte gives the byte offset of code point r; values outside are moved to the ends.
func (o *Offsets) Byte(r int) int {
	if r <= 0 || len(o.runes) == 0 {
		return 0
	}
	if r >= o.n {
		return len(o.s)
	}
	k := sort.Search(len(o.runes), func(i int) bool { return int(o.runes[i]) > r }) - 1
	i, n := o.start(k), int(o.runes[k])
	for n < r {
		_, w := utf8.DecodeRuneInString(o.s[i:])
		i += w
		n++
	}
	return i
}
