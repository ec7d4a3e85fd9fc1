package store

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/paulmach/orb"

	"sitmap/internal/event"
)

// Claim is a checked claim that a person kept: the input and the result as JSON, so that it can be checked again with
// newer data, and the person's rating with the reason. It is never changed; a new rating is a new claim.
type Claim struct {
	ID     string   // "" is given one by the store
	Event  event.ID // the event that it is about; "" none
	Made   time.Time
	By     string          // who kept it
	Why    string          // of the rating; needed for any but F6
	Source string          // Admiralty code of the source, A to F
	Info   int             // of the information, 1 to 6
	Input  json.RawMessage // the claim, as POST /api/check takes it
	Result json.RawMessage // what the check found, with its method

	// What later claims are compared with; zero is unknown.
	TextSum  [32]byte // SHA-256 of the text
	URL      string   // of the post
	Media    string   // SHA-256 of the picture, in hexadecimal
	Outlet   string   // who claims it
	Point    *orb.Point
	Happened time.Time
}

// Like says what stored claims are searched for: any of the same text, post, picture or outlet. Zero fields find nothing.
type Like struct {
	TextSum            [32]byte
	URL, Media, Outlet string
}

const maxName = 200 // letters of who kept a claim

// CheckClaim says why a claim cannot be stored, or nil. Errors wrap [ErrInvalid].
func CheckClaim(c Claim) error {
	switch {
	case strings.TrimSpace(c.By) == "" || utf8.RuneCountInString(c.By) > maxName:
		return fmt.Errorf("%w: a kept claim needs the name of who kept it, up to %d letters", ErrInvalid, maxName)
	case len(c.Source) != 1 || c.Source < "A" || c.Source > "F":
		return fmt.Errorf("%w: the source is rated A to F, not %q", ErrInvalid, c.Source)
	case c.Info < 1 || c.Info > 6:
		return fmt.Errorf("%w: the information is rated 1 to 6, not %d", ErrInvalid, c.Info)
	case (c.Source != "F" || c.Info != 6) && strings.TrimSpace(c.Why) == "":
		return fmt.Errorf("%w: a rating other than F6 needs its reason", ErrInvalid)
	case !json.Valid(c.Input) || !json.Valid(c.Result):
		return fmt.Errorf("%w: a kept claim needs its input and its result as JSON", ErrInvalid)
	case c.Made.IsZero():
		return fmt.Errorf("%w: a kept claim needs the time when it was kept", ErrInvalid)
	}
	if c.Point != nil {
		if err := checkPoint(*c.Point); err != nil {
			return fmt.Errorf("%w: %w", ErrInvalid, err)
		}
	}
	return nil
}
