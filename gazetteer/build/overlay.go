package build

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"sitmap/gazetteer"
	"sitmap/gazetteer/names"
)

const srcOverlay = "own"

// basePlaces takes every place of the other index.
func (g *geonames) basePlaces(context.Context) error {
	g.entries = g.o.Base.Entries()
	g.ids = make([]uint32, len(g.entries))
	return nil
}

// addOwn keeps a place of the user's, in place of the one of the same ID.
func (g *geonames) addOwn(e gazetteer.Entry) {
	if g.own == nil {
		g.own = map[gazetteer.ID]int{}
		for i := range g.entries {
			if g.entries[i].Source == srcOverlay {
				g.own[g.entries[i].ID] = i
			}
		}
	}
	if at, ok := g.own[e.ID]; ok {
		g.entries[at] = e
		g.report.Merged++
		return
	}
	g.own[e.ID] = len(g.entries)
	g.add(e, 0)
}

// overlays reads the user's own places.
func (g *geonames) overlays(context.Context) error {
	for _, path := range g.o.Overlays {
		f, err := os.Open(path)
		if err != nil {
			return fmt.Errorf("open your places: %w", err)
		}
		entries, skips, err := readOverlay(f)
		_ = f.Close()
		if err != nil {
			return fmt.Errorf("read %s: %w", path, err)
		}
		for _, s := range skips {
			g.report.skip(path, s.Line, s.Why)
		}
		for _, e := range entries {
			g.addOwn(e)
		}
		if len(entries) == 0 {
			return noRows(path, skips)
		}
		g.report.Rows[srcOverlay] += len(entries)
	}
	return nil
}

// noRows says why a file of own places gives nothing.
func noRows(path string, skips []Skip) error {
	if len(skips) == 0 {
		return fmt.Errorf("read %s: there is nothing below its heading", path)
	}
	s := skips[0]
	return fmt.Errorf("read %s: none of its %d rows is a place; line %d: %s", path, len(skips), s.Line, s.Why)
}

// readOverlay reads a CSV file with a heading. The columns name, lat and lon are
// needed; id, class, feature, country, admin1, admin2, population, names and
// demonyms may be there, names separated by semicolons, in any order. Without an
// id a place gets one of its name and point. A class is written as in
// gazetteer.Class ("settlement" without one).
func readOverlay(r io.Reader) ([]gazetteer.Entry, []Skip, error) {
	cr := csv.NewReader(r)
	cr.FieldsPerRecord = -1
	cr.TrimLeadingSpace = true
	head, err := cr.Read()
	if err != nil {
		return nil, nil, fmt.Errorf("its heading: %w", err)
	}
	cols := map[string]int{}
	for i, h := range head {
		cols[strings.ToLower(strings.TrimSpace(strings.TrimPrefix(h, "\ufeff")))] = i
	}
	for _, need := range []string{"name", "lat", "lon"} {
		if _, ok := cols[need]; !ok {
			return nil, nil, fmt.Errorf("no column %q in its heading; it needs name, lat, lon and may have id, class, feature, country, admin1, admin2, population, names, demonyms", need)
		}
	}
	var out []gazetteer.Entry
	var skips []Skip
	seen := map[gazetteer.ID]bool{}
	for {
		row, err := cr.Read()
		if errors.Is(err, io.EOF) {
			return out, skips, nil
		}
		if err != nil {
			var parse *csv.ParseError
			if !errors.As(err, &parse) {
				return nil, nil, err
			}
			skips = append(skips, Skip{Line: parse.Line, Why: parse.Err.Error()})
			continue
		}
		line, _ := cr.FieldPos(0)
		e, why := overlayEntry(func(col string) string {
			if i, ok := cols[col]; ok && i < len(row) {
				return strings.TrimSpace(row[i])
			}
			return ""
		})
		if why == "" && seen[e.ID] {
			why = fmt.Sprintf("the id %s is there twice", e.ID)
		}
		if why != "" {
			skips = append(skips, Skip{Line: line, Why: why})
			continue
		}
		seen[e.ID] = true
		out = append(out, e)
	}
}

func overlayEntry(col func(string) string) (gazetteer.Entry, string) {
	e := gazetteer.Entry{
		Name: col("name"), Class: gazetteer.ClassSettlement, Feature: col("feature"), Country: strings.ToUpper(col("country")),
		Admin1: col("admin1"), Admin2: col("admin2"), Population: -1, Source: srcOverlay,
	}
	key := names.Fold(e.Name)
	if key == "" {
		return e, "no name"
	}
	p, err := parsePoint(col("lat"), col("lon"))
	if err != nil {
		return e, err.Error()
	}
	e.Point = p
	if c := strings.ToLower(col("class")); c != "" {
		classes := []string{"unknown", "country", "admin1", "admin2", "settlement", "neighbourhood", "region", "sea", "river", "mountain", "island", "facility"}
		i := slices.Index(classes, c)
		if i < 0 {
			return e, fmt.Sprintf("class %q is none of %s", c, strings.Join(classes, ", "))
		}
		e.Class = gazetteer.Class(i)
	}
	if e.Class <= gazetteer.ClassAdmin2 && e.Class != gazetteer.ClassUnknown { // areas keep their own entries; a user's area is a region
		e.Class = gazetteer.ClassRegion
	}
	if len(e.Country) != 2 && e.Country != "" {
		return e, fmt.Sprintf("country %q is not a code of two letters", e.Country)
	}
	if strings.Contains(e.Admin1, ".") || e.Admin1 == "" && e.Admin2 != "" {
		return e, "admin1 or admin2 is not a code"
	}
	if s := col("population"); s != "" {
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil || n < 0 || n > 1<<32-1 {
			return e, fmt.Sprintf("population %q is not a number", s)
		}
		e.Population = orUnknown(n)
	}
	e.Names = append(asNames(col("names"), gazetteer.NameAlternate), asNames(col("demonyms"), gazetteer.NameDemonym)...)
	e.ID = gazetteer.PointID("own:"+strings.ReplaceAll(key, " ", "-")+"-", p)
	if id := col("id"); id != "" {
		e.ID = gazetteer.ID("own:" + id)
	}
	return e, ""
}
