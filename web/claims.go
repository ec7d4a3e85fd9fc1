package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"sitmap/internal/event"
)

// Limits of a rating; lengths in code points.
const (
	maxName   = 200
	maxReason = 2_000
)

// Claims keeps claims against stored events. Nothing is overwritten: a new rating of the
// same claim is one more entry, so that the list is its own record of who said what when.
type Claims struct {
	// Save stores c; the same ID twice changes nothing.
	Save func(ctx context.Context, c SavedClaim) error
	// List gives the claims of an event, the newest first; nil for none.
	List func(ctx context.Context, id event.ID) ([]SavedClaim, error)
}

// SavedClaim is a claim with the answer that it got, and what a person said of it.
type SavedClaim struct {
	ID     string          `json:"id"` // follows from event, input and rating: the same is saved once
	Event  event.ID        `json:"event"`
	Saved  time.Time       `json:"saved"` // UTC
	Input  CheckInput      `json:"input"`
	Result json.RawMessage `json:"result"` // the answer of `sitmap check` at that time, with its method
	Rating ClaimRating     `json:"rating"`
}

// ClaimRating is a person's rating by the Admiralty code. F6, which says that neither can be
// judged, needs no reason; everything else does.
type ClaimRating struct {
	Source      string `json:"source"`      // A, completely reliable, to F, cannot be judged
	Information int    `json:"information"` // 1, confirmed, to 6, cannot be judged
	By          string `json:"by"`          // who rates
	Reason      string `json:"reason,omitempty"`
}

// savedInput is what is posted.
type savedInput struct {
	Claim  json.RawMessage `json:"claim"`
	Rating ClaimRating     `json:"rating"`
}

// saveClaim answers POST /api/events/{id}/claims: checks a claim, and stores it with the
// answer and a person's rating. The answer is the server's own, never the client's.
func (s *server) saveClaim(c echo.Context) error {
	if s.Check == nil || s.Claims.Save == nil {
		return notHere("keeps no claims")
	}
	if err := s.mayWrite(c.Request()); err != nil {
		return err
	}
	id, err := pathParam(c, "id")
	if err != nil {
		return err
	}
	raw, err := readJSON(c, maxCheckBytes)
	if err != nil {
		return err
	}
	saved, err := readSavedClaim(raw, id)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	if _, err := s.Layers.Store.Event(ctx, saved.Event); err != nil {
		return err
	}
	done, err := s.begin(c)
	if err != nil {
		return err
	}
	defer done()
	answer, err := s.Check(ctx, saved.Input)
	if err != nil {
		return err
	}
	if saved.Result, err = json.Marshal(answer); err != nil {
		return err
	}
	saved.Saved = s.Now().UTC().Truncate(time.Millisecond)
	if err := s.Claims.Save(ctx, saved); err != nil {
		return err
	}
	return sendUncached(c, saved)
}

// claimList answers GET /api/events/{id}/claims.
func (s *server) claimList(c echo.Context) error {
	if s.Claims.List == nil {
		return notHere("keeps no claims")
	}
	id, err := pathParam(c, "id")
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	if _, err := s.Layers.Store.Event(ctx, event.ID(id)); err != nil {
		return err
	}
	list, err := s.Claims.List(ctx, event.ID(id))
	if err != nil {
		return err
	}
	b, err := json.Marshal(map[string]any{"claims": append([]SavedClaim{}, list...)})
	if err != nil {
		return err
	}
	tag := s.etag(c.Request(), digest(b))
	if notModified(c, tag) {
		return nil
	}
	return send(c, body{mime: typeJSON, plain: append(b, '\n')}, tag)
}

// readSavedClaim reads and checks the body. The claim is about the event of the address.
func readSavedClaim(raw []byte, id string) (SavedClaim, error) {
	var in savedInput
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&in); err != nil {
		return SavedClaim{}, badClaim(err)
	}
	if d.More() {
		return SavedClaim{}, newProblem(http.StatusBadRequest, "More than one JSON value; send one claim.")
	}
	if len(in.Claim) == 0 {
		return SavedClaim{}, badParam("claim", "The claim is missing.")
	}
	claim, err := checkInput(in.Claim)
	if err != nil {
		return SavedClaim{}, err
	}
	if claim.Event != "" && claim.Event != id {
		return SavedClaim{}, badParam("event", "The claim is about another event than the address.")
	}
	claim.Event = id
	if err := in.Rating.check(); err != nil {
		return SavedClaim{}, err
	}
	saved := SavedClaim{Event: event.ID(id), Input: claim, Rating: in.Rating}
	b, err := json.Marshal(saved)
	if err != nil {
		return SavedClaim{}, err
	}
	sum := sha256.Sum256(b)
	saved.ID = hex.EncodeToString(sum[:12])
	return saved, nil
}

// check trims the texts and says what is wrong with a rating; nil is right.
func (r *ClaimRating) check() error {
	r.By, r.Reason = strings.TrimSpace(r.By), strings.TrimSpace(r.Reason)
	switch {
	case len(r.Source) != 1 || r.Source < "A" || r.Source > "F":
		return badParam("rating.source", "The source is rated with a letter from A to F.", "A", "B", "C", "D", "E", "F")
	case r.Information < 1 || r.Information > 6:
		return badParam("rating.information", "The information is rated with a number from 1 to 6.", "1", "2", "3", "4", "5", "6")
	case r.By == "" || utf8.RuneCountInString(r.By) > maxName:
		return badParam("rating.by", fmt.Sprintf("Say who rates, in 1 to %d letters.", maxName))
	case r.Reason == "" && (r.Source != "F" || r.Information != 6):
		return badParam("rating.reason", "A rating other than F6 needs its reason.")
	case utf8.RuneCountInString(r.Reason) > maxReason:
		return badParam("rating.reason", fmt.Sprintf("This is longer than %d letters.", maxReason))
	}
	return nil
}

// shownClaim is a saved claim as the event page shows it.
type shownClaim struct {
	SavedClaim
	Verdict, Sentence, Method string
	Day, Again                string // when it was saved; the link that checks it again
}

// shownClaims prepares the claims of an event for its page.
func (s *server) shownClaims(ctx context.Context, id event.ID) ([]shownClaim, error) {
	if s.Claims.List == nil {
		return nil, nil
	}
	list, err := s.Claims.List(ctx, id)
	if err != nil {
		return nil, err
	}
	out := make([]shownClaim, len(list))
	for i, c := range list {
		var r struct{ Verdict, Sentence, Method string }
		if err := json.Unmarshal(c.Result, &r); err != nil {
			return nil, fmt.Errorf("read the answer of claim %s: %w", c.ID, err)
		}
		out[i] = shownClaim{c, verdictWords(r.Verdict), r.Sentence, r.Method, day(c.Saved), "/check#" + inputFragment(c.Input)}
	}
	return out, nil
}

// verdictWords says a verdict with a sign, so that it is not told by its colour.
func verdictWords(v string) string {
	switch v {
	case "consistent":
		return "✓ Consistent"
	case "inconsistent":
		return "✕ Inconsistent"
	case "ambiguous":
		return "? Ambiguous"
	case "not_checkable":
		return "– Not checkable"
	}
	return v
}

// inputFragment writes a claim in the form of the links of the page /check.
func inputFragment(in CheckInput) string {
	v := url.Values{}
	for name, value := range map[string]string{
		"text": in.Text, "coordinates": string(in.Coordinates), "published": in.Published, "time": in.Time, "source": in.Source, "url": in.URL, "event": in.Event,
	} {
		if value != "" {
			v.Set(name, value)
		}
	}
	if in.Media != nil {
		if b, err := json.Marshal(in.Media); err == nil { // texts and finite numbers always can
			v.Set("media", string(b))
		}
	}
	return v.Encode()
}
