package extract

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"sitmap/gazetteer"
	"sitmap/internal/event"
	"sitmap/internal/extract/casualty"
)

// bracketed cuts "[Name]" and "[Name|area]" out of a text and gives the mentions.
func bracketed(s string) Input {
	var b strings.Builder
	in := Input{}
	for {
		i := strings.IndexByte(s, '[')
		if i < 0 {
			break
		}
		b.WriteString(s[:i])
		j := strings.IndexByte(s[i:], ']') + i
		name, kind, _ := strings.Cut(s[i+1:j], "|")
		m := gazetteer.Mention{Start: b.Len(), Text: name}
		b.WriteString(name)
		m.End = b.Len()
		class := gazetteer.ClassSettlement
		switch kind {
		case "area":
			class = gazetteer.ClassAdmin1
		case "district":
			class = gazetteer.ClassAdmin2
		case "country":
			class = gazetteer.ClassCountry
		case "river":
			class = gazetteer.ClassRiver
		case "metonym":
			m.Role = gazetteer.RoleMetonym
		case "dateline":
			m.Role = gazetteer.RoleDateline
		}
		in.Mentions = append(in.Mentions, m)
		in.Classes = append(in.Classes, class)
		s = s[j+1:]
	}
	b.WriteString(s)
	in.Report.Text = b.String()
	return in
}

func describe(in Input, d Draft) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s) @", d.Type, d.Trigger)
	for _, p := range d.Places {
		fmt.Fprintf(&b, " %s:%s", in.Mentions[p.Mention].Text, p.Relation.Kind)
		if p.Relation.Km != nil {
			fmt.Fprintf(&b, "/%gkm", *p.Relation.Km)
		}
		if p.Relation.Bearing != nil {
			fmt.Fprintf(&b, "/%g°", float64(*p.Relation.Bearing))
		}
	}
	fmt.Fprintf(&b, " | %s..%s %s %q", d.When.Start, d.When.End, d.When.Basis, d.When.Text)
	for k := casualty.Killed; k <= casualty.KilledOrWounded; k++ {
		if c := casualty.Get(d.Casualties, k); c != nil {
			lo, hi := "", ""
			if c.Min != nil {
				lo = fmt.Sprint(*c.Min)
			}
			if c.Max != nil {
				hi = fmt.Sprint(*c.Max)
			}
			fmt.Fprintf(&b, " %s %s..%s", []string{"killed", "wounded", "missing", "captured", "both"}[k], lo, hi)
		}
	}
	b.WriteString(" |")
	for _, c := range d.Claims {
		fmt.Fprintf(&b, " %s", c.Claimant)
		switch c.Stance {
		case event.Denies:
			b.WriteString(" (denies)")
		case event.CannotVerify:
			b.WriteString(" (cannot verify)")
		}
	}
	fmt.Fprintf(&b, " | %s %s", d.Verification, d.Control)
	return b.String()
}

var update = flag.Bool("update", false, "write what TestEvents got into testdata; read the difference before you commit it")

// TestEvents compares the drafts of the reports in testdata with what stands below each.
func TestEvents(t *testing.T) {
	f, err := os.Open("testdata/events.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var text string
	var want []string
	var fresh strings.Builder
	n := 0
	check := func() {
		if text == "" {
			return
		}
		n++
		var got []string
		in := bracketed(strings.ReplaceAll(text, "¶", "\n"))
		in.Report.Published = published
		for _, d := range Events(in) {
			got = append(got, strings.TrimSpace(describe(in, d)))
		}
		fresh.WriteString(text + "\n")
		for _, g := range got {
			fresh.WriteString("  " + g + "\n")
		}
		if g, w := strings.Join(got, "\n  "), strings.Join(want, "\n  "); g != w {
			t.Errorf("%s\n got\n  %s\nwant\n  %s", text, g, w)
		}
	}
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		line := sc.Text()
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
			check()
			text, want = "", nil
			fresh.WriteString(line + "\n")
		case strings.HasPrefix(line, " "):
			want = append(want, strings.TrimSpace(line))
		default:
			check()
			text, want = line, nil
		}
	}
	check()
	if *update {
		if err := os.WriteFile("testdata/events.txt", []byte(fresh.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if n < 40 {
		t.Errorf("read %d reports, want at least 40", n)
	}
}

var published = time.Date(2024, 12, 17, 12, 0, 0, 0, time.UTC)

func TestWithoutPublicationDate(t *testing.T) {
	in := bracketed("Clashes broke out near [Aaa] on Monday, and shells hit [Bbb] on 14 December 2024.")
	ds := Events(in)
	if len(ds) != 2 {
		t.Fatalf("got %d drafts", len(ds))
	}
	if w := ds[0].When; !w.Start.IsZero() || w.Basis != event.BasisUnknown {
		t.Errorf("a weekday without a publication date: got %+v", w)
	}
	if w := ds[1].When; w.Start.String() != "2024-12-14" || w.Basis != event.BasisExplicit {
		t.Errorf("a written date: got %+v", w)
	}
}

func TestEvidenceIsInTheText(t *testing.T) {
	in := bracketed("Clashes broke out near [Aaa] on Monday. Three men were killed, police said.")
	in.Report.Published = published
	for _, d := range Events(in) {
		if len(d.Evidence) != 2 {
			t.Errorf("got %d pieces of evidence, want both sentences", len(d.Evidence))
		}
		for _, e := range d.Evidence {
			if e.Start < 0 || e.End > len(in.Report.Text) || e.Start >= e.End {
				t.Errorf("evidence %+v outside the text", e)
			}
		}
	}
}

func TestBadMentionsAreIgnored(t *testing.T) {
	in := bracketed("Clashes broke out near [Aaa].")
	in.Mentions = append(in.Mentions, gazetteer.Mention{Start: -3, End: 2}, gazetteer.Mention{Start: 5, End: 5}, gazetteer.Mention{Start: 10, End: 9999})
	if got := Events(in); len(got) != 1 || len(got[0].Places) != 1 {
		t.Errorf("got %+v", got)
	}
	if got := Events(Input{}); len(got) != 0 {
		t.Errorf("an empty report: got %+v", got)
	}
}

func FuzzEvents(f *testing.F) {
	f.Add("Clashes near A and B on Monday, police said. Two died.", 14, 15, 20, 21)
	f.Add("Бої біля А; двоє загинули.", 10, 12, 0, 4)
	f.Fuzz(func(t *testing.T, s string, a, b, c, d int) {
		in := Input{Mentions: []gazetteer.Mention{{Start: a, End: b}, {Start: c, End: d}}}
		in.Report.Text = s
		in.Report.Published = published
		for _, x := range Events(in) {
			if x.Type == "" || x.Verification == "" {
				t.Fatalf("%q: %+v", s, x)
			}
			for _, e := range x.Evidence {
				if e.Start < 0 || e.End > len(s) || e.Start > e.End {
					t.Fatalf("%q: evidence %+v", s, e)
				}
			}
		}
	})
}

func BenchmarkEvents(b *testing.B) {
	unit := "Clashes were reported near [Aaa], [Bbb] and [Ccc] at the weekend; three men were killed and five wounded, police said. Внаслідок удару дрона в [Ддд] поранено двоє людей.\n"
	for _, n := range []int{1, 10, 1000} {
		in := bracketed(strings.Repeat(unit, n))
		in.Report.Published = published
		b.Run(fmt.Sprintf("sentences=%d", 2*n), func(b *testing.B) {
			b.SetBytes(int64(len(in.Report.Text)))
			b.ReportAllocs()
			for b.Loop() {
				Events(in)
			}
		})
	}
}
