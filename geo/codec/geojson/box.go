package geojson

import (
	"github.com/paulmach/orb"
)

// box grows around points and knows the smaller of two ways around the Earth: with
// longitudes from -180 to 180, and with the western ones counted on beyond 180.
type box struct {
	south, north float64
	west, east   float64 // as they are
	from, to     float64 // western longitudes plus 360
	some         bool
}

func (b *box) add(p orb.Point) {
	on := p[0]
	if on < 0 {
		on += 360
	}
	b.join(box{p[1], p[1], p[0], p[0], on, on, true})
}

func (b *box) join(o box) {
	switch {
	case !o.some:
	case !b.some:
		*b = o
	default:
		b.south, b.north = min(b.south, o.south), max(b.north, o.north)
		b.west, b.east = min(b.west, o.west), max(b.east, o.east)
		b.from, b.to = min(b.from, o.from), max(b.to, o.to)
	}
}

// edges gives west, south, east, north; west > east when the box crosses the antimeridian.
func (b *box) edges() [4]float64 {
	if b.to-b.from < b.east-b.west && b.to > 180 {
		if b.from >= 180 {
			return [4]float64{b.from - 360, b.south, b.to - 360, b.north}
		}
		return [4]float64{b.from, b.south, b.to - 360, b.north}
	}
	return [4]float64{b.west, b.south, b.east, b.north}
}

func (b *box) appendTo(dst []byte) []byte {
	e := b.edges()
	return appendList(dst, e[:], appendNumber)
}

func (b *box) addGeometry(g orb.Geometry) {
	switch g := g.(type) {
	case orb.Point:
		b.add(g)
	case orb.MultiPoint:
		b.addPoints(g)
	case orb.LineString:
		b.addPoints(g)
	case orb.MultiLineString:
		for _, l := range g {
			b.addPoints(l)
		}
	case orb.Polygon:
		for _, r := range g[:min(1, len(g))] {
			b.addPoints(r)
		}
	case orb.MultiPolygon:
		for _, p := range g {
			b.addGeometry(p)
		}
	case orb.Collection:
		for _, part := range g {
			b.addGeometry(part)
		}
	}
}

// addPoints adds a line or ring. A piece that lies against the antimeridian counts
// on the side on which the rest of it lies.
func (b *box) addPoints(points []orb.Point) {
	var own box
	for _, p := range points {
		own.add(p)
	}
	if own.some {
		// Longitude 180 of an eastern piece is 180, -180 of a western one is 180 on
		// the other count; a piece that spans longitude 0 is as wide on both counts as it is.
		if own.west < 0 && own.east > 0 {
			own.from, own.to = 0, 360
		} else if own.east <= 0 {
			own.from, own.to = own.west+360, own.east+360
		} else {
			own.from, own.to = own.west, own.east
		}
	}
	b.join(own)
}
