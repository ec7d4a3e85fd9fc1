package gazetteer

import (
	"sync/atomic"

	"github.com/paulmach/orb"
)

// spot is the point of a place in units, see point.go.
type spot struct{ lon, lat uint32 }

// spots holds points in the spatial order, side by side, where the file has them in the order of names: places that are
// near each other are read from one or two lines of memory instead of one for each. A part is made when a search first
// comes by; 8 bytes a place.
type spots []atomic.Pointer[[spotsTogether]spot]

// spotsTogether is how many are made at once: it takes some microseconds.
const spotsTogether = 512

func newSpots(n int) spots { return make(spots, (n+spotsTogether-1)/spotsTogether) }

// spotsAt gives the part in which position i of the spatial order stands, at i modulo spotsTogether.
func (ix *Index) spotsAt(i int) *[spotsTogether]spot {
	kept := &ix.spots()[i/spotsTogether]
	if s := kept.Load(); s != nil {
		return s
	}
	s := new([spotsTogether]spot)
	first := i / spotsTogether * spotsTogether
	for k := range min(spotsTogether, ix.n-first) {
		if r := int(ix.spatial.at(first + k)); r < ix.n {
			lon, lat := ix.points.at(r)
			s[k] = spot{uint32(lon), uint32(lat)} //nolint:gosec // at most worldLon
		}
	}
	kept.Store(s)
	return s
}

// point gives the point (lon, lat).
func (s spot) point() orb.Point { return fromUnits(uint64(s.lon), uint64(s.lat)) }

// code gives the Morton code of the cell.
func (s spot) code() uint64 { return morton(cellAt(uint64(s.lon), uint64(s.lat))) }
