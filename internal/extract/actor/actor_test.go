package actor

import (
	"bytes"
	"strings"
	"testing"

	"sitmap/internal/extract/words"
)

func find(t *Table, in string) string {
	d := words.Of(in)
	var ids []string
	for _, f := range t.Find(d, 0, len(d.Words)) {
		ids = append(ids, f.ID)
	}
	return strings.Join(ids, " ")
}

func TestFind(t *testing.T) {
	for in, want := range map[string]string{
		"North Korean soldiers fought alongside Russian troops.":    "kp-army ru-armed-forces",
		"The RSF and the Sudanese army fought.":                     "rsf sd-army",
		"Сили оборони відбили атаку окупантів.":                     "ua-armed-forces ru-armed-forces",
		"ВСУ отошли.":                                               "ua-armed-forces",
		"A farmer walked to the river.":                             "",
		"Sudan's army bombed the market.":                           "sd-army",
		"The People's Defence Force said the junta's jets struck.":  "pdf-mm mm-army",
		"ELN guerrillas attacked soldiers.":                         "eln military",
		"The Pakistani Taliban and the BLA fought Pakistan's army.": "ttp bla pk-security",
		"Боевики группировки JNIM напали на военных.":               "jnim military",
		"Группировка войск «Север» продвинулась.":                   "ru-armed-forces",
		"Хусити випустили ракету, ізраїльська авіація відповіла.":   "houthis il-idf",
		"Силы быстрой поддержки обстреляли лагерь, суданская армия отступила.": "rsf sd-army",
		"Повстанці М23 увійшли в місто.":                                       "m23",
		"Israeli settlers torched cars.":                                          "settlers",
		"Unidentified gunmen killed villagers.":                                   "gunmen civilians",
		"The Islamic State West Africa Province attacked.":                        "iswap",
		"Hayat Tahrir al-Sham fighters and the Syrian Democratic Forces clashed.": "hts sdf",
	} {
		if got := find(Default(), in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestDefault(t *testing.T) {
	rows, err := Read("actors.tsv", bytes.NewReader(builtIn))
	if err != nil || len(rows) < 100 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for _, a := range rows {
		if a.Name == "" || a.names == "" {
			t.Errorf("%s has no name", a.ID)
		}
	}
}

func TestWith(t *testing.T) {
	own, err := Read("own.tsv", strings.NewReader("# mine\n\nblue-brigade\tBlue Brigade\tmilitia\t-\tBlue Brigade; Синя* бригад*\nrsf\tRSF of mine\trebel\tQ1\trapid support forces; Janjaweed\n"))
	if err != nil {
		t.Fatal(err)
	}
	table := Default().With(own)
	for in, want := range map[string]string{
		"The Blue Brigade and Hamas fought.": "blue-brigade hamas", "Синя бригада відступила.": "blue-brigade", "The Janjaweed came.": "rsf", "The RSF came.": "",
	} {
		if got := find(table, in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
	if got := find(Default(), "The Blue Brigade"); got != "" {
		t.Errorf("the built-in table changed: %q", got)
	}
	d := words.Of("Rapid Support Forces")
	if f := table.Find(d, 0, len(d.Words)); len(f) != 1 || f[0].Name != "RSF of mine" || f[0].Wikidata != "Q1" {
		t.Errorf("the own row did not win: %+v", f)
	}
}

func TestReadRefuses(t *testing.T) {
	for in, want := range map[string]string{
		"a\tb":                                    "own.tsv:1: 2 columns",
		"A B\tx\tstate\t-\tx":                     "small Latin letters",
		"a\t\tstate\t-\tx":                        "no name",
		"a\tx\tarmy\t-\tx":                        "is no kind",
		"a\tx\tstate\thttp://x\tx":                "no Wikidata item",
		"a\tx\tstate\t-\t;;":                      "no names",
		"a\tx\tstate\t-\t_ x":                     "must begin with a word",
		"#\na\tx\tstate\t-\tx\na\tx\tstate\t-\ty": "own.tsv:3: the id \"a\" stands in line 2",
	} {
		if _, err := Read("own.tsv", strings.NewReader(in)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", in, err, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("a\tb\tstate\tQ1\tx y*|z? _; 'S #\n", "x y z")
	f.Add("a\tb\trebel\t-\t| || ? * x|*", "x")
	f.Fuzz(func(t *testing.T, table, text string) {
		rows, err := Read("f", strings.NewReader(table))
		if err != nil {
			return
		}
		d := words.Of(text)
		for _, x := range Default().With(rows).Find(d, 0, len(d.Words)) {
			if x.First < 0 || x.Last > len(d.Words) || x.First >= x.Last || x.ID == "" {
				t.Fatalf("%q in %q: %+v", table, text, x)
			}
		}
	})
}

func BenchmarkFind(b *testing.B) {
	d := words.Of("Rapid Support Forces fighters stormed the village and clashed with Sudan's army, while Wagner mercenaries and Hezbollah watched; ВСУ отошли, окупанти наступають.")
	t := Default()
	b.ReportAllocs()
	for b.Loop() {
		t.Find(d, 0, len(d.Words))
	}
}
