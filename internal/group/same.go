package group

import (
	"cmp"
	"math"
	"strings"

	"sitmap/geo"
	"sitmap/geo/geodesic"
	"sitmap/internal/event"
)

// Member is an event with what its report says of it.
type Member struct {
	Key    int64 // the store's number of the event
	Event  event.Event
	Report event.ReportID
	Outlet string
	Table  bool // the event is a row of a table
}

// class gives the event type of ACLED that a sub-event type belongs to; what is none of them is a
// class of its own. Strategic developments have nothing in common but the heading, so each stays one too.
func class(subEvent string) string {
	if t := event.ACLEDType(subEvent); t != "" && t != event.Strategic {
		return t
	}
	return subEvent
}

// Fit reports whether an event is known finely enough to be grouped.
func Fit(ev event.Event) bool {
	if ev.Review == event.ReviewRejected || len(ev.Where) == 0 || ev.When.Start.IsZero() || ev.When.End.IsZero() || days(ev) > MaxDays {
		return false
	}
	return widest(ev) <= MaxRadius
}

func days(ev event.Event) int { return ev.When.End.DayNumber() - ev.When.Start.DayNumber() + 1 }

func widest(ev event.Event) geo.Metres {
	var r geo.Metres
	for _, l := range ev.Where {
		r = max(r, l.Radius)
	}
	return r
}

// before reports whether a comes before b: the more precise one leads, in space and then in time.
func before(a, b *Member) bool {
	return cmp.Or(cmp.Compare(widest(a.Event), widest(b.Event)), cmp.Compare(days(a.Event), days(b.Event)), cmp.Compare(a.Event.ID, b.Event.ID)) < 0
}

// Compatible reports whether two events may be one happening: they come from
// different reports, at least one of them no row of a table; their days meet; their
// types are of one class; every place of the one with fewer places lies within the
// radius of a place of the other, or the other way round; they name a side in
// common, where both name any; and their counts of the hurt do not contradict.
func Compatible(a, b *Member) bool {
	return a.Report != b.Report && !(a.Table && b.Table) &&
		Fit(a.Event) && Fit(b.Event) &&
		!a.Event.When.End.Before(b.Event.When.Start) && !b.Event.When.End.Before(a.Event.When.Start) &&
		class(a.Event.Type) == class(b.Event.Type) &&
		actorsAgree(a.Event.Actors, b.Event.Actors) &&
		casualtiesAgree(a.Event.Casualties, b.Event.Casualties) &&
		!math.IsInf(float64(distance(a.Event, b.Event)), 0)
}

// distance is the longest way from a place of the event with fewer places to the
// nearest place of the other whose radius, or its own, covers the way; infinite when there is none.
func distance(a, b event.Event) geo.Metres {
	if len(a.Where) > len(b.Where) {
		a, b = b, a
	}
	var longest geo.Metres
	for _, p := range a.Where {
		nearest := geo.Metres(math.Inf(1))
		for _, q := range b.Where {
			if math.Abs(p.Point[1]-q.Point[1]) > 1 { // more than 110 km
				continue
			}
			if d := geodesic.Distance(p.Point, q.Point); d <= max(p.Radius, q.Radius) {
				nearest = min(nearest, d)
			}
		}
		longest = max(longest, nearest)
	}
	return longest
}

// actorsAgree: two lists that both name sides name one in common.
func actorsAgree(a, b []event.Actor) bool {
	if len(a) == 0 || len(b) == 0 {
		return true
	}
	for _, x := range a {
		for _, y := range b {
			if x.ID != "" && x.ID == y.ID || strings.EqualFold(x.Name, y.Name) {
				return true
			}
		}
	}
	return false
}

// casualtiesAgree: no count that both give contradicts. Tolls rise and are
// rounded, so counts that differ by 2 or by half still agree; some and none do not.
func casualtiesAgree(a, b event.Casualties) bool {
	for _, c := range [][2]*event.Count{
		{a.Killed, b.Killed}, {a.Wounded, b.Wounded}, {a.Missing, b.Missing}, {a.Captured, b.Captured}, {a.KilledOrWounded, b.KilledOrWounded},
	} {
		if c[0] != nil && c[1] != nil && (apart(c[0], c[1]) || apart(c[1], c[0])) {
			return false
		}
	}
	return true
}

// apart reports whether low ends too far below the beginning of high.
func apart(low, high *event.Count) bool {
	if low.Max == nil || high.Min == nil || *high.Min <= *low.Max {
		return false
	}
	return *low.Max == 0 || *high.Min > max(*low.Max+2, *low.Max*3/2)
}
