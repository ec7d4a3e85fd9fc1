package event

import (
	"crypto/sha256"
	"strings"
	"testing"
)

func TestTextSum(t *testing.T) {
	for _, n := range []int{0, 1, 8191, 8192, 8193, 100_000} {
		text := strings.Repeat("ж", n)
		if got, want := TextSum(text), sha256.Sum256([]byte(text)); got != want {
			t.Errorf("%d letters: got %x, want %x", n, got, want)
		}
	}
}
