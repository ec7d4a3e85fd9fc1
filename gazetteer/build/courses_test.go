package build

import (
	"errors"
	"testing"

	"github.com/paulmach/orb"

	"sitmap/gazetteer"
)

func TestPickStop(t *testing.T) {
	place := func(name, a1 string, pop int64, lat float64) gazetteer.Entry {
		return gazetteer.Entry{Name: name, Country: "XX", Admin1: a1, Population: pop, Point: orb.Point{10, lat}, Class: gazetteer.ClassSettlement}
	}
	entries := []gazetteer.Entry{
		place("Large", "1", 90_000, 50), place("Large", "2", 800, 51), place("Pair", "1", 5000, 50), place("Pair", "2", 4000, 51),
		place("Double", "1", 5000, 50), place("Double", "1", 4000, 50.01),
	}
	for _, c := range []struct {
		s     stop
		found []int32
		lat   float64
		err   error
	}{
		{stop{country: "XX", name: "Large"}, []int32{0, 1}, 50, nil},
		{stop{country: "XX", admin1: "2", name: "Large"}, []int32{0, 1}, 51, nil},
		{stop{country: "XX", name: "Pair"}, []int32{2, 3}, 0, errTwoTowns},
		{stop{country: "XX", admin1: "2", name: "Pair"}, []int32{2, 3}, 51, nil},
		{stop{country: "XX", name: "Double"}, []int32{4, 5}, 50, nil},
		{stop{country: "XX", name: "Nowhere"}, nil, 0, errNoTown},
	} {
		p, err := pickStop(c.s, c.found, entries)
		if !errors.Is(err, c.err) || p[1] != c.lat {
			t.Errorf("pickStop(%v) = %v, %v; want latitude %v, %v", c.s, p, err, c.lat, c.err)
		}
	}
}
