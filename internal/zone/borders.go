package zone

import (
	"fmt"
	"math"
	"time"

	tzfrellite "github.com/ringsaturn/tzf-rel-lite"
	pb "github.com/ringsaturn/tzf/gen/go/tzf/v1"
	"github.com/twpayne/go-polyline"
	"google.golang.org/protobuf/proto"
)

// borders are the simplified borders of the time zones that come with tzf. Its own
// finders build an index of every border first, which takes longer than all else that
// a report needs; here a border is cut into runs of corners, and a search looks only at
// runs that reach the point's latitude.
type borders struct {
	zones []zoneArea // in the order of the source: the first that holds a point is its zone
}

// zoneArea is a part of a zone: outline and holes.
type zoneArea struct {
	name  string
	where func() *time.Location
	rings []ring // the outline first
}

// ring is a closed line, longitude and latitude in turns; the last corner is the first.
type ring struct {
	corners                []float64
	west, south, east, top float64
	runs                   []run
}

// run is what runLength corners reach, the line to the next corner included.
type run struct{ south, top float64 }

const runLength = 64

// readBorders unpacks the source.
func readBorders() (*borders, error) {
	var source pb.CompressedTimezones
	if err := proto.Unmarshal(tzfrellite.LiteCompressData, &source); err != nil {
		return nil, fmt.Errorf("borders of time zones: %w", err)
	}
	b := &borders{}
	for _, z := range source.Timezones {
		where := location(z.Name)
		for _, area := range z.Data {
			a := zoneArea{name: z.Name, where: where}
			for _, r := range append([]*pb.CompressedPolygon{area}, area.Holes...) {
				unpacked, err := readRing(r.Points)
				if err != nil {
					return nil, fmt.Errorf("borders of %s: %w", z.Name, err)
				}
				a.rings = append(a.rings, unpacked)
			}
			b.zones = append(b.zones, a)
		}
	}
	return b, nil
}

// codec is the source's: five decimals of a degree, longitude first.
//
//nolint:gochecknoglobals // never written
var codec = polyline.Codec{Dim: 2, Scale: 1e5}

func readRing(packed []byte) (ring, error) {
	corners, _, err := codec.DecodeFlatCoords(nil, packed)
	if err != nil || len(corners) < 6 {
		return ring{}, fmt.Errorf("a ring of %d corners: %w", len(corners)/2, err)
	}
	if n := len(corners); corners[0] != corners[n-2] || corners[1] != corners[n-1] {
		corners = append(corners, corners[0], corners[1])
	}
	r := ring{corners: corners, west: math.Inf(1), south: math.Inf(1), east: math.Inf(-1), top: math.Inf(-1)}
	for i := 0; i < len(corners)-2; i += 2 * runLength {
		one := run{math.Inf(1), math.Inf(-1)}
		for k := i; k < min(i+2*runLength+2, len(corners)); k += 2 {
			one.south, one.top = min(one.south, corners[k+1]), max(one.top, corners[k+1])
			r.west, r.east = min(r.west, corners[k]), max(r.east, corners[k])
		}
		r.south, r.top = min(r.south, one.south), max(r.top, one.top)
		r.runs = append(r.runs, one)
	}
	return r, nil
}

// find gives the zone that holds a point, nil when none does.
func (b *borders) find(lon, lat float64) *zoneArea {
	for i := range b.zones {
		if a := &b.zones[i]; a.holds(lon, lat) {
			return a
		}
	}
	return nil
}

func (a *zoneArea) holds(lon, lat float64) bool {
	for i := range a.rings {
		if a.rings[i].holds(lon, lat) != (i == 0) {
			return false
		}
	}
	return true
}

// holds counts how often a line to the east crosses the ring.
func (r *ring) holds(lon, lat float64) bool {
	if lon < r.west || lon > r.east || lat < r.south || lat > r.top {
		return false
	}
	inside := false
	for i, one := range r.runs {
		if lat < one.south || lat > one.top {
			continue
		}
		c := r.corners[2*runLength*i:]
		for k := 0; k < 2*runLength && k+3 < len(c); k += 2 {
			x0, y0, x1, y1 := c[k], c[k+1], c[k+2], c[k+3]
			if (y0 > lat) != (y1 > lat) && lon < x0+(lat-y0)/(y1-y0)*(x1-x0) {
				inside = !inside
			}
		}
	}
	return inside
}
