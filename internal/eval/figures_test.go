package eval

import (
	"bytes"
	"math"
	"strings"
	"testing"
)

func ptr(v float64) *float64 { return &v }

func doc() Doc {
	return Doc{Doc: "a", Text: "Sumy, Konotop, Lviv", Toponyms: []Gold{
		{Start: 0, End: 4, Lat: ptr(50.9), Lon: ptr(34.8), Country: "UA", Tolerance: 10, Kind: "city", Admin1: "Sumy Oblast", Homonym: "x"},
		{Start: 6, End: 13, Lat: ptr(51.24), Lon: ptr(33.2), Country: "UA", Tolerance: 5},
		{Start: 15, End: 19},
	}}
}

func TestGiven(t *testing.T) {
	d := doc()
	f := figures([]tally{given(&d, []Answer{
		{Start: 0, End: 4, Lat: 50.9, Lon: 34.85, HasPoint: true, Country: "UA", Admin1: "Sumy", P: 1},
		{Start: 6, End: 13, Lat: 50.9, Lon: 34.8, HasPoint: true, Country: "UA", P: .5},
	})})
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"acc161", f.Acc161, 1}, {"acc10", f.Acc10, .5}, {"tolerance", f.Tolerance, .5}, {"country", f.Country, 1}, {"homonyms", f.Homonyms, 1}, {"admin1", f.Admin1, 1}, {"ece", f.ECE, .25},
	} {
		if math.Abs(c.got-c.want) > 1e-9 {
			t.Errorf("%s: got %v, want %v", c.name, c.got, c.want)
		}
	}
	if f.Mentions != 2 {
		t.Errorf("got %d mentions, want 2: one has no point", f.Mentions)
	}
}

func TestGivenWithoutAnswerIsWrong(t *testing.T) {
	d := doc()
	f := figures([]tally{given(&d, nil)})
	if f.Acc161 != 0 || f.Country != 0 || f.Tolerance != 0 || f.Median != farKm {
		t.Errorf("got %+v, want nothing right", f)
	}
}

func TestFoundCountsNeutralMentions(t *testing.T) {
	d := doc()
	f := figures([]tally{found(&d, []Answer{
		{Start: 0, End: 4, Lat: 50.9, Lon: 34.8, HasPoint: true},
		{Start: 5, End: 6, Lat: 1, Lon: 1, HasPoint: true},
		{Start: 15, End: 19, Lat: 1, Lon: 1, HasPoint: true}, // the gold gives it no point
	})})
	if f.Found != 2 || f.Gold != 2 || f.Precision != .5 || f.Recall != .5 || f.F1At161 != .5 {
		t.Errorf("got %+v, want 2 judged, 2 gold, halves", f)
	}
}

func TestReadNamesTheLine(t *testing.T) {
	for _, c := range []struct{ in, want string }{{"{\"doc\":\"a\"}\n{", "line 2"}, {"{}", "no doc"}} {
		if _, err := Read(strings.NewReader(c.in)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: got %v, want an error with %q", c.in, err, c.want)
		}
	}
}

func TestPrint(t *testing.T) {
	d := doc()
	var b bytes.Buffer
	if err := figures([]tally{given(&d, nil)}).Print(&b); err != nil || !strings.Contains(b.String(), "acc161") {
		t.Errorf("got %q, %v", b.String(), err)
	}
}
