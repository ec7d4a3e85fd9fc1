package regions

import (
	"errors"
	"slices"
	"testing"

	"github.com/paulmach/orb"
)

// square is a country of one square degree beside another.
func square() *Model {
	side := func(l, r uint8) [viewCount]ArcSides { return [viewCount]ArcSides{{l, r}, {l, r}} }
	return &Model{
		Source: "a test", Countries: []string{"AA", "BB"},
		Arcs: []ModelArc{
			{Points: [][2]int32{{100000, 0}, {100000, 100000}}, Sides: side(0, 1)},
			{Points: [][2]int32{{100000, 100000}, {0, 100000}, {0, 0}, {100000, 0}}, Sides: side(0, None)},
			{Points: [][2]int32{{100000, 0}, {200000, 0}, {200000, 100000}, {100000, 100000}}, Sides: side(1, None)},
		},
		Polygons: []ModelPolygon{
			{Country: 0, Rings: [][]int32{{0, 1}}},
			{Country: 1, Rings: [][]int32{{2, ^0}}},
		},
	}
}

func TestModelRoundTrip(t *testing.T) {
	raw, err := square().Bytes()
	if err != nil {
		t.Fatal(err)
	}
	b, err := FromBytes(raw)
	if err != nil {
		t.Fatal(err)
	}
	for p, want := range map[orb.Point]string{{0.5, 0.5}: "AA", {1.5, 0.5}: "BB"} {
		if a, ok := b.Country(p); !ok || a.Country != want {
			t.Errorf("%v lies in %+v", p, a)
		}
	}
	if l := b.Line("BB", "AA"); len(l) != 1 || len(l[0]) != 2 {
		t.Errorf("line %v", l)
	}
	if o := b.Land(); len(o) != 1 || len(o[0]) != 1 || len(o[0][0]) != 7 {
		t.Errorf("land %v", o)
	}
	if o := b.Outline("BB"); len(o) != 1 || o[0][0].Orientation() != orb.CCW {
		t.Errorf("outline %v", o)
	}
}

func TestModelRefuses(t *testing.T) {
	m := square()
	m.Countries[0] = "AAA"
	if _, err := m.Bytes(); err == nil {
		t.Error("a code of three letters is written")
	}
	m = square()
	m.Arcs[0].Points = m.Arcs[0].Points[:1]
	if _, err := m.Bytes(); err == nil {
		t.Error("an arc of one point is written")
	}
}

func TestDamagedFile(t *testing.T) {
	raw, err := square().Bytes()
	if err != nil {
		t.Fatal(err)
	}
	for n := range len(raw) {
		if _, err := FromBytes(raw[:n]); !errors.Is(err, errFormat) {
			t.Fatalf("cut to %d bytes: %v", n, err)
		}
	}
}

// FuzzFromBytes checks that no bytes make the reader fail otherwise than with an
// error, whatever is asked afterwards.
func FuzzFromBytes(f *testing.F) {
	raw, err := square().Bytes()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	for _, i := range []int{8, 30, 44, 60, 70, 90, 120, 200} {
		bad := slices.Clone(raw)
		bad[min(i, len(bad)-1)] ^= 0x55
		f.Add(bad)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		b, err := FromBytes(raw)
		if err != nil {
			return
		}
		b.Country(orb.Point{0.5, 0.5})
		b.Country(orb.Point{2.01, 0.5})
		b.Land()
		b.EachLine(orb.Bound{Max: orb.Point{3, 3}}, func(Line) bool { return true })
		for _, c := range b.Countries() {
			b.Outline(c)
			_, _, _ = b.Distance(orb.Point{0.5, 0.5}, c, "BB")
		}
	})
}
