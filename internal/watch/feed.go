package watch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"sitmap/internal/event"
	"sitmap/internal/feed"
	"sitmap/internal/fetch"
	"sitmap/internal/ingest"
)

// Bounds of what is remembered and tried.
const (
	maxTries   = 5                    // of an article that cannot be fetched, before the summary must do
	maxEntries = 5000                 // remembered of one feed, beside the ones in it
	keepEntry  = 180 * 24 * time.Hour // after it has left the feed
)

// watchFeed asks for the feed until ctx ends or the feed is gone. Its error is the state file's.
func (w *watcher) watchFeed(ctx context.Context, u string) error {
	w.Say("watching the feed %s", u)
	for first := true; ; first = false {
		var next time.Time
		var gone bool
		w.state.look(func(m *memory) { next, gone = m.feed(u).Next, m.feed(u).Gone })
		if gone && !first { // a new start asks once more
			w.Say("%s is gone, as its server says; it is not asked for any more", u)
			return nil
		}
		wait := time.Until(next)
		if first && wait > 0 {
			w.Say("%s was asked for before; the next time is in %s", u, wait.Round(time.Second))
		}
		if !sleep(ctx, min(wait, longest)) {
			return nil
		}
		if err := w.poll(ctx, u); err != nil || ctx.Err() != nil {
			return err
		}
	}
}

// poll asks for the feed once and takes its new entries. Its error is the state file's.
func (w *watcher) poll(ctx context.Context, u string) error {
	var req fetch.Request
	w.state.look(func(m *memory) {
		f := m.feed(u)
		req = fetch.Request{URL: u, ETag: f.ETag, LastModified: f.LastModified}
	})
	page, err := w.Fetch.Get(ctx, req)
	var f feed.Feed
	if err == nil && !page.NotModified {
		f, err = ingest.ReadFeed(u, page.Body, page.URL)
	}
	if err != nil {
		return w.failed(ctx, u, err)
	}
	if page.Moved != "" {
		w.Say("%s has moved for good to %s; watch that one from now on", u, page.Moved)
	}
	whole := true
	if !page.NotModified {
		if whole, err = w.entries(ctx, u, f); err != nil || ctx.Err() != nil {
			return err
		}
	}
	wait := min(max(w.Every, f.TTL, page.MaxAge), longest)
	return w.state.change(func(m *memory) {
		s := m.feed(u)
		s.Failures, s.Next = 0, time.Now().Add(jitter(wait))
		if whole && !page.NotModified { // else the same feed must come again
			s.ETag, s.LastModified = page.ETag, page.LastModified
		}
		prune(s, time.Now())
	})
}

// failed puts the next request off.
func (w *watcher) failed(ctx context.Context, u string, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	var status *fetch.StatusError
	var asked time.Duration
	gone := false
	if errors.As(err, &status) {
		asked, gone = status.RetryAfter, status.Code == http.StatusGone
	}
	var wait time.Duration
	saved := w.state.change(func(m *memory) {
		s := m.feed(u)
		s.Failures++
		s.Gone = gone
		wait = backoff(s.Failures, w.Every, asked)
		s.Next = time.Now().Add(jitter(wait))
	})
	if !gone {
		w.Say("%v; asking again in %s", err, wait.Round(time.Second))
	}
	return saved
}

// entries takes the entries that are new or changed, the oldest first, and says whether all could be.
func (w *watcher) entries(ctx context.Context, u string, f feed.Feed) (whole bool, err error) {
	if f.Dropped > 0 {
		w.Say("%s has %d more entries than sitmap reads", u, f.Dropped)
	}
	whole = true
	info := ingest.FeedInfo{Title: f.Title, Lang: f.Lang}
	for i := len(f.Entries) - 1; i >= 0; i-- {
		e := f.Entries[i]
		var old entryState
		var known bool
		w.state.look(func(m *memory) { old, known = m.feed(u).Entries[e.Key] })
		if known && old.Tries == 0 && (old.Stamp == e.Stamp() || e.Stamp() == "") {
			continue
		}
		now := entryState{Stamp: e.Stamp(), Seen: time.Now()}
		if err := w.entry(ctx, u, info, e, old.Tries+1 >= maxTries); err != nil {
			if ctx.Err() != nil {
				return false, nil
			}
			w.Say("%s: %v; trying again with the next request", u, err)
			now.Tries, whole = old.Tries+1, false
		}
		if err := w.state.change(func(m *memory) { m.feed(u).Entries[e.Key] = now }); err != nil {
			return false, err
		}
	}
	w.state.look(func(m *memory) {
		for _, e := range f.Entries {
			if s, ok := m.feed(u).Entries[e.Key]; ok {
				s.Seen = time.Now()
				m.feed(u).Entries[e.Key] = s
			}
		}
	})
	return whole, nil
}

// entry takes one entry.
func (w *watcher) entry(ctx context.Context, u string, info ingest.FeedInfo, e feed.Entry, last bool) error {
	it, err := article(ctx, w.Fetch, info, e, 1, w.Read, last)
	if err != nil {
		return err
	}
	name := e.Link
	if name == "" {
		name = u
	}
	err = w.take(ctx, name, func(do func(ingest.Item) error) error { return do(it) })
	if errors.Is(err, ingest.ErrRefused) {
		w.Say("%v", err)
		return nil
	}
	return err
}

// prune forgets entries that left the feed long ago, and the oldest of too many.
func prune(s *feedState, now time.Time) {
	limit := now.Add(-keepEntry)
	for len(s.Entries) > 0 {
		for k, e := range s.Entries {
			if e.Seen.Before(limit) {
				delete(s.Entries, k)
			}
		}
		if len(s.Entries) <= maxEntries || now.Sub(limit) < time.Hour {
			return
		}
		limit = now.Add(-now.Sub(limit) / 2)
	}
}

// Entries reads every entry of a feed once: whole ones as they are, the others from their
// pages. from is the feed's address. A page that cannot be read leaves the entry's summary, with a note.
func Entries(ctx context.Context, get Fetcher, name string, raw []byte, from string, o ingest.Options) Source {
	return func(do func(ingest.Item) error) error {
		f, err := ingest.ReadFeed(name, raw, from)
		if err != nil {
			return err
		}
		for i, e := range f.Entries {
			it, err := article(ctx, get, ingest.FeedInfo{Title: f.Title, Lang: f.Lang}, e, i+1, o, true)
			if err != nil {
				return err
			}
			if err := do(it); err != nil {
				return err
			}
		}
		if f.Dropped > 0 {
			return do(ingest.Item{Rejected: &ingest.Rejected{Row: len(f.Entries) + 1, Reason: fmt.Sprintf("the feed has %d more entries than sitmap reads", f.Dropped)}})
		}
		return nil
	}
}

// article gives the report of an entry. Its error says that the page may come later; with
// last set there is none but ctx's.
func article(ctx context.Context, get Fetcher, info ingest.FeedInfo, e feed.Entry, row int, o ingest.Options, last bool) (ingest.Item, error) {
	o.Format, o.URL, o.Retrieved = ingest.Auto, "", time.Now().UTC()
	own := ingest.Entry(row, info, e, o)
	if ingest.Whole(e) || e.Link == "" {
		return own, nil
	}
	it, err := fetched(ctx, get, e.Link, ingest.EntryKnown(info, e), o)
	if err == nil {
		it.Row, it.Doc = row, e.Key
		return it, nil
	}
	var status *fetch.StatusError
	final := errors.Is(err, fetch.ErrRefused) || errors.Is(err, ingest.ErrRefused) || errors.As(err, &status) && status.Final()
	if ctx.Err() != nil || !final && !last {
		return it, errors.Join(err, unless(err, ctx.Err()))
	}
	if own.Rejected != nil {
		own.Rejected.Reason += fmt.Sprintf(", and its article cannot be had: %v", err)
	} else {
		own.Notes = append(own.Notes, fmt.Sprintf("its article cannot be had, so the feed's summary is taken: %v", err))
	}
	return own, nil
}

func unless(err, more error) error {
	if more == nil || errors.Is(err, more) {
		return nil
	}
	return more
}

// fetched reads the one report of a page.
func fetched(ctx context.Context, get Fetcher, at string, known event.Report, o ingest.Options) (ingest.Item, error) {
	page, err := get.Get(ctx, fetch.Request{URL: at})
	if err != nil {
		return ingest.Item{}, err
	}
	o.URL, o.Charset, o.Fallback = page.URL, page.Charset, known
	o.Format = FormatOf(page.Type)
	items, rejected, err := ingest.Read(ctx, at, bytes.NewReader(page.Body), o)
	switch {
	case err != nil:
		return ingest.Item{}, err
	case len(items) != 1 || len(rejected) > 0:
		return ingest.Item{}, fmt.Errorf("%w %s: it holds %d reports, not one article", ingest.ErrRefused, at, len(items)+len(rejected))
	}
	return items[0], nil
}

// FormatOf gives the format that a media type of the web stands for; Auto where it does not say enough.
func FormatOf(media string) ingest.Format {
	switch media {
	case "text/html", "application/xhtml+xml":
		return ingest.HTML
	case "message/rfc822", "application/mbox":
		return ingest.Mail
	case "application/rss+xml", "application/atom+xml", "application/feed+json":
		return ingest.Feed
	case "application/jsonl", "application/x-ndjson":
		return ingest.JSONL
	}
	return ingest.Auto
}

// PageTypes are the media types that an address of a report or a feed may have.
func PageTypes() []string {
	return []string{
		"text/html", "application/xhtml+xml", "application/rss+xml", "application/atom+xml", "application/feed+json",
		"application/xml", "text/xml", "application/rdf+xml", "text/plain", "application/json", "application/jsonl", "application/x-ndjson", "message/rfc822", "application/mbox",
	}
}
