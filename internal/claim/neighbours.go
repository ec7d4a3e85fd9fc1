package claim

import (
	"github.com/paulmach/orb"

	"sitmap/geo"
)

func (w *work) media(p orb.Point, r geo.Metres)      {}
func (w *work) neighbours(p orb.Point, r geo.Metres) {}
