package casualty

import (
	"fmt"
	"strings"
	"testing"

	"sitmap/internal/event"
	"sitmap/internal/extract/words"
)

func end(n *int) string {
	if n == nil {
		return ""
	}
	return fmt.Sprint(*n)
}

// show writes the counts of a text as "killed 3..3 wounded 2..", in text order.
func show(in string) string {
	names := map[Kind]string{Killed: "killed", Wounded: "wounded", Missing: "missing", Captured: "captured", KilledOrWounded: "both"}
	var out []string
	for _, f := range Find(words.Of(in)) {
		if f.Earlier {
			continue
		}
		out = append(out, names[f.Kind]+" "+end(f.Count.Min)+".."+end(f.Count.Max))
	}
	return strings.Join(out, ", ")
}

func TestFind(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		// English
		{"A rocket killed 14 people and wounded 43.", "killed 14..14, wounded 43..43"},
		{"The blast hit a shop, killing 14 people and wounding 43, raising an earlier toll of ten dead.", "killed 14..14, wounded 43..43"},
		{"Two men and a woman were killed.", "killed 3..3"},
		{"A landmine killed a mother and her two children.", "killed 3..3"},
		{"Shelling killed three people in Aran and two in Belos.", "killed 3..3, killed 2..2"},
		{"In Aran shelling killed three people, and in Belos two.", "killed 3..3, killed 2..2"},
		{"Three people died in Aran and two women in Belos fled.", "killed 3..3"},
		{"Three people died in Aran, and in Belos two shells fell.", "killed 3..3"},
		{"Обстріл убив трьох людей в Арані і двох у Белосі.", "killed 3..3, killed 2..2"},
		{"В Арані загинули троє людей, у Белосі — двоє.", "killed 3..3, killed 2..2"},
		{"В Арані загинули троє людей, у Белосі згоріли два будинки.", "killed 3..3"},
		{"Трое погибли в Аране, ещё двое — в Белосе.", "killed 3..3, killed 2..2"},
		{"В Аране ранены четверо, а в Белосе один.", "wounded 4..4, wounded 1..1"},
		{"The number of wounded climbed from 30 to 47.", "wounded 47..47"},
		{"Пострадали двое: мужчина госпитализирован, женщина ранена.", "wounded 2..2"},
		{"Более тысячи человек убиты.", "killed 1001.."},
		{"A married couple and their child were killed.", "killed 3..3"},
		{"Three soldiers and their driver died.", "killed 4..4"},
		{"Two men died and a woman was hurt.", "killed 2..2, wounded 1..1"},
		{"Eleven prisoners were killed.", "killed 11..11"},
		{"Pirates took eight crew members hostage.", "captured 8..8"},
		{"Twelve people were killed. Among the dead were eight children.", "killed 12..12"},
		{"Убиты врач и двое пациентов.", "killed 3..3"},
		{"Погибли, по разным данным, от трёх до пяти человек.", "killed 3..5"},
		{"Около полусотни боевиков убиты.", "killed 50..50"},
		{"Москва признала гибель одного солдата.", "killed 1..1"},
		{"Боевики похитили пятерых рабочих.", "captured 5..5"},
		{"Загинуло подружжя та їхній син.", "killed 3..3"},
		{"Понад пів сотні поранено, загинуло більше сотні людей.", "wounded 51.., killed 101.."},
		{"Серед загиблих — двоє дітей.", ""},
		{"Викрали чотирьох журналістів.", "captured 4..4"},
		{"Some 30 of the attackers were killed or wounded and three more are missing.", "both 30..30, missing 3..3"},
		{"About 30 North Korean soldiers were killed or wounded and three had gone missing.", "both 30..30, missing 3..3"},
		{"At least two civilians were killed and five wounded when shells hit the hospital.", "killed 2.., wounded 5..5"},
		{"A network counted 15 dead and five wounded there, while a committee spoke of 12 killed and three taken captive.", "killed 15..15, wounded 5..5, killed 12..12, captured 3..3"},
		{"The driver was wounded; nobody was killed.", "wounded 1..1, killed 0..0"},
		{"A couple in their sixties were wounded.", "wounded 2..2"},
		{"Two workers at the plant in the town, twelve kilometres east of the city, were injured when rockets struck.", "wounded 2..2"},
		{"A 71-year-old man died in hospital; four others were hurt.", "killed 1..1, wounded 4..4"},
		{"No one was hurt.", "killed 0..0, wounded 0..0"},
		{"No casualties were reported.", "killed 0..0, wounded 0..0"},
		{"The observers said 23 of the fighters had been killed and about 18 wounded, against four dead near the dam.", "killed 23..23, wounded 18..18, killed 4..4"},
		{"They spoke of \"dozens\" of enemy dead.", "killed 24..99"},
		{"They killed 84 mercenaries and 47 soldiers in three days of fighting.", "killed 84..84, killed 47..47"},
		{"The army acknowledged only two dead and ten wounded.", "killed 2..2, wounded 10..10"},
		{"Gunmen killed at least 70 people, among them ten women and three infants, in the town.", "killed 70.."},
		{"At least 16 were seriously injured, 45 houses and 34 vehicles burned, and 3,000 residents fled.", "wounded 16.."},
		{"As many as 100 people, some 30 of them children, had died.", "killed ..100"},
		{"At least ten civilians, including a monk, were killed when aircraft dropped bombs.", "killed 10.."},
		{"Fighting killed 18 people and injured 30.", "killed 18..18, wounded 30..30"},
		{"An ambush in which at least 43 passengers died.", "killed 43.."},
		{"Strikes killed at least 15 people: nine in a village, four in Barja and two in Deir Billa.", "killed 15.., killed 9..9, killed 4..4, killed 2..2"},
		{"Air strikes killed at least 33 people on Saturday and 20 more in Almat on Sunday.", "killed 33.., killed 20..20"},
		{"A raid killed seven rescuers and seven people died in the port, where 46 were wounded.", "killed 7..7, killed 7..7, wounded 46..46"},
		{"Rescuers pulled out two bodies and eleven wounded people; three residents were still missing.", "killed 2..2, wounded 11..11, missing 3..3"},
		{"Activists put the dead at between 40 and 56, most of them civilians.", "killed 40..56"},
		{"Leaders spoke of several civilian deaths.", "killed 3..9"},
		{"Two soldiers were captured and later freed.", "captured 2..2"},
		{"Fourteen men killed or wounded, one taken prisoner.", "both 14..14, captured 1..1"},
		{"Officials put losses over 24 hours at more than 340 servicemen, three armoured vehicles and 14 cars.", "both 341.."},
		{"He put the losses at seven vehicles and \"no fewer than fifteen\" men.", "both 15.."},
		{"It claimed 150 fighters killed or wounded.", "both 150..150"},
		{"Seven of their relatives are dead and four, all boys, are missing.", "killed 7..7, missing 4..4"},
		{"Twenty-three others were wounded.", "wounded 23..23"},
		{"Police said 21 officers were hurt; doctors counted more than 40 injured demonstrators.", "wounded 21..21, wounded 41.."},
		{"A mine wounded two guides.", "wounded 2..2"},
		{"A drone hit a bus, wounding nine passengers.", "wounded 9..9"},
		{"About 12,000 soldiers are in the region.", ""},
		{"They listed 41 assaults and 20 drones; 38,000 people left.", ""},
		{"The village was captured on Monday.", ""},
		{"One man was killed and three were arrested.", "killed 1..1"},
		{"The death toll has risen from 9 to 14.", "killed 14..14"},
		{"There were no immediate reports of casualties.", ""},
		{"One civilian was killed and another wounded.", "killed 1..1, wounded 1..1"},
		{"Tens of thousands were killed.", "killed 20000..99999"},
		{"The strike wounded a nurse and two patients.", "wounded 3..3"},
		{"Two were killed instantly; a third died later.", "killed 2..2, killed 1..1"},
		// Ukrainian
		{"Двоє військових загинули, доля ще трьох невідома.", "killed 2..2"},
		{"Поранено трьох жінок та чоловіка.", "wounded 4..4"},
		{"Втрати ворога за добу — 1 310 осіб.", "both 1310..1310"},
		{"Двоє людей загинули, п'ятеро дістали поранення.", "killed 2..2, wounded 5..5"},
		{"Внаслідок удару поранень зазнали четверо цивільних.", "wounded 4..4"},
		{"Постраждалих немає, повідомили в поліції.", "killed 0..0, wounded 0..0"},
		{"Обійшлося без загиблих і поранених.", "killed 0..0, wounded 0..0"},
		{"Обійшлося без жертв.", "killed 0..0"},
		{"Жертв і постраждалих серед цивільних немає.", "killed 0..0, wounded 0..0"},
		{"Жодної людини не постраждало.", "killed 0..0, wounded 0..0"},
		{"Один загинув на місці, другого важко поранено.", "killed 1..1, wounded 1..1"},
		{"Загинуло подружжя.", "killed 2..2"},
		{"Під обстрілом були села, де поранено 65-річного чоловіка.", "wounded 1..1"},
		{"Втрати — щонайменше 40 вбитих і поранених, троє здалися в полон.", "both 40.., captured 3..3"},
		{"Ворог втратив десятьох убитими й одного полоненим.", "killed 10..10, captured 1..1"},
		{"Четверо нападників загинули, ще двоє поранені; серед військових втрат немає.", "killed 4..4, wounded 2..2, killed 0..0, wounded 0..0"},
		{"Скільки людей загинуло, невідомо; речник каже про «понад десяток».", "killed 11.."},
		{"Боєць та санітарка загинули у вівторок.", "killed 2..2"},
		{"Ковальський вважається зниклим безвісти.", "missing 1..1"},
		{"Збито 19 дронів, зафіксовано 220 вибухів.", ""},
		// Russian
		{"Жертвами обстрела стали шесть человек.", "killed 6..6"},
		{"Убито 15 боевиков, ещё семь задержаны.", "killed 15..15"},
		{"Число жертв возросло до 12.", "killed 12..12"},
		{"Один человек получил осколочное ранение руки.", "wounded 1..1"},
		{"Погибла женщина, её муж и двое детей ранены.", "killed 1..1, wounded 3..3"},
		{"Погибших и раненых нет.", "killed 0..0, wounded 0..0"},
		{"Обстрел обошёлся без жертв.", "killed 0..0"},
		{"Пострадавших нет.", "killed 0..0, wounded 0..0"},
		{"Жительница села ранена при сбросе устройства с дрона.", "wounded 1..1"},
		{"Потери составили семеро раненых, убитых нет.", "wounded 7..7, killed 0..0"},
		{"Трое танкистов пропали без вести, один ранен.", "missing 3..3, wounded 1..1"},
		{"Там погибли двое водителей, ещё пятеро ранены.", "killed 2..2, wounded 5..5"},
		{"С обеих сторон, по оценке, до двадцати убитых.", "killed ..20"},
		{"В плен, по его данным, сдались двенадцать военных.", "captured 12..12"},
		{"Заявили о двух погибших прохожих.", "killed 2..2"},
		{"Сам чиновник тяжело ранен.", "wounded 1..1"},
		{"Механизатор получил баротравму.", "wounded 1..1"},
		{"Один подорвался на мине, жив, ранение лёгкое.", "wounded 1..1, killed 0..0"},
	} {
		got, want := strings.Split(show(c.in), ", "), strings.Split(c.want, ", ")
		if !sameSet(got, want) {
			t.Errorf("%q:\n got %q\nwant %q", c.in, strings.Join(got, ", "), c.want)
		}
	}
}

func sameSet(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	n := map[string]int{}
	for _, x := range a {
		n[x]++
	}
	for _, x := range b {
		n[x]--
	}
	for _, v := range n {
		if v != 0 {
			return false
		}
	}
	return true
}

func TestSetAndGet(t *testing.T) {
	var c event.Casualties
	three := 3
	for k := Killed; k <= KilledOrWounded; k++ {
		if Get(c, k) != nil {
			t.Errorf("kind %d is known before it is set", k)
		}
		Set(&c, k, event.Count{Min: &three})
		if got := Get(c, k); got == nil || got.Min == nil || *got.Min != 3 {
			t.Errorf("kind %d: got %+v", k, got)
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"killed killed killed 3", "between 3 and", "at least at least 4 dead", "до до до убитых", "71-year-old 71-year-old died", "no no no casualties", "двоє двоє двоє загинули"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d := words.Of(s)
		for _, x := range Find(d) {
			if x.First < 0 || x.Last > len(d.Words) || x.First > x.Last {
				t.Fatalf("%q: words %d..%d of %d", s, x.First, x.Last, len(d.Words))
			}
			if x.Count.Min == nil && x.Count.Max == nil {
				t.Fatalf("%q: a count without a bound", s)
			}
			if x.Count.Min != nil && x.Count.Max != nil && *x.Count.Min > *x.Count.Max {
				t.Fatalf("%q: %d > %d", s, *x.Count.Min, *x.Count.Max)
			}
		}
	})
}

func BenchmarkFind(b *testing.B) {
	d := words.Of("The observers said 23 of the fighters had been killed and about 18 wounded, against four dead near the dam. Двоє людей загинули, п'ятеро дістали поранення. Погибла женщина, её муж и двое детей ранены.")
	b.ReportAllocs()
	for b.Loop() {
		Find(d)
	}
}
