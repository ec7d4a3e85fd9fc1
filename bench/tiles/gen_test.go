package main

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// TestGenerate makes the same events twice and reads them.
func TestGenerate(t *testing.T) {
	dir := t.TempDir()
	a, b := filepath.Join(dir, "a.csv"), filepath.Join(dir, "b.csv")
	for _, path := range []string{a, b} {
		if err := generate(path, 5000, 1); err != nil {
			t.Fatal(err)
		}
	}
	first, err := os.ReadFile(a)
	if err != nil {
		t.Fatal(err)
	}
	second, err := os.ReadFile(b)
	if err != nil || !bytes.Equal(first, second) {
		t.Errorf("the same seed gave other events (%v)", err)
	}
	rows, err := csv.NewReader(bytes.NewReader(first)).ReadAll()
	if err != nil || len(rows) != 5001 {
		t.Fatalf("got %d rows, %v", len(rows), err)
	}
	same := map[string]int{}
	for _, r := range rows[1:] {
		lon, err1 := strconv.ParseFloat(r[1], 64)
		lat, err2 := strconv.ParseFloat(r[2], 64)
		if err1 != nil || err2 != nil || lon < 15 || lon > 50 || lat < 40 || lat > 60 {
			t.Fatalf("row %v lies nowhere near", r)
		}
		same[r[1]+" "+r[2]]++
	}
	if len(same) > 4500 || len(same) < 2000 {
		t.Errorf("%d of 5000 points differ, want about two thirds", len(same))
	}
}

func TestPaths(t *testing.T) {
	l := walk(300)
	if len(l.high) != 300 || len(l.low) != 7 || l.low[0] != "0/0/0" {
		t.Errorf("got %d and %v", len(l.high), l.low)
	}
	p := paths(l.low, "events", "type=A", true, 20)
	if len(p) != 20 || p[0] == p[7] || p[0][:27] != "/tiles/events/0/0/0.mvt?typ" {
		t.Errorf("got %q", p)
	}
}
