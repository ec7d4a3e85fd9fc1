package tile

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"
)

func TestValid(t *testing.T) {
	for _, c := range []struct {
		name string
		id   ID
		ok   bool
	}{
		{"world", ID{0, 0, 0}, true},
		{"last of zoom 3", ID{3, 7, 7}, true},
		{"column too far", ID{3, 8, 0}, false},
		{"row too far", ID{3, 0, 8}, false},
		{"deepest", ID{22, 1<<22 - 1, 1<<22 - 1}, true},
		{"too deep", ID{23, 0, 0}, false},
		{"far too deep", ID{200, 0, 0}, false},
	} {
		if err := c.id.Valid(); (err == nil) != c.ok {
			t.Errorf("%s: Valid(%v) = %v, want ok %v", c.name, c.id, err, c.ok)
		}
	}
}

func TestPositionEdges(t *testing.T) {
	for _, c := range []struct {
		name string
		p    orb.Point
		x, y uint32
		ok   bool
	}{
		{"null island", orb.Point{0, 0}, 1 << 31, 1 << 31, true},
		{"west edge", orb.Point{-180, 0}, 0, 1 << 31, true},
		{"east edge counts as west", orb.Point{180, 0}, 0, 1 << 31, true},
		{"north pole", orb.Point{0, 90}, 0, 0, false},
		{"south pole", orb.Point{0, -90}, 0, 0, false},
		{"past the tile world", orb.Point{0, 85.06}, 0, 0, false},
		{"past the antimeridian", orb.Point{181, 0}, 0, 0, false},
		{"not a number", orb.Point{math.NaN(), 0}, 0, 0, false},
		{"infinite", orb.Point{0, math.Inf(1)}, 0, 0, false},
	} {
		x, y, ok := Position(c.p)
		if ok != c.ok || ok && (x != c.x || y != c.y) {
			t.Errorf("%s: Position(%v) = %d, %d, %v; want %d, %d, %v", c.name, c.p, x, y, ok, c.x, c.y, c.ok)
		}
	}
}

func TestAtAgreesWithOrb(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 20000 {
		p := orb.Point{r.Float64()*360 - 180, r.Float64()*170 - 85}
		z := uint32(r.IntN(20))
		want := maptile.At(p, maptile.Zoom(z))
		got, ok := At(p, z)
		if !ok || got.X != want.X || got.Y != want.Y {
			t.Fatalf("At(%v, %d) = %v %v, want %v", p, z, got, ok, want)
		}
		if b := got.Bound(); !nearly(b, want.Bound()) {
			t.Fatalf("Bound(%v) = %v, want %v", got, b, want.Bound())
		}
	}
}

func nearly(a, b orb.Bound) bool {
	const eps = 1e-9
	for i := range 2 {
		if math.Abs(a.Min[i]-b.Min[i]) > eps || math.Abs(a.Max[i]-b.Max[i]) > eps {
			return false
		}
	}
	return true
}

func TestKeyRoundTripAndRange(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 20000 {
		x, y := r.Uint32(), r.Uint32()
		k := Key(x, y)
		if gx, gy := FromKey(k); gx != x || gy != y {
			t.Fatalf("FromKey(Key(%d, %d)) = %d, %d", x, y, gx, gy)
		}
		z := uint32(r.IntN(MaxZoom + 1))
		id := ID{z, uint32(uint64(x) >> (32 - z)), uint32(uint64(y) >> (32 - z))}
		first, last := id.KeyRange()
		if k < first || k > last {
			t.Fatalf("key of (%d, %d) is outside the range of its tile %v", x, y, id)
		}
		if z > 0 {
			other := ID{z, id.X ^ 1, id.Y}
			if first, last := other.KeyRange(); k >= first && k <= last {
				t.Fatalf("key of (%d, %d) is in the range of %v too", x, y, other)
			}
		}
	}
}

func TestUnprojectStaysInItsCell(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 5000 {
		z := uint32(r.IntN(MaxZoom + 1))
		id := ID{z, uint32(r.IntN(1 << z)), uint32(r.IntN(1 << z))}
		x, y := int32(r.IntN(Extent)), int32(r.IntN(Extent))
		q := newFrame(id).project(id.Unproject(x, y))
		if int32(math.Floor(q[0])) != x || int32(math.Floor(q[1])) != y {
			t.Fatalf("%v: cell %d,%d comes back as %v", id, x, y, q)
		}
	}
}

func TestParent(t *testing.T) {
	if got := (ID{3, 5, 6}).Parent(); got != (ID{2, 2, 3}) {
		t.Errorf("Parent = %v", got)
	}
	if got := (ID{}).Parent(); got != (ID{}) {
		t.Errorf("Parent of the world = %v", got)
	}
}
