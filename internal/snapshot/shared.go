package snapshot

import "sitmap/geo/tile"

// CellBits is how many levels below a tile the cells of its clusters are: 16 × 16 cells.
const CellBits = cellBits

// CellID names the cell of a zoom that holds a grid position (see [tile.Position]).
func CellID(z, x, y uint32) ClusterID {
	return clusterID(z, tile.Key(x, y)>>(2*(32-z-cellBits)))
}

// ExpansionZoom gives the zoom at which a cluster of a zoom falls apart. first and
// last are the first and last of its places on any curve through the grid that
// fills cell by cell.
func ExpansionZoom(z uint32, first, last uint64) uint32 {
	c := Cluster{low: first, high: last}
	return c.expansionZoom(z)
}

// TypesJSON gives counts by type as the property of a cluster: a JSON object in order.
func TypesJSON(types []TypeCount) string { return string(appendTypes(nil, types)) }

// Except gives a filter of all event places in the tile world but some, which are told
// by their number in the order of [Generation.EachPosition]. It is for tiles.
func (g *Generation) Except(left func(n int) bool) *Filter {
	f := g.Filter(Query{})
	f.byID = true
	n := 0
	for i, v := range g.views() {
		f.ids[i] = newBitset(v.c.rows())
		for row := range v.c.world {
			if v.dead.has(row) {
				continue
			}
			if !left(n) {
				f.ids[i].set(row)
			}
			n++
		}
	}
	return f
}

// EachPosition calls do with the grid position of every event place in the tile world.
func (g *Generation) EachPosition(do func(x, y uint32)) {
	for _, v := range g.views() {
		for row := range v.c.world {
			if !v.dead.has(row) {
				do(v.c.x[row], v.c.y[row])
			}
		}
	}
}
