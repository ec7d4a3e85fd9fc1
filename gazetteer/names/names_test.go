package names

import (
	"slices"
	"testing"
	"unicode/utf8"
)

func TestFold(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", ""},
		{"Pl'okhiv", "plokhiv"},
		{"U.S.", "us"},
		{"Washington, D.C.", "washington dc"},
		{"Aix-en-Provence", "aix en provence"},
		{"  São   Paulo ", "sao paulo"},
		{"Плёхово", "плехово"},
		{"Пле́хово", "плехово"},
		{"Горький", "горький"},
		{"Ки\u0438\u0306", "кий"},
		{"Слов’янськ", "словянськ"},
		{"Łódź", "lodz"},
		{"İstanbul", "istanbul"},
		{"Göyçə", "goyca"},
		{"\xff\xfeKursk\xff", "kursk"},
		{"—", ""},
		{"a — b", "a b"},
		{"Şa‘dah", "sadah"},
	} {
		if got := Fold(c.in); got != c.want {
			t.Errorf("Fold(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestSkeletonMeets(t *testing.T) {
	for _, group := range [][]string{
		{"Plekhovo", "Plyokhovo", "Pliokhovo", "Plëkhovo", "Плёхово", "Плехово", "Плехове"},
		{"Martynovka", "Martynivka", "Мартыновка", "Мартинівка"},
		{"Kharkiv", "Kharkov", "Харьков", "Харків"},
		{"Pokrovske", "Pokrovskoye", "Покровское", "Покровське"},
		{"Chernihiv", "Chernigov", "Чернігів", "Чернигов"},
		{"Hostomel", "Gostomel", "Гостомель"},
		{"Novo Ivanovka", "Novoivanovka"},
	} {
		want := Skeleton(group[0])
		for _, s := range group[1:] {
			if got := Skeleton(s); got != want {
				t.Errorf("Skeleton(%q) = %q, want %q as of %q", s, got, want, group[0])
			}
		}
	}
}

func TestSkeletonKeepsApart(t *testing.T) {
	for _, pair := range [][2]string{
		{"Vorozhba", "Voronezh"}, {"Sumy", "Suma"}, {"Kursk", "Kurskaya"}, {"Lviv", "Levo"},
	} {
		if Skeleton(pair[0]) == Skeleton(pair[1]) {
			t.Errorf("Skeleton(%q) equals Skeleton(%q)", pair[0], pair[1])
		}
	}
}

func TestLatin(t *testing.T) {
	for _, c := range []struct {
		in   string
		want []string // all must be there
	}{
		{"Плёхово", []string{"plekhovo"}},
		{"Ворожба", []string{"vorozhba", "vorozba"}},
		{"Мартыновка", []string{"martynovka"}},
		{"Мартинівка", []string{"martynivka"}},
		{"Щорс", []string{"shchors"}},
		{"Згурський", []string{"zghurskyi", "zhurskyy"}},
		{"Елец", []string{"yelets", "elets"}},
		{"Юнаківка", []string{"yunakivka"}},
		{"Маріуполь", []string{"mariupol"}},
		{"Краснае Сяло", []string{"krasnaye syalo"}},
	} {
		got := Latin(c.in)
		for _, w := range c.want {
			if !slices.Contains(got, w) {
				t.Errorf("Latin(%q) = %q, lacks %q", c.in, got, w)
			}
		}
	}
	if got := Latin("Kursk"); got != nil {
		t.Errorf("Latin of a Latin name = %q, want nil", got)
	}
}

func TestLatinUkrainian(t *testing.T) {
	for in, want := range map[string]string{"Шептицький": "sheptytskyi", "Млинки": "mlynky", "Згурівка": "zghurivka", "Юріївка": "yuriivka", "Bakhmut": "bakhmut"} {
		if got := LatinUkrainian(in); got != want {
			t.Errorf("LatinUkrainian(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestLemmas(t *testing.T) {
	for _, c := range []struct{ in, lang, want string }{
		{"Ворожбой", "ru", "ворожба"},
		{"Ворожбе", "ru", "ворожба"},
		{"Мартыновке", "ru", "мартыновка"},
		{"Плехове", "ru", "плехово"},
		{"Курском", "ru", "курск"},
		{"Суджи", "ru", "суджа"},
		{"Сумах", "ru", "сумы"},
		{"Сум", "ru", "сумы"},
		{"Великой Писаревки", "ru", "великая писаревка"},
		{"Часового Яра", "ru", "часовой яр"},
		{"Покровского", "ru", "покровское"},
		{"Мариуполя", "ru", "мариуполь"},
		{"Казани", "ru", "казань"},
		{"России", "ru", "россия"},
		{"Ельца", "ru", "елец"},
		{"Харкові", "uk", "харків"},
		{"Харкова", "uk", "харків"},
		{"Києві", "uk", "київ"},
		{"Запоріжжі", "uk", "запоріжжя"},
		{"Мартинівці", "uk", "мартинівка"},
		{"Торецьку", "uk", "торецьк"},
		{"Часовому Яру", "uk", "часовий яр"},
		{"Кривого Рогу", "uk", "кривий ріг"},
		{"Сумах", "uk", "суми"},
		{"Тернополі", "uk", "тернопіль"},
		{"України", "", "україна"},
		{"Вінниці", "", "вінниця"},
		{"Sudzha's", "en", "sudzha"},
		{"Ukrainians", "en", "ukrainian"},
		{"Emirates'", "en", "emirates"},
	} {
		if got := Lemmas(c.in, c.lang); !slices.Contains(got, c.want) {
			t.Errorf("Lemmas(%q, %q) = %q, lacks %q", c.in, c.lang, got, c.want)
		}
	}
}

func TestLemmasLeaveShortWordsAlone(t *testing.T) {
	for _, w := range []string{"в", "на", "і", "Рф"} {
		if got := Lemmas(w, ""); len(got) != 0 {
			t.Errorf("Lemmas(%q) = %q, want none", w, got)
		}
	}
}

func TestScriptOf(t *testing.T) {
	for _, c := range []struct {
		in   string
		want Script
	}{
		{"", ScriptNone},
		{"12-3", ScriptNone},
		{"Kursk 2", ScriptLatin},
		{"Łódź", ScriptLatin},
		{"Суджа", ScriptCyrillic},
		{"Слов'янськ", ScriptCyrillic},
		{"دمشق", ScriptOther},
		{"Aя", ScriptOther},
	} {
		if got := ScriptOf(c.in); got != c.want {
			t.Errorf("ScriptOf(%q) = %d, want %d", c.in, got, c.want)
		}
	}
}

func TestTitle(t *testing.T) {
	if got, want := Title("aix en provence"), "Aix En Provence"; got != want {
		t.Errorf("Title = %q, want %q", got, want)
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"Kursk", "Плёхово", "Ки\u0438\u0306", "\xff", "İ", "ǅ", "ﬃ", "½", "ａｂ", "ส้"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		k := Fold(s)
		if !utf8.ValidString(k) {
			t.Fatalf("Fold(%q) = %q is not UTF-8", s, k)
		}
		if again := Fold(k); again != k {
			t.Fatalf("Fold is not stable: %q, then %q, then %q", s, k, again)
		}
		if a, b := Skeleton(s), Skeleton(k); a != b {
			t.Fatalf("Skeleton(%q) = %q, of its key %q", s, a, b)
		}
		Latin(s)
		Lemmas(s, "")
		ScriptOf(s)
		Title(k)
	})
}

func BenchmarkFold(b *testing.B) {
	var buf [64]byte
	for b.Loop() {
		AppendFold(buf[:0], "Velyka Pysarivka")
	}
}

func BenchmarkSkeleton(b *testing.B) {
	var buf [64]byte
	for b.Loop() {
		AppendSkeleton(buf[:0], "Velyka Pysarivka")
	}
}

func BenchmarkLemmas(b *testing.B) {
	for b.Loop() {
		Lemmas("Великой Писаревки", "ru")
	}
}
