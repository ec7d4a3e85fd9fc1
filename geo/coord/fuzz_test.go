package coord

import (
	"errors"
	"math"
	"testing"

	"github.com/paulmach/orb"
)

// sound says that an answer is readings on Earth or an error that wraps ErrNone.
func sound(t *testing.T, s string, rs []Reading, err error) {
	t.Helper()
	if (err == nil) != (len(rs) > 0) || err != nil && !errors.Is(err, ErrNone) {
		t.Fatalf("%q: %d readings with error %v", s, len(rs), err)
	}
	for _, r := range rs {
		if !(math.Abs(r.Point[0]) <= 180 && math.Abs(r.Point[1]) <= 90 && r.Radius >= 0 && !math.IsInf(float64(r.Radius), 0)) || r.Notation == "" {
			t.Fatalf("%q: %+v", s, r)
		}
	}
}

func FuzzLink(f *testing.F) {
	for _, s := range []string{
		"www.google.com/maps/place/X/@48.5,37.6,12z/data=!3d48.5!4d37.7", "www.google.com/maps?q=51,35", "www.google.com/maps/dir/1,2/3,4/@5,6,7z", "maps.app.goo.gl/x",
		"www.openstreetmap.org/?mlat=50&mlon=32#map=12/51/32", "yandex.ru/maps/?ll=37.1%2C48.2&z=13&pt=1,2~3,4", "yandex.ru/maps/?whatshere%5Bpoint%5D=1%2C2", "wikimapia.org/#lat=51&lon=35&z=1",
		"www.bing.com/maps?cp=51~35&lvl=14", "maps.apple.com/?ll=34,35&q=x", "wego.here.com/?map=1,2,3", "2gis.ru/?m=1,2/3", "waze.com/ul?ll=1,2", "w3w.co/a.b.c", "%zz/%", "x?lat=1&lon=2",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		rs, err := Parse("https://" + s)
		sound(t, s, rs, err)
		if rs, err = parseLink(s, Options{}); err == nil || rs != nil {
			sound(t, s, rs, err)
		}
	})
}

func FuzzGrid(f *testing.F) {
	for _, s := range []string{
		"36T 519452 5181646", "36 S 519452 3700000", "UTM zone 36 E 519452 N 5181646", "37U DQ 0966 1283", "MGRS 37UDQ", "СК-42 x=5665432 y=7312345", "SK-63 1 2", "3932000 6640000",
		"SRID=32636;POINT(519452 5181646)", "EPSG:28407 5665432 7312345", "Pulkovo 7312345 5665432",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, parse := range []func() ([]Reading, error, bool){
			func() ([]Reading, error, bool) { return parseGrid(s, Options{}) },
			func() ([]Reading, error, bool) { return parseProjected(s) },
		} {
			if rs, err, mine := parse(); mine {
				sound(t, s, rs, err)
			}
		}
		rs, err := parseWKT("SRID=" + s)
		sound(t, s, rs, err)
		rs, err = parseEPSG("EPSG:" + s)
		sound(t, s, rs, err)
	})
}

func FuzzPlusCode(f *testing.F) {
	f.Add("8FVC9G8F+6X", 8.6, 47.4)
	f.Add("9G8F+6X", 8.6, 47.4)
	f.Add("CFX30000+", 180.0, 90.0)
	f.Add("22+", -180.0, -90.0)
	f.Fuzz(func(t *testing.T, s string, lon, lat float64) {
		near := orb.Point{lon, lat}
		if rs, err, mine := parsePlusCode(s, Options{Near: &near}); mine {
			sound(t, s, rs, err)
		}
		if math.Abs(lon) <= 180 && math.Abs(lat) < 90 {
			rs, err := Parse(plusCodeOf(near, 11))
			sound(t, s, rs, err)
			if !within(rs[0].Point, near, 5) && math.Abs(lon) < 179.999 {
				t.Fatalf("%v becomes %s and %+v", near, plusCodeOf(near, 11), rs)
			}
		}
	})
}

func FuzzGeohash(f *testing.F) {
	f.Add("u4pruydqqvj")
	f.Add("ezs42")
	f.Fuzz(func(t *testing.T, s string) {
		rs, err := prefixedGeohash("geohash:" + s)
		sound(t, s, rs, err)
		if rs, ok := parseGeohash(s); ok {
			sound(t, s, rs, nil)
		}
	})
}
