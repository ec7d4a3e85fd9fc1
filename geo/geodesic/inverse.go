package geodesic

import (
	"math"

	"github.com/paulmach/orb"

	"sitmap/geo"
)

// tiny is the smallest cosine of a latitude that is kept apart from zero, so
// that a bearing at a pole stays defined.
const tiny = 1e-150

// Distance is the length of the shortest line on the ellipsoid from a to b
// (lon, lat), within 0.1 mm.
func Distance(a, b orb.Point) geo.Metres {
	d, _, _ := Inverse(a, b)
	return d
}

// Inverse gives the length of the shortest line from a to b (lon, lat) and its
// bearing at both ends: azimuth from a towards b, and at b the direction in which
// the line goes on. Bearings are 0 to 360. Of two equal points the bearing is 0
// at both; where several shortest lines exist, one of them is taken.
func Inverse(a, b orb.Point) (d geo.Metres, azimuthA, azimuthB geo.Degrees) {
	if !valid(a) || !valid(b) {
		nan := math.NaN()
		return geo.Metres(nan), geo.Degrees(nan), geo.Degrees(nan)
	}
	if a == b {
		return 0, 0, 0
	}
	p := canonical(a, b)
	s, salp1, calp1, salp2, calp2 := p.solve()
	if p.swapped {
		salp1, calp1, salp2, calp2 = salp2, calp2, salp1, calp1
	}
	salp1, salp2 = salp1*p.swapSign*p.lonSign, salp2*p.swapSign*p.lonSign
	calp1, calp2 = calp1*p.swapSign*p.latSign, calp2*p.swapSign*p.latSign
	return geo.Metres(s), bearing(salp1, calp1), bearing(salp2, calp2)
}

func valid(p orb.Point) bool {
	return math.Abs(p[1]) <= 90 && !math.IsInf(p[0], 0) && !math.IsNaN(p[0])
}

func bearing(s, c float64) geo.Degrees {
	d := atan2d(s, c)
	if d < 0 {
		d += 360
	}
	if d >= 360 {
		d = 0
	}
	return geo.Degrees(d)
}

// pair is a problem turned so that 0 <= lon12 <= 180, lat1 <= 0 and
// lat1 <= lat2 <= -lat1 (Karney eq. 44), with how to turn the answer back.
type pair struct {
	lam12, slam12, clam12      float64
	sbet1, cbet1, sbet2, cbet2 float64
	dn1, dn2                   float64
	lonSign, latSign, swapSign float64
	swapped, meridian          bool
}

func canonical(a, b orb.Point) (p pair) {
	lon12, rest := lonDiff(a[0], b[0])
	p.lonSign, p.latSign, p.swapSign = 1, -1, 1
	if math.Signbit(lon12) {
		p.lonSign, lon12, rest = -1, -lon12, -rest
	}
	lon12s := (180 - lon12) - rest // what is left to the antipodal meridian
	if lon12 > 90 {
		p.slam12, p.clam12 = sincosd(lon12s)
		p.clam12 = -p.clam12
	} else {
		p.slam12, p.clam12 = sincosd(lon12 + rest)
	}
	p.lam12 = lon12 * (math.Pi / 180)
	lat1, lat2 := a[1], b[1]
	if math.Abs(lat1) < math.Abs(lat2) {
		p.swapped, p.swapSign = true, -1
		p.lonSign = -p.lonSign
		lat1, lat2 = lat2, lat1
	}
	if math.Signbit(lat1) {
		p.latSign = 1
	}
	lat1, lat2 = lat1*p.latSign, lat2*p.latSign
	p.sbet1, p.cbet1 = reduced(lat1)
	p.sbet2, p.cbet2 = reduced(lat2)
	if p.cbet1 < -p.sbet1 {
		if p.cbet2 == p.cbet1 {
			p.sbet2 = math.Copysign(p.sbet1, p.sbet2)
		}
	} else if math.Abs(p.sbet2) == -p.sbet1 {
		p.cbet2 = p.cbet1
	}
	p.dn1 = math.Sqrt(1 + ecc2Second*p.sbet1*p.sbet1)
	p.dn2 = math.Sqrt(1 + ecc2Second*p.sbet2*p.sbet2)
	p.meridian = lat1 == -90 || p.slam12 == 0
	return p
}

// reduced gives sine and cosine of the reduced latitude (eq. 6).
func reduced(lat float64) (s, c float64) {
	s, c = sincosd(lat)
	s, c = norm((1-flattening)*s, c)
	return s, math.Max(tiny, c)
}

// solve gives the distance and the directions at both ends of a canonical pair.
func (p *pair) solve() (s, salp1, calp1, salp2, calp2 float64) {
	if p.meridian {
		if s, ok := p.alongMeridian(); ok {
			return s, p.slam12, p.clam12, 0, 1
		}
	}
	if p.sbet1 == 0 && (1-flattening)*math.Pi >= p.lam12 {
		return equatorRadius * p.lam12, 1, 0, 1, 0 // along the equator
	}
	salp1, calp1, salp2, calp2, dnm, sig12 := p.start()
	if sig12 >= 0 { // a short line: the sphere of the mean latitude is exact enough
		return sig12 * polarRadius * dnm, salp1, calp1, salp2, calp2
	}
	var r trial
	salp1, calp1, r = p.newton(salp1, calp1)
	s = polarRadius * r.length(p)
	return s, salp1, calp1, r.salp2, r.calp2
}

// alongMeridian measures a pair on one meridian circle. It reports false where
// the meridian is not the shortest line: nearly antipodal points.
func (p *pair) alongMeridian() (float64, bool) {
	ssig1, csig1 := p.sbet1, p.clam12*p.cbet1
	ssig2, csig2 := p.sbet2, p.cbet2
	sig12 := math.Atan2(math.Max(0, csig1*ssig2-ssig1*csig2), csig1*csig2+ssig1*ssig2)
	eps, k2 := epsOf(1)
	t := trial{eps: eps, k2: k2, ssig1: ssig1, csig1: csig1, ssig2: ssig2, csig2: csig2, sig12: sig12}
	if sig12 < 1 || t.reducedLength(p) >= 0 {
		if sig12 < 3e-308 {
			return 0, true
		}
		return polarRadius * t.length(p), true
	}
	return 0, false
}
