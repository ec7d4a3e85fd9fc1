package claim

import (
	"time"

	"github.com/paulmach/orb"

	"sitmap/internal/extract/words"
	"sitmap/internal/zone"
)

// hourSlack is how far a time may lie outside a part of the day before the words and the time contradict each other.
const hourSlack = 2

// part is a part of the day by the clock of the place; past 24 it is the next day's morning.
type part struct {
	name     string
	from, to float64 // hours
}

//nolint:gochecknoglobals // table, never written
var parts = words.Compile(
	words.Row[part]{Patterns: "morning; this morning; вранці; уранці; зранку; ранком; ранок; утром; с утра; утро", Value: part{"morning", 4, 12}},
	words.Row[part]{Patterns: "afternoon; this afternoon; пополудні; після обіду; по обіді; у другій половині дня; в другій половині дня; пополудни; после обеда; во второй половине дня", Value: part{"afternoon", 12, 18}},
	words.Row[part]{Patterns: "evening; this evening; ввечері; увечері; вечір; вечора; вечором; вечером; вечер; вечера", Value: part{"evening", 17, 23}},
	words.Row[part]{Patterns: "at night; overnight; by night; in the night; during the night; вночі; уночі; у ніч; в ніч; ніч; серед ночі; ночью; в ночь; ночь; среди ночи", Value: part{"night", 21, 30}},
)

// off is how many hours a clock time lies outside the part, 0 inside.
func (p part) off(h float64) float64 {
	best := 24.0
	for _, x := range []float64{h, h + 24, h - 24} {
		best = min(best, max(p.from-x, x-p.to, 0))
	}
	return best
}

// hour says the claimed time by the clock of the place and compares it with the parts of the day in the words. When the words
// name several, they tell of several moments: the one that fits best counts.
func (w *work) hour(p orb.Point) {
	t := w.cl.Time
	if t.IsZero() {
		return
	}
	loc := zone.At(p)
	if loc == nil {
		w.skip("media_time: the time zone of the point is not known")
		return
	}
	local := t.In(loc)
	w.add(Check{
		Code: "local_time", Outcome: Skipped, Measured: w.localTime(p) + " (" + loc.String() + ", UTC" + local.Format("-07:00") + ")",
		Expected: "the claimed time " + t.Format(time.RFC3339), Source: "IANA time zone database; zones' borders of tzf", Geometry: p,
	})
	h := float64(local.Hour()) + float64(local.Minute())/60
	d := w.said.doc
	var best *words.Hit[part]
	hits := parts.Find(d, 0, len(d.Words))
	for i := range hits {
		if best == nil || hits[i].Value.off(h) < best.Value.off(h) {
			best = &hits[i]
		}
	}
	if best == nil {
		return
	}
	q := w.bytes(best.First, best.Last)
	off := best.Value.off(h)
	c := Check{
		Code: "media_time", Quote: &q, Measured: w.localTime(p), Expected: best.Value.name + ", " + clock(best.Value.from) + " to " + clock(best.Value.to) + " at the place",
		Source: "IANA time zone database", Outcome: grade(off == 0, off <= hourSlack),
	}
	c.Bits = bits(c.Outcome)
	switch c.Outcome {
	case Pass:
		c.Bits = 1 // half of the day's times fit
	case Fail:
		w.reason("media_time")
	}
	w.add(c)
}

// clock writes an hour of the day.
func clock(h float64) string {
	return time.Time{}.Add(time.Duration(h * float64(time.Hour))).Format("15:04")
}
