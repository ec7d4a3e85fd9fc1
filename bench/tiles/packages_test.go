package main

import (
	"slices"
	"testing"
)

func TestFiguresOfGoTest(t *testing.T) {
	const out = `goos: linux
BenchmarkAgainstOrb/slim-2         	      50	  47094710 ns/op	        38.40 ns/feature	      2210 orb-ns/feature	        57.55 x_orb	 5243 B/op
BenchmarkAgainstOrb/notes-2        	      31	  71094710 ns/op	        60.02 ns/feature	      3061 orb-ns/feature	        51.00 x_orb
BenchmarkAgainstOrb/slim-2         	      52	  47094711 ns/op	        39 ns/feature	      2184 orb-ns/feature	        56 x_orb
    load_test.go:183: {n:300000}: 65.5 bytes a place
    load_test.go:185: {n:300000}: 97.1 bytes a place, want at most 96
`
	for pattern, want := range map[string][]float64{
		slimTimes: {57.55, 56}, notesTimes: {51}, placeSizes: {65.5},
	} {
		if got := figures(out, pattern); !slices.Equal(got, want) {
			t.Errorf("%s finds %v, want %v", pattern, got, want)
		}
	}
}
