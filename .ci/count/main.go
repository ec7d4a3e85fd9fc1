// Command count reads `go test -json` on standard input, shows what a person needs
// (packages, failures, reasons of skips) and ends with one line
// "N passed, N failed, N skipped". Exit status 1 when anything failed or nothing ran.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
)

type line struct {
	Action, Package, Test, Output string
	Elapsed                       float64
}

type tally struct {
	passed, failed, skipped int
	output                  map[string][]string
	broken                  []string
}

func main() {
	t := tally{output: map[string][]string{}}
	if err := t.read(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "count:", err)
		os.Exit(1)
	}
	for _, p := range t.broken {
		fmt.Println("FAILED", p)
	}
	fmt.Printf("%d passed, %d failed, %d skipped\n", t.passed, t.failed, t.skipped)
	if t.failed > 0 || t.passed == 0 {
		os.Exit(1)
	}
}

func (t *tally) read(r io.Reader, w io.Writer) error {
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 16<<20)
	for sc.Scan() {
		var l line
		if json.Unmarshal(sc.Bytes(), &l) != nil {
			fmt.Fprintln(w, sc.Text()) // a build error comes as plain text
			continue
		}
		t.take(l, w)
	}
	return sc.Err()
}

func (t *tally) take(l line, w io.Writer) {
	key := l.Package + " " + l.Test
	switch l.Action {
	case "output", "build-output":
		t.output[key] = append(t.output[key], l.Output)
	case "pass", "fail", "skip":
		t.ended(l, key, w)
		delete(t.output, key)
	}
}

// ended counts a test, or a package that failed outside its tests (it did not build, it timed out).
func (t *tally) ended(l line, key string, w io.Writer) {
	if l.Test == "" {
		fmt.Fprintf(w, "%-5s %s %.1fs\n", l.Action, l.Package, l.Elapsed)
		if l.Action == "fail" {
			t.failed++
			t.broken = append(t.broken, l.Package)
			fmt.Fprint(w, strings.Join(t.output[key], ""))
		}
		return
	}
	switch l.Action {
	case "pass":
		t.passed++
	case "skip":
		t.skipped++
		fmt.Fprint(w, "skip ", key, ": ", strings.Join(t.output[key], " "))
	case "fail":
		t.failed++
		t.broken = append(t.broken, key)
		fmt.Fprint(w, strings.Join(t.output[key], ""))
	}
}
