package gazetteer

import (
	"encoding/binary"

	"github.com/paulmach/orb"
)

// A river is a line, and a single point for it misleads: an index keeps the course
// of some rivers as a chain of points from the source to the mouth. In the file a
// course is the number of its points as uvarint, then longitude and latitude of
// each in hundred-thousandths of a degree from 180° W and from the south pole, four
// bytes each.
const (
	courseBytes = 8       // of a point
	maxCourse   = 1 << 12 // points of a course
)

// Course gives the course of a river or another line as points (lon, lat) from its
// source to its mouth, nil for a place without one. The points are towns on its
// banks: the line between them is a sketch, tens of kilometres off in places.
func (ix *Index) Course(r Ref) []orb.Point {
	if int(r) >= ix.n {
		return nil
	}
	off, ok := ix.courseAt.get(r)
	if !ok || uint64(off) >= uint64(len(ix.courses)) {
		return nil
	}
	b := ix.courses[off:]
	n, k := binary.Uvarint(b)
	if k <= 0 || n > maxCourse || n > uint64(len(b)-k)/courseBytes {
		return nil
	}
	b = b[k:]
	out := make([]orb.Point, n)
	for i := range out {
		lon := min(uint64(binary.LittleEndian.Uint32(b[i*courseBytes:])), worldLon)
		lat := min(uint64(binary.LittleEndian.Uint32(b[i*courseBytes+4:])), worldLat)
		out[i] = fromUnits(lon, lat)
	}
	return out
}

// courses writes the courses of the entries that have one.
func (e *encoder) courses() error {
	var offs []uint32
	var data []byte
	bits := packBits(len(e.entries), func(i int) bool {
		c := e.entries[i].Course
		if len(c) == 0 {
			return false
		}
		offs = append(offs, uint32(len(data)))
		data = binary.AppendUvarint(data, uint64(len(c)))
		for _, p := range c {
			lon, lat := units(p)
			data = binary.LittleEndian.AppendUint32(data, uint32(lon))
			data = binary.LittleEndian.AppendUint32(data, uint32(lat))
		}
		return true
	})
	if len(offs) == 0 {
		return nil
	}
	e.addSparse(secCourseBits, secCourseVals, bits, offs)
	e.add(secCourses, 0, data)
	return nil
}
