package geodesic

import "math"

// The ellipsoid, as defined by WGS 84 (NGA.STND.0036): a and f are exact.
const (
	equatorRadius = 6378137.0         // a, metres
	flattening    = 1 / 298.257223563 // f
	polarRadius   = equatorRadius * (1 - flattening)
	ecc2          = flattening * (2 - flattening)                // e², first eccentricity squared
	ecc2Second    = ecc2 / ((1 - flattening) * (1 - flattening)) // e'²
	thirdFlat     = flattening / (2 - flattening)                // n
)

// order is the order of the series in eps; the error of a distance from cutting
// them here is some 10 nm.
const order = 6

// coeffs holds the Fourier coefficients 1..order of one of the series.
type coeffs [order + 1]float64

// sinSeries sums c[1] sin 2x + c[2] sin 4x + ... by Clenshaw's rule.
func (c *coeffs) sinSeries(sinX, cosX float64) float64 {
	ar := 2 * (cosX - sinX) * (cosX + sinX) // 2 cos 2x
	var y0, y1 float64
	for k := order; k > 0; k-- {
		y0, y1 = ar*y0-y1+c[k], y0
	}
	return 2 * sinX * cosX * y0
}

// scale1 is A1, the mean scale of the distance series I1 (Karney eq. 17).
func scale1(eps float64) float64 {
	e2 := eps * eps
	return (1 + e2*(1.0/4+e2*(1.0/64+e2/256))) / (1 - eps)
}

// series1 are the coefficients C1 of I1 (eq. 18).
func series1(eps float64) (c coeffs) {
	e2 := eps * eps
	d := eps
	c[1] = d * (-1.0/2 + e2*(3.0/16-e2/32))
	d *= eps
	c[2] = d * (-1.0/16 + e2*(1.0/32-e2*9/2048))
	d *= eps
	c[3] = d * (-1.0/48 + e2*3/256)
	d *= eps
	c[4] = d * (-5.0/512 + e2*3/512)
	d *= eps
	c[5] = d * (-7.0 / 1280)
	d *= eps
	c[6] = d * (-7.0 / 2048)
	return c
}

// series1Rev are the coefficients C1' of the reversed series (eq. 21).
func series1Rev(eps float64) (c coeffs) {
	e2 := eps * eps
	d := eps
	c[1] = d * (1.0/2 + e2*(-9.0/32+e2*205/1536))
	d *= eps
	c[2] = d * (5.0/16 + e2*(-37.0/96+e2*1335/4096))
	d *= eps
	c[3] = d * (29.0/96 - e2*75/128)
	d *= eps
	c[4] = d * (539.0/1536 - e2*2391/2560)
	d *= eps
	c[5] = d * (3467.0 / 7680)
	d *= eps
	c[6] = d * (38081.0 / 61440)
	return c
}

// scale2 is A2, the mean scale of I2 (eq. 42).
func scale2(eps float64) float64 {
	e2 := eps * eps
	return (1 + e2*(1.0/4+e2*(9.0/64+e2*25/256))) * (1 - eps)
}

// series2 are the coefficients C2 of I2 (eq. 43).
func series2(eps float64) (c coeffs) {
	e2 := eps * eps
	d := eps
	c[1] = d * (1.0/2 + e2*(1.0/16+e2/32))
	d *= eps
	c[2] = d * (3.0/16 + e2*(1.0/32+e2*35/2048))
	d *= eps
	c[3] = d * (5.0/48 + e2*5/256)
	d *= eps
	c[4] = d * (35.0/512 + e2*7/512)
	d *= eps
	c[5] = d * (63.0 / 1280)
	d *= eps
	c[6] = d * (77.0 / 2048)
	return c
}

// scale3 is A3, the mean scale of the longitude series I3 (eq. 24).
func scale3(eps float64) float64 {
	const n = thirdFlat
	return 1 - eps*((1-n)/2+eps*((1+n*(1.0/2-n*3/2))/4+
		eps*((1+n*(3+n))/16+eps*((3+2*n)/64+eps*3/128))))
}

// series3 are the coefficients C3 of I3 (eq. 25).
func series3(eps float64) (c coeffs) {
	const n = thirdFlat
	d := eps
	c[1] = d * ((1-n)/4 + eps*((1-n*n)/8+eps*((3+n*(3-n))/64+eps*((5+2*n)/128+eps*3/128))))
	d *= eps
	c[2] = d * ((2-n*(3-n))/32 + eps*((3-n*(2+3*n))/64+eps*((3+n)/128+eps*5/256)))
	d *= eps
	c[3] = d * ((5-n*(9-5*n))/192 + eps*((9-10*n)/384+eps*7/512))
	d *= eps
	c[4] = d * ((7-14*n)/512 + eps*7/512)
	d *= eps
	c[5] = d * (21.0 / 2560)
	return c
}

// epsOf gives the expansion parameter of the geodesic whose azimuth at the
// equator has the given cosine (eq. 16), and k² (eq. 9).
func epsOf(cosAlpha0 float64) (eps, k2 float64) {
	k2 = ecc2Second * cosAlpha0 * cosAlpha0
	return k2 / (2*(1+math.Sqrt(1+k2)) + k2), k2
}

// norm scales sine and cosine to length one.
func norm(s, c float64) (float64, float64) {
	r := math.Hypot(s, c)
	return s / r, c / r
}

// sincosd gives sine and cosine of an angle in degrees, exact at multiples of 90.
func sincosd(deg float64) (s, c float64) {
	r := math.Mod(deg, 360)
	q := math.Round(r / 90)
	r -= 90 * q
	s, c = math.Sincos(r * (math.Pi / 180))
	switch int(q) & 3 {
	case 1:
		s, c = c, -s
	case 2:
		s, c = -s, -c
	case 3:
		s, c = -c, s
	}
	return s + 0, c + 0 // no negative zero
}

// atan2d gives the angle in degrees, -180 to 180, exact on the axes.
func atan2d(s, c float64) float64 {
	q := 0
	if math.Abs(s) > math.Abs(c) {
		s, c = c, s
		q = 2
	}
	if c < 0 {
		c = -c
		q++
	}
	deg := math.Atan2(s, c) * (180 / math.Pi)
	switch q {
	case 1:
		deg = math.Copysign(180, s) - deg
	case 2:
		deg = 90 - deg
	case 3:
		deg -= 90
	}
	return deg
}

// wrap brings a longitude into -180..180 (180 stays 180, -180 stays -180).
func wrap(lon float64) float64 {
	if lon >= -180 && lon <= 180 {
		return lon
	}
	return math.Remainder(lon, 360)
}

// lonDiff gives b - a the short way round, with the rounding error of the
// difference apart.
func lonDiff(a, b float64) (d, rest float64) {
	d, rest = twoSum(math.Remainder(-a, 360), math.Remainder(b, 360))
	d, e := twoSum(math.Remainder(d, 360), rest)
	if d == 0 || math.Abs(d) == 180 {
		d = math.Copysign(d, b-a)
	}
	return d, e
}

// twoSum gives a+b and what rounding took off it.
func twoSum(a, b float64) (s, rest float64) {
	s = a + b
	bb := s - a
	return s, (a - (s - bb)) + (b - bb)
}
