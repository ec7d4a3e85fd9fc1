package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"sitmap/internal/ingest"
	"sitmap/internal/pipeline"
	"sitmap/internal/watch"
)

// watching are the flags of --watch.
type watching struct {
	Watch bool          `help:"Keep taking what comes, until Ctrl-C: new files of folders, new entries of feeds (RSS, Atom, JSON Feed)."`
	State string        `help:"With --watch: file that remembers what was taken; DB.watch.json if left out." placeholder:"FILE"`
	Every time.Duration `help:"With --watch: least time between two requests for one feed; not below 1m." default:"15m"`
}

// leastEvery is how often a feed may be asked for at most.
const leastEvery = time.Minute

// watch takes what comes until ctx ends.
func (c ingestCmd) watch(ctx context.Context, g *globals, s streams, p pipeline.Pipeline, o ingest.Options, notes *notes) error {
	w := watch.Options{
		State: c.State, Every: c.Every, Read: o, Fetch: c.client(),
		Open: func(ctx context.Context, name string, r io.Reader) watch.Source { return c.source(ctx, name, r, o) },
		Say:  func(format string, args ...any) { say(s.err, format, args...) },
		Take: func(ctx context.Context, name string, src watch.Source) error {
			r, err := p.Ingest(ctx, notes.of(name, src))
			if err == nil || r.Reports > 0 {
				err = errors.Join(err, c.report(g, s, name, r, notes))
			}
			return err
		},
	}
	if w.State == "" {
		w.State = c.DB + ".watch.json"
	}
	for _, f := range c.Files {
		if isAddress(f) {
			w.Feeds = append(w.Feeds, f)
		} else {
			w.Folders = append(w.Folders, f)
		}
	}
	if err := watch.Run(ctx, w); err != nil {
		return err
	}
	say(s.err, "stopped; what was taken is remembered in %s", w.State)
	return nil
}

// checkWatch says which flags do not go with --watch.
func (c ingestCmd) checkWatch() error {
	switch {
	case !c.Watch && c.State != "":
		return errors.New("--state goes with --watch")
	case !c.Watch:
		return nil
	case c.Published != "":
		return errors.New("--published would give everything that comes the same time; leave it out with --watch")
	case c.Every < leastEvery:
		return fmt.Errorf("--every %s is too often for other people's servers\nhint: %s or more", c.Every, leastEvery)
	}
	for _, f := range c.Files {
		if f == "-" {
			return errors.New("standard input cannot be watched\nhint: name a folder, or the address of a feed")
		}
	}
	return nil
}
