package snapshot

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"sitmap/geo"
	"sitmap/geo/tile"
	"sitmap/internal/event"
	"sitmap/internal/store"
)

// rowStore is a store that gives rows; its events come from elsewhere.
type rowStore struct {
	*fake

	rows []Row
	err  error
}

func (s rowStore) EachRow(_ context.Context, workers int, fn func(int, []Row) error) error {
	batch := make([]Row, 0, 3) // used again, as the contract allows
	for i, r := range s.rows {
		if batch = append(batch, r); len(batch) == cap(batch) || i == len(s.rows)-1 {
			if err := fn(i%workers, batch); err != nil {
				return err
			}
			clear(batch)
			batch = batch[:0]
		}
	}
	return s.err
}

func (s rowStore) load(t testing.TB) *Snapshot {
	t.Helper()
	snap, err := Load(context.Background(), Options{Loader: s, Log: s.fake, Search: s.search})
	if err != nil {
		t.Fatal(err)
	}
	return snap
}

// TestRowsSayWhatEventsSay loads the same events both ways.
func TestRowsSayWhatEventsSay(t *testing.T) {
	r := rand.New(rand.NewPCG(51, 51))
	f := newFake(randomEvents(r, 1200)...)
	s := rowStore{fake: f}
	for _, ev := range f.all() {
		report := ev.Evidence[0].Report
		s.rows = append(s.rows, store.RowOf(ev, report, outletOf(report)))
	}
	byRows, byEvents := s.load(t), f.load(t)
	for range 8 {
		compareSnapshots(t, r, byRows, byEvents)
	}
	// And go on from there.
	f.put(randomEvent(r, 5))
	f.remove("e00007")
	if err := byRows.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	compareSnapshots(t, r, byRows, f.load(t))
}

func TestAFailedReadingIsNoSnapshot(t *testing.T) {
	s := rowStore{fake: newFake(), err: errors.New("disk gone")}
	if _, err := Load(context.Background(), Options{Loader: s, Log: s.fake}); !errors.Is(err, s.err) {
		t.Errorf("err = %v, want the loader's", err)
	}
}

// TestOddRows loads what no store should hold; every answer must come, and the sums be right.
func TestOddRows(t *testing.T) {
	nan := math.NaN()
	odd := []Row{
		{},
		{ID: "\xff\xfe", Type: "\xff", Start: 100, End: 50, KilledMin: 9, KilledMax: 2, Places: []RowPlace{{Point: orb.Point{35, 51}, Radius: geo.Metres(nan), Name: "\xff"}}},
		{ID: "far", Start: math.MinInt32 + 1, End: math.MaxInt32 - 1, KilledMin: -7, KilledMax: math.MaxInt32, Places: []RowPlace{{Point: orb.Point{35, 51}, Radius: geo.Metres(math.Inf(1))}}},
		{ID: "nowhere", Start: OpenEnd, End: OpenStart, Places: []RowPlace{{Point: orb.Point{nan, nan}}, {Point: orb.Point{1e9, -1e9}}, {Point: orb.Point{0, math.Inf(1)}}}},
		{ID: "small", Places: []RowPlace{{Point: orb.Point{1e-300, 0}, Radius: -5}, {Point: orb.Point{35.123456789, 51.987654321}}}},
		{ID: "twice", Type: "old", Places: []RowPlace{{Point: orb.Point{35, 51}}}},
		{ID: "twice", Type: "new", Places: []RowPlace{{Point: orb.Point{35, 51}}}},
	}
	s := rowStore{fake: newFake(), rows: odd}.load(t)
	g, f := must(t, s, Query{})
	if c := g.Count(f); c.Events != 5 || c.Places != 8 {
		t.Errorf("counts %+v, want 5 events and 8 places", c)
	}
	if p := g.Points("small"); !slices.Equal(p, []orb.Point{{35.123456789, 51.987654321}, {1e-300, 0}}) {
		t.Errorf("points came back as %v", p)
	}
	types := 0
	for _, v := range g.Facets(f).Types {
		if v.Value == "old" || v.Value == "new" {
			types += v.Count
		}
	}
	if types != 1 {
		t.Errorf("of two events with one ID %d are there", types)
	}
	for _, q := range []Query{{}, {Killed: &Range{0, 5}}, {Query: event.Query{Near: nearby(nan)}}, {Query: event.Query{Near: nearby(1e7)}}, {Area: orb.MultiPolygon{nil, {}, {{}}, {{{nan, 1}, {2, nan}}}}}} {
		g, f := must(t, s, q)
		g.Histogram(f, Day)
		g.Extent(f)
		g.Nearest(f, orb.Point{35, 51}, 5)
		pages(g, f, 2)
		for z := range uint32(tile.MaxZoom) + 1 {
			id, _ := tile.At(orb.Point{35, 51}, z)
			for _, name := range LayerNames() {
				layerOf(t, f, id, Want{Fields: 1<<fieldCount - 1, Layers: EventsLayer | HeatLayer | GridLayer | RegionsLayer}, name)
			}
		}
	}
}

func nearby(radius float64) *event.Nearness {
	return &event.Nearness{Centre: orb.Point{35, 51}, Radius: geo.Metres(radius)}
}
