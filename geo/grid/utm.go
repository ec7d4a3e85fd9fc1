package grid

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

// UTM is a place on the Universal Transverse Mercator grid of WGS 84.
type UTM struct {
	Zone              int // 1 to 60
	South             bool
	Easting, Northing float64 // metres; northing counts from 10,000 km in the south
}

const (
	utmScale      = 0.9996
	utmEast       = 500000.0
	southNorthing = 10000000.0
	bands         = "CDEFGHJKLMNPQRSTUVWX"
)

// Zone gives the UTM zone of a point, with those of southern Norway and Svalbard,
// which differ from the rule of six degrees.
func Zone(p orb.Point) int {
	lon := math.Mod(math.Remainder(p[0], 360)+180, 360)
	z := min(60, int(lon/6)+1)
	lon -= 180
	switch lat := p[1]; {
	case lat >= 56 && lat < 64 && lon >= 3 && lon < 12:
		return 32
	case lat >= 72 && lat <= 84 && lon >= 0 && lon < 42:
		return 31 + 2*int((lon+3)/12)
	}
	return z
}

// Band gives the letter of the latitude band of UTM and MGRS, or 0 beyond 80° S and 84° N.
func Band(lat float64) byte {
	if !(lat >= -80 && lat <= 84) {
		return 0
	}
	n := min(int(math.Floor(lat/8))+10, len(bands)-1) // lat+80 would round a hair's breadth south of the equator to it
	if lat < 0 {
		n = min(n, 9)
	}
	return bands[n]
}

// BandLimits gives the latitudes between which a band lies; ok is false when there is no such band.
func BandLimits(band byte) (south, north float64, ok bool) {
	for i := range len(bands) {
		if bands[i] == band {
			south, north = -80+8*float64(i), -72+8*float64(i)
			if band == 'X' {
				north = 84
			}
			return south, north, true
		}
	}
	return 0, 0, false
}

func utmProjection(zone int, south bool) *TM {
	north0 := 0.0
	if south {
		north0 = southNorthing
	}
	return NewTM(WGS84, float64(6*zone-183), utmScale, utmEast, north0)
}

// ToUTM gives the UTM coordinates of a point in its own zone. Beyond 80° S and 84° N
// there are none, and the error says so.
func ToUTM(p orb.Point) (UTM, error) {
	if Band(p[1]) == 0 || !(math.Abs(p[0]) <= 360) {
		return UTM{}, fmt.Errorf("latitude %v lies beyond UTM, which ends at 80° S and 84° N; the polar grid UPS is not known", p[1])
	}
	u := UTM{Zone: Zone(p), South: p[1] < 0}
	u.Easting, u.Northing = utmProjection(u.Zone, u.South).Forward(p)
	return u, nil
}

// Point gives longitude and latitude. The error names a zone that does not exist, and
// eastings and northings that no place of a zone has.
func (u UTM) Point() (orb.Point, error) {
	switch {
	case u.Zone < 1 || u.Zone > 60:
		return orb.Point{}, fmt.Errorf("UTM zone %d does not exist; zones are 1 to 60", u.Zone)
	case !(u.Easting >= 100000 && u.Easting < 900000):
		return orb.Point{}, fmt.Errorf("the easting %.0f is not that of a UTM zone, which is 100000 to 900000 m", u.Easting)
	case !(u.Northing >= 0 && u.Northing <= southNorthing):
		return orb.Point{}, fmt.Errorf("the northing %.0f is not that of a UTM zone, which is 0 to 10000000 m", u.Northing)
	}
	p := utmProjection(u.Zone, u.South).Inverse(u.Easting, u.Northing)
	if math.Abs(p[1]) > 84.5 {
		return orb.Point{}, fmt.Errorf("the northing %.0f lies beyond UTM, which ends at 80° S and 84° N", u.Northing)
	}
	return p, nil
}
