package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/paulmach/orb"

	"sitmap/geo"
	"sitmap/internal/event"
	"sitmap/internal/layer"
	"sitmap/internal/reader"
	"sitmap/internal/snapshot"
	"sitmap/internal/store"
)

// memory is a store for tests.
type memory struct {
	mu      sync.Mutex
	order   []event.ID
	events  map[event.ID]event.Event
	reports map[event.ReportID]event.Report
	log     []store.Change
	failed  error
}

func (m *memory) EachEvent(_ context.Context, _ event.Query, fn func(event.Event) error) error {
	for _, id := range m.order {
		if err := fn(m.events[id]); err != nil {
			return err
		}
	}
	return nil
}

func (m *memory) Event(_ context.Context, id event.ID) (event.Event, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.failed != nil {
		return event.Event{}, m.failed
	}
	if ev, ok := m.events[id]; ok {
		return ev, nil
	}
	return event.Event{}, fmt.Errorf("event %s: %w", id, store.ErrNotFound)
}

func (m *memory) Report(_ context.Context, id event.ReportID) (event.Report, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if r, ok := m.reports[id]; ok {
		return r, nil
	}
	return event.Report{}, fmt.Errorf("report %s: %w", id, store.ErrNotFound)
}

func (m *memory) Version(context.Context) (uint64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return uint64(len(m.log)), nil
}

func (m *memory) Changes(_ context.Context, since uint64) ([]store.Change, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if since >= uint64(len(m.log)) {
		return nil, nil
	}
	return slices.Clone(m.log[since:]), nil
}

func (m *memory) put(r event.Report, ev event.Event) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.reports[r.ID], m.events[ev.ID] = r, ev
	m.order = append(m.order, ev.ID)
	m.log = append(m.log, store.Change{Seq: uint64(len(m.log) + 1), Event: ev.ID, Report: r.ID, Kind: store.Added})
}

const hostile = `<script>alert("x")</script>`

func sampleReport() event.Report {
	return event.Report{
		ID: "rep/1", Outlet: "Example " + hostile, URL: "javascript:alert(1)", Title: "A title", Lang: "en",
		Text:      "Clashes went on near Plekhovo " + hostile + " on Saturday, a spokesman said. Тихо.",
		Published: time.Date(2024, 12, 16, 22, 0, 0, 0, time.UTC), Retrieved: time.Date(2024, 12, 17, 8, 0, 0, 0, time.UTC),
	}
}

func sampleEvent(id event.ID, day int, points ...orb.Point) event.Event {
	d := event.Date{Year: 2024, Month: 12, Day: day}
	killed := day % 5
	ev := event.Event{
		ID: id, Revision: 1, Type: "Armed clash", When: event.Interval{Start: d, End: d, Precision: event.PrecisionDay, Basis: event.BasisRelative, Text: "on Saturday"},
		Actors: []event.Actor{{ID: "x", Name: "Side A", Role: "actor1"}}, Casualties: event.Casualties{Killed: &event.Count{Min: &killed, Text: "some"}},
		Claims:       []event.Attribution{{Claimant: "a spokesman", Verb: "said", Stance: event.Asserts, Span: event.Span{Start: 0, End: 7}}},
		Verification: event.Unverified, Review: event.ReviewAuto, Method: "rules 1",
		Evidence: []event.Evidence{{Report: "rep/1", Span: event.Span{Start: 0, End: 57}}},
	}
	for i, p := range points {
		ev.Where = append(ev.Where, event.Location{
			Point: p, Radius: 3000, Region: geo.Region{Kind: geo.Disc, Centre: p, Outer: 3000}, Probability: 0.9, Method: "near", GeoPrecision: 2,
			Place:   event.PlaceSnapshot{ID: fmt.Sprintf("own:%d", i), Name: "Plekhovo", Class: "settlement", Country: "RU", Admin1: "Kursk", Point: p, Population: -1, P: 0.9},
			Mention: event.Span{Start: 21, End: 29}, Relation: event.Relation{Kind: event.Near, Text: "near"},
			Reasons:      []event.Reason{{Feature: "list proximity", Value: 0.9, Weight: 2.1}},
			Alternatives: []event.PlaceSnapshot{{ID: "own:9", Name: "Plekhovo", Country: "UA", Point: orb.Point{34, 50}, P: 0.02}},
		})
	}
	return ev
}

func newMemory() *memory {
	m := &memory{events: map[event.ID]event.Event{}, reports: map[event.ReportID]event.Report{}}
	r := sampleReport()
	m.put(r, sampleEvent("one", 14, orb.Point{35.33, 51.10}))
	m.put(r, sampleEvent("three", 15, orb.Point{35.33, 51.10}, orb.Point{35.49, 51.16}, orb.Point{35.36, 51.24}))
	m.put(r, sampleEvent("nowhere", 10))
	m.put(r, sampleEvent("бій/7", 1, orb.Point{30.5, 50.4}))
	m.put(r, sampleEvent("pole", 2, orb.Point{0, 90}))
	return m
}

// site is a server under test.
type site struct {
	*memory
	snap    *snapshot.Snapshot
	handler http.Handler
}

func newSite(t testing.TB, change func(*Options)) *site {
	t.Helper()
	m := newMemory()
	snap, err := snapshot.Load(context.Background(), snapshot.Options{Loader: m, Log: m, Search: m.search})
	if err != nil {
		t.Fatal(err)
	}
	o := Options{
		Snapshot: snap, Changes: m.Changes, Program: "sitmap test", Attribution: "test",
		Layers: &layer.Layers{Store: m, Credit: "OSM", Borders: []layer.Border{{Between: [2]string{"RU", "UA"}, Line: orb.MultiLineString{{{35, 51}, {36, 51.5}}}}}},
		UI:     fstest.MapFS{"index.html": {Data: []byte("<!doctype html><title>map</title>")}, "check.html": {Data: []byte("<!doctype html><title>check</title>")}, "assets/main-1.js": {Data: []byte(strings.Repeat("let a=1;", 200))}},
		Resolve: func(_ context.Context, q ResolveQuery) ([]Candidate, error) {
			if q.Name == "bad" {
				return nil, fmt.Errorf("%w: no such name", ErrInput)
			}
			return []Candidate{{Place: reader.Place{ID: "own:1", Name: q.Name, Class: "settlement", Lat: 51.1, Lon: 35.33}, P: 1, Reasons: []layer.Reason{}}}, nil
		},
		Near: func(_ context.Context, p orb.Point, k int) ([]reader.Place, error) {
			d := 12.5
			return []reader.Place{{ID: "own:1", Name: "x", Class: "settlement", Lat: p[1], Lon: p[0], DistanceM: &d}}, nil
		},
		Extract: func(_ context.Context, in ReportInput) (any, error) {
			return map[string]any{"doc": in.Doc, "toponyms": []any{}, "events": []any{}}, nil
		},
		Check: fakeCheck,
		Ingest: func(_ context.Context, in []ReportInput) (any, error) {
			for i := range in {
				m.put(event.Report{ID: event.ReportID(fmt.Sprint("new", i))}, event.Event{ID: event.ID("new" + in[i].Doc), Where: []event.Location{{Point: orb.Point{35, 51}}}})
			}
			return map[string]any{"reports": len(in), "events": len(in), "new": len(in), "updated": 0, "duplicates": 0, "rejected": []any{}}, nil
		},
		Basemap: func(z, x, y uint32) ([]byte, error) {
			switch z {
			case 3:
				return nil, errors.New("secret path /var/basemap broke")
			case 4:
				return nil, nil
			}
			return []byte(strings.Repeat("tile", 500)), nil
		},
		BasemapInfo: TileJSON{Name: "basemap", MaxZoom: 8},
	}
	if change != nil {
		change(&o)
	}
	return &site{m, snap, New(o)}
}

func (m *memory) search(_ context.Context, q string) ([]event.ID, error) {
	if q == "broken" {
		return nil, errors.New("secret: fts5 syntax error near")
	}
	return []event.ID{"one"}, nil
}

// ask sends a request; extra is header, value, header, value and so on.
func (s *site) ask(method, target, body string, extra ...string) *http.Response {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	r.RemoteAddr = "127.0.0.1:5000"
	for i := 0; i+1 < len(extra); i += 2 {
		if extra[i] == "Host" {
			r.Host = extra[i+1]
		}
		r.Header.Set(extra[i], extra[i+1])
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return w.Result()
}

func text(t testing.TB, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
