package resolve

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"sitmap/gazetteer"
	"sitmap/gazetteer/data"
	"sitmap/internal/mention"
	"sitmap/internal/text"
)

var index = sync.OnceValues(data.Default)

func open(t testing.TB) *gazetteer.Index {
	t.Helper()
	ix, err := index()
	if err != nil {
		t.Fatalf("open the embedded index: %v", err)
	}
	return ix
}

// given marks the spans of names in s, in order.
func given(t testing.TB, s string, names ...string) []gazetteer.Mention {
	t.Helper()
	var out []gazetteer.Mention
	at := 0
	for _, n := range names {
		i := strings.Index(s[at:], n)
		if i < 0 {
			t.Fatalf("%q has no %q behind byte %d", s, n, at)
		}
		out = append(out, gazetteer.Mention{Start: at + i, End: at + i + len(n), Text: n})
		at += i + len(n)
	}
	return out
}

func TestResolveBadSpans(t *testing.T) {
	r := New(open(t), Options{})
	s := "Fighting near Sudzha and Kursk."
	ms := []gazetteer.Mention{{Start: 14, End: 20}, {Start: 14, End: 20}, {Start: 16, End: 30}, {Start: 5, End: 5}, {Start: 9, End: 3}, {Start: -4, End: 2}, {Start: 20, End: 900}}
	got := r.Resolve(Input{Text: s, Mentions: ms})
	if len(got) != len(ms) {
		t.Fatalf("got %d answers, want %d", len(got), len(ms))
	}
	if got[0].Chosen == nil || got[0].Chosen.Place.Country != "RU" || got[1].Chosen == nil || got[1].Chosen.Ref != got[0].Chosen.Ref {
		t.Errorf("the same span twice: got %+v and %+v, want Sudzha twice", got[0].Chosen, got[1].Chosen)
	}
	for i, g := range got[3:] {
		if g.Chosen != nil {
			t.Errorf("bad span %d: got %s, want no answer", i+3, g.Chosen.Place.Name)
		}
	}
}

func TestResolveOddText(t *testing.T) {
	r := New(open(t), Options{})
	rec := mention.New(open(t), mention.Options{})
	for _, s := range []string{"", " ", "\n\n", "Sudzha", "🔥🔥 Kursk 🔥", "قال مسؤول في حلب إن القصف توقف", "Kursk, Sudzha, Lgov, Rylsk, Oboyan", "\xff\xfeKursk\xff", strings.Repeat("Sudzha, ", 300)} {
		toks := text.Tokens(s)
		ms := rec.Find(s, toks, text.Sentences(s, toks), "")
		if got := r.Resolve(Input{Text: s, Mentions: ms}); len(got) != len(ms) {
			t.Errorf("%.20q: got %d answers, want %d", s, len(got), len(ms))
		}
	}
}

// One sentence of 1 MB must not take more than linear time.
func TestResolveLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	r := New(open(t), Options{})
	rec := mention.New(open(t), mention.Options{})
	run := func(n int) time.Duration {
		s := strings.Repeat("near Plekhovo, Vorozhba and Martynovka in the Kursk region, then toward Sumy, Konotop and Bilopillia, ", n)
		start := time.Now()
		toks := text.Tokens(s)
		r.Resolve(Input{Text: s, Mentions: rec.Find(s, toks, text.Sentences(s, toks), "")})
		return time.Since(start)
	}
	run(100)
	small, large := run(1000), run(10000)
	if large > 40*small {
		t.Errorf("ten times the text took %v, %v before: more than linear", large, small)
	}
}

// TestCases runs the cases of testdata, see its README; the project.s own larger set is in testdata/resolve at the root.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases found (%v)", err)
	}
	ix := open(t)
	for _, method := range []Method{Learned, Rules} {
		r := New(ix, Options{Method: method})
		n, right := 0, 0
		for _, f := range files {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range parseCases(t, f, string(b)) {
				failed := 0
				for _, w := range c.run(t, r) {
					n++
					switch {
					case w == "":
						right++
					case method == Learned && c.known == "":
						t.Error(w)
					default:
						failed++
					}
				}
				if method == Learned && c.known != "" && failed == 0 {
					t.Errorf("%s begins to pass; remove its known line", c.where)
				}
			}
		}
		t.Logf("%s: %d of %d mentions right", method, right, n)
		if method == Rules && float64(right) < .9*float64(n) {
			t.Errorf("rules: %d of %d mentions right, want nine in ten", right, n)
		}
	}
}

func BenchmarkResolve(b *testing.B) {
	r := New(open(b), Options{})
	s := "Clashes went on near the villages of Plekhovo, Vorozhba and Martynovka in Russia's Kursk region, Kyiv said. Shells fell on Sumy and Konotop."
	ms := given(b, s, "Plekhovo", "Vorozhba", "Martynovka", "Russia", "Kursk region", "Kyiv", "Sumy", "Konotop")
	b.ReportAllocs()
	for b.Loop() {
		r.Resolve(Input{Text: s, Mentions: ms})
	}
}

// TestProbabilitiesAddUp: an answer and its runners-up share no more than certainty.
func TestProbabilitiesAddUp(t *testing.T) {
	ix, err := index()
	if err != nil {
		t.Fatal(err)
	}
	s := "Clashes near Plekhovo, Vorozhba and Martynovka; trains to Paris and Kursk."
	var ms []gazetteer.Mention
	for _, n := range []string{"Plekhovo", "Vorozhba", "Martynovka", "Paris", "Kursk"} {
		at := strings.Index(s, n)
		ms = append(ms, gazetteer.Mention{Start: at, End: at + len(n), Text: n})
	}
	for _, res := range New(ix, Options{Alternatives: 50}).Resolve(Input{Text: s, Mentions: ms}) {
		sum := res.P
		for _, a := range res.Alternatives {
			sum += a.P
			if a.P < 0 || a.P > 1-res.P+1e-9 {
				t.Errorf("%s: runner-up %s has %.3f beside the answer's %.3f", res.Mention.Text, a.Place.Name, a.P, res.P)
			}
		}
		if sum > 1+1e-9 || sum <= 0 {
			t.Errorf("%s: probabilities add up to %.3f", res.Mention.Text, sum)
		}
	}
}
