package gpkg

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
)

// A segment of FTS5 is a sorted run of terms with their doclists, cut into leaf pages
// (comments in SQLite's ext/fts5/fts5_index.c). A leaf begins with two numbers of 16
// bits: where on it the first row number is that does not stand right behind its term
// (0 for none), and where its data end. Behind the data stand the places of its terms,
// each less the one before. A term is written as the number of bytes that it shares
// with the one before on the page and the rest. The first row number on a page is
// written as it is, others less the one before.

const (
	leafSize   = 4050 // FTS5's own default
	leafHead   = 4
	segmentBit = 37 // rows of the data table: number of the segment, then of the page
)

// segment is a run of terms as it is stored: leaves, and the first terms of leaves.
type segment struct {
	leaves [][]byte
	terms  []leafTerm
}

// leafTerm is a term, or as much of it as tells it from the one before, and the leaf that it begins.
type leafTerm struct {
	term []byte
	leaf int
}

// leafWriter writes a segment.
type leafWriter struct {
	out       segment
	leaf      []byte // the data of the present leaf
	places    []byte // of its terms
	lastPlace int
	term      []byte // the last one written
	anyTerm   bool   // on the present leaf
	anyRow    bool   // on the present leaf, or a term, behind which its first row stands
}

func newLeafWriter() *leafWriter {
	return &leafWriter{leaf: make([]byte, leafHead, leafSize+64), out: segment{terms: []leafTerm{{[]byte{}, 1}}}}
}

// full is how much of the leaf is used.
func (w *leafWriter) full() int { return len(w.leaf) + len(w.places) }

// page gives the number of the present leaf.
func (w *leafWriter) page() int { return len(w.out.leaves) + 1 }

func (w *leafWriter) flush() {
	binary.BigEndian.PutUint16(w.leaf[2:], uint16(len(w.leaf))) //nolint:gosec // little more than leafSize
	w.out.leaves = append(w.out.leaves, slices.Concat(w.leaf, w.places))
	w.leaf, w.places = append(w.leaf[:0], 0, 0, 0, 0), w.places[:0]
	w.lastPlace, w.anyTerm, w.anyRow = 0, false, false
}

// add writes a term with its doclist; terms come in order.
func (w *leafWriter) add(term, doclist []byte) error {
	if w.full()+len(term)+2 >= leafSize && len(w.leaf) > leafHead {
		w.flush()
	}
	w.places = appendVarint(w.places, uint64(len(w.leaf)-w.lastPlace)) //nolint:gosec // places grow
	w.lastPlace = len(w.leaf)
	shared := sharedBytes(w.term, term)
	if w.anyTerm {
		w.leaf = appendVarint(w.leaf, uint64(shared)) //nolint:gosec // a length
	} else {
		if w.page() > 1 {
			w.out.terms = append(w.out.terms, leafTerm{slices.Clone(term[:min(shared+1, len(term))]), w.page()})
		}
		shared = 0
	}
	w.leaf = appendVarint(w.leaf, uint64(len(term)-shared)) //nolint:gosec // a length
	w.leaf = append(w.leaf, term[shared:]...)
	w.term = append(w.term[:0], term...)
	w.anyTerm, w.anyRow = true, true
	if w.full()+len(doclist)+1 <= leafSize {
		w.leaf = append(w.leaf, doclist...)
		return nil
	}
	return w.rows(doclist)
}

func sharedBytes(a, b []byte) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

var errDoclist = errors.New("a list of rows is damaged")

// rows writes a doclist that goes over several leaves.
func (w *leafWriter) rows(doclist []byte) error {
	row := uint64(0)
	for len(doclist) > 0 {
		delta, n := varint(doclist)
		if n == 0 {
			return errDoclist
		}
		doclist = doclist[n:]
		if row += delta; w.anyRow {
			w.leaf = appendVarint(w.leaf, delta)
		} else {
			binary.BigEndian.PutUint16(w.leaf, uint16(len(w.leaf))) //nolint:gosec // below leafSize
			w.leaf = appendVarint(w.leaf, row)
			w.anyRow = true
		}
		size, n := varint(doclist)
		end := n + int(size/2) //nolint:gosec // checked below
		if n == 0 || end < n || end > len(doclist) {
			return errDoclist
		}
		if err := w.positions(doclist[:end]); err != nil {
			return err
		}
		doclist = doclist[end:]
	}
	return nil
}

// positions writes what belongs to one row, which may be cut between two numbers.
func (w *leafWriter) positions(list []byte) error {
	for len(list) > 0 {
		n := len(list)
		if room := leafSize - w.full(); n > room {
			n = 0
			for n < len(list) {
				_, k := varint(list[n:])
				if k == 0 {
					return errDoclist
				}
				if n > 0 && n+k > room {
					break
				}
				n += k
			}
		}
		w.leaf = append(w.leaf, list[:n]...)
		if list = list[n:]; w.full() >= leafSize {
			w.flush()
		}
	}
	return nil
}

// finish gives the segment.
func (w *leafWriter) finish() segment {
	if len(w.leaf) > leafHead {
		w.flush()
	}
	return w.out
}

// segment makes the segment of the rows that were added; one without leaves is empty.
func (t *trigrams) segment() (segment, error) {
	w := newLeafWriter()
	var term []byte
	for _, p := range t.sorted() {
		term = p.term(term[:0])
		if err := w.add(term, p.data); err != nil {
			return segment{}, err
		}
	}
	return w.finish(), nil
}

// segments is FTS5's record of the segments that there are, on several levels: a
// number that changes with its settings, then for each level how many are being merged
// and the segments, each with its number, first and last page.
type segments struct {
	cookie  [4]byte
	written uint64
	levels  []level
}

type level struct {
	merging uint64
	runs    [][3]uint64
}

var errSegments = errors.New("the list of the text index's segments is damaged")

// parseSegments reads the record. known is false for a form that sitmap's indexes do not have.
func parseSegments(b []byte) (s segments, known bool, err error) {
	if len(b) < 4 {
		return s, false, errSegments
	}
	copy(s.cookie[:], b)
	if b = b[4:]; len(b) > 0 && b[0] == 0xff {
		return s, false, nil
	}
	next := func() uint64 {
		v, n := varint(b)
		if n == 0 {
			err = errSegments
		}
		b = b[n:]
		return v
	}
	levels, total := next(), next()
	s.written = next()
	for range levels {
		l := level{merging: next()}
		for range next() {
			if err != nil || total == 0 {
				return s, false, errSegments
			}
			l.runs = append(l.runs, [3]uint64{next(), next(), next()})
			total--
		}
		if err != nil {
			return s, false, err
		}
		s.levels = append(s.levels, l)
	}
	return s, err == nil, err
}

func (s segments) encode() []byte {
	n := 0
	for _, l := range s.levels {
		n += len(l.runs)
	}
	b := slices.Clone(s.cookie[:])
	b = appendVarint(b, uint64(len(s.levels)))
	b = appendVarint(b, uint64(n)) //nolint:gosec // a length
	b = appendVarint(b, s.written)
	for _, l := range s.levels {
		b = appendVarint(b, l.merging)
		b = appendVarint(b, uint64(len(l.runs)))
		for _, r := range l.runs {
			b = appendVarint(appendVarint(appendVarint(b, r[0]), r[1]), r[2])
		}
	}
	return b
}

// put adds a segment of so many leaves to the level of bulk loads and gives its number. That is
// not the lowest, on which FTS5 merges all in one go when there are many.
func (s *segments) put(leaves int) (number int64, err error) {
	const bulkLevel, most = 1, 1900 // FTS5 has room for 2,000
	used := map[uint64]bool{}
	for _, l := range s.levels {
		for _, r := range l.runs {
			used[r[0]] = true
		}
	}
	if len(used) >= most {
		return 0, fmt.Errorf("the text index has %d segments", len(used))
	}
	id := uint64(1)
	for used[id] {
		id++
	}
	for len(s.levels) <= bulkLevel {
		s.levels = append(s.levels, level{})
	}
	s.levels[bulkLevel].runs = append(s.levels[bulkLevel].runs, [3]uint64{id, 1, uint64(leaves)}) //nolint:gosec // a length
	return int64(id), nil                                                                         //nolint:gosec // at most most
}
