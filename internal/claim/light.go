package claim

import (
	"fmt"
	"math"
	"time"

	"github.com/paulmach/orb"

	"sitmap/geo"
	"sitmap/geo/geodesic"
	"sitmap/geo/sun"
	"sitmap/internal/extract/relation"
	"sitmap/internal/extract/words"
	"sitmap/internal/zone"
)

const (
	shadowPass = 20 // degrees: a direction read off a picture by eye
	shadowWarn = 35
	lengthPass = 1.4 // factor: a length read off a picture by eye
	lengthWarn = 2
	lowSun     = 3 // degrees above the horizon below which day and night are a matter of words
)

// glow is a kind of light that words speak of.
type glow uint8

const (
	day glow = iota + 1
	night
	dawn
	dusk
)

//nolint:gochecknoglobals // table, never written
var glows = words.Compile(
	words.Row[glow]{Patterns: "daylight; in broad daylight; full daylight; in the daytime; during the day; midday; noon; at noon; sunny; sunlit; in sunshine; серед білого дня; серед дня; вдень; удень; опівдні; при світлі дня; средь бела дня; среди бела дня; днем; в полдень; при свете дня", Value: day},
	words.Row[glow]{Patterns: "at night; by night; in the night; night-time; nighttime; night vision; in the dark; in darkness; after dark; at midnight; pitch dark; вночі; уночі; опівночі; у темряві; в темряві; ночью; в полночь; в темноте; в темное время", Value: night},
	words.Row[glow]{Patterns: "at dawn; at sunrise; at daybreak; at first light; на світанку; на сході сонця; на рассвете; на заре; на восходе", Value: dawn},
	words.Row[glow]{Patterns: "at dusk; at sunset; at nightfall; in the twilight; на заході сонця; у сутінках; в сутінках; на закате; в сумерках", Value: dusk},
)

// light compares words for light and shadows with where the sun stood.
func (w *work) light(p orb.Point) {
	d := w.said.doc
	hits := glows.Find(d, 0, len(d.Words))
	shadows := findShadows(d)
	if len(hits) == 0 && len(shadows) == 0 {
		return
	}
	if w.cl.Time.IsZero() {
		w.skip("sun: the claim gives no time of day")
		return
	}
	pos, err := sun.At(p, w.cl.Time)
	if err != nil {
		w.skip("sun: " + err.Error())
		return
	}
	for _, h := range hits {
		w.glow(p, pos, h)
	}
	for _, s := range shadows {
		w.shadow(p, pos, s)
	}
}

const sunSource = "geo/sun (Meeus, Astronomical Algorithms); free horizon"

// glow compares one word for light.
func (w *work) glow(p orb.Point, pos sun.Position, h words.Hit[glow]) {
	alt := float64(pos.Geometric)
	c := Check{Code: "sun", Source: sunSource, Geometry: p}
	q := w.bytes(h.First, h.Last)
	c.Quote = &q
	c.Measured = fmt.Sprintf("the sun stood %.0f° %s the horizon (%s) at %s", math.Abs(alt), map[bool]string{true: "above", false: "below"}[alt >= 0], pos.Phase(), w.localTime(p))
	switch h.Value {
	case day:
		c.Expected = "daylight"
		c.Outcome = grade(alt >= float64(sun.Horizon), alt >= float64(sun.CivilEnd))
	case night:
		c.Expected = "darkness"
		c.Outcome = grade(alt <= float64(sun.CivilEnd), alt <= lowSun)
	default:
		later, err := sun.At(p, w.cl.Time.Add(10*time.Minute))
		rising := err == nil && later.Geometric > pos.Geometric
		c.Expected = "dawn"
		if h.Value == dusk {
			c.Expected = "dusk"
		}
		right := rising == (h.Value == dawn)
		c.Outcome = grade(right && alt >= float64(sun.NauticalEnd) && alt <= 2*lowSun, right && alt >= float64(sun.AstronomicalEnd) && alt <= 5*lowSun)
	}
	w.sunRow(c)
}

func grade(pass, warn bool) Outcome {
	switch {
	case pass:
		return Pass
	case warn:
		return Warn
	}
	return Fail
}

func (w *work) sunRow(c Check) {
	c.Bits = bits(c.Outcome)
	if c.Outcome == Fail {
		w.reason("sun")
	}
	w.add(c)
}

// localTime writes the claimed time by the clock of the place.
func (w *work) localTime(p orb.Point) string {
	if loc := zone.At(p); loc != nil {
		return w.cl.Time.In(loc).Format("2006-01-02 15:04 MST") + " at the place"
	}
	return w.cl.Time.Format("2006-01-02 15:04 Z07:00")
}

// shadow is a stated shadow.
type shadow struct {
	span    [2]int // words
	bearing *geo.Degrees
	times   float64 // of the height; 0: not said
}

// findShadows reads "the shadows point due west", "тіні падають на північ", "shadows twice as long as the men".
func findShadows(d *words.Doc) []shadow {
	var out []shadow
	for i := range d.Words {
		if !d.HasStem(i, "shadow", "тін", "тен") || d.HasStem(i, "тендер", "тенденц", "тент") {
			continue
		}
		s := shadow{span: [2]int{i, i + 1}}
		for k := i + 1; k < min(i+9, len(d.Words)) && d.Words[k].Sent == d.Words[i].Sent; k++ {
			if b, n := relation.Direction(d, k); n > 0 {
				s.bearing, s.span[1] = &b, k+n
				break
			}
			if n, m := d.Number(k); m > 0 && d.Is(k+m, "times", "рази", "раза", "разів", "раз") {
				s.times, s.span[1] = n.Value, k+m+1
				break
			}
			if d.Is(k, "twice", "вдвічі", "удвічі", "вдвое") {
				s.times, s.span[1] = 2, k+1
				break
			}
		}
		if s.bearing != nil || s.times > 0 {
			out = append(out, s)
		}
	}
	return out
}

// shadow compares a stated shadow.
func (w *work) shadow(p orb.Point, pos sun.Position, s shadow) {
	q := w.bytes(s.span[0], s.span[1])
	c := Check{Code: "sun", Source: sunSource, Quote: &q, Geometry: p}
	got, ok := pos.Shadow()
	switch {
	case !ok:
		c.Outcome, c.Measured, c.Expected = Fail, "no shadow: the sun was down at "+w.localTime(p), "a shadow"
	case s.bearing != nil:
		off := math.Abs(float64(geodesic.AngleBetween(got.Azimuth, *s.bearing)))
		c.Measured = fmt.Sprintf("shadows pointed %s (%.0f°) at %s", geodesic.Compass16(got.Azimuth), float64(got.Azimuth), w.localTime(p))
		c.Expected = fmt.Sprintf("shadows pointing %s, give or take %d°", geodesic.Compass(*s.bearing), shadowPass)
		c.Outcome = grade(off <= shadowPass, off <= shadowWarn)
		c.Geometry = orb.LineString{p, geodesic.Direct(p, got.Azimuth, 300)}
	default:
		f := got.Length / s.times
		if f < 1 {
			f = 1 / f
		}
		c.Measured = fmt.Sprintf("shadows were %.1f times as long as things are high at %s", got.Length, w.localTime(p))
		c.Expected = fmt.Sprintf("%.1f times", s.times)
		c.Outcome = grade(f <= lengthPass, f <= lengthWarn)
	}
	w.sunRow(c)
}
