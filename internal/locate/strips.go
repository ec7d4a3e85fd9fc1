package locate

import (
	"sync"

	"github.com/paulmach/orb"

	"sitmap/geo"
)

// maxStrips bounds the strips that are kept; when there are more, all go.
const maxStrips = 512

// stripKey says which strip along a border it is.
type stripKey struct {
	at orb.Point
	in geo.Metres
	km float64
	of string
}

// strips keeps the strips along borders that were drawn: reports name the same few districts again and again, and a
// country's outline is long.
type strips struct {
	mu   sync.Mutex
	kept map[stripKey]geo.Region
}

// get gives the strip of a key, drawn once; the zero region where there is none.
func (s *strips) get(k stripKey, draw func() geo.Region) geo.Region {
	s.mu.Lock()
	r, ok := s.kept[k]
	s.mu.Unlock()
	if ok {
		return r
	}
	r = draw()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept == nil || len(s.kept) >= maxStrips {
		s.kept = map[stripKey]geo.Region{}
	}
	s.kept[k] = r
	return r
}
