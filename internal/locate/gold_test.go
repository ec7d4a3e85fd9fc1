package locate

import (
	"bufio"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"sitmap/gazetteer"
	"sitmap/gazetteer/resolve"
	"sitmap/internal/event"
	"sitmap/internal/extract"
	"sitmap/internal/text"
)

var out = flag.String("out", "", "write the predictions of TestGoldMentions to this file")

type goldName struct {
	Start, End       int
	Role, Kind, Name string
	Lat, Lon         *float64
	Country, Admin1  string
}

type goldReport struct {
	Doc, Lang, Published, Outlet, Text string
	Toponyms                           []goldName
	Events                             []struct {
		Type     string
		Toponyms []int
	}
}

func shared(t *testing.T, path string) string {
	t.Helper()
	p := filepath.Join("..", "..", "..", "shared", path)
	if _, err := os.Stat(p); err != nil {
		t.Skipf("%s is not there: %v", path, err)
	}
	return p
}

// roles says whether the gold roles of datelines and metonyms are told to extract, as the
// recogniser would.
func mentionsOf(r goldReport) ([]gazetteer.Mention, []resolve.Resolution) {
	off := text.NewOffsets(r.Text)
	var ms []gazetteer.Mention
	var rs []resolve.Resolution
	for _, n := range r.Toponyms {
		m := gazetteer.Mention{Start: off.Byte(n.Start), End: off.Byte(n.End)}
		m.Text = r.Text[m.Start:m.End]
		if n.Role == "dateline" || n.Role == "metonym" {
			m.Role = gazetteer.Role(n.Role)
		}
		p := gazetteer.Place{ID: gazetteer.ID("gold:" + n.Name + n.Admin1 + n.Country), Name: n.Name, Country: n.Country, Admin1Name: n.Admin1, Population: -1, Class: gazetteer.ClassSettlement}
		switch n.Kind {
		case "town":
			p.Population = 20_000
		case "city":
			p.Population = 300_000
		case "raion":
			p.Class = gazetteer.ClassAdmin2
		case "oblast":
			p.Class = gazetteer.ClassAdmin1
		case "country":
			p.Class = gazetteer.ClassCountry
		case "region", "island":
			p.Class = gazetteer.ClassRegion
		case "river":
			p.Class = gazetteer.ClassRiver
		case "sea":
			p.Class = gazetteer.ClassSea
		case "facility":
			p.Class = gazetteer.ClassFacility
		}
		res := resolve.Resolution{Mention: m, P: 1, List: -1}
		if n.Lat != nil {
			p.Point = orb.Point{*n.Lon, *n.Lat}
			res.Chosen = &resolve.Candidate{Place: p, P: 1}
		}
		ms, rs = append(ms, m), append(rs, res)
	}
	return ms, rs
}

func read(t *testing.T, path string) []goldReport {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var rs []goldReport
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		var r goldReport
		if err := json.Unmarshal(sc.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		rs = append(rs, r)
	}
	return rs
}

func eventsOf(t *testing.T, l *Locator, r goldReport) []event.Event {
	t.Helper()
	pub, err := time.Parse(time.RFC3339, r.Published)
	if err != nil {
		t.Fatal(err)
	}
	ms, rs := mentionsOf(r)
	rep := event.Report{ID: event.ReportID(r.Doc), Text: r.Text, Lang: r.Lang, Published: pub, Outlet: r.Outlet}
	drafts := extract.Events(extract.Input{Report: rep, Mentions: ms, Classes: Classes(rs)})
	return l.Events(rep, drafts, rs)
}

// TestGoldMentions reads the development reports with their gold mentions. It asks only
// that most events are found; the project's scorer gives the figures from -out.
func TestGoldMentions(t *testing.T) {
	l := New(nil, nil)
	lines := &strings.Builder{}
	gold, found := 0, 0
	for _, r := range read(t, shared(t, "eval/conflict-dev/reports.jsonl")) {
		es := eventsOf(t, l, r)
		gold += len(r.Events)
		found += min(len(es), len(r.Events))
		b, err := json.Marshal(prediction(r, es))
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
	if found*10 < gold*8 {
		t.Errorf("found %d of %d events", found, gold)
	}
}

// prediction writes events in the contract's form.
func prediction(r goldReport, es []event.Event) map[string]any {
	count := func(c *event.Count) any {
		if c == nil {
			return nil
		}
		return map[string]any{"min": c.Min, "max": c.Max, "text": c.Text}
	}
	out := []any{}
	for _, e := range es {
		places, says := []any{}, []any{}
		for _, l := range e.Where {
			places = append(places, map[string]any{"lat": l.Point.Lat(), "lon": l.Point.Lon(), "radius_m": float64(l.Radius), "name": l.Place.Name, "relation": l.Relation.Kind, "words": l.Relation.Text})
		}
		for _, c := range e.Claims {
			says = append(says, map[string]any{"claimant": c.Claimant, "verb": c.Verb})
		}
		c := e.Casualties
		out = append(out, map[string]any{
			"type": e.Type, "trigger": e.Trigger, "date_start": e.When.Start, "date_end": e.When.End, "date_text": e.When.Text, "places": places, "claims": says, "verification": e.Verification, "control": e.Control,
			"casualties": map[string]any{"killed": count(c.Killed), "wounded": count(c.Wounded), "missing": count(c.Missing), "captured": count(c.Captured), "killed_or_wounded": count(c.KilledOrWounded)},
		})
	}
	return map[string]any{"doc": r.Doc, "toponyms": []any{}, "events": out}
}
