package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
)

// What go test says of the figures that are wanted.
const (
	slimTimes  = `AgainstOrb/slim\S*\s.*?([0-9.]+) x_orb`
	notesTimes = `AgainstOrb/notes\S*\s.*?([0-9.]+) x_orb`
	placeSizes = `([0-9.]+) bytes a place\n`
)

// encoder lets the encoder's own benchmark take turns with orb's, as often as there are rounds.
func (s *session) encoder(ctx context.Context) error {
	out, err := goTest(ctx, nil, "./geo/tile", "-run", "^$", "-bench", "^BenchmarkAgainstOrb$", "-benchtime", "2s", "-count", strconv.Itoa(s.rounds))
	if err != nil {
		return err
	}
	s.least("encoder: orb's mvt.Marshal × its time a feature", median(figures(out, slimTimes)), 25, "")
	s.least("the same with a text of 80 bytes", median(figures(out, notesTimes)), 25, "")
	return nil
}

// memory asks the snapshot's own test what a place takes.
func (s *session) memory(ctx context.Context) error {
	env := []string{"SITMAP_BENCH_EVENTS=" + strconv.Itoa(s.n)}
	out, err := goTest(ctx, env, "./internal/snapshot", "-run", "^TestMemory$", "-count", "1", "-v")
	sizes := figures(out, placeSizes)
	if len(sizes) == 0 {
		return fmt.Errorf("the test says no sizes: %w\n%s", err, out)
	}
	worst := 0.0
	for _, size := range sizes {
		worst = max(worst, size)
	}
	s.say("memory of a place beside text, index included", "%v bytes: events of one day, a mix, the same with several places, all lasting (and with 64 types)", sizes)
	s.most("the most of these", worst, 96, " bytes")
	return nil
}

// goTest runs tests or benchmarks of this module.
func goTest(ctx context.Context, env []string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "go", append([]string{"test"}, args...)...)
	cmd.Env = append(os.Environ(), env...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		err = fmt.Errorf("go test %v: %w", args, err)
	}
	return string(out), err
}

// figures gives the numbers that a pattern's first group finds.
func figures(text, pattern string) (out []float64) {
	for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(text, -1) {
		if v, err := strconv.ParseFloat(m[1], 64); err == nil {
			out = append(out, v)
		}
	}
	return out
}
