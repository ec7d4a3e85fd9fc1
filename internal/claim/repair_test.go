package claim

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
)

// TestRepairs: each slip is seen where undoing it makes the point fit, and not where the point fits as written or fits nothing
// either way. Signs are undone, the others only offered.
func TestRepairs(t *testing.T) {
	const (
		kremenchuk = "Shelling of Kremenchuk, Poltava region."
		goma       = "A raid at Goma, DR Congo."
		lima       = "A protest in Lima, Peru."
		homs       = "An air strike on Homs, Syria."
	)
	runCases(t, []checkCase{
		{name: "sign of the latitude", text: goma, at: "1.6792, 29.2228", verdict: Consistent, rows: "sign=warn distance=pass", reasons: "sign"},
		{name: "sign of the longitude", text: lima, at: "-12.0464, 77.0428", verdict: Consistent, rows: "sign=warn distance=pass", reasons: "sign"},
		{name: "both signs", text: lima, at: "12.0464, 77.0428", verdict: Consistent, rows: "sign=warn distance=pass", reasons: "sign"},
		{name: "sign as it should be", text: lima, at: "-12.0464, -77.0428", verdict: Consistent, rows: "!sign distance=pass", reasons: "!sign"},
		{name: "no sign helps", text: lima, at: "-3.5, 66.6", verdict: Inconsistent, rows: "!sign distance=fail", reasons: "!sign"},

		{name: "digit of the latitude", text: kremenchuk, at: "48.0701, 33.4101", verdict: Inconsistent, rows: "distance=fail", reasons: "digit"},
		{name: "digit of the longitude", text: kremenchuk, at: "49.0701, 43.4101", verdict: Inconsistent, rows: "distance=fail", reasons: "digit"},
		{name: "point of the longitude", text: kremenchuk, at: "49.0701, 3.34101", verdict: Inconsistent, rows: "distance=fail", reasons: "digit"},
		{name: "digits as they should be", text: kremenchuk, at: "49.0701, 33.4101", verdict: Consistent, rows: "distance=pass", reasons: "!digit"},
		{name: "no digit helps", text: kremenchuk, at: "46.5701, 38.9101", verdict: Inconsistent, rows: "distance=fail", reasons: "!digit"},

		{name: "zone one too far", text: kremenchuk, at: "37U 530000 5435000", verdict: Ambiguous, rows: "distance=fail", reasons: "zone"},
		{name: "zone one too near", text: kremenchuk, at: "35U 530000 5435000", verdict: Ambiguous, rows: "distance=fail", reasons: "zone"},
		{name: "grid square of the next zone", text: kremenchuk, at: "37U EQ 30000 35000", verdict: Ambiguous, rows: "distance=fail", reasons: "zone"},
		{name: "grid square two zones off", text: kremenchuk, at: "38U NV 30000 35000", verdict: Inconsistent, rows: "distance=fail", reasons: "!zone"},
		{name: "zone as it should be", text: kremenchuk, at: "36U 530000 5435000", verdict: Consistent, rows: "distance=pass", reasons: "!zone"},
		{name: "zone two off", text: kremenchuk, at: "38U 530000 5435000", verdict: Inconsistent, rows: "distance=fail", reasons: "!zone"},

		{name: "minutes as decimals", text: homs, at: "34.4336, 36.4324", verdict: Ambiguous, rows: "distance=fail", reasons: "notation"},
		{name: "decimals as minutes", text: "Shelling of Pokrovsk, Donetsk region.", at: "48°28'N 37°18'E", verdict: Ambiguous, rows: "distance=fail", reasons: "notation"},
		{name: "minutes as minutes", text: "Shelling of Pokrovsk, Donetsk region.", at: "48°17'N 37°11'E", verdict: Consistent, rows: "distance=pass", reasons: "!notation"},
		{name: "no such minutes", text: homs, at: "34°72'68\"N 36°72'34\"E", verdict: NotCheckable, reasons: "unparseable !notation"},
		{name: "decimals as decimals", text: homs, at: "34.7268, 36.7234", verdict: Consistent, rows: "distance=pass", reasons: "!notation"},
		{name: "no notation helps", text: homs, at: "34.9936, 37.4324", verdict: Inconsistent, rows: "distance=fail", reasons: "!notation"},
	})
}

// TestMistakes: a slip that is made and then undone gives the point back, and no reading leaves the Earth.
func TestMistakes(t *testing.T) {
	p := orb.Point{33.5125, 49.2375} // 49° 14' 15" N, 33° 30' 45" E

	for _, c := range []struct {
		code, notation string
		written        orb.Point
		found          bool
		want           orb.Point // zero: p
	}{
		{"sign", "decimal", orb.Point{-33.5125, 49.2375}, true, orb.Point{}},
		{"sign", "decimal", orb.Point{33.5125, -49.2375}, true, orb.Point{}},
		{"sign", "decimal", orb.Point{-33.5125, -49.2375}, true, orb.Point{}},
		{"sign", "decimal", orb.Point{-33.5125, 48.2375}, false, orb.Point{}},
		{"notation", "decimal", orb.Point{33.3045, 49.1415}, true, orb.Point{}}, // minutes and seconds behind the point
		{"notation", "decimal", orb.Point{33.3075, 49.1425}, true, orb.Point{}}, // minutes with decimals behind the point
		{"notation", "decimal", orb.Point{33.3045, 49.6415}, false, orb.Point{}},
		{"notation", "utm", orb.Point{33.3045, 49.1415}, false, orb.Point{}},
		{"notation", "dms", orb.Point{dms(33, 51, 25), dms(49, 23, 45)}, true, orb.Point{33.5125, 49.2345}},
		{"notation", "dms", orb.Point{dms(33, 51, 25), dms(49, 13, 45)}, false, orb.Point{}},
		{"zone", "utm", orb.Point{39.5125, 49.2375}, true, orb.Point{}},
		{"zone", "mgrs", orb.Point{27.5125, 49.2375}, true, orb.Point{}},
		{"zone", "decimal", orb.Point{39.5125, 49.2375}, false, orb.Point{}},
		{"zone", "utm", orb.Point{45.5125, 49.2375}, false, orb.Point{}},
		{"digit", "decimal", orb.Point{43.5125, 49.2375}, true, orb.Point{}},
		{"digit", "decimal", orb.Point{33.5125, 50.2375}, true, orb.Point{}},
		{"digit", "decimal", orb.Point{3.35125, 49.2375}, true, orb.Point{}},
		{"digit", "decimal", orb.Point{35.5125, 49.2375}, false, orb.Point{}},
	} {
		want := c.want
		if want == (orb.Point{}) {
			want = p
		}
		found := false
		for _, m := range mistakes(Reading{Point: c.written, Notation: c.notation}) {
			if q := m.r.Point; !(math.Abs(q[0]) <= 180 && math.Abs(q[1]) <= 90) {
				t.Errorf("%v: %s gives %v", c.written, m.code, q)
			}
			if m.applied != (m.code == "sign" || m.code == "swapped") {
				t.Errorf("%s: applied %v", m.code, m.applied)
			}
			found = found || m.code == c.code && distance(m.r.Point, want) < 20
		}
		if found != c.found {
			t.Errorf("%s of %v (%s): found %v, want %v", c.code, c.written, c.notation, found, c.found)
		}
	}
}

// dms is an angle in degrees.
func dms(deg, min, sec float64) float64 { return deg + min/60 + sec/3600 }
