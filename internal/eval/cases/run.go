package cases

import "fmt"

// A Result is the outcome of one case.
type Result struct {
	Case  Case
	Wrong []string // what is wrong; empty: fulfilled
}

// OK says that the result is as the case promises: fulfilled, or failing with a
// reason in its known line. A known failure that begins to pass is not OK, so
// that the line gets removed.
func (r Result) OK() bool { return (len(r.Wrong) == 0) == (r.Case.Known == "") }

// A Summary counts the results of a set.
type Summary struct {
	Results []Result
	Passed  int // fulfilled
	Failed  int // not fulfilled and not known
	Known   int // not fulfilled, as its known line says
	Gained  int // fulfilled although it has a known line
	Groups  int // same-name sets
	Whole   int // same-name sets of which every case is fulfilled
}

// Run asks find for the places of every case. It stops at the first error of
// find, which it wraps with the case's file, line and name.
func Run(all []Case, find func(Case) ([]Found, error)) (Summary, error) {
	var s Summary
	groups := make(map[string]bool)
	for _, c := range all {
		found, err := find(c)
		if err != nil {
			return Summary{}, fmt.Errorf("%s:%d: case %q: %w", c.File, c.Line, c.Name, err)
		}
		r := Result{Case: c, Wrong: c.Check(found)}
		s.Results = append(s.Results, r)
		s.count(r)
		if g := c.Group; g != "" {
			whole, known := groups[g]
			groups[g] = (whole || !known) && len(r.Wrong) == 0
		}
	}
	for _, whole := range groups {
		s.Groups++
		if whole {
			s.Whole++
		}
	}
	return s, nil
}

func (s *Summary) count(r Result) {
	right, known := len(r.Wrong) == 0, r.Case.Known != ""
	switch {
	case right && known:
		s.Gained++
	case right:
		s.Passed++
	case known:
		s.Known++
	default:
		s.Failed++
	}
}

// String is one line for a person.
func (s Summary) String() string {
	return fmt.Sprintf("%d cases: %d right, %d wrong, %d known failures, %d known failures that now pass; %d of %d same-name groups all right",
		len(s.Results), s.Passed, s.Failed, s.Known, s.Gained, s.Whole, s.Groups)
}
