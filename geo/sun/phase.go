package sun

import "sitmap/geo"

// Phase is a word for the light.
type Phase string

// The phases, from light to dark.
const (
	Daylight     Phase = "day"                   // a part of the sun is above the horizon
	Civil        Phase = "civil twilight"        // down to 6° below: outdoors one sees without lamps
	Nautical     Phase = "nautical twilight"     // down to 12° below: outlines only
	Astronomical Phase = "astronomical twilight" // down to 18° below: dark to the eye
	Night        Phase = "night"
)

// The geometric altitudes of the sun's centre at which the phases change.
const (
	Horizon         geo.Degrees = -50.0 / 60 // 34' of refraction and 16' of the sun's radius
	CivilEnd        geo.Degrees = -6
	NauticalEnd     geo.Degrees = -12
	AstronomicalEnd geo.Degrees = -18
)

// PhaseOf gives the phase at a geometric altitude of the sun.
func PhaseOf(geometric geo.Degrees) Phase {
	switch {
	case geometric >= Horizon:
		return Daylight
	case geometric >= CivilEnd:
		return Civil
	case geometric >= NauticalEnd:
		return Nautical
	case geometric >= AstronomicalEnd:
		return Astronomical
	}
	return Night
}

// Phase gives the phase of a position of the sun.
func (p Position) Phase() Phase { return PhaseOf(p.Geometric) }
