package opinion

import "sitmap/internal/event"

// Proposal is what is left of a model's answer when everything that is not in the report is gone.
type Proposal struct {
	Mentions []Mention
	Events   []Event
	Ignored  Ignored
	cut      bool // the model proposed as much as may be: what it lacks means nothing
}

// Mention is a name that the model takes for a place.
type Mention struct {
	Surface string
	Spans   []event.Span // bytes; everywhere in the report where the words stand by themselves
}

// Event is something that happened, as the model sees it.
type Event struct {
	Span   event.Span // bytes; the words it rests on
	Type   string     // ACLED sub-event type
	Places []string   // as the report writes them
}

// Ignored counts what was thrown away, by reason.
type Ignored struct {
	NotInText   int `json:"not_in_text"`   // quotes that the report does not hold
	Coordinates int `json:"coordinates"`   // a model's coordinates are guesses
	UnknownType int `json:"unknown_type"`  // no sub-event type of ACLED
	OutOfSchema int `json:"out_of_schema"` // members that were not asked for, quotes that are too long or empty
	OverLimit   int `json:"over_limit"`    // more proposals than are read
}

// Opinion is the JSON that `sitmap extract` shows under "opinion". Offsets are Unicode
// code points, half open.
type Opinion struct {
	Model         string         `json:"model"`
	Error         string         `json:"error,omitempty"` // why there is no opinion; the rest is empty then
	Mentions      []MentionJSON  `json:"mentions"`
	Events        []EventJSON    `json:"events"`
	Disagreements []Disagreement `json:"disagreements"`
	Ignored       Ignored        `json:"ignored"`
	cautions      map[int]string // by event: what the model does
}

// MentionJSON is a proposed mention, where it stands first.
type MentionJSON struct {
	Start   int    `json:"start"`
	End     int    `json:"end"`
	Surface string `json:"surface"`
}

// EventJSON is a proposed event. It has no point, on purpose.
type EventJSON struct {
	Start  int      `json:"start"`
	End    int      `json:"end"`
	Type   string   `json:"type"`
	Places []string `json:"places"`
}

// The kinds of disagreement.
const (
	MentionMissing = "mention only in the opinion"
	MentionExtra   = "mention only in sitmap"
	EventMissing   = "event only in the opinion"
	EventExtra     = "event only in sitmap"
	OtherType      = "type"
	OtherPlaces    = "places"
)

// Disagreement is one point for a person to decide.
type Disagreement struct {
	Kind   string `json:"kind"`
	Start  int    `json:"start"`
	End    int    `json:"end"`
	Event  *int   `json:"event,omitempty"` // index among sitmap's events
	Detail string `json:"detail"`          // one sentence
}
