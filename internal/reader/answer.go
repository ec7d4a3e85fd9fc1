package reader

import (
	"math"

	"sitmap/gazetteer"
	"sitmap/internal/event"
	"sitmap/internal/layer"
	"sitmap/internal/text"
)

// Spans turns offsets in code points into spans of bytes. An offset outside the text stays outside.
func Spans(s string, in []Offsets) *[]event.Span {
	off := text.NewOffsets(s)
	out := make([]event.Span, len(in))
	for i, o := range in {
		out[i] = event.Span{Start: outside(off, o.Start), End: outside(off, o.End)}
	}
	return &out
}

func outside(off *text.Offsets, n int) int {
	switch {
	case n < 0:
		return -1
	case n > off.Len():
		return math.MaxInt
	}
	return off.Byte(n)
}

// Answer gives the contract's JSON of the reading; doc is the caller's own name for the report.
func (g Reading) Answer(doc string) Answer {
	off := text.NewOffsets(g.Report.Text)
	a := Answer{Doc: doc, Toponyms: []Toponym{}, Events: []Event{}}
	bySpan := map[event.Span]int{}
	for i := range g.Mentions {
		t := g.toponym(i, off)
		bySpan[event.Span{Start: g.Mentions[i].Start, End: g.Mentions[i].End}] = i
		a.Toponyms = append(a.Toponyms, t)
	}
	for _, ev := range g.Events {
		for _, l := range ev.Where {
			if i, ok := bySpan[l.Mention]; ok && a.Toponyms[i].Role == string(gazetteer.RoleContext) {
				a.Toponyms[i].Role = string(gazetteer.RoleEvent)
			}
		}
		a.Events = append(a.Events, g.event(ev, bySpan, off))
	}
	return a
}

func (g Reading) toponym(i int, off *text.Offsets) Toponym {
	m, l := g.Mentions[i], g.Places[i]
	t := Toponym{
		Start: off.Rune(m.Start), End: off.Rune(m.End), Surface: m.Text, Role: string(m.Role), Note: g.Notes[i],
		Alternatives: []layer.Alternative{}, Reasons: []layer.Reason{},
	}
	if t.Role == "" || t.Role == string(gazetteer.RoleEvent) {
		t.Role = string(gazetteer.RoleContext) // events say themselves where they were
	}
	if l == nil {
		return t
	}
	lat, lon, radius, p := l.Place.Point.Lat(), l.Place.Point.Lon(), float64(l.Radius), l.Probability
	t.Lat, t.Lon, t.RadiusM, t.P = &lat, &lon, &radius, &p
	t.ID, t.Name, t.Class = known(l.Place.ID), known(l.Place.Name), known(l.Place.Class)
	t.Country, t.Admin1, t.Admin2 = known(l.Place.Country), known(l.Place.Admin1), known(l.Place.Admin2)
	t.Disputed, t.Worldview = l.Disputed, l.Worldview
	if t.Note == "" {
		t.Note = l.Caution
	}
	for _, q := range l.Alternatives {
		t.Alternatives = append(t.Alternatives, alternative(q))
	}
	for _, r := range l.Reasons {
		t.Reasons = append(t.Reasons, layer.Reason(r))
	}
	if c := g.Resolutions[i].Area; c != nil {
		p := c.Place
		t.Area = &layer.Alternative{ID: string(p.ID), Name: p.Name, Country: known(p.Country), Admin1: known(p.Admin1Name), Lat: p.Point.Lat(), Lon: p.Point.Lon(), P: c.P}
	}
	return t
}

func alternative(q event.PlaceSnapshot) layer.Alternative {
	return layer.Alternative{ID: q.ID, Name: q.Name, Country: known(q.Country), Admin1: known(q.Admin1), Lat: q.Point.Lat(), Lon: q.Point.Lon(), P: q.P}
}

func (g Reading) event(ev event.Event, bySpan map[event.Span]int, off *text.Offsets) Event {
	p := layer.PropertiesOf(ev, g.Report)
	out := Event{
		Type: p.Type, EventType: p.EventType, Violence: p.Violence, DateStart: p.DateStart, DateEnd: p.DateEnd, TimePrecision: p.TimePrecision, DateBasis: p.DateBasis, DateText: p.DateText, DateEDTF: p.DateEDTF,
		Places: []EventPlace{}, Actors: p.Actors, Casualties: p.Casualties, Claims: p.Claims, Verification: p.Verification, Control: p.Control,
		Evidence: []Offsets{},
	}
	for i, q := range p.Places {
		ep := EventPlace{Lat: q.Lat, Lon: q.Lon, RadiusM: q.RadiusM, Name: q.Name, Country: q.Country, Relation: q.Relation, GeoPrecision: q.GeoPrecision, WherePrec: q.WherePrec, Caution: q.Caution}
		if n, ok := bySpan[ev.Where[i].Mention]; ok {
			ep.Toponym = &n
		}
		out.Places = append(out.Places, ep)
	}
	for _, e := range ev.Evidence {
		out.Evidence = append(out.Evidence, Offsets{off.Rune(e.Start), off.Rune(e.End)})
	}
	return out
}
