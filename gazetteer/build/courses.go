package build

import (
	_ "embed"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"sitmap/gazetteer"
	"sitmap/gazetteer/names"
)

//go:embed facts/courses.psv
var coursesTable string

// What makes a town of a course certain: it is alone with its name, or so much
// larger than the next that nobody means that one.
const (
	clearlyLarger = 4.0 // times the inhabitants
	sameTownKm    = 8.0 // two rows this close do not contradict each other
)

// stop is one town of a course.
type stop struct {
	country, admin1, name, key string
}

func (s stop) String() string { return strings.TrimSuffix(s.country+"."+s.admin1, ".") + " " + s.name }

// courseStops reads the table of courses: key of the feature to its towns, in order.
func courseStops() (map[string][]stop, error) {
	out := map[string][]stop{}
	err := eachRow("courses.psv", coursesTable, 2, func(c []string) error {
		if _, ok := out[c[0]]; ok {
			return fmt.Errorf("%s is there twice", c[0])
		}
		for _, part := range splitList(c[1]) {
			where, name, ok := strings.Cut(part, " ")
			country, admin1, _ := strings.Cut(where, ".")
			if !ok || len(country) != 2 {
				return fmt.Errorf("%q is not a country and a town", part)
			}
			out[c[0]] = append(out[c[0]], stop{country, admin1, name, names.Fold(name)})
		}
		if len(out[c[0]]) < 2 {
			return fmt.Errorf("%s has one town only", c[0])
		}
		return nil
	})
	return out, err
}

// gatherStops finds for every town of the courses the settlements that have its name.
func gatherStops(courses map[string][]stop, entries []gazetteer.Entry) map[string][]int32 {
	out := map[string][]int32{}
	for _, stops := range courses {
		for _, s := range stops {
			out[s.country+" "+s.key] = nil
		}
	}
	for i := range entries {
		e := &entries[i]
		if e.Class != gazetteer.ClassSettlement {
			continue
		}
		at := func(name string) {
			k := e.Country + " " + names.Fold(name)
			if list, ok := out[k]; ok && (len(list) == 0 || list[len(list)-1] != int32(i)) {
				out[k] = append(list, int32(i))
			}
		}
		at(e.Name)
		for _, n := range e.Names {
			if n.Kind <= gazetteer.NameHistorical {
				at(n.Text)
			}
		}
	}
	return out
}

var (
	errNoTown   = errors.New("not found")
	errTwoTowns = errors.New("may mean two towns: give its first-order area")
)

// pickStop decides which of the settlements a town of a course is. The list of
// villages is asked for what the lists of towns do not have.
func pickStop(s stop, found []int32, entries []gazetteer.Entry) (orb.Point, error) {
	towns := slices.DeleteFunc(slices.Clone(found), func(i int32) bool { return entries[i].Source == srcVillages })
	p, err := pickAmong(s, towns, entries)
	if errors.Is(err, errNoTown) {
		return pickAmong(s, found, entries)
	}
	return p, err
}

func pickAmong(s stop, found []int32, entries []gazetteer.Entry) (orb.Point, error) {
	best := int32(-1)
	for _, i := range found {
		if e := &entries[i]; (s.admin1 == "" || e.Admin1 == s.admin1) && (best < 0 || e.Population > entries[best].Population) {
			best = i
		}
	}
	if best < 0 {
		return orb.Point{}, fmt.Errorf("%s: %w", s, errNoTown)
	}
	b := &entries[best]
	for _, i := range found {
		e := &entries[i]
		if i == best || s.admin1 != "" && e.Admin1 != s.admin1 || kilometres(e.Point, b.Point) <= sameTownKm {
			continue
		}
		if float64(max(e.Population, 500))*clearlyLarger > float64(b.Population) {
			return orb.Point{}, fmt.Errorf("%s: %w (%s in %s, %s in %s)", s, errTwoTowns, b.Name, b.Admin1, e.Name, e.Admin1)
		}
	}
	return b.Point, nil
}

// drawCourses gives the features their courses through the towns among entries,
// and those without a point the middle town of theirs. It returns the features
// that have a point, and what of the courses could not be resolved.
func drawCourses(feats, entries []gazetteer.Entry) (kept []gazetteer.Entry, problems []error, err error) {
	courses, err := courseStops()
	if err != nil {
		return nil, nil, err
	}
	found := gatherStops(courses, entries)
	for _, f := range feats {
		key := strings.TrimPrefix(string(f.ID), featurePrefix)
		stops, ok := courses[key]
		delete(courses, key)
		for _, s := range stops {
			p, err := pickStop(s, found[s.country+" "+s.key], entries)
			if err != nil {
				problems = append(problems, fmt.Errorf("course of %s: %w", key, err))
				continue
			}
			f.Course = append(f.Course, p)
		}
		if len(f.Course) < 2 {
			f.Course = nil
		}
		if math.IsNaN(f.Point[0]) {
			if !ok {
				return nil, nil, fmt.Errorf("facts/features.psv: %s has neither a point nor a course", key)
			}
			if f.Course == nil {
				continue
			}
			f.Point = f.Course[len(f.Course)/2]
		}
		kept = append(kept, f)
	}
	for key := range courses {
		return nil, nil, fmt.Errorf("facts/courses.psv: %s is no feature", key)
	}
	return kept, problems, nil
}
