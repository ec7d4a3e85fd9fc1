package grid

import (
	"math"

	"github.com/paulmach/orb"
)

// Ellipsoid is a figure of the Earth.
type Ellipsoid struct {
	A float64 // half the equator's diameter, metres
	F float64 // flattening
}

// The ellipsoids of the grids, both exact by definition.
var (
	WGS84      = Ellipsoid{6378137, 1 / 298.257223563} //nolint:gochecknoglobals // constant
	Krassowsky = Ellipsoid{6378245, 1 / 298.3}         //nolint:gochecknoglobals // constant
)

// TM is a transverse Mercator projection. [NewTM] makes one; it never changes.
type TM struct {
	lon0, e0, n0 float64
	e            float64 // eccentricity
	k            float64 // scale times the radius of the rectified meridian
	alpha, beta  [6]float64
}

// NewTM makes the projection about the meridian lon0 (degrees) with scale k0 on it;
// east0 and north0 are the coordinates (metres) of its point on the equator.
func NewTM(el Ellipsoid, lon0, k0, east0, north0 float64) *TM {
	n := el.F / (2 - el.F)
	n2 := n * n
	t := &TM{lon0: lon0, e0: east0, n0: north0, e: math.Sqrt(el.F * (2 - el.F))}
	t.k = k0 * el.A / (1 + n) * (1 + n2*(1./4+n2*(1./64+n2/256)))
	t.alpha = [6]float64{
		n * (1./2 + n*(-2./3+n*(5./16+n*(41./180+n*(-127./288+n*7891/37800))))),
		n2 * (13./48 + n*(-3./5+n*(557./1440+n*(281./630-n*1983433/1935360)))),
		n2 * n * (61./240 + n*(-103./140+n*(15061./26880+n*167603/181440))),
		n2 * n2 * (49561./161280 + n*(-179./168+n*6601661/7257600)),
		n2 * n2 * n * (34729./80640 - n*3418889/1995840),
		n2 * n2 * n2 * 212378941 / 319334400,
	}
	t.beta = [6]float64{
		n * (1./2 + n*(-2./3+n*(37./96+n*(-1./360+n*(-81./512+n*96199/604800))))),
		n2 * (1./48 + n*(1./15+n*(-437./1440+n*(46./105-n*1118711/3870720)))),
		n2 * n * (17./480 + n*(-37./840+n*(-209./4480+n*5569/90720))),
		n2 * n2 * (4397./161280 + n*(-11./504-n*830251/7257600)),
		n2 * n2 * n * (4583./161280 - n*108847/3991680),
		n2 * n2 * n2 * 20648693 / 638668800,
	}
	return t
}

// Forward gives easting and northing in metres. Points 90 degrees of longitude and
// more from the meridian have no useful place on the grid.
func (t *TM) Forward(p orb.Point) (east, north float64) {
	lam := math.Remainder(p[0]-t.lon0, 360) * math.Pi / 180
	tau := t.conformal(math.Tan(p[1] * math.Pi / 180))
	sin, cos := math.Sincos(lam)
	xi := math.Atan2(tau, cos)
	eta := math.Asinh(sin / math.Hypot(tau, cos))
	xi, eta = series(t.alpha, xi, eta, 1)
	return t.e0 + t.k*eta, t.n0 + t.k*xi
}

// Inverse gives the point of an easting and a northing in metres.
func (t *TM) Inverse(east, north float64) orb.Point {
	xi, eta := series(t.beta, (north-t.n0)/t.k, (east-t.e0)/t.k, -1)
	sinh, cos := math.Sinh(eta), math.Cos(xi)
	lam := math.Atan2(sinh, cos)
	tau := t.geographic(math.Sin(xi) / math.Hypot(sinh, cos))
	return orb.Point{math.Remainder(t.lon0+lam*180/math.Pi, 360), math.Atan(tau) * 180 / math.Pi}
}

// conformal gives the tangent of the conformal latitude from that of the geographic one.
func (t *TM) conformal(tau float64) float64 {
	s := math.Sinh(t.e * math.Atanh(t.e*tau/math.Hypot(1, tau)))
	return tau*math.Hypot(1, s) - s*math.Hypot(1, tau)
}

// geographic is the inverse of conformal, by Newton's method.
func (t *TM) geographic(want float64) float64 {
	tau := want / (1 - t.e*t.e)
	if math.IsInf(tau, 0) || math.Abs(want) > 1e9 { // a pole
		return tau
	}
	for range 5 {
		have := t.conformal(tau)
		d := (want - have) / math.Hypot(1, have) * (1 + (1-t.e*t.e)*tau*tau) / ((1 - t.e*t.e) * math.Hypot(1, tau))
		tau += d
		if math.Abs(d) < 1e-12*math.Max(1, math.Abs(tau)) {
			break
		}
	}
	return tau
}

// series adds the Krüger series to xi and eta, with the given sign.
func series(c [6]float64, xi, eta, sign float64) (x, y float64) {
	x, y = xi, eta
	for i, a := range c {
		m := 2 * float64(i+1)
		sin, cos := math.Sincos(m * xi)
		x += sign * a * sin * math.Cosh(m*eta)
		y += sign * a * cos * math.Sinh(m*eta)
	}
	return x, y
}
