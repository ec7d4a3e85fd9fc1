package claim

import (
	"fmt"
	"time"

	"github.com/paulmach/orb"

	"sitmap/geo"
	"sitmap/geo/geodesic"
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
