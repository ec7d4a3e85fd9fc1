package resolve

import (
	"math"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/paulmach/orb"

	"sitmap/gazetteer"
	"sitmap/gazetteer/names"
	"sitmap/internal/mention"
	"sitmap/internal/text"
)

const (
	maxCandidates = 400 // kept for one name, by prior
	maxContext    = 20  // of these always see their neighbours; others when their area is in the report
)

// how says in which way a candidate was found.
type how uint8

const (
	howExact how = iota
	howScript
	howInflected
	howSkeleton
	howFuzzy
	howStem    // by the stem of an area's name
	howAdject  // by undoing an adjective
	howPart    // the mention's name holds the place's name: "Xavier University"
	howInherit // no entry of its own: the place that the report is about there
)

type match struct {
	ref     gazetteer.Ref
	kind    gazetteer.NameKind
	how     how
	quality float32
	viaCore bool // found without the type word of the mention
	local   bool // found around another place of the report
}

// cand is one candidate of a group with what the ranker needs at hand.
type cand struct {
	match
	point   orb.Point
	vec     [3]float32 // unit vector
	class   gazetteer.Class
	country string
	admin1  string // code
	pop     int64
	prior   float32
	feat    features
	score   float64
	p       float64
	joint   float64 // change of log p by the joint decoding
	nearest float32 // km to the nearest other settled place of the report; +Inf unknown
	reach   bool    // the point is the part of a river nearest to the report's places
}

// group is the mentions that must mean the same place.
type group struct {
	members  []int // mention indexes
	cands    []cand
	kindIn   mention.Kind
	kindOut  mention.Kind
	hint     bool // a nationality word or context the resolver found itself
	directed bool // a direction word stands before a mention: "southern Lebanon"
	target   bool // a distance or direction is counted from it: "north of Sumy"
	facility bool // named after something that has no entry
	article  bool // "the" stands before a mention without a type word
	river    bool // words for a river stand before a mention: "the left bank of the Dnipro"
}

func newCand(ix *gazetteer.Index, m match) cand {
	c := cand{match: m, point: ix.Point(m.ref), class: ix.Class(m.ref), country: ix.CountryCode(m.ref), admin1: ix.Admin1(m.ref), pop: ix.Population(m.ref), prior: ix.Prior(m.ref)}
	c.vec = unit(c.point)
	return c
}

func unit(p orb.Point) [3]float32 {
	sinLat, cosLat := math.Sincos(p[1] * math.Pi / 180)
	sinLon, cosLon := math.Sincos(p[0] * math.Pi / 180)
	return [3]float32{float32(cosLat * cosLon), float32(cosLat * sinLon), float32(sinLat)}
}

// chordKm2 is the squared straight-line distance in km²; within 1 % of the surface distance up to 1,500 km.
func chordKm2(a, b *[3]float32) float64 {
	x, y, z := float64(a[0]-b[0]), float64(a[1]-b[1]), float64(a[2]-b[2])
	return (x*x + y*y + z*z) * (6371.0088 * 6371.0088)
}

// lookup gathers the candidates of one mention.
func (r *Resolver) lookup(m *ment, lang string) []match {
	if m.country != "" {
		if ref, ok := r.ix.Country(m.country); ok {
			return []match{{ref: ref, kind: gazetteer.NameDemonym, quality: 1}}
		}
		return nil
	}
	full := cleanName(m.surface)
	if full == "" {
		return nil
	}
	out := r.exact(nil, full, false)
	core := m.core
	typed := m.kindIn != 0 || m.part
	if typed && core != "" && core != full && !r.anyAllowed(out, m.kindIn) {
		out = r.exact(out, core, true)
	}
	cyr := names.ScriptOf(full) == names.ScriptCyrillic
	if cyr || len(out) == 0 {
		out = r.forms(out, full, core, m, lang, cyr)
	}
	if cyr || r.anySlavic(out) {
		out = r.slavicForms(out, core)
	}
	kind := m.kindIn | m.kindOut
	if kind&(mention.KindAdmin1|mention.KindAdmin2) != 0 || cyr && len(out) == 0 {
		out = r.areaForms(out, core, m.kindIn, kind)
	}
	if name, cc := aliasOf(names.Fold(core)); name != "" {
		if ref, ok := r.admin1ByName(cc, name); ok {
			out = append(out, match{ref: ref, kind: gazetteer.NameAlternate, how: howStem, quality: .95})
		}
	}
	if len(out) == 0 {
		out = r.weakForms(out, full, core)
	}
	if len(out) == 0 {
		out = r.partForms(out, full)
	}
	if cyr {
		r.otherVowels(out, core)
	}
	if cyr { // words for peoples are written small in Cyrillic
		out = slices.DeleteFunc(out, func(x match) bool { return x.kind == gazetteer.NameDemonym && isCapitalised(full) && len(out) > 1 })
	}
	return r.trim(out)
}

func cleanName(s string) string {
	s = strings.TrimSpace(s)
	for _, suffix := range []string{"'s", "’s"} {
		s = strings.TrimSuffix(s, suffix)
	}
	s = strings.Trim(s, " \t\n,;:!?()[]«»“”\"'’-–—")
	if l := len(s); l > 4 && strings.EqualFold(s[:4], "the ") {
		s = s[4:]
	}
	return s
}

func (r *Resolver) exact(dst []match, name string, core bool) []match {
	var buf [64]gazetteer.Match
	for _, g := range r.ix.Lookup(buf[:0], name) {
		dst = append(dst, match{ref: g.Ref, kind: g.Name, how: howExact, quality: 1, viaCore: core})
	}
	return dst
}

func (r *Resolver) anyAllowed(ms []match, k mention.Kind) bool {
	for _, m := range ms {
		if k.Allows(r.ix.Class(m.ref)) {
			return true
		}
	}
	return false
}

// forms looks the name up in other scripts and other cases.
func (r *Resolver) forms(dst []match, full, core string, m *ment, lang string, cyr bool) []match {
	o := gazetteer.LookupOptions{Script: true, Inflected: true, Lang: lang, Max: maxCandidates}
	add := func(name string, viaCore bool) {
		var buf [64]gazetteer.Match
		for _, g := range r.ix.LookupWith(buf[:0], name, o) {
			dst = append(dst, match{ref: g.Ref, kind: g.Name, how: howOf(g.How), quality: g.Quality, viaCore: viaCore})
		}
	}
	add(full, false)
	if core != "" && core != full {
		add(core, true)
	}
	if cyr && ((m.kindIn|m.kindOut)&(mention.KindFront|mention.KindCommune|mention.KindAdmin2|mention.KindFacility) != 0 || len(dst) == 0) {
		for _, guess := range settlementGuesses(core) {
			var buf [64]gazetteer.Match
			for _, g := range r.ix.LookupWith(buf[:0], guess, gazetteer.LookupOptions{Script: true, Max: maxCandidates}) {
				dst = append(dst, match{ref: g.Ref, kind: g.Name, how: howAdject, quality: .8 * g.Quality, viaCore: true})
			}
		}
	}
	return dst
}

// anySlavic reports that some candidate lies where Russian and Ukrainian forms of names are both in use.
func (r *Resolver) anySlavic(ms []match) bool {
	if len(ms) == 0 {
		return true
	}
	for _, m := range ms {
		switch r.ix.CountryCode(m.ref) {
		case "UA", "RU", "BY", "MD", "KZ":
			return true
		}
	}
	return false
}

// slavicForms looks the name up by sound, and as the other language would write it: a
// gazetteer may know Андріївка only as Andreyevka.
func (r *Resolver) slavicForms(dst []match, core string) []match {
	if utf8.RuneCountInString(core) < 4 {
		return dst
	}
	keys := []string{core}
	if isCyrillic(core) {
		keys = append(keys, lemmas(core)...)
	}
	var buf [64]gazetteer.Match
	seen := map[string]bool{}
	for _, k := range keys {
		for _, v := range append([]string{k}, mention.CrossForms(k)...) {
			sk := names.Skeleton(v)
			if seen[sk] || len(sk) < 4 {
				continue
			}
			seen[sk] = true
			own := v == k && names.ScriptOf(k) == names.ScriptLatin
			for _, g := range r.ix.LookupWith(buf[:0], v, gazetteer.LookupOptions{Script: true, Skeleton: true}) {
				if cc := r.ix.CountryCode(g.Ref); cc == "UA" || cc == "RU" || cc == "BY" || cc == "MD" {
					m := match{ref: g.Ref, kind: g.Name, how: howSkeleton, quality: .7 * g.Quality, viaCore: core != k}
					if own && sameRomanised(r.ix.Name(g.Ref), k) {
						m.how, m.quality, m.viaCore = howScript, .97, false
					}
					dst = append(dst, m)
				}
			}
		}
	}
	return dst
}

// sameRomanised reports that two Latin spellings write one Ukrainian or Russian name by different
// systems: Andriivka, Andriyivka; Oleksiivka, Oleksiyivka; Plekhovo, Plyekhovo.
func sameRomanised(a, b string) bool {
	return names.ScriptOf(b) == names.ScriptLatin && romanised(a) == romanised(b)
}

func romanised(s string) string {
	return romanSystems.Replace(names.Fold(s))
}

//nolint:gochecknoglobals // table, never written
var romanSystems = strings.NewReplacer("iyi", "ii", "yi", "i", "ye", "e", "ie", "e", "yu", "iu", "ya", "ia", "yo", "io", "iy", "i", "y", "i", "'", "", "’", "", "ʹ", "")

// otherVowels lowers the matches of a Ukrainian name with і whose own name has y, the letter и, in its place:
// Хотіні is no form of Хотин (Khotyn) but of Хотінь (Khotin). The other way round says nothing, as
// names that came through Russian have i for both.
func (r *Resolver) otherVowels(ms []match, core string) {
	if !strings.ContainsRune(strings.ToLower(core), 'і') {
		return
	}
	var keys []string
	for _, l := range append(lemmas(core), core) {
		keys = append(keys, bareY.Replace(names.LatinUkrainian(l)))
	}
	for i := range ms {
		if ms[i].how == howExact || r.ix.CountryCode(ms[i].ref) != "UA" {
			continue
		}
		name := bareY.Replace(names.Fold(r.ix.Name(ms[i].ref)))
		same, other := false, false
		for _, k := range keys {
			switch yForI(name, k) {
			case 0:
				same = true
			case 1:
				other = true
			}
		}
		if other && !same {
			ms[i].quality *= otherVowel
		}
	}
}

// otherVowel lowers the quality of a match that writes и for і, about as much as another case ending.
const otherVowel = .8

//nolint:gochecknoglobals // table, never written
var bareY = strings.NewReplacer("iyi", "ii", "yi", "i", "ye", "ie", "yu", "iu", "ya", "ia", "iy", "i", "'", "", "’", "", "ʹ", "")

// yForI compares a name with a key letter by letter: 0 the same but for i where the key has y, 1 also with y where
// the key has i, -1 different.
func yForI(name, key string) int {
	if len(name) != len(key) {
		return -1
	}
	out := 0
	for i := range len(name) {
		switch a, b := name[i], key[i]; {
		case a == b, a == 'i' && b == 'y':
		case a == 'y' && b == 'i':
			out = 1
		default:
			return -1
		}
	}
	return out
}

func howOf(k gazetteer.MatchKind) how {
	switch k {
	case gazetteer.MatchExact:
		return howExact
	case gazetteer.MatchScript:
		return howScript
	case gazetteer.MatchInflected:
		return howInflected
	case gazetteer.MatchSkeleton:
		return howSkeleton
	}
	return howFuzzy
}

// areaForms finds "X region" and "X district" by the stem of the area's name.
func (r *Resolver) areaForms(dst []match, core string, in, kind mention.Kind) []match {
	class := gazetteer.Class(0)
	switch {
	case in&mention.KindAdmin2 != 0 && in&mention.KindAdmin1 == 0, in == 0 && kind&mention.KindAdmin2 != 0 && kind&mention.KindAdmin1 == 0:
		class = gazetteer.ClassAdmin2
	case kind&mention.KindAdmin1 != 0 && kind&mention.KindAdmin2 == 0:
		class = gazetteer.ClassAdmin1
	case kind == 0:
		class = gazetteer.ClassAdmin1
	}
	base := core
	if kind == 0 {
		f := names.Fold(core)
		i := strings.LastIndex(f, "щин")
		if j := strings.LastIndex(f, "чин"); i < 0 && j > 0 {
			i = j
		}
		if i < 0 || utf8.RuneCountInString(f[i:]) > 6 {
			return dst
		}
		base = strings.TrimSuffix(f[:i], "ч")
	}
	return r.areas.find(dst, base, class, r.ix)
}

// weakForms are the lossy look-ups, tried when nothing else gives anything.
func (r *Resolver) weakForms(dst []match, full, core string) []match {
	for i, name := range []string{full, core} {
		if utf8.RuneCountInString(name) < 4 || len(dst) > 0 || i > 0 && core == full {
			continue
		}
		var buf [64]gazetteer.Match
		o := gazetteer.LookupOptions{Script: true, Inflected: true, Skeleton: true, Max: maxCandidates}
		for _, g := range r.ix.LookupWith(buf[:0], name, o) {
			dst = append(dst, match{ref: g.Ref, kind: g.Name, how: howOf(g.How), quality: g.Quality})
		}
		if len(dst) == 0 && utf8.RuneCountInString(name) >= 6 {
			o.Fuzzy = true
			for _, g := range r.ix.LookupWith(buf[:0], name, o) {
				dst = append(dst, match{ref: g.Ref, kind: g.Name, how: howFuzzy, quality: g.Quality})
			}
		}
	}
	return dst
}

// partForms looks for a place's name inside a longer one: "Louisiana State University".
func (r *Resolver) partForms(dst []match, full string) []match {
	toks := text.Tokens(full)
	for n := min(4, len(toks)-1); n >= 1; n-- {
		for i := 0; i+n <= len(toks); i++ {
			a, b := toks[i], toks[i+n-1]
			if a.Kind != text.Word || b.Kind != text.Word || !isCapitalised(a.Text(full)) {
				continue
			}
			part := full[a.Start:b.End]
			if k, _, _ := mention.TypeWord(names.Fold(part)); k != 0 || utf8.RuneCountInString(part) < 3 {
				continue
			}
			for _, g := range r.exact(nil, part, true) {
				g.how, g.quality = howPart, .5
				dst = append(dst, g)
			}
		}
		if len(dst) > 0 {
			break
		}
	}
	return dst
}

// trim keeps each place once, by its best match, and the likeliest places.
func (r *Resolver) trim(ms []match) []match {
	sort.SliceStable(ms, func(i, j int) bool {
		a, b := ms[i], ms[j]
		if a.ref != b.ref {
			return a.ref < b.ref
		}
		if a.quality != b.quality {
			return a.quality > b.quality
		}
		return a.kind < b.kind
	})
	ms = slices.CompactFunc(ms, func(a, b match) bool { return a.ref == b.ref })
	if len(ms) > maxCandidates {
		sort.SliceStable(ms, func(i, j int) bool { return r.ix.Prior(ms[i].ref) > r.ix.Prior(ms[j].ref) })
		ms = ms[:maxCandidates]
	}
	return ms
}

// group joins the mentions whose likeliest candidate and kind agree: one name has
// one sense in a report unless stated parents disagree. A mention without a stated
// parent joins the nearest one before it that has one, else the first behind it.
func (r *Resolver) group(d *doc) {
	cache := map[string][]match{}
	found := make([][]match, len(d.ms))
	base := make([]string, len(d.ms))
	parented := map[string][]int{}
	for i := range d.ms {
		m := &d.ms[i]
		key := strings.ToLower(m.surface) + "\x00" + string(rune(m.kindIn)) + "\x00" + string(rune(areaKind(m.kindOut))) + "\x00" + m.country
		ms, ok := cache[key]
		if !ok {
			ms = slices.DeleteFunc(r.lookup(m, d.lang), func(x match) bool { return d.input.Without[x.ref] })
			cache[key] = ms
		}
		found[i] = ms
		base[i] = baseKey(m, topOf(r.ix, ms), len(ms))
		if len(m.parents)+len(m.soft) > 0 {
			parented[base[i]] = append(parented[base[i]], i)
		}
	}
	target := map[int]bool{}
	for i := range d.ms {
		for _, rel := range d.ms[i].rels {
			target[rel.other] = true
		}
	}
	at := map[string]int{}
	for i := range d.ms {
		m := &d.ms[i]
		key := base[i]
		if ps := parented[key]; len(ps) > 0 {
			k := sort.SearchInts(ps, i+1) - 1
			key += parentKey(d, &d.ms[ps[max(k, 0)]])
		}
		g, ok := at[key]
		if !ok {
			g = len(d.gs)
			at[key] = g
			d.gs = append(d.gs, r.newGroup(m, found[i]))
		}
		d.ms[i].group = g
		d.gs[g].members = append(d.gs[g].members, i)
		d.gs[g].kindOut |= m.kindOut
		d.gs[g].target = d.gs[g].target || target[i]
		d.gs[g].article = d.gs[g].article || m.kindIn|m.kindOut == 0 && d.article(m)
		d.gs[g].river = d.gs[g].river || d.byRiver(m)
		d.gs[g].directed = d.gs[g].directed || m.part || d.directed(m)
	}
}

// directed reports a direction word, in its adjective form, just before the mention.
func (d *doc) directed(m *ment) bool {
	w := d.fold(m.tok0 - 1)
	if w == "upstate" || w == "central" {
		return true
	}
	_, ok := mention.Bearing(w)
	return ok && strings.HasSuffix(w, "ern")
}

// article reports "the" just before the mention or at its beginning.
func (d *doc) article(m *ment) bool {
	return d.fold(m.tok0-1) == "the" || d.fold(m.tok0) == "the"
}

// byRiver reports a word for a river's bank or for crossing one up to three words before the mention.
func (d *doc) byRiver(m *ment) bool {
	for k := m.tok0 - 1; k >= 0 && k >= m.tok0-4; k-- {
		if d.toks[k].Kind == text.Newline || d.toks[k].Kind == text.Punct && d.word(k) != "-" {
			return false
		}
		if isRiverWord(d.fold(k)) {
			return true
		}
	}
	return false
}

func isRiverWord(w string) bool {
	switch w {
	case "bank", "banks", "riverbank", "river", "upstream", "downstream", "mouth",
		"берег", "берега", "березі", "берегу", "берегом", "берегам", "берегах", "береги", "річка", "річки", "річку", "річці", "река", "реки", "реку", "реке", "русло", "руслі", "русле", "гирло", "гирла", "гирлі", "устье", "устья", "течією", "течению", "форсувати", "форсування", "форсировать", "форсирование", "форсирования":
		return true
	}
	return false
}

func areaKind(k mention.Kind) mention.Kind { return k &^ mention.KindSettlement }

func (r *Resolver) newGroup(m *ment, ms []match) group {
	g := group{kindIn: m.kindIn, hint: isHint(m), cands: make([]cand, 0, len(ms)+3)}
	for _, x := range ms {
		g.cands = append(g.cands, newCand(r.ix, x))
	}
	sort.SliceStable(g.cands, func(i, j int) bool { return g.cands[i].prior > g.cands[j].prior })
	g.facility = m.kindIn&mention.KindFacility != 0 || len(ms) == 0
	return g
}

func topOf(ix *gazetteer.Index, ms []match) gazetteer.Ref {
	best := gazetteer.Ref(math.MaxUint32)
	prior := float32(-1)
	for _, m := range ms {
		if p := ix.Prior(m.ref); p > prior {
			best, prior = m.ref, p
		}
	}
	return best
}

// baseKey separates mentions that cannot be one sense: another name or another kind of area.
func baseKey(m *ment, top gazetteer.Ref, n int) string {
	var sb strings.Builder
	sb.WriteString(nameStem(m, n))
	sb.WriteByte(0)
	writeNum(&sb, uint64(top))
	writeNum(&sb, uint64(areaKind(m.kindIn)))
	writeNum(&sb, uint64(areaKind(m.kindOut)&^mention.KindLandscape))
	if isHint(m) {
		sb.WriteByte('h')
	}
	return sb.String()
}

// nameStem is what all mentions of one name share: the name itself, and in Cyrillic
// its beginning, since the endings change.
func nameStem(m *ment, n int) string {
	f := names.Fold(m.core)
	if m.country != "" {
		return m.country
	}
	if n == 0 || !isCyrillic(m.core) {
		return f
	}
	rs := []rune(f)
	return string(rs[:min(len(rs), max(3, min(5, len(rs)-2)))])
}

func parentKey(d *doc, m *ment) string {
	var sb strings.Builder
	for _, p := range append(m.parents[:len(m.parents):len(m.parents)], m.soft...) {
		if d.ms[p].country != "" {
			sb.WriteString(d.ms[p].country)
		}
		sb.WriteString(strings.ToLower(d.ms[p].core))
		sb.WriteByte(0)
	}
	return sb.String()
}

func writeNum(sb *strings.Builder, v uint64) {
	for ; v > 0; v >>= 7 {
		sb.WriteByte(byte(v) | 0x80)
	}
	sb.WriteByte(0)
}
