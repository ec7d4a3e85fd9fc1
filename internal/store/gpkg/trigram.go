package gpkg

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"

	"modernc.org/sqlite"
)

// A bulk load makes the text index itself: for each three letters of the words the
// list of rows and positions that have them, in the form that FTS5 keeps on the disk
// (segment.go). FTS5 would do it row by row on the one connection that writes, which
// took longer than the rows themselves; here it is another goroutine's work.

// trigrams gathers the words of rows. The zero value is not ready: see newTrigrams.
type trigrams struct {
	fold  *folder
	slots []int32 // hash table of numbers of lists, plus one; its length is a power of two
	lists []postings
	rows  []wordCount
	total int64 // trigrams in all rows
}

// postings is where three letters occur. data is FTS5's doclist: for each row its
// number (the first as it is, the others less the one before), twice the length of
// its positions in bytes, and the positions (each less the one before, plus two).
type postings struct {
	key   uint64 // three letters of 21 bits
	data  []byte
	row   int64
	begin int // of the positions of row in data
	last  int // position
}

// wordCount is how many trigrams a row has.
type wordCount struct {
	row int64
	n   int
}

func newTrigrams(fold *folder) *trigrams { return &trigrams{fold: fold, slots: make([]int32, 1<<14)} }

// reset forgets the rows and keeps the memory.
func (t *trigrams) reset() {
	clear(t.slots)
	t.lists, t.rows, t.total = t.lists[:0], t.rows[:0], 0
}

const letterMask = 1<<63 - 1

// add takes the words of a row; rows come in the order of their numbers. It fails only when SQLite does.
func (t *trigrams) add(row int64, words string) error {
	key, letters := uint64(0), 0
	for i := 0; i < len(words); {
		r := rune(words[i])
		switch {
		case r >= utf8.RuneSelf:
			large, size := utf8.DecodeRuneInString(words[i:])
			small, err := t.fold.letter(large)
			if err != nil {
				return err
			}
			r = small
			i += size
		case 'A' <= r && r <= 'Z':
			r += 'a' - 'A'
			fallthrough
		default:
			i++
		}
		if r == 0 {
			continue
		}
		key = (key<<21 | uint64(r)) & letterMask //nolint:gosec // a letter is not negative
		if letters++; letters >= 3 {
			t.post(key, row, letters-3)
		}
	}
	n := max(letters-2, 0)
	t.rows, t.total = append(t.rows, wordCount{row, n}), t.total+int64(n)
	return nil
}

// post notes three letters at a position of a row.
func (t *trigrams) post(key uint64, row int64, at int) {
	p := t.list(key)
	if p.row != row || len(p.data) == 0 {
		p.close()
		p.data = appendVarint(p.data, uint64(row-p.row)) //nolint:gosec // rows grow
		p.data = append(p.data, 0)
		p.row, p.begin, p.last = row, len(p.data), 0
	}
	p.data = appendVarint(p.data, uint64(at-p.last+2)) //nolint:gosec // positions grow
	p.last = at
}

// close writes the length of the last row's positions, for which one byte is free.
func (p *postings) close() {
	if len(p.data) == 0 {
		return
	}
	size := uint64(len(p.data)-p.begin) * 2 //nolint:gosec // not negative
	if size < 0x80 {
		p.data[p.begin-1] = byte(size)
		return
	}
	var long [9]byte
	p.data = slices.Replace(p.data, p.begin-1, p.begin, appendVarint(long[:0], size)...)
}

// list gives the postings of three letters.
func (t *trigrams) list(key uint64) *postings {
	mask := uint64(len(t.slots) - 1)
	at := key * 0x9E3779B97F4A7C15 >> 20 & mask
	for ; t.slots[at] != 0; at = (at + 1) & mask {
		if p := &t.lists[t.slots[at]-1]; p.key == key {
			return p
		}
	}
	if 2*len(t.lists) >= len(t.slots) {
		t.grow()
		return t.list(key)
	}
	n := len(t.lists)
	if n < cap(t.lists) { // the list that was there before a reset lends its memory
		t.lists = t.lists[:n+1]
		t.lists[n] = postings{key: key, data: t.lists[n].data[:0]}
	} else {
		t.lists = append(t.lists, postings{key: key})
	}
	t.slots[at] = int32(n + 1) //nolint:gosec // fewer than 2^31 trigrams
	return &t.lists[n]
}

func (t *trigrams) grow() {
	t.slots = make([]int32, 2*len(t.slots))
	mask := uint64(len(t.slots) - 1)
	for i := range t.lists {
		at := t.lists[i].key * 0x9E3779B97F4A7C15 >> 20 & mask
		for ; t.slots[at] != 0; at = (at + 1) & mask {
		}
		t.slots[at] = int32(i + 1) //nolint:gosec // fewer than 2^31 trigrams
	}
}

// sorted closes the lists and gives them in the order of their letters, which is that of their bytes too.
func (t *trigrams) sorted() []*postings {
	out := make([]*postings, len(t.lists))
	for i := range t.lists {
		out[i] = &t.lists[i]
		out[i].close()
	}
	slices.SortFunc(out, func(a, b *postings) int {
		if a.key < b.key {
			return -1
		}
		return 1
	})
	return out
}

// term gives three letters as the key of the index: "0" and UTF-8.
func (p *postings) term(to []byte) []byte {
	const letter = 1<<21 - 1
	to = append(to, '0')
	for _, shift := range [3]int{42, 21, 0} {
		to = utf8.AppendRune(to, rune(p.key>>shift&letter)) //nolint:gosec // 21 bits
	}
	return to
}

// appendVarint writes a number as SQLite does: seven bits a byte, the highest first;
// the ninth byte has eight (https://www.sqlite.org/fileformat2.html#varint).
func appendVarint(to []byte, v uint64) []byte {
	if v < 0x80 {
		return append(to, byte(v))
	}
	var b [9]byte
	if v > 1<<56-1 {
		b[8] = byte(v)
		v >>= 8
		for i := 7; i >= 0; i-- {
			b[i] = byte(v) | 0x80
			v >>= 7
		}
		return append(to, b[:]...)
	}
	i := len(b)
	for more := byte(0); v > 0; more = 0x80 {
		i--
		b[i] = byte(v)&0x7f | more
		v >>= 7
	}
	return append(to, b[i:]...)
}

// varint reads what appendVarint wrote; n is 0 when it is cut off.
func varint(b []byte) (v uint64, n int) {
	for n < len(b) && n < 8 {
		v = v<<7 | uint64(b[n]&0x7f)
		if n++; b[n-1] < 0x80 {
			return v, n
		}
	}
	if n == 8 && len(b) > 8 {
		return v<<8 | uint64(b[8]), 9
	}
	return 0, 0
}

// folder makes letters small as the trigram tokenizer of SQLite does, by asking it: it
// has rules of its own (Unicode 6.1), and a letter indexed otherwise would not be found.
type folder struct {
	drv    *sqlite.Driver
	blocks map[rune][]rune // of blockSize letters
}

const blockSize = 256

func (f *folder) letter(r rune) (rune, error) {
	block, ok := f.blocks[r/blockSize]
	if !ok {
		var err error
		if block, err = f.ask(r / blockSize); err != nil {
			return 0, fmt.Errorf("ask SQLite for the small letter of %U: %w", r, err)
		}
		f.blocks[r/blockSize] = block
	}
	return block[r%blockSize], nil
}

// ask has the letters of a block indexed, each followed by two others, and reads them back.
func (f *folder) ask(block rune) (out []rune, err error) {
	ctx := context.Background()
	db := sql.OpenDB(connector{f.drv, ":memory:"})
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1)
	text := make([]rune, blockSize, blockSize+2)
	for i := range text {
		if text[i] = block*blockSize + rune(i); text[i] == 0 || !utf8.ValidRune(text[i]) { //nolint:gosec // below blockSize
			text[i] = utf8.RuneError
		}
	}
	if _, err := db.ExecContext(ctx, `CREATE VIRTUAL TABLE f USING fts5 (words, tokenize='trigram');
		CREATE VIRTUAL TABLE v USING fts5vocab (f, instance)`); err != nil {
		return nil, err
	}
	if _, err := db.ExecContext(ctx, `INSERT INTO f VALUES (?)`, string(append(text, 'x', 'x'))); err != nil {
		return nil, err
	}
	rows, err := db.QueryContext(ctx, `SELECT term, offset FROM v`)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	out = make([]rune, blockSize)
	for rows.Next() {
		var term string
		var at int
		if err := rows.Scan(&term, &at); err != nil {
			return nil, err
		}
		out[at], _ = utf8.DecodeRuneInString(term)
	}
	return out, rows.Err()
}
