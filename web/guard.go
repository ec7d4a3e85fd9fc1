package web

import (
	"fmt"
	"maps"
	"net"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"
)

// policy lets the page load only what this server serves, and images made by the page itself.
const policy = "default-src 'self'; script-src 'self'; worker-src 'self'; img-src 'self' data: blob:; " +
	"style-src 'self'; connect-src 'self'; font-src 'self'; object-src 'none'; " +
	"frame-ancestors 'none'; base-uri 'none'; form-action 'self'"

// guard stands before every handler: it catches panics, checks the host and the
// parameters, sets the headers that every answer has, and counts.
func (s *server) guard(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		done := s.metrics.begin()
		defer func() {
			if r := recover(); r != nil {
				if r == http.ErrAbortHandler { //nolint:errorlint // the very value, as net/http documents it
					panic(r)
				}
				err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
			}
			if err != nil {
				s.fail(err, c)
			}
			done(c.Path(), c.Response().Status)
			err = nil
		}()
		headers(c.Response().Header())
		if !s.hostAllowed(c.Request().Host) {
			return newProblem(http.StatusMisdirectedRequest, "This server does not answer to that host name.")
		}
		if known, ok := s.params[c.Request().Method+" "+c.Path()]; ok {
			v, err := checkParams(c.Request().URL.RawQuery, known)
			if err != nil {
				return err
			}
			c.Set(paramsKey, v)
		}
		return next(c)
	}
}

// secure are the headers that every answer has; the values are shared and never written to.
var secure = http.Header{ //nolint:gochecknoglobals // constants
	"Content-Security-Policy":      {policy},
	"X-Content-Type-Options":       {"nosniff"},
	"Referrer-Policy":              {"no-referrer"},
	"Cross-Origin-Opener-Policy":   {"same-origin"},
	"Cross-Origin-Resource-Policy": {"same-origin"},
	"Permissions-Policy":           {"camera=(), microphone=(), geolocation=(), payment=()"},
}

func headers(h http.Header) { maps.Copy(h, secure) }

func (s *server) hostAllowed(host string) bool {
	if len(s.Hosts) == 0 {
		return true
	}
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return slices.Contains(s.Hosts, strings.ToLower(strings.Trim(host, "[]")))
}

// mayWrite says why a request may not change anything, or nil.
func (s *server) mayWrite(r *http.Request) error {
	if err := sameOrigin(r); err != nil {
		return err
	}
	if s.RemoteWrites {
		return nil
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if ip := net.ParseIP(host); err != nil || ip == nil || !ip.IsLoopback() {
		return newProblem(http.StatusForbidden, "Reports and corrections are taken from this computer only.")
	}
	return nil
}

// sameOrigin refuses what a page of another site sends from the user's browser.
func sameOrigin(r *http.Request) error {
	foreign := newProblem(http.StatusForbidden, "Requests from pages of another site are refused.")
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none":
	default:
		return foreign
	}
	origin := r.Header.Get("Origin")
	if origin == "" {
		return nil
	}
	_, host, ok := strings.Cut(origin, "://")
	if !ok || !strings.EqualFold(host, r.Host) {
		return foreign
	}
	return nil
}
