// Package reader reads one report from end to end: [Reader.Read] finds the places
// it names, decides which ones are meant, and makes events of what it says
// happened; [Reading.Answer] gives the contract's JSON of that.
//
// It stores nothing and asks nobody outside. A Reader is read-only and safe for
// any number of callers.
package reader

import (
	"fmt"
	"sync"

	"sitmap/gazetteer"
	"sitmap/gazetteer/regions"
	"sitmap/gazetteer/resolve"
	"sitmap/internal/event"
	"sitmap/internal/extract"
	"sitmap/internal/extract/actor"
	"sitmap/internal/locate"
	"sitmap/internal/mention"
	"sitmap/internal/text"
	"sitmap/internal/zone"
)

// Options say how to read.
type Options struct {
	Rules bool            // hand-set weights in place of the learned ones
	Hints []string        // where the report is about: "RU/Kursk", "UA"
	Usual []resolve.Usual // where the outlet's reports usually are; nil: not to be used
	Given *[]event.Span   // the mentions (bytes of the text); nil: find them
}

// Reading is what was found in a report.
type Reading struct {
	Report      event.Report
	Mentions    []gazetteer.Mention // places only, in the order of the text; given ones in the order given
	Resolutions []resolve.Resolution
	Notes       []string          // what is wrong with a given mention; "" nothing
	Places      []*event.Location // what each mention means by itself; nil: nothing fits
	Events      []event.Event
}

// engine is what differs between the methods.
type engine struct {
	find    *mention.Recogniser
	resolve *resolve.Resolver
}

// Reader reads reports against one gazetteer.
type Reader struct {
	ix      *gazetteer.Index
	borders *regions.Borders
	locate  *locate.Locator
	actors  *actor.Table // nil: the built-in one
	learned func() engine
	rules   func() engine
}

// New makes a reader; the models are prepared when they are first needed.
func New(ix *gazetteer.Index, borders *regions.Borders) *Reader {
	return &Reader{
		ix: ix, borders: borders, locate: locate.New(borders, ix),
		learned: sync.OnceValue(func() engine {
			return engine{mention.New(ix, mention.Options{}), resolve.New(ix, resolve.Options{Method: resolve.Learned})}
		}),
		rules: sync.OnceValue(func() engine {
			return engine{mention.New(ix, mention.Options{Rules: true}), resolve.New(ix, resolve.Options{Method: resolve.Rules})}
		}),
	}
}

// WithActors gives a reader that knows the sides of a table; see [actor.Table.With].
func (r *Reader) WithActors(t *actor.Table) *Reader {
	c := *r
	c.actors = t
	return &c
}

// Read reads rep. It cannot fail: a report without places or events gives an empty reading.
func (r *Reader) Read(rep event.Report, o Options) Reading {
	e := r.learned
	if o.Rules {
		e = r.rules
	}
	return r.read(e(), rep, o)
}

func (r *Reader) read(e engine, rep event.Report, o Options) Reading {
	if rep.Lang == "" {
		rep.Lang = text.Lang(rep.Text)
	}
	toks := text.Tokens(rep.Text)
	sents := text.Sentences(rep.Text, toks)
	out := Reading{Report: rep}
	if o.Given != nil {
		out.Mentions, out.Notes = given(rep.Text, *o.Given)
	} else {
		out.Mentions = e.find.Find(rep.Text, toks, sents, rep.Lang)
		out.Notes = make([]string, len(out.Mentions))
	}
	out.Resolutions = e.resolve.Resolve(resolve.Input{Text: rep.Text, Mentions: out.Mentions, Lang: rep.Lang, Outlet: rep.Outlet, Hints: o.Hints, Usual: o.Usual})
	n := out.demonymsLast()
	named := out.Resolutions[:n]
	drafts := extract.Events(extract.Input{
		Report: rep, Tokens: toks, Sentences: sents, Mentions: out.Mentions[:n], Classes: locate.Classes(named),
		Actors: r.actors, Local: localDay(rep, out.Mentions[:n], named),
	})
	out.Events = r.locate.Events(rep, drafts, named)
	out.Places = make([]*event.Location, len(out.Mentions))
	for i, res := range out.Resolutions {
		l, ok := r.locate.Place(res)
		if !ok {
			continue
		}
		r.dispute(&l, *res.Chosen)
		out.Places[i] = &l
	}
	out.spreadDisputes()
	return out
}

// localDay gives the day of publication where the settlements of the report are: "on Monday
// night" is night there. Zero when it is the publisher's day, or when they disagree.
func localDay(rep event.Report, ms []gazetteer.Mention, rs []resolve.Resolution) event.Date {
	if rep.Published.IsZero() {
		return event.Date{}
	}
	own := event.DateOf(rep.Published)
	var day event.Date
	for i, r := range rs {
		if r.Chosen == nil || r.Chosen.Place.Class != gazetteer.ClassSettlement || ms[i].Role == gazetteer.RoleDateline || ms[i].Role == gazetteer.RoleMetonym {
			continue
		}
		d := zone.Day(rep.Published, r.Chosen.Place.Point)
		if day.IsZero() {
			day = d
		}
		if d != day {
			return event.Date{}
		}
	}
	if day == own {
		return event.Date{}
	}
	return day
}

// dispute notes a place whose country depends on who is asked.
func (r *Reader) dispute(l *event.Location, c resolve.Candidate) {
	if c.Place.Class == gazetteer.ClassCountry {
		return
	}
	view := string(r.borders.Worldview())
	if note := regions.AreaClaim(c.Place.Country, c.Place.Admin1); note != "" {
		l.Disputed, l.Worldview = note, view
	} else if a, ok := r.borders.Country(c.Place.Point); ok && a.Disputed != "" {
		l.Disputed, l.Worldview = a.Disputed, string(a.Worldview)
	}
}

// spreadDisputes puts what is disputed about a mention's place on the events there.
func (g *Reading) spreadDisputes() {
	at := map[event.Span]*event.Location{}
	for i, m := range g.Mentions {
		if g.Places[i] != nil {
			at[event.Span{Start: m.Start, End: m.End}] = g.Places[i]
		}
	}
	for _, ev := range g.Events {
		for k := range ev.Where {
			if p := at[ev.Where[k].Mention]; p != nil {
				ev.Where[k].Disputed, ev.Where[k].Worldview = p.Disputed, p.Worldview
			}
		}
	}
}

// demonymsLast moves nationality words behind the names of places and gives the number of names: such
// a word says which country a report is about, but nothing happens at it.
func (g *Reading) demonymsLast() int {
	order := make([]int, 0, len(g.Mentions))
	for i, m := range g.Mentions {
		if m.Role != gazetteer.RoleDemonym {
			order = append(order, i)
		}
	}
	n := len(order)
	for i, m := range g.Mentions {
		if m.Role == gazetteer.RoleDemonym {
			order = append(order, i)
		}
	}
	sorted := Reading{Mentions: make([]gazetteer.Mention, len(order)), Resolutions: make([]resolve.Resolution, len(order)), Notes: make([]string, len(order))}
	for k, i := range order {
		sorted.Mentions[k], sorted.Resolutions[k], sorted.Notes[k] = g.Mentions[i], g.Resolutions[i], g.Notes[i]
	}
	g.Mentions, g.Resolutions, g.Notes = sorted.Mentions, sorted.Resolutions, sorted.Notes
	return n
}

// given makes mentions of spans that a caller names. A span that is no piece of the text
// keeps its place in the list, with a note, and gets no answer; it does not cost the others theirs.
func given(s string, spans []event.Span) ([]gazetteer.Mention, []string) {
	ms := make([]gazetteer.Mention, len(spans))
	notes := make([]string, len(spans))
	for i, sp := range spans {
		switch {
		case sp.Start < 0 || sp.End > len(s):
			notes[i] = fmt.Sprintf("the span leaves the text, which ends at byte %d", len(s))
		case sp.Start >= sp.End:
			notes[i] = "the span is empty or reversed"
		default:
			ms[i] = gazetteer.Mention{Start: sp.Start, End: sp.End, Text: s[sp.Start:sp.End]}
		}
	}
	return ms, notes
}
