// Program measures the whole sitmap program from outside: how long a command
// takes, what memory it needs, and how soon the server answers.
//
//	go run ./bench/program -bin bin/sitmap [-rounds 5]
//
// Printed are medians as Markdown. Times are by the clock and by the processor;
// the processor's say more on a machine that does other things too. Linux only:
// memory is read from the system's accounting of processes.
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"syscall"
	"time"
)

func main() {
	bin := flag.String("bin", "bin/sitmap", "the program")
	samples := flag.String("samples", "cmd/sitmap/samples/reports.jsonl", "reports, one a line as JSON")
	corpus := flag.String("corpus", "", "reports to read for a rate, one a line as JSON; none if left out")
	gaz := flag.String("gaz", "", "index file for the program; the built-in index if left out")
	rounds := flag.Int("rounds", 5, "runs of each measure")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	err := measure(ctx, *bin, *samples, *gaz, *rounds)
	if err == nil && *corpus != "" {
		err = rate(ctx, *bin, *corpus, *gaz, *rounds)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// run is what one run of a command took.
type run struct {
	wall, cpu time.Duration
	resident  int64 // bytes at most
}

func measure(ctx context.Context, bin, samples, gaz string, rounds int) error {
	dir, err := os.MkdirTemp("", "sitmap-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a temporary folder
	if bin, err = filepath.Abs(bin); err != nil {
		return err
	}
	first, published, err := firstReport(samples)
	if err != nil {
		return err
	}
	report := filepath.Join(dir, "report.txt")
	if err := os.WriteFile(report, []byte(first), 0o600); err != nil {
		return err
	}
	db := filepath.Join(dir, "events.gpkg")
	commands := []struct {
		label string
		args  []string
	}{
		{"version (nothing opened)", []string{"version"}},
		{"gazetteer search Vorozhba", []string{"gazetteer", "search", "Vorozhba"}},
		{fmt.Sprintf("extract, one report of %d characters", len([]rune(first))), []string{"extract", "--published", published, report}},
		{"extract --jsonl, all samples", []string{"extract", "--jsonl", samples}},
		{"ingest, all samples, new database", []string{"ingest", "--db", db, samples}},
		{"ingest, the same again", []string{"ingest", "--db", db, samples}},
		{"export, geojson", []string{"export", "--db", db, "-o", filepath.Join(dir, "events.geojson")}},
	}
	runs := make([][]run, len(commands))
	var starts []serving
	for range rounds {
		for _, suffix := range []string{"", "-wal", "-shm"} {
			if err := os.Remove(db + suffix); err != nil && !os.IsNotExist(err) {
				return err
			}
		}
		for i, c := range commands {
			r, err := once(ctx, bin, with(gaz, c.args)...)
			if err != nil {
				return fmt.Errorf("sitmap %s: %w", c.args[0], err)
			}
			runs[i] = append(runs[i], r)
		}
		s, err := serve(ctx, bin, with(gaz, []string{"serve", "--db", db, "--addr", "127.0.0.1:0"}))
		if err != nil {
			return fmt.Errorf("sitmap serve: %w", err)
		}
		starts = append(starts, s)
	}
	info, err := os.Stat(bin)
	if err != nil {
		return err
	}
	fmt.Printf("program %.1f MB, %d rounds\n\n| command | ms | CPU ms | resident at most, MB |\n|---|---:|---:|---:|\n", float64(info.Size())/1e6, rounds)
	for i, c := range commands {
		fmt.Printf("| %s | %.0f | %.0f | %.0f |\n", c.label, mid(runs[i], func(r run) float64 { return ms(r.wall) }), mid(runs[i], func(r run) float64 { return ms(r.cpu) }), mid(runs[i], func(r run) float64 { return float64(r.resident) / 1e6 }))
	}
	fmt.Printf("\n| serve | |\n|---|---:|\n")
	for _, row := range []struct {
		label string
		of    func(serving) float64
	}{
		{"start to listening, ms", func(s serving) float64 { return ms(s.listening) }},
		{"start to the first page, ms", func(s serving) float64 { return ms(s.page) }},
		{"resident when listening, MB", func(s serving) float64 { return float64(s.idle) / 1e6 }},
		{"an event tile for the first time, median, ms", func(s serving) float64 { return mid(s.events, ms) }},
		{"the slowest event tile, ms", func(s serving) float64 { return ms(slices.Max(s.events)) }},
		{"a basemap tile for the first time, median, ms", func(s serving) float64 { return mid(s.basemap, ms) }},
		{"the slowest basemap tile, ms", func(s serving) float64 { return ms(slices.Max(s.basemap)) }},
		{"resident after tiles of z0 to z12, MB", func(s serving) float64 { return float64(s.busy) / 1e6 }},
	} {
		fmt.Printf("| %s | %.1f |\n", row.label, mid(starts, row.of))
	}
	return nil
}

// with names the index file behind the command.
func with(gaz string, args []string) []string {
	if gaz == "" {
		return args
	}
	return append(slices.Clone(args), "--gazetteer", gaz)
}

func ms(d time.Duration) float64 { return float64(d) / 1e6 }

func mid[T any](xs []T, of func(T) float64) float64 {
	out := make([]float64, len(xs))
	for i, x := range xs {
		out[i] = of(x)
	}
	slices.Sort(out)
	return out[len(out)/2]
}

// once runs a command to its end.
func once(ctx context.Context, bin string, args ...string) (run, error) {
	cmd := exec.CommandContext(ctx, bin, args...) //nolint:gosec // the program to be measured
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = io.Discard, &said
	start := time.Now()
	err := cmd.Run()
	r := run{wall: time.Since(start)}
	if err != nil {
		return r, fmt.Errorf("%w: %s", err, bytes.TrimSpace(said.Bytes()))
	}
	r.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	if use, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		r.resident = use.Maxrss << 10
	}
	return r, nil
}

// firstReport gives the text and the time of the first report.
func firstReport(samples string) (text, published string, err error) {
	f, err := os.Open(samples) //nolint:gosec // the user names the file
	if err != nil {
		return "", "", err
	}
	defer f.Close() //nolint:errcheck // read only
	line, err := bufio.NewReader(f).ReadBytes('\n')
	if err != nil && len(line) == 0 {
		return "", "", err
	}
	var r struct{ Text, Published string }
	err = json.Unmarshal(line, &r)
	return r.Text, r.Published, err
}
