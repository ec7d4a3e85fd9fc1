package media

import (
	"io"
	"math"
	"strings"
	"time"

	"github.com/bep/imagemeta"
	"github.com/paulmach/orb"

	"sitmap/geo"
)

// readPhoto takes EXIF and the size from a photo.
func (i *Info) readPhoto(r io.ReaderAt, size int64, f imagemeta.ImageFormat) {
	if f == imagemeta.HEIF || f == imagemeta.AVIF {
		if why := unsafeHEIF(r, size); why != "" {
			i.Unread = why
			return
		}
	}
	var t tags
	var config imagemeta.ImageConfig
	var err error
	if f == imagemeta.WebP {
		t, config, err = decodeWebP(r, size)
	} else {
		t, config, err = decode(&frugal{r: io.NewSectionReader(r, 0, size), left: maxCalls}, f)
	}
	if err != nil {
		i.doubt("The metadata is damaged and was read in part at most (%v).", err)
	}
	if config.Width > 0 && config.Height > 0 {
		i.Width, i.Height = config.Width, config.Height
	}
	i.Make, i.Model, i.Software = t.text("Make"), t.text("Model"), t.text("Software")
	if o, ok := t.number("Orientation"); ok && o >= 1 && o <= 8 {
		i.Orientation = int(o)
	}
	i.position(t)
	i.direction(t)
	i.clock(t.text("DateTimeOriginal"), t.text("OffsetTimeOriginal"))
	i.gpsClock(t)
}

// position takes the place, its error and its altitude.
func (i *Info) position(t tags) {
	if t.text("GPSStatus") == "V" {
		i.doubt("The GPS receiver says that it had no fix (GPSStatus V).")
	}
	if d := t.text("GPSMapDatum"); d != "" && !wgs84(d) {
		i.doubt("The position counts on the datum %q, not on WGS 84.", d)
	}
	if t.has("GPSLatitude") || t.has("GPSLongitude") {
		lat, ok1 := t.number("GPSLatitude")
		lon, ok2 := t.number("GPSLongitude")
		ns, ew := strings.ToUpper(t.text("GPSLatitudeRef")), strings.ToUpper(t.text("GPSLongitudeRef"))
		switch {
		case !ok1 || !ok2:
			i.doubt("The GPS position is incomplete or not a number.")
		case ns != "N" && ns != "S" || ew != "E" && ew != "W":
			i.doubt("The GPS position does not say which half of the globe it is in.")
		default:
			i.place(orb.Point{sign(ew == "W") * lon, sign(ns == "S") * lat})
			if i.GPS != nil && lat == math.Trunc(lat) && lon == math.Trunc(lon) {
				i.doubt("The GPS position is in whole degrees; its minutes may be missing.")
			}
		}
	}
	if e, ok := t.number("GPSHPositioningError"); ok && e > 0 {
		i.GPSAccuracy = new(geo.Metres)
		*i.GPSAccuracy = geo.Metres(e)
	}
	if h, ok := t.number("GPSAltitude"); ok {
		below, _ := t.number("GPSAltitudeRef")
		h *= sign(below == 1 || below == 3) // 3: below sea level since EXIF 3.0
		i.Altitude = new(geo.Metres)
		*i.Altitude = geo.Metres(h)
	}
}

func sign(negative bool) float64 {
	if negative {
		return -1
	}
	return 1
}

func wgs84(datum string) bool {
	return strings.EqualFold(strings.NewReplacer("-", "", " ", "", "_", "").Replace(datum), "WGS84")
}

// place sets the position unless it cannot be one.
func (i *Info) place(p orb.Point) {
	switch {
	case !(math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90):
		i.doubt("The GPS position %v, %v (lon, lat) is not on the globe.", p[0], p[1])
	case p == orb.Point{}:
		i.doubt("The GPS position is 0, 0, which devices write when they have none.")
	default:
		i.GPS = &p
	}
}

func (i *Info) direction(t tags) {
	d, ok := t.number("GPSImgDirection")
	if !ok {
		if t.has("GPSImgDirection") {
			i.doubt("The camera's direction is not a number.")
		}
		return
	}
	if !(d >= 0 && d <= 360) {
		i.doubt("The camera's direction %v is not between 0 and 360°.", d)
		return
	}
	i.Direction = new(geo.Degrees)
	*i.Direction = geo.Degrees(math.Mod(d, 360))
	switch strings.ToUpper(t.text("GPSImgDirectionRef")) {
	case "T":
		i.North = TrueNorth
	case "M":
		i.North = MagneticNorth
	}
}

// clock reads the wall clock ("2006:01:02 15:04:05") and its offset ("+02:00").
func (i *Info) clock(at, offset string) {
	if at != "" && strings.Trim(at, ": ") != "" {
		t, err := time.Parse("2006:01:02 15:04:05", at)
		if err != nil {
			i.doubt("The date of the shot, %q, is not a date.", at)
		} else if i.plausible("The date of the shot", t) {
			i.Time = &t
		}
	}
	if offset != "" && strings.Trim(offset, ": ") != "" {
		i.zone(offset)
	}
}

// widestOffset is how far a time zone strays from UTC.
const widestOffset = 14 * time.Hour

// zone reads an offset from UTC.
func (i *Info) zone(offset string) {
	for _, layout := range [...]string{"Z07:00", "Z0700", "-07:00"} {
		if t, err := time.Parse(layout, offset); err == nil {
			_, s := t.Zone()
			if d := time.Duration(s) * time.Second; d.Abs() <= widestOffset {
				i.Offset = &d
				return
			}
		}
	}
	i.doubt("The offset from UTC, %q, is not an offset.", offset)
}

// plausible doubts a time that no camera of today's formats can have taken.
func (i *Info) plausible(what string, t time.Time) bool {
	if t.Year() < 1980 {
		i.doubt("%s, %s, is older than the format; clocks that were never set write such dates.", what, t.Format(time.DateOnly))
		return false
	}
	return true
}

func (i *Info) gpsClock(t tags) {
	date, clock := t.text("GPSDateStamp"), t.text("GPSTimeStamp")
	if strings.Trim(date, ": ") == "" || clock == "" || t.broken["GPSTimeStamp"] {
		return // a time without a date is no moment
	}
	at, err := time.Parse("2006:01:02 15:04:05", strings.ReplaceAll(date, "-", ":")+" "+clock)
	if err != nil {
		i.doubt("The GPS time, %q, is not a time.", date+" "+clock)
		return
	}
	if at.Equal(at.Truncate(24 * time.Hour)) { // the library gives zeros for numbers that are missing
		i.doubt("The GPS time is midnight to the second, which also stands for a missing time.")
		return
	}
	if i.plausible("The GPS time", at) {
		i.GPSTime = &at
	}
}
