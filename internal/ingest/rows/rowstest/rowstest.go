// Package rowstest tests what every [rows.Reader] must hold: [Suite] for hostile input,
// [Drain] for the rows of one file with all promises checked.
package rowstest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"sitmap/internal/ingest/rows"
)

// Opener opens a file of the format under test.
type Opener func(name string, r io.Reader) (rows.Reader, error)

// Drain reads data to its end. The error is the one that ended the file, nil for io.EOF;
// broken says which promise of a reader did not hold, "" for none.
func Drain(open Opener, data []byte) (head rows.Header, got []rows.Row, broken string, err error) {
	// Without Seek and ReadAt, as from a pipe.
	r, err := open("file", struct{ io.Reader }{bytes.NewReader(data)})
	if err != nil {
		return rows.Header{}, nil, say(r != nil, "a reader came with an error"), err
	}
	head = r.Header()
	last := 0
	for {
		row, err := r.Next()
		now := r.Header()
		if len(now.Names) < len(head.Names) || !slices.Equal(now.Names[:len(head.Names)], head.Names) {
			return head, got, fmt.Sprintf("the header changed from %q to %q", head.Names, now.Names), err
		}
		head = now
		if err != nil {
			_, again := r.Next()
			broken = say(again == nil, "a row came after the end")
			if errors.Is(err, io.EOF) && err != io.EOF { //nolint:errorlint // the bare value is the promise
				broken = "io.EOF came wrapped: a file cut short would look whole"
			}
			if errors.Is(err, io.EOF) {
				err = nil
			}
			return head, got, broken, err
		}
		switch {
		case row.Number <= last:
			return head, got, fmt.Sprintf("row %d comes after row %d", row.Number, last), nil
		case len(row.Values) > len(head.Names):
			return head, got, fmt.Sprintf("row %d has %d values for %d names", row.Number, len(row.Values), len(head.Names)), nil
		case row.Raw == "" || strings.ContainsAny(row.Raw, "\r\n"):
			return head, got, fmt.Sprintf("row %d: its own words are not one line: %q", row.Number, row.Raw), nil
		}
		if row.Geometry != nil {
			b := row.Geometry.Bound()
			for _, v := range []float64{b.Min[0] / 180, b.Min[1] / 90, b.Max[0] / 180, b.Max[1] / 90} {
				if !(math.Abs(v) <= 1) {
					return head, got, fmt.Sprintf("row %d: %v is not on Earth", row.Number, b), nil
				}
			}
		}
		for _, p := range row.Bad {
			if p.Field == "" || p.Reason == "" {
				return head, got, fmt.Sprintf("row %d: a problem without field or reason: %+v", row.Number, p), nil
			}
		}
		last = row.Number
		got = append(got, row)
	}
}

func say(is bool, what string) string {
	if is {
		return what
	}
	return ""
}

// Suite runs what a reader must stand: sample cut at every length and with each of its
// bytes changed, and files of every other kind. The sample must give want rows.
func Suite(t *testing.T, open Opener, sample []byte, want int) {
	t.Helper()
	drain := func(t *testing.T, data []byte, what string) ([]rows.Row, error) {
		t.Helper()
		begin := time.Now()
		_, got, broken, err := Drain(open, data)
		if broken != "" {
			t.Fatalf("%s: %s", what, broken)
		}
		if time.Since(begin) > 20*time.Second {
			t.Fatalf("%s: it hangs", what)
		}
		return got, err
	}
	t.Run("whole", func(t *testing.T) {
		if got, err := drain(t, sample, "sample"); err != nil || len(got) != want {
			t.Fatalf("%d rows, %v; want %d", len(got), err, want)
		}
	})
	t.Run("cut", func(t *testing.T) {
		whole := 0
		for n := range sample {
			got, err := drain(t, sample[:n], fmt.Sprintf("the first %d bytes", n))
			if len(got) > want {
				t.Fatalf("the first %d bytes give %d rows, the whole %d", n, len(got), want)
			}
			if err == nil && len(got) == want && got[want-1].Bad == nil && len(bytes.TrimSpace(sample[n:])) > 0 {
				whole++
			}
		}
		if whole > 64 {
			t.Errorf("%d cut files look whole", whole)
		}
	})
	t.Run("changed", func(t *testing.T) {
		for i := range sample {
			data := bytes.Clone(sample)
			data[i] ^= 0x15
			_, _ = drain(t, data, fmt.Sprintf("byte %d changed", i))
		}
	})
	t.Run("other kinds", func(t *testing.T) {
		for what, data := range map[string]string{
			"nothing": "", "blanks": " \n\n ", "text": "Three were killed near Sumy.", "PNG": "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
			"HTML": "<!DOCTYPE html><html><body><p>x</p></body></html>", "other XML": `<?xml version="1.0"?><rss><channel/></rss>`,
			"other JSON": `[1,2,3]`, "JSON object": `{"a":1}`, "zip without members": "PK\x05\x06" + strings.Repeat("\x00", 18),
			"zip head": "PK\x03\x04", "entities": `<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><kml><Placemark><name>&b;</name></Placemark></kml>`,
			"outside entity": `<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]><kml><Placemark><name>&x;</name></Placemark></kml>`,
		} {
			if got, err := drain(t, []byte(data), what); err == nil || len(got) > 0 {
				t.Errorf("%s: %d rows, error %v; want an error", what, len(got), err)
			}
		}
	})
	t.Run("deep", func(t *testing.T) {
		for what, data := range map[string]string{
			"elements": "<kml>" + strings.Repeat("<Folder>", 1<<20), "lists": strings.Repeat("[", 1<<20), "objects": strings.Repeat(`{"a":`, 1<<20),
			"GPX":                  "<gpx><wpt lat='1' lon='1'>" + strings.Repeat("<a>", 1<<20),
			"properties":           `{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,"properties":{"a":` + strings.Repeat("[", 1<<20),
			"geometry collections": strings.Repeat(`{"type":"GeometryCollection","geometries":[`, 1<<10),
		} {
			if _, err := drain(t, []byte(data), what); err == nil {
				t.Errorf("%s nested without end: no error", what)
			}
		}
	})
}
