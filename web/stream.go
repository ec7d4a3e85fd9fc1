package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"

	"sitmap/geo/tile"
	"sitmap/internal/snapshot"
	"sitmap/internal/store"
)

const (
	heartbeat     = 15 * time.Second
	writeDeadline = 30 * time.Second
	// Of a large change only the first events and tiles are named; "more" says so.
	maxNamedEvents = 200
	maxNamedTiles  = 200
	// touchedZoom is the zoom of the tiles that a change names; their parents
	// and children have changed too.
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
	since, err := s.resume(c.Request().Header.Get("Last-Event-ID"))
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

func (s *server) resume(last string) (uint64, error) {
	now := s.Snapshot.Current().Version()
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
		if g := s.Snapshot.Current(); g.Version() > since {
			m, err := s.changes(ctx, g, since)
			if err != nil {
				s.Log.Error("the stream broke off", "error", err)
				return nil
			}
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

// changes gathers what happened from since up to the generation g.
func (s *server) changes(ctx context.Context, g *snapshot.Generation, since uint64) (change, error) {
	m := change{Version: g.Version(), Events: []changedEvent{}, Tiles: []string{}}
	var box *orb.Bound
	tiles := make(map[tile.ID]bool)
	for seq := since; seq < g.Version(); {
		lines, err := s.Changes(ctx, seq)
		if err != nil {
			return m, err
		}
		if len(lines) == 0 {
			break
		}
		for _, l := range lines {
			seq = l.Seq
			if l.Seq > g.Version() {
				break
			}
			s.note(&m, l, g, &box, tiles)
		}
	}
	for t := range tiles {
		m.Tiles = append(m.Tiles, fmt.Sprintf("%d/%d/%d", t.Z, t.X, t.Y))
	}
	if box != nil {
		m.Bounds = &[4]float64{box.Min[0], box.Min[1], box.Max[0], box.Max[1]}
	}
	return m, nil
}

// note adds one line of the log to a message.
func (s *server) note(m *change, l store.Change, g *snapshot.Generation, box **orb.Bound, tiles map[tile.ID]bool) {
	if l.Event == "" {
		return
	}
	m.Count++
	if len(m.Events) < maxNamedEvents {
		m.Events = append(m.Events, changedEvent{string(l.Event), string(l.Kind)})
	} else {
		m.More = true
	}
	if l.Kind != store.Added {
		m.More = true // where it was before is not known here
	}
	places := g.Points(l.Event)
	for _, p := range places {
		b := p.Bound()
		if *box != nil {
			b = (*box).Extend(p)
		}
		*box = &b
		t, ok := tile.At(p, touchedZoom)
		if !ok || tiles[t] {
			continue
		}
		if len(tiles) == maxNamedTiles {
			m.More = true
			continue
		}
		tiles[t] = true
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
