package resolve

import (
	"strconv"
	"strings"

	"sitmap/gazetteer"
	"sitmap/gazetteer/names"
	"sitmap/internal/mention"
	"sitmap/internal/text"
)

// findLists numbers the coordinated lists ("A, B and C") and shares what a type
// word before the first member says with the others.
func (d *doc) findLists() {
	next := 0
	for i := 0; i < len(d.ms); {
		j := i
		and := false
		for j+1 < len(d.ms) && d.ms[j+1].sent == d.ms[i].sent && d.ms[i].sent >= 0 {
			sep := d.separator(j, j+1)
			if sep == sepNone {
				break
			}
			and = and || sep == sepAnd
			j++
		}
		n := j - i + 1
		if n >= 2 && (and || n >= 3) {
			for k := i; k <= j; k++ {
				d.ms[k].list = next
			}
			next++
			d.shareKind(i, j)
		}
		i = j + 1
	}
}

type sepKind uint8

const (
	sepNone sepKind = iota
	sepComma
	sepAnd
)

// separator reads the tokens between two mentions that follow each other: only
// commas, conjunctions, prepositions and type words may stand between list members.
func (d *doc) separator(i, j int) sepKind {
	a, b := d.ms[i].tok1, d.ms[j].tok0
	if b-a > 6 || a > b {
		return sepNone
	}
	kind := sepNone
	for k := a; k < b; k++ {
		w := d.fold(k)
		switch {
		case d.word(k) == "," || d.word(k) == "/" || d.word(k) == ";":
			if kind == sepNone {
				kind = sepComma
			}
		case isAnd(w):
			kind = sepAnd
		case w == "" && d.toks[k].Kind == text.Punct && strings.ContainsAny(d.word(k), "«»“”\"."):
		case kind != sepNone && isListFiller(w):
		default:
			if t, before, _ := mention.TypeWord(w); !before || t == 0 || kind == sepNone {
				return sepNone
			}
		}
	}
	return kind
}

func isAnd(w string) bool {
	switch w {
	case "and", "or", "та", "і", "й", "и", "або", "или", "und", "et", "y", "also", "также", "також", "nor", "&":
		return true
	}
	return false
}

func isListFiller(w string) bool {
	switch w {
	case "near", "in", "at", "the", "of", "у", "в", "во", "біля", "під", "под", "возле", "около", "на", "за", "from", "around", "to", "а", "коло", "close", "with", "же":
		return true
	}
	return false
}

// shareKind gives "villages of A, B and C" to all members.
func (d *doc) shareKind(i, j int) {
	k := d.ms[i].kindOut & mention.KindSettlement
	if k == 0 || d.ms[i].tok0 == 0 {
		return
	}
	w := d.fold(d.ms[i].tok0 - 1)
	if isLinkWord(w) {
		w = d.fold(d.ms[i].tok0 - 2)
	}
	if !isPlural(w) {
		return
	}
	for m := i + 1; m <= j; m++ {
		if d.ms[m].kindIn == 0 && d.ms[m].kindOut == 0 {
			d.ms[m].kindOut = k
		}
	}
}

func isPlural(w string) bool {
	switch w {
	case "villages", "towns", "cities", "settlements", "hamlets", "села", "сел", "сёл", "сіл", "селах", "селами", "деревни", "деревень", "деревнях", "міста", "міст", "містах", "города", "городов", "городах", "хутора", "поселки", "поселков", "хуторов":
		return true
	}
	return false
}

// findRelations reads the words between neighbouring mentions of a sentence:
// "X, Parent", "Parent's X", "X in Parent", "X Parent(genitive)", "12 km east of Y".
func (d *doc) findRelations() {
	for i := 0; i+1 < len(d.ms); i++ {
		j := i + 1
		a, b := &d.ms[i], &d.ms[j]
		if a.sent < 0 || a.sent != b.sent || a.tok1 > b.tok0 {
			continue
		}
		d.containment(i, j)
		d.position(i, j)
	}
	d.leading()
	for i := 0; i+2 < len(d.ms); i++ { // "X in the Russian Kursk region": over the nationality to the area
		p := d.ms[i].parents
		if len(p) > 0 && p[0] == i+1 && d.ms[i+1].country != "" && len(d.ms[i+2].parents) > 0 && d.ms[i+2].parents[0] == i+1 {
			d.ms[i].parents = append(p, i+2)
		}
	}
	d.shareParents()
	for i := range d.ms { // "X near Y in Z": X is probably in Z too
		m := &d.ms[i]
		if len(m.parents) > 0 || len(m.rels) == 0 {
			continue
		}
		if o := m.rels[0].other; o == i+1 && len(d.ms[o].parents) > 0 {
			m.soft = append(m.soft, d.ms[o].parents...)
		}
	}
}

// containment records an explicit parent, in either order.
func (d *doc) containment(i, j int) {
	a, b := &d.ms[i], &d.ms[j]
	lo, hi := a.tok1, b.tok0
	// a possessive inside the first span or just behind it: "Russia's Kursk region", "Ukraine's northern Sumy region"
	if n := hi - lo; n <= 3 && (n > 0 && d.toks[lo].Kind == text.Possessive || endsPossessive(a.surface)) {
		if d.onlyModifiers(lo, hi) {
			b.parents = append(b.parents, i)
		}
		return
	}
	if a.country != "" { // "Russian region of Kursk", "Syrian city of Aleppo"
		if hi-lo <= 4 && d.onlyTypes(lo, hi) {
			b.parents = append(b.parents, i)
		}
		return
	}
	if b.country != "" && hi-lo == 2 && d.word(lo) == "," && d.fold(lo+1) == "the" && isType(d.fold(b.tok1)) { // "Damascus, the Syrian capital"
		a.parents = append(a.parents, j)
		return
	}
	if a.kindIn&(mention.KindAdmin1|mention.KindAdmin2) != 0 || strings.Contains(a.surface, "щин") { // "in Sumy Oblast near X", "на Сумщині неподалік X"
		if hi-lo >= 1 && hi-lo <= 5 && d.leadsIn(lo, hi) {
			b.soft = append(b.soft, i)
		}
	}
	if d.seatOf(lo, hi) { // "Pokrovsk, the centre of Y district"
		a.parents = append(a.parents, j)
		b.seat = i + 1
		return
	}
	switch d.between(lo, hi) {
	case linkComma:
		if a.list < 0 || a.list != b.list || d.pairLike(i, j) {
			a.parents = append(a.parents, j)
		}
	case linkTouch:
		if (b.kindIn|b.kindOut)&(mention.KindAdmin1|mention.KindAdmin2|mention.KindCommune) != 0 || strings.Contains(b.surface, "щин") {
			a.parents = append(a.parents, j)
		}
	case linkIn, linkBracket:
		if b.kindIn == 0 && d.from(i) {
			return // "из Токмака в Запорожье" is a way, not a place in an area
		}
		a.parents = append(a.parents, j)
	case linkColon:
		b.parents = append(b.parents, i)
	}
}

// seatOf reads ", the administrative centre of" between two mentions, in three languages.
func (d *doc) seatOf(lo, hi int) bool {
	if hi-lo < 2 || hi-lo > 6 || d.word(lo) != "," && d.word(lo) != "(" {
		return false
	}
	seat := false
	for k := lo + 1; k < hi; k++ {
		switch w := d.fold(k); w {
		case "centre", "center", "capital", "seat", "центр", "центре", "центром", "центра", "центрі", "центру", "райцентр", "райцентре", "райцентрі", "столица", "столице", "столицы", "столицей", "столиця", "столиці", "столицею":
			seat = true
		case "the", "a", "of", "administrative", "district", "regional", "main", "chief", "town", "адміністративний", "адміністративному", "административный", "административном", "районний", "районному", "районный", "районном":
		default:
			return false
		}
	}
	return seat
}

// from reports a Slavic "from" before mention i, or before the list it ends.
func (d *doc) from(i int) bool {
	for i > 0 && d.ms[i].list >= 0 && d.ms[i-1].list == d.ms[i].list {
		i--
	}
	switch d.fold(d.ms[i].tok0 - 1) {
	case "из", "изо", "с", "со", "від", "от", "із", "зі", "з":
		return true
	}
	return false
}

// pairLike reports whether a comma pair inside a list is rather "Town, State": the
// second name is an area by its type word.
func (d *doc) pairLike(_, j int) bool {
	return d.ms[j].kindIn&(mention.KindAdmin1|mention.KindAdmin2|mention.KindCountry) != 0
}

func endsPossessive(s string) bool {
	return strings.HasSuffix(s, "'s") || strings.HasSuffix(s, "’s")
}

// leadsIn reports that prepositions of place and type words stand in [lo, hi).
func (d *doc) leadsIn(lo, hi int) bool {
	near := false
	for k := lo; k < hi; k++ {
		w := d.fold(k)
		switch {
		case mention.IsNear(w) || w == "in" || w == "at" || w == "в" || w == "у" || w == "на":
			near = true
		case isType(w) || isLinkWord(w) || w == "від" || w == "от" || d.word(k) == ",":
		default:
			return false
		}
	}
	return near
}

// onlyTypes reports that type words, bearings and "of" stand in [lo, hi), or nothing.
func (d *doc) onlyTypes(lo, hi int) bool {
	for k := lo; k < hi; k++ {
		w := d.fold(k)
		_, bearing := mention.Bearing(w)
		if !isType(w) && !bearing && !isLinkWord(w) && !isModifier(w) && w != "border" && w != "-" {
			return false
		}
	}
	return true
}

// onlyModifiers reports that nothing but possessives, bearings and small words stands in [lo, hi).
func (d *doc) onlyModifiers(lo, hi int) bool {
	for k := lo; k < hi; k++ {
		w := d.fold(k)
		if _, ok := mention.Bearing(w); ok || d.toks[k].Kind == text.Possessive || isModifier(w) || d.word(k) == "-" {
			continue
		}
		if t, before, _ := mention.TypeWord(w); before && t != 0 {
			continue
		}
		return false
	}
	return true
}

type linkKind uint8

const (
	linkNone    linkKind = iota
	linkComma            // "X, Y"
	linkIn               // "X in Y", "X, a village in Y"
	linkBracket          // "X (Y)"
	linkTouch            // "X Y" with nothing between, the Cyrillic genitive
	linkColon            // "Y: X"
)

// between classifies the tokens from one mention to the next.
func (d *doc) between(lo, hi int) linkKind {
	n := hi - lo
	if n == 0 {
		if lo > 0 && lo < len(d.toks) && isCyrillic(d.word(lo)) {
			return linkTouch
		}
		return linkNone
	}
	if n > 6 {
		if n <= 10 && d.apposition(lo, hi) {
			return linkIn
		}
		return linkNone
	}
	if n == 1 {
		switch d.word(lo) {
		case ",":
			return linkComma
		case "(":
			return linkBracket
		case ":":
			return linkColon
		}
	}
	in := false
	for k := lo; k < hi; k++ {
		w := d.fold(k)
		t, _, _ := mention.TypeWord(w)
		_, bearing := mention.Bearing(w)
		switch {
		case in && (bearing || isModifier(w)): // "in eastern Ukraine", "in southern Lebanon"
		case bearing:
			return linkNone // "north of Y" is not containment
		case mention.IsIn(w):
			in = true
		case d.word(k) == "," || d.word(k) == "-" || w == "the" || w == "a" || w == "an" || t != 0 || isModifier(w):
		case w == "small" || w == "border" || w == "occupied" || w == "located" || w == "нынешней" || w == "оккупированной":
		default:
			if d.apposition(lo, hi) {
				return linkIn
			}
			return linkNone
		}
	}
	if in {
		return linkIn
	}
	return linkNone
}

// apposition reads ", a farm town in upstate": a comma, an article, lower-case words and
// a preposition of containment near the end.
func (d *doc) apposition(lo, hi int) bool {
	if d.word(lo) != "," || hi-lo < 4 {
		return false
	}
	if w := d.fold(lo + 1); w != "a" && w != "an" && w != "the" && w != "centre" && w != "центре" && w != "центрі" {
		return false
	}
	in := -1
	for k := lo + 2; k < hi; k++ {
		w := d.fold(k)
		if d.toks[k].Kind == text.Punct && d.word(k) != "-" {
			return false
		}
		if w == "in" || w == "of" || w == "в" || w == "у" || w == "на" {
			in = k
		} else if _, bearing := mention.Bearing(w); isCapitalised(d.word(k)) && !bearing {
			return false
		}
	}
	return in > 0 && hi-in <= 4
}

func isCyrillic(w string) bool { return names.ScriptOf(w) == names.ScriptCyrillic }

// position reads "12 km east of Y", "south of Y", "under Y" between two mentions.
func (d *doc) position(i, j int) {
	a, b := &d.ms[i], &d.ms[j]
	lo, hi := a.tok1, b.tok0
	if hi-lo < 1 || hi-lo > 14 {
		return
	}
	r := relation{other: j, bearing: -1}
	for k := lo; k < hi; k++ {
		w := d.fold(k)
		two := w
		if k+1 < hi {
			next := k + 1
			if d.word(next) == "-" && k+2 < hi {
				next = k + 2
			}
			two = w + " " + d.fold(next)
		}
		if deg, ok := mention.Bearing(two); ok {
			r.bearing = deg
		} else if deg, ok := mention.Bearing(w); ok && r.bearing < 0 {
			r.bearing = deg
		}
		if isKilometre(w) && k > lo {
			r.km = d.number(k - 1)
		}
		if isMile(w) && k > lo {
			r.km = d.number(k-1) * 1.609
		}
		if mention.IsNear(w) && hi-k <= 3 && w != "у" {
			r.near = true
		}
	}
	if last := d.fold(hi - 1); (r.bearing >= 0 || r.km > 0) && !r.near && !isFrom(last) && !isType(last) {
		return
	}
	if r.near || r.bearing >= 0 || r.km > 0 {
		a.rels = append(a.rels, r)
	}
}

func isType(w string) bool { k, _, _ := mention.TypeWord(w); return k != 0 }

func isFrom(w string) bool {
	switch w {
	case "of", "from", "від", "од", "от", "the", "з", "к":
		return true
	}
	_, ok := mention.Bearing(w) // "западнее Y", "північніше Y"
	return ok
}

func isKilometre(w string) bool {
	switch w {
	case "km", "kms", "kilometer", "kilometers", "kilometre", "kilometres", "км", "кілометр", "кілометри", "кілометрів", "кілометрах", "километр", "километра", "километров", "километрах":
		return true
	}
	return false
}

func isMile(w string) bool { return w == "mile" || w == "miles" || w == "mi" }

// number reads a count in digits or as an English, Ukrainian or Russian small number word.
func (d *doc) number(k int) float64 {
	w := d.word(k)
	if v, err := strconv.ParseFloat(strings.ReplaceAll(w, ",", "."), 64); err == nil {
		return v
	}
	for i, forms := range smallNumbers {
		for _, f := range forms {
			if f == names.Fold(w) {
				return float64(i + 1)
			}
		}
	}
	return 0
}

//nolint:gochecknoglobals // table, never written
var smallNumbers = [][]string{
	{"one", "один", "одного"},
	{"two", "два", "двох", "двух", "дві"},
	{"three", "три", "трьох", "трех"},
	{"four", "чотири", "четыре", "четырех"},
	{"five", "пять", "пяти"},
	{"six", "шість", "шесть", "шести"},
	{"seven", "сім", "семь", "семи"},
	{"eight", "вісім", "восемь", "восьми"},
	{"nine", "девять", "девяти"},
	{"ten", "десять", "десяти"},
	{"eleven", "одиннадцать"},
	{"twelve", "двенадцать", "дванадцять"},
}

// shareParents lets a list have the parent of its last member ("A, B and C in
// Russia's Kursk region") and passes stated parents of parents down.
func (d *doc) shareParents() {
	for i := len(d.ms) - 2; i >= 0; i-- {
		m, next := &d.ms[i], &d.ms[i+1]
		if m.list < 0 || m.list != next.list {
			continue
		}
		if len(m.rels) == 0 && len(next.rels) > 0 && d.ms[next.rels[0].other].list != m.list {
			rel := next.rels[0]
			rel.km = 0 // the number is the last member's; the direction is all members'
			m.rels = append(m.rels, rel)
		}
		if len(m.parents) > 0 {
			continue
		}
		for _, p := range next.parents {
			if p > i+1 && d.ms[p].list != m.list && d.linkedIn(i+1, p) {
				m.parents = append(m.parents, p)
			}
		}
	}
}

// linkedIn reports that the words between are "in" or a touching genitive, which
// reach back over a list; a comma pair does not.
func (d *doc) linkedIn(i, p int) bool {
	k := d.between(d.ms[i].tok1, d.ms[p].tok0)
	if k == linkIn {
		return true
	}
	return k == linkTouch && d.ms[p].kindIn&mention.KindAdmin1 != 0
}

// role of a mention as its words state it; used for context only.
func isHint(m *ment) bool { return m.role == gazetteer.RoleDemonym || m.input < 0 }
