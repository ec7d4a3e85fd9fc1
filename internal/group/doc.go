// Package group finds the events of several reports that are one happening, and
// how many of the reports are independent of each other. [Update] keeps the groups
// of a store current; [Compatible] says when two events may be the same, and
// [Sketch] when two texts are copies of each other.
//
// Nothing is merged: every event stays as it is, and a group only links them. The
// most precise event of a group leads it, and every other is compatible with the
// leader itself, so that A and C are never one because both resemble B: a group
// reaches no farther than one radius around its leader. Which events are grouped
// follows from the events and from what people decided alone, never from the order
// in which they came. From one report, and from one table, at most one event is in
// a group, because those who wrote them told the events apart.
//
// Left alone are events without a place or a date, those known to lie only within
// more than [MaxRadius] or [MaxDays], and rejected ones. Rows of tables are compared with events
// of reports, not with each other. There is no SQL here: a store gives its index as
// an [Index].
package group

import "sitmap/geo"

// What an event may be known by to be grouped; wider ones would be the same as
// everything around them. These are conventions.
const (
	MaxRadius = geo.Metres(20_000) // of every place
	MaxDays   = 7                  // days, of the interval
)
