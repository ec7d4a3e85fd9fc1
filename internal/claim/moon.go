package claim

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"sitmap/geo/sun"
	"sitmap/internal/extract/words"
)

const (
	fullLit     = .95 // the lit part from which a moon passes as full: two days and a half from the instant
	brightLit   = .25 // a crescent throws hardly any light
	darkLit     = .1
	moonPass    = 1 // bits: weak evidence, clouds and lamps weigh more
	moonSources = "geo/sun (Meeus, Astronomical Algorithms); free horizon, no clouds"
)

// shine is what words say of the moon.
type shine uint8

const (
	fullMoon shine = iota + 1
	moonlit
	moonless
)

//nolint:gochecknoglobals // table, never written
var shines = words.Compile(
	words.Row[shine]{Patterns: "full moon; повний місяць; повного місяця; повним місяцем; повня; повні місяця; полная луна; полной луны; полной луной; полной луне; полнолуние; полнолуния", Value: fullMoon},
	words.Row[shine]{Patterns: "moonlit; moonlight; bright moon; місячна ніч; місячної ночі; місячному світлі; при місяці; лунная ночь; лунной ночью; лунном свете; свете луны; при луне", Value: moonlit},
	words.Row[shine]{Patterns: "moonless; no moon; without a moon; new moon; безмісячна; безмісячної; без місяця; новий місяць; молодик; безлунная; безлунной; без луны; новолуние", Value: moonless},
)

// moon compares words for moonlight with where the moon stood. It is weak evidence: it never fails a claim.
func (w *work) moon(p orb.Point) {
	d := w.said.doc
	hits := shines.Find(d, 0, len(d.Words))
	if len(hits) == 0 {
		return
	}
	if w.cl.Time.IsZero() {
		w.skip("moon: the claim gives no time of day")
		return
	}
	pos, err := sun.Moon(p, w.cl.Time)
	if err != nil {
		w.skip("moon: " + err.Error())
		return
	}
	for _, h := range hits {
		q := w.bytes(h.First, h.Last)
		side := "above"
		if pos.Geometric < 0 {
			side = "below"
		}
		c := Check{
			Code: "moon", Quote: &q, Source: moonSources, Geometry: p,
			Measured: fmt.Sprintf("%s, %.0f %% lit, %.0f° %s the horizon at %s", pos.Phase, 100*pos.Lit, math.Abs(float64(pos.Geometric)), side, w.localTime(p)),
		}
		up := pos.Geometric >= sun.Horizon
		fits := false
		switch h.Value {
		case fullMoon:
			c.Expected, fits = "a full moon in the sky", up && pos.Lit >= fullLit
		case moonlit:
			c.Expected, fits = "moonlight", up && pos.Lit >= brightLit
		default:
			c.Expected, fits = "no moonlight", !up || pos.Lit <= darkLit
		}
		if c.Outcome = grade(fits, true); fits {
			c.Bits = moonPass
		} else {
			c.Bits = bits(Warn)
		}
		w.add(c)
	}
}
