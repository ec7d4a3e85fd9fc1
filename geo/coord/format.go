package coord

import (
	"fmt"
	"math"
	"strings"

	"github.com/mmcloughlin/geohash"
	"github.com/paulmach/orb"

	"sitmap/geo"
	"sitmap/geo/grid"
)

// Written is a place in one notation.
type Written struct {
	Notation string `json:"notation"` // one of the constants of this package, or the name of a map
	Text     string `json:"text"`
	Note     string `json:"note,omitempty"` // the datum shift, if there is one
}

// The maps that [Notations] makes links for.
const (
	OpenStreetMap = "openstreetmap"
	GoogleMaps    = "google"
)

// Notations writes a place (lon, lat) in every notation that has one for it, with as
// many digits as the radius calls for: the last digit moves the place by no more than
// the radius. A radius of 0 stands for one metre. Each is read by [Parse].
func Notations(p orb.Point, radius geo.Metres) []Written {
	if !(math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90) {
		return nil
	}
	r := float64(radius)
	if !(r > 0) {
		r = 1
	}
	lat, lon := decimals(p, r)
	out := []Written{
		{Decimal, lat + ", " + lon, ""},
		{DMS, sexagesimal(p, r, 2), ""},
		{DM, sexagesimal(p, r, 1), ""},
	}
	out = append(out, grids(p, r)...)
	zoom := min(19, max(2, int(math.Log2(400*2*math.Pi*6378137/256/math.Max(r, 50)*math.Cos(p[1]*math.Pi/180)+1e-9))))
	return append(out,
		Written{PlusCode, plusCodeFor(p, r), ""},
		Written{Geohash, "geohash:" + geohashFor(p, r), ""},
		Written{URI, fmt.Sprintf("geo:%s,%s;u=%s", lat, lon, short(r)), ""},
		Written{OpenStreetMap, fmt.Sprintf("https://www.openstreetmap.org/?mlat=%s&mlon=%s#map=%d/%s/%s", lat, lon, zoom, lat, lon), ""},
		Written{GoogleMaps, fmt.Sprintf("https://www.google.com/maps/search/?api=1&query=%s%%2C%s", lat, lon), ""},
	)
}

// grids writes UTM and MGRS where they exist, and SK-42 in its zones 2 to 32 north of the equator.
func grids(p orb.Point, r float64) []Written {
	var out []Written
	if u, err := grid.ToUTM(p); err == nil {
		frac := digitsFor(1/math.Sqrt2, r, 10, 2)
		wide := 6 // digits of an easting; a northing has seven, with zeros in front near the equator
		if frac > 0 {
			wide += 1 + frac
		}
		out = append(out, Written{UTM, fmt.Sprintf("%d%c %0*.*f %0*.*f", u.Zone, grid.Band(p[1]), wide, frac, u.Easting, wide+1, frac, u.Northing), ""})
		if ref, err := grid.MGRS(p, digitsFor(1e5/math.Sqrt2, r, 10, 5)); err == nil {
			out = append(out, Written{MGRS, ref, ""})
		}
	}
	if g := grid.ToSK42(p); p[1] >= 0 && p[1] <= 84 && g.Zone() >= 2 && g.Zone() <= 32 {
		out = append(out, Written{SK42, fmt.Sprintf("SK-42 x=%07.0f y=%.0f", g.X, g.Y), grid.SK42Shift})
	}
	return out
}

// digitsFor counts the digits, at most so many, after which a first error of unit
// metres, divided by base with every digit, is within the radius.
func digitsFor(unit, radius, base float64, most int) int {
	// The tolerance keeps the digits of what was read: 51.10 stays 51.10.
	return min(most, max(0, int(math.Ceil(math.Log(unit/radius)/math.Log(base)-0.02))))
}

// diagonal is the error of a place whose axes are both off by half a degree, in metres.
func diagonal(p orb.Point) float64 {
	return metresPerDegree / 2 * math.Hypot(1, math.Cos(p[1]*math.Pi/180))
}

func decimals(p orb.Point, r float64) (lat, lon string) {
	n := max(1, digitsFor(diagonal(p), r, 10, 7))
	return fmt.Sprintf("%.*f", n, p[1]), fmt.Sprintf("%.*f", n, p[0])
}

// sexagesimal writes degrees and minutes, and with parts 2 seconds too, unless the radius needs none.
func sexagesimal(p orb.Point, r float64, parts int) string {
	if parts == 2 && r >= diagonal(p)/60*0.96 {
		parts = 1
	}
	frac := digitsFor(diagonal(p)/math.Pow(60, float64(parts)), r, 10, 4)
	return oneSexagesimal(p[1], parts, frac, "N", "S") + " " + oneSexagesimal(p[0], parts, frac, "E", "W")
}

func oneSexagesimal(v float64, parts, frac int, plus, minus string) string {
	letter := plus
	if v < 0 {
		letter, v = minus, -v
	}
	// Whole units of the last digit, so that 59.99 never becomes 60.
	scale := math.Pow10(frac)
	units := int64(math.Round(v * math.Pow(60, float64(parts)) * scale))
	per := int64(60 * scale)
	width := 2
	if frac > 0 {
		width = 3 + frac
	}
	last := fmt.Sprintf("%0*.*f", width, frac, float64(units%per)/scale)
	units /= per
	if parts == 1 {
		return fmt.Sprintf("%d°%s'%s", units, last, letter)
	}
	return fmt.Sprintf("%d°%02d'%s\"%s", units/60, units%60, last, letter)
}

func plusCodeFor(p orb.Point, r float64) string {
	h, w := 20.0, 20.0
	for n := 2; ; n++ {
		if float64(halfDiagonal(h, w, p[1])) <= r*1.05 || n == 12 {
			return plusCodeOf(p, n)
		}
		if n < 10 {
			n++
			h, w = h/20, w/20
		} else {
			h, w = h/5, w/4
		}
	}
}

func geohashFor(p orb.Point, r float64) string {
	full := geohash.EncodeWithPrecision(p[1], p[0], geohashMax)
	for n := 1; n < geohashMax; n++ {
		b := geohash.BoundingBox(full[:n])
		if float64(halfDiagonal(b.MaxLat-b.MinLat, b.MaxLng-b.MinLng, p[1])) <= r*1.05 {
			return full[:n]
		}
	}
	return full
}

// short writes metres with no more digits than they mean.
func short(r float64) string {
	if r >= 10 {
		return fmt.Sprintf("%.0f", r)
	}
	return strings.TrimRight(strings.TrimRight(fmt.Sprintf("%.2f", r), "0"), ".")
}
