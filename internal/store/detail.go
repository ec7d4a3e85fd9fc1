package store

import (
	"encoding/json"
	"fmt"

	"github.com/paulmach/orb"

	"sitmap/geo"
	"sitmap/internal/event"
)

// EncodeEvent writes the whole event as JSON, the form in which stores keep what
// they have no column for. Equal events give equal bytes. The names in it are part
// of the database schema and change only with a migration. The group is not among
// them: it belongs to the store, not to the reading of the report.
func EncodeEvent(ev event.Event) ([]byte, error) {
	b, err := json.Marshal(toDetail(ev))
	if err != nil {
		return nil, fmt.Errorf("%w: event %q cannot be written as JSON: %w", ErrInvalid, ev.ID, err)
	}
	return b, nil
}

// DecodeEvent reads what [EncodeEvent] wrote. Empty lists come back as nil.
func DecodeEvent(b []byte) (event.Event, error) {
	var d detail
	if err := json.Unmarshal(b, &d); err != nil {
		return event.Event{}, fmt.Errorf("stored event is damaged: %w", err)
	}
	return d.event(), nil
}

type detail struct {
	ID           event.ID           `json:"id"`
	Revision     int                `json:"revision,omitempty"`
	Type         string             `json:"type,omitempty"`
	Trigger      string             `json:"trigger,omitempty"`
	When         when               `json:"when,omitzero"`
	Where        []location         `json:"where,omitempty"`
	Actors       []actor            `json:"actors,omitempty"`
	Casualties   casualties         `json:"casualties,omitzero"`
	Claims       []claim            `json:"claims,omitempty"`
	Verification event.Verification `json:"verification,omitempty"`
	Control      string             `json:"control,omitempty"`
	Review       event.Review       `json:"review,omitempty"`
	Evidence     []evidence         `json:"evidence,omitempty"`
	Method       string             `json:"method,omitempty"`
}

type when struct {
	Start     event.Date          `json:"start"`
	End       event.Date          `json:"end"`
	Precision event.TimePrecision `json:"precision,omitempty"`
	Basis     event.DateBasis     `json:"basis,omitempty"`
	Text      string              `json:"text,omitempty"`
}

type location struct {
	Point        orb.Point  `json:"point"`
	Region       region     `json:"region,omitzero"`
	Radius       geo.Metres `json:"radius_m,omitempty"`
	Place        place      `json:"place"`
	Relation     relation   `json:"relation,omitzero"`
	Mention      span       `json:"mention,omitzero"`
	Method       string     `json:"method,omitempty"`
	Probability  float64    `json:"p,omitempty"`
	Alternatives []place    `json:"alternatives,omitempty"`
	Reasons      []reason   `json:"reasons,omitempty"`
	GeoPrecision int        `json:"geo_precision,omitempty"`
	WherePrec    int        `json:"where_prec,omitempty"`
	Caution      string     `json:"caution,omitempty"`
	Disputed     string     `json:"disputed,omitempty"`
	Worldview    string     `json:"worldview,omitempty"`
}

// region has slices, so omitzero needs its own word on what zero is.
type region struct {
	Kind      geo.RegionKind   `json:"kind"`
	Centre    orb.Point        `json:"centre,omitzero"`
	Inner     geo.Metres       `json:"inner_m,omitempty"`
	Outer     geo.Metres       `json:"outer_m,omitempty"`
	Bearing   geo.Degrees      `json:"bearing,omitempty"`
	HalfAngle geo.Degrees      `json:"half_angle,omitempty"`
	Axis      orb.LineString   `json:"axis,omitempty"`
	Area      orb.MultiPolygon `json:"area,omitempty"`
}

// IsZero reports whether nothing is known of the region.
func (r region) IsZero() bool { return geo.Region(r).IsZero() }

type place struct {
	ID         string    `json:"id,omitempty"`
	Name       string    `json:"name,omitempty"`
	Class      string    `json:"class,omitempty"`
	Country    string    `json:"country,omitempty"`
	Admin1     string    `json:"admin1,omitempty"`
	Admin2     string    `json:"admin2,omitempty"`
	Point      orb.Point `json:"point"`
	Population int64     `json:"population"`
	P          float64   `json:"p,omitempty"`
}

type relation struct {
	Kind    event.RelationKind `json:"kind,omitempty"`
	Km      *float64           `json:"km,omitempty"`
	Bearing *geo.Degrees       `json:"bearing,omitempty"`
	Text    string             `json:"text,omitempty"`
}

type reason struct {
	Feature string  `json:"feature"`
	Value   float64 `json:"value"`
	Weight  float64 `json:"weight"`
}

type actor struct {
	ID       string `json:"id,omitempty"`
	Name     string `json:"name"`
	Role     string `json:"role,omitempty"`
	Kind     string `json:"kind,omitempty"`
	Wikidata string `json:"wikidata,omitempty"`
}

type count struct {
	Min         *int   `json:"min,omitempty"`
	Max         *int   `json:"max,omitempty"`
	Text        string `json:"text,omitempty"`
	Approximate bool   `json:"approximate,omitempty"`
}

type casualties struct {
	Killed          *count `json:"killed,omitempty"`
	Wounded         *count `json:"wounded,omitempty"`
	Missing         *count `json:"missing,omitempty"`
	Captured        *count `json:"captured,omitempty"`
	KilledOrWounded *count `json:"killed_or_wounded,omitempty"`
}

type claim struct {
	Claimant string       `json:"claimant,omitempty"`
	Verb     string       `json:"verb,omitempty"`
	Stance   event.Stance `json:"stance,omitempty"`
	Span     span         `json:"span,omitzero"`
}

type span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

type evidence struct {
	Report event.ReportID `json:"report,omitempty"`
	Start  int            `json:"start"`
	End    int            `json:"end"`
}

func toDetail(ev event.Event) detail {
	c := ev.Casualties
	return detail{
		ID: ev.ID, Revision: ev.Revision, Type: ev.Type, Trigger: ev.Trigger,
		When:  when(ev.When),
		Where: each(ev.Where, toLocation),
		Actors: each(ev.Actors, func(a event.Actor) actor {
			return actor(a)
		}),
		Casualties: casualties{
			(*count)(c.Killed), (*count)(c.Wounded), (*count)(c.Missing), (*count)(c.Captured), (*count)(c.KilledOrWounded),
		},
		Claims: each(ev.Claims, func(a event.Attribution) claim {
			return claim{a.Claimant, a.Verb, a.Stance, span(a.Span)}
		}),
		Verification: ev.Verification, Control: ev.Control, Review: ev.Review, Method: ev.Method,
		Evidence: each(ev.Evidence, func(e event.Evidence) evidence {
			return evidence{e.Report, e.Start, e.End}
		}),
	}
}

func toLocation(l event.Location) location {
	return location{
		Point: l.Point, Region: region(l.Region), Radius: l.Radius, Place: place(l.Place),
		Relation: relation(l.Relation), Mention: span(l.Mention), Method: l.Method, Probability: l.Probability,
		Alternatives: each(l.Alternatives, func(p event.PlaceSnapshot) place { return place(p) }),
		Reasons:      each(l.Reasons, func(r event.Reason) reason { return reason(r) }),
		GeoPrecision: l.GeoPrecision, WherePrec: l.WherePrec, Caution: l.Caution, Disputed: l.Disputed, Worldview: l.Worldview,
	}
}

func (d detail) event() event.Event {
	c := d.Casualties
	return event.Event{
		ID: d.ID, Revision: d.Revision, Type: d.Type, Trigger: d.Trigger,
		When:   event.Interval(d.When),
		Where:  each(d.Where, location.location),
		Actors: each(d.Actors, func(a actor) event.Actor { return event.Actor(a) }),
		Casualties: event.Casualties{
			Killed: (*event.Count)(c.Killed), Wounded: (*event.Count)(c.Wounded), Missing: (*event.Count)(c.Missing),
			Captured: (*event.Count)(c.Captured), KilledOrWounded: (*event.Count)(c.KilledOrWounded),
		},
		Claims: each(d.Claims, func(a claim) event.Attribution {
			return event.Attribution{Claimant: a.Claimant, Verb: a.Verb, Stance: a.Stance, Span: event.Span(a.Span)}
		}),
		Verification: d.Verification, Control: d.Control, Review: d.Review, Method: d.Method,
		Evidence: each(d.Evidence, func(e evidence) event.Evidence {
			return event.Evidence{Report: e.Report, Span: event.Span{Start: e.Start, End: e.End}}
		}),
	}
}

func (l location) location() event.Location {
	return event.Location{
		Point: l.Point, Region: geo.Region(l.Region), Radius: l.Radius, Place: event.PlaceSnapshot(l.Place),
		Relation: event.Relation(l.Relation), Mention: event.Span(l.Mention), Method: l.Method, Probability: l.Probability,
		Alternatives: each(l.Alternatives, func(p place) event.PlaceSnapshot { return event.PlaceSnapshot(p) }),
		Reasons:      each(l.Reasons, func(r reason) event.Reason { return event.Reason(r) }),
		GeoPrecision: l.GeoPrecision, WherePrec: l.WherePrec, Caution: l.Caution, Disputed: l.Disputed, Worldview: l.Worldview,
	}
}

// each converts a list; an empty one becomes nil.
func each[A, B any](in []A, f func(A) B) []B {
	if len(in) == 0 {
		return nil
	}
	out := make([]B, len(in))
	for i, v := range in {
		out[i] = f(v)
	}
	return out
}
