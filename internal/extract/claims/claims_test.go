package claims

import (
	"strings"
	"testing"

	"sitmap/internal/event"
	"sitmap/internal/extract/words"
)

func TestFind(t *testing.T) {
	for _, c := range []struct{ in, want string }{ // want: claimants joined by " | "
		{"Three men died, the head of the community said.", "head of the community"},
		{"The Health Ministry said on Monday that ten people had died.", "Health Ministry"},
		{"According to the open-source group that studied the clip, it burned.", "open-source group"},
		{"It burned, according to two families interviewed on the road; seven are dead.", "two families"},
		{"A spokesman for the 46th Brigade said the town held. He denied a claim.", "A spokesman for the 46th Brigade | A spokesman for the 46th Brigade"},
		{"Paratroopers holding the road, north of the town, said they had held.", "Paratroopers"},
		{"У окупаційній адміністрації повідомили про вибух.", "окупаційна адміністрація"},
		{"В Генштабе ВСУ заявили, что бои идут.", "генштаб ВСУ"},
		{"Армия признала потерю нескольких машин.", "Армия"},
		{"Киев обвинения отверг.", "Киев"},
		{"Yerevan called the report disinformation.", "Yerevan"},
		{"A doctors' network counted 15 dead, while the local committee spoke of 12 killed.", "A doctors' network | local committee"},
		{"Residents who fled told this outlet that it burned.", "Residents"},
		{"Officials in the capital said.", "Officials in the capital"},
		{"They put the dead at 12.", ""},
		{"Постраждалих немає, повідомили в поліції.", "поліція"},
		{"Втрати великі, каже речник бригади.", "речник бригади"},
		{"За словами речника, четверо загинули.", "речник"},
		{"Село захоплено, стверджує Глибина.", "Глибина"},
		{"Речник каже про «понад десяток».", "Речник"},
		{"Село взято, сообщило военное ведомство.", "военное ведомство"},
		{"Оккупационные власти заявили о двух погибших.", "Оккупационные власти"},
		{"По словам сапёров, мин много.", "сапёры"},
		{"Взрыв, заявили партизаны «Искра».", "партизаны «Искра»"},
		{"Идёт бой, пишут военкоры. По их словам, занято 12 домов.", "военкоры | военкоры"},
		{"Военное ведомство утверждает, что село освобождено.", "Военное ведомство"},
		{"С обеих сторон, по оценке военблогеров, до двадцати убитых.", "военблогеры"},
	} {
		var got []string
		for _, f := range Find(words.Of(c.in)) {
			got = append(got, f.Claimant)
		}
		if g := strings.Join(got, " | "); strings.ReplaceAll(g, "ё", "е") != strings.ReplaceAll(c.want, "ё", "е") {
			t.Errorf("%q: got %q, want %q", c.in, g, c.want)
		}
	}
}

func TestStance(t *testing.T) {
	for in, want := range map[string]event.Stance{
		"The army denied the raid.":            event.Denies,
		"The ministry confirmed the raid.":     event.Confirms,
		"Пресс-служба отрицает это.":           event.Denies,
		"Речник підтвердив удар.":              event.Confirms,
		"The army said that it had withdrawn.": event.Asserts,
		"The agency cannot verify the claim.":  event.CannotVerify,
		"Видання не може перевірити ці дані.":  event.CannotVerify,
	} {
		got := Find(words.Of(in))
		if len(got) != 1 || got[0].Stance != want {
			t.Errorf("%q: got %+v, want %s", in, got, want)
		}
	}
}

func TestChecks(t *testing.T) {
	for _, c := range []struct {
		in   string
		kind CheckKind
		all  bool
	}{
		{"The figures could not be independently verified.", CannotVerify, true},
		{"The agency cannot verify his account.", CannotVerify, false},
		{"None of these figures could be checked.", CannotVerify, true},
		{"Nobody has been able to check this.", CannotVerify, false},
		{"No confirmation was available.", CannotVerify, false},
		{"Перевірити ці дані незалежно неможливо.", CannotVerify, true},
		{"Независимого подтверждения нет.", CannotVerify, false},
		{"Проверить эти сведения из независимых источников нельзя.", CannotVerify, true},
		{"Минобороны эти сведения не подтвердило.", CannotVerify, true},
		{"Geolocated footage shows a flag.", Verified, false},
		{"Геолоковане відео підтверджує це.", Verified, false},
		{"The army denied firing at the market.", Disputed, false},
		{"Пресс-служба противника это отрицает.", Disputed, false},
		{"It is unclear which side holds the village.", Unclear, false},
		{"It was not clear who controlled the crossing.", Unclear, false},
		{"Невідомо, хто контролює село.", Unclear, false},
		{"Поки незрозуміло, чиї війська у селищі.", Unclear, false},
		{"Неясно, кто удерживает посёлок.", Unclear, false},
		{"Остаётся неизвестным, под чьим контролем хутор.", Unclear, false},
		{"Речник армії заперечує втрату села.", Disputed, false},
		{"Геолоцированные кадры показывают флаг.", Verified, false},
		{"Satellite imagery shows the burnt depot.", Verified, false},
	} {
		got := Checks(words.Of(c.in))
		if len(got) == 0 || got[0].Kind != c.kind || got[0].All != c.all {
			t.Errorf("%q: got %+v, want kind %d all %v", c.in, got, c.kind, c.all)
		}
	}
	if got := Checks(words.Of("One side accuses the other of arming it; the other denies it.")); len(got) != 1 || !got[0].Other {
		t.Errorf("a denial of an accusation: got %+v", got)
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"said said said", "according to according to", ", , said", "за словами", "«« заявил »»", "по его данным", "it said"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d := words.Of(s)
		for _, x := range Find(d) {
			if x.First < 0 || x.Last > len(d.Words) || x.First >= x.Last || x.Claimant == "" {
				t.Fatalf("%q: %+v", s, x)
			}
		}
		Checks(d)
	})
}

func BenchmarkFind(b *testing.B) {
	d := words.Of("A doctors' network counted 15 dead, while the local committee spoke of 12 killed. По словам сапёров, мин много. Постраждалих немає, повідомили в поліції.")
	b.ReportAllocs()
	for b.Loop() {
		Find(d)
		Checks(d)
	}
}
