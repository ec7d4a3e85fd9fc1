package pmtiles

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"sitmap/geo/codec/tileset"
)

// memory is a file in memory that fails once it has more than limit bytes.
type memory struct {
	data  []byte
	at    int
	limit int
}

var errFull = errors.New("no space left on device")

func (m *memory) Write(b []byte) (int, error) {
	if m.limit > 0 && m.at+len(b) > m.limit {
		return 0, errFull
	}
	if n := m.at + len(b); n > len(m.data) {
		m.data = append(m.data, make([]byte, n-len(m.data))...)
	}
	m.at += copy(m.data[m.at:], b)
	return len(b), nil
}

func (m *memory) Seek(offset int64, _ int) (int64, error) {
	m.at = int(offset)
	return offset, nil
}

// zip is made once: a new one takes a megabyte.
var zip = gzip.NewWriter(io.Discard)

func zipped(t testing.TB, s string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip
	w.Reset(&b)
	if _, err := io.WriteString(w, s); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var about = tileset.Meta{
	Name: "Плехово <b>", Description: "a test", Attribution: "nobody", ContentType: tileset.Vector, MinZoom: 0, MaxZoom: 12,
	Bounds: orb.Bound{Min: orb.Point{-179.5, -80.25}, Max: orb.Point{180, 85}}, Center: orb.Point{35.33, 51.1}, CenterZoom: 7,
	Layers: []tileset.Layer{{ID: "events", MinZoom: 0, MaxZoom: 12, Fields: map[string]string{"type": "String"}}},
	Stats:  &tileset.Stats{LayerCount: 1, Layers: []tileset.LayerStats{{Layer: "events", Count: 3, Geometry: "Point", Attributes: []tileset.Attribute{{Attribute: "type", Count: 1, Type: "string", Values: []any{"Armed clash"}}}}}},
}

// sample writes n tiles of random places, some alike and some in runs, and gives what they hold.
func sample(t testing.TB, n int) (file []byte, want map[[3]uint32][]byte) {
	t.Helper()
	r := rand.New(rand.NewPCG(1, uint64(n)))
	ids := map[uint64]bool{0: true}
	for len(ids) < n {
		id := first(12) + r.Uint64N(first(13)-first(12))
		for range 1 + r.IntN(3) {
			ids[id] = true
			id++
		}
	}
	var m memory
	w := NewWriter(&m)
	want = map[[3]uint32][]byte{}
	for _, id := range slices.Sorted(maps.Keys(ids)) {
		z, x, y, ok := FromTileID(id)
		if !ok {
			t.Fatalf("no tile %d", id)
		}
		data := zipped(t, fmt.Sprint("tile ", id))
		if id%5 < 3 {
			data = zipped(t, "the sea")
		}
		want[[3]uint32{z, x, y}] = data
		if err := w.Add(z, x, y, data); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Finish(about); err != nil {
		t.Fatal(err)
	}
	return m.data, want
}

func TestRoundTrip(t *testing.T) {
	for _, n := range []int{1, 10, 60_000} {
		file, want := sample(t, n)
		r, err := Open(bytes.NewReader(file), int64(len(file)))
		if err != nil {
			t.Fatal(err)
		}
		got := map[[3]uint32][]byte{}
		tags := map[string]string{}
		err = r.Each(t.Context(), func(z, x, y uint32, tl tileset.Tile) error {
			got[[3]uint32{z, x, y}] = tl.Data
			if other, ok := tags[tl.ETag]; ok && other != string(tl.Data) {
				t.Errorf("ETag %s stands for two contents", tl.ETag)
			}
			tags[tl.ETag] = string(tl.Data)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%d tiles came back of %d, or others", len(got), len(want))
		}
		e := r.current.Load()
		if n == 60_000 && e.header.leaves.length == 0 {
			t.Error("60,000 tiles have no leaf directories; the test proves less than it should")
		}
		if h := e.header; h.addressed != uint64(len(want)) || h.entries >= h.addressed && n > 10 || h.contents >= h.entries && n > 10 || !h.clustered {
			t.Errorf("header %+v for %d tiles", h, len(want))
		}
		meta, err := r.Meta(t.Context())
		if err != nil || !reflect.DeepEqual(meta, about) {
			t.Errorf("metadata %+v, %v", meta, err)
		}
		for _, no := range [][3]uint32{{0, 1, 0}, {3, 0, 0}, {12, 4096, 0}, {40, 0, 0}, {31, 1 << 30, 1 << 30}} {
			if tl, err := r.Tile(t.Context(), no[0], no[1], no[2]); err != nil || tl.Data != nil {
				t.Errorf("tile %v: %d bytes, %v", no, len(tl.Data), err)
			}
		}
	}
}

func TestTileIDs(t *testing.T) {
	// The examples of the specification.
	for _, c := range []struct {
		z, x, y uint32
		id      uint64
	}{{0, 0, 0, 0}, {1, 0, 0, 1}, {1, 0, 1, 2}, {1, 1, 1, 3}, {1, 1, 0, 4}, {2, 0, 0, 5}, {12, 3423, 1763, 19078479}} {
		if got := TileID(c.z, c.x, c.y); got != c.id {
			t.Errorf("TileID(%d, %d, %d) = %d, want %d", c.z, c.x, c.y, got, c.id)
		}
	}
	r := rand.New(rand.NewPCG(2, 2))
	for range 20_000 {
		z := uint32(r.IntN(32))
		x, y := uint32(r.Uint64N(1<<z)), uint32(r.Uint64N(1<<z))
		if gz, gx, gy, ok := FromTileID(TileID(z, x, y)); !ok || gz != z || gx != x || gy != y {
			t.Fatalf("%d/%d/%d comes back as %d/%d/%d", z, x, y, gz, gx, gy)
		}
		if z > 0 && Hilbert(z, x, y)>>2 != Hilbert(z-1, x>>1, y>>1) {
			t.Fatalf("%d/%d/%d is not within its parent on the curve", z, x, y)
		}
	}
	if _, _, _, ok := FromTileID(first(32)); ok {
		t.Error("a tile beyond zoom 31 has a place")
	}
}

func TestWriterRefuses(t *testing.T) {
	w := NewWriter(&memory{})
	if err := w.Add(3, 4, 4, []byte("x")); err != nil {
		t.Fatal(err)
	}
	for _, c := range [][3]uint32{{2, 0, 0}, {3, 4, 4}, {3, 8, 0}, {32, 0, 0}} {
		if err := w.Add(c[0], c[1], c[2], []byte("y")); err == nil {
			t.Errorf("tile %v was taken", c)
		}
	}
	if err := w.Add(9, 0, 0, make([]byte, MaxTile+1)); err == nil || !strings.Contains(err.Error(), "64") {
		t.Errorf("a tile that no reader takes: %v", err)
	}
}

func TestFullDisk(t *testing.T) {
	file, want := sample(t, 3000)
	ids := map[uint64][3]uint32{}
	for id := range want {
		ids[TileID(id[0], id[1], id[2])] = id
	}
	order := slices.Sorted(maps.Keys(ids))
	for _, limit := range []int{1, headSize, headSize + 1, len(file) / 2, len(file) - 1} {
		m := &memory{limit: limit}
		w := NewWriter(m)
		var err error
		for _, id := range order {
			at := ids[id]
			if err = w.Add(at[0], at[1], at[2], want[at]); err != nil {
				break
			}
		}
		if err == nil {
			err = w.Finish(about)
		}
		if !errors.Is(err, errFull) {
			t.Errorf("with room for %d bytes: %v", limit, err)
		}
		if _, err := Open(bytes.NewReader(m.data), int64(len(m.data))); err == nil {
			t.Errorf("what stands in %d bytes opens as an archive", limit)
		}
	}
}

// TestDamage cuts and changes an archive everywhere; reading may fail, with one sentence, and never panic.
func TestDamage(t *testing.T) {
	file, want := sample(t, 300)
	try := func(what string, b []byte) (failed bool) {
		r, err := Open(bytes.NewReader(b), int64(len(b)))
		for id := range want {
			if err != nil {
				break
			}
			_, err = r.Tile(t.Context(), id[0], id[1], id[2])
		}
		if err == nil {
			_, err = r.Meta(t.Context())
		}
		if err != nil && (!errors.Is(err, ErrInvalid) || strings.Contains(err.Error(), "\n")) {
			t.Errorf("%s: %v", what, err)
		}
		return err != nil
	}
	for n := range headerSize + 200 {
		if !try(fmt.Sprintf("cut at %d", n), file[:n]) {
			t.Errorf("an archive of %d bytes is read", n)
		}
	}
	for n := 400; n < len(file); n += 97 {
		if !try(fmt.Sprintf("cut at %d", n), file[:n]) {
			t.Errorf("an archive of %d bytes of %d is read", n, len(file))
		}
	}
	for i := range 400 {
		for _, v := range []byte{0, 0x7f, 0x80, 0xff, file[i] ^ 1} {
			b := bytes.Clone(file)
			b[i] = v
			try(fmt.Sprintf("byte %d = %d", i, v), b)
		}
	}
}

func TestDirectoriesThatLie(t *testing.T) {
	leaf := func(e ...entry) []byte { return appendDirectory(nil, e) }
	for name, b := range map[string][]byte{
		"nothing":          {},
		"too many entries": {0xff, 0xff, 0xff, 0xff, 0x0f},
		"no offset":        {1, 0, 1, 1, 0},
		"no length":        {1, 0, 1, 0, 1},
		"same tile twice":  {2, 5, 0, 1, 1, 1, 1, 1, 1},
		"cut":              leaf(entry{1, 0, 5, 1}, entry{2, 5, 5, 1})[:6],
	} {
		if _, err := parseDirectory(b); !errors.Is(err, ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// A leaf that is its own child.
	dir, err := pack(leaf(entry{id: 0, offset: 0, length: 1 << 10}))
	if err != nil {
		t.Fatal(err)
	}
	dir, err = pack(leaf(entry{id: 0, offset: 0, length: uint32(len(dir))}))
	if err != nil {
		t.Fatal(err)
	}
	h := header{root: span{headerSize, uint64(len(dir))}, leaves: span{headerSize, uint64(len(dir))}, tiles: span{headerSize, 1}, internal: gzipCompression}
	b := append(h.append(nil), dir...)
	r, err := Open(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Tile(context.Background(), 0, 0, 0); !errors.Is(err, ErrInvalid) {
		t.Errorf("a directory that leads to itself: %v", err)
	}
}

func FuzzOpen(f *testing.F) {
	file, _ := sample(f, 30)
	f.Add(file)
	f.Add(file[:headerSize])
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := Open(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			return
		}
		for _, id := range [][3]uint32{{0, 0, 0}, {12, 0, 0}, {12, 4095, 4095}, {31, 0, 0}} {
			_, _ = r.Tile(t.Context(), id[0], id[1], id[2])
		}
		_, _ = r.Meta(t.Context())
	})
}

func BenchmarkTile(b *testing.B) {
	file, want := sample(b, 60_000)
	r, err := Open(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		b.Fatal(err)
	}
	var ids [][3]uint32
	for id := range want {
		ids = append(ids, id)
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		id := ids[i%len(ids)]
		if _, err := r.Tile(b.Context(), id[0], id[1], id[2]); err != nil {
			b.Fatal(err)
		}
	}
}
