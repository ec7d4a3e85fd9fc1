package web

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"

	"github.com/paulmach/orb"

	"sitmap/geo/tile"
	"sitmap/internal/snapshot"
	"sitmap/internal/store"
)

// tracker knows where events have changed from one generation of the snapshot to
// the next, old places and new ones, so that tiles elsewhere need not be made
// again and clients can be told which ones to ask for.
//
// It looks when it is asked. Until then it holds on to the generation that it saw
// last, for the old places.
type tracker struct {
	snap    *snapshot.Snapshot
	changes func(ctx context.Context, since uint64) ([]store.Change, error) // nil: not known
	log     *slog.Logger

	noting sync.Mutex // held while a generation is looked through
	last   atomic.Pointer[snapshot.Generation]
	mu     sync.RWMutex // guards what follows
	steps  []*step      // oldest first, without gaps
	spots  int          // in all steps
}

// step is what happened from one version to a later one.
type step struct {
	from, to uint64
	unknown  bool // more than is listed here, anywhere
	events   []changedEvent
	count    int    // events, listed or not
	spots    []spot // of events in the tile world, before and after
	box      *orb.Bound
}

// spot is a place on the world's grid; see tile.Position.
type spot struct{ x, y uint32 }

const (
	maxSteps     = 4096
	maxStepSpots = 8192  // more in one step: it counts as everywhere
	maxSpots     = 65536 // in all steps
)

func newTracker(o *Options) *tracker {
	t := &tracker{snap: o.Snapshot, changes: o.Changes, log: o.Log}
	t.last.Store(o.Snapshot.Current())
	return t
}

// current gives the newest generation, after noting what is new in it.
func (t *tracker) current(ctx context.Context) *snapshot.Generation {
	if g := t.snap.Current(); t.last.Load() == g {
		return g
	}
	t.noting.Lock()
	defer t.noting.Unlock()
	return t.note(ctx)
}

// recent gives the newest generation that is noted, without waiting for somebody
// who is at it: then that is the one before.
func (t *tracker) recent(ctx context.Context) *snapshot.Generation {
	g := t.last.Load()
	if t.snap.Current() == g || !t.noting.TryLock() {
		return g
	}
	defer t.noting.Unlock()
	return t.note(ctx)
}

// note adds the step to the newest generation; the caller holds noting.
func (t *tracker) note(ctx context.Context) *snapshot.Generation {
	old, g := t.last.Load(), t.snap.Current()
	if g == old { // another request was here first
		return g
	}
	s := t.compare(context.WithoutCancel(ctx), old, g) // half a list would be noted as a whole one
	t.mu.Lock()
	defer t.mu.Unlock()
	t.steps = append(t.steps, s)
	t.spots += len(s.spots)
	for len(t.steps) > maxSteps || t.spots > maxSpots {
		t.spots -= len(t.steps[0].spots)
		t.steps = t.steps[1:]
	}
	t.last.Store(g)
	return g
}

// compare lists what has changed between two generations.
func (t *tracker) compare(ctx context.Context, old, g *snapshot.Generation) *step {
	s := &step{from: old.Version(), to: g.Version()}
	t.list(ctx, s, old, g)
	return s
}

// list fills a step from the log, with the places in two generations.
func (t *tracker) list(ctx context.Context, s *step, old, g *snapshot.Generation) {
	if t.changes == nil {
		s.unknown = true
		return
	}
	for seq := s.from; seq < s.to; {
		lines, err := t.changes(ctx, seq)
		if err != nil {
			t.log.Error("asking what has changed", "error", err)
			s.unknown = true
		}
		if len(lines) == 0 {
			break
		}
		for _, l := range lines {
			if seq = l.Seq; seq > s.to {
				break
			}
			s.note(l, old, g)
		}
	}
}

// note adds one line of the log.
func (s *step) note(l store.Change, old, g *snapshot.Generation) {
	if l.Event == "" {
		return
	}
	s.count++
	s.unknown = s.unknown || old == g && l.Kind != store.Added // where it was before is not known
	if len(s.events) < maxNamedEvents {
		s.events = append(s.events, changedEvent{string(l.Event), string(l.Kind)})
	}
	for _, places := range [2][]orb.Point{old.Points(l.Event), g.Points(l.Event)} {
		for _, p := range places {
			s.box = extended(s.box, p.Bound())
			if x, y, ok := tile.Position(p); ok {
				s.spots = append(s.spots, spot{x, y})
			}
		}
	}
	if len(s.spots) > maxStepSpots {
		s.unknown = true // and the rest says where some of it is
		s.spots = s.spots[:maxStepSpots]
	}
}

func extended(box *orb.Bound, by orb.Bound) *orb.Bound {
	if box != nil {
		by = box.Union(by)
	}
	return &by
}

// since gives the steps from a version on; ok is false when they are not all known.
func (t *tracker) since(version uint64) (steps []*step, ok bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	i := len(t.steps)
	for i > 0 && t.steps[i-1].to > version {
		i--
	}
	ok = i == len(t.steps) || t.steps[i].from <= version
	return t.steps[i:], ok
}

// untouched reports whether nothing has changed on a tile, or near enough to it
// to show there, since a version.
func (t *tracker) untouched(id tile.ID, version uint64) bool {
	steps, ok := t.since(version)
	if !ok {
		return false
	}
	near := around(id)
	for _, s := range steps {
		if s.unknown {
			return false
		}
		for _, p := range s.spots {
			if near.has(p) {
				return false
			}
		}
	}
	return true
}

// vicinity is a tile with an eighth of its width around it, on the world's grid:
// more than its buffer, and more than a cell of clusters.
type vicinity struct {
	x0     uint32 // columns are counted from here and wrap around the antimeridian
	width  uint64
	y0, y1 int64
}

func around(id tile.ID) vicinity {
	side := uint64(1) << (32 - id.Z)
	margin := side/8 + 1
	y := int64(uint64(id.Y) * side)
	return vicinity{uint32(uint64(id.X)*side - margin), side + 2*margin, y - int64(margin), y + int64(side+margin)}
}

func (v vicinity) has(p spot) bool {
	return uint64(p.x-v.x0) < v.width && int64(p.y) >= v.y0 && int64(p.y) < v.y1
}

// touchedTiles adds the tiles of touchedZoom that show a spot, those with a copy
// of it in their buffer included. Deeper tiles have smaller buffers, and clusters
// none, so that these tiles stand for all zooms.
func (p spot) touchedTiles(tiles map[tile.ID]bool) {
	const (
		side   = uint32(1) << (32 - touchedZoom)
		margin = side / tile.Extent * tile.DefaultBuffer
		world  = uint32(1) << touchedZoom
	)
	x, y := p.x/side, p.y/side
	columns, rows := []uint32{x}, []uint32{y}
	if in := p.x % side; in < margin {
		columns = append(columns, (x+world-1)%world)
	} else if in >= side-margin {
		columns = append(columns, (x+1)%world)
	}
	if in := p.y % side; in < margin && y > 0 {
		rows = append(rows, y-1)
	} else if in >= side-margin && y+1 < world {
		rows = append(rows, y+1)
	}
	for _, c := range columns {
		for _, r := range rows {
			tiles[tile.ID{Z: touchedZoom, X: c, Y: r}] = true
		}
	}
}
