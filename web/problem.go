package web

import (
	"encoding/json"
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"sitmap/internal/layer"
	"sitmap/internal/snapshot"
	"sitmap/internal/store"
)

// problem is an error for the client (RFC 9457).
type problem struct {
	Type      string   `json:"type"`
	Title     string   `json:"title"`
	Status    int      `json:"status"`
	Detail    string   `json:"detail,omitempty"`
	Parameter string   `json:"parameter,omitempty"` // the parameter at fault
	Allowed   []string `json:"allowed,omitempty"`   // what would do
}

func (p *problem) Error() string { return p.Detail }

func newProblem(status int, detail string) *problem {
	return &problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: detail}
}

// badParam says that a parameter's value will not do.
func badParam(name, detail string, allowed ...string) *problem {
	p := newProblem(http.StatusBadRequest, detail)
	p.Parameter, p.Allowed = name, allowed
	return p
}

// explain turns any error into what the client may know of it.
func explain(err error) *problem {
	var p *problem
	var he *echo.HTTPError
	var field *InputError
	switch {
	case errors.As(err, &p):
		return p
	case errors.As(err, &field):
		return badParam(field.Field, field.Detail)
	case errors.As(err, &he):
		return newProblem(he.Code, "")
	case errors.Is(err, store.ErrNotFound):
		return newProblem(http.StatusNotFound, "There is no event with this id.")
	case errors.Is(err, layer.ErrUnknown):
		return newProblem(http.StatusNotFound, "There is no layer of this name; /layers.json lists them.")
	case errors.Is(err, store.ErrConflict):
		return newProblem(http.StatusConflict, "Somebody else changed this in the meantime; read it again.")
	case errors.Is(err, store.ErrInvalid), errors.Is(err, ErrInput):
		return newProblem(http.StatusBadRequest, err.Error())
	case errors.Is(err, snapshot.ErrNoSearch):
		return badParam("q", "This server has no text search.")
	}
	return newProblem(http.StatusInternalServerError, "Something went wrong inside; the server's log says what.")
}

// fail writes err as problem+json; what happened inside goes to the log only.
func (s *server) fail(err error, c echo.Context) {
	p := explain(err)
	if p.Status >= http.StatusInternalServerError && p.Status != http.StatusNotImplemented {
		s.Log.Error("request failed", "method", c.Request().Method, "path", c.Request().URL.Path, "error", err)
	}
	if c.Response().Committed {
		return
	}
	b, _ := json.Marshal(p)
	h := c.Response().Header()
	h.Set("Content-Type", "application/problem+json")
	h.Set("Cache-Control", "no-store")
	h.Del("ETag")
	c.Response().WriteHeader(p.Status)
	if c.Request().Method != http.MethodHead {
		_, _ = c.Response().Write(b) // the client may be gone; there is nobody to tell
	}
}
