// Command gaz makes sitmap's gazetteer files from the packages that
// gazetteer/build/fetch.sh has fetched, and prints what it took.
//
//	gaz default -src FOLDER -o FILE    the index that the binary carries
//	gaz world -src FOLDER -o FILE      every row of the village list
//	gaz check -src FOLDER FILE         build the default index again, compare the bytes
//	gaz duplicates FILE COUNTRY...     count what may be one place twice, with examples
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/pprof"
	"syscall"
	"time"

	"sitmap/gazetteer"
	"sitmap/gazetteer/build"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "gaz:", err)
		os.Exit(1)
	}
}

var errUsage = errors.New("usage: gaz default|world -src FOLDER -o FILE, gaz check -src FOLDER FILE, or gaz duplicates FILE COUNTRY [COUNTRY]")

func run(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return errUsage
	}
	fs := flag.NewFlagSet(args[0], flag.ContinueOnError)
	src := fs.String("src", "build/gazetteer-src", "folder that fetch.sh has filled")
	out := fs.String("o", "", "index file to write")
	profile := fs.String("cpuprofile", "", "write a CPU profile")
	if err := fs.Parse(args[1:]); err != nil {
		return err
	}
	if *profile != "" {
		f, err := os.Create(*profile)
		if err != nil {
			return err
		}
		defer f.Close() //nolint:errcheck // a profile cut short is seen when it is read
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	in := build.FetchedInputs(*src)
	in.WithAllRows = args[0] == "world"
	switch {
	case args[0] == "check" && fs.NArg() == 1:
		return check(ctx, in, fs.Arg(0))
	case args[0] == "duplicates" && fs.NArg() >= 1:
		return duplicates(fs.Arg(0), fs.Args()[1:])
	case (args[0] == "default" || in.WithAllRows) && *out != "" && fs.NArg() == 0:
	default:
		return errUsage
	}
	b, err := makeIndex(ctx, in)
	if err != nil {
		return err
	}
	return writeWhole(*out, b)
}

// makeIndex builds and prints the figures.
func makeIndex(ctx context.Context, in build.Inputs) ([]byte, error) {
	start := time.Now()
	b, r, err := build.Default(ctx, in)
	if err != nil {
		return nil, err
	}
	fmt.Printf("%d places, %d names, %d bytes (%.1f a place); %d rows repeated another; %.1f s",
		r.Places, r.Names, r.Bytes, float64(r.Bytes)/float64(max(r.Places, 1)), r.Merged, time.Since(start).Seconds())
	fmt.Printf("; %v", r.Renames)
	var use syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &use) == nil {
		fmt.Printf(", %.1f s CPU, peak memory %.0f MB", seconds(use.Utime)+seconds(use.Stime), float64(use.Maxrss)/1024)
	}
	fmt.Println()
	return b, nil
}

func seconds(t syscall.Timeval) float64 { return time.Duration(t.Nano()).Seconds() }

func check(ctx context.Context, in build.Inputs, path string) error {
	want, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	got, err := makeIndex(ctx, in)
	if err != nil {
		return err
	}
	if !bytes.Equal(got, want) {
		return fmt.Errorf("%s differs from what its sources give; run make gazetteer-data", path)
	}
	fmt.Println(path, "is what its sources give")
	return nil
}

// duplicates prints how many places of the countries may be in an index twice.
func duplicates(path string, countries []string) error {
	ix, err := gazetteer.Open(path)
	if err != nil {
		return err
	}
	defer ix.Close() //nolint:errcheck // read only
	d := build.MeasureDuplicates(ix, 3, 40, countries...)
	for _, e := range d.Examples {
		fmt.Println(e)
	}
	fmt.Println(d)
	return nil
}

// writeWhole writes beside the file and renames, so that nobody maps half of it.
func writeWhole(path string, b []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	tmp := path + ".part"
	if err := os.WriteFile(tmp, b, 0o644); err != nil {
		return err
	}
	return os.Rename(tmp, path)
}
