package table

import (
	"math"

	"github.com/paulmach/orb"

	"sitmap/internal/ingest/rows"
)

// Points says how the rows of a table give points, for uses that take the columns as
// they are and need no date. [PointsOf] makes one.
type Points struct{ b *builder }

// PointsOf finds the columns of coordinates as [Detect] does, from the header and a
// sample of rows, or takes them from the mapping that is given. Rows that bring a geometry
// of their own are located. Other roles are found where they are clear, and left out where
// they are not. The error wraps [ingest.ErrRefused] and asks for a mapping.
func PointsOf(name string, names []string, sample [][]string, located bool, given *Mapping) (Points, error) {
	m := Mapping{Kind: KindTable, Columns: map[Role]Names{}}
	if given != nil {
		m = *given
	} else if k, ok := known(names); ok {
		m = k
	} else {
		fold := make([]string, len(names))
		for i, n := range names {
			fold[i] = folded(n)
		}
		for _, role := range roles {
			cols, err := byName(names, fold, role)
			if err != nil && (role == Lat || role == Lon || role == Coords) {
				return Points{}, ask(name, err.Error())
			}
			if len(cols) > 0 {
				m.Columns[role] = cols
			}
		}
		d := detector{name: name, names: names, fold: fold, sample: sample, located: located, m: &m}
		if err := d.place(); err != nil {
			return Points{}, err
		}
		if d.order() != nil { // dates that may be read in two ways are not read
			delete(m.Columns, Date)
			delete(m.Columns, DateEnd)
		}
	}
	cols, err := m.bind(names)
	if err != nil {
		return Points{}, ask(name, err.Error())
	}
	if !located && len(cols[Lat]) == 0 && len(cols[Coords]) == 0 {
		return Points{}, ask(name, "no column holds coordinates")
	}
	return Points{&builder{m: m, cols: cols, names: names}}, nil
}

// String says which column is what, in one line.
func (p Points) String() string { return p.b.m.String() }

// Column gives the number of the first column with a role, -1 when there is none.
func (p Points) Column(r Role) int {
	if c := p.b.cols[r]; len(c) > 0 {
		return c[0]
	}
	return -1
}

// Of gives the point (lon, lat) that the coordinate columns of a row say; the problem
// names the field and what is wrong. Geometries are not looked at.
func (p Points) Of(values []string) (orb.Point, *rows.Problem) {
	l := line{builder: p.b, row: rows.Row{Values: values}}
	s, given, ok := l.spot()
	switch {
	case ok && given:
		return s.point, nil
	case ok:
		l.reject(l.field(Lat), "the row has no coordinates")
	}
	return s.point, &rows.Problem{Field: l.bad[0].Field, Reason: l.bad[0].Reason}
}

// Days gives the first and the last day that a cell of dates says, counted from 1970-01-01.
func (p Points) Days(cell string) (first, last int32, ok bool) {
	w, err := parseDate(cell, p.b.m.DateOrder)
	if err != nil {
		return 0, 0, false
	}
	return int32(w.start.DayNumber()), int32(w.end.DayNumber()), true
}

// People gives the fewest and the most people that a cell says; what the cell leaves open
// takes the other's value.
func (p Points) People(cell string) (least, most int32, ok bool) {
	c, err := people(cell)
	if err != nil || c == nil || c.Min == nil && c.Max == nil {
		return 0, 0, false
	}
	lo, hi := c.Min, c.Max
	if lo == nil {
		lo = hi
	}
	if hi == nil {
		hi = lo
	}
	return int32(min(*lo, math.MaxInt32)), int32(min(*hi, math.MaxInt32)), true
}

// Null reports whether a cell says that nothing is known.
func (p Points) Null(cell string) bool { return isNull(cell) }
