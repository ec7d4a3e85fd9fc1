// Package feed reads web feeds: RSS 0.9 to 2.0, Atom and JSON Feed. [Parse] gives a
// [Feed] with its entries as the feed states them.
//
// Times stay the words of the feed, because a parsed time would lose its zone.
// Nothing here asks the network. A feed is hostile until proved otherwise: its
// length, its nesting and the number of its entries are bounded.
package feed

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/rss"
)

// ErrInvalid is wrapped by all errors of this package.
var ErrInvalid = errors.New("not a feed")

// Bounds of a feed.
const (
	maxDepth   = 100  // nesting of elements; real feeds have about 10
	maxEntries = 2000 // read; real feeds have 10 to 500
)

// Feed is a feed with its entries.
type Feed struct {
	Title   string
	Lang    string        // ISO 639-1 or longer, as stated
	TTL     time.Duration // how long it may be kept before it is asked for again; 0 not stated
	Entries []Entry       // in the order of the feed
	Dropped int           // entries beyond the bound
}

// Entry is one entry.
type Entry struct {
	Key       string // names the entry within its feed: its id, else its link, else a hash of what it says
	Link      string // absolute http or https address of the article; "" none
	Title     string // may hold HTML
	Published string // as stated; "" not stated
	Updated   string // likewise
	Content   string // HTML of the whole article; "" the feed has only a summary
	Summary   string // HTML; "" none
}

// Stamp changes when the feed says that the entry has changed.
func (e Entry) Stamp() string {
	if e.Updated != "" {
		return e.Updated
	}
	return e.Published
}

// Parse reads a feed. from is its address, against which links are resolved; "" unknown.
func Parse(raw []byte, from string) (out Feed, err error) {
	if deep(raw) {
		return Feed{}, fmt.Errorf("%w: its elements are nested more than %d deep", ErrInvalid, maxDepth)
	}
	defer func() {
		if p := recover(); p != nil { // the library's own
			out, err = Feed{}, fmt.Errorf("%w: it is damaged in a way that cannot be read", ErrInvalid)
		}
	}()
	ttl := &ttlTranslator{}
	p := gofeed.NewParser()
	p.RSSTranslator = ttl
	f, err := p.Parse(bytes.NewReader(raw))
	if err != nil {
		return Feed{}, fmt.Errorf("%w: %s", ErrInvalid, oneLine(err.Error()))
	}
	base, baseErr := url.Parse(from)
	if baseErr != nil || from == "" {
		base = nil
	}
	if u, err := url.Parse(f.Link); base == nil && err == nil && u.IsAbs() {
		base = u
	}
	out = Feed{Title: f.Title, Lang: f.Language, TTL: max(ttl.wait(), updatePeriod(f))}
	for _, it := range f.Items {
		if it == nil {
			continue
		}
		if len(out.Entries) == maxEntries {
			out.Dropped++
			continue
		}
		out.Entries = append(out.Entries, entry(it, base))
	}
	return out, nil
}

func entry(it *gofeed.Item, base *url.URL) Entry {
	e := Entry{Link: link(it, base), Title: it.Title, Published: it.Published, Updated: it.Updated, Content: it.Content, Summary: it.Description}
	switch e.Key = strings.TrimSpace(it.GUID); {
	case e.Key != "":
	case e.Link != "":
		e.Key = e.Link
	default:
		e.Key = digest(e.Title, e.Published, e.Content, e.Summary)
	}
	const longest = 500
	if len(e.Key) > longest {
		e.Key = digest(e.Key)
	}
	return e
}

func digest(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil)[:16])
}

// link gives the entry's first usable address; the id where it is one and there is no other.
func link(it *gofeed.Item, base *url.URL) string {
	for _, s := range append(append([]string{it.Link}, it.Links...), it.GUID) {
		u, err := url.Parse(strings.TrimSpace(s))
		if err != nil || s == "" {
			continue
		}
		if s == it.GUID && !u.IsAbs() {
			continue
		}
		if base != nil {
			u = base.ResolveReference(u)
		}
		if (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && u.User == nil {
			u.Fragment, u.RawFragment = "", ""
			return u.String()
		}
	}
	return ""
}

// ttlTranslator keeps RSS's ttl, for which gofeed's own form has no place.
type ttlTranslator struct {
	gofeed.DefaultRSSTranslator
	minutes string
}

// Translate is gofeed's.
func (t *ttlTranslator) Translate(in any) (*gofeed.Feed, error) {
	if f, ok := in.(*rss.Feed); ok {
		t.minutes = f.TTL
	}
	return t.DefaultRSSTranslator.Translate(in)
}

const day = 24 * time.Hour

// wait gives the ttl, at most a day.
func (t *ttlTranslator) wait() time.Duration {
	n, err := strconv.Atoi(strings.TrimSpace(t.minutes))
	if err != nil {
		return 0
	}
	return time.Duration(min(max(n, 0), 24*60)) * time.Minute
}

// updatePeriod gives the rhythm of RSS's syndication module; 0 not stated.
func updatePeriod(f *gofeed.Feed) time.Duration {
	value := func(name string) string {
		if x := f.Extensions["sy"][name]; len(x) > 0 {
			return strings.TrimSpace(x[0].Value)
		}
		return ""
	}
	period := map[string]time.Duration{"hourly": time.Hour, "daily": day, "weekly": day, "monthly": day, "yearly": day}[strings.ToLower(value("updatePeriod"))]
	if n, err := strconv.Atoi(value("updateFrequency")); err == nil && n > 0 {
		period /= time.Duration(min(n, 10000))
	}
	return period
}

// deep reports whether the XML may nest deeper than the bound; the library's parser
// calls itself for each level. CDATA and comments do not count; an element that is
// never closed counts, which only damaged XML has.
func deep(raw []byte) bool {
	depth := 0
	for len(raw) > 0 {
		i := bytes.IndexByte(raw, '<')
		if i < 0 || i+1 >= len(raw) {
			return false
		}
		raw = raw[i:]
		switch {
		case bytes.HasPrefix(raw, []byte("<![CDATA[")):
			raw = after(raw, "]]>")
		case bytes.HasPrefix(raw, []byte("<!--")):
			raw = after(raw, "-->")
		case raw[1] == '/':
			depth--
			raw = raw[2:]
		case raw[1] == '?' || raw[1] == '!':
			raw = raw[2:]
		default:
			end := bytes.IndexByte(raw, '>')
			if end > 0 && raw[end-1] == '/' {
				raw = raw[end:]
				continue
			}
			if depth++; depth > maxDepth {
				return true
			}
			raw = raw[1:]
		}
	}
	return false
}

func after(raw []byte, end string) []byte {
	if i := bytes.Index(raw, []byte(end)); i >= 0 {
		return raw[i+len(end):]
	}
	return nil
}

func oneLine(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	const most = 200
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
