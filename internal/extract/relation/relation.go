// Package relation reads how an event lies to a named place: [Before].
//
// It knows the prepositions, distances, bearings and front sectors of English, Ukrainian
// and Russian reports. It looks only at the words around one name; whether the name is
// the event's place or explains another name is decided by [sitmap/internal/extract].
package relation

import (
	"strings"

	"sitmap/geo"
	"sitmap/internal/event"
	"sitmap/internal/extract/words"
)

// Use says what the words make of the name.
type Use uint8

// The uses of a name.
const (
	UseNone        Use = iota // no preposition: subject, object, heading
	UsePlace                  // where something is: "in", "near", "6 km south of"
	UseOrigin                 // "from"
	UseDestination            // "to"
	UseOwner                  // "of", a possessive
	UseToward                 // movement in its direction
	UseSector                 // a front sector named for it: "Pokrovsk direction"
)

// Found is the relation that words give to one name.
type Found struct {
	event.Relation
	Use         Use
	First, Last int // words of the expression, half open; equal when there is none
}

// skipWords bounds how far a preposition may stand before its name.
const skipWords = 7

// Before reads the relation of the name in words first to last (half open). floor is
// the first word that may be looked at (the end of the name before it, or the start of the
// sentence); russian says that "у" means near, not in.
func Before(d *words.Doc, first, last, floor int, russian bool) Found {
	f := Found{Relation: event.Relation{Kind: event.At}, First: first, Last: first}
	if n := sector(d, last); n > 0 {
		f.Kind, f.Use, f.First, f.Last = event.Axis, UseSector, last, last+n
		f.Text = d.Span(last, last+n)
		return f
	}
	floor = max(floor, first-16)
	best := f
	for k := first - 1; k >= floor; k-- {
		c, n := at(d, k, russian)
		if n == 0 || k+n > first || !skippable(d, k+n, first) {
			continue
		}
		// the expression nearest to the name counts; "of" yields to what stands before it
		if c.Last = k + n; c.Last < best.Last && best.First < best.Last && best.Use != UseOwner {
			continue
		}
		if c.Use == UseOwner && best.First < best.Last {
			continue
		}
		c.First = k
		best = c
	}
	if best.First < best.Last {
		best.Text = d.Span(best.First, best.Last)
		widen(d, &best, floor)
	}
	if best.First == best.Last && d.Is(last, "'s") {
		best.Use = UseOwner
	}
	return best
}

// at reads the expression that begins at word k.
func at(d *words.Doc, k int, russian bool) (Found, int) {
	if f, n := distance(d, k); n > 0 {
		return f, n
	}
	if b, n := Direction(d, k); n > 0 {
		if d.Is(k+n, "of", "from", "від", "от") {
			return Found{Relation: event.Relation{Kind: event.Direction, Bearing: &b}, Use: UsePlace}, n + 1
		}
		if strings.HasSuffix(d.Low(k+n-1), "ее") || strings.HasSuffix(d.Low(k+n-1), "іше") {
			return Found{Relation: event.Relation{Kind: event.Direction, Bearing: &b}, Use: UsePlace}, n
		}
	}
	p, n := prepositions.At(d, k)
	if n == 0 {
		return Found{}, 0
	}
	if russian && n == 1 && d.Is(k, "у") {
		p.kind = event.Near
	}
	if !russian && d.Is(k, "у") && n > 1 && d.HasStem(k+1, "сел", "хутор") {
		p.kind = event.At // in Ukrainian "у" is in, in Russian it is near
	}
	f := Found{Relation: event.Relation{Kind: p.kind}, Use: p.use}
	if p.kind == event.Bank || p.kind == event.Outskirts {
		f.Bearing = sideOf(d, k, k+n)
	}
	return f, n
}

// sideOf reads the side that words name: "the eastern bank of", "на північній околиці".
func sideOf(d *words.Doc, first, last int) *geo.Degrees {
	for k := first; k < last; k++ {
		w := d.Low(k)
		if b, ok := bearingOf(w); ok {
			return &b
		}
		for _, s := range sides {
			for _, stem := range strings.Fields(s.stems) {
				if strings.HasPrefix(w, stem) {
					b := s.bearing
					return &b
				}
			}
		}
	}
	return nil
}

// sides are the stems of adjectives of direction, the compound ones first.
var sides = []struct { //nolint:gochecknoglobals // table, never written
	stems   string
	bearing geo.Degrees
}{
	{"northeast north-east північно-східн северо-восточн", 45},
	{"southeast south-east південно-східн юго-восточн", 135},
	{"southwest south-west південно-західн юго-западн", 225},
	{"northwest north-west північно-західн северо-западн", 315},
	{"north північн северн", 0},
	{"east східн восточн", 90},
	{"south південн южн", 180},
	{"west західн западн", 270},
}

// widen corrects a plain "in" by the words before it: "on the outskirts of", "in the direction of".
func widen(d *words.Doc, f *Found, floor int) {
	if f.Use != UseOwner {
		return
	}
	for k := f.First - 1; k >= max(floor, f.First-3); k-- {
		if p, n := prepositions.At(d, k); n > 0 && k+n == f.Last {
			f.Kind, f.Use, f.First = p.kind, p.use, k
			f.Text = d.Span(k, f.Last)
			return
		}
	}
}

// skippable reports that the words between a preposition and its name only say what kind
// of thing the name is: "the villages of", "occupied", "прикордонного села".
func skippable(d *words.Doc, from, to int) bool {
	if to-from > skipWords {
		return false
	}
	for k := from; k < to; {
		if n := ClassWord(d, k); n > 0 {
			k += n
			continue
		}
		if d.Is(k, "the", "a", "an", "its", "his", "their", "of", "and", "nearby", "occupied", "small", "tiny", "twin", "two", "three", "four", "several", "another", "other", "remote", "key", "ruined", "abandoned", "strategic", "disputed", "territory", "территории", "територію", "територии", "території", "територія", "территорию", "mainly", "largely", "river", "річки", "ріки", "річці", "реки", "реке",
			"\"", "“", "«", "„", "(", "два", "дві", "двох", "трьох", "двух", "трех", "цього", "этого", "самого", "самому", "сам", "колишнього") {
			k++
			continue
		}
		if d.HasStem(k, "neighbo", "south", "north", "east", "west", "central", "border", "front", "mountain", "coastal", "govern", "rebel", "прикордон", "приграничн", "окупован", "оккупирован", "сусідн", "соседн", "північн", "південн", "східн", "західн", "северн", "южн", "восточн", "западн", "централь", "центральн", "фронтов", "прифронтов", "курортн", "портов") {
			k++
			continue
		}
		return false
	}
	return true
}

// ClassWord reports a word that names a kind of place ("village of", "селі", "посёлка",
// "район") at word k and gives its number of words, with a following "of" or full stop.
func ClassWord(d *words.Doc, k int) int {
	_, n := classWords.At(d, k)
	return n
}

// sector reports "direction", "axis", "напрямку" after the name, from word k on.
func sector(d *words.Doc, k int) int {
	_, n := sectors.At(d, k)
	return n
}

// distance reads "6 km north-east of", "за 8 км на південний схід від", "12 miles from".
func distance(d *words.Doc, k int) (Found, int) {
	j := k
	for d.Is(j, "less", "than", "some", "about", "around", "roughly", "approximately", "nearly", "almost", "just", "within", "only", "близько", "приблизно", "майже", "около", "примерно", "почти", "менее", "чем", "менше", "ніж", "за", "в", "у", "at", "a") && j < k+4 {
		j++
	}
	km, n := Kilometres(d, j)
	if n == 0 {
		return Found{}, 0
	}
	j += n
	if d.Is(j, "to", "away") {
		j++
	}
	if d.Is(j, "the") {
		j++
	}
	f := Found{Relation: event.Relation{Kind: event.Distance, Km: &km}, Use: UsePlace}
	if d.Is(j, "inside", "deep", "into", "углубь", "вглубь", "углиб", "вглиб") {
		f.Kind = event.Inside
		j++
		for d.Is(j, "inside", "into", "in", "within") {
			j++
		}
		return f, j - k
	}
	bearing, m := Direction(d, j)
	if m > 0 {
		f.Bearing = &bearing
		j += m
	}
	switch {
	case d.Is(j, "of", "from", "outside", "off", "від", "от", "до"):
		j++
		if d.Is(j, "the") && d.HasStem(j+1, "coast", "shore") || d.HasStem(j, "берег", "побереж", "узбереж") {
			j++
			if d.HasStem(j, "coast", "shore") {
				j++
			}
			if d.Is(j, "of", "at", "near", "у", "біля", "возле") {
				j++
			}
		}
	case m > 0 && (strings.HasSuffix(d.Low(j-1), "ее") || strings.HasSuffix(d.Low(j-1), "іше")):
	default:
		return Found{}, 0
	}
	return f, j - k
}

// Kilometres reads a number with a unit of length at word i and gives it in kilometres.
func Kilometres(d *words.Doc, i int) (float64, int) {
	v, n := d.Number(i)
	if n == 0 {
		if d.HasStem(i, "нескольк", "кільк") || d.Is(i, "several") {
			v.Value, n = 5, 1
		} else if f, ok := halves(d.Low(i)); ok {
			v.Value, n = f, 1
		} else {
			return 0, 0
		}
	}
	if d.Is(i+n, "-") {
		n++
	}
	unit := 0.0
	switch {
	case d.Is(i+n, "km", "kms", "км") || d.HasStem(i+n, "kilomet", "километр", "кілометр"):
		unit = 1
	case d.Is(i+n, "nautical") && d.HasStem(i+n+1, "mile") || d.HasStem(i+n, "морск", "морськ") && d.HasStem(i+n+1, "мил"):
		unit = 1.852
		n++
	case d.Is(i+n, "nm", "nmi"):
		unit = 1.852
	case d.Is(i+n, "mi") || d.HasStem(i+n, "mile", "мил"):
		unit = 1.609344
	case d.Is(i+n, "m", "м") || d.HasStem(i+n, "metre", "meter", "метр"):
		unit = 0.001
	default:
		return 0, 0
	}
	n++
	if d.Is(i+n, ".") && d.Is(i+n-1, "км", "km", "м") && i+n+1 < len(d.Words) && d.Words[i+n].Sent == d.Words[i+n+1].Sent {
		n++
	}
	if d.Is(i+n, "(") { // "(2.5 miles)"
		for k := i + n + 1; k < i+n+6; k++ {
			if d.Is(k, ")") {
				n = k + 1 - i
				break
			}
		}
	}
	return v.Value * unit, n
}

func halves(w string) (float64, bool) {
	switch w {
	case "півтора", "полтора", "полутора":
		return 1.5, true
	}
	return 0, false
}

// Direction reads a bearing at word i: "north-east", "due south", "на південний захід",
// "к северо-востоку", "юго-западнее". Degrees count clockwise from north.
func Direction(d *words.Doc, i int) (geo.Degrees, int) {
	n := 0
	if d.Is(i, "due", "to", "just", "на", "к", "ко", "до") {
		n++
		if d.Is(i+n, "the") {
			n++
		}
	}
	w := d.Low(i + n)
	if w == "" || !d.IsWord(i+n) {
		return 0, 0
	}
	if b, ok := bearingOf(w); ok {
		n++
		if second, ok := d.Low(i+n), true; ok && !strings.Contains(w, "-") {
			if v, ok := bearingOf(second); ok && adjective(w) {
				if mid, ok := between(b, v); ok {
					return mid, n + 1
				}
			}
		}
		return b, n
	}
	return 0, 0
}

// adjective reports "північний" before "схід", "south" before "east".
func adjective(w string) bool {
	return strings.HasSuffix(w, "ий") || strings.HasSuffix(w, "ому") || strings.HasSuffix(w, "north") || strings.HasSuffix(w, "south") || strings.HasSuffix(w, "ій") || strings.HasSuffix(w, "ого")
}

// between gives the middle of two bearings that are not opposite.
func between(a, b geo.Degrees) (geo.Degrees, bool) {
	diff := float64(b - a)
	for diff > 180 {
		diff -= 360
	}
	for diff < -180 {
		diff += 360
	}
	if diff > 135 || diff < -135 {
		return 0, false
	}
	m := float64(a) + diff/2
	if m < 0 {
		m += 360
	}
	return geo.Degrees(m), true
}

// bearingOf reads one word, hyphens inside it allowed.
func bearingOf(w string) (geo.Degrees, bool) {
	parts := strings.Split(w, "-")
	if len(parts) > 3 {
		return 0, false
	}
	b, ok := cardinal(parts[len(parts)-1])
	if !ok {
		return compound(w)
	}
	for k := len(parts) - 2; k >= 0; k-- {
		a, ok := cardinal(parts[k])
		if !ok {
			return 0, false
		}
		if b, ok = between(a, b); !ok {
			return 0, false
		}
	}
	return b, true
}

// compound reads words written as one: "northeast", "southwestern".
func compound(w string) (geo.Degrees, bool) {
	for _, first := range []string{"north", "south"} {
		rest, ok := strings.CutPrefix(w, first)
		if !ok {
			continue
		}
		a, _ := cardinal(first)
		if b, ok := cardinal(rest); ok {
			return between(a, b)
		}
	}
	return 0, false
}

func cardinal(w string) (geo.Degrees, bool) {
	switch w {
	case "north", "northern", "northward", "северу", "север", "севера", "севере", "северо", "севернее", "північ", "північний", "північному", "північніше", "північно", "півночі", "північ'ю":
		return 0, true
	case "east", "eastern", "eastward", "востоку", "восток", "востока", "востоке", "восточнее", "схід", "сході", "сходу", "східний", "східніше", "східному", "східно":
		return 90, true
	case "south", "southern", "southward", "югу", "юг", "юга", "юге", "юго", "южнее", "південь", "південний", "південному", "південніше", "півдня", "півдні", "південно":
		return 180, true
	case "west", "western", "westward", "западу", "запад", "запада", "западе", "западнее", "захід", "заході", "заходу", "західний", "західніше", "західному", "західно":
		return 270, true
	}
	return 0, false
}
