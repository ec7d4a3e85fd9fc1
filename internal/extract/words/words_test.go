package words

import (
	"strings"
	"testing"
)

func TestNewJoinsHyphensAndCountsParagraphs(t *testing.T) {
	d := Of("Бої на південний-захід від Плёхова.\n\nThe north-east held 71-year-old men.")
	var low []string
	for _, w := range d.Words {
		low = append(low, w.Low)
	}
	want := []string{"бої", "на", "південний-захід", "від", "плехова", ".", "the", "north-east", "held", "71", "-", "year-old", "men", "."}
	if len(low) != len(want) {
		t.Fatalf("got %q, want %q", low, want)
	}
	for i := range want {
		if low[i] != want[i] {
			t.Errorf("word %d: got %q, want %q", i, low[i], want[i])
		}
	}
	if len(d.Sents) != 2 || d.Sents[0].Para != 0 || d.Sents[1].Para != 2 {
		t.Errorf("sentences: %+v", d.Sents)
	}
}

func TestLongSentencesAreCut(t *testing.T) {
	d := Of(strings.Repeat("word ", 1000))
	if len(d.Sents) != 3 || d.Sents[2].Last != 1000 || d.Sents[1].First != d.Sents[0].Last {
		t.Errorf("got %+v", d.Sents)
	}
	if got := d.Words[999].Sent; got != 2 {
		t.Errorf("the last word is in sentence %d, want 2", got)
	}
}

func TestNumber(t *testing.T) {
	for _, c := range []struct {
		in   string
		want float64
		n    int
	}{
		{"12,000 men", 12000, 1},
		{"20 000 человек", 20000, 2},
		{"20\u00a0000 осіб", 20000, 1},
		{"4.5 km", 4.5, 1},
		{"4,5 км", 4.5, 1},
		{"22:30 came", 0, 0},
		{"twenty-three men", 23, 1},
		{"two hundred and five men", 205, 4},
		{"two thousand five hundred", 2500, 4},
		{"two dozen", 24, 2},
		{"one and two", 1, 1},
		{"сорок два бійці", 42, 2},
		{"сто двадцять п'ять", 125, 3},
		{"двадцати убитых", 20, 1},
		{"четырёхсот мин", 400, 1},
		{"12 тисяч", 12000, 2},
		{"12 тыс. человек", 12000, 3},
		{"п’ятеро поранених", 5, 1},
		{"одинадцять", 11, 1},
		{"тысяча двести", 1200, 2},
		{"п'ять шість", 5, 1},
		{"люди", 0, 0},
		{"ten twenty", 10, 1},
		{"3 200 homes", 3200, 2},
		{"14 15 декабря", 14, 1},
	} {
		got, n := Of(c.in).Number(0)
		if got.Value != c.want || n != c.n {
			t.Errorf("%q: got %v in %d words, want %v in %d", c.in, got.Value, n, c.want, c.n)
		}
	}
}

func TestLexiconTakesTheLongestPhrase(t *testing.T) {
	l := Compile(Row[string]{"close|near to?; near", "near"}, Row[string]{"close to the border", "border"}, Row[string]{"обстріл*", "shelling"}, Row[string]{"# km|км from", "distance"}, Row[string]{"сбит* _ дрон*", "down"})
	for _, c := range []struct {
		in, want string
		n        int
	}{
		{"close to the village", "near", 2}, {"close to the border", "border", 4}, {"обстрілами міста", "shelling", 1}, {"12 km from here", "distance", 3}, {"сбиты два дрона", "down", 3}, {"nearly", "", 0}, {"close. To the border", "near", 1},
	} {
		got, n := l.At(Of(c.in), 0)
		if got != c.want || n != c.n {
			t.Errorf("%q: got %q in %d words, want %q in %d", c.in, got, n, c.want, c.n)
		}
	}
}

func FuzzNumber(f *testing.F) {
	for _, s := range []string{"two hundred and five", "20 000 000 000 000", "сто тисяч тисяч тисяч", "12,,,000", "1.2.3", "dozen dozen", "one hundred hundred hundred hundred hundred hundred"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d := Of(s)
		for i := range d.Words {
			v, n := d.Number(i)
			if n < 0 || i+n > len(d.Words) {
				t.Fatalf("%q at %d: %d words", s, i, n)
			}
			if v.Value < 0 || v.Value > 1e16 {
				t.Fatalf("%q at %d: value %v", s, i, v.Value)
			}
		}
	})
}
