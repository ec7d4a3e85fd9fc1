package media

import (
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"sitmap/geo"
	"sitmap/internal/regex"
)

// iso6709Form is ISO 6709's Annex H: latitude, longitude, an altitude in metres if
// known, a coordinate system if named.
//
//nolint:gochecknoglobals // compiled patterns, never written
var iso6709Form = regex.New(`^([+-])(\d{2,6}(?:\.\d{1,12})?)([+-])(\d{3,7}(?:\.\d{1,12})?)(?:([+-]\d{1,6}(?:\.\d{1,9})?))?(?:CRS([\w:-]{1,40}))?/?$`)

// iso6709 takes place and altitude of a video.
func (i *Info) iso6709(s string) {
	m := iso6709Form.FindStringSubmatch(s)
	if m == nil {
		i.doubt("The position %q is not written as ISO 6709 asks.", s)
		return
	}
	lat, ok1 := sexagesimal(m[2], 2)
	lon, ok2 := sexagesimal(m[4], 3)
	if !ok1 || !ok2 {
		i.doubt("The position %q is not written as ISO 6709 asks.", s)
		return
	}
	if crs := strings.TrimPrefix(m[6], "EPSG:"); crs != "" && crs != "4326" && crs != "4979" && !wgs84(crs) {
		i.doubt("The position counts on the system %q, not on WGS 84.", m[6])
	}
	i.place(orb.Point{sign(m[3] == "-") * lon, sign(m[1] == "-") * lat})
	if h, err := strconv.ParseFloat(m[5], 64); err == nil && i.Altitude == nil && i.GPS != nil {
		i.Altitude = new(geo.Metres)
		*i.Altitude = geo.Metres(h)
	}
}

// sexagesimal reads degrees, degrees and minutes or degrees, minutes and seconds: the
// number of digits before the point tells which.
func sexagesimal(s string, degrees int) (float64, bool) {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return 0, false
	}
	whole, _, _ := strings.Cut(s, ".")
	var d, m, sec float64
	switch len(whole) - degrees {
	case 0:
		return f, true
	case 2:
		d = math.Floor(f / 100)
		m = f - d*100
	case 4:
		d = math.Floor(f / 10000)
		m = math.Floor((f - d*10000) / 100)
		sec = f - d*10000 - m*100
	default:
		return 0, false
	}
	return d + m/60 + sec/3600, m < 60 && sec < 60
}
