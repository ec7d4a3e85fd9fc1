package geodesic

import (
	"math"

	"sitmap/geo"
)

// Compass names a bearing by one of the eight winds: "north", "north-east", ...
// Each covers 22.5 degrees to both sides. A bearing that is not finite gives "".
func Compass(bearing geo.Degrees) string {
	names := [...]string{"north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"}
	b := float64(bearing)
	if math.IsNaN(b) || math.IsInf(b, 0) {
		return ""
	}
	return names[int(math.Round(math.Mod(b, 360)/45)+8)%8]
}

// Compass16 names a bearing by one of the sixteen points: "N", "NNE", "NE", ...
func Compass16(bearing geo.Degrees) string {
	names := [...]string{"N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW"}
	b := float64(bearing)
	if math.IsNaN(b) || math.IsInf(b, 0) {
		return ""
	}
	return names[int(math.Round(math.Mod(b, 360)/22.5)+16)%16]
}

// AngleBetween is the smallest turn from one bearing to the other, 0 to 180.
func AngleBetween(a, b geo.Degrees) geo.Degrees {
	return geo.Degrees(math.Abs(math.Remainder(float64(a)-float64(b), 360)))
}
