package geodesic

import (
	"math"
	"testing"

	"github.com/paulmach/orb"

	"sitmap/geo"
)

// Reference values of GeographicLib's GeodSolve -p 9 (Debian geographiclib-tools 2.1.2-1).
func inverseVectors() []struct {
	name         string
	a, b         orb.Point
	az1, az2, s  float64
	anyDirection bool // several shortest lines
} {
	return []struct {
		name         string
		a, b         orb.Point
		az1, az2, s  float64
		anyDirection bool
	}{
		{"villages", orb.Point{35.3275, 51.103056}, orb.Point{34.206645, 51.17234}, -83.95222881400170, -84.82500060092177, 78825.276826324, false},
		{"off the equator", orb.Point{0, 0}, orb.Point{179.5, 0}, 55.96649514015864, 124.03350485984137, 19980861.908890963, true},
		{"nearly antipodal", orb.Point{0, 0}, orb.Point{179.7, 0.5}, 15.55688279349054, 164.44251389085494, 19944127.420750458, false},
		{"antipodal", orb.Point{0, 30}, orb.Point{180, -30}, 0, 180, 20003931.458625447, true},
		{"near antipodal south", orb.Point{0, 30}, orb.Point{179.8, -29.9}, 18.10947526367302, 161.90926275426051, 19989832.827609532, false},
		{"along the equator", orb.Point{0, 0}, orb.Point{90, 0}, 90, 90, 10018754.171394622, false},
		{"pole to pole", orb.Point{0, 90}, orb.Point{0, -90}, 180, 180, 20003931.458625447, true},
		{"over the pole", orb.Point{10, 89.9999}, orb.Point{-170, -45}, 0, 180, 14986921.276688423, false},
		{"13 cm", orb.Point{35.3275, 51.103056}, orb.Point{35.327501, 51.103057}, 32.19411181455688, 32.19411259283353, 0.131462952, false},
		{"far", orb.Point{151.2, -33.9}, orb.Point{-73.8, 40.6}, 65.93369040815267, 86.17149012968741, 16006766.069393037, false},
		{"over the antimeridian", orb.Point{179.9, 40}, orb.Point{-179.9, 40.1}, 56.88713912966693, 57.01583042861568, 20360.440837493, false},
		{"a degree north", orb.Point{0, 0}, orb.Point{0, 1}, 0, 0, 110574.388557799, false},
		{"from the south pole", orb.Point{0, -90}, orb.Point{33, -89.999}, 33, 0, 111.693979560, false},
	}
}

func TestInverseVectors(t *testing.T) {
	for _, v := range inverseVectors() {
		t.Run(v.name, func(t *testing.T) {
			d, az1, az2 := Inverse(v.a, v.b)
			if math.Abs(float64(d)-v.s) > 1e-6 {
				t.Errorf("distance %.9f, want %.9f", float64(d), v.s)
			}
			back := Distance(v.b, v.a)
			if math.Abs(float64(back-d)) > 1e-6 {
				t.Errorf("distance back %.9f, want %.9f", float64(back), float64(d))
			}
			if v.anyDirection {
				return
			}
			if e := AngleBetween(az1, geo.Degrees(v.az1)); e > 1e-8 && v.s > 1 {
				t.Errorf("azimuth at a %.12f, want %.12f", float64(az1), v.az1)
			}
			if e := AngleBetween(az2, geo.Degrees(v.az2)); e > 1e-8 && v.s > 1 {
				t.Errorf("azimuth at b %.12f, want %.12f", float64(az2), v.az2)
			}
		})
	}
}

func TestDirectVectors(t *testing.T) {
	for _, v := range []struct {
		from    orb.Point
		az, d   float64
		want    orb.Point
		comment string
	}{
		{orb.Point{35.33, 51.10}, 17, 4000, orb.Point{35.34670821707711, 51.13438263746098}, "4 km"},
		{orb.Point{0, 0}, 90, 19000000, orb.Point{170.67990398270908, 0}, "along the equator"},
		{orb.Point{0, 89.99}, 10, 5000, orb.Point{167.15293714384805, 89.96503975502517}, "over the pole"},
		{orb.Point{-179.9, -51}, 270, 50000, orb.Point{179.38774788358992, -50.99782899079966}, "over the antimeridian"},
		{orb.Point{20, 40}, 200, -123456, orb.Point{20.50217066421958, 41.04364196582369}, "backwards"},
	} {
		got := Direct(v.from, geo.Degrees(v.az), geo.Metres(v.d))
		if d := Distance(got, v.want); !(d < 1e-6) {
			t.Errorf("%s: %v, %g m off %v", v.comment, got, float64(d), v.want)
		}
	}
}

func TestBadInput(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, p := range []orb.Point{{0, 91}, {nan, 0}, {0, nan}, {inf, 0}, {0, -inf}} {
		if d := Distance(p, orb.Point{1, 1}); !math.IsNaN(float64(d)) {
			t.Errorf("distance from %v is %v, want NaN", p, d)
		}
		if q := Direct(p, 0, 1); !math.IsNaN(q[0]) {
			t.Errorf("direct from %v is %v, want NaN", p, q)
		}
		if Contains(geo.Region{Kind: geo.Disc, Centre: orb.Point{1, 1}, Outer: 1e8}, p) {
			t.Errorf("a disc contains %v", p)
		}
	}
	if d, a, b := Inverse(orb.Point{5, 5}, orb.Point{5, 5}); d != 0 || a != 0 || b != 0 {
		t.Errorf("equal points: %v %v %v", d, a, b)
	}
	if d := Distance(orb.Point{365, 5}, orb.Point{5, 5}); d > 1e-6 {
		t.Errorf("365 and 5 degrees east are %v m apart", d)
	}
	for _, r := range []geo.Region{{}, {Kind: "blob", Outer: 3}, {Kind: geo.Disc}, {Kind: geo.Disc, Outer: 5, Centre: orb.Point{0, 95}}, {Kind: geo.Capsule, Outer: 3}, {Kind: geo.Polygon}, {Kind: geo.Annulus, Inner: 7, Outer: 5}, {Kind: geo.Disc, Outer: geo.Metres(nan)}} {
		if out, err := Outline(r, 16); err == nil {
			t.Errorf("outline of %+v: %v, want an error", r, out)
		}
	}
}

func TestCompass(t *testing.T) {
	for _, v := range []struct {
		b      geo.Degrees
		w, w16 string
	}{{0, "north", "N"}, {22, "north", "NNE"}, {23, "north-east", "NNE"}, {90, "east", "E"}, {-90, "west", "W"}, {359, "north", "N"}, {725, "north", "N"}, {202, "south", "SSW"}, {338, "north", "NNW"}, {geo.Degrees(math.NaN()), "", ""}} {
		if got := Compass(v.b); got != v.w {
			t.Errorf("Compass(%v) = %q, want %q", v.b, got, v.w)
		}
		if got := Compass16(v.b); got != v.w16 {
			t.Errorf("Compass16(%v) = %q, want %q", v.b, got, v.w16)
		}
	}
	if d := AngleBetween(350, 10); d != 20 {
		t.Errorf("between 350 and 10 lie %v degrees", d)
	}
}
