package claim

import (
	"math"

	"github.com/paulmach/orb"
)

// mistake is a likely slip in writing coordinates, and the point without it.
type mistake struct {
	code    string
	words   string // "latitude and longitude are swapped"
	r       Reading
	applied bool // the repaired point is checked in place of the written one; else it is only offered
}

// mistakes gives the slips that are tried, the commonest first. A swap and a wrong sign keep every digit, so a fit
// is no accident; the others change digits and are offered, not applied.
func mistakes(r Reading) []mistake {
	var out []mistake
	put := func(code, words string, lon, lat float64, applied bool) {
		if math.Abs(lat) > 90 || math.Abs(lon) > 180 || math.IsNaN(lat) || math.IsNaN(lon) {
			return
		}
		m := r
		m.Point, m.Note = orb.Point{lon, lat}, words
		out = append(out, mistake{code, words, m, applied})
	}
	lon, lat := r.Point[0], r.Point[1]
	put("swapped", "latitude and longitude are swapped", lat, lon, true)
	put("sign", "the longitude has the other sign", -lon, lat, true)
	put("sign", "the latitude has the other sign", lon, -lat, true)
	put("sign", "both have the other sign", -lon, -lat, true)
	put("swapped", "latitude and longitude are swapped and the longitude has the other sign", -lat, lon, true)
	put("swapped", "latitude and longitude are swapped and the latitude has the other sign", lat, -lon, true)
	switch r.Notation {
	case "decimal":
		if a, ok := asMinutes(lat); ok {
			if b, ok := asMinutes(lon); ok {
				put("notation", "the digits behind the points are minutes", b, a, false)
			}
		}
		if a, ok := asSeconds(lat); ok {
			if b, ok := asSeconds(lon); ok {
				put("notation", "the digits behind the points are minutes and seconds", b, a, false)
			}
		}
	case "dms", "dm":
		put("notation", "minutes and seconds are decimals of a degree", undo(lon), undo(lat), false)
	case "utm", "mgrs":
		for _, d := range []float64{-6, 6} {
			put("zone", "the zone is the next one", lon+d, lat, false)
		}
	}
	for _, d := range []float64{-1, 1, -10, 10} {
		put("digit", "a digit of the latitude is wrong", lon, lat+d, false)
		put("digit", "a digit of the longitude is wrong", lon+d, lat, false)
	}
	for _, k := range []float64{10, .1} {
		put("digit", "the point of the longitude is shifted", lon*k, lat, false)
		put("digit", "the point of the latitude is shifted", lon, lat*k, false)
	}
	return out
}

// asMinutes reads 51.30 as 51° 30'.
func asMinutes(x float64) (float64, bool) {
	deg, frac := math.Modf(math.Abs(x))
	min := frac * 100
	if min >= 60 {
		return 0, false
	}
	return math.Copysign(deg+min/60, x), true
}

// asSeconds reads 51.3015 as 51° 30' 15".
func asSeconds(x float64) (float64, bool) {
	deg, frac := math.Modf(math.Abs(x))
	min, rest := math.Modf(frac*100 + 1e-9)
	sec := rest * 100
	if min >= 60 || sec >= 60 {
		return 0, false
	}
	return math.Copysign(deg+min/60+sec/3600, x), true
}

// undo writes 51° 30' 15" as 51.3015.
func undo(x float64) float64 {
	deg, frac := math.Modf(math.Abs(x))
	min, rest := math.Modf(frac*60 + 1e-9)
	return math.Copysign(deg+min/100+rest*60/10000, x)
}

func repairWords(code string) string {
	if code == "swapped" {
		return "with latitude and longitude exchanged"
	}
	return "with the other sign"
}
