// Package pipeline brings reports into the store: [Pipeline.Ingest] takes them as
// package ingest reads them, has their events extracted (unless they came with
// them), and stores report and events together, a batch in each transaction. The
// source is read on while a batch is stored.
//
// A bad row or report is counted with its reason and never stops the others. What
// is stored already is recognised: the same input twice changes nothing, and a
// report that comes again with its date known takes the place of its undated self.
package pipeline

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"sitmap/internal/event"
	"sitmap/internal/ingest"
	"sitmap/internal/store"
)

// Store is what the pipeline needs of a store.
type Store interface {
	// PutAll stores entries in one transaction, all or none; errors wrap
	// store.ErrInvalid when an entry cannot be stored.
	PutAll(ctx context.Context, entries []store.Entry) ([]store.PutResult, error)
	// ReportsByText gives the stored reports with the same text.
	ReportsByText(ctx context.Context, sum [32]byte) ([]event.Report, error)
	// Regroup compares the events of reports with rows of tables stored since the last time.
	Regroup(ctx context.Context) error
}

// Extractor reads the events of a report. It is called from several goroutines.
type Extractor func(ctx context.Context, r event.Report, hints []string) ([]event.Event, error)

// Pipeline holds what Ingest needs. Store and Extract must be set.
type Pipeline struct {
	Store    Store
	Extract  Extractor
	Batch    int          // reports in one transaction; 0 is 64, or 20,000 events (5,000 first) or 16 MiB of text that came with their events
	Workers  int          // reports read at the same time; 0 is one for each processor
	Progress func(Result) // called after each batch with what is done so far; may be nil
}

// Result counts what was done; its JSON is what `ingest --json` prints.
type Result struct {
	Reports    int               `json:"reports"`    // taken, the ones stored before included
	Events     int               `json:"events"`     // read in them
	New        int               `json:"new"`        // events that the store did not have
	Updated    int               `json:"updated"`    // events that became a new revision
	Duplicates int               `json:"duplicates"` // reports that the store had already
	Rejected   []ingest.Rejected `json:"rejected"`   // rows not taken
}

// Source calls do for every report there is, and stops at its first error.
// [ingest.Each] is one when its other arguments are bound.
type Source func(do func(ingest.Item) error) error

// Items is the source of a list.
func Items(items ...ingest.Item) Source {
	return func(do func(ingest.Item) error) error {
		for _, it := range items {
			if err := do(it); err != nil {
				return err
			}
		}
		return nil
	}
}

const (
	defaultBatch = 64
	batchEvents  = 20_000
	firstEvents  = 5000     // in the first batch, so that storing soon begins beside reading
	batchText    = 16 << 20 // bytes
)

// Ingest takes every report of src. The result counts what is stored, also when an
// error ends the work early: then everything that came before the error is stored,
// unless it is the context's or the store's own.
func (p *Pipeline) Ingest(ctx context.Context, src Source) (Result, error) {
	r := &run{p: p, ctx: ctx, res: Result{Rejected: []ingest.Rejected{}}, texts: map[[32]byte]bool{}}
	err := src(r.take)
	if r.failed == nil && ctx.Err() == nil {
		r.failed = r.flush()
	}
	if e := r.settle(); r.failed == nil {
		r.failed = e
	}
	if r.failed == nil && ctx.Err() == nil {
		if r.failed = p.Store.Regroup(ctx); r.failed != nil {
			r.failed = fmt.Errorf("group events: %w", r.failed)
		}
	}
	if r.failed != nil && !errors.Is(err, r.failed) {
		err = errors.Join(err, r.failed)
	}
	return r.res, errors.Join(err, unless(err, ctx.Err()))
}

// unless drops an error that is already part of another.
func unless(err, more error) error {
	if more == nil || errors.Is(err, more) {
		return nil
	}
	return more
}

// run is one call of Ingest.
type run struct {
	p       *Pipeline
	ctx     context.Context
	res     Result
	batch   []*job
	events  int               // that came with the batch
	text    int               // bytes of the batch's reports that came with events
	texts   map[[32]byte]bool // of the batch
	storing chan stored       // what becomes of the batch before; nil none
	failed  error             // of the store: nothing more is taken
}

// stored is what became of a batch.
type stored struct {
	jobs []*job
	err  error
}

// job is a report on its way.
type job struct {
	row       int
	report    event.Report
	hints     []string
	twin      *event.Report // the undated report that this one replaces
	duplicate bool
	ready     bool // events came with the report
	events    []event.Event
	bad       []ingest.Rejected // events that cannot be stored
	err       error
	result    store.PutResult
}

func (r *run) take(it ingest.Item) error {
	if err := r.ctx.Err(); err != nil {
		return err
	}
	if it.Rejected != nil {
		r.res.Rejected = append(r.res.Rejected, *it.Rejected)
		return nil
	}
	// The same text twice in one batch: the first must be stored before the second is compared with it.
	if r.full(it.Ready) || r.texts[it.Report.SHA256] {
		if r.failed = r.flush(); r.failed != nil {
			return r.failed
		}
	}
	r.texts[it.Report.SHA256] = true
	if it.Ready {
		r.events += len(it.Events)
		r.text += len(it.Report.Text)
	}
	r.batch = append(r.batch, &job{row: it.Row, report: it.Report, hints: it.Hints, ready: it.Ready, events: it.Events})
	return nil
}

// full reports whether the batch is to be stored before the next report, which is
// ready when its events came with it: those cost no reading, and the fewer transactions
// a table takes, the less often inner pages are written.
func (r *run) full(ready bool) bool {
	size := r.p.Batch
	if size <= 0 && !ready {
		size = defaultBatch
	}
	events := batchEvents
	if r.storing == nil {
		events = firstEvents
	}
	return size > 0 && len(r.batch) >= size || r.events >= events || r.text >= batchText
}

// flush reads the batch, once the one before is stored, and begins to store it.
func (r *run) flush() error {
	jobs := r.batch
	r.batch, r.events, r.text = nil, 0, 0
	clear(r.texts)
	if err := r.settle(); err != nil || len(jobs) == 0 {
		return err
	}
	for _, j := range jobs {
		if err := r.compare(j); err != nil {
			return err
		}
	}
	r.extract(jobs)
	if err := r.ctx.Err(); err != nil {
		return err
	}
	done := make(chan stored, 1)
	r.storing = done
	go func() { done <- stored{jobs, r.store(jobs)} }()
	return nil
}

// settle waits for the batch that is being stored and counts it.
func (r *run) settle() error {
	if r.storing == nil {
		return nil
	}
	done := <-r.storing
	r.storing = nil
	if done.err != nil {
		return done.err
	}
	for _, j := range done.jobs {
		r.count(j)
	}
	if r.p.Progress != nil {
		shown := r.res
		shown.Rejected = slices.Clone(r.res.Rejected)
		r.p.Progress(shown)
	}
	return nil
}

// compare looks for the report among the stored ones. One with the same text, outlet
// and URL is the same report if its time of publication is the same or only one of
// the two knows it; the one that knows it stays.
func (r *run) compare(j *job) error {
	same, err := r.p.Store.ReportsByText(r.ctx, j.report.SHA256)
	if err != nil {
		return err
	}
	for _, s := range same {
		switch {
		case s.Outlet != j.report.Outlet || s.URL != j.report.URL:
		case s.ID == j.report.ID, j.report.Published.IsZero():
			j.report, j.duplicate = s, true
		case s.Published.IsZero():
			j.twin = &s
		}
	}
	return nil
}

// extract reads the events of all jobs, several at the same time.
func (r *run) extract(jobs []*job) {
	workers := r.p.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	todo := make(chan *job)
	var wg sync.WaitGroup
	for range min(workers, len(jobs)) {
		wg.Go(func() {
			for j := range todo {
				j.events, j.err = r.one(j)
			}
		})
	}
	for _, j := range jobs {
		todo <- j
	}
	close(todo)
	wg.Wait()
}

// one calls the extractor. Its panic is that report's error and nobody else's.
func (r *run) one(j *job) (events []event.Event, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("sitmap broke on this report (%v); please report it as a bug", p)
		}
	}()
	if err := r.ctx.Err(); err != nil {
		return nil, err
	}
	if j.ready {
		return j.fit(), nil
	}
	return r.p.Extract(r.ctx, j.report, j.hints)
}

// fit gives the events that came with the report without those that cannot be
// stored: a bad row must not cost the others of its chunk their place.
func (j *job) fit() []event.Event {
	good := j.events[:0]
	seen := make(map[event.ID]bool, len(j.events))
	for _, ev := range j.events {
		err := store.CheckEvent(j.report, ev)
		if err == nil && seen[ev.ID] {
			err = fmt.Errorf("%w: event %s is in the report twice", store.ErrInvalid, ev.ID)
		}
		if err != nil {
			j.bad = append(j.bad, ingest.Rejected{Row: j.row, Field: "event", Reason: err.Error()})
			continue
		}
		seen[ev.ID] = true
		good = append(good, ev)
	}
	return good
}

// store puts the jobs in one transaction; if one of them cannot be stored, each in
// its own. What could not be stored has its error afterwards.
func (r *run) store(jobs []*job) error {
	var entries []store.Entry
	var good []*job
	for _, j := range jobs {
		if j.err == nil {
			entries, good = append(entries, j.entries()...), append(good, j)
		}
	}
	if len(good) == 0 {
		return nil
	}
	results, err := r.p.Store.PutAll(r.ctx, entries)
	switch {
	case err == nil:
		for _, j := range good {
			n := len(j.entries())
			j.result = results[n-1]
			results = results[n:]
		}
		return nil
	case !errors.Is(err, store.ErrInvalid):
		return fmt.Errorf("store reports: %w", err)
	case len(good) == 1:
		good[0].err = err
		return nil
	}
	for _, j := range good {
		if err := r.store([]*job{j}); err != nil {
			return err
		}
	}
	return nil
}

// entries gives the report, behind its undated twin whose events it takes over.
func (j *job) entries() []store.Entry {
	own := store.Entry{Report: j.report, Events: j.events, Table: j.ready}
	if j.twin != nil {
		return []store.Entry{{Report: *j.twin}, own}
	}
	return []store.Entry{own}
}

func (r *run) count(j *job) {
	r.res.Rejected = append(r.res.Rejected, j.bad...)
	if j.err != nil {
		r.res.Rejected = append(r.res.Rejected, ingest.Rejected{Row: j.row, Field: "text", Reason: j.err.Error()})
		return
	}
	r.res.Reports++
	r.res.Events += len(j.events)
	r.res.New += j.result.New
	r.res.Updated += j.result.Updated
	if j.duplicate || !j.result.ReportNew {
		r.res.Duplicates++
	}
}
