package web

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

func TestCodingIsNegotiated(t *testing.T) {
	for header, want := range map[string][2]coding{ // for what is kept, and for what is sent once
		"":                                 {identity, identity},
		"gzip":                             {gzipped, gzipped},
		"GZip":                             {gzipped, gzipped},
		"x-gzip":                           {gzipped, gzipped},
		"br":                               {brotlied, brotlied},
		"zstd":                             {zstded, zstded},
		"deflate":                          {identity, identity},
		"gzip, deflate, br, zstd":          {brotlied, zstded},
		"gzip, deflate, br":                {brotlied, gzipped},
		"gzip;q=1.0, br;q=0.9, zstd;q=0.8": {gzipped, gzipped},
		"gzip;q=0.5, br;q=0.501":           {brotlied, brotlied},
		"br;q=0, gzip":                     {gzipped, gzipped},
		"gzip;q=0":                         {identity, identity},
		"gzip;q=0.000":                     {identity, identity},
		"*":                                {brotlied, zstded},
		"*;q=0":                            {identity, identity},
		"gzip;q=0, *":                      {brotlied, zstded},
		"gzip;q=0.5, *;q=0.1":              {gzipped, gzipped},
		"identity, gzip;q=0.5":             {identity, identity},
		"identity;q=0.5, gzip;q=0.5":       {gzipped, gzipped},
		"identity;q=0, gzip;q=0.1":         {gzipped, gzipped},
		"identity;q=0":                     {identity, identity},
		" gzip ; q=0.3 ,br;Q=0.2":          {gzipped, gzipped},
		"gzip;q=x":                         {identity, identity},
		"gzip;q=2":                         {identity, identity},
		"gzip;q=1.5, br;q=0.1":             {brotlied, brotlied},
		"gzip;q=-1":                        {identity, identity},
		"gzip;q=0.1234":                    {identity, identity},
		"gzip;level=9;q=0.7, br;q=0.6":     {gzipped, gzipped},
		",,;q=1,gzip":                      {gzipped, gzipped},
	} {
		w := wishesOf([]string{header})
		for i, e := range []effort{lasting, quick} {
			if got := w.best(e.offer()...); got != want[i] {
				t.Errorf("Accept-Encoding %q, effort %d: %q, want %q", header, e, got.name(), want[i].name())
			}
		}
	}
	if got := wishesOf([]string{"gzip;q=0.5", "br;q=0.2"}).best(brotlied, gzipped); got != gzipped {
		t.Errorf("two headers: %q", got.name())
	}
}

func FuzzAcceptEncoding(f *testing.F) {
	f.Add("gzip;q=0.5, *;q=0")
	f.Fuzz(func(t *testing.T, header string) {
		for c, q := range wishesOf([]string{header}) {
			if q < unsaid || q > 1000 {
				t.Errorf("%q: coding %d has weight %d", header, c, q)
			}
		}
	})
}

// decode undoes a content coding with the reader of its library.
func decode(t testing.TB, coding string, b []byte) []byte {
	t.Helper()
	var r io.Reader = bytes.NewReader(b)
	switch coding {
	case "gzip":
		z, err := gzip.NewReader(r)
		if err != nil {
			t.Fatal(err)
		}
		r = z
	case "br":
		r = brotli.NewReader(r)
	case "zstd":
		z, err := zstd.NewReader(r)
		if err != nil {
			t.Fatal(err)
		}
		defer z.Close()
		r = z
	case "":
	default:
		t.Fatalf("coding %q", coding)
	}
	out, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestEveryCodingHoldsTheSame asks everything in every coding, twice: the second
// answer comes from the cache, where there is one.
func TestEveryCodingHoldsTheSame(t *testing.T) {
	s, targets := crowded(t, nil)
	targets = append(targets[:10:10], targets[0]+"?type=Armed+clash", "/tiles/events.json", "/assets/main-1.js", "/api/events", "/layers/events.geojson", "/basemap/1/0/0.mvt", "/openapi.json")
	for _, target := range targets {
		want, tags := text(t, s.ask("GET", target, "")), map[string]string{}
		for _, coding := range []string{"", "gzip", "br", "zstd", "gzip", "br", "zstd"} {
			r := s.ask("GET", target, "", "Accept-Encoding", coding)
			raw := text(t, r)
			used := r.Header.Get("Content-Encoding")
			if used != coding && len(want) >= smallest && !strings.HasPrefix(target, "/layers/") {
				t.Errorf("%s: asked for %q, got %q", target, coding, used)
			}
			if got := string(decode(t, used, []byte(raw))); got != want {
				t.Errorf("%s in %q: %d bytes, want %d", target, used, len(got), len(want))
			}
			if r.Header.Get("Vary") != "Accept-Encoding" {
				t.Errorf("%s: Vary %q", target, r.Header.Get("Vary"))
			}
			tag := r.Header.Get("ETag")
			if old, ok := tags[used]; ok && old != tag {
				t.Errorf("%s in %q: ETag %s, then %s", target, used, old, tag)
			}
			tags[used] = tag
			if strings.HasPrefix(target, "/layers/") {
				continue // written as it is made
			}
			if n, err := strconv.Atoi(r.Header.Get("Content-Length")); err != nil || n != len(raw) {
				t.Errorf("%s in %q: Content-Length %q for %d bytes", target, used, r.Header.Get("Content-Length"), len(raw))
			}
			head := s.ask("HEAD", target, "", "Accept-Encoding", coding)
			for _, h := range []string{"Content-Length", "Content-Type", "Content-Encoding", "ETag", "Cache-Control", "Vary"} {
				if a, b := head.Header.Get(h), r.Header.Get(h); a != b {
					t.Errorf("%s in %q: %s is %q for HEAD and %q for GET", target, used, h, a, b)
				}
			}
			if head.StatusCode != http.StatusOK || text(t, head) != "" {
				t.Errorf("HEAD %s: %d", target, head.StatusCode)
			}
		}
		seen := map[string]bool{}
		for _, tag := range tags {
			seen[tag] = true
		}
		if len(seen) != len(tags) {
			t.Errorf("%s: codings share an ETag: %v", target, tags)
		}
	}
}

func TestIfNoneMatch(t *testing.T) {
	const tag = "abc"
	for header, want := range map[string]string{
		`"abc"`: "abc", `"abc-gz"`: "abc-gz", `W/"abc-br"`: "abc-br", `"x", "abc-zst"`: "abc-zst", `"x,y","abc"`: "abc", `*`: "abc", ` "x" ,  * `: "abc", `,, "abc" ,`: "abc",
		`"abc`: "", `abc`: "", `"abcd"`: "", `"abc-xx"`: "", `"ab"`: "", `"x, \"abc"`: "", `junk, "abc"`: "abc", `W/`: "", ``: "", `"`: "", `""`: "", `"x"y"abc"`: "",
	} {
		got, ok := matchTag([]string{header}, tag)
		if !ok {
			got = ""
		}
		if got != want {
			t.Errorf("If-None-Match: %s gives %q, want %q", header, got, want)
		}
	}
	if _, ok := matchTag([]string{`"x"`, `"abc"`}, tag); !ok {
		t.Error("the second header is not read")
	}
}
