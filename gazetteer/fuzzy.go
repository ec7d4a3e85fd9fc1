package gazetteer

import (
	"bytes"
	"unicode/utf8"
)

// maxEdits gives the edits that a name of n letters may have: none below four
// letters, one below eight, two from there on.
func maxEdits(n int) int {
	switch {
	case n < 4:
		return 0
	case n < 8:
		return 1
	}
	return 2
}

// lookupFuzzy appends the places whose name is a few edits away from key. With
// sameStart only names with the same first letter are looked at, which takes a
// twentieth of the time.
func (ix *Index) lookupFuzzy(dst []Match, key string, sameStart bool) []Match {
	n := utf8.RuneCountInString(key)
	limit := maxEdits(n)
	if limit == 0 || len(key) > maxKey/2 {
		return dst
	}
	start := ""
	if sameStart {
		_, size := utf8.DecodeRuneInString(key)
		start = key[:size]
	}
	ix.eachWithin(key, start, limit, func(c *cursor, edits int) {
		if edits > 0 {
			q := float32(qualityFuzzy) * (1 - float32(edits-1)*0.3) * min(1, float32(n)/8)
			dst = c.matches(dst, MatchFuzzy, q)
		}
	})
	return dst
}

// eachWithin calls f for every key that begins with start and is within limit edits of q: a letter put in,
// left out, exchanged, or two neighbours swapped. It walks over the keys in
// order and leaps over all keys that share a beginning from which no match can
// come. Letters are bytes here: exact for Latin, and for other scripts an edit
// between letters of one alphabet mostly counts once, since their first bytes
// agree.
func (ix *Index) eachWithin(q, start string, limit int, f func(c *cursor, edits int)) {
	w := len(q) + 1
	rows := make([]uint8, (maxKey+1)*w) // row d: distances of the first d bytes of the key
	for j := range w {
		rows[j] = uint8(min(j, 250))
	}
	var c cursor
	if !ix.keys.seek(&c, []byte(start)) {
		return
	}
	valid := 0 // rows that are right for the current key
	for ok := true; ok; {
		key := c.key()
		if !bytes.HasPrefix(key, []byte(start)) {
			return
		}
		dead := -1
		for d := valid; d < len(key); d++ {
			best := editRow(rows, w, d, key, q)
			if best > limit {
				dead = d + 1
				break
			}
			valid = d + 1
		}
		if dead < 0 {
			if e := int(rows[len(key)*w+w-1]); e <= limit {
				f(&c, e)
			}
			if ok = c.step(); ok {
				valid = min(valid, c.shared)
			}
			continue
		}
		ok = ix.leap(&c, dead)
		if ok {
			valid = min(valid, c.shared)
		}
	}
}

// leap moves to the first key that does not share the first n bytes of the
// current one, or to one that does by an accident of the blocks.
func (ix *Index) leap(c *cursor, n int) bool {
	var prefix [maxKey]byte
	k := copy(prefix[:], c.key()[:n])
	for range 8 { // mostly the next one is near
		if !c.step() {
			return false
		}
		if c.shared < k {
			settle(c, prefix[:k])
			return true
		}
	}
	i := k - 1
	for i >= 0 && prefix[i] == 0xff {
		i--
	}
	if i < 0 {
		return false
	}
	next := append([]byte(nil), prefix[:i+1]...)
	next[i]++
	if !ix.keys.seekOn(c, next) {
		return false
	}
	settle(c, prefix[:k])
	return true
}

// settle makes shared count from the prefix the rows were made for.
func settle(c *cursor, prefix []byte) {
	n := 0
	for n < len(prefix) && n < len(c.key()) && c.key()[n] == prefix[n] {
		n++
	}
	c.shared = n
}

// editRow fills row d+1 from the rows before it; it gives the smallest number in
// it (of this row and, for swaps, the one before).
func editRow(rows []uint8, w, d int, key []byte, q string) int {
	prev, cur := rows[d*w:(d+1)*w], rows[(d+1)*w:(d+2)*w]
	cur[0] = prev[0] + 1
	best := cur[0]
	for j := 1; j < w; j++ {
		v := prev[j-1]
		if key[d] != q[j-1] {
			v = min(v, prev[j], cur[j-1]) + 1
		}
		if d > 0 && j > 1 && key[d] == q[j-2] && key[d-1] == q[j-1] {
			v = min(v, rows[(d-1)*w+j-2]+1)
		}
		v = min(v, 250)
		cur[j] = v
		best = min(best, v)
	}
	return int(best)
}
