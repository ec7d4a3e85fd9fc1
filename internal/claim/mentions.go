package claim

import (
	"strings"

	"sitmap/gazetteer"
	"sitmap/gazetteer/resolve"
	"sitmap/geo"
	"sitmap/internal/event"
	"sitmap/internal/extract/relation"
	"sitmap/internal/reader"
)

// mentions sorts the places named into targets and areas.
func (w *work) mentions(got *reader.Reading) {
	s := &w.said
	lastWord, lastTarget, lastSent := 0, -1, -1
	for i, m := range got.Mentions {
		res := got.Resolutions[i]
		if m.Role == gazetteer.RoleDemonym {
			break // they stand behind the names
		}
		first, last := s.doc.At(m.Start), s.doc.At(m.End-1)+1
		floor := lastWord
		lastWord = last
		if res.Chosen == nil || m.Role == gazetteer.RoleDateline || m.Role == gazetteer.RoleMetonym {
			continue
		}
		f := relation.Before(s.doc, first, last, floor, s.lang == "ru")
		p := res.Chosen.Place
		span := Span{m.Start, m.End}
		if p.Class == gazetteer.ClassSea || p.Class == gazetteer.ClassRiver {
			s.waters = append(s.waters, water{m.Text, span, p.Class == gazetteer.ClassSea && f.Use != relation.UseOrigin && f.Use != relation.UseToward})
			continue // its point stands for all of it: no distance to it says anything
		}
		if town, ok := w.town(m.Text, res, coordinated(got, i)); ok {
			res.Chosen, p = &town, town.Place
		} else if p.Class == gazetteer.ClassSettlement && s.isDistrict(first, last) {
			p.Class, p.Name = gazetteer.ClassAdmin2, m.Text // a district without an entry, known by its chief town
		}
		listed := isArea(p.Class) && p.Class != gazetteer.ClassCountry && coordinated(got, i)
		if isArea(p.Class) && !listed && f.Kind != event.Distance && f.Kind != event.Direction && f.Kind != event.Near {
			if w.contains(f, p.Class, first, last) {
				s.areas = append(s.areas, area{m.Text, span, p, res.P})
			}
			continue
		}
		sent := s.sentence(first)
		if lastTarget >= 0 && sent == lastSent && w.explains(f, floor) {
			s.targets[lastTarget].anchor(f, m.Text, span, res)
			continue
		}
		t := target{name: m.Text, span: span, rel: f.Relation, res: res, list: res.List}
		t.weak = f.Use == relation.UseSector || f.Use == relation.UseOrigin || f.Use == relation.UseToward || f.Use == relation.UseDestination || isArea(p.Class) && !listed
		t.cands = w.namesakes(res)
		if n := len(s.targets); n > 0 && s.targets[n-1].rel.Kind == event.Between && s.targets[n-1].other == nil && f.Kind != event.Between {
			t.rel = s.targets[n-1].rel
			s.targets[n-1].other, t.other = res.Chosen, s.targets[n-1].res.Chosen
		} else if f.Kind == event.Between && n > 0 && s.targets[n-1].rel.Kind == event.Between && s.targets[n-1].other == nil {
			s.targets[n-1].other, t.other = res.Chosen, s.targets[n-1].res.Chosen
		}
		s.targets = append(s.targets, t)
		lastTarget, lastSent = len(s.targets)-1, sent
	}
	s.settle()
}

// anchor is a place by which the words tell where another lies: "Andriivka south of Bakhmut".
type anchor struct {
	target
}

// anchor notes that the words tell where the target lies by another place.
func (t *target) anchor(f relation.Found, name string, span Span, res resolve.Resolution) {
	if res.P < sureP || res.Inherited {
		return
	}
	t.stand = append(t.stand, anchor{target{name: name, span: span, rel: f.Relation, res: res, cands: []resolve.Candidate{*res.Chosen}, list: -1}})
}

// settle drops weak targets beside better ones and lets the members of a list share their relation.
func (s *said) settle() {
	strong := false
	for _, t := range s.targets {
		strong = strong || !t.weak
	}
	if !strong {
		return
	}
	kept := s.targets[:0]
	for _, t := range s.targets {
		if !t.weak {
			kept = append(kept, t)
		}
	}
	s.targets = kept
	for i := 1; i < len(s.targets); i++ {
		a, b := s.targets[i-1], &s.targets[i]
		if b.list >= 0 && a.list == b.list && b.rel.Text == "" && a.rel.Kind != event.Between {
			b.rel = a.rel
		}
	}
}

func (s *said) sentence(word int) int {
	for i, x := range s.doc.Sents {
		if word < x.Last {
			return i
		}
	}
	return len(s.doc.Sents)
}

// explains reports that a relation stands right behind the target before it and says where that one lies:
// "Andriivka south of Bakhmut", "Almat, north of Beirut", "Mykolaivka, the power-plant town east of Sloviansk".
func (w *work) explains(f relation.Found, floor int) bool {
	switch f.Kind {
	case event.Direction, event.Distance, event.Near, event.Outskirts, event.Axis:
	default:
		return false
	}
	d := w.said.doc
	first := f.First
	if f.Use == relation.UseSector {
		first = f.First - 1
		for first > floor && !d.IsMark(first-1) && first > f.First-5 {
			first--
		}
	}
	if first <= floor {
		return true
	}
	k := floor
	if !d.IsMark(k) {
		return false
	}
	if k+1 == first {
		return f.Kind != event.Near
	}
	return first-k <= 8 && d.Is(k+1, "the", "a", "an") || relation.ClassWord(d, k+1) > 0
}

// contains reports that an area's name is where the words put things, not an owner of troops, a direction
// or the far side of a border.
func (w *work) contains(f relation.Found, class gazetteer.Class, first, last int) bool {
	switch f.Use {
	case relation.UseOrigin, relation.UseToward, relation.UseDestination, relation.UseSector:
		return false
	}
	if f.Kind == event.Border {
		return false
	}
	if class != gazetteer.ClassCountry {
		return true
	}
	d := w.said.doc
	if f.Use == relation.UsePlace && f.Kind == event.At {
		for k := max(0, first-4); k < first; k++ {
			if d.HasStem(k, "border", "frontier", "границ", "кордон") {
				return false
			}
		}
		return true
	}
	if first > 0 && d.Is(first-1, ",", "(") {
		return !d.Is(last, "said", "says")
	}
	return f.Use == relation.UseOwner && d.Is(last, "'s") && w.areaFollows(last)
}

// areaFollows reports that a name of a place follows a possessive: "Haiti's Artibonite".
func (w *work) areaFollows(k int) bool {
	d := w.said.doc
	for j := k + 1; j < min(k+4, len(d.Words)); j++ {
		if s := d.Span(j, j+1); s != "" && strings.ToUpper(s[:1]) == s[:1] && d.IsWord(j) {
			return true
		}
	}
	return false
}

func isArea(c gazetteer.Class) bool {
	switch c {
	case gazetteer.ClassCountry, gazetteer.ClassAdmin1, gazetteer.ClassAdmin2, gazetteer.ClassRegion:
		return true
	}
	return false
}

// town gives the settlement of an area's name where the name stands without a word for an area: a place taken or
// shelled is the town.
func (w *work) town(name string, res resolve.Resolution, listed bool) (resolve.Candidate, bool) {
	area := res.Chosen.Place
	if area.Class != gazetteer.ClassAdmin2 && !(listed && area.Class == gazetteer.ClassAdmin1) || strings.ContainsRune(name, ' ') || w.said.typed(name) {
		return resolve.Candidate{}, false
	}
	for _, ref := range res.Considered {
		if w.c.ix.Class(ref) == gazetteer.ClassSettlement && w.c.ix.CountryCode(ref) == area.Country && distance(w.c.ix.Point(ref), area.Point) < townOfArea {
			return resolve.Candidate{Ref: ref, Place: w.c.ix.Place(ref), P: res.P}, true
		}
	}
	return resolve.Candidate{}, false
}

// coordinated reports that a mention stands in a list with a settlement: "Tyre, Sidon and Nabatieh" are towns all three.
func coordinated(got *reader.Reading, i int) bool {
	list := got.Resolutions[i].List
	if list < 0 {
		return false
	}
	for k, r := range got.Resolutions {
		if k != i && r.List == list && r.Chosen != nil && r.Chosen.Place.Class == gazetteer.ClassSettlement {
			return true
		}
	}
	return false
}

// townOfArea is how far the town of an area's name may lie from the area's point.
const townOfArea = 60 * geo.Kilometre

// isDistrict reports a word for a district among the words of a name or right behind it.
func (s *said) isDistrict(first, last int) bool {
	for k := first; k <= last; k++ {
		if s.doc.HasStem(k, "район", "улус", "district", "raion", "rayon", "громад", "hromad") {
			return true
		}
	}
	return false
}

// typed reports a word for a kind of area right behind the name.
func (s *said) typed(name string) bool {
	i := strings.Index(s.doc.Text, name)
	if i < 0 {
		return false
	}
	k := s.doc.At(i+len(name)-1) + 1
	return s.doc.HasStem(k, "district", "territor", "county", "region", "province", "state", "район", "улус", "округ", "громад", "raion", "rayon")
}
