package coord

import (
	"fmt"
	"math"
	"strings"

	"github.com/paulmach/orb"

	"sitmap/geo"
)

type axis int8

const (
	either axis = iota
	latitude
	longitude
)

// value is one of the two numbers of a coordinate.
type value struct {
	deg  float64
	res  float64 // of the last digit written, in degrees
	axis axis    // as hemisphere or label say
	kind int     // 0 decimal, 1 with minutes, 2 with seconds
	note string
}

var kinds = [...]string{Decimal, DM, DMS} //nolint:gochecknoglobals // table, never written

// order says what two numbers without letters may mean.
type order int8

const (
	written  order = iota // latitude, longitude; the other order too where both give a place
	anyOrder              // the other order also where it alone gives a place
	columns               // the names of columns say which is which; exchanged only where they give no place
)

// combine makes the readings of two values, the first of which is the latitude
// unless they say otherwise.
func combine(a, b value, o order) ([]Reading, error) {
	if a.axis != either && a.axis == b.axis {
		return nil, fmt.Errorf("%w: both numbers say that they are a %s", ErrNone, axisName(a.axis))
	}
	if a.axis == longitude || b.axis == latitude {
		note := ""
		if o == columns {
			note = "the columns are exchanged: the letters say so"
		}
		return one(b, a, note)
	}
	if a.axis == latitude || b.axis == longitude {
		return one(a, b, "")
	}
	out, err := one(a, b, "")
	if o == columns && err == nil || err == nil && a.deg == b.deg {
		return out, nil
	}
	note := "read as longitude, latitude"
	if o == columns {
		note = fmt.Sprintf("the latitude %v is out of range; latitude and longitude exchanged", a.deg)
	} else if err != nil {
		note += ": the first number is no latitude"
	}
	other, err2 := one(b, a, note)
	switch {
	case err != nil && err2 != nil:
		return nil, err
	case err != nil && o == written:
		return nil, fmt.Errorf("%w: the latitude %v is beyond 90; if the longitude comes first, exchange the two numbers", ErrNone, a.deg)
	}
	return append(out, other...), nil
}

func axisName(a axis) string {
	if a == latitude {
		return "latitude"
	}
	return "longitude"
}

func one(lat, lon value, note string) ([]Reading, error) {
	r, err := reading(lat, lon)
	if err != nil {
		return nil, err
	}
	r.Note = join(note, r.Note)
	return []Reading{r}, nil
}

func reading(lat, lon value) (Reading, error) {
	switch {
	case !(math.Abs(lat.deg) <= 90 && math.Abs(lon.deg) <= 180):
		hint := "latitude lies within -90 and 90, longitude within -180 and 180"
		if math.Abs(lat.deg) > 1000 && math.Abs(lon.deg) > 1000 {
			hint = "these look like metres of a projection, or like a decimal point that got lost; convert them to degrees"
		}
		return Reading{}, fmt.Errorf("%w: latitude %v with longitude %v is not on Earth; %s", ErrNone, lat.deg, lon.deg, hint)
	case lat.deg == 0 && lon.deg == 0:
		lat.note = join(lat.note, "0, 0 is how many programs write that the place is unknown")
	}
	// A number that ends in a zero often loses it: the finer of the two digits counts.
	half := math.Min(lat.res, lon.res) / 2 * metresPerDegree
	return Reading{
		Point:    orb.Point{lon.deg, lat.deg},
		Notation: kinds[max(lat.kind, lon.kind)],
		Radius:   geo.Metres(half * math.Hypot(1, math.Cos(lat.deg*math.Pi/180))),
		Note:     join(lat.note, lon.note),
	}, nil
}

// parseURI reads what follows "geo:" (RFC 5870): lat,lon[,altitude][;crs=wgs84][;u=metres].
func parseURI(s string) ([]Reading, error) {
	s, _, _ = strings.Cut(s, "?")
	parts := strings.Split(s, ";")
	num := strings.Split(parts[0], ",")
	if len(num) != 2 && len(num) != 3 {
		return nil, none(s, "a geo URI has latitude,longitude and maybe a height")
	}
	lat, nlat, ok := plain(num[0])
	lon, nlon, ok2 := plain(num[1])
	if !ok || !ok2 {
		return nil, none(s, "a geo URI has plain decimal degrees")
	}
	var u float64
	for _, p := range parts[1:] {
		name, v, _ := strings.Cut(p, "=")
		switch {
		case strings.EqualFold(name, "crs") && !strings.EqualFold(v, "wgs84"):
			return nil, none(s, "its crs is not wgs84; convert it first")
		case strings.EqualFold(name, "u"):
			if u, _, ok = plain(v); !ok || u < 0 {
				return nil, none(s, "its uncertainty u is not a number of metres")
			}
		}
	}
	out, err := one(value{deg: lat, res: tenth(nlat)}, value{deg: lon, res: tenth(nlon)}, "")
	if err != nil {
		return nil, err
	}
	out[0].Notation, out[0].Radius = URI, max(out[0].Radius, geo.Metres(u))
	return out, nil
}
