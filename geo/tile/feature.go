package tile

import (
	"encoding/binary"
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
)

// Point adds a point (lon, lat) that lies in the tile or its buffer, also across
// the antimeridian, and reports whether it did. An id of 0 means none.
func (l *Layer) Point(p orb.Point, id uint64, props ...Prop) bool {
	if !(p[0] >= -180 && p[0] <= 180 && p[1] >= -MaxLatitude && p[1] <= MaxLatitude) {
		return false
	}
	if p[0] == 180 {
		p[0] = -180
	}
	q := l.frame.project(p)
	x, y := math.Floor(q[0]), math.Floor(q[1])
	if x < -DefaultBuffer {
		x += l.frame.scale
	} else if x >= Extent+DefaultBuffer {
		x -= l.frame.scale
	}
	if !(x >= -DefaultBuffer && x < Extent+DefaultBuffer && y >= -DefaultBuffer && y < Extent+DefaultBuffer) {
		return false
	}
	l.tags = l.tagsOf(l.tags[:0], props)
	l.Tagged(int32(x), int32(y), id, l.tags)
	return true
}

// Tagged adds a point at a grid position with pairs of key and value numbers
// from the layer's Index methods. It allocates nothing once the layer has grown.
func (l *Layer) Tagged(x, y int32, id uint64, tags []uint32) {
	var tagBytes int
	for _, t := range tags {
		tagBytes += size(uint64(t))
	}
	zx, zy := zigzag(x), zigzag(y)
	geom := 1 + size(uint64(zx)) + size(uint64(zy))
	n := l.headSize(id, tagBytes) + 2 + geom
	b := append(l.body, tagLayerFeature)
	b = appendUvarint(b, uint32(n))
	b = appendHead(b, id, tags, tagBytes, typePoint)
	b = append(b, tagFeatureGeometry, byte(geom), moveTo|1<<3)
	b = appendUvarint(b, zx)
	l.body = appendUvarint(b, zy)
	l.features++
}

// Lines adds the part of a line (lon, lat) that lies in the tile and its buffer,
// and reports whether there is any. Steps shorter than the grid are dropped.
func (l *Layer) Lines(lines orb.MultiLineString, id uint64, props ...Prop) bool {
	l.geom = l.geom[:0]
	var cur cursor
	for _, line := range lines {
		for _, part := range l.cutLine(line) {
			cur.line(l, snap(part))
		}
	}
	return l.finish(typeLine, id, props)
}

// Polygons adds the part of an area (lon, lat) that lies in the tile and its
// buffer, and reports whether there is any. Rings that shrink to nothing on the
// grid are dropped; outer rings wind as the specification asks, whatever way
// they come in.
func (l *Layer) Polygons(areas orb.MultiPolygon, id uint64, props ...Prop) bool {
	l.geom = l.geom[:0]
	var cur cursor
	for _, area := range areas {
		for i, ring := range area {
			if !cur.ring(l, snap(l.cutRing(ring)), i > 0) && i == 0 {
				break // no outer ring, no holes
			}
		}
	}
	return l.finish(typePolygon, id, props)
}

// finish writes the feature whose geometry stands in l.geom.
func (l *Layer) finish(kind byte, id uint64, props []Prop) bool {
	if len(l.geom) == 0 {
		return false
	}
	l.tags = l.tagsOf(l.tags[:0], props)
	var tagBytes int
	for _, t := range l.tags {
		tagBytes += size(uint64(t))
	}
	n := l.headSize(id, tagBytes) + 1 + size(uint64(len(l.geom))) + len(l.geom)
	b := append(l.body, tagLayerFeature)
	b = binary.AppendUvarint(b, uint64(n))
	b = appendHead(b, id, l.tags, tagBytes, kind)
	b = append(b, tagFeatureGeometry)
	b = binary.AppendUvarint(b, uint64(len(l.geom)))
	l.body = append(b, l.geom...)
	l.features++
	return true
}

func (l *Layer) tagsOf(tags []uint32, props []Prop) []uint32 {
	for _, p := range props {
		if k, v, ok := l.index(p); ok {
			tags = append(tags, k, v)
		}
	}
	return tags
}

// headSize is the size of a feature's id, tags and type.
func (l *Layer) headSize(id uint64, tagBytes int) int {
	n := 2
	if id != 0 {
		n += 1 + size(id)
	}
	if tagBytes > 0 {
		n += 1 + size(uint64(tagBytes)) + tagBytes
	}
	return n
}

func appendHead(b []byte, id uint64, tags []uint32, tagBytes int, kind byte) []byte {
	if id != 0 {
		b = append(b, tagFeatureID)
		b = binary.AppendUvarint(b, id)
	}
	if tagBytes > 0 {
		b = append(b, tagFeatureTags)
		b = appendUvarint(b, uint32(tagBytes))
		for _, t := range tags {
			b = appendUvarint(b, t)
		}
	}
	return append(b, tagFeatureType, kind)
}

// window is the tile with its buffer, in grid units.
func window() orb.Bound {
	return orb.Bound{
		Min: orb.Point{-DefaultBuffer, -DefaultBuffer},
		Max: orb.Point{Extent + DefaultBuffer, Extent + DefaultBuffer},
	}
}

func (l *Layer) cutLine(line orb.LineString) orb.MultiLineString {
	pts, box := l.projectAll(line)
	w := window()
	switch {
	case len(pts) < 2 || !box.Intersects(w):
		return nil
	case w.Contains(box.Min) && w.Contains(box.Max):
		return orb.MultiLineString{pts}
	}
	return clip.LineString(w, pts)
}

func (l *Layer) cutRing(ring orb.Ring) orb.LineString {
	pts, box := l.projectAll(orb.LineString(ring))
	w := window()
	switch {
	case len(pts) < 3 || !box.Intersects(w):
		return nil
	case w.Contains(box.Min) && w.Contains(box.Max):
		return pts
	}
	if pts[0] != pts[len(pts)-1] {
		pts = append(pts, pts[0])
	}
	return orb.LineString(clip.Ring(w, orb.Ring(pts)))
}

// projectAll moves points to the tile's grid; ones that are not numbers are dropped.
func (l *Layer) projectAll(in orb.LineString) (orb.LineString, orb.Bound) {
	out := make(orb.LineString, 0, len(in)+1)
	var box orb.Bound
	for _, p := range in {
		q := l.frame.project(p)
		if math.IsNaN(q[0]+q[1]) || math.IsInf(q[0]+q[1], 0) {
			continue
		}
		if len(out) == 0 {
			box = orb.Bound{Min: q, Max: q}
		}
		box = box.Extend(q)
		out = append(out, q)
	}
	return out, box
}

// gridPoint is a position on the tile's grid.
type gridPoint struct{ x, y int32 }

// snap rounds to the grid and drops points that repeat the one before.
func snap(in orb.LineString) []gridPoint {
	out := make([]gridPoint, 0, len(in))
	for _, p := range in {
		g := gridPoint{int32(math.Floor(p[0])), int32(math.Floor(p[1]))}
		if len(out) == 0 || out[len(out)-1] != g {
			out = append(out, g)
		}
	}
	return out
}

// cursor writes geometry commands; positions are steps from the last one.
type cursor struct{ at gridPoint }

func (c *cursor) step(l *Layer, p gridPoint) {
	l.geom = appendUvarint(l.geom, zigzag(p.x-c.at.x))
	l.geom = appendUvarint(l.geom, zigzag(p.y-c.at.y))
	c.at = p
}

func (c *cursor) line(l *Layer, pts []gridPoint) {
	if len(pts) < 2 {
		return
	}
	l.geom = appendUvarint(l.geom, command(moveTo, 1))
	c.step(l, pts[0])
	l.geom = appendUvarint(l.geom, command(lineTo, len(pts)-1))
	for _, p := range pts[1:] {
		c.step(l, p)
	}
}

// ring writes a closed ring and reports whether anything was left of it. Outer
// rings get a positive area by the surveyor's formula, holes a negative one.
func (c *cursor) ring(l *Layer, pts []gridPoint, hole bool) bool {
	for len(pts) > 1 && pts[len(pts)-1] == pts[0] {
		pts = pts[:len(pts)-1]
	}
	if len(pts) < 3 {
		return false
	}
	area := doubleArea(pts)
	if area == 0 {
		return false
	}
	if (area < 0) != hole {
		for i, j := 0, len(pts)-1; i < j; i, j = i+1, j-1 {
			pts[i], pts[j] = pts[j], pts[i]
		}
	}
	l.geom = appendUvarint(l.geom, command(moveTo, 1))
	c.step(l, pts[0])
	l.geom = appendUvarint(l.geom, command(lineTo, len(pts)-1))
	for _, p := range pts[1:] {
		c.step(l, p)
	}
	l.geom = appendUvarint(l.geom, command(closePath, 1))
	return true
}

func doubleArea(pts []gridPoint) int64 {
	var sum int64
	for i, p := range pts {
		q := pts[(i+1)%len(pts)]
		sum += int64(p.x)*int64(q.y) - int64(q.x)*int64(p.y)
	}
	return sum
}
