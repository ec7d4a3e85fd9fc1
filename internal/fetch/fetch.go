package fetch

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"
)

// ErrRefused is wrapped by errors about what is never fetched, however often it is
// tried: an address that is not allowed, a redirect that is not followed, a body
// that is too long or of another type. Other errors may pass.
var ErrRefused = errors.New("refused")

// Options bound what a client does. The zero value is fit for use.
type Options struct {
	AllowPrivate bool          // addresses that are not on the public internet too
	MaxBytes     int64         // longest body, as sent and unpacked; 0 is 16 MiB
	Timeout      time.Duration // for one request with its redirects and its body; 0 is 30 s
	Redirects    int           // most followed; 0 is 5, below 0 none
	UserAgent    string        // "" is "sitmap"
	Types        []string      // media types taken; empty: all. A body without a type is taken
	Pause        time.Duration // least time between two requests to one host; 0 none
}

// Client fetches; it is safe for any number of callers.
type Client struct {
	o    Options
	http *http.Client
	pace pace
}

// Request is what to get, and which version the caller has.
type Request struct {
	URL          string
	ETag         string // of the version at hand; "" none
	LastModified string // likewise, as the server wrote it
}

// Page is what came.
type Page struct {
	URL          string // after redirects, without a fragment
	Moved        string // where the address has moved for good; "" it has not
	Type         string // media type, "text/html"; "" not stated
	Charset      string // as the server states it; "" not stated
	Body         []byte // unpacked
	ETag         string
	LastModified string
	NotModified  bool          // the caller has this version already; Body is empty
	MaxAge       time.Duration // how long the server says that the page stays fresh; 0 not stated
}

// StatusError says that the server answered, but not with the page.
type StatusError struct {
	URL        string
	Code       int
	RetryAfter time.Duration // what the server asks for, at most a day; 0 nothing
}

func (e *StatusError) Error() string {
	s := fmt.Sprintf("%s answers %d %s", e.URL, e.Code, http.StatusText(e.Code))
	if e.RetryAfter > 0 {
		s += fmt.Sprintf(" and asks to wait %s", e.RetryAfter)
	}
	return s
}

// Final reports whether asking again later is of no use: the page is gone or forbidden.
func (e *StatusError) Final() bool {
	return e.Code >= 400 && e.Code < 500 && e.Code != http.StatusRequestTimeout && e.Code != http.StatusTooEarly && e.Code != http.StatusTooManyRequests
}

// New makes a client.
func New(o Options) *Client {
	if o.MaxBytes <= 0 {
		o.MaxBytes = 16 << 20
	}
	if o.Timeout <= 0 {
		o.Timeout = 30 * time.Second
	}
	if o.Redirects == 0 {
		o.Redirects = 5
	}
	if o.UserAgent == "" {
		o.UserAgent = "sitmap"
	}
	allow := Public
	if o.AllowPrivate {
		allow = netip.Addr.IsValid
	}
	dialer := &net.Dialer{Timeout: 10 * time.Second, Control: Guard(allow, "not an address of the public internet")}
	c := &Client{o: o}
	c.http = &http.Client{
		CheckRedirect: c.redirect,
		Transport: &http.Transport{
			Proxy: nil, DialContext: dialer.DialContext, DisableCompression: true, ForceAttemptHTTP2: true,
			TLSHandshakeTimeout: 10 * time.Second, ResponseHeaderTimeout: o.Timeout, MaxResponseHeaderBytes: 64 << 10,
			MaxIdleConns: 10, IdleConnTimeout: 30 * time.Second,
		},
	}
	return c
}

// Address checks that s is an address that a client may be asked for, and gives it
// without its fragment. Errors wrap [ErrRefused].
func Address(s string) (*url.URL, error) {
	u, err := url.Parse(s)
	if err != nil {
		return nil, fmt.Errorf("%w: %q is not an address", ErrRefused, s)
	}
	switch {
	case u.User != nil: // first, and without u: it would go into the log
		return nil, fmt.Errorf("%w: the address on %s holds a name or password; they would be stored with the report", ErrRefused, u.Host)
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, fmt.Errorf("%w: %q is not an address that begins with http:// or https://", ErrRefused, s)
	case u.Hostname() == "":
		return nil, fmt.Errorf("%w: %q names no host", ErrRefused, s)
	}
	u.Fragment, u.RawFragment = "", ""
	return u, nil
}

// Get fetches one page. Errors wrap [ErrRefused], are a [StatusError], or come from the network or ctx.
func (c *Client) Get(ctx context.Context, in Request) (Page, error) {
	u, err := Address(in.URL)
	if err != nil {
		return Page{}, err
	}
	if err := c.pace.wait(ctx, u.Host, c.o.Pause); err != nil {
		return Page{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, c.o.Timeout)
	defer cancel()
	moved := &move{permanent: true}
	req, err := http.NewRequestWithContext(context.WithValue(ctx, moveKey{}, moved), http.MethodGet, u.String(), nil)
	if err != nil {
		return Page{}, fmt.Errorf("%w: %w", ErrRefused, err)
	}
	c.headers(req, in)
	resp, err := c.http.Do(req)
	if err != nil {
		return Page{}, c.explain(u, err)
	}
	defer resp.Body.Close() //nolint:errcheck // read only
	page, err := c.page(resp, in)
	if err != nil {
		return Page{}, c.explain(u, err)
	}
	page.Moved = moved.to
	return page, nil
}

func (c *Client) headers(req *http.Request, in Request) {
	req.Header.Set("User-Agent", c.o.UserAgent)
	req.Header.Set("Accept-Encoding", "gzip")
	accept := "*/*"
	if len(c.o.Types) > 0 {
		accept = strings.Join(c.o.Types, ", ") + ", */*;q=0.1"
	}
	req.Header.Set("Accept", accept)
	if in.ETag != "" {
		req.Header.Set("If-None-Match", in.ETag)
	}
	if in.LastModified != "" {
		req.Header.Set("If-Modified-Since", in.LastModified)
	}
}

type moveKey struct{}

// move follows where redirects lead for good.
type move struct {
	to        string
	permanent bool // so far
}

// redirect decides about each redirect before it is followed.
func (c *Client) redirect(req *http.Request, via []*http.Request) error {
	if len(via) > c.o.Redirects {
		return fmt.Errorf("%w: more than %d redirects", ErrRefused, max(c.o.Redirects, 0))
	}
	if _, err := Address(req.URL.String()); err != nil {
		return err
	}
	if via[len(via)-1].URL.Scheme == "https" && req.URL.Scheme != "https" {
		return fmt.Errorf("%w: a redirect leads from https to http", ErrRefused)
	}
	req.Header.Del("Referer")
	if req.URL.Host != via[0].URL.Host { // another server's marks mean nothing here
		req.Header.Del("If-None-Match")
		req.Header.Del("If-Modified-Since")
	}
	if m, ok := req.Context().Value(moveKey{}).(*move); ok && req.Response != nil {
		code := req.Response.StatusCode
		m.permanent = m.permanent && (code == http.StatusMovedPermanently || code == http.StatusPermanentRedirect)
		if m.permanent {
			m.to = req.URL.String()
		}
	}
	return nil
}

// page checks an answer and reads its body.
func (c *Client) page(resp *http.Response, in Request) (Page, error) {
	final := *resp.Request.URL
	final.Fragment, final.RawFragment = "", ""
	p := Page{URL: final.String(), ETag: resp.Header.Get("ETag"), LastModified: resp.Header.Get("Last-Modified"), MaxAge: maxAge(resp.Header)}
	conditional := in.ETag != "" || in.LastModified != ""
	switch {
	case resp.StatusCode == http.StatusNotModified && conditional:
		p.NotModified = true
		return p, nil
	case resp.StatusCode != http.StatusOK:
		return p, &StatusError{URL: p.URL, Code: resp.StatusCode, RetryAfter: retryAfter(resp.Header, time.Now())}
	}
	if stated := resp.Header.Get("Content-Type"); stated != "" {
		media, params, err := mime.ParseMediaType(stated)
		if err != nil && media == "" {
			return p, fmt.Errorf("%w: its type %q cannot be read", ErrRefused, short(stated))
		}
		p.Type, p.Charset = media, params["charset"]
		if len(c.o.Types) > 0 && !slices.Contains(c.o.Types, media) {
			return p, fmt.Errorf("%w: it is of the type %s, which is not read here", ErrRefused, short(media))
		}
	}
	var err error
	p.Body, err = c.body(resp)
	return p, err
}

// body reads no more than the limit, packed or unpacked.
func (c *Client) body(resp *http.Response) ([]byte, error) {
	long := fmt.Errorf("%w: it is longer than %d bytes", ErrRefused, c.o.MaxBytes)
	if resp.ContentLength > c.o.MaxBytes {
		return nil, long
	}
	packed := &bounded{r: resp.Body, left: c.o.MaxBytes, err: long}
	var in io.Reader = packed
	switch e := strings.ToLower(strings.TrimSpace(resp.Header.Get("Content-Encoding"))); e {
	case "", "identity":
	case "gzip", "x-gzip":
		z, err := gzip.NewReader(packed)
		if err != nil {
			return nil, fmt.Errorf("it is damaged gzip: %w", err)
		}
		in = z
	default:
		return nil, fmt.Errorf("%w: it is packed as %q, which was not asked for", ErrRefused, short(e))
	}
	raw, err := io.ReadAll(&bounded{r: in, left: c.o.MaxBytes, err: long})
	if err != nil {
		return nil, err
	}
	return raw, nil
}

// bounded gives err where a reader goes on beyond left bytes.
type bounded struct {
	r    io.Reader
	left int64
	err  error
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left < 0 {
		return 0, b.err
	}
	if int64(len(p)) > b.left+1 {
		p = p[:b.left+1]
	}
	n, err := b.r.Read(p)
	b.left -= int64(n)
	if b.left < 0 {
		return n - 1, b.err
	}
	return n, err
}

// explain puts the address in front and takes Go's own words off.
func (c *Client) explain(u *url.URL, err error) error {
	var status *StatusError
	if errors.As(err, &status) {
		return err
	}
	var outer *url.Error
	if errors.As(err, &outer) {
		err = outer.Err
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("fetch %s: it was not there within %s: %w", u, c.o.Timeout, err)
	}
	if errors.Is(err, ErrRefused) && strings.Contains(err.Error(), "public internet") {
		return fmt.Errorf("fetch %s: %w\nhint: --allow-private allows it", u, err)
	}
	return fmt.Errorf("fetch %s: %w", u, err)
}

func short(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
