package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/paulmach/orb"

	"sitmap/gazetteer"
	"sitmap/gazetteer/regions"
	"sitmap/gazetteer/resolve"
	"sitmap/geo/geodesic"
	"sitmap/internal/event"
	"sitmap/internal/extract/actor"
	"sitmap/internal/ingest"
	"sitmap/internal/layer"
	"sitmap/internal/pipeline"
	"sitmap/internal/reader"
	"sitmap/web"
)

// engine is what reading a report needs, opened once.
type engine struct {
	ix      *gazetteer.Index
	borders *regions.Borders
	reader  *reader.Reader
	names   func() *resolve.Resolver // for single names: keeps many runners-up

	usual func(ctx context.Context, outlet string) ([]resolve.Usual, error) // where an outlet usually reports from; nil: not asked
}

func openEngine(g *globals) (*engine, error) {
	finish, err := startEngine(g)
	if err != nil {
		return nil, err
	}
	return finish()
}

// startEngine opens the files that the command line names, which may be missing or bad. finish
// gives the engine; the borders, most of the work, are unpacked in between.
func startEngine(g *globals) (finish func() (*engine, error), err error) {
	ix, err := openGazetteer(g)
	if err != nil {
		return nil, err
	}
	sides, err := openActors(g)
	if err != nil {
		return nil, err
	}
	var e *engine
	done := make(chan struct{})
	go func() {
		defer close(done)
		e, err = newEngine(g, ix, sides)
	}()
	return func() (*engine, error) {
		<-done
		return e, err
	}, nil
}

func newEngine(g *globals, ix *gazetteer.Index, sides *actor.Table) (*engine, error) {
	b, err := regions.Default()
	if err != nil {
		return nil, err
	}
	if b, err = b.With(regions.Worldview(g.Worldview)); err != nil {
		return nil, err
	}
	return &engine{
		ix: ix, borders: b, reader: reader.New(ix, b).WithActors(sides),
		names: sync.OnceValue(func() *resolve.Resolver { return resolve.New(ix, resolve.Options{Alternatives: 50}) }),
	}, nil
}

// openActors gives the table of --actors beside the built-in one; nil is the built-in one alone.
func openActors(g *globals) (*actor.Table, error) {
	if g.Actors == "" {
		return nil, nil
	}
	f, err := os.Open(g.Actors)
	if err != nil {
		return nil, fmt.Errorf("--actors: %w", err)
	}
	defer func() { _ = f.Close() }()
	rows, err := actor.Read(g.Actors, f)
	if err != nil {
		return nil, fmt.Errorf("--actors: %w", err)
	}
	return actor.Default().With(rows), nil
}

// events is the pipeline's extractor.
func (e *engine) events(o reader.Options) pipeline.Extractor {
	return func(ctx context.Context, r event.Report, hints []string) ([]event.Event, error) {
		if err := reader.Bound(r.Text); err != nil {
			return nil, err
		}
		o := o
		o.Hints = append(append([]string(nil), o.Hints...), hints...)
		if e.usual != nil {
			var err error
			if o.Usual, err = e.usual(ctx, r.Outlet); err != nil {
				return nil, err
			}
		}
		return e.reader.Read(r, o).Events, nil
	}
}

// item makes a report of what a client posted, by the same rules as a line of JSON Lines.
func item(row int, in web.ReportInput) (ingest.Item, error) {
	if bad := in.Rejected; bad != nil {
		return ingest.Item{Row: row, Rejected: &ingest.Rejected{Row: row, Field: bad.Field, Reason: bad.Reason}}, nil
	}
	line, err := json.Marshal(in)
	if err != nil {
		return ingest.Item{}, err
	}
	return ingest.Line(row, line, ingest.Options{Retrieved: time.Now().UTC()}), nil
}

// extract answers POST /api/extract.
func (e *engine) extract(_ context.Context, in web.ReportInput) (any, error) {
	it, err := item(1, in)
	if err != nil {
		return nil, err
	}
	if it.Rejected != nil {
		return nil, fmt.Errorf("%w: %s: %s", web.ErrInput, it.Rejected.Field, it.Rejected.Reason)
	}
	if err := reader.Bound(it.Report.Text); err != nil {
		return nil, fmt.Errorf("%w: text: %w", web.ErrInput, err)
	}
	o := reader.Options{Hints: in.Hints}
	if in.Toponyms != nil {
		spans := make([]reader.Offsets, len(in.Toponyms))
		for i, t := range in.Toponyms {
			spans[i] = reader.Offsets(t)
		}
		o.Given = reader.Spans(it.Report.Text, spans)
	}
	return e.reader.Read(it.Report, o).Answer(in.Doc), nil
}

// ingest answers POST /api/reports.
func (e *engine) ingest(db pipeline.Store) func(context.Context, []web.ReportInput) (any, error) {
	return func(ctx context.Context, in []web.ReportInput) (any, error) {
		items := make([]ingest.Item, len(in))
		for i := range in {
			var err error
			if items[i], err = item(i+1, in[i]); err != nil {
				return nil, err
			}
		}
		p := pipeline.Pipeline{Store: db, Extract: e.events(reader.Options{})}
		return p.Ingest(ctx, pipeline.Items(items...))
	}
}

// candidates answers /api/resolve: what the name may mean in its context, best first; names
// that nothing is called exactly are searched for by sound, beginning and misspelling.
func (e *engine) candidates(_ context.Context, q web.ResolveQuery) ([]web.Candidate, error) {
	at := strings.Index(q.Context, q.Name)
	s := q.Context
	if at < 0 {
		at, s = 0, q.Name
	}
	m := gazetteer.Mention{Start: at, End: at + len(q.Name), Text: q.Name}
	res := e.names().Resolve(resolve.Input{Text: s, Mentions: []gazetteer.Mention{m}, Hints: q.Hints})[0]
	var out []web.Candidate
	if res.Chosen != nil {
		for _, c := range append([]resolve.Candidate{*res.Chosen}, res.Alternatives...) {
			w := web.Candidate{Place: reader.PlaceOf(c.Place), Score: c.Score, P: c.P, Reasons: []layer.Reason{}}
			for _, r := range c.Reasons {
				w.Reasons = append(w.Reasons, layer.Reason(r))
			}
			out = append(out, w)
		}
	}
	if out == nil {
		for _, h := range e.ix.Search(q.Name, gazetteer.SearchOptions{Limit: q.Limit}) {
			out = append(out, web.Candidate{Place: reader.PlaceOf(e.ix.Place(h.Ref)), Score: float64(h.Score), Reasons: []layer.Reason{{Feature: "match: " + h.How.String(), Value: float64(h.Quality), Weight: 1}}})
		}
	}
	return out[:min(len(out), q.Limit)], nil
}

// near answers /api/places/near.
func (e *engine) near(_ context.Context, p orb.Point, k int) ([]reader.Place, error) {
	out := []reader.Place{}
	for _, n := range e.ix.Near(p, k, nil) {
		w := reader.PlaceOf(e.ix.Place(n.Ref))
		length, bearing, _ := geodesic.Inverse(p, orb.Point{w.Lon, w.Lat})
		d, b := float64(length), float64(bearing)
		w.DistanceM, w.Bearing = &d, &b
		out = append(out, w)
	}
	return out, nil
}
