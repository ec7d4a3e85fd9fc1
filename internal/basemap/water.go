package basemap

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

// waterUnits is the number of steps to a degree in the water file.
const waterUnits = 1000

// lake is one water of the file, not unpacked.
type lake struct {
	km2   float64
	bound orb.Bound
	body  []byte // rings
}

var errWater = errors.New("basemap: not a water file of this program")

// readWater finds the waters of the file and their bounds, the largest first.
func readWater(b []byte) ([]lake, error) {
	if len(b) < 12 || string(b[:8]) != "SITMWAT1" {
		return nil, fmt.Errorf("%w: the first bytes differ", errWater)
	}
	count := int(binary.LittleEndian.Uint32(b[8:]))
	b = b[12:]
	if count > len(b)/4 {
		return nil, fmt.Errorf("%w: %d waters in %d bytes", errWater, count, len(b))
	}
	out := make([]lake, 0, count)
	for i := range count {
		n, w := binary.Uvarint(b)
		if w <= 0 || n > uint64(len(b)-w) {
			return nil, fmt.Errorf("%w: water %d is cut", errWater, i)
		}
		body := b[w : w+int(n)]
		b = b[w+int(n):]
		area, w := binary.Uvarint(body)
		if w <= 0 {
			return nil, fmt.Errorf("%w: water %d has no size", errWater, i)
		}
		l := lake{km2: float64(area) / 100, body: body[w:]}
		polygon, err := l.polygon()
		if err != nil {
			return nil, fmt.Errorf("%w: water %d", err, i)
		}
		l.bound = polygon[0].Bound()
		out = append(out, l)
	}
	return out, nil
}

// polygon unpacks the rings of a water.
func (l *lake) polygon() (orb.Polygon, error) {
	b := l.body
	rings, w := binary.Uvarint(b)
	if w <= 0 || rings == 0 || rings > uint64(len(b)) {
		return nil, errWater
	}
	b = b[w:]
	out := make(orb.Polygon, 0, rings)
	var x, y int64
	for range rings {
		n, w := binary.Uvarint(b)
		if w <= 0 || n < 3 || n > uint64(len(b)) {
			return nil, errWater
		}
		b = b[w:]
		ring := make(orb.Ring, 0, n+1)
		for range n {
			dx, w := binary.Varint(b)
			if w <= 0 {
				return nil, errWater
			}
			dy, v := binary.Varint(b[w:])
			if v <= 0 {
				return nil, errWater
			}
			b = b[w+v:]
			x, y = x+dx, y+dy
			if x < -180*waterUnits || x > 180*waterUnits || y < -90*waterUnits || y > 90*waterUnits {
				return nil, errWater
			}
			ring = append(ring, orb.Point{float64(x) / waterUnits, float64(y) / waterUnits})
		}
		out = append(out, append(ring, ring[0]))
	}
	return out, nil
}

// leastWater is the smallest water drawn at a zoom, in km²: some four pixels
// square.
func leastWater(z uint32) float64 {
	pixel := 78 / math.Exp2(float64(z)) // km, at the equator with tiles of 512
	return 16 * pixel * pixel
}
