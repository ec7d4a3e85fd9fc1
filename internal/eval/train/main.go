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
	"os"
	"path/filepath"
	"strings"

	"sitmap/gazetteer"
	"sitmap/internal/eval"
	cases2 "sitmap/internal/eval/cases"
)

type corpus struct {
	name string
	docs []eval.Doc
}

func main() {
	var (
		gaz     = flag.String("gazetteer", "", "index file")
		other   = flag.String("other", "", "a second index: the recogniser's final model is trained on both")
		dir     = flag.String("corpora", "", "directory with corpora/ and conflict-dev/")
		cdir    = flag.String("cases", "testdata/resolve", "directory of the regression cases")
		what    = flag.String("what", "rank", "rank or tag")
		out     = flag.String("o", "", "write the model trained on everything here")
		folds   = flag.Int("folds", 5, "folds of the cross-validation; 0 leaves it out")
		cross   = flag.Bool("cross", false, "train on all corpora but one as well")
		penalty = flag.Float64("penalty", 1e-4, "quadratic penalty of the ranker")
		made    = flag.Int("made", 1500, "made reports that the ranker trains on")
		weight  = flag.Float64("made-weight", .25, "weight of a made report")
		list    = flag.String("list", "", "corpus whose held-out misses are listed")
		rounds  = flag.Int("rounds", 8, "rounds of the tagger")
	)
	flag.Parse()
	ix, err := open(*gaz)
	if err != nil {
		log.Fatal(err)
	}
	var ix2 *gazetteer.Index
	if *other != "" {
		if ix2, err = open(*other); err != nil {
			log.Fatal(err)
		}
	}
	corpora, err := load(*dir)
	if err != nil {
		log.Fatal(err)
	}
	more, err := loadMore(*dir, *cdir)
	if err != nil {
		log.Fatal(err)
	}
	switch *what {
	case "rank":
		err = rank(ix, corpora, more, *folds, *cross, *penalty, *made, *weight, *list, *out)
	case "try":
		try(ix, flag.Arg(0), flag.Arg(1) == "rules")
	case "misses":
		misses(ix, corpora, flag.Arg(0), flag.Arg(1) == "rules", flag.Arg(2) != "")
	case "near":
		var lat, lon float64
		if _, err := fmt.Sscan(flag.Arg(0)+" "+flag.Arg(1), &lat, &lon); err != nil {
			log.Fatal(err)
		}
		near(ix, lat, lon)
	case "spans":
		spanErrors(ix, corpora, more, *folds, *rounds, flag.Arg(0), flag.Arg(1) == "rules")
	case "headlines":
		headlines(ix, more[1])
	case "measure":
		measure(ix, corpora, more)
	case "why":
		why(ix, corpora, flag.Arg(0), flag.Arg(1), flag.Arg(2) == "rules")
	case "speed":
		for _, c := range corpora {
			speed(ix, c)
		}
	case "tag":
		err = tag(ix, ix2, corpora, more, *folds, *cross, *rounds, *out)
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

// loadMore reads what trains the recogniser only: the project's own regression cases
// and the headlines of VIINA, of which only the event's place is known.
func loadMore(dir, caseDir string) ([]corpus, error) {
	all, err := cases2.Read(os.DirFS(caseDir))
	if err != nil {
		return nil, err
	}
	c := corpus{name: "cases"}
	for _, k := range all {
		d := eval.Doc{Doc: "case-" + k.Name, Text: k.Text, Lang: k.Lang, Hints: k.Hints, NonPlaces: []eval.Gold{}}
		for _, e := range k.Expect {
			lat, lon := e.Point[1], e.Point[0]
			d.Toponyms = append(d.Toponyms, eval.Gold{Start: e.Start, End: e.End, Surface: e.Surface, Lat: &lat, Lon: &lon, Country: strings.Trim(e.Country, "-"), Tolerance: e.Tolerance})
		}
		c.docs = append(c.docs, d)
	}
	docs, err := eval.Load(filepath.Join(dir, "corpora/viina_headlines.jsonl"))
	if err != nil {
		return nil, err
	}
	v := corpus{name: "viina"}
	for _, d := range docs {
		if d.Named && d.Event != nil && d.Event.Lat != nil {
			v.docs = append(v.docs, d)
		}
	}
	return []corpus{c, v}, nil
}

// cases are the corpora whose mentions are annotated.
func cases(more []corpus) []corpus { return more[:1] }

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
