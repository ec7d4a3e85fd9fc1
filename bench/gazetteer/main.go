// Gazetteer compares sitmap's look-ups of places with those of PostgreSQL and
// SQLite, on the same places and the same questions in one run:
//
//	go run ./bench/gazetteer [-gaz FILE] [-rounds 3] [-no-postgres]
//
// Every engine holds one row a place with its main name and point; sitmap's index
// holds its other names, areas and other scripts besides, and is asked as it is.
// The rounds are interleaved, so that what else the machine does falls on all;
// printed are medians, ratios to sitmap of the same round, and how often an
// answer held what was asked for. PostgreSQL is started in a temporary folder on
// a socket of its own and removed at the end.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"

	"sitmap/bench/pg"
	"sitmap/gazetteer"
	"sitmap/gazetteer/data"
)

// options are the flags.
type options struct {
	gaz        string
	rounds     int
	exact      int
	misspelt   int
	near       int
	seed       uint64
	noPostgres bool
	child      string // measures one engine in a process of its own; see child.go
	file       string // of a child: the SQLite file
	questions  string // of a child: what to ask
}

func main() {
	var o options
	flag.StringVar(&o.gaz, "gaz", "", "index file; the built-in index if left out")
	flag.IntVar(&o.rounds, "rounds", 3, "interleaved rounds, at least 3 for a median")
	flag.IntVar(&o.exact, "exact", 10_000, "exact look-ups a round")
	flag.IntVar(&o.misspelt, "misspelt", 200, "misspelt look-ups a round")
	flag.IntVar(&o.near, "near", 2_000, "searches for the ten nearest a round")
	flag.Uint64Var(&o.seed, "seed", 1, "seed of the questions")
	flag.BoolVar(&o.noPostgres, "no-postgres", false, "leave PostgreSQL out")
	flag.StringVar(&o.child, "child", "", "for this program's own use")
	flag.StringVar(&o.file, "file", "", "for this program's own use")
	flag.StringVar(&o.questions, "questions", "", "for this program's own use")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	run := compare
	if o.child != "" {
		run = child
	}
	err := run(ctx, o)
	if errors.Is(err, pg.ErrMissing) {
		fmt.Fprintf(os.Stderr, "%v\nhint: apt-get install -y postgresql-15 postgresql-contrib, or leave it out with -no-postgres\n", err)
		os.Exit(2)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func openIndex(o options) (*gazetteer.Index, error) {
	if o.gaz == "" {
		return data.Default()
	}
	return gazetteer.Open(o.gaz)
}

// compare builds every engine from the index, runs the rounds and prints.
func compare(ctx context.Context, o options) error {
	ix, err := openIndex(o)
	if err != nil {
		return err
	}
	defer ix.Close() //nolint:errcheck // read only
	dir, err := os.MkdirTemp("", "sitmap-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a temporary folder
	r := &rounds{ix: ix, o: o, tasks: tasks(ix, o), engines: []engine{&sitmap{ix: ix}}}
	lite, err := buildSQLite(ctx, dir, ix)
	if err != nil {
		return fmt.Errorf("building the SQLite file: %w", err)
	}
	defer lite.close()
	r.engines = append(r.engines, lite)
	r.lives = []*lives{{name: "sitmap", args: nil}, {name: "SQLite", args: []string{"-file", lite.path}}}
	if !o.noPostgres {
		if r.pg, err = startPostgres(ctx, dir, ix); err != nil {
			return fmt.Errorf("starting PostgreSQL: %w", err)
		}
		defer r.pg.Down()
		r.engines = append(r.engines, r.pg)
	}
	if err := r.run(ctx); err != nil {
		return err
	}
	if err := r.live(ctx, dir); err != nil {
		return err
	}
	return r.print(ctx, os.Stdout)
}
