package web

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"sitmap/geo/tile"
	"sitmap/internal/event"
	"sitmap/internal/snapshot"
	"sitmap/internal/store"
)

// edit stores a new state of an event, or takes it away when ev is nil.
func (m *memory) edit(id event.ID, ev *event.Event) {
	m.mu.Lock()
	defer m.mu.Unlock()
	kind := store.Updated
	if ev == nil {
		kind = store.Deleted
		delete(m.events, id)
		m.order = slices.DeleteFunc(slices.Clone(m.order), func(o event.ID) bool { return o == id })
	} else {
		m.events[id] = *ev
	}
	m.log = append(m.log, store.Change{Seq: uint64(len(m.log) + 1), Event: id, Kind: kind})
}

// borderline gives points that try the edges: of tiles, of the world, of the map.
func borderline(r *rand.Rand) orb.Point {
	switch r.IntN(6) {
	case 0: // at a corner of a tile of zoom 9, a hair to one side
		t := tile.ID{Z: 9, X: uint32(r.IntN(512)), Y: uint32(150 + r.IntN(60))}.Bound()
		return orb.Point{t.Min[0] + (r.Float64()-0.5)*0.01, t.Max[1] + (r.Float64()-0.5)*0.01}
	case 1:
		return orb.Point{[]float64{-180, 180, 179.9999, -179.9999}[r.IntN(4)], 60}
	case 2:
		return orb.Point{10, []float64{90, -90, 85.06, 85.05, -85.05, 0}[r.IntN(6)]}
	}
	return orb.Point{35 + r.Float64(), 51 + r.Float64()}
}

func randomEvent(r *rand.Rand, id event.ID) event.Event {
	var at []orb.Point
	for range r.IntN(4) {
		at = append(at, borderline(r))
	}
	ev := sampleEvent(id, 1+r.IntN(28), at...)
	ev.Type = []string{"Attack", "Armed clash", "Air/drone strike"}[r.IntN(3)]
	return ev
}

// watched are tiles around points at all zooms, with their neighbours.
func watched(points []orb.Point) []tile.ID {
	var out []tile.ID
	for _, p := range points {
		for _, z := range []uint32{0, 1, 3, 6, 8, 9, 10, 14, 22} {
			t, ok := tile.At(p, z)
			if !ok {
				continue
			}
			for _, d := range [][2]int64{{0, 0}, {1, 0}, {-1, 0}, {0, 1}, {0, -1}} {
				n := int64(1) << z
				near := tile.ID{Z: z, X: uint32((int64(t.X) + d[0] + n) % n), Y: uint32(int64(t.Y) + d[1])}
				if near.Valid() == nil && !slices.Contains(out, near) {
					out = append(out, near)
				}
			}
		}
	}
	return out
}

// shake changes and removes a few events.
func (m *memory) shake(r *rand.Rand, ids []event.ID, points []orb.Point) {
	for range 1 + r.IntN(3) {
		id := ids[r.IntN(len(ids))]
		if r.IntN(4) == 0 {
			m.edit(id, nil)
			continue
		}
		ev := randomEvent(r, id)
		if r.IntN(2) == 0 { // on a point that is looked at
			ev.Where = sampleEvent(id, 1, points[r.IntN(len(points))]).Where
		}
		m.edit(id, &ev)
	}
}

// anew makes a tile without any cache.
func (s *server) anew(t *testing.T, g *snapshot.Generation, id tile.ID, filter string) string {
	t.Helper()
	v, err := url.ParseQuery(filter)
	if err != nil {
		t.Fatal(err)
	}
	q, err := query(v)
	if err != nil {
		t.Fatal(err)
	}
	f, err := s.Snapshot.Filter(context.Background(), g, q)
	if err != nil {
		t.Fatal(err)
	}
	return string(s.encoders.Append(nil, f, id, snapshot.DefaultFields))
}

// TestTilesAreRightAfterEveryChange changes events at random and compares every
// tile that the server keeps with one made anew; its ETag changes exactly when it
// does, and the stream names it when it does.
func TestTilesAreRightAfterEveryChange(t *testing.T) {
	ctx, r := context.Background(), rand.New(rand.NewPCG(7, 1)) //nolint:gosec // a test that can be repeated
	s := newSite(t, nil)
	srv := s.handler.(*server)
	var ids []event.ID
	var points []orb.Point
	for i := range 60 {
		ids = append(ids, numbered(i))
		ev := randomEvent(r, ids[i])
		s.put(sampleReport(), ev)
		for _, l := range ev.Where {
			points = append(points, l.Point)
		}
	}
	r.Shuffle(len(points), func(i, j int) { points[i], points[j] = points[j], points[i] })
	points = append(points[:6:6], orb.Point{35.33, 51.10}, orb.Point{180, 60})
	tiles := watched(points)
	queries := []string{"", "type=Attack", "bbox=35,51,35.5,52", "q=word", "datetime=2024-12-05/2024-12-20"}
	last := map[string][2]string{}
	same, changed := 0, 0
	for round := range 40 {
		before := s.snap.Current().Version()
		s.shake(r, ids, points)
		if err := s.snap.Refresh(ctx); err != nil {
			t.Fatal(err)
		}
		g := srv.tracker.current(ctx)
		message := srv.changes(ctx, g, before)
		if message.More {
			t.Fatalf("round %d: a small change is not told in full: %+v", round, message)
		}
		for _, id := range tiles {
			for _, filter := range queries {
				target := fmt.Sprintf("/tiles/events/%d/%d/%d.mvt", id.Z, id.X, id.Y)
				if filter != "" {
					target += "?" + filter
				}
				answer := s.ask("GET", target, "")
				got, tag := text(t, answer), answer.Header.Get("ETag")
				if want := srv.anew(t, g, id, filter); got != want {
					t.Fatalf("round %d: %s is stale: %d bytes, want %d", round, target, len(got), len(want))
				}
				old, known := last[target]
				last[target] = [2]string{got, tag}
				switch {
				case !known:
				case (old[0] == got) != (old[1] == tag):
					t.Fatalf("round %d: %s: same content %v, same ETag %v", round, target, old[0] == got, old[1] == tag)
				case old[0] == got:
					same++
				default:
					changed++
					if !named(message.Tiles, id) {
						t.Fatalf("round %d: %s has changed, the stream names only %v", round, target, message.Tiles)
					}
				}
			}
		}
	}
	if same < 1000 || changed < 1000 {
		t.Errorf("the test looked at %d tiles that stayed and %d that changed", same, changed)
	}
}

// named reports whether a message names a tile, by the rule in openapi.json.
func named(tiles []string, id tile.ID) bool {
	return slices.ContainsFunc(tiles, func(name string) bool {
		var n tile.ID
		if _, err := fmt.Sscanf(strings.ReplaceAll(name, "/", " "), "%d %d %d", &n.Z, &n.X, &n.Y); err != nil {
			return false
		}
		a, b := n, id
		for a.Z > b.Z {
			a = a.Parent()
		}
		for b.Z > a.Z {
			b = b.Parent()
		}
		return a == b
	})
}

// TestOtherTilesAreNotMadeAgain counts how often tiles are encoded.
func TestOtherTilesAreNotMadeAgain(t *testing.T) {
	ctx := context.Background()
	s := newSite(t, nil)
	srv := s.handler.(*server)
	far, near := "/tiles/events/12/2449/1369.mvt", tilePath("/tiles/events", orb.Point{-60, -30}, 12)
	rendered := func(target string) *rendition {
		s.ask("GET", target, "", "Accept-Encoding", "br")
		_, id, _ := splitTilePath(target)
		return srv.tiles.plain.find(tileKey{eventsSource, id.Z, id.X, id.Y, ""}).valid.Load().rendition
	}
	a, b := rendered(far), rendered(near)
	for i := range 5 {
		s.put(sampleReport(), sampleEvent(numbered(i), 14, orb.Point{-60, -30}))
		if err := s.snap.Refresh(ctx); err != nil {
			t.Fatal(err)
		}
		if rendered(far) != a {
			t.Fatal("a tile far from the change was made again")
		}
		if now := rendered(near); now == b {
			t.Fatal("the changed tile was not made again")
		} else {
			b = now
		}
	}
}

// TestTrackerForgets: what is too far back, or unknown, counts as changed everywhere.
func TestTrackerForgets(t *testing.T) {
	ctx := context.Background()
	s := newSite(t, nil)
	tr := s.handler.(*server).tracker
	start := tr.current(ctx).Version()
	far := tile.ID{Z: 9, X: 0, Y: 0}
	for i := range maxSteps + 10 {
		ev := sampleEvent("moving", 14, orb.Point{35, 51})
		if i == 0 {
			s.put(sampleReport(), ev)
		} else {
			s.edit("moving", &ev)
		}
		if err := s.snap.Refresh(ctx); err != nil {
			t.Fatal(err)
		}
		tr.current(ctx)
	}
	now := tr.current(ctx).Version()
	if tr.untouched(far, start) || !tr.untouched(far, now-5) || len(tr.steps) > maxSteps {
		t.Errorf("since the start %v, since a while ago %v, %d steps", tr.untouched(far, start), tr.untouched(far, now-5), len(tr.steps))
	}
	tr.changes = func(context.Context, uint64) ([]store.Change, error) { return nil, context.DeadlineExceeded }
	s.edit("moving", nil)
	if err := s.snap.Refresh(ctx); err != nil {
		t.Fatal(err)
	}
	tr.current(ctx)
	if tr.untouched(far, now) {
		t.Error("a change that cannot be read is taken for none")
	}
}
