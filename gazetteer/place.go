package gazetteer

import (
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"sitmap/gazetteer/names"
)

func (ix *Index) kindOf(r Ref) *kind {
	i := int(ix.kindCol.at(int(r)))
	if int(r) >= ix.n || i >= len(ix.kinds) {
		return &kind{}
	}
	return &ix.kinds[i]
}

// Point gives the place's point, lon and lat, to 1e-5 degrees; the zero point for a ref outside the index.
func (ix *Index) Point(r Ref) orb.Point {
	if int(r) >= ix.n {
		return orb.Point{}
	}
	return fromUnits(ix.points.at(int(r)))
}

// Class gives the place's class.
func (ix *Index) Class(r Ref) Class { return ix.kindOf(r).Class }

// Feature gives the source's feature code, "" if there is none.
func (ix *Index) Feature(r Ref) string { return ix.kindOf(r).Feature }

// Source gives the key of the place's source.
func (ix *Index) Source(r Ref) string { return ix.kindOf(r).Source }

// CountryCode gives the place's country as ISO 3166-1 alpha-2, "" if it has none.
func (ix *Index) CountryCode(r Ref) string {
	if a := ix.areaOf(r); a != nil {
		return a.country()
	}
	return ""
}

// Admin1 gives the code of the place's first-order area, "" if unknown.
func (ix *Index) Admin1(r Ref) string {
	if a := ix.areaOf(r); a != nil {
		return a.admin1()
	}
	return ""
}

// Admin2 gives the code of the place's second-order area, "" if unknown, and
// whether it is a guess.
func (ix *Index) Admin2(r Ref) (code string, guess bool) {
	if a := ix.areaOf(r); a != nil {
		return a.admin2(), ix.kindOf(r).Flags&flagAdmin2Guess != 0
	}
	return "", false
}

// Population gives the number of inhabitants, -1 unknown. That of an area may be
// the sum of its known towns; see Place.Approximate.
func (ix *Index) Population(r Ref) int64 {
	if p, ok := ix.pops.get(r); ok {
		return int64(p)
	}
	return -1
}

// Prior says how likely a place is meant when nothing else is known: about 0 for
// a hamlet, 3 to 7 for towns and cities, 6 for a first-order area, 8 and more for
// a country. It grows with the logarithm of the population.
func (ix *Index) Prior(r Ref) float32 {
	k := ix.kindOf(r)
	return importance(k.Class, k.Feature, ix.Population(r))
}

// importance ranks places of one name; see [Index.Prior].
func importance(c Class, feature string, population int64) float32 {
	log := 0.0
	if population > 0 {
		log = math.Log10(float64(population))
	}
	switch c {
	case ClassCountry:
		return float32(8 + log/4)
	case ClassAdmin1:
		return float32(max(5.5, log))
	case ClassAdmin2:
		return float32(max(3, log-1))
	case ClassRegion, ClassSea:
		return 5
	case ClassRiver, ClassMountain, ClassIsland:
		return 3.5
	case ClassNeighbourhood, ClassFacility:
		return float32(log / 2)
	}
	switch feature {
	case "PPLC":
		log += 1.5
	case "PPLA":
		log += 0.5
	case "PPLA2":
		log += 0.2
	case "PPLQ", "PPLH", "PPLW": // abandoned, historical, destroyed
		log -= 0.5
	}
	return float32(log)
}

// Name gives the place's main name. Those of areas, which are asked for with every place in them, are kept once read.
func (ix *Index) Name(r Ref) string {
	if int(r) >= ix.n {
		return ""
	}
	i := int(ix.areaCol.at(int(r))) - 1
	if i < 0 || i >= len(ix.area.rows) || ix.area.rows[i].ref != r {
		return ix.readName(r)
	}
	kept := &ix.areaNames()[i]
	if s := kept.Load(); s != nil {
		return *s
	}
	s := ix.readName(r)
	kept.Store(&s)
	return s
}

// Folded gives the folded main name of a place, see [names.Fold]; plain says that [Index.Name] is this with a capital at the
// beginning of each word. It costs less than the name.
func (ix *Index) Folded(r Ref) (key string, plain bool) {
	var c cursor
	if int(r) >= ix.n || !ix.keys.ofPlace(&c, r) {
		return "", false
	}
	_, patched := ix.names.get(r)
	return string(c.key()), !patched
}

func (ix *Index) readName(r Ref) string {
	var c cursor
	if !ix.keys.ofPlace(&c, r) {
		return ""
	}
	title := names.Title(string(c.key()))
	if off, ok := ix.names.get(r); ok {
		return patchName(title, textAt(ix.texts, off))
	}
	return title
}

// Place copies a place out of the index; the zero Place for a ref outside it.
func (ix *Index) Place(r Ref) Place {
	if int(r) >= ix.n {
		return Place{}
	}
	k := ix.kindOf(r)
	p := Place{
		ID: ix.ID(r), Name: ix.Name(r), Point: ix.Point(r), Class: k.Class, Feature: k.Feature,
		Population: ix.Population(r), Approximate: k.Flags&flagApproximate != 0, Source: k.Source,
	}
	a := ix.areaOf(r)
	if a == nil {
		return p
	}
	p.Country, p.Admin1, p.Admin2 = a.country(), a.admin1(), a.admin2()
	p.Admin1Guess = p.Admin1 != "" && k.Flags&flagAdmin1Guess != 0
	p.Admin2Guess = p.Admin2 != "" && k.Flags&flagAdmin2Guess != 0
	if p.Admin2 != "" {
		p.Admin2Name = ix.nameOfArea(a.ref)
		if a = ix.parentArea(a); a == nil {
			return p
		}
	}
	if p.Admin1 != "" {
		p.Admin1Name = ix.nameOfArea(a.ref)
	}
	return p
}

func (ix *Index) nameOfArea(r Ref) string {
	if int(r) >= ix.n {
		return ""
	}
	return ix.Name(r)
}

func (ix *Index) parentArea(a *areaRow) *areaRow {
	if a.parent < 0 || a.parent >= len(ix.area.rows) {
		return nil
	}
	return &ix.area.rows[a.parent]
}

// ID gives the place's identifier.
func (ix *Index) ID(r Ref) ID {
	k := ix.kindOf(r)
	switch k.Scheme {
	case idNum:
		n, _ := ix.nums.get(r)
		return ID(k.Prefix + strconv.FormatUint(uint64(n), 10))
	case idPoint:
		return ID(k.Prefix + geohash(ix.cell(r)))
	case idText:
		off, _ := ix.textIDs.get(r)
		return ID(textAt(ix.texts, off))
	}
	if a := ix.areaOf(r); a != nil {
		return areaID(a.code)
	}
	return ""
}

// ByID finds a place by its identifier.
func (ix *Index) ByID(id ID) (Ref, bool) {
	prefix, rest, ok := strings.Cut(string(id), ":")
	if !ok {
		return 0, false
	}
	switch prefix {
	case "iso", "adm1", "adm2":
		if r, ok := ix.areaRef(rest); ok && ix.ID(r) == id {
			return r, true
		}
	}
	if n, err := strconv.ParseUint(rest, 10, 32); err == nil {
		if r, ok := ix.byNumber(uint32(n), id); ok {
			return r, true
		}
	}
	if x, y, ok := ungeohash(rest); ok {
		if r, ok := ix.byCell(x, y, id); ok {
			return r, true
		}
	}
	return ix.byTextID(id)
}

// byNumber looks through the places that have the number n in their ID.
func (ix *Index) byNumber(n uint32, id ID) (Ref, bool) {
	if ix.numOrder.len() == 0 { // so few that reading all takes no time
		for i := range ix.nums.vals.len() {
			if ix.nums.vals.at(i) == n {
				if r := ix.nums.bits.selectRank(i); r >= 0 && ix.ID(Ref(r)) == id {
					return Ref(r), true
				}
			}
		}
		return 0, false
	}
	lo, hi := 0, ix.numOrder.len()
	for lo < hi {
		m := (lo + hi) / 2
		if ix.nums.vals.at(int(ix.numOrder.at(m))) < n {
			lo = m + 1
		} else {
			hi = m
		}
	}
	for ; lo < ix.numOrder.len(); lo++ {
		at := int(ix.numOrder.at(lo))
		if ix.nums.vals.at(at) != n {
			break
		}
		if r := ix.nums.bits.selectRank(at); r >= 0 && ix.ID(Ref(r)) == id {
			return Ref(r), true
		}
	}
	return 0, false
}

func (ix *Index) byCell(x, y uint32, id ID) (Ref, bool) {
	code := morton(x, y)
	for i := ix.spatialSearch(code, 0, ix.n); i < ix.n; i++ {
		r := Ref(ix.spatial.at(i))
		if morton(ix.cell(r)) != code {
			break
		}
		if ix.ID(r) == id {
			return r, true
		}
	}
	return 0, false
}

// byTextID reads the few textual identifiers one after the other.
func (ix *Index) byTextID(id ID) (Ref, bool) {
	for i := range ix.textIDs.vals.len() {
		if textAt(ix.texts, ix.textIDs.vals.at(i)) == string(id) {
			if r := ix.textIDs.bits.selectRank(i); r >= 0 {
				return Ref(r), true
			}
		}
	}
	return 0, false
}
