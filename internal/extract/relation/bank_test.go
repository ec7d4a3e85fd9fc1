package relation

import (
	"testing"

	"sitmap/internal/event"
	"sitmap/internal/extract/words"
)

func TestSideOf(t *testing.T) {
	for in, want := range map[string]Side{
		"on the left bank of the": SideLeft, "the right bank of": SideRight, "Left-bank": SideLeft, "on the far bank of the": SideUnknown, "on the eastern bank of the": SideUnknown,
		"на лівому березі": SideLeft, "на правий берег": SideRight, "лівобережжя": SideLeft, "на правобережжі": SideRight, "на східному березі": SideUnknown,
		"на левом берегу": SideLeft, "вдоль правого берега": SideRight, "левобережье": SideLeft, "на правобережье": SideRight, "на том берегу": SideUnknown,
		"": SideUnknown, "правила": SideUnknown,
	} {
		if got := SideOf(in); got != want {
			t.Errorf("%q: got %d, want %d", in, got, want)
		}
	}
}

// TestBanksInText: the words for a bank are the relation of the river's name, in three languages.
func TestBanksInText(t *testing.T) {
	for _, c := range []struct {
		in      string // before the name
		russian bool
		side    Side
		bearing float64 // -1: none
	}{
		{"shells hit the left bank of the ", false, SideLeft, -1},
		{"fighting on the western bank of the ", false, SideUnknown, 270},
		{"бої на лівому березі ", false, SideLeft, -1},
		{"бої на східному березі ", false, SideUnknown, 90},
		{"бои на правом берегу ", true, SideRight, -1},
		{"бои на северном берегу ", true, SideUnknown, 0},
	} {
		d := words.Of(c.in + "Xxx")
		n := len(d.Words)
		f := Before(d, n-1, n, 0, c.russian)
		bearing := -1.0
		if f.Bearing != nil {
			bearing = float64(*f.Bearing)
		}
		if f.Kind != event.Bank || SideOf(f.Text) != c.side || bearing != c.bearing {
			t.Errorf("%q: got %s, %q, bearing %v", c.in, f.Kind, f.Text, bearing)
		}
	}
}

func FuzzSideOf(f *testing.F) {
	for _, s := range []string{"on the left bank of", "на правому березі", "левобережье", "left right", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got := SideOf(s); got > SideRight {
			t.Fatalf("%q: %d", s, got)
		}
		d := words.Of(s)
		for _, b := range Borders(d, 0, len(d.Words)) {
			if b.First < 0 || b.Last > len(d.Words) || b.First >= b.Last {
				t.Fatalf("%q: %+v", s, b)
			}
		}
	})
}
