package gazetteer

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"sync"
	"sync/atomic"

	"github.com/edsrzf/mmap-go"
)

// Ref is the position of a place in one index. It means nothing in another
// index; keep an [ID] for that.
type Ref uint32

// Index finds places. It is read-only and safe for any number of readers; its
// answers copy what they need, so they stay good after [Index.Close].
type Index struct {
	info  Info
	n     int // places
	kinds []kind
	area  areas

	points  pointColumn
	areaCol column
	kindCol column
	keys    keyTable
	spatial column
	sounds  soundTable

	names    sparse
	pops     sparse
	nums     sparse
	numOrder column
	textIDs  sparse
	texts    []byte
	courseAt sparse
	courses  []byte

	members   func() *members        // places by area, sorted when first asked for
	starts    func() []atomic.Uint32 // see begins
	spots     func() spots
	areaNames func() []atomic.Pointer[string] // by row, as they are read

	sum     uint32
	body    []byte
	mapping mmap.MMap
}

// Info tells what an index holds.
type Info struct {
	Sources []Source `json:"sources"`
	Places  int      `json:"places"`
	Names   int      `json:"names"` // distinct folded names
	Bytes   int      `json:"bytes"` // size of the file
	Built   string   `json:"built"` // date of the youngest source, so that a build can be repeated to the byte
}

// Source is one part of an index.
type Source struct {
	Key     string `json:"key"` // as in Place.Source
	Title   string `json:"title"`
	URL     string `json:"url,omitempty"`
	Version string `json:"version,omitempty"`
	Date    string `json:"date,omitempty"`
	Licence string `json:"licence"`
	Credit  string `json:"credit"` // the words the licence asks for
	Rows    int    `json:"rows"`   // places that came from it, after merging
}

// kind is what many places share: stored once, pointed to by a byte.
type kind struct {
	Class   Class   `json:"c"`
	Feature string  `json:"f,omitempty"`
	Source  string  `json:"s,omitempty"`
	Flags   uint8   `json:"x,omitempty"`
	Scheme  uint8   `json:"i,omitempty"` // how the id is made
	Prefix  string  `json:"p,omitempty"` // of the id
	Weight  float32 `json:"w,omitempty"`
}

const (
	flagApproximate = 1 << iota
	flagAdmin2Guess
	flagAdmin1Guess
)

// How the id of a place is made.
const (
	idArea  = iota // of its area code: iso:, adm1:, adm2:
	idNum          // Prefix and a number
	idPoint        // Prefix and the geohash of its point
	idText         // a text
)

// Open maps an index file. Close the index when no reader is left. The file must
// not change while it is open: write a new one beside it and rename it.
func Open(path string) (*Index, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open gazetteer: %w", err)
	}
	defer f.Close() //nolint:errcheck // read only
	st, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("open gazetteer: %w", err)
	}
	if st.IsDir() || st.Size() < headerSize {
		return nil, fmt.Errorf("open gazetteer %s: %w", path, ErrNotIndex)
	}
	m, err := mmap.Map(f, mmap.RDONLY, 0)
	if err != nil {
		return nil, fmt.Errorf("map gazetteer %s: %w", path, err)
	}
	ix, err := FromBytes(m)
	if err != nil {
		_ = m.Unmap()
		return nil, fmt.Errorf("open gazetteer %s: %w", path, err)
	}
	ix.mapping = m
	return ix, nil
}

// Close gives back the mapping. An index made by [FromBytes] needs no Close.
func (ix *Index) Close() error {
	if ix.mapping == nil {
		return nil
	}
	m := ix.mapping
	*ix = Index{}
	if err := m.Unmap(); err != nil {
		return fmt.Errorf("close gazetteer: %w", err)
	}
	return nil
}

// FromBytes reads an index from b, which must not change afterwards. It checks
// header and sections, not every byte (see [Index.Verify]); a damaged body gives
// wrong answers or none, never a panic. The errors wrap [ErrNotIndex],
// [ErrVersion] or [ErrCorrupt].
func FromBytes(b []byte) (*Index, error) {
	secs, err := sections(b)
	if err != nil {
		return nil, err
	}
	ix := &Index{sum: binary.LittleEndian.Uint32(b[28:]), body: b[headerSize+sectionSize*len(secs):]}
	if err := json.Unmarshal(secs[secInfo].data, &ix.info); err != nil {
		return nil, fmt.Errorf("%w: its information: %w", ErrCorrupt, err)
	}
	ix.info.Bytes = len(b)
	if err := json.Unmarshal(secs[secKinds].data, &ix.kinds); err != nil {
		return nil, fmt.Errorf("%w: its kinds: %w", ErrCorrupt, err)
	}
	if ix.area, err = readAreas(secs[secAreaRows].data, secs[secAreaCodes].data); err != nil {
		return nil, err
	}
	col := func(id uint32) column { return column{secs[id].data, int(secs[id].width)} }
	ix.points = pointColumn{b: secs[secPoints].data, w: int(secs[secPoints].width), squares: col(secSquares)}
	ix.n = ix.points.len()
	ix.areaCol, ix.kindCol, ix.spatial = col(secAreas), col(secKindColumn), col(secSpatial)
	ix.keys = keyTable{blocks: secs[secBlocks].data, data: secs[secKeys].data, n: ix.info.Names, places: ix.n, w: int(secs[secKeys].width)}
	ix.sounds = soundTable{dir: col(secSoundDir), ords: col(secSounds)}
	ix.texts = secs[secTexts].data
	ix.names = sparse{newBits(secs[secNameBits].data), col(secNameVals)}
	ix.pops = sparse{newBits(secs[secPopBits].data), col(secPopVals)}
	ix.nums = sparse{newBits(secs[secNumBits].data), col(secNumVals)}
	ix.textIDs = sparse{newBits(secs[secTextIDBits].data), col(secTextIDVals)}
	ix.numOrder = col(secNumOrder)
	ix.courseAt, ix.courses = sparse{newBits(secs[secCourseBits].data), col(secCourseVals)}, secs[secCourses].data
	if ix.areaCol.len() != ix.n || ix.kindCol.len() != ix.n || ix.spatial.len() != ix.n || ix.info.Places != ix.n || !ix.keys.ok() {
		return nil, fmt.Errorf("%w: its columns differ in length", ErrCorrupt)
	}
	ix.members, ix.starts = sync.OnceValue(ix.sortByArea), sync.OnceValue(newStarts)
	ix.spots = sync.OnceValue(func() spots { return newSpots(ix.n) })
	ix.areaNames = sync.OnceValue(func() []atomic.Pointer[string] { return make([]atomic.Pointer[string], len(ix.area.rows)) })
	return ix, nil
}

// Verify reads the whole index and compares its checksum.
func (ix *Index) Verify() error {
	if crc(ix.body) != ix.sum {
		return fmt.Errorf("%w: its checksum differs; build or copy it again", ErrCorrupt)
	}
	return nil
}

// Len is the number of places; valid refs are smaller.
func (ix *Index) Len() int { return ix.n }

// Info tells what the index holds.
func (ix *Index) Info() Info {
	out := ix.info
	out.Sources = append([]Source(nil), ix.info.Sources...)
	return out
}
