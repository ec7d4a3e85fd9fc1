package resolve

import "testing"

// TestYForI tells a Ukrainian і from the и of another place: Хотінь is written Khotin, Хотин Khotyn.
func TestYForI(t *testing.T) {
	for _, c := range []struct {
		name, key string
		want      int
	}{
		{"khotyn", "khotin", 1},
		{"khotin", "khotin", 0},
		{"khotin", "khotyn", 0}, // came through Russian, which has one i
		{"hlybokyj", "hlibokij", 1},
		{"khotyn", "khotina", -1},
		{"khotan", "khotin", -1},
	} {
		if got := yForI(c.name, c.key); got != c.want {
			t.Errorf("yForI(%q, %q) = %d, want %d", c.name, c.key, got, c.want)
		}
	}
}
