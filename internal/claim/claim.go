// Package claim checks what somebody says about where and when against what is known: [Checker.Check].
//
// A claim is a text, coordinates as they were pasted, and perhaps a time and a picture's metadata. The
// checks are small and separate, each gives one row of evidence with what was measured, what the claim
// says, the words and the source; the verdict follows from them by the rule in [Checker.Check] and is
// "consistent", "inconsistent", "ambiguous" or "not_checkable", never "true". docs/claims.md lists every
// check with its threshold.
//
// Nothing is looked up outside. Limits: areas below the country have no outlines here, the known settlements
// around a point say which area it is in; water is known as far as the coast; terrain is not known.
package claim

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"sitmap/gazetteer"
	"sitmap/gazetteer/regions"
	"sitmap/geo"
	"sitmap/internal/event"
	"sitmap/internal/locate"
	"sitmap/internal/reader"
)

// Method names the rules and their version; it goes into every result.
const Method = "claim/1"

// Events finds stored events around a point; the store gives it. A nil Events leaves the checks of neighbours out.
type Events interface {
	// Around gives the events within a distance of p (lon, lat) whose interval touches the days, the nearest first.
	Around(ctx context.Context, p orb.Point, within geo.Metres, from, to event.Date) ([]Neighbour, error)
	// Same gives what is stored with the same text, post or picture as the claim, and other claims of its source.
	Same(ctx context.Context, cl Claim) ([]Earlier, error)
}

// Earlier is something stored that repeats a part of a claim.
type Earlier struct {
	By    string    // what is the same: "text", "post", "picture" or "source"
	Where string    // what it is: a report's outlet, a saved claim's name
	Point orb.Point // lon, lat
	Time  time.Time // zero: unknown
}

// Neighbour is a stored event near a claim.
type Neighbour struct {
	ID          event.ID
	Type        string
	Distance    geo.Metres
	Point       orb.Point // lon, lat
	Start       event.Date
	End         event.Date
	Sources     []string // the outlet of the report it was first read from
	Group       event.ID // of the events that are one happening; "" none
	Independent int      // reports of the group that do not copy each other; 0 no group
	Killed      *[2]int  // least and most; nil unknown
}

// Checker checks claims. It is read-only and safe for any number of callers.
type Checker struct {
	ix      *gazetteer.Index
	borders *regions.Borders
	reader  *reader.Reader
	locate  *locate.Locator
	events  Events // nil: none stored
	now     func() time.Time
}

// New makes a checker; events may be nil.
func New(ix *gazetteer.Index, borders *regions.Borders, r *reader.Reader, events Events) *Checker {
	return &Checker{ix: ix, borders: borders, reader: r, locate: locate.New(borders, ix), events: events, now: time.Now}
}

// Check answers one claim. It cannot fail: what could not be checked is listed in the result.
func (c *Checker) Check(ctx context.Context, cl Claim) Result {
	w := &work{c: c, ctx: ctx, cl: cl}
	w.bound()
	w.out.ID, w.out.Method, w.out.Rating, w.out.text = cl.ID, Method, Rating{Source: "F", Information: 6}, w.cl.Text
	w.readText()
	points := w.readCoordinates()
	switch {
	case len(points) == 0:
		w.words()
	default:
		w.points(points)
	}
	w.attribution()
	w.unseen()
	w.decide()
	return w.out
}

// work is one claim in hand.
type work struct {
	c      *Checker
	ctx    context.Context //nolint:containedctx // lives for one call
	cl     Claim
	out    Result
	said   said
	at     *orb.Point // the point that is checked, after repair
	radius geo.Metres // of its digits

	repaired string // code of the repair that was applied
	located  bool   // some named place or area was compared with the point
	unsure   bool   // the words leave open which place is meant
	meant    string // the place that must be meant for the claim to fit; "" not open

	exact      map[string]map[uint32]bool // by name: the places that bear it
	answers    map[orb.Point]answer
	nearBorder map[reach]bool // whether another country and a border are that near
	ways       map[way]length

	settlements map[surroundings][]gazetteer.Neighbour
}

// answer is the country of a point, false at sea.
type answer struct {
	regions.Answer
	ok bool
}

// add keeps a row of evidence.
func (w *work) add(c Check) { w.out.Checks = append(w.out.Checks, c) }

// reason keeps a code once.
func (w *work) reason(code string) {
	for _, r := range w.out.Reasons {
		if r == code {
			return
		}
	}
	w.out.Reasons = append(w.out.Reasons, code)
}

// Bounds of one claim, so that no input takes more than a moment: a claim is a paragraph, not a book.
const (
	maxText        = 50_000 // code points
	maxCoordinates = 20_000 // bytes
)

// bound cuts what is longer than a claim can be, and says so.
func (w *work) bound() {
	if s := w.cl.Text; len(s) > maxText {
		n := 0
		for i := range s {
			if n == maxText {
				w.cl.Text = s[:i]
				w.skip(fmt.Sprintf("text: only the first %d characters were read", maxText))
				break
			}
			n++
		}
	}
	if s := w.cl.Coordinates; len(s) > maxCoordinates {
		n := strings.LastIndexAny(s[:maxCoordinates], "\n;") + 1 // a whole point where there is one
		if n == 0 {
			n = maxCoordinates
		}
		w.cl.Coordinates = strings.ToValidUTF8(s[:n], "")
		w.skip(fmt.Sprintf("coordinates: only the first %d bytes were read", len(w.cl.Coordinates)))
	}
}

// unseen lists what this program does not look at, whatever the claim.
func (w *work) unseen() {
	if w.cl.Time.IsZero() {
		w.skip("time: the claim does not say when it was filmed or happened, so that light and clock were not compared")
	}
	for _, s := range []string{
		"picture: what it shows was not looked at", "imagery: no satellite or street picture was looked at", "terrain: heights and lines of sight are not known",
		"weather: it is not known", "water: rivers and lakes are not known, only the coast",
	} {
		w.skip(s)
	}
}

// skip says what could not be looked at.
func (w *work) skip(why string) { w.out.NotChecked = append(w.out.NotChecked, why) }
