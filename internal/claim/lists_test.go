package claim

import (
	"context"
	"testing"

	"github.com/paulmach/orb"
)

// TestListsAndWaters: a district in a list of towns is a place of its own, a sea is no point, and a short plus code
// counts from the place that the words name.
func TestListsAndWaters(t *testing.T) {
	runCases(t, []checkCase{
		{name: "towns and a district, each point at one", text: "Strikes on Tyre, Sidon and Nabatieh.", at: "33.2705,35.2038; 33.5571,35.3729; 33.3789,35.4839", verdict: Consistent, rows: "list_outlier=pass"},
		{name: "one point at none", text: "Strikes on Tyre, Sidon and Nabatieh.", at: "33.2705,35.2038; 34.5571,36.3729; 33.3789,35.4839", verdict: Inconsistent, rows: "list_outlier=fail"},
		{name: "at sea", text: "A drone fell into the Black Sea.", at: "43.5, 34.5", verdict: Consistent, rows: "sea=pass"},
		{name: "not at sea", text: "A drone fell into the Black Sea.", at: "48.5, 34.5", verdict: Ambiguous, rows: "sea=warn"},
		{name: "short plus code", text: "An explosion in Nikopol, Ukraine.", at: "H9CW+FH Nikopol", verdict: Consistent, rows: "distance=pass"},
	})
}

// TestCopiesAreOneSource: outlets that copy one text do not bear each other out.
func TestCopiesAreOneSource(t *testing.T) {
	cl := Claim{Text: "A raid on Kassala, Sudan.", Coordinates: "15.451, 36.400", Published: at("2025-03-01T12:00:00Z")}
	for _, c := range []struct{ independent, want int }{{1, 3}, {2, 2}} {
		near := []Neighbour{
			{ID: "a", Point: orb.Point{36.4, 15.451}, Sources: []string{"one"}, Group: "g", Independent: c.independent},
			{ID: "b", Point: orb.Point{36.4, 15.451}, Sources: []string{"two"}, Group: "g", Independent: c.independent},
		}
		r := testChecker(t).with(&store{near: near}).Check(context.Background(), cl)
		if r.Rating.Suggested != c.want {
			t.Errorf("%d independent reports of two outlets: suggested %d, want %d", c.independent, r.Rating.Suggested, c.want)
		}
	}
}
