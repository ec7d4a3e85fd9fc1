package watch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"sitmap/internal/event"
	"sitmap/internal/fetch"
	"sitmap/internal/ingest"
)

const story = "The bridge over the river near Testdorf was closed on Saturday after a lorry hit it, the police said on Monday. Nobody was hurt, a spokeswoman added; the ferry runs every hour."

// desk stands for the store: it keeps reports by ID, and counts how often each came.
type desk struct {
	mu       sync.Mutex
	taken    map[event.ReportID]int
	texts    []string
	notes    []string
	rejected []string
	said     []string
	fail     error // of Take
}

func (d *desk) take(_ context.Context, _ string, src Source) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return errors.Join(src(func(it ingest.Item) error {
		if it.Rejected != nil {
			d.rejected = append(d.rejected, it.Rejected.Reason)
			return nil
		}
		if d.fail != nil {
			return d.fail
		}
		if d.taken == nil {
			d.taken = map[event.ReportID]int{}
		}
		if d.taken[it.Report.ID]++; d.taken[it.Report.ID] == 1 {
			d.texts = append(d.texts, it.Report.Text)
		}
		d.notes = append(d.notes, it.Notes...)
		return nil
	}))
}

func (d *desk) say(format string, args ...any) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.said = append(d.said, fmt.Sprintf(format, args...))
}

// times gives how often reports came, the number of different ones and all together.
func (d *desk) times() (different, all int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, n := range d.taken {
		different++
		all += n
	}
	return different, all
}

func (d *desk) heard(s string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return strings.Contains(strings.Join(d.said, "\n"), s)
}

// web stands for the network.
type web struct {
	mu    sync.Mutex
	pages map[string]func(fetch.Request) (fetch.Page, error)
	asked map[string][]time.Time
}

func (w *web) Get(ctx context.Context, r fetch.Request) (fetch.Page, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.asked == nil {
		w.asked = map[string][]time.Time{}
	}
	w.asked[r.URL] = append(w.asked[r.URL], time.Now())
	if p := w.pages[r.URL]; p != nil && ctx.Err() == nil {
		return p(r)
	}
	return fetch.Page{}, errors.Join(&fetch.StatusError{URL: r.URL, Code: 404}, ctx.Err())
}

func static(body string) func(fetch.Request) (fetch.Page, error) {
	return func(r fetch.Request) (fetch.Page, error) {
		return fetch.Page{URL: r.URL, Body: []byte(body)}, nil
	}
}

func options(d *desk, state string) Options {
	return Options{
		State: state, Take: d.take, Say: d.say,
		Open: func(ctx context.Context, name string, r io.Reader) Source {
			return func(do func(ingest.Item) error) error { return ingest.Each(ctx, name, r, ingest.Options{}, do) }
		},
	}
}

// run watches for d of the test's own time.
func run(t *testing.T, o Options, d time.Duration) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	defer cancel()
	if err := Run(ctx, o); err != nil {
		t.Fatal(err)
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestFolder(t *testing.T) {
	dir, state := t.TempDir(), filepath.Join(t.TempDir(), "state.json")
	synctest.Test(t, func(t *testing.T) {
		d := &desk{}
		o := options(d, state)
		o.Folders = []string{dir}
		write(t, filepath.Join(dir, "one.txt"), story)
		write(t, filepath.Join(dir, "half.txt.part"), story)
		write(t, filepath.Join(dir, ".hidden.txt"), story)
		write(t, filepath.Join(dir, "bad.txt"), "\x00\x01\x02")
		if err := os.Symlink("/etc/hostname", filepath.Join(dir, "link.txt")); err != nil {
			t.Fatal(err)
		}
		run(t, o, 10*time.Second)
		if n, all := d.times(); n != 1 || all != 1 {
			t.Fatalf("got %d reports, %d times: %q", n, all, d.said)
		}
		if !d.heard("binary") || !d.heard("link.txt is no regular file") {
			t.Errorf("said %q", d.said)
		}
		run(t, o, time.Minute) // a new start takes nothing again
		if n, all := d.times(); n != 1 || all != 1 {
			t.Errorf("after a restart: %d reports, %d times", n, all)
		}
		if got := strings.Count(strings.Join(d.said, "\n"), "binary"); got != 1 {
			t.Errorf("the bad file was named %d times", got)
		}
	})
}

func TestFileStillGrowing(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		d := &desk{}
		o := options(d, filepath.Join(t.TempDir(), "state"))
		o.Folders = []string{dir}
		path := filepath.Join(dir, "a.txt")
		write(t, path, "")
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- Run(ctx, o) }()
		time.Sleep(10 * time.Second) // empty: not finished
		for i := range 5 {
			write(t, path, strings.Repeat(story, i+1))
			time.Sleep(2 * time.Second)
		}
		if n, _ := d.times(); n != 0 {
			t.Errorf("taken while it grew: %q", d.texts)
		}
		time.Sleep(10 * time.Second)
		if n, _ := d.times(); n != 1 || d.texts[0] != strings.Repeat(story, 5) {
			t.Errorf("got %q", d.texts)
		}
		write(t, path, story+" It opened again.") // a correction
		time.Sleep(10 * time.Second)
		if n, all := d.times(); n != 2 || all != 2 {
			t.Errorf("after the change: %d, %d", n, all)
		}
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}

func TestStoreFails(t *testing.T) {
	dir, state := t.TempDir(), filepath.Join(t.TempDir(), "state")
	synctest.Test(t, func(t *testing.T) {
		d := &desk{fail: errors.New("the disk is full")}
		o := options(d, state)
		o.Folders = []string{dir}
		write(t, filepath.Join(dir, "a.txt"), story)
		run(t, o, 10*time.Second)
		if !d.heard("disk is full") {
			t.Errorf("said %q", d.said)
		}
		d.fail = nil
		run(t, o, 10*time.Second)
		if n, _ := d.times(); n != 1 {
			t.Error("the file was lost")
		}
	})
}

// TestCrash: a process that dies after the store took a report and before that was
// written down takes the same report again, which the store recognises, and nothing else.
func TestCrash(t *testing.T) {
	dir, state := t.TempDir(), filepath.Join(t.TempDir(), "state")
	synctest.Test(t, func(t *testing.T) {
		d := &desk{}
		o := options(d, state)
		o.Folders, o.Feeds = []string{dir}, []string{"https://example.org/feed"}
		o.Fetch = &web{pages: map[string]func(fetch.Request) (fetch.Page, error){"https://example.org/feed": static(rss(entry("1", story), entry("2", story+" More.")))}}
		write(t, filepath.Join(dir, "a.txt"), story)
		run(t, o, 10*time.Second)
		if err := os.Remove(state); err != nil { // as if nothing had been written down
			t.Fatal(err)
		}
		run(t, o, 10*time.Second)
		if n, all := d.times(); n != 3 || all != 6 {
			t.Errorf("got %d reports, %d times; want the same 3 twice", n, all)
		}
	})
}

func entry(id, content string) string {
	return `<item><title>T</title><guid>` + id + `</guid><link>https://example.org/` + id + `</link><pubDate>Mon, 16 Dec 2024 22:00:00 +0200</pubDate><content:encoded><![CDATA[<p>` + content + `</p>]]></content:encoded></item>`
}

func summary(id string) string {
	return `<item><title>T</title><guid>` + id + `</guid><link>https://example.org/` + id + `</link><description>Only a summary of ` + id + `</description></item>`
}

func rss(items ...string) string {
	return `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Example News</title>` + strings.Join(items, "") + `</channel></rss>`
}

func TestFeed(t *testing.T) {
	const u = "https://example.org/feed"
	synctest.Test(t, func(t *testing.T) {
		d, n := &desk{}, &web{}
		body, etag := rss(summary("2"), entry("1", story)), `"a"`
		n.pages = map[string]func(fetch.Request) (fetch.Page, error){
			u: func(r fetch.Request) (fetch.Page, error) {
				if r.ETag == etag {
					return fetch.Page{URL: u, NotModified: true}, nil
				}
				return fetch.Page{URL: u, Body: []byte(body), ETag: etag, Moved: "https://example.org/feed2"}, nil
			},
			"https://example.org/2": static("<!doctype html><html><head><title>Two</title></head><body><article><p>" + story + "</p><p>" + story + "</p></article></body></html>"),
		}
		o := options(d, filepath.Join(t.TempDir(), "state"))
		o.Feeds, o.Fetch = []string{u}, n
		run(t, o, 40*time.Minute) // polled at 0, about 15 and about 31 minutes
		if got := len(n.asked[u]); got != 3 {
			t.Errorf("the feed was asked for %d times", got)
		}
		if different, all := d.times(); different != 2 || all != 2 || len(n.asked["https://example.org/2"]) != 1 {
			t.Errorf("got %d reports, %d times: %q", different, all, d.texts)
		}
		if d.texts[0] != story+"\n" || !strings.HasPrefix(d.texts[1], story) || !d.heard("moved for good to https://example.org/feed2") {
			t.Errorf("the oldest first: got %q; said %q", d.texts, d.said)
		}
		body, etag = rss(entry("3", story+" Three."), summary("2"), entry("1", story)), `"b"`
		run(t, o, 30*time.Minute)
		if different, all := d.times(); different != 3 || all != 3 {
			t.Errorf("after a restart and a new entry: %d reports, %d times", different, all)
		}
		gaps := n.asked[u]
		for i := 1; i < len(gaps); i++ {
			if g := gaps[i].Sub(gaps[i-1]); g < 15*time.Minute {
				t.Errorf("asked again after %v, restart or not", g)
			}
		}
		body, etag = rss(strings.Replace(entry("1", story+" Corrected."), "16 Dec", "17 Dec", 1)), `"c"`
		run(t, o, 30*time.Minute)
		if different, _ := d.times(); different != 4 {
			t.Errorf("a changed entry: %d reports", different)
		}
	})
}

func TestFeedBacksOff(t *testing.T) {
	const u = "https://example.org/feed"
	synctest.Test(t, func(t *testing.T) {
		d := &desk{}
		n := &web{pages: map[string]func(fetch.Request) (fetch.Page, error){u: func(fetch.Request) (fetch.Page, error) {
			return fetch.Page{}, &fetch.StatusError{URL: u, Code: 503, RetryAfter: 3 * time.Minute}
		}}}
		o := options(d, filepath.Join(t.TempDir(), "state"))
		o.Feeds, o.Fetch = []string{u}, n
		run(t, o, 24*time.Hour)
		if got := len(n.asked[u]); got < 8 || got > 12 {
			t.Errorf("a failing feed was asked for %d times in a day", got)
		}
		if gap := n.asked[u][1].Sub(n.asked[u][0]); gap < 3*time.Minute {
			t.Errorf("asked again after %v, the server wanted 3 min", gap)
		}
		n.pages[u] = static("this is no feed")
		run(t, o, 48*time.Hour)
		n.pages[u] = static(rss(entry("1", story)))
		run(t, o, 48*time.Hour)
		if got, _ := d.times(); got != 1 {
			t.Errorf("after it came back: %d reports; said %q", got, d.said)
		}
	})
}

func TestFeedGone(t *testing.T) {
	const u = "https://example.org/feed"
	synctest.Test(t, func(t *testing.T) {
		d := &desk{}
		n := &web{pages: map[string]func(fetch.Request) (fetch.Page, error){u: func(fetch.Request) (fetch.Page, error) {
			return fetch.Page{}, &fetch.StatusError{URL: u, Code: 410}
		}}}
		o := options(d, filepath.Join(t.TempDir(), "state"))
		o.Feeds, o.Fetch = []string{u}, n
		run(t, o, 72*time.Hour)
		if len(n.asked[u]) != 1 || !d.heard("is gone") {
			t.Errorf("asked %d times, said %q", len(n.asked[u]), d.said)
		}
	})
}

func TestArticleFails(t *testing.T) {
	const u, page = "https://example.org/feed", "https://example.org/1"
	for name, c := range map[string]struct {
		err   error
		body  string
		asked int
		note  string
	}{
		"gone for good":     {&fetch.StatusError{URL: page, Code: 404}, "", 1, "404"},
		"refused":           {fmt.Errorf("%w: 10.0.0.1 is private", fetch.ErrRefused), "", 1, "private"},
		"passing":           {&fetch.StatusError{URL: page, Code: 503}, "", maxTries, "503"},
		"without a story":   {nil, "<html><body><p>No.</p></body></html>", 1, "no article"},
		"something else":    {nil, rss(entry("9", story), entry("8", story)), 1, "not one article"},
		"network is broken": {errors.New("no route to host"), "", maxTries, "no route"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := &desk{}
				n := &web{pages: map[string]func(fetch.Request) (fetch.Page, error){
					u: func(r fetch.Request) (fetch.Page, error) {
						return fetch.Page{URL: u, Body: []byte(rss(summary("1"))), ETag: `"a"`, NotModified: r.ETag == `"a"`}, nil
					},
					page: func(fetch.Request) (fetch.Page, error) { return fetch.Page{URL: page, Body: []byte(c.body)}, c.err },
				}}
				o := options(d, filepath.Join(t.TempDir(), "state"))
				o.Feeds, o.Fetch = []string{u}, n
				run(t, o, 6*time.Hour)
				if different, all := d.times(); different != 1 || all != 1 || d.texts[0] != "Only a summary of 1" {
					t.Errorf("got %q, %d times", d.texts, all)
				}
				if len(n.asked[page]) != c.asked || !strings.Contains(strings.Join(d.notes, " "), c.note) {
					t.Errorf("asked %d times, want %d; notes %q", len(n.asked[page]), c.asked, d.notes)
				}
			})
		})
	}
}

func TestEntriesOnce(t *testing.T) {
	d := &desk{}
	n := &web{}
	raw := []byte(rss(entry("1", story), summary("2"), `<item><title>Nothing</title></item>`))
	if err := d.take(t.Context(), "", Entries(t.Context(), n, "feed", raw, "https://example.org/feed", ingest.Options{})); err != nil {
		t.Fatal(err)
	}
	if different, _ := d.times(); different != 2 || len(d.rejected) != 1 || !strings.Contains(strings.Join(d.notes, " "), "404") {
		t.Errorf("got %q, rejected %q, notes %q", d.texts, d.rejected, d.notes)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := d.take(ctx, "", Entries(ctx, n, "feed", raw, "", ingest.Options{})); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
}

func TestBackoff(t *testing.T) {
	for _, c := range []struct {
		failures   int
		every, ask time.Duration
		want       time.Duration
	}{
		{1, 15 * time.Minute, 0, time.Minute},
		{2, 15 * time.Minute, 0, 2 * time.Minute},
		{11, 15 * time.Minute, 0, 1024 * time.Minute},
		{12, 15 * time.Minute, 0, longest},
		{1000000, 15 * time.Minute, 0, longest},
		{1, 15 * time.Minute, time.Hour, time.Hour},
		{1, 10 * time.Second, 0, 10 * time.Second},
		{1, time.Minute, 100 * time.Hour, longest},
	} {
		if got := backoff(c.failures, c.every, c.ask); got != c.want {
			t.Errorf("%+v: got %v", c, got)
		}
	}
}

func TestPrune(t *testing.T) {
	now := time.Now()
	s := &feedState{Entries: map[string]entryState{"old": {Seen: now.Add(-keepEntry - time.Hour)}}}
	for i := range 3 * maxEntries {
		s.Entries[fmt.Sprint(i)] = entryState{Seen: now.Add(-time.Duration(i) * time.Minute)}
	}
	prune(s, now)
	keys := slices.Collect(maps.Keys(s.Entries))
	if _, ok := s.Entries["0"]; !ok || len(keys) > maxEntries || len(keys) < 100 {
		t.Errorf("%d entries are left, the newest: %v", len(keys), ok)
	}
	all := &feedState{Entries: map[string]entryState{}}
	for i := range 2 * maxEntries {
		all.Entries[fmt.Sprint(i)] = entryState{Seen: now}
	}
	if prune(all, now); len(all.Entries) != 2*maxEntries {
		t.Error("entries that are still in the feed were forgotten")
	}
}

func TestUnfit(t *testing.T) {
	d := &desk{}
	damaged := filepath.Join(t.TempDir(), "state")
	write(t, damaged, "{")
	newer := filepath.Join(t.TempDir(), "state")
	write(t, newer, `{"version":99}`)
	for name, c := range map[string]struct {
		state, folder, feed, want string
	}{
		"damaged state": {damaged, "", "", "damaged"},
		"newer state":   {newer, "", "", "newer sitmap"},
		"no folder":     {"", "no-such-folder", "", "no-such-folder"},
		"a file":        {"", damaged, "", "no folder"},
		"no feed":       {"", "", "ftp://example.org", "http"},
		"no place":      {"/no/such/place/state", ".", "", "remember"},
	} {
		o := options(d, c.state)
		if c.state == "" {
			o.State = filepath.Join(t.TempDir(), "state")
		}
		if c.folder != "" {
			o.Folders = []string{c.folder}
		}
		if c.feed != "" {
			o.Feeds = []string{c.feed}
		}
		o.Look, o.Settle = time.Millisecond, time.Millisecond
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		err := Run(ctx, o)
		cancel()
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
}
