package main

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"sitmap/internal/claim"
)

// checkTable answers a table of claims with a table of verdicts, a row each, in order.
func checkTable(ctx context.Context, check *claim.Checker, in io.Reader, s streams) error {
	r := csv.NewReader(withoutBOM(in))
	r.FieldsPerRecord = -1
	col, err := tableHead(r)
	if err != nil {
		return err
	}
	w := csv.NewWriter(s.out)
	if err := w.Write([]string{"id", "verdict", "lat", "lon", "reasons", "sentence", "error"}); err != nil {
		return err
	}
	var t tally
	for {
		rec, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		row, mark, err := tableRow(ctx, check, r, col, rec, err)
		if err != nil {
			return err
		}
		t.see(mark)
		if err := w.Write(row); err != nil {
			return err
		}
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return err
	}
	return t.status()
}

// withoutBOM leaves out the mark that some programs put before UTF-8.
func withoutBOM(in io.Reader) io.Reader {
	b := bufio.NewReader(in)
	if c, err := b.Peek(3); err == nil && string(c) == "\ufeff" {
		_, _ = b.Discard(3)
	}
	return b
}

// tableHead reads which column is what.
func tableHead(r *csv.Reader) (map[string]int, error) {
	head, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("line 1: no header with the columns id, text, published, coordinates, time: %w", err)
	}
	col := map[string]int{}
	for i, h := range head {
		col[strings.ToLower(strings.TrimSpace(h))] = i
	}
	_, at := col["coordinates"]
	_, text := col["text"]
	if !at && !text {
		return nil, errors.New("line 1: neither a column text nor a column coordinates; name them so")
	}
	return col, nil
}

// tableRow checks one row; a bad one gets its reason in the last column and costs no other its place. The error is one of
// reading, after which no row can follow.
func tableRow(ctx context.Context, check *claim.Checker, r *csv.Reader, col map[string]int, rec []string, err error) ([]string, byte, error) {
	get := func(name string) string {
		if i, ok := col[name]; ok && i < len(rec) {
			return rec[i]
		}
		return ""
	}
	id := get("id")
	bad := func(err error) ([]string, byte, error) {
		return []string{id, "", "", "", "", "", err.Error()}, '!', nil
	}
	var parse *csv.ParseError
	switch {
	case errors.As(err, &parse):
		return bad(fmt.Errorf("line %d: %w; put texts with quotes in quotes and double the inner ones", parse.StartLine, parse.Err))
	case err != nil:
		return nil, 0, err
	}
	line, _ := r.FieldPos(0)
	at, _ := json.Marshal(get("coordinates"))
	l := claimLine{ID: id, Text: get("text"), Published: get("published"), Time: get("time"), Source: get("source"), URL: get("url"), Coordinates: at}
	cl, err := l.claim()
	if err != nil {
		return bad(fmt.Errorf("line %d: %w", line, err))
	}
	res := check.Check(ctx, cl)
	lat, lon := "", ""
	if res.Point != nil {
		lat, lon = strconv.FormatFloat(res.Point[1], 'f', -1, 64), strconv.FormatFloat(res.Point[0], 'f', -1, 64)
	}
	return []string{id, string(res.Verdict), lat, lon, strings.Join(res.Reasons, " "), res.Sentence, ""}, verdictMark(res.Verdict), nil
}
