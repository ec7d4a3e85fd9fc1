package ingest

import (
	"bytes"
	"encoding/csv"
	"strings"
	"unicode/utf8"
)

// tableLines is how many lines decide whether a text is a table.
const tableLines = 40

// Columns gives the column names if the beginning of an input is that of a table of
// text in any encoding; nil is something else.
func Columns(name string, head []byte) []string {
	if len(head) == peekSize { // the last line may be cut, and a letter in it
		if i := bytes.LastIndexByte(head, '\n'); i > 0 && i%2 == 1 {
			head = head[:i+1]
		}
	}
	text, _, err := decode(name, head)
	if err != nil {
		return nil
	}
	return table(normalise(text))
}

// table gives the column names if text is a table: a first line of short names, and
// as many cells in every further line. Prose has neither. nil is a text.
func table(text string) []string {
	lines := make([]string, 0, tableLines)
	for line := range strings.SplitSeq(text, "\n") {
		if strings.TrimSpace(line) != "" {
			lines = append(lines, line)
		}
		if len(lines) == tableLines {
			break
		}
	}
	if len(lines) < 2 {
		return nil
	}
	for _, d := range []struct {
		comma   rune
		columns int // fewer are no table
	}{{'\t', 2}, {';', 3}, {'|', 3}, {',', 3}} {
		if names := cells(lines[0], d.comma); len(names) >= d.columns && isHead(names) && isBody(lines[1:], d.comma, len(names)) {
			return names
		}
	}
	return nil
}

func cells(line string, comma rune) []string {
	r := csv.NewReader(strings.NewReader(line))
	r.Comma, r.LazyQuotes = comma, true
	out, err := r.Read()
	if err != nil {
		return nil
	}
	for i := range out {
		out[i] = strings.TrimSpace(out[i])
	}
	return out
}

// isHead reports whether cells look like column names.
func isHead(names []string) bool {
	const longest = 40
	for _, n := range names {
		if n == "" || utf8.RuneCountInString(n) > longest || strings.ContainsAny(n[len(n)-1:], ".!?:") || strings.Count(n, " ") > 3 {
			return false
		}
	}
	return true
}

// isBody reports whether nine lines in ten have as many cells as the first. Cells
// with line breaks in them tear a line in two, which is why not all need to.
func isBody(lines []string, comma rune, columns int) bool {
	fit := 0
	for _, l := range lines {
		if len(cells(l, comma)) == columns {
			fit++
		}
	}
	return fit*10 >= len(lines)*9
}
