package pmtiles

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// OpenURL reads the archive at an http or https address by range requests, with
// the client that is given. A server that does not answer ranges is an error. An
// archive that is replaced later is noticed by its ETag (or its date and size), and
// read anew: at once when a part of it is asked for, within half a minute for tiles
// that the archive did not hold. The client decides on time limits, redirects and which hosts may
// be asked.
func OpenURL(ctx context.Context, address string, client *http.Client) (*Reader, error) {
	r, err := open(ctx, &remote{address: address, client: client, age: maxAge})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", address, err)
	}
	return r, nil
}

// remote is a file on a web server.
type remote struct {
	address string
	client  *http.Client
	total   atomic.Int64 // size + 1 as last stated, 0 not known
	seen    atomic.Int64 // when the server last answered, in nanoseconds since 1970
	age     time.Duration
}

// maxAge is how old an answer of the server may be for its version to count.
const maxAge = 30 * time.Second

// same asks the server when its last answer is old.
func (f *remote) same(ctx context.Context, version string) error {
	if time.Since(time.Unix(0, f.seen.Load())) < f.age {
		return nil
	}
	_, _, err := f.read(ctx, 0, headerSize, version)
	return err
}

func (f *remote) size() int64  { return f.total.Load() - 1 }
func (f *remote) close() error { return nil }

func (f *remote) read(ctx context.Context, offset, length int64, wanted string) ([]byte, string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, f.address, nil)
	if err != nil {
		return nil, "", err
	}
	req.Header.Set("Range", fmt.Sprintf("bytes=%d-%d", offset, offset+length-1))
	req.Header.Set("Accept-Encoding", "identity") // a range of the file, not of a packed copy
	if strings.HasPrefix(wanted, `"`) {
		req.Header.Set("If-Match", wanted)
	}
	resp, err := f.client.Do(req)
	if err != nil {
		return nil, "", err
	}
	defer resp.Body.Close() //nolint:errcheck // it was only read
	switch resp.StatusCode {
	case http.StatusPartialContent:
	case http.StatusPreconditionFailed:
		return nil, "", errChanged
	case http.StatusRequestedRangeNotSatisfiable:
		return nil, "", f.gone(wanted, "it ends before byte %d; it may be cut short", offset)
	case http.StatusOK:
		return nil, "", errors.New("the server gives whole files only; an archive needs one that answers range requests")
	default:
		return nil, "", fmt.Errorf("the server answered %s", resp.Status)
	}
	start, total, ok := contentRange(resp.Header.Get("Content-Range"))
	if !ok || start != offset {
		return nil, "", errors.New("the server gave another part of the file than was asked for")
	}
	v := editionOf(resp.Header, total)
	if wanted != "" && v != wanted {
		return nil, v, errChanged
	}
	f.total.Store(total + 1)
	f.seen.Store(time.Now().UnixNano())
	if total >= 0 {
		length = min(length, total-offset)
	}
	b, err := io.ReadAll(io.LimitReader(resp.Body, length))
	if err != nil {
		return nil, v, fmt.Errorf("reading the archive: %w", err)
	}
	return b, v, nil
}

// gone is for a part that is not there: of the first edition a damaged file, later maybe another file.
func (f *remote) gone(wanted, format string, args ...any) error {
	if wanted != "" {
		return errChanged
	}
	return invalid(format, args...)
}

// editionOf tells editions of a file apart: by ETag, else by date and size.
func editionOf(h http.Header, total int64) string {
	if tag := h.Get("ETag"); tag != "" {
		return tag
	}
	return h.Get("Last-Modified") + " " + strconv.FormatInt(total, 10)
}

// contentRange reads "bytes 0-99/1234"; total is -1 for "*".
func contentRange(s string) (start, total int64, ok bool) {
	rest, ok := strings.CutPrefix(s, "bytes ")
	part, size, ok2 := strings.Cut(rest, "/")
	from, _, ok3 := strings.Cut(part, "-")
	if !ok || !ok2 || !ok3 {
		return 0, 0, false
	}
	start, err := strconv.ParseInt(from, 10, 64)
	if err != nil || start < 0 {
		return 0, 0, false
	}
	if size == "*" {
		return start, -1, true
	}
	total, err = strconv.ParseInt(size, 10, 64)
	return start, total, err == nil && total >= 0
}
