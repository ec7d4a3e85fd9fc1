package cases

import (
	"os"
	"testing"

	"sitmap/geo"
	"sitmap/geo/geodesic"
)

const directory = "../../../testdata/resolve"

// program finds the places of a case with the real program; worldIndex says whether
// it uses the index of every known place.
var (
	program    = find
	worldIndex bool
)

func load(t testing.TB) []Case {
	t.Helper()
	all, err := Read(os.DirFS(directory))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestProgramFulfilsTheCases(t *testing.T) {
	if program == nil {
		t.Skip("no program is wired to the cases; set program in this file")
	}
	var fit []Case
	for _, c := range load(t) {
		if c.Needs == "" || worldIndex {
			fit = append(fit, c)
		}
	}
	s, err := Run(fit, program)
	if err != nil {
		t.Fatal(err)
	}
	t.Log(s)
	for _, r := range s.Results {
		if r.OK() {
			continue
		}
		if len(r.Wrong) == 0 {
			t.Errorf("%s:%d: %s begins to pass; remove its known line (%s)", r.Case.File, r.Case.Line, r.Case.Name, r.Case.Known)
		}
		for _, w := range r.Wrong {
			t.Errorf("%s:%d: %s: %s", r.Case.File, r.Case.Line, r.Case.Name, w)
		}
	}
}

func TestTheCasesCoverEnough(t *testing.T) {
	all := load(t)
	langs := make(map[string]int)
	grouped := 0
	for _, c := range all {
		langs[c.Lang]++
		if c.Group != "" {
			grouped++
		}
	}
	t.Logf("%d cases, %d of same-name groups, languages %v", len(all), grouped, langs)
	if len(all) < 100 {
		t.Errorf("got %d cases, want at least 100", len(all))
	}
	if grouped < 30 {
		t.Errorf("got %d cases of same-name groups, want at least 30", grouped)
	}
	for _, lang := range []string{"en", "uk", "ru"} {
		if langs[lang] < 30 {
			t.Errorf("got %d cases in %s, want at least 30", langs[lang], lang)
		}
	}
}

// A same-name group is of use only if it wants different places.
func TestGroupsWantDifferentPlaces(t *testing.T) {
	groups := make(map[string][]Case)
	for _, c := range load(t) {
		if c.Group != "" {
			groups[c.Group] = append(groups[c.Group], c)
		}
	}
	for name, members := range groups {
		if len(members) < 2 {
			t.Errorf("%s:%d: group %s has one case, a same-name group needs two", members[0].File, members[0].Line, name)
			continue
		}
		if !differ(members) {
			t.Errorf("group %s: all its cases want the same places", name)
		}
	}
}

// differ says that some case of the group wants a place that no place of another
// case of the group is near to.
func differ(members []Case) bool {
	for i, a := range members {
		for _, b := range members[i+1:] {
			for _, x := range a.Expect {
				for _, y := range b.Expect {
					if x.Country != y.Country || float64(geodesic.Distance(x.Point, y.Point)/geo.Kilometre) > x.Tolerance+y.Tolerance {
						return true
					}
				}
			}
		}
	}
	return false
}

// The right answer must pass and an empty one must fail, or a case tests nothing.
func TestCasesCanBeFulfilledAndMissed(t *testing.T) {
	for _, c := range load(t) {
		if wrong := c.Check(right(c)); len(wrong) != 0 {
			t.Errorf("%s:%d: %s: the right answer is judged wrong: %q", c.File, c.Line, c.Name, wrong)
		}
		if len(c.Expect) > 0 && len(c.Check(nil)) == 0 {
			t.Errorf("%s:%d: %s: finding nothing passes", c.File, c.Line, c.Name)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		load(b)
	}
}
