package resolve

import "sitmap/internal/mention"

// leading reads a position that stands before the places it is about: "South of Pokrovsk, fighting
// went on near A and B", "на південь від Селидового: біля A, B і C". It holds for the places of the
// sentence that say nothing of their own.
func (d *doc) leading() {
	for j := range d.ms {
		m := &d.ms[j]
		if m.sent < 0 || j > 0 && d.aims(j-1, j) {
			continue
		}
		rel, ok := d.positionBefore(j)
		if !ok {
			continue
		}
		for k := j + 1; k < len(d.ms) && d.ms[k].sent == m.sent; k++ {
			o := &d.ms[k]
			if d.aims(k-1, k) {
				break // another position begins
			}
			if len(o.rels) == 0 && len(o.parents) == 0 {
				o.rels = append(o.rels, rel)
			}
		}
	}
}

// aims reports that mention i's own position is counted from mention j.
func (d *doc) aims(i, j int) bool {
	for _, r := range d.ms[i].rels {
		if r.other == j {
			return true
		}
	}
	return false
}

// positionBefore reads a bearing just before mention j when it opens its clause: at the beginning of the
// sentence, or with a comma, a colon or a dash behind the name.
func (d *doc) positionBefore(j int) (relation, bool) {
	m := &d.ms[j]
	first := d.sents[m.sent].First
	if j > 0 && d.ms[j-1].sent == m.sent {
		first = d.ms[j-1].tok1
	}
	r := relation{other: j, bearing: -1}
	k := m.tok0 - 1
	for ; k >= first && k >= m.tok0-5; k-- {
		w := d.fold(k)
		if deg, ok := mention.Bearing(w); ok {
			r.bearing = deg
			if two, ok := mention.Bearing(d.fold(k-1) + " " + w); ok && k-1 >= first {
				r.bearing = two
			} else if two, ok := mention.Bearing(d.fold(k-2) + " " + w); ok && k-2 >= first && d.word(k-1) == "-" {
				r.bearing = two
			}
			break
		}
		if !isFrom(w) && !isType(w) {
			return r, false
		}
	}
	if r.bearing < 0 {
		return r, false
	}
	opens := k <= d.sents[m.sent].First+2
	switch d.word(m.tok1) {
	case ",", ":", "-", "–", "—":
		return r, opens || d.word(m.tok1) != ","
	}
	return r, opens
}
