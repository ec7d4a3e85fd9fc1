package eval

import (
	"os"
	"testing"

	"sitmap/gazetteer"
	"sitmap/gazetteer/data"
	"sitmap/gazetteer/resolve"
	"sitmap/internal/mention"
)

// BenchmarkReports recognises and resolves the reports of a development corpus, one
// after another: reports/s is the figure that the project states. SITMAP_TEST_GAZETTEER
// names another index than the embedded one.
func BenchmarkReports(b *testing.B) {
	ix, err := data.Default()
	if path := os.Getenv("SITMAP_TEST_GAZETTEER"); path != "" {
		ix, err = gazetteer.Open(path)
	}
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range []struct{ name, path string }{{"lgl", "../../../shared/eval/corpora/lgl.jsonl"}, {"conflict", "../../../shared/eval/conflict-dev/reports.jsonl"}} {
		docs, err := Load(c.path)
		if err != nil {
			b.Skipf("the corpus is not here: %v", err)
		}
		b.Run(c.name, func(b *testing.B) {
			rec, res := mention.New(ix, mention.Options{}), resolve.New(ix, resolve.Options{})
			n := 0
			for b.Loop() {
				Found(rec, res, &docs[n%len(docs)], false)
				n++
			}
			b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "reports/s")
		})
	}
}
