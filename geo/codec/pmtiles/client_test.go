package pmtiles

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// client gives the folder of the npm package that browsers read archives with.
func client(t *testing.T) string {
	t.Helper()
	dir := filepath.Join("testdata", "client")
	missing := func(why string) {
		if os.Getenv("CI") != "" {
			t.Fatal(why)
		}
		t.Skip(why)
	}
	if _, err := exec.LookPath("node"); err != nil {
		missing("node is missing; install Node.js 20 or newer")
	}
	if _, err := os.Stat(filepath.Join(dir, "node_modules")); err != nil {
		if out, err := exec.Command("npm", "ci", "--prefix", dir, "--no-audit", "--no-fund").CombinedOutput(); err != nil {
			missing(fmt.Sprintf("npm ci --prefix geo/codec/pmtiles/%s: %v\n%s", dir, err, out))
		}
	}
	return dir
}

// TestOthersReadIt reads an archive with the npm package pmtiles.
func TestOthersReadIt(t *testing.T) {
	dir := client(t)
	for _, n := range []int{12, 40_000} {
		file, want := sample(t, n)
		path := filepath.Join(t.TempDir(), "a.pmtiles")
		if err := os.WriteFile(path, file, 0o600); err != nil {
			t.Fatal(err)
		}
		var ask strings.Builder
		var sums []string
		for id, data := range want {
			if len(sums) == 500 {
				break
			}
			fmt.Fprintf(&ask, "%d/%d/%d\n", id[0], id[1], id[2])
			sums = append(sums, fmt.Sprintf("%q", fmt.Sprintf("%x", sha256.Sum256(unzipped(t, data)))))
		}
		ask.WriteString("12/4000/4001\n")
		last := "null"
		if d, ok := want[[3]uint32{12, 4000, 4001}]; ok {
			last = fmt.Sprintf("%q", fmt.Sprintf("%x", sha256.Sum256(unzipped(t, d))))
		}
		cmd := exec.Command("node", filepath.Join(dir, "read.mjs"), path)
		cmd.Stdin, cmd.Stderr = strings.NewReader(ask.String()), os.Stderr
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSpace(string(out)), "\n")
		if len(lines) != len(sums)+3 {
			t.Fatalf("%d answers to %d questions", len(lines), len(sums)+3)
		}
		for i, s := range append(sums, last) {
			if lines[i+2] != s {
				t.Errorf("tile %d: %s, want %s", i, lines[i+2], s)
			}
		}
		var h struct {
			Clustered        bool
			MinZoom, MaxZoom int
			MinLon, MaxLat   float64
			TileType         int
		}
		if err := json.Unmarshal([]byte(lines[0]), &h); err != nil || !h.Clustered || h.MaxZoom != 12 || h.MinLon != -179.5 || h.MaxLat != 85 || h.TileType != 1 {
			t.Errorf("header %s, %v", lines[0], err)
		}
		var m map[string]any
		if err := json.Unmarshal([]byte(lines[1]), &m); err != nil || m["name"] != about.Name || m["vector_layers"] == nil || m["tilestats"] == nil {
			t.Errorf("metadata %s, %v", lines[1], err)
		}
	}
}

func unzipped(t testing.TB, b []byte) []byte {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	out, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return out
}
