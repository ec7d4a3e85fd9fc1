package table

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"strings"

	"sitmap/internal/event"
	"sitmap/internal/ingest"
	"sitmap/internal/ingest/rows"
)

// The size of a chunk: between 100 and 1,000 rows, or 256 KiB. Within these bounds a
// chunk ends behind a row whose words say so (one in 512), so that a row put into a
// table changes the chunk around it and not all that follow.
const (
	leastRows  = 100
	mostRows   = 1000
	mostBytes  = 256 << 10
	oneInRows  = 512
	hashedTail = 96 // bytes of a row that decide
)

// chunk gathers rows until they make a report.
type chunk struct {
	b      *builder
	title  string
	header string
	text   strings.Builder
	size   int // of the text of the chunk before
	rows   int
	first  int // line of its first row
	events []event.Event
}

// add takes a row; what cannot be used of it is handed on at once.
func (c *chunk) add(row rows.Row, spans []event.Span) error {
	if c.rows > 0 && c.text.Len()+len(row.Raw) > mostBytes {
		if err := c.flush(); err != nil {
			return err
		}
	}
	if c.rows == 0 {
		c.first = row.Number
		c.text.Grow(c.size)
		if c.header != "" {
			c.text.WriteString(c.header)
			c.text.WriteByte('\n')
		}
	}
	at := c.text.Len()
	c.text.WriteString(row.Raw)
	c.text.WriteByte('\n')
	c.rows++
	ev, ok, err := c.b.event(row, spans, at)
	if err != nil {
		return err
	}
	if ok {
		c.events = append(c.events, ev)
	}
	if c.rows >= mostRows || c.rows >= leastRows && ends(row.Raw) {
		return c.flush()
	}
	return nil
}

// ends reports whether a chunk ends behind the row: FNV-1a over its last bytes.
func ends(raw string) bool {
	h := uint32(2166136261)
	for i := max(0, len(raw)-hashedTail); i < len(raw); i++ {
		h = (h ^ uint32(raw[i])) * 16777619
	}
	return h>>8%oneInRows == 0
}

// flush hands the report and its events on; rows none of which is an event make no report.
func (c *chunk) flush() error {
	events, text, first := c.events, c.text.String(), c.first
	c.events, c.rows, c.size = make([]event.Event, 0, len(c.events)), 0, len(text)
	c.text.Reset()
	if len(events) == 0 {
		return nil
	}
	o := c.b.o
	r := event.Report{
		Title: c.title, Text: text, Outlet: o.Outlet, URL: o.URL, Lang: o.Lang, Published: o.Published, Retrieved: o.Retrieved,
		SHA256: event.TextSum(text),
	}
	if r.Outlet == "" {
		r.Outlet = outlets[c.b.m.Kind]
	}
	r.ID = ingest.ID(r)
	for i := range events {
		ev := &events[i]
		for j := range ev.Evidence {
			ev.Evidence[j].Report = r.ID
		}
		ev.ID = idOf(r.ID, ev.Evidence[len(ev.Evidence)-1].Span)
	}
	return c.b.do(ingest.Item{Row: first, Report: r, Events: events, Ready: true})
}

// idOf names the event of a row: it follows from the report and where the row stands in it.
func idOf(r event.ReportID, s event.Span) event.ID {
	h := sha256.New()
	var n [16]byte
	binary.BigEndian.PutUint64(n[:8], uint64(s.Start)) //nolint:gosec // offsets are not negative
	binary.BigEndian.PutUint64(n[8:], uint64(s.End))   //nolint:gosec // as above
	h.Write([]byte("row " + string(r)))
	h.Write(n[:])
	return event.ID("e" + hex.EncodeToString(h.Sum(nil)[:10]))
}
