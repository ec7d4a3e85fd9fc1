// Package ingest turns bytes into reports: plain text in the encodings that people
// still use, HTML pages reduced to their article, mails and bulletins, feeds, and
// JSON Lines with a report a line. [Read] gives them all, [Each] one at a time.
//
// What had to be assumed about a report (a zone, which of two times counts, where a
// bulletin is cut) is in the item's notes, and nowhere else.
//
// A report's text is stored as UTF-8 with line ends "\n" and in Unicode
// normalisation form C, and every offset in sitmap counts in that stored text. The
// text of JSON Lines is taken exactly as it is, because callers hold offsets into it.
//
// What is no report is refused with one sentence that says what it is and what to
// do: nothing, binary data, too much text, a table, a map file, a page without an
// article. Nothing here opens files or talks to the network.
package ingest

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"sitmap/internal/event"
)

// MaxBytes is the longest text, page or line of JSON that is taken for one report: 16 MiB.
// A book has about one.
const MaxBytes = 16 << 20

// ErrRefused is wrapped by every error about input that is not what it should be;
// other errors come from reading it.
var ErrRefused = errors.New("refused")

// Format is a form of input.
type Format string

// The formats that [Read] takes.
const (
	Auto  Format = "auto" // look at the bytes
	Text  Format = "text"
	HTML  Format = "html"
	JSONL Format = "jsonl"
	Mail  Format = "mail" // a mail (RFC 5322, MIME) or a mailbox of them
	Feed  Format = "feed" // RSS, Atom, JSON Feed
)

// Options say what the caller knows of the input. What is set wins over what the input says of itself.
type Options struct {
	Format    Format    // "" is Auto
	Published time.Time // with the publisher's zone
	Outlet    string
	URL       string
	Lang      string   // ISO 639-1
	Hints     []string // where the report is about, "RU/Kursk" or "UA"; lines of JSON add their own
	Retrieved time.Time

	Charset  string       // what the server says that a page is written in; used where the bytes are not UTF-8
	Fallback event.Report // outlet, URL, title, language and time for a report that does not state its own
}

// Item is one report with what else its source says, or the reason why there is none.
//
// A table of events becomes many reports, one for each chunk of its rows: the text
// is the header line and the rows as they stand, and the evidence of each event is
// its row's bytes in that text. Chunks keep a transaction small whatever the
// table's size, and make the same table again the same reports.
type Item struct {
	Row      int    // the line of JSON Lines, from 1; otherwise 1
	Doc      string // the source's own name for it: "doc" of JSON Lines, otherwise ""
	Report   event.Report
	Hints    []string
	Notes    []string      // sentences on what was assumed or left out
	Events   []event.Event // what the source itself says happened; only with Ready
	Ready    bool          // Events is the whole reading of Report: nothing is extracted from its text
	Rejected *Rejected     // set: the row is bad and Report is empty
}

// Rejected names a row, or one field of it, that was not taken, and why.
type Rejected struct {
	Row    int    `json:"row"`
	Field  string `json:"field"`
	Reason string `json:"reason"`
	Kept   bool   `json:"kept,omitempty"` // only this field was not taken; the rest of the row was
}

// Read gives all reports of the input named name and the rows that were not taken.
// The error wraps [ErrRefused] when the input as a whole is not fit to read.
func Read(ctx context.Context, name string, r io.Reader, o Options) ([]Item, []Rejected, error) {
	var items []Item
	var rejected []Rejected
	err := Each(ctx, name, r, o, func(it Item) error {
		if it.Rejected != nil {
			rejected = append(rejected, *it.Rejected)
		} else {
			items = append(items, it)
		}
		return nil
	})
	return items, rejected, err
}

// Each calls do for every report of the input named name (a file's name, for
// messages and as a hint to the format), and for every bad row. It stops at do's
// first error and returns it. JSON Lines of any length need memory for one line.
func Each(ctx context.Context, name string, r io.Reader, o Options, do func(Item) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	head, rest, err := peek(r)
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	format, err := Detect(name, head, o.Format)
	if err != nil {
		return err
	}
	if format == JSONL {
		return eachLine(ctx, name, rest, o, do)
	}
	raw, err := readAll(name, rest)
	if err != nil {
		return err
	}
	switch format {
	case HTML:
		return onePage(name, raw, o, do)
	case Mail:
		return eachMail(name, raw, o, do)
	case Feed:
		return eachEntry(name, raw, o, do)
	}
	return eachText(name, raw, o, do)
}

// onePage reads an HTML page.
func onePage(name string, raw []byte, o Options, do func(Item) error) error {
	r, notes, err := readHTML(name, raw, o)
	if err != nil {
		return err
	}
	if len(notes) > 0 && !o.Fallback.Published.IsZero() {
		r.Published, notes = time.Time{}, nil // what a feed says of its article is surer
	}
	if r.URL != "" {
		o.URL = "" // the page's own address says more than the one it was found at
	}
	r = finish(r, o)
	return do(Item{Row: 1, Report: r, Hints: o.Hints, Notes: notesFor(r, o, notes)})
}

// notesFor drops what was assumed about a time that the caller knows better, and adds that a time lies in the future.
func notesFor(r event.Report, o Options, notes []string) []string {
	if !o.Published.IsZero() {
		notes = nil
	}
	return append(notes, noteList(future(r.Published, o.Retrieved))...)
}

// eachText decodes plain text, and cuts a bulletin into its reports. Tables and markup
// are refused; with [Text] as the format the text is taken as it is.
func eachText(name string, raw []byte, o Options, do func(Item) error) error {
	text, ok := "", false
	if !utf8.Valid(raw) {
		text, ok = decodeAs(raw, notUTF8(o.Charset))
	}
	if !ok {
		var err error
		if text, _, err = decode(name, raw); err != nil {
			return err
		}
	}
	text = normalise(text)
	if strings.TrimSpace(text) == "" {
		return refuse(name, "it has no text in it", "give a report")
	}
	parts, notes := []part{{text: text}}, []string(nil)
	if o.Format != Text {
		if columns := table(text); columns != nil {
			return refuse(name, fmt.Sprintf("it is a table with %d columns (%s), not a text", len(columns), strings.Join(columns, ", ")),
				"bring it in with `sitmap ingest`, or say --format text if it is prose")
		}
		parts, notes = bulletin(text)
	}
	for i, p := range parts {
		r, more := p.report()
		r = finish(r, o)
		it := Item{Row: i + 1, Report: r, Hints: o.Hints, Notes: notesFor(r, o, more)}
		if i == 0 {
			it.Notes = append(it.Notes, notes...)
		}
		if err := do(it); err != nil {
			return err
		}
	}
	return nil
}

// normalise brings text into the form in which it is stored.
func normalise(s string) string {
	s = strings.TrimPrefix(s, "\uFEFF")
	if strings.ContainsRune(s, '\r') {
		s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
	}
	return norm.NFC.String(s)
}

// finish puts in what the caller knows and what follows from the content.
func finish(r event.Report, o Options) event.Report {
	if !o.Published.IsZero() {
		r.Published = o.Published
	}
	if o.Outlet != "" {
		r.Outlet = o.Outlet
	}
	if o.URL != "" {
		r.URL = o.URL
	}
	if o.Lang != "" {
		r.Lang = o.Lang
	}
	f := o.Fallback
	r.Outlet, r.URL, r.Title, r.Lang = first(r.Outlet, f.Outlet), first(r.URL, f.URL), first(r.Title, f.Title), first(r.Lang, f.Lang)
	if r.Published.IsZero() {
		r.Published = f.Published
	}
	r.Retrieved = o.Retrieved
	r.SHA256 = event.TextSum(r.Text)
	r.ID = ID(r)
	return r
}

// first gives a, or b where a is not known.
func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// ID gives the name of a report: it follows from text, outlet, URL and time of
// publication, and from nothing else, so the same report always has the same ID.
func ID(r event.Report) event.ReportID {
	h := sha256.New()
	part := func(s string) {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(s)))
		h.Write(n[:])
		event.HashText(h, s)
	}
	part(r.Text)
	part(r.Outlet)
	part(r.URL)
	if r.Published.IsZero() {
		part("")
	} else {
		part(r.Published.UTC().Format(time.RFC3339Nano))
	}
	return event.ReportID(hex.EncodeToString(h.Sum(nil)[:16]))
}

// ParseTime reads a time of publication: RFC 3339 with its zone
// (2024-12-16T22:00:00+02:00, Z for UTC), seconds optional, or a day
// (2024-12-16), which is taken as midnight UTC at its beginning. A time without a
// zone is refused, because "on Monday" cannot be counted from it.
func ParseTime(s string) (time.Time, error) {
	s = strings.TrimSpace(s)
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			if y := t.Year(); y < 1 {
				break
			}
			return t, nil
		}
	}
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04"} {
		if _, err := time.Parse(layout, s); err == nil {
			return time.Time{}, fmt.Errorf("the time %q has no zone; write it as %sZ for UTC or with an offset such as +02:00", s, strings.Replace(s, " ", "T", 1))
		}
	}
	return time.Time{}, fmt.Errorf("%q is not a time; write it as 2024-12-16T22:00:00Z or 2024-12-16", s)
}

// refuse makes the one sentence and its hint.
func refuse(name, what, hint string) error {
	return fmt.Errorf("%w %s: %s; %s", ErrRefused, name, what, hint)
}

// readAll reads to the end, but no more than [MaxBytes].
func readAll(name string, r io.Reader) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	if len(raw) > MaxBytes {
		return nil, refuse(name, fmt.Sprintf("it is longer than %d MiB, which no report is", MaxBytes>>20), "cut it into its reports, a line of JSON Lines for each")
	}
	return raw, nil
}
