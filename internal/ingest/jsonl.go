package ingest

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"sitmap/internal/event"
)

// eachLine reads JSON Lines: an object with "text" and, where known, "doc",
// "published", "outlet", "url", "title", "lang" and "hints" a line. A bad line is
// handed on as rejected; the others are read all the same. Empty lines are skipped.
func eachLine(ctx context.Context, name string, r io.Reader, o Options, do func(Item) error) error {
	in := bufio.NewReaderSize(r, peekSize)
	some := false
	for row := 1; ; row++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		line, long, err := readLine(in)
		end := errors.Is(err, io.EOF)
		if err != nil && !end {
			return fmt.Errorf("read %s, line %d: %w", name, row, err)
		}
		line = bytes.TrimSpace(bytes.TrimPrefix(line, []byte("\uFEFF")))
		if len(line) > 0 {
			some = true
			it := Item{Row: row}
			if long {
				it.Rejected = &Rejected{Row: row, Reason: fmt.Sprintf("the line is longer than %d MiB, which no report is", MaxBytes>>20)}
			} else {
				it = Line(row, line, o)
			}
			if err := do(it); err != nil {
				return err
			}
		}
		if end {
			break
		}
	}
	if !some {
		return refuse(name, "it is empty", "give a report")
	}
	return nil
}

// readLine reads up to a line end; of a line longer than [MaxBytes] it gives the
// beginning and long, and skips the rest.
func readLine(in *bufio.Reader) (line []byte, long bool, err error) {
	for {
		piece, err := in.ReadSlice('\n')
		if len(line)+len(piece) > MaxBytes {
			long = true
		}
		if !long {
			line = append(line, piece...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, long, err
		}
	}
}

// Line reads one line of JSON Lines, the form in which `extract --jsonl` takes
// reports too. The text stays exactly as it is. A bad line gives an Item that is rejected.
func Line(row int, line []byte, o Options) Item {
	it := Item{Row: row}
	reject := func(field, reason string, args ...any) Item {
		return Item{Row: row, Doc: it.Doc, Rejected: &Rejected{Row: row, Field: field, Reason: fmt.Sprintf(reason, args...)}}
	}
	if !utf8.Valid(line) {
		return reject("", "the line is not UTF-8; save the file as UTF-8")
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(line, &fields); err != nil || fields == nil {
		return reject("", `the line is not a JSON object; write {"text": "…"}`)
	}
	var r event.Report
	var published string
	for _, f := range []struct {
		name string
		to   *string
	}{{"doc", &it.Doc}, {"text", &r.Text}, {"published", &published}, {"outlet", &r.Outlet}, {"url", &r.URL}, {"title", &r.Title}, {"lang", &r.Lang}} {
		if raw, ok := fields[f.name]; ok && json.Unmarshal(raw, f.to) != nil {
			return reject(f.name, "%s is not a string", short(raw))
		}
	}
	if strings.TrimSpace(r.Text) == "" {
		return reject("text", `the report has no text; write {"text": "…"}`)
	}
	if published != "" {
		t, err := ParseTime(published)
		if err != nil {
			return reject("published", "%v", err)
		}
		r.Published = t
	}
	if raw, ok := fields["hints"]; ok && json.Unmarshal(raw, &it.Hints) != nil {
		return reject("hints", `%s is not a list of strings such as ["RU/Kursk", "UA"]`, short(raw))
	}
	it.Report = finish(r, o)
	it.Hints = append(it.Hints[:len(it.Hints):len(it.Hints)], o.Hints...)
	return it
}

// short cuts a piece of input down for a message.
func short(raw []byte) string {
	const most = 40
	if r := []rune(string(raw)); len(r) > most {
		return string(r[:most]) + "…"
	}
	return string(raw)
}
