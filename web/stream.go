package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"

	"sitmap/geo/tile"
	"sitmap/internal/snapshot"
)

const (
	heartbeat     = 15 * time.Second
	writeDeadline = 30 * time.Second
	// Of a large change only the first events and tiles are named; "more" says so.
	maxNamedEvents = 200
	maxNamedTiles  = 200
	// touchedZoom is the zoom of the tiles that a change names. A tile of a lower
	// zoom may have changed when it holds one of them, a deeper one when it lies in one.
	touchedZoom = snapshot.BaseZoom
)

// change is one message of the stream: all changes from one version to the next.
type change struct {
	Version uint64         `json:"version"`
	Count   int            `json:"count"`
	More    bool           `json:"more"` // not everything is named; reload what is shown
	Events  []changedEvent `json:"events"`
	Bounds  *[4]float64    `json:"bounds"` // west, south, east, north; null when nothing has a place
	Tiles   []string       `json:"tiles"`  // z/x/y
}

type changedEvent struct {
	ID   string `json:"id"`
	Kind string `json:"kind"`
}

// stream answers GET /api/stream: server-sent events. Each message's id is a
// version of the store; a client that comes back with Last-Event-ID gets what it missed.
func (s *server) stream(c echo.Context) error {
	if s.Changes == nil {
		return notHere("has no stream")
	}
	since, err := s.resume(c.Request().Context(), c.Request().Header.Get("Last-Event-ID"))
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	if c.Request().Method == http.MethodHead {
		c.Response().WriteHeader(http.StatusOK)
		return nil
	}
	out := &eventStream{c: c, control: http.NewResponseController(c.Response().Writer)}
	if err := out.write(fmt.Sprintf("retry: 2000\nid: %d\nevent: hello\ndata: {\"version\":%d}\n\n", since, since)); err != nil {
		return nil //nolint:nilerr // the client is gone, which is no error
	}
	return s.follow(c.Request().Context(), out, since)
}

func (s *server) resume(ctx context.Context, last string) (uint64, error) {
	now := s.tracker.current(ctx).Version()
	if last == "" {
		return now, nil
	}
	since, err := strconv.ParseUint(last, 10, 63)
	if err != nil {
		return 0, badParam("Last-Event-ID", "This header holds a number that a message of the stream had as its id.")
	}
	return min(since, now), nil
}

// follow sends what changes until the client leaves.
func (s *server) follow(ctx context.Context, out *eventStream, since uint64) error {
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		changed := s.Snapshot.Changed()
		if g := s.tracker.current(ctx); g.Version() > since {
			m := s.changes(ctx, g, since)
			since = g.Version()
			if out.message("change", since, m) != nil {
				return nil
			}
			continue
		}
		select {
		case <-ctx.Done():
			return nil
		case <-changed:
		case <-beat.C:
			if out.write(": alive\n\n") != nil {
				return nil
			}
		}
	}
}

// changes tells what happened from since up to the generation g. Of what lies so
// far back that its old places are forgotten, the present places are named.
func (s *server) changes(ctx context.Context, g *snapshot.Generation, since uint64) change {
	m := change{Version: g.Version(), Events: []changedEvent{}, Tiles: []string{}}
	steps, ok := s.tracker.since(since)
	if !ok {
		steps = append([]*step{s.forgotten(ctx, g, since, steps)}, steps...)
	}
	var box *orb.Bound
	tiles := make(map[tile.ID]bool)
	for _, st := range steps {
		m.add(st, tiles)
		if st.box != nil {
			box = extended(box, *st.box)
		}
	}
	for t := range tiles {
		m.Tiles = append(m.Tiles, fmt.Sprintf("%d/%d/%d", t.Z, t.X, t.Y))
	}
	slices.Sort(m.Tiles)
	if box != nil {
		m.Bounds = &[4]float64{box.Min[0], box.Min[1], box.Max[0], box.Max[1]}
	}
	return m
}

// forgotten makes a step of what lies before those that are known.
func (s *server) forgotten(ctx context.Context, g *snapshot.Generation, since uint64, known []*step) *step {
	st := &step{from: since, to: g.Version()}
	if len(known) > 0 {
		st.to = known[0].from
	}
	s.tracker.list(ctx, st, g, g)
	return st
}

// add puts a step into a message.
func (m *change) add(s *step, tiles map[tile.ID]bool) {
	m.Count += s.count
	room := maxNamedEvents - len(m.Events)
	m.Events = append(m.Events, s.events[:min(room, len(s.events))]...)
	m.More = m.More || s.unknown || len(m.Events) < m.Count
	for _, p := range s.spots {
		if len(tiles)+4 > maxNamedTiles { // a corner touches four
			m.More = true
			return
		}
		p.touchedTiles(tiles)
	}
}

// eventStream writes messages, each within a deadline of its own.
type eventStream struct {
	c       echo.Context
	control *http.ResponseController
}

func (e *eventStream) message(kind string, id uint64, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return e.write(fmt.Sprintf("id: %d\nevent: %s\ndata: %s\n\n", id, kind, b))
}

func (e *eventStream) write(s string) error {
	if err := e.control.SetWriteDeadline(time.Now().Add(writeDeadline)); err != nil && !isUnsupported(err) {
		return err
	}
	if _, err := e.c.Response().Write([]byte(s)); err != nil {
		return err
	}
	return e.control.Flush()
}
