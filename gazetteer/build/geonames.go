package build

import (
	"archive/zip"
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"

	"sitmap/gazetteer"
)

// GeoNames says what [FromGeoNames] reads. Every file may be plain text or a zip
// with one text file in it.
type GeoNames struct {
	Base           *gazetteer.Index // whose places are all in it too, in place of Places; nil none
	Places         []string         // country files or allCountries: 19 columns
	AlternateNames string           // alternateNamesV2; "" takes the names in the places' own column
	Admin1         string           // admin1CodesASCII, "" none
	Admin2         string           // admin2Codes, "" none
	Countries      string           // countryInfo, "" none
	Overlays       []string         // CSV files of the user's own places, see readOverlay
	Languages      []string         // of alternate names, as GeoNames writes them; nil [DefaultLanguages]; names without a language are always taken
	Date           string           // of the dump, for Info.Built
}

// maxSkips bounds the list of skipped rows; SkippedRows counts them all.
const maxSkips = 100

// bytesPerRow is a low guess at the length of a row, to make room once.
const bytesPerRow = 85

const srcGeoNames = "geonames"

// FromGeoNames builds an index from GeoNames dumps or the places of another index,
// and the user's own places; or from these alone. Countries, their demonyms and
// sitmap's further names of areas are always in it. An own place with the ID of an
// own place of the other index takes its place. Rows that are not in the form of
// their file are left out and named in the report; a file of own places without
// one good row is an error.
func FromGeoNames(ctx context.Context, o GeoNames) ([]byte, Report, error) {
	if o.Base != nil && len(o.Places) > 0 {
		return nil, Report{}, errors.New("build the gazetteer: from GeoNames dumps or on another index, not both")
	}
	defer debug.SetGCPercent(debug.SetGCPercent(20)) // millions of small values that all stay
	g := &geonames{o: o, report: Report{Rows: map[string]int{}}, areaAt: map[string]int32{}, intern: map[string]string{}, cells: centroids{}}
	steps := []func(context.Context) error{g.places, g.countries, g.areaNames, g.alternates, g.overlays}
	if o.Base != nil {
		steps = []func(context.Context) error{g.basePlaces, g.overlays}
	}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return nil, g.report, fmt.Errorf("build the gazetteer: %w", err)
		}
	}
	return g.encode()
}

type geonames struct {
	o       GeoNames
	entries []gazetteer.Entry
	ids     []uint32 // GeoNames number of each entry, 0 none
	areaAt  map[string]int32
	intern  map[string]string // one copy of codes that repeat
	cells   centroids
	own     map[gazetteer.ID]int // the user's places among the entries
	report  Report
}

// skip notes a row that cannot be read.
func (r *Report) skip(file string, line int, why string) {
	r.SkippedRows++
	if len(r.Skipped) < maxSkips {
		r.Skipped = append(r.Skipped, Skip{filepath.Base(file), line, why})
	}
}

// eachLine calls f with the tab-separated columns of every line of a text file or
// of the largest .txt in a zip. Comments (#) and empty lines are passed over.
func eachLine(ctx context.Context, path string, f func(line int, cols [][]byte)) error {
	r, done, err := openText(path)
	if err != nil {
		return err
	}
	defer done()
	br := bufio.NewReaderSize(r, 1<<20)
	var long []byte
	cols := make([][]byte, 0, 32)
	for line := 1; ; line++ {
		b, err := br.ReadSlice('\n')
		for errors.Is(err, bufio.ErrBufferFull) && len(long) < 1<<24 {
			long = append(long, b...)
			b, err = br.ReadSlice('\n')
		}
		if len(long) > 0 {
			long = append(long, b...)
			b = long
		}
		if b = bytes.TrimRight(b, "\r\n"); len(b) > 0 && b[0] != '#' {
			cols = cols[:0]
			for rest := b; ; {
				i := bytes.IndexByte(rest, '\t')
				if i < 0 {
					cols = append(cols, rest)
					break
				}
				cols, rest = append(cols, rest[:i]), rest[i+1:]
			}
			f(line, cols)
		}
		long = long[:0]
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read %s, line %d: %w", path, line, err)
		}
		if line%100_000 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
	}
}

func openText(path string) (io.Reader, func(), error) {
	if !strings.EqualFold(filepath.Ext(path), ".zip") {
		f, err := os.Open(path)
		if err != nil {
			return nil, nil, fmt.Errorf("open a source: %w", err)
		}
		return f, func() { _ = f.Close() }, nil
	}
	z, err := zip.OpenReader(path)
	if err != nil {
		return nil, nil, fmt.Errorf("open %s: %w", path, err)
	}
	var best *zip.File
	for _, f := range z.File {
		if strings.EqualFold(filepath.Ext(f.Name), ".txt") && (best == nil || f.UncompressedSize64 > best.UncompressedSize64) {
			best = f
		}
	}
	if best == nil {
		_ = z.Close()
		return nil, nil, fmt.Errorf("open %s: no .txt file in it", path)
	}
	r, err := best.Open()
	if err != nil {
		_ = z.Close()
		return nil, nil, fmt.Errorf("open %s: %w", path, err)
	}
	return r, func() { _ = r.Close(); _ = z.Close() }, nil
}

func (g *geonames) str(b []byte) string {
	if s, ok := g.intern[string(b)]; ok {
		return s
	}
	s := string(b)
	g.intern[s] = s
	return s
}

// places reads the files of 19 columns.
func (g *geonames) places(ctx context.Context) error {
	if len(g.o.Places)+len(g.o.Overlays) == 0 {
		return errors.New("no file of places given")
	}
	rows := 0
	for _, path := range g.o.Places {
		if st, err := os.Stat(path); err == nil && !strings.EqualFold(filepath.Ext(path), ".zip") {
			rows += int(st.Size() / bytesPerRow)
		}
	}
	g.entries, g.ids = make([]gazetteer.Entry, 0, rows), make([]uint32, 0, rows)
	for _, path := range g.o.Places {
		err := eachLine(ctx, path, func(line int, c [][]byte) {
			if why := g.place(c); why != "" {
				g.report.skip(path, line, why)
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// place reads one row; it gives the reason if it is not one.
func (g *geonames) place(c [][]byte) string {
	if len(c) != 19 {
		return fmt.Sprintf("%d columns, want 19", len(c))
	}
	id, err := strconv.ParseUint(string(c[0]), 10, 32)
	if err != nil {
		return "the first column is not a number"
	}
	p, err := parsePoint(string(c[4]), string(c[5]))
	if err != nil {
		return err.Error()
	}
	class, ok := geonamesClass(c[6], string(c[7]))
	if !ok {
		return "" // roads, forests, buildings: not kept
	}
	g.report.Rows[srcGeoNames]++
	population, _ := strconv.ParseInt(string(c[14]), 10, 64)
	e := gazetteer.Entry{
		Name: string(c[1]), Point: p, Class: class, Feature: g.str(c[7]), Country: g.str(c[8]),
		Admin1: g.code(c[10]), Admin2: g.code(c[11]), Population: orUnknown(population), Source: srcGeoNames,
	}
	if len(e.Country) != 2 {
		e.Country, e.Admin1, e.Admin2 = "", "", ""
	}
	if e.Admin1 == "" {
		e.Admin2 = ""
	}
	if !g.asArea(&e) {
		e.ID = gnID(uint32(id))
	}
	if g.o.AlternateNames == "" {
		e.Names = columnNames(e.Name, string(c[3]))
	}
	g.add(e, uint32(id))
	return ""
}

// code gives an area's code, one copy of each.
func (g *geonames) code(b []byte) string { return g.str([]byte(gnCode(b))) }

// asArea makes e the area that its codes name, if it is one.
func (g *geonames) asArea(e *gazetteer.Entry) bool {
	switch e.Class {
	case gazetteer.ClassCountry:
		e.Admin1, e.Admin2 = "", ""
	case gazetteer.ClassAdmin1:
		e.Admin2 = ""
		if e.Admin1 == "" {
			e.Class = gazetteer.ClassRegion
			return false
		}
	case gazetteer.ClassAdmin2:
		if e.Admin2 == "" {
			e.Class = gazetteer.ClassRegion
			return false
		}
	default:
		return false
	}
	return e.Country != ""
}

// add keeps an entry; of two rows for one area the more populous is kept.
func (g *geonames) add(e gazetteer.Entry, id uint32) {
	i := int32(len(g.entries))
	if e.ID == "" {
		key := e.Country + "." + e.Admin1 + "." + e.Admin2
		if old, ok := g.areaAt[key]; ok {
			if e.Population > g.entries[old].Population {
				g.entries[old], g.ids[old] = e, id
			}
			g.report.Merged++
			return
		}
		g.areaAt[key] = i
	} else if e.Admin1 != "" {
		g.cells.add(e.Country+"."+e.Admin1, cellOf(e.Point))
		if e.Admin2 != "" {
			g.cells.add(e.Country+"."+e.Admin1+"."+e.Admin2, cellOf(e.Point))
		}
	}
	g.entries = append(g.entries, e)
	g.ids = append(g.ids, id)
}

// alternates adds the names of alternateNamesV2 in the wanted languages.
func (g *geonames) alternates(ctx context.Context) error {
	if g.o.AlternateNames == "" {
		return nil
	}
	langs := g.o.Languages
	if langs == nil {
		langs = DefaultLanguages()
	}
	order := make([]int32, len(g.ids))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Or(cmp.Compare(g.ids[a], g.ids[b]), cmp.Compare(a, b)) })
	return eachLine(ctx, g.o.AlternateNames, func(line int, c [][]byte) {
		if len(c) < 8 {
			g.report.skip(g.o.AlternateNames, line, fmt.Sprintf("%d columns, want 8 or 10", len(c)))
			return
		}
		id, err := strconv.ParseUint(string(c[1]), 10, 32)
		if err != nil {
			g.report.skip(g.o.AlternateNames, line, "the second column is not a number")
			return
		}
		kind, ok := alternateKind(string(c[2]), langs, string(c[7]) == "1")
		if !ok {
			return
		}
		if at, ok := slices.BinarySearchFunc(order, uint32(id), func(i int32, id uint32) int { return cmp.Compare(g.ids[i], id) }); ok {
			e := &g.entries[order[at]]
			e.Names = append(e.Names, gazetteer.Name{Text: string(c[3]), Kind: kind})
		}
	})
}

// alternateKind says what kind of name a row is, false if it is none that is kept.
func alternateKind(lang string, langs []string, historic bool) (gazetteer.NameKind, bool) {
	switch {
	case lang == "abbr":
		return gazetteer.NameAbbreviation, true
	case lang != "" && !slices.Contains(langs, lang):
		return 0, false
	case historic:
		return gazetteer.NameHistorical, true
	case lang == "" || lang == "en":
		return gazetteer.NameAlternate, true
	}
	return gazetteer.NameExonym, true
}

func (g *geonames) encode() ([]byte, Report, error) {
	counts := map[string]int{}
	for i := range g.entries {
		counts[g.entries[i].Source]++
	}
	built, sources := g.sources(counts)
	if g.o.Base == nil {
		g.dropRepeated()
	}
	entries := g.entries
	g.entries, g.ids, g.intern, g.cells = nil, nil, nil, nil
	distinctPoints(entries)
	return encodeEntries(entries, gazetteer.Info{Built: built, Sources: sources}, g.report)
}

// sources says where the entries come from, and of what date they are.
func (g *geonames) sources(counts map[string]int) (built string, list []gazetteer.Source) {
	built = g.o.Date
	if g.o.Base != nil {
		info := g.o.Base.Info()
		built = cmp.Or(built, info.Built)
		list = slices.DeleteFunc(info.Sources, func(s gazetteer.Source) bool { return s.Key == srcOverlay })
	} else {
		if n := counts[srcGeoNames]; n > 0 {
			list = append(list, gazetteer.Source{
				Key: srcGeoNames, Title: "GeoNames dump", URL: "https://download.geonames.org/export/dump/", Date: g.o.Date, Licence: "CC BY 4.0",
				Credit: "GeoNames geographical database, https://www.geonames.org/, CC BY 4.0", Rows: n,
			})
		}
		list = append(list,
			gazetteer.Source{Key: srcFacts, Title: "sitmap's own tables of countries, area names, seas, rivers and regions", Date: builtDate, Licence: "Apache-2.0", Credit: "sitmap", Rows: counts[srcFacts]},
			gazetteer.Source{Key: srcCLDR, Title: "Names of countries in other languages (Unicode CLDR)", Licence: "Unicode License v3", Credit: "Copyright Unicode, Inc."})
	}
	if n := counts[srcOverlay]; n > 0 {
		list = append(list, gazetteer.Source{Key: srcOverlay, Title: "The user's own places", Licence: "not stated", Credit: "", Rows: n})
	}
	return built, list
}

// dropRepeated drops rows whose number came before: files may overlap.
func (g *geonames) dropRepeated() {
	order := make([]int32, 0, len(g.ids))
	for i := range g.ids {
		if strings.HasPrefix(string(g.entries[i].ID), "gn:") {
			order = append(order, int32(i))
		}
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Or(cmp.Compare(g.ids[a], g.ids[b]), cmp.Compare(a, b)) })
	drop := map[int32]bool{}
	for i := 1; i < len(order); i++ {
		if g.ids[order[i]] == g.ids[order[i-1]] {
			drop[order[i]] = true
		}
	}
	if len(drop) == 0 {
		return
	}
	kept := g.entries[:0]
	for i := range g.entries {
		if !drop[int32(i)] {
			kept = append(kept, g.entries[i])
		}
	}
	g.entries = kept
	g.report.Merged += len(drop)
}

// encodeEntries writes the index and counts what is in it.
func encodeEntries(entries []gazetteer.Entry, info gazetteer.Info, report Report) ([]byte, Report, error) {
	out, err := gazetteer.Encode(entries, info)
	if err != nil {
		return nil, report, fmt.Errorf("build the gazetteer: %w", err)
	}
	ix, err := gazetteer.FromBytes(out)
	if err != nil {
		return nil, report, fmt.Errorf("read back the gazetteer: %w", err)
	}
	got := ix.Info()
	report.Places, report.Names, report.Bytes = got.Places, got.Names, got.Bytes
	return out, report, nil
}
