package resolve

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"sitmap/gazetteer"
)

// testCase is one paragraph of a case file.
type testCase struct {
	where string // file:line
	text  string
	lang  string
	hints []string
	want  []wantPlace
	known string // why the case cannot be right yet; it is expected to fail
}

type wantPlace struct {
	surface string
	country string
	lat     float64
	lon     float64
	km      float64
}

// parseCases reads a case file: paragraphs of "text:", "lang:", "hint:", "why:" and
// lines "Surface -> CC lat lon km". A surface is marked at its first free occurrence.
func parseCases(t *testing.T, file, s string) []testCase {
	t.Helper()
	var out []testCase
	c := testCase{}
	flush := func() {
		if c.text != "" {
			if len(c.want) == 0 {
				t.Errorf("%s: a case without a place", c.where)
			}
			out = append(out, c)
		}
		c = testCase{}
	}
	for n, line := range strings.Split(s, "\n") {
		line = strings.TrimSpace(line)
		key, value, _ := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		switch {
		case line == "":
			flush()
		case strings.HasPrefix(line, "#"):
		case strings.Contains(line, " -> "):
			w, err := parsePlace(line)
			if err != nil {
				t.Fatalf("%s:%d: %v", file, n+1, err)
			}
			c.want = append(c.want, w)
		case key == "text":
			c.text, c.where = value, fmt.Sprintf("%s:%d", file, n+1)
		case key == "lang":
			c.lang = value
		case key == "known":
			c.known = value
		case key == "hint":
			c.hints = append(c.hints, value)
		case key == "why", key == "pair":
		default:
			t.Fatalf("%s:%d: %q is no line of a case", file, n+1, line)
		}
	}
	flush()
	return out
}

func parsePlace(line string) (wantPlace, error) {
	surface, rest, _ := strings.Cut(line, " -> ")
	f := strings.Fields(rest)
	if len(f) != 4 {
		return wantPlace{}, fmt.Errorf("%q: want country, lat, lon, km", rest)
	}
	w := wantPlace{surface: surface, country: f[0]}
	for i, p := range []*float64{&w.lat, &w.lon, &w.km} {
		v, err := strconv.ParseFloat(f[i+1], 64)
		if err != nil {
			return w, fmt.Errorf("%q is no number", f[i+1])
		}
		*p = v
	}
	return w, nil
}

// run resolves the case and gives "" for every right mention, else what is wrong.
func (c *testCase) run(t *testing.T, r *Resolver) []string {
	t.Helper()
	var ms []gazetteer.Mention
	used := map[int]bool{}
	for _, w := range c.want {
		at := 0
		for {
			i := strings.Index(c.text[at:], w.surface)
			if i < 0 {
				t.Fatalf("%s: no %q left in the text", c.where, w.surface)
			}
			if at += i; !used[at] {
				break
			}
			at += len(w.surface)
		}
		used[at] = true
		ms = append(ms, gazetteer.Mention{Start: at, End: at + len(w.surface), Text: w.surface})
	}
	var out []string
	for i, res := range r.Resolve(Input{Text: c.text, Lang: c.lang, Hints: c.hints, Mentions: ms}) {
		w := c.want[i]
		msg := ""
		switch {
		case res.Chosen == nil:
			msg = fmt.Sprintf("%s: %s: no answer", c.where, w.surface)
		default:
			p := res.Chosen.Place
			d := math.Sqrt(chordKm2(vec(p.Point[0], p.Point[1]), vec(w.lon, w.lat)))
			if d > w.km || w.country != "-" && p.Country != w.country {
				msg = fmt.Sprintf("%s: %s: got %s (%s, %s) %.2f,%.2f, %.0f km off, p %.2f", c.where, w.surface, p.Name, p.Admin1Name, p.Country, p.Point[1], p.Point[0], d, res.P)
			}
		}
		out = append(out, msg)
	}
	return out
}

func vec(lon, lat float64) *[3]float32 {
	v := unit([2]float64{lon, lat})
	return &v
}
