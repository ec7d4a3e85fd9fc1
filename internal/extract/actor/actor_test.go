package actor

import (
	"strings"
	"testing"

	"sitmap/internal/extract/words"
)

func TestFind(t *testing.T) {
	for in, want := range map[string]string{
		"North Korean soldiers fought alongside Russian troops.": "kp-army ru-armed-forces",
		"The RSF and the Sudanese army fought.":                  "rsf sd-army",
		"Сили оборони відбили атаку окупантів.":                  "ua-armed-forces ru-armed-forces",
		"ВСУ отошли.":                                            "ua-armed-forces",
		"A farmer walked to the river.":                          "",
	} {
		d := words.Of(in)
		var ids []string
		for _, f := range Find(d, 0, len(d.Words)) {
			ids = append(ids, f.ID)
		}
		if got := strings.Join(ids, " "); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestIdentifiersAreUnique(t *testing.T) {
	seen := map[string]bool{}
	d := words.Of("rsf m23 hamas wagner fano taliban jnim")
	for _, f := range Find(d, 0, len(d.Words)) {
		if seen[f.ID] || f.Name == "" {
			t.Errorf("identifier %q twice, or without a name", f.ID)
		}
		seen[f.ID] = true
	}
	if len(seen) != 7 {
		t.Errorf("got %d sides, want 7", len(seen))
	}
}
