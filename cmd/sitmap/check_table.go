package main

import (
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
	r := csv.NewReader(in)
	r.FieldsPerRecord = -1
	head, err := r.Read()
	if err != nil {
		return fmt.Errorf("line 1: no header with the columns id, text, published, coordinates, time: %w", err)
	}
	col := map[string]int{}
	for i, h := range head {
		col[strings.ToLower(strings.TrimSpace(strings.TrimPrefix(h, "\ufeff")))] = i
	}
	if _, ok := col["coordinates"]; !ok {
		if _, ok := col["text"]; !ok {
			return errors.New("line 1: neither a column text nor a column coordinates; name them so")
		}
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
		line, _ := r.FieldPos(0)
		row, mark := tableRow(ctx, check, col, rec, line, err)
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

// tableRow checks one row; a bad one gets its reason in the last column and costs no other its place.
func tableRow(ctx context.Context, check *claim.Checker, col map[string]int, rec []string, line int, err error) ([]string, byte) {
	get := func(name string) string {
		if i, ok := col[name]; ok && i < len(rec) {
			return rec[i]
		}
		return ""
	}
	id := get("id")
	if err != nil {
		return []string{id, "", "", "", "", "", err.Error()}, '!'
	}
	at, _ := json.Marshal(get("coordinates")) //nolint:errchkjson // a string
	l := claimLine{ID: id, Text: get("text"), Published: get("published"), Time: get("time"), Source: get("source"), URL: get("url"), Coordinates: at}
	cl, err := l.claim()
	if err != nil {
		return []string{id, "", "", "", "", "", fmt.Sprintf("line %d: %v", line, err)}, '!'
	}
	r := check.Check(ctx, cl)
	lat, lon := "", ""
	if r.Point != nil {
		lat, lon = strconv.FormatFloat(r.Point[1], 'f', -1, 64), strconv.FormatFloat(r.Point[0], 'f', -1, 64)
	}
	return []string{id, string(r.Verdict), lat, lon, strings.Join(r.Reasons, " "), r.Sentence, ""}, verdictMark(r.Verdict)
}
