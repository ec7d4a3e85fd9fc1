package names

import "testing"

func TestUkrainianAndRussianNamesMeet(t *testing.T) {
	for _, c := range [][2]string{
		{"Kostiantynivka", "Konstantinovka"},
		{"Костянтинівка", "Константиновка"},
		{"Mykolaivka", "Nikolayevka"},
		{"Миколаївка", "Николаевка"},
		{"Oleksiivka", "Alekseyevka"},
		{"Novooleksandrivka", "Novoaleksandrovka"},
		{"Andriivka", "Andreyevka"},
		{"Mykhailivka", "Mikhaylovka"},
		{"Katerynivka", "Yekaterinovka"},
		{"Yevhenivka", "Yevgenyevka"},
		{"Hryhorivka", "Grigoryevka"},
		{"Olenivka", "Yelenovka"},
		{"Hannivka", "Annovka"},
		{"Umanske", "Umanskoye"},
		{"Oleksandrivske", "Aleksandrovskoye"},
		{"Krasnopillia", "Krasnopolye"},
		{"Petrivska", "Petrovskaya"},
	} {
		if a, b := Skeleton(c[0]), Skeleton(c[1]); a != b {
			t.Errorf("%s is %q, %s is %q", c[0], a, c[1], b)
		}
	}
	for _, c := range [][2]string{
		{"Hannover", "Annover"}, // no Slavic ending: stays
		{"Olenivka", "Ulyanovka"},
		{"Mykolaivka", "Mykhailivka"},
	} {
		if Skeleton(c[0]) == Skeleton(c[1]) {
			t.Errorf("%s and %s share the skeleton %q", c[0], c[1], Skeleton(c[0]))
		}
	}
}
