package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"syscall"
	"time"

	"sitmap/gazetteer"
)

// rounds asks every engine every question, several times over.
type rounds struct {
	ix      *gazetteer.Index
	o       options
	tasks   []task
	engines []engine
	pg      *postgres // nil: left out
	lives   []*lives

	results map[string][]*result // by title of the task, in the order of the ways
}

// result is what one way came to.
type result struct {
	label  string
	each   []time.Duration // a question, round by round
	cpu    []time.Duration // of this program and of the server
	right  int
	judged int
}

// judgedNear is how many answers of near are compared with a search that reads every place.
const judgedNear = 40

func (r *rounds) run(ctx context.Context) error {
	r.results = map[string][]*result{}
	for n := range r.o.rounds {
		fmt.Fprintf(os.Stderr, "round %d of %d\n", n+1, r.o.rounds)
		for _, t := range r.tasks {
			i := 0
			for _, e := range r.engines {
				for _, w := range e.ways(t.Kind) {
					if n == 0 {
						r.results[t.title] = append(r.results[t.title], &result{label: w.label})
					}
					if err := r.measure(ctx, t, w, r.results[t.title][i]); err != nil {
						return fmt.Errorf("%s, %s: %w", w.label, t.title, err)
					}
					i++
				}
			}
		}
	}
	return nil
}

// measure asks all questions one after the other; the first time it judges the answers, outside the measured time.
func (r *rounds) measure(ctx context.Context, t task, w way, to *result) error {
	if to.judged == 0 {
		if err := r.judge(ctx, t, w, to); err != nil {
			return err
		}
	}
	runtime.GC()
	before, err := r.cpu()
	if err != nil {
		return err
	}
	start := time.Now()
	if w.all != nil {
		_, err = w.all(ctx, t.Questions)
	} else {
		err = ask(ctx, w, t.Questions)
	}
	wall := time.Since(start)
	after, cpuErr := r.cpu()
	n := time.Duration(len(t.Questions))
	to.each = append(to.each, wall/n)
	to.cpu = append(to.cpu, (after-before)/n)
	return errors.Join(err, cpuErr)
}

// cpu gives the processor time that this program and the server's process for it have used.
// On a machine that does other things too it says more than the clock.
func (r *rounds) cpu() (time.Duration, error) {
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		return 0, err
	}
	total := time.Duration(use.Utime.Nano() + use.Stime.Nano())
	if r.pg == nil {
		return total, nil
	}
	d, err := r.pg.cpu()
	return total + d, err
}

func (r *rounds) judge(ctx context.Context, t task, w way, to *result) error {
	qs := t.Questions
	if w.all != nil {
		n, err := w.all(ctx, qs)
		to.judged, to.right = len(qs), min(n, len(qs))
		return err
	}
	if t.Kind == near {
		qs = qs[:min(len(qs), judgedNear)]
	}
	for _, q := range qs {
		got, err := w.do(ctx, q)
		if err != nil {
			return err
		}
		if t.right(r.ix, q, got) {
			to.right++
		}
	}
	to.judged = len(qs)
	return nil
}

func median[T int64 | time.Duration | float64](xs []T) T {
	if len(xs) == 0 {
		return 0
	}
	xs = slices.Clone(xs)
	slices.Sort(xs)
	return xs[len(xs)/2]
}

// print writes Markdown.
func (r *rounds) print(ctx context.Context, w io.Writer) error {
	p := &printer{w: w}
	info := r.ix.Info()
	p.say("%d places, %d rounds, seed %d, %s %s/%s, %d processors, SQLite %s", info.Places, r.o.rounds, r.o.seed, runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), r.engines[1].(*lite).version(ctx))
	if r.pg != nil {
		p.say(", PostgreSQL %s", r.pg.version(ctx))
	}
	p.say("\n")
	for _, t := range r.tasks {
		r.printTask(p, t)
	}
	if err := r.printLives(ctx, p); err != nil {
		return err
	}
	return p.err
}

func (r *rounds) printTask(p *printer, t task) {
	p.say("\n%s (%d questions a round)\n\n", t.title, len(t.Questions))
	p.say("| way | µs | CPU µs | a second of CPU | times sitmap's µs | times sitmap's CPU | right |\n|---|---:|---:|---:|---:|---:|---:|\n")
	all := r.results[t.title]
	for _, res := range all {
		cpu := median(res.cpu)
		p.say("| %s | %s | %s | %.0f | %s | %s | %d of %d |\n", res.label, figures(micro(median(res.each))), figures(micro(cpu)), float64(time.Second)/float64(max(cpu, 1)),
			figures(ratio(res.each, all[0].each)), figures(ratio(res.cpu, all[0].cpu)), res.right, res.judged)
	}
}

// ratio is the median of the ratios of each round.
func ratio(a, b []time.Duration) float64 {
	out := make([]float64, len(a))
	for i := range out {
		out[i] = float64(a[i]) / float64(max(b[i], 1))
	}
	return median(out)
}

func micro(d time.Duration) float64 { return float64(d) / 1000 }

func (r *rounds) printLives(ctx context.Context, p *printer) error {
	p.say("\n| engine | start to first answer, ms | resident after the questions, MB | of these not from the file, MB | on disk, MB |\n|---|---:|---:|---:|---:|\n")
	for i, l := range r.lives {
		var res, own []int64
		for _, m := range l.work {
			res, own = append(res, m.Resident), append(own, m.Own)
		}
		parts, err := r.engines[i].sizes(ctx)
		if err != nil {
			return err
		}
		total := int64(0)
		for _, x := range parts {
			total += x.bytes
		}
		p.say("| %s | %s | %.0f | %.0f | %.1f |\n", l.name, figures(float64(median(l.first))/1e6), mega(median(res)), mega(median(own)), mega(total))
	}
	for _, e := range r.engines {
		parts, err := e.sizes(ctx)
		if err != nil {
			return err
		}
		p.say("\n%s on disk:", e.name())
		for _, x := range parts {
			p.say(" %s %.1f MB;", x.label, mega(x.bytes))
		}
	}
	p.say("\n")
	return nil
}

func mega(n int64) float64 { return float64(n) / 1e6 }

// figures writes three figures that mean something.
func figures(x float64) string {
	switch {
	case x >= 100:
		return fmt.Sprintf("%.0f", x)
	case x >= 10:
		return fmt.Sprintf("%.1f", x)
	}
	return fmt.Sprintf("%.2f", x)
}

type printer struct {
	w   io.Writer
	err error
}

func (p *printer) say(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format, args...)
	}
}
