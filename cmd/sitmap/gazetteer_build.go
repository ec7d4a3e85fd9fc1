package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"sitmap/gazetteer/build"
)

type gazetteerBuildCmd struct {
	Geonames       []string `help:"GeoNames dumps with 19 columns: country files or allCountries, plain or zipped." placeholder:"FILE"`
	AlternateNames string   `help:"GeoNames alternateNamesV2." placeholder:"FILE"`
	Admin1         string   `name:"admin1" help:"GeoNames admin1CodesASCII." placeholder:"FILE"`
	Admin2         string   `name:"admin2" help:"GeoNames admin2Codes." placeholder:"FILE"`
	Countries      string   `help:"GeoNames countryInfo." placeholder:"FILE"`
	CSV            []string `name:"csv" help:"Your own places: name,lat,lon and, if you have them, id,class,feature,country,admin1,admin2,population,names,demonyms. Without --geonames they are added to the built-in places, or to those of --gazetteer." placeholder:"FILE"`
	Only           bool     `help:"With --csv: your own places and the countries, without the built-in places."`
	Date           string   `help:"Date of the dumps, kept in the file." placeholder:"YYYY-MM-DD"`
	Output         string   `short:"o" required:"" help:"Index file to write." placeholder:"FILE.gaz"`
}

func (c gazetteerBuildCmd) Run(ctx context.Context, g *globals, s streams) error {
	if len(c.Geonames)+len(c.CSV) == 0 {
		return errors.New("nothing to build from\nhint: name GeoNames dumps with --geonames, your own places with --csv, or both")
	}
	for _, f := range append(append([]string{c.AlternateNames, c.Admin1, c.Admin2, c.Countries}, c.Geonames...), c.CSV...) {
		if f == "" {
			continue
		}
		if err := readable(f); err != nil {
			return err
		}
	}
	o := build.GeoNames{
		Places: c.Geonames, AlternateNames: c.AlternateNames, Admin1: c.Admin1, Admin2: c.Admin2, Countries: c.Countries,
		Overlays: c.CSV, Date: c.Date,
	}
	if len(c.Geonames) == 0 && !c.Only {
		if c.AlternateNames+c.Admin1+c.Admin2+c.Countries != "" {
			return errors.New("the files of GeoNames need places\nhint: name a dump with --geonames")
		}
		base, err := openGazetteer(g)
		if err != nil {
			return err
		}
		defer base.Close() //nolint:errcheck // read only
		o.Base = base
	}
	index, report, err := build.FromGeoNames(ctx, o)
	if err != nil {
		return err
	}
	err = writeWhole(c.Output, func(w io.Writer) error {
		_, err := w.Write(index)
		return err
	})
	if err != nil {
		return err
	}
	return c.say(g, s, report)
}

func (c gazetteerBuildCmd) say(g *globals, s streams, r build.Report) error {
	if g.JSON {
		return json.NewEncoder(s.out).Encode(r)
	}
	for _, skip := range r.Skipped {
		fmt.Fprintf(s.err, "sitmap: %s, line %d: %s\n", skip.File, skip.Line, skip.Why)
	}
	if more := r.SkippedRows - len(r.Skipped); more > 0 {
		fmt.Fprintf(s.err, "sitmap: %d more rows were left out\n", more)
	}
	_, err := fmt.Fprintf(s.out, "%s: %d places, %d names, %d bytes; %d rows repeated another, %d were left out\n", c.Output, r.Places, r.Names, r.Bytes, r.Merged, r.SkippedRows)
	return err
}
