package main

import "fmt"

// globals are the flags that every command knows.
type globals struct {
	Gazetteer string `help:"Index file to use in place of the built-in gazetteer." env:"SITMAP_GAZETTEER" placeholder:"FILE"`
	Actors    string `help:"Table of further sides of conflicts (docs/events.md); its rows come before the built-in ones." env:"SITMAP_ACTORS" placeholder:"FILE"`
	Worldview string `help:"Whose view of disputed borders counts: un (resolutions of the United Nations), or control (who held the ground in 2017)." enum:"un,control" default:"un" env:"SITMAP_WORLDVIEW"`
	JSON      bool   `name:"json" help:"Answer in machine form."`
}

type cli struct {
	globals

	Demo    demoCmd      `cmd:"" help:"Show the map with the sample reports."`
	Serve   serveCmd     `cmd:"" help:"Serve map, API and tiles of a database."`
	Ingest  ingestCmd    `cmd:"" help:"Read reports and store their events."`
	Extract extractCmd   `cmd:"" help:"Read a report and print places and events; stores nothing."`
	Eval    evalCmd      `cmd:"" help:"Measure recognition and resolution on a corpus."`
	Check   checkCmd     `cmd:"" help:"Check what a claim says about where and when."`
	Export  exportCmd    `cmd:"" help:"Write events to a file."`
	Tiles   tilesCmd     `cmd:"" help:"Write an archive of map tiles, PMTiles or MBTiles."`
	Coord   coordCmd     `cmd:"" help:"Read coordinates in any notation and write them in every notation."`
	Places  gazetteerCmd `cmd:"" name:"gazetteer" help:"Look into the gazetteer, or build one."`
	Version versionCmd   `cmd:"" help:"Print the version."`
}

type versionCmd struct{}

func (versionCmd) Run(io streams) error {
	_, err := fmt.Fprintln(io.out, "sitmap", version)
	return err
}
