package reader

import (
	"sitmap/internal/event"
	"sitmap/internal/layer"
)

// Answer is the contract's JSON of one report: what `sitmap extract` prints and
// POST /api/extract answers. Offsets are Unicode code points, half open; lat and
// lon are degrees on WGS 84; null is unknown.
type Answer struct {
	Doc      string    `json:"doc"`
	Toponyms []Toponym `json:"toponyms"`
	Events   []Event   `json:"events"`
}

// Toponym is a place name in the text and the place it means; all of the place
// is null when no place fits.
type Toponym struct {
	Start        int                 `json:"start"`
	End          int                 `json:"end"`
	Surface      string              `json:"surface"`
	Lat          *float64            `json:"lat"`
	Lon          *float64            `json:"lon"`
	RadiusM      *float64            `json:"radius_m"` // of the place itself
	ID           *string             `json:"id"`
	Name         *string             `json:"name"`
	Class        *string             `json:"class"`
	Country      *string             `json:"country"`
	Admin1       *string             `json:"admin1"`
	Admin2       *string             `json:"admin2"`
	Role         string              `json:"role"`
	P            *float64            `json:"p"`
	Alternatives []layer.Alternative `json:"alternatives"`
	Reasons      []layer.Reason      `json:"reasons"`
	Area         *layer.Alternative  `json:"area,omitempty"`      // surer than the place itself, when that is unsure
	Disputed     string              `json:"disputed,omitempty"`  // who else claims the ground
	Worldview    string              `json:"worldview,omitempty"` // whose view the country follows
	Note         string              `json:"note,omitempty"`      // what is wrong with a given span, or what was assumed about the place
}

// Event is what happened.
type Event struct {
	Type          string           `json:"type"`
	EventType     *string          `json:"event_type"`       // ACLED's event type
	Violence      *int             `json:"type_of_violence"` // UCDP's: 1 state-based, 2 non-state, 3 one-sided
	DateStart     event.Date       `json:"date_start"`
	DateEnd       event.Date       `json:"date_end"`
	TimePrecision string           `json:"time_precision"`
	DateBasis     string           `json:"date_basis"`
	DateText      *string          `json:"date_text"`
	DateEDTF      *string          `json:"date_edtf"` // the interval as EDTF level 1
	Places        []EventPlace     `json:"places"`
	Actors        []layer.Actor    `json:"actors"`
	Casualties    event.Casualties `json:"casualties"`
	Claims        []layer.Claim    `json:"claims"`
	Verification  string           `json:"verification"`
	Control       *string          `json:"control"`
	Evidence      []Offsets        `json:"evidence"`
}

// EventPlace is one place of an event, with the radius that its words give it.
type EventPlace struct {
	Lat          float64        `json:"lat"`
	Lon          float64        `json:"lon"`
	RadiusM      float64        `json:"radius_m"`
	Name         string         `json:"name"`
	Country      *string        `json:"country"`
	Toponym      *int           `json:"toponym"` // index in Answer.Toponyms
	Relation     layer.Relation `json:"relation"`
	GeoPrecision *int           `json:"geo_precision"`
	WherePrec    *int           `json:"where_prec"`
	Caution      *string        `json:"caution,omitempty"` // what was assumed about the place; absent when nothing was
}

// Offsets is a span of the text in code points.
type Offsets struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Failure is the line that stands for an input line that is not a report.
type Failure struct {
	Error string `json:"error"`
	Line  int    `json:"line"`
}
