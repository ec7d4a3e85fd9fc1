package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"sort"
	"strings"
	"unicode/utf8"

	"sitmap/gazetteer"
	"sitmap/gazetteer/names"
	"sitmap/geo"
	"sitmap/geo/geodesic"
	"sitmap/internal/eval"
	"sitmap/internal/mention"
)

// made is a report put together from the gazetteer: villages near each other with the words that
// reports of fighting use, so that the ranker sees more lists, directions and missing entries than
// the annotated reports hold. No annotated text goes into it.
type made struct {
	doc     eval.Doc
	without map[gazetteer.Ref]bool // entries that are taken not to exist
}

// theatres are the countries of the made reports, by how often.
//
//nolint:gochecknoglobals // table, never written
var theatres = map[string]int{
	"UA": 40, "RU": 12, "SY": 6, "SD": 5, "MM": 5, "ML": 3, "BF": 3, "NE": 2, "NG": 3, "CD": 4, "SO": 3, "YE": 3, "IQ": 3, "AF": 3, "PK": 2, "ET": 3,
	"LB": 2, "PS": 1, "LY": 1, "CM": 1, "MZ": 1, "SS": 1, "CF": 1, "TD": 1, "AZ": 1, "CO": 1, "MX": 1,
}

const (
	madeAround  = 30 * geo.Kilometre
	madeMissing = .18 // share of list members whose entry is hidden
)

type maker struct {
	ix     *gazetteer.Index
	rnd    *rand.Rand
	byLand map[string][]gazetteer.Ref
	large  map[string][]gazetteer.Ref // with a known population
	lands  []string
}

func newMaker(ix *gazetteer.Index) *maker {
	m := &maker{ix: ix, rnd: rand.New(rand.NewPCG(11, 7)), byLand: map[string][]gazetteer.Ref{}, large: map[string][]gazetteer.Ref{}} //nolint:gosec // repeatable on purpose
	for i := range ix.Len() {
		ref := gazetteer.Ref(i) //nolint:gosec // an index holds fewer than 2^32 places
		cc := ix.CountryCode(ref)
		if theatres[cc] == 0 || ix.Class(ref) != gazetteer.ClassSettlement {
			continue
		}
		m.byLand[cc] = append(m.byLand[cc], ref)
		if ix.Population(ref) > 2000 {
			m.large[cc] = append(m.large[cc], ref)
		}
	}
	for _, cc := range sortedKeys(theatres) {
		if len(m.byLand[cc]) > 50 && len(m.large[cc]) > 5 {
			for range theatres[cc] {
				m.lands = append(m.lands, cc)
			}
		}
	}
	return m
}

// writer collects a text with its gold.
type writer struct {
	sb  strings.Builder
	doc eval.Doc
}

func (w *writer) say(s string) { w.sb.WriteString(s) }

func (w *writer) name(ix *gazetteer.Index, ref gazetteer.Ref, surface string, tolerance float64) {
	start := utf8.RuneCountInString(w.sb.String())
	w.sb.WriteString(surface)
	p := ix.Point(ref)
	lat, lon := p[1], p[0]
	kind := "town"
	switch ix.Class(ref) {
	case gazetteer.ClassCountry:
		kind = "country"
	case gazetteer.ClassAdmin1:
		kind = "oblast"
	}
	w.doc.Toponyms = append(w.doc.Toponyms, eval.Gold{Start: start, End: start + utf8.RuneCountInString(surface), Surface: surface, Lat: &lat, Lon: &lon, Country: ix.CountryCode(ref), Tolerance: tolerance, Kind: kind})
}

func (m *maker) pick(xs []string) string { return xs[m.rnd.IntN(len(xs))] }

func (m *maker) chance(p float64) bool { return m.rnd.Float64() < p }

// report makes one.
func (m *maker) report(n int) (made, bool) {
	cc := m.pick(m.lands)
	pool := m.byLand[cc]
	if m.chance(.5) {
		pool = m.large[cc]
	}
	centre := pool[m.rnd.IntN(len(pool))]
	members := m.members(centre, 1+m.rnd.IntN(5))
	if len(members) == 0 {
		return made{}, false
	}
	out := made{without: map[gazetteer.Ref]bool{}}
	w := &writer{}
	w.doc.Doc, w.doc.Lang = fmt.Sprintf("made-%d", n), "en"
	town, hasTown := m.town(centre)
	if m.chance(.35) {
		m.opening(w, cc)
	}
	m.main(w, members, town, hasTown, &out)
	if m.chance(.25) {
		m.elsewhere(w, cc, centre)
	}
	if m.chance(.3) {
		m.closing(w, cc)
	}
	w.doc.Text = w.sb.String()
	out.doc = w.doc
	return out, true
}

// members are places around the centre, the ones with namesakes in their country first.
func (m *maker) members(centre gazetteer.Ref, n int) []gazetteer.Ref {
	var often, once []gazetteer.Ref
	seen := map[string]bool{}
	for _, nb := range m.ix.Near(m.ix.Point(centre), 60, func(r gazetteer.Ref) bool {
		return m.ix.Class(r) == gazetteer.ClassSettlement && m.ix.CountryCode(r) == m.ix.CountryCode(centre)
	}) {
		name := m.ix.Name(nb.Ref)
		if nb.Distance > madeAround || seen[name] || strings.Count(name, " ") > 1 || strings.ContainsAny(name, "0123456789()") || utf8.RuneCountInString(name) < 4 {
			continue
		}
		seen[name] = true
		if m.namesakes(nb.Ref, name) > 1 {
			often = append(often, nb.Ref)
		} else {
			once = append(once, nb.Ref)
		}
	}
	m.rnd.Shuffle(len(often), func(i, j int) { often[i], often[j] = often[j], often[i] })
	m.rnd.Shuffle(len(once), func(i, j int) { once[i], once[j] = once[j], once[i] })
	var out []gazetteer.Ref
	if m.ix.Population(centre) > 0 && m.chance(.6) {
		out = append(out, centre)
	}
	for len(out) < n && len(often)+len(once) > 0 {
		from := &often
		if len(often) == 0 || len(once) > 0 && m.chance(.4) {
			from = &once
		}
		if r := (*from)[0]; r != centre {
			out = append(out, r)
		}
		*from = (*from)[1:]
	}
	m.rnd.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

func (m *maker) namesakes(ref gazetteer.Ref, name string) int {
	var buf [64]gazetteer.Match
	n := 0
	for _, x := range m.ix.Lookup(buf[:0], name) {
		if m.ix.CountryCode(x.Ref) == m.ix.CountryCode(ref) && m.ix.Class(x.Ref) == gazetteer.ClassSettlement {
			n++
		}
	}
	return n
}

// town is the largest place within 60 km of the centre, for "north of X" and "near X".
func (m *maker) town(centre gazetteer.Ref) (gazetteer.Ref, bool) {
	best, found := gazetteer.Ref(0), false
	for _, nb := range m.ix.Near(m.ix.Point(centre), 12, func(r gazetteer.Ref) bool {
		return m.ix.Population(r) > 5000 && m.ix.Class(r) == gazetteer.ClassSettlement
	}) {
		if nb.Distance < 60*geo.Kilometre && nb.Ref != centre && (!found || m.ix.Population(nb.Ref) > m.ix.Population(best)) {
			best, found = nb.Ref, true
		}
	}
	return best, found
}

//nolint:gochecknoglobals // tables, never written
var (
	openings = []string{"%s said on Monday that its troops had held their lines. ", "The army of %s reported more fighting. ", "Fighting in %s went on for another day. "}
	closings = []string{" Officials in %s gave no figures.", " The ministry in %s did not comment.", " %s denies this."}
	asides   = []string{" Families who had fled to %s gave the same account.", " Some of the wounded were flown to %s.", " People who reached %s confirmed it.", " The unit had been stationed in %s before."}
	starts   = []string{"Fighting was reported near ", "Clashes went on near ", "Shelling hit ", "Troops attacked in the areas of ", "Drones struck ", "Assaults were repelled around ", "Gunmen raided ", "Several people were killed in "}
	villages = []string{"Clashes went on near the villages of ", "Troops entered the villages of ", "Shells fell on the villages of "}
	ends     = []string{" over the past day", " on Saturday", " overnight", ", the military said", ", residents said", " on Tuesday evening"}
	winds    = []string{"north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"}
)

func (m *maker) opening(w *writer, cc string) {
	if ref, ok := m.ix.Country(cc); ok {
		a, b, _ := strings.Cut(m.pick(openings), "%s")
		w.say(a)
		w.name(m.ix, ref, m.ix.Name(ref), 0)
		w.say(b)
	}
}

func (m *maker) closing(w *writer, cc string) {
	for _, r := range m.large[cc] {
		if m.ix.Feature(r) == "PPLC" {
			a, b, _ := strings.Cut(m.pick(closings), "%s")
			w.say(a)
			w.name(m.ix, r, m.ix.Name(r), 0)
			w.say(b)
			return
		}
	}
}

// elsewhere names a town of the country far from the report's places: not every name without a
// neighbour is a village that no source knows.
func (m *maker) elsewhere(w *writer, cc string, centre gazetteer.Ref) {
	pool := m.large[cc]
	if m.chance(.3) {
		pool = m.byLand[cc]
	}
	r := pool[m.rnd.IntN(len(pool))]
	name := m.ix.Name(r)
	if geodesic.Distance(m.ix.Point(r), m.ix.Point(centre)) < 100*geo.Kilometre || m.namesakes(r, name) > 1 {
		return
	}
	a, b, _ := strings.Cut(m.pick(asides), "%s")
	w.say(a)
	w.name(m.ix, r, name, 8)
	w.say(b)
}

func (m *maker) main(w *writer, members []gazetteer.Ref, town gazetteer.Ref, hasTown bool, out *made) {
	hide := func(ref gazetteer.Ref) float64 {
		if !m.chance(madeMissing) || m.ix.Population(ref) > 2000 {
			return 8
		}
		for _, nb := range m.ix.Near(m.ix.Point(ref), 8, nil) {
			if nb.Distance < 3*geo.Kilometre {
				out.without[nb.Ref] = true
			}
		}
		return 14
	}
	start := m.pick(starts)
	small := true
	for _, r := range members {
		small = small && m.ix.Population(r) < 2000
	}
	if len(members) > 1 && small && m.chance(.3) {
		start = m.pick(villages)
	}
	cc, a1 := m.ix.CountryCode(members[0]), m.ix.Admin1(members[0])
	if hasTown && m.chance(.2) {
		w.say(fmt.Sprintf("%s of ", title(m.wind(town, members[0]))))
		w.name(m.ix, town, m.ix.Name(town), 8)
		w.say(", ")
		start = strings.ToLower(start[:1]) + start[1:]
		hasTown = false
	}
	w.say(start)
	for i, r := range members {
		if i > 0 {
			w.say(map[bool]string{true: " and ", false: ", "}[i == len(members)-1])
		}
		w.name(m.ix, r, m.surface(r), hide(r))
	}
	switch p := m.rnd.Float64(); {
	case hasTown && p < .2:
		w.say(", " + m.wind(town, members[0]) + " of ")
		w.name(m.ix, town, m.ix.Name(town), 8)
	case hasTown && p < .3:
		km := geodesic.Distance(m.ix.Point(town), m.ix.Point(members[len(members)-1])).Kilometres()
		w.say(fmt.Sprintf(", some %d km %s of ", int(math.Round(km)), m.wind(town, members[len(members)-1])))
		w.name(m.ix, town, m.ix.Name(town), 8)
	case hasTown && p < .4:
		w.say(" near ")
		w.name(m.ix, town, m.ix.Name(town), 8)
	case p < .55 && a1 != "":
		if ref, ok := m.ix.Admin1Ref(cc, a1); ok {
			w.say(" in ")
			w.name(m.ix, ref, m.ix.Name(ref), 150)
		}
	}
	w.say(m.pick(ends) + ".")
	if hasTown && m.chance(.25) {
		w.say(" The wounded were taken to ")
		w.name(m.ix, town, m.ix.Name(town), 8)
		w.say(".")
	}
}

// surface is the name as a report may write it: in a third of the cases, where both forms are in
// use, as the other of Ukrainian and Russian would have it.
func (m *maker) surface(ref gazetteer.Ref) string {
	name := m.ix.Name(ref)
	if cc := m.ix.CountryCode(ref); cc == "UA" && m.chance(.5) {
		if v := mention.CrossForms(name); len(v) > 0 {
			return title(v[0])
		}
	}
	if m.chance(.2) {
		return title(strings.ReplaceAll(names.Fold(name), "iyi", "ii"))
	}
	return name
}

func title(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return strings.ToUpper(string(r)) + s[n:]
}

// wind names the direction from the town to the place.
func (m *maker) wind(town, place gazetteer.Ref) string {
	a, b := m.ix.Point(town), m.ix.Point(place)
	az := math.Atan2((b[0]-a[0])*math.Cos(a[1]*math.Pi/180), b[1]-a[1]) * 180 / math.Pi
	return winds[int(math.Round(math.Mod(az+360, 360)/45))%8]
}

func synthetic(ix *gazetteer.Index, n int) []made {
	m := newMaker(ix)
	var out []made
	for i := 0; len(out) < n && i < 3*n; i++ {
		if x, ok := m.report(i); ok {
			out = append(out, x)
		}
	}
	return out
}

func sortedKeys(m map[string]int) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
