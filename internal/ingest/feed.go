package ingest

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"

	"sitmap/internal/event"
	"sitmap/internal/feed"
	"sitmap/internal/regex"
)

// FeedInfo is what a feed says about all of its entries.
type FeedInfo struct{ Title, Lang string }

// goesOn matches the end of a text that says that the article goes on elsewhere.
//
//nolint:gochecknoglobals // compiled patterns, never written
var goesOn = regex.New(`(?i)(?:\.\.\.|…|\[\+\d+ chars\]|(?:read|continue reading|read the rest|читати далі|читать далее|подробнее|докладніше)[^\n]{0,60})[\s\]»)>→]*$`)

// Whole reports whether an entry holds its article: content that is as long as a report
// and does not end in the middle. Otherwise the article has to be fetched from its address.
func Whole(e feed.Entry) bool {
	if e.Content == "" {
		return false
	}
	body := strings.TrimSpace(fragment(e.Content))
	return utf8.RuneCountInString(body) >= leastArticle && !goesOn.MatchString(body)
}

// EntryKnown gives what a feed says about an entry's article, for [Options].Fallback.
func EntryKnown(f FeedInfo, e feed.Entry) event.Report {
	m, _ := entryTime(e)
	return event.Report{Title: oneLine(fragment(e.Title)), Outlet: oneLine(fragment(f.Title)), URL: e.Link, Lang: language(f.Lang), Published: m.time}
}

// entryTime reads the time of publication, else that of the last change.
func entryTime(e feed.Entry) (moment, bool) {
	if m, ok := parseMoment(e.Published); ok {
		return m, true
	}
	if m, ok := parseMoment(e.Updated); ok {
		m.note = strings.TrimPrefix(m.note+"; the entry states only when it was changed, not when it was published", "; ")
		return m, true
	}
	return moment{}, false
}

// Entry makes a report of what an entry itself holds: its content, else its summary,
// which a note then says. An entry without either is rejected.
func Entry(row int, f FeedInfo, e feed.Entry, o Options) Item {
	it := Item{Row: row, Doc: e.Key, Hints: o.Hints}
	m, _ := entryTime(e)
	it.Notes = noteList(m.note)
	body := e.Content
	if strings.TrimSpace(fragment(body)) == "" {
		body = e.Summary
	}
	text := normalise(strings.ToValidUTF8(fragment(body), "\uFFFD"))
	if strings.TrimSpace(text) == "" {
		it.Rejected = &Rejected{Row: row, Field: "text", Reason: fmt.Sprintf("the entry %q holds no text", short([]byte(oneLine(e.Title))))}
		return it
	}
	if !Whole(e) {
		it.Notes = append(it.Notes, fmt.Sprintf("the entry %q is only a summary of its article", short([]byte(oneLine(e.Title)))))
	}
	o.Fallback = EntryKnown(f, e)
	it.Report = finish(event.Report{Text: text}, o)
	it.Notes = notesFor(it.Report, o, it.Notes)
	return it
}

// eachEntry reads a feed by itself: what its entries hold, and nothing from the network.
func eachEntry(name string, raw []byte, o Options, do func(Item) error) error {
	f, err := ReadFeed(name, raw, o.URL)
	if err != nil {
		return err
	}
	for i, e := range f.Entries {
		if err := do(Entry(i+1, FeedInfo{f.Title, f.Lang}, e, Options{Published: o.Published, Outlet: o.Outlet, Hints: o.Hints, Lang: o.Lang, Retrieved: o.Retrieved})); err != nil {
			return err
		}
	}
	if f.Dropped > 0 {
		return do(Item{Rejected: &Rejected{Row: len(f.Entries) + 1, Reason: fmt.Sprintf("the feed has %d more entries than sitmap reads", f.Dropped)}})
	}
	return nil
}

// ReadFeed parses a feed; from is its address or "". Errors wrap [ErrRefused].
func ReadFeed(name string, raw []byte, from string) (feed.Feed, error) {
	f, err := feed.Parse(raw, from)
	if err != nil {
		return f, refuse(name, err.Error(), "give the address of an RSS, Atom or JSON feed")
	}
	return f, nil
}

// fragment gives the text of a piece of HTML; plain text stays as it is.
func fragment(s string) string {
	if !strings.ContainsAny(s, "<&") {
		return s
	}
	doc, err := html.Parse(strings.NewReader(s))
	if err != nil {
		return s
	}
	return plain(doc)
}
