package main

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// scriptSite: `site DIR` serves the folder on loopback until the script ends, with ETags
// by content, and puts the address into $SITE. In text files "SITE" stands for it. What was
// asked for is written to the file site.log, a line "STATUS PATH" each. /to/ADDRESS redirects there.
func scriptSite(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: site DIR")
	}
	dir, log := ts.MkAbs(args[0]), ts.MkAbs("site.log")
	types := map[string]string{".html": "text/html; charset=utf-8", ".xml": "application/rss+xml", ".txt": "text/plain", ".png": "image/png", ".eml": "message/rfc822"}
	note := func(status, path string) {
		f, err := os.OpenFile(log, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
		if err == nil {
			f.WriteString(status + " " + path + "\n")
			f.Close()
		}
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if to, ok := strings.CutPrefix(r.URL.Path, "/to/"); ok {
			http.Redirect(w, r, to, http.StatusFound)
			return
		}
		raw, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(filepath.Clean("/"+r.URL.Path))))
		if err != nil {
			note("404", r.URL.Path)
			http.NotFound(w, r)
			return
		}
		tag := fmt.Sprintf(`"%x"`, sha256.Sum256(raw))
		if r.Header.Get("If-None-Match") == tag {
			note("304", r.URL.Path)
			w.WriteHeader(http.StatusNotModified)
			return
		}
		note("200", r.URL.Path)
		w.Header().Set("ETag", tag)
		w.Header().Set("Content-Type", types[filepath.Ext(r.URL.Path)])
		w.Write([]byte(strings.ReplaceAll(string(raw), "SITE", "http://"+r.Host)))
	}))
	ts.Defer(s.CloseClientConnections)
	ts.Defer(s.Close)
	ts.Setenv("SITE", s.URL)
}

// scriptModel: `model FILE` serves a language model that answers every question with the file,
// at $MODEL; FILE may be "slow" or "broken".
func scriptModel(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: model FILE")
	}
	content := ""
	if args[0] != "slow" && args[0] != "broken" {
		content = ts.ReadFile(args[0])
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body) // else the end of the request is not noticed
		switch {
		case args[0] == "slow":
			<-r.Context().Done()
		case args[0] == "broken" || r.URL.Path != "/v1/chat/completions":
			http.Error(w, "no", http.StatusInternalServerError)
		default:
			json.NewEncoder(w).Encode(map[string]any{"choices": []any{map[string]any{"message": map[string]string{"content": content}}}})
		}
	}))
	ts.Defer(s.Close)
	ts.Defer(s.CloseClientConnections)
	ts.Setenv("MODEL", s.URL+"/v1")
}

// scriptAwait: `await FILE PATTERN` waits until the file has a match, for half a minute.
func scriptAwait(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: await FILE PATTERN")
	}
	want := regexp.MustCompile("(?m)" + args[1])
	file := ts.MkAbs(args[0])
	var raw []byte
	for range 300 {
		raw, _ = os.ReadFile(file)
		if want.Match(raw) {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	ts.Fatalf("%s has no match for %s after 30 s:\n%s", args[0], args[1], raw)
}
