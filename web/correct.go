package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"

	"sitmap/geo"
	"sitmap/geo/codec/geojson"
	"sitmap/internal/event"
	"sitmap/internal/store"
)

// maxCorrectionBytes bounds the body of a correction.
const maxCorrectionBytes = 256 << 10

// optional tells a member that is left out from one that is null.
type optional[T any] struct {
	set   bool
	value T
}

// UnmarshalJSON is only called for members that are there.
func (o *optional[T]) UnmarshalJSON(b []byte) error {
	o.set = true
	return json.Unmarshal(b, &o.value)
}

// correction is what a person says of an event. What is left out stays as it is;
// null makes a value unknown.
type correction struct {
	Revision     int                    `json:"revision"` // the one that was looked at
	Review       event.Review           `json:"review"`   // "" is reviewed
	Type         optional[string]       `json:"type"`
	DateStart    optional[correctedDay] `json:"date_start"`
	DateEnd      optional[correctedDay] `json:"date_end"`
	Verification event.Verification     `json:"verification"`
	Control      optional[string]       `json:"control"`
	Casualties   struct {
		Killed          optional[*event.Count] `json:"killed"`
		Wounded         optional[*event.Count] `json:"wounded"`
		Missing         optional[*event.Count] `json:"missing"`
		Captured        optional[*event.Count] `json:"captured"`
		KilledOrWounded optional[*event.Count] `json:"killed_or_wounded"`
	} `json:"casualties"`
	Places        []placeCorrection `json:"places"`
	SameAs        []event.ID        `json:"same_as"`
	DifferentFrom []event.ID        `json:"different_from"`
	Undecided     []event.ID        `json:"undecided"`
}

// correctedDay is a day of a correction: its errors must not name what is inside.
type correctedDay struct{ event.Date }

// placeCorrection moves the place with this number, from 0; the number after the last adds one.
type placeCorrection struct {
	Index   int      `json:"index"`
	Lat     *float64 `json:"lat"`
	Lon     *float64 `json:"lon"`
	RadiusM *float64 `json:"radius_m"`
	Name    string   `json:"name"`
}

// byPerson is the method of what a person set.
const byPerson = "person"

// correct answers PATCH /api/events/{id}: stores a person's correction, which no
// machine overwrites, and gives the event as it is then.
func (s *server) correct(c echo.Context) error {
	if s.Save == nil || s.Decide == nil {
		return notHere("takes no corrections")
	}
	if err := s.mayWrite(c.Request()); err != nil {
		return err
	}
	id, err := pathParam(c, "id")
	if err != nil {
		return err
	}
	raw, err := readJSON(c, maxCorrectionBytes)
	if err != nil {
		return err
	}
	in, err := readCorrection(raw, c.Request().Header.Get("If-Match"))
	if err != nil {
		return err
	}
	if err := s.storeCorrection(c, event.ID(id), in); err != nil {
		return err
	}
	f, _, err := s.Layers.One(c.Request().Context(), event.ID(id))
	if err != nil {
		return err
	}
	b, err := geojson.Append(nil, f)
	if err != nil {
		return err
	}
	return send(c, body{mime: typeGeoJSON, plain: append(b, '\n'), cache: "no-store"}, "")
}

func (s *server) storeCorrection(c echo.Context, id event.ID, in correction) error {
	ctx := c.Request().Context()
	ev, err := s.Layers.Store.Event(ctx, id)
	if err != nil {
		return err
	}
	if in.Revision != ev.Revision {
		return conflict(c, store.ErrConflict)
	}
	others := map[store.Decision][]event.ID{store.Same: in.SameAs, store.Different: in.DifferentFrom, store.Undecided: in.Undecided}
	for _, list := range others {
		for _, other := range list {
			if _, err := s.Layers.Store.Event(ctx, other); err != nil || other == id {
				return badParam(strconv.Quote(string(other)), "There is no other event with this id.")
			}
		}
	}
	if in.changes() {
		if err := in.apply(&ev); err != nil {
			return err
		}
		if _, err := s.Save(ctx, ev); err != nil {
			return conflict(c, err)
		}
	}
	for _, d := range []store.Decision{store.Undecided, store.Same, store.Different} {
		for _, other := range others[d] {
			if err := s.Decide(ctx, id, other, d); err != nil {
				return err
			}
		}
	}
	return s.refresh(ctx)
}

// conflict says that somebody was faster, with the status that suits the way in which the revision was named.
func conflict(c echo.Context, err error) error {
	if !errors.Is(err, store.ErrConflict) {
		return err
	}
	status := http.StatusConflict
	if c.Request().Header.Get("If-Match") != "" {
		status = http.StatusPreconditionFailed
	}
	return newProblem(status, "The event has another revision by now; read it again and correct that one.")
}

// readCorrection reads and checks the body; match is the revision of the header, if it is there.
func readCorrection(raw []byte, match string) (correction, error) {
	var in correction
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&in); err != nil {
		return in, badCorrection(err)
	}
	if d.More() {
		return in, newProblem(http.StatusBadRequest, "More than one JSON value; send one correction.")
	}
	if match != "" {
		n, err := strconv.Atoi(strings.Trim(match, `"`))
		if err != nil || in.Revision != 0 && in.Revision != n {
			return in, badParam("If-Match", `The header holds the event's revision, as "3", the same as the body.`)
		}
		in.Revision = n
	}
	switch {
	case in.Revision <= 0:
		return in, newProblem(http.StatusPreconditionRequired, "Say which revision is corrected: the event's property revision, here or in the header If-Match.")
	case !oneOf(in.Review, "", event.ReviewReviewed, event.ReviewRejected):
		return in, badParam("review", "There is no such review.", string(event.ReviewReviewed), string(event.ReviewRejected))
	case !oneOf(in.Verification, "", event.VerificationNone, event.Unverified, event.Verified, event.Disputed):
		return in, badParam("verification", "There is no such state.", string(event.VerificationNone), string(event.Unverified), string(event.Verified), string(event.Disputed))
	case in.Type.set && in.Type.value == "" || utf8.RuneCountInString(in.Type.value) > 100:
		return in, badParam("type", "A type has 1 to 100 letters, as Armed clash.")
	case utf8.RuneCountInString(in.Control.value) > 200:
		return in, badParam("control", "At most 200 letters.")
	case len(in.Places) > 100 || len(in.SameAs)+len(in.DifferentFrom)+len(in.Undecided) > 100:
		return in, newProblem(http.StatusBadRequest, "At most 100 places and 100 other events in one correction.")
	}
	for name, n := range in.counts() {
		if n.set && n.value != nil && badCount(*n.value) {
			return in, badParam("casualties."+name, "A count has min and max, whole numbers from 0, null for open, and min is not above max.")
		}
	}
	return in, nil
}

func oneOf[T comparable](v T, of ...T) bool {
	for _, o := range of {
		if v == o {
			return true
		}
	}
	return false
}

func badCount(n event.Count) bool {
	return n.Min != nil && *n.Min < 0 || n.Max != nil && *n.Max < 0 || n.Min != nil && n.Max != nil && *n.Min > *n.Max
}

// UnmarshalJSON reads a day or null.
func (d *correctedDay) UnmarshalJSON(b []byte) error {
	if err := d.Date.UnmarshalJSON(b); err != nil {
		return errDay
	}
	return nil
}

var errDay = errors.New("no day")

func badCorrection(err error) error {
	if errors.Is(err, errDay) {
		return newProblem(http.StatusBadRequest, "date_start and date_end are days as 2024-12-31, or null for unknown.")
	}
	if name, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		return badParam(strings.Trim(name, `"`), "A correction has no member of this name.",
			"revision", "review", "type", "date_start", "date_end", "verification", "control", "casualties", "places", "same_as", "different_from", "undecided")
	}
	return badBody(err)
}

func (in *correction) counts() map[string]optional[*event.Count] {
	c := in.Casualties
	return map[string]optional[*event.Count]{"killed": c.Killed, "wounded": c.Wounded, "missing": c.Missing, "captured": c.Captured, "killed_or_wounded": c.KilledOrWounded}
}

// corrects reports whether a value of the event changes; changes, whether it is to be stored at all.
func (in *correction) corrects() bool {
	some := in.Type.set || in.DateStart.set || in.DateEnd.set || in.Verification != "" || in.Control.set || len(in.Places) > 0
	for _, n := range in.counts() {
		some = some || n.set
	}
	return some
}

func (in *correction) changes() bool {
	return in.corrects() || in.Review != "" || len(in.SameAs)+len(in.DifferentFrom)+len(in.Undecided) == 0
}

// apply puts the correction into ev.
func (in *correction) apply(ev *event.Event) error {
	ev.Review = event.ReviewReviewed
	if in.Review != "" {
		ev.Review = in.Review
	}
	if !in.corrects() {
		return nil
	}
	ev.Method = byPerson
	if in.Type.set {
		ev.Type = in.Type.value
	}
	if in.Verification != "" {
		ev.Verification = in.Verification
	}
	if in.Control.set {
		ev.Control = in.Control.value
	}
	if in.DateStart.set || in.DateEnd.set {
		in.applyDates(&ev.When)
	}
	c, to := in.Casualties, &ev.Casualties
	for _, p := range []struct {
		from optional[*event.Count]
		to   **event.Count
	}{{c.Killed, &to.Killed}, {c.Wounded, &to.Wounded}, {c.Missing, &to.Missing}, {c.Captured, &to.Captured}, {c.KilledOrWounded, &to.KilledOrWounded}} {
		if p.from.set {
			*p.to = p.from.value
		}
	}
	ev.Where = append([]event.Location(nil), ev.Where...)
	for _, p := range in.Places {
		if err := p.apply(ev); err != nil {
			return err
		}
	}
	return nil
}

func (in *correction) applyDates(w *event.Interval) {
	if in.DateStart.set {
		w.Start = in.DateStart.value.Date
	}
	if in.DateEnd.set {
		w.End = in.DateEnd.value.Date
	}
	w.Basis, w.Text = event.BasisExplicit, ""
	switch {
	case w.Start.IsZero() || w.End.IsZero():
		w.Precision = event.PrecisionUnknown
	case w.Start == w.End:
		w.Precision = event.PrecisionDay
	case w.End.DayNumber()-w.Start.DayNumber() < 7:
		w.Precision = event.PrecisionWeek
	case w.End.Time().Sub(w.Start.Time()) <= 31*24*time.Hour:
		w.Precision = event.PrecisionMonth
	default:
		w.Precision = event.PrecisionYear
	}
}

// apply moves a place or adds one. A moved point leaves its old region, so it needs a radius of its own.
func (p placeCorrection) apply(ev *event.Event) error {
	if p.Index < 0 || p.Index > len(ev.Where) || p.Index > 1000 {
		return badParam("places", "The event has no place of this index; the number of its places adds one.")
	}
	if p.Lat == nil || p.Lon == nil || p.RadiusM == nil {
		return badParam("places", "A place needs lat, lon and radius_m.")
	}
	lat, lon, radius := *p.Lat, *p.Lon, *p.RadiusM
	if !(math.Abs(lat) <= 90 && math.Abs(lon) <= 180 && radius > 0 && radius <= 2_000_000) || utf8.RuneCountInString(p.Name) > 200 {
		return badParam("places", "lat is -90 to 90, lon -180 to 180, radius_m above 0 and at most 2000000, a name at most 200 letters.")
	}
	point := orb.Point{lon, lat}
	l := event.Location{Place: event.PlaceSnapshot{Population: -1}, Relation: event.Relation{Kind: event.At}}
	if p.Index < len(ev.Where) {
		l = ev.Where[p.Index]
	} else {
		ev.Where = append(ev.Where, l)
	}
	l.Point, l.Radius, l.Region = point, geo.Metres(radius), geo.Region{Kind: geo.Disc, Centre: point, Outer: geo.Metres(radius)}
	if p.Name != "" && p.Name != l.Place.Name {
		l.Place = event.PlaceSnapshot{Name: p.Name, Point: point, Population: -1}
	}
	// Codes, cautions and reasons were those of the reading that the person replaces.
	l.Method, l.Probability, l.Place.P, l.GeoPrecision, l.WherePrec, l.Caution, l.Reasons = byPerson, 1, 1, 0, 0, "", nil
	ev.Where[p.Index] = l
	return nil
}
