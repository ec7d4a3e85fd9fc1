package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"sync/atomic"
	"time"

	"sitmap/internal/event"
	"sitmap/internal/opinion"
	"sitmap/internal/pipeline"
	"sitmap/internal/reader"
)

// second are the flags of the second opinion.
type second struct {
	Opinion        string        `help:"Ask a language model for a second opinion on every report, at this address of an OpenAI-compatible interface (Ollama: http://127.0.0.1:11434/v1). A key is taken from the variable SITMAP_OPINION_KEY." placeholder:"URL"`
	OpinionModel   string        `help:"Model that --opinion asks." placeholder:"NAME"`
	OpinionRemote  bool          `help:"Let --opinion be on another machine, which then gets the text of every report."`
	OpinionTimeout time.Duration `help:"How long --opinion may take for one report." default:"2m"`
}

// endpoint gives whom to ask; nil when nobody.
func (o second) endpoint(w io.Writer) (*opinion.Client, error) {
	if o.Opinion == "" {
		if o.OpinionModel != "" || o.OpinionRemote {
			return nil, fmt.Errorf("--opinion-model and --opinion-remote need --opinion, the address to ask")
		}
		return nil, nil //nolint:nilnil // nobody is asked
	}
	c, err := opinion.New(opinion.Options{URL: o.Opinion, Model: o.OpinionModel, Key: os.Getenv("SITMAP_OPINION_KEY"), Remote: o.OpinionRemote, Timeout: o.OpinionTimeout})
	if err != nil {
		return nil, fmt.Errorf("--opinion: %w", err)
	}
	if o.OpinionRemote {
		fmt.Fprintf(w, "sitmap: the text of every report is sent to %s, because of --opinion-remote\n", o.Opinion)
	}
	return c, nil
}

// ask gets the second opinion on a reading, and marks the events about which it disagrees. nil: nobody is asked.
func ask(ctx context.Context, c *opinion.Client, r reader.Reading) *opinion.Opinion {
	if c == nil {
		return nil
	}
	p, err := c.Ask(ctx, r.Report.Text)
	if err != nil {
		o := opinion.Failed(c.Model(), err)
		return &o
	}
	spans := make([]event.Span, len(r.Mentions))
	for i, m := range r.Mentions {
		spans[i] = event.Span{Start: m.Start, End: m.End}
	}
	o := opinion.Compare(c.Model(), r.Report, spans, r.Events, p)
	o.Mark(r.Events)
	return &o
}

// asking is the extractor of the pipeline that asks too. What the opinion alone has seen
// goes to say, since it becomes no event.
func (e *engine) asking(o reader.Options, c *opinion.Client, say func(note)) pipeline.Extractor {
	if c == nil {
		return e.events(o)
	}
	var resting atomic.Bool // said so
	return func(ctx context.Context, r event.Report, hints []string) ([]event.Event, error) {
		if err := reader.Bound(r.Text); err != nil {
			return nil, err
		}
		o := o
		o.Hints = append(append([]string(nil), o.Hints...), hints...)
		got := e.reader.Read(r, o)
		second := ask(ctx, c, got)
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		from := firstKnown(r.URL, r.Title, string(r.ID))
		switch rests := second.Error == opinion.ErrResting.Error(); {
		case rests && resting.Swap(true):
		case rests:
			say(note{Source: from, Note: second.Error + "; this and the next reports have none"})
		case second.Error != "":
			say(note{Source: from, Note: second.Error})
		default:
			resting.Store(false)
		}
		for _, d := range second.Disagreements {
			if d.Kind == opinion.EventMissing {
				say(note{Source: from, Note: fmt.Sprintf("%s (letters %d to %d)", d.Detail, d.Start, d.End)})
			}
		}
		return got.Events, nil
	}
}

func firstKnown(names ...string) string {
	for _, s := range names {
		if s != "" {
			return s
		}
	}
	return ""
}

// answered is what `extract` prints: the contract's answer, and the second opinion when it is on.
type answered struct {
	reader.Answer
	Opinion *opinion.Opinion `json:"opinion,omitempty"`
}

// answer makes the JSON of a reading; names that the opinion takes for no place get a note.
func answer(doc string, r reader.Reading, o *opinion.Opinion) answered {
	a := answered{r.Answer(doc), o}
	if o == nil {
		return a
	}
	for _, d := range o.Disagreements {
		if d.Kind != opinion.MentionExtra {
			continue
		}
		for i := range a.Toponyms {
			t := &a.Toponyms[i]
			if t.Start != d.Start || t.End != d.End {
				continue
			}
			if t.Note != "" {
				t.Note += "; "
			}
			t.Note += "a second opinion (" + o.Model + ") takes it for no place"
		}
	}
	return a
}
