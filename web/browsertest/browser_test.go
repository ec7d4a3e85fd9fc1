package browsertest

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// SITMAP_PICTURE=FILE makes the test write the picture of the README there (make picture).
const pictureVariable = "SITMAP_PICTURE"

// tools checks what the test needs; with CI set a missing tool fails, otherwise it skips.
func tools(t *testing.T) (root string) {
	t.Helper()
	if testing.Short() {
		t.Skip("needs a browser; not with -short")
	}
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := exec.LookPath("node"); err != nil {
		missing(t, "node is missing; install Node.js 20 or newer")
	}
	if _, err := os.Stat(chromium()); err != nil {
		missing(t, "Chromium is missing; run: apt-get install --no-install-recommends chromium fonts-noto-core")
	}
	for _, dir := range []string{"web/ui", "web/browsertest"} {
		if _, err := os.Stat(filepath.Join(root, dir, "node_modules")); err == nil {
			continue
		}
		if _, err := exec.LookPath("npm"); err != nil {
			missing(t, "npm is missing; install it with Node.js")
		}
		command(t, root, nil, "npm", "ci", "--prefix", dir, "--no-audit", "--no-fund")
	}
	return root
}

func chromium() string {
	if path := os.Getenv("CHROMIUM"); path != "" {
		return path
	}
	return "/usr/bin/chromium"
}

func missing(t *testing.T, why string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatal(why)
	}
	t.Skip(why)
}

// command runs a program to its end and fails with its output.
func command(t *testing.T, dir string, env []string, name string, args ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	t.Logf("%s: done\n%s", name, tail(string(out)))
}

func tail(s string) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return strings.Join(lines[max(0, len(lines)-10):], "\n")
}

// The map page by itself, against a stand-in server with made-up events.
func TestPage(t *testing.T) { alone(t, "page.test.mjs") }

// The page that checks claims by itself, against made-up claims and answers.
func TestCheckPage(t *testing.T) { alone(t, "check.test.mjs") }

func alone(t *testing.T, script string) {
	t.Helper()
	root := tools(t)
	page := filepath.Join(t.TempDir(), "page")
	command(t, root, nil, "go", "run", "./web/ui/bundle", "-o", page)
	env := []string{"UI_DIR=" + page, "SCREENS=" + filepath.Join(root, "build", "screens")}
	command(t, filepath.Join(root, "web", "browsertest"), env, "node", "--test", script)
}

// The whole product: report in, villages on the canvas.
func TestMap(t *testing.T) {
	root := tools(t)
	dir := t.TempDir()
	program, db := filepath.Join(dir, "sitmap"), filepath.Join(dir, "map.gpkg")
	command(t, root, nil, "go", "run", "./web/ui/bundle")
	command(t, root, nil, "go", "build", "-o", program, "./cmd/sitmap")
	command(t, root, nil, program, "ingest", "--db", db, "--format", "jsonl", "cmd/sitmap/samples/reports.jsonl")
	env := []string{"SITMAP_URL=" + serve(t, program, db), "SCREENS=" + filepath.Join(root, "build", "screens")}
	if picture := os.Getenv(pictureVariable); picture != "" {
		if !filepath.IsAbs(picture) {
			picture = filepath.Join(root, picture)
		}
		env = append(env, "PICTURE="+picture)
	}
	command(t, filepath.Join(root, "web", "browsertest"), env, "node", "--test", "map.test.mjs")
}

// serve starts the server and waits for its address.
func serve(t *testing.T, program, db string) string {
	t.Helper()
	cmd := exec.Command(program, "serve", "--db", db, "--addr", "127.0.0.1:0")
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	found := make(chan string, 1)
	go func() {
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			if url, ok := strings.CutPrefix(lines.Text(), "listening on "); ok {
				found <- strings.TrimSpace(url)
			}
		}
		close(found)
	}()
	select {
	case url, ok := <-found:
		if !ok {
			t.Fatal("the server ended before it listened")
		}
		return url
	case <-time.After(30 * time.Second):
		t.Fatal(fmt.Errorf("the server did not say where it listens within 30 s"))
	}
	return ""
}
