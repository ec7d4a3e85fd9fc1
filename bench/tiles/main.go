// Tiles measures sitmap's tiles from outside and beside what people would otherwise
// run, on the same events and the same machine in one run:
//
//	go run ./bench/tiles -bin bin/sitmap [-n 1000000] [-only archive,dynamic] [-loads ../shared/bench]
//
// Printed are figures beside their bars, as Markdown. Where a bar is a ratio, both
// sides run in turns and the median of the rounds counts. The events are made by
// the generator in this folder, or by that of another folder (-loads), whose tile
// lists are then used too. PostGIS, GDAL and the npm packages (supercluster,
// geojson-vt, vt-pbf, tileserver-gl-light) are left out with a word when they are
// not there. Linux only: processor time of running servers is read from /proc.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// options are the flags.
type options struct {
	bin, dir, loads, only string
	n, rounds             int
	each                  time.Duration
	floor                 string // for this program's own use: the folder of tiles to serve
}

func main() {
	var o options
	flag.StringVar(&o.bin, "bin", "bin/sitmap", "the program")
	flag.StringVar(&o.dir, "dir", "", "folder for the events and databases, kept and used again; a temporary one if left out")
	flag.StringVar(&o.loads, "loads", "", "folder with another generator (gen) and tile lists")
	flag.StringVar(&o.only, "only", "", "parts to run, separated by commas: "+strings.Join(names(), ", ")+"; all if left out")
	flag.IntVar(&o.n, "n", 1_000_000, "events")
	flag.IntVar(&o.rounds, "rounds", 3, "rounds of each measure")
	flag.DurationVar(&o.each, "each", 5*time.Second, "time of one load")
	flag.StringVar(&o.floor, "floor", "", "for this program's own use")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	run := bench
	if o.floor != "" {
		run = serveFloor
	}
	if err := run(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// parts are what is measured, in this order.
//
//nolint:gochecknoglobals // a table, never written
var parts = []struct {
	name string
	do   func(*session, context.Context) error
}{
	{"gzip", (*session).gzip},
	{"archive", (*session).archive},
	{"gdal", (*session).gdal},
	{"load", (*session).load},
	{"dynamic", (*session).dynamic},
	{"clusters", (*session).clusters},
	{"counts", (*session).counts},
	{"repeated", (*session).repeated},
	{"archived", (*session).archived},
	{"change", (*session).change},
	{"encoder", (*session).encoder},
	{"memory", (*session).memory},
	{"postgis", (*session).postgis},
	{"node", (*session).node},
}

func names() []string {
	var out []string
	for _, p := range parts {
		out = append(out, p.name)
	}
	return out
}

// session is one run of the program.
type session struct {
	options
	csv   string // the events
	gz    float64
	lists tileLists
	rows  []row
}

// row is a line of the result.
type row struct{ what, figure, bar, met string }

func bench(ctx context.Context, o options) (err error) {
	s := &session{options: o}
	if s.bin, err = filepath.Abs(o.bin); err != nil {
		return err
	}
	if s.dir == "" {
		if s.dir, err = os.MkdirTemp("", "sitmap-bench"); err != nil {
			return err
		}
		defer os.RemoveAll(s.dir) //nolint:errcheck // a temporary folder
	}
	if err := os.MkdirAll(s.dir, 0o750); err != nil {
		return err
	}
	if err := s.inputs(ctx); err != nil {
		return err
	}
	want := names()
	if o.only != "" {
		want = strings.Split(o.only, ",")
	}
	for _, w := range want {
		if !slices.Contains(names(), w) {
			return fmt.Errorf("there is no part %q; there are %s", w, strings.Join(names(), ", "))
		}
	}
	for _, p := range parts {
		if !slices.Contains(want, p.name) {
			continue
		}
		fmt.Fprintf(os.Stderr, "%s …\n", p.name)
		if err := p.do(s, ctx); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	fmt.Printf("%d events\n\n| what | measured | bar | |\n|---|---|---|---|\n", s.n)
	for _, r := range s.rows {
		fmt.Printf("| %s | %s | %s | %s |\n", r.what, r.figure, r.bar, r.met)
	}
	return nil
}

// say adds a line without a bar.
func (s *session) say(what, format string, args ...any) {
	s.rows = append(s.rows, row{what: what, figure: fmt.Sprintf(format, args...)})
	fmt.Fprintf(os.Stderr, "  %s: %s\n", what, s.rows[len(s.rows)-1].figure)
}

// most adds a line whose figure must not be above the bar; least one that must not be below it.
func (s *session) most(what string, got, bar float64, unit string) {
	s.against(what, got, bar, unit, "≤", got <= bar)
}

func (s *session) least(what string, got, bar float64, unit string) {
	s.against(what, got, bar, unit, "≥", got >= bar)
}

func (s *session) against(what string, got, bar float64, unit, sign string, met bool) {
	word := "**missed**"
	if met {
		word = "met"
	}
	s.rows = append(s.rows, row{what, fmt.Sprintf("%.4g%s", got, unit), fmt.Sprintf("%s %g%s", sign, bar, unit), word})
	fmt.Fprintf(os.Stderr, "  %s: %.4g%s (%s %g)\n", what, got, unit, sign, bar)
}

func median(xs []float64) float64 {
	xs = slices.Sorted(slices.Values(xs))
	if len(xs) == 0 {
		return 0
	}
	return xs[len(xs)/2]
}
