package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// tileLists are what clients ask for, as z/x/y.
type tileLists struct {
	high []string // panning and zooming at z9 to z14, many of them empty
	low  []string // one column of tiles, z0 to z6
}

// inputs makes the events and the lists, unless the folder has them already.
func (s *session) inputs(ctx context.Context) (err error) {
	s.csv = filepath.Join(s.dir, fmt.Sprintf("events-%d.csv", s.n))
	if _, err := os.Stat(s.csv); errors.Is(err, fs.ErrNotExist) {
		if err := s.makeEvents(ctx); err != nil {
			return err
		}
	}
	if s.loads == "" {
		s.lists = walk(1032)
		return nil
	}
	if s.lists.high, err = readLines(filepath.Join(s.loads, "tiles_z9_14.txt")); err != nil {
		return err
	}
	s.lists.low, err = readLines(filepath.Join(s.loads, "tiles_low.txt"))
	return err
}

func (s *session) makeEvents(ctx context.Context) error {
	if s.loads == "" {
		return generate(s.csv, s.n, 1)
	}
	out, err := filepath.Abs(s.csv)
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, "go", "run", "./gen", "-n", fmt.Sprint(s.n), "-csv", out) //nolint:gosec // the user names the folder
	cmd.Dir, cmd.Stderr = s.loads, os.Stderr
	return cmd.Run()
}

// walk makes a log of somebody who moves over the map by a tile or two and zooms in and out now and then.
func walk(n int) tileLists {
	rnd := rand.New(rand.NewPCG(3, 3)) //nolint:gosec // a load, not a secret
	var l tileLists
	z := 9
	x, y := 303.0, 178.0 // in tiles of z9: the middle of the events
	for len(l.high) < n {
		scale := float64(int(1) << (z - 9))
		for dx := range 3 {
			for dy := range 2 {
				l.high = append(l.high, fmt.Sprintf("%d/%d/%d", z, int(x*scale)+dx, int(y*scale)+dy))
			}
		}
		x += (rnd.Float64()*6 - 3) / scale
		y += (rnd.Float64()*6 - 3) / scale
		switch rnd.IntN(6) {
		case 0:
			z = min(z+1, 14)
		case 1:
			z = max(z-1, 9)
		case 2:
			x, y, z = 290+25*rnd.Float64(), 165+25*rnd.Float64(), 9+rnd.IntN(3)
		}
	}
	l.high = l.high[:n]
	for z := range 7 {
		l.low = append(l.low, fmt.Sprintf("%d/%d/%d", z, 303>>(9-z), 178>>(9-z)))
	}
	return l
}

// paths makes addresses of tiles; with a window each asks for other days, about 30.
func paths(tiles []string, layer, query string, window bool, n int) []string {
	rnd := rand.New(rand.NewPCG(5, 5)) //nolint:gosec // a load, not a secret
	start, _ := time.Parse(time.DateOnly, firstDay)
	out := make([]string, n)
	for i := range out {
		var q []string
		if query != "" {
			q = append(q, query)
		}
		if window {
			from, long := start.AddDate(0, 0, rnd.IntN(days-45)), 15+rnd.IntN(30)
			q = append(q, "datetime="+from.Format(time.DateOnly)+"/"+from.AddDate(0, 0, long).Format(time.DateOnly))
		}
		out[i] = "/tiles/" + layer + "/" + tiles[i%len(tiles)] + ".mvt"
		if q != nil {
			out[i] += "?" + strings.Join(q, "&")
		}
	}
	return out
}

func readLines(path string) ([]string, error) {
	f, err := os.Open(path) //nolint:gosec // the user names the folder
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // read only
	var out []string
	in := bufio.NewScanner(f)
	for in.Scan() {
		if line := strings.TrimSpace(in.Text()); line != "" {
			out = append(out, line)
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s has no tiles", path)
	}
	return out, in.Err()
}
