package pmtiles

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"sort"
)

// entry is one line of a directory: run tiles from id on have the same content,
// or, with a run of 0, a leaf directory says what follows id.
type entry struct {
	id     uint64
	offset uint64 // from the start of the tiles, or of the leaf directories
	length uint32
	run    uint32
}

// The limits of what is read from an archive, in bytes.
const (
	maxDirectory = 32 << 20 // unpacked
	maxMetadata  = 16 << 20 // unpacked
	// MaxTile is the largest tile that is read or written, compressed: 64 MiB.
	MaxTile = 64 << 20
)

// appendDirectory writes entries, not compressed.
func appendDirectory(b []byte, entries []entry) []byte {
	b = binary.AppendUvarint(b, uint64(len(entries)))
	last := uint64(0)
	for _, e := range entries {
		b = binary.AppendUvarint(b, e.id-last)
		last = e.id
	}
	for _, e := range entries {
		b = binary.AppendUvarint(b, uint64(e.run))
	}
	for _, e := range entries {
		b = binary.AppendUvarint(b, uint64(e.length))
	}
	for i, e := range entries {
		if i > 0 && e.offset == entries[i-1].offset+uint64(entries[i-1].length) {
			b = append(b, 0)
			continue
		}
		b = binary.AppendUvarint(b, e.offset+1)
	}
	return b
}

// parseDirectory reads an unpacked directory. It takes no more memory than a small
// multiple of b.
func parseDirectory(b []byte) ([]entry, error) {
	d := varints{b: b}
	n := d.next()
	if d.bad || n > uint64(len(d.b))/4 { // four numbers an entry
		return nil, invalid("a directory is cut short")
	}
	entries := make([]entry, n)
	last := uint64(0)
	for i := range entries {
		step := d.next()
		if i > 0 && step == 0 || step > math.MaxUint64-last {
			return nil, invalid("the tiles of a directory are not in order")
		}
		last += step
		entries[i].id = last
	}
	for i := range entries {
		entries[i].run = d.short()
	}
	for i := range entries {
		if entries[i].length = d.short(); entries[i].length == 0 {
			d.bad = true
		}
	}
	for i := range entries {
		switch v := d.next(); {
		case v > 0:
			entries[i].offset = v - 1
		case i == 0:
			return nil, invalid("the first entry of a directory has no offset")
		default:
			entries[i].offset = entries[i-1].offset + uint64(entries[i-1].length)
		}
		if entries[i].offset > math.MaxInt64 {
			d.bad = true
		}
	}
	if d.bad {
		return nil, invalid("a directory is damaged")
	}
	return entries, nil
}

// varints reads numbers; bad says that one was none.
type varints struct {
	b   []byte
	bad bool
}

func (d *varints) next() uint64 {
	v, n := binary.Uvarint(d.b)
	if n <= 0 {
		d.bad, d.b = true, nil
		return 0
	}
	d.b = d.b[n:]
	return v
}

func (d *varints) short() uint32 {
	v := d.next()
	if v > math.MaxUint32 {
		d.bad = true
		return 0
	}
	return uint32(v)
}

// find gives the entry that covers a tile, or the leaf that may know it.
func find(entries []entry, id uint64) (entry, bool) {
	i := sort.Search(len(entries), func(i int) bool { return entries[i].id > id }) - 1
	if i < 0 {
		return entry{}, false
	}
	e := entries[i]
	return e, e.run == 0 || id-e.id < uint64(e.run)
}

// pack compresses by gzip.
func pack(b []byte) ([]byte, error) {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(b); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// unpack is the inverse of pack for what others wrote; more than limit bytes are an error.
func unpack(c compression, b []byte, limit int, what string) ([]byte, error) {
	if c == noCompression {
		if len(b) > limit {
			return nil, invalid("%s has more than %d MiB", what, limit>>20)
		}
		return b, nil
	}
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, invalid("%s cannot be unpacked (%v)", what, err)
	}
	out, err := io.ReadAll(io.LimitReader(z, int64(limit)+1))
	switch {
	case len(out) > limit:
		return nil, invalid("%s has more than %d MiB", what, limit>>20)
	case errors.Is(err, io.ErrUnexpectedEOF) || err != nil:
		return nil, invalid("%s cannot be unpacked (%v)", what, err)
	}
	return out, nil
}
