package snapshot

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"sitmap/geo/tile"
	"sitmap/internal/event"
)

func must(t testing.TB, s *Snapshot, q Query) (*Generation, *Filter) {
	t.Helper()
	g := s.Current()
	f, err := s.Filter(context.Background(), g, q)
	if err != nil {
		t.Fatal(err)
	}
	return g, f
}

// pages reads the whole list, a few at a time.
func pages(g *Generation, f *Filter, limit int) (ids []event.ID) {
	var at Cursor
	for {
		page, next := g.List(f, at, limit)
		ids = append(ids, page...)
		if next == nil {
			return ids
		}
		at = *next
	}
}

func TestListAndCountsMatchBruteForce(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	events := randomEvents(r, 1500)
	s := newFake(events...).load(t)
	for i := range 250 {
		q := randomQuery(r)
		want := bruteForce(events, q)
		g, f := must(t, s, q)
		if got := pages(g, f, 1+r.IntN(300)); !slices.Equal(got, want.events) {
			t.Fatalf("query %d %+v: %d events, want %d", i, q, len(got), len(want.events))
		}
		c := g.Count(f)
		undated, bare := 0, 0
		for _, ev := range want.matched {
			if ev.When.Start.IsZero() && ev.When.End.IsZero() {
				undated++
			}
			if len(ev.Where) == 0 {
				bare++
			}
		}
		if c.Events != len(want.events) || c.Places != len(want.places) || c.Undated != undated || c.WithoutPlace != bare {
			t.Fatalf("query %d %+v: counts %+v, want %d events, %d places, %d undated, %d without place", i, q, c, len(want.events), len(want.places), undated, bare)
		}
		checkFacets(t, g, f, want)
	}
}

func checkFacets(t *testing.T, g *Generation, f *Filter, want truth) {
	t.Helper()
	types, actors := map[string]int{}, map[string]int{}
	dated := 0
	for _, ev := range want.matched {
		types[ev.Type]++
		seen := map[string]bool{}
		for _, a := range ev.Actors {
			if !seen[a.Name] {
				actors[a.Name]++
			}
			seen[a.Name] = true
		}
		if !ev.When.Start.IsZero() || !ev.When.End.IsZero() {
			dated++
		}
	}
	got := g.Facets(f)
	for _, c := range []struct {
		name string
		got  []FacetValue
		want map[string]int
	}{{"type", got.Types, types}, {"actor", got.Actors, actors}} {
		if len(c.got) != len(c.want) {
			t.Fatalf("facet %s: %v, want %v", c.name, c.got, c.want)
		}
		for _, v := range c.got {
			if c.want[v.Value] != v.Count {
				t.Fatalf("facet %s: %v, want %v", c.name, c.got, c.want)
			}
		}
	}
	for _, bin := range []Bin{"", Day, Week, Month, Year} {
		sum := 0
		_, bars := g.Histogram(f, bin)
		for i, b := range bars {
			sum += b.Count
			if i > 0 && bars[i-1].End.AddDays(1) != b.Start {
				t.Fatalf("bars %v and %v do not meet", bars[i-1], b)
			}
		}
		if sum != dated {
			t.Fatalf("histogram by %q adds up to %d, want %d", bin, sum, dated)
		}
	}
}

func TestHistogramBins(t *testing.T) {
	day := func(s string) event.Event {
		d, err := event.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return event.Event{ID: event.ID(s), When: event.Interval{Start: d, End: d}, Evidence: []event.Evidence{{Report: "r1"}}}
	}
	g, f := must(t, newFake(day("2024-02-28"), day("2024-03-01"), day("2024-12-30")).load(t), Query{})
	for _, c := range []struct {
		bin         Bin
		bars        int
		first, last string
	}{
		{Day, 307, "2024-02-28", "2024-12-30"},
		{Week, 45, "2024-02-26", "2024-12-30"},
		{Month, 11, "2024-02-01", "2024-12-01"},
		{Year, 1, "2024-01-01", "2024-01-01"},
		{"", 307, "2024-02-28", "2024-12-30"},
	} {
		_, bars := g.Histogram(f, c.bin)
		if len(bars) != c.bars || bars[0].Start.String() != c.first || bars[len(bars)-1].Start.String() != c.last {
			t.Errorf("by %q: %d bars from %v to %v; want %d from %s to %s", c.bin, len(bars), bars[0].Start, bars[len(bars)-1].Start, c.bars, c.first, c.last)
		}
	}
	if bin, bars := must2(t, day("1527-01-01"), day("2024-01-01")); bin != Year || len(bars) != 498 {
		t.Errorf("five centuries: %d bars by %q", len(bars), bin)
	}
}

func must2(t *testing.T, events ...event.Event) (Bin, []Bar) {
	g, f := must(t, newFake(events...).load(t), Query{})
	return g.Histogram(f, Day)
}

func TestEditsGiveTheSameAsLoading(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	f := newFake(randomEvents(r, 300)...)
	s := f.load(t)
	ctx := context.Background()
	for round := range 60 {
		for range 1 + r.IntN(12) {
			switch r.IntN(3) {
			case 0:
				f.remove(event.ID("e00" + string(rune('0'+r.IntN(3))) + "1" + string(rune('0'+r.IntN(10)))))
			case 1:
				f.put(randomEvent(r, r.IntN(300)))
			default:
				f.put(randomEvent(r, 300+round*20+r.IntN(20)))
			}
		}
		if err := s.Refresh(ctx); err != nil {
			t.Fatal(err)
		}
		fresh := f.load(t)
		compareSnapshots(t, r, s, fresh)
		if round%10 == 9 {
			merged := newGeneration(s.dicts, s.Current().merged(), s.Current().words, s.Current().version)
			if diff := differs(merged, fresh.Current()); diff != "" {
				t.Fatalf("round %d: after merging and after loading %s differs", round, diff)
			}
			s.current.Store(merged)
		}
	}
}

// compareSnapshots asks two snapshots the same questions.
func compareSnapshots(t *testing.T, r *rand.Rand, a, b *Snapshot) {
	t.Helper()
	var enc Encoders
	for range 4 {
		q := randomQuery(r)
		ga, fa := must(t, a, q)
		gb, fb := must(t, b, q)
		if ga.Len() != gb.Len() || ga.Rows() != gb.Rows() || ga.Version() != gb.Version() {
			t.Fatalf("%d events, %d places, version %d; want %d, %d, %d", ga.Len(), ga.Rows(), ga.Version(), gb.Len(), gb.Rows(), gb.Version())
		}
		if x, y := ga.Count(fa), gb.Count(fb); x != y {
			t.Fatalf("%+v: counts %+v, want %+v", q, x, y)
		}
		if x, y := ga.Extent(fa), gb.Extent(fb); x != y {
			t.Fatalf("%+v: extent %+v, want %+v", q, x, y)
		}
		if x, y := pages(ga, fa, 7), pages(gb, fb, 100); !slices.Equal(x, y) {
			t.Fatalf("%+v: %d listed, want %d", q, len(x), len(y))
		}
		if x, y := ga.Nearest(fa, orb.Point{35, 51}, 9), gb.Nearest(fb, orb.Point{35, 51}, 9); !slices.Equal(x, y) {
			t.Fatalf("%+v: nearest %v, want %v", q, x, y)
		}
		for _, id := range []tile.ID{{}, {Z: 4, X: 9, Y: 5}, {Z: 7, X: 76, Y: 42}, {Z: 9, X: 306, Y: 170}} {
			if x, y := said(t, enc.Append(nil, fa, id, DefaultFields)), said(t, enc.Append(nil, fb, id, DefaultFields)); !slices.Equal(x, y) {
				t.Fatalf("%+v: tile %v holds %v, want %v", q, id, x, y)
			}
		}
	}
}

// said gives the features of a tile as text, sorted.
func said(t *testing.T, b []byte) []string {
	t.Helper()
	inside, copies := features(t, b)
	var out []string
	for _, f := range append(inside, copies...) {
		out = append(out, fmt.Sprint(f.ID, f.Geometry, f.Properties)) // maps print sorted
	}
	slices.Sort(out)
	return out
}

// differs names the first thing in which the bases of two generations differ;
// numbers of dictionary entries may.
func differs(a, b *Generation) string {
	columns := func(g *Generation) map[string]any {
		var rows []string
		c := g.base.c
		for row := range c.rows() {
			o, k := g.origins[c.origin.at(row)], g.kinds[c.kind.at(row)]
			at := ""
			if row < c.placed {
				p := g.wheres[c.where.at(row)]
				at = fmt.Sprint(g.names[p.name], g.countries[p.country], c.placeOf(row), c.point(row))
			}
			rows = append(rows, fmt.Sprint(string(c.idOf(row)), g.types[k.typ], k.ver, k.killedMin, k.killedMax, g.whens[c.when.at(row)],
				g.sources[o.source], g.reports[o.report], g.actorNames(c.actors.at(row)), at))
		}
		return map[string]any{
			"version": g.version, "rows": rows, "byID": c.byID, "order": c.order, "x": c.x, "y": c.y, "radius": c.radius,
			"world": c.world, "placed": c.placed, "sets": c.sets, "ends": c.ends, "multi": c.multi, "extra": c.extra, "wide": c.wide,
		}
	}
	ca, cb := columns(a), columns(b)
	for name, v := range ca {
		if !reflect.DeepEqual(v, cb[name]) {
			if name == "rows" {
				for i, x := range v.([]string) {
					if y := cb[name].([]string); i < len(y) && x != y[i] {
						return name + ": " + x + " / " + y[i]
					}
				}
			}
			return name
		}
	}
	return ""
}

func TestPagingSurvivesTheLossOfItsLastEvent(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 6))
	f := newFake(randomEvents(r, 50)...)
	s := f.load(t)
	g, all := must(t, s, Query{})
	first, next := g.List(all, Cursor{}, 20)
	rest, _ := g.List(all, *next, 100)
	f.remove(first[19])
	if err := s.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	g, all = must(t, s, Query{})
	if got, _ := g.List(all, *next, 100); !slices.Equal(got, rest) {
		t.Errorf("the second page changed from %v to %v", rest, got)
	}
}

func TestEmptyStore(t *testing.T) {
	s := newFake().load(t)
	g, f := must(t, s, Query{})
	if ids, next := g.List(f, Cursor{}, 10); len(ids) != 0 || next != nil {
		t.Errorf("list %v, next %v", ids, next)
	}
	if c := g.Count(f); c != (Counts{}) {
		t.Errorf("counts %+v", c)
	}
	if x := g.Extent(f); x.Placed || x.Dated {
		t.Errorf("extent %+v", x)
	}
	if _, bars := g.Histogram(f, ""); bars != nil {
		t.Errorf("bars %v", bars)
	}
}

func TestTextNeedsSearch(t *testing.T) {
	f := newFake()
	s, err := Load(context.Background(), Options{Loader: f, Log: f})
	if err != nil {
		t.Fatal(err)
	}
	q := Query{}
	q.Text = "word"
	if _, err := s.Filter(context.Background(), s.Current(), q); !errors.Is(err, ErrNoSearch) {
		t.Errorf("err = %v, want ErrNoSearch", err)
	}
}

func TestRefreshKeepsTheOldGenerationOnError(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	f := newFake(randomEvents(r, 10)...)
	s := f.load(t)
	old := s.Current()
	f.put(randomEvent(r, 99))
	f.failed = errors.New("disk gone")
	if err := s.Refresh(context.Background()); !errors.Is(err, f.failed) {
		t.Errorf("err = %v, want the store's", err)
	}
	if s.Current() != old {
		t.Error("a failed refresh changed the generation")
	}
}

func TestReadersAreNotBlockedAndSeeChanges(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	f := newFake(randomEvents(r, 200)...)
	s := f.load(t)
	ctx, stop := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() { _ = s.Follow(ctx, time.Millisecond, func(err error) { t.Error(err) }) })
	var enc Encoders
	for i := range 3 {
		wg.Go(func() {
			r := rand.New(rand.NewPCG(uint64(i), 9))
			for ctx.Err() == nil {
				g := s.Current()
				fl, err := s.Filter(ctx, g, randomQuery(r))
				if err != nil && ctx.Err() == nil {
					t.Error(err)
				}
				if err == nil {
					enc.Append(nil, fl, worldTile(), DefaultFields)
					g.Count(fl)
				}
			}
		})
	}
	for i := range 50 {
		changed := s.Changed()
		f.put(randomEvent(r, 1000+i))
		select {
		case <-changed:
		case <-time.After(5 * time.Second):
			t.Fatal("the change did not come through")
		}
	}
	stop()
	wg.Wait()
	if got := s.Current().Len(); got != 250 {
		t.Errorf("%d events, want 250", got)
	}
}

// TestTheBaseIsBuiltAnew makes so many changes that a new base is built in the
// background, with changes before, while and after it is.
func TestTheBaseIsBuiltAnew(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	f := newFake(randomEvents(r, 3000)...)
	s := f.load(t)
	first := s.Current().base.c
	ctx := context.Background()
	for range 14 {
		for range 400 {
			switch r.IntN(3) {
			case 0:
				f.remove(event.ID(fmt.Sprintf("e%05d", r.IntN(9000))))
			default:
				f.put(randomEvent(r, r.IntN(9000)))
			}
		}
		if err := s.Refresh(ctx); err != nil {
			t.Fatal(err)
		}
	}
	s.merge.Wait()
	if s.Current().base.c == first || len(s.Current().edits) > mergeAt {
		t.Fatal("the base is still the old one")
	}
	f.put(randomEvent(r, 9001))
	if err := s.Refresh(ctx); err != nil {
		t.Fatal(err)
	}
	fresh := f.load(t)
	for range 5 {
		compareSnapshots(t, r, s, fresh)
	}
}

// TestAntimeridianAlone: a box of no width on the antimeridian holds what lies on it, from either side.
func TestAntimeridianAlone(t *testing.T) {
	rnd := rand.New(rand.NewPCG(4, 4))
	events := randomEvents(rnd, 4)
	for i, p := range []orb.Point{{180, 60}, {-180, 60}, {0, 60}, {179.9, 60}} {
		events[i].Where = events[i].Where[:0:0]
		events[i].Where = append(events[i].Where, event.Location{Point: p})
	}
	g := newFake(events...).load(t).Current()
	for _, lon := range [2]float64{180, -180} {
		b := orb.Bound{Min: orb.Point{lon, 50}, Max: orb.Point{lon, 70}}
		f := g.Filter(Query{Query: event.Query{Bounds: &b}})
		if n := g.Count(f).Places; n != 2 {
			t.Errorf("at %v: got %d places, want the 2 on the line", lon, n)
		}
	}
}
