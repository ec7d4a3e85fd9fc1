// Package layer gives the map's named layers their GeoJSON: events, regions,
// places, reports and borders, each under the same filters. [Feature] makes the
// one feature of an event that pages, layers and exports share.
//
// What is in a layer is decided by a snapshot; what a feature tells is read from
// the store. Features are written one by one, so a layer of any size needs
// memory for one. Tiles and counts come from the snapshot itself.
package layer

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/paulmach/orb"

	"sitmap/geo"
	"sitmap/geo/codec/geojson"
	"sitmap/geo/geodesic"
	"sitmap/internal/event"
	"sitmap/internal/snapshot"
	"sitmap/internal/store"
)

// ErrUnknown says that there is no layer of that name.
var ErrUnknown = errors.New("no such layer")

// Store is where the text of events and reports comes from.
type Store interface {
	// Event gives one event, or an error that wraps store.ErrNotFound.
	Event(ctx context.Context, id event.ID) (event.Event, error)
	// Report gives one report, or an error that wraps store.ErrNotFound.
	Report(ctx context.Context, id event.ReportID) (event.Report, error)
}

// Border is one line of the layer borders.
type Border struct {
	Between  [2]string           // ISO 3166-1 alpha-2
	Line     orb.MultiLineString // lon, lat
	Disputed string              // what is disputed about it; "" nothing
}

// Layers writes layers. Borders may be nil when there are none.
type Layers struct {
	Store   Store
	Borders []Border
	// Credit names the source and licence of the borders.
	Credit string
}

// Info describes a layer for a list of layers.
type Info struct {
	Name        string   `json:"name"`
	Title       string   `json:"title"`
	Description string   `json:"description"`
	Geometry    []string `json:"geometry"`
	Filtered    bool     `json:"filtered"`          // whether filters change it
	GeoJSON     string   `json:"geojson,omitempty"` // archives of tiles have none
	Tiles       string   `json:"tiles,omitempty"`   // TileJSON, where the layer has tiles
	Attribution string   `json:"attribution,omitempty"`
}

// List describes the layers.
func (l *Layers) List() []Info {
	list := []Info{
		{"events", "Events", "What happened, one feature an event, with quotes, source and reasons.", []string{"Point", "MultiPoint"}, true, "", "/tiles/events.json", ""},
		{"regions", "Uncertainty", "Where each event may have been, one area for each of its places.", []string{"Polygon", "MultiPolygon"}, true, "", "", ""},
		{"places", "Places", "The gazetteer places that events lie at, with the number of events.", []string{"Point"}, true, "", "", ""},
		{"reports", "Reports", "The reports that events were read from, at the places they tell of.", []string{"Point", "MultiPoint"}, true, "", "", ""},
		{"borders", "Borders", "Borders between countries as they are measured with.", []string{"LineString", "MultiLineString"}, false, "", "", l.Credit},
	}
	for i := range list {
		list[i].GeoJSON = "/layers/" + list[i].Name + ".geojson"
	}
	return list
}

// Page is one piece of a layer.
type Page struct {
	Filter *snapshot.Filter
	After  snapshot.Cursor
	Limit  int // at most so many events; 0 = all
}

// Write writes the layer as a FeatureCollection to w. Errors wrap [ErrUnknown],
// are the store's, or w's. A layer of events that are deleted meanwhile is shorter.
func (l *Layers) Write(ctx context.Context, w io.Writer, name string, g *snapshot.Generation, p Page) error {
	out := geojson.NewWriter(w)
	var err error
	switch name {
	case "events":
		err = l.each(ctx, g, p, func(ev event.Event, rep event.Report) error { return out.Write(Feature(ev, rep)) })
	case "regions":
		err = l.each(ctx, g, p, func(ev event.Event, _ event.Report) error { return writeRegions(out, ev) })
	case "places":
		err = l.places(ctx, out, g, p)
	case "reports":
		err = l.reports(ctx, out, g, p)
	case "borders":
		err = l.borders(out)
	default:
		return fmt.Errorf("%w: %q", ErrUnknown, name)
	}
	if err != nil {
		return fmt.Errorf("layer %s: %w", name, err)
	}
	return out.Close()
}

// WriteEvents writes one page of events and returns where the next begins, nil at
// the end. members gives what else the collection says, once the page is known.
func (l *Layers) WriteEvents(ctx context.Context, w io.Writer, g *snapshot.Generation, p Page, members func(returned int, next *snapshot.Cursor) []geojson.Member) error {
	out := geojson.NewWriter(w)
	ids, next := g.List(p.Filter, p.After, p.Limit)
	f := fetcher{store: l.Store}
	for _, id := range ids {
		err := f.fetch(ctx, id, func(ev event.Event, rep event.Report) error { return out.Write(Feature(ev, rep)) })
		if err != nil {
			return err
		}
	}
	return out.Close(members(out.Count(), next)...)
}

// pageSize is how many IDs are taken from the snapshot at a time.
const pageSize = 1000

// each calls fn with every event of the page and its report.
func (l *Layers) each(ctx context.Context, g *snapshot.Generation, p Page, fn func(event.Event, event.Report) error) error {
	f := fetcher{store: l.Store}
	at, left := p.After, p.Limit
	for {
		n := pageSize
		if p.Limit > 0 {
			n = min(n, left)
		}
		ids, next := g.List(p.Filter, at, n)
		for _, id := range ids {
			if err := f.fetch(ctx, id, fn); err != nil {
				return err
			}
		}
		left -= len(ids)
		if next == nil || p.Limit > 0 && left <= 0 {
			return nil
		}
		at = *next
	}
}

// fetcher reads events and remembers the last report: events of one report often follow each other.
type fetcher struct {
	store Store
	last  event.Report
}

func (f *fetcher) fetch(ctx context.Context, id event.ID, fn func(event.Event, event.Report) error) error {
	ev, err := f.store.Event(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil // deleted since the snapshot was made
	}
	if err != nil {
		return err
	}
	rep, err := f.report(ctx, ev)
	if err != nil {
		return err
	}
	return fn(ev, rep)
}

func (f *fetcher) report(ctx context.Context, ev event.Event) (event.Report, error) {
	if len(ev.Evidence) == 0 || ev.Evidence[0].Report == "" {
		return event.Report{}, nil
	}
	id := ev.Evidence[0].Report
	if f.last.ID == id {
		return f.last, nil
	}
	rep, err := f.store.Report(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return event.Report{}, nil
	}
	if err != nil {
		return event.Report{}, err
	}
	f.last = rep
	return rep, nil
}

// One gives the feature of one event, its report, or an error that wraps store.ErrNotFound.
func (l *Layers) One(ctx context.Context, id event.ID) (f geojson.Feature, rep event.Report, err error) {
	ev, err := l.Store.Event(ctx, id)
	if err != nil {
		return geojson.Feature{}, event.Report{}, err
	}
	rep, err = (&fetcher{store: l.Store}).report(ctx, ev)
	if err != nil {
		return geojson.Feature{}, event.Report{}, err
	}
	return Feature(ev, rep), rep, nil
}

// circleSteps is how many corners a full circle is drawn with.
const circleSteps = 64

// writeRegions draws where the event may have been. A place without a region is
// drawn as a disc of its radius; one without either is left out.
func writeRegions(out *geojson.Writer, ev event.Event) error {
	for i, l := range ev.Where {
		r := l.Region
		if r.IsZero() {
			r = geo.Region{Kind: geo.Disc, Centre: l.Point, Outer: l.Radius}
		}
		area, err := geodesic.Outline(r, circleSteps)
		if errors.Is(err, geodesic.ErrNotDrawable) {
			continue
		}
		if err != nil {
			return fmt.Errorf("event %s, place %d: %w", ev.ID, i, err)
		}
		var g orb.Geometry = area
		if len(area) == 1 {
			g = area[0]
		}
		err = out.Write(geojson.Feature{Geometry: g, Properties: regionProperties{
			string(ev.ID), i, string(r.Kind), float64(l.Radius), ev.Type, or(string(ev.Verification), string(event.VerificationNone)), l.Place.Name,
		}})
		if err != nil {
			return err
		}
	}
	return nil
}

type regionProperties struct {
	Event        string  `json:"event"`
	Place        int     `json:"place"`
	Kind         string  `json:"kind"`
	RadiusM      float64 `json:"radius_m"`
	Type         string  `json:"type"`
	Verification string  `json:"verification"`
	Name         string  `json:"name"`
}
