package extract

import (
	"bufio"
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
	}
	fmt.Fprintf(&b, " | %s %s", d.Verification, d.Control)
	return b.String()
}

func TestTry(t *testing.T) {
	f, err := os.Open("/tmp/try2.txt")
	if err != nil {
		t.Skip(err)
	}
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		line := sc.Text()
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		in := bracketed(strings.ReplaceAll(line, "¶", "\n"))
		in.Report.Published = time.Date(2024, 12, 17, 12, 0, 0, 0, time.UTC)
		_ = event.At
		fmt.Println(">>", line)
		for _, d := range Events(in) {
			fmt.Println("     ", describe(in, d))
		}
	}
}
