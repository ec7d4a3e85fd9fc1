package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"sitmap/internal/claim"
	"sitmap/internal/reader"
)

type checkCmd struct {
	JSONL     bool   `name:"jsonl" xor:"form" help:"Read one claim a line as JSON and answer each with one line of JSON."`
	CSV       bool   `name:"csv" xor:"form" help:"Read a table with the columns id, text, published, coordinates, time; write one with the verdicts."`
	At        string `name:"at" help:"Coordinates as they were pasted, in any notation." placeholder:"COORDINATES"`
	Text      string `name:"text" help:"What is claimed; @FILE reads a file." placeholder:"TEXT|@FILE"`
	Published string `name:"published" help:"When it was published." placeholder:"TIME"`
	Time      string `name:"time" help:"When it was filmed or happened, as claimed." placeholder:"TIME"`
	Media     string `name:"media" type:"existingfile" help:"Picture or video that goes with it; only its metadata is read, and it stays here." placeholder:"FILE"`
	DB        string `name:"db" help:"Database whose events and reports are compared." env:"SITMAP_DB" placeholder:"FILE"`
	File      string `arg:"" optional:"" name:"FILE|-" help:"Claims; with --text or --at not needed."`
}

// claimLine is a claim as JSON Lines and the API have it. Coordinates may be a text or a list of texts.
type claimLine struct {
	ID          string          `json:"id"`
	Text        string          `json:"text"`
	Lang        string          `json:"lang"`
	Published   string          `json:"published"`
	Coordinates json.RawMessage `json:"coordinates"`
	Time        string          `json:"time"`
	Source      string          `json:"source"`
	URL         string          `json:"url"`
}

// claim reads the line's fields; the error names the field.
func (l *claimLine) claim() (claim.Claim, error) {
	out := claim.Claim{ID: l.ID, Text: l.Text, Lang: l.Lang, Source: l.Source, URL: l.URL}
	if len(l.Coordinates) > 0 && !bytes.Equal(l.Coordinates, []byte("null")) {
		var many []string
		if err := json.Unmarshal(l.Coordinates, &out.Coordinates); err != nil {
			if err := json.Unmarshal(l.Coordinates, &many); err != nil {
				return out, errors.New("coordinates: not a text or a list of texts")
			}
			out.Coordinates = strings.Join(many, "\n")
		}
	}
	var err error
	if out.Published, err = claimTime("published", l.Published); err != nil {
		return out, err
	}
	out.Time, err = claimTime("time", l.Time)
	return out, err
}

// claimTime reads a time with its zone; empty is unknown.
func claimTime(field, s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return t, fmt.Errorf("%s: %q is not a time with its zone, such as 2024-12-14T08:30:00+02:00", field, s)
	}
	return t, nil
}

func (c checkCmd) Run(ctx context.Context, g *globals, s streams) error {
	e, err := openEngine(g)
	if err != nil {
		return err
	}
	var events claim.Events
	if c.DB != "" {
		db, err := openExisting(ctx, c.DB)
		if err != nil {
			return err
		}
		defer func() { _ = db.Close() }()
		events = library{db}
	}
	check := claim.New(e.ix, e.borders, e.reader, events)
	if c.JSONL || c.CSV {
		in, closeIn, err := open(s, c.File)
		if err != nil {
			return err
		}
		defer closeIn()
		if c.CSV {
			return checkTable(ctx, check, in, s)
		}
		return checkLines(ctx, check, in, s)
	}
	return c.one(ctx, g, check, s)
}

// tally counts verdicts for the exit status.
type tally struct{ bad, no, open bool }

func (t *tally) see(mark byte) {
	t.bad = t.bad || mark == '!'
	t.no = t.no || mark == 'n'
	t.open = t.open || mark == 'o'
}

func (t *tally) status() error {
	switch {
	case t.bad:
		return status(exitUsage)
	case t.no:
		return status(exitNo)
	case t.open:
		return status(exitOpen)
	}
	return nil
}

func verdictMark(v claim.Verdict) byte {
	switch v {
	case claim.Consistent:
		return '='
	case claim.Inconsistent:
		return 'n'
	}
	return 'o'
}

// checkLines answers one claim a line, in order.
func checkLines(ctx context.Context, check *claim.Checker, in io.Reader, s streams) error {
	var t tally
	err := inOrder(ctx, in, s.out, func(row int, line []byte) []byte {
		var l claimLine
		if err := json.Unmarshal(line, &l); err != nil {
			return mark('!', reader.Failure{Error: "not a claim as JSON: " + err.Error(), Line: row})
		}
		cl, err := l.claim()
		if err != nil {
			return mark('!', reader.Failure{Error: err.Error(), Line: row})
		}
		r := check.Check(ctx, cl)
		return mark(verdictMark(r.Verdict), &r)
	}, t.see)
	if err != nil {
		return err
	}
	return t.status()
}

// one checks the claim of the flags or of a file, and prints it for a person or as JSON.
func (c checkCmd) one(ctx context.Context, g *globals, check *claim.Checker, s streams) error {
	l := claimLine{Text: c.Text, Published: c.Published, Time: c.Time}
	if name, ok := strings.CutPrefix(c.Text, "@"); ok {
		b, err := os.ReadFile(name)
		if err != nil {
			return fmt.Errorf("--text: %w", err)
		}
		l.Text = string(b)
	}
	if c.Text == "" {
		if c.File == "" && c.At == "" && c.Media == "" {
			return errors.New("nothing to check; give --text and --at, or a FILE with --jsonl or --csv")
		}
		if c.File != "" {
			in, closeIn, err := open(s, c.File)
			if err != nil {
				return err
			}
			defer closeIn()
			b, err := io.ReadAll(io.LimitReader(in, 16<<20))
			if err != nil {
				return err
			}
			l.Text = string(b)
		}
	}
	cl, err := l.claim()
	if err != nil {
		return fmt.Errorf("--%w", err)
	}
	cl.Coordinates = c.At
	if c.Media != "" {
		if cl.Media, err = mediaOf(c.Media); err != nil {
			return fmt.Errorf("--media: %w", err)
		}
	}
	r := check.Check(ctx, cl)
	if g.JSON {
		err = encode(s.out, &r)
	} else {
		err = printResult(s.out, &r, cl.Text)
	}
	if err != nil {
		return err
	}
	var t tally
	t.see(verdictMark(r.Verdict))
	return t.status()
}

// printResult writes a result for a person.
func printResult(w io.Writer, r *claim.Result, text string) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s\n", strings.ToUpper(strings.ReplaceAll(string(r.Verdict), "_", " ")), r.Sentence)
	if r.Point != nil {
		fmt.Fprintf(&b, "\nchecked: %.5f, %.5f (%s)\n", r.Point[1], r.Point[0], r.Readings[0].Notation)
	}
	for _, c := range r.Checks {
		fmt.Fprintf(&b, "%-5s %-16s %s\n      %-16s expected: %s\n", c.Outcome, c.Code, c.Measured, "", c.Expected)
		if c.Quote != nil {
			fmt.Fprintf(&b, "      %-16s “%s”\n", "", text[c.Quote.Start:c.Quote.End])
		}
		fmt.Fprintf(&b, "      %-16s %s\n", "", c.Source)
	}
	for _, a := range r.Alternatives {
		fmt.Fprintf(&b, "or    %-16s %s (%.5f, %.5f)\n", a.Code, a.Sentence, a.Point[1], a.Point[0])
	}
	for _, n := range r.NotChecked {
		fmt.Fprintf(&b, "not checked: %s\n", n)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
