// Package locate puts drafts of events on the map: [New], [Locator.Events],
// [Locator.Place].
//
// A spatial relation and the size of the named place become a region, a point in it and a
// radius, with ACLED's geo_precision and UCDP's where_prec. The radii are meant to hold
// the truth nine times in ten; they are conventions (see docs/events.md), not surveys.
// An event in a first-order area stands at the area's seat, with a radius that covers the
// area. A place that was not resolved is left out, never guessed.
package locate

import (
	"sitmap/gazetteer"
	"sitmap/gazetteer/regions"
	"sitmap/gazetteer/resolve"
	"sitmap/internal/event"
	"sitmap/internal/extract"
)

// Method names the rules and their version.
const Method = "locate/2"

// Locator turns names and relations into locations. It is read-only and safe for any
// number of callers.
type Locator struct {
	borders *regions.Borders
	seats   *seats
	extents *extents
	strips  *strips
}

// New makes a locator. Without borders (nil), countries get a disc and distances to a
// border are left open; without an index (nil), an event in a first-order area stays at
// the area's own point, and areas have the radius of a convention.
func New(borders *regions.Borders, ix *gazetteer.Index) *Locator {
	return &Locator{borders: borders, seats: newSeats(ix), extents: newExtents(ix), strips: &strips{}}
}

// Classes gives what each mention most likely is, for extract.Input; a name that the
// gazetteer lacks is judged by its words there, not by the place it lies in.
func Classes(rs []resolve.Resolution) []gazetteer.Class {
	out := make([]gazetteer.Class, len(rs))
	for i, r := range rs {
		if r.Chosen != nil && !r.Inherited {
			out[i] = r.Chosen.Place.Class
		}
	}
	return out
}

// Place gives the location of a mention by itself, as if something happened at it; false
// when nothing was resolved.
func (l *Locator) Place(r resolve.Resolution) (event.Location, bool) {
	if r.Chosen == nil {
		return event.Location{}, false
	}
	return l.location(r, event.Relation{Kind: event.At}, nil, nil), true
}

// Events gives the events of a report from its drafts. Mentions and resolutions are those
// that the drafts' places index; a draft none of whose places is known gives an event
// without locations.
func (l *Locator) Events(rep event.Report, drafts []extract.Draft, rs []resolve.Resolution) []event.Event {
	out := make([]event.Event, 0, len(drafts))
	ids := newIdentifiers(rep.ID)
	for i := range drafts {
		d := &drafts[i]
		e := event.Event{
			Revision: 1, Type: d.Type, Trigger: d.Trigger, When: d.When, Where: l.where(d, rs), Actors: d.Actors, Casualties: d.Casualties,
			Claims: d.Claims, Verification: d.Verification, Control: d.Control, Review: event.ReviewAuto, Method: extract.Method + " " + Method,
		}
		for _, s := range d.Evidence {
			e.Evidence = append(e.Evidence, event.Evidence{Report: rep.ID, Span: s})
		}
		e.ID = ids.next(&e)
		out = append(out, e)
	}
	return out
}

// where locates the places of a draft.
func (l *Locator) where(d *extract.Draft, rs []resolve.Resolution) []event.Location {
	var out []event.Location
	for i, p := range d.Places {
		if p.Mention < 0 || p.Mention >= len(rs) || rs[p.Mention].Chosen == nil {
			continue
		}
		r := fitting(rs[p.Mention], p, rs)
		var other *resolve.Candidate
		if p.Relation.Kind == event.Between {
			other = partner(d.Places, i, rs)
		}
		loc, ok := l.stated(r, p, rs, d)
		if !ok {
			loc = l.location(r, p.Relation, other, d)
		}
		if p.Relation.Kind == event.Bank {
			l.onBank(&loc, r, p, rs)
		}
		if p.Inferred {
			widen(&loc)
		}
		if !repeats(out, loc) {
			out = append(out, loc)
		}
	}
	return out
}

// stated puts a name that the gazetteer lacks where the report says that it lies.
func (l *Locator) stated(r resolve.Resolution, p extract.Place, rs []resolve.Resolution, d *extract.Draft) (event.Location, bool) {
	if !r.Inherited || p.Stated == nil || p.Stated.Mention < 0 || p.Stated.Mention >= len(rs) {
		return event.Location{}, false
	}
	anchor := rs[p.Stated.Mention]
	if anchor.Chosen == nil || anchor.Inherited || anchor.Chosen.Place.Class != gazetteer.ClassSettlement {
		return event.Location{}, false
	}
	loc := l.location(anchor, p.Stated.Relation, nil, d)
	toDestination(&loc)
	loc.Mention = event.Span{Start: r.Mention.Start, End: r.Mention.End}
	loc.Caution = joined(loc.Caution, "no place of this name is known; it stands where the report says that it lies")
	return loc, true
}

// partner gives the other end of "between A and B".
func partner(ps []extract.Place, i int, rs []resolve.Resolution) *resolve.Candidate {
	for j, p := range ps {
		if j != i && p.Relation.Kind == event.Between && p.Mention >= 0 && p.Mention < len(rs) && rs[p.Mention].Chosen != nil {
			return rs[p.Mention].Chosen
		}
	}
	return nil
}

// repeats reports that the same place is already there ("in Almat … Almat").
func repeats(ls []event.Location, l event.Location) bool {
	for _, o := range ls {
		if o.Place.ID == l.Place.ID && o.Point == l.Point {
			return true
		}
	}
	return false
}

// location makes the location of one name.
func (l *Locator) location(r resolve.Resolution, rel event.Relation, other *resolve.Candidate, d *extract.Draft) event.Location {
	c := r.Chosen
	if rel.Kind == event.Bank {
		c = river(r)
	}
	loc := event.Location{
		Point: c.Place.Point, Place: snapshot(*c), Relation: rel, Mention: event.Span{Start: r.Mention.Start, End: r.Mention.End},
		Method: Method, Probability: r.P,
	}
	for _, a := range r.Alternatives {
		loc.Alternatives = append(loc.Alternatives, snapshot(a))
	}
	for _, x := range c.Reasons {
		loc.Reasons = append(loc.Reasons, event.Reason{Feature: x.Feature, Value: x.Value, Weight: x.Weight})
	}
	l.shape(&loc, c.Place, other, d)
	if c.Place.Approximate && !r.Inherited {
		approximate(&loc)
	}
	switch {
	case r.Inherited:
		inherit(&loc, r.Host)
	case d != nil && rel.Kind == event.At:
		l.atSeat(&loc, c.Place)
	}
	l.cover(&loc, r)
	return loc
}

// river gives the river that a name can mean, for words that speak of its bank; a name
// that is no river's is the place on the bank.
func river(r resolve.Resolution) *resolve.Candidate {
	for i, a := range r.Alternatives {
		if a.Place.Class == gazetteer.ClassRiver && r.Chosen.Place.Class != gazetteer.ClassRiver && a.P >= faint && !r.Inherited {
			return &r.Alternatives[i]
		}
	}
	return r.Chosen
}

func snapshot(c resolve.Candidate) event.PlaceSnapshot {
	p := c.Place
	return event.PlaceSnapshot{
		ID: string(p.ID), Name: p.Name, Class: p.Class.String(), Country: p.Country, Admin1: p.Admin1Name, Admin2: p.Admin2Name,
		Point: p.Point, Population: p.Population, P: c.P,
	}
}
