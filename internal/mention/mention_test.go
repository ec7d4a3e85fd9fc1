package mention

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"sitmap/gazetteer"
	"sitmap/gazetteer/data"
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

func find(r *Recogniser, s, lang string) string {
	toks := text.Tokens(s)
	var out []string
	for _, m := range r.Find(s, toks, text.Sentences(s, toks), lang) {
		out = append(out, fmt.Sprintf("%s:%s", m.Text, m.Role))
	}
	return strings.Join(out, " | ")
}

func TestFind(t *testing.T) {
	r := New(open(t), Options{})
	for _, c := range []struct{ name, in, want string }{
		{"list", "Clashes near the villages of Plekhovo, Vorozhba and Martynovka went on.", "Plekhovo:event | Vorozhba:event | Martynovka:event"},
		{"dateline", "KYIV, Dec 22 - Shells fell on Sumy overnight.", "KYIV:dateline | Sumy:event"},
		{"metonym", "Moscow said its troops had left.", "Moscow:metonym"},
		{"nationality", "North Korean soldiers fought in Kursk.", "North Korean:demonym | Kursk:event"},
		{"person", "Judge Kent and David Lebanon met in Lyon.", "Lyon:event"},
		{"russian", "Бои идут у села Плёхово Курской области.", "Плёхово:event | Курской области:event"},
		{"adjective", "На Покровському напрямку тривають бої.", "Покровському:event"},
		{"like a people, at a list's end", "Бої точилися біля Костянтинівки та Німецької.", "Костянтинівки:event | Німецької:event"},
		{"like a people, in Russian", "Бои шли возле Константиновки и Польской.", "Константиновки:event | Польской:event"},
		{"a people with its noun", "У Сумах працює Німецька місія.", "Сумах:event | Німецька:demonym"},
		{"a people after a stop", "Бої йшли біля Костянтинівки. Українська, польська й німецька влада мовчить.", "Костянтинівки:event | Українська:demonym | польська:demonym | німецька:demonym"},
		{"a language in English", "Shells fell on Sumy and he spoke in German.", "Sumy:event | German:demonym"},
		{"landscape", "Обстріли на Сумщині не вщухають.", "Сумщині:event"},
		{"acronym", "ППО збила два дрони.", ""},
		{"nothing", "the quick brown fox", ""},
	} {
		if got := find(r, c.in, ""); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestRulesFind(t *testing.T) {
	r := New(open(t), Options{Rules: true})
	if got := find(r, "Shells fell on Sumy and Konotop in Ukraine on Monday.", "en"); !strings.Contains(got, "Sumy") || !strings.Contains(got, "Konotop") || !strings.Contains(got, "Ukraine") || strings.Contains(got, "Monday") {
		t.Errorf("got %q, want Sumy, Konotop and Ukraine, no Monday", got)
	}
}

func TestModelRoundTrip(t *testing.T) {
	m := NewModel(map[uint32][numLabels]float32{7: {1, -2, 0.5}, 23: {0.25, 0, -1}}, [numLabels][numLabels]float32{{1, 2, 3}}, .5)
	b, err := m.AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := ReadModel(b)
	if err != nil {
		t.Fatal(err)
	}
	if w := got.weights(23); w == nil || w[0] != .25 || w[2] != -1 || got.weights(8) != nil || got.Bias != .5 || got.trans[0][2] != 3 {
		t.Errorf("got %v, want the weights written", w)
	}
	for _, bad := range [][]byte{nil, b[:10], b[:len(b)-1], append([]byte("XX"), b[2:]...)} {
		if _, err := ReadModel(bad); err == nil {
			t.Errorf("%d damaged bytes were read as a model", len(bad))
		}
	}
}

func TestShippedModelIsSmall(t *testing.T) {
	if len(modelBytes) > 1<<20 {
		t.Errorf("the shipped model has %d bytes, the limit is 1 MB", len(modelBytes))
	}
	if _, err := ReadModel(modelBytes); err != nil {
		t.Error(err)
	}
}

func TestTrainLearnsAndForgetsRareFeatures(t *testing.T) {
	ix := open(t)
	var ls []*Lesson
	for i := range 6 {
		s := fmt.Sprintf("Shells hit Qwertytown%d near Sumy today.", i)
		a := strings.Index(s, "Sumy")
		l := NewLesson(ix, s, "en", [][2]int{{a, a + 4}}, nil)
		ls = append(ls, &l)
	}
	r := New(ix, Options{Model: Train(ls, 3, 5, 0)})
	if got := find(r, "Shells hit Abctown near Sumy today.", "en"); !strings.Contains(got, "Sumy") {
		t.Errorf("got %q, want Sumy", got)
	}
	if w := r.model.weights(feat("w").add("qwertytown1").sum()); w != nil {
		t.Error("a word of one report has a weight")
	}
}

func TestTypeWords(t *testing.T) {
	for _, c := range []struct {
		word   string
		kind   Kind
		before bool
	}{{"village", KindVillage, true}, {"області", KindAdmin1, false}, {"района", KindAdmin2, false}, {"напрямку", KindFront, false}} {
		k, before, _ := TypeWord(c.word)
		if k&c.kind == 0 || before != c.before {
			t.Errorf("%s: got kind %b before %v", c.word, k, before)
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"near Sumy", "KYIV -", "у с. Плёхово", "«»\"", "\xff\xfe", "A.B.C. - Kursk's", "حلب", "Сумщ", "-ськ напрямку"} {
		f.Add(s)
	}
	ix, err := index()
	if err != nil {
		f.Fatal(err)
	}
	r, rules := New(ix, Options{}), New(ix, Options{Rules: true})
	f.Fuzz(func(t *testing.T, s string) {
		toks := text.Tokens(s)
		sents := text.Sentences(s, toks)
		for _, rec := range []*Recogniser{r, rules} {
			end := 0
			for _, m := range rec.Find(s, toks, sents, "") {
				if m.Start < end || m.End <= m.Start || m.End > len(s) || s[m.Start:m.End] != m.Text || m.Role == "" {
					t.Fatalf("%q: mention %+v after byte %d", s, m, end)
				}
				end = m.End
			}
		}
	})
}

func BenchmarkFind(b *testing.B) {
	r := New(open(b), Options{})
	s := strings.Repeat("Ukraine’s army said on Monday that clashes near the villages of Plekhovo, Vorozhba and Martynovka had ended. ", 30)
	toks := text.Tokens(s)
	sents := text.Sentences(s, toks)
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		r.Find(s, toks, sents, "en")
	}
}
