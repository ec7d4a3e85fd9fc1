package layer

import (
	"context"
	"strings"

	"github.com/paulmach/orb"

	"sitmap/geo/codec/geojson"
	"sitmap/internal/event"
	"sitmap/internal/snapshot"
)

// gathered is a place with what happened there.
type gathered struct {
	place  event.PlaceSnapshot
	events int
	from   event.Date
	to     event.Date
}

type placeProperties struct {
	ID        string     `json:"id"`
	Name      string     `json:"name"`
	Class     string     `json:"class"`
	Country   *string    `json:"country"`
	Admin1    *string    `json:"admin1"`
	Admin2    *string    `json:"admin2"`
	Events    int        `json:"events"`
	DateStart event.Date `json:"date_start"`
	DateEnd   event.Date `json:"date_end"`
}

// places writes one feature for each place that an event of the page names, in
// the order in which the events name them. It keeps all of them in memory.
func (l *Layers) places(ctx context.Context, out *geojson.Writer, g *snapshot.Generation, p Page) error {
	byID := make(map[string]*gathered)
	var order []*gathered
	err := l.each(ctx, g, p, func(ev event.Event, _ event.Report) error {
		seen := make(map[string]bool, len(ev.Where))
		for _, w := range ev.Where {
			id := w.Place.ID
			if id == "" || seen[id] {
				continue // a bare coordinate is no place
			}
			seen[id] = true
			if byID[id] == nil {
				byID[id] = &gathered{place: w.Place}
				order = append(order, byID[id])
			}
			byID[id].add(ev)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, a := range order {
		err := out.Write(geojson.Feature{ID: a.place.ID, Geometry: a.place.Point, Properties: placeProperties{
			a.place.ID, a.place.Name, a.place.Class, known(a.place.Country), known(a.place.Admin1), known(a.place.Admin2), a.events, a.from, a.to,
		}})
		if err != nil {
			return err
		}
	}
	return nil
}

func (a *gathered) add(ev event.Event) {
	a.events++
	if s := ev.When.Start; !s.IsZero() && (a.from.IsZero() || s.Before(a.from)) {
		a.from = s
	}
	if t := ev.When.End; !t.IsZero() && (a.to.IsZero() || a.to.Before(t)) {
		a.to = t
	}
}

type reportProperties struct {
	Source
	Lang   *string  `json:"lang"`
	Start  string   `json:"start"` // the report's first words
	Events []string `json:"events"`
}

// reports writes one feature for each report that an event of the page was read
// from, at the places of those events.
func (l *Layers) reports(ctx context.Context, out *geojson.Writer, g *snapshot.Generation, p Page) error {
	type found struct {
		props  reportProperties
		points orb.MultiPoint
	}
	byID := make(map[event.ReportID]*found)
	var order []*found
	err := l.each(ctx, g, p, func(ev event.Event, rep event.Report) error {
		if rep.ID == "" {
			return nil
		}
		f := byID[rep.ID]
		if f == nil {
			f = &found{props: reportProperties{Source: source(ev, rep), Lang: known(rep.Lang), Start: beginning(rep.Text)}}
			byID[rep.ID] = f
			order = append(order, f)
		}
		f.props.Events = append(f.props.Events, string(ev.ID))
		for _, w := range ev.Where {
			f.points = append(f.points, w.Point)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, f := range order {
		feature := geojson.Feature{ID: f.props.Report, Properties: f.props}
		switch len(f.points) {
		case 0:
		case 1:
			feature.Geometry = f.points[0]
		default:
			feature.Geometry = f.points
		}
		if err := out.Write(feature); err != nil {
			return err
		}
	}
	return nil
}

// beginning gives the first words of a text, on one line.
func beginning(s string) string { return strings.Join(strings.Fields(after(s)), " ") }

type borderProperties struct {
	Between  [2]string `json:"between"`
	Disputed *string   `json:"disputed"`
	Credit   string    `json:"source"`
}

func (l *Layers) borders(out *geojson.Writer) error {
	for _, b := range l.Borders {
		err := out.Write(geojson.Feature{Geometry: b.Line, Properties: borderProperties{b.Between, known(b.Disputed), l.Credit}})
		if err != nil {
			return err
		}
	}
	return nil
}
