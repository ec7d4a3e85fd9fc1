package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"sitmap/gazetteer"
	"sitmap/gazetteer/data"
	"sitmap/internal/event"
	"sitmap/internal/reader"
)

type gazetteerCmd struct {
	Search gazetteerSearchCmd `cmd:"" help:"Find places by name, in any script, also misspelt."`
	Near   gazetteerNearCmd   `cmd:"" help:"List the places nearest to a point."`
	Info   gazetteerInfoCmd   `cmd:"" help:"Tell what the index holds, with sources and licences."`
	Build  gazetteerBuildCmd  `cmd:"" help:"Build an index file from GeoNames dumps or a CSV file."`
}

// openGazetteer gives the index of --gazetteer, or the built-in one.
func openGazetteer(g *globals) (*gazetteer.Index, error) {
	if g.Gazetteer == "" {
		return data.Default()
	}
	ix, err := gazetteer.Open(g.Gazetteer)
	if err != nil {
		return nil, fmt.Errorf("%w\nhint: --gazetteer takes a file made by `sitmap gazetteer build`; leave it out to use the built-in places", err)
	}
	return ix, nil
}

type gazetteerSearchCmd struct {
	Name    string `arg:"" help:"Name, optionally with an area: \"Vorozhba, Sumy\"."`
	Country string `help:"Only places of this country (ISO 3166-1 alpha-2)." placeholder:"CC"`
	Class   string `help:"Only places of this class (country, admin1, admin2, settlement, …)."`
	Limit   int    `help:"At most so many places." default:"20"`
}

func (c gazetteerSearchCmd) Run(g *globals, s streams) error {
	ix, err := openGazetteer(g)
	if err != nil {
		return err
	}
	defer ix.Close() //nolint:errcheck // read only
	o := gazetteer.SearchOptions{Country: strings.ToUpper(c.Country), Limit: c.Limit}
	if c.Class != "" {
		class, ok := gazetteer.ParseClass(c.Class)
		if !ok {
			return fmt.Errorf("--class %q is none of country, admin1, admin2, settlement, neighbourhood, region, sea, river, mountain, island, facility", c.Class)
		}
		o.Classes = []gazetteer.Class{class}
	}
	places := []reader.Place{}
	for _, h := range ix.Search(c.Name, o) {
		p := reader.PlaceOf(ix.Place(h.Ref))
		p.Match = h.How.String()
		places = append(places, p)
	}
	if len(places) == 0 && !g.JSON {
		fmt.Fprintf(s.err, "sitmap: no place is called %q; `sitmap gazetteer build` makes an index of your own places\n", c.Name)
		return status(exitNo)
	}
	return printPlaces(s.out, g.JSON, places)
}

type gazetteerNearCmd struct {
	Point string `arg:"" name:"LAT,LON" help:"Latitude and longitude in degrees, as 51.10,35.33."`
	Limit int    `help:"At most so many places." default:"10"`
}

func (c gazetteerNearCmd) Run(g *globals, s streams) error {
	p, err := event.ParseLatLon(c.Point)
	if err != nil {
		return err
	}
	ix, err := openGazetteer(g)
	if err != nil {
		return err
	}
	defer ix.Close() //nolint:errcheck // read only
	places := []reader.Place{}
	for _, n := range ix.Near(p, c.Limit, nil) {
		q := reader.PlaceOf(ix.Place(n.Ref))
		d := float64(n.Distance)
		q.DistanceM = &d
		places = append(places, q)
	}
	return printPlaces(s.out, g.JSON, places)
}

// printPlaces writes one place a line, or one JSON array.
func printPlaces(w io.Writer, machine bool, places []reader.Place) error {
	if machine {
		return json.NewEncoder(w).Encode(places)
	}
	for _, p := range places {
		admin2 := or(p.Admin2, "-")
		if p.Admin2Guess {
			admin2 += "?"
		}
		line := fmt.Sprintf("%-24s %-11s %-2s %-18s %-24s %9.5f,%10.5f", p.Name, p.Class, or(p.Country, "-"), or(p.Admin1, "-"), admin2, p.Lat, p.Lon)
		if p.Population != nil {
			line += fmt.Sprintf("  pop. %d", *p.Population)
		}
		if p.Approximate {
			line += "  (approximate)"
		}
		if p.DistanceM != nil {
			line += fmt.Sprintf("  %.1f km", *p.DistanceM/1000)
		}
		if p.Match != "" && p.Match != "exact" {
			line += "  [" + p.Match + "]"
		}
		if _, err := fmt.Fprintf(w, "%s  %s\n", line, p.ID); err != nil {
			return err
		}
	}
	return nil
}

func or(s *string, unknown string) string {
	if s == nil {
		return unknown
	}
	return *s
}

type gazetteerInfoCmd struct{}

func (gazetteerInfoCmd) Run(g *globals, s streams) error {
	ix, err := openGazetteer(g)
	if err != nil {
		return err
	}
	defer ix.Close() //nolint:errcheck // read only
	info := ix.Info()
	if g.JSON {
		return json.NewEncoder(s.out).Encode(info)
	}
	fmt.Fprintf(s.out, "%d places, %d names, %d bytes (%.1f bytes a place), data of %s\n", info.Places, info.Names, info.Bytes, float64(info.Bytes)/float64(max(1, info.Places)), info.Built)
	for _, src := range info.Sources {
		fmt.Fprintf(s.out, "\n%s: %s\n  %d rows, %s, %s\n  %s\n  %s\n", src.Key, src.Title, src.Rows, src.Date, src.Licence, src.Credit, src.URL)
	}
	return nil
}
