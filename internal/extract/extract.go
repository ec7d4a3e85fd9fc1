// Package extract reads what happened out of a report, without knowing which place a
// name means: [Events] gives one [Draft] for each happening.
//
// It takes the mentions of places (their spans, and their classes if they are known
// already) and works by rules on words: trigger words and their clauses, spatial
// relations, expressions of time, counts of losses, attributions. A report's place of
// writing is never an event's place, counts belong to the event and not to each of its
// places, and what the words leave open stays open. internal/locate puts drafts on the map.
package extract

import (
	"sitmap/gazetteer"
	"sitmap/internal/event"
	"sitmap/internal/extract/actor"
	"sitmap/internal/extract/words"
	"sitmap/internal/text"
)

// Method names the rules and their version; it goes into every event.
const Method = "rules/2"

// Input is a report with its mentions of places.
type Input struct {
	Report    event.Report
	Tokens    []text.Token        // nil: cut here
	Sentences []text.Sentence     // nil: cut here
	Mentions  []gazetteer.Mention // in text order
	Classes   []gazetteer.Class   // what each mention most likely is; nil or ClassUnknown: judged by its words
	Actors    *actor.Table        // nil: the built-in one
	Local     event.Date          // the day of publication where the places are; zero: as at the publisher's
}

// Place is a place of a draft.
type Place struct {
	Mention  int // index of Input.Mentions
	Relation event.Relation
	Inferred bool // taken over from the event before; the words of this one name no place
	Stated   *Stated
	River    *int // the river whose bank the relation names: index of Input.Mentions; nil: not named, or the place itself
}

// Stated is where the report says that a place lies: "A, 12 km east of B".
type Stated struct {
	Mention  int // B's index of Input.Mentions
	Relation event.Relation
}

// Draft is a happening whose places are not resolved yet.
type Draft struct {
	Type         string // ACLED sub-event type
	Trigger      string // the words that made it an event
	Places       []Place
	When         event.Interval
	Casualties   event.Casualties
	Actors       []event.Actor
	Claims       []event.Attribution
	Verification event.Verification
	Control      string       // "unclear" where the text says so
	BorderKm     *float64     // distance to a border that the text gives; nil: none
	AtBorder     bool         // the text puts it at or near a border
	Evidence     []event.Span // byte spans, in text order
}

// Events gives the happenings of a report in text order. Mentions outside the text are ignored.
func Events(in Input) []Draft {
	toks, sents := in.Tokens, in.Sentences
	if toks == nil {
		toks = text.Tokens(in.Report.Text)
	}
	if sents == nil {
		sents = text.Sentences(in.Report.Text, toks)
	}
	a := newAssembly(in, words.New(in.Report.Text, toks, sents))
	a.readNames()
	a.build()
	return a.drafts()
}
