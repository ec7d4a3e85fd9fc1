package regions

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/paulmach/orb"
)

// errFormat begins every complaint about a data file.
var errFormat = errors.New("regions: not a borders file of this program")

// file reads the data file in place: nothing is unpacked but the lines that a
// question needs.
type file struct {
	polygons, rings, refs, arcs, chunks, points []byte
	countries                                   []string
	source                                      string
}

// parse checks the frame of the file: every section and every reference lies
// within its bounds.
func parse(b []byte) (*file, error) {
	if len(b) < headerSize || string(b[:8]) != magic {
		return nil, fmt.Errorf("%w: the first bytes differ", errFormat)
	}
	var at [8]int
	for i := range 7 {
		at[i] = int(binary.LittleEndian.Uint32(b[8+4*i:]))
	}
	at[7] = len(b)
	for i := range 7 {
		if at[i] < headerSize || at[i] > at[i+1] {
			return nil, fmt.Errorf("%w: section %d lies outside the file", errFormat, i)
		}
	}
	f := &file{
		polygons: b[at[0]:at[1]], rings: b[at[1]:at[2]], refs: b[at[2]:at[3]],
		arcs: b[at[3]:at[4]], chunks: b[at[4]:at[5]], points: b[at[5]:at[6]],
	}
	text := b[at[6]:]
	n, w := binary.Uvarint(text)
	count := int(binary.LittleEndian.Uint32(b[8+4*7:]))
	if w <= 0 || n > uint64(len(text)-w) || count >= None || len(text)-w-int(n) != 2*count {
		return nil, fmt.Errorf("%w: the list of countries is cut", errFormat)
	}
	f.source = string(text[w : w+int(n)])
	for i := range count {
		f.countries = append(f.countries, string(text[w+int(n)+2*i:w+int(n)+2*i+2]))
	}
	return f, f.check()
}

// check walks over all references once; some 3 ms for the world.
func (f *file) check() error {
	if len(f.polygons)%polygonSize != 0 || len(f.rings)%4 != 0 || len(f.rings) == 0 || len(f.refs)%4 != 0 ||
		len(f.arcs)%arcSize != 0 || len(f.chunks)%chunkSize != 0 {
		return fmt.Errorf("%w: a section is cut", errFormat)
	}
	nrefs, narcs, nrings := len(f.refs)/4, f.arcCount(), len(f.rings)/4-1
	last := 0
	for i := range nrings + 1 {
		at := int(u32(f.rings, i*4))
		if at < last || at > nrefs {
			return fmt.Errorf("%w: ring %d lies outside", errFormat, i)
		}
		last = at
	}
	for i := range nrefs {
		if int(arcOf(int32(u32(f.refs, i*4)))) >= narcs {
			return fmt.Errorf("%w: reference %d names no arc", errFormat, i)
		}
	}
	for i := range f.polygonCount() {
		p := f.polygon(i)
		if int(p.country) >= len(f.countries) || p.rings > nrings || p.rings+p.count > nrings {
			return fmt.Errorf("%w: polygon %d has no country or no rings", errFormat, i)
		}
	}
	return f.checkArcs()
}

func (f *file) checkArcs() error {
	nchunks := len(f.chunks) / chunkSize
	want := 0
	for i := range f.arcCount() {
		first, n := int(u32(f.arcs, i*arcSize)), int(u32(f.arcs, i*arcSize+4))
		if first != want || n < 2 || n > len(f.points)+1 {
			return fmt.Errorf("%w: arc %d is out of order", errFormat, i)
		}
		want += (n - 2 + chunkPoints) / chunkPoints
		for w := range viewCount {
			s := f.sides(i, w)
			if (s.Left != None && int(s.Left) >= len(f.countries)) || (s.Right != None && int(s.Right) >= len(f.countries)) {
				return fmt.Errorf("%w: arc %d bounds an unknown country", errFormat, i)
			}
		}
	}
	if want != nchunks {
		return fmt.Errorf("%w: %d pieces of lines, want %d", errFormat, nchunks, want)
	}
	for i := range nchunks {
		c := f.chunk(i)
		if c.n < 1 || c.n > chunkPoints || c.at > len(f.points) || c.at+2*c.n > len(f.points) {
			return fmt.Errorf("%w: piece %d of a line lies outside", errFormat, i)
		}
	}
	return nil
}

func u32(b []byte, at int) uint32 { return binary.LittleEndian.Uint32(b[at:]) }

func (f *file) polygonCount() int { return len(f.polygons) / polygonSize }
func (f *file) arcCount() int     { return len(f.arcs) / arcSize }

type polygon struct {
	box          [4]int32 // west, south, east, north
	rings, count int
	country      uint8
}

func (f *file) polygon(i int) (p polygon) {
	b := f.polygons[i*polygonSize : (i+1)*polygonSize]
	for k := range p.box {
		p.box[k] = int32(u32(b, 4*k))
	}
	p.rings = int(u32(b, 16))
	p.country = b[20]
	p.count = int(binary.LittleEndian.Uint16(b[22:]))
	return p
}

// ringRefs gives the bytes of the arc references of a ring.
func (f *file) ringRefs(ring int) []byte {
	return f.refs[4*u32(f.rings, ring*4) : 4*u32(f.rings, ring*4+4)]
}

func (f *file) flags(arc int) ArcFlag { return ArcFlag(f.arcs[arc*arcSize+8]) }

func (f *file) sides(arc, view int) ArcSides {
	b := f.arcs[arc*arcSize+12+2*view:]
	return ArcSides{b[0], b[1]}
}

// arcChunks gives the range of an arc's pieces.
func (f *file) arcChunks(arc int) (from, to int) {
	from = int(u32(f.arcs, arc*arcSize))
	n := int(u32(f.arcs, arc*arcSize+4))
	return from, from + (n-2+chunkPoints)/chunkPoints
}

type chunk struct {
	first, last [2]int32
	box         [4]int32
	at, n       int
}

func (f *file) chunk(i int) (c chunk) {
	b := f.chunks[i*chunkSize : (i+1)*chunkSize]
	c.first = [2]int32{int32(u32(b, 0)), int32(u32(b, 4))}
	c.last = [2]int32{int32(u32(b, 8)), int32(u32(b, 12))}
	for k := range c.box {
		c.box[k] = int32(u32(b, 16+4*k))
	}
	c.at, c.n = int(u32(b, 32)), int(u32(b, 36))
	return c
}

// chunkFirst gives the first point of a piece.
func (f *file) chunkFirst(i int) [2]int32 {
	b := f.chunks[i*chunkSize : i*chunkSize+8]
	return [2]int32{int32(u32(b, 0)), int32(u32(b, 4))}
}

// chunkBox gives the bounds of a piece.
func (f *file) chunkBox(i int) [4]int32 {
	b := f.chunks[i*chunkSize+16 : i*chunkSize+32]
	return [4]int32{int32(u32(b, 0)), int32(u32(b, 4)), int32(u32(b, 8)), int32(u32(b, 12))}
}

// touches reports whether the bounds of a piece meet a box.
func (f *file) touches(i int, box [4]int32) bool {
	b := f.chunks[i*chunkSize+16 : i*chunkSize+32]
	return int32(u32(b, 0)) <= box[2] && int32(u32(b, 4)) <= box[3] && int32(u32(b, 8)) >= box[0] && int32(u32(b, 12)) >= box[1]
}

// walk calls fn with the points of a piece, the first included.
func (f *file) walk(c chunk, fn func(q [2]int32)) {
	q := c.first
	fn(q)
	b := f.points[c.at:]
	for range c.n {
		dx, n := binary.Varint(b)
		b = b[max(0, n):]
		dy, n := binary.Varint(b)
		b = b[max(0, n):]
		q[0] += int32(dx)
		q[1] += int32(dy)
		fn(q)
	}
}

// line appends the points of an arc, backwards if asked, leaving out the first
// when dst ends with it.
func (f *file) line(dst orb.LineString, arc int, backwards bool) orb.LineString {
	start := len(dst)
	from, to := f.arcChunks(arc)
	for i := from; i < to; i++ {
		skip := i > from
		f.walk(f.chunk(i), func(q [2]int32) {
			if !skip {
				dst = append(dst, degrees(q))
			}
			skip = false
		})
	}
	if backwards {
		for i, k := start, len(dst)-1; i < k; i, k = i+1, k-1 {
			dst[i], dst[k] = dst[k], dst[i]
		}
	}
	if start > 0 && len(dst) > start && dst[start] == dst[start-1] {
		dst = append(dst[:start], dst[start+1:]...)
	}
	return dst
}

func degrees(q [2]int32) orb.Point {
	return orb.Point{float64(q[0]) / Units, float64(q[1]) / Units}
}

// grid brings a coordinate to the file's units without rounding it.
func grid(p orb.Point) (x, y float64) { return p[0] * Units, p[1] * Units }

// contains reports whether the polygon holds the point (in units): parity of the
// edges north of it. Arcs and pieces wholly north of the point count by their ends alone.
func (f *file) contains(p polygon, boxes [][4]int32, x, y float64) bool {
	if x < float64(p.box[0]) || x > float64(p.box[2]) || y < float64(p.box[1]) || y > float64(p.box[3]) {
		return false
	}
	in := false
	for r := p.rings; r < p.rings+p.count; r++ {
		refs := f.ringRefs(r)
		for ; len(refs) >= 4; refs = refs[4:] {
			arc := int(arcOf(int32(u32(refs, 0))))
			box := &boxes[arc]
			if x < float64(box[0]) || x > float64(box[2]) || y > float64(box[3]) {
				continue
			}
			from, to := f.arcChunks(arc)
			if y < float64(box[1]) {
				x0, x1 := float64(int32(u32(f.chunks, from*chunkSize))), float64(int32(u32(f.chunks, (to-1)*chunkSize+8)))
				if (x0 > x) != (x1 > x) {
					in = !in
				}
				continue
			}
			for i := from; i < to; i++ {
				if f.crosses(i, x, y) {
					in = !in
				}
			}
		}
	}
	return in
}

// crosses reports whether the meridian north of the point meets the piece an odd
// number of times.
func (f *file) crosses(i int, x, y float64) bool {
	b := f.chunks[i*chunkSize : (i+1)*chunkSize]
	if west, east := float64(int32(u32(b, 16))), float64(int32(u32(b, 24))); x < west || x > east {
		return false
	}
	if y > float64(int32(u32(b, 28))) {
		return false
	}
	x0, x1 := float64(int32(u32(b, 0))), float64(int32(u32(b, 8)))
	if y < float64(int32(u32(b, 20))) {
		return (x0 > x) != (x1 > x)
	}
	odd, first := false, true
	var ax, ay float64
	f.walk(f.chunk(i), func(q [2]int32) {
		bx, by := float64(q[0]), float64(q[1])
		if !first && (ax > x) != (bx > x) && ay+(by-ay)*((x-ax)/(bx-ax)) > y {
			odd = !odd
		}
		ax, ay, first = bx, by, false
	})
	return odd
}
