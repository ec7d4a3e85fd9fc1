package sun

import "time"

// Window is a stretch of time.
type Window struct{ From, To time.Time }

// step is how far apart a day is sampled. What rises and falls back between two
// samples is found by a search for the top.
const step = 5 * time.Minute

// curve is a function of time, sampled over a stretch of time.
type curve struct {
	f  func(time.Time) float64
	ts []time.Time
	v  []float64
}

// sample samples f from one time to another. f may turn at most once in two steps.
func sample(from, to time.Time, f func(time.Time) float64) curve {
	c := curve{f: f}
	for t := from; t.Before(to); t = t.Add(step) {
		c.add(t, f(t))
	}
	c.add(to, f(to))
	return c
}

func (c *curve) add(t time.Time, v float64) {
	if n := len(c.ts); n == 0 || t.After(c.ts[n-1]) {
		c.ts, c.v = append(c.ts, t), append(c.v, v)
	}
}

// from gives the stretches in which the curve is not below a limit, with ends to
// the second.
func (c curve) from(limit float64) []Window {
	c = c.turns(limit)
	var out []Window
	var open time.Time
	for i, t := range c.ts {
		in := c.v[i] >= limit
		switch {
		case in && i == 0:
			open = t
		case in && open.IsZero():
			open = c.crossing(c.ts[i-1], t, limit)
		case !in && !open.IsZero():
			out = append(out, Window{open, c.crossing(c.ts[i-1], t, limit)})
			open = time.Time{}
		}
	}
	if !open.IsZero() {
		out = append(out, Window{open, c.ts[len(c.ts)-1]})
	}
	return out
}

// turns adds each top below and each bottom above a limit: beside them a short
// crossing may hide between two samples.
func (c curve) turns(limit float64) curve {
	out := curve{f: c.f}
	for i, v := range c.v {
		lo, hi := max(i-1, 0), min(i+1, len(c.ts)-1)
		extra := c.ts[i]
		switch {
		case v < limit && v >= c.v[lo] && v >= c.v[hi]:
			extra = peak(c.ts[lo], c.ts[hi], c.f)
		case v >= limit && v <= c.v[lo] && v <= c.v[hi]:
			extra = peak(c.ts[lo], c.ts[hi], func(t time.Time) float64 { return -c.f(t) })
		}
		if extra.Before(c.ts[i]) {
			out.add(extra, c.f(extra))
		}
		out.add(c.ts[i], v)
		if extra.After(c.ts[i]) {
			out.add(extra, c.f(extra))
		}
	}
	return out
}

// crossing bisects to the second at which the curve passes a limit between two times.
func (c curve) crossing(a, b time.Time, limit float64) time.Time {
	in := c.f(a) >= limit
	for b.Sub(a) > time.Second/2 {
		m := a.Add(b.Sub(a) / 2)
		if (c.f(m) >= limit) == in {
			a = m
		} else {
			b = m
		}
	}
	return b.Round(time.Second)
}

// peak finds the top of f between two times, to a tenth of a second.
func peak(a, b time.Time, f func(time.Time) float64) time.Time {
	for b.Sub(a) > time.Second/10 {
		third := b.Sub(a) / 3
		if f(a.Add(third)) < f(b.Add(-third)) {
			a = a.Add(third)
		} else {
			b = b.Add(-third)
		}
	}
	return a.Add(b.Sub(a) / 2)
}

// both gives what two lists of windows share.
func both(a, b []Window) []Window {
	var out []Window
	for _, x := range a {
		for _, y := range b {
			w := x
			if y.From.After(w.From) {
				w.From = y.From
			}
			if y.To.Before(w.To) {
				w.To = y.To
			}
			if w.From.Before(w.To) {
				out = append(out, w)
			}
		}
	}
	return out
}
