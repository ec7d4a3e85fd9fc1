package sun

import (
	"math"
	"time"

	"github.com/paulmach/orb"

	"sitmap/geo"
)

// MoonPhase is a word for the moon's shape.
type MoonPhase string

// The phases, in their order. The four that are instants are given for half a day
// before and after.
const (
	NewMoon        MoonPhase = "new moon"
	WaxingCrescent MoonPhase = "waxing crescent"
	FirstQuarter   MoonPhase = "first quarter"
	WaxingGibbous  MoonPhase = "waxing gibbous"
	FullMoon       MoonPhase = "full moon"
	WaningGibbous  MoonPhase = "waning gibbous"
	LastQuarter    MoonPhase = "last quarter"
	WaningCrescent MoonPhase = "waning crescent"
)

// MoonPosition is where the moon stands and how it looks.
type MoonPosition struct {
	Position
	Lit   float64   // the lit part of the disc, 0 to 1
	Phase MoonPhase // by how far the moon is ahead of the sun
}

// Moon gives the moon over a point (lon, lat) at a time. Fails like [At].
func Moon(p orb.Point, t time.Time) (MoonPosition, error) {
	if err := check(p, t); err != nil {
		return MoonPosition{}, err
	}
	d := days(t)
	s := solar(d)
	lon, lat, km := lunar(d)
	ra, dec := equatorial(lon-0.00478*s.nodeSin, lat, s.obliquity)
	m := MoonPosition{Position: s.horizontal(d, p, ra, dec)}
	h := float64(m.Geometric)
	m.Geometric = geo.Degrees(math.Atan2(sind(h)-6378.14/km, cosd(h)) / rad) // seen from the surface, chapter 40
	m.Altitude = m.Geometric + Refraction(m.Geometric)

	ahead := circle(lon - s.longitude)
	apart := math.Acos(math.Max(-1, math.Min(1, cosd(lat)*cosd(ahead)))) / rad // 48.2
	r := s.distance * 149597870.7
	angle := math.Atan2(r*sind(apart), km-r*cosd(apart)) // 48.3
	m.Lit = (1 + math.Cos(angle)) / 2                    // 48.1
	m.Phase = moonPhase(ahead)
	return m, nil
}

// moonPhase names how many degrees the moon is ahead of the sun.
func moonPhase(ahead float64) MoonPhase {
	const halfDay = 6.1 // the moon gains 12.19° a day on the sun
	quarter := math.Round(ahead / 90)
	if math.Abs(ahead-quarter*90) <= halfDay {
		return [...]MoonPhase{NewMoon, FirstQuarter, FullMoon, LastQuarter}[int(quarter)%4]
	}
	return [...]MoonPhase{WaxingCrescent, WaxingGibbous, WaningGibbous, WaningCrescent}[int(ahead/90)%4]
}

// term is a line of Meeus' tables 47.A and 47.B: multiples of the moon's elongation,
// the sun's anomaly, the moon's anomaly and its argument of latitude; then the
// factors of the sine (1e-6 degrees) and of the cosine (metres).
type term struct {
	d, m, a, f int8
	sin, cos   float64
}

// The terms from 0.0035° on; those left out come to less than 0.03°.
//
//nolint:gochecknoglobals // tables that never change
var (
	longitudeTerms = [...]term{
		{0, 0, 1, 0, 6288774, -20905355},
		{2, 0, -1, 0, 1274027, -3699111},
		{2, 0, 0, 0, 658314, -2955968},
		{0, 0, 2, 0, 213618, -569925},
		{0, 1, 0, 0, -185116, 48888},
		{0, 0, 0, 2, -114332, -3149},
		{2, 0, -2, 0, 58793, 246158},
		{2, -1, -1, 0, 57066, -152138},
		{2, 0, 1, 0, 53322, -170733},
		{2, -1, 0, 0, 45758, -204586},
		{0, 1, -1, 0, -40923, -129620},
		{1, 0, 0, 0, -34720, 108743},
		{0, 1, 1, 0, -30383, 104755},
		{2, 0, 0, -2, 15327, 10321},
		{0, 0, 1, 2, -12528, 0},
		{0, 0, 1, -2, 10980, 79661},
		{4, 0, -1, 0, 10675, -34782},
		{0, 0, 3, 0, 10034, -23210},
		{4, 0, -2, 0, 8548, -21636},
		{2, 1, -1, 0, -7888, 24208},
		{2, 1, 0, 0, -6766, 30824},
		{1, 0, -1, 0, -5163, -8379},
		{1, 1, 0, 0, 4987, -16675},
		{2, -1, 1, 0, 4036, -12831},
		{2, 0, 2, 0, 3994, -10445},
		{4, 0, 0, 0, 3861, -11650},
		{2, 0, -3, 0, 3665, 14403},
	}
	latitudeTerms = [...]term{
		{0, 0, 0, 1, 5128122, 0},
		{0, 0, 1, 1, 280602, 0},
		{0, 0, 1, -1, 277693, 0},
		{2, 0, 0, -1, 173237, 0},
		{2, 0, -1, 1, 55413, 0},
		{2, 0, -1, -1, 46271, 0},
		{2, 0, 0, 1, 32573, 0},
		{0, 0, 2, 1, 17198, 0},
		{2, 0, 1, -1, 9266, 0},
		{0, 0, 2, -1, 8822, 0},
		{2, -1, 0, -1, 8216, 0},
		{2, 0, -2, -1, 4324, 0},
		{2, 0, 1, 1, 4200, 0},
	}
)

// lunar gives the moon's ecliptic longitude and latitude in degrees, and its
// distance in kilometres, from the Earth's centre (chapter 47).
func lunar(days float64) (lon, lat, km float64) {
	T := days / 36525
	l := math.Mod(218.3164477+T*(481267.88123421-T*0.0015786), 360)
	d := math.Mod(297.8501921+T*(445267.1114034-T*0.0018819), 360)
	m := math.Mod(357.5291092+T*(35999.0502909-T*0.0001536), 360)
	a := math.Mod(134.9633964+T*(477198.8675055+T*0.0087414), 360)
	f := math.Mod(93.2720950+T*(483202.0175233-T*0.0036539), 360)
	e := 1 - T*(0.002516+T*0.0000074) // the sun's path grows rounder
	angle := func(t term) (sin, cos float64) {
		sin, cos = math.Sincos((float64(t.d)*d + float64(t.m)*m + float64(t.a)*a + float64(t.f)*f) * rad)
		if t.m != 0 {
			sin, cos = sin*e, cos*e
		}
		return sin, cos
	}
	lon, km = l, 385000.56
	for _, t := range longitudeTerms {
		sin, cos := angle(t)
		lon += t.sin * sin * 1e-6
		km += t.cos * cos * 1e-3
	}
	for _, t := range latitudeTerms {
		sin, _ := angle(t)
		lat += t.sin * sin * 1e-6
	}
	return lon, lat, km
}
