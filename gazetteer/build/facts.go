package build

import (
	"bufio"
	_ "embed" // the tables of facts
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"sitmap/gazetteer"
	"sitmap/gazetteer/names"
)

// The tables of facts: sitmap's own, each with its columns in its first lines.
//

var (
	//go:embed facts/countries.psv
	countriesTable string
	//go:embed facts/adjectives.psv
	adjectivesTable string
	//go:embed facts/areas.psv
	areasTable string
	//go:embed facts/features.psv
	featuresTable string
	//go:embed facts/towns.psv
	townsTable string
)

// eachRow calls f for every row of a table with n columns.
func eachRow(table, text string, n int, f func(cols []string) error) error {
	sc := bufio.NewScanner(strings.NewReader(text))
	for line := 1; sc.Scan(); line++ {
		if strings.HasPrefix(sc.Text(), "#") || sc.Text() == "" {
			continue
		}
		cols := strings.Split(sc.Text(), "|")
		if len(cols) != n {
			return fmt.Errorf("facts/%s, line %d: %d columns, want %d", table, line, len(cols), n)
		}
		if err := f(cols); err != nil {
			return fmt.Errorf("facts/%s, line %d: %w", table, line, err)
		}
	}
	return sc.Err()
}

func splitList(s string) []string {
	var out []string
	for part := range strings.SplitSeq(s, ";") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

func asNames(list string, kind gazetteer.NameKind) []gazetteer.Name {
	var out []gazetteer.Name
	for _, n := range splitList(list) {
		out = append(out, gazetteer.Name{Text: n, Kind: kind})
	}
	return out
}

// countryLanguages are the languages in which countries have names, from
// Unicode CLDR through golang.org/x/text.
func countryLanguages() []language.Tag {
	return []language.Tag{
		language.English, language.Russian, language.Ukrainian, language.German, language.French, language.Spanish,
		language.Italian, language.Polish, language.Portuguese, language.Dutch, language.Turkish, language.Romanian, language.Arabic,
	}
}

// countries makes the entries of all countries.
func countries() ([]gazetteer.Entry, error) {
	local := map[string][]gazetteer.Name{}
	err := eachRow("adjectives.psv", adjectivesTable, 6, func(c []string) error {
		for _, adj := range append(splitList(c[1]), splitList(c[3])...) {
			for _, form := range adjectiveForms(adj) {
				local[c[0]] = append(local[c[0]], gazetteer.Name{Text: form, Kind: gazetteer.NameDemonym})
			}
		}
		local[c[0]] = append(local[c[0]], asNames(c[2]+";"+c[4], gazetteer.NameDemonym)...)
		local[c[0]] = append(local[c[0]], asNames(c[5], gazetteer.NameExonym)...)
		return nil
	})
	if err != nil {
		return nil, err
	}
	var out []gazetteer.Entry
	err = eachRow("countries.psv", countriesTable, 9, func(c []string) error {
		p, err := parsePoint(c[2], c[3])
		if err != nil {
			return err
		}
		thousands, err := strconv.ParseInt(c[4], 10, 64)
		if err != nil {
			return fmt.Errorf("inhabitants: %w", err)
		}
		e := gazetteer.Entry{
			Name: c[1], Point: p, Class: gazetteer.ClassCountry, Feature: "PCLI", Country: c[0], Population: orUnknown(thousands * 1000),
			Approximate: true, Source: srcFacts,
		}
		e.Names = append(e.Names, asNames(c[6], gazetteer.NameAlternate)...)
		e.Names = append(e.Names, asNames(c[7], gazetteer.NameAbbreviation)...)
		e.Names = append(e.Names, cldrNames(c[0])...)
		e.Names = append(e.Names, local[c[0]]...)
		for _, d := range splitList(c[5]) {
			e.Names = append(e.Names, gazetteer.Name{Text: d, Kind: gazetteer.NameDemonym})
			if plural := pluralOf(d); plural != "" {
				e.Names = append(e.Names, gazetteer.Name{Text: plural, Kind: gazetteer.NameDemonym})
			}
		}
		e.Names = append(e.Names, asNames(c[8], gazetteer.NameHistorical)...)
		out = append(out, e)
		return nil
	})
	return out, err
}

// pluralOf gives the plural of an English word for a people where a bare s makes it.
func pluralOf(d string) string {
	for _, s := range []string{"an", "i", "er", "ite", "ot", "k", "t", "ch"} {
		if strings.HasSuffix(d, s) && !strings.HasSuffix(d, "ch") && !strings.HasSuffix(d, "sh") {
			return d + "s"
		}
	}
	return ""
}

// cldrNames gives a country's name in other languages.
func cldrNames(code string) []gazetteer.Name {
	region, err := language.ParseRegion(code)
	if err != nil {
		return nil
	}
	var out []gazetteer.Name
	for _, tag := range countryLanguages() {
		namer := display.Regions(tag)
		if namer == nil {
			continue
		}
		if n := namer.Name(region); n != "" && n != code {
			kind := gazetteer.NameExonym
			if tag == language.English {
				kind = gazetteer.NameAlternate
			}
			out = append(out, gazetteer.Name{Text: n, Kind: kind})
		}
	}
	return out
}

// adjectiveForms gives the nominative forms of a Russian or Ukrainian adjective
// from its masculine one; the oblique cases are names.Lemmas' work.
func adjectiveForms(masculine string) []string {
	for _, r := range [][5]string{
		{"ский", "ская", "ское", "ские", "ских"}, {"цкий", "цкая", "цкое", "цкие", "цких"}, {"ський", "ська", "ське", "ські", "ських"}, {"цький", "цька", "цьке", "цькі", "цьких"},
	} {
		if stem, ok := strings.CutSuffix(masculine, r[0]); ok {
			return []string{masculine, stem + r[1], stem + r[2], stem + r[3], stem + r[4]}
		}
	}
	return []string{masculine}
}

// featurePrefix begins the identifiers of the features.
const featurePrefix = "sm:"

// features makes the entries of seas, waters, mountains, islands and regions. The
// point of one that lies where its course does is not a number yet; see drawCourses.
func features() ([]gazetteer.Entry, error) {
	classes := map[string]gazetteer.Class{
		"sea": gazetteer.ClassSea, "river": gazetteer.ClassRiver, "region": gazetteer.ClassRegion,
		"mountain": gazetteer.ClassMountain, "island": gazetteer.ClassIsland, "facility": gazetteer.ClassFacility,
	}
	var out []gazetteer.Entry
	err := eachRow("features.psv", featuresTable, 7, func(c []string) error {
		p, err := parsePoint(c[4], c[5])
		if c[4] == "" && c[5] == "" && c[1] == "river" {
			p, err = orb.Point{math.NaN(), math.NaN()}, nil
		}
		if err != nil {
			return err
		}
		class, ok := classes[c[1]]
		if !ok {
			return fmt.Errorf("class %q is not known", c[1])
		}
		e := gazetteer.Entry{
			ID: gazetteer.ID(featurePrefix + c[0]), Name: c[3], Point: p, Class: class, Country: c[2], Population: -1,
			Approximate: class != gazetteer.ClassFacility, Source: srcFacts, Names: asNames(c[6], gazetteer.NameAlternate),
		}
		out = append(out, e)
		return nil
	})
	return out, err
}

// nameTowns gives the towns their further names, before villages are merged in.
func (c *collection) nameTowns() error {
	return eachRow("towns.psv", townsTable, 6, func(cols []string) error {
		p, err := parsePoint(cols[2], cols[3])
		if err != nil {
			return err
		}
		best, size := int32(-1), int64(-2)
		keys := foldAll(append([]string{cols[1]}, append(splitList(cols[4]), splitList(cols[5])...)...))
		sounds := soundsOf(keys)
		c.grid.within(p, 15, func(i int32, _ float64) {
			e := &c.entries[i]
			if e.Country == cols[0] && e.Population > size && (sharesName(c.keys[i], keys) || sharesName(c.sounds[i], sounds)) {
				best, size = i, e.Population
			}
		})
		if best < 0 {
			return nil // a list of towns without it
		}
		c.addName(best, cols[1], gazetteer.NameAlternate)
		for _, n := range splitList(cols[4]) {
			c.addName(best, n, gazetteer.NameAlternate)
		}
		for _, n := range splitList(cols[5]) {
			c.addName(best, n, gazetteer.NameHistorical)
		}
		return nil
	})
}

// nameAreas gives first-order areas the names of the table, and Cyrillic ones
// their Latin form too.
func (c *collection) nameAreas() error {
	at := map[string]int32{}
	for i := range c.entries {
		if e := &c.entries[i]; e.Class == gazetteer.ClassAdmin1 {
			at[e.Country+"."+e.Admin1] = int32(i)
		}
	}
	return eachRow("areas.psv", areasTable, 3, func(cols []string) error {
		i, ok := at[cols[0]]
		if !ok {
			return nil
		}
		for _, n := range splitList(cols[1]) {
			c.addName(i, n, gazetteer.NameAlternate)
			if lat := names.Latin(n); strings.Contains(n, " ") && len(lat) > 0 {
				c.addName(i, names.Title(lat[0]), gazetteer.NameAlternate)
			}
		}
		for _, n := range splitList(cols[2]) {
			c.addName(i, n, gazetteer.NameAbbreviation)
		}
		if strings.Contains(cols[1], " область") {
			bare := bareName(c.entries[i].Name)
			c.addName(i, bare+" Oblast", gazetteer.NameAlternate)
			c.addName(i, bare+" Region", gazetteer.NameAlternate)
		}
		return nil
	})
}

// courses makes the features with the courses of rivers. Every town of a course
// must be known.
func (b *builder) courses() ([]gazetteer.Entry, error) {
	feats, err := features()
	if err != nil {
		return nil, err
	}
	feats, problems, err := drawCourses(feats, b.c.entries)
	if err != nil || len(problems) == 0 || b.in.Incomplete {
		return feats, err
	}
	return nil, errors.Join(problems...)
}

// facts adds what the tables know.
func (b *builder) facts() error {
	for _, table := range []func() ([]gazetteer.Entry, error){countries, b.courses} {
		entries, err := table()
		if err != nil {
			return err
		}
		for _, e := range entries {
			b.report.Rows[srcFacts]++
			if i := b.c.areaLike(&e); i >= 0 {
				for _, n := range append(e.Names, gazetteer.Name{Text: e.Name, Kind: gazetteer.NameAlternate}) {
					b.c.addName(i, n.Text, n.Kind)
				}
				b.report.Merged++
				continue
			}
			b.c.add(e)
		}
	}
	if err := b.c.placeAreas(); err != nil {
		return err
	}
	return b.c.nameAreas()
}

// sameRegionKm is how far the middle of a region and of the area of that name may
// lie apart and still be one place.
const sameRegionKm = 300.0

// areaLike gives the first-order area that a region or island of the tables is, or -1.
func (c *collection) areaLike(e *gazetteer.Entry) int32 {
	if e.Country == "" || e.Class != gazetteer.ClassRegion && e.Class != gazetteer.ClassIsland {
		return -1
	}
	keys := []string{names.Fold(e.Name)}
	for _, n := range e.Names {
		keys = append(keys, names.Fold(n.Text))
	}
	for i := range c.entries {
		o := &c.entries[i]
		if o.Class == gazetteer.ClassAdmin1 && o.Country == e.Country && kilometres(o.Point, e.Point) <= sameRegionKm && sharesName(c.keys[i], keys) {
			return int32(i)
		}
	}
	return -1
}

// numberOf gives the GeoNames number of a town, or of a second-order area whose
// code is one (longer than the short codes of some states).
func numberOf(e *gazetteer.Entry) (uint32, bool) {
	s := string(e.ID)
	switch {
	case strings.HasPrefix(s, "gn:"):
		s = s[3:]
	case e.Class == gazetteer.ClassAdmin2 && len(e.Admin2) >= 6:
		s = e.Admin2
	default:
		return 0, false
	}
	n, err := strconv.ParseUint(s, 10, 32)
	return uint32(n), err == nil
}
