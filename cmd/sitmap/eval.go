package main

import (
	"fmt"
	"os"

	"sitmap/gazetteer/resolve"
	"sitmap/internal/eval"
)

type evalCmd struct {
	File     string `arg:"" name:"FILE.jsonl" help:"Corpus with gold places, one report a line."`
	Mentions string `help:"Find the mentions, or resolve the gold's." enum:"find,given" default:"given"`
	Method   string `help:"Weights: learned, or rules set by hand." enum:"learned,rules" default:"learned"`
	Demonyms bool   `default:"true" negatable:"" help:"Count nationality words as found places, as extract lists them."`
	Usual    bool   `help:"Let an outlet's other reports say where it usually reports from."`
}

func (c evalCmd) Run(g *globals, s streams) error {
	if _, err := os.Stat(c.File); err != nil {
		return fmt.Errorf("cannot read %s: %w", c.File, err)
	}
	docs, err := eval.Load(c.File)
	if err != nil {
		return err
	}
	ix, err := openGazetteer(g)
	if err != nil {
		return err
	}
	defer ix.Close() //nolint:errcheck // read only
	f := eval.Run(ix, docs, eval.Options{Find: c.Mentions == "find", Method: resolve.Method(c.Method), Demonyms: c.Demonyms, Usual: c.Usual})
	if g.JSON {
		return encode(s.out, f)
	}
	return f.Print(s.out)
}
