package main

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestReadmeCommands runs the commands that README.md shows, as they stand there.
func TestReadmeCommands(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	report := "Shelling hit the village of Plekhovo in Russia's Kursk region on Sunday, officials said. Two people were wounded."
	if err := os.WriteFile("report.txt", []byte(report), 0o600); err != nil {
		t.Fatal(err)
	}
	ran, fenced := 0, false
	for _, line := range strings.Split(string(readme), "\n") {
		if strings.HasPrefix(line, "```") {
			fenced = !fenced
		}
		command, _, _ := strings.Cut(line, " #")
		args := strings.Fields(command)
		if !fenced || len(args) < 2 || args[0] != "sitmap" {
			continue
		}
		ran++
		t.Run(args[1], func(t *testing.T) { runReadmeLine(t, args[1:]) })
	}
	if ran < 5 {
		t.Fatalf("README.md shows %d commands; it should show at least five", ran)
	}
	if b, err := os.ReadFile("events.geojson"); err != nil || !strings.Contains(string(b), "Plekhovo") {
		t.Errorf("the exported file: %v, %.200s", err, b)
	}
}

func runReadmeLine(t *testing.T, args []string) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	out, errs := &watched{cancel: cancel}, &strings.Builder{}
	if args[0] == "serve" {
		args = append(args, "--addr", "127.0.0.1:0")
	}
	if code := run(ctx, args, streams{strings.NewReader(""), out, errs}); code != 0 || out.Len() == 0 && args[0] != "export" {
		t.Errorf("sitmap %s: exit status %d\n%s\n%s", strings.Join(args, " "), code, out, errs)
	}
}

// watched ends the server as soon as it says that it listens.
type watched struct {
	strings.Builder
	cancel func()
}

func (w *watched) Write(p []byte) (int, error) {
	if strings.Contains(string(p), "listening on http://") {
		w.cancel()
	}
	return w.Builder.Write(p)
}

// TestReadmeLinks wants every file that README.md and the pages of docs link to.
func TestReadmeLinks(t *testing.T) {
	pages, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	link := regexp.MustCompile(`\]\(([^)#:]+)\)|^\[[^]]+\]: (\S+)$`)
	for _, page := range append(pages, "../../README.md") {
		b, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(string(b), "\n") {
			for _, m := range link.FindAllStringSubmatch(line, -1) {
				if _, err := os.Stat(filepath.Join(filepath.Dir(page), m[1]+m[2])); err != nil {
					t.Errorf("%s links to %s%s: %v", page, m[1], m[2], err)
				}
			}
		}
	}
}
