package web

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"sitmap/internal/event"
	"sitmap/internal/layer"
	"sitmap/internal/snapshot"
	"sitmap/internal/store/gpkg"
)

// correcting is a server over a real store with two events.
func correcting(t *testing.T) (*site, *gpkg.DB) {
	t.Helper()
	db, err := gpkg.Open(t.Context(), filepath.Join(t.TempDir(), "c.gpkg"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	for i, id := range []event.ID{"бій/7", "other"} {
		r := sampleReport()
		r.ID = event.ReportID(fmt.Sprint("rep", i))
		ev := sampleEvent(id, 14+5*i, orb.Point{35.33, 51.10})
		ev.Evidence[0].Report = r.ID
		if _, err := db.Put(t.Context(), r, []event.Event{ev}); err != nil {
			t.Fatal(err)
		}
	}
	snap, err := snapshot.Load(context.Background(), snapshot.Options{Loader: db, Log: db})
	if err != nil {
		t.Fatal(err)
	}
	s := newSite(t, func(o *Options) {
		o.Snapshot, o.Layers, o.Save, o.Decide = snap, &layer.Layers{Store: db}, db.Save, db.Decide
	})
	return s, db
}

const fightPath = "/api/events/%D0%B1%D1%96%D0%B9%2F7"

func TestCorrect(t *testing.T) {
	s, db := correcting(t)
	j := []string{"Content-Type", "application/json"}
	r := s.ask("PATCH", fightPath, `{"revision":1,"type":"Attack","date_start":"2024-12-13","date_end":null,"control":null,
		"casualties":{"killed":{"min":2,"max":2},"wounded":null},"places":[{"index":0,"lat":51.2,"lon":35.4,"radius_m":500}]}`, j...)
	if r.StatusCode != 200 {
		t.Fatalf("got %d %s", r.StatusCode, text(t, r))
	}
	var f struct{ Properties layer.Properties }
	if err := json.Unmarshal([]byte(text(t, r)), &f); err != nil {
		t.Fatal(err)
	}
	p := f.Properties
	if p.Type != "Attack" || p.Revision != 2 || p.Review != "reviewed" || p.Method != byPerson || p.DateStart.String() != "2024-12-13" || !p.DateEnd.IsZero() ||
		*p.Casualties.Killed.Max != 2 || p.Places[0].Lat != 51.2 || p.Places[0].RadiusM != 500 || p.Places[0].Name != "Plekhovo" || p.Verification != "unverified" {
		t.Errorf("got %+v", p)
	}
	if old, err := db.Revisions(t.Context(), "бій/7"); err != nil || len(old) != 1 || old[0].Method != "rules 1" {
		t.Errorf("revisions: got %+v, %v, want the machine's", old, err)
	}
	if g := s.ask("GET", "/events/%D0%B1%D1%96%D0%B9%2F7", "", "Accept", "application/json"); !strings.Contains(text(t, g), `"Attack"`) {
		t.Error("the event is not read as corrected")
	}
	// The machine reads the report again: the person's word stays.
	rep := sampleReport()
	rep.ID = "rep0"
	again := sampleEvent("бій/7", 14, orb.Point{1, 1})
	again.Evidence[0].Report, again.Method = rep.ID, "rules 2"
	if _, err := db.Put(t.Context(), rep, []event.Event{again}); err != nil {
		t.Fatal(err)
	}
	if ev, err := db.Event(t.Context(), "бій/7"); err != nil || ev.Type != "Attack" || ev.Revision != 2 {
		t.Errorf("after a new reading: got %+v, %v", ev, err)
	}
	if r := s.ask("PATCH", fightPath, `{"same_as":["other"]}`, append(j, "If-Match", `"2"`)...); r.StatusCode != 200 || !strings.Contains(text(t, r), `"group_events":2`) {
		t.Errorf("linked: got %d, want a group of two", r.StatusCode)
	}
	if ev, err := db.Event(t.Context(), "other"); err != nil || ev.GroupEvents != 2 || ev.Revision != 1 {
		t.Errorf("the other event: got %+v, %v, want it in the group and unchanged", ev, err)
	}
}

func TestCorrectRefuses(t *testing.T) {
	s, db := correcting(t)
	j := []string{"Content-Type", "application/json"}
	for _, c := range []struct {
		name, path, body string
		header           []string
		status           int
	}{
		{"no revision", fightPath, `{"type":"Attack"}`, j, 428},
		{"old revision", fightPath, `{"type":"Attack","revision":7}`, j, 409},
		{"old revision in the header", fightPath, `{"type":"Attack"}`, append(j, "If-Match", `"7"`), 412},
		{"two revisions", fightPath, `{"type":"Attack","revision":1}`, append(j, "If-Match", `"2"`), 400},
		{"header is no number", fightPath, `{}`, append(j, "If-Match", "*"), 400},
		{"unknown event", "/api/events/no", `{"revision":1}`, j, 404},
		{"unknown other event", fightPath, `{"revision":1,"same_as":["no"]}`, j, 400},
		{"itself", fightPath, `{"revision":1,"different_from":["бій/7"]}`, j, 400},
		{"unknown member", fightPath, `{"revision":1,"colour":1}`, j, 400},
		{"wrong type", fightPath, `{"revision":1,"type":5}`, j, 400},
		{"no type", fightPath, `{"revision":1,"type":null}`, j, 400},
		{"bad day", fightPath, `{"revision":1,"date_start":"soon"}`, j, 400},
		{"ends before it begins", fightPath, `{"revision":1,"date_start":"2024-12-20","date_end":"2024-12-01"}`, j, 400},
		{"negative count", fightPath, `{"revision":1,"casualties":{"killed":{"min":-1}}}`, j, 400},
		{"latitude", fightPath, `{"revision":1,"places":[{"index":0,"lat":91,"lon":0,"radius_m":1}]}`, j, 400},
		{"no such place", fightPath, `{"revision":1,"places":[{"index":5,"lat":1,"lon":0,"radius_m":1}]}`, j, 400},
		{"half a place", fightPath, `{"revision":1,"places":[{"index":0,"lat":1}]}`, j, 400},
		{"verification", fightPath, `{"revision":1,"verification":"true"}`, j, 400},
		{"review", fightPath, `{"revision":1,"review":"auto"}`, j, 400},
		{"two values", fightPath, `{"revision":1}{}`, j, 400},
		{"a form", fightPath, `revision=1`, []string{"Content-Type", "application/x-www-form-urlencoded"}, 415},
		{"foreign page", fightPath, `{"revision":1}`, append(j, "Origin", "http://evil.example"), 403},
		{"too large", fightPath, `{"type":"` + strings.Repeat("a", maxCorrectionBytes) + `"}`, j, 413},
	} {
		r := s.ask("PATCH", c.path, c.body, c.header...)
		if body := text(t, r); r.StatusCode != c.status || r.Header.Get("Content-Type") != "application/problem+json" || strings.Contains(body, "web.") {
			t.Errorf("%s: got %d %s, want %d", c.name, r.StatusCode, body, c.status)
		}
	}
	if ev, err := db.Event(t.Context(), "бій/7"); err != nil || ev.Revision != 1 || ev.Group != "" {
		t.Errorf("a refused correction changed the event: %+v, %v", ev, err)
	}
	if r := newSite(t, nil).ask("PATCH", fightPath, `{"revision":1}`, j...); r.StatusCode != 501 {
		t.Errorf("a server without a store: got %d, want 501", r.StatusCode)
	}
}

func FuzzCorrection(f *testing.F) {
	f.Add(`{"revision":1,"places":[{"index":0,"lat":1,"lon":2,"radius_m":3}],"casualties":{"killed":null}}`, `"1"`)
	f.Add(`{"date_start":null}`, "")
	f.Fuzz(func(t *testing.T, body, match string) {
		in, err := readCorrection([]byte(body), match)
		if err != nil {
			return
		}
		ev := sampleEvent("one", 14, orb.Point{35.33, 51.10})
		if in.apply(&ev) == nil && ev.Review == event.ReviewAuto {
			t.Errorf("%q leaves the event the machine's", body)
		}
	})
}
