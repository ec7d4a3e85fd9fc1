package locate

import (
	"math"
	"sync"

	"github.com/paulmach/orb"

	"sitmap/gazetteer"
	"sitmap/geo"
)

// extents knows how far areas reach, judged by the settlements that lie in them: the
// index has the points of areas, not their outlines.
type extents struct {
	ix     *gazetteer.Index
	byArea sync.Map // areaKey to *reachOf, counted when first asked for
}

// areaKey is a first-order area, or with a second code a second-order one.
type areaKey struct{ country, admin1, admin2 string }

// reachOf counts the settlements of an area by their distance from the area's point.
type reachOf struct {
	centre orb.Point
	n      int
	step   float64 // kilometres a bin
	bins   [80]int32
}

const (
	firstOrderStep  = 10.0 // km: bins of a first-order area, up to 800 km
	secondOrderStep = 4.0  // km: bins of a second-order area, up to 320 km
	fewSettlements  = 12   // an area with fewer says nothing about its size
	reachShare      = .98  // of the settlements lie within the reach; the rest are outliers of the sources
)

func newExtents(ix *gazetteer.Index) *extents {
	if ix == nil {
		return nil
	}
	return &extents{ix: ix}
}

// reach counts the settlements of an area, once.
func (e *extents) reach(k areaKey) *reachOf {
	if a, ok := e.byArea.Load(k); ok {
		return a.(*reachOf) //nolint:forcetypeassert // nothing else is kept
	}
	a := &reachOf{step: firstOrderStep}
	ref, ok := e.ix.Admin1Ref(k.country, k.admin1)
	if k.admin2 != "" {
		a.step = secondOrderStep
		ref, ok = e.ix.Admin2Ref(k.country, k.admin1, k.admin2)
	}
	if ok {
		a.centre = e.ix.Point(ref)
		e.ix.InArea(k.country, k.admin1, k.admin2, func(r gazetteer.Ref) {
			if e.ix.Class(r) != gazetteer.ClassSettlement {
				return
			}
			if _, guess := e.ix.Admin2(r); guess && k.admin2 != "" {
				return
			}
			a.add(e.ix.Point(r))
		})
	}
	e.byArea.Store(k, a)
	return a
}

// add counts a settlement.
func (a *reachOf) add(p orb.Point) {
	a.n++
	a.bins[min(len(a.bins)-1, int(flatKm(a.centre, p)/a.step))]++
}

// flatKm is the distance on a plane that touches the earth between the points: within a
// percent for the size of an area.
func flatKm(a, b orb.Point) float64 {
	const kmPerDegree = 111.2
	dx := math.Remainder(b[0]-a[0], 360) * math.Cos((a[1]+b[1])/2*math.Pi/180)
	return math.Hypot(dx, b[1]-a[1]) * kmPerDegree
}

// of gives how far an area reaches from its point; false where too few of its settlements are known.
func (e *extents) of(p gazetteer.Place) (geo.Metres, bool) {
	if e == nil || p.Country == "" || p.Admin1 == "" {
		return 0, false
	}
	k := areaKey{country: p.Country, admin1: p.Admin1}
	switch p.Class {
	case gazetteer.ClassAdmin1:
	case gazetteer.ClassAdmin2:
		if k.admin2 = p.Admin2; k.admin2 == "" {
			return 0, false
		}
	default:
		return 0, false
	}
	a := e.reach(k)
	if a.n < fewSettlements {
		return 0, false
	}
	half, most, all := a.share(.5), a.share(.9), a.share(reachShare)
	if most > scattered*half && most > 300 {
		return 0, false // the codes of two areas under one point
	}
	return geo.Metres(min(all, stray*half)) * geo.Kilometre, true
}

// In an area of one piece nine in ten settlements lie within about twice the median distance
// from its point, nearly all within three times; what lies beyond is wrong in the sources.
const (
	scattered = 2.5
	stray     = 3.5
)

// share gives the distance within which a share of the settlements lies, in kilometres.
func (a *reachOf) share(of float64) float64 {
	sum := 0
	for i, n := range a.bins {
		if sum += int(n); float64(sum) >= of*float64(a.n) {
			return float64(i+1) * a.step
		}
	}
	return float64(len(a.bins)) * a.step
}

// radii gives what "in" and "near" cover for a place: an area by its own reach where that
// is known, else by the convention of its size.
func (l *Locator) radii(p gazetteer.Place) (in, near geo.Metres) {
	in, near = radii(sizeOf(p))
	if r, ok := l.extents.of(p); ok {
		return r, r + 20*geo.Kilometre
	}
	return in, near
}
