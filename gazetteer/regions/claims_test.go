package regions

import "testing"

func TestAreaClaim(t *testing.T) {
	for _, c := range []struct {
		country, admin1 string
		claimed         bool
	}{{"UA", "05", true}, {"UA", "08", true}, {"UA", "14", true}, {"UA", "26", true}, {"UA", "21", false}, {"RU", "05", false}, {"", "", false}} {
		if got := AreaClaim(c.country, c.admin1); (got != "") != c.claimed {
			t.Errorf("AreaClaim(%q, %q) = %q", c.country, c.admin1, got)
		}
	}
}
