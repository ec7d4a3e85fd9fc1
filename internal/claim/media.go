package claim

import (
	"fmt"
	"math"
	"time"

	"github.com/paulmach/orb"

	"sitmap/geo"
	"sitmap/geo/geodesic"
	"sitmap/internal/event"
	"sitmap/internal/zone"
)

const (
	gpsPass    = 500 * geo.Metres(1) // a camera stands beside what it shows
	gpsWarn    = 5 * geo.Kilometre   // or looks at it from afar
	clockPass  = 2 * time.Hour       // cameras' clocks are set by hand
	clockWarn  = 26 * time.Hour      // a clock without a zone may be off by that much and still be right
	mediaNamed = "the picture's own metadata, which anybody can change"
)

// media compares a picture's metadata with the claim. What is missing says nothing: most services remove it.
func (w *work) media(p orb.Point, r geo.Metres) {
	m := w.cl.Media
	if m == nil {
		return
	}
	for _, d := range m.Doubts {
		w.add(Check{Code: "media", Outcome: Warn, Measured: d, Expected: "metadata that can be right", Source: mediaNamed})
	}
	w.mediaGPS(p, r)
	w.mediaTime(p)
	if m.Direction != nil {
		w.add(Check{
			Code: "media_direction", Outcome: Skipped, Measured: fmt.Sprintf("the camera looked %s (%.0f°)", geodesic.Compass16(*m.Direction), float64(*m.Direction)), Expected: "compare with the view in the picture",
			Geometry: orb.LineString{p, geodesic.Direct(p, *m.Direction, 1000)}, Source: mediaNamed,
		})
	}
}

func (w *work) mediaGPS(p orb.Point, r geo.Metres) {
	m := w.cl.Media
	if m.GPS == nil {
		w.skip("media_gps: the picture carries no position, which says nothing")
		return
	}
	d := distance(p, *m.GPS)
	c := Check{Code: "media_gps", Measured: "the picture's position is " + km(d) + " from the point", Expected: "up to " + km(gpsPass), Geometry: orb.LineString{p, *m.GPS}, Source: mediaNamed}
	c.Outcome = grade(d <= gpsPass+r, d <= gpsWarn+r)
	c.Bits = bits(c.Outcome)
	if c.Outcome == Fail {
		w.reason("media_gps")
	}
	w.add(c)
	w.located = true
}

func (w *work) mediaTime(p orb.Point) {
	m, t := w.cl.Media, w.cl.Time
	shot, exact := m.Time, m.HasZone
	if !m.GPSTime.IsZero() {
		shot, exact = m.GPSTime, true
	}
	if shot.IsZero() {
		w.skip("media_time: the picture carries no time, which says nothing")
		return
	}
	if pub := w.cl.Published; exact && !pub.IsZero() && shot.After(pub.Add(clockSlack)) {
		w.reason("future")
		w.add(Check{Code: "media_time", Outcome: Fail, Measured: "taken " + lasting(shot.Sub(pub)) + " after the publication", Expected: "before the publication", Source: mediaNamed, Bits: bits(Fail)})
	}
	if t.IsZero() {
		w.skip("media_time: the claim gives no time to compare with the picture's " + shot.Format("2006-01-02 15:04"))
		return
	}
	c := Check{Code: "media_time", Source: mediaNamed, Expected: t.Format(time.RFC3339)}
	var off time.Duration
	if exact {
		off = shot.Sub(t)
		c.Measured = "taken at " + shot.Format(time.RFC3339)
	} else {
		local := t
		if loc := zone.At(p); loc != nil {
			local = t.In(loc)
		}
		wall := time.Date(local.Year(), local.Month(), local.Day(), local.Hour(), local.Minute(), local.Second(), 0, time.UTC)
		off = shot.Sub(wall)
		c.Measured = "the camera's clock said " + shot.Format("2006-01-02 15:04") + ", its zone is unknown"
	}
	if off < 0 {
		off = -off
	}
	c.Outcome = grade(off <= clockPass, off <= clockWarn)
	c.Bits = bits(c.Outcome)
	if c.Outcome == Fail {
		w.reason("media_time")
	}
	w.add(c)
}

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
		if e.Killed != nil {
			killed[0], killed[1] = min(killed[0], e.Killed[0]), max(killed[1], e.Killed[1])
		}
	}
	delete(sources, w.cl.Source)
	c := Check{Code: "neighbours", Outcome: Skipped, Source: "stored events", Expected: fmt.Sprintf("other reports within %s and %d days", km(nearEvents), nearDays)}
	c.Measured = fmt.Sprintf("%d stored events, %d independent sources", n, len(sources))
	if n > 0 {
		c.Geometry = at
	}
	if len(sources) > 0 {
		c.Outcome, c.Bits = Pass, float64(min(len(sources), 3))
		w.out.Rating.Suggested = 3
		if len(sources) > 1 {
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
