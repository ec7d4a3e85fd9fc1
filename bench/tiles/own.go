package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// used is what a command took.
type used struct {
	wall, cpu time.Duration
	resident  float64 // MB at most
}

// command runs a command to its end; what it says goes nowhere unless it fails.
func command(ctx context.Context, name string, args ...string) (used, error) {
	cmd := exec.CommandContext(ctx, name, args...) //nolint:gosec // what is to be measured
	var said strings.Builder
	cmd.Stderr = &said
	start := time.Now()
	err := cmd.Run()
	u := used{wall: time.Since(start)}
	if err != nil {
		text := said.String()
		return u, fmt.Errorf("%s: %w: %s", name, err, text[max(0, len(text)-400):])
	}
	u.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	if r, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		u.resident = float64(r.Maxrss) * 1024 / 1e6
	}
	return u, nil
}

// gzip measures what compressing the events takes: the unit of other bars.
func (s *session) gzip(ctx context.Context) error {
	var cpu []float64
	for range s.rounds {
		u, err := command(ctx, "sh", "-c", `exec gzip -6 -c "$1" > /dev/null`, "sh", s.csv)
		if err != nil {
			return err
		}
		cpu = append(cpu, u.cpu.Seconds())
	}
	s.gz = median(cpu)
	s.say("`gzip -6` of the events as CSV", "%.2f s of processor time", s.gz)
	return nil
}

// needGzip measures the unit unless it is known.
func (s *session) needGzip(ctx context.Context) error {
	if s.gz > 0 {
		return nil
	}
	return s.gzip(ctx)
}

// archive makes an archive of the events.
func (s *session) archive(ctx context.Context) error {
	if err := s.needGzip(ctx); err != nil {
		return err
	}
	var cpu, wall, mb []float64
	for range s.rounds {
		u, err := command(ctx, s.bin, "tiles", "--from", s.csv, "-o", s.file("archive.pmtiles"))
		if err != nil {
			return err
		}
		gz, err := command(ctx, "sh", "-c", `exec gzip -6 -c "$1" > /dev/null`, "sh", s.csv)
		if err != nil {
			return err
		}
		cpu, wall, mb = append(cpu, u.cpu.Seconds()/gz.cpu.Seconds()), append(wall, u.wall.Seconds()), append(mb, u.resident)
	}
	s.most("archive from CSV, z0-14, all columns: processor time × gzip's", median(cpu), 1.8, "")
	s.most("archive from CSV: memory", median(mb), 600, " MB")
	s.say("archive from CSV: time", "%.1f s", median(wall))
	return nil
}

func (s *session) file(name string) string {
	return filepath.Join(s.dir, fmt.Sprintf("%d-%s", s.n, name))
}

// database makes the database of the events unless the folder has it.
func (s *session) database(ctx context.Context) (string, error) {
	db := s.file("events.gpkg")
	if _, err := os.Stat(db); !errors.Is(err, fs.ErrNotExist) {
		return db, err
	}
	u, err := command(ctx, s.bin, "ingest", "--db", db+".part", s.csv)
	if err != nil {
		return "", err
	}
	s.say("bringing the events into a database", "%.1f s, %.0f MB", u.wall.Seconds(), u.resident)
	return db, os.Rename(db+".part", db)
}

// server is a running server.
type server struct {
	cmd    *exec.Cmd
	base   string
	starts time.Duration // until it listened
}

// serve starts a server that says where it listens on its first line.
func serve(ctx context.Context, name string, args ...string) (*server, error) {
	cmd := exec.CommandContext(ctx, name, args...) //nolint:gosec // what is to be measured
	var said strings.Builder
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	base, ok := strings.CutPrefix(strings.TrimSpace(line), "listening on ")
	if !ok || err != nil {
		cmd.Process.Kill() //nolint:errcheck,gosec // it is of no use
		cmd.Wait()         //nolint:errcheck,gosec // the same
		return nil, fmt.Errorf("%s said %q in place of its address: %s", name, line, said.String())
	}
	return &server{cmd, base, time.Since(start)}, nil
}

func (v *server) pid() int { return v.cmd.Process.Pid }

func (v *server) stop() {
	v.cmd.Process.Signal(syscall.SIGTERM) //nolint:errcheck,gosec // Wait waits anyway
	v.cmd.Wait()                          //nolint:errcheck,gosec // it was told to end
}

// events starts sitmap with the database.
func (s *session) events(ctx context.Context) (*server, error) {
	db, err := s.database(ctx)
	if err != nil {
		return nil, err
	}
	return serve(ctx, s.bin, "serve", "--db", db, "--addr", "127.0.0.1:0")
}

// load measures the start with all events.
func (s *session) load(ctx context.Context) error {
	var took []float64
	var mb float64
	for range s.rounds {
		v, err := s.events(ctx)
		if err != nil {
			return err
		}
		took, mb = append(took, v.starts.Seconds()), resident(v.pid())
		v.stop()
	}
	s.most("start of the server with all events", median(took), 4*float64(s.n)/1e6, " s")
	s.say("memory of the server after its start", "%.0f MB", mb)
	return nil
}

// manyPaths is more addresses than a cache of filtered tiles keeps, and than one load asks for.
const manyPaths = 150_000

// dynamic asks for tiles from z9 with another window of time in every request.
func (s *session) dynamic(ctx context.Context) error {
	if err := s.needGzip(ctx); err != nil {
		return err
	}
	v, err := s.events(ctx)
	if err != nil {
		return err
	}
	defer v.stop()
	const all = "id,place,type,date_start,date_end,name,country,radius_m,verification,killed,killed_max,source,actors,precision"
	for _, m := range []struct {
		what, properties string
		bar              float64
	}{{"all attributes but long text", all, .08}, {"with long text", all + ",quote", .15}} {
		var cpu, p99, rate, size []float64
		for range s.rounds {
			r, err := drive(v.base, paths(s.lists.high, "events", "properties="+m.properties, true, manyPaths), s.each, v.pid())
			if err != nil {
				return fmt.Errorf("%s: %w", m.what, err)
			}
			cpu, p99 = append(cpu, r.cpu.Seconds()*1000/s.gz), append(p99, r.p99.Seconds()*1000)
			rate, size = append(rate, r.rate), append(size, r.bytes)
		}
		s.most("tiles z9-14, new window each time, "+m.what+": processor ms for each second of gzip", median(cpu), m.bar, "")
		s.most("the same: 99 of 100 within", median(p99), 40, " ms")
		s.say("the same", "%.0f tiles/s, %.1f KB", median(rate), median(size)/1000)
	}
	return nil
}

// clusters asks for the tiles of low zooms.
func (s *session) clusters(ctx context.Context) error {
	v, err := s.events(ctx)
	if err != nil {
		return err
	}
	defer v.stop()
	for _, m := range []struct {
		what, query string
		window      bool
		bar         float64
	}{{"without a filter", "", false, 3000}, {"new window each time", "", true, 1000}, {"one type and a new window each time", "type=Battles", true, 0}, {"one verification state", "verification=none", false, 0}} {
		var rate, p99, cpu []float64
		for range s.rounds {
			r, err := drive(v.base, paths(s.lists.low, "events", m.query, m.window, manyPaths), s.each, v.pid())
			if err != nil {
				return fmt.Errorf("%s: %w", m.what, err)
			}
			rate, p99, cpu = append(rate, r.rate), append(p99, r.p99.Seconds()*1000), append(cpu, r.cpu.Seconds()*1000)
		}
		what := "cluster tiles z0-6, " + m.what
		if m.bar == 0 {
			s.say(what, "%.0f tiles/s, 99 of 100 within %.1f ms, %.2f ms of processor time each", median(rate), median(p99), median(cpu))
			continue
		}
		s.least(what, median(rate), m.bar, " tiles/s")
		s.most("the same: 99 of 100 within", median(p99), 15, " ms")
	}
	return nil
}

// counts asks for histogram and facets, one question at a time.
func (s *session) counts(ctx context.Context) error {
	v, err := s.events(ctx)
	if err != nil {
		return err
	}
	defer v.stop()
	queries := paths([]string{"0/0/0"}, "x", "bbox=30,46,38,52", true, 60)
	var took []float64
	for _, q := range queries {
		_, query, _ := strings.Cut(q, "?")
		start := time.Now()
		if _, err := get(ctx, v.base+"/api/counts?"+query); err != nil {
			return err
		}
		took = append(took, time.Since(start).Seconds()*1000)
	}
	s.most("counts, histogram and facets under a filter, median", median(took), 15*float64(s.n)/1e6, " ms")
	return nil
}

// get reads an address and gives its ETag.
func get(ctx context.Context, url string) (etag string, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return "", err
	}
	return send(req)
}

func send(req *http.Request) (etag string, err error) {
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", err
	}
	defer res.Body.Close() //nolint:errcheck // read only
	body, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode >= http.StatusBadRequest {
		err = fmt.Errorf("%s: %s: %.200s", req.URL, res.Status, body)
	}
	return res.Header.Get("ETag"), err
}

// resident gives a process's memory in MB.
func resident(pid int) float64 {
	b, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "statm"))
	f := strings.Fields(string(b))
	if err != nil || len(f) < 2 {
		return 0
	}
	pages, _ := strconv.ParseFloat(f[1], 64)
	return pages * float64(os.Getpagesize()) / 1e6
}

// change measures how soon a report's event is on its tile while eight connections read.
func (s *session) change(ctx context.Context) error {
	v, err := s.events(ctx)
	if err != nil {
		return err
	}
	defer v.stop()
	const place, tile = "Sumy", "9/305/171" // 34.80 E, 50.91 N
	loaded := make(chan error, 1)
	go func() {
		_, err := drive(v.base, paths(s.lists.high, "events", "", true, manyPaths), 2*s.each, v.pid())
		loaded <- err
	}()
	var took []float64
	for n := range 5 {
		was, err := get(ctx, v.base+"/tiles/events/"+tile+".mvt")
		if err != nil {
			return err
		}
		body := fmt.Sprintf(`{"outlet":"Bench","published":"2024-12-16T10:00:00Z","text":"On 14 December %d people were killed by shelling in %s in Ukraine, officials said."}`, n+2, place)
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, v.base+"/api/reports", strings.NewReader(body))
		if err != nil {
			return err
		}
		req.Header.Set("Content-Type", "application/json")
		if _, err := send(req); err != nil {
			return err
		}
		for stored := time.Now(); ; {
			now, err := get(ctx, v.base+"/tiles/events/"+tile+".mvt")
			if err != nil {
				return err
			}
			if now != was {
				took = append(took, time.Since(stored).Seconds()*1000)
				break
			}
			if time.Since(stored) > 10*time.Second {
				return fmt.Errorf("the event of a report on %s is not on tile %s after ten seconds", place, tile)
			}
		}
	}
	s.most("from the answer to a posted report to its event on the tile, longest of five", max(took[0], took[1], took[2], took[3], took[4]), 200, " ms")
	return <-loaded
}
