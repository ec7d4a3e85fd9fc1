package sun

import (
	"bufio"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
)

// The oracle is libastro, the library of XEphem (VSOP87 and Moshier's moon), by way
// of python3-ephem: another theory and another author than Meeus' chapters.
const positions = `
import ephem, sys
from math import degrees as deg
for line in sys.stdin:
    t, lon, lat = line.split()
    o = ephem.Observer()
    o.lon, o.lat, o.date = lon, lat, float(t)/86400 + 25567.5
    row = []
    for pressure in (0, 1010):
        o.pressure, o.temp = pressure, 10
        for b in (ephem.Sun(o), ephem.Moon(o)):
            row += [deg(b.az), deg(b.alt), deg(b.g_dec), b.phase/100]
    row += [deg(ephem.Ecliptic(ephem.Moon(o), epoch=o.date).lon - ephem.Ecliptic(ephem.Sun(o), epoch=o.date).lon) % 360]
    print(*row)
`

// For each line: the next crossing upwards and downwards of a geometric altitude,
// as seconds of 1970, 0 when ephem finds none.
const crossings = `
import ephem, sys
for line in sys.stdin:
    t, lon, lat, limit = line.split()
    row = []
    for up in (True, False):
        o = ephem.Observer()
        o.lon, o.lat, o.date, o.pressure, o.horizon = lon, lat, float(t)/86400 + 25567.5, 0, limit
        try:
            d = (o.next_rising if up else o.next_setting)(ephem.Sun(), use_center=True)
            row.append((float(d) - 25567.5)*86400)
        except (ephem.AlwaysUpError, ephem.NeverUpError):
            row.append(0)
    print(*row)
`

// ask runs a program of ephem's; it skips where ephem is missing, and fails under CI.
func ask(t *testing.T, program string, lines []string, columns int) [][]float64 {
	t.Helper()
	const python = "/usr/bin/python3" // Debian's own, which sees python3-ephem
	if err := exec.Command(python, "-c", "import ephem").Run(); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("ephem is missing: install python3-ephem")
		}
		t.Skip("ephem is not installed (Debian python3-ephem)")
	}
	cmd := exec.Command(python, "-c", program)
	cmd.Stdin = strings.NewReader(strings.Join(lines, "\n"))
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("ephem: %v", err)
	}
	var rows [][]float64
	sc := bufio.NewScanner(strings.NewReader(string(out)))
	for sc.Scan() {
		row := make([]float64, columns)
		for i, f := range strings.Fields(sc.Text()) {
			if _, err := fmt.Sscan(f, &row[i]); err != nil {
				t.Fatalf("ephem answers %q: %v", sc.Text(), err)
			}
		}
		rows = append(rows, row)
	}
	if len(rows) != len(lines) {
		t.Fatalf("ephem answers %d lines to %d", len(rows), len(lines))
	}
	return rows
}

type placeTime struct {
	p orb.Point
	t time.Time
}

func random(n int) []placeTime {
	rng := rand.New(rand.NewPCG(7, 11))
	from, to := time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC).Unix(), time.Date(2100, 12, 30, 0, 0, 0, 0, time.UTC).Unix()
	var out []placeTime
	for range n {
		p := orb.Point{rng.Float64()*360 - 180, math.Asin(rng.Float64()*2-1) / rad}
		out = append(out, placeTime{p, time.Unix(from+rng.Int64N(to-from), 0).UTC()})
	}
	return out
}

// worst keeps the largest of a kind of error.
type worst struct {
	value float64
	at    placeTime
}

func (w *worst) see(e float64, at placeTime) {
	if e = math.Abs(e); !(e <= w.value) {
		*w = worst{e, at}
	}
}

func (w worst) check(t *testing.T, what string, limit float64) {
	t.Helper()
	t.Logf("%s: at most %.4f (at %v, %v)", what, w.value, w.at.p, w.at.t)
	if !(w.value <= limit) {
		t.Errorf("%s: %.4f off at %v, %v; the limit is %v", what, w.value, w.at.p, w.at.t, limit)
	}
}

func TestAgainstLibastro(t *testing.T) {
	pts := random(3000)
	var lines []string
	for _, q := range pts {
		lines = append(lines, fmt.Sprintf("%d %.9f %.9f", q.t.Unix(), q.p[0], q.p[1]))
	}
	rows := ask(t, positions, lines, 17)
	var az, up, seen, dec, moonAcross, moonUp, moonSeen, moonDec, lit worst
	wrong := 0
	for i, q := range pts {
		r := rows[i]
		s, err := At(q.p, q.t)
		if err != nil {
			t.Fatal(err)
		}
		m, err := Moon(q.p, q.t)
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(r[1]) < 75 { // close to the zenith and below the feet a small error turns the azimuth far
			az.see(math.Remainder(float64(s.Azimuth)-r[0], 360), q)
		}
		up.see(float64(s.Geometric)-r[1], q)
		dec.see(float64(s.Declination)-r[2], q)
		moonAcross.see(math.Remainder(float64(m.Azimuth)-r[4], 360)*cosd(r[5]), q)
		moonUp.see(float64(m.Geometric)-r[5], q)
		moonDec.see(float64(m.Declination)-r[6], q)
		lit.see(m.Lit-r[7], q)
		if r[9] > 0.5 {
			seen.see(float64(s.Altitude)-r[9], q)
		}
		if r[13] > 0.5 {
			moonSeen.see(float64(m.Altitude)-r[13], q)
		}
		if moonPhase(r[16]) != m.Phase {
			wrong++
		}
	}
	az.check(t, "sun azimuth, altitudes to 75°", 0.05)
	up.check(t, "sun geometric altitude", 0.02)
	seen.check(t, "sun apparent altitude", 0.03)
	dec.check(t, "sun declination", 0.015)
	moonAcross.check(t, "moon azimuth, across the sky", 0.06)
	moonUp.check(t, "moon geometric altitude", 0.06)
	moonSeen.check(t, "moon apparent altitude", 0.07)
	moonDec.check(t, "moon declination", 0.06)
	lit.check(t, "lit part of the moon", 0.002)
	if wrong > len(pts)/300 { // the names change in an instant
		t.Errorf("%d of %d phase names differ", wrong, len(pts))
	}
}

func TestDaysAgainstLibastro(t *testing.T) {
	limits := []float64{-50.0 / 60, -6, -12, -18}
	var pts []placeTime
	var lines []string
	for _, q := range random(500) {
		y, m, d := q.t.Date()
		q.t = time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
		if q.t.Year() == LastYear {
			continue
		}
		pts = append(pts, q)
		for _, limit := range limits {
			lines = append(lines, fmt.Sprintf("%d %.9f %.9f %.9f", q.t.Unix(), q.p[0], q.p[1], limit))
		}
	}
	rows := ask(t, crossings, lines, 2)
	var seconds worst
	compared, absent := 0, 0
	for i, q := range pts {
		y, m, d := q.t.Date()
		day, err := On(q.p, y, m, d, time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		for j, arc := range []Arc{day.Sun, day.Civil, day.Nautical, day.Astronomical} {
			var set time.Time // libastro gives the first set, Arc the last
			for _, w := range arc.Above {
				if w.To.Before(day.End) {
					set = w.To
					break
				}
			}
			for k, got := range []time.Time{arc.Rise, set} {
				want := rows[i*4+j][k]
				inside := want != 0 && want < float64(day.End.Unix())
				switch {
				case got.IsZero() && !inside:
					absent++
				case got.IsZero() != !inside:
					if end := float64(day.End.Unix()); math.Abs(want-end) > 60 { // not at the day's edge
						t.Errorf("%v %s at %v: got %v, libastro %v", q.p, q.t.Format(time.DateOnly), limits[j], got, time.Unix(int64(want), 0).UTC())
					}
				default:
					// What counts is the sun's place: seconds stretch where it grazes the horizon.
					a, _ := At(q.p, time.Unix(int64(want), 0))
					seconds.see(float64(a.Geometric)-limits[j], q)
					compared++
				}
			}
		}
	}
	t.Logf("%d crossings compared, %d absent in both", compared, absent)
	seconds.check(t, "altitude at libastro's crossings", 0.02)
	if compared < 1000 || absent < 50 {
		t.Errorf("only %d crossings and %d absences compared", compared, absent)
	}
}
