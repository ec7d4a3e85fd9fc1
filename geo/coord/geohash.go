package coord

import (
	"strings"

	"github.com/mmcloughlin/geohash"
	"github.com/paulmach/orb"
)

const (
	geohashDigits = "0123456789bcdefghjkmnpqrstuvwxyz"
	geohashMin    = 5 // a shorter one is as easily a word or a number
	geohashMax    = 12
)

// parseGeohash reads a geohash that stands alone, if it can hardly be a word or a number.
func parseGeohash(text string) ([]Reading, bool) {
	s := strings.ToLower(text)
	if len(s) < geohashMin || !strings.ContainsAny(s, "0123456789") || !strings.ContainsAny(s, geohashDigits[10:]) {
		return nil, false
	}
	r, ok := geohashReading(s)
	if !ok {
		return nil, false
	}
	r.Note = "read as a geohash"
	return []Reading{r}, true
}

func prefixedGeohash(text string) ([]Reading, error) {
	s := strings.TrimSpace(text[len("geohash:"):])
	r, ok := geohashReading(strings.ToLower(s))
	if !ok {
		return nil, none(text, "a geohash has 1 to 12 digits and letters, without a, i, l and o")
	}
	return []Reading{r}, nil
}

func geohashReading(s string) (Reading, bool) {
	if s == "" || len(s) > geohashMax {
		return Reading{}, false
	}
	for i := range len(s) {
		if strings.IndexByte(geohashDigits, s[i]) < 0 {
			return Reading{}, false
		}
	}
	b := geohash.BoundingBox(s)
	p := orb.Point{(b.MinLng + b.MaxLng) / 2, (b.MinLat + b.MaxLat) / 2}
	return Reading{Point: p, Notation: Geohash, Radius: halfDiagonal(b.MaxLat-b.MinLat, b.MaxLng-b.MinLng, p[1])}, true
}
