package snapshot

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/paulmach/orb"

	"sitmap/geo"
	"sitmap/internal/event"
	"sitmap/internal/store"
)

// fake is a store in memory.
type fake struct {
	mu     sync.Mutex
	events map[event.ID]event.Event
	log    []store.Change
	failed error
}

func newFake(events ...event.Event) *fake {
	f := &fake{events: make(map[event.ID]event.Event)}
	for _, ev := range events {
		f.put(ev)
	}
	return f
}

func (f *fake) put(ev event.Event) {
	f.mu.Lock()
	defer f.mu.Unlock()
	kind := store.Added
	if _, ok := f.events[ev.ID]; ok {
		kind = store.Updated
	}
	f.events[ev.ID] = ev
	f.log = append(f.log, store.Change{Seq: uint64(len(f.log) + 1), Event: ev.ID, Kind: kind})
}

func (f *fake) remove(id event.ID) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.events, id)
	f.log = append(f.log, store.Change{Seq: uint64(len(f.log) + 1), Event: id, Kind: store.Deleted})
}

// all gives the events in the order of their IDs.
func (f *fake) all() []event.Event {
	f.mu.Lock()
	defer f.mu.Unlock()
	var out []event.Event
	for _, ev := range f.events {
		out = append(out, ev)
	}
	slices.SortFunc(out, func(a, b event.Event) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return out
}

func (f *fake) EachEvent(_ context.Context, _ event.Query, fn func(event.Event) error) error {
	for _, ev := range f.all() {
		if err := fn(ev); err != nil {
			return err
		}
	}
	return nil
}

func (f *fake) Event(_ context.Context, id event.ID) (event.Event, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if ev, ok := f.events[id]; ok {
		return ev, f.failed
	}
	return event.Event{}, fmt.Errorf("event %s: %w", id, store.ErrNotFound)
}

func (f *fake) Report(_ context.Context, id event.ReportID) (event.Report, error) {
	return event.Report{ID: id, Outlet: outletOf(id)}, nil
}

func outletOf(id event.ReportID) string { return "outlet " + string(id[len(id)-1:]) }

func (f *fake) Version(context.Context) (uint64, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return uint64(len(f.log)), f.failed
}

// Changes gives at most 7 lines at a time, so that callers must ask again.
func (f *fake) Changes(_ context.Context, since uint64) ([]store.Change, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if since >= uint64(len(f.log)) {
		return nil, f.failed
	}
	return slices.Clone(f.log[since:min(since+7, uint64(len(f.log)))]), f.failed
}

func (f *fake) search(_ context.Context, q string) ([]event.ID, error) {
	var ids []event.ID
	for _, ev := range f.all() {
		if strings.Contains(ev.Trigger, q) {
			ids = append(ids, ev.ID)
		}
	}
	return append(ids, "not there"), nil
}

func (f *fake) load(t testing.TB) *Snapshot {
	t.Helper()
	s, err := Load(context.Background(), Options{Loader: f, Log: f, Search: f.search})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Awkward places: poles, the antimeridian from both sides, null island, the tile world's edge.
func awkward() []orb.Point {
	return []orb.Point{{0, 90}, {0, -90}, {180, 10}, {-180, 10}, {179.9999999, 0}, {-179.9999999, 0}, {0, 0}, {10, 85.2}, {10, -85.0511}, {35.33, 51.10}}
}

func randomPoint(r *rand.Rand) orb.Point {
	switch r.IntN(10) {
	case 0:
		return awkward()[r.IntN(len(awkward()))]
	case 1:
		return orb.Point{r.Float64()*360 - 180, r.Float64()*180 - 90}
	case 2:
		return orb.Point{35.33, 51.10}
	case 3:
		lon := 178 + r.Float64()*4
		if lon > 180 {
			lon -= 360
		}
		return orb.Point{lon, r.Float64() * 2}
	}
	return orb.Point{35.3 + r.NormFloat64()*2, 51.1 + r.NormFloat64()}
}

func randomEvent(r *rand.Rand, id int) event.Event {
	types := []string{"Armed clash", "Attack", "Air/drone strike", "Looting"}
	vers := []event.Verification{event.VerificationNone, event.Unverified, event.Verified, event.Disputed}
	day := event.Date{Year: 2023, Month: 6, Day: 1}.AddDays(r.IntN(600))
	ev := event.Event{
		ID: event.ID(fmt.Sprintf("e%05d", id)), Type: types[r.IntN(len(types))], Trigger: fmt.Sprintf("word%d", r.IntN(5)),
		When: event.Interval{Start: day, End: day.AddDays(r.IntN(4))}, Verification: vers[r.IntN(4)],
		Evidence: []event.Evidence{{Report: event.ReportID(fmt.Sprintf("r%d", r.IntN(40)))}},
	}
	switch r.IntN(12) {
	case 0:
		ev.When = event.Interval{}
	case 1:
		ev.When.Start = event.Date{}
	case 2:
		ev.When.End = event.Date{}
	}
	for range r.IntN(3) {
		ev.Actors = append(ev.Actors, event.Actor{ID: fmt.Sprintf("a%d", r.IntN(3)), Name: fmt.Sprintf("Side %d", r.IntN(6))})
	}
	if r.IntN(3) == 0 {
		n := r.IntN(20)
		ev.Casualties.Killed = &event.Count{Min: &n}
		if r.IntN(3) == 0 {
			most := n + r.IntN(9)
			ev.Casualties.Killed.Max = &most
		}
	}
	places := r.IntN(4)
	for range places {
		p := randomPoint(r)
		ev.Where = append(ev.Where, event.Location{Point: p, Radius: geo.Metres(r.IntN(5000)), GeoPrecision: r.IntN(4), Place: event.PlaceSnapshot{Name: fmt.Sprintf("Place %d", r.IntN(50)), Country: "UA"}})
	}
	return ev
}

func randomEvents(r *rand.Rand, n int) []event.Event {
	out := make([]event.Event, n)
	for i := range out {
		out[i] = randomEvent(r, i)
	}
	return out
}

func randomQuery(r *rand.Rand) Query {
	var q Query
	if r.IntN(3) == 0 {
		b := orb.Bound{Min: orb.Point{34, 50}, Max: orb.Point{36, 51.5}}
		switch r.IntN(5) {
		case 0:
			b = orb.Bound{Min: orb.Point{179, -5}, Max: orb.Point{-179, 20}}
		case 1:
			b = orb.Bound{Min: orb.Point{170, -90}, Max: orb.Point{180, 90}}
		case 2:
			b = orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}
		case 3:
			b = orb.Bound{Min: orb.Point{35.33, 51.10}, Max: orb.Point{35.33, 51.10}}
		}
		q.Bounds = &b
	}
	if r.IntN(4) == 0 {
		q.Near = &event.Nearness{Centre: randomPoint(r), Radius: geo.Metres(r.IntN(400_000))}
	}
	if r.IntN(2) == 0 {
		q.From = event.Date{Year: 2023, Month: 6, Day: 1}.AddDays(r.IntN(600))
		if r.IntN(2) == 0 {
			q.To = q.From.AddDays(r.IntN(100))
		}
	} else if r.IntN(3) == 0 {
		q.To = event.Date{Year: 2023, Month: 9, Day: 1}
	}
	if r.IntN(3) == 0 {
		q.Types = []string{"Attack", "Looting", "no such type"}[r.IntN(2):]
	}
	if r.IntN(4) == 0 {
		q.Actors = []string{"Side 1", "a2"}[:1+r.IntN(2)]
	}
	if r.IntN(4) == 0 {
		q.Sources = []string{"outlet 1", "outlet 7", "nobody"}
	}
	if r.IntN(4) == 0 {
		q.Verification = []event.Verification{event.Verified, event.VerificationNone}[:1+r.IntN(2)]
	}
	if r.IntN(5) == 0 {
		q.Text = "word2"
	}
	if r.IntN(8) == 0 {
		q.Report = "r7"
	}
	randomRest(r, &q)
	return q
}

func randomRest(r *rand.Rand, q *Query) {
	if r.IntN(6) == 0 {
		q.Killed = &Range{r.IntN(8), 8 + r.IntN(10)}
	}
	if r.IntN(6) == 0 {
		q.Precision = []uint8{uint8(r.IntN(4)), 2}
	}
	if r.IntN(8) == 0 {
		q.IDs = []event.ID{}
		for range 300 {
			q.IDs = append(q.IDs, event.ID(fmt.Sprintf("e%05d", r.IntN(2000))))
		}
	}
	if r.IntN(4) == 0 {
		q.Area = randomArea(r)
	}
}

// randomArea draws a star, with a hole or not, also one over the antimeridian and
// one around the pole.
func randomArea(r *rand.Rand) orb.MultiPolygon {
	if r.IntN(8) == 0 {
		return orb.MultiPolygon{{{{-180, 60}, {-60, 70}, {60, 60}, {180, 65}, {180, 90}, {-180, 90}, {-180, 60}}}}
	}
	centre, size := orb.Point{35.3 + r.NormFloat64(), 51.1 + r.NormFloat64()}, 0.2+r.Float64()*3
	if r.IntN(5) == 0 {
		centre = orb.Point{179, 5}
	}
	star := func(size float64) orb.Ring {
		var ring orb.Ring
		n := 5 + r.IntN(20)
		for i := range n {
			s, c := math.Sincos(float64(i) / float64(n) * 2 * math.Pi)
			reach := size * (0.4 + r.Float64()*0.6)
			p := orb.Point{centre[0] + reach*c*1.5, centre[1] + reach*s}
			if p[0] > 180 {
				p[0] -= 360
			}
			ring = append(ring, p)
		}
		return append(ring, ring[0])
	}
	area := orb.MultiPolygon{{star(size)}}
	if r.IntN(2) == 0 {
		area[0] = append(area[0], star(size*0.3))
	}
	return area
}
