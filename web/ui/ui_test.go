package ui_test

import (
	"io/fs"
	"strings"
	"testing"

	"sitmap/web/ui"
)

func TestFilesHasAPage(t *testing.T) {
	for _, name := range []string{"index.html", "check.html"} {
		page, err := fs.ReadFile(ui.Files(), name)
		if err != nil {
			t.Fatal(err)
		}
		want := "go run ./web/ui/bundle"
		if ui.Built() {
			want = `src="/assets/`
		}
		if !strings.Contains(string(page), want) {
			t.Errorf("%s (built: %v) does not contain %q", name, ui.Built(), want)
		}
	}
}

// Every file that the page names must be there, and nothing may come from another host.
func TestPageStandsAlone(t *testing.T) {
	if !ui.Built() {
		t.Skip("the page is not built; run: go run ./web/ui/bundle")
	}
	for _, name := range []string{"index.html", "check.html"} {
		standsAlone(t, name)
	}
}

func standsAlone(t *testing.T, file string) {
	t.Helper()
	page, err := fs.ReadFile(ui.Files(), file)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(page), "://") {
		t.Errorf("%s names another host", file)
	}
	names := 0
	for _, part := range strings.Split(string(page), `"`) {
		if !strings.HasPrefix(part, "/assets/") {
			continue
		}
		names++
		if _, err := fs.Stat(ui.Files(), strings.TrimPrefix(part, "/")); err != nil {
			t.Errorf("%s names %s: %v", file, part, err)
		}
	}
	if names < 3 {
		t.Errorf("%s names %d assets, want at least script, worker and style", file, names)
	}
}
