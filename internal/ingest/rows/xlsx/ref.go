package xlsx

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"sort"
	"strconv"
	"strings"

	"sitmap/internal/ingest/rows"
)

// letters names a column, counted from 0.
func letters(i int) string {
	var out []byte
	for i++; i > 0; i = (i - 1) / 26 {
		out = append([]byte{byte('A' + (i-1)%26)}, out...)
	}
	return string(out)
}

// column reads the letters of a column, counted from 0.
func column(s string) (int, bool) {
	n := 0
	if s == "" || len(s) > 3 {
		return 0, false
	}
	for i := 0; i < len(s); i++ {
		c := s[i] &^ 0x20
		if c < 'A' || c > 'Z' {
			return 0, false
		}
		n = n*26 + int(c-'A') + 1
	}
	return n - 1, n <= maxColumns
}

// count reads a number without a sign, -1 for anything else.
func count(s string) int {
	n, err := strconv.ParseUint(s, 10, 31)
	if err != nil {
		return -1
	}
	return int(n)
}

// cellRange is a range of merged cells; columns count from 0, rows from 1.
type cellRange struct {
	ref         string
	left, right int
	top, bottom int
}

func parseRange(ref string) (cellRange, bool) {
	a, b, ok := strings.Cut(ref, ":")
	cell := func(s string) (int, int, bool) {
		name := strings.TrimRight(s, "0123456789")
		c, ok := column(name)
		row := count(s[len(name):])
		return c, row, ok && row > 0
	}
	if !ok {
		return cellRange{}, false
	}
	out := cellRange{ref: ref}
	var ok1, ok2 bool
	out.left, out.top, ok1 = cell(a)
	out.right, out.bottom, ok2 = cell(b)
	return out, ok1 && ok2 && out.left <= out.right && out.top <= out.bottom && (out.left < out.right || out.top < out.bottom)
}

// merges gives the merged ranges row by row.
type merges struct {
	waiting, active []cellRange
	count           int
	first           string
}

// maxMerges bounds the ranges that are told to their rows.
const maxMerges = 10000

// findMerges looks for the merged ranges, which stand behind the rows, without parsing the sheet.
func findMerges(in io.Reader) (merges, error) {
	var m merges
	const ahead = 256 // longer than any mergeCell element
	buf := make([]byte, 0, 64<<10+ahead)
	for done := false; !done; {
		n, err := io.ReadFull(in, buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		if err != nil {
			if !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
				return m, err
			}
			done = true
		}
		rest := buf
		for {
			i := bytes.Index(rest, []byte("mergeCell "))
			if i < 0 || !done && len(rest)-i < ahead {
				if i < 0 {
					i = max(0, len(rest)-len("mergeCell "))
				}
				rest = rest[i:]
				break
			}
			rest = rest[i+len("mergeCell "):]
			tag := rest[:min(len(rest), ahead)]
			if end := bytes.IndexByte(tag, '>'); end >= 0 {
				m.add(string(tag[:end]))
			}
		}
		buf = buf[:copy(buf[:cap(buf)], rest)]
	}
	sort.SliceStable(m.waiting, func(i, j int) bool { return m.waiting[i].top < m.waiting[j].top })
	return m, nil
}

func (m *merges) add(attrs string) {
	_, ref, ok := strings.Cut(attrs, `ref="`)
	ref, _, ok2 := strings.Cut(ref, `"`)
	if !ok || !ok2 {
		return
	}
	r, ok := parseRange(ref)
	if !ok {
		return
	}
	if m.count++; m.count == 1 {
		m.first = ref
	}
	if len(m.waiting) < maxMerges {
		m.waiting = append(m.waiting, r)
	}
}

// at says which cells of a row are merged with another that has the value. Rows must be asked in order.
func (m *merges) at(row int) []rows.Problem {
	for len(m.waiting) > 0 && m.waiting[0].top <= row {
		m.active = append(m.active, m.waiting[0])
		m.waiting = m.waiting[1:]
	}
	var out []rows.Problem
	kept := m.active[:0]
	for _, r := range m.active {
		if r.bottom < row {
			continue
		}
		kept = append(kept, r)
		from := r.left
		if row == r.top {
			from++
		}
		if from <= r.right && len(out) < 20 {
			out = append(out, rows.Problem{Field: letters(from), Reason: fmt.Sprintf("merged cells %s: the value stands in %s%d and is not repeated here", r.ref, letters(r.left), r.top)})
		}
	}
	m.active = kept
	return out
}
