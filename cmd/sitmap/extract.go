package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"sitmap/internal/event"
	"sitmap/internal/ingest"
	"sitmap/internal/opinion"
	"sitmap/internal/reader"
)

type extractCmd struct {
	origin
	second
	JSONL    bool   `name:"jsonl" help:"Read one report a line as JSON and answer each with one line of JSON."`
	Mentions string `help:"Find the place names, or resolve only the given spans (with --jsonl)." enum:"find,given" default:"find"`
	File     string `arg:"" optional:"" name:"FILE|-" help:"Report; standard input if left out."`
}

func (c extractCmd) Run(ctx context.Context, g *globals, s streams) error {
	o, err := c.options()
	if err != nil {
		return err
	}
	if c.Mentions == "given" && !c.JSONL {
		return errors.New("--mentions given needs --jsonl, whose lines hold the spans")
	}
	asked, err := c.endpoint(s.err)
	if err != nil {
		return err
	}
	in, closeIn, err := open(s, c.File)
	if err != nil {
		return err
	}
	defer closeIn()
	e, err := openEngine(g)
	if err != nil {
		return err
	}
	if c.JSONL {
		return c.lines(ctx, e, asked, s, in, o)
	}
	return c.one(ctx, g, e, asked, s, in, o)
}

// one reads a single report and prints what is in it.
func (c extractCmd) one(ctx context.Context, g *globals, e *engine, asked *opinion.Client, s streams, in io.Reader, o ingest.Options) error {
	name := c.File
	if name == "" || name == "-" {
		name = "standard input"
	}
	bad := false
	err := ingest.Each(ctx, name, in, o, func(it ingest.Item) error {
		if it.Rejected != nil {
			bad = true
			_, err := fmt.Fprintf(s.err, "sitmap: row %d, %s: %s\n", it.Rejected.Row, field(it.Rejected.Field), it.Rejected.Reason)
			return err
		}
		for _, n := range it.Notes {
			say(s.err, "row %d: %s", it.Row, n)
		}
		if err := reader.Bound(it.Report.Text); err != nil {
			bad = true
			_, err := fmt.Fprintf(s.err, "sitmap: %s: row %d, text: %s\n", name, it.Row, err)
			return err
		}
		reading := c.read(e, it)
		second := ask(ctx, asked, reading)
		if g.JSON {
			return encode(s.out, answer(it.Doc, reading, second))
		}
		return printReading(s.out, reading, second)
	})
	if err == nil && bad {
		return status(exitUsage)
	}
	return err
}

func (c extractCmd) read(e *engine, it ingest.Item) reader.Reading {
	o := c.reading()
	o.Hints = it.Hints
	return e.reader.Read(it.Report, o)
}

// encode writes v as one line, with the characters of other scripts as they are.
func encode(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// lines answers one report a line, in order.
func (c extractCmd) lines(ctx context.Context, e *engine, asked *opinion.Client, s streams, in io.Reader, o ingest.Options) error {
	bad := false
	err := inOrder(ctx, in, s.out, func(row int, line []byte) []byte {
		return c.answerLine(ctx, e, asked, row, line, o)
	}, func(mark byte) { bad = bad || mark == '!' })
	if err != nil {
		return err
	}
	if bad {
		return status(exitUsage)
	}
	return nil
}

// answerLine gives the answer to one line behind a mark: '=' an answer, '!' a failure.
func (c extractCmd) answerLine(ctx context.Context, e *engine, asked *opinion.Client, row int, line []byte, o ingest.Options) []byte {
	it := ingest.Line(row, line, o)
	if it.Rejected != nil {
		reason := it.Rejected.Reason
		if it.Rejected.Field != "" {
			reason = it.Rejected.Field + ": " + reason
		}
		return mark('!', reader.Failure{Error: reason, Line: row})
	}
	if err := reader.Bound(it.Report.Text); err != nil {
		return mark('!', reader.Failure{Error: "text: " + err.Error(), Line: row})
	}
	opt := c.reading()
	opt.Hints = it.Hints
	if c.Mentions == "given" {
		var in struct {
			Toponyms []reader.Offsets `json:"toponyms"`
		}
		if err := json.Unmarshal(line, &in); err != nil {
			return mark('!', reader.Failure{Error: `toponyms: not a list of {"start","end"} with whole numbers`, Line: row})
		}
		opt.Given = reader.Spans(it.Report.Text, in.Toponyms)
	}
	reading := e.reader.Read(it.Report, opt)
	return mark('=', answer(it.Doc, reading, ask(ctx, asked, reading)))
}

func mark(m byte, v any) []byte {
	var b lineBuffer = []byte{m}
	if err := encode(&b, v); err != nil { // only for values that JSON cannot hold, such as NaN
		return mark('!', reader.Failure{Error: "the answer cannot be written as JSON: " + err.Error()})
	}
	return b
}

type lineBuffer []byte

func (b *lineBuffer) Write(p []byte) (int, error) {
	*b = append(*b, p...)
	return len(p), nil
}

// eachLine calls do with every line that is not blank; the slice is do's own.
func eachLine(r io.Reader, do func([]byte) error) error {
	br := bufio.NewReaderSize(r, 1<<16)
	for {
		line, err := br.ReadBytes('\n')
		if len(line) > 0 && !blank(line) {
			if err := do(line); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading the input: %w", err)
		}
	}
}

func blank(line []byte) bool {
	for _, c := range line {
		if c != ' ' && c != '\t' && c != '\r' && c != '\n' {
			return false
		}
	}
	return true
}

// printReading writes a reading for people, and the second opinion if there is one.
func printReading(w io.Writer, r reader.Reading, second *opinion.Opinion) error {
	a := r.Answer("")
	p := &printer{w: w}
	p.say("Places\n")
	for _, t := range a.Toponyms {
		p.toponym(t)
	}
	p.say("\nEvents\n")
	for i, ev := range a.Events {
		p.event(r.Report, r.Events[i], ev)
	}
	if len(a.Events) == 0 {
		p.say("  none found\n")
	}
	if second != nil {
		p.opinion(*second)
	}
	return p.err
}

func (p *printer) opinion(o opinion.Opinion) {
	p.say("\nSecond opinion (%s)\n", o.Model)
	for _, d := range o.Disagreements {
		p.say("  %s\n", printable(d.Detail))
	}
	switch {
	case o.Error != "":
		p.say("  none: %s\n", printable(o.Error))
	case len(o.Disagreements) == 0:
		p.say("  agrees\n")
	}
}

type printer struct {
	w   io.Writer
	err error
}

func (p *printer) say(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format, args...)
	}
}

func (p *printer) toponym(t reader.Toponym) {
	if t.Lat == nil {
		p.say("  %-20s no place fits\n", t.Surface)
		return
	}
	p.say("  %-20s %s, %s %s%s  %.5f,%.5f  p %.2f  %s\n", t.Surface, *t.Name, or(t.Admin1, "-"), or(t.Country, ""), admin2(t), *t.Lat, *t.Lon, *t.P, t.Role)
	for _, alt := range t.Alternatives[:min(2, len(t.Alternatives))] {
		p.say("  %-20s   not %s, %s %s  p %.2f\n", "", alt.Name, or(alt.Admin1, "-"), or(alt.Country, "-"), alt.P)
	}
	if t.Disputed != "" {
		p.say("  %-20s   disputed: %s (worldview %q)\n", "", t.Disputed, t.Worldview)
	}
	if t.Note != "" {
		p.say("  %-20s   note: %s\n", "", t.Note)
	}
}

func admin2(t reader.Toponym) string {
	if t.Admin2 == nil {
		return ""
	}
	return " (" + *t.Admin2 + ")"
}

func (p *printer) event(rep event.Report, ev event.Event, a reader.Event) {
	when := "no date"
	if !a.DateEnd.IsZero() || !a.DateStart.IsZero() {
		when = a.DateStart.String() + " to " + a.DateEnd.String()
		if a.DateStart == a.DateEnd {
			when = a.DateStart.String()
		}
	}
	p.say("  %s, %s (%s, %s)\n", a.Type, when, a.TimePrecision, a.DateBasis)
	for _, l := range a.Places {
		p.say("      %s %s, %s  %.5f,%.5f  radius %.1f km\n", l.Relation.Kind, l.Name, or(l.Country, "-"), l.Lat, l.Lon, l.RadiusM/1000)
	}
	for _, c := range []struct {
		name string
		n    *event.Count
	}{{"killed", a.Casualties.Killed}, {"wounded", a.Casualties.Wounded}, {"missing", a.Casualties.Missing}, {"captured", a.Casualties.Captured}, {"killed or wounded", a.Casualties.KilledOrWounded}} {
		if c.n != nil {
			p.say("      %s: %s  %q\n", c.name, between(c.n), c.n.Text)
		}
	}
	for _, c := range a.Claims {
		p.say("      %s %s (%s)\n", c.Claimant, c.Verb, c.Stance)
	}
	if a.Verification != "none" {
		p.say("      verification: %s\n", a.Verification)
	}
	if a.Control != nil {
		p.say("      control: %s\n", *a.Control)
	}
	for _, e := range ev.Evidence {
		p.say("      %q\n", rep.Text[e.Start:e.End])
	}
}

// between writes a count with its open ends.
func between(c *event.Count) string {
	switch {
	case c.Min == nil && c.Max == nil:
		return "unknown"
	case c.Min == nil:
		return fmt.Sprintf("up to %d", *c.Max)
	case c.Max == nil:
		return fmt.Sprintf("%d or more", *c.Min)
	case *c.Min == *c.Max && c.Approximate:
		return fmt.Sprintf("about %d", *c.Min)
	case *c.Min == *c.Max:
		return fmt.Sprint(*c.Min)
	}
	return fmt.Sprintf("%d to %d", *c.Min, *c.Max)
}
