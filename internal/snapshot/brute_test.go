package snapshot

import (
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"sitmap/geo/geodesic"
	"sitmap/internal/event"
)

// truth answers a query by looking at every event, with other code than the snapshot's.
type truth struct {
	events  []event.ID // in list order
	places  map[string]orb.Point
	matched map[event.ID]event.Event
}

func bruteForce(events []event.Event, q Query) truth {
	t := truth{places: map[string]orb.Point{}, matched: map[event.ID]event.Event{}}
	for _, ev := range events {
		if !bruteEvent(ev, q) {
			continue
		}
		spatial := q.Bounds != nil || q.Near != nil || q.Area != nil || q.Precision != nil
		some := false
		for i, l := range ev.Where {
			if brutePlace(l.Point, q) && (q.Precision == nil || slices.Contains(q.Precision, uint8(l.GeoPrecision))) {
				some = true
				t.places[key(ev.ID, i)] = l.Point
			}
		}
		if some || !spatial {
			t.matched[ev.ID] = ev
			t.events = append(t.events, ev.ID)
		}
	}
	slices.SortFunc(t.events, func(a, b event.ID) int {
		da, db := t.matched[a].When.Start, t.matched[b].When.Start
		switch {
		case da == db:
			return strings.Compare(string(a), string(b))
		case da.IsZero():
			return 1
		case db.IsZero() || db.Before(da):
			return -1
		}
		return 1
	})
	return t
}

func key(id event.ID, place int) string { return string(id) + "#" + string(rune('0'+place)) }

func bruteEvent(ev event.Event, q Query) bool {
	w := ev.When
	if !q.From.IsZero() && !w.End.IsZero() && w.End.Before(q.From) {
		return false
	}
	if !q.To.IsZero() && !w.Start.IsZero() && q.To.Before(w.Start) {
		return false
	}
	if len(q.Types) > 0 && !slices.Contains(q.Types, ev.Type) {
		return false
	}
	if len(q.Sources) > 0 && !slices.Contains(q.Sources, outletOf(ev.Evidence[0].Report)) {
		return false
	}
	if len(q.Verification) > 0 && !slices.Contains(q.Verification, ev.Verification) {
		return false
	}
	if q.Report != "" && ev.Evidence[0].Report != q.Report {
		return false
	}
	if q.IDs != nil && !slices.Contains(q.IDs, ev.ID) {
		return false
	}
	if q.Killed != nil {
		n := ev.Casualties.Killed
		if n == nil {
			return false
		}
		most := *n.Min
		if n.Max != nil {
			most = *n.Max
		}
		if *n.Min > q.Killed.Max || most < q.Killed.Min {
			return false
		}
	}
	if q.Text != "" && !strings.Contains(ev.Trigger, q.Text) {
		return false
	}
	if len(q.Actors) == 0 {
		return true
	}
	return slices.ContainsFunc(ev.Actors, func(a event.Actor) bool {
		return slices.Contains(q.Actors, a.Name) || slices.Contains(q.Actors, a.ID)
	})
}

func brutePlace(p orb.Point, q Query) bool {
	if b := q.Bounds; b != nil {
		if p[1] < b.Min[1] || p[1] > b.Max[1] {
			return false
		}
		in := func(lon float64) bool {
			if b.Min[0] <= b.Max[0] {
				return lon >= b.Min[0] && lon <= b.Max[0]
			}
			return lon >= b.Min[0] || lon <= b.Max[0]
		}
		if !in(p[0]) && !(p[0] == 180 && in(-180)) && !(p[0] == -180 && in(180)) {
			return false
		}
	}
	if q.Area != nil && !geodesic.InPolygon(meridian(p), q.Area) {
		return false
	}
	return q.Near == nil || geodesic.Distance(q.Near.Centre, p) <= q.Near.Radius
}
