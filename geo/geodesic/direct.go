package geodesic

import (
	"math"

	"github.com/paulmach/orb"

	"sitmap/geo"
)

// Direct gives the point (lon, lat) that lies d metres from p (lon, lat) along
// the geodesic that leaves p at the azimuth. A negative d goes the other way.
// The longitude is in -180..180. Error below 0.1 mm.
func Direct(p orb.Point, azimuth geo.Degrees, d geo.Metres) orb.Point {
	if !valid(p) || math.IsNaN(float64(azimuth)) || math.IsInf(float64(azimuth), 0) ||
		math.IsNaN(float64(d)) || math.IsInf(float64(d), 0) {
		return orb.Point{math.NaN(), math.NaN()}
	}
	r := newRay(p, azimuth)
	return r.at(d)
}

// ray is a geodesic from a point, ready to give points along it.
type ray struct {
	lon1                       float64
	salp0, calp0               float64
	ssig1, csig1, somg1, comg1 float64
	a1, b11, a3c, b31          float64
	c1r, c3                    coeffs
	stau1, ctau1               float64
}

func newRay(p orb.Point, azimuth geo.Degrees) (r ray) {
	salp1, calp1 := sincosd(float64(azimuth))
	sbet1, cbet1 := reduced(p[1])
	r.lon1 = p[0]
	r.salp0, r.calp0 = salp1*cbet1, math.Hypot(calp1, salp1*sbet1)
	r.ssig1, r.somg1 = sbet1, r.salp0*sbet1
	r.csig1 = 1
	if sbet1 != 0 || calp1 != 0 {
		r.csig1 = cbet1 * calp1
	}
	r.comg1 = r.csig1
	r.ssig1, r.csig1 = norm(r.ssig1, r.csig1)
	eps, _ := epsOf(r.calp0)
	r.a1 = scale1(eps)
	c1 := series1(eps)
	r.b11 = c1.sinSeries(r.ssig1, r.csig1)
	s, c := math.Sincos(r.b11)
	r.stau1, r.ctau1 = r.ssig1*c+r.csig1*s, r.csig1*c-r.ssig1*s
	r.c1r = series1Rev(eps)
	r.a3c = -flattening * r.salp0 * scale3(eps)
	r.c3 = series3(eps)
	r.b31 = r.c3.sinSeries(r.ssig1, r.csig1)
	return r
}

func (r *ray) at(d geo.Metres) orb.Point {
	tau12 := float64(d) / (polarRadius * r.a1)
	s, c := math.Sincos(tau12)
	b12 := -r.c1r.sinSeries(r.stau1*c+r.ctau1*s, r.ctau1*c-r.stau1*s)
	sig12 := tau12 - (b12 - r.b11)
	ssig12, csig12 := math.Sincos(sig12)
	ssig2, csig2 := r.ssig1*csig12+r.csig1*ssig12, r.csig1*csig12-r.ssig1*ssig12
	sbet2, cbet2 := r.calp0*ssig2, math.Hypot(r.salp0, r.calp0*csig2)
	if cbet2 == 0 {
		cbet2, csig2 = tiny, tiny
	}
	somg2, comg2 := r.salp0*ssig2, csig2
	omg12 := math.Atan2(somg2*r.comg1-comg2*r.somg1, comg2*r.comg1+somg2*r.somg1)
	lam12 := omg12 + r.a3c*(sig12+r.c3.sinSeries(ssig2, csig2)-r.b31)
	lon := math.Remainder(wrap(r.lon1)+wrap(lam12*(180/math.Pi)), 360)
	return orb.Point{lon, atan2d(sbet2, (1-flattening)*cbet2)}
}
