package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"
)

// lives are what several processes of one engine came to.
type lives struct {
	name  string
	args  []string // of a child
	first []time.Duration
	work  []memory
}

// memory is what a process holds after it answered the questions, in bytes.
type memory struct {
	Resident int64
	Own      int64 // of these, what the system could not drop and read from the file again
}

// live starts each engine anew, as often as there were rounds: time to the first answer, memory after all questions.
func (r *rounds) live(ctx context.Context, dir string) error {
	file := filepath.Join(dir, "questions.json")
	b, err := json.Marshal(r.tasks)
	if err != nil {
		return err
	}
	if err := os.WriteFile(file, b, 0o600); err != nil {
		return err
	}
	if r.pg != nil {
		r.lives = append(r.lives, &lives{name: r.pg.name()})
	}
	for range r.o.rounds {
		for _, l := range r.lives {
			if r.pg != nil && l.name == r.pg.name() {
				err = l.server(ctx, r)
			} else {
				err = l.process(ctx, r.o, file)
			}
			if err != nil {
				return fmt.Errorf("a new %s: %w", l.name, err)
			}
		}
	}
	return nil
}

// server starts PostgreSQL anew and asks it the questions.
func (l *lives) server(ctx context.Context, r *rounds) error {
	r.pg.Down()
	start := time.Now()
	if err := r.pg.Up(ctx); err != nil {
		return err
	}
	if _, err := r.pg.byTree(ctx, question{Text: "Kursk"}); err != nil {
		return err
	}
	l.first = append(l.first, time.Since(start))
	for _, t := range r.tasks {
		if err := ask(ctx, r.pg.ways(t.Kind)[0], t.Questions); err != nil {
			return err
		}
	}
	m, err := r.pg.memory()
	l.work = append(l.work, m)
	return err
}

// process runs this program as a child that opens one engine.
func (l *lives) process(ctx context.Context, o options, questions string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	args := append([]string{"-child", l.name, "-gaz", o.gaz, "-questions", questions}, l.args...)
	cmd := exec.CommandContext(ctx, self, args...) //nolint:gosec // this program itself
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return err
	}
	sc := bufio.NewScanner(out)
	if sc.Scan() { // the child has its first answer
		l.first = append(l.first, time.Since(start))
	}
	sc.Scan()
	var m memory
	err = json.Unmarshal(sc.Bytes(), &m)
	if err := errors.Join(cmd.Wait(), err); err != nil {
		return err
	}
	l.work = append(l.work, m)
	return nil
}

// child opens one engine, says so after the first answer, asks the questions and prints its memory.
func child(ctx context.Context, o options) error {
	e, err := openChild(ctx, o)
	if err != nil {
		return err
	}
	got, err := e.ways(exact)[0].do(ctx, question{Text: "Kursk"})
	if err != nil {
		return err
	}
	if len(got) == 0 {
		return errors.New("the index does not know Kursk; is it whole?")
	}
	fmt.Println("first")
	b, err := os.ReadFile(o.questions)
	if err != nil {
		return err
	}
	var ts []task
	if err := json.Unmarshal(b, &ts); err != nil {
		return err
	}
	for _, t := range ts {
		if err := ask(ctx, e.ways(t.Kind)[0], t.Questions); err != nil {
			return err
		}
	}
	var m memory
	for _, f := range []struct {
		to   *int64
		name string
	}{{&m.Resident, "VmRSS:"}, {&m.Own, "RssAnon:"}} {
		if *f.to, err = status(strconv.Itoa(os.Getpid())+"/status", f.name); err != nil {
			return err
		}
	}
	return json.NewEncoder(os.Stdout).Encode(m)
}

func openChild(ctx context.Context, o options) (engine, error) {
	if o.child == "SQLite" {
		return openSQLite(ctx, o.file)
	}
	ix, err := openIndex(o)
	return &sitmap{ix: ix}, err
}

func ask(ctx context.Context, w way, qs []question) error {
	for _, q := range qs {
		if _, err := w.do(ctx, q); err != nil {
			return err
		}
	}
	return nil
}
