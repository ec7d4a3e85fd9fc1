package resolve

import (
	"math"

	"github.com/paulmach/orb"

	"sitmap/gazetteer"
)

// reachKm is how far from a river a place may lie and still say which part of it is meant.
const reachKm = 150

// reaches puts every river that has a course at the part of it nearest to the places named with it:
// "the left bank of the Dnipro near Kherson" is not where the river's own entry stands.
func (r *Resolver) reaches(d *doc) {
	for gi := range d.gs {
		g := &d.gs[gi]
		var near []neighbour
		for i := range g.cands {
			c := &g.cands[i]
			if c.class != gazetteer.ClassRiver {
				continue
			}
			course := r.ix.Course(c.ref)
			if len(course) == 0 {
				continue
			}
			if near == nil {
				near = d.neighbours(gi)
			}
			if p, ok := d.reach(course, near); ok {
				c.point, c.vec, c.reach = p, unit(p), true
			}
		}
	}
}

// reach gives the point of the course that the neighbours speak for.
func (d *doc) reach(course []orb.Point, near []neighbour) (orb.Point, bool) {
	var at orb.Point
	best := 0.0
	for _, nb := range near {
		o := &d.gs[nb.group]
		if o.hint {
			continue
		}
		for _, k := range o.top(1) {
			c := &o.cands[k]
			if c.class != gazetteer.ClassSettlement && c.class != gazetteer.ClassAdmin2 && c.class != gazetteer.ClassAdmin1 || c.how == howInherit {
				continue
			}
			p, km := nearestOn(course, c.point)
			if km > reachKm {
				continue
			}
			w := c.p / float64(2+nb.gap) / (1 + km*km/(40*40))
			if nb.sent {
				w *= 2
			}
			if c.class == gazetteer.ClassAdmin1 {
				w *= .3
			}
			if w > best {
				best, at = w, p
			}
		}
	}
	return at, best > 0
}

// nearestOn gives the point of a line nearest to p and its distance in km, on a plane around p: good to
// 1 % within reachKm.
func nearestOn(line []orb.Point, p orb.Point) (orb.Point, float64) {
	kx, ky := 111.32*math.Cos(p[1]*math.Pi/180), 111.32
	plane := func(q orb.Point) (x, y float64) { return math.Remainder(q[0]-p[0], 360) * kx, (q[1] - p[1]) * ky }
	best, bx, by := math.Inf(1), 0.0, 0.0
	for i, q := range line {
		x1, y1 := plane(q)
		x0, y0 := x1, y1
		if i > 0 {
			x0, y0 = plane(line[i-1])
		}
		dx, dy := x1-x0, y1-y0
		t := 0.0
		if l := dx*dx + dy*dy; l > 0 {
			t = min(1, max(0, -(x0*dx+y0*dy)/l))
		}
		x, y := x0+t*dx, y0+t*dy
		if d := math.Hypot(x, y); d < best {
			best, bx, by = d, x, y
		}
	}
	return orb.Point{math.Remainder(p[0]+bx/kx, 360), p[1] + by/ky}, best
}
