// Package store is the contract of everything that keeps reports and events: what
// a call promises, the errors that callers branch on, and the checks and the
// encoding that every store shares. Package storetest is the suite that a store
// passes; store/gpkg is the store that ships.
//
// A consumer declares the one or two methods it needs as its own interface; the
// methods of a store are:
//
//	Put, PutAll        store a report with the machine's whole reading of it
//	Save               store a person's decision about one event
//	Delete             remove one event
//	Decide             store a person's decision about two events being one happening
//	Group, Regroup     read a group, and compare reports with tables loaded since
//	Report, Reports, ReportsByText    read reports
//	Event, Events, EachEvent, Revisions    read events
//	Count              how many events a query selects
//	SaveClaim, Claims, ClaimsLike    keep checked claims, and find those like a new one
//	Version, Changes   what has changed, for live updates
//
// # Promises
//
// What Put has acknowledged survives the death of the process and the loss of
// power. One call is one transaction: all of it is stored or nothing. The same
// Put twice changes nothing. A person's event (Review other than auto) is never
// overwritten by a machine. Times are kept to the millisecond, with their offset
// from UTC but without the zone's name.
package store

import (
	"errors"

	"sitmap/internal/event"
)

// The errors that callers branch on; all others are failures of the disk or the input.
var (
	// ErrNotFound says that no report or event has the given ID.
	ErrNotFound = errors.New("not found")
	// ErrNotOurs says that the file is no database of sitmap; it was not touched.
	ErrNotOurs = errors.New("not a sitmap database")
	// ErrNewerSchema says that a newer sitmap wrote the database; it was not touched.
	ErrNewerSchema = errors.New("the database was written by a newer sitmap")
	// ErrConflict says that somebody else changed the event since it was read.
	ErrConflict = errors.New("changed by somebody else in the meantime")
	// ErrInvalid says that a report, event or query is not fit to be stored or asked.
	ErrInvalid = errors.New("invalid")
)

// AreaShare is the share of an outlet's reports that lie in one first-order area.
type AreaShare struct {
	Country string  // ISO 3166-1 alpha-2
	Admin1  string  // name; "" unknown
	Share   float64 // 0 to 1
}

// Entry is a report with the events that a machine read in it. Events is the whole
// reading: an event of the same report that an earlier method found and that is
// not among them is withdrawn (its last state stays among the revisions), unless a
// person has reviewed it.
type Entry struct {
	Report event.Report
	Events []event.Event
	// Table says that the report's text is rows of a table and each event's
	// evidence is its row. A text search then looks for its words in the row, not in
	// the text, and the events of tables are not grouped with each other.
	Table bool
}

// Decision is what a person says of two events.
type Decision string

// The decisions.
const (
	Same      Decision = "same"      // they are one happening
	Different Decision = "different" // they are not
	Undecided Decision = "undecided" // the machine may find out
)

// PutResult counts what a Put changed.
type PutResult struct {
	ReportNew bool // the report was not in the store
	New       int  // events that were not in the store
	Updated   int  // events stored as a new revision
	Unchanged int  // events that were there already, or that a person has reviewed
	Withdrawn int  // events of an earlier method that the new reading lacks
}

// Changed reports whether anything was written.
func (r PutResult) Changed() bool { return r.ReportNew || r.New+r.Updated+r.Withdrawn > 0 }

// ChangeKind says what happened to an event or a report.
type ChangeKind string

// The kinds of change.
const (
	Added   ChangeKind = "added"
	Updated ChangeKind = "updated"
	Deleted ChangeKind = "deleted" // deleted by a person, or withdrawn by a newer reading
)

// Change is one line of the store's log. Seq grows with every change and is never
// used twice; a change concerns an event or, when Event is "", a report.
type Change struct {
	Seq    uint64
	Event  event.ID
	Report event.ReportID
	Kind   ChangeKind
}
