package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// rate measures how many reports a second `sitmap extract --jsonl` reads after its
// start: the processor time of the whole corpus less that of its first report.
func rate(ctx context.Context, bin, corpus, gaz string, rounds int) error {
	b, err := os.ReadFile(corpus) //nolint:gosec // the user names the file
	if err != nil {
		return err
	}
	lines := bytes.Split(bytes.TrimSpace(b), []byte("\n"))
	if len(lines) < 20 {
		return fmt.Errorf("%s holds %d reports, too few for a rate", corpus, len(lines))
	}
	words := 0
	for _, l := range lines {
		var r struct{ Text string }
		if err := json.Unmarshal(l, &r); err != nil {
			return fmt.Errorf("%s: %w", corpus, err)
		}
		words += len(strings.Fields(r.Text))
	}
	dir, err := os.MkdirTemp("", "sitmap-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a temporary folder
	one := filepath.Join(dir, "one.jsonl")
	if err := os.WriteFile(one, lines[0], 0o600); err != nil {
		return err
	}
	var each []time.Duration
	for range rounds {
		start, err := once(ctx, bin, with(gaz, []string{"extract", "--jsonl", one})...)
		if err != nil {
			return err
		}
		all, err := once(ctx, bin, with(gaz, []string{"extract", "--jsonl", corpus})...)
		if err != nil {
			return err
		}
		each = append(each, (all.cpu-start.cpu)/time.Duration(len(lines)-1))
	}
	d := mid(each, func(d time.Duration) float64 { return ms(d) })
	fmt.Printf("\nextract --jsonl of %s: %d reports of %d words: %.2f CPU ms a report, %.0f reports a second of one core\n",
		filepath.Base(corpus), len(lines), words/len(lines), d, 1000/d)
	return nil
}
