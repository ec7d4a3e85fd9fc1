package web

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"sitmap/internal/event"
	"sitmap/internal/layer"
	"sitmap/internal/store"
)

// Limits of a claim; lengths in code points.
const (
	maxCheckBytes  = 256 << 10
	maxCheckText   = 50_000
	maxCoordinates = 4_000
	maxCheckWord   = 2_000 // source, url, id, software, a doubt
	maxDoubts      = 50
)

// clockLayout is a camera's clock whose zone is not known.
const clockLayout = "2006-01-02T15:04:05"

// CheckInput is a claim as the contract writes it, with what only the page knows: who says so
// and a picture's metadata. Published and Time are RFC 3339 or "", which is unknown.
type CheckInput struct {
	ID          string          `json:"id,omitempty"`
	Text        string          `json:"text,omitempty"`
	Published   string          `json:"published,omitempty"`
	Coordinates CoordinatesText `json:"coordinates,omitempty"`
	Time        string          `json:"time,omitempty"` // when it was filmed or happened, as claimed
	Source      string          `json:"source,omitempty"`
	URL         string          `json:"url,omitempty"`   // of the post; an address of the web
	Event       string          `json:"event,omitempty"` // ID of the stored event that the claim is about
	Media       *MediaInput     `json:"media,omitempty"`
}

// CoordinatesText is coordinates as they were written; several have a line break between.
// In JSON it is a string or a list of strings.
type CoordinatesText string

// UnmarshalJSON takes a string or a list of strings.
func (t *CoordinatesText) UnmarshalJSON(b []byte) error {
	var one string
	if json.Unmarshal(b, &one) == nil {
		*t = CoordinatesText(one)
		return nil
	}
	var list []string
	if json.Unmarshal(b, &list) != nil {
		return &InputError{Field: "coordinates", Detail: "Coordinates are text as they were written, or a list of such texts."}
	}
	*t = CoordinatesText(strings.Join(list, "\n"))
	return nil
}

// MediaInput is what a picture's own metadata says, read by the browser: the picture itself never
// comes here. What is left out is unknown.
type MediaInput struct {
	SHA256    string      `json:"sha256,omitempty"` // hexadecimal
	GPS       *PointInput `json:"gps,omitempty"`
	Direction *float64    `json:"direction,omitempty"` // degrees from north, clockwise, 0 to 360
	Time      string      `json:"time,omitempty"`      // RFC 3339 with HasZone, else 2006-01-02T15:04:05
	HasZone   bool        `json:"has_zone,omitempty"`
	GPSTime   string      `json:"gps_time,omitempty"` // RFC 3339
	Software  string      `json:"software,omitempty"`
	Doubts    []string    `json:"doubts,omitempty"` // what is odd in the metadata itself
}

// PointInput is a point in degrees.
type PointInput struct {
	Lat float64 `json:"lat"`
	Lon float64 `json:"lon"`
}

// UnmarshalJSON wants both numbers: half a point is no point.
func (p *PointInput) UnmarshalJSON(b []byte) error {
	var in struct{ Lat, Lon *float64 }
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(&in); err != nil || in.Lat == nil || in.Lon == nil {
		return &InputError{Field: "media.gps", Detail: "This is an object with the numbers lat and lon."}
	}
	p.Lat, p.Lon = *in.Lat, *in.Lon
	return nil
}

// Moments gives the times of the claim; zero is unknown.
func (in CheckInput) Moments() (published, happened time.Time) {
	return moment(in.Published), moment(in.Time)
}

// Taken gives the time of the camera's clock, in UTC when its zone is not known, and the
// satellites' time; zero is unknown.
func (m MediaInput) Taken() (clock, gps time.Time) {
	clock = moment(m.Time)
	if !m.HasZone {
		clock, _ = time.Parse(clockLayout, m.Time) // checked already; what is left is unknown
	}
	return clock, moment(m.GPSTime)
}

func moment(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return time.Time{}
	}
	return t
}

// InputError is a fault of one field of what was sent; it counts as [ErrInput].
type InputError struct {
	Field  string // the member of the JSON
	Detail string // one sentence
}

func (e *InputError) Error() string { return e.Field + ": " + e.Detail }

// Unwrap makes it an ErrInput.
func (e *InputError) Unwrap() error { return ErrInput }

// checkPage answers GET /check: the page that checks a claim, which comes in the fragment if at all.
func (s *server) checkPage(c echo.Context) error { return s.file(c, "check.html", "no-cache") }

// check answers POST /api/check: says whether a claim fits, and stores nothing.
func (s *server) check(c echo.Context) error {
	if s.Check == nil {
		return notHere("checks no claims")
	}
	if err := sameOrigin(c.Request()); err != nil {
		return err
	}
	raw, err := readJSON(c, maxCheckBytes)
	if err != nil {
		return err
	}
	in, err := checkInput(raw)
	if err != nil {
		return err
	}
	if err := s.eventOfClaim(c, in.Event); err != nil {
		return err
	}
	done, err := s.begin(c)
	if err != nil {
		return err
	}
	defer done()
	answer, err := s.Check(c.Request().Context(), in)
	if err != nil {
		return err
	}
	return sendUncached(c, answer)
}

// eventOfClaim says when the event that a claim names is not there.
func (s *server) eventOfClaim(c echo.Context, id string) error {
	if id == "" {
		return nil
	}
	_, err := s.Layers.Store.Event(c.Request().Context(), event.ID(id))
	if errors.Is(err, store.ErrNotFound) {
		return badParam("event", "There is no event with this id.")
	}
	return err
}

// checkInput reads one claim and refuses members it does not know.
func checkInput(raw []byte) (CheckInput, error) {
	var in CheckInput
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&in); err != nil {
		return in, badClaim(err)
	}
	if d.More() {
		return in, newProblem(http.StatusBadRequest, "More than one JSON value; send one claim.")
	}
	if strings.TrimSpace(in.Text) == "" && strings.TrimSpace(string(in.Coordinates)) == "" && (in.Media == nil || in.Media.GPS == nil) {
		return in, badParam("text", "There is nothing to check: give words, coordinates or a picture that knows where it was taken.")
	}
	if err := in.checkLengths(); err != nil {
		return in, err
	}
	for field, value := range map[string]string{"published": in.Published, "time": in.Time} {
		if value != "" && moment(value).IsZero() {
			return in, badParam(field, "This is no time with its zone, as 2024-12-16T22:00:00+02:00.")
		}
	}
	if in.URL != "" && webAddress(in.URL) == "" {
		return in, badParam("url", "This is no address of the web, as https://example.org/post/1.")
	}
	return in, in.Media.check()
}

func (in CheckInput) checkLengths() error {
	for _, f := range []struct {
		name, value string
		most        int
	}{
		{"text", in.Text, maxCheckText},
		{"coordinates", string(in.Coordinates), maxCoordinates},
		{"source", in.Source, maxCheckWord},
		{"url", in.URL, maxCheckWord},
		{"id", in.ID, maxCheckWord},
		{"event", in.Event, maxCheckWord},
	} {
		if utf8.RuneCountInString(f.value) > f.most {
			return badParam(f.name, fmt.Sprintf("This is longer than %d letters.", f.most))
		}
	}
	return nil
}

func isSHA256(s string) bool {
	b, err := hex.DecodeString(s)
	return err == nil && len(b) == 32
}

// check says what is wrong with a picture's metadata; nil is right.
func (m *MediaInput) check() error {
	if m == nil {
		return nil
	}
	clock, gps := m.Taken()
	switch {
	case m.SHA256 != "" && !isSHA256(m.SHA256):
		return badParam("media.sha256", "A SHA-256 has 64 hexadecimal digits.")
	case m.GPS != nil && (m.GPS.Lat < -90 || m.GPS.Lat > 90 || m.GPS.Lon < -180 || m.GPS.Lon > 180):
		return badParam("media.gps", "lat is from -90 to 90 and lon from -180 to 180 degrees.")
	case m.Direction != nil && (*m.Direction < 0 || *m.Direction > 360):
		return badParam("media.direction", "This is from 0 to 360 degrees, clockwise from north.")
	case m.Time != "" && clock.IsZero():
		return badParam("media.time", "With has_zone this is as 2024-12-16T22:00:00+02:00, without as 2024-12-16T22:00:00.")
	case m.GPSTime != "" && gps.IsZero():
		return badParam("media.gps_time", "This is no time with its zone, as 2024-12-16T20:00:00Z.")
	case len(m.Doubts) > maxDoubts:
		return badParam("media.doubts", fmt.Sprintf("At most %d.", maxDoubts))
	}
	for _, word := range append([]string{m.Software}, m.Doubts...) {
		if utf8.RuneCountInString(word) > maxCheckWord {
			return badParam("media", fmt.Sprintf("A text in it is longer than %d letters.", maxCheckWord))
		}
	}
	return nil
}

// claimFragment gives an event as a claim for the page /check, in the form of its links. It
// stands behind a #, so that no server sees it.
func claimFragment(p layer.Properties, rep event.Report) string {
	words := make([]string, len(p.Quotes))
	for i, q := range p.Quotes {
		words[i] = strings.Join(strings.Fields(q.Before+" "+q.Quote+" "+q.After), " ")
	}
	text := strings.Join(words, "\n")
	in := CheckInput{Text: text, Coordinates: CoordinatesText(strings.Join(claimedPoints(p.Places, text), "\n")), Source: rep.Outlet, URL: webAddress(rep.URL), Event: p.ID}
	if !rep.Published.IsZero() {
		in.Published = rep.Published.Format(time.RFC3339)
	}
	return inputFragment(in)
}

// claimedPoints gives the points of the places that the words name. When they name none, as when
// the place stands elsewhere in the report, it is the first place's.
func claimedPoints(places []layer.Place, words string) []string {
	var named, all []string
	for _, place := range places {
		d := decimals(place.RadiusM)
		point := fmt.Sprintf("%.*f, %.*f", d, place.Lat, d, place.Lon)
		all = append(all, point)
		if place.Surface != "" && strings.Contains(words, place.Surface) {
			named = append(named, point)
		}
	}
	if len(named) > 0 {
		return named
	}
	return all[:min(1, len(all))]
}

// decimals says how many decimals of a degree a radius in metres lets stand: a digit claims
// that the place is known so well.
func decimals(radius float64) int {
	switch {
	case radius >= 5500:
		return 1
	case radius >= 550:
		return 2
	case radius >= 55:
		return 3
	}
	return 4
}

// badClaim says what is wrong with the JSON of a claim.
func badClaim(err error) error {
	var field *InputError
	if errors.As(err, &field) {
		return badParam(field.Field, field.Detail)
	}
	if name, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		return badParam(strings.Trim(name, `"`), "A claim has no member of this name.",
			"id", "text", "published", "coordinates", "time", "source", "url", "event", "media")
	}
	return badBody(err)
}
