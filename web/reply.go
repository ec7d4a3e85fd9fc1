package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/klauspost/compress/gzip"
	"github.com/labstack/echo/v4"
)

const (
	typeJSON    = "application/json"
	typeGeoJSON = "application/geo+json"
	typeTile    = "application/vnd.mapbox-vector-tile"
)

// smallest is the size below which compressing gains nothing.
const smallest = 400

// etag names what a request gets at a version of the data: the same address at
// the same version gives the same bytes.
func (s *server) etag(r *http.Request, version uint64) string {
	h := fnv.New64a()
	fmt.Fprintf(h, "%s\x00%s\x00%d\x00%s\x00%s", s.Program, s.Instance, version, r.URL.Path, r.URL.Query().Encode())
	return strconv.FormatUint(h.Sum64(), 36)
}

// notModified answers 304 when the client has this state already, in whatever
// encoding. Otherwise it sets the ETag's base for send.
func notModified(c echo.Context, tag string) bool {
	for _, have := range strings.Split(c.Request().Header.Get("If-None-Match"), ",") {
		have = strings.Trim(strings.TrimPrefix(strings.TrimSpace(have), "W/"), `"`)
		if have == "*" || strings.TrimSuffix(have, "-gz") == tag {
			h := c.Response().Header()
			h.Set("ETag", `"`+have+`"`)
			if h.Get("Vary") == "" {
				h.Set("Vary", "Accept-Encoding")
			}
			h.Set("Cache-Control", "no-cache")
			c.Response().WriteHeader(http.StatusNotModified)
			return true
		}
	}
	return false
}

// body is an answer, and its gzip form once there is one.
type body struct {
	mime  string
	plain []byte
	gz    []byte
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
	data, suffix := b.plain, ""
	if len(b.plain) >= smallest && acceptsGzip(c.Request().Header.Get("Accept-Encoding")) {
		if b.gz == nil {
			b.gz = compress(b.plain)
		}
		data, suffix = b.gz, "-gz"
		h.Set("Content-Encoding", "gzip")
	}
	if tag != "" {
		h.Set("ETag", `"`+tag+suffix+`"`)
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

// acceptsGzip reads an Accept-Encoding header: gzip or * with a weight above 0.
func acceptsGzip(header string) bool {
	star := false
	for _, part := range strings.Split(header, ",") {
		name, weight, _ := strings.Cut(part, ";")
		name = strings.ToLower(strings.TrimSpace(name))
		if name != "gzip" && name != "*" {
			continue
		}
		yes := true
		if q, ok := strings.CutPrefix(strings.ReplaceAll(weight, " ", ""), "q="); ok {
			w, err := strconv.ParseFloat(q, 64)
			yes = err == nil && w > 0
		}
		if name == "gzip" {
			return yes
		}
		star = yes
	}
	return star
}

// gzipLevel is the fastest: for tiles made on request compressing is most of the cost.
const gzipLevel = 1

// compressors are gzip writers for reuse; a new one needs a megabyte.
type compressors struct{ pool sync.Pool }

var zippers compressors //nolint:gochecknoglobals // a pool, empty of meaning

func compress(b []byte) []byte {
	var out bytes.Buffer
	out.Grow(len(b)/2 + 64)
	z, ok := zippers.pool.Get().(*gzip.Writer)
	if !ok {
		z, _ = gzip.NewWriterLevel(io.Discard, gzipLevel) // the level is a constant and valid
	}
	z.Reset(&out)
	_, _ = z.Write(b) // a bytes.Buffer does not fail
	_ = z.Close()
	zippers.pool.Put(z)
	return out.Bytes()
}
