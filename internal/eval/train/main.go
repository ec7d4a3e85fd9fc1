// Command train fits the resolver's weights and the recogniser's model on annotated
// corpora and prints cross-validated and cross-corpus figures. The corpora are not part
// of the project; their directory is an argument.
//
//	go run ./internal/eval/train -gazetteer build/world.gaz -corpora ../shared/eval -what rank -o gazetteer/resolve/model.json
//	go run ./internal/eval/train -gazetteer build/world.gaz -corpora ../shared/eval -what tag -o internal/mention/model.bin
package main

import (
	"flag"
	"fmt"
	"log"
	"path/filepath"

	"sitmap/gazetteer"
	"sitmap/internal/eval"
)

type corpus struct {
	name string
	docs []eval.Doc
}

func main() {
	var (
		gaz     = flag.String("gazetteer", "", "index file")
		dir     = flag.String("corpora", "", "directory with corpora/ and conflict-dev/")
		what    = flag.String("what", "rank", "rank or tag")
		out     = flag.String("o", "", "write the model trained on everything here")
		folds   = flag.Int("folds", 5, "folds of the cross-validation; 0 leaves it out")
		cross   = flag.Bool("cross", false, "train on all corpora but one as well")
		penalty = flag.Float64("penalty", 2e-4, "quadratic penalty of the ranker")
		rounds  = flag.Int("rounds", 8, "rounds of the tagger")
	)
	flag.Parse()
	ix, err := open(*gaz)
	if err != nil {
		log.Fatal(err)
	}
	corpora, err := load(*dir)
	if err != nil {
		log.Fatal(err)
	}
	switch *what {
	case "rank":
		err = rank(ix, corpora, *folds, *cross, *penalty, *out)
	case "try":
		try(ix, flag.Arg(0), flag.Arg(1) == "rules")
	case "misses":
		misses(ix, corpora, flag.Arg(0), flag.Arg(1) == "rules", flag.Arg(2) != "")
	case "near":
		var lat, lon float64
		fmt.Sscan(flag.Arg(0)+" "+flag.Arg(1), &lat, &lon)
		near(ix, lat, lon)
	case "spans":
		spanErrors(ix, corpora, *folds, *rounds, flag.Arg(0), flag.Arg(1) == "rules")
	case "tag":
		err = tag(ix, corpora, *folds, *cross, *rounds, *out)
	default:
		err = fmt.Errorf("-what %s: say rank or tag", *what)
	}
	if err != nil {
		log.Fatal(err)
	}
}

func open(path string) (*gazetteer.Index, error) {
	return gazetteer.Open(path)
}

func load(dir string) ([]corpus, error) {
	var out []corpus
	for _, c := range []struct{ name, file string }{
		{"lgl", "corpora/lgl.jsonl"}, {"trnews", "corpora/trnews.jsonl"}, {"geowebnews", "corpora/geowebnews.jsonl"}, {"conflict", "conflict-dev/reports.jsonl"},
	} {
		docs, err := eval.Load(filepath.Join(dir, c.file))
		if err != nil {
			return nil, err
		}
		out = append(out, corpus{c.name, docs})
	}
	return out, nil
}

// fold gives the fold of a document: by outlet where there is one, so that a newspaper
// is never in training and test at once.
func fold(d *eval.Doc, n int) int {
	key := d.Outlet
	if key == "" || len(d.Doc) > 4 && d.Doc[:4] == "dev-" {
		key = d.Doc
	}
	h := uint32(2166136261)
	for i := range len(key) {
		h = (h ^ uint32(key[i])) * 16777619
	}
	return int(h>>8) % n
}
