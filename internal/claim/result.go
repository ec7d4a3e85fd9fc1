package claim

import (
	"time"

	"github.com/paulmach/orb"

	"sitmap/geo"
)

// Claim is what somebody says about where and when: the words, the coordinates as they were
// written, the time, and a picture's metadata.
type Claim struct {
	ID          string
	Text        string
	Lang        string    // "" is guessed from the text
	Published   time.Time // zero: unknown
	Coordinates string    // as written; several with a line break or semicolon between; "" looks for some in the text
	Time        time.Time // when it was filmed or happened, as claimed; zero: unknown
	Source      string    // who claims it: an outlet, a channel; "" unknown
	URL         string    // of the post; "" unknown
	Media       *Media    // nil: no picture
	Exclude     string    // ID of the stored event that the claim is about, not to be counted as its own witness
}

// Verdict is the answer in one word. There is no "true": a claim that fits may still be wrong.
type Verdict string

// The verdicts.
const (
	Consistent   Verdict = "consistent"
	Inconsistent Verdict = "inconsistent"
	Ambiguous    Verdict = "ambiguous"
	NotCheckable Verdict = "not_checkable"
)

// Outcome is what one check found.
type Outcome string

// The outcomes of a check.
const (
	Pass    Outcome = "pass"
	Warn    Outcome = "warn"
	Fail    Outcome = "fail"
	Skipped Outcome = "skipped"
)

// Result is the answer to a claim.
type Result struct {
	ID           string
	Verdict      Verdict
	Sentence     string     // the verdict in one sentence
	Point        *orb.Point // lon, lat: the reading after repair; nil: none
	Radius       geo.Metres // what the digits of the coordinates leave open
	Readings     []Reading  // of the coordinates, the first is the one that was checked
	Reasons      []string   // codes of docs/claims.md, in the order they were found
	Condition    string     // "consistent only if …"; "" none
	Checks       []Check    // evidence, the heaviest first
	Alternatives []Alternative
	NotChecked   []string // what could not be looked at, and why
	Rating       Rating
	Method       string

	text string // of the claim, that the quotes count in
}

// Reading is one way to read the coordinates.
type Reading struct {
	Point    orb.Point // lon, lat
	Notation string
	Radius   geo.Metres
	Note     string // what was assumed; "" nothing
}

// Check is one row of evidence.
type Check struct {
	Code     string // one of the codes of docs/claims.md: "distance", "sun", …
	Outcome  Outcome
	Measured string       // what was found, in words with units
	Expected string       // what the claim says or implies
	Quote    *Span        // the words of the claim it rests on; nil: none
	Geometry orb.Geometry // to draw; nil: none
	Source   string       // of the data, with its version
	Bits     float64
}

// Span is a stretch of the claim's text in bytes, half open.
type Span struct{ Start, End int }

// Alternative is a reading or a place that would fit better.
type Alternative struct {
	Code     string // "swapped", "sign", "homonym", …
	Sentence string // "fits if latitude and longitude are swapped"
	Point    orb.Point
}

// Rating is the Admiralty code. The program leaves it at F6 and may suggest the number; a person sets both.
type Rating struct {
	Source      string // "F": reliability cannot be judged
	Information int    // 6: truth cannot be judged
	Suggested   int    // number suggested by independent reports near it; 0: none
	Why         string // of the suggestion
}

// Media is what a picture's own metadata says; nil and zero are unknown, which is never suspicious.
type Media struct {
	SHA256    string
	Hash      *uint64      // difference hash of the picture
	GPS       *orb.Point   // lon, lat
	Direction *geo.Degrees // the camera looked this way, from north
	Time      time.Time    // by the camera's clock; its zone is only known when HasZone
	HasZone   bool
	GPSTime   time.Time // UTC, from the satellites
	Software  string
	Doubts    []string // what is odd in the metadata itself
}
