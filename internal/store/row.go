package store

import (
	"context"
	"math"

	"github.com/paulmach/orb"

	"sitmap/geo"
	"sitmap/internal/event"
)

// Days that stand for an end of an interval that nobody knows; such an end is open.
const (
	OpenStart = math.MinInt32
	OpenEnd   = math.MaxInt32
)

// Unknown stands for a number of people that nobody gave.
const Unknown = -1

// Row is an event as far as maps and counts need it: a plain record that a store can
// fill from its columns without making an [event.Event]. The zero value of a text is
// "nobody says".
type Row struct {
	ID     event.ID       // a row without one is left out
	Report event.ReportID // the report of the event's first evidence; "" none
	Source string         // outlet of that report
	Type   string         // event.Event.Type
	// Start and End are the first and last day of the event, both included, in
	// days since 1970-01-01 ([event.Date.DayNumber]); OpenStart and OpenEnd when not
	// known, as are days before the year 0 and after 9999. The zero value is the day
	// 1970-01-01, not "unknown". An interval that ends before it begins is turned round.
	Start, End   int32
	Verification event.Verification // anything but the three states counts as none
	// KilledMin and KilledMax are the fewest and the most killed: a bound that the
	// text leaves open takes the other's value, and both are Unknown without a
	// count (see [KilledBounds]). The zero value says that nobody was killed.
	KilledMin, KilledMax int32
	Actors               []RowActor // in the event's order
	Places               []RowPlace // in the event's order; none for an event that is on no map
	// Quotes are the words that the places rest on, by their numbers. Neither RowOf nor
	// EachRow fills them.
	Quotes map[int]string
}

// RowActor is one side of an event.
type RowActor struct {
	Name string
	ID   string // of the actor table; "" for a name that is not in it
}

// RowPlace is one place of an event.
type RowPlace struct {
	Point     orb.Point  // lon, lat in degrees
	Radius    geo.Metres // half-width of where it may have been; 0, and what is no such number: unknown
	Name      string     // of the place
	Country   string     // ISO 3166-1 alpha-2
	Precision uint8      // ACLED geo_precision 1 to 3; 0 unknown
	// Drawn says that the region is not the disc of Radius around Point, so that
	// it must be asked of the store to be drawn.
	Drawn bool
}

// RowLoader is a store that can hand over all events as rows, quickly.
type RowLoader interface {
	// EachRow calls fn with batches of rows until every event was in one, those that a
	// person rejected left out: they are on no map. Up to
	// workers goroutines may call fn at the same time, each with its own number
	// from 0 to workers-1; two calls with one number never overlap. fn keeps what it
	// needs before it returns: the batch and the slices in it may be used again, but
	// the strings must stay as they are. An error of fn ends the reading and is
	// returned. What is written meanwhile may be among the rows or not.
	EachRow(ctx context.Context, workers int, fn func(worker int, rows []Row) error) error
}

// RowOf reduces an event to its row; report and outlet are those of its first evidence.
func RowOf(ev event.Event, report event.ReportID, outlet string) Row {
	r := Row{
		ID: ev.ID, Report: report, Source: outlet, Type: ev.Type,
		Start: OpenStart, End: OpenEnd, Verification: ev.Verification,
	}
	if !ev.When.Start.IsZero() {
		r.Start = int32(ev.When.Start.DayNumber()) //nolint:gosec // years have four digits
	}
	if !ev.When.End.IsZero() {
		r.End = int32(ev.When.End.DayNumber()) //nolint:gosec // years have four digits
	}
	r.KilledMin, r.KilledMax = KilledBounds(ev.Casualties.Killed)
	for _, a := range ev.Actors {
		r.Actors = append(r.Actors, RowActor{a.Name, a.ID})
	}
	for _, l := range ev.Where {
		r.Places = append(r.Places, RowPlace{
			Point: l.Point, Radius: l.Radius, Name: l.Place.Name, Country: l.Place.Country,
			Precision: uint8(max(0, min(l.GeoPrecision, math.MaxUint8))), //nolint:gosec // bounded
			Drawn:     !l.Region.IsZero() && l.Region.Kind != geo.Disc,
		})
	}
	return r
}

// KilledBounds gives the smallest and the largest number that a count allows; a
// bound that the text leaves open takes the other's value.
func KilledBounds(c *event.Count) (lo, hi int32) {
	if c == nil {
		return Unknown, Unknown
	}
	return Bounds(c.Min, c.Max)
}

// Bounds is [KilledBounds] of the two bounds, nil for one that is open.
func Bounds(least, most *int) (lo, hi int32) {
	lo, hi = Unknown, Unknown
	if least != nil {
		lo = int32(min(max(*least, 0), math.MaxInt32)) //nolint:gosec // bounded
		hi = lo
	}
	if most != nil {
		hi = int32(min(max(*most, 0), math.MaxInt32)) //nolint:gosec // bounded
		if lo == Unknown {
			lo = hi
		}
	}
	return lo, hi
}
