package web

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"errors"
	"html/template"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"sitmap/geo/codec/geojson"
	"sitmap/internal/event"
	"sitmap/internal/layer"
)

//go:embed event.html
var eventHTML string

// eventPage is parsed once; the text is embedded and a test runs it.
var eventPage = template.Must(template.New("event").Funcs(template.FuncMap{ //nolint:gochecknoglobals // parsed template, never written
	"text": func(s *string) string {
		if s == nil {
			return ""
		}
		return *s
	},
	"count": countWords,
}).Parse(eventHTML))

// index answers GET /: the map.
func (s *server) index(c echo.Context) error { return s.file(c, "index.html", "no-cache") }

// asset answers GET /assets/…; the names hold a digest, so they never change.
func (s *server) asset(c echo.Context) error {
	name, err := url.PathUnescape(c.Param("*"))
	if err != nil || !fs.ValidPath("assets/"+name) {
		return newProblem(http.StatusNotFound, "There is no such file.")
	}
	return s.file(c, "assets/"+name, "public, max-age=31536000, immutable")
}

// file sends a file of the page. Files are kept in every coding that was asked
// for: they are few and do not change while the server runs.
func (s *server) file(c echo.Context, name, cache string) error {
	if r, ok := s.files.Load(name); ok {
		r.(*rendition).write(c.Response(), c.Request()) //nolint:forcetypeassert // the map holds nothing else
		return nil
	}
	info, err := fs.Stat(s.UI, name)
	if errors.Is(err, fs.ErrNotExist) || err == nil && info.IsDir() {
		return newProblem(http.StatusNotFound, "There is no such file.")
	}
	if err != nil {
		return err
	}
	data, err := fs.ReadFile(s.UI, name)
	if err != nil {
		return err
	}
	r, _ := s.files.LoadOrStore(name, newRendition(data, []string{mimeOf(name)}, []string{cache}, lasting))
	r.(*rendition).write(c.Response(), c.Request()) //nolint:forcetypeassert // the map holds nothing else
	return nil
}

// mimeOf names the type of a file of the page; the system's own table differs from machine to machine.
func mimeOf(name string) string {
	switch path.Ext(name) {
	case ".html":
		return "text/html; charset=utf-8"
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".json", ".map":
		return typeJSON
	case ".svg":
		return "image/svg+xml"
	case ".png":
		return "image/png"
	case ".ico":
		return "image/x-icon"
	case ".woff2":
		return "font/woff2"
	case ".wasm":
		return "application/wasm"
	case ".txt":
		return "text/plain; charset=utf-8"
	}
	return "application/octet-stream"
}

// event answers GET /events/{id}: a page to read, or the feature for clients that ask for JSON.
func (s *server) event(c echo.Context) error {
	id, err := pathParam(c, "id")
	if err != nil {
		return err
	}
	g := s.Snapshot.Current()
	asJSON := wantsJSON(c.Request().Header.Get("Accept"))
	claims, err := s.shownClaims(c.Request().Context(), event.ID(id))
	if err != nil {
		return err
	}
	tag := s.etag(c.Request(), g.Version())
	c.Response().Header().Set("Vary", "Accept, Accept-Encoding")
	switch {
	case asJSON:
		tag += "j"
	case len(claims) > 0: // they are only added to, and stand outside the events' versions
		tag += "c" + strconv.Itoa(len(claims))
	}
	if notModified(c, tag) {
		return nil
	}
	f, rep, err := s.Layers.One(c.Request().Context(), event.ID(id))
	if err != nil {
		return err
	}
	if asJSON {
		b, err := geojson.Append(nil, f)
		if err != nil {
			return err
		}
		return send(c, body{mime: typeGeoJSON, plain: append(b, '\n')}, tag)
	}
	return s.showEvent(c, f, rep, claims, tag)
}

func (s *server) showEvent(c echo.Context, f geojson.Feature, rep event.Report, claims []shownClaim, tag string) error {
	p, ok := f.Properties.(layer.Properties)
	if !ok {
		return errors.New("an event's feature has unexpected properties")
	}
	c.Response().Header().Set("Content-Security-Policy", readingPolicy(eventHTML))
	var out bytes.Buffer
	err := eventPage.Execute(&out, map[string]any{
		"P": p, "Link": webAddress(rep.URL), "Published": day(rep.Published),
		"Map": "/?event=" + url.QueryEscape(p.ID), "Check": "/check#" + claimFragment(p, rep), "Claims": claims,
	})
	if err != nil {
		return err
	}
	return send(c, body{mime: "text/html; charset=utf-8", plain: out.Bytes()}, tag)
}

// readingPolicy lets a page without scripts use its own style sheet and nothing else.
func readingPolicy(page string) string {
	_, style, _ := strings.Cut(page, "<style>")
	style, _, _ = strings.Cut(style, "</style>")
	sum := sha256.Sum256([]byte(style))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
}

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format("2 January 2006, 15:04 -07:00")
}

// webAddress gives an address of the web; anything else that a report claims as its address is no link.
func webAddress(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	return u.String()
}

// countWords says a number of people; an open end says so.
func countWords(c *event.Count) string {
	if c == nil {
		return "unknown"
	}
	s := ""
	switch {
	case c.Min != nil && c.Max != nil && *c.Min == *c.Max:
		s = strconv.Itoa(*c.Min)
	case c.Min != nil && c.Max != nil:
		s = strconv.Itoa(*c.Min) + " to " + strconv.Itoa(*c.Max)
	case c.Min != nil:
		s = "at least " + strconv.Itoa(*c.Min)
	case c.Max != nil:
		s = "at most " + strconv.Itoa(*c.Max)
	default:
		return "not counted"
	}
	if c.Approximate {
		s = "about " + s
	}
	return s
}

// pathParam gives a path parameter, decoded once: echo leaves the escapes in
// when the path holds an escaped slash.
func pathParam(c echo.Context, name string) (string, error) {
	v := c.Param(name)
	if c.Request().URL.RawPath != "" {
		var err error
		if v, err = url.PathUnescape(v); err != nil {
			return "", newProblem(http.StatusBadRequest, "The path cannot be read.")
		}
	}
	return v, nil
}

// wantsJSON reports whether an Accept header prefers JSON or GeoJSON to HTML.
func wantsJSON(accept string) bool {
	html, js := weight(accept, "text/html", "text/*"), max(weight(accept, typeJSON), weight(accept, typeGeoJSON))
	return js > 0 && js >= html
}

// weight gives the highest weight that an Accept header gives to any of the types; */* does not count.
func weight(accept string, types ...string) float64 {
	best := 0.0
	for _, part := range strings.Split(accept, ",") {
		fields := strings.Split(part, ";")
		media := strings.ToLower(strings.TrimSpace(fields[0]))
		w := 1.0
		for _, f := range fields[1:] {
			if q, ok := strings.CutPrefix(strings.ReplaceAll(f, " ", ""), "q="); ok {
				w, _ = strconv.ParseFloat(q, 64) // what is no number is no wish
			}
		}
		for _, t := range types {
			if media == t {
				best = max(best, w)
			}
		}
	}
	return best
}

//go:embed openapi.json
var openAPIDocument []byte

// openAPI answers GET /openapi.json.
func (s *server) openAPI(c echo.Context) error {
	tag := s.etag(c.Request(), digest(openAPIDocument))
	if notModified(c, tag) {
		return nil
	}
	return send(c, body{mime: typeJSON, plain: openAPIDocument}, tag)
}

// health answers GET /healthz: the process lives.
func (s *server) health(c echo.Context) error {
	b, err := json.Marshal(map[string]string{"status": "ok", "program": s.Program})
	if err != nil {
		return err
	}
	return send(c, body{mime: typeJSON, plain: append(b, '\n'), cache: "no-store"}, "")
}

// ready answers GET /readyz: 200 when questions can be answered.
func (s *server) ready(c echo.Context) error {
	if s.Ready != nil {
		if err := s.Ready(c.Request().Context()); err != nil {
			s.Log.Warn("not ready", "error", err)
			return newProblem(http.StatusServiceUnavailable, "The server cannot answer yet.")
		}
	}
	g := s.Snapshot.Current()
	b, err := json.Marshal(map[string]any{"status": "ready", "version": g.Version(), "events": g.Len(), "places": g.Rows()})
	if err != nil {
		return err
	}
	return send(c, body{mime: typeJSON, plain: append(b, '\n'), cache: "no-store"}, "")
}
