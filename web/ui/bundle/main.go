// Command bundle builds the browser map: TypeScript and CSS under web/ui/src become
// web/ui/dist/app. It uses esbuild as a Go library; npm packages must be there (npm ci).
//
// Run it from anywhere inside the project:
//
//	go run ./web/ui/bundle [-dev] [-o DIR]
//
// The same sources give the same bytes. File names carry a digest of the content.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "bundle:", err)
		os.Exit(2)
	}
}

func run(args []string) error {
	flags := flag.NewFlagSet("bundle", flag.ContinueOnError)
	dev := flags.Bool("dev", false, "readable output with source maps")
	out := flags.String("o", "", "write to this directory (default: web/ui/dist/app)")
	if err := flags.Parse(args); err != nil {
		return err
	}
	root, err := findUI()
	if err != nil {
		return err
	}
	if *out == "" {
		*out = filepath.Join(root, "dist", "app")
	}
	files, err := Build(Options{UI: root, Out: *out, Dev: *dev})
	if err != nil {
		return err
	}
	for _, f := range files {
		fmt.Printf("%8.1f KB %8.1f KB gz  %s\n", float64(f.Bytes)/1000, float64(f.Gzip)/1000, f.Name)
	}
	return nil
}

// findUI gives the directory web/ui of the module that the working directory belongs to.
func findUI() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("find the project: %w", err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return filepath.Join(dir, "web", "ui"), nil
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", fmt.Errorf("no go.mod above the working directory; run this inside the project")
		}
		dir = up
	}
}
