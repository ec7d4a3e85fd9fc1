package locate

import (
	"bufio"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"sitmap/internal/event"
)

// TestHeadlines reads headlines of a conflict data set and writes what it finds to -out.
// It asks only that some events come out; the project's scorer gives the figures.
func TestHeadlines(t *testing.T) {
	f, err := os.Open(shared(t, "eval/corpora/viina_headlines.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	w := newWhole(t)
	lines := &strings.Builder{}
	reports, placed := 0, 0
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		var h struct{ Doc, Text, Date string }
		if err := json.Unmarshal(sc.Bytes(), &h); err != nil {
			t.Fatal(err)
		}
		pub, _ := time.Parse("20060102", h.Date)
		es := w.events(event.Report{ID: event.ReportID(h.Doc), Text: h.Text, Published: pub}, nil)
		reports++
		if len(es) > 0 && len(es[0].Where) > 0 {
			placed++
		}
		b, err := json.Marshal(prediction(goldReport{Doc: h.Doc}, es))
		if err != nil {
			t.Fatal(err)
		}
		lines.Write(append(b, '\n'))
	}
	if *out != "" {
		if err := os.WriteFile(*out, []byte(lines.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d of %d headlines give an event with a place", placed, reports)
	if placed*4 < reports {
		t.Errorf("only %d of %d headlines give an event with a place", placed, reports)
	}
}
