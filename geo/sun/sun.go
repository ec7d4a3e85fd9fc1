// Package sun says where the sun and the moon stand over a place, so that words
// such as "at dawn", a shadow in a picture or a moonlit night can be checked.
//
// [At] and [Moon] give a position, [On] the times of one civil day (rise, set,
// twilights), [Fits] the times at which a stated shadow was possible.
//
// Points are longitude, latitude in degrees; azimuths count clockwise from true
// north. The place is taken at sea level with a free horizon, the air at 1010 hPa
// and 10 °C: hills, houses and weather are not known here. Times from 1900 to 2100
// are answered; UTC stands for the astronomers' time scales, which costs less than
// 0.004° (sun) and 0.04° (moon). Against libastro the sun's place in the sky lies
// within 0.02°, the moon's within 0.06°.
//
// Formulas: J. Meeus, Astronomical Algorithms, 2nd edition, chapters 12 (sidereal
// time), 13 (horizon), 16 (refraction), 25 (sun), 40 (parallax), 47 (moon) and 48
// (lit part). NOAA's solar calculator rests on the same chapter 25.
package sun

import (
	"fmt"
	"math"
	"time"

	"github.com/paulmach/orb"

	"sitmap/geo"
)

// The years that the package answers for.
const (
	FirstYear = 1900
	LastYear  = 2100
)

// Position is where a body stands as seen from a place.
type Position struct {
	Azimuth     geo.Degrees // of the centre, clockwise from true north, 0 to 360; of no meaning at the zenith
	Altitude    geo.Degrees // of the centre above the horizon as it looks, lifted by refraction
	Geometric   geo.Degrees // the same without refraction; phases and rise are defined by it
	Declination geo.Degrees // north of the celestial equator, from the Earth's centre
}

// At gives the position of the sun over a point (lon, lat) at a time. It fails for
// a point outside the Earth's coordinates and a year outside 1900 to 2100.
func At(p orb.Point, t time.Time) (Position, error) {
	if err := check(p, t); err != nil {
		return Position{}, err
	}
	return at(p, t), nil
}

func at(p orb.Point, t time.Time) Position {
	d := days(t)
	s := solar(d)
	h := s.horizontal(d, p, s.ra, s.dec)
	h.Geometric -= geo.Degrees(8.794 / 3600 * cosd(float64(h.Geometric))) // parallax, chapter 40
	h.Altitude = h.Geometric + Refraction(h.Geometric)
	return h
}

// Refraction is how far the air lifts a body at a geometric altitude: Sæmundsson's
// formula (Meeus, 16.4), faded out below -1°, where nothing is seen.
func Refraction(geometric geo.Degrees) geo.Degrees {
	h := float64(geometric)
	if h < -1 {
		return Refraction(-1) * geo.Degrees(math.Max(0, math.Tan(rad)/math.Tan(math.Min(-h, 90)*rad)))
	}
	return geo.Degrees(math.Max(0, 1.02/60/math.Tan((h+10.3/(h+5.11))*rad)))
}

// check refuses what the formulas do not hold for.
func check(p orb.Point, t time.Time) error {
	if !(p[0] >= -180 && p[0] <= 180 && p[1] >= -90 && p[1] <= 90) {
		return fmt.Errorf("sun: the point %v, %v is not a longitude (-180 to 180) and a latitude (-90 to 90) in degrees", p[0], p[1])
	}
	if y := t.UTC().Year(); y < FirstYear || y > LastYear {
		return fmt.Errorf("sun: the year %d is outside %d to %d, for which the formulas hold", y, FirstYear, LastYear)
	}
	return nil
}

const rad = math.Pi / 180

func sind(a float64) float64 { return math.Sin(a * rad) }
func cosd(a float64) float64 { return math.Cos(a * rad) }

// days counts from noon of 1 January 2000 (J2000), as Julian days do.
func days(t time.Time) float64 {
	return (float64(t.Unix()-946728000) + float64(t.Nanosecond())/1e9) / 86400
}

// circle brings an angle to 0 up to 360.
func circle(a float64) float64 {
	if a = math.Mod(a, 360); a < 0 {
		a += 360
	}
	return a
}

// sky is what one moment's sun and equator come to, in degrees.
type sky struct {
	longitude, distance float64 // of the sun: apparent; in astronomical units
	ra, dec             float64
	obliquity, nodeSin  float64 // of the ecliptic; sine of the moon's node
}

// solar gives the sun as of chapter 25, lower accuracy (0.01°).
func solar(d float64) sky {
	T := d / 36525
	m := 357.52911 + T*(35999.05029-T*0.0001537)
	centre := (1.914602-T*(0.004817+T*0.000014))*sind(m) + (0.019993-T*0.000101)*sind(2*m) + 0.000289*sind(3*m)
	e := 0.016708634 - T*(0.000042037+T*0.0000001267)
	node := 125.04 - 1934.136*T
	s := sky{nodeSin: sind(node)}
	s.longitude = 280.46646 + T*(36000.76983+T*0.0003032) + centre - 0.00569 - 0.00478*s.nodeSin
	s.distance = 1.000001018 * (1 - e*e) / (1 + e*cosd(m+centre))
	s.obliquity = 23.4392911 - T*(0.0130042+T*(1.64e-7-T*5.036e-7)) + 0.00256*cosd(node)
	s.ra, s.dec = equatorial(s.longitude, 0, s.obliquity)
	return s
}

// equatorial turns ecliptic longitude and latitude to right ascension and
// declination (13.3, 13.4).
func equatorial(lon, lat, obliquity float64) (ra, dec float64) {
	sl, cl := math.Sincos(lon * rad)
	sb, cb := math.Sincos(lat * rad)
	so, co := math.Sincos(obliquity * rad)
	return math.Atan2(sl*co*cb-sb*so, cl*cb) / rad, math.Asin(sb*co+cb*so*sl) / rad
}

// sidereal gives the apparent sidereal time of Greenwich in degrees (12.4).
func (s sky) sidereal(d float64) float64 {
	T := d / 36525
	return 280.46061837 + 360.98564736629*d + T*T*0.000387933 - 0.00478*s.nodeSin*cosd(s.obliquity)
}

// horizontal brings right ascension and declination to the horizon of a point (13.5, 13.6).
func (s sky) horizontal(d float64, p orb.Point, ra, dec float64) Position {
	sh, ch := math.Sincos(math.Mod(s.sidereal(d)+p[0]-ra, 360) * rad)
	sp, cp := math.Sincos(p[1] * rad)
	sd, cd := math.Sincos(dec * rad)
	east, north, up := -cd*sh, sd*cp-cd*sp*ch, sd*sp+cd*cp*ch
	return Position{
		Azimuth:     geo.Degrees(circle(math.Atan2(east, north) / rad)),
		Geometric:   geo.Degrees(math.Atan2(up, math.Hypot(east, north)) / rad),
		Declination: geo.Degrees(dec),
	}
}
