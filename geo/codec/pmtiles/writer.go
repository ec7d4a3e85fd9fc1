package pmtiles

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"hash/maphash"
	"io"

	"sitmap/geo/codec/tileset"
)

// Writer writes an archive of gzip-compressed vector tiles. The tiles go out as
// they come; in memory it keeps 24 bytes for each directory entry and about 60
// for each content.
//
// The file is: header, root directory, zeros up to byte 16,384, tiles, metadata,
// leaf directories. The header comes last: a file that was not finished has none.
type Writer struct {
	out      io.WriteSeeker
	buf      *bufio.Writer
	err      error // the first one; everything after it fails too
	entries  []entry
	seeds    [2]maphash.Seed
	known    map[[2]uint64]span
	tiles    uint64 // bytes of tiles so far
	added    uint64
	contents uint64
	next     uint64 // the least number that may come
}

// NewWriter starts an archive at the beginning of out, which must be empty.
func NewWriter(out io.WriteSeeker) *Writer {
	w := &Writer{out: out, buf: bufio.NewWriterSize(out, 1<<20), known: map[[2]uint64]span{}}
	w.seeds = [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}
	_, w.err = w.buf.Write(make([]byte, headSize))
	return w
}

// Add adds the tile z/x/y; data is gzip-compressed and may be reused after. Tiles
// come in the order of [TileID]. Contents that are alike are stored once. An
// empty tile is left out.
func (w *Writer) Add(z, x, y uint32, data []byte) error {
	if w.err != nil || len(data) == 0 {
		return w.err
	}
	id := TileID(z, x, y)
	switch {
	case z > deepest || x>>z != 0 || y>>z != 0:
		return fmt.Errorf("there is no tile %d/%d/%d", z, x, y)
	case id < w.next:
		return fmt.Errorf("tile %d/%d/%d comes after a later one", z, x, y)
	case len(data) > MaxTile:
		return fmt.Errorf("tile %d/%d/%d has %d MiB, more than the %d that a reader takes", z, x, y, len(data)>>20, MaxTile>>20)
	}
	w.next = id + 1
	w.added++
	key := [2]uint64{maphash.Bytes(w.seeds[0], data), maphash.Bytes(w.seeds[1], data)}
	at, ok := w.known[key]
	if !ok {
		at = span{w.tiles, uint64(len(data))}
		w.known[key] = at
		w.contents++
		w.tiles += at.length
		if _, w.err = w.buf.Write(data); w.err != nil {
			return w.err
		}
	}
	if n := len(w.entries); n > 0 {
		last := &w.entries[n-1]
		if last.offset == at.offset && last.id+uint64(last.run) == id {
			last.run++
			return nil
		}
	}
	w.entries = append(w.entries, entry{id: id, offset: at.offset, length: uint32(at.length), run: 1})
	return nil
}

// Finish writes directories, metadata and header. Zooms, box, layers and names come from m.
func (w *Writer) Finish(m tileset.Meta) error {
	if w.err != nil {
		return w.err
	}
	meta, err := metadata(m)
	if err != nil {
		return err
	}
	root, leaves, err := directories(w.entries)
	if err != nil {
		return err
	}
	h := header{
		root: span{headerSize, uint64(len(root))}, tiles: span{headSize, w.tiles},
		addressed: w.added, entries: uint64(len(w.entries)), contents: w.contents,
		clustered: true, internal: gzipCompression, external: gzipCompression, kind: vectorTiles,
		minZoom: uint8(m.MinZoom), maxZoom: uint8(m.MaxZoom), centerZoom: uint8(m.CenterZoom), bounds: m.Bounds, center: m.Center,
	}
	h.metadata = span{h.tiles.end(), uint64(len(meta))}
	h.leaves = span{h.metadata.end(), uint64(len(leaves))}
	_, err1 := w.buf.Write(meta)
	_, err2 := w.buf.Write(leaves)
	if err := errors.Join(err1, err2, w.buf.Flush()); err != nil {
		w.err = err
		return err
	}
	if _, err := w.out.Seek(0, io.SeekStart); err != nil {
		return err
	}
	_, w.err = w.out.Write(append(h.append(nil), root...))
	return w.err
}

// metadata gives the JSON object of an archive, compressed.
func metadata(m tileset.Meta) ([]byte, error) {
	type object struct {
		Name         string          `json:"name,omitempty"`
		Description  string          `json:"description,omitempty"`
		Attribution  string          `json:"attribution,omitempty"`
		Type         string          `json:"type"`
		VectorLayers []tileset.Layer `json:"vector_layers"`
		TileStats    *tileset.Stats  `json:"tilestats,omitempty"`
	}
	b, err := json.Marshal(object{m.Name, m.Description, m.Attribution, "overlay", m.Layers, m.Stats})
	if err != nil {
		return nil, err
	}
	return pack(b)
}

// directories gives the root directory and the leaves behind each other, all
// compressed. There are no leaves when the root holds everything.
func directories(entries []entry) (root, leaves []byte, err error) {
	root, err = pack(appendDirectory(nil, entries))
	for size := 4096; err == nil && len(root) > maxRoot; size *= 2 {
		root, leaves, err = split(entries, size)
	}
	return root, leaves, err
}

// split makes leaves of size entries and a root of the leaves.
func split(entries []entry, size int) (root, leaves []byte, err error) {
	var top []entry
	for len(entries) > 0 {
		n := min(size, len(entries))
		leaf, err := pack(appendDirectory(nil, entries[:n]))
		if err != nil {
			return nil, nil, err
		}
		top = append(top, entry{id: entries[0].id, offset: uint64(len(leaves)), length: uint32(len(leaf))})
		leaves = append(leaves, leaf...)
		entries = entries[n:]
	}
	root, err = pack(appendDirectory(nil, top))
	return root, leaves, err
}
