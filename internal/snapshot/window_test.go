package snapshot

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"sitmap/geo/tile"
	"sitmap/internal/event"
)

// manyEvents gives enough events for timelines, many with several places in one
// cell, some that last long, begin or end on unknown days.
func manyEvents(r *rand.Rand, n int) []event.Event {
	events := randomEvents(r, n)
	for i := range events {
		if w := &events[i].When; r.IntN(6) == 0 && !w.End.IsZero() {
			w.End = w.End.AddDays(r.IntN(400))
		}
		for j := range events[i].Where {
			if p := &events[i].Where[j].Point; j > 0 && r.IntN(2) == 0 {
				*p = events[i].Where[0].Point
				p[0] = max(-180, min(180, p[0]+r.NormFloat64()*0.1))
			}
		}
	}
	return events
}

func randomWindow(r *rand.Rand) Query {
	var q Query
	day := event.Date{Year: 2023, Month: 5, Day: 1}.AddDays(r.IntN(700))
	switch r.IntN(6) {
	case 0:
		q.From = day
	case 1:
		q.To = day
	case 2:
	case 3: // ends before it begins: only what lasts over both days matches
		q.From, q.To = day, day.AddDays(-r.IntN(30))
	default:
		q.From, q.To = day, day.AddDays(r.IntN(300))
	}
	return q
}

// slowly gives the clusters of a tile by looking at every row.
func slowly(f *Filter, id tile.ID) []Cluster {
	same := *f
	same.wheres = matching(f.g.wheres, func(where) bool { return true }) // a filter of places, which nothing is summed for
	same.types = nil
	return f.g.Clusters(&same, id)
}

// alike compares clusters; of the range of keys only what it is for.
func alike(a, b Cluster, z uint32) bool {
	if a.expansionZoom(z) != b.expansionZoom(z) {
		return false
	}
	a.low, a.high = b.low, b.high
	return reflect.DeepEqual(a, b)
}

func TestWindowsEqualScans(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 21))
	f := newFake(manyEvents(r, 6000)...)
	s := f.load(t)
	if s.Current().base.c.lines == nil {
		t.Fatal("there are no timelines")
	}
	others := manyEvents(r, 6000)
	for round := range 6 {
		for range 20 {
			q := randomWindow(r)
			g, fl := must(t, s, q)
			for z := range uint32(BaseZoom) {
				at, _ := tile.At(orb.Point{35.3 + r.NormFloat64()*2, 51.1 + r.NormFloat64()}, z)
				got, want := g.Clusters(fl, at), slowly(fl, at)
				if len(got) != len(want) {
					t.Fatalf("round %d, %+v, tile %v: %d clusters, want %d", round, q, at, len(got), len(want))
				}
				for i := range got {
					if !alike(got[i], want[i], z) {
						t.Fatalf("round %d, %+v, tile %v: cluster\n%+v, want\n%+v", round, q, at, got[i], want[i])
					}
				}
			}
		}
		// Go on with some events changed, gone and new.
		for range 60 {
			switch r.IntN(3) {
			case 0:
				f.remove(event.ID(fmt.Sprintf("e%05d", r.IntN(6000))))
			case 1:
				f.put(others[r.IntN(6000)])
			default:
				f.put(randomEvent(r, 7000+r.IntN(2000)))
			}
		}
		if err := s.Refresh(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
}

// TestWindowsMatchBruteForce compares the sums of whole tiles with other code.
func TestWindowsMatchBruteForce(t *testing.T) {
	r := rand.New(rand.NewPCG(22, 22))
	events := manyEvents(r, 6000)
	s := newFake(events...).load(t)
	for range 25 {
		q := randomWindow(r)
		want := bruteForce(events, q)
		inWorld := 0
		for _, p := range want.places {
			if _, _, ok := tile.Position(p); ok {
				inWorld++
			}
		}
		g, f := must(t, s, q)
		for z := range uint32(BaseZoom) {
			places := 0
			for id := range tilesOf(want.places, z) {
				for _, c := range g.Clusters(f, id) {
					places += c.Count
					sum := 0
					for _, n := range c.Types {
						sum += n.Count
					}
					if sum != c.Count || c.Events > c.Count || c.Killed.Known > c.Events {
						t.Fatalf("%+v, tile %v: cluster %+v", q, id, c)
					}
				}
			}
			if places != inWorld {
				t.Fatalf("%+v, zoom %d: clusters hold %d places, want %d", q, z, places, inWorld)
			}
		}
	}
}

// randomOther asks for whole events by other things than days, or by days too.
func randomOther(r *rand.Rand) Query {
	var q Query
	if r.IntN(3) == 0 {
		q = randomWindow(r)
	}
	switch r.IntN(6) {
	case 0, 1:
		q.Types = [][]string{{"Attack"}, {"Looting", "Armed clash"}, {"no such type"}, {"Attack", "Looting", "no such type"}}[r.IntN(4)]
	case 2:
		q.Actors = []string{"Side 1", "a2"}[:1+r.IntN(2)]
	case 3:
		q.Verification = []event.Verification{event.Verified, event.VerificationNone}[:1+r.IntN(2)]
	case 4:
		q.Killed = &Range{r.IntN(8), 8 + r.IntN(10)}
	default:
		q.Sources = []string{"outlet 1", "outlet 7", "nobody"}
	}
	return q
}

// TestSumsEqualScans is TestWindowsEqualScans for other filters.
func TestSumsEqualScans(t *testing.T) {
	r := rand.New(rand.NewPCG(24, 24))
	for _, types := range []int{4, 40} { // of 40 not all are marked
		events := manyEvents(r, 6000)
		for i := range events {
			if types > 4 && r.IntN(2) == 0 {
				events[i].Type = fmt.Sprint("Type ", r.IntN(types))
			}
		}
		f := newFake(events...)
		s := f.load(t)
		for range 4 {
			sameSums(t, s, r, 40)
			for range 60 {
				if r.IntN(3) == 0 {
					f.remove(event.ID(fmt.Sprintf("e%05d", r.IntN(6000))))
				} else {
					f.put(randomEvent(r, r.IntN(8000)))
				}
			}
			if err := s.Refresh(context.Background()); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// sameSums compares clusters under random filters with those from looking at every row.
func sameSums(t *testing.T, s *Snapshot, r *rand.Rand, rounds int) {
	t.Helper()
	for range rounds {
		q := randomOther(r)
		g, fl := must(t, s, q)
		for z := range uint32(BaseZoom) {
			at, _ := tile.At(orb.Point{35.3 + r.NormFloat64()*2, 51.1 + r.NormFloat64()}, z)
			got, want := g.Clusters(fl, at), slowly(fl, at)
			if !slices.EqualFunc(got, want, func(a, b Cluster) bool { return alike(a, b, z) }) {
				t.Fatalf("%+v, tile %v: clusters\n%+v, want\n%+v", q, at, got, want)
			}
		}
	}
}

// TestTimedBits compares the rows that timelines name with those that looking at each gives.
func TestTimedBits(t *testing.T) {
	r := rand.New(rand.NewPCG(25, 25))
	for _, lasting := range []bool{true, false} {
		events := manyEvents(r, 9000)
		for i := range events {
			if w := &events[i].When; !lasting && (w.Start.IsZero() || w.End != w.Start) {
				w.Start = event.Date{Year: 2023, Month: 6, Day: 1}.AddDays(i % 500)
				w.End = w.Start
			}
		}
		s := newFake(events...).load(t)
		v := &s.Current().base
		used := 0
		for range 300 {
			_, f := must(t, s, randomWindow(r))
			lo, hi := 0, v.c.rows()
			if r.IntN(6) > 0 {
				at, _ := tile.At(randomPoint(r), uint32(r.IntN(13)))
				lo, hi = v.c.run(at)
			}
			slow := *f
			slow.timed = false // its codes of days stay
			got, want := f.bits(v, lo, hi, nil), slow.bits(v, lo, hi, nil)
			if !slices.Equal(got, want) {
				t.Fatalf("rows %d to %d, days %d to %d: bits differ", lo, hi, f.from, f.to)
			}
			few := make(bitset, len(got))
			if f.fillTimed(v, lo, hi, few); f.timed && few.count(0, 64*len(few)) < (hi-lo)*3/4 {
				used++
			}
		}
		if used < 10 {
			t.Errorf("lasting %v: timelines helped %d times", lasting, used)
		}
	}
}

// TestManyTypes has more event types than timelines count.
func TestManyTypes(t *testing.T) {
	r := rand.New(rand.NewPCG(23, 23))
	events := manyEvents(r, 5000)
	for i := range events {
		events[i].Type = string(rune('A'+i%50)) + string(rune('a'+i%3))
	}
	s := newFake(events...).load(t)
	for range 20 {
		g, f := must(t, s, randomWindow(r))
		for z := range uint32(BaseZoom) {
			at, _ := tile.At(orb.Point{35.3, 51.1}, z)
			if got, want := g.Clusters(f, at), slowly(f, at); !slices.EqualFunc(got, want, func(a, b Cluster) bool { return alike(a, b, z) }) {
				t.Fatalf("tile %v: %+v, want %+v", at, got, want)
			}
		}
	}
}
