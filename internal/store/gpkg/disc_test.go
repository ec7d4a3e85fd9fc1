package gpkg

import (
	"testing"

	"github.com/paulmach/orb"

	"sitmap/geo"
	"sitmap/geo/geodesic"
)

// TestDisc measures the corners and the edges of the quick outline on the ellipsoid: all of the disc is in it.
func TestDisc(t *testing.T) {
	for _, lat := range []float64{-75, -33, 0, 5, 51, 60, 75} {
		for _, radius := range []geo.Metres{1, 500, 2000, 10_000, smallDisc} {
			c := orb.Point{35.3, lat}
			area, err := outline(geo.Region{Kind: geo.Disc, Centre: c, Outer: radius})
			if err != nil || len(area) != 1 || len(area[0]) != 1 || len(area[0][0]) != discSteps+1 || !area[0][0].Closed() || area[0][0].Orientation() != orb.CCW {
				t.Fatalf("latitude %v, radius %v: got %v, %v", lat, radius, area, err)
			}
			ring := area[0][0]
			for i, p := range ring[1:] {
				middle := orb.Point{(p[0] + ring[i][0]) / 2, (p[1] + ring[i][1]) / 2}
				corner, edge := float64(geodesic.Distance(c, p)/radius), float64(geodesic.Distance(c, middle)/radius)
				if corner > 1.021 || edge < 0.999 || edge > 1.001 {
					t.Errorf("latitude %v, radius %v: a corner at %.4f and an edge at %.4f of the radius", lat, radius, corner, edge)
				}
			}
		}
	}
	for _, r := range []geo.Region{
		{Kind: geo.Disc, Centre: orb.Point{179.99, 10}, Outer: 5000},
		{Kind: geo.Disc, Centre: orb.Point{10, 89.99}, Outer: 5000},
		{Kind: geo.Disc, Centre: orb.Point{10, 50}, Outer: 200_000},
		{Kind: geo.Disc, Centre: orb.Point{10, 50}},
	} {
		got, err := outline(r)
		want, wantErr := geodesic.Outline(r, outlineSteps)
		if (err == nil) != (wantErr == nil) || len(got) != len(want) {
			t.Errorf("%v: got %d polygons, %v, want what geodesic draws, %d, %v", r, len(got), err, len(want), wantErr)
		}
	}
}
