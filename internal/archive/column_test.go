package archive

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"

	"sitmap/geo/tile"
	"sitmap/internal/ingest/rows"
)

func TestNumbers(t *testing.T) {
	for _, s := range []string{"0", "5", "-5", "3.25", "0.5", "-0.5", "1.50", "123456789012345"} {
		if !isNumber(s) {
			t.Errorf("%q is no number", s)
		}
	}
	for _, s := range []string{"", "-", "007", "+5", "1e5", "1.", ".5", "-0", "1,5", "0x1", "1234567890123456", "NaN", "--1", "1.2.3", "٣"} {
		if isNumber(s) {
			t.Errorf("%q is a number", s)
		}
	}
}

// TestColumnsGoOverToText reads more rows than a block has, so that columns are codes,
// text, or first one and then the other; a column comes late, and one ends early.
func TestColumnsGoOverToText(t *testing.T) {
	const n = 2*blockRows + 1000
	l := &list{names: []string{"id", "lon", "lat", "date", "type", "dead", "words", "code", "late", "early"}}
	r := rand.New(rand.NewPCG(7, 7))
	type cells = [10]string
	want := map[string]cells{}
	for i := range n {
		c := cells{fmt.Sprint(i), fmt.Sprint(30 + r.Float64()), fmt.Sprint(50 + r.Float64()), "2024-01-02", "x", "1", fmt.Sprint("words ", i), fmt.Sprint(i % 70_000), "", ""}
		if i >= blockRows+10 {
			c[8] = fmt.Sprint("late", i%3)
		}
		if i < 100 {
			c[9] = fmt.Sprint("early", i)
		}
		want[c[0]] = c
		row := append([]string(nil), c[:]...)
		if i < blockRows+10 {
			row = row[:8]
			if i < 100 {
				row = append(row, "", c[9])
			}
		}
		l.rows = append(l.rows, rows.Row{Number: i + 2, Values: row})
	}
	path := filepath.Join(t.TempDir(), "a.pmtiles")
	res, err := FromRows(t.Context(), l.source(nil), Options{Path: path, MinZoom: 11, MaxZoom: 11})
	if err != nil || res.Points != n {
		t.Fatalf("%+v, %v", res, err)
	}
	tiles, _ := opened(t, path)
	seen := map[string]bool{}
	for _, fs := range tiles {
		for _, f := range fs {
			id := fmt.Sprint(int(f.Properties["id"].(float64)))
			w := want[id]
			for i, name := range l.names {
				if i == colLon || i == colLat {
					continue
				}
				got := f.Properties[name]
				if got == nil {
					got = ""
				}
				if fmt.Sprint(got) != w[i] {
					t.Fatalf("row %s: %s is %v, want %q", id, name, got, w[i])
				}
			}
			if inside(f) {
				seen[id] = true
			}
		}
	}
	if len(seen) != n {
		t.Errorf("%d of %d rows are there", len(seen), n)
	}
}

// TestPiecesFit packs streams with pieces and reads them with another decoder.
func TestPiecesFit(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	word := func(n int) []byte {
		b := make([]byte, n)
		for i := range b {
			b[i] = "abcdef"[r.IntN(6)]
		}
		return b
	}
	var h histogram
	var sample small
	sample.tokenise(word(3000))
	h.count(sample.tokens)
	codes := make([]*coder, codeKinds)
	codes[textClass] = h.learn(longestOf[textClass])
	p, pres := newPacker(tileLevel, nil), [2]*packer{newPacker(pieceLevel, nil), newPacker(pieceLevel, codes)}
	for i := range 300 {
		pre, most := pres[i%2], 3000
		if i%50 < 2 {
			most = 3 * chunkBytes
		}
		var want []byte
		p.data = nil
		for range r.IntN(6) {
			raw := word(r.IntN(most))
			want = append(want, raw...)
			if r.IntN(2) == 0 {
				if _, err := p.Write(raw); err != nil {
					t.Fatal(err)
				}
				continue
			}
			packed, err := pre.block(raw)
			if err != nil {
				t.Fatal(err)
			}
			if err := p.piece(raw, packed); err != nil {
				t.Fatal(err)
			}
		}
		if err := p.end(); err != nil {
			t.Fatal(err)
		}
		if !p.open && len(p.data) == 0 {
			if len(want) > 0 {
				t.Fatalf("%d bytes became nothing", len(want))
			}
			continue
		}
		z, err := gzip.NewReader(bytes.NewReader(p.data))
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(z)
		if err != nil || !bytes.Equal(got, want) {
			t.Fatalf("%d bytes come back as %d, %v", len(want), len(got), err)
		}
	}
}

// TestPiecesServeLargeTiles wants every tile with more text than a piece to be whole pieces.
func TestPiecesServeLargeTiles(t *testing.T) {
	p := &points{null: func(string) bool { return false }}
	r := rand.New(rand.NewPCG(9, 9))
	for i := range 30_000 {
		at := orb.Point{30 + r.ExpFloat64()/3, 50 + r.ExpFloat64()/3}
		x, y, _ := tile.Position(at)
		if err := p.add(at, x, y, []string{fmt.Sprint("a text of its own, number ", i)}, func(int) string { return "words" }); err != nil {
			t.Fatal(err)
		}
	}
	s := p.sort()
	if len(s.textual) != 1 {
		t.Fatalf("%d columns are text", len(s.textual))
	}
	if err := s.cut(9, 14); err != nil {
		t.Fatal(err)
	}
	large := 0
	for z := uint32(9); z <= 14; z++ {
		for lo := 0; lo < s.len(); {
			hi := s.run(lo, z)
			if len(s.text(lo, hi)) > pieceBytes {
				large++
				if _, _, ok := s.pieces.over(lo, hi); !ok {
					t.Errorf("zoom %d: rows %d to %d are no whole pieces", z, lo, hi)
				}
			}
			lo = hi
		}
	}
	if large < 50 || len(s.pieces.packed) < 50 || len(s.pieces.packed) > len(s.plain)/pieceBytes*8 {
		t.Errorf("%d large tiles, %d pieces of %d bytes", large, len(s.pieces.packed), len(s.plain))
	}
}

func TestOutputIsTheSameEachTime(t *testing.T) {
	var first []byte
	for range 3 {
		l := scattered(rand.New(rand.NewPCG(10, 10)), 3000)
		path := filepath.Join(t.TempDir(), "a.pmtiles")
		if _, err := FromRows(t.Context(), l.source(nil), Options{Path: path, MaxZoom: 12}); err != nil {
			t.Fatal(err)
		}
		b := read(t, path)
		if first == nil {
			first = b
		}
		if !bytes.Equal(b, first) {
			t.Error("the same rows give another archive")
		}
	}
}
