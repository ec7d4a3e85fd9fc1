package build

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"sitmap/gazetteer"
)

// countries adds the countries of the facts and of countryInfo to those that the
// places' files have rows for.
func (g *geonames) countries(ctx context.Context) error {
	facts, err := countries()
	if err != nil {
		return err
	}
	for _, e := range facts {
		at, ok := g.areaAt[e.Country+".."]
		if !ok {
			g.add(e, 0)
			continue
		}
		own := &g.entries[at] // the dump's point and number of inhabitants, the facts' names
		own.Names = append(append(own.Names, e.Names...), gazetteer.Name{Text: own.Name, Kind: gazetteer.NameAlternate})
		own.Name = e.Name
	}
	more, err := features()
	if err != nil {
		return err
	}
	more, problems, err := drawCourses(more, g.entries)
	if err != nil {
		return err
	}
	g.report.StopsUnknown = len(problems)
	for _, e := range more {
		g.add(e, 0)
	}
	if g.o.Countries == "" {
		return nil
	}
	return eachLine(ctx, g.o.Countries, func(line int, c [][]byte) {
		if len(c) < 8 || len(c[0]) != 2 {
			g.report.skip(g.o.Countries, line, "not a row of countryInfo")
			return
		}
		at, ok := g.areaAt[string(c[0])+".."]
		if !ok {
			return // a country of which neither dump nor facts know a point
		}
		e := &g.entries[at]
		e.Names = append(e.Names, gazetteer.Name{Text: string(c[4]), Kind: gazetteer.NameAlternate})
		if n, err := strconv.ParseInt(string(c[7]), 10, 64); err == nil && n > 0 {
			e.Population = n
		}
	})
}

// areaNames adds the areas of the two lists of codes that have no row of their
// own, at the middle of their members, and the names of those that have.
func (g *geonames) areaNames(ctx context.Context) error {
	for _, path := range []string{g.o.Admin1, g.o.Admin2} {
		if path == "" {
			continue
		}
		err := eachLine(ctx, path, func(line int, c [][]byte) {
			if len(c) < 2 {
				g.report.skip(path, line, fmt.Sprintf("%d columns, want 4", len(c)))
				return
			}
			g.areaName(string(c[0]), string(c[1]))
		})
		if err != nil {
			return err
		}
	}
	codes := make([]string, 0, len(g.areaAt))
	for code := range g.areaAt {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	for _, code := range codes {
		e := &g.entries[g.areaAt[code]]
		if bare := bareName(e.Name); bare != e.Name && e.Class != gazetteer.ClassCountry {
			e.Names = append(e.Names, gazetteer.Name{Text: bare, Kind: gazetteer.NameAlternate})
		}
	}
	return g.factNames()
}

func (g *geonames) areaName(code, name string) {
	country, a1, a2 := splitArea(code)
	if at, ok := g.areaAt[country+"."+a1+"."+a2]; ok {
		e := &g.entries[at]
		e.Names = append(e.Names, gazetteer.Name{Text: name, Kind: gazetteer.NameAlternate})
		return
	}
	if len(country) != 2 || a1 == "" || a1 == "00" {
		return
	}
	p, ok := g.cells.point(code)
	if !ok {
		g.report.AreasWithoutPoint++
		return
	}
	e := areaEntry(code, name, p, -1)
	e.Source = srcGeoNames
	g.add(e, 0)
}

// factNames adds sitmap's further names of first-order areas.
func (g *geonames) factNames() error {
	return eachRow("areas.psv", areasTable, 3, func(c []string) error {
		country, a1, _ := splitArea(c[0])
		if at, ok := g.areaAt[country+"."+a1+"."]; ok {
			e := &g.entries[at]
			e.Names = append(e.Names, asNames(c[1], gazetteer.NameAlternate)...)
			e.Names = append(e.Names, asNames(c[2], gazetteer.NameAbbreviation)...)
		}
		return nil
	})
}
