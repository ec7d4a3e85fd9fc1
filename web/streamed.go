package web

import (
	"bufio"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/labstack/echo/v4"
)

// streamed is an answer of unknown length. The first bytes wait in a buffer, so
// that an early error still becomes a problem document.
type streamed struct {
	buf *bufio.Writer
	zip *gzip.Writer // nil: not compressed
}

const streamBuffer = 64 << 10

func openStream(c echo.Context, tag string) *streamed {
	h := c.Response().Header()
	if wishesOf(c.Request().Header["Accept-Encoding"]).best(gzipped) == identity {
		h.Set("ETag", `"`+tag+`"`)
		return &streamed{buf: bufio.NewWriterSize(c.Response(), streamBuffer)}
	}
	h.Set("ETag", `"`+tag+`-gz"`)
	return &streamed{zip: newZip(c)}
}

// newZip compresses to the response; the header must say so before the first byte.
func newZip(c echo.Context) *gzip.Writer {
	z, ok := compressors.pools[quick][gzipped].Get().(*gzip.Writer)
	if !ok {
		z, _ = gzip.NewWriterLevel(io.Discard, gzipLevels[quick])
	}
	z.Reset(&encoded{c: c})
	return z
}

// encoded declares the encoding at the first byte, so that a problem document
// written instead is not taken for compressed.
type encoded struct {
	c       echo.Context
	started bool
}

func (e *encoded) Write(b []byte) (int, error) {
	if !e.started {
		e.c.Response().Header().Set("Content-Encoding", "gzip")
		e.started = true
	}
	return e.c.Response().Write(b)
}

func (s *streamed) Write(b []byte) (int, error) {
	if s.zip == nil {
		return s.buf.Write(b)
	}
	return s.zip.Write(b)
}

// Close sends what is left.
func (s *streamed) Close() error {
	if s.zip == nil {
		return s.buf.Flush()
	}
	err := s.zip.Close()
	compressors.pools[quick][gzipped].Put(s.zip)
	s.zip = nil
	return err
}
