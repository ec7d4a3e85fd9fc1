package cases

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/paulmach/orb"
)

const whole1 = `# A remark before the first case.

== two-places
why: both are named
lang: uk
published: 2024-12-16
hint: UA/Sumy
hint: RU/Kursk
group: Ворожба
needs: world
known: not yet
# a remark between keys

text:
Бої у Ворожбі.

# not a remark: у Ворожбі тихо
expect: Ворожбі#2 | UA | 51.17,34.22 | 5
avoid: Ворожбі | 51.16,35.48 | 5
reject: Бої
reject: *
`

func TestParseReadsEveryKey(t *testing.T) {
	got, err := Parse("a.txt", whole1)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 1 {
		t.Fatalf("got %d cases, want 1", len(got))
	}
	c := got[0]
	if c.File != "a.txt" || c.Line != 3 || c.Name != "two-places" || c.Why != "both are named" || c.Lang != "uk" ||
		c.Group != "Ворожба" || c.Needs != NeedsWorld || c.Known != "not yet" || !c.Only {
		t.Errorf("got %+v", c)
	}
	if want := "RU/Kursk"; len(c.Hints) != 2 || c.Hints[1] != want {
		t.Errorf("got hints %q, want the second to be %q", c.Hints, want)
	}
	if got := c.Published.Format("2006-01-02"); got != "2024-12-16" {
		t.Errorf("got published %s", got)
	}
	if want := "Бої у Ворожбі.\n\n# not a remark: у Ворожбі тихо"; c.Text != want {
		t.Errorf("got text %q, want %q", c.Text, want)
	}
	x := c.Expect[0]
	if x.Start != 34 || x.End != 41 || x.Country != "UA" || x.Point != (orb.Point{34.22, 51.17}) || x.Tolerance != 5 || x.Line != 18 {
		t.Errorf("got expectation %+v", x)
	}
	if a := c.Avoid[0]; a.Start != 6 || a.End != 13 || a.Country != "" {
		t.Errorf("got avoid %+v", a)
	}
	if r := c.Reject[0]; r.Start != 0 || r.End != 3 {
		t.Errorf("got reject %+v", r)
	}
}

func TestParseTakesMarkAndCarriageReturns(t *testing.T) {
	got, err := Parse("a.txt", "\ufeff"+strings.ReplaceAll(whole1, "\n", "\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(got[0].Text, "\r") || got[0].Expect[0].Start != 34 {
		t.Errorf("got %+v", got[0])
	}
}

func TestParseSaysWhereItFails(t *testing.T) {
	head := "== a\nwhy: b\n"
	text := head + "text:\nOn Sum and Sumy, 2 towns.\n"
	for _, tt := range []struct{ name, give, want string }{
		{"line before a case", "why: b\n", "x.txt:1: a case begins with a heading"},
		{"no name", "== \n", "x.txt:1: a case needs a name"},
		{"no why", "== a\ntext:\nb\nreject: *\n", `x.txt:1: case "a" does not say why`},
		{"no text", head + "expect: a | UA | 1,2 | 3\n", `x.txt:1: case "a" has no text`},
		{"blank text", head + "text:\n \nreject: *\n", `x.txt:1: case "a" has no text`},
		{"nothing expected", text, `x.txt:1: case "a" expects nothing`},
		{"no key", "== a\njust words\n", "x.txt:2: expected \"key: value\""},
		{"unknown key", "== a\nwhere: b\n", `x.txt:2: unknown key "where"`},
		{"twice", head + "why: c\n", "x.txt:3: why is given twice"},
		{"empty key", "== a\nlang:\n", "x.txt:2: lang is empty"},
		{"empty hint", "== a\nhint: \n", "x.txt:2: hint is empty"},
		{"language", "== a\nlang: English\n", `x.txt:2: lang "English"`},
		{"day", "== a\npublished: 16.12.2024\n", `x.txt:2: published "16.12.2024"`},
		{"needs", "== a\nneeds: luck\n", `x.txt:2: needs "luck" is unknown`},
		{"key below", text + "reject: Sum\nlang: en\n", `x.txt:6: "lang" belongs above the text`},
		{"words not in text", text + "expect: Kyiv | UA | 1,2 | 3\n", `x.txt:5: the text of "a" has "Kyiv" 0 times`},
		{"part of a word", text + "reject: Sum#2\n", `x.txt:5: the text of "a" has "Sum" 1 times as whole words, wanted number 2`},
		{"occurrence", text + "reject: Sum#0\n", "x.txt:5: \"Sum#0\": after #"},
		{"no words", text + "reject:\n", "x.txt:5: the words of the text are missing"},
		{"fields", text + "expect: Sumy | 1,2 | 3\n", "x.txt:5: write expect: SURFACE | COUNTRY"},
		{"avoid fields", text + "avoid: Sumy | UA | 1,2 | 3\n", "x.txt:5: write avoid: SURFACE | LAT,LON"},
		{"avoid alone", text + "avoid: Sumy\n", "x.txt:5: write avoid"},
		{"country", text + "expect: Sumy | Ukraine | 1,2 | 3\n", `x.txt:5: country "Ukraine"`},
		{"point", text + "expect: Sumy | UA | 1 2 | 3\n", `x.txt:5: "1 2" is not LAT,LON`},
		{"longitude first", text + "expect: Sumy | UA | 134.8,50.9 | 3\n", "x.txt:5: \"134.8,50.9\" is not on Earth"},
		{"not a number", text + "expect: Sumy | UA | NaN,1 | 3\n", "x.txt:5: \"NaN,1\" is not on Earth"},
		{"tolerance", text + "expect: Sumy | UA | 50,34 | 0\n", `x.txt:5: tolerance "0"`},
		{"endless tolerance", text + "expect: Sumy | UA | 50,34 | Inf\n", `x.txt:5: tolerance "Inf"`},
		{"twice expected", text + "expect: Sumy | UA | 50,34 | 5\nexpect: Sumy | RU | 51,34 | 5\n", `x.txt:6: "Sumy" is expected twice`},
		{"expected and rejected", text + "reject: Sumy\nexpect: Sumy | UA | 50,34 | 5\n", `x.txt:5: "Sumy" is rejected here and expected at line 6`},
		{"encoding", "== a\xff\n", "x.txt:1: the file is not UTF-8"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Parse("x.txt", tt.give)
			if err == nil {
				t.Fatalf("got %+v, want the error %q", got, tt.want)
			}
			if !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("got %q, want it to begin with %q", err, tt.want)
			}
		})
	}
}

func TestReadTakesCaseFilesInOrder(t *testing.T) {
	one := "== %\nwhy: b\ntext:\nSumy\nexpect: Sumy | UA | 50.9,34.8 | 5\n"
	file := func(name string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte(strings.ReplaceAll(one, "%", name))}
	}
	fsys := fstest.MapFS{"b.cases": file("second"), "a.cases": file("first"), "README.md": file("no"), "pairs.txt": file("no"), "sub/c.cases": file("no")}
	got, err := Read(fsys)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 2 || got[0].Name != "first" || got[1].File != "b.cases" {
		t.Errorf("got %+v", got)
	}

	fsys["c.cases"] = file("first")
	if _, err := Read(fsys); err == nil || !strings.HasPrefix(err.Error(), `c.cases:1: the name "first" is taken by the case at a.cases:1`) {
		t.Errorf("a name given twice: got error %v", err)
	}
	if _, err := Read(fstest.MapFS{"README.md": file("no")}); err == nil {
		t.Error("a directory without cases: got no error")
	}
}

func FuzzParse(f *testing.F) {
	f.Add(whole1)
	f.Add("== a\nwhy: b\ntext: c d\nreject: c\n== e\nwhy: f\ntext:\n==g\nreject: *\n")
	f.Fuzz(func(t *testing.T, s string) {
		all, err := Parse("x.txt", s)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "x.txt:") {
				t.Errorf("the error does not say where: %v", err)
			}
			return
		}
		for _, c := range all {
			text := []rune(c.Text)
			for _, x := range c.Expect {
				if got := string(text[x.Start:x.End]); got != x.Surface {
					t.Errorf("span %d..%d holds %q, want %q", x.Start, x.End, got, x.Surface)
				}
			}
			if wrong := c.Check(right(c)); len(c.Avoid) == 0 && len(wrong) != 0 {
				t.Errorf("the right answer is judged wrong: %q", wrong)
			}
		}
	})
}

// right is the answer that a case asks for.
func right(c Case) []Found {
	var found []Found
	for _, x := range c.Expect {
		found = append(found, Found{x.Surface, x.Start, x.End, x.Country, x.Point.Lat(), x.Point.Lon()})
	}
	return found
}
