package claim

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
)

// The rule of the verdict, row by row: the rows stand for any checks.
func TestVerdictRule(t *testing.T) {
	row := func(code string, o Outcome) Check {
		return Check{Code: code, Outcome: o, Measured: "m", Expected: "e", Source: "s", Bits: bits(o)}
	}
	for _, x := range []struct {
		name      string
		rows      []Check
		located   bool
		unsure    bool
		repaired  string
		condition string
		want      Verdict
	}{
		{name: "all pass", rows: []Check{row("distance", Pass), row("sun", Pass)}, located: true, want: Consistent},
		{name: "one failure caps many passes", rows: []Check{row("distance", Pass), row("wrong_admin", Pass), row("wrong_country", Pass), row("weekday", Fail)}, located: true, want: Inconsistent},
		{name: "a doubt about the place", rows: []Check{row("distance", Warn)}, located: true, want: Ambiguous},
		{name: "a doubt about the writing", rows: []Check{row("distance", Pass), row("centroid", Warn)}, located: true, want: Consistent},
		{name: "a doubt without weight", rows: []Check{row("distance", Pass), {Code: "datum", Outcome: Warn}}, located: true, want: Consistent},
		{name: "moon is weak", rows: []Check{row("distance", Pass), row("moon", Warn)}, located: true, want: Consistent},
		{name: "a repair", rows: []Check{row("distance", Pass), row("swapped", Warn)}, located: true, repaired: "swapped", want: Consistent},
		{name: "a namesake would do", rows: []Check{row("distance", Warn)}, located: true, unsure: true, want: Ambiguous},
		{name: "fits under a condition", rows: []Check{row("distance", Fail)}, located: true, condition: "consistent only if x", want: Ambiguous},
		{name: "a condition on the place does not mend the date", rows: []Check{row("distance", Fail), row("future", Fail)}, located: true, condition: "consistent only if x", want: Inconsistent},
		{name: "nothing to compare", want: NotCheckable},
		{name: "no place, but a date that fails", rows: []Check{row("weekday", Fail)}, want: Inconsistent},
	} {
		t.Run(x.name, func(t *testing.T) {
			w := &work{located: x.located, unsure: x.unsure, repaired: x.repaired}
			w.out.Checks, w.out.Condition = x.rows, x.condition
			w.decide()
			if w.out.Verdict != x.want {
				t.Errorf("%s, want %s", w.out.Verdict, x.want)
			}
			if c := w.out.Condition; (c != "") != (x.want == Ambiguous) {
				t.Errorf("condition %q beside %s", c, x.want)
			} else if c != "" && !strings.HasPrefix(c, "consistent only if ") {
				t.Errorf("condition %q", c)
			}
			if strings.Contains(w.out.Sentence, "true") {
				t.Errorf("sentence %q", w.out.Sentence)
			}
		})
	}
}

// What nobody looks at is said in every answer, and who says it changes none.
func TestAttribution(t *testing.T) {
	const p = "49.5883, 34.5514"
	runCases(t, []checkCase{
		{name: "plain", text: "A missile hit Poltava.", at: p, verdict: Consistent, rows: "!attribution"},
		{name: "hedged", text: "A missile reportedly hit Poltava.", at: p, verdict: Consistent, rows: "attribution=skipped"},
		{name: "claimed", text: "Russian forces claimed to have hit a depot in Poltava.", at: p, verdict: Consistent, rows: "attribution=skipped"},
		{name: "uk", text: "Ракета нібито влучила в Полтаву.", at: p, verdict: Consistent, rows: "attribution=skipped"},
		{name: "ru", text: "Ракета якобы попала в Полтаву.", at: p, verdict: Consistent, rows: "attribution=skipped"},
		{name: "far all the same", text: "A missile allegedly hit Poltava.", at: "50.26, 28.68", verdict: Inconsistent, rows: "attribution=skipped"},
	})
}

func TestNotChecked(t *testing.T) {
	r := testChecker(t).Check(context.Background(), Claim{Text: "A missile hit Poltava.", Coordinates: "49.5883, 34.5514"})
	all := strings.Join(r.NotChecked, "\n")
	for _, want := range []string{"picture", "imagery", "terrain", "weather", "rivers", "database", "when it was filmed"} {
		if !strings.Contains(all, want) {
			t.Errorf("nothing of %s in %q", want, r.NotChecked)
		}
	}
}

// The JSON is the contract's: null is unknown, offsets count code points.
func TestJSON(t *testing.T) {
	text := "«Привіт» 🛰 обстріл Полтави."
	r := testChecker(t).Check(context.Background(), Claim{ID: "x", Text: text, Coordinates: "49.5883, 34.5514"})
	b, err := json.Marshal(&r)
	if err != nil {
		t.Fatal(err)
	}
	var out struct {
		Verdict, Method string
		Lat, Lon        *float64
		Condition       *string
		Checks          []struct {
			Check, Result, Source string
			Quote                 *struct{ Start, End int }
			Geometry              *struct{ Type string }
		}
		Rating struct {
			Source    string
			Suggested *int
		}
		NotChecked []string `json:"not_checked"`
	}
	if err := json.Unmarshal(b, &out); err != nil {
		t.Fatal(err)
	}
	if out.Verdict != "consistent" || out.Lat == nil || *out.Lat != 49.5883 || out.Rating.Suggested != nil || out.Condition != nil || out.Method != Method {
		t.Errorf("%s", b)
	}
	for _, c := range out.Checks {
		if c.Check != "distance" {
			continue
		}
		if q := c.Quote; q == nil || string([]rune(text)[q.Start:q.End]) != "Полтави" || c.Geometry == nil {
			t.Errorf("distance row %+v", c)
		}
	}
	r = testChecker(t).Check(context.Background(), Claim{Text: text, Coordinates: "north"})
	if b, err = json.Marshal(&r); err != nil || !strings.Contains(string(b), `"lat":null,"lon":null,"radius_m":null,"readings":[]`) {
		t.Errorf("%s %v", b, err)
	}
}
