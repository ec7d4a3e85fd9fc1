package locate

import (
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"sitmap/gazetteer"
	"sitmap/gazetteer/data"
	"sitmap/gazetteer/regions"
	"sitmap/gazetteer/resolve"
	"sitmap/internal/event"
	"sitmap/internal/extract"
	"sitmap/internal/mention"
	"sitmap/internal/text"
)

// whole reads reports from their text to their events, as the program does.
type whole struct {
	find *mention.Recogniser
	res  *resolve.Resolver
	loc  *Locator
}

func newWhole(t testing.TB) whole {
	t.Helper()
	ix, err := data.Default()
	if err != nil {
		t.Skipf("no gazetteer: %v", err)
	}
	return newWholeOf(t, ix)
}

func newWholeOf(t testing.TB, ix *gazetteer.Index) whole {
	t.Helper()
	b, err := regions.Default()
	if err != nil {
		t.Fatal(err)
	}
	return whole{mention.New(ix, mention.Options{}), resolve.New(ix, resolve.Options{}), New(b, ix)}
}

var given = flag.Bool("given", false, "TestWholeReports takes the gold mentions")

func (w whole) events(rep event.Report, ms []gazetteer.Mention) []event.Event {
	if rep.Lang == "" {
		rep.Lang = text.Lang(rep.Text)
	}
	toks := text.Tokens(rep.Text)
	sents := text.Sentences(rep.Text, toks)
	if ms == nil {
		ms = w.find.Find(rep.Text, toks, sents, rep.Lang)
	}
	rs := w.res.Resolve(resolve.Input{Text: rep.Text, Mentions: ms, Lang: rep.Lang, Outlet: rep.Outlet})
	ds := extract.Events(extract.Input{Report: rep, Tokens: toks, Sentences: sents, Mentions: ms, Classes: Classes(rs)})
	return w.loc.Events(rep, ds, rs)
}

func TestWholeReports(t *testing.T) {
	path := shared(t, "eval/conflict-dev/reports.jsonl")
	w := newWhole(t)
	lines := &strings.Builder{}
	placed := 0
	for _, r := range read(t, path) {
		pub, err := time.Parse(time.RFC3339, r.Published)
		if err != nil {
			t.Fatal(err)
		}
		var ms []gazetteer.Mention
		if *given {
			ms, _ = mentionsOf(r)
		}
		es := w.events(event.Report{ID: event.ReportID(r.Doc), Text: r.Text, Lang: r.Lang, Published: pub, Outlet: r.Outlet}, ms)
		for _, e := range es {
			if len(e.Where) > 0 {
				placed++
			}
		}
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
	if placed < 90 {
		t.Errorf("%d events with a place, want at least 90", placed)
	}
}

// TestKurskReport reads the real article from its text alone.
func TestKurskReport(t *testing.T) {
	b, err := os.ReadFile(shared(t, "reports/kursk-2024-12-16.txt"))
	if err != nil {
		t.Fatal(err)
	}
	w := newWhole(t)
	es := w.events(event.Report{ID: "kursk", Text: string(b), Published: time.Date(2024, 12, 16, 22, 0, 0, 0, time.UTC)}, nil)
	var clash, video, assault *event.Event
	for i := range es {
		e := &es[i]
		t.Logf("%s (%s) %v %s..%s %s %q | %s | %v %s control %q", e.Type, e.Trigger, placesOf(e), e.When.Start, e.When.End, e.When.Precision, e.When.Text, counts(e), e.Claims, e.Verification, e.Control)
		switch {
		case len(e.Where) == 3:
			clash = e
		case e.Verification == event.Verified:
			video = e
		case e.When.Start == e.When.End && e.When.Start.String() == "2024-12-14":
			assault = e
		}
		if strings.Contains(counts(e), "12000") {
			t.Errorf("troops counted as losses: %s", counts(e))
		}
	}
	if clash == nil || video == nil || assault == nil {
		t.Fatalf("clash %v, video %v, assault %v", clash != nil, video != nil, assault != nil)
	}
	if got := strings.Join(placesOf(clash), ", "); got != "Plekhovo RU near, Vorozhba RU near, Martynovka RU near" {
		t.Errorf("clash at %s", got)
	}
	if clash.When.Start.String() != "2024-12-14" || clash.When.End.String() != "2024-12-15" || clash.When.Basis != event.BasisRelative {
		t.Errorf("clash on %+v", clash.When)
	}
	c := clash.Casualties
	if c.Missing == nil || *c.Missing.Min != 3 || c.KilledOrWounded == nil || *c.KilledOrWounded.Min != 30 || !c.KilledOrWounded.Approximate || c.Killed != nil || c.Wounded != nil {
		t.Errorf("losses of the clash: %s", counts(clash))
	}
	if len(clash.Claims) == 0 || !strings.Contains(clash.Claims[0].Claimant, "defense intelligence") {
		t.Errorf("claimants of the clash: %+v", clash.Claims)
	}
	if assault.Verification != event.Unverified {
		t.Errorf("the assault is %s, want unverified", assault.Verification)
	}
	if clash.Control != "unclear" {
		t.Errorf("control %q, want unclear", clash.Control)
	}
}

func placesOf(e *event.Event) []string {
	var ps []string
	for _, l := range e.Where {
		ps = append(ps, l.Place.Name+" "+l.Place.Country+" "+string(l.Relation.Kind))
	}
	return ps
}

func counts(e *event.Event) string {
	b, err := json.Marshal(e.Casualties)
	if err != nil {
		return err.Error()
	}
	return string(b)
}
