// Package watch takes reports as they come: new files of a folder, and new entries
// of feeds. [Run] watches until its context ends; [Entries] reads one feed once.
//
// What was taken is remembered in a state file, after it was taken: a process that is
// killed in between takes that one thing again, and the store recognises the same
// report. Nothing is remembered that was not taken or refused for good, so nothing is
// lost. One process at a time may use a state file.
//
// A file counts as finished when its size and time stay the same for a while; a
// file that changes later is taken again. Feeds are asked politely: conditionally,
// never more often than the feed, its server or the caller want, and more and more
// rarely while they fail.
package watch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"time"

	"sitmap/internal/fetch"
	"sitmap/internal/ingest"
)

// Source calls do for every report there is; it is pipeline.Source.
type Source = func(do func(ingest.Item) error) error

// Fetcher gets pages; *fetch.Client is one.
type Fetcher interface {
	Get(ctx context.Context, r fetch.Request) (fetch.Page, error)
}

// Options say what to watch and what to do with it. Take and Say must be set, Open for
// folders, Fetch for feeds.
type Options struct {
	Folders []string
	Feeds   []string
	State   string // file that remembers what was taken

	// Take stores what a source gives, and returns when it is stored. An error that
	// wraps ingest.ErrRefused is final; after any other the source is tried again later.
	Take func(ctx context.Context, name string, src Source) error
	// Open makes a source of an opened file.
	Open  func(ctx context.Context, name string, r io.Reader) Source
	Fetch Fetcher
	Read  ingest.Options
	// Say tells the user what happens, in one line.
	Say func(format string, args ...any)

	Look   time.Duration // between two looks into a folder; 0 is 1 s
	Settle time.Duration // how long a file must stay the same; 0 is 3 s
	Every  time.Duration // least time between two requests for one feed; 0 is 15 min
}

// watcher is one call of Run.
type watcher struct {
	Options
	state  *state
	taking sync.Mutex // one source at a time
}

// Run watches until ctx ends, and returns nil then. It returns an error when what it is to
// watch or its state file is not fit for use.
func Run(ctx context.Context, o Options) error {
	o.Look, o.Settle, o.Every = or(o.Look, time.Second), or(o.Settle, 3*time.Second), or(o.Every, 15*time.Minute)
	st, err := load(o.State)
	if err != nil {
		return err
	}
	w := &watcher{Options: o, state: st}
	var folders []*folder
	for _, dir := range o.Folders {
		f, err := openFolder(dir)
		if err != nil {
			return err
		}
		folders = append(folders, f)
	}
	for _, u := range o.Feeds {
		if _, err := fetch.Address(u); err != nil {
			return err
		}
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var wg sync.WaitGroup
	start := func(run func(context.Context) error) {
		wg.Go(func() {
			if err := run(ctx); err != nil {
				stop(err)
			}
		})
	}
	for _, f := range folders {
		start(func(ctx context.Context) error { return w.watchFolder(ctx, f) })
	}
	for _, u := range o.Feeds {
		start(func(ctx context.Context) error { return w.watchFeed(ctx, u) })
	}
	wg.Wait()
	if err := context.Cause(ctx); err != nil && !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}

func or(d, standard time.Duration) time.Duration {
	if d > 0 {
		return d
	}
	return standard
}

// take hands a source on, one at a time.
func (w *watcher) take(ctx context.Context, name string, src Source) error {
	w.taking.Lock()
	defer w.taking.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	return w.Take(ctx, name, src)
}

// sleep waits for d; false if ctx ended first.
func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// Waits after failures.
const (
	firstWait = time.Minute
	longest   = 24 * time.Hour
)

// backoff gives the wait after so many failures in a row: doubled each time, from the
// first wait or the usual rhythm (whichever is shorter) up to a day, never shorter than the server asks.
func backoff(failures int, every, asked time.Duration) time.Duration {
	wait := min(every, firstWait)
	for range min(failures-1, 30) {
		if wait *= 2; wait >= longest {
			wait = longest
			break
		}
	}
	return min(max(wait, asked), longest)
}

// jitter makes a wait up to a tenth longer, so that many watchers do not ask at the same moment.
func jitter(d time.Duration) time.Duration {
	return d + time.Duration(rand.Float64()*float64(d)/10) //nolint:gosec // no secret
}

// openFolder checks that dir is a folder.
func openFolder(dir string) (*folder, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("watch %s: %w", dir, err)
	}
	info, err := os.Stat(abs)
	if err != nil {
		return nil, fmt.Errorf("watch %s: %w", dir, err)
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("watch %s: it is no folder\nhint: leave --watch out to read a file once", dir)
	}
	return &folder{dir: abs, waiting: map[string]*waiting{}}, nil
}
