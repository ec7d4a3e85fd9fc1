package layer

import (
	"math"
	"time"

	"github.com/paulmach/orb"

	"sitmap/geo/codec/geojson"
	"sitmap/internal/event"
)

// Properties is what the GeoJSON feature of an event tells: the whole record,
// with the words it was read from. Offsets are Unicode code points of the
// report's text, half open. Null is unknown, never zero.
type Properties struct {
	ID            string           `json:"id"`
	Type          string           `json:"type"`
	EventType     *string          `json:"event_type"`       // ACLED's event type
	Violence      *int             `json:"type_of_violence"` // UCDP's: 1 state-based, 2 non-state, 3 one-sided
	Trigger       *string          `json:"trigger"`          // the words that made it an event
	DateStart     event.Date       `json:"date_start"`
	DateEnd       event.Date       `json:"date_end"`
	TimePrecision string           `json:"time_precision"`
	DateBasis     string           `json:"date_basis"`
	DateText      *string          `json:"date_text"`
	DateEDTF      *string          `json:"date_edtf"` // the interval as EDTF level 1
	Casualties    event.Casualties `json:"casualties"`
	Actors        []Actor          `json:"actors"`
	Claims        []Claim          `json:"claims"`
	Verification  string           `json:"verification"`
	Control       *string          `json:"control"`
	Review        string           `json:"review"`
	Method        string           `json:"method"`
	Group         *string          `json:"group"`               // of the events that are one happening
	GroupEvents   int              `json:"group_events"`        // how many, this one included; 1 alone
	Independent   int              `json:"independent_sources"` // of how many sources that do not copy each other
	Revision      int              `json:"revision"`
	Places        []Place          `json:"places"`
	Quotes        []Quote          `json:"quotes"`
	Source        Source           `json:"source"`
}

// Actor is a side of the event.
type Actor struct {
	ID       *string `json:"id"` // of the actor table
	Name     string  `json:"name"`
	Role     string  `json:"role"`
	Kind     *string `json:"kind"`
	Wikidata *string `json:"wikidata"`
}

// Claim is who says so, with which word, where in the text.
type Claim struct {
	Claimant string `json:"claimant"`
	Verb     string `json:"verb"`
	Stance   string `json:"stance"`
	Quote    string `json:"quote"` // the words from the claimant to the verb
	Start    int    `json:"start"`
	End      int    `json:"end"`
}

// Place is one place of the event: the point that its words give, and the
// gazetteer's entry that the name was taken to mean.
type Place struct {
	ID           string        `json:"id"`
	Name         string        `json:"name"`
	Class        string        `json:"class"`
	Country      *string       `json:"country"`
	Admin1       *string       `json:"admin1"`
	Admin2       *string       `json:"admin2"`
	Lat          float64       `json:"lat"`
	Lon          float64       `json:"lon"`
	RadiusM      float64       `json:"radius_m"`
	P            float64       `json:"p"`
	Relation     Relation      `json:"relation"`
	GeoPrecision *int          `json:"geo_precision"`
	WherePrec    *int          `json:"where_prec"`
	Surface      string        `json:"surface"`
	Method       string        `json:"method"`
	Caution      *string       `json:"caution"`   // what was assumed about the place
	Disputed     *string       `json:"disputed"`  // who else claims the ground
	Worldview    *string       `json:"worldview"` // whose view the country follows; null where nobody disputes it
	Reasons      []Reason      `json:"reasons"`
	Alternatives []Alternative `json:"alternatives"`
}

// Relation is how the event lies to the named place.
type Relation struct {
	Kind    string   `json:"kind"`
	Km      *float64 `json:"km"`
	Bearing *float64 `json:"bearing"`
	Text    string   `json:"text"`
}

// Reason is one feature that spoke for the place; its share is value × weight.
type Reason struct {
	Feature string  `json:"feature"`
	Value   float64 `json:"value"`
	Weight  float64 `json:"weight"`
}

// Alternative is another place that the name could mean.
type Alternative struct {
	ID      string  `json:"id"`
	Name    string  `json:"name"`
	Country *string `json:"country"`
	Admin1  *string `json:"admin1"`
	Lat     float64 `json:"lat"`
	Lon     float64 `json:"lon"`
	P       float64 `json:"p"`
}

// Quote is the words of one piece of evidence between what stands around them.
type Quote struct {
	Before string `json:"before"`
	Quote  string `json:"quote"`
	After  string `json:"after"`
	Start  int    `json:"start"`
	End    int    `json:"end"`
}

// Source is the report that the event was read from.
type Source struct {
	Report    string  `json:"report"`
	Outlet    *string `json:"outlet"`
	Title     *string `json:"title"`
	URL       *string `json:"url"`
	Published *string `json:"published"` // RFC 3339, in the publisher's zone
	Retrieved *string `json:"retrieved"`
}

// Feature makes the one GeoJSON feature of an event, used wherever events are
// given out: a point, several points, or no geometry for an event without a
// place. rep is the report that the event was read from; with the zero Report
// the quotes are empty.
func Feature(ev event.Event, rep event.Report) geojson.Feature {
	return geojson.Feature{ID: string(ev.ID), Geometry: geometry(ev), Properties: PropertiesOf(ev, rep)}
}

func geometry(ev event.Event) orb.Geometry {
	switch len(ev.Where) {
	case 0:
		return nil
	case 1:
		return ev.Where[0].Point
	}
	points := make(orb.MultiPoint, len(ev.Where))
	for i, l := range ev.Where {
		points[i] = l.Point
	}
	return points
}

// PropertiesOf gives what the feature of an event tells; see [Feature].
func PropertiesOf(ev event.Event, rep event.Report) Properties {
	t := newText(rep)
	p := Properties{
		ID: string(ev.ID), Type: ev.Type, EventType: known(event.ACLEDType(ev.Type)), Violence: coded(int(ev.Violence())), Trigger: known(ev.Trigger),
		DateStart: ev.When.Start, DateEnd: ev.When.End,
		TimePrecision: or(string(ev.When.Precision), string(event.PrecisionUnknown)),
		DateBasis:     or(string(ev.When.Basis), string(event.BasisUnknown)), DateText: known(ev.When.Text), DateEDTF: known(ev.When.EDTF()),
		Casualties: ev.Casualties, Actors: []Actor{}, Claims: []Claim{},
		Verification: or(string(ev.Verification), string(event.VerificationNone)), Control: known(ev.Control),
		Review: or(string(ev.Review), string(event.ReviewAuto)), Method: ev.Method, Group: known(string(ev.Group)), GroupEvents: max(ev.GroupEvents, 1), Independent: max(ev.IndependentSources, 1), Revision: ev.Revision,
		Places: []Place{}, Quotes: t.quotes(ev.Evidence), Source: source(ev, rep),
	}
	for _, a := range ev.Actors {
		p.Actors = append(p.Actors, Actor{known(a.ID), a.Name, a.Role, known(a.Kind), known(a.Wikidata)})
	}
	for _, c := range ev.Claims {
		start, end := t.points(c.Span)
		p.Claims = append(p.Claims, Claim{c.Claimant, c.Verb, string(c.Stance), t.words(c.Span), start, end})
	}
	for _, l := range ev.Where {
		p.Places = append(p.Places, place(l, t))
	}
	return p
}

func place(l event.Location, t text) Place {
	p := Place{
		ID: l.Place.ID, Name: l.Place.Name, Class: l.Place.Class,
		Country: known(l.Place.Country), Admin1: known(l.Place.Admin1), Admin2: known(l.Place.Admin2),
		Lat: digits(l.Point[1]), Lon: digits(l.Point[0]), RadiusM: float64(l.Radius), P: l.Probability,
		Relation:     Relation{Kind: or(string(l.Relation.Kind), string(event.At)), Km: l.Relation.Km, Text: l.Relation.Text},
		GeoPrecision: coded(l.GeoPrecision), WherePrec: coded(l.WherePrec),
		Surface: t.words(l.Mention), Method: l.Method, Caution: known(l.Caution), Disputed: known(l.Disputed), Worldview: known(l.Worldview), Reasons: []Reason{}, Alternatives: []Alternative{},
	}
	if b := l.Relation.Bearing; b != nil {
		v := float64(*b)
		p.Relation.Bearing = &v
	}
	for _, r := range l.Reasons {
		p.Reasons = append(p.Reasons, Reason(r))
	}
	for _, a := range l.Alternatives {
		p.Alternatives = append(p.Alternatives, Alternative{a.ID, a.Name, known(a.Country), known(a.Admin1), digits(a.Point[1]), digits(a.Point[0]), a.P})
	}
	return p
}

func source(ev event.Event, rep event.Report) Source {
	s := Source{
		Report: string(rep.ID), Outlet: known(rep.Outlet), Title: known(rep.Title), URL: known(rep.URL),
		Published: moment(rep.Published), Retrieved: moment(rep.Retrieved),
	}
	if s.Report == "" && len(ev.Evidence) > 0 {
		s.Report = string(ev.Evidence[0].Report)
	}
	return s
}

func moment(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	s := t.Format(time.RFC3339)
	return &s
}

// digits rounds degrees to seven places, a centimetre, as the geometry has them.
func digits(v float64) float64 { return math.Round(v*1e7) / 1e7 }

// known gives nil for "", which stands for unknown.
func known(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// coded gives nil for 0, which stands for no code.
func coded(n int) *int {
	if n == 0 {
		return nil
	}
	return &n
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
