package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

const (
	// tileserver is the version that archives are compared with.
	tileserver = "tileserver-gl-light@5.6.0"
	// installLimit ends its installation, which compiles SQLite where no built one can be had.
	installLimit = 15 * time.Minute
	// startLimit is how long it may take to listen.
	startLimit = time.Minute
)

// startTileserver serves archives with tileserver-gl-light, each under the name of its ending.
// It never fails: the peer says why it is not there.
func (s *session) startTileserver(ctx context.Context, archives []string) *peer {
	main, err := s.installTileserver(ctx)
	if err != nil {
		return &peer{why: err}
	}
	config, err := tileserverConfig(archives)
	if err != nil {
		return &peer{why: err}
	}
	file := filepath.Join(s.dir, "tileserver.json")
	if err := os.WriteFile(file, config, 0o600); err != nil {
		return &peer{why: err}
	}
	v, err := listenTileserver(ctx, main, file)
	return &peer{server: v, why: err}
}

// installTileserver installs the package, unless the folder has it, and gives its program.
func (s *session) installTileserver(ctx context.Context) (string, error) {
	dir, err := filepath.Abs(filepath.Join(s.dir, "tileserver"))
	if err != nil {
		return "", err
	}
	main := filepath.Join(dir, "node_modules", "tileserver-gl-light", "src", "main.js")
	done := filepath.Join(dir, "installed")
	if b, err := os.ReadFile(done); err == nil && string(b) == tileserver { //nolint:gosec // a folder of ours
		return main, nil
	}
	for _, tool := range []string{"node", "npm"} {
		if _, err := exec.LookPath(tool); err != nil {
			return "", fmt.Errorf("%s is not installed", tool)
		}
	}
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return "", err
	}
	ctx, stop := context.WithTimeout(ctx, installLimit)
	defer stop()
	args := []string{"install", "--prefix", dir, "--no-save", "--no-audit", "--no-fund", "--loglevel=error", "--omit=optional", tileserver}
	cmd := exec.CommandContext(ctx, "npm", args...) //nolint:gosec // fixed
	cmd.WaitDelay = time.Second                     // a compiler that is left behind holds the output
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("npm install %s: %w: %s", tileserver, err, oneLine(out))
	}
	return main, os.WriteFile(done, []byte(tileserver), 0o600)
}

// oneLine makes a cell of a table of what a program said last.
func oneLine(out []byte) string {
	text := strings.ReplaceAll(strings.Join(strings.Fields(string(out)), " "), "|", "/")
	return strings.ToValidUTF8(text[max(0, len(text)-200):], "")
}

// tileserverConfig names the archives by their endings; an empty tile is answered with 204, as sitmap does.
func tileserverConfig(archives []string) ([]byte, error) {
	data := map[string]any{}
	for _, a := range archives {
		path, err := filepath.Abs(a)
		if err != nil {
			return nil, err
		}
		kind := strings.TrimPrefix(filepath.Ext(a), ".")
		data[kind] = map[string]any{kind: path, "sparse": false}
	}
	return json.Marshal(map[string]any{"options": map[string]any{}, "styles": map[string]any{}, "data": data})
}

// listenTileserver starts the program at a port that is free and waits until it has opened its archives.
func listenTileserver(ctx context.Context, main, config string) (*server, error) {
	cmd := exec.CommandContext(ctx, "node", main, "--silent", "--config", config) //nolint:gosec // what is to be measured
	// The port by the environment, since as a flag 0 is read as no number. Of NODE_ENV=test the
	// program only takes that it writes no line for each request, as sitmap writes none.
	cmd.Env = append(os.Environ(), "PORT=0", "BIND=127.0.0.1", "NODE_ENV=test")
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	cmd.Stderr = cmd.Stdout
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	v := &server{cmd: cmd}
	limit := time.AfterFunc(startLimit, func() { cmd.Process.Kill() }) //nolint:errcheck // it is of no use
	defer limit.Stop()
	var said bytes.Buffer
	in := bufio.NewReader(out)
	for v.base == "" || !strings.Contains(said.String(), "Startup complete") {
		line, err := in.ReadString('\n')
		said.WriteString(line)
		if err != nil {
			v.stop()
			return nil, fmt.Errorf("%s did not start: %s", tileserver, oneLine(said.Bytes()))
		}
		if base := listening(line); base != "" {
			v.base = base
		}
	}
	v.starts = time.Since(start)
	go io.Copy(io.Discard, in) //nolint:errcheck // it ends with the program
	return v, nil
}

// listening gives the address that a line of the program's words tells.
func listening(line string) string {
	base, ok := strings.CutPrefix(strings.TrimSpace(line), "Listening at ")
	if !ok {
		return ""
	}
	return strings.TrimSuffix(base, "/")
}

// tileserverPaths are the addresses of the tiles at that server.
func tileserverPaths(tiles []string, kind string) []string {
	out := make([]string, len(tiles))
	for i, t := range tiles {
		out[i] = "/data/" + kind + "/" + t + ".pbf"
	}
	return out
}
