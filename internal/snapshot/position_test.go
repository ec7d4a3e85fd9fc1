package snapshot

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"sitmap/geo/tile"
	"sitmap/internal/event"
)

// TestPointOf: a cell gives back the coordinates of seven decimals that made it,
// also at the edges of the world.
func TestPointOf(t *testing.T) {
	r := rand.New(rand.NewPCG(31, 31))
	edge := []float64{-180, -179.9999999, -90, -0.0000001, 0, 0.0000001, 90, 179.9999998, 179.9999999}
	for i := range 300_000 {
		p := orb.Point{math.Round((r.Float64()*360-180)*perDegree) / perDegree, math.Round((r.Float64()*170.1-85.05)*perDegree) / perDegree}
		if i%4 == 0 {
			p[0] = edge[r.IntN(len(edge))]
		}
		if i%16 == 0 {
			p[1] = edge[3+r.IntN(3)]
		}
		if x, y, ok := tile.Position(p); ok && pointOf(x, y) != p && p[0] < 180 {
			t.Fatalf("%v became %v", p, pointOf(x, y))
		}
	}
}

// TestPositionsAreExact reads back positions of any number of decimals, before and
// after a new base.
func TestPositionsAreExact(t *testing.T) {
	r := rand.New(rand.NewPCG(32, 32))
	want := map[event.ID]orb.Point{}
	var rows []Row
	for i, p := range awkward() {
		rows = append(rows, Row{ID: event.ID(rune('a' + i)), Places: []RowPlace{{Point: p}}})
	}
	for range 3000 {
		p := orb.Point{r.Float64()*360 - 180, r.Float64()*180 - 90}
		if r.IntN(2) == 0 {
			p = orb.Point{round(p[0]), round(p[1])}
		}
		rows = append(rows, Row{ID: event.ID(rune(200 + len(rows))), Places: []RowPlace{{Point: p}}})
	}
	for _, row := range rows {
		want[row.ID] = row.Places[0].Point
	}
	s := rowStore{fake: newFake(), rows: rows}.load(t)
	g := s.Current()
	again := newGeneration(g.dicts, g.merged(), g.words, 2)
	for _, g := range []*Generation{g, again} {
		if n := len(g.base.c.odd.rows); n < 1400 || n > 1600 {
			t.Errorf("%d positions are kept beside, want about 1500", n)
		}
		for id, p := range want {
			if got := g.Points(id); len(got) != 1 || got[0] != p {
				t.Fatalf("%q: got %v, want %v", id, got, p)
			}
		}
	}
}

func TestPacked(t *testing.T) {
	r := rand.New(rand.NewPCG(33, 33))
	for _, most := range []uint32{0, 1, 2, 255, 256, 1<<20 - 1, 1 << 31, math.MaxUint32} {
		list := make([]uint32, r.IntN(300))
		for i := range list {
			list[i] = uint32(r.Uint64N(uint64(most) + 1))
		}
		p := pack(len(list), most, func(i int) uint32 { return list[i] })
		for i, want := range list {
			if got := p.at(i); got != want {
				t.Fatalf("at most %d: number %d is %d, want %d", most, i, got, want)
			}
		}
	}
}

// TestManyCodes has more codes of a kind than fit into two bytes.
func TestManyCodes(t *testing.T) {
	rows := make([]Row, narrowLimit+500)
	for i := range rows {
		rows[i] = Row{ID: event.ID(fmt.Sprint("e", i)), Type: "a", Start: int32(i), End: int32(i), KilledMin: int32(i), KilledMax: int32(i), Places: []RowPlace{{Point: orb.Point{1, 2}}}}
	}
	g := rowStore{fake: newFake(), rows: rows}.load(t).Current()
	if g.base.c.when.wide == nil || g.base.c.actors.wide != nil {
		t.Error("columns have the wrong width")
	}
	for _, most := range []int{0, 10, narrowLimit - 1, narrowLimit, narrowLimit + 400} {
		q := Query{Killed: &Range{0, most}}
		if n := g.Count(g.Filter(q)).Events; n != most+1 {
			t.Errorf("up to %d killed: %d events", most, n)
		}
	}
}
