package extract

import (
	"slices"
	"strings"

	"sitmap/gazetteer"
	"sitmap/internal/event"
	"sitmap/internal/extract/relation"
	"sitmap/internal/extract/trigger"
	"sitmap/internal/extract/words"
)

// name is a mention as the assembly sees it.
type name struct {
	mention     int
	first, last int // words, half open
	sent        int
	rel         relation.Found
	alias       bool   // an area by another mention of its name
	area        bool   // larger than a settlement
	line        bool   // a river, a sea: never an event's place by itself
	local       bool   // the place of witnesses: "residents of A said"
	place       bool   // may be an event's place
	key         string // its folded words
	toward      bool   // only a direction or a front sector
	chained     bool   // goes on with the list of the name before
	river       int    // 1 + mention of the river whose bank the relation names; 0 none
	anchor      int    // 1 + index of the name that says where this one lies ("A, 12 km east of B"); 0 none
}

// group is a run of names with one relation: "near A, B and C".
type group struct {
	names       []int // indexes of assembly.names
	first, last int   // words
	area        bool
	toward      bool
}

// readNames judges every mention: an event's place or not, and how the event lies to it.
func (a *assembly) readNames() {
	for i, m := range a.in.Mentions {
		if m.Start < 0 || m.End > len(a.in.Report.Text) || m.Start >= m.End {
			continue
		}
		switch m.Role {
		case gazetteer.RoleDateline, gazetteer.RoleMetonym, gazetteer.RoleDemonym:
			continue
		}
		first := a.d.At(m.Start)
		last := a.d.At(m.End-1) + 1
		if first >= len(a.d.Words) || last <= first || last > len(a.d.Words) {
			continue
		}
		n := name{mention: i, first: first, last: last, sent: a.d.Words[first].Sent}
		if a.isTrigger(n) {
			continue
		}
		a.names = append(a.names, n)
	}
	slices.SortStableFunc(a.names, func(x, y name) int { return x.first - y.first })
	a.namesAt = newIndex(len(a.d.Sents), len(a.names), func(i int) int { return a.names[i].sent })
	a.relate()
	a.areasByName()
	for k := range a.names {
		a.judge(k)
	}
	a.roads()
	a.banks()
}

// isTrigger reports a mention that is only the first word of a sentence and a word for a
// weapon or an act, or several words with a weapon among them ("Dozens of UAVs"): the
// capital letter misled.
func (a *assembly) isTrigger(n name) bool {
	for _, t := range a.triggersOf(n.sent) {
		if n.last-n.first > 1 && t.Kind == trigger.Weapon && t.First >= n.first && t.Last <= n.last {
			return true
		}
	}
	if n.first != a.d.Sents[n.sent].First || n.last != n.first+1 {
		return false
	}
	for _, t := range a.triggersOf(n.sent) {
		if t.First == n.first {
			return true
		}
	}
	return false
}

// relate reads the relation and the size of every name.
func (a *assembly) relate() {
	for k := range a.names {
		n := &a.names[k]
		floor := a.d.Sents[n.sent].First
		if k > 0 && a.names[k-1].last > floor {
			floor = min(a.names[k-1].last, n.first)
		}
		n.rel = relation.Before(a.d, n.first, n.last, floor, a.russian)
		n.area, n.line = a.size(n.mention, *n)
		for w := n.first; w < n.last; w++ {
			n.key += a.d.Low(w)
		}
	}
}

// size tells areas and lines from settlements by class, else by the words.
func (a *assembly) size(i int, n name) (area, line bool) {
	if i < len(a.in.Classes) {
		switch a.in.Classes[i] {
		case gazetteer.ClassCountry, gazetteer.ClassAdmin1, gazetteer.ClassRegion:
			return true, false
		case gazetteer.ClassAdmin2: // named like its town, and no word says that the area is meant
			return areaName(a.d, n.first, n.last) || a.d.Is(n.first-1, "of") && isAreaWord(a.d, n.first-2) || relation.ClassWord(a.d, n.first-1) > 0 && isAreaWord(a.d, n.first-1) || !a.likeTown(n), false
		case gazetteer.ClassRiver, gazetteer.ClassSea:
			return false, true
		case gazetteer.ClassSettlement, gazetteer.ClassNeighbourhood, gazetteer.ClassFacility:
			if a.withArticle(n) {
				return false, true
			}
			if !areaName(a.d, n.first, n.last) {
				return false, false
			}
		}
	}
	return areaName(a.d, n.first, n.last) || a.d.Is(n.first-1, "of") && isAreaWord(a.d, n.first-2), false
}

// areasByName makes a bare name an area when the report elsewhere names the area itself:
// "in Kursk" beside "the Kursk region".
func (a *assembly) areasByName() {
	areas := map[string]bool{}
	for _, n := range a.names {
		if n.area && n.last-n.first >= 1 && areaName(a.d, n.first, n.last) || n.area && a.d.Is(n.first-1, "of") && isAreaWord(a.d, n.first-2) {
			areas[a.d.Low(n.first)] = true
		}
	}
	for k := range a.names {
		n := &a.names[k]
		if n.last-n.first == 1 && areas[a.d.Low(n.first)] && relation.ClassWord(a.d, n.first-1) == 0 && !a.d.Is(n.first-2, "city", "town") {
			n.alias = !n.area
			n.area = true
		}
	}
}

// areaName reports words that make a name an area: "Kursk region", "Сумщині", "Ізюмського району".
func areaName(d *words.Doc, first, last int) bool {
	for k := first; k < last; k++ {
		w := d.Low(k)
		if strings.Contains(w, "щин") || strings.Contains(w, "ччин") {
			return len(w) > 12
		}
		if isAreaWord(d, k) {
			return true
		}
	}
	return isAreaWord(d, last) && !d.HasStem(last, "громад", "community", "communities")
}

func isAreaWord(d *words.Doc, k int) bool {
	return d.Is(k, "region", "oblast", "province", "district", "raion", "county", "governorate", "state", "republic", "krai", "valley", "peninsula", "department", "territory", "township", "locality", "prefecture", "woreda", "cercle") ||
		d.HasStem(k, "област", "район", "округ", "улус", "провинц", "провінц", "губерн", "республик", "республік", "краї", "крае", "краю")
}

// judge decides whether name k may be an event's place.
func (a *assembly) judge(k int) {
	n := &a.names[k]
	n.local = !a.state(n) && !a.mentions(n.sent, "fled", "flee", "evacu", "return", "тікал", "втекл", "виїха", "бежал", "выеха", "эваку", "еваку", "верну", "поверн") && (a.witnesses(n) || a.officeOf(n) || a.belongsToPeople(n))
	if n.line || a.state(n) || a.officeOf(n) || a.government(n) || a.inClaimant(n) || a.whereSaid(n) || a.belongsToPeople(n) || a.arrived(n) || a.people(n) {
		return
	}
	switch n.rel.Use {
	case relation.UseOrigin:
		if !a.left(n) {
			return
		}
		if a.d.HasStem(n.rel.First-1, "выезд", "виїзд", "exit", "въезд") {
			n.rel.Kind = event.Near
		}
	case relation.UseDestination:
		if !a.d.Is(n.rel.First, "for") || !a.d.HasStem(n.rel.First-1, "fight", "battle", "struggle", "clash", "push", "assault") {
			return
		}
	case relation.UseToward, relation.UseSector:
		n.place, n.toward = !a.flight(n), true
		return
	}
	if a.d.Is(n.last, "'s") {
		r, ok := a.ownPart(n)
		if !ok {
			return
		}
		n.rel.Relation = r
	}
	if relation.ClassWord(a.d, n.last) > 0 && a.nameAt(n.last+relation.ClassWord(a.d, n.last)) > n.last+1 && a.d.Is(n.last+relation.ClassWord(a.d, n.last)-1, "of") {
		return // "the A suburb of B"
	}
	if k > 0 {
		a.follow(k)
		if a.explains(k) {
			if p := a.previous(k); n.rel.Kind == event.Distance || n.rel.Kind == event.Direction {
				p.anchor = k + 1
			}
			return
		}
	}
	n.place = true
}

// state reports a country that is named as an actor, without words of place.
func (a *assembly) state(n *name) bool {
	return n.mention < len(a.in.Classes) && a.in.Classes[n.mention] == gazetteer.ClassCountry && (n.rel.Use == relation.UseNone || n.rel.Use == relation.UseOwner)
}

// officeOf reports "the Kharkiv governor", "мер Мелітополя", "глава Полтавської ОВА".
func (a *assembly) officeOf(n *name) bool {
	if n.rel.Use != relation.UseNone || n.chained {
		return false
	}
	return a.d.HasStem(n.last, "governor", "mayor", "resident", "council", "police", "authorit", "ова") || a.d.HasStem(n.first-1, "глав", "голов", "мер", "мэр", "губернатор", "начальник", "очільник", "жител", "мешкан", "влада", "власт")
}

// government reports a name that stands for a state: the subject of a verb that only
// people and governments can have ("Kyiv accused", "Киев не комментировал"), or the
// author of a statement ("a claim by Moscow").
func (a *assembly) government(n *name) bool {
	if a.d.Is(n.first-1, "by") && a.d.HasStem(n.first-2, "claim", "statement", "denial", "announcement", "decision", "report", "attempt") {
		return true
	}
	if n.rel.Use != relation.UseNone || n.chained || a.d.Is(n.last, "'s") {
		return false
	}
	if a.d.Is(n.last, "—", "–") && a.d.Is(n.last+1, "про", "о", "об") {
		return true // "Київ говорить про 300, Москва — про 50"
	}
	for k := n.last; k < min(n.last+4, a.d.Sents[n.sent].Last) && !a.d.IsMark(k); k++ {
		if a.d.Is(k, "sent", "ordered", "accused", "accuses", "denies", "denied", "called", "calls", "says", "said", "vowed", "warned", "insists", "insisted", "claims", "claimed", "wants", "agreed", "announced", "condemned", "rejects", "rejected", "blames", "blamed", "estimates", "confirmed", "believes", "promised", "declined", "responded", "urged", "demanded") ||
			a.d.HasStem(k, "говор", "утвержда", "стверджу", "настаива", "наполяга", "признал", "визнал", "комментир", "комент", "заявил", "заявля", "заявив", "обвин", "звинува", "отрица", "запереч", "считает", "вважає", "призвал", "закликав", "опроверг", "спросту", "требу", "вимага", "пообеща", "пообіця") {
			return true
		}
	}
	return false
}

// witnesses reports that the name says where those live who tell of the event.
func (a *assembly) witnesses(n *name) bool {
	for k := n.first - 1; k >= max(a.d.Sents[n.sent].First, n.first-4); k-- {
		if a.d.HasStem(k, "resident", "witness", "local", "doctor", "medic", "hospital", "villager", "people", "authorit", "mayor", "governor", "police", "жител", "мешкан", "очевид", "свидетел", "врач", "лікар", "медик", "влад", "власт", "мер", "мэр", "голов", "глав", "губернатор", "адміністрац", "администрац", "поліц", "полиц") {
			return a.inClaimant(n)
		}
	}
	return false
}

// left reports a withdrawal or an expulsion: "withdrew from", "выбили противника из".
func (a *assembly) left(n *name) bool {
	for k := n.rel.First - 1; k >= max(a.d.Sents[n.sent].First, n.rel.First-4) && !a.d.IsMark(k); k-- {
		if a.d.HasStem(k, "withdr", "retreat", "pulled", "pushed", "driven", "drove", "ousted", "expelled", "відійш", "відступ", "вибил", "вибит", "отош", "отступ", "выбил", "выбит", "вытесн", "витісн", "вийшл", "cleared", "зачист", "выезд", "виїзд", "exit", "въезд") {
			return true
		}
	}
	return false
}

// whereSaid reports where somebody spoke: "the agency said in Geneva".
func (a *assembly) whereSaid(n *name) bool {
	if n.rel.Use != relation.UsePlace {
		return false
	}
	for _, s := range a.saysOf(n.sent) {
		if n.rel.First >= s.Last && n.rel.First-s.Last <= 1 && s.VerbAt < n.first && !strings.Contains(s.Verb, " ") {
			return true
		}
	}
	return false
}

// arrived reports a relative clause about people: "units that arrived in", "residents who live in".
func (a *assembly) arrived(n *name) bool {
	for k := n.first - 1; k >= max(a.d.Sents[n.sent].First, n.first-7); k-- {
		if a.d.IsMark(k) {
			return false
		}
		if a.d.HasStem(k, "arriv", "deploy", "liv", "based", "stationed", "born", "прибув", "прибыв", "прибыл", "живу", "мешка", "дислок", "reached") && a.d.Is(k-1, "that", "who", "which", "had", "have", "були", "які", "который", "которые", "troops", "soldiers", "units", "were", "are") {
			return true
		}
	}
	return false
}

// belongsToPeople reports "the council of", "residents of": the name says whose they are.
func (a *assembly) belongsToPeople(n *name) bool {
	return n.rel.Use == relation.UseOwner && a.d.HasStem(n.rel.First-1, "council", "head", "mayor", "governor", "resident", "people", "government", "president", "university", "bishop", "citizen", "native", "capital", "leader", "representative", "minister", "map", "city", "half", "state", "republic", "most", "some", "all")
}

// flight reports that people fled or were taken there.
func (a *assembly) flight(n *name) bool {
	for k := n.rel.First - 1; k >= max(a.d.Sents[n.sent].First, n.rel.First-4); k-- {
		if a.d.HasStem(k, "fled", "flee", "evacuat", "escap", "walk", "displac", "евакуй", "эвакуи", "тікал", "бежал", "втекл", "вивез", "вывез") {
			return true
		}
	}
	return false
}

// ownPart reads "the town's outskirts", "the city's centre": a part of the place itself.
func (a *assembly) ownPart(n *name) (event.Relation, bool) {
	for k := n.last + 1; k < n.last+4; k++ {
		switch {
		case a.d.HasStem(k, "outskirt", "suburb", "edge", "fringe"):
			return event.Relation{Kind: event.Outskirts, Text: a.d.Low(k)}, true
		case a.d.HasStem(k, "cent", "market", "airport", "port", "hospital", "district", "main", "university", "bridge", "railway", "power"):
			return event.Relation{Kind: event.At}, true
		}
	}
	return event.Relation{}, false
}

// inClaimant reports that the name is part of the words for who speaks.
func (a *assembly) inClaimant(n *name) bool {
	for _, s := range a.saysOf(n.sent) {
		if s.NameFirst <= n.first && n.last <= s.NameLast {
			return true
		}
	}
	// "Kyiv-backed", "Ukraine's General Staff": the possessor of an institution
	if a.d.Is(n.last, "'s") {
		for k := n.last + 1; k < n.last+4; k++ {
			if a.d.HasStem(k, "militar", "army", "forces", "ministry", "government", "president", "general", "defen", "intelligence", "troops", "minister", "navy", "police", "ombudsman") {
				return true
			}
		}
	}
	return false
}

// follow makes a name without words of its own take the relation of the list it goes on.
func (a *assembly) follow(k int) {
	n, p := &a.names[k], a.previous(k)
	if p == nil || !a.listed(p.last, n.first) && !a.pastApposition(k, p) {
		return
	}
	n.chained = true
	if n.rel.Use == relation.UseNone || n.rel.Use == relation.UseOwner {
		n.rel = p.rel
		n.toward = p.toward
	}
	if n.area != p.area {
		a.evenOut(n, p)
	}
}

// previous gives the name before k in its sentence, passing names that explain.
func (a *assembly) previous(k int) *name {
	for j := k - 1; j >= 0 && a.names[j].sent == a.names[k].sent; j-- {
		if a.names[j].place {
			return &a.names[j]
		}
		if !a.names[j].area && a.names[j].rel.Use != relation.UsePlace {
			continue
		}
	}
	return nil
}

// pastApposition reports a list that goes on after the words for where its last place lies:
// "A, some 20 km west of B, and the port of C".
func (a *assembly) pastApposition(k int, p *name) bool {
	m := &a.names[k-1]
	return m != p && !m.place && m.sent == p.sent && (m.rel.Kind == event.Distance || m.rel.Kind == event.Direction) && m.rel.First >= p.last &&
		a.d.Is(p.last, ",") && a.d.Is(m.last, ",") && a.listed(m.last, a.names[k].first)
}

// listed reports that between two names stand only commas, conjunctions, words for kinds
// of places, other names and the preposition of the second.
func (a *assembly) listed(from, to int) bool {
	if to-from > 12 {
		return false
	}
	joined := false
	for k := from; k < to; {
		if j := a.nameAt(k); j > k {
			k = j
			continue
		}
		if j := a.bankAt(k); j > k && j <= to {
			k = j // "A on the right bank of the R and B"
			continue
		}
		if a.d.Is(k, ",", "and", "та", "і", "й", "и", "або", "or", "или", "as", "well", "а", "також", "также", "including", "&", "/") {
			joined = true
			k++
			continue
		}
		if a.d.Is(k, "near", "in", "at", "around", "close", "to", "біля", "коло", "поблизу", "під", "в", "у", "на", "возле", "под", "около", "the", "of", "for", "both", "also", "nearby", "neighbouring", "за", "по", "районе", "районі", "off") {
			k++
			continue
		}
		n := relation.ClassWord(a.d, k)
		if n == 0 && a.d.Is(k-1, "the", "a") && relation.ClassWord(a.d, k+1) > 0 && a.d.IsWord(k) {
			n = 1 // "the mining town of"
		}
		if n > 0 {
			k += n
			continue
		}
		if isAreaWord(a.d, k) || a.d.HasStem(k, "громад") {
			k++
			continue
		}
		return false
	}
	return joined
}

// nameAt gives the end of the name that begins at word k, or k.
func (a *assembly) nameAt(k int) int {
	if k >= len(a.d.Words) {
		return k
	}
	for _, n := range a.namesOf(a.d.Words[k].Sent) {
		if n.first == k {
			return n.last
		}
	}
	return k
}

// bankAt gives the end of the words for the bank of a river that begin at word k, or k.
func (a *assembly) bankAt(k int) int {
	for _, n := range a.namesOf(a.sentOf(k)) {
		if n.rel.Kind == event.Bank && n.rel.First == k && n.first >= n.rel.Last {
			return n.first
		}
	}
	return k
}

// evenOut lets a district that the words do not call one go as the town of its name when a
// list joins it to a town: "in A and B".
func (a *assembly) evenOut(n, p *name) {
	for _, x := range []*name{n, p} {
		if x.area && x.mention < len(a.in.Classes) && a.in.Classes[x.mention] == gazetteer.ClassAdmin2 && !areaName(a.d, x.first, x.last) && !x.alias {
			x.area = false
		}
	}
}

// explains reports that name k only says where the name before it lies: a parent area, or
// the anchor of a bearing or distance.
func (a *assembly) explains(k int) bool {
	n := &a.names[k]
	p := a.previous(k)
	if p == nil || p.rel.Kind == event.Bank {
		return false
	}
	if p.area && !n.area {
		return a.small(p) && (n.rel.Kind == event.Distance || n.rel.Kind == event.Direction) && n.rel.First >= p.last && n.rel.First-p.last <= 2
	}
	for _, t := range a.triggersOf(n.sent) {
		if t.First >= p.last && t.Last <= n.first {
			return n.area && !p.area && a.adjacent(p.last, n.first)
		}
	}
	gap := n.first - p.last
	switch {
	case n.rel.Kind == event.Between && p.rel.Kind == event.At && a.d.Is(p.last, ",") && n.rel.First > p.last && n.rel.First-p.last <= 5:
		return true // "A, on the road between B and C"
	case !n.area && !a.names[k-1].place && !a.names[k-1].area && a.names[k-1].rel.Kind == event.Between && n.rel.First == n.rel.Last && n.first-a.names[k-1].last == 1:
		return true // its other end
	case gap == 0 && n.rel.First == n.rel.Last:
		return true // "Басівка Юнаківської громади"
	case n.area && !p.area:
		return gap <= 14
	case n.area && p.area:
		return gap <= 3
	case n.chained && n.rel.Kind != event.Direction && n.rel.Kind != event.Distance:
		return false
	case n.rel.Kind == event.Direction || n.rel.Kind == event.Distance || n.rel.Kind == event.Bank:
		return n.rel.Last > n.rel.First && n.rel.First >= p.last && !a.d.Is(p.last, "and", "та", "і", "и", "й")
	case n.rel.Use == relation.UsePlace && gap <= 2 && !a.d.Is(p.last, ",", "and", "та", "і", "и", "й"):
		return true // "the village of A under B", "a camp A in B"
	case n.rel.Use == relation.UsePlace && a.d.Is(p.last, ",") && n.rel.First > p.last+1 && a.nominal(p.last+1, n.rel.First):
		return true // "A, a string of hamlets around B"
	}
	return false
}

// adjacent reports that there is nothing but prepositions and commas between two names.
func (a *assembly) adjacent(from, to int) bool {
	for k := from; k < to; k++ {
		if !a.d.Is(k, ",", "in", "of", "the", "(", "'s", "у", "в", "на", "far") && relation.ClassWord(a.d, k) == 0 {
			return false
		}
	}
	return true
}

// nominal reports an apposition: words that begin like a noun phrase, without a verb known here.
func (a *assembly) nominal(from, to int) bool {
	return a.d.Is(from, "a", "an", "the", "some", "roughly", "about", "just", "що", "что") || relation.ClassWord(a.d, from) > 0
}

// roads joins "on the road from A to B" and "advancing from A towards B".
func (a *assembly) roads() {
	for k := 0; k+1 < len(a.names); k++ {
		n, m := &a.names[k], &a.names[k+1]
		if m.first == n.last+1 && a.d.Is(n.last, "—", "–", "-") && a.d.HasStem(n.first-1, "road", "highway", "дорог", "трас", "шлях", "автодорог") {
			n.rel.Kind, n.place, m.rel.Kind, m.place, m.chained = event.Between, true, event.Between, true, true
			continue
		}
		if n.sent != m.sent || n.rel.Use != relation.UseOrigin || m.rel.Use != relation.UseDestination && m.rel.Use != relation.UseToward || m.first-n.last > 6 || n.area || m.area {
			continue
		}
		for j := n.rel.First - 1; j >= max(a.d.Sents[n.sent].First, n.rel.First-4); j-- {
			if a.d.HasStem(j, "road", "track", "highway", "route", "advanc", "push", "дорог", "трас", "шлях", "просува", "продвиг") {
				for _, x := range []*name{n, m} {
					x.rel.Kind, x.place, x.toward = event.Between, true, false
				}
				m.chained = true
				break
			}
		}
	}
}

// groups gives the runs of places of a sentence.
func (a *assembly) groups(sent int) []group {
	only := true // no place but that of the witnesses
	for _, n := range a.namesOf(sent) {
		only = only && !n.place
	}
	var out []group
	lo, hi := a.namesAt.of(sent, sent)
	for k := lo; k < hi; k++ {
		n := &a.names[k]
		if !n.place && (!n.local || !only) {
			continue
		}
		if j := len(out) - 1; j >= 0 && n.chained {
			last := a.names[out[j].names[len(out[j].names)-1]]
			if last.rel.Kind == n.rel.Kind && last.area == n.area && last.toward == n.toward && (n.rel.Kind != event.Between || len(out[j].names) < 2) {
				out[j].names = append(out[j].names, k)
				out[j].last = n.last
				continue
			}
		}
		first := n.first
		if n.rel.First < n.rel.Last && n.rel.First < first {
			first = n.rel.First
		}
		out = append(out, group{names: []int{k}, first: first, last: n.last, area: n.area, toward: n.toward})
	}
	return out
}
