package geodesic

import "math"

// shortLine is the length, in radians of the auxiliary sphere, below which the
// sphere of the mean latitude stands for the ellipsoid: 640 m, error < 1 µm.
const shortLine = 1e-4

const (
	tolLongitude = 0x1p-52 // a trial that misses the longitude by less is right
	tolBracket   = 1e-16   // a bracket narrower than this cannot be halved
	newtonSteps  = 20      // then halving only
	maxSteps     = 20 + 53 + 10
)

// start guesses the bearing at the first point from the sphere (Karney section
// 4). For a line shorter than shortLine it gives the answer, with sig12 >= 0.
func (p *pair) start() (salp1, calp1, salp2, calp2, dnm, sig12 float64) {
	sbet12 := p.sbet2*p.cbet1 - p.cbet2*p.sbet1
	cbet12 := p.cbet2*p.cbet1 + p.sbet2*p.sbet1
	somg12, comg12 := p.slam12, p.clam12
	short := cbet12 >= 0 && sbet12 < 0.5 && p.cbet2*p.lam12 < 0.5
	if short {
		m := (p.sbet1 + p.sbet2) * (p.sbet1 + p.sbet2)
		m /= m + (p.cbet1+p.cbet2)*(p.cbet1+p.cbet2)
		dnm = math.Sqrt(1 + ecc2Second*m)
		somg12, comg12 = math.Sincos(p.lam12 / ((1 - flattening) * dnm))
	}
	salp1 = p.cbet2 * somg12
	if comg12 >= 0 {
		calp1 = sbet12 + p.cbet2*p.sbet1*somg12*somg12/(1+comg12)
	} else {
		calp1 = p.sbet2*p.cbet1 + p.cbet2*p.sbet1 - p.cbet2*p.sbet1*somg12*somg12/(1-comg12)
	}
	ssig12 := math.Hypot(salp1, calp1)
	if short && ssig12 < shortLine {
		salp2 = p.cbet1 * somg12
		calp2 = sbet12 - p.cbet1*p.sbet2*somg12*somg12/(1+comg12)
		salp1, calp1 = norm(salp1, calp1)
		salp2, calp2 = norm(salp2, calp2)
		return salp1, calp1, salp2, calp2, dnm, math.Atan2(ssig12, p.sbet1*p.sbet2+p.cbet1*p.cbet2*comg12)
	}
	if !(salp1 > 0) {
		return 1, 0, 0, 0, 0, -1
	}
	salp1, calp1 = norm(salp1, calp1)
	return salp1, calp1, 0, 0, 0, -1
}

// newton finds the bearing at the first point whose geodesic meets the second:
// Newton's method inside a bracket that is halved where Newton leaves it. The
// longitude reached grows with the bearing, so there is one root.
func (p *pair) newton(salp1, calp1 float64) (float64, float64, trial) {
	lowS, lowC, highS, highC := tiny, 1.0, tiny, -1.0
	last := math.Inf(1)
	for step := 0; ; step++ {
		t := p.try(salp1, calp1)
		miss := math.Abs(t.miss)
		if miss <= tolLongitude || step >= maxSteps || (miss <= 16*tolLongitude && miss >= last) {
			return salp1, calp1, t
		}
		last = miss
		if t.miss > 0 && (step > newtonSteps || calp1/salp1 > highC/highS) {
			highS, highC = salp1, calp1
		} else if t.miss < 0 && (step > newtonSteps || calp1/salp1 < lowC/lowS) {
			lowS, lowC = salp1, calp1
		}
		if step < newtonSteps {
			if slope := t.slope(p); slope > 0 && math.Abs(t.miss/slope) < math.Pi {
				turn := -t.miss / slope
				s, c := math.Sincos(turn)
				if next := salp1*c + calp1*s; next > 0 {
					salp1, calp1 = norm(next, calp1*c-salp1*s)
					continue
				}
			}
		}
		salp1, calp1 = norm((lowS+highS)/2, (lowC+highC)/2)
		if math.Abs(lowS-salp1)+math.Abs(lowC-calp1) < tolBracket ||
			math.Abs(highS-salp1)+math.Abs(highC-calp1) < tolBracket {
			return salp1, calp1, p.try(salp1, calp1)
		}
	}
}

// trial is the geodesic of one trial bearing, followed to the latitude of the
// second point.
type trial struct {
	eps, k2                    float64
	ssig1, csig1, ssig2, csig2 float64
	sig12                      float64
	salp2, calp2               float64
	miss                       float64 // longitude reached minus longitude wanted, radians
}

func (p *pair) try(salp1, calp1 float64) (t trial) {
	if p.sbet1 == 0 && calp1 == 0 {
		calp1 = -tiny // from the equator the line must leave towards the south
	}
	salp0, calp0 := salp1*p.cbet1, math.Hypot(calp1, salp1*p.sbet1)
	somg1, comg1 := salp0*p.sbet1, calp1*p.cbet1
	t.ssig1, t.csig1 = norm(p.sbet1, comg1)
	t.salp2, t.calp2 = salp1, math.Abs(calp1)
	if p.cbet2 != p.cbet1 || math.Abs(p.sbet2) != -p.sbet1 {
		if p.cbet2 != p.cbet1 {
			t.salp2 = salp0 / p.cbet2
		}
		d := (p.sbet1 - p.sbet2) * (p.sbet1 + p.sbet2)
		if p.cbet1 < -p.sbet1 {
			d = (p.cbet2 - p.cbet1) * (p.cbet1 + p.cbet2)
		}
		t.calp2 = math.Sqrt(math.Max(0, comg1*comg1+d)) / p.cbet2
	}
	somg2, comg2 := salp0*p.sbet2, t.calp2*p.cbet2
	t.ssig2, t.csig2 = norm(p.sbet2, comg2)
	t.sig12 = math.Atan2(math.Max(0, t.csig1*t.ssig2-t.ssig1*t.csig2), t.csig1*t.csig2+t.ssig1*t.ssig2)
	somg12, comg12 := math.Max(0, comg1*somg2-somg1*comg2), comg1*comg2+somg1*somg2
	eta := math.Atan2(somg12*p.clam12-comg12*p.slam12, comg12*p.clam12+somg12*p.slam12)
	t.eps, t.k2 = epsOf(calp0)
	c3 := series3(t.eps)
	b3 := c3.sinSeries(t.ssig2, t.csig2) - c3.sinSeries(t.ssig1, t.csig1)
	t.miss = eta - flattening*scale3(t.eps)*salp0*(t.sig12+b3)
	return t
}

// length is the length of the trial in units of the polar radius (eq. 7).
func (t *trial) length(*pair) float64 {
	c1 := series1(t.eps)
	return scale1(t.eps) * (t.sig12 + c1.sinSeries(t.ssig2, t.csig2) - c1.sinSeries(t.ssig1, t.csig1))
}

// reducedLength is m12 in units of the polar radius (eq. 38).
func (t *trial) reducedLength(p *pair) float64 {
	c2 := series2(t.eps)
	j := t.length(p) - scale2(t.eps)*(t.sig12+c2.sinSeries(t.ssig2, t.csig2)-c2.sinSeries(t.ssig1, t.csig1))
	return p.dn2*t.csig1*t.ssig2 - p.dn1*t.ssig1*t.csig2 - t.csig1*t.csig2*j
}

// slope is the change of miss with the bearing at the first point (eq. 46).
func (t *trial) slope(p *pair) float64 {
	if t.calp2 == 0 {
		return -2 * (1 - flattening) * p.dn1 / p.sbet1
	}
	return t.reducedLength(p) * (1 - flattening) / (t.calp2 * p.cbet2)
}
