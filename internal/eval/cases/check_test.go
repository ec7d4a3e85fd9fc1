package cases

import (
	"errors"
	"math"
	"strings"
	"testing"
)

const twoTowns = `== two-towns
why: for the tests
text:
Shells hit Sumy and Rylsk, not Paris Match.
expect: Sumy | UA | 50.9174,34.7991 | 10
expect: Rylsk | RU | 51.5714,34.6832 | 8
reject: Paris Match
`

func one(t *testing.T, s string) Case {
	t.Helper()
	all, err := Parse("x.txt", s)
	if err != nil {
		t.Fatal(err)
	}
	return all[0]
}

func TestCheck(t *testing.T) {
	sumy := Found{"Sumy", 11, 15, "UA", 50.92, 34.8}
	rylsk := Found{"Rylsk", 20, 25, "RU", 51.57, 34.68}
	with := func(f Found, change func(*Found)) Found { change(&f); return f }
	for _, tt := range []struct {
		name  string
		extra string // lines added to the case
		found []Found
		want  []string // one piece of each complaint, in order
	}{
		{"right", "", []Found{sumy, rylsk}, nil},
		{"span a little wider", "", []Found{with(sumy, func(f *Found) { f.Start = 7 }), rylsk}, nil},
		{"nothing found", "", nil, []string{`"Sumy" was not found`, `"Rylsk" was not found`}},
		{"touching is not overlapping", "", []Found{with(sumy, func(f *Found) { f.Start, f.End = 15, 19 }), rylsk}, []string{`"Sumy" was not found`}},
		{"other country", "", []Found{with(sumy, func(f *Found) { f.Country = "RU" }), rylsk}, []string{`"Sumy" is in UA, got "Sumy" in RU`}},
		{"other country and far", "", []Found{sumy, with(rylsk, func(f *Found) { f.Country, f.Lat = "", 52.57 })}, []string{`"Rylsk" is in RU, got "Rylsk" in no country at 52.5700,34.6800, 111 km away`}},
		{"too far", "", []Found{with(sumy, func(f *Found) { f.Lat = 51.02 }), rylsk}, []string{`"Sumy" is 11.4 km off, allowed are 10`}},
		{"name without a place", "", []Found{with(sumy, func(f *Found) { f.Lat = math.NaN() }), rylsk}, []string{`"Sumy" was found but given no place`}},
		{"rejected", "", []Found{sumy, rylsk, {"Paris", 31, 36, "FR", 48.85, 2.35}}, []string{`"Paris Match" is no place here, but was found as "Paris" in FR`}},
		{"the larger share counts", "", []Found{{"Sumy and", 11, 16, "UA", 0, 0}, {"and Rylsk", 14, 25, "RU", 51.57, 34.68}}, []string{`"Sumy" is`}},
		{"avoided", "avoid: Shells | 50,30 | 100\n", []Found{sumy, rylsk, {"Shells", 0, 6, "UA", 50.1, 30.1}}, []string{`"Shells" was taken for`}},
		{"elsewhere is allowed", "avoid: Shells | 50,30 | 100\n", []Found{sumy, rylsk, {"Shells", 0, 6, "UA", 40, 30}}, nil},
		{"surplus allowed", "", []Found{sumy, rylsk, {"Shells", 0, 6, "UA", 40, 30}}, nil},
		{"surplus forbidden", "reject: *\n", []Found{sumy, rylsk, {"Shells", 0, 6, "UA", 40, 30}}, []string{`only the expected places may be found, but there is "Shells"`}},
		{"rejected once, not twice", "reject: *\n", []Found{sumy, rylsk, {"Paris", 31, 36, "FR", 48.85, 2.35}}, []string{`"Paris Match" is no place`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := one(t, twoTowns+tt.extra).Check(tt.found)
			if len(got) != len(tt.want) {
				t.Fatalf("got %q, want %d complaints", got, len(tt.want))
			}
			for i, w := range tt.want {
				if !strings.Contains(got[i], w) {
					t.Errorf("got %q, want it to hold %q", got[i], w)
				}
				if !strings.HasPrefix(got[i], "line ") {
					t.Errorf("%q does not say which line", got[i])
				}
			}
		})
	}
}

func TestRunCounts(t *testing.T) {
	base := one(t, twoTowns)
	make4 := func(name, group, known string) Case {
		c := base
		c.Name, c.Group, c.Known = name, group, known
		return c
	}
	all := []Case{make4("right", "g", ""), make4("wrong", "g", ""), make4("known", "", "hard"), make4("gained", "h", "hard")}
	s, err := Run(all, func(c Case) ([]Found, error) {
		if c.Name == "right" || c.Name == "gained" {
			return right(c), nil
		}
		return nil, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if s.Passed != 1 || s.Failed != 1 || s.Known != 1 || s.Gained != 1 || s.Groups != 2 || s.Whole != 1 {
		t.Errorf("got %s", s)
	}
	for i, want := range []bool{true, false, true, false} {
		if got := s.Results[i].OK(); got != want {
			t.Errorf("%s: got OK %v, want %v", s.Results[i].Case.Name, got, want)
		}
	}

	broken := errors.New("broken")
	_, err = Run(all, func(Case) ([]Found, error) { return nil, broken })
	if !errors.Is(err, broken) || !strings.HasPrefix(err.Error(), `x.txt:1: case "right": `) {
		t.Errorf("got error %v", err)
	}
}
