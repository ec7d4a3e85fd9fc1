package reader

import (
	"errors"
	"strings"
	"testing"
)

func TestBound(t *testing.T) {
	for _, c := range []struct {
		name, unit string
		n          int
		long       bool
	}{
		{"words", "word ", MaxWords, false},
		{"one word more", "word ", MaxWords + 1, true},
		{"marks", "(", MaxWords + 1, true},
		{"words and marks", "word, ", MaxWords/2 + 1, true},
		{"words that touch no mark", "слово ", MaxWords, false},
		{"one long word", "слово", MaxWords, false},
		{"blanks", " \n", MaxWords, false},
		{"bytes that are no text", "\xff", MaxWords + 1, true},
		{"nothing", "", 1, false},
	} {
		err := Bound(strings.Repeat(c.unit, c.n))
		if errors.Is(err, ErrTooLong) != c.long {
			t.Errorf("%s: got %v, want too long %v", c.name, err, c.long)
		}
		if err != nil && !strings.Contains(err.Error(), "cut it into its reports") {
			t.Errorf("%s: no hint in %q", c.name, err)
		}
	}
}
