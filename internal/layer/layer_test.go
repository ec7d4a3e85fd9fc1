package layer

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"sitmap/geo"
	"sitmap/geo/codec/geojson"
	"sitmap/internal/event"
	"sitmap/internal/snapshot"
	"sitmap/internal/store"
)

// memory is a store for tests.
type memory struct {
	events  []event.Event
	reports map[event.ReportID]event.Report
	failed  error
	gone    event.ID // in the snapshot, but not in the store any more
}

func (m *memory) EachEvent(_ context.Context, _ event.Query, fn func(event.Event) error) error {
	for _, ev := range m.events {
		if err := fn(ev); err != nil {
			return err
		}
	}
	return nil
}

func (m *memory) Event(_ context.Context, id event.ID) (event.Event, error) {
	for _, ev := range m.events {
		if ev.ID == id && id != m.gone {
			return ev, m.failed
		}
	}
	return event.Event{}, fmt.Errorf("event %s: %w", id, store.ErrNotFound)
}

func (m *memory) Report(_ context.Context, id event.ReportID) (event.Report, error) {
	if r, ok := m.reports[id]; ok {
		return r, nil
	}
	return event.Report{}, fmt.Errorf("report %s: %w", id, store.ErrNotFound)
}

func (m *memory) Version(context.Context) (uint64, error) { return 1, nil }

func (m *memory) Changes(context.Context, uint64) ([]store.Change, error) { return nil, nil }

func disc(p orb.Point, r geo.Metres) geo.Region {
	return geo.Region{Kind: geo.Disc, Centre: p, Outer: r}
}

func sample() *memory {
	d := event.Date{Year: 2024, Month: 12, Day: 14}
	place := func(id, name string, p orb.Point) event.Location {
		return event.Location{Point: p, Radius: 1000, Region: disc(p, 1000), Place: event.PlaceSnapshot{ID: id, Name: name, Class: "settlement", Country: "RU", Point: p}}
	}
	a, b := orb.Point{35.33, 51.10}, orb.Point{35.49, 51.16}
	ev := func(id string, report event.ReportID, day int, where ...event.Location) event.Event {
		return event.Event{ID: event.ID(id), Type: "Attack", When: event.Interval{Start: d.AddDays(day), End: d.AddDays(day + 1)}, Where: where, Evidence: []event.Evidence{{Report: report}}}
	}
	across := place("own:3", "Far east", orb.Point{179.99, 65})
	across.Region, across.Radius = disc(across.Point, 5000), 5000
	bare := place("", "", orb.Point{35, 51})
	bare.Region, bare.Radius = geo.Region{}, 0
	return &memory{
		events: []event.Event{
			ev("e1", "r1", 3, place("own:1", "A", a), place("own:2", "B", b), place("own:1", "A", a)), ev("e2", "r1", 1, place("own:1", "A", a)),
			ev("e3", "r2", 0), ev("e4", "r2", 5, across), ev("e5", "missing", 2, bare),
		},
		reports: map[event.ReportID]event.Report{"r1": {ID: "r1", Outlet: "One", Text: "first   words\nof it"}, "r2": {ID: "r2", Lang: "uk"}},
	}
}

type collection struct {
	Type     string
	BBox     []float64
	Features []struct {
		ID       any
		Geometry *struct {
			Type        string
			Coordinates json.RawMessage
		}
		Properties map[string]any
	}
}

func write(t *testing.T, l *Layers, m *memory, name string, p Page) collection {
	t.Helper()
	s, err := snapshot.Load(context.Background(), snapshot.Options{Loader: m, Log: m})
	if err != nil {
		t.Fatal(err)
	}
	if p.Filter == nil {
		p.Filter = s.Current().Filter(snapshot.Query{})
	}
	var b bytes.Buffer
	if err := l.Write(context.Background(), &b, name, s.Current(), p); err != nil {
		t.Fatal(err)
	}
	var c collection
	if err := json.Unmarshal(b.Bytes(), &c); err != nil {
		t.Fatalf("%v in %s", err, b.Bytes())
	}
	return c
}

func shape(c collection) string {
	var out []string
	for _, f := range c.Features {
		kind := "null"
		if f.Geometry != nil {
			kind = f.Geometry.Type
		}
		out = append(out, kind)
	}
	return strings.Join(out, " ")
}

func TestLayers(t *testing.T) {
	m := sample()
	l := &Layers{Store: m, Credit: "some source", Borders: []Border{{Between: [2]string{"RU", "UA"}, Line: orb.MultiLineString{{{35, 51}, {36, 52}}}, Disputed: "course"}}}
	for name, want := range map[string]string{
		"events":  "Point MultiPoint Point Point null", // e4 e1 e5 e2 e3, newest first
		"regions": "MultiPolygon Polygon Polygon Polygon Polygon",
		"places":  "Point Point Point",
		"reports": "Point MultiPoint",
		"borders": "LineString",
	} {
		c := write(t, l, m, name, Page{})
		if got := shape(c); got != want || c.Type != "FeatureCollection" {
			t.Errorf("layer %s: %s, want %s", name, got, want)
		}
	}
	places := write(t, l, m, "places", Page{})
	for _, f := range places.Features {
		if f.ID == "own:1" && (f.Properties["events"] != 2.0 || f.Properties["date_start"] != "2024-12-15" || f.Properties["date_end"] != "2024-12-18") {
			t.Errorf("place %v", f.Properties)
		}
	}
	reports := write(t, l, m, "reports", Page{})
	if f := reports.Features[1]; f.ID != "r1" || f.Properties["start"] != "first words of it" || len(f.Properties["events"].([]any)) != 2 {
		t.Errorf("report %v", f)
	}
	if f := write(t, l, m, "borders", Page{}).Features[0]; f.Properties["disputed"] != "course" || f.Properties["source"] != "some source" {
		t.Errorf("border %v", f)
	}
}

func TestLayersPageAndFilter(t *testing.T) {
	m := sample()
	l := &Layers{Store: m}
	if got := shape(write(t, l, m, "events", Page{Limit: 2})); got != "Point MultiPoint" {
		t.Errorf("two events: %s", got)
	}
	m.gone = "e1"
	if got := shape(write(t, l, m, "events", Page{})); got != "Point Point Point null" {
		t.Errorf("without the event that is gone: %s", got)
	}
	var b bytes.Buffer
	s, err := snapshot.Load(context.Background(), snapshot.Options{Loader: m, Log: m})
	if err != nil {
		t.Fatal(err)
	}
	g := s.Current()
	all := Page{Filter: g.Filter(snapshot.Query{}), Limit: 2}
	if err := l.Write(context.Background(), &b, "nothing", g, all); !errors.Is(err, ErrUnknown) {
		t.Errorf("err %v, want ErrUnknown", err)
	}
	m.failed = errors.New("disk gone")
	if err := l.Write(context.Background(), &b, "events", g, all); !errors.Is(err, m.failed) {
		t.Errorf("err %v, want the store's", err)
	}
	for _, i := range l.List() {
		if i.GeoJSON != "/layers/"+i.Name+".geojson" || i.Title == "" || i.Description == "" {
			t.Errorf("layer %+v", i)
		}
	}
}

func TestFeature(t *testing.T) {
	words := "Тихо. Clashes went on <near> Plekhovo, a spokesman said."
	at := func(s string) event.Span {
		i := strings.Index(words, s)
		return event.Span{Start: i, End: i + len(s)}
	}
	n, km, east := 3, 4.5, geo.Degrees(90)
	rep := event.Report{ID: "r", Outlet: "Out", URL: "https://example.org/a", Text: words, Published: time.Date(2024, 12, 16, 22, 0, 0, 0, time.FixedZone("", 7200))}
	ev := event.Event{
		ID: "e", Type: "Armed clash", Casualties: event.Casualties{Missing: &event.Count{Min: &n, Max: &n, Text: "three"}},
		Claims:   []event.Attribution{{Claimant: "a spokesman", Verb: "said", Stance: event.Asserts, Span: at("a spokesman")}},
		Evidence: []event.Evidence{{Report: "r", Span: at("Clashes went on")}, {Report: "other", Span: event.Span{Start: 0, End: 3}}, {Report: "r", Span: event.Span{Start: 5, End: 9999}}},
		Where: []event.Location{{
			Point: orb.Point{35.33, 51.1}, Mention: at("Plekhovo"), Relation: event.Relation{Kind: event.Direction, Km: &km, Bearing: &east},
			Reasons: []event.Reason{{Feature: "f", Value: 1, Weight: 2}},
		}},
	}
	b, err := geojson.Append(nil, Feature(ev, rep))
	if err != nil {
		t.Fatal(err)
	}
	var f struct {
		ID         string
		Properties Properties
		Raw        map[string]any
	}
	if err := json.Unmarshal(b, &f); err != nil {
		t.Fatal(err)
	}
	p := f.Properties
	q := p.Quotes[0]
	if len(p.Quotes) != 1 || q != (Quote{"Тихо. ", "Clashes went on", " <near> Plekhovo, a spokesman said.", 6, 21}) {
		t.Errorf("quotes %+v", p.Quotes)
	}
	if c := p.Claims[0]; string([]rune(words)[c.Start:c.End]) != "a spokesman" {
		t.Errorf("claim %+v", c)
	}
	w := p.Places[0]
	if w.Surface != "Plekhovo" || *w.Relation.Km != 4.5 || *w.Relation.Bearing != 90 || w.Country != nil || w.GeoPrecision != nil || w.Reasons[0].Weight != 2 || w.Alternatives == nil {
		t.Errorf("place %+v", w)
	}
	if p.Verification != "none" || p.Review != "auto" || p.TimePrecision != "unknown" || p.DateBasis != "unknown" || p.Casualties.Killed != nil || *p.Casualties.Missing.Min != 3 || p.Control != nil {
		t.Errorf("properties %+v", p)
	}
	if *p.Source.Published != "2024-12-16T22:00:00+02:00" || p.Source.Retrieved != nil || *p.Source.Outlet != "Out" {
		t.Errorf("source %+v", p.Source)
	}
	if !bytes.Contains(b, []byte(`"date_start":null`)) || bytes.Contains(b, []byte("<near>")) {
		t.Errorf("an unknown date is not null, or a bracket stands bare: %s", b)
	}
	without := Feature(ev, event.Report{}).Properties.(Properties)
	if len(without.Quotes) != 0 || without.Source.Report != "r" || without.Places[0].Surface != "" {
		t.Errorf("without the report: %+v", without)
	}
}

func TestContextIsCutAtWords(t *testing.T) {
	long := strings.Repeat("word ", 100)
	for _, c := range []struct{ name, got, want string }{
		{"before", before(long), strings.Repeat("word ", 31)},
		{"after", after(long), strings.TrimSuffix(strings.Repeat("word ", 32), " ")},
		{"before, paragraph", before("one\n\ntwo "), "two "},
		{"after, paragraph", after(" one\n\ntwo"), " one"},
		{"before, one long word", before(strings.Repeat("ї", 200)), strings.Repeat("ї", 80)},
		{"after, one long word", after("a" + strings.Repeat("ї", 200)), "a" + strings.Repeat("ї", 79)},
		{"nothing", before("") + after(""), ""},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", c.name, c.got, c.want)
		}
	}
}

func FuzzQuotes(f *testing.F) {
	f.Add("Some words.\n\nMore of them.", 3, 9)
	f.Add("тихо", 1, 3)
	f.Fuzz(func(t *testing.T, s string, start, end int) {
		span := event.Span{Start: start, End: end}
		for _, q := range newText(event.Report{ID: "r", Text: s}).quotes([]event.Evidence{{Report: "r", Span: span}}) {
			if q.Quote != s[start:end] || len(q.Before) > around || len(q.After) > around || q.End < q.Start {
				t.Errorf("%+v", q)
			}
		}
	})
}
