package fetch

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"
)

func TestPublic(t *testing.T) {
	for _, s := range []string{"1.1.1.1", "8.8.8.8", "100.63.255.255", "100.128.0.0", "172.15.0.1", "172.32.0.1", "2606:4700::1111", "2a00::1", "64:ff9b::8.8.8.8", "::ffff:8.8.8.8"} {
		if !Public(netip.MustParseAddr(s)) {
			t.Errorf("%s is not public", s)
		}
	}
	for _, s := range []string{
		"0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.255.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.8",
		"192.0.2.1", "192.168.1.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255",
		"::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::127.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1",
		"2002:7f00:1::", "3fff::1", "5f00::1", "fc00::1", "fd12::1", "fe80::1", "fe80::1%eth0", "2606:4700::1111%eth0", "fec0::1", "ff02::1",
	} {
		if Public(netip.MustParseAddr(s)) {
			t.Errorf("%s is public", s)
		}
	}
	if Public(netip.Addr{}) {
		t.Error("no address is public")
	}
}

// server starts h and gives its address.
func server(t *testing.T, h http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	t.Cleanup(s.CloseClientConnections)
	return s.URL
}

// local is a client that may talk to the test's own servers.
func local(o Options) *Client {
	o.AllowPrivate = true
	return New(o)
}

func TestGet(t *testing.T) {
	var got http.Header
	at := server(t, func(w http.ResponseWriter, r *http.Request) {
		got = r.Header
		w.Header().Set("Content-Type", "text/html; charset=windows-1251")
		w.Header().Set("ETag", `"a"`)
		w.Header().Set("Last-Modified", "Mon, 16 Dec 2024 20:00:00 GMT")
		w.Header().Set("Cache-Control", "public, max-age=600")
		w.Header().Set("Set-Cookie", "who=you")
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		io.WriteString(z, "hello")
		z.Close()
	})
	c := local(Options{UserAgent: "sitmap/test", Types: []string{"text/html"}})
	for range 2 { // the second time without the cookie of the first
		p, err := c.Get(t.Context(), Request{URL: at + "/a#part"})
		if err != nil {
			t.Fatal(err)
		}
		want := Page{URL: at + "/a", Type: "text/html", Charset: "windows-1251", ETag: `"a"`, LastModified: "Mon, 16 Dec 2024 20:00:00 GMT", MaxAge: 10 * time.Minute}
		if string(p.Body) != "hello" {
			t.Errorf("body: got %q", p.Body)
		}
		if p.Body = nil; fmt.Sprint(p) != fmt.Sprint(want) {
			t.Errorf("got  %+v\nwant %+v", p, want)
		}
		if got.Get("User-Agent") != "sitmap/test" || got.Get("Cookie") != "" || got.Get("Referer") != "" || got.Get("If-None-Match") != "" {
			t.Errorf("sent %v", got)
		}
	}
}

func TestConditional(t *testing.T) {
	at := server(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") == `"a"` && r.Header.Get("If-Modified-Since") == "then" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("ETag", `"b"`)
		io.WriteString(w, "new")
	})
	c := local(Options{})
	if p, err := c.Get(t.Context(), Request{URL: at, ETag: `"a"`, LastModified: "then"}); err != nil || !p.NotModified || p.Body != nil {
		t.Errorf("the same: got %+v, %v", p, err)
	}
	if p, err := c.Get(t.Context(), Request{URL: at, ETag: `"old"`}); err != nil || p.NotModified || string(p.Body) != "new" {
		t.Errorf("another: got %+v, %v", p, err)
	}
}

func TestRefusedAddresses(t *testing.T) {
	called := false
	at := server(t, func(http.ResponseWriter, *http.Request) { called = true })
	port := at[strings.LastIndexByte(at, ':'):]
	for _, u := range []string{
		at, "http://localhost" + port, "http://0.0.0.0" + port, "http://[::1]" + port, "http://[::ffff:127.0.0.1]" + port, "http://169.254.169.254/latest/meta-data", "http://10.0.0.1/",
		"file:///etc/passwd", "ftp://example.org/", "gopher://example.org/", "javascript:alert(1)", "//example.org/", "example.org", "http://", "http:///a", "https://me:secret@example.org/", "http://%zz/", "",
	} {
		_, err := New(Options{Timeout: 5 * time.Second}).Get(t.Context(), Request{URL: u})
		if !errors.Is(err, ErrRefused) {
			t.Errorf("%q: got %v, want ErrRefused", u, err)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: the password is in %v", u, err)
		}
	}
	if called {
		t.Error("the server was reached")
	}
}

// TestRebinding: a name that leads to a private address is refused by what is dialled, whatever it resolved to before.
func TestRebinding(t *testing.T) {
	guard := Guard(Public, "not public")
	if err := guard("tcp4", "93.184.215.14:80", nil); err != nil {
		t.Errorf("public: got %v", err)
	}
	for _, bad := range [][2]string{{"tcp4", "127.0.0.1:80"}, {"tcp6", "[::1]:80"}, {"tcp6", "[fe80::1%lo]:80"}, {"tcp4", "nonsense"}, {"udp4", "93.184.215.14:80"}, {"unix", "/run/x"}} {
		if err := guard(bad[0], bad[1], nil); !errors.Is(err, ErrRefused) {
			t.Errorf("%v: got %v, want ErrRefused", bad, err)
		}
	}
}

// TestRedirectToPrivate lets the first server through and nothing else that is private.
func TestRedirectToPrivate(t *testing.T) {
	reached := false
	inner := server(t, func(http.ResponseWriter, *http.Request) { reached = true })
	outer := server(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, inner, http.StatusFound) })
	c := New(Options{})
	first := strings.TrimPrefix(outer, "http://")
	checked := c.http.Transport.(*http.Transport).DialContext
	c.http.Transport.(*http.Transport).DialContext = func(ctx context.Context, network, addr string) (net.Conn, error) {
		if addr == first {
			return (&net.Dialer{}).DialContext(ctx, network, addr)
		}
		return checked(ctx, network, addr)
	}
	_, err := c.Get(t.Context(), Request{URL: outer})
	if !errors.Is(err, ErrRefused) || !strings.Contains(err.Error(), "--allow-private") || reached {
		t.Errorf("got %v, reached %v; want ErrRefused with its hint", err, reached)
	}
}

func TestRedirects(t *testing.T) {
	var seen []http.Header
	var at string
	at = server(t, func(w http.ResponseWriter, r *http.Request) {
		seen = append(seen, r.Header)
		to, code := "", http.StatusFound
		switch r.URL.Path {
		case "/loop":
			to = "/loop"
		case "/moved":
			to, code = "/moved2", http.StatusMovedPermanently
		case "/moved2":
			to, code = "/half", http.StatusPermanentRedirect
		case "/half":
			to = "/end"
		case "/file":
			to = "file:///etc/passwd"
		case "/secret":
			to = strings.Replace(at, "//", "//me:secret@", 1) + "/end"
		default:
			io.WriteString(w, "end")
			return
		}
		http.Redirect(w, r, to, code)
	})
	c := local(Options{})
	p, err := c.Get(t.Context(), Request{URL: at + "/moved"})
	if err != nil || p.URL != at+"/end" || p.Moved != at+"/half" {
		t.Errorf("got %+v, %v; want the end, moved for good to /half only", p, err)
	}
	for _, path := range []string{"/loop", "/file", "/secret"} {
		seen = nil
		if _, err := c.Get(t.Context(), Request{URL: at + path}); !errors.Is(err, ErrRefused) {
			t.Errorf("%s: got %v, want ErrRefused", path, err)
		}
		if len(seen) > 6 {
			t.Errorf("%s: %d requests", path, len(seen))
		}
	}
	for _, h := range seen {
		if h.Get("Authorization") != "" || h.Get("Referer") != "" {
			t.Errorf("sent %v", h)
		}
	}
	if _, err := local(Options{Redirects: -1}).Get(t.Context(), Request{URL: at + "/half"}); !errors.Is(err, ErrRefused) {
		t.Errorf("no redirects: got %v", err)
	}
}

func TestDowngrade(t *testing.T) {
	plain := server(t, func(http.ResponseWriter, *http.Request) {})
	s := httptest.NewTLSServer(http.RedirectHandler(plain, http.StatusFound))
	t.Cleanup(s.Close)
	c := local(Options{})
	c.http.Transport.(*http.Transport).TLSClientConfig = s.Client().Transport.(*http.Transport).TLSClientConfig
	if _, err := c.Get(t.Context(), Request{URL: s.URL}); !errors.Is(err, ErrRefused) || !strings.Contains(err.Error(), "https") {
		t.Errorf("got %v, want it refused", err)
	}
}

func endless(w io.Writer) {
	block := []byte(strings.Repeat("x", 1<<16))
	for {
		if _, err := w.Write(block); err != nil {
			return
		}
	}
}

func TestMisbehavingServers(t *testing.T) {
	drip := func(w http.ResponseWriter, r *http.Request) {
		for {
			if _, err := w.Write([]byte("x")); err != nil {
				return
			}
			w.(http.Flusher).Flush()
			select {
			case <-r.Context().Done():
				return
			case <-time.After(20 * time.Millisecond):
			}
		}
	}
	for name, c := range map[string]struct {
		serve   http.HandlerFunc
		refused bool
		want    string
	}{
		"slow body":    {drip, false, "within"},
		"no answer":    {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, false, "within"},
		"endless body": {func(w http.ResponseWriter, _ *http.Request) { endless(w) }, true, "longer than 1000000 bytes"},
		"long by word": {func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Length", "99999999999") }, true, "longer than"},
		"gzip bomb": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			endless(gzip.NewWriter(w))
		}, true, "longer than"},
		"empty members": {emptyMembers, true, "longer than"},
		"not gzip": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			io.WriteString(w, "plain text")
		}, false, "gzip"},
		"brotli":       {func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Encoding", "br") }, true, "not asked for"},
		"picture":      {func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Type", "image/png") }, true, "image/png"},
		"no type":      {func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Type", ";;") }, true, "cannot be read"},
		"large header": {func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("X", strings.Repeat("x", 1<<20)) }, false, ""},
		"broken body": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "10")
			io.WriteString(w, "x")
		}, false, "EOF"},
		"304 unasked": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotModified) }, false, "304"},
		"no content":  {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }, false, "204"},
		"not http": {func(w http.ResponseWriter, _ *http.Request) {
			conn, _, err := w.(http.Hijacker).Hijack()
			if err == nil {
				io.WriteString(conn, "SSH-2.0-x\r\n")
				conn.Close()
			}
		}, false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			client := local(Options{MaxBytes: 1_000_000, Timeout: 300 * time.Millisecond, Types: []string{"text/html", "text/plain", "application/octet-stream"}})
			start := time.Now()
			_, err := client.Get(t.Context(), Request{URL: server(t, c.serve)})
			if err == nil || errors.Is(err, ErrRefused) != c.refused && !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), c.want) && !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("got %v; want refused %v, %q", err, c.refused, c.want)
			}
			if d := time.Since(start); d > 5*time.Second {
				t.Errorf("it took %v", d)
			}
		})
	}
}

// emptyMembers sends gzip that unpacks to nothing and never ends.
func emptyMembers(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Encoding", "gzip")
	var one strings.Builder
	gzip.NewWriter(&one).Close()
	block := []byte(strings.Repeat(one.String(), 1000))
	for {
		if _, err := w.Write(block); err != nil {
			return
		}
	}
}

func TestStatus(t *testing.T) {
	at := server(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", r.URL.Query().Get("after"))
		code := 0
		fmt.Sscan(r.URL.Path[1:], &code)
		w.WriteHeader(code)
	})
	for _, c := range []struct {
		path  string
		code  int
		wait  time.Duration
		final bool
	}{
		{"/503?after=120", 503, 2 * time.Minute, false},
		{"/429?after=99999999", 429, 24 * time.Hour, false},
		{"/503?after=-1", 503, 0, false},
		{"/503?after=soon", 503, 0, false},
		{"/500", 500, 0, false},
		{"/404", 404, 0, true},
		{"/410", 410, 0, true},
		{"/403", 403, 0, true},
	} {
		_, err := local(Options{}).Get(t.Context(), Request{URL: at + c.path})
		var s *StatusError
		if !errors.As(err, &s) || s.Code != c.code || s.RetryAfter != c.wait || s.Final() != c.final {
			t.Errorf("%s: got %v, %+v", c.path, err, s)
		}
	}
}

func TestRetryAfterDate(t *testing.T) {
	now := time.Date(2024, 12, 16, 20, 0, 0, 0, time.UTC)
	for in, want := range map[string]time.Duration{
		"Mon, 16 Dec 2024 20:00:30 GMT": 30 * time.Second,
		"Mon, 16 Dec 2024 19:00:00 GMT": 0,
		"Mon, 16 Dec 2054 19:00:00 GMT": 24 * time.Hour,
	} {
		if got := retryAfter(http.Header{"Retry-After": {in}}, now); got != want {
			t.Errorf("%s: got %v, want %v", in, got, want)
		}
	}
	if got := maxAge(http.Header{"Cache-Control": {`no-transform, Max-Age="90"`}}); got != 90*time.Second {
		t.Errorf("max-age: got %v", got)
	}
}

func TestPause(t *testing.T) {
	at := server(t, func(http.ResponseWriter, *http.Request) {})
	c := local(Options{Pause: 100 * time.Millisecond})
	start := time.Now()
	for range 3 {
		if _, err := c.Get(t.Context(), Request{URL: at}); err != nil {
			t.Fatal(err)
		}
	}
	if d := time.Since(start); d < 200*time.Millisecond {
		t.Errorf("three requests within %v", d)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Get(ctx, Request{URL: at}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
}
