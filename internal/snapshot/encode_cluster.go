package snapshot

import (
	"encoding/json"
	"math"
	"strconv"

	"sitmap/geo/tile"
)

// The properties of a cluster, in their order.
const (
	cellCluster = iota
	cellID
	cellCount
	cellEvents
	cellExpansion
	cellEvent
	cellPlace
	cellType
	cellTypes
	cellKilled
	cellKilledMax
	cellKilledKnown
	cellFirst
	cellLast
	cellProps
)

// cellEncoder keeps what the clusters of a layer have in common.
type cellEncoder struct {
	keys [cellProps]uint32
	yes  uint32
	text []byte
}

func (c *cellEncoder) start(l *tile.Layer) {
	for i, name := range [cellProps]string{
		"cluster", "cluster_id", "count", "events", "expansion_zoom", "event", "place", "type", "types",
		"killed", "killed_max", "killed_known", "date_start", "date_end",
	} {
		c.keys[i] = l.KeyIndex(name)
	}
	c.yes = l.BoolIndex(true)
}

// cluster writes one cell; a cell with one place is that event place.
func (e *Encoder) cluster(c *Cluster) {
	rep := c.rep
	if c.Count == 1 {
		e.row(rep.c, rep.row)
		return
	}
	if e.listing {
		return
	}
	l, k := e.layer, &e.cells
	id := clusterID(e.t.Z, c.cell)
	l.Begin(uint64(id))
	l.Pair(k.keys[cellCluster], k.yes)
	l.Pair(k.keys[cellID], l.UniqueInt(uint64(id)))
	l.Pair(k.keys[cellExpansion], l.IntIndex(int64(c.expansionZoom(e.t.Z))))
	l.Pair(k.keys[cellEvent], l.UniqueText(rep.c.idOf(rep.row)))
	l.Pair(k.keys[cellPlace], l.IntIndex(int64(rep.c.placeOf(rep.row))))
	e.totals(c)
	l.End(e.position(rep.c, rep.row))
}

// totals writes what a cell holds to the feature that was begun.
func (e *Encoder) totals(c *Cluster) {
	l, k := e.layer, &e.cells
	l.Pair(k.keys[cellCount], countIndex(l, c.Count))
	l.Pair(k.keys[cellEvents], countIndex(l, c.Events))
	if c.Types[0].Type != "" {
		l.Pair(k.keys[cellType], l.TextIndex(c.Types[0].Type))
	}
	k.text = appendTypes(k.text[:0], c.Types)
	l.Pair(k.keys[cellTypes], l.UniqueText(k.text))
	if c.Killed.Known > 0 {
		l.Pair(k.keys[cellKilled], countIndex(l, int(c.Killed.Min)))
		l.Pair(k.keys[cellKilledMax], countIndex(l, int(c.Killed.Max)))
		l.Pair(k.keys[cellKilledKnown], countIndex(l, c.Killed.Known))
	}
	if c.Earliest != math.MaxInt32 {
		l.Pair(k.keys[cellFirst], e.day(c.Earliest))
	}
	if c.Latest != math.MinInt32 {
		l.Pair(k.keys[cellLast], e.day(c.Latest))
	}
}

// appendTypes writes an object in order, {"Armed clash":3,…}: tiles have no lists.
func appendTypes(b []byte, types []TypeCount) []byte {
	b = append(b, '{')
	for i, t := range types {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendJSON(b, t.Type)
		b = append(b, ':')
		b = strconv.AppendInt(b, int64(t.Count), 10)
	}
	return append(b, '}')
}

// appendJSON writes a string; plain ones need no library.
func appendJSON(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < 0x20 || c >= 0x7f || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
			quoted, err := json.Marshal(s)
			if err != nil { // a string always has a JSON form
				return append(b, `""`...)
			}
			return append(b, quoted...)
		}
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}

// countIndex gives the number of a count; large ones hardly repeat.
func countIndex(l *tile.Layer, n int) uint32 {
	if n < 256 {
		return l.IntIndex(int64(n))
	}
	return l.UniqueInt(uint64(n))
}
