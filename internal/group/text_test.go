package group

import (
	"bufio"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Words that reports on fighting share; the sentences made of them say different things.
var vocabulary = map[string]string{
	"en": "the officials said on monday that troops had shelled a village near border and killed three people while others were wounded when drones hit houses school hospital power station overnight residents told reporters after an attack governor wrote in his channel no one could verify claims fighting continued around town river bridge road forces advanced retreated captured lost soldiers vehicles tanks artillery fire burned destroyed damaged evacuated shelter morning evening winter",
	"uk": "про це повідомив голова військової адміністрації вранці російські війська обстріляли село громади поранено двох людей загинув чоловік жінку забрали до лікарні пошкоджено будинки школу лікарню лінію електропередачі на місці працюють рятувальники пожежу загасили ворог атакував безпілотниками позиції наших підрозділів бої тривають поблизу річки мосту дороги втрати техніки танк артилерія знищено",
	"ru": "об этом сообщил губернатор области утром украинские беспилотники атаковали село района ранены двое жителей погиб мужчина женщину увезли в больницу повреждены дома школа больница линия электропередачи на месте работают спасатели пожар потушили минобороны заявило что силы противовоздушной обороны сбили бои продолжаются у реки моста дороги потери техники танк артиллерия уничтожено",
}

// invented makes n reports of 6 to 20 sentences. All in a language share one sentence of an agency, as reports on one event do.
func invented(rnd *rand.Rand, lang string, n int) []string {
	words := strings.Fields(vocabulary[lang])
	sentence := func() string {
		out := make([]string, 8+rnd.IntN(14))
		for i := range out {
			out[i] = words[rnd.IntN(len(words))]
		}
		return strings.Join(out, " ") + ". "
	}
	agency := sentence() + sentence()
	out := make([]string, n)
	for i := range out {
		var b strings.Builder
		for range 6 + rnd.IntN(15) {
			b.WriteString(sentence())
		}
		out[i] = b.String() + agency
	}
	return out
}

// edits is what outlets do to a report that they take over.
var edits = map[string]func(rnd *rand.Rand, text string) string{
	"headline and agency": func(_ *rand.Rand, s string) string {
		return "BREAKING NEWS FROM OUR DESK: what is known so far. (Agency) — " + s + " Read more on our channel, subscribe and share."
	},
	"capitals and quotes": func(_ *rand.Rand, s string) string {
		return "«" + strings.ToUpper(strings.NewReplacer(".", " —", ",", ";").Replace(s)) + "»"
	},
	"tail cut": func(_ *rand.Rand, s string) string {
		w := strings.Fields(s)
		return strings.Join(w[:len(w)*6/10], " ")
	},
	"one word in twelve changed": func(rnd *rand.Rand, s string) string {
		w := strings.Fields(s)
		for i := range w {
			if rnd.IntN(12) == 0 {
				w[i] = "xxxx"
			}
		}
		return strings.Join(w, " ")
	},
	"sentences in another order": func(rnd *rand.Rand, s string) string {
		p := strings.Split(s, ". ")
		rnd.Shuffle(len(p), func(i, j int) { p[i], p[j] = p[j], p[i] })
		return strings.Join(p, ". ")
	},
	"every tenth sentence left out": func(rnd *rand.Rand, s string) string {
		return strings.Join(slices.DeleteFunc(strings.Split(s, ". "), func(string) bool { return rnd.IntN(10) == 0 }), ". ")
	},
}

// measure gives the share of edited texts that are recognised, for each edit, and
// how many of the pairs of different texts are taken for copies.
func measure(t *testing.T, texts []string) (found map[string]float64, wrong, pairs int) {
	t.Helper()
	sketches := make([]Sketch, len(texts))
	for i, s := range texts {
		sketches[i] = SketchOf(s)
	}
	found = map[string]float64{}
	for name, edit := range edits {
		n, rnd := 0, rand.New(rand.NewPCG(3, 4))
		for i, s := range texts {
			if Copy(sketches[i], SketchOf(edit(rnd, s))) {
				n++
			}
		}
		found[name] = float64(n) / float64(len(texts))
	}
	for i := range sketches {
		for j := range i {
			pairs++
			if begin(texts[i]) == begin(texts[j]) {
				continue // real collections hold real copies
			}
			if Copy(sketches[i], sketches[j]) {
				wrong++
			}
		}
	}
	return found, wrong, pairs
}

// begin gives the first ten words.
func begin(text string) string {
	w := strings.Fields(text)
	return strings.Join(w[:min(len(w), 10)], " ")
}

func TestCopies(t *testing.T) {
	for lang := range vocabulary {
		found, wrong, pairs := measure(t, invented(rand.New(rand.NewPCG(1, 2)), lang, 120))
		t.Logf("%s: %v found, %d of %d pairs wrong", lang, found, wrong, pairs)
		for name, share := range found {
			if share < 0.97 {
				t.Errorf("%s, %s: %.2f of the copies were recognised", lang, name, share)
			}
		}
		if wrong > 0 {
			t.Errorf("%s: %d of %d pairs of different reports were taken for copies", lang, wrong, pairs)
		}
	}
}

// TestCopiesOfRealReports measures the same on collections of real and written
// reports, where they are at hand. Some of them do repeat each other.
func TestCopiesOfRealReports(t *testing.T) {
	files, _ := filepath.Glob("../../../shared/eval/*/*.jsonl")
	if len(files) == 0 {
		t.Skip("the collections of reports are not at hand")
	}
	for _, file := range files {
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		var texts []string
		seen := map[string]bool{}
		sc := bufio.NewScanner(f)
		sc.Buffer(nil, 1<<24)
		for sc.Scan() {
			var in struct{ Text string }
			if json.Unmarshal(sc.Bytes(), &in) == nil && len(strings.Fields(in.Text)) >= 60 && !seen[in.Text] {
				seen[in.Text] = true
				texts = append(texts, in.Text)
			}
		}
		_ = f.Close()
		if len(texts) < 20 {
			continue
		}
		found, wrong, pairs := measure(t, texts)
		t.Logf("%s: %d texts of 60 words and more, %v found, %d of %d pairs taken for copies", filepath.Base(file), len(texts), found, wrong, pairs)
		for name, share := range found {
			if share < 0.9 {
				t.Errorf("%s, %s: %.2f of the copies were recognised", filepath.Base(file), name, share)
			}
		}
		if wrong > 2 && wrong*2000 > pairs { // two are a story that its outlet published again under another title
			t.Errorf("%s: %d of %d pairs were taken for copies", filepath.Base(file), wrong, pairs)
		}
	}
}

func TestShortTextsAreNoCopies(t *testing.T) {
	s := SketchOf("Explosions were heard in the city on Monday evening, the mayor said.")
	if Copy(s, s) || Copy(nil, nil) {
		t.Error("a text of twelve words says too little")
	}
	if !Copy(SketchOf(strings.Repeat("a b c d e f g h i j k l m n o p ", 2)), SketchOf("A, b c d e f g h i j k l m n o p! Q r s.")) {
		t.Error("sixteen words in a row are a copy")
	}
}

func FuzzSketch(f *testing.F) {
	f.Add("one two three four five", "Один два\u0301 три «чотири» п'ять шість")
	f.Add("", "\xff\xfe a b c d e")
	f.Fuzz(func(t *testing.T, a, b string) {
		x, y := SketchOf(a), SketchOf(b)
		if len(x) > sketchSize || !slices.IsSorted(x) {
			t.Errorf("sketch of %q: %d hashes", a, len(x))
		}
		if Copy(x, y) != Copy(y, x) {
			t.Errorf("%q is a copy of %q, and not the other way round", a, b)
		}
	})
}

func BenchmarkSketch(b *testing.B) {
	text := invented(rand.New(rand.NewPCG(1, 2)), "uk", 1)[0]
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		SketchOf(text)
	}
}
