package geodesic

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os/exec"
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

// pairs gives pairs of points of every kind: far, near, nearly antipodal, on the
// axes and the poles.
func pairs() [][2]orb.Point {
	rng := rand.New(rand.NewPCG(1, 2))
	clamp := func(lat float64) float64 { return math.Max(-90, math.Min(90, lat)) }
	var out [][2]orb.Point
	for range 1500 {
		a := orb.Point{rng.Float64()*360 - 180, math.Asin(rng.Float64()*2-1) * 180 / math.Pi}
		b := orb.Point{rng.Float64()*360 - 180, math.Asin(rng.Float64()*2-1) * 180 / math.Pi}
		out = append(out, [2]orb.Point{a, b},
			[2]orb.Point{a, {a[0] + rng.NormFloat64()*0.05, clamp(a[1] + rng.NormFloat64()*0.05)}},
			[2]orb.Point{a, {a[0] + 180 + rng.NormFloat64()*0.5, clamp(-a[1] + rng.NormFloat64()*0.5)}})
	}
	for _, lat := range []float64{0, 1e-9, 30, 90, -90} {
		for _, lat2 := range []float64{0, -30, 90, -90, 1e-9} {
			for _, lon := range []float64{0, 1e-9, 90, 179, 179.5, 179.9, 180, -180} {
				out = append(out, [2]orb.Point{{0, lat}, {lon, lat2}})
			}
		}
	}
	return out
}

// ask sends the pairs to a tool and reads three numbers a line.
func ask(t *testing.T, tool string, args []string, ps [][2]orb.Point) [][3]float64 {
	t.Helper()
	path, err := exec.LookPath(tool)
	if err != nil {
		t.Skipf("%s is not installed (Debian geographiclib-tools, proj-bin)", tool)
	}
	var in strings.Builder
	for _, p := range ps {
		fmt.Fprintf(&in, "%.15f %.15f %.15f %.15f\n", p[0][1], p[0][0], p[1][1], p[1][0])
	}
	cmd := exec.Command(path, args...)
	cmd.Stdin = strings.NewReader(in.String())
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v", tool, err)
	}
	var rows [][3]float64
	sc := bufio.NewScanner(strings.NewReader(string(out)))
	for sc.Scan() {
		var r [3]float64
		if _, err := fmt.Sscan(sc.Text(), &r[0], &r[1], &r[2]); err != nil && !errors.Is(err, io.EOF) {
			t.Fatalf("%s answers %q: %v", tool, sc.Text(), err)
		}
		rows = append(rows, r)
	}
	if len(rows) != len(ps) {
		t.Fatalf("%s answers %d lines to %d", tool, len(rows), len(ps))
	}
	return rows
}

func TestAgainstGeographicLib(t *testing.T) {
	ps := pairs()
	rows := ask(t, "GeodSolve", []string{"-i", "-p", "9"}, ps)
	var worst, worstAz float64
	for i, p := range ps {
		d, az, _ := Inverse(p[0], p[1])
		e := math.Abs(float64(d) - rows[i][2])
		if !(e < 1e-4) {
			t.Errorf("%v to %v: %.6f m, GeodSolve %.6f", p[0], p[1], float64(d), rows[i][2])
		}
		worst = math.Max(worst, e)
		if antipodal := rows[i][2] > 19.9e6; rows[i][2] > 1 && !antipodal {
			worstAz = math.Max(worstAz, math.Abs(math.Remainder(float64(az)-rows[i][0], 360)))
		}
		if q := Direct(p[0], az, d); !(Distance(q, p[1]) < 1e-4) {
			t.Errorf("direct from %v by the inverse's answer misses %v by %v m", p[0], p[1], Distance(q, p[1]))
		}
	}
	t.Logf("%d pairs: worst distance %.1e m, worst azimuth %.1e degrees", len(ps), worst, worstAz)
	if worstAz > 1e-8 {
		t.Errorf("azimuth %.1e degrees off", worstAz)
	}
}

func TestAgainstPROJ(t *testing.T) {
	ps := pairs()
	rows := ask(t, "geod", []string{"+ellps=WGS84", "-I", "-f", "%.9f", "-F", "%.6f", "+units=m"}, ps)
	for i, p := range ps {
		if d := Distance(p[0], p[1]); !(math.Abs(float64(d)-rows[i][2]) < 1e-3) {
			t.Errorf("%v to %v: %.6f m, geod %.6f", p[0], p[1], float64(d), rows[i][2])
		}
	}
}
