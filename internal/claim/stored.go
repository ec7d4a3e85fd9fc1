package claim

import (
	"fmt"
	"math"
	"time"

	"github.com/paulmach/orb"

	"sitmap/geo"
	"sitmap/internal/event"
)

const (
	nearEvents = 5 * geo.Kilometre
	nearDays   = 3
	fastest    = 900.0 // km/h: an airliner
	farApart   = 20 * geo.Kilometre
)

// neighbours looks at what is stored: events near in space and time by independent source, the same text, post or
// picture at another place, and the same source at two places in too little time.
func (w *work) neighbours(p orb.Point, r geo.Metres) {
	if w.c.events == nil {
		w.skip("stored events: no database was given")
		return
	}
	w.around(p, r)
	w.repeats(p)
}

// around counts independent sources of events near the point.
func (w *work) around(p orb.Point, r geo.Metres) {
	from, to := w.days()
	if from.IsZero() {
		w.skip("stored events near: the claim gives no date")
		return
	}
	near, err := w.c.events.Around(w.ctx, p, nearEvents+r, from.AddDays(-nearDays), to.AddDays(nearDays))
	if err != nil {
		w.skip("stored events near: " + err.Error())
		return
	}
	sources := map[string]bool{}
	groups := map[event.ID]int{} // independent reports of each
	alone := 0                   // events in no group
	var at orb.MultiPoint
	killed := [2]int{math.MaxInt, -1}
	n := 0
	for _, e := range near {
		if string(e.ID) == w.cl.Exclude {
			continue
		}
		n++
		at = append(at, e.Point)
		for _, s := range e.Sources {
			sources[s] = true
		}
		if e.Group == "" {
			alone++
		} else {
			groups[e.Group] = e.Independent
		}
		if e.Killed != nil {
			killed[0], killed[1] = min(killed[0], e.Killed[0]), max(killed[1], e.Killed[1])
		}
	}
	delete(sources, w.cl.Source)
	independent := alone // a text that several outlets copy is one source
	for _, k := range groups {
		independent += k
	}
	independent = min(independent, len(sources))
	c := Check{Code: "neighbours", Outcome: Skipped, Source: "stored events", Expected: fmt.Sprintf("other reports within %s and %d days", km(nearEvents), nearDays)}
	c.Measured = fmt.Sprintf("%s, %s", count(n, "stored event"), count(independent, "independent source"))
	if n > 0 {
		c.Geometry = at
	}
	if independent > 0 {
		c.Outcome, c.Bits = Pass, float64(min(independent, 3))
		w.out.Rating.Suggested = 3
		if independent > 1 {
			w.out.Rating.Suggested = 2
		}
		w.out.Rating.Why = c.Measured + " near the point"
	}
	w.add(c)
	w.tolls(killed)
}

// tolls compares the claim's count of dead with that of the events near it.
func (w *work) tolls(other [2]int) {
	if other[1] < 0 {
		return
	}
	for _, k := range w.said.killed {
		c := Check{Code: "casualties", Outcome: Pass, Measured: fmt.Sprintf("%d to %d killed in stored events near it", other[0], other[1]), Expected: fmt.Sprintf("%d to %d killed", k[0], k[1]), Source: "stored events"}
		if k[0] > 2*max(other[1], 1) || k[1] < other[0]/2 {
			c.Outcome = Warn
		}
		w.add(c)
	}
}

// days gives the days of the claim: of the time, of the words, or those before the publication.
func (w *work) days() (from, to event.Date) {
	switch {
	case !w.cl.Time.IsZero():
		d := event.DateOf(w.cl.Time)
		return d, d
	default:
		for _, f := range w.said.times {
			if !f.Start.IsZero() && !f.End.IsZero() {
				return f.Start, f.End
			}
		}
	}
	if w.cl.Published.IsZero() {
		return event.Date{}, event.Date{}
	}
	d := event.DateOf(w.cl.Published)
	return d.AddDays(-2), d
}

// repeats looks for the same text, post or picture at another place, and for a source that was too fast.
func (w *work) repeats(p orb.Point) {
	same, err := w.c.events.Same(w.ctx, w.cl)
	if err != nil {
		w.skip("earlier claims: " + err.Error())
		return
	}
	for _, e := range same {
		d := distance(p, e.Point)
		if e.By != "source" {
			if d <= farApart {
				continue
			}
			w.reason("duplicate")
			w.add(Check{
				Code: "duplicate", Outcome: Fail, Measured: fmt.Sprintf("the same %s stands at %s, %s away (%s)", e.By, latLon(e.Point), km(d), e.Where), Expected: "one place",
				Geometry: orb.LineString{p, e.Point}, Source: "stored claims and reports", Bits: bits(Fail),
			})
			continue
		}
		w.speed(p, e, d)
	}
}

// speed compares two places of one source with the time between them.
func (w *work) speed(p orb.Point, e Earlier, d geo.Metres) {
	if w.cl.Time.IsZero() || e.Time.IsZero() || d <= farApart {
		return
	}
	h := math.Abs(w.cl.Time.Sub(e.Time).Hours())
	v := d.Kilometres() / math.Max(h, 1.0/60)
	if v <= fastest {
		return
	}
	w.reason("speed")
	w.add(Check{
		Code: "speed", Outcome: Fail, Measured: fmt.Sprintf("the source was %s away %s apart: %.0f km/h", km(d), lasting(time.Duration(h*float64(time.Hour))), v), Expected: fmt.Sprintf("up to %.0f km/h", fastest),
		Geometry: orb.LineString{p, e.Point}, Source: "stored claims", Bits: bits(Fail),
	})
}

// count writes a number with its noun.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
