package archive

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func packed(t *testing.T, name, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	if err == nil {
		_, err = io.WriteString(w, text)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestMembersAreLimited(t *testing.T) {
	data := packed(t, "Doc.kml", strings.Repeat("a", 1<<20))
	path := filepath.Join(t.TempDir(), "x.zip")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for what, r := range map[string]io.Reader{"file": file, "stream": struct{ io.Reader }{bytes.NewReader(data)}} {
		z, err := Open(r)
		if err != nil {
			t.Fatal(what, err)
		}
		for limit, want := range map[int64]bool{1<<20 + 1: true, 1<<20 - 1: false} {
			m, err := Member(z, "doc.KML", limit)
			if err != nil || m == nil {
				t.Fatal(what, m, err)
			}
			n, err := io.Copy(io.Discard, m)
			if (err == nil) != want || n > limit || err != nil && !errors.Is(err, ErrInvalid) {
				t.Errorf("%s, limit %d: %d bytes, %v", what, limit, n, err)
			}
		}
		if m, err := Member(z, "other", 1); m != nil || err != nil {
			t.Errorf("%s: a member that is not there: %v %v", what, m, err)
		}
	}
	for n := range 100 {
		if _, err := Open(bytes.NewReader(data[:n])); !errors.Is(err, ErrInvalid) {
			t.Errorf("%d bytes: %v", n, err)
		}
	}
}
