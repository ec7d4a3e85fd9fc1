package ui_test

import (
	"io/fs"
	"strings"
	"testing"

	"sitmap/web/ui"
)

func TestFilesHasAPage(t *testing.T) {
	page, err := fs.ReadFile(ui.Files(), "index.html")
	if err != nil {
		t.Fatal(err)
	}
	want := "go run ./web/ui/bundle"
	if ui.Built() {
		want = `src="/assets/`
	}
	if !strings.Contains(string(page), want) {
		t.Errorf("index.html (built: %v) does not contain %q", ui.Built(), want)
	}
}

// Every file that the page names must be there, and nothing may come from another host.
func TestPageStandsAlone(t *testing.T) {
	if !ui.Built() {
		t.Skip("the page is not built; run: go run ./web/ui/bundle")
	}
	page, err := fs.ReadFile(ui.Files(), "index.html")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(page), "://") {
		t.Error("index.html names another host")
	}
	names := 0
	for _, part := range strings.Split(string(page), `"`) {
		if !strings.HasPrefix(part, "/assets/") {
			continue
		}
		names++
		if _, err := fs.Stat(ui.Files(), strings.TrimPrefix(part, "/")); err != nil {
			t.Errorf("index.html names %s: %v", part, err)
		}
	}
	if names < 3 {
		t.Errorf("index.html names %d assets, want at least script, worker and style", names)
	}
}
