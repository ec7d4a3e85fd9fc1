package geodesic

import (
	"fmt"
	"math"
	"testing"

	"github.com/paulmach/orb"

	"sitmap/geo"
)

func BenchmarkDistance(b *testing.B) {
	for _, c := range []struct {
		name string
		q    orb.Point
	}{
		{"100m", orb.Point{35.3285, 51.1035}},
		{"15km", orb.Point{35.364722, 51.241389}},
		{"800km", orb.Point{30.5, 50.4}},
		{"antipode", orb.Point{-144.8, -51.05}},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Distance(orb.Point{35.3275, 51.103056}, c.q)
			}
		})
	}
}

func BenchmarkDirect(b *testing.B) {
	for b.Loop() {
		Direct(orb.Point{35.3275, 51.103056}, 77, 15000)
	}
}

func BenchmarkNearest(b *testing.B) {
	for _, n := range []int{100, 10_000} {
		line := make(orb.LineString, n)
		for i := range line {
			t := float64(i) / float64(n)
			line[i] = orb.Point{30 + 10*t, 51 + math.Sin(t*60)}
		}
		s := NewShape(line)
		b.Run(fmt.Sprint("edges=", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				s.Nearest(orb.Point{35.3275, 51.103056})
			}
		})
	}
}

func BenchmarkOutline(b *testing.B) {
	for _, r := range []geo.Region{
		{Kind: geo.Disc, Centre: orb.Point{35, 51}, Outer: 5000},
		{Kind: geo.Capsule, Axis: orb.LineString{{35, 51}, {35.3, 51.1}}, Outer: 5000},
	} {
		b.Run(string(r.Kind), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Outline(r, 64); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
