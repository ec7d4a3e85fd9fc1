package opinion

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"sitmap/internal/event"
	"sitmap/internal/text"
)

// Failed is the opinion that there is none, because of err.
func Failed(model string, err error) Opinion {
	o := empty(model)
	o.Error = err.Error()
	return o
}

func empty(model string) Opinion {
	return Opinion{Model: model, Mentions: []MentionJSON{}, Events: []EventJSON{}, Disagreements: []Disagreement{}, cautions: map[int]string{}}
}

// Compare says where a proposal and sitmap's own reading of the same report disagree.
// mentions are the byte spans that sitmap takes for names of places. Types count as the
// same when they are of one ACLED event type.
func Compare(model string, rep event.Report, mentions []event.Span, events []event.Event, p Proposal) Opinion {
	c := &comparison{rep: rep, off: text.NewOffsets(rep.Text), out: empty(model)}
	c.out.Ignored = p.Ignored
	for _, m := range p.Mentions {
		c.out.Mentions = append(c.out.Mentions, MentionJSON{c.off.Rune(m.Spans[0].Start), c.off.Rune(m.Spans[0].End), m.Surface})
	}
	for _, e := range p.Events {
		c.out.Events = append(c.out.Events, EventJSON{c.off.Rune(e.Span.Start), c.off.Rune(e.Span.End), e.Type, append([]string{}, e.Places...)})
	}
	c.mentions(mentions, p)
	c.events(events, p)
	return c.out
}

type comparison struct {
	rep event.Report
	off *text.Offsets
	out Opinion
}

func (c *comparison) disagree(kind string, at event.Span, ev *int, format string, args ...any) {
	c.out.Disagreements = append(c.out.Disagreements, Disagreement{kind, c.off.Rune(at.Start), c.off.Rune(at.End), ev, fmt.Sprintf(format, args...)})
}

func overlap(a, b event.Span) bool { return a.Start < b.End && b.Start < a.End }

func (c *comparison) mentions(own []event.Span, p Proposal) {
	var proposed []event.Span
	for _, m := range p.Mentions {
		proposed = append(proposed, m.Spans...)
		if !slices.ContainsFunc(m.Spans, func(s event.Span) bool {
			return slices.ContainsFunc(own, func(o event.Span) bool { return overlap(s, o) })
		}) {
			c.disagree(MentionMissing, m.Spans[0], nil, "the opinion takes %q for a place, sitmap does not", m.Surface)
		}
	}
	if p.cut {
		return
	}
	for _, o := range own {
		if !slices.ContainsFunc(proposed, func(s event.Span) bool { return overlap(s, o) }) {
			c.disagree(MentionExtra, o, nil, "sitmap takes %q for a place, the opinion does not", c.rep.Text[o.Start:o.End])
		}
	}
}

func (c *comparison) events(own []event.Event, p Proposal) {
	matched := make([]bool, len(p.Events))
	for i, ev := range own {
		var same []Event
		for k, e := range p.Events {
			if c.about(ev, e) {
				same = append(same, e)
				matched[k] = true
			}
		}
		c.event(i, ev, same, p.cut)
	}
	for k, e := range p.Events {
		if !matched[k] {
			c.disagree(EventMissing, e.Span, nil, "the opinion sees an event (%s) here, sitmap does not", e.Type)
		}
	}
}

// about reports whether a proposed event rests on words that an event rests on too.
func (c *comparison) about(ev event.Event, e Event) bool {
	return slices.ContainsFunc(ev.Evidence, func(x event.Evidence) bool {
		return (x.Report == c.rep.ID || x.Report == "") && overlap(x.Span, e.Span)
	})
}

// event compares one event with the proposals about the same words.
func (c *comparison) event(i int, ev event.Event, same []Event, cut bool) {
	at := event.Span{}
	if len(ev.Evidence) > 0 {
		at = ev.Evidence[0].Span
	}
	if len(same) == 0 {
		if !cut {
			c.disagree(EventExtra, at, &i, "sitmap sees an event (%s) here, the opinion does not", ev.Type)
			c.out.cautions[i] = "sees no event in these words"
		}
		return
	}
	var said []string
	if !slices.ContainsFunc(same, func(e Event) bool { return e.Type == ev.Type || event.ACLEDType(e.Type) == event.ACLEDType(ev.Type) }) {
		c.disagree(OtherType, at, &i, "sitmap takes it for %s, the opinion for %s", ev.Type, same[0].Type)
		said = append(said, "takes it for "+same[0].Type)
	}
	more, less := c.places(ev, same)
	var placed []string
	if more != nil {
		placed = append(placed, "places it at "+quoted(more)+" too")
	}
	if less != nil {
		placed = append(placed, "does not place it at "+quoted(less))
	}
	if placed != nil {
		c.disagree(OtherPlaces, at, &i, "the opinion %s", strings.Join(placed, " and "))
		said = append(said, placed...)
	}
	if said != nil {
		c.out.cautions[i] = strings.Join(said, " and ")
	}
}

// quoted lists names of the report.
func quoted(names []string) string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = strconv.Quote(n)
	}
	return strings.Join(out, ", ")
}

// places gives the places that only the proposals name, and those that only the event has.
// An event that the proposals place nowhere is no disagreement.
func (c *comparison) places(ev event.Event, same []Event) (more, less []string) {
	var theirs, ours []string
	for _, e := range same {
		theirs = append(theirs, e.Places...)
	}
	for _, l := range ev.Where {
		if l.Mention.End > l.Mention.Start && l.Mention.End <= len(c.rep.Text) {
			ours = append(ours, c.rep.Text[l.Mention.Start:l.Mention.End])
		}
	}
	if len(theirs) == 0 || len(ours) == 0 {
		return nil, nil
	}
	for _, s := range theirs {
		if !slices.ContainsFunc(ours, func(o string) bool { return within(o, s) }) && !slices.Contains(more, s) {
			more = append(more, s)
		}
	}
	for _, o := range ours {
		if !slices.ContainsFunc(theirs, func(s string) bool { return within(o, s) }) && !slices.Contains(less, o) {
			less = append(less, o)
		}
	}
	return more, less
}

// within reports whether one of two names holds the other: "Kursk" and "Kursk region".
func within(a, b string) bool {
	a, b = strings.ToLower(a), strings.ToLower(b)
	return strings.Contains(a, b) || strings.Contains(b, a)
}

// Mark writes what the opinion disagrees with as a caution on the places of the events, which
// must be those that were compared. Nothing else of them changes.
func (o Opinion) Mark(events []event.Event) {
	for i, c := range o.cautions {
		if i >= len(events) {
			continue
		}
		for k := range events[i].Where {
			w := &events[i].Where[k]
			if w.Caution != "" {
				w.Caution += "; "
			}
			w.Caution += fmt.Sprintf("a second opinion (%s) %s", o.Model, c)
		}
	}
}
