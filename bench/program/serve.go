package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// serving is the start of one server.
type serving struct {
	listening, page time.Duration   // from the start
	events, basemap []time.Duration // each tile
	idle, busy      int64           // resident bytes
}

// serve starts a server, reads a page and tiles, and stops it.
func serve(ctx context.Context, bin string, args []string) (s serving, err error) {
	cmd := exec.CommandContext(ctx, bin, args...) //nolint:gosec // the program to be measured
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return s, err
	}
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return s, err
	}
	defer func() {
		cmd.Process.Signal(syscall.SIGTERM) //nolint:errcheck,gosec // Wait tells
		err = errors.Join(err, cmd.Wait())
	}()
	line, err := bufio.NewReader(out).ReadString('\n')
	s.listening = time.Since(start)
	base, ok := strings.CutPrefix(strings.TrimSpace(line), "listening on ")
	if err != nil || !ok {
		return s, fmt.Errorf("it said %q in place of its address: %w", line, err)
	}
	if s.idle, err = resident(cmd.Process.Pid); err != nil {
		return s, err
	}
	if err := get(ctx, base+"/"); err != nil {
		return s, err
	}
	s.page = time.Since(start)
	if s.events, err = tilesAround(ctx, base+"/tiles/events/"); err != nil {
		return s, err
	}
	if s.basemap, err = tilesAround(ctx, base+"/basemap/"); err != nil {
		return s, err
	}
	s.busy, err = resident(cmd.Process.Pid)
	return s, err
}

// tilesAround reads a layer's tile over the border of Kursk and Sumy oblasts and
// its right neighbour, in every zoom from 0 to 12, each for the first time.
func tilesAround(ctx context.Context, layer string) ([]time.Duration, error) {
	const lon, lat = 35.3 / 360, 51.2 * math.Pi / 180
	var took []time.Duration
	for z := range 13 {
		n := math.Exp2(float64(z))
		x, y := int((0.5+lon)*n), int((1-math.Asinh(math.Tan(lat))/math.Pi)/2*n)
		for right := range min(2, int(n)) {
			start := time.Now()
			if err := get(ctx, fmt.Sprintf("%s%d/%d/%d.mvt", layer, z, (x+right)%int(n), y)); err != nil {
				return took, err
			}
			took = append(took, time.Since(start))
		}
	}
	return took, nil
}

func get(ctx context.Context, url string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close() //nolint:errcheck // read only
	if _, err := io.Copy(io.Discard, res.Body); err != nil {
		return err
	}
	if res.StatusCode >= http.StatusBadRequest {
		return fmt.Errorf("%s: %s", url, res.Status)
	}
	return nil
}

// resident reads a process's resident memory in bytes.
func resident(pid int) (int64, error) {
	b, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "statm"))
	if err != nil {
		return 0, err
	}
	f := strings.Fields(string(b))
	if len(f) < 2 {
		return 0, errors.New("statm has an unknown form")
	}
	pages, err := strconv.ParseInt(f[1], 10, 64)
	return pages * int64(os.Getpagesize()), err
}
