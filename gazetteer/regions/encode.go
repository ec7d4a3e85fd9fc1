package regions

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// Units is the number of steps of a stored coordinate to a degree: 1.1 m.
const Units = 1e5

// ArcFlag tells apart the arcs of a [Model].
type ArcFlag uint8

// The flags of an arc.
const (
	Seam      ArcFlag = 1 << iota // runs along the antimeridian: closes areas, is no line
	Contested                     // the claims on both sides differ by more than a plain border
	Water                         // far from land: bounds areas, is no line to show
	Bridge                        // closes a small gap of a border; belongs to no area
)

// ArcSides says what lies on both sides of an arc for one worldview, as
// positions in Model.Countries; None where there is no land.
type ArcSides struct{ Left, Right uint8 }

// None stands for "no country" in [ArcSides].
const None = 255

// ModelArc is a line between two junctions, shared by all areas that it bounds.
// Points are in Units, longitude first.
type ModelArc struct {
	Points [][2]int32
	Flags  ArcFlag
	Sides  [viewCount]ArcSides // by worldview, in the order of worldviews
}

// viewCount is the number of worldviews that the file knows: "un" and "control".
const viewCount = 2

// ModelPolygon is an area of a country: the arcs of its outer and inner rings.
// Arc numbers count from 0; ^n is arc n backwards.
type ModelPolygon struct {
	Country uint8
	Rings   [][]int32
}

// Model is the content of the data file, as the build tool makes it.
type Model struct {
	Source    string // what a reader sees as the source, with version and licence
	Countries []string
	Arcs      []ModelArc
	Polygons  []ModelPolygon
}

// The layout of the file: header, then sections of fixed records, then bytes.
const (
	magic       = "SITMREG1"
	headerSize  = 8 + 4*8
	polygonSize = 4*4 + 4 + 4
	arcSize     = 4 + 4 + 4 + 4
	chunkSize   = 8*4 + 4 + 4
	chunkPoints = 64
)

// Bytes gives the file. It fails when the model does not fit the format.
func (m *Model) Bytes() ([]byte, error) {
	if len(m.Countries) >= None {
		return nil, errors.New("regions: more than 254 countries")
	}
	var polygons, refs, rings, arcs, chunks, points, text []byte
	text = binary.AppendUvarint(text, uint64(len(m.Source)))
	text = append(text, m.Source...)
	for _, c := range m.Countries {
		if len(c) != 2 {
			return nil, fmt.Errorf("regions: country code %q has not two letters", c)
		}
		text = append(text, c...)
	}
	for i := range m.Arcs {
		a := &m.Arcs[i]
		if len(a.Points) < 2 {
			return nil, fmt.Errorf("regions: arc %d has %d points", i, len(a.Points))
		}
		arcs = binary.LittleEndian.AppendUint32(arcs, uint32(len(chunks)/chunkSize))
		arcs = binary.LittleEndian.AppendUint32(arcs, uint32(len(a.Points)))
		arcs = append(arcs, byte(a.Flags), 0, 0, 0)
		for _, s := range a.Sides {
			arcs = append(arcs, s.Left, s.Right)
		}
		chunks, points = appendChunks(chunks, points, a.Points)
	}
	for i := range m.Polygons {
		p := &m.Polygons[i]
		box := m.bounds(p)
		for _, v := range box {
			polygons = binary.LittleEndian.AppendUint32(polygons, uint32(v))
		}
		polygons = binary.LittleEndian.AppendUint32(polygons, uint32(len(rings)/4))
		polygons = append(polygons, p.Country, 0)
		polygons = binary.LittleEndian.AppendUint16(polygons, uint16(len(p.Rings)))
		for _, ring := range p.Rings {
			rings = binary.LittleEndian.AppendUint32(rings, uint32(len(refs)/4))
			for _, ref := range ring {
				refs = binary.LittleEndian.AppendUint32(refs, uint32(ref))
			}
		}
	}
	rings = binary.LittleEndian.AppendUint32(rings, uint32(len(refs)/4)) // where the last ring ends
	out := []byte(magic)
	at := headerSize
	for _, section := range [][]byte{polygons, rings, refs, arcs, chunks, points, text} {
		out = binary.LittleEndian.AppendUint32(out, uint32(at))
		at += len(section)
	}
	out = binary.LittleEndian.AppendUint32(out, uint32(len(m.Countries)))
	for _, section := range [][]byte{polygons, rings, refs, arcs, chunks, points, text} {
		out = append(out, section...)
	}
	return out, nil
}

// bounds gives west, south, east, north of a polygon.
func (m *Model) bounds(p *ModelPolygon) [4]int32 {
	box := [4]int32{math.MaxInt32, math.MaxInt32, math.MinInt32, math.MinInt32}
	for _, ring := range p.Rings {
		for _, ref := range ring {
			for _, q := range m.Arcs[arcOf(ref)].Points {
				box = grow(box, q)
			}
		}
	}
	return box
}

func grow(box [4]int32, q [2]int32) [4]int32 {
	return [4]int32{min(box[0], q[0]), min(box[1], q[1]), max(box[2], q[0]), max(box[3], q[1])}
}

// arcOf gives the number of the arc that a signed reference means.
func arcOf(ref int32) int32 {
	if ref < 0 {
		return ^ref
	}
	return ref
}

// appendChunks cuts an arc into pieces with bounds of their own. The pieces share
// their end points; the bytes hold the steps from point to point.
func appendChunks(chunks, points []byte, arc [][2]int32) (c, p []byte) {
	for from := 0; from < len(arc)-1; from += chunkPoints {
		to := min(from+chunkPoints, len(arc)-1)
		box := [4]int32{math.MaxInt32, math.MaxInt32, math.MinInt32, math.MinInt32}
		for _, q := range arc[from : to+1] {
			box = grow(box, q)
		}
		first, last := arc[from], arc[to]
		for _, v := range []int32{first[0], first[1], last[0], last[1], box[0], box[1], box[2], box[3]} {
			chunks = binary.LittleEndian.AppendUint32(chunks, uint32(v))
		}
		chunks = binary.LittleEndian.AppendUint32(chunks, uint32(len(points)))
		chunks = binary.LittleEndian.AppendUint32(chunks, uint32(to-from))
		for i := from + 1; i <= to; i++ {
			points = binary.AppendVarint(points, int64(arc[i][0])-int64(arc[i-1][0]))
			points = binary.AppendVarint(points, int64(arc[i][1])-int64(arc[i-1][1]))
		}
	}
	return chunks, points
}
