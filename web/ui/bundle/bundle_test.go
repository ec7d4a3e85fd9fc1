package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// ui gives web/ui with its npm packages, or skips; with CI set a missing tool fails.
func ui(t *testing.T) string {
	t.Helper()
	root, err := findUI()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(root, "node_modules")); err != nil {
		missing(t, "web/ui/node_modules is missing; run: npm ci --prefix web/ui")
	}
	return root
}

func missing(t *testing.T, why string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatal(why)
	}
	t.Skip(why)
}

func TestBuildGivesTheSameBytesTwice(t *testing.T) {
	root := ui(t)
	a, b := t.TempDir(), t.TempDir()
	one, err := Build(Options{UI: root, Out: filepath.Join(a, "app")})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Build(Options{UI: root, Out: filepath.Join(b, "app")}); err != nil {
		t.Fatal(err)
	}
	if len(one) < 4 {
		t.Errorf("built %d files, want page, script, worker and style", len(one))
	}
	for _, f := range one {
		x, errX := os.ReadFile(filepath.Join(a, "app", f.Name))
		y, errY := os.ReadFile(filepath.Join(b, "app", f.Name))
		if errX != nil || errY != nil || !bytes.Equal(x, y) {
			t.Errorf("%s differs between two builds (%v, %v)", f.Name, errX, errY)
		}
		if bytes.Contains(x, []byte(filepath.Dir(root))) {
			t.Errorf("%s holds a path of this machine", f.Name)
		}
	}
}

func TestBuildNamesWhatIsMissing(t *testing.T) {
	_, err := Build(Options{UI: t.TempDir(), Out: t.TempDir()})
	if err == nil || !strings.Contains(err.Error(), "npm ci") {
		t.Errorf("got %v, want the command that installs the packages", err)
	}
}

// The unit tests of the page run in Node.
func TestPageUnits(t *testing.T) {
	root := ui(t)
	node, err := exec.LookPath("node")
	if err != nil {
		missing(t, "node is missing; install Node.js 20 or newer")
	}
	dir := t.TempDir()
	if err := BuildTests(root, dir); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.mjs"))
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(node, append([]string{"--test"}, files...)...).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	t.Logf("%s", out)
}

func TestTypes(t *testing.T) {
	root := ui(t)
	tsc := filepath.Join(root, "node_modules", ".bin", "tsc")
	if _, err := os.Stat(tsc); err != nil {
		missing(t, "TypeScript is missing; run: npm ci --prefix web/ui")
	}
	cmd := exec.Command(tsc, "--noEmit", "-p", root)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// The lock file must work everywhere: no registry host in it.
func TestLockFilesNameNoHost(t *testing.T) {
	root, err := findUI()
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{filepath.Join(root, "package-lock.json"), filepath.Join(root, "..", "browsertest", "package-lock.json")} {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(b, []byte(`"resolved"`)) {
			t.Errorf("%s holds resolved addresses; npm config omit-lockfile-registry-resolved should be true there", file)
		}
	}
}
