package web

import (
	"fmt"

	"github.com/paulmach/orb"

	"sitmap/geo/tile"
	"sitmap/internal/event"
)

func numbered(i int) event.ID { return event.ID(fmt.Sprintf("n%05d", i)) }

// tilePath is the address of the tile that holds a point.
func tilePath(under string, p orb.Point, z uint32) string {
	t, ok := tile.At(p, z)
	if !ok {
		panic("no tile")
	}
	return fmt.Sprintf("%s/%d/%d/%d.mvt", under, t.Z, t.X, t.Y)
}
