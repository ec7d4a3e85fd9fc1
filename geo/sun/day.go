package sun

import (
	"errors"
	"fmt"
	"math"
	"sort"
	"time"

	"github.com/paulmach/orb"

	"sitmap/geo"
)

// Polar says that the sun crosses an altitude at no time of a day.
type Polar string

// The kinds of days without a crossing.
const (
	AlwaysAbove Polar = "above all day"
	AlwaysBelow Polar = "below all day"
)

// Arc is how the sun passes one altitude in the course of a day.
type Arc struct {
	Above []Window  // the parts of the day with the sun above the altitude, in order
	Rise  time.Time // the first upward crossing; zero when there is none
	Set   time.Time // the last downward crossing; zero when there is none
	Polar Polar     // set when there is no crossing at all
}

// Day holds the sun's times of one civil day, in the location asked for.
type Day struct {
	Start, End   time.Time   // first instant of the day and of the next
	Noon         time.Time   // when the sun crosses the meridian; zero when the day holds no such time, as the clock's midnight can fall on it
	NoonAltitude geo.Degrees // apparent, at Noon; below 0 in the polar night

	Sun          Arc // Rise and Set are sunrise and sunset, by the upper rim
	Civil        Arc // Rise is the beginning of dawn, Set the end of dusk
	Nautical     Arc
	Astronomical Arc
}

// ErrNoDay says that a calendar date was skipped at the place.
var ErrNoDay = errors.New("sun: there is no such day in this time zone")

// On gives the sun's times over a point (lon, lat) for a date of the calendar in a
// location, to the second; a free horizon and the weather make them uncertain by a
// minute or more, near the poles by many. A crossing that the day does not hold is
// reported as missing. Fails like [At], with [ErrNoDay], and without a location.
func On(p orb.Point, year int, month time.Month, day int, loc *time.Location) (Day, error) {
	var d Day
	var err error
	if d.Start, d.End, err = civil(year, month, day, loc); err != nil {
		return Day{}, err
	}
	if err := check(p, d.Start); err != nil {
		return Day{}, err
	}
	altitude := sample(d.Start, d.End, func(t time.Time) float64 { return float64(at(p, t).Geometric) })
	if noon := transit(p, d.Start); noon.Before(d.End) {
		d.Noon, d.NoonAltitude = noon, at(p, noon).Altitude
	}
	d.Sun = d.arc(altitude, Horizon)
	d.Civil = d.arc(altitude, CivilEnd)
	d.Nautical = d.arc(altitude, NauticalEnd)
	d.Astronomical = d.arc(altitude, AstronomicalEnd)
	return d, nil
}

// arc finds when the altitude is above a limit in the day.
func (d Day) arc(altitude curve, limit geo.Degrees) Arc {
	a := Arc{Above: altitude.from(float64(limit))}
	for _, w := range a.Above {
		if w.From.After(d.Start) && a.Rise.IsZero() {
			a.Rise = w.From
		}
		if w.To.Before(d.End) {
			a.Set = w.To
		}
	}
	switch {
	case len(a.Above) == 0:
		a.Polar = AlwaysBelow
	case a.Rise.IsZero() && a.Set.IsZero():
		a.Polar = AlwaysAbove
	}
	return a
}

// transit gives the first upper passage of the sun through the meridian from a time
// on, to the second.
func transit(p orb.Point, from time.Time) time.Time {
	t := from
	for i := range 4 {
		d := days(t)
		s := solar(d)
		ahead := circle(s.ra - s.sidereal(d) - p[0]) // degrees that the Earth has yet to turn
		if i > 0 {
			ahead = math.Remainder(ahead, 360)
		}
		t = t.Add(time.Duration(ahead / 360 * float64(24*time.Hour)))
	}
	return t.Round(time.Second)
}

// civil gives the first instants of a date and of the one after it.
func civil(year int, month time.Month, day int, loc *time.Location) (start, end time.Time, err error) {
	if loc == nil {
		return start, end, errors.New("sun: a day needs a time zone, and none was given")
	}
	midnight := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	if midnight.Year() != year || midnight.Month() != month || midnight.Day() != day {
		return start, end, fmt.Errorf("sun: %04d-%02d-%02d is not in the calendar", year, int(month), day)
	}
	start, end = begin(midnight, loc), begin(midnight.AddDate(0, 0, 1), loc)
	if !start.Before(end) {
		return start, end, fmt.Errorf("%w: %s in %s", ErrNoDay, midnight.Format(time.DateOnly), loc)
	}
	return start, end, nil
}

// begin finds the first instant at which a location's calendar shows the date of a
// midnight in UTC or a later one. Time zones reach from UTC-12 to UTC+14.
func begin(midnight time.Time, loc *time.Location) time.Time {
	first := midnight.Add(-16 * time.Hour)
	n := sort.Search(32*3600, func(s int) bool {
		y, m, d := first.Add(time.Duration(s) * time.Second).In(loc).Date()
		return !time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Before(midnight)
	})
	return first.Add(time.Duration(n) * time.Second).In(loc)
}
