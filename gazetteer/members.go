package gazetteer

import (
	"sort"
	"strings"
)

// members lists the places by the row of their area.
type members struct {
	from []uint32 // where the places of row i begin; one more at the end
	refs []uint32 // in the order of the index within a row
}

// sortByArea counts the places of each row, then puts them there.
func (ix *Index) sortByArea() *members {
	rows := len(ix.area.rows)
	m := &members{from: make([]uint32, rows+2)}
	row := func(i int) int {
		if a := int(ix.areaCol.at(i)); a <= rows {
			return a
		}
		return 0
	}
	for i := range ix.n { // row 0 of the column is "none": it comes first and is left out below
		m.from[row(i)+1]++
	}
	for i := range rows + 1 {
		m.from[i+1] += m.from[i]
	}
	m.refs = make([]uint32, ix.n)
	next := append([]uint32(nil), m.from[:rows+1]...)
	for i := range ix.n {
		r := row(i)
		m.refs[next[r]] = uint32(i) //nolint:gosec // an index holds fewer than 2^32 places
		next[r]++
	}
	m.from = m.from[1:]
	return m
}

// InArea calls fn with every place of an area: of a country (the codes of the smaller areas empty), of a first-order area
// with the second-order ones in it, or of a second-order one. Places whose area is a guess are among them. They come area
// by area, within one in the order of the index. The first call sorts all places by area, in some
// milliseconds, and keeps 4 bytes a place.
func (ix *Index) InArea(country, admin1, admin2 string, fn func(Ref)) {
	if country == "" || ix.members == nil || admin1 == "" && admin2 != "" {
		return
	}
	m := ix.members()
	each := func(row int) {
		for _, r := range m.refs[m.from[row]:m.from[row+1]] {
			fn(Ref(r))
		}
	}
	code := areaCode(country, admin1, admin2)
	if i := ix.area.find(code); i >= 0 {
		each(i)
	}
	code += "."
	rows := ix.area.rows
	for i := sort.Search(len(rows), func(i int) bool { return rows[i].code >= code }); i < len(rows) && strings.HasPrefix(rows[i].code, code); i++ {
		each(i)
	}
}
