package archive

import (
	"bytes"
	"compress/flate"
	"io"
	"math/rand/v2"
	"testing"
)

// packed compresses b with codes learnt from the samples for streams of at most longest
// bytes, and reads it with another decoder.
func packed(t *testing.T, samples [][]byte, longest int, b []byte) (size int, ok bool) {
	t.Helper()
	var h histogram
	s := &small{}
	for _, x := range samples {
		s.tokenise(x)
		h.count(s.tokens)
	}
	c := h.learn(longest)
	s.codes = []*coder{c}
	for _, last := range []bool{true, false} {
		out, ok := s.finish([]byte("in front"), b, 0, last)
		if !ok {
			return 0, false
		}
		size = len(out) - len("in front")
		if !last {
			out = append(out, 3, 0)
		}
		got, err := io.ReadAll(flate.NewReader(bytes.NewReader(out[len("in front"):])))
		if err != nil || !bytes.Equal(got, b) {
			t.Fatalf("%d bytes come back as %d, %v", len(b), len(got), err)
		}
	}
	return size, true
}

func TestShortStreams(t *testing.T) {
	r := rand.New(rand.NewPCG(12, 12))
	text := func(n int) []byte {
		var b []byte
		for len(b) < n {
			b = append(b, [...]string{"shelling ", "near ", "the village ", "drone ", "\x12\x1a", "клуб "}[r.IntN(6)]...)
		}
		return b[:n]
	}
	noise := func(n int) []byte {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(r.Uint32())
		}
		return b
	}
	samples := [][]byte{text(500), text(3000), noise(4000)}
	for _, n := range []int{1, 2, 3, 4, 5, 100, 257, 258, 259, 4000, smallBytes, 3 * window, chunkBytes} {
		size, ok := packed(t, samples, smallBytes, text(n))
		if !ok || n >= 4000 && size > n/4 {
			t.Errorf("%d bytes of text take %d, %v", n, size, ok)
		}
		if _, ok := packed(t, samples, 2048, noise(n)); ok != (n < longStream) {
			t.Errorf("%d bytes of noise are packed: %v; long ones are not to be", n, ok)
		}
		if _, ok := packed(t, samples, 2048, bytes.Repeat([]byte{'x'}, n)); !ok {
			t.Errorf("%d letters have no codes", n)
		}
	}
	short := [][]byte{[]byte("aaa")}
	if _, ok := packed(t, short, 512, []byte("zz")); ok {
		t.Error("a letter that was in no short sample has a code")
	}
	if _, ok := packed(t, short, window, []byte("zz")); !ok {
		t.Error("a letter has no code in long streams")
	}
}

func TestCodesFit(t *testing.T) {
	freq := make([]int, literals)
	a, b := 1, 1
	for i := range freq[:40] { // as lopsided as can be
		freq[i] = a
		a, b = b, a+b
	}
	for _, most := range []int{7, 15} {
		if most == 7 && len(freq) > 40 {
			freq = freq[:40]
		}
		sum := 0.0
		for _, n := range codeLengths(freq, most) {
			if int(n) > most {
				t.Errorf("a code of %d bits, at most %d are allowed", n, most)
			}
			if n > 0 {
				sum += 1 / float64(int(1)<<n)
			}
		}
		if sum != 1 {
			t.Errorf("the codes of at most %d bits fill %v of the space", most, sum)
		}
	}
}

func FuzzShortStream(f *testing.F) {
	f.Add([]byte("shelling near the village"), []byte("near the village"))
	f.Fuzz(func(t *testing.T, sample, b []byte) {
		if len(sample) > chunkBytes || len(b) > chunkBytes || len(b) == 0 {
			return
		}
		for _, longest := range longestOf {
			packed(t, [][]byte{sample, b}, longest, b)
			packed(t, [][]byte{sample}, longest, b)
		}
	})
}
