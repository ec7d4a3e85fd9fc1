package event

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"sitmap/geo"
	"sitmap/internal/edtf"
)

// ParseBounds reads "W,S,E,N" in degrees. W > E means a box across the antimeridian.
func ParseBounds(s string) (orb.Bound, error) {
	v, err := floats(s, 4)
	if err != nil {
		return orb.Bound{}, fmt.Errorf("bbox %q %w; write west,south,east,north in degrees, as 35.1,50.9,35.8,51.4", s, err)
	}
	if math.Abs(v[0]) > 180 || math.Abs(v[2]) > 180 || math.Abs(v[1]) > 90 || math.Abs(v[3]) > 90 {
		return orb.Bound{}, fmt.Errorf("bbox %q leaves the world; longitudes are -180 to 180, latitudes -90 to 90", s)
	}
	if v[1] > v[3] {
		return orb.Bound{}, fmt.Errorf("bbox %q has its south above its north; the order is west,south,east,north", s)
	}
	return orb.Bound{Min: orb.Point{v[0], v[1]}, Max: orb.Point{v[2], v[3]}}, nil
}

// ParseInterval reads days to select events by: "FROM/TO", a single date, or an open end written
// as ".." or left out: 2024-12-01/2024-12-31, 2024-12, 2024-12-01/.. . Dates are EDTF level 1
// ([sitmap/internal/edtf]): a month, year or season stands for all its days. A time of day other
// than midnight UTC is refused: events count in whole days.
func ParseInterval(s string) (from, to Date, err error) {
	a, b, ranged := strings.Cut(s, "/")
	// Clients that know only moments send midnight for a day.
	a, b = strings.TrimSuffix(a, "T00:00:00Z"), strings.TrimSuffix(b, "T00:00:00Z")
	if ranged {
		a += "/" + b
		if strings.Trim(a, "./") == "" {
			return Date{}, Date{}, fmt.Errorf("datetime %q is open at both ends; leave it out to see all", s)
		}
	}
	v, err := edtf.Parse(a)
	if err != nil {
		return Date{}, Date{}, fmt.Errorf("datetime %q: %w", s, err)
	}
	if v.Start.Time != "" || v.End.Time != "" {
		return Date{}, Date{}, fmt.Errorf("datetime %q holds a time of day; events count in whole days, write 2024-12-31", s)
	}
	iv, err := ofValue(v)
	if err != nil {
		return Date{}, Date{}, fmt.Errorf("datetime %q: %w", s, err)
	}
	return iv.Start, iv.End, nil
}

// ParseLatLon reads "LAT,LON" in degrees and gives the point as lon, lat.
func ParseLatLon(s string) (orb.Point, error) {
	v, err := floats(s, 2)
	if err != nil {
		return orb.Point{}, fmt.Errorf("%q %w; write LAT,LON in degrees, as 51.10,35.33", s, err)
	}
	if math.Abs(v[0]) > 90 || math.Abs(v[1]) > 180 {
		return orb.Point{}, fmt.Errorf("%q leaves the world; latitude comes first, -90 to 90, then longitude, -180 to 180", s)
	}
	return orb.Point{v[1], v[0]}, nil
}

// ParseNear reads "LAT,LON,KM".
func ParseNear(s string) (Nearness, error) {
	i := strings.LastIndexByte(s, ',')
	if i < 0 {
		return Nearness{}, fmt.Errorf("near %q is not LAT,LON,KM, as 51.10,35.33,25", s)
	}
	p, err := ParseLatLon(s[:i])
	if err != nil {
		return Nearness{}, fmt.Errorf("near %q is not LAT,LON,KM: %w", s, err)
	}
	km, err := strconv.ParseFloat(strings.TrimSpace(s[i+1:]), 64)
	if err != nil || !(km > 0) || km > 20040 {
		return Nearness{}, fmt.Errorf("near %q: the third number is a radius in kilometres, above 0 and up to 20040", s)
	}
	return Nearness{Centre: p, Radius: geo.Metres(km) * geo.Kilometre}, nil
}

// floats reads n comma separated finite numbers.
func floats(s string, n int) ([]float64, error) {
	parts := strings.Split(s, ",")
	if len(parts) != n {
		return nil, fmt.Errorf("has %d numbers instead of %d", len(parts), n)
	}
	out := make([]float64, n)
	for i, p := range parts {
		v, err := strconv.ParseFloat(strings.TrimSpace(p), 64)
		if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
			return nil, fmt.Errorf("holds %q, which is not a number", p)
		}
		out[i] = v
	}
	return out, nil
}
