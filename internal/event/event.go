// Package event holds sitmap's record of what happened: [Report], [Event] and what
// hangs on them, and the [Query] that selects events.
//
// Nothing here talks to a database, a gazetteer or the network. Unknown is the
// zero value or nil, never a number that could be mistaken for a fact.
// Points are longitude, latitude; spans are byte offsets into Report.Text.
package event

import (
	"time"

	"github.com/paulmach/orb"

	"sitmap/geo"
)

// ReportID names a stored report; it follows from the report's content, so the
// same report always has the same ID.
type ReportID string

// ID names an event; it follows from the report, the evidence and the method's place in the report.
type ID string

// Report is what somebody published. It never changes once it is stored.
type Report struct {
	ID        ReportID
	Outlet    string // who published it; "" unknown
	URL       string
	Title     string
	Text      string
	Lang      string    // ISO 639-1; "" unknown
	Published time.Time // with the publisher's zone; zero = unknown
	Retrieved time.Time // when sitmap read it
	SHA256    [32]byte  // of Text
}

// Span is a piece of a report's text: byte offsets, half open.
type Span struct{ Start, End int }

// Evidence ties a derived value to the words it came from.
type Evidence struct {
	Report ReportID
	Span
}

// TimePrecision says how finely an interval is known.
type TimePrecision string

// The precisions of the contract.
const (
	PrecisionHour      TimePrecision = "hour"
	PrecisionPartOfDay TimePrecision = "part_of_day"
	PrecisionDay       TimePrecision = "day"
	PrecisionNight     TimePrecision = "night"
	PrecisionWeekend   TimePrecision = "weekend"
	PrecisionWeek      TimePrecision = "week"
	PrecisionMonth     TimePrecision = "month"
	PrecisionSeason    TimePrecision = "season"
	PrecisionYear      TimePrecision = "year"
	PrecisionUnknown   TimePrecision = "unknown"
)

// DateBasis says where an interval comes from.
type DateBasis string

// The bases of the contract.
const (
	BasisExplicit DateBasis = "explicit" // the text writes the date
	BasisRelative DateBasis = "relative" // counted from the publication date
	BasisAssumed  DateBasis = "assumed"  // no words say so; a stated assumption
	BasisUnknown  DateBasis = "unknown"  // no publication date to count from
)

// Interval is when something happened: whole days, both ends included. A zero
// end is unknown and stays open.
type Interval struct {
	Start, End Date
	Precision  TimePrecision
	Basis      DateBasis
	Text       string // the words, "" when assumed
}

// RelationKind is how an event lies to a named place.
type RelationKind string

// The relations of the contract.
const (
	At        RelationKind = "at"
	Near      RelationKind = "near"
	Outskirts RelationKind = "outskirts"
	Distance  RelationKind = "distance"
	Direction RelationKind = "direction"
	Between   RelationKind = "between"
	Border    RelationKind = "border"
	Inside    RelationKind = "inside"
	Axis      RelationKind = "axis"
	Bank      RelationKind = "bank"
)

// Relation is a spatial relation with its numbers and words.
type Relation struct {
	Kind    RelationKind
	Km      *float64     // nil: no number given
	Bearing *geo.Degrees // from the named place, clockwise from north; nil: none given
	Text    string       // the words ("close to")
}

// PlaceSnapshot is what an event keeps of a gazetteer entry, so that it can be
// read without the gazetteer and after the gazetteer has changed.
type PlaceSnapshot struct {
	ID         string
	Name       string
	Class      string // "settlement", "admin1", … (gazetteer.Class.String)
	Country    string // ISO 3166-1 alpha-2; "" unknown
	Admin1     string // name; "" unknown
	Admin2     string // name; "" unknown
	Point      orb.Point
	Population int64   // -1 unknown
	P          float64 // probability of this reading, 0 to 1
}

// Reason is one feature that spoke for or against a place.
type Reason struct {
	Feature string
	Value   float64
	Weight  float64 // contribution is Value × Weight
}

// Location is where an event was: one named place and what the words make of it.
type Location struct {
	Point        orb.Point  // lon, lat
	Region       geo.Region // where it may have been
	Radius       geo.Metres // half-width of Region
	Place        PlaceSnapshot
	Relation     Relation
	Mention      Span // the place's name in the report
	Method       string
	Probability  float64
	Alternatives []PlaceSnapshot // runners-up, best first
	Reasons      []Reason        // why this place, heaviest first
	GeoPrecision int             // ACLED geo_precision 1..3; 0 unknown
	WherePrec    int             // UCDP where_prec 1..7; 0 unknown
	Caution      string          // one sentence on what was assumed about the place; "" nothing
	Disputed     string          // one sentence on who else claims the ground; "" nobody known
	Worldview    string          // whose view Place.Country follows, set with Disputed
}

// Actor is a side or a person in an event.
type Actor struct {
	ID       string // stable id of the actor table; "" for a name that is not in it
	Name     string
	Role     string // "actor1" who acts, "actor2" the other side, "victim", "blamed" who is said to have done it
	Kind     string // "state", "rebel", "militia", …; "" unknown
	Wikidata string // "Q38799"; "" unknown
}

// Count is a number of people as a text gives it. A nil bound is open. Its JSON is the contract's.
type Count struct {
	Min         *int   `json:"min"`
	Max         *int   `json:"max"`
	Text        string `json:"text"`
	Approximate bool   `json:"approximate,omitempty"`
}

// Casualties of an event as a whole, not of each of its places. Nil is unknown, never zero.
type Casualties struct {
	Killed          *Count `json:"killed"`
	Wounded         *Count `json:"wounded"`
	Missing         *Count `json:"missing"`
	Captured        *Count `json:"captured"`
	KilledOrWounded *Count `json:"killed_or_wounded"`
}

// Stance is what somebody does with a statement.
type Stance string

// The stances.
const (
	Asserts      Stance = "asserts"
	Denies       Stance = "denies"
	Confirms     Stance = "confirms"
	CannotVerify Stance = "cannot verify"
)

// Attribution is who said it, with which word, where in the text.
type Attribution struct {
	Claimant string
	Verb     string
	Stance   Stance
	Span     Span
}

// Verification is what the report says about checking the event.
type Verification string

// The states of the contract.
const (
	VerificationNone Verification = "none"
	Unverified       Verification = "unverified"
	Verified         Verification = "verified"
	Disputed         Verification = "disputed"
)

// Review is what a person has done with a machine's event.
type Review string

// The states of review.
const (
	ReviewAuto     Review = "auto"
	ReviewReviewed Review = "reviewed"
	ReviewRejected Review = "rejected"
)

// Event is something that happened.
type Event struct {
	ID           ID
	Revision     int    // counts from 1
	Type         string // ACLED sub-event type, "Armed clash"
	Trigger      string // the word that made it an event
	When         Interval
	Where        []Location
	Actors       []Actor
	Casualties   Casualties
	Claims       []Attribution
	Verification Verification
	Control      string // who holds the place; "unclear" when the text says so; "" nothing said
	Review       Review
	Evidence     []Evidence // the first names the report the event was read from
	Method       string     // program and version of the rules

	// Stores set these when they give an event out, and ignore them when they take one.
	Group              ID  // of the events of several reports that are one happening; "" none
	GroupEvents        int // events in the group; 0 no group
	IndependentSources int // reports of the group that do not copy each other and have different outlets; 0 no group
}
