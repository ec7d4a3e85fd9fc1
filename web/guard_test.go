package web

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/paulmach/orb"
)

func TestPolicyIsStrict(t *testing.T) {
	for _, never := range []string{"unsafe", "*", "http:", "https:"} {
		if strings.Contains(policy, never) {
			t.Errorf("the policy has %q", never)
		}
	}
}

func TestHosts(t *testing.T) {
	s := newSite(t, func(o *Options) { o.Hosts = LoopbackHosts("127.0.0.1:8080") })
	for host, want := range map[string]int{
		"127.0.0.1:8080": 200, "localhost:8080": 200, "LOCALHOST": 200, "[::1]:8080": 200, "evil.example": 421, "127.0.0.1.evil.example:8080": 421,
	} {
		if r := s.ask("GET", "/healthz", "", "Host", host); r.StatusCode != want {
			t.Errorf("Host %s: %d, want %d", host, r.StatusCode, want)
		}
	}
	if LoopbackHosts("0.0.0.0:8080") != nil || LoopbackHosts(":8080") != nil || LoopbackHosts("[::1]:80") == nil {
		t.Error("LoopbackHosts takes the wrong addresses for loopback")
	}
}

func TestWriting(t *testing.T) {
	const report = `{"doc":"d","text":"Clashes near Plekhovo."}`
	j := []string{"Content-Type", "application/json"}
	for _, c := range []struct {
		name, target, body string
		header             []string
		status             int
		parameter          string
	}{
		{"one report", "/api/reports", report, j, 200, ""},
		{"a list", "/api/reports", "[" + report + "]", j, 200, ""},
		{"with charset", "/api/reports", report, []string{"Content-Type", "application/json; charset=utf-8"}, 200, ""},
		{"own origin", "/api/reports", report, append(j, "Origin", "http://example.com", "Sec-Fetch-Site", "same-origin"), 200, ""},
		{"foreign origin", "/api/reports", report, append(j, "Origin", "http://evil.example"), 403, ""},
		{"null origin", "/api/reports", report, append(j, "Origin", "null"), 403, ""},
		{"cross-site fetch", "/api/reports", report, append(j, "Sec-Fetch-Site", "cross-site"), 403, ""},
		{"foreign origin reads", "/api/extract", report, append(j, "Origin", "http://evil.example"), 403, ""},
		{"a form", "/api/reports", "doc=d", []string{"Content-Type", "application/x-www-form-urlencoded"}, 415, ""},
		{"text/plain", "/api/reports", report, []string{"Content-Type", "text/plain"}, 415, ""},
		{"no type", "/api/extract", report, nil, 415, ""},
		{"compressed", "/api/extract", report, append(j, "Content-Encoding", "gzip"), 415, ""},
		{"empty", "/api/reports", "", j, 400, ""},
		{"not JSON", "/api/reports", "{", j, 400, ""},
		{"two values", "/api/extract", report + report, j, 400, ""},
		{"no text", "/api/extract", `{"doc":"d"}`, j, 400, "text"},
		{"blank text", "/api/extract", `{"text":" \n"}`, j, 400, "text"},
		{"unknown member", "/api/extract", `{"text":"a","colour":1}`, j, 400, "colour"},
		{"wrong type", "/api/extract", `{"text":7}`, j, 400, "text"},
		{"bad date", "/api/extract", `{"text":"a","published":"soon"}`, j, 400, "published"},
		{"empty list", "/api/reports", `[]`, j, 400, ""},
		{"not UTF-8", "/api/extract", "{\"text\":\"\xff\"}", j, 400, ""},
		{"too large", "/api/extract", `{"text":"` + strings.Repeat("a", maxExtractBytes) + `"}`, j, 413, ""},
	} {
		r := newSite(t, nil).ask("POST", c.target, c.body, c.header...)
		if r.StatusCode != c.status {
			t.Errorf("%s: %d %s, want %d", c.name, r.StatusCode, text(t, r), c.status)
			continue
		}
		if c.status != 200 {
			if p := problemOf(t, r); p.Parameter != c.parameter || strings.Contains(p.Detail, "web.") || strings.Contains(p.Detail, "Go ") {
				t.Errorf("%s: %+v", c.name, p)
			}
		}
	}
}

// TestBadEntriesOfAList: each is handed on as rejected, and costs the others nothing.
func TestBadEntriesOfAList(t *testing.T) {
	var got []ReportInput
	s := newSite(t, func(o *Options) {
		o.Ingest = func(_ context.Context, in []ReportInput) (any, error) { got = in; return 1, nil }
	})
	r := s.ask("POST", "/api/reports", `[{"text":"a","published":"2024-12-16T22:00+02:00"},{"text":7},{"text":"b","colour":1},5,{"text":"c","published":"soon"},{"text":"d"}]`, "Content-Type", "application/json")
	if r.StatusCode != 200 || len(got) != 6 {
		t.Fatalf("%d %s, %d entries", r.StatusCode, text(t, r), len(got))
	}
	for i, field := range []string{"-", "text", "colour", "", "published", "-"} {
		bad := got[i].Rejected
		if (bad == nil) != (field == "-") || bad != nil && (bad.Field != field || bad.Reason == "") {
			t.Errorf("entry %d: got %+v, want field %q", i, bad, field)
		}
	}
}

// TestManyReaders: when every processor reads already, the next is told to come again.
func TestManyReaders(t *testing.T) {
	release, started := make(chan struct{}), make(chan struct{}, runtime.GOMAXPROCS(0))
	s := newSite(t, func(o *Options) {
		o.Extract = func(context.Context, ReportInput) (any, error) { started <- struct{}{}; <-release; return 1, nil }
	})
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			r := httptest.NewRequest("POST", "/api/extract", strings.NewReader(`{"text":"x"}`))
			r.Header.Set("Content-Type", "application/json")
			s.handler.ServeHTTP(httptest.NewRecorder(), r)
		})
		<-started
	}
	r := s.ask("POST", "/api/extract", `{"text":"x"}`, "Content-Type", "application/json")
	if r.StatusCode != 503 || r.Header.Get("Retry-After") == "" {
		t.Errorf("got %d, Retry-After %q", r.StatusCode, r.Header.Get("Retry-After"))
	}
	close(release)
	wg.Wait()
}

func TestOnlyThisComputerWrites(t *testing.T) {
	s := newSite(t, nil)
	open := newSite(t, func(o *Options) { o.RemoteWrites = true })
	for remote, want := range map[string][2]int{"127.0.0.1:9": {200, 200}, "[::1]:9": {200, 200}, "192.0.2.7:9": {403, 200}, "nonsense": {403, 200}} {
		for i, site := range []*site{s, open} {
			r := httptest.NewRequest("POST", "/api/reports", strings.NewReader(`{"text":"x"}`))
			r.RemoteAddr = remote
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("X-Forwarded-For", "127.0.0.1")
			w := httptest.NewRecorder()
			site.handler.ServeHTTP(w, r)
			if w.Code != want[i] {
				t.Errorf("from %s, remote writes %v: %d, want %d", remote, i == 1, w.Code, want[i])
			}
		}
	}
}

func TestMissingParts(t *testing.T) {
	s := newSite(t, func(o *Options) {
		o.Resolve, o.Near, o.Extract, o.Check, o.Ingest, o.Changes, o.Basemap = nil, nil, nil, nil, nil, nil, nil
		o.Ready = func(context.Context) error { return errors.New("secret") }
	})
	for target, want := range map[string]int{"/api/resolve?q=x": 501, "/api/places/near?lat=1&lon=1": 501, "/api/stream": 501, "/basemap.json": 404, "/basemap/1/0/0.mvt": 404, "/readyz": 503} {
		if r := s.ask("GET", target, ""); r.StatusCode != want || strings.Contains(text(t, r), "secret") {
			t.Errorf("%s: %d, want %d", target, r.StatusCode, want)
		}
	}
	for _, target := range []string{"/api/extract", "/api/check", "/api/reports"} {
		if r := s.ask("POST", target, "{}"); r.StatusCode != 501 {
			t.Errorf("%s: %d", target, r.StatusCode)
		}
	}
}

func TestEventPage(t *testing.T) {
	s := newSite(t, nil)
	page := text(t, s.ask("GET", "/events/three", "", "Accept", "text/html,application/xhtml+xml,*/*;q=0.8"))
	for _, want := range []string{`href="/?event=three"`, "Plekhovo", "<mark>", "&lt;script&gt;", "2024-12-15", "list proximity", "unverified"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	for _, never := range []string{"<script", "javascript:", "%!", "&lt;nil&gt;"} {
		if strings.Contains(page, never) {
			t.Errorf("the page has %q", never)
		}
	}
	_, style, _ := strings.Cut(page, "<style>")
	style, _, _ = strings.Cut(style, "</style>")
	if csp := s.ask("GET", "/events/three", "").Header.Get("Content-Security-Policy"); csp != readingPolicy("<style>"+style+"</style>") || strings.Contains(csp, "unsafe") {
		t.Errorf("the page's own style sheet is not the one that is allowed: %s", csp)
	}
	for _, target := range []string{"/events/%D0%B1%D1%96%D0%B9%2F7"} {
		r := s.ask("GET", target, "", "Accept", "application/geo+json")
		var f struct{ ID string }
		if err := json.Unmarshal([]byte(text(t, r)), &f); err != nil || f.ID != "бій/7" || r.Header.Get("Content-Type") != typeGeoJSON {
			t.Errorf("%s: %d %v %q", target, r.StatusCode, err, f.ID)
		}
	}
	if !strings.Contains(text(t, s.ask("GET", "/events/nowhere", "")), "on no map") {
		t.Error("an event without a place does not say so")
	}
	for accept, want := range map[string]bool{"": false, "*/*": false, "text/html": false, "application/json": true, "application/geo+json": true, "text/html;q=0.5,application/json": true, "text/html,application/json;q=0.9": false} {
		if wantsJSON(accept) != want {
			t.Errorf("wantsJSON(%q) = %v", accept, !want)
		}
	}
}

// listen reads messages of the stream: name and data.
func listen(t *testing.T, lines *bufio.Scanner) (id, name, data string) {
	t.Helper()
	for lines.Scan() {
		switch field, value, _ := strings.Cut(lines.Text(), ": "); field {
		case "id":
			id = value
		case "event":
			name = value
		case "data":
			data = value
		case "":
			if name != "" {
				return id, name, data
			}
		}
	}
	t.Fatalf("the stream ended: %v", lines.Err())
	return "", "", ""
}

func TestStream(t *testing.T) {
	s := newSite(t, nil)
	srv := httptest.NewServer(s.handler)
	defer srv.Close()
	ctx, stop := context.WithTimeout(context.Background(), 10*time.Second)
	defer stop()
	open := func(last string) *bufio.Scanner {
		r := httptest.NewRequestWithContext(ctx, "GET", srv.URL+"/api/stream", nil)
		r.RequestURI = ""
		if last != "" {
			r.Header.Set("Last-Event-ID", last)
		}
		resp, err := srv.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = resp.Body.Close() })
		if resp.StatusCode != 200 || resp.Header.Get("Content-Type") != "text/event-stream" {
			t.Fatalf("%d %s", resp.StatusCode, resp.Header.Get("Content-Type"))
		}
		return bufio.NewScanner(resp.Body)
	}
	live := open("")
	if id, name, _ := listen(t, live); name != "hello" || id != "5" {
		t.Fatalf("first message %s %s", id, name)
	}
	s.put(sampleReport(), sampleEvent("six", 16, orb.Point{35.33, 51.10}))
	if err := s.snap.Refresh(ctx); err != nil {
		t.Fatal(err)
	}
	check := func(lines *bufio.Scanner, wantID string, count int) {
		t.Helper()
		id, name, data := listen(t, lines)
		var m change
		if err := json.Unmarshal([]byte(data), &m); err != nil {
			t.Fatal(err)
		}
		if id != wantID || name != "change" || m.Count != count || m.Version != 6 || m.More || m.Bounds == nil {
			t.Errorf("message %s %s %s", id, name, data)
		}
		if last := m.Events[len(m.Events)-1]; last.ID != "six" || last.Kind != "added" {
			t.Errorf("events %v", m.Events)
		}
		if !strings.Contains(strings.Join(m.Tiles, " "), "9/306/171") {
			t.Errorf("tiles %v", m.Tiles)
		}
	}
	check(live, "6", 1)
	back := open("3")
	if id, name, _ := listen(t, back); name != "hello" || id != "3" {
		t.Errorf("after coming back: %s %s", id, name)
	}
	check(back, "6", 3)
	if r := s.ask("GET", "/api/stream", "", "Last-Event-ID", "x"); r.StatusCode != 400 {
		t.Errorf("a bad Last-Event-ID: %d", r.StatusCode)
	}
}

func TestServerHasLimits(t *testing.T) {
	s := Server("127.0.0.1:0", nil)
	if s.ReadHeaderTimeout == 0 || s.ReadTimeout == 0 || s.WriteTimeout == 0 || s.IdleTimeout == 0 || s.MaxHeaderBytes == 0 {
		t.Errorf("a limit is missing: %+v", s)
	}
}

// FuzzRequest sends any path and query; the answer is never a failure of the server.
func FuzzRequest(f *testing.F) {
	for _, s := range []string{"/api/events?bbox=1,2,3,4", "/tiles/events/9/306/171.mvt?type=a", "/events/%2e%2e", "/layers/events.geojson?near=1,2,3", "/api/counts?datetime=../2024-01-01&bin=day"} {
		f.Add(s)
	}
	s := newSite(f, nil)
	f.Fuzz(func(t *testing.T, target string) {
		if !strings.HasPrefix(target, "/") || strings.HasPrefix(target, "/basemap/3/") || strings.Contains(target, "stream") || strings.Contains(target, "broken") {
			return
		}
		r := httptest.NewRequest("GET", "/", nil)
		u, err := r.URL.Parse(target)
		if err != nil || u.Host != "" {
			return
		}
		r.URL = u
		w := httptest.NewRecorder()
		s.handler.ServeHTTP(w, r)
		if w.Code >= 500 && w.Code != 501 {
			t.Errorf("%q: %d", target, w.Code)
		}
	})
}
