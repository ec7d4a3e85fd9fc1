package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/labstack/echo/v4"
)

// Limits of what is posted.
const (
	maxExtractBytes = 2 << 20
	maxReportBytes  = 16 << 20
	maxReports      = 1000
	maxWait         = 5 * time.Second // for others whose reports are being read
)

// begin waits for a processor to read reports with; done gives it back. Reading is the
// only heavy work that a request can ask for, so there are only as many at a time.
func (s *server) begin(c echo.Context) (done func(), err error) {
	t := time.NewTimer(maxWait)
	defer t.Stop()
	select {
	case s.reading <- struct{}{}:
		return func() { <-s.reading }, nil
	case <-c.Request().Context().Done():
		return nil, c.Request().Context().Err()
	case <-t.C:
		c.Response().Header().Set("Retry-After", "10")
		return nil, newProblem(http.StatusServiceUnavailable, "Too many reports are being read at the moment; try again in ten seconds.")
	}
}

// extract answers POST /api/extract: reads one report and stores nothing.
func (s *server) extract(c echo.Context) error {
	if s.Extract == nil {
		return notHere("reads no reports")
	}
	if err := sameOrigin(c.Request()); err != nil {
		return err
	}
	raw, err := readJSON(c, maxExtractBytes)
	if err != nil {
		return err
	}
	in, err := reportInput(raw)
	if err != nil {
		return err
	}
	done, err := s.begin(c)
	if err != nil {
		return err
	}
	defer done()
	answer, err := s.Extract(c.Request().Context(), in)
	if err != nil {
		return err
	}
	return sendUncached(c, answer)
}

// report answers POST /api/reports: stores one report or a list of them.
func (s *server) report(c echo.Context) error {
	if s.Ingest == nil {
		return notHere("takes no reports")
	}
	if err := s.mayWrite(c.Request()); err != nil {
		return err
	}
	raw, err := readJSON(c, maxReportBytes)
	if err != nil {
		return err
	}
	in, err := reportInputs(raw)
	if err != nil {
		return err
	}
	done, err := s.begin(c)
	if err != nil {
		return err
	}
	defer done()
	answer, err := s.Ingest(c.Request().Context(), in)
	if err != nil {
		return err
	}
	if err := s.refresh(c.Request().Context()); err != nil {
		return err
	}
	return sendUncached(c, answer)
}

// refresh takes in what a request has stored, so that the next one sees it.
func (s *server) refresh(ctx context.Context) error {
	if err := s.Snapshot.Refresh(ctx); err != nil {
		return err
	}
	s.tracker.current(ctx)
	return nil
}

func sendUncached(c echo.Context, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return send(c, body{mime: typeJSON, plain: append(b, '\n'), cache: "no-store"}, "")
}

// readJSON reads a JSON body. Asking for the media type keeps out the forms that
// any page can make a browser send.
func readJSON(c echo.Context, limit int64) ([]byte, error) {
	media, _, err := mime.ParseMediaType(c.Request().Header.Get("Content-Type"))
	if err != nil || media != typeJSON {
		return nil, newProblem(http.StatusUnsupportedMediaType, "Send JSON, with the header Content-Type: application/json.")
	}
	if e := c.Request().Header.Get("Content-Encoding"); e != "" && e != "identity" {
		return nil, newProblem(http.StatusUnsupportedMediaType, "Send it without Content-Encoding.")
	}
	raw, err := io.ReadAll(http.MaxBytesReader(c.Response(), c.Request().Body, limit))
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return nil, newProblem(http.StatusRequestEntityTooLarge, "The body is larger than this address takes; /openapi.json states the limit.")
	}
	if err != nil {
		return nil, newProblem(http.StatusBadRequest, "The body broke off.")
	}
	if !utf8.Valid(raw) {
		return nil, newProblem(http.StatusBadRequest, "The body is not UTF-8.")
	}
	return bytes.TrimSpace(raw), nil
}

// reportInputs reads one report or a list. A bad entry of a list is rejected by itself; the
// others are read all the same.
func reportInputs(raw []byte) ([]ReportInput, error) {
	if len(raw) == 0 || raw[0] != '[' {
		in, err := reportInput(raw)
		return []ReportInput{in}, err
	}
	var items []json.RawMessage
	if err := json.Unmarshal(raw, &items); err != nil {
		return nil, badBody(err)
	}
	if len(items) == 0 || len(items) > maxReports {
		return nil, newProblem(http.StatusBadRequest, "A list holds 1 to 1000 reports.")
	}
	out := make([]ReportInput, len(items))
	for i, item := range items {
		in, err := reportInput(item)
		var p *problem
		switch {
		case err == nil:
			out[i] = in
		case errors.As(err, &p):
			out[i] = ReportInput{Rejected: &Rejected{p.Parameter, p.Detail}}
		default:
			return nil, err
		}
	}
	return out, nil
}

// reportInput reads one report and refuses members it does not know.
func reportInput(raw []byte) (ReportInput, error) {
	var in ReportInput
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&in); err != nil {
		return in, badBody(err)
	}
	if d.More() {
		return in, newProblem(http.StatusBadRequest, "More than one JSON value; send one report, or a list.")
	}
	if strings.TrimSpace(in.Text) == "" {
		return in, badParam("text", "The report has no text.")
	}
	if in.Published != "" && !isMoment(in.Published) {
		return in, badParam("published", "This is neither a time as 2024-12-16T22:00:00Z nor a date as 2024-12-16.")
	}
	return in, nil
}

func isMoment(s string) bool {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", time.DateOnly} {
		if _, err := time.Parse(layout, s); err == nil {
			return true
		}
	}
	return false
}

// badBody says what is wrong with the JSON without naming Go's types.
func badBody(err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &kind):
		return badParam(kind.Field, "This member has a value of the wrong type.")
	case errors.As(err, &syntax), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return newProblem(http.StatusBadRequest, "The body is not JSON.")
	}
	if name, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		return badParam(strings.Trim(name, `"`), "A report has no member of this name.",
			"doc", "text", "title", "url", "published", "outlet", "lang", "hints", "toponyms")
	}
	return newProblem(http.StatusBadRequest, "The body is not what this address takes; /openapi.json describes it.")
}
