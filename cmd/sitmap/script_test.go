package main

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"sitmap/internal/reader"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"sitmap": main})
}

// TestScripts runs the real commands; each script also says what must not happen.
func TestScripts(t *testing.T) {
	samples, err := filepath.Abs("samples")
	if err != nil {
		t.Fatal(err)
	}
	shared, err := filepath.Abs("../../../shared")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			e.Setenv("SAMPLES", samples)
			e.Setenv("SHARED", shared)
			return nil
		},
		Condition: func(cond string) (bool, error) {
			if cond == "ci" {
				return os.Getenv("CI") != "", nil
			}
			if cond != "shared" {
				return false, fmt.Errorf("unknown condition %q", cond)
			}
			_, err := os.Stat(filepath.Join(shared, "reports"))
			return err == nil, nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"toponym":  scriptToponym,
			"expected": scriptEvent,
			"site":     scriptSite,
			"model":    scriptModel,
			"await":    scriptAwait,
		},
	})
}

// answers reads JSON Lines of the extract command.
func answers(ts *testscript.TestScript, file string) []reader.Answer {
	var out []reader.Answer
	for _, line := range strings.Split(strings.TrimSpace(ts.ReadFile(file)), "\n") {
		var a reader.Answer
		ts.Check(json.Unmarshal([]byte(line), &a))
		out = append(out, a)
	}
	return out
}

// scriptToponym: `toponym FILE SURFACE COUNTRY LAT LON KM` wants every mention with this surface to mean a
// place there; with `!`, none may.
func scriptToponym(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 6 {
		ts.Fatalf("usage: toponym FILE SURFACE COUNTRY LAT LON KM")
	}
	lat, lon, km := number(ts, args[3]), number(ts, args[4]), number(ts, args[5])
	seen := 0
	for _, a := range answers(ts, args[0]) {
		for _, p := range a.Toponyms {
			if p.Surface != args[1] {
				continue
			}
			seen++
			fits := p.Lat != nil && p.Country != nil && *p.Country == args[2] && flatKm(*p.Lat, *p.Lon, lat, lon) <= km
			if fits == neg {
				got, _ := json.Marshal(p)
				ts.Fatalf("%s in %s: %s", args[1], a.Doc, got)
			}
		}
	}
	if seen == 0 && !neg {
		ts.Fatalf("no mention %q in %s", args[1], args[0])
	}
}

// scriptEvent: `expected FILE KEY=VALUE...` wants one event that fits all keys: type, start, end, places (comma
// separated names in the text), missing, killed_or_wounded, claimant (part), verification, control, without
// (a number that no casualty field may hold).
func scriptEvent(ts *testscript.TestScript, neg bool, args []string) {
	found := false
	for _, a := range answers(ts, args[0]) {
		for _, e := range a.Events {
			found = found || fitsAll(ts, a, e, args[1:])
		}
	}
	if found == neg {
		ts.Fatalf("event %v: found %v\n%s", args[1:], found, ts.ReadFile(args[0]))
	}
}

func fitsAll(ts *testscript.TestScript, a reader.Answer, e reader.Event, want []string) bool {
	for _, w := range want {
		key, value, _ := strings.Cut(w, "=")
		if !fits(ts, a, e, key, value) {
			return false
		}
	}
	return true
}

func fits(ts *testscript.TestScript, a reader.Answer, e reader.Event, key, value string) bool {
	switch key {
	case "type":
		return e.Type == value
	case "start":
		return e.DateStart.String() == value
	case "end":
		return e.DateEnd.String() == value
	case "verification":
		return e.Verification == value
	case "control":
		return e.Control != nil && *e.Control == value
	case "places":
		var got []string
		for _, p := range e.Places {
			if p.Toponym != nil {
				got = append(got, a.Toponyms[*p.Toponym].Surface)
			}
		}
		return strings.Join(got, ",") == value
	case "claimant":
		for _, c := range e.Claims {
			if strings.Contains(strings.ToLower(c.Claimant), strings.ToLower(value)) {
				return true
			}
		}
		return false
	case "casualty":
		b, _ := json.Marshal(e.Casualties)
		return strings.Contains(string(b), value)
	}
	ts.Fatalf("unknown key %q", key)
	return false
}

func number(ts *testscript.TestScript, s string) float64 {
	f, err := strconv.ParseFloat(s, 64)
	ts.Check(err)
	return f
}

// flatKm is good to a percent over a few kilometres, enough for a test's tolerance.
func flatKm(lat1, lon1, lat2, lon2 float64) float64 {
	dx := (lon1 - lon2) * math.Cos(lat1*math.Pi/180) * 111.32
	dy := (lat1 - lat2) * 111.13
	return math.Hypot(dx, dy)
}
