package grid

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

// samples gives points all over the grid, many in Norway, Svalbard and on edges of zones and bands.
func samples() []orb.Point {
	rng := rand.New(rand.NewPCG(7, 7))
	var out []orb.Point
	for range 3000 {
		out = append(out, orb.Point{rng.Float64()*360 - 180, rng.Float64()*163.9 - 79.95})
		out = append(out, orb.Point{rng.Float64() * 45, 55 + rng.Float64()*28.9})
		out = append(out, orb.Point{22 + rng.Float64()*20, 44 + rng.Float64()*9})
	}
	for lon := -180.0; lon < 180; lon += 6 {
		for lat := -80.0; lat < 84; lat += 8 {
			out = append(out, orb.Point{lon + 1e-7, lat + 1e-7}, orb.Point{lon - 1e-7, lat - 1e-7})
		}
	}
	for i, p := range out {
		out[i] = orb.Point{math.Remainder(p[0], 360), max(-79.99, p[1])}
	}
	return out
}

// ask sends lines to a tool and gives its lines back.
func ask(t *testing.T, tool string, args []string, lines []string) []string {
	t.Helper()
	path, err := exec.LookPath(tool)
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("%s is not installed (Debian geographiclib-tools, proj-bin)", tool)
		}
		t.Skipf("%s is not installed (Debian geographiclib-tools, proj-bin)", tool)
	}
	cmd := exec.Command(path, args...)
	cmd.Stdin = strings.NewReader(strings.Join(lines, "\n") + "\n")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s %v: %v", tool, args, err)
	}
	got := strings.Split(strings.TrimRight(string(out), "\n"), "\n")
	if len(got) != len(lines) {
		t.Fatalf("%s answers %d lines to %d", tool, len(got), len(lines))
	}
	return got
}

func latLon(ps []orb.Point) []string {
	var out []string
	for _, p := range ps {
		out = append(out, fmt.Sprintf("%.15f %.15f", p[1], p[0]))
	}
	return out
}

func scan(t *testing.T, line string, v ...any) {
	t.Helper()
	if n, err := fmt.Sscan(line, v...); err != nil || n != len(v) {
		t.Fatalf("a tool answers %q", line)
	}
}

// apart is the distance of two near points in metres, good enough for millimetres.
func apart(a, b orb.Point) float64 {
	const degree = math.Pi / 180 * 6371008.8
	return math.Hypot((a[1]-b[1])*degree, math.Remainder(a[0]-b[0], 360)*degree*math.Cos(a[1]*math.Pi/180))
}

func TestUTMAgainstGeographicLib(t *testing.T) {
	ps := samples()
	worst, back := 0.0, 0.0
	for i, line := range ask(t, "GeoConvert", []string{"-u", "-p", "9"}, latLon(ps)) {
		var zone string
		var e, n float64
		scan(t, line, &zone, &e, &n)
		u, err := ToUTM(ps[i])
		if err != nil {
			t.Fatal(err)
		}
		if have := fmt.Sprintf("%d%c", u.Zone, map[bool]rune{false: 'n', true: 's'}[u.South]); strings.TrimLeft(zone, "0") != have {
			t.Errorf("%v is in zone %s, GeoConvert says %s", ps[i], have, zone)
			continue
		}
		worst = math.Max(worst, math.Hypot(u.Easting-e, u.Northing-n))
		q, err := u.Point()
		if err != nil {
			t.Fatal(err)
		}
		back = math.Max(back, apart(q, ps[i]))
	}
	t.Logf("%d points: worst %.1e m, there and back %.1e m", len(ps), worst, back)
	if worst > 1e-3 || back > 1e-3 {
		t.Errorf("worst %.1e m, there and back %.1e m; a millimetre is promised", worst, back)
	}
}

func TestUTMAgainstPROJ(t *testing.T) {
	for _, zone := range []int{1, 31, 36, 37, 60} {
		var ps []orb.Point
		for _, p := range samples()[:3000] {
			ps = append(ps, orb.Point{math.Remainder(float64(6*zone-183)+p[0]/60, 360), math.Abs(p[1])})
		}
		worst := 0.0
		for i, line := range ask(t, "cs2cs", []string{"-f", "%.9f", "EPSG:4326", fmt.Sprintf("EPSG:%d", 32600+zone)}, latLon(ps)) {
			var e, n, z float64
			scan(t, line, &e, &n, &z)
			he, hn := utmProjection(zone, false).Forward(ps[i])
			worst = math.Max(worst, math.Hypot(he-e, hn-n))
		}
		t.Logf("zone %d: worst %.1e m", zone, worst)
		if worst > 1e-3 {
			t.Errorf("zone %d: %.1e m from cs2cs", zone, worst)
		}
	}
}

func TestMGRSAgainstGeographicLib(t *testing.T) {
	ps := samples()
	for digits := range 6 {
		lines := ask(t, "GeoConvert", []string{"-m", "-p", fmt.Sprint(digits - 5)}, latLon(ps))
		middles := ask(t, "GeoConvert", []string{"-g", "-p", "9"}, lines)
		differ := 0
		for i, want := range lines {
			got, err := MGRS(ps[i], digits)
			if err != nil {
				t.Fatal(err)
			}
			if strings.ReplaceAll(got, " ", "") != want {
				// Nanometres decide where a point lies on a line of the grid.
				if differ++; differ < 5 {
					t.Logf("%v: %s, GeoConvert %s", ps[i], got, want)
				}
			}
			sq, err := ParseMGRS(want)
			if err != nil {
				t.Fatalf("ParseMGRS(%q): %v", want, err)
			}
			var lat, lon float64
			scan(t, middles[i], &lat, &lon)
			if d := apart(sq.Centre, orb.Point{lon, lat}); d > 1e-3 || sq.Size != math.Pow10(5-digits) {
				t.Errorf("ParseMGRS(%q) = %+v, %.4f m from GeoConvert's %s", want, sq, d, middles[i])
			}
		}
		if differ > 0 {
			t.Errorf("%d digits: %d of %d differ", digits, differ, len(lines))
		}
	}
}

func TestSK42AgainstPROJ(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 2))
	for _, zone := range []int{4, 6, 7, 18, 32} {
		var gs []SK42
		var plane []string
		for range 500 {
			g := SK42{X: 4.4e6 + rng.Float64()*4e6, Y: float64(zone)*1e6 + 300000 + rng.Float64()*400000}
			gs = append(gs, g)
			plane = append(plane, fmt.Sprintf("%.6f %.6f", g.X, g.Y))
		}
		// GOST's own parameters spelt out: only the arithmetic may differ. East comes first here.
		var turned []string
		for _, g := range gs {
			turned = append(turned, fmt.Sprintf("%.6f %.6f", g.Y, g.X))
		}
		spelt := fmt.Sprintf("+proj=tmerc +lon_0=%d +x_0=%d500000 +ellps=krass +towgs84=23.57,-140.95,-79.8,0,0.35,0.79,-0.22", 6*zone-3, zone)
		exact := ask(t, "cs2cs", append([]string{"-f", "%.12f"}, append(strings.Fields(spelt), "+to", "+proj=longlat", "+datum=WGS84")...), turned)
		epsg := ask(t, "cs2cs", []string{"-f", "%.12f", fmt.Sprintf("EPSG:%d", 28400+zone), "EPSG:4326"}, plane)
		var worst, choice, back float64
		for i, g := range gs {
			p, err := g.Point()
			if err != nil {
				t.Fatal(err)
			}
			var a, b, h float64
			scan(t, exact[i], &a, &b, &h)
			worst = math.Max(worst, apart(p, orb.Point{a, b}))
			scan(t, epsg[i], &a, &b, &h)
			choice = math.Max(choice, apart(p, orb.Point{b, a}))
			q := gauss(zone)
			y, x := q.Forward(Krassowsky.geodetic(gost.inverse(WGS84.geocentric(p))))
			back = math.Max(back, math.Hypot(x-g.X, y-g.Y))
		}
		t.Logf("zone %d: %.1e m from the same parameters, %.1f m from EPSG's choice, %.1e m there and back", zone, worst, choice, back)
		if worst > 2e-3 || choice > SK42Accuracy || back > 2e-3 {
			t.Errorf("zone %d: %v m from the same parameters, %v m from EPSG's choice, %v m there and back", zone, worst, choice, back)
		}
	}
}

func TestWebMercatorAgainstPROJ(t *testing.T) {
	ps := samples()
	for i, line := range ask(t, "cs2cs", []string{"-f", "%.9f", "EPSG:4326", "EPSG:3857"}, latLon(ps)) {
		var x, y, z float64
		scan(t, line, &x, &y, &z)
		hx, hy := WebMercator(ps[i])
		if math.Hypot(hx-x, hy-y) > 1e-3 {
			t.Errorf("%v: %.4f %.4f, cs2cs %.4f %.4f", ps[i], hx, hy, x, y)
		}
		if q, ok := FromWebMercator(hx, hy); ok && apart(q, ps[i]) > 1e-3 {
			t.Errorf("%v comes back as %v", ps[i], q)
		}
	}
}
