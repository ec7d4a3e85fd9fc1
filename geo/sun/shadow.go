package sun

import (
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/paulmach/orb"

	"sitmap/geo"
)

// Shadow is what an upright thing throws on level ground.
type Shadow struct {
	Azimuth geo.Degrees // where the shadow points, from true north, 0 to 360
	Length  float64     // as a multiple of the thing's height
}

// Shadow gives the shadow that a position of the sun throws; false when the sun's
// centre is not above the horizon.
func (p Position) Shadow() (Shadow, bool) {
	if !(p.Altitude > 0) {
		return Shadow{}, false
	}
	return Shadow{
		Azimuth: geo.Degrees(circle(float64(p.Azimuth) + 180)),
		Length:  1 / math.Tan(math.Min(float64(p.Altitude), 90)*rad),
	}, true
}

// Seen is what somebody states of a shadow: its direction, its length, or both. A
// part whose tolerance is zero was not stated.
type Seen struct {
	Azimuth          geo.Degrees // where the shadow points, from true north, 0 to 360
	AzimuthTolerance geo.Degrees // up to 180
	Length           float64     // as a multiple of the height
	LengthTolerance  float64     // in the same unit
}

func (s Seen) check() error {
	az, tol := float64(s.Azimuth), float64(s.AzimuthTolerance)
	switch {
	case !(tol >= 0 && tol <= 180 && s.LengthTolerance >= 0 && s.LengthTolerance <= 1e6):
		return fmt.Errorf("sun: a shadow's tolerances %v° and %v are not between 0 and 180° and 0 and 1e6", tol, s.LengthTolerance)
	case tol == 0 && s.LengthTolerance == 0:
		return errors.New("sun: neither a direction nor a length of the shadow is stated with a tolerance above 0")
	case !(az >= 0 && az <= 360):
		return fmt.Errorf("sun: the shadow's azimuth %v is not between 0 and 360°", az)
	case !(s.Length >= 0 && s.Length <= 1e6):
		return fmt.Errorf("sun: the shadow's length %v is not between 0 and 1e6 times the height", s.Length)
	}
	return nil
}

// Fits gives the times of a civil day at which the shadow over a point (lon, lat)
// was within the tolerances of what is stated, in order and in the location; none
// when it fits at no time. Fails like [On], and for a shadow that states nothing.
func Fits(p orb.Point, year int, month time.Month, day int, loc *time.Location, s Seen) ([]Window, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	from, to, err := civil(year, month, day, loc)
	if err != nil {
		return nil, err
	}
	if err := check(p, from); err != nil {
		return nil, err
	}
	altitude := sample(from, to, func(t time.Time) float64 { return float64(at(p, t).Altitude) })
	fit := altitude.from(1e-9)
	if s.AzimuthTolerance > 0 {
		miss := sample(from, to, func(t time.Time) float64 {
			return -math.Abs(math.Remainder(float64(at(p, t).Azimuth)+180-float64(s.Azimuth), 360))
		})
		fit = both(fit, miss.from(-float64(s.AzimuthTolerance)))
	}
	if s.LengthTolerance > 0 {
		fit = both(fit, altitude.from(math.Atan2(1, s.Length+s.LengthTolerance)/rad))
		if short := s.Length - s.LengthTolerance; short > 0 {
			altitude.f = func(t time.Time) float64 { return -float64(at(p, t).Altitude) }
			for i := range altitude.v {
				altitude.v[i] = -altitude.v[i]
			}
			fit = both(fit, altitude.from(-math.Atan2(1, short)/rad))
		}
	}
	return fit, nil
}
