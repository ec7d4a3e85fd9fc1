package claim

import (
	"fmt"

	"github.com/paulmach/orb"

	"sitmap/geo"
	"sitmap/geo/coord"
	"sitmap/geo/grid"
)

// A shift between datums is some 100-150 m: only between these bounds, and with digits finer than datumDigits, an offset can
// be told from other reasons.
const (
	datumLeast  = 60 * geo.Metres(1)
	datumMost   = 250 * geo.Metres(1)
	datumDigits = 60 * geo.Metres(1)
	datumShare  = .25 // the shift explains the offset when no more than this part of it is left
)

// datum says when a point was carried over from SK-42, and when an offset from the place or from the picture's own position is
// what numbers of SK-42 read as WGS 84 would show. It is a hint: no verdict rests on it.
func (w *work) datum(r Reading, f *fit) {
	if r.Notation == coord.SK42 {
		w.reason("datum")
		w.add(Check{
			Code: "datum", Outcome: Warn, Measured: fmt.Sprintf("read as SK-42; unshifted the point would lie %s away", km(distance(r.Point, unshifted(r.Point)))),
			Expected: "WGS 84", Source: grid.SK42Shift, Geometry: r.Point,
		})
		return
	}
	if m := w.cl.Media; m != nil && m.GPS != nil && w.offset(r, *m.GPS, "the picture's own position") {
		return
	}
	if f != nil && f.own {
		w.offset(r, f.cand.Place.Point, "the point of "+placeName(f.cand))
	}
}

// offset reports, and says so in a row, that the datum shift explains how far a point lies from another.
func (w *work) offset(r Reading, q orb.Point, name string) bool {
	d := distance(r.Point, q)
	if d < datumLeast || d > datumMost || r.Radius > datumDigits {
		return false
	}
	p := shifted(r.Point)
	left := distance(p, q)
	if left > datumShare*d {
		return false
	}
	w.reason("datum")
	w.add(Check{
		Code: "datum", Outcome: Warn, Measured: fmt.Sprintf("%s from %s; numbers of SK-42 in place of WGS 84 would explain it, then %s are left", km(d), name, km(left)),
		Expected: "WGS 84", Source: grid.SK42Shift, Geometry: orb.LineString{r.Point, p},
	})
	return true
}

// unshifted gives the longitude and latitude that a point of WGS 84 has on SK-42.
func unshifted(p orb.Point) orb.Point {
	g := grid.ToSK42(p)
	zone := g.Zone()
	return grid.NewTM(grid.Krassowsky, float64(6*zone-3), 1, float64(zone)*1e6+500000, 0).Inverse(g.Y, g.X)
}

// shifted reads the numbers of a point as longitude and latitude on SK-42; exact to a millimetre, as the shift changes slowly.
func shifted(p orb.Point) orb.Point {
	q := unshifted(p)
	return orb.Point{2*p[0] - q[0], 2*p[1] - q[1]}
}
