// Package zone tells which day it is where a place is: [Day].
//
// It knows the time zone of every point (tzf with its simplified borders, a few kilometres
// off at most; at sea the nautical zones). The borders take half a second and 30 MB to load,
// so they are loaded only when the zone can change the day: around the publisher's midnight.
package zone

import (
	"math"
	"sync"
	"time"
	_ "time/tzdata" // machines without a zone database

	"github.com/paulmach/orb"
	"github.com/ringsaturn/tzf"

	"sitmap/internal/event"
)

var finder = sync.OnceValue(func() tzf.F { //nolint:gochecknoglobals // loaded once, never written
	f, err := tzf.NewDefaultFinder()
	if err != nil {
		return nil
	}
	return f
})

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

// At gives the time zone of a point (lon, lat), nil when it is not known.
func At(p orb.Point) *time.Location {
	f := finder()
	if f == nil {
		return nil
	}
	name := f.GetTimezoneName(p[0], p[1])
	if name == "" {
		return nil
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return nil
	}
	return loc
}
