package trigger

import (
	"testing"

	"sitmap/internal/extract/words"
)

func TestDecide(t *testing.T) {
	for _, c := range []struct {
		in     string
		losses bool
		want   string // "": no event
	}{
		{"Clashes were reported near the village.", false, ArmedClash},
		{"A drone hit a bus.", false, AirStrike},
		{"Air defence crews shot down two drones.", false, Disrupted},
		{"Shells fell on the market.", false, Shelling},
		{"Rebels seized the town.", false, Overtakes},
		{"Troops recaptured the village.", false, Regains},
		{"A landmine wounded two guides.", true, IED},
		{"Gunmen killed ten people.", true, Attack},
		{"Soldiers were trained to fly drones.", false, ""},
		{"They buried a soldier killed by a drone.", true, ""},
		{"A drone exhibition opened.", false, ""},
		{"Riot police used water cannon.", false, Intervention},
		{"Бої тривають біля села.", false, ArmedClash},
		{"Дрон влучив у будинок.", false, AirStrike},
		{"Місто обстріляли з артилерії.", false, Shelling},
		{"Загарбники захопили село.", false, Overtakes},
		{"Сили ППО збили два дрони.", false, Disrupted},
		{"Двоє підірвалися на міні.", false, IED},
		{"У місті поховали розвідника, що загинув.", true, ""},
		{"Идёт бой.", false, ArmedClash},
		{"Дрон атаковал трактор.", false, AirStrike},
		{"Обломки беспилотника упали в посёлке.", false, AirStrike},
		{"Группировка освободила село.", false, Regains},
		{"Полицейские задержали троих.", false, Arrests},
		{"Рынок открылся после ремонта.", false, ""},
	} {
		d := words.Of(c.in)
		got, by, ok := Decide(Find(d, 0, len(d.Words)), 0, c.losses)
		if got != c.want || ok != (c.want != "") {
			t.Errorf("%q: got %q (%q), want %q", c.in, got, d.Span(by.First, by.Last), c.want)
		}
	}
}

func TestClassOf(t *testing.T) {
	for typ, want := range map[string]Class{ArmedClash: ClassBattle, Overtakes: ClassBattle, AirStrike: ClassRemote, Attack: ClassCivilian, Protest: ClassProtest, Arrests: ClassOther, "": ClassOther} {
		if got := ClassOf(typ); got != want {
			t.Errorf("%q: got %d, want %d", typ, got, want)
		}
	}
}

func FuzzDecide(f *testing.F) {
	f.Add("drone hit clash збит бой", 2)
	f.Fuzz(func(t *testing.T, s string, at int) {
		d := words.Of(s)
		found := Find(d, 0, len(d.Words))
		if typ, by, ok := Decide(found, at, true); ok && (typ == "" || by.First < 0 || by.Last > len(d.Words)) {
			t.Fatalf("%q: %q %+v", s, typ, by)
		}
	})
}

func BenchmarkFind(b *testing.B) {
	d := words.Of("A drone hit a bus on the road and clashes were reported near the village. Бої тривають біля села. Обломки беспилотника упали в посёлке.")
	b.ReportAllocs()
	for b.Loop() {
		Find(d, 0, len(d.Words))
	}
}
