package pmtiles

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// hosted serves an archive that can be replaced, with or without ETags.
type hosted struct {
	file atomic.Pointer[[]byte]
	tags bool
	asks atomic.Int64
}

func (h *hosted) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.asks.Add(1)
	b := *h.file.Load()
	if h.tags {
		w.Header().Set("ETag", fmt.Sprintf(`"%x"`, len(b)))
	}
	http.ServeContent(w, r, "a.pmtiles", time.Unix(1_700_000_000, 0), bytes.NewReader(b))
}

func TestReplacedOnTheWeb(t *testing.T) {
	one, wantOne := sample(t, 3000)
	two, wantTwo := sample(t, 3500)
	for _, tags := range []bool{true, false} {
		h := &hosted{tags: tags}
		h.file.Store(&one)
		srv := httptest.NewServer(h)
		r, err := OpenURL(t.Context(), srv.URL+"/a.pmtiles", srv.Client())
		if err != nil {
			t.Fatal(err)
		}
		checkAll(t, r, wantOne)
		asked := h.asks.Load()
		if _, err := r.Tile(t.Context(), 3, 0, 0); err != nil || h.asks.Load() != asked {
			t.Errorf("a tile that is not there: %v, after %d questions", err, h.asks.Load()-asked)
		}
		r.from.(*remote).age = 0 // as if half a minute had gone by
		h.file.Store(&two)
		checkAll(t, r, wantTwo)
		if m, err := r.Meta(t.Context()); err != nil || m.Name != about.Name {
			t.Errorf("metadata %+v, %v", m, err)
		}
		srv.Close()
		if _, err := r.Tile(t.Context(), 0, 0, 0); err == nil {
			t.Error("a server that is gone gives tiles")
		}
	}
}

// checkAll asks for some hundred tiles; each must be that of the archive there is now.
func checkAll(t *testing.T, r *Reader, want map[[3]uint32][]byte) {
	t.Helper()
	n := 0
	for id, data := range want {
		tl, err := r.Tile(t.Context(), id[0], id[1], id[2])
		if err != nil || !bytes.Equal(tl.Data, data) {
			t.Fatalf("tile %v: %d bytes, %v", id, len(tl.Data), err)
		}
		if n++; n == 200 {
			return
		}
	}
}

func TestReplacedFile(t *testing.T) {
	one, wantOne := sample(t, 3000)
	two, wantTwo := sample(t, 3500)
	path := filepath.Join(t.TempDir(), "a.pmtiles")
	write := func(b []byte, in string) {
		if err := os.WriteFile(in, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(one, path)
	r, err := OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	checkAll(t, r, wantOne)
	before, _ := r.Tile(t.Context(), 0, 0, 0)
	write(two, path+".new")
	if err := os.Rename(path+".new", path); err != nil {
		t.Fatal(err)
	}
	checkAll(t, r, wantTwo)
	if after, _ := r.Tile(t.Context(), 0, 0, 0); after.ETag == before.ETag {
		t.Error("another archive has the same ETags")
	}
	write([]byte("PMTiles, once"), path)
	if _, err := r.Tile(t.Context(), 0, 0, 0); !errors.Is(err, ErrInvalid) {
		t.Errorf("a file that is no archive any more: %v", err)
	}
	write(one, path)
	checkAll(t, r, wantOne)
}

func TestServersThatDoNotHelp(t *testing.T) {
	file, _ := sample(t, 30)
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		want   string
	}{
		"whole files": {func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(file) }, "whole files only"},
		"not there":   {http.NotFound, "404"},
		"other part": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Range", fmt.Sprintf("bytes 5-99/%d", len(file)))
			w.WriteHeader(http.StatusPartialContent)
			_, _ = w.Write(file[5:100])
		}, "another part"},
		"too much": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Range", "bytes 0-16383/*")
			w.WriteHeader(http.StatusPartialContent)
			for range 100 {
				_, _ = w.Write(make([]byte, 1<<20))
			}
		}, "PMTiles"},
		"empty": {func(w http.ResponseWriter, r *http.Request) {
			http.ServeContent(w, r, "", time.Time{}, strings.NewReader(""))
		}, ""},
	} {
		srv := httptest.NewServer(c.answer)
		_, err := OpenURL(t.Context(), srv.URL, srv.Client())
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
		srv.Close()
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := OpenURL(ctx, "http://127.0.0.1:1/", http.DefaultClient); err == nil {
		t.Error("a context that has ended asks on")
	}
}
