package basemap

import (
	"cmp"
	"math"
	"slices"
	"sync"

	"sitmap/gazetteer"
	"sitmap/geo/geodesic"
	"sitmap/geo/tile"
)

// labelCells is the number of label cells along the edge of a tile, as a power of two.
const labelCellBits = 3

// sameName is how close in metres two places of one name are taken for one.
const sameName = 5000

// labels picks the places that are written on a tile.
type labels struct {
	ix   *gazetteer.Index
	once sync.Once
	// By position: countries, first-order areas, towns, and all settlements. Each
	// list is in the order of tile.Key, so that a tile is one stretch of it.
	countries, areas, towns, all []label
}

type label struct {
	at   uint64 // tile.Key of the position
	ref  gazetteer.Ref
	rank float32 // gazetteer.Index.Prior
}

// townRank is the rank from which a settlement counts as a town: 2,000 people.
const townRank = 3.3

func newLabels(ix *gazetteer.Index) *labels { return &labels{ix: ix} }

// prepare sorts the places of the index by position; some 0.3 s and 16 bytes a
// place for a million places.
func (l *labels) prepare() {
	for r := range gazetteer.Ref(l.ix.Len()) {
		class := l.ix.Class(r)
		if class != gazetteer.ClassSettlement && class != gazetteer.ClassCountry && class != gazetteer.ClassAdmin1 {
			continue
		}
		x, y, ok := tile.Position(l.ix.Point(r))
		if !ok {
			continue
		}
		e := label{tile.Key(x, y), r, l.ix.Prior(r)}
		switch class {
		case gazetteer.ClassCountry:
			l.countries = append(l.countries, e)
		case gazetteer.ClassAdmin1:
			l.areas = append(l.areas, e)
		default:
			l.all = append(l.all, e)
		}
	}
	for _, list := range []*[]label{&l.countries, &l.areas, &l.all} {
		slices.SortFunc(*list, func(a, b label) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.ref, b.ref)) })
	}
	for _, e := range l.all {
		if e.rank >= townRank {
			l.towns = append(l.towns, e)
		}
	}
}

// leastRank is the rank from which settlements are written at a zoom.
func leastRank(z uint32) float32 {
	ranks := [...]float32{7.6, 7.4, 7, 6.5, 6, 5.4, 4.9, 4.4, townRank}
	if int(z) < len(ranks) {
		return ranks[z]
	}
	return float32(math.Inf(-1))
}

// add writes the labels of a tile.
func (l *labels) add(layer *tile.Layer, t tile.ID) {
	if l.ix == nil {
		return
	}
	l.once.Do(l.prepare)
	if t.Z <= 7 {
		l.write(layer, t, l.countries, "country", 0)
	}
	if t.Z >= 5 && t.Z <= 9 {
		l.write(layer, t, l.areas, "admin1", 0)
	}
	settlements := l.all
	if t.Z < 9 {
		settlements = l.towns
	}
	l.write(layer, t, settlements, "settlement", leastRank(t.Z))
}

// write picks the best place of every cell of the tile. The cells of a zoom lie
// inside those of the zoom above, so what was best stays best.
func (l *labels) write(layer *tile.Layer, t tile.ID, list []label, class string, least float32) {
	first, last := t.KeyRange()
	from, _ := slices.BinarySearchFunc(list, first, func(e label, k uint64) int { return cmp.Compare(e.at, k) })
	best := map[uint64]label{}
	shift := 64 - 2*(min(t.Z, Deepest)+labelCellBits)
	for _, e := range list[from:] {
		if e.at > last {
			break
		}
		if e.rank < least {
			continue
		}
		if b, ok := best[e.at>>shift]; !ok || e.rank > b.rank {
			best[e.at>>shift] = e
		}
	}
	chosen := make([]label, 0, len(best))
	for _, e := range best {
		chosen = append(chosen, e)
	}
	slices.SortFunc(chosen, func(a, b label) int { return cmp.Or(cmp.Compare(b.rank, a.rank), cmp.Compare(a.ref, b.ref)) })
	taken := map[string]gazetteer.Ref{}
	for _, e := range chosen {
		name := l.ix.Name(e.ref)
		p := l.ix.Point(e.ref)
		if other, ok := taken[name]; name == "" || ok && geodesic.Distance(p, l.ix.Point(other)) < sameName {
			continue
		}
		taken[name] = e.ref
		props := []tile.Prop{tile.Text("name", name), tile.Text("class", class), tile.Float("rank", math.Round(float64(e.rank)*10)/10)}
		if n := l.ix.Population(e.ref); n >= 0 {
			props = append(props, tile.Int("population", n))
		}
		if l.ix.Feature(e.ref) == "PPLC" {
			props = append(props, tile.Bool("capital", true))
		}
		layer.Point(p, uint64(e.ref)+1, props...)
	}
}
