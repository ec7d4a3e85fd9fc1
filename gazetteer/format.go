package gazetteer

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
)

// The index file: a header, a table of sections, the sections. All numbers are
// little-endian, all columns have one fixed width, nothing is compressed, so
// that a mapped file is ready for use.
//
//	0   8 bytes  magic "sitmapgz"
//	8   4 bytes  version of the format
//	12  4 bytes  number of sections
//	16  8 bytes  length of the whole file
//	24  4 bytes  CRC-32C of the section table
//	28  4 bytes  CRC-32C of everything after the section table
//	32  24 bytes a section: id, width, offset, length
const (
	magic       = "sitmapgz"
	version     = 3
	headerSize  = 32
	sectionSize = 24
	maxSections = 64
	scanNums    = 200_000 // up to so many numeric ids are looked through one by one
)

// The sections of a file.
const (
	secInfo       = iota + 1 // JSON of infoFile
	secKinds                 // JSON of []kind: what the kind column points to
	secAreaRows              // ref u32, offset of the code u32; sorted by code
	secAreaCodes             // texts "RU", "RU.41", "RU.41.486813", each behind its length
	secPoints                // of a place, see point.go
	secAreas                 // area row + 1 of a place, 0 none
	secKindColumn            // kind of a place
	secBlocks                // offset u32, first place u32 of a block of keys
	secKeys                  // blocks of keys, see keys.go
	secSpatial               // places in Morton order
	secSoundDir              // first entry of a bucket of secSounds
	secSounds                // keys by the hash of their skeleton
	secNameBits              // sparse: places whose name is not Title(key)
	secNameVals              // offset into secTexts, see namePatch
	secPopBits               // sparse: places with a population
	secPopVals               // population
	secNumBits               // sparse: places with a numeric id
	secNumVals               // the number
	secNumOrder              // positions in secNumVals, by number; empty up to scanNums of them
	secTextIDBits            // sparse: places with a textual id
	secTextIDVals            // offset into secTexts
	secTexts                 // texts, each behind its length as uvarint
	secSquares               // square degrees in which places lie, u16
	secCourseBits            // sparse: places with a course; this and the next two may be missing
	secCourseVals            // offset into secCourses
	secCourses               // courses, see course.go
)

// Errors of [Open] and [FromBytes].
var (
	ErrNotIndex = errors.New("not a sitmap gazetteer file")
	ErrVersion  = errors.New("gazetteer file of another version")
	ErrCorrupt  = errors.New("gazetteer file is damaged")
)

// column is a fixed-width array of little-endian numbers.
type column struct {
	b []byte
	w int // bytes a number, 1 to 8
}

func (c column) len() int {
	if c.w == 0 {
		return 0
	}
	return len(c.b) / c.w
}

// at gives number i, or 0 outside the column.
func (c column) at(i int) uint32 {
	o := i * c.w
	if i < 0 || o+c.w > len(c.b) {
		return 0
	}
	switch c.w {
	case 1:
		return uint32(c.b[o])
	case 2:
		return uint32(binary.LittleEndian.Uint16(c.b[o:]))
	case 3:
		return uint32(c.b[o]) | uint32(c.b[o+1])<<8 | uint32(c.b[o+2])<<16
	case 4:
		return binary.LittleEndian.Uint32(c.b[o:])
	}
	return 0
}

// appendNum appends v in w bytes.
func appendNum(dst []byte, v uint32, w int) []byte {
	for range w {
		dst = append(dst, byte(v))
		v >>= 8
	}
	return dst
}

// widthFor gives the bytes that hold every number up to maximum.
func widthFor(maximum int) int {
	switch {
	case maximum < 1<<8:
		return 1
	case maximum < 1<<16:
		return 2
	case maximum < 1<<24:
		return 3
	}
	return 4
}

type section struct {
	id, width uint32
	data      []byte
}

// assemble writes header, table and sections.
func assemble(secs []section) []byte {
	size := headerSize + sectionSize*len(secs)
	for _, s := range secs {
		size += len(s.data)
	}
	out := make([]byte, 0, size)
	out = append(out, magic...)
	out = binary.LittleEndian.AppendUint32(out, version)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(secs)))
	out = binary.LittleEndian.AppendUint64(out, uint64(size))
	out = append(out, make([]byte, 8)...)
	off := headerSize + sectionSize*len(secs)
	for _, s := range secs {
		out = binary.LittleEndian.AppendUint32(out, s.id)
		out = binary.LittleEndian.AppendUint32(out, s.width)
		out = binary.LittleEndian.AppendUint64(out, uint64(off))
		out = binary.LittleEndian.AppendUint64(out, uint64(len(s.data)))
		off += len(s.data)
	}
	tableEnd := len(out)
	for _, s := range secs {
		out = append(out, s.data...)
	}
	binary.LittleEndian.PutUint32(out[24:], crc(out[headerSize:tableEnd]))
	binary.LittleEndian.PutUint32(out[28:], crc(out[tableEnd:]))
	return out
}

func crc(b []byte) uint32 { return crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli)) }

// sections checks the header and gives the sections by id.
func sections(b []byte) (map[uint32]section, error) {
	if len(b) < headerSize || string(b[:8]) != magic {
		return nil, fmt.Errorf("%w (it does not begin with %q)", ErrNotIndex, magic)
	}
	if v := binary.LittleEndian.Uint32(b[8:]); v != version {
		return nil, fmt.Errorf("%w: it is version %d, this program reads version %d; build it again with `sitmap gazetteer build`", ErrVersion, v, version)
	}
	n := int(binary.LittleEndian.Uint32(b[12:]))
	if size := binary.LittleEndian.Uint64(b[16:]); size != uint64(len(b)) {
		return nil, fmt.Errorf("%w: %d bytes, the header says %d; was it copied in full?", ErrCorrupt, len(b), size)
	}
	end := headerSize + sectionSize*n
	if n > maxSections || end > len(b) {
		return nil, fmt.Errorf("%w: %d sections", ErrCorrupt, n)
	}
	table := b[headerSize:end]
	if crc(table) != binary.LittleEndian.Uint32(b[24:]) {
		return nil, fmt.Errorf("%w: checksum of the section table differs", ErrCorrupt)
	}
	out := make(map[uint32]section, n)
	for ; len(table) > 0; table = table[sectionSize:] {
		s := section{id: binary.LittleEndian.Uint32(table), width: binary.LittleEndian.Uint32(table[4:])}
		off, length := binary.LittleEndian.Uint64(table[8:]), binary.LittleEndian.Uint64(table[16:])
		if off > uint64(len(b)) || length > uint64(len(b))-off || s.width > pointBytesMany {
			return nil, fmt.Errorf("%w: section %d lies outside the file", ErrCorrupt, s.id)
		}
		s.data = b[off : off+length : off+length]
		out[s.id] = s
	}
	return out, nil
}
