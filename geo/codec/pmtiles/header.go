// Package pmtiles reads and writes PMTiles version 3: an archive of map tiles in
// one file of which any tile can be read with a few range requests.
//
// [Writer] takes tiles in the order of their numbers and writes them once, front
// to back. [Open], [OpenFile] and [OpenURL] give a [Reader] that answers tiles.
//
// What an archive says of itself is not believed: every offset, length and count
// is checked before memory is taken for it. Errors about the content wrap
// [ErrInvalid]. Longitude comes before latitude. The format is described at
// github.com/protomaps/PMTiles, spec/v3.
package pmtiles

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

const (
	headerSize = 127
	// headSize is what a client reads first; the root directory ends before it.
	headSize = 16384
	// maxRoot is the largest root directory.
	maxRoot = headSize - headerSize

	magic = "PMTiles"
)

// ErrInvalid is wrapped by every error about what an archive holds.
var ErrInvalid = errors.New("not a PMTiles archive that can be read")

func invalid(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrInvalid, fmt.Sprintf(format, args...))
}

// compression says how directories or tiles are compressed.
type compression uint8

const (
	unknownCompression compression = iota
	noCompression
	gzipCompression
	brotliCompression
	zstdCompression
)

// encoding gives the word for Content-Encoding.
func (c compression) encoding() string {
	return [...]string{"", "", "gzip", "br", "zstd"}[c]
}

// tileType is what the tiles are.
type tileType uint8

const vectorTiles tileType = 1

// contentTypes by tile type; 0 is unknown, 6 is MapLibre's format.
func (t tileType) contentType() string {
	types := [...]string{"", "application/vnd.mapbox-vector-tile", "image/png", "image/jpeg", "image/webp", "image/avif", "application/vnd.maplibre-tile"}
	if int(t) < len(types) {
		return types[t]
	}
	return ""
}

// span is a part of the file.
type span struct{ offset, length uint64 }

func (s span) end() uint64 { return s.offset + s.length }

// header is the first 127 bytes of an archive.
type header struct {
	root, metadata, leaves, tiles span
	addressed, entries, contents  uint64
	clustered                     bool
	internal, external            compression
	kind                          tileType
	minZoom, maxZoom, centerZoom  uint8
	bounds                        orb.Bound
	center                        orb.Point
}

// append writes the header.
func (h header) append(b []byte) []byte {
	b = append(b, magic...)
	b = append(b, 3)
	for _, s := range []span{h.root, h.metadata, h.leaves, h.tiles} {
		b = binary.LittleEndian.AppendUint64(b, s.offset)
		b = binary.LittleEndian.AppendUint64(b, s.length)
	}
	for _, n := range []uint64{h.addressed, h.entries, h.contents} {
		b = binary.LittleEndian.AppendUint64(b, n)
	}
	clustered := byte(0)
	if h.clustered {
		clustered = 1
	}
	b = append(b, clustered, byte(h.internal), byte(h.external), byte(h.kind), h.minZoom, h.maxZoom)
	b = appendPoint(b, h.bounds.Min)
	b = appendPoint(b, h.bounds.Max)
	b = append(b, h.centerZoom)
	return appendPoint(b, h.center)
}

func appendPoint(b []byte, p orb.Point) []byte {
	for _, v := range p {
		b = binary.LittleEndian.AppendUint32(b, uint32(int32(math.Round(v*1e7))))
	}
	return b
}

// parseHeader reads the header and checks it; size is that of the file, or
// negative when it is not known.
func parseHeader(b []byte, size int64) (header, error) {
	if len(b) < headerSize {
		return header{}, invalid("it has %d bytes, and the header alone has %d; it may be cut short", len(b), headerSize)
	}
	if string(b[:len(magic)]) != magic {
		return header{}, invalid("it does not begin with the word %s", magic)
	}
	if b[7] != 3 {
		return header{}, invalid("it has version %d of the format, and only 3 is read; convert it with `pmtiles convert`", b[7])
	}
	at := func(i int) uint64 { return binary.LittleEndian.Uint64(b[8+8*i:]) }
	part := func(i int) span { return span{at(2 * i), at(2*i + 1)} }
	h := header{
		root: part(0), metadata: part(1), leaves: part(2), tiles: part(3),
		addressed: at(8), entries: at(9), contents: at(10),
		clustered: b[96] == 1, internal: compression(b[97]), external: compression(b[98]), kind: tileType(b[99]),
		minZoom: b[100], maxZoom: b[101], centerZoom: b[118],
		bounds: orb.Bound{Min: point(b[102:]), Max: point(b[110:])}, center: point(b[119:]),
	}
	return h, h.check(size)
}

func point(b []byte) orb.Point {
	return orb.Point{float64(int32(binary.LittleEndian.Uint32(b))) / 1e7, float64(int32(binary.LittleEndian.Uint32(b[4:]))) / 1e7}
}

// check reports what cannot be in a header.
func (h header) check(size int64) error {
	for _, p := range []struct {
		name string
		span
	}{{"root directory", h.root}, {"metadata", h.metadata}, {"leaf directories", h.leaves}, {"tiles", h.tiles}} {
		switch {
		case p.offset > math.MaxInt64 || p.length > math.MaxInt64 || p.end() > math.MaxInt64:
			return invalid("the place of its %s is no place in a file", p.name)
		case size >= 0 && p.length > 0 && p.end() > uint64(size):
			return invalid("its %s should end at byte %d, and the file has %d; it may be cut short", p.name, p.end(), size)
		}
	}
	switch {
	case h.root.offset < headerSize || h.root.end() > headSize || h.root.length == 0:
		return invalid("its root directory is not within the first %d bytes", headSize)
	case h.internal != noCompression && h.internal != gzipCompression:
		return invalid("its directories are compressed by method %d; gzip is read", h.internal)
	case h.external > zstdCompression:
		return invalid("its tiles are compressed by an unknown method %d", h.external)
	case h.minZoom > h.maxZoom || h.maxZoom > deepest:
		return invalid("it says that its zooms go from %d to %d", h.minZoom, h.maxZoom)
	}
	return nil
}
