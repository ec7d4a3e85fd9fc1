// Package cases reads the project's regression cases for place names and judges
// an answer against them: [Read] gives every [Case] of a directory, [Case.Check]
// says what is wrong with the places that were found in its text, and [Run] does
// both for a whole set.
//
// The cases are plain text, meant to be read and added to by people who do not
// program; testdata/resolve/README.md explains the format. The package knows
// nothing of the program under test: whoever runs the cases hands in a function.
// Offsets are Unicode code points, points are latitude and longitude in degrees,
// tolerances are kilometres on the WGS84 ellipsoid.
package cases

import (
	"time"

	"github.com/paulmach/orb"
)

// NeedsWorld is the value of [Case.Needs] for a text with places so small that
// only the index of every known place holds them.
const NeedsWorld = "world"

// A Case is one short text with the places it names.
type Case struct {
	File      string    // name of the file within the directory
	Line      int       // line of the heading, from 1
	Name      string    // unique among all cases
	Why       string    // why it is hard and why the answer is right
	Lang      string    // ISO 639 code of the text, "" not stated
	Published time.Time // zero: not stated
	Hints     []string  // what a reader would tell the program, such as "RU/Kursk"
	Group     string    // same-name set this case belongs to, "" none
	Known     string    // why the program cannot do it yet, "" it must
	Needs     string    // [NeedsWorld]: some place stands in the world index only, "" the built-in index will do
	Text      string    // the report, without a trailing newline

	Expect []Expectation // places that must be found
	Reject []Span        // words that must not be found as a place
	Avoid  []Expectation // places that these words must not be taken for
	Only   bool          // "reject: *": nothing but the expected may be found
}

// A Span is a piece of a case's text, in code points, half open.
type Span struct {
	Surface    string
	Start, End int
	Line       int // line of the file that names it
}

// An Expectation says where the place lies that a span names.
type Expectation struct {
	Span
	Country   string    // ISO 3166-1 alpha-2, "" none: seas and regions of several countries
	Point     orb.Point // lon, lat
	Tolerance float64   // kilometres
}

// Found is a place that the program under test found. Nationality words, people
// and organisations that it marks as such are not places and do not belong here.
type Found struct {
	Surface    string
	Start, End int     // code points, half open
	Country    string  // ISO 3166-1 alpha-2, "" none
	Lat, Lon   float64 // degrees; NaN where the program found a name but no place for it
}
