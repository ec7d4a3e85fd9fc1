// Command sitmap turns conflict reports into a map that can be checked.
//
// This package is the only place that reads flags and the environment. Commands
// write data to standard output and messages to standard error; the exit status
// is 0 done, 1 the answer is no, 2 wrong usage or bad input, 3 nothing could be decided.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"
)

// version is set by the linker (make build).
var version = "unversioned"

// Exit statuses of the contract.
const (
	exitDone  = 0
	exitNo    = 1
	exitUsage = 2
	exitOpen  = 3
)

// status is an error that only carries an exit status; what had to be said is already said.
type status int

func (s status) Error() string { return fmt.Sprintf("exit status %d", int(s)) }

// streams are the program's surroundings, so that tests can run commands in place.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr})
	stop()
	os.Exit(code)
}

// run parses args, runs the command and gives the exit status.
func run(ctx context.Context, args []string, io streams) int {
	var c cli
	exited := -1
	parser, err := kong.New(&c,
		kong.Name("sitmap"),
		kong.Description("Turns conflict reports into a map that can be checked."),
		kong.Writers(io.out, io.err),
		kong.Exit(func(n int) { exited = n }),
		kong.UsageOnError(),
		kong.Bind(io),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Vars{"version": version},
	)
	if err != nil {
		fmt.Fprintln(io.err, "sitmap:", err)
		return exitUsage
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	command, err := parser.Parse(negativeLast(args))
	if exited >= 0 {
		return exited
	}
	if err != nil {
		fmt.Fprintf(io.err, "sitmap: %v\nhint: `sitmap --help` lists the commands, `sitmap COMMAND --help` their flags.\n", err)
		return exitUsage
	}
	return exitStatus(command.Run(&c.globals), io.err)
}

// negativeLast lets values such as -4.3,15.3 stand where people write them: joined to the flag before that takes
// coordinates, or behind "--" with the words that follow, since they would be read as flags otherwise.
func negativeLast(args []string) []string {
	var flags, values []string
	for i, a := range args {
		negative := len(a) > 2 && a[0] == '-' && strings.ContainsAny(a[1:2], "0123456789.")
		switch {
		case a == "--":
			return append(append(flags, args[i:]...), values...)
		case negative && i > 0 && takesCoordinates(args[i-1]):
			flags[len(flags)-1] += "=" + a
		case negative, values != nil && !strings.HasPrefix(a, "-"):
			values = append(values, a)
		default:
			flags = append(flags, a)
		}
	}
	if values == nil {
		return flags
	}
	return append(append(flags, "--"), values...)
}

// takesCoordinates tells the flags whose value may begin with a minus.
func takesCoordinates(flag string) bool {
	return flag == "--at" || flag == "--near" || flag == "--bbox"
}

// exitStatus says err to the user and turns it into the exit status.
func exitStatus(err error, w io.Writer) int {
	var s status
	switch {
	case err == nil, errors.Is(err, context.Canceled):
		return exitDone
	case errors.As(err, &s):
		return int(s)
	}
	fmt.Fprintln(w, "sitmap:", err)
	return exitUsage
}
