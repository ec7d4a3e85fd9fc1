// Package zone tells which day it is where a place is: [Day].
//
// It knows the time zone of every point (the simplified borders of tzf, a few kilometres
// off at most; at sea the nautical zones). The borders take 0.1 s and 10 MB to unpack, so
// they are unpacked only when the zone can change the day: around the publisher's midnight.
package zone

import (
	"math"
	"sync"
	"time"
	_ "time/tzdata" // machines without a zone database

	"github.com/paulmach/orb"

	"sitmap/internal/event"
)

// zones are unpacked when they are first asked for; nil if they are damaged.
//
//nolint:gochecknoglobals // made once, never written
var zones = sync.OnceValue(func() *borders {
	b, err := readBorders()
	if err != nil {
		return nil
	}
	return b
})

// location loads a zone's rules when they are first asked for.
func location(name string) func() *time.Location {
	return sync.OnceValue(func() *time.Location {
		loc, err := time.LoadLocation(name)
		if err != nil {
			return nil
		}
		return loc
	})
}

// widest is how far legal time strays from the sun's: western China keeps Beijing's.
const widest = 3 * time.Hour

// Day gives the calendar day of the moment t at a point (lon, lat); t's own day when the
// zone of the point is not known.
func Day(t time.Time, p orb.Point) event.Date {
	own := event.DateOf(t)
	if t.IsZero() || math.IsNaN(p[0]) || math.Abs(p[0]) > 180 || math.IsNaN(p[1]) || math.Abs(p[1]) > 90 {
		return own
	}
	sun := t.UTC().Add(time.Duration(p[0] / 15 * float64(time.Hour)))
	if event.DateOf(sun.Add(-widest)) == own && event.DateOf(sun.Add(widest)) == own {
		return own
	}
	if loc := At(p); loc != nil {
		return event.DateOf(t.In(loc))
	}
	return own
}

// slack is how far beside a point a zone is looked for where borders leave a gap, degrees.
const slack = 0.02

// At gives the time zone of a point (lon, lat), nil when it is not known.
func At(p orb.Point) *time.Location {
	b := zones()
	if b == nil {
		return nil
	}
	for _, dx := range [3]float64{0, -slack, slack} {
		for _, dy := range [3]float64{0, -slack, slack} {
			if a := b.find(p[0]+dx, p[1]+dy); a != nil {
				return a.where()
			}
		}
	}
	return nil
}
