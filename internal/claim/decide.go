package claim

import (
	"sort"
	"strings"
)

// decide draws the verdict: one failed check makes a claim inconsistent, whatever else fits; what the words leave open makes
// it ambiguous; without a place or area to compare it cannot be checked.
func (w *work) decide() {
	r := &w.out
	sort.SliceStable(r.Checks, func(i, j int) bool { return abs(r.Checks[i].Bits) > abs(r.Checks[j].Bits) })
	fails, warns, checked := 0, 0, 0
	for _, c := range r.Checks {
		switch c.Outcome {
		case Fail:
			fails++
		case Warn:
			if c.Bits != 0 && c.Code != "homonym" && c.Code != w.repaired {
				warns++
			}
		}
		if c.Outcome != Skipped && c.Bits != 0 {
			checked++
		}
	}
	switch {
	case r.Verdict != "": // said already: nothing could be read
	case fails > 0 && r.Condition != "" && w.onlyPlace():
		r.Verdict = Ambiguous
	case fails > 0:
		r.Verdict = Inconsistent
	case !w.located:
		r.Verdict = NotCheckable
	case w.unsure || warns > 0 && w.doubtful():
		r.Verdict = Ambiguous
		if r.Condition == "" {
			r.Condition = w.condition()
		}
	default:
		r.Verdict = Consistent
	}
	if r.Verdict != Ambiguous {
		r.Condition = ""
	}
	r.Sentence = w.sentence()
}

func abs(x float64) float64 {
	if x < 0 {
		return -x
	}
	return x
}

// onlyPlace reports that nothing but the place speaks against the claim, so that a repair would mend it.
func (w *work) onlyPlace() bool {
	for _, c := range w.out.Checks {
		if c.Outcome != Fail {
			continue
		}
		switch c.Code {
		case "distance", "bearing", "corridor", "wrong_country", "wrong_admin", "border_distance", "sea", "list_outlier":
		default:
			return false
		}
	}
	return true
}

// doubtful reports a doubt about the place, the area, the border, the sun or the time; the writing alone is none.
func (w *work) doubtful() bool {
	for _, c := range w.out.Checks {
		if c.Outcome != Warn {
			continue
		}
		switch c.Code {
		case "distance", "bearing", "corridor", "wrong_country", "wrong_admin", "border_distance", "sun", "sea", "before_event", "speed", "media_gps":
			return true
		}
	}
	return false
}

// condition says what an ambiguous verdict hangs on.
func (w *work) condition() string {
	if w.meant != "" {
		return "consistent only if " + w.meant + " is the place meant"
	}
	for _, c := range w.out.Checks {
		if c.Outcome == Warn && c.Bits != 0 {
			return "consistent only if “" + c.Expected + "” is meant loosely: " + c.Measured
		}
	}
	return ""
}

// sentence says the verdict in one sentence, with the heaviest evidence.
func (w *work) sentence() string {
	r := &w.out
	pick := func(o Outcome) string {
		for _, c := range r.Checks {
			if c.Outcome == o && c.Bits != 0 {
				return c.Measured + ", expected " + c.Expected
			}
		}
		return ""
	}
	switch r.Verdict {
	case Consistent:
		s := "The claim fits what could be checked"
		if w.repaired != "" {
			s += ", " + repairWords(w.repaired)
		}
		if e := pick(Pass); e != "" {
			s += ": " + e
		}
		return s + "."
	case Inconsistent:
		return "The claim does not fit: " + pick(Fail) + "."
	case Ambiguous:
		if r.Condition != "" {
			return "The claim is " + r.Condition + "."
		}
		return "The claim fits only in part: " + pick(Warn) + "."
	}
	why := "nothing in it can be compared"
	for _, n := range r.NotChecked {
		if strings.HasPrefix(n, "coordinates: ") || strings.HasPrefix(n, "where: ") {
			why = n
			break
		}
	}
	return "The claim cannot be checked: " + why + "."
}
