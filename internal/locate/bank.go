package locate

import (
	"github.com/paulmach/orb"

	"sitmap/gazetteer"
	"sitmap/gazetteer/resolve"
	"sitmap/geo"
	"sitmap/geo/geodesic"
	"sitmap/internal/event"
	"sitmap/internal/extract"
	"sitmap/internal/extract/relation"
)

// A river's course is a chain of towns on its banks, so that the strip of a bank is drawn wide and
// begins on the other side of the line.
const (
	bankSlack  = 3 * geo.Kilometre   // how far the river may run beside the line near its towns
	bankReach  = 10 * geo.Kilometre  // up and down the river from a village named with it, and away from it
	riverWidth = 20 * geo.Kilometre  // how far from a river alone people still speak of its bank
	riverReach = 50 * geo.Kilometre  // up and down, where the river alone is named and the report names places near
	riverParts = 250 * geo.Kilometre // the same, where nothing says which part of the river is meant
	offCourse  = 40 * geo.Kilometre  // a place farther from the line is not on its bank
	mixedSides = 30                  // degrees: a compass side this close to upstream or downstream says nothing
)

// onBank draws the strip along a river's course on the side that the words name. Left and right are
// seen downstream; courses run from source to mouth. Without a course, or a side, the disc (or its
// half, for "the eastern bank") stays and the caution says so.
func (l *Locator) onBank(loc *event.Location, r resolve.Resolution, p extract.Place, rs []resolve.Resolution) {
	course, alone := l.courseOf(r, p, rs)
	switch {
	case r.Inherited:
		loc.Caution = joined(loc.Caution, "which bank of the river the words mean is not drawn, for the place itself is not known")
		return
	case alone && r.Chosen.Place.Class != gazetteer.ClassRiver:
		loc.Caution = joined(loc.Caution, "which bank is meant is not drawn: the words name no river")
		return
	case len(course) < 2:
		loc.Caution = joined(loc.Caution, "which bank of the river the words mean is not drawn: the course of the river is not known")
		return
	}
	d, at, err := geodesic.DistanceToLine(loc.Point, course)
	if err != nil || d > offCourse && !alone {
		loc.Caution = joined(loc.Caution, "which bank of the river the words mean is not drawn: the place lies too far from the known course of the river")
		return
	}
	_, near := l.radii(r.Chosen.Place)
	length := max(near, bankReach)
	width := min(length, riverWidth)
	if alone {
		loc.Point, length, width = at, riverReach, riverWidth
		if !settled(rs, at) {
			length = riverParts
			loc.Caution = joined(loc.Caution, "no place in the report says which part of the river is meant")
		}
	}
	axis, here := along(course, at, length)
	side := sideOn(axis, here, loc.Relation)
	if side == relation.SideUnknown || len(axis) < 2 {
		loc.Caution = joined(loc.Caution, "the words do not say clearly which bank of the river is meant")
		return
	}
	loc.Region = geo.Region{Kind: geo.Buffer, Axis: axis, Outer: width, Area: besides(axis, side, width)}
	loc.Radius = 0
	for _, line := range geodesic.Rings(loc.Region.Area) {
		for _, q := range line { // the strip ends within its corners
			loc.Radius = max(loc.Radius, geodesic.Distance(loc.Point, q))
		}
	}
	loc.Caution = joined(loc.Caution, "the course of the river is a sketch through towns on its banks")
}

// courseOf gives the course of the river that a bank belongs to; alone says that the event has no
// place but the river.
func (l *Locator) courseOf(r resolve.Resolution, p extract.Place, rs []resolve.Resolution) (course orb.LineString, alone bool) {
	c := river(r)
	if alone = p.River == nil; !alone {
		if *p.River < 0 || *p.River >= len(rs) || rs[*p.River].Chosen == nil {
			return nil, false
		}
		c = river(rs[*p.River])
	}
	if l.seats == nil || c.Place.Class != gazetteer.ClassRiver {
		return nil, alone
	}
	return l.seats.ix.Course(c.Ref), alone
}

// settled reports that a resolved settlement of the report lies near a point.
func settled(rs []resolve.Resolution, at orb.Point) bool {
	for _, r := range rs {
		if r.Chosen != nil && !r.Inherited && r.Chosen.Place.Class == gazetteer.ClassSettlement && geodesic.Distance(r.Chosen.Place.Point, at) <= 3*riverReach {
			return true
		}
	}
	return false
}

// along cuts the course to so much of it, counted along the line, up and down from its point nearest
// to at, and gives the segment of the cut line that holds this point.
func along(course orb.LineString, at orb.Point, reach geo.Metres) (axis orb.LineString, segment int) {
	best := geo.Metres(-1)
	seg := 0
	for i := 1; i < len(course); i++ {
		if d, _, err := geodesic.DistanceToLine(at, course[i-1:i+1]); err == nil && (best < 0 || d < best) {
			best, seg = d, i
		}
	}
	if best < 0 {
		return nil, 0
	}
	up := walk(course[:seg], at, reach, -1)
	down := walk(course[seg:], at, reach, 1)
	for i := len(up) - 1; i >= 0; i-- {
		axis = append(axis, up[i])
	}
	segment = max(0, len(axis)-1)
	if len(axis) == 0 || axis[len(axis)-1] != at {
		axis = append(axis, at)
	}
	for _, q := range down {
		if q != axis[len(axis)-1] {
			axis = append(axis, q)
		}
	}
	return axis, min(segment, max(0, len(axis)-2))
}

// walk gives the points of a line from its end (step -1) or start (step 1) on, until the way from
// the given point is used up; the last one is cut to it.
func walk(line orb.LineString, from orb.Point, left geo.Metres, step int) orb.LineString {
	var out orb.LineString
	i := 0
	if step < 0 {
		i = len(line) - 1
	}
	for ; i >= 0 && i < len(line); i += step {
		d, azimuth, _ := geodesic.Inverse(from, line[i])
		if d == 0 {
			continue
		}
		if d > left {
			return append(out, geodesic.Direct(from, azimuth, left))
		}
		out, from, left = append(out, line[i]), line[i], left-d
	}
	return out
}

// sideOn gives the side that the words name; a compass direction ("the eastern bank") is compared
// with the flow in the segment.
func sideOn(axis orb.LineString, segment int, rel event.Relation) relation.Side {
	if s := relation.SideOf(rel.Text); s != relation.SideUnknown || rel.Bearing == nil || segment+1 >= len(axis) {
		return s
	}
	_, flow, _ := geodesic.Inverse(axis[segment], axis[segment+1])
	left, right := geodesic.AngleBetween(flow-90, *rel.Bearing), geodesic.AngleBetween(flow+90, *rel.Bearing)
	switch {
	case left < 90-mixedSides:
		return relation.SideLeft
	case right < 90-mixedSides:
		return relation.SideRight
	}
	return relation.SideUnknown
}

// besides gives one quadrilateral for each segment of the axis, from a little beyond the line to the
// width of the strip on the named side; at a bend triangles close the gaps.
func besides(axis orb.LineString, side relation.Side, width geo.Metres) orb.MultiPolygon {
	turn := geo.Degrees(90)
	if side == relation.SideLeft {
		turn = -90
	}
	var out orb.MultiPolygon
	var corner, behind orb.Point // the corners at the end of the segment before
	for i := 1; i < len(axis); i++ {
		a, b := axis[i-1], axis[i]
		d, start, end := geodesic.Inverse(a, b)
		if d == 0 {
			continue
		}
		away := func(p orb.Point, azimuth geo.Degrees, by geo.Metres) orb.Point {
			return geodesic.Direct(p, azimuth+turn, by)
		}
		a2, b2 := away(a, start, width), away(b, end, width)
		a0, b0 := geodesic.Direct(a, start-turn, bankSlack), geodesic.Direct(b, end-turn, bankSlack)
		if len(out) > 0 && geodesic.Distance(corner, a2) < width/10 {
			a2, a0 = corner, behind // nearly straight on: no gap, no sliver
		} else if len(out) > 0 {
			out = append(out, orb.Polygon{{a, corner, a2, a}}, orb.Polygon{{a, behind, a0, a}})
		}
		out = append(out, orb.Polygon{{a0, b0, b2, a2, a0}})
		corner, behind = b2, b0
	}
	return out
}
