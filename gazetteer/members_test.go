package gazetteer

import (
	"slices"
	"testing"
)

// TestInArea compares the places of areas with a look at every place.
func TestInArea(t *testing.T) {
	var entries []Entry
	for i, in := range [][3]string{
		{"UA", "", ""}, {"UA", "18", ""}, {"UA", "18", "7"}, {"UA", "18", "7"}, {"UA", "180", "1"}, {"UA", "18", "70"}, {"UA", "18-9", "7"}, {"RU", "18", "7"}, {"", "", ""}, {"MD", "18", "5"},
	} {
		entries = append(entries, Entry{ID: ID("gn:" + string(rune('1'+i))), Name: "Place " + string(rune('J'-i)), Class: ClassSettlement, Country: in[0], Admin1: in[1], Admin2: in[2]})
	}
	b, err := Encode(entries, Info{})
	if err != nil {
		t.Fatal(err)
	}
	ix, err := FromBytes(b)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range []struct {
		area [3]string
		n    int
	}{
		{[3]string{"UA", "", ""}, 7},
		{[3]string{"UA", "18", ""}, 4},
		{[3]string{"UA", "18", "7"}, 2},
		{[3]string{"UA", "18", "71"}, 0},
		{[3]string{"MD", "18", ""}, 1},
		{[3]string{"XX", "", ""}, 0},
		{[3]string{"", "", ""}, 0},
		{[3]string{"UA", "", "7"}, 0},
	} {
		var got, want []Ref
		ix.InArea(q.area[0], q.area[1], q.area[2], func(r Ref) { got = append(got, r) })
		for i := range ix.Len() {
			r := Ref(i)
			a2, _ := ix.Admin2(r)
			if q.n > 0 && ix.CountryCode(r) == q.area[0] && (q.area[1] == "" || ix.Admin1(r) == q.area[1]) && (q.area[2] == "" || a2 == q.area[2]) {
				want = append(want, r)
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, want) || len(got) != q.n {
			t.Errorf("%v: %v, want %v (%d)", q.area, got, want, q.n)
		}
	}
	if err := ix.Close(); err != nil {
		t.Fatal(err)
	}
}
