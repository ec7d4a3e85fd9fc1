package text

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func words(s string) []string {
	var out []string
	for _, t := range Tokens(s) {
		out = append(out, strings.ReplaceAll(t.Text(s), "\n", "⏎"))
	}
	return out
}

func TestTokens(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"possessive", "Russia's Kursk region", "Russia|'s|Kursk|region"},
		{"curly possessive", "Ukraine’s army", "Ukraine|’s|army"},
		{"plural possessive", "the Russians' guns", "the|Russians|'|guns"},
		{"Ukrainian apostrophe", "у Слов'янську та Кам’янському", "у|Слов'янську|та|Кам’янському"},
		{"hyphen", "Kamianka-Buzka", "Kamianka|-|Buzka"},
		{"initials", "the U.S. Army in D.C., Z.", "the|U.S.|Army|in|D.C.|,|Z|."},
		{"number", "12,000 men at 22:30, 4.5 km.", "12,000|men|at|22:30|,|4.5|km|."},
		{"model", "M109 and Т-72", "M109|and|Т|-|72"},
		{"lines", "a\n\n b\r\nc", "a|⏎⏎|b|\r⏎|c"},
		{"emoji and rtl", "🔥 حلب", "🔥|حلب"},
		{"invalid", "a\xffb", "a|\xff|b"},
		{"empty", "", ""},
	} {
		if got := strings.Join(words(c.in), "|"); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestSentences(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"rank", "Maj. Gen. Pat Ryder spoke. He left.", "Maj. Gen. Pat Ryder spoke.|He left."},
		{"initials inside", "The U.S. Army came. It won.", "The U.S. Army came.|It won."},
		{"initials end", "He went to the U.S. The trip was long.", "He went to the U.S.|The trip was long."},
		{"person", "J. Smith said so. OK", "J. Smith said so.|OK"},
		{"number", "It hit No. 5. Two died.", "It hit No. 5.|Two died."},
		{"decimal", "About 4.5 km away. End", "About 4.5 km away.|End"},
		{"quote", "“They ran.” He saw it. «Да.» Он.", "“They ran.”|He saw it.|«Да.»|Он."},
		{"russian", "В г. Курске и с. Плёхово. Там бой.", "В г. Курске и с. Плёхово.|Там бой."},
		{"ukrainian", "У м. Суми та смт. Біловоди. Там.", "У м. Суми та смт. Біловоди.|Там."},
		{"paragraph", "Head line\n\nText here", "Head line|Text here"},
		{"line", "Head line\nText here", "Head line|Text here"},
		{"broken line", "on the\nroad", "on the\nroad"},
		{"list", "Places:\n- one\n- two", "Places:|- one|- two"},
		{"stops", "What?! No... Yes.", "What?!|No...|Yes."},
		{"question", "Who? They.", "Who?|They."},
		{"blank", " \n ", ""},
	} {
		var got []string
		for _, x := range Sentences(c.in, Tokens(c.in)) {
			got = append(got, c.in[x.Start:x.End])
		}
		if g := strings.Join(got, "|"); g != c.want {
			t.Errorf("%s: got %q, want %q", c.name, g, c.want)
		}
	}
}

func TestOffsets(t *testing.T) {
	s := strings.Repeat("aж€🔥", 100) + "\xff z"
	o := NewOffsets(s)
	if o.Len() != utf8.RuneCountInString(s) {
		t.Fatalf("got %d code points, want %d", o.Len(), utf8.RuneCountInString(s))
	}
	n := 0
	for i := range s {
		if got := o.Rune(i); got != n {
			t.Fatalf("Rune(%d): got %d, want %d", i, got, n)
		}
		if got := o.Byte(n); got != i {
			t.Fatalf("Byte(%d): got %d, want %d", n, got, i)
		}
		n++
	}
	if o.Byte(n) != len(s) || o.Byte(n+5) != len(s) || o.Byte(-1) != 0 || o.Rune(-1) != 0 || o.Rune(len(s)+9) != n {
		t.Error("offsets outside the text are not moved to its ends")
	}
	if e := NewOffsets(""); e.Rune(3) != 0 || e.Byte(3) != 0 {
		t.Error("the empty text has offsets other than 0")
	}
}

func TestLang(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"The troops were near the village.", "en"},
		{"Бої тривають на околиці міста.", "uk"},
		{"Бои продолжаются у окраины города, пишут военкоры, это так.", "ru"},
		{"12345", ""},
	} {
		if got := Lang(c.in); got != c.want {
			t.Errorf("%q: got %q, want %q", c.in, got, c.want)
		}
	}
}

func FuzzTokens(f *testing.F) {
	for _, s := range []string{"U.S. a", "Слов'янськ’s", "1,2.3:", "\n\r\n", "\xf0\x9f", "A.B", "a.b.c.", "’’s's"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		toks := Tokens(s)
		end := 0
		for _, k := range toks {
			if k.Start < end || k.End <= k.Start || k.End > len(s) {
				t.Fatalf("%q: token %+v after byte %d", s, k, end)
			}
			end = k.End
		}
		last := 0
		for _, x := range Sentences(s, toks) {
			if x.First < last || x.Last <= x.First || x.Last > len(toks) || x.Start != toks[x.First].Start || x.End != toks[x.Last-1].End {
				t.Fatalf("%q: sentence %+v", s, x)
			}
			last = x.Last
		}
		o := NewOffsets(s)
		n := 0
		for i := range s {
			if o.Rune(i) != n || o.Byte(n) != i {
				t.Fatalf("%q: offset %d", s, i)
			}
			n++
		}
	})
}

func BenchmarkTokens(b *testing.B) {
	s := strings.Repeat("Ukraine’s army said on Monday that clashes near the villages of Plekhovo had ended. ", 1000)
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		Sentences(s, Tokens(s))
	}
}
