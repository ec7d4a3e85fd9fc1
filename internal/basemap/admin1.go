package basemap

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"sitmap/geo/tile"
)

// firstAdmin1 is the zoom from which first-order borders are drawn.
const firstAdmin1 = 4

// inner is the borders between the first-order areas of a country.
type inner struct {
	country string
	km2     float64 // mean size of an area
	bound   orb.Bound
	lines   orb.MultiLineString
	bounds  []orb.Bound // of the lines
}

var errAdmin1 = errors.New("basemap: not a file of first-order borders of this program")

// readAdmin1 unpacks the first-order borders; some 5 ms for the world.
func readAdmin1(b []byte) ([]inner, error) {
	if len(b) < 12 || string(b[:8]) != "SITMADM1" {
		return nil, fmt.Errorf("%w: the first bytes differ", errAdmin1)
	}
	count := int(binary.LittleEndian.Uint32(b[8:]))
	r := reader{b: b[12:]}
	if count > len(b)/4 {
		return nil, fmt.Errorf("%w: %d countries in %d bytes", errAdmin1, count, len(b))
	}
	out := make([]inner, 0, count)
	for i := range count {
		c, ok := r.inner()
		if !ok {
			return nil, fmt.Errorf("%w: country %d is cut", errAdmin1, i)
		}
		out = append(out, c)
	}
	return out, nil
}

// reader takes numbers off the front of a file; bad says that they ended.
type reader struct {
	b   []byte
	bad bool
}

func (r *reader) unsigned() uint64 {
	v, n := binary.Uvarint(r.b)
	if n <= 0 {
		r.bad = true
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *reader) signed() int64 {
	v, n := binary.Varint(r.b)
	if n <= 0 {
		r.bad = true
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *reader) inner() (c inner, ok bool) {
	if len(r.b) < 2 {
		return c, false
	}
	c.country, r.b = string(r.b[:2]), r.b[2:]
	c.km2 = float64(r.unsigned())
	lines := r.unsigned()
	if r.bad || lines == 0 || lines > uint64(len(r.b)) {
		return c, false
	}
	for range lines {
		n := r.unsigned()
		if r.bad || n < 2 || n > uint64(len(r.b)) {
			return c, false
		}
		line := make(orb.LineString, 0, n)
		var x, y int64
		for range n {
			x, y = x+r.signed(), y+r.signed()
			if r.bad || x < -180*waterUnits || x > 180*waterUnits || y < -90*waterUnits || y > 90*waterUnits {
				return c, false
			}
			line = append(line, orb.Point{float64(x) / waterUnits, float64(y) / waterUnits})
		}
		c.lines = append(c.lines, line)
		c.bounds = append(c.bounds, line.Bound())
	}
	c.bound = c.lines.Bound()
	return c, true
}

// leastArea is the least mean size of the areas of a country, in km², whose
// borders are drawn at a zoom: 16 pixels square.
func leastArea(z uint32) float64 {
	side := 16 * 78 / math.Exp2(float64(z)) // km, at the equator with tiles of 512
	return side * side
}

// addAdmin1 draws the first-order borders, those of one country as one feature.
func (m *Basemap) addAdmin1(l *tile.Layer, t tile.ID) error {
	if t.Z < firstAdmin1 {
		return nil
	}
	m.admin1Once.Do(func() { m.admin1, m.admin1Err = readAdmin1(admin1Data) })
	if m.admin1Err != nil {
		return m.admin1Err
	}
	frame, least := around(t), leastArea(t.Z)
	for i := range m.admin1 {
		c := &m.admin1[i]
		if c.km2 < least || !c.bound.Intersects(frame) {
			continue
		}
		var lines orb.MultiLineString
		for k, line := range c.lines {
			if c.bounds[k].Intersects(frame) {
				lines = append(lines, line)
			}
		}
		if lines != nil {
			l.Lines(lines, 0, tile.Int("admin_level", 4), tile.Text("country", c.country))
		}
	}
	return nil
}
