package table

import (
	"fmt"
	"slices"
	"strings"

	"sitmap/internal/event"
	"sitmap/internal/ingest"
	"sitmap/internal/ingest/rows"
)

// builder makes events of rows.
type builder struct {
	m     Mapping
	cols  columns
	names []string
	o     Options
	do    func(ingest.Item) error

	made, dropped, cells int // rows that became events, rows that did not, cells of the others that were named
}

// line is one row at work.
type line struct {
	*builder
	row   rows.Row
	spans []event.Span      // of the cells in the row's text; nil unknown
	at    int               // where the row stands in the report's text
	bad   []ingest.Rejected // cells that cannot be used
}

// event makes the event of a row that stands at a place of the report's text; ok is
// false when it was rejected. The error is the receiver's.
func (b *builder) event(row rows.Row, spans []event.Span, at int) (ev event.Event, ok bool, err error) {
	l := &line{builder: b, row: row, spans: spans, at: at}
	defer func() {
		switch {
		case ok:
			b.made++
			b.cells += len(l.bad)
		default:
			b.dropped++
		}
		for i := range l.bad {
			if err == nil {
				l.bad[i].Kept = ok
				err = b.do(ingest.Item{Row: row.Number, Rejected: &l.bad[i]})
			}
		}
	}()
	for _, p := range row.Bad {
		l.reject(p.Field, p.Reason)
		if p.Field == "" {
			return ev, false, nil // ragged: no cell is where it should be
		}
	}
	when, dated := l.when()
	place, located := l.where()
	if !dated || !located {
		return ev, false, nil
	}
	ev.When = when
	ev.Revision, ev.Review, ev.Verification = 1, event.ReviewAuto, event.VerificationNone
	ev.Method = "import/" + b.m.Kind
	ev.Where = []event.Location{place}
	ev.Type = l.kind()
	ev.Actors = l.actors()
	ev.Casualties = l.casualties()
	ev.Claims = l.claims()
	if _, col := l.first(Text); col >= 0 {
		ev.Evidence = append(ev.Evidence, event.Evidence{Span: l.span(col)})
	}
	ev.Evidence = append(ev.Evidence, event.Evidence{Span: event.Span{Start: at, End: at + len(row.Raw)}})
	return ev, true, nil
}

// reject names a cell that cannot be used; "" is the whole row.
func (l *line) reject(field, reason string) {
	l.bad = append(l.bad, ingest.Rejected{Row: l.row.Number, Field: field, Reason: reason})
}

// first gives the first cell of a role that is filled, and its column; -1 none.
func (l *line) first(r Role) (string, int) {
	for _, c := range l.cols[r] {
		if c < len(l.row.Values) {
			if v := l.row.Values[c]; !isNull(v) {
				return strings.TrimSpace(v), c
			}
		}
	}
	return "", -1
}

func (l *line) value(r Role) string {
	v, _ := l.first(r)
	return v
}

// field names the column of a role for messages.
func (l *line) field(r Role) string {
	if c := l.cols[r]; len(c) > 0 {
		return l.names[c[0]]
	}
	return string(r)
}

// span is where a cell stands in the report's text.
func (l *line) span(col int) event.Span {
	var s event.Span
	if col < len(l.spans) {
		s = l.spans[col]
	} else {
		s = spanIn(l.row.Raw, l.row.Values[col])
	}
	return event.Span{Start: l.at + s.Start, End: l.at + s.End}
}

// kind gives the event's type.
func (l *line) kind() string {
	v := l.value(Type)
	if t, ok := l.m.Types[v]; ok {
		return t
	}
	if l.m.Kind != KindUCDP || v == "" {
		return v
	}
	if t, ok := violence[v]; ok {
		return t
	}
	l.reject(l.field(Type), fmt.Sprintf("%q is not a type of violence, 1 to 3; the type stays unknown", short(v)))
	return ""
}

func (l *line) actors() []event.Actor {
	var out []event.Actor
	one := func(name string, role Role) {
		if name = strings.TrimSpace(name); !isNull(name) {
			out = append(out, event.Actor{Name: name, Role: string(role)})
		}
	}
	for _, r := range []Role{Actor1, Actor2} {
		one(l.value(r), r)
	}
	for _, r := range []Role{Assoc1, Assoc2} {
		for name := range strings.SplitSeq(l.value(r), ";") {
			one(name, r)
		}
	}
	return out
}

// casualties reads the numbers; a table with low and high bounds gives them around its best.
func (l *line) casualties() event.Casualties {
	c := event.Casualties{Wounded: l.people(Wounded), Missing: l.people(Missing), Captured: l.people(Captured), Killed: l.people(Killed)}
	low, high := l.people(KilledLow), l.people(KilledHigh)
	if low == nil && high == nil {
		return c
	}
	if c.Killed == nil {
		c.Killed = &event.Count{Text: strings.TrimSpace(l.value(KilledLow) + "-" + l.value(KilledHigh))}
	}
	k := c.Killed
	best, bounds := k.Min, []*int{k.Min, k.Max}
	if low != nil {
		k.Min = low.Min
		bounds = append(bounds, low.Min)
	}
	if high != nil {
		k.Max = high.Max
		bounds = append(bounds, high.Max)
	}
	outside := best != nil && (k.Min != nil && *best < *k.Min || k.Max != nil && *best > *k.Max)
	if outside || k.Min != nil && k.Max != nil && *k.Min > *k.Max {
		k.Min, k.Max = hull(bounds)
		l.reject(l.field(Killed), fmt.Sprintf("the number of killed %s is not between the low %s and the high %s; it is taken as %d to %d",
			l.value(Killed), l.value(KilledLow), l.value(KilledHigh), *k.Min, *k.Max))
	}
	k.Approximate = k.Min == nil || k.Max == nil || *k.Min != *k.Max
	return c
}

// hull gives the least and the greatest of the numbers that are known, of which there is one at least.
func hull(of []*int) (least, most *int) {
	for _, n := range of {
		if n == nil {
			continue
		}
		if least == nil || *n < *least {
			least = n
		}
		if most == nil || *n > *most {
			most = n
		}
	}
	return least, most
}

func (l *line) people(r Role) *event.Count {
	v, col := l.first(r)
	if col < 0 {
		return nil
	}
	n, err := people(v)
	if err != nil {
		l.reject(l.names[col], err.Error()+"; it stays unknown")
		return nil
	}
	return n
}

// claims gives who said it: names apart by semicolons. An address is no claimant.
func (l *line) claims() []event.Attribution {
	v, col := l.first(Source)
	if col < 0 {
		return nil
	}
	var out []event.Attribution
	span := l.span(col)
	for name := range strings.SplitSeq(v, ";") {
		name = strings.TrimSpace(name)
		if isNull(name) || strings.Contains(name, "://") || slices.ContainsFunc(out, func(a event.Attribution) bool { return a.Claimant == name }) {
			continue
		}
		out = append(out, event.Attribution{Claimant: name, Stance: event.Asserts, Span: span})
	}
	return out
}
