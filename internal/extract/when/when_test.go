package when

import (
	"testing"

	"sitmap/internal/event"
	"sitmap/internal/extract/words"
)

func date(t testing.TB, s string) event.Date {
	t.Helper()
	if s == "" {
		return event.Date{}
	}
	d, err := event.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestFind(t *testing.T) {
	const monday, tuesday, sunday = "2024-12-16", "2024-12-17", "2025-03-16"
	for _, c := range []struct{ name, pub, in, from, to string }{
		{"weekday", tuesday, "It began on Monday.", "2024-12-16", "2024-12-16"},
		{"weekday of publication", tuesday, "It began on Tuesday.", "2024-12-17", "2024-12-17"},
		{"weekday uk", tuesday, "У понеділок почалися бої.", "2024-12-16", "2024-12-16"},
		{"weekday ru", tuesday, "В субботу начались бои.", "2024-12-14", "2024-12-14"},
		{"last weekday", "2024-12-20", "It fell last Wednesday.", "2024-12-11", "2024-12-11"},
		{"last Saturday on Monday", monday, "It fell last Saturday.", "2024-12-14", "2024-12-14"},
		{"possessive", "2024-11-23", "It followed Thursday's ambush.", "2024-11-21", "2024-11-21"},
		{"two days", "2024-12-29", "The army struck on Thursday and Friday.", "2024-12-26", "2024-12-27"},
		{"night", "2023-11-08", "Shells fell on Tuesday night.", "2023-11-07", "2023-11-08"},
		{"part of day", "2024-12-19", "A train was hit early on Wednesday.", "2024-12-18", "2024-12-18"},
		{"before dawn", "2024-10-04", "They came before dawn on Thursday.", "2024-10-03", "2024-10-03"},
		{"night to, ru", "2024-05-24", "Взрывы прогремели в ночь на пятницу.", "2024-05-23", "2024-05-24"},
		{"night to, uk", "2024-05-24", "Вибухи пролунали у ніч на 24 травня.", "2024-05-23", "2024-05-24"},
		{"overnight", tuesday, "Drones came overnight.", "2024-12-16", "2024-12-17"},
		{"overnight uk", tuesday, "Уночі впали уламки.", "2024-12-16", "2024-12-17"},
		{"overnight ru", tuesday, "За ночь сбили 19 дронов.", "2024-12-16", "2024-12-17"},
		{"weekend", monday, "They fought at the weekend.", "2024-12-14", "2024-12-15"},
		{"weekend over", tuesday, "They fought over the weekend.", "2024-12-14", "2024-12-15"},
		{"weekend uk", monday, "На вихідних відбито атаку.", "2024-12-14", "2024-12-15"},
		{"weekend ru on Sunday", "2025-03-09", "За выходные освободили село.", "2025-03-08", "2025-03-09"},
		{"24 hours", "2025-03-12", "They lost 340 men over 24 hours.", "2025-03-11", "2025-03-12"},
		{"24 hours uk", "2025-09-21", "Минулої доби обстріляли місто.", "2025-09-20", "2025-09-21"},
		{"24 hours ru", "2025-09-21", "За сутки погибли двое.", "2025-09-20", "2025-09-21"},
		{"today so far", "2024-09-11", "Із початку доби відбулося 29 боїв.", "2024-09-11", "2024-09-11"},
		{"earlier this month", "2024-08-31", "A strike earlier this month hit the depot.", "2024-08-01", "2024-08-30"},
		{"last month", "2024-10-29", "Shells killed three people last month.", "2024-09-01", "2024-09-30"},
		{"last month uk", "2024-10-29", "Минулого місяця загинули троє.", "2024-09-01", "2024-09-30"},
		{"in August", "2024-12-22", "It was taken in August.", "2024-08-01", "2024-08-31"},
		{"in a month ru", "2024-12-22", "Село заняли в августе.", "2024-08-01", "2024-08-31"},
		{"first half", "2024-10-20", "It changed hands in the first half of October.", "2024-10-01", "2024-10-15"},
		{"late month", "2024-12-05", "It was lost in late November.", "2024-11-21", "2024-11-30"},
		{"mid month", "2024-12-05", "It was lost in mid-November.", "2024-11-11", "2024-11-20"},
		{"since beginning", "2024-12-05", "They have taken hamlets since the beginning of December.", "2024-12-01", "2024-12-05"},
		{"since late", "2024-11-18", "Since late October fighters have looted towns.", "2024-10-21", "2024-11-18"},
		{"since ru", "2024-09-30", "С начала сентября под ударами сёла.", "2024-09-01", "2024-09-30"},
		{"since uk", "2024-09-30", "З початку вересня тривають удари.", "2024-09-01", "2024-09-30"},
		{"since weekday", "2025-02-10", "Armour had been moving since Thursday.", "2025-02-06", "2025-02-10"},
		{"since dawn", "2023-05-02", "They repelled attacks since dawn on Tuesday.", "2023-05-02", "2023-05-02"},
		{"days ago", "2024-03-30", "Rockets struck two days ago.", "2024-03-28", "2024-03-28"},
		{"days ago uk", "2024-03-30", "Три дні тому обстріляли село.", "2024-03-27", "2024-03-27"},
		{"days ago ru", "2024-03-30", "Пять дней назад заняли хутор.", "2024-03-25", "2024-03-25"},
		{"day before yesterday", "2024-12-14", "Позавчера обстрел обошёлся без жертв.", "2024-12-12", "2024-12-12"},
		{"week ago", monday, "They began a little over a week ago.", "2024-12-06", "2024-12-09"},
		{"last week", "2024-07-29", "After three days of fighting last week.", "2024-07-22", "2024-07-28"},
		{"middle of the week", sunday, "Село освободили ещё в середине недели.", "2025-03-11", "2025-03-13"},
		{"start of last week", sunday, "It fell at the beginning of last week.", "2025-03-03", "2025-03-05"},
		{"late last week", sunday, "It fell late last week.", "2025-03-06", "2025-03-09"},
		{"past week", "2024-11-30", "Упродовж тижня загарбники захопили село.", "2024-11-23", "2024-11-30"},
		{"range", "2025-02-21", "Between 17 and 20 February a column advanced.", "2025-02-17", "2025-02-20"},
		{"range ru", "2025-01-24", "С 19 по 22 января зачистили село.", "2025-01-19", "2025-01-22"},
		{"range dash", "2025-01-24", "17–20 січня тривали бої.", "2025-01-17", "2025-01-20"},
		{"range weekdays", "2025-01-24", "They fought from Monday to Wednesday.", "2025-01-20", "2025-01-22"},
		{"written", "2025-01-24", "On December 14 the village fell.", "2024-12-14", "2024-12-14"},
		{"written full", "", "On 14 December 2024 the village fell.", "2024-12-14", "2024-12-14"},
		{"written ru", "2024-12-14", "Рано утром 14 декабря дрон ударил по машине.", "2024-12-14", "2024-12-14"},
		{"written iso", "", "It fell on 2024-12-14 at noon.", "2024-12-14", "2024-12-14"},
		{"written dots", "", "Село зайняли 14.12.2024.", "2024-12-14", "2024-12-14"},
		{"and days", "2024-12-20", "They fought on 14 and 15 December.", "2024-12-14", "2024-12-15"},
		{"explained", "2025-03-09", "Днём ранее, 8 марта, был взят хутор.", "2025-03-08", "2025-03-08"},
		{"no publication", "", "They fought on Monday.", "", ""},
		{"no publication, no year", "", "They fought on 14 December.", "", ""},
		{"month first", "2024-12-20", "It fell on Dec. 14-15.", "2024-12-14", "2024-12-15"},
		{"from month to", "2024-12-20", "They fought from December 10 to 14.", "2024-12-10", "2024-12-14"},
		{"week of a month", "2024-12-20", "It fell in the first week of December.", "2024-12-01", "2024-12-07"},
		{"48 hours", "2024-12-20", "It fell in the last 48 hours.", "2024-12-18", "2024-12-20"},
		{"last days uk", "2024-12-20", "Протягом останніх трьох днів тривають бої.", "2024-12-17", "2024-12-20"},
		{"series", "2025-02-07", "They traded fire for a second day.", "2025-02-06", "2025-02-07"},
		{"year", "2024-02-07", "The town was taken in 2023.", "2023-01-01", "2023-12-31"},
		{"leap day", "2024-03-05", "It fell on 29 February.", "2024-02-29", "2024-02-29"},
	} {
		got := Find(words.Of(c.in), Clock{Published: date(t, c.pub)})
		if len(got) != 1 {
			t.Errorf("%s: %q: got %d expressions: %+v", c.name, c.in, len(got), got)
			continue
		}
		if got[0].Start != date(t, c.from) || got[0].End != date(t, c.to) {
			t.Errorf("%s: %q (%q): got %s..%s, want %s..%s", c.name, c.in, got[0].Text, got[0].Start, got[0].End, c.from, c.to)
		}
		if c.from == "" && got[0].Basis != event.BasisUnknown {
			t.Errorf("%s: basis %q, want unknown", c.name, got[0].Basis)
		}
	}
}

func TestFindNothing(t *testing.T) {
	for _, in := range []string{
		"They may march on the town.", "Soldiers held the hill.", "Бійці тримали висоту.", "Next Friday they will meet.", "He has 12 sons.", "З боями відійшли.", "С боями вышли к реке.",
	} {
		if got := Find(words.Of(in), Clock{Published: date(t, "2024-12-17")}); len(got) != 0 {
			t.Errorf("%q: got %+v", in, got)
		}
	}
}

func TestFindKeepsOrderAndDateline(t *testing.T) {
	got := Find(words.Of("KYIV, Dec 22 - Troops attacked on Friday. The same day a bridge fell."), Clock{Published: date(t, "2024-12-22")})
	if len(got) != 3 {
		t.Fatalf("got %+v", got)
	}
	if !got[0].Dateline || got[1].Dateline {
		t.Errorf("dateline marks: %+v", got)
	}
	if got[2].Start != date(t, "2024-12-20") {
		t.Errorf("the same day: got %s, want 2024-12-20", got[2].Start)
	}
}

func TestAssumed(t *testing.T) {
	if got := Assumed(date(t, "2024-12-17")); got.Start != date(t, "2024-12-15") || got.Basis != event.BasisAssumed {
		t.Errorf("got %+v", got)
	}
	if got := Assumed(event.Date{}); got.Basis != event.BasisUnknown || !got.Start.IsZero() {
		t.Errorf("got %+v", got)
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"between 17 and 20 February", "с 31 по 30 февраля", "since since since Monday", "on the the 31 June", "# days ago", "99999 days ago", "14.13.2024", "0000-00-00", "in 9999"} {
		f.Add(s)
	}
	pub := event.Date{Year: 2024, Month: 2, Day: 29}
	f.Fuzz(func(t *testing.T, s string) {
		d := words.Of(s)
		for _, x := range Find(d, Clock{Published: pub}) {
			if x.First < 0 || x.Last > len(d.Words) || x.First >= x.Last {
				t.Fatalf("%q: words %d..%d", s, x.First, x.Last)
			}
			if !x.Start.IsZero() && !x.End.IsZero() && x.End.Before(x.Start) {
				t.Fatalf("%q: %s..%s", s, x.Start, x.End)
			}
		}
	})
}

func BenchmarkFind(b *testing.B) {
	d := words.Of("Between 17 and 20 February a column advanced. На вихідних відбито атаку. It fell on 14 December 2024, a little over a week ago, and again in the first half of October.")
	pub := event.Date{Year: 2025, Month: 2, Day: 21}
	b.ReportAllocs()
	for b.Loop() {
		Find(d, Clock{Published: pub})
	}
}

// TestHour reads times of day beside a day.
func TestHour(t *testing.T) {
	for in, want := range map[string]event.TimePrecision{
		"A drone hit at 05:40 on Monday.":                event.PrecisionHour,
		"A drone hit around 3 a.m. on Monday.":           event.PrecisionHour,
		"A drone hit on Monday at about 3pm.":            event.PrecisionHour,
		"A drone hit on Monday morning.":                 event.PrecisionPartOfDay,
		"A drone hit on Monday.":                         event.PrecisionDay,
		"Дрон влучив о 5:40 у понеділок.":                event.PrecisionHour,
		"Дрон влучив 16 грудня о 17-й годині.":           event.PrecisionHour,
		"Дрон попал в 5 часов утра в понедельник.":       event.PrecisionHour,
		"Дрон попал в понедельник около 17:30.":          event.PrecisionHour,
		"A drone hit 12 houses on Monday.":               event.PrecisionDay,
		"Troops repelled attacks at 5 places on Monday.": event.PrecisionDay,
	} {
		got := Find(words.Of(in), Clock{Published: date(t, "2024-12-17")})
		if len(got) != 1 || got[0].Precision != want || got[0].Start.String() != "2024-12-16" || got[0].End != got[0].Start {
			t.Errorf("%q: got %+v, want %s", in, got, want)
		}
	}
}

// TestClock has the moment of publication on another day where the places are.
func TestClock(t *testing.T) {
	for _, c := range []struct{ in, published, local, want string }{
		{"Shelling began on Monday night.", "2025-03-10", "2025-03-11", "2025-03-10..2025-03-11"},
		{"Shelling began on Tuesday.", "2025-03-10", "2025-03-11", "2025-03-11..2025-03-11"},
		{"Shelling began on Tuesday.", "2025-03-10", "", "2025-03-04..2025-03-04"},
		{"Shelling went on today.", "2025-03-10", "2025-03-11", "2025-03-10..2025-03-11"},
		{"Shelling went on overnight.", "2025-03-11", "2025-03-10", "2025-03-09..2025-03-11"},
		{"Обстріл тривав сьогодні.", "2025-03-10", "2025-03-11", "2025-03-10..2025-03-11"},
		{"Обстрел шёл во вторник.", "2025-03-10", "2025-03-11", "2025-03-11..2025-03-11"},
		// a date in the head says when the report was written
		{"KHARTOUM, March 11 - Shelling began overnight.", "2025-03-12", "", "2025-03-10..2025-03-11"},
		{"КИЇВ, 11 березня — Обстріл почався вчора.", "2025-03-12", "", "2025-03-10..2025-03-10"},
		{"КИЕВ, 11 марта — Обстрел начался вчера.", "2025-03-12", "", "2025-03-10..2025-03-10"},
		{"KHARTOUM, March 11, 2025 - Shelling began yesterday.", "", "", "2025-03-10..2025-03-10"},
		{"KHARTOUM, March 1 - Shelling began yesterday.", "2025-03-12", "", "2025-03-11..2025-03-11"},
	} {
		day := func(s string) event.Date {
			if s == "" {
				return event.Date{}
			}
			return date(t, s)
		}
		got := Find(words.Of(c.in), Clock{Published: day(c.published), Local: day(c.local)})
		if len(got) == 0 {
			t.Errorf("%q: nothing", c.in)
			continue
		}
		last := got[len(got)-1]
		if s := last.Start.String() + ".." + last.End.String(); s != c.want {
			t.Errorf("%q published %s, there %s: got %s (%q), want %s", c.in, c.published, c.local, s, last.Text, c.want)
		}
	}
}
