package web

import (
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"
)

const (
	typeJSON    = "application/json"
	typeGeoJSON = "application/geo+json"
	typeTile    = "application/vnd.mapbox-vector-tile"
)

// smallest is the size below which compressing gains nothing.
const smallest = 400

// notModified answers 304 when the client has this state already, in whatever
// encoding. Otherwise it sets the ETag's base for send.
func notModified(c echo.Context, tag string) bool {
	have, ok := matchTag(c.Request().Header["If-None-Match"], tag)
	if !ok {
		return false
	}
	h := c.Response().Header()
	h.Set("ETag", `"`+have+`"`)
	if h.Get("Vary") == "" {
		h.Set("Vary", "Accept-Encoding")
	}
	h.Set("Cache-Control", "no-cache")
	c.Response().WriteHeader(http.StatusNotModified)
	return true
}

// body is an answer that is made for one request.
type body struct {
	mime  string
	plain []byte
	cache string // Cache-Control; "" = no-cache
}

// send writes an answer in the encoding that the client takes. tag "" means no ETag.
func send(c echo.Context, b body, tag string) error {
	h := c.Response().Header()
	h.Set("Content-Type", b.mime)
	if h.Get("Vary") == "" {
		h.Set("Vary", "Accept-Encoding")
	}
	h.Set("Cache-Control", "no-cache")
	if b.cache != "" {
		h.Set("Cache-Control", b.cache)
	}
	code, data := identity, b.plain
	if len(b.plain) >= smallest {
		code = wishesOf(c.Request().Header["Accept-Encoding"]).best(quick.offer()...)
	}
	if code != identity {
		data = compress(b.plain, code, quick)
		h.Set("Content-Encoding", code.name())
	}
	if tag != "" {
		h.Set("ETag", `"`+tag+code.suffix()+`"`)
	}
	h.Set("Content-Length", strconv.Itoa(len(data)))
	c.Response().WriteHeader(http.StatusOK)
	if c.Request().Method == http.MethodHead {
		return nil
	}
	_, err := c.Response().Write(data)
	return err
}

// sendJSON writes v.
func sendJSON(c echo.Context, v any, tag string) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return send(c, body{mime: typeJSON, plain: append(b, '\n')}, tag)
}
